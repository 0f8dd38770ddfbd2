"""Markdown into allow-listed tokens of canonical text.

Owns safety: raw HTML is shown as text and reported, odd URL schemes are refused, the rendered
fragment passes nh3 with our list, and only then is text read as Serbian. Text tokens hold
characters, never entities. Does not know where a link leads: a later stage resolves it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from itertools import chain, islice, pairwise

from sitegen import markdown_lists, plain_markdown, shortcuts
from sitegen.diagnostics import Checked, Diagnostic, Place, problem, warning
from sitegen.frozen import dataclass
from sitegen.patterns import regex
from sitegen.plain_markdown import SCHEMES, Note
from sitegen.scripts.serbian import (
    canonical,
    canonical_side_by_side,
    has_cyrillic,
    is_mostly_latin,
)
from sitegen.scripts.spans import Doubt, Glossary, Prose
from sitegen.slugs import slug
from sitegen.source import odd_characters, place_at

_READABLE = frozenset({"title"})  # attributes whose value is read by people
# What is allowed to one body. The parser copies a paragraph for every mark that it finds in it.
_MAX_BODY = 200_000  # characters
_MAX_PARAGRAPH = 50_000
_MAX_PARAGRAPHS = 10_000
_MAX_PARTS = 1_000  # headings and definitions with no blank line between; it starts anew after each
_MAX_RUN = 2_000  # characters without a space between them, or spaces with nothing between them
_MAX_NESTING = 40  # quotation signs or list markers at the start of one line; levels of a list
_MAX_BRACKETS = 400  # opening brackets in one paragraph
_MAX_SEARCHED = 4_000_000  # characters of all paragraphs: the parser searches each from every bracket
_MAX_COLUMNS = 300  # of one line of a table
_MAX_CELLS = 20_000  # of one table; the parser fills up every row to the width of the first one


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


class Packed:
    """A body that is fetched when somebody asks for it, each time anew, so that nobody holds it: its
    text alone, and a way to its tokens."""

    __slots__ = ("_fetch", "digest")

    def __init__(self, digest: str, fetch: Fetch | None = None) -> None:
        self.digest = digest
        self._fetch = fetch

    @property
    def is_elsewhere(self) -> bool:
        """Whether nobody has said yet where the body is."""
        return self._fetch is None

    def lies(self, fetch: Fetch) -> None:
        """Says where the body is."""
        self._fetch = fetch

    def fetched(self) -> tuple[str, Callable[[], tuple[Token, ...]]]:
        """What *fetch* gives."""
        assert self._fetch is not None
        return self._fetch()


Fetch = Callable[[], tuple[str, Callable[[], tuple[Token, ...]]]]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fragment:
    """A body in tokens, with what other stages ask about it."""

    held: tuple[Token, ...] | Packed = ()
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()  # ids that a link may name after #
    _digest: str = field(default="", init=False)  # made when somebody asks, as the next one
    _plain: str | None = field(default=None, init=False)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The body itself."""
        return self.held if isinstance(self.held, tuple) else self.held.fetched()[1]()

    @property
    def digest(self) -> str:
        """A digest of the tokens."""
        if isinstance(self.held, Packed):
            return self.held.digest
        if not self._digest:
            spelled = "\0".join(spelled_token(token) or repr(token) for token in self.held)
            digest = hashlib.blake2b(spelled.encode(), digest_size=16).hexdigest()
            object.__setattr__(self, "_digest", digest)
        return self._digest

    def __repr__(self) -> str:
        return f"Fragment({self.digest}, {self.links!r}, {self.anchors!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fragment) and (self.tokens, self.links, self.anchors) == (
            other.tokens, other.links, other.anchors,
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash((self.digest, self.links, self.anchors))

    @property
    def plain(self) -> str:
        """The text alone, blocks parted by a space, a heading by the full stop that it has not got."""
        if isinstance(self.held, Packed):
            return self.held.fetched()[0]
        if self._plain is None:
            said = _stopped(_said(self.held))
            object.__setattr__(self, "_plain", " ".join(said.split()))
        return self._plain or ""

    def elsewhere(self) -> Fragment:
        """The same with its text left to whoever says where it ``lies``."""
        return Fragment(Packed(self.digest), self.links, self.anchors)

    def without_anchors(self) -> Fragment:
        """The same text with headings that no link can name."""
        tokens = tuple(
            Open(token.name, tuple(pair for pair in token.attributes if pair[0] != "id"))
            if isinstance(token, Open)
            else token
            for token in self.tokens
        )
        return Fragment(tokens, self.links)


