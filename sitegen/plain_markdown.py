"""Plain Markdown to HTML, without the parser: what most texts are made of.

Headings, paragraphs, lists of single lines, tables; in them links, emphasis and marked spans.
What is written like that gives the very HTML that ``markdown_engine`` gives, and tests compare the
two; of everything else None is said, and the engine reads it. What HTML may hold stands here.
"""

from __future__ import annotations

import re

from sitegen.frozen import dataclass
from sitegen.patterns import regex

# The allow-list of both.
TAGS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong a br hr table thead tbody tr th td"
    " dl dt dd span del sup sub abbr q cite".split()
)
ATTRIBUTES = {
    "*": {"lang", "translate"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a stage after the reader looks at."""

    kind: str  # "html", "image", "link", "attribute"
    text: str


_BLANK_LINES = regex("\n{2,}")
# Signs with a meaning that is not read here, control characters, white space that may be stripped.
_FOREIGN = regex(
    "[&<>\\\\_`\x00-\x09\x0b-\x1f\x7f-\x9f\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\ufffe\uffff]"
)
_FOREIGN_PAIRS = ("![", "~~", " \n", "\n ", "\u00a0\n", "\n\u00a0")
_HEADING = regex(r"(#{1,6}) ([^#\n]+)")
# A line of text: it begins with nothing that could make it something else than text.
_LINE = r"(?![-+#:=|~\s\u00a0]|\*(?!\*?[^\s*])|\d+[.)])[^\n|]*"
_PARAGRAPH = regex(rf"{_LINE}(?:\n{_LINE})*")
_ITEMS = regex(rf"- (?=.){_LINE}(?:\n- (?=.){_LINE})*")
_NUMBERED = regex(rf"\d+\. (?=.){_LINE}(?:\n\d+\. (?=.){_LINE})*")
_NUMBER = regex(r"^\d+\. ", re.MULTILINE)
_DELIMITER = regex(r" *:?-+:? *")

_HOST = r"https?://(?:(?!xn--)[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}"
_TARGET = rf"(?:{_HOST}(?:/[A-Za-z0-9./?=%~+-]*)?|(?:\.\./)*[a-z0-9-]+(?:/[a-z0-9-]+)*(?:\.[a-z]+)?)(?:#[a-z0-9-]+)?|#[a-z0-9-]+"
# Every mark begins with one of two signs, so that all other letters are passed over at once.
_MARK = regex(
    r"[\[*](?:"
    r"(?<=\[)(?:\[(?P<linked>[^\[\]{}*\n]+)\]\{(?P<of_linked>lang=[A-Za-z-]+|translate=no)\}|(?P<label>[^\[\]{}*\n]+))\]"
    rf"\((?P<target>{_TARGET})\)"
    r"|(?<=\[)(?P<span>[^\[\]{}*\n]+)\]\{(?P<of_span>lang=[A-Za-z-]+|translate=no)\}"
    r"|(?<=\*)(?<!\*\*)\*(?=[^\s*])(?P<strong>[^*\[\]{}\n]+)(?<!\s)\*\*(?!\*)"
    r"|(?<=\*)(?<!\*\*)(?=[^\s*])(?P<em>[^*\[\]{}\n]+)(?<!\s)\*(?!\*)"
    r")"
)
_UNREAD = regex(r"[\[\]{}*]")

# Tags, the text between them, and line ends between blocks, in a row: the HTML cut into pieces. No
# text begins with "<".
Pieces = list[str]


class _UnsureError(Exception):
    """Here stands what is not plain."""


def to_html(text: str) -> tuple[str, list[Note]] | None:
    """Safe HTML of *text* and its links; None where it is not plain."""
    read = to_pieces(text)
    if read is None:
        return None
    pieces, links = read
    return "".join(pieces).replace("\u00a0", "&nbsp;"), [Note("link", target) for target in links]


def to_pieces(text: str) -> tuple[Pieces, list[str]] | None:
    """Safe HTML of *text* in pieces, and where its links lead; None where it is not plain."""
    text = text.strip("\n")
    if _FOREIGN.search(text) or any(pair in text for pair in _FOREIGN_PAIRS):
        return None
    if text != text.strip():
        return None
    pieces: Pieces = []
    links: list[str] = []
    before = ""
    try:
        for block in text.split("\n\n") if "\n\n\n" not in text else _BLANK_LINES.split(text):
            if pieces:
                pieces.append("\n")
            name = _block(block, pieces, links) if block else ""
            if name == before and name in ("ul", "ol"):  # the two would be one
                return None
            before = name
    except _UnsureError:
        return None
    return pieces, links


def _block(block: str, pieces: Pieces, links: list[str]) -> str:
    """Adds the *pieces* of *block*; comes back with its element."""
    first = block[0]
    if first == "#":
        heading = _HEADING.fullmatch(block)
        if heading is None:
            raise _UnsureError
        level = max(2, len(heading[1]))
        _element(f"h{level}", heading[2].strip(), pieces, links)
        return "h"
    if first == "|":
        _table(block.split("\n"), pieces, links)
        return "table"
    if first == "-" and _ITEMS.fullmatch(block):
        _list("ul", block[2:].split("\n- "), pieces, links)
        return "ul"
    if block.startswith("1. ") and _NUMBERED.fullmatch(block):
        _list("ol", _NUMBER.sub("", block).split("\n"), pieces, links)
        return "ol"
    if not _PARAGRAPH.fullmatch(block):
        raise _UnsureError
    _element("p", block, pieces, links)
    return "p"


def _list(name: str, items: list[str], pieces: Pieces, links: list[str]) -> None:
    pieces += (f"<{name}>", "\n")
    for item in items:
        _element("li", item, pieces, links)
        pieces.append("\n")
    pieces.append(f"</{name}>")


def _table(lines: list[str], pieces: Pieces, links: list[str]) -> None:
    if len(lines) < 3 or not all(line[0] == line[-1] == "|" != line for line in lines):
        raise _UnsureError
    rows = [line[1:-1].split("|") for line in lines]
    width = len(rows[0])
    if not all(len(row) == width for row in rows) or not all(map(_DELIMITER.fullmatch, rows[1])):
        raise _UnsureError
    pieces += ("<table>", "\n", "<thead>", "\n")
    _row(rows[0], "th", pieces, links)
    pieces += ("</thead>", "\n", "<tbody>", "\n")
    for row in rows[2:]:
        _row(row, "td", pieces, links)
    pieces += ("</tbody>", "\n", "</table>")


def _row(cells: list[str], name: str, pieces: Pieces, links: list[str]) -> None:
    pieces += ("<tr>", "\n")
    for cell in cells:
        _element(name, cell.strip(" "), pieces, links)
        pieces.append("\n")
    pieces += ("</tr>", "\n")


def _element(name: str, text: str, pieces: Pieces, links: list[str]) -> None:
    """Adds *text* in an element, with links and emphasis in place of their marks."""
    pieces.append(f"<{name}>")
    at = 0
    for mark in _MARK.finditer(text) if _UNREAD.search(text) else ():
        _text(text[at : mark.start()], pieces)
        at = mark.end()
        if mark["target"]:
            links.append(mark["target"])
            pieces.append(f'<a href="{mark["target"]}">')
            if mark["label"]:
                pieces.append(mark["label"])
            else:
                _span(mark["linked"], mark["of_linked"], pieces)
            pieces.append("</a>")
        elif mark["span"]:
            _span(mark["span"], mark["of_span"], pieces)
        elif mark["strong"]:
            pieces += ("<strong>", mark["strong"], "</strong>")
        else:
            pieces += ("<em>", mark["em"], "</em>")
    _text(text[at:], pieces)
    pieces.append(f"</{name}>")


def _text(text: str, pieces: Pieces) -> None:
    if _UNREAD.search(text):  # a mark is left over
        raise _UnsureError
    if text:
        pieces.append(text)


def _span(text: str, attribute: str, pieces: Pieces) -> None:
    name, _, value = attribute.partition("=")
    pieces += (f'<span {name}="{value}">', text, "</span>")
