"""Lists as every other reader of Markdown finds them, spelled as Python-Markdown wants them.

To a Git host's preview a list needs no blank line above it, what is below an item stands under its
text, and ``1)`` is a number as ``1.`` is. The parser here wants the line, four spaces and the full
stop; without them it makes one paragraph of it all and says nothing.
"""

from __future__ import annotations

import re

from sitegen.patterns import regex

_ITEM = regex(r"(?P<mark>[-*+]|\d{1,3}[.)])(?P<gap>[ \t]+)(?=\S)")
_ANY_ITEM = regex(rf"^[ \t]*{_ITEM.pattern}", re.MULTILINE)
_NO_TEXT = regex(r"#{1,6}(?!#)|:[ \t]|(?:[-*_][ \t]*){3,}$")  # below these a list begins by itself
_RULE = regex(r"(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$")
_STEP = 4  # spaces, for each level
_DEEPEST = 12  # levels; whoever writes more of them writes for no reader


def respelled(text: str, bare: str) -> str:
    """*text* with its lists as the parser wants them; *bare* is the same with its code blanked out."""
    if not _ANY_ITEM.search(bare):
        return text
    out: list[str] = []
    items: list[tuple[int, int, bool]] = []  # of open items: margin, where the text begins, is numbered
    above = _BLANK
    for line, seen in zip(text.split("\n"), bare.split("\n"), strict=True):
        if not line.strip():
            out.append(line)
            above = _BLANK
            continue
        if not seen.strip():  # code
            out.append(line)
            above = _TEXT if above == _BLANK else above
            continue
        margin, words = _margin(line)
        item = None if _RULE.match(words) else _ITEM.match(words)
        is_numbered = bool(item) and words[0].isdigit()
        if item and not items and (margin >= _STEP or (above == _TEXT and is_numbered and item["mark"][:-1] != "1")):
            item = None  # code; or the end of a sentence, as in „do\n15. maja“
        if item is None:
            if above == _BLANK:
                while items and margin < items[-1][0] + 2:
                    items.pop()
                if items:
                    line = " " * (_STEP * len(items) + _code(margin - items[-1][1])) + words
            out.append(line)
            above = _OTHER if not items and _NO_TEXT.match(words) else _TEXT if above == _BLANK or not items else above
            continue
        closed = None
        while items and margin < items[-1][0] + 2:
            closed = items.pop()
        if len(items) == _DEEPEST:
            return text
        is_other_list = closed is not None and closed[2] != is_numbered
        if above == _TEXT or (is_other_list and above != _BLANK):
            out.append("")
        mark = item["mark"].replace(")", ".")
        out.append(f"{' ' * (_STEP * len(items))}{mark}{words[len(mark) :]}")
        items.append((margin, margin + item.end(), is_numbered))
        above = _OTHER
    return "\n".join(out)


_BLANK, _TEXT, _OTHER = range(3)  # what stands above a line


def _margin(line: str) -> tuple[int, str]:
    """How far *line* stands from the margin, a tab being four spaces, and the line without that."""
    words = line.lstrip(" \t")
    return len(line[: len(line) - len(words)].expandtabs(4)), words


def _code(further: int) -> int:
    """The spaces that text keeps which stands so much *further* in than the item that it goes on."""
    return further if further >= _STEP else 0