def spelled_token(token: Token) -> str:
    """A *token* in one word: ``<p``, ``</p``, ``=text``; empty where it holds more than that."""
    kind = type(token)
    if kind is Text:
        parts = token.prose.parts  # type: ignore[union-attr]
        return "=" + parts[0] if len(parts) == 1 and type(parts[0]) is str else ""
    if kind is Close:
        return "</" + token.name  # type: ignore[union-attr]
    if kind is Open and not token.attributes:  # type: ignore[union-attr]
        return "<" + token.name  # type: ignore[union-attr]
    return ""


def token_spelled(word: str) -> Token:
    """The token that ``spelled_token`` made *word* of."""
    if word[0] == "=":
        return Text(Prose((word[1:],)))
    return Close(word[2:]) if word[1] == "/" else Open(word[1:])


def parse(
    text: str, path: str, first_line: int, glossary: Glossary, *, indent: int = 0
) -> Checked[Fragment]:
    """Markdown *text*, which begins on line *first_line* of the file *path*, each of its lines
    *indent* characters to the right.

    Text that would take a parser too long (over 200,000 characters, or nested deeper than any
    person writes) is refused. Otherwise a fragment always comes back, whatever was found in it.
    """
    place = Place(path, first_line)
    if len(text) > _MAX_BODY:
        return Checked(Fragment(), (problem(place, "markup.too_long"),))
    where = _Finder(text, path, first_line, indent)
    is_bounded = shortcuts.are_taken() and _is_bounded(text)
    plain = plain_markdown.to_pieces(text) if is_bounded else None
    if plain is not None:
        return _plain(plain, where, text, glossary)
    terms = _terms_without_a_blank_line(text)
    offset = _too_nested(text, terms)
    if offset is not None:
        deep = place_at(text, offset, 1, path, first_line=first_line)
        return Checked(Fragment(), (problem(deep, "markup.depth"),))
    offset = _too_long(text, terms)
    if offset is not None:
        long = place_at(text, offset, 1, path, first_line=first_line)
        return Checked(Fragment(), (problem(long, "markup.too_long"),))
    if shortcuts.are_taken() and not is_bounded:
        plain = plain_markdown.to_pieces(text)
        if plain is not None:
            return _plain(plain, where, text, glossary)
    try:
        clean, notes = _rendered(_with_lists(_with_blank_lines(text, terms)))
    except RecursionError:
        return Checked(Fragment(), (problem(place, "markup.depth"),))
    found = [_finding(note, where) for note in notes if note.kind != "link"]
    links: list[Link] = []
    for note in notes:
        if note.kind == "link":
            link_place = where.target(note.text) if note.text.strip() else where.no_address()
            scheme = _scheme(note.text)
            if scheme is not None and scheme not in SCHEMES:
                found.append(problem(link_place, "link.scheme", found=note.text))
            else:
                links.append(Link(note.text, link_place))
    reader = _HtmlReader(glossary, latin=_is_latin(text))
    reader.read(clean)
    found += [_doubt(doubt, where) for doubt in reader.doubts]
    found += _left_over(reader.texts, where)
    found += islice(_lost_cells(text, where), _MOST_ROWS)
    found += islice(_skipped_levels(text, where), _MOST_ROWS)
    found += islice(_unmeant_code(reader.tokens, where), _MOST_ROWS)
    for odd in reader.odd:  # what stands in the file itself has been looked at there
        found += odd_characters("".join(c for c in odd if c not in text), place)
    fragment = Fragment(tuple(reader.tokens), tuple(links), tuple(reader.anchors))
    return Checked(fragment, tuple(found))


