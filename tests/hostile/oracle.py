"""What a finished page may hold, read as a browser reads it and not as we wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib

HERE = "https://here.invalid/sajt/"
_LOADS = {
    "script": ("src",), "link": ("href",), "img": ("src", "srcset"), "iframe": ("src", "srcdoc"),
    "object": ("data",), "embed": ("src",), "video": ("src", "poster"), "audio": ("src",), "source": ("src", "srcset"),
    "input": ("src",), "use": ("href",), "image": ("href",), "body": ("background",), "table": ("background",),
    "td": ("background",),
}  # fmt: skip
_NEVER = {
    "iframe", "object", "embed", "base", "frame", "frameset", "applet", "math", "style", "template",
    "textarea", "xmp", "plaintext", "marquee", "foreignobject", "animate", "set", "isindex", "portal",
}  # fmt: skip
_STRIPPED = "".join(map(chr, range(33)))
_NOT_LOADED = {"alternate", "canonical", "prev", "next", "license", "help"}


def elements(html: str, container: str | None = None) -> list[Any]:
    if container:
        parsed = html5lib.parseFragment(html, container=container, namespaceHTMLElements=False)
    else:
        parsed = html5lib.parse(html, namespaceHTMLElements=False)
    return [element for element in parsed.iter() if isinstance(element.tag, str)]


def faults(html: str, path: str = "", container: str | None = None) -> list[str]:
    """What in *html*, the file *path* of a site, could run, load from elsewhere or mislead."""
    return list(_faults(elements(html, container), urljoin(HERE, path)))


def _faults(found: list[Any], base: str) -> Iterator[str]:
    for element in found:
        tag = element.tag.rsplit("}", 1)[-1].lower()
        if tag in _NEVER:
            yield f"<{tag}>"
        if tag == "script" and (element.text or "").strip() and "json" not in element.get("type", ""):
            yield f"inline script: {element.text[:60]}"
        if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            target = element.get("content", "").partition("=")[2]
            if urlsplit(urljoin(base, target)).netloc != urlsplit(HERE).netloc:
                yield f"refresh to {target}"
        for name, value in element.attrib.items():
            bare = str(name).rsplit("}", 1)[-1].lower()
            if bare.startswith("on") or bare in ("style", "srcdoc", "formaction", "ping", "background"):
                yield f"<{tag} {bare}>"
            if bare in ("href", "src", "action", "data", "xlink:href"):
                seen = re.sub(r"[\t\n\r]", "", str(value).lstrip(_STRIPPED))  # as the URL standard says
                scheme = seen.partition(":")[0].lower()
                if scheme in ("javascript", "data", "vbscript", "file", "blob", "view-source"):
                    yield f"<{tag} {bare}={str(value)[:60]}>"
            if bare in _LOADS.get(tag, ()) and not (
                tag == "link" and set(element.get("rel", "").split()) <= _NOT_LOADED
            ):
                address = urlsplit(urljoin(base, str(value)))
                if address.netloc != urlsplit(HERE).netloc:
                    yield f"<{tag} {bare}> from {address.netloc or value}"
