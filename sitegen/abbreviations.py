"""Abbreviations said in full at their first use on a page, for who hears it and for who asks.

``<abbr title="јавна установа">ЈУ</abbr>`` (technique H28 of WCAG 2.2): the letters stay as they are
written, a screen reader and a pointer have the words. Which ones there are is the theme's to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import escape

_TAG = re.compile(r"(<[^<>]*>)")
# Elements whose text is not prose of ours, or is read in another way.
_CLOSED = frozenset("abbr blockquote button code option pre script style textarea title".split())
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")


def expanded(html: str, words: Mapping[str, str]) -> str:
    """*html* with the first use of each abbreviation inside ``main`` said in full.

    *words*: abbreviation to what it stands for. What carries a language of its own or must not be
    translated is left alone, and so is a page that has none of them.
    """
    head, opening, body = html.partition("<main")
    waiting = {short: full for short, full in words.items() if short in body}
    if not waiting:
        return html
    pieces = _TAG.split(opening + body)
    closed: list[str] = []  # open elements inside the outermost one that is left alone
    for at, piece in enumerate(pieces):
        if at % 2:
            _follow(piece, closed)
        elif waiting and not closed and piece.strip():
            match = _pattern(tuple(waiting)).search(piece)
            while match:
                short = match[0]
                said = f'<abbr title="{escape(waiting.pop(short))}">{short}</abbr>'
                start = match.start() + len(said)
                piece = piece[: match.start()] + said + piece[match.end() :]
                match = _pattern(tuple(waiting)).search(piece, start) if waiting else None
            pieces[at] = piece
    return head + "".join(pieces)


def _follow(tag: str, closed: list[str]) -> None:
    named = _NAME.match(tag)
    if named is None:
        return
    name = named[1]
    if tag.startswith("</"):
        if closed and name in closed:
            del closed[len(closed) - 1 - closed[::-1].index(name) :]
    elif name not in _VOID and (
        closed or name in _CLOSED or ' lang="' in tag or ' translate="no"' in tag
    ):
        closed.append(name)


_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@lru_cache(maxsize=64)
def _pattern(shorts: tuple[str, ...]) -> re.Pattern[str]:
    """Any of *shorts* as a word of its own; the longer one where two begin alike."""
    ordered = sorted(shorts, key=lambda short: (-len(short), short))
    return re.compile(rf"(?<![\w&#])(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