def _plain(
    read: tuple[plain_markdown.Pieces, list[str]], where: _Finder, text: str, glossary: Glossary
) -> Checked[Fragment]:
    """The same of *text* whose pieces and links are *read*: it has no code, and no odd address."""
    pieces, links = read
    where.has_no_code()
    placed = tuple(Link(target, where.target(target)) for target in links)
    reader = _TokenReader(glossary, latin=_is_plain_latin(text))
    reader.read_pieces(pieces)
    found = (
        *(_doubt(doubt, where) for doubt in reader.doubts),
        *islice(_skipped_levels(text, where), _MOST_ROWS),
    )
    return Checked(Fragment(tuple(reader.tokens), placed, tuple(reader.anchors)), found)


def _rendered(text: str) -> tuple[str, list[Note]]:
    """Safe HTML of *text* and what was noted on the way."""
    from sitegen import markdown_engine  # it takes long to import; many sites never need it

    return markdown_engine.to_html(text)


def _is_latin(text: str) -> bool:
    """Whether the words of *text* are written in Latin."""
    return not has_cyrillic(text) or is_mostly_latin(_words_only(text))


def _is_plain_latin(text: str) -> bool:
    """The same of plain text, where letters are counted if that is enough to know."""
    if not has_cyrillic(text):
        return True
    if not any(sign in text for sign in _MAY_HIDE_CYRILLIC):  # only Latin is no part of its words
        known = text.encode("iso8859-5", "ignore")  # ASCII, and the Cyrillic of most texts
        latin = len(known.translate(None, _NO_LATIN)) + len(text) - len(known)
        if latin <= len(known.translate(None, _NO_CYRILLIC)):
            return False
    return _is_latin(text)


_MAY_HIDE_CYRILLIC = ("@", "{", "http")
_NO_LATIN = bytes(byte for byte in range(256) if not bytes((byte,)).isalpha())
_NO_CYRILLIC = bytes((*range(0xA1), 0xAD, 0xF0, 0xFD))


_DEFINITION = regex(r" {0,3}:[ \t]")
_ANY_DEFINITION = regex(rf"^{_DEFINITION.pattern}", re.MULTILINE)
_AT_THE_MARGIN = regex(r" {0,3}\S")


def _terms_without_a_blank_line(text: str) -> list[int]:
    """Offsets of lines that are terms of a glossary, right below the definition of another one.

    The parser would take them for a part of that definition, and each next one for a part of a
    part, until it stops.
    """
    if not _ANY_DEFINITION.search(text):
        return []
    found: list[int] = []
    at, term, before, is_lazy = 0, -1, "", False  # lazy: text at the margin goes on a definition
    for line in text.split("\n"):
        if not line.strip():
            is_lazy = False
        elif _DEFINITION.match(line):
            if is_lazy and term >= 0:
                found.append(term)
            is_lazy = False
        else:
            is_at_margin = bool(_AT_THE_MARGIN.match(line))
            is_lazy = is_lazy or (is_at_margin and bool(_DEFINITION.match(before)))
            term = at if is_at_margin else -1
        before = line
        at += len(line) + 1
    return found


def _with_blank_lines(text: str, offsets: list[int]) -> str:
    ends = (0, *offsets, len(text))
    return "\n".join(text[start:end] for start, end in pairwise(ends))


def _with_lists(text: str) -> str:
    """*text* with the lists that a preview shows."""
    return markdown_lists.respelled(text, without_code_spans(text))


def _paragraphs(text: str, terms: list[int]) -> Iterator[tuple[int, str]]:
    """What the parser takes as one, with its offset."""
    for start, end in pairwise((0, *terms, len(text))):
        at = start
        for piece in re.split(r"(\n[ \t]*(?=\n))", text[start:end]):
            yield at, piece
            at += len(piece)


_MARKERS = regex(
    rf"^[ \t]*(?:(?:>|[-*+]|\d{{1,3}}\.)[ \t]*){{{_MAX_NESTING},}}"
    rf"|^(?=[ \t]*(?:[-*+:>]|\d{{1,3}}\.))(?: {{4}}|\t){{{_MAX_NESTING}}}",
    re.MULTILINE,
)
_DELIMITERS = regex(r"^(?=.*-)[ \t>*+|:-]*\|[ \t>*+|:-]*$", re.MULTILINE)


