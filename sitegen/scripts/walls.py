"""A text read from wall to wall.

A wall is a word that no neighbour can make foreign, so that what lies between two walls depends on nothing
beyond them and is remembered. Only what was not met yet is cut into tokens, weighed and decided.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from sitegen.patterns import regex
from sitegen.scripts.capitals import explained, shouted
from sitegen.scripts.known import STOPS, Known
from sitegen.scripts.pieces import looked_at
from sitegen.scripts.quotations import QUOTED, quoted_terms
from sitegen.scripts.spans import Conversion, Doubt, Part, Prose, joined


def read_by_walls(
    text: str, chunks: list[str], values: list[str | None], known: Known, *, is_among_foreign: bool = False
) -> Conversion:
    """*text* as far as its *chunks* have values; around the rest, from wall to wall, as it was read
    before or is now."""
    loud = shouted(text)
    if loud or not known.any_wall or "{{" in text or ("(" in text and explained(text)) or quoted_terms(text):
        return looked_at(text, known, loud, is_among_foreign=is_among_foreign)
    parts: list[Part] = []
    doubts: list[Doubt] = []
    plain, done = "", 0  # text that waits for a part that is kept; chunks that are done
    at, counted = 0, 0  # characters of the chunks that were counted
    for first, end in _stretches(text, chunks, values, known):
        if done < first:
            plain += " ".join(values[done:first]) + " "  # type: ignore[arg-type]
        stop = f"{_stop(chunks[first - 1])} " if first else ""
        stretch = _stretch(stop, " ".join(chunks[first:end]), end < len(chunks), known, is_among_foreign)
        for part in stretch.prose.parts:
            if isinstance(part, str):
                plain += part
            else:
                parts += (plain, part) if plain else (part,)
                plain = ""
        if stretch.doubts:
            at += sum(map(len, chunks[counted:first])) + first - counted
            counted = first
            doubts += [Doubt(d.start + at, d.end + at, d.word, d.kind, d.reading) for d in stretch.doubts]
        if end < len(chunks):
            plain += " "
        done = end
    plain += " ".join(values[done:])  # type: ignore[arg-type]
    return Conversion(Prose((*parts, plain) if plain else tuple(parts)), tuple(doubts))


_QUOTE = regex("[„“”\"«»‚]")


def _stretches(
    text: str, chunks: list[str], values: list[str | None], known: Known
) -> Iterator[tuple[int, int]]:
    """Around each of *chunks* without a value, the first and the one after the last up to a wall.

    In a quotation are no walls: it is foreign or not as a whole.
    """
    quoted = _quoted(text, chunks) if _QUOTE.search(text) else ()
    end = 0
    for number, value in enumerate(values):
        if value is not None or number < end:
            continue
        first = number
        while first > end and (first - 1 in quoted or known.walls[chunks[first - 1]] is None):
            first -= 1
        end = number + 1
        while end < len(chunks) and (end in quoted or known.walls[chunks[end]] is None):
            end += 1
        yield first, end


def _quoted(text: str, chunks: list[str]) -> set[int]:
    """Which of *chunks* stand in quotations, a mark beside them included."""
    ends = [end + number for number, end in enumerate(accumulate(map(len, chunks)))]
    quoted: set[int] = set()
    for found in QUOTED.finditer(text):
        quoted.update(range(bisect_left(ends, found.start() + 1), bisect_left(ends, found.end()) + 1))
    return quoted


def _stop(wall: str) -> str:
    """What stands behind the word of a *wall*, and tells whether a sentence begins behind it."""
    return wall[-1] if wall.endswith(STOPS) else ""


def _stretch(stop: str, text: str, has_after: bool, known: Known, is_among_foreign: bool) -> Conversion:
    """What becomes of a stretch behind a wall with a *stop* and a space, or behind none; and with or without one after it."""
    wall, wall_in_cyrillic = known.any_wall, known.walls[known.any_wall]
    before, after = (f"{wall}{stop}" if stop else ""), (f" {wall}" if has_after else "")
    whole = f"{before}{text}{after}"
    stretches = known.among_foreign if is_among_foreign else known.stretches
    if whole in stretches:
        return stretches[whole]
    found = looked_at(whole, known, (), is_among_foreign=is_among_foreign)
    parts = list(found.prose.parts)
    if before:
        parts[0] = str(parts[0]).removeprefix(f"{wall_in_cyrillic}{stop}")
    if after:
        parts[-1] = str(parts[-1]).removesuffix(f" {wall_in_cyrillic}")
    doubts = []
    for doubt in found.doubts:
        start, end = max(doubt.start - len(before), 0), min(doubt.end - len(before), len(text))
        doubts.append(Doubt(start, end, text[start:end], doubt.kind, doubt.reading))
    return stretches.remember(whole, Conversion(joined(parts), tuple(doubts)))
