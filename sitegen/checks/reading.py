"""What the checks know of a built page: read once from its bytes.

Pages as our templates write them are plain: every tag spelled out in small letters, attributes in
double quotation marks, few elements in another script. Those are cut at their tags by one regular
expression. Any page that is not as plain, or that may hold a letter out of place, is read by
``html.parser``, which decides alone; both give the same facts.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Literal

from sitegen import shortcuts
from sitegen.scripts.serbian import is_cyrillic_letter
from sitegen.seal import seal_of

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_READ_ALOUD = ("title", "alt", "aria-label", "placeholder", "content")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Ids, addresses and stray letters of one page."""

    lang: str
    ids: tuple[str, ...]
    links: tuple[str, ...]  # href of links a reader can follow, in order
    resources: tuple[str, ...]  # what the browser fetches by itself
    pairs: tuple[tuple[str, str], ...]  # (hreflang, href)
    strays: tuple[str, ...]  # text in letters that the language of its element does not use
    inline: tuple[str, ...]  # scripts, styles and handlers inside the page


def read_page(html: str) -> PageFacts:
    """The facts of one page."""
    return (shortcuts.are_taken() and read_plainly(html)) or read_exactly(html)


# Data for search engines: nothing that runs, and nothing in it that could end the element early.
_DATA = re.compile('<script type="application/ld\\+json">[^<]*</script>')


def read_exactly(html: str) -> PageFacts:
    """The facts of any page."""
    reader = _Reader()
    reader.feed(_DATA.sub("", html))
    reader.close()
    return PageFacts(
        reader.lang, tuple(reader.ids), tuple(reader.links), tuple(reader.resources),
        tuple(reader.pairs), tuple(reader.strays), tuple(reader.inline),
    )  # fmt: skip


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lang = ""
        self.ids: list[str] = []
        self.links: list[str] = []
        self.resources: list[str] = []
        self.pairs: list[tuple[str, str]] = []
        self.strays: list[str] = []
        self.inline: list[str] = []
        self._policy = ""
        self._own = ""  # the text of the style or the script that is open
        self._open: list[tuple[str, str]] = []  # (element, script its text must be in)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        outer = self._open[-1][1] if self._open else ""
        if tag == "html":
            self.lang = given.get("lang", "")
        script = _script(given, tag, outer)
        if "id" in given:
            self.ids.append(given["id"])
        kind, address = _address(tag, given)
        if kind == "link":
            self.links.append(address)
        elif kind == "resource":
            self.resources.append(address)
        elif kind == "pair":
            self.pairs.append((given["hreflang"], address))
        self.inline += _inline(tag, given)
        if given.get("http-equiv", "").lower() == "content-security-policy":
            self._policy = given.get("content", "")
        self._own = ""
        for name, value in given.items():
            if (name in _READ_ALOUD or name.startswith("data-say")) and script == "Latn":
                if name != "content" or given.get("name") in ("description", "author"):
                    self._check(value, script)
        if tag not in _VOID:
            self._open.append((tag, script))

    def handle_endtag(self, tag: str) -> None:
        # What the page's own policy names by its hash is meant to be there.
        if tag in ("style", "script") and self._own and seal_of(self._own) in self._policy:
            self.inline.remove(tag)
        self._own = ""
        while self._open:
            name, _ = self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, script = self._open[-1]
            if tag in ("script", "style"):
                self._own += data
            if tag in ("script", "style") or (tag == "title" and script == "Cyrl"):
                return  # a title has no elements that could say which words are foreign
            self._check(data, script)

    def _check(self, text: str, script: str) -> None:
        if script == "Cyrl":
            match = _LATIN.search(text)
            if match:
                self.strays.append(" ".join(text[match.start() :].split())[:60])
        elif script == "Latn":
            at = next((n for n, letter in enumerate(text) if is_cyrillic_letter(letter)), None)
            if at is not None:
                self.strays.append(" ".join(text[at:].split())[:60])


def _address(tag: str, given: dict[str, str]) -> tuple[Literal["link", "resource", "pair", ""], str]:
    """The address that an element names, and who follows it; two empty texts if it has none."""
    href = given.get("href", "")
    if tag == "a" and "href" in given:
        return "link", href
    if tag == "link":
        relation = given.get("rel", "")
        if relation == "alternate" and "hreflang" in given:
            return "pair", href
        return ("resource", href) if relation != "canonical" else ("", "")
    if tag == "form":
        return "link", given.get("action", "")
    return ("resource", given["src"]) if given.get("src") else ("", "")


def _inline(tag: str, given: dict[str, str]) -> list[str]:
    """Handlers, styles and scripts that stand in the page itself."""
    found = [name for name in given if name.startswith("on") or name == "style"]
    if tag == "style" or (tag == "script" and "src" not in given):
        found.append(tag)
    return found


def _script(given: dict[str, str], tag: str, outer: str) -> str:
    """Which script the text of an element must be in: "Cyrl", "Latn", or "" for any."""
    if given.get("translate") == "no" or tag in ("code", "pre"):
        return ""
    lang = given.get("lang")
    if lang is None:
        return outer
    steps = lang.split("-")
    return next((step for step in steps[1:] if step in ("Cyrl", "Latn")), "")


# --- plain pages -----------------------------------------------------------------------------