def _too_nested(text: str, terms: list[int]) -> int | None:
    """The offset of nesting that no person writes and that would stop the parser for minutes."""
    match = _MARKERS.search(text)
    if match:
        return match.start()
    if _is_short(text):
        return None
    searched = 0
    for start, paragraph in _paragraphs(text, terms):
        brackets = paragraph.count("[")
        searched += brackets * len(paragraph)
        if brackets > _MAX_BRACKETS or searched > _MAX_SEARCHED:
            return start + paragraph.find("[")
        if _is_too_wide(paragraph):
            return start + paragraph.index("|")
    return None


def _is_short(text: str) -> bool:
    """Whether no paragraph of *text* can be over any limit, since the whole of it is not."""
    lines = text.count("\n") + 1
    return (
        len(text) <= _MAX_PARAGRAPH
        and lines <= min(_MAX_PARTS, _MAX_PARAGRAPHS)
        and text.count("[") <= _MAX_BRACKETS
        and (text.count("|") + 1) * lines <= min(_MAX_COLUMNS, _MAX_CELLS)
    )


def _is_bounded(text: str) -> bool:
    """Whether *text*, if it is plain, is surely within all limits."""
    lines = text.count("\n") + 1
    if (
        len(text) > _MAX_PARAGRAPH
        or lines > min(_MAX_PARTS, _MAX_PARAGRAPHS)
        or text.count("[") > _MAX_BRACKETS
        or text.count("|") > min(_MAX_COLUMNS, _MAX_CELLS)
        or " " * _MAX_RUN in text
    ):
        return False
    at = 0
    while len(text) - at > _MAX_RUN:
        at = text.rfind(" ", at + 1, at + _MAX_RUN)
        if at < 0:
            return False
    return True


def _is_too_wide(paragraph: str) -> bool:
    """Whether *paragraph* is a table of more cells than a page could show."""
    delimiters = _DELIMITERS.findall(paragraph) if "|" in paragraph else []
    if not delimiters:
        return False
    lines = paragraph.split("\n")
    width = max(line.count("|") for line in delimiters) + 1
    return max(line.count("|") for line in lines) > _MAX_COLUMNS or width * len(lines) > _MAX_CELLS


_LONG_RUN = regex(rf"(?<!\S)\S{{{_MAX_RUN + 1}}}|(?<![ \t])[ \t]{{{_MAX_RUN + 1}}}")


_PART = regex(r"^[ \t>]*(?:#|:[ \t]|[=-]+[ \t]*$)", re.MULTILINE)


def _too_long(text: str, terms: list[int]) -> int | None:
    """The offset of a word or a paragraph that no person writes."""
    match = _LONG_RUN.search(text) if len(text) > _MAX_RUN else None
    if match:
        return match.start()
    if _is_short(text):
        return None
    count = 0
    for start, paragraph in _paragraphs(text, terms):
        count += not paragraph.isspace()
        if len(paragraph) > _MAX_PARAGRAPH or count > _MAX_PARAGRAPHS:
            return start
        if paragraph.count("\n") > _MAX_PARTS and len(_PART.findall(paragraph)) > _MAX_PARTS:
            return start
    return None


def _scheme(target: str) -> str | None:
    """The URL scheme as a browser would see it: blanks and control characters do not hide it."""
    bare = re.sub(r"[\s\x00-\x20\x7f]", "", target).lower()
    match = re.match(r"([^/?#:]*):", bare)
    return match.group(1) if match else "http" if bare.startswith("//") else None


# --- places ----------------------------------------------------------------------------------


_MOST_SEARCHES = 2_000


