"""The search key of a text: one for both scripts, any capitals, with or without marks."""

from __future__ import annotations

import unicodedata

from sitegen.patterns import regex
from sitegen.scripts.letters import LATIN, TABLE

_MARKS = regex(f"[{TABLE['fold_marks']}]")
_DJ = regex("dj+")


def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d")


_FOLDED = str.maketrans(
    {letter: _bare(latin) for letter, latin in LATIN.items()}
    | TABLE["fold_letters"]
    | dict.fromkeys(TABLE["fold_dropped"], "")
)


def fold(text: str) -> str:
    """The search key of *text*: the same for both scripts, any capitals, with or without marks.

    đ, dj and d meet, so do dž and dz; č ć → c, š → s, ž → z; other accents fall away, and letters
    of other Cyrillic alphabets become those by which they are read. Folding twice is folding once.
    ``fold`` of ``browser/search.js`` takes the same steps by the same table.
    """
    if text.isascii():
        return _DJ.sub("d", text.lower())
    text = unicodedata.normalize("NFKC", text).lower().translate(_FOLDED)
    text = _bare(text).translate(_FOLDED)
    return _DJ.sub("d", text)
