"""What raises no doubt in a Serbian text, but does in one that holds foreign words: Boston, „port“, zlib."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import IntEnum
from functools import lru_cache

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.digraphs import splits
from sitegen.scripts.evidence import (
    ABBREVIATIONS,
    HINTS,
    LONE_WORDS,
    LOOKS_SERBIAN,
    SAME,
    SPELT_AS_ABROAD,
    TRANSCRIBED,
    evidence,
    is_spelt_as_serbian,
)
from sitegen.scripts.known import WORD, Known
from sitegen.scripts.letters import in_cyrillic, is_cyrillic_letter
from sitegen.scripts.lexicon import Standing
from sitegen.scripts.names import EITHER, is_capitalized, is_serbian_only
from sitegen.scripts.neighbours import begins_sentence
from sitegen.scripts.quotations import is_quoted
from sitegen.scripts.spans import Conversion, Doubt, Kept
from sitegen.scripts.surroundings import Surroundings

_FOREIGN_WORD = regex(r"(?<![^\W\d_])[A-Za-z]?[a-z]{3,}(?![^\W\d_])")  # in what is kept: no unit, acronym or SETimes


def holds_foreign(conversion: Conversion) -> bool:
    return any(isinstance(part, Kept) and _FOREIGN_WORD.search(part.text) for part in conversion.prose.parts)


def with_suspicions(text: str, conversion: Conversion, known: Known) -> Conversion:
    """Adds what raises no doubt in a Serbian text, but does in *text*, which holds foreign words."""
    kept = [part.text for part in conversion.prose.parts if isinstance(part, Kept)]
    decided = {word for part in kept for word in WORD.findall(part)}
    told = sorted(conversion.doubts, key=lambda doubt: doubt.start)
    starts = [doubt.start for doubt in told]
    found: list[tuple[int, int]] = []
    for word in WORD.finditer(text):
        where = suspicion(word[0])
        if not where or word[0] in decided or known.is_decided(word[0]) or not _is_suspicious(word, where):
            continue
        start, end = word.span()
        before = bisect_left(starts, end) - 1  # the last doubt that begins before its end
        if before >= 0 and told[before].end > start:
            continue
        if found and text[found[-1][1] : start] == " ":
            start = found.pop()[0]
        found.append((start, end))
    if not found:
        return conversion

    def cyrillic(word: re.Match[str]) -> str:
        return in_cyrillic(word[0], splits(word[0], known.vocabulary.split)[0])

    new = [Doubt(a, b, text[a:b], "foreign", WORD.sub(cyrillic, text[a:b])) for a, b in found]
    return Conversion(conversion.prose, tuple(sorted([*conversion.doubts, *new], key=lambda doubt: doubt.start)))


class Suspicion(IntEnum):
    """Where in a text that holds foreign words a word read as Serbian is worth a look."""

    NOWHERE = 0
    AS_TERM = 1  # quoted alone: „port“
    AS_NAME = 2  # … and inside a sentence, where a capital makes it a name: Boston
    ANYWHERE = 3  # a word of no list


@lru_cache(maxsize=20_000)
def suspicion(word: str) -> Suspicion:
    """Where *word* is worth a look: in a text without foreign words it raises no doubt."""
    lower = word.lower()
    if any(map(is_cyrillic_letter, word)):
        return Suspicion.NOWHERE
    if len(word) == 1:
        return Suspicion.ANYWHERE if word.isascii() and lower not in LONE_WORDS and lower != "e" else Suspicion.NOWHERE
    if is_spelt_as_serbian(lower) or lower in ABBREVIATIONS or lower in SAME or word in SPELT_AS_ABROAD:
        return Suspicion.NOWHERE
    standing = lexicon.serbian(lower)
    if lexicon.is_of_no_list(lower):
        if not word.islower() and TRANSCRIBED.search(lower):
            return Suspicion.NOWHERE
        return Suspicion.ANYWHERE if not word.islower() or evidence(word) > LOOKS_SERBIAN else Suspicion.NOWHERE
    if word in EITHER or lower in HINTS or lexicon.english(lower):
        is_name = is_capitalized(word) and (standing != Standing.WORD or word in EITHER)
        return Suspicion.AS_NAME if is_name else Suspicion.AS_TERM
    return Suspicion.NOWHERE


_BEFORE, _AFTER = regex(r"([^\W\d_]+)[ -]\Z"), regex(r"[ -]([^\W\d_]+)")
_LONGEST_NAME = 40  # characters


def _is_suspicious(word: re.Match[str], where: Suspicion) -> bool:
    """Whether a *word* read as Serbian in a text with foreign ones may be one of them, where it stands."""
    text, start, end = word.string, *word.span()
    if len(word[0]) == 1:
        return Surroundings(text, start, end, (), False, False).is_sign()
    if where == Suspicion.ANYWHERE:
        return True
    if is_quoted(text, start, end):
        return True
    if where == Suspicion.AS_TERM or begins_sentence(text, start):
        return False
    beside = _BEFORE.search(text, max(0, start - _LONGEST_NAME), start), _AFTER.match(text, end)
    return not any(name and is_serbian_only(name[1]) for name in beside)