class _Finder:
    """Finds again in the source what the parser saw, occurrence after occurrence.

    Python-Markdown keeps no positions. Code is blanked out first, so a tag shown as an example
    is not mistaken for one that is meant.
    """

    def __init__(self, text: str, path: str, first_line: int, indent: int = 0) -> None:
        self._text, self._path, self._line, self._indent = text, path, first_line, indent
        self._next: dict[str, int] = {}
        self._missed = 0

    def has_no_code(self) -> None:
        """Says that there is none to be left out."""
        self._searched = self._text

    @cached_property
    def _searched(self) -> str:
        return without_code(self._text)

    @cached_property
    def _lines(self) -> list[int]:
        breaks = re.finditer("\n", self._text)
        return [0, *(match.end() for match in breaks), len(self._text) + 1]

    def target(self, snippet: str) -> Place:
        """The place of *snippet* as an address, where the words before it may be the same."""
        for opening in ("](", "](<", "]: "):
            start = self._next.get(f"{opening}{snippet}", 0)
            at = self._searched.find(opening + snippet, start) if snippet else -1
            if at >= 0:
                self._next[f"{opening}{snippet}"] = at + 1
                return self._at(at + len(opening), len(snippet))
        return self.of(snippet)

    def no_address(self) -> Place:
        """The place of the next link without an address."""
        match = re.compile(r"\]\(\s*\)").search(self._searched, self._next.get("]()", 0))
        if match is None:
            return Place(self._path, self._line)
        self._next["]()"] = match.end()
        return self._at(match.start() + 1, match.end() - match.start() - 1)

    def written(self, before: str, snippet: str) -> Place | None:
        """The place of *snippet* behind *before*, if both are written just so."""
        at = self._searched.find(before + snippet)
        return None if at < 0 else self._at(at + len(before), len(snippet))

    def indented(self, line: str) -> Place:
        """The place of the next line that says *line* behind some blanks."""
        pattern = re.compile(rf"^[ \t]+{re.escape(line)}[ \t]*$", re.MULTILINE)
        match = pattern.search(self._text, self._next.get(f" {line}", 0))
        if match is None:
            return Place(self._path, self._line)
        self._next[f" {line}"] = match.end()
        return self.line_at(match.start())

    def headings(self) -> Iterator[tuple[int, str]]:
        """Where headings begin, and their marks."""
        for match in _HEADING.finditer(self._searched):
            yield match.start(), match["marks"] or "#" * (1 + (match["rule"][0] == "-"))

    def line_at(self, at: int) -> Place:
        """The line that begins at the offset *at*, without the blanks around it."""
        line = self._text[at : self._text.find("\n", at) % (len(self._text) + 1)]
        return self._at(at + len(line) - len(line.lstrip()), len(line.strip()))

    def of(self, snippet: str) -> Place:
        if self._missed > _MOST_SEARCHES:  # each of them read the whole text
            return Place(self._path, self._line)
        if snippet not in self._text:  # the file may hold its letters in parts
            snippet = unicodedata.normalize("NFD", snippet)
            self._missed += 1
        at = self._searched.find(snippet, self._next.get(snippet, 0)) if snippet else -1
        if at < 0:
            at = self._text.find(snippet) if snippet else -1
        if at < 0:
            return Place(self._path, self._line)
        self._next[snippet] = at + len(snippet)
        return self._at(at, len(snippet))

    def _at(self, at: int, length: int) -> Place:
        line = bisect_right(self._lines, at) - 1
        start, end = self._lines[line : line + 2]
        length = min(length, end - 1 - at)
        return Place(self._path, self._line + line, at - start + 1 + self._indent, length)


def without_code(text: str) -> str:
    """*text* with a blank for every character of code, so that all else stands where it stood."""
    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    return without_code_spans(re.sub(r"(?:(?<=\n\n)|\A)(?:(?: {4}|\t).*(?:\n|\Z))+", blank, text))


def without_code_spans(text: str) -> str:
    """The same for code between backticks alone."""
    pieces: list[str] = []
    last = 0
    for start, end in _code_spans(text):
        pieces += (text[last:start], re.sub(r"[^\n]", " ", text[start:end]))
        last = end
    return "".join((*pieces, text[last:]))


def _code_spans(text: str) -> list[tuple[int, int]]:
    """From a row of backticks to the next one of the same length."""
    rows = [match.span() for match in re.finditer("`+", text)]
    closing: dict[int, int] = {}  # by the row that opens
    latest: dict[int, int] = {}  # by length: the row last seen, from the end
    for number in range(len(rows) - 1, -1, -1):
        length = rows[number][1] - rows[number][0]
        if length in latest:
            closing[number] = latest[length]
        latest[length] = number
    spans: list[tuple[int, int]] = []
    number = 0
    while number < len(rows):
        if number in closing:
            spans.append((rows[number][0], rows[closing[number]][1]))
            number = closing[number]
        number += 1
    return spans


