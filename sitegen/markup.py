"""Markdown into allow-listed tokens of canonical text.

Owns safety: raw HTML is shown as text and reported, odd URL schemes are refused, the rendered
fragment passes nh3 with our list, and only then is text read as Serbian. Text tokens hold
characters, never entities. Does not know where a link leads: a later stage resolves it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from sitegen.diagnostics import Checked, Diagnostic, Place, problem, warning
from sitegen.scripts.serbian import canonical, canonical_side_by_side, is_mostly_latin
from sitegen.scripts.spans import Doubt, Glossary, Prose
from sitegen.slugs import slug
from sitegen.source import place_at

TAGS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong a br hr table thead tbody tr th td"
    " dl dt dd span del sup sub abbr q cite".split()
)
_ATTRIBUTES = {
    "*": {"lang", "translate"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_READABLE = frozenset({"title"})  # attributes whose value is read by people
_MAX_BODY = 400_000  # characters
_MAX_NESTING = 40  # quotation signs or list markers at the start of one line
_MAX_BRACKETS = 400  # opening brackets in one paragraph; the parser is quadratic in them


@dataclass(frozen=True, slots=True)
class Open:
    """The start of an element. Readable attributes are Prose, all others plain text."""

    name: str
    attributes: tuple[tuple[str, str | Prose], ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """The end of an element."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Characters between tags, canonical."""

    prose: Prose


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Characters inside an element that says itself that they stay: code, a foreign passage."""

    text: str


Token = Open | Close | Text | Verbatim


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its author wrote it."""

    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Fragment:
    """A body in tokens, with what other stages ask about it."""

    tokens: tuple[Token, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()  # ids that a link may name after #

    @property
    def plain(self) -> str:
        """The text alone, blocks parted by a space."""
        return " ".join("".join(map(_characters, self.tokens)).split())


def parse(text: str, path: str, first_line: int, glossary: Glossary) -> Checked[Fragment]:
    """Markdown *text*, which begins on line *first_line* of the file *path*.

    Text that would take a parser too long (over 400,000 characters, or nested deeper than any
    person writes) is refused. Otherwise a fragment always comes back, whatever was found in it.
    """
    place = Place(path, first_line)
    if len(text) > _MAX_BODY:
        return Checked(Fragment(), (problem(place, "markup.too_long"),))
    offset = _too_nested(text)
    if offset is not None:
        deep = place_at(text, offset, 1, path, first_line=first_line)
        return Checked(Fragment(), (problem(deep, "markup.depth"),))
    engine = _engine()
    engine.reset()
    notes = engine.notes
    notes.clear()
    html = engine.convert(text)
    where = _Finder(text, path, first_line)
    found = [_finding(note, where) for note in notes if note.kind != "link"]
    links: list[Link] = []
    for note in notes:
        if note.kind == "link":
            link_place = where.of(note.text)
            scheme = _scheme(note.text)
            if scheme is not None and scheme not in _SCHEMES:
                found.append(problem(link_place, "link.scheme", found=note.text))
            else:
                links.append(Link(note.text, link_place))
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={name: set(names) for name, names in _ATTRIBUTES.items()},
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    reader = _TokenReader(glossary, latin=is_mostly_latin(_words_only(text)))
    reader.feed(clean)
    reader.close()
    found += [_doubt(doubt, where) for doubt in reader.doubts]
    fragment = Fragment(tuple(reader.tokens), tuple(links), tuple(reader.anchors))
    return Checked(fragment, tuple(found))


def _too_nested(text: str) -> int | None:
    """The offset of nesting that no person writes and that would stop the parser for minutes."""
    markers = rf"^[ \t]*(?:(?:>|[-*+]|\d{{1,3}}\.)[ \t]*){{{_MAX_NESTING},}}"
    match = re.search(markers, text, re.MULTILINE)
    if match:
        return match.start()
    start = 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        if paragraph.count("[") > _MAX_BRACKETS:
            return start + paragraph.index("[")
        start += len(paragraph)
    return None


def _scheme(target: str) -> str | None:
    """The URL scheme as a browser would see it: blanks and control characters do not hide it."""
    bare = re.sub(r"[\s\x00-\x20\x7f]", "", target).lower()
    match = re.match(r"([^/?#:]*):", bare)
    return match.group(1) if match else "http" if bare.startswith("//") else None


# --- Python-Markdown, made safe --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Note:
    kind: str  # "html", "image", "link", "attribute"
    text: str


class _Engine(markdown.Markdown):
    """Python-Markdown without raw HTML, noting what it refuses."""

    def __init__(self) -> None:
        super().__init__(extensions=["tables", "attr_list", "def_list", "sane_lists"])
        self.notes: list[_Note] = []
        self.preprocessors.deregister("html_block")
        self.inlinePatterns.deregister("html")
        self.inlinePatterns.register(_RawHtml(r"(<!--.*?-->|</?[A-Za-z!?][^<>]*>)", self), "html", 90)
        self.inlinePatterns.register(
            _BracketedSpan(r"\[((?:[^\[\]\\]|\\.)*)\]\{:?[ ]*([^{}]*?)[ ]*\}", self), "span", 165
        )
        self.treeprocessors.register(_Inspector(self), "inspector", 0)


class _RawHtml(InlineProcessor):
    """A tag in the text stays text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        text = self.unescape(m.group(0))  # a link inside it stands as a placeholder by now
        self.md.notes.append(_Note("html", text))  # type: ignore[attr-defined]
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
        notes: list[_Note] = self.md.notes  # type: ignore[attr-defined]
        for element in root.iter():
            if element.tag == "a":
                target = element.get("href", "")
                if not target.startswith("\x02"):  # an obfuscated <address@…>, always a mailto
                    notes.append(_Note("link", target))
            elif element.tag == "img":
                notes.append(_Note("image", element.get("src", "")))
                element.tag = "span"
                element.text = element.get("alt", "")
                element.attrib.clear()
            elif element.tag == "h1":
                element.tag = "h2"


@cache
def _engine() -> _Engine:
    return _Engine()


# --- places ----------------------------------------------------------------------------------


class _Finder:
    """Finds again in the source what the parser saw, occurrence after occurrence.

    Python-Markdown keeps no positions. Code is blanked out first, so a tag shown as an example
    is not mistaken for one that is meant.
    """

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._text, self._path, self._line = text, path, first_line
        self._searched = _without_code(text)
        self._next: dict[str, int] = {}

    def of(self, snippet: str) -> Place:
        if snippet not in self._text:  # the file may hold its letters in parts
            snippet = unicodedata.normalize("NFD", snippet)
        at = self._searched.find(snippet, self._next.get(snippet, 0)) if snippet else -1
        if at < 0:
            at = self._text.find(snippet) if snippet else -1
        if at < 0:
            return Place(self._path, self._line)
        self._next[snippet] = at + len(snippet)
        return place_at(self._text, at, len(snippet), self._path, first_line=self._line)


def _without_code(text: str) -> str:
    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    text = re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", blank, text, flags=re.S)
    return re.sub(r"(?:(?<=\n\n)|\A)(?:(?: {4}|\t).*(?:\n|\Z))+", blank, text)


def _words_only(text: str) -> str:
    """Source text without what says nothing about its script: code, addresses, attributes."""
    text = _without_code(text)
    text = re.sub(r"\[((?:[^\[\]])*)\]\{[^{}]*\}", " ", text)
    return re.sub(r"\]\([^)]*\)|https?://\S+|\S+@\S+|\{:?[^{}]*\}|<[^<>]*>", " ", text)


def _finding(note: _Note, where: _Finder) -> Diagnostic:
    code = {"html": "markup.html", "image": "markup.image"}[note.kind]
    return problem(where.of(note.text), code, found=note.text[:80])


def _doubt(doubt: Doubt, where: _Finder) -> Diagnostic:
    return warning(
        where.of(doubt.word), f"script.{doubt.kind}", found=doubt.word, reading=doubt.reading
    )


# --- tokens ----------------------------------------------------------------------------------


class _TokenReader(HTMLParser):
    """Reads sanitised HTML into tokens. nh3 wrote it, so it is well formed."""

    def __init__(self, glossary: Glossary, *, latin: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self.anchors: list[str] = []
        self.doubts: list[Doubt] = []
        self._glossary, self._latin = glossary, latin
        self._kept: list[str | None] = []  # for each open element: the language text is kept in
        self._heading: tuple[int, str] | None = None
        self._run: list[tuple[int, str]] = []  # texts of one line that still wait, and where they go

    def close(self) -> None:
        super().close()
        self._end_run()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BREAKS:
            self._end_run()
        if tag in ("br", "hr"):
            self.tokens.append(Open(tag))
            return
        outer = self._kept[-1] if self._kept else None
        lang = given.get("lang", "").lower()
        if tag in ("code", "pre") or given.get("translate") == "no":
            self._kept.append("")
        elif lang:
            self._kept.append(None if lang.split("-")[0] == "sr" else given["lang"])
        else:
            self._kept.append(outer)
        if tag in ("h2", "h3", "h4", "h5", "h6"):
            self._heading = (len(self.tokens), given.pop("id", ""))
        attributes: list[tuple[str, str | Prose]] = []
        for name, value in sorted(given.items()):
            attributes.append((name, self._prose(value) if name in _READABLE else value))
        self.tokens.append(Open(tag, tuple(attributes)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self._end_run()
        if tag in ("br", "hr"):
            return
        if self._kept:
            self._kept.pop()
        if self._heading and tag.startswith("h"):
            self._name_heading()
        self.tokens.append(Close(tag))

    def handle_data(self, data: str) -> None:
        kept = self._kept[-1] if self._kept else None
        data = unicodedata.normalize("NFC", data)
        if kept is not None:
            self._end_run()
            self.tokens.append(Verbatim(data))
        else:
            self._run.append((len(self.tokens), data))
            self.tokens.append(Verbatim(data))  # until its neighbours are known

    def _end_run(self) -> None:
        """Decides texts that only tags like <em> part together: a word may go through them."""
        if not self._run:
            return
        proses, doubts = canonical_side_by_side(
            [data for _, data in self._run], self._glossary, latin=self._latin
        )
        for (at, _), prose in zip(self._run, proses, strict=True):
            self.tokens[at] = Text(prose)
        self.doubts += doubts
        self._run.clear()

    def _prose(self, data: str) -> Prose:
        conversion = canonical(data, self._glossary, latin=self._latin)
        self.doubts += conversion.doubts
        return conversion.prose

    def _name_heading(self) -> None:
        assert self._heading is not None
        start, given = self._heading
        self._heading = None
        opened = self.tokens[start]
        assert isinstance(opened, Open)
        words = "".join(map(_characters, self.tokens[start:]))
        name = slug(given) or slug(words) or "dio"
        if name.startswith("sg-"):  # ids of the theme's own
            name = f"x-{name}"
        unique, number = name, 2
        while unique in self.anchors:
            unique, number = f"{name}-{number}", number + 1
        self.anchors.append(unique)
        attributes = (("id", unique), *opened.attributes)
        self.tokens[start] = Open(opened.name, attributes)


_BLOCKS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote pre br hr table thead tbody tr th td dl dt dd".split()
)


_BREAKS = _BLOCKS | {"sup", "sub", "code"}  # a word does not go through these


def _characters(token: Token) -> str:
    if isinstance(token, Text):
        return token.prose.plain
    if isinstance(token, Verbatim):
        return token.text
    return " " if token.name in _BLOCKS else ""