_TAG = re.compile("<([^<>]*)>")
_BARE = re.compile("/?[a-z][a-z0-9]*", re.ASCII)
_ATTRIBUTE = r"""[ \n]+([A-Za-z][A-Za-z0-9:-]*)(?:="([^"]*)")?"""
_ATTRIBUTES = re.compile(_ATTRIBUTE, re.ASCII)
_OPENING = re.compile(rf"([a-z][a-z0-9]*)((?:{_ATTRIBUTE})*)[ \n]*/?", re.ASCII)
_SIGNS = re.compile("&(?:amp|lt|gt|quot|#34|#39);")  # the references of a plain page, no letters
_OTHER_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|#34|#39);)")
_WRONG = {
    "Cyrl": _LATIN,
    "Latn": re.compile("[\u0400-\u052f\u1c80-\u1c8f]"),  # as is_cyrillic_letter has them
    "": re.compile("(?!)"),
}
# Elements whose text a parser reads in a way of its own, and those that say themselves what it is.
_PECULIAR = frozenset("script style textarea xmp iframe noembed noframes plaintext".split())
_OTHERS = frozenset({"code", "pre", "title"})


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the start of an element says, whatever its ``href`` is."""

    name: str
    lang: str
    script: str | None  # that its text must be in; None: as around it
    id: str | None
    kind: str  # of its address, as in _address
    address: str  # where it is not the ``href``
    hreflang: str
    is_common: bool  # it says nothing but its address


def read_plainly(html: str) -> PageFacts | None:
    """The facts of a plain page without stray letters; None where only a parser can tell."""
    html = _DATA.sub("", html)
    if "&" in html and _OTHER_REFERENCE.search(html):
        return None
    pieces = _TAG.split(html)
    texts, tags = pieces[::2], pieces[1::2]
    if tags[:1] == ["!DOCTYPE html"]:
        del texts[0], tags[0]
    bare = {tag for tag in tags if " " not in tag}
    if not all(map(_is_bare, bare)):
        return None
    ids: list[str] = []
    addresses: dict[str, list[str]] = {"link": [], "resource": [], "pair": []}
    hreflangs: list[str] = []
    roots: list[_Shape] = []
    others: list[tuple[int, str, str]] = []  # elements in a script of their own
    if bare & _OTHERS:
        others += [(at, tag, "") for at, tag in enumerate(tags) if tag in _OTHERS]
    for at, tag in enumerate(tags):
        if " " not in tag:
            continue
        head, has_href, rest = tag.partition(' href="')
        href, closed, tail = rest.partition('"')
        shape = _shape(head, has_href, closed, tail)
        if shape is None:
            return None
        if shape.kind:
            addresses[shape.kind].append(_text(href) if has_href else shape.address)
        if shape.is_common:
            continue
        if shape.kind == "pair":
            hreflangs.append(shape.hreflang)
        if shape.id is not None:
            ids.append(shape.id)
        if shape.name == "html":
            roots.append(shape)
        elif shape.script is not None:
            others.append((at, shape.name, shape.script))
    script = roots[0].script or "" if len(roots) == 1 else None
    if script is None:
        return None
    for at, name, own in others:
        if name == "title" and script == "Latn":
            own = script
        if not _is_right(tags, texts, at, name, own):
            return None
    # On a Latin page some attributes are read aloud; none of them may hold Cyrillic.
    rest = "".join((*texts, *tags)) if script == "Latn" else "".join(texts)
    if "<" in rest or ">" in rest or not _is_in(script, rest):
        return None
    pairs = tuple(zip(hreflangs, addresses["pair"], strict=True))
    return PageFacts(
        roots[0].lang, tuple(ids), tuple(addresses["link"]), tuple(addresses["resource"]),
        pairs, (), (),
    )  # fmt: skip


def _is_right(tags: list[str], texts: list[str], at: int, name: str, script: str) -> bool:
    """Whether the element that *tags* [*at*] begins is text in *script* alone. Empties its text."""
    if name == "pre" and tags[at + 1 : at + 4 : 2] == ["code", "/pre"]:
        texts[at + 1] = texts[at + 3] = ""
        return True  # the code between them is looked at by itself
    if tags[at + 1 : at + 2] != [f"/{name}"]:
        return False
    text = texts[at + 1] + (tags[at] if script == "Latn" else "")
    texts[at + 1] = ""
    return "<" not in text and ">" not in text and _is_in(script, text)


def _is_in(script: str, text: str) -> bool:
    """Whether *text* surely holds no letter of the other script."""
    if "&" in text:
        text = _SIGNS.sub("", text)
    return not _WRONG[script].search(text)


@lru_cache(maxsize=500)
def _is_bare(tag: str) -> bool:
    """Whether *tag* is an end, or a start without attributes, that changes nothing."""
    return _BARE.fullmatch(tag) is not None and tag not in _PECULIAR


@lru_cache(maxsize=5_000)
def _shape(head: str, has_href: str, closed: str, tail: str) -> _Shape | None:
    """What a tag says that was cut at both ends of its ``href``; None where it is not plain."""
    if bool(has_href) != bool(closed):
        return None
    given: dict[str, str] = {}
    opening, after = _OPENING.fullmatch(head), _OPENING.fullmatch(f"x{tail}")
    if opening is None or after is None:
        return None
    name = opening[1]
    found = [*_ATTRIBUTES.findall(opening[2]), *_ATTRIBUTES.findall(after[2])]
    if has_href:
        found.append(("href", ""))
    for key, value in found:
        if key.lower() in given:
            return None
        given[key.lower()] = _text(value)
    if name == "title" or (name in _PECULIAR and name != "script") or _inline(name, given):
        return None
    script = _script(given, name, "?")
    if name == "script":
        script = ""
    kind, address = _address(name, given)
    is_common = kind != "pair" and "id" not in given and name != "html" and script == "?"
    return _Shape(
        name, given.get("lang", ""), None if script == "?" else script, given.get("id"), kind,
        address, given.get("hreflang", ""), is_common,
    )  # fmt: skip


def _text(value: str) -> str:
    return entities.unescape(value) if "&" in value else value