def _words_only(text: str) -> str:
    """Source text without what says nothing about its script: code, addresses, attributes."""
    text = without_code(text)
    text = re.sub(r"\[((?:[^\[\]])*)\]\{[^{}]*\}", " ", text)
    if "@" in text:
        text = re.sub(r"\S+", lambda run: " " if "@" in run[0][1:-1] else run[0], text)
    return re.sub(
        r"\]\((?:[^)\]]|\](?!\())*\)|https?://\S+|\{:?[^{}]*\}|<[^<>]*>", " ", text
    )


# Signs that the parser made nothing of: without their pair, or of another kind of Markdown.
_LEFT_OVER = regex(
    r"(?P<link>\[[^\[\]\n]{1,200}\]\[[^\[\]\n]*\]|\[[^\[\]\n]{1,200}\]\((?:\S+|https?:[^)\n]*\)?)"
    r"|\[[^\[\]\n]{1,200}\][ \t]{1,3}\((?:\.{1,2}/|https?:|www\.|mailto:|tel:|[\w-]+\.md\b)[^\s()]*\))"
    r"|(?P<break>\\)(?=\n)"
    r"|(?P<mark>\[\^[^\[\]\s]+\]|\*\*(?=\w)|(?<=[\w.,!?)])\*\*|~~(?=\w)|(?<=[\w.,!?)])~~|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)|```+|(?<![\w`])`(?=\w)|(?<=[\w.,!?)])`(?![\w`])|(?<!\S)\[[ xX]\](?=\s))"
)


_MOST_MARKS, _MOST_ROWS = 200, 20  # looked for, told of; whoever has more of them sees the first ones


def _left_over(texts: list[str], where: _Finder) -> Iterator[Diagnostic]:
    """What a reader would see of the marks in *texts*; each mark is told of once."""
    told: set[str] = set()
    for match in islice(chain.from_iterable(map(_LEFT_OVER.finditer, texts)), _MOST_MARKS):
        shown = match.group()
        before = match.string[max(0, match.start() - 12) : match.start()].split("\n")[-1]
        place = None if shown in told else where.written(before, shown)
        if place is not None:  # else its signs are escaped: the author wants them
            told.add(shown)
            kind = "link" if match["link"] else "break" if match["break"] else "mark"
            yield warning(place, f"markup.{kind}", found=shown[:80])


_ROW = regex(r"^[ \t]*\|(?P<cells>.*)\|[ \t]*$", re.MULTILINE)


def _lost_cells(text: str, where: _Finder) -> Iterator[Diagnostic]:
    """Rows of a table with more cells than its head has: the parser drops them."""
    if "|" not in text:
        return
    width, before = 0, 0  # of the table that goes on; of the row above
    at = 0
    for line in without_code(text).split("\n"):
        row = _ROW.match(line)
        cells = len(re.split(r"(?<!\\)\|", row["cells"])) if row else 0
        if row and before and not width and re.fullmatch(r"[\s|:-]*-[\s|:-]*", row["cells"]):
            width = before
        elif width and cells > width:
            yield warning(where.line_at(at), "markup.cells", found=str(cells), expected=str(width))
        if not row:
            width = 0
        before = cells
        at += len(line) + 1


_HEADING = regex(r"^(?:(?P<marks>#{1,6})(?=[^#\n])|(?=\S.*\n(?P<rule>=+|-+)[ ]*$))", re.MULTILINE)


def _skipped_levels(text: str, where: _Finder) -> Iterator[Diagnostic]:
    """Headings more than one level below the one before: who listens looks for what is between."""
    if "###" not in text:
        return
    before = 1  # the title of the page; a heading of the first level is shown as one of the second
    for at, marks in where.headings():
        level = max(2, len(marks))
        if level > before + 1:
            yield warning(where.line_at(at), "markup.level", found=marks, expected="#" * (before + 1))
        before = level


_FEW_WORDS = 4
_SIGN_OF_CODE = regex(r"[][{}<>=|#$\\_;]|:$|^\W", re.MULTILINE)


