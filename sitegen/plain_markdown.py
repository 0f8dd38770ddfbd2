"""Plain Markdown to HTML, without the parser: what most texts are made of.

Headings, paragraphs, lists of single lines, tables; in them links, emphasis and marked spans.
What is written like that gives the very HTML that ``markdown_engine`` gives, and tests compare the
two; of everything else None is said, and the engine reads it. What HTML may hold stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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


_BLANK_LINES = re.compile("\n{2,}")
# Signs with a meaning that is not read here, control characters, white space that may be stripped.
_FOREIGN = re.compile(
    "[&<>\\\\_`\x00-\x09\x0b-\x1f\x7f-\x9f\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\ufffe\uffff]"
)
_FOREIGN_PAIRS = ("![", " \n", "\n ", "\u00a0\n", "\n\u00a0")
_HEADING = re.compile(r"(#{1,6}) ([^#\n]+)")
# How a line of text begins: nothing that could make it something else than text.
_TEXT_LINE = re.compile(r"(?![-+#:=|~\s\u00a0]|\*(?!\*?[^\s*])|\d+\.)[^\n|]*")
_ITEM = re.compile(r"- (.+)")
_NUMBERED = re.compile(r"\d+\. (.+)")
_DELIMITER = re.compile(r" *:?-+:? *")

_HOST = r"https?://(?:(?!xn--)[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}"
_TARGET = rf"(?:{_HOST}(?:/[A-Za-z0-9./?=%~+-]*)?|(?:\.\./)*[a-z0-9-]+(?:/[a-z0-9-]+)*(?:\.[a-z]+)?)(?:#[a-z0-9-]+)?|#[a-z0-9-]+"
# Every mark begins with one of two signs, so that all other letters are passed over at once.
_MARK = re.compile(
    r"[\[*](?:"
    r"(?<=\[)(?:\[(?P<linked>[^\[\]{}*\n]+)\]\{(?P<of_linked>lang=[A-Za-z-]+|translate=no)\}|(?P<label>[^\[\]{}*\n]+))\]"
    rf"\((?P<target>{_TARGET})\)"
    r"|(?<=\[)(?P<span>[^\[\]{}*\n]+)\]\{(?P<of_span>lang=[A-Za-z-]+|translate=no)\}"
    r"|(?<=\*)(?<!\*\*)\*(?=[^\s*])(?P<strong>[^*\[\]{}\n]+)(?<!\s)\*\*(?!\*)"
    r"|(?<=\*)(?<!\*\*)(?=[^\s*])(?P<em>[^*\[\]{}\n]+)(?<!\s)\*(?!\*)"
    r")"
)
_UNREAD = re.compile(r"[\[\]{}*]")


def to_html(text: str) -> tuple[str, list[Note]] | None:
    """Safe HTML of *text* and its links; None where it is not plain."""
    text = text.strip("\n")
    if _FOREIGN.search(text) or any(pair in text for pair in _FOREIGN_PAIRS):
        return None
    if text != text.strip():
        return None
    if not text:
        return "", []
    out: list[str] = []
    links: list[str] = []
    before = ""
    for block in text.split("\n\n") if "\n\n\n" not in text else _BLANK_LINES.split(text):
        html, name = _block(block)
        if html is None or (name == before and name in ("ul", "ol")):  # two lists would be one
            return None
        before = name
        marked = _inline(html, links)
        if marked is None:
            return None
        out.append(marked)
    return "\n".join(out), [Note("link", target) for target in links]


def _block(block: str) -> tuple[str | None, str]:
    """*block* with its tags, its text as it stands, and the name of its element."""
    first = block[:1]
    if first == "#":
        heading = _HEADING.fullmatch(block)
        if heading is None:
            return None, ""
        level = max(2, len(heading[1]))
        return f"<h{level}>{heading[2].strip()}</h{level}>", "h"
    lines = block.split("\n")
    if first == "|":
        return _table(lines), "table"
    if first == "-":
        return _list(lines, _ITEM, "ul"), "ul"
    if block.startswith("1. "):
        return _list(lines, _NUMBERED, "ol"), "ol"
    return f"<p>{block}</p>" if all(map(_TEXT_LINE.fullmatch, lines)) else None, "p"


def _list(lines: list[str], pattern: re.Pattern[str], name: str) -> str | None:
    items = [pattern.fullmatch(line) for line in lines]
    texts = [item[1] for item in items if item and _TEXT_LINE.fullmatch(item[1])]
    if len(texts) < len(lines):
        return None
    inside = "".join(f"<li>{text}</li>\n" for text in texts)
    return f"<{name}>\n{inside}</{name}>"


def _table(lines: list[str]) -> str | None:
    if len(lines) < 3 or not all(line[0] == line[-1] == "|" != line for line in lines):
        return None
    rows = [line[1:-1].split("|") for line in lines]
    width = len(rows[0])
    if not all(len(row) == width for row in rows) or not all(map(_DELIMITER.fullmatch, rows[1])):
        return None
    head = _row(rows[0], "th")
    body = "".join(_row(row, "td") for row in rows[2:])
    return f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _row(cells: list[str], name: str) -> str:
    inside = "".join(f"<{name}>{cell.strip(' ')}</{name}>\n" for cell in cells)
    return f"<tr>\n{inside}</tr>\n"


def _inline(html: str, links: list[str]) -> str | None:
    """*html* with links and emphasis in place of their marks; None if a mark is left over."""
    if _UNREAD.search(html):
        html = _MARK.sub(lambda mark: _element(mark, links), html)
        if _UNREAD.search(html):
            return None
    return html.replace("\u00a0", "&nbsp;")


def _element(mark: re.Match[str], links: list[str]) -> str:
    if mark["target"]:
        links.append(mark["target"])
        text = mark["label"] or _span(mark["linked"], mark["of_linked"])
        return f'<a href="{mark["target"]}">{text}</a>'
    if mark["span"]:
        return _span(mark["span"], mark["of_span"])
    if mark["strong"]:
        return f"<strong>{mark['strong']}</strong>"
    return f"<em>{mark['em']}</em>"


def _span(text: str, attribute: str) -> str:
    name, _, value = attribute.partition("=")
    return f'<span {name}="{value}">{text}</span>'
