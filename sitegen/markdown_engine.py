"""Python-Markdown, made safe: no raw HTML, and what it refuses is noted.

Imported only for texts that are not plain: it takes as long to start as a small site to build.
"""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from sitegen.patterns import regex
from sitegen.plain_markdown import ATTRIBUTES, SCHEMES, TAGS, Note


def to_html(text: str) -> tuple[str, list[Note]]:
    """Safe HTML of *text* and what was noted on the way. RecursionError where it is too deep."""
    engine = _engine()
    engine.reset()
    engine.notes.clear()
    try:
        html = engine.convert(text)
    except RecursionError:
        _engine.cache_clear()  # this one stopped half way
        raise
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={name: set(names) for name, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return clean, list(engine.notes)


class _Engine(markdown.Markdown):
    """Python-Markdown without raw HTML, noting what it refuses."""

    def __init__(self) -> None:
        super().__init__(extensions=["tables", "attr_list", "def_list", "sane_lists"])
        self.notes: list[Note] = []
        self.preprocessors.deregister("html_block")
        self.inlinePatterns.deregister("html")
        self.inlinePatterns.register(_RawHtml(r"(<!--(?:(?!<!--).)*?-->|</?[A-Za-z!?][^<>]*>)", self), "html", 90)
        self.inlinePatterns.register(
            _BracketedSpan(r"\[((?:[^\[\]\\]|\\.)*)\]\{([^{}]*)\}", self), "span", 165
        )
        self.treeprocessors.register(_Inspector(self), "inspector", 0)
        attributes = self.treeprocessors["attr_list"]
        assert isinstance(attributes, AttrListTreeprocessor)
        attributes.HEADER_RE = _AttributesAtTheEnd()  # type: ignore[assignment,misc]


class _AttributesAtTheEnd:
    """The parser's pattern for ``## Heading {#name}``, asked only where it can match.

    By itself it looks again for the end from each brace, and for a brace from each space.
    """

    _pattern = regex(r"(?<! )" + AttrListTreeprocessor.HEADER_RE.pattern)

    def search(self, text: str) -> re.Match[str] | None:
        return self._pattern.search(text) if text.rstrip(" \n").endswith("}") else None


class _RawHtml(InlineProcessor):
    """A tag in the text stays text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        text = self.unescape(m.group(0))  # a link inside it stands as a placeholder by now
        self.md.notes.append(Note("html", text))  # type: ignore[attr-defined]
        return text, m.start(0), m.end(0)


class _BracketedSpan(InlineProcessor):
    """``[Save the Children]{lang=en}`` and ``[ABC]{translate=no}``."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        wanted = dict(re.findall(r"(lang|translate)=[\"']?([A-Za-z-]+)[\"']?", m.group(2)))
        if not wanted:
            return None, None, None
        span = Element("span", wanted)
        span.text = m.group(1)
        return span, m.start(0), m.end(0)


class _Inspector(Treeprocessor):
    """Looks at the finished tree: links to be checked, pictures and attributes to be refused."""

    def run(self, root: Element) -> None:
        notes: list[Note] = self.md.notes  # type: ignore[attr-defined]
        for element in root.iter():
            if element.tag == "a":
                target = element.get("href", "")
                if not target.startswith("\x02"):  # an obfuscated <address@…>, always a mailto
                    notes.append(Note("link", target))
            elif element.tag == "img":
                notes.append(Note("image", element.get("src", "")))
                element.tag = "span"
                element.text = element.get("alt", "")
                element.attrib.clear()
            elif element.tag == "h1":
                element.tag = "h2"


@cache
def _engine() -> _Engine:
    return _Engine()
