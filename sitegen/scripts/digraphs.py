"""Two letters that look like one: where lj, nj and dž are parted."""

from __future__ import annotations

import re
from functools import cache

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.lexicon import Standing

_SHORTEST_REST = 5  # letters behind a prefix that only a rule parts
_SPLIT_PREFIX = (
    "(?:ne|naj|mikro|makro|hiper|hipo|de|re|auto|anti|bio|elektro|foto|pre|super|vakum|iz|po){0,9}"
)
_SEAM = regex(
    "(?:ne|naj)?(?:(?:iznad|nad|od|pod|ispod|pred|sred|grad)(?=ž)|(?:in|kon|van|izvan|pan|dis)(?=j))"
)


def splits(word: str, extra: tuple[str, ...]) -> tuple[tuple[int, ...], bool]:
    """Where two letters of *word* that look like one part, and whether only a rule says so."""
    lower = word.lower()
    if "nj" not in lower and "dž" not in lower and "lj" not in lower:
        return (), False
    match = _split_stems(extra).match(lower)
    if match:
        stem = match.group("stem")
        return (match.start("stem") + _split_offsets(extra)[stem],), False
    seam = _SEAM.match(lower)
    if (
        seam
        and len(lower) - seam.end() >= _SHORTEST_REST
        and lexicon.serbian(lower[seam.end() :]) == Standing.WORD
        and lexicon.serbian(lower) == Standing.UNKNOWN
    ):
        return (seam.end(),), True
    return (), False


@cache
def _split_offsets(extra: tuple[str, ...]) -> dict[str, int]:
    stems = (*lexicon.split_beginnings(), *extra)
    return {stem.replace("·", ""): stem.index("·") for stem in stems if "·" in stem}


@cache
def _split_stems(extra: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(_split_offsets(extra), key=lambda stem: (-len(stem), stem))
    return re.compile(rf"{_SPLIT_PREFIX}(?P<stem>{'|'.join(map(re.escape, longest_first))})")