def _unmeant_code(tokens: list[Token], where: _Finder) -> Iterator[Diagnostic]:
    """Sentences that are shown as code, for their lines begin with four blanks."""
    opened = False
    for token in tokens:
        if opened and isinstance(token, Verbatim):
            code = token.text.strip()
            if len(code.split()) >= _FEW_WORDS and not _SIGN_OF_CODE.search(code):
                yield warning(where.indented(code.split("\n")[0].strip()), "markup.code")
        opened = token == Open("pre") or (opened and token == Open("code"))


def _finding(note: Note, where: _Finder) -> Diagnostic:
    if note.kind == "image":
        return problem(where.target(note.text), "markup.image", found=note.text[:80])
    return problem(where.of(note.text), "markup.html", found=note.text[:80])


def _doubt(doubt: Doubt, where: _Finder) -> Diagnostic:
    return warning(
        where.of(doubt.word), f"script.{doubt.kind}", found=doubt.word, reading=doubt.reading
    )


# --- tokens ----------------------------------------------------------------------------------


_SPELLED = regex(r'<(?:([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)|/([a-z][a-z0-9]*))>')
_ATTRIBUTE = regex(r' ([a-z-]+)="([^"]*)"')


def _attributes(written: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


class _TokenReader:
    """Makes tokens of tags and texts."""

    def __init__(self, glossary: Glossary, *, latin: bool) -> None:
        self.tokens: list[Token] = []
        self.anchors: list[str] = []
        self._taken: dict[str, int] = {}  # anchors, with the number that a second one would get
        self.doubts: list[Doubt] = []
        self.odd: list[str] = []  # text with characters that only an entity can bring in
        self.texts: list[str] = []  # all that is no code, as the parser left it
        self._glossary, self._latin = glossary, latin
        self._kept: list[str | None] = []  # for each open element: the language text is kept in
        self._heading: tuple[int, str] | None = None
        self._run: list[tuple[int, str]] = []  # texts of one line that still wait, and where they go

    def read_pieces(self, pieces: plain_markdown.Pieces) -> None:
        """All of what ``plain_markdown`` has read."""
        tokens, run = self.tokens, self._run
        is_kept = False
        for piece in pieces:
            known = _KNOWN.get(piece)
            if known is not None:
                token, breaks = known
                if breaks:
                    if run:
                        self._end_run()
                    if breaks == _OPENS_HEADING:
                        self._heading = (len(tokens), "")
                    elif breaks == _CLOSES_HEADING:
                        self._name_heading()
                elif piece == "</span>":
                    is_kept = False
                tokens.append(token)
            elif piece[0] != "<":
                if is_kept:
                    self._end_run()
                    tokens.append(Verbatim(unicodedata.normalize("NFC", piece)))
                else:
                    run.append((len(tokens), piece))
                    tokens.append(_WAITING)
            else:
                tag, _, attribute = piece[1:-2].partition(" ")
                name, _, value = attribute.partition('="')
                if tag == "span":
                    is_kept = name == "translate" or value.lower().split("-")[0] != "sr"
                tokens.append(Open(tag, ((name, value),)))

    def start(self, tag: str, given: dict[str, str]) -> None:
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
        if tag in _HEADINGS:
            self._heading = (len(self.tokens), given.pop("id", ""))
        attributes: list[tuple[str, str | Prose]] = []
        for name, value in sorted(given.items()):
            attributes.append((name, self._prose(value) if name in _READABLE else value))
        self.tokens.append(Open(tag, tuple(attributes)))

    def end(self, tag: str) -> None:
        if tag in _BREAKS:
            self._end_run()
        if tag in ("br", "hr"):
            return
        if self._kept:
            self._kept.pop()
        if self._heading and tag.startswith("h"):
            self._name_heading()
        self.tokens.append(Close(tag))

    def text(self, data: str) -> None:
        kept = self._kept[-1] if self._kept else None
        if not data.isprintable():
            self.odd.append(data)
        if kept != "":
            self.texts.append(data)
        data = unicodedata.normalize("NFC", data)
        if kept is not None:
            self._end_run()
            self.tokens.append(Verbatim(data))
        else:
            self._run.append((len(self.tokens), data))
            self.tokens.append(_WAITING)

    def _end_run(self) -> None:
        """Decides texts that only tags like <em> part together: a word may go through them."""
        if not self._run:
            return
        if len(self._run) == 1 and self._run[0][1].isspace():  # between two blocks
            at, space = self._run.pop()
            self.tokens[at] = Text(Prose((space,)))
            return
        if len(self._run) == 1:
            at, data = self._run.pop()
            self.tokens[at] = Text(self._prose(data))
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
        unique, number = name, self._taken.get(name, 2)
        while unique in self._taken:
            unique, number = f"{name}-{number}", number + 1
        self._taken[name] = number
        self._taken.setdefault(unique, 2)
        self.anchors.append(unique)
        attributes = (("id", unique), *opened.attributes)
        self.tokens[start] = Open(opened.name, attributes)


class _HtmlReader(_TokenReader):
    """Reads sanitised HTML into tokens. nh3 wrote it, so it is well formed."""

    def read(self, html: str) -> None:
        """All of *html*: tag by tag where each is spelled as nh3 spells them, else by the parser."""
        pieces = _SPELLED.split(html)
        if any("<" in text for text in pieces[::4]):
            self._parse(html)
            return
        for text, start, attributes, end in zip(*(pieces[n::4] for n in range(4)), strict=False):
            if text:
                self.text(unescape(text))
            if end:
                self.end(end)
            else:
                self.start(start, _attributes(attributes))
        if pieces[-1]:
            self.text(unescape(pieces[-1]))
        self._end_run()

    def _parse(self, html: str) -> None:
        parser = _Parser(self)
        parser.feed(html)
        parser.close()
        self._end_run()


class _Parser(HTMLParser):
    """Tells a reader what it finds."""

    def __init__(self, reader: _HtmlReader) -> None:
        super().__init__(convert_charrefs=True)
        self._reader = reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._reader.start(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self._reader.end(tag)

    def handle_data(self, data: str) -> None:
        self._reader.text(data)


_BLOCKS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote pre br hr table thead tbody tr th td dl dt dd".split()
)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BREAKS = _BLOCKS | {"sup", "sub", "code"}  # a word does not go through these
_WAITING = Verbatim("")  # stands for text until its neighbours are known
# Pieces of plain text that are always the same token, and whether they end a line.
_GOES_ON, _ENDS_LINE, _OPENS_HEADING, _CLOSES_HEADING = range(4)
_KNOWN: dict[str, tuple[Token, int]] = {
    "</a>": (Close("a"), _GOES_ON),
    "</span>": (Close("span"), _GOES_ON),
    **{f"<{name}>": (Open(name), _GOES_ON) for name in ("em", "strong")},
    **{f"</{name}>": (Close(name), _GOES_ON) for name in ("em", "strong")},
    **{f"<{name}>": (Open(name), _ENDS_LINE) for name in _BLOCKS},
    **{f"</{name}>": (Close(name), _ENDS_LINE) for name in _BLOCKS},
    **{f"<{name}>": (Open(name), _OPENS_HEADING) for name in _HEADINGS},
    **{f"</{name}>": (Close(name), _CLOSES_HEADING) for name in _HEADINGS},
}


_HEADING_ENDS = "\0"  # no text has it


_EDGES: dict[type[Token], dict[str, str]] = {
    Open: dict.fromkeys(_BLOCKS, " "),
    Close: dict.fromkeys(_BLOCKS, " ") | dict.fromkeys(_HEADINGS, _HEADING_ENDS),
}


def _said(tokens: Iterable[Token]) -> str:
    """The characters of *tokens*, with the ends of headings among them."""
    return "".join([
        token.prose.plain if isinstance(token, Text)
        else token.text if isinstance(token, Verbatim)
        else _EDGES[type(token)].get(token.name, "")
        for token in tokens
    ])  # fmt: skip


def _stopped(text: str) -> str:
    """*text* with a full stop and a space where a heading ends, if no other sign stands there."""
    heads = [head.rstrip() for head in text.split(_HEADING_ENDS)]
    last = len(heads) - 1
    return " ".join(
        head if n == last or head[-1:] in ("", *".!?:…") else f"{head}." for n, head in enumerate(heads)
    )


def _characters(token: Token) -> str:
    if isinstance(token, Text):
        return token.prose.plain
    if isinstance(token, Verbatim):
        return token.text
    return " " if token.name in _BLOCKS else ""
