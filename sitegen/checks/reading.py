"""What the checks know of a built page: read once from its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

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
    reader = _Reader()
    reader.feed(html)
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
        self._addresses(tag, given)
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        if given.get("http-equiv", "").lower() == "content-security-policy":
            self._policy = given.get("content", "")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
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

    def _addresses(self, tag: str, given: dict[str, str]) -> None:
        href = given.get("href", "")
        if tag == "a" and "href" in given:
            self.links.append(href)
        elif tag == "link":
            relation = given.get("rel", "")
            if relation == "alternate" and "hreflang" in given:
                self.pairs.append((given["hreflang"], href))
            elif relation != "canonical":
                self.resources.append(href)
        elif tag == "form":
            self.links.append(given.get("action", ""))
        elif given.get("src"):
            self.resources.append(given["src"])


def _script(given: dict[str, str], tag: str, outer: str) -> str:
    """Which script the text of an element must be in: "Cyrl", "Latn", or "" for any."""
    if given.get("translate") == "no" or tag in ("code", "pre"):
        return ""
    lang = given.get("lang")
    if lang is None:
        return outer
    steps = lang.split("-")
    return next((step for step in steps[1:] if step in ("Cyrl", "Latn")), "")
