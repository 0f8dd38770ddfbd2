"""What people do to lines of YAML, told by the look of the lines.

A parser says where it gave up. This says what was done there: a colon without its space, a list
marked as a word processor marks it, a row of dashes that is none. Knows no nodes and no fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sitegen.frozen import dataclass
from sitegen.patterns import regex

# Blanks that look like a space and are none to YAML, and signs that are not seen at all.
_ODD_BLANK = "[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]"
_DASHES = "[-\u2010-\u2015\u2212]"
_KEY = regex(r"[^\W\d_][^\s:]{0,60}(?: [^\s:]{1,30}){0,3}[ \t]*:(?:\s|$)|[\"'][^\"'\n]{1,60}[\"'][ \t]*:(?:\s|$)")
_FENCE = regex(rf"\s*(?:{_DASHES}[ \t]*){{2,12}}\Z|\s*[\u2013-\u2015]\s*\Z")
_CONFLICT = regex(r"^<{7}(?: [^\n]*)?\n", re.MULTILINE)
_CONFLICT_END = regex(r"^>{7}(?: [^\n]*)?$", re.MULTILINE)
_BLANK_IN_FRONT = regex(rf"[ \t]*(?P<odd>{_ODD_BLANK}+)")
_BLANK_BEHIND = regex(rf"[ \t]*(?:- +)?[\w.]{{1,60}}:(?P<odd>{_ODD_BLANK}+)|[ \t]*-(?P<dash>{_ODD_BLANK}+)")
_BULLET = regex(r"(?P<before>[ \t]*)(?P<mark>[*•·▪●◦‣]|[\u2013\u2014]|-(?=[^\s-]))\s*(?P<rest>\S.*)")
_ITEM = regex(r"[ \t]*-(?: |(?!-)\S)")
_GLUED = regex(r"(?P<key>[A-Za-z_]{2,40}):(?P<rest>[^\s/].*)")
_OTHER_SIGN = regex(r"(?P<key>[A-Za-z_]{2,40})\s*(?:[=;：]|->|→)\s*(?P<rest>\S.*)")
_NO_SIGN = regex(r"(?P<key>[a-z_]{2,40})[ \t]+(?P<rest>\S.*)")


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing that somebody did: the code of its sentence, and where."""

    code: str
    line: int  # from the first line of the piece, from 0
    column: int  # from 1
    length: int
    found: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines of one field, or of one row of a table."""

    start: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def is_key(line: str) -> bool:
    """Whether *line* begins with the name of a field and a colon."""
    return _KEY.match(line) is not None


def with_plain_blanks(text: str) -> str:
    """*text* with a space for each blank that only looks like one, none at its ends."""
    return text if text.isascii() else re.sub(_ODD_BLANK, " ", text).strip()


def is_like_a_fence(line: str) -> bool:
    """Whether *line* was meant to be the row of three dashes around a header."""
    return _FENCE.match(re.sub(_ODD_BLANK, " ", line)) is not None


def conflicts(text: str) -> Iterator[tuple[int, int]]:
    """First and last line of each place that Git left for somebody to decide; from 0."""
    at = 0
    while match := _CONFLICT.search(text, at):
        end = _CONFLICT_END.search(text, match.end())
        at = end.end() if end else len(text)
        yield text.count("\n", 0, match.start()), text.count("\n", 0, at)


def pieces(lines: Sequence[str]) -> list[Piece]:
    """*lines* as the fields or rows that they hold: what stands deeper belongs to the line above."""
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    margin = len(first) - len(first.lstrip(" "))
    starts = [
        number for number, line in enumerate(lines)
        if line.strip() and len(line) - len(line.lstrip(" \t\u00a0")) <= margin
        and line.lstrip()[0] not in "#]}"
        and not (_ITEM.match(line) and not first.lstrip().startswith("-"))
    ]  # fmt: skip
    return [Piece(start, tuple(lines[start:end])) for start, end in pairwise([*starts, len(lines)])]


def keys_in(piece: Piece) -> tuple[str, ...]:
    """The names of fields that *piece* seems to hold, to say of none of them that it is missing."""
    found = (re.match(r"\s*(?:- *)?([A-Za-z_]+)\s*(?:[:=]|\s\S)", line) for line in piece.lines)
    return tuple(match[1] for match in found if match)


def identity_in(piece: Piece) -> tuple[int, int, str] | None:
    """Line, column and text of the ``id`` of a row that cannot be read as a whole."""
    for number, line in enumerate(piece.lines):
        match = re.match(r"\s*(?:- *)?id:[ \t]+[\"']?([a-z0-9-]+)[\"']?\s*\Z", line)
        if match:
            return number, match.start(1) + 1, match[1]
    return None


def slip_in(piece: Piece) -> Slip | None:
    """What was done to a piece that cannot be read, where its lines show it."""
    for number, line in enumerate(piece.lines):
        for pattern in (_BLANK_IN_FRONT, _BLANK_BEHIND):
            match = pattern.match(line)
            if match:
                group = "odd" if match["odd"] else "dash"
                return Slip("yaml.blank", number, match.start(group) + 1, len(match[group]))
        bullet = _BULLET.match(line)
        if bullet and (number or bullet["mark"] == "-"):
            mended = f"{bullet['before']}- {bullet['rest']}".strip()
            start = bullet.start("mark") + 1
            return Slip("yaml.bullet", number, start, 1, bullet["mark"], mended)
    first = piece.lines[0]
    if is_key(first) or first.lstrip().startswith("-"):
        return None
    if glued := _GLUED.match(first):
        mended = f"{glued['key']}: {glued['rest']}"
        return Slip("yaml.no_space", 0, glued.end("key") + 1, 1, suggestion=mended)
    for pattern in (_OTHER_SIGN, _NO_SIGN):
        if match := pattern.match(first):
            mended = f"{match['key']}: {match['rest']}"
            return Slip("yaml.no_colon", 0, 1, len(match["key"]), suggestion=mended)
    return Slip("yaml.no_colon", 0, 1, 1)


def shifted_key(line: str, column: int) -> bool:
    """Whether the colon at *column* (from 0) ends the name of a field that is only moved in."""
    return line.startswith(" ") and re.fullmatch(r" +[a-z_]{2,40}", line[:column]) is not None
