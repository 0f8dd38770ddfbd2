"""Abbreviations said in full at their first use on a page, for who hears it and for who asks.

``<abbr title="јавна установа">ЈУ</abbr>`` (technique H28 of WCAG 2.2): the letters stay as they are
written, a screen reader and a pointer have the words. Which ones there are is the theme's to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import escape

from sitegen.patterns import regex

_TAG = regex(r"<[^<>]*>")
# Elements whose text is not prose of ours, or is read in another way.
_CLOSED = frozenset("abbr blockquote button code option pre script style svg textarea title".split())
_NAME = regex(r"</?([a-z][a-z0-9]*)")


def expanded(html: str, words: Mapping[str, str]) -> str:
    """*html* with the first use of each abbreviation inside ``main`` said in full.

    *words*: abbreviation to what it stands for. What carries a language of its own or must not be
    translated is left alone, and so is a page that has none of them.
    """
    start = html.find("<main")
    if start < 0:
        return html
    waiting = dict(words)
    closed: list[str] = []  # open elements inside the outermost one that is left alone
    pieces: list[str] = []
    done, read, at = 0, start, start  # what is written, followed to its last tag, looked at
    while waiting and (match := _pattern(tuple(waiting)).search(html, at)):
        short, at = match[0], match.start()
        if not _WITHIN.match(html, at - 1):
            for tag in _TAG.finditer(html, read, at):
                _follow(tag[0], closed)
                read = tag.end()
            if not closed and "<" not in html[read:at]:  # the second: inside a tag
                said = f'<abbr title="{escape(waiting.pop(short))}">{short}</abbr>'
                pieces += html[done:at], said
                done = match.end()
        at += 1
    return "".join((*pieces, html[done:]))


_WITHIN = regex(r"[\w&#]")


@lru_cache(maxsize=64)
def _pattern(shorts: tuple[str, ...]) -> re.Pattern[str]:
    """Any of *shorts* before the end of a word; the longer one where two begin alike."""
    ordered = sorted(shorts, key=lambda short: (-len(short), short))
    return re.compile(rf"(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


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
