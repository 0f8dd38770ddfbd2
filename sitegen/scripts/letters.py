"""The letters of Serbian in both scripts, by one table: ``letters.json``, which the browser reads too.

Cyrillic to Latin is that table with a rule for capitals, and exact. The other way it is only as right
as the splits it is told: which two Latin letters are one is a question of words (``words``).
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from sitegen.patterns import regex

TABLE = json.loads(files(__package__).joinpath("letters.json").read_text(encoding="utf-8"))
LATIN: dict[str, str] = TABLE["latin"]
_DIGRAPHS = {letter: latin for letter, latin in LATIN.items() if latin in ("lj", "nj", "dž")}

# --- Cyrillic to Latin -----------------------------------------------------------------------

_SIMPLE = str.maketrans(
    {c: latin for c, latin in LATIN.items() if c not in _DIGRAPHS}
    | {c.upper(): latin.upper() for c, latin in LATIN.items() if c not in _DIGRAPHS}
    | _DIGRAPHS
)
_CAPITAL_DIGRAPH = regex("[ЉЊЏ]")
# The same table as a code page, four times as fast as str.translate: what Serbian texts are made of
# fits into 256 places, and the codecs of Python are written in C. No mark that combines is among it.
_WRITTEN = "".join(map(chr, range(128))) + "".join(c + c.upper() for c in LATIN if c not in _DIGRAPHS and len(c.upper()) == 1 and c not in "ѐѝ") + "čćđšžČĆĐŠŽ\u00a0«»°·×§©²³ÄÖÜäöüß–—‘’‚“”„•…€→"
_READ = _WRITTEN.translate(_SIMPLE)
_CODE_PAGE = codecs.charmap_build(_WRITTEN + "\ufffe" * (256 - len(_WRITTEN)))


def to_latin(text: str) -> str:
    """*text* with its Serbian Cyrillic letters in Latin; everything else stays. Result is NFC.

    A capital Љ, Њ or Џ gives two capitals when a neighbouring letter of its word is a capital
    (the next one decides, at the end of a word the one before), else one: ЉУБАВ → LJUBAV,
    Љубав → Ljubav, Њ. П. → Nj. P.
    """
    if text.isascii():
        return text
    if "Њ" in text or "Љ" in text or "Џ" in text:
        text = _CAPITAL_DIGRAPH.sub(_capital_digraph, text)
    bare = text.replace("њ", "nj").replace("љ", "lj").replace("џ", "dž")
    try:
        return codecs.charmap_decode(codecs.charmap_encode(bare, "strict", _CODE_PAGE)[0], "strict", _READ)[0]
    except UnicodeEncodeError:
        # Composed before as well: и with a breve is й, a letter of another alphabet.
        text = unicodedata.normalize("NFC", text).translate(_SIMPLE)
        return unicodedata.normalize("NFC", text)


def _capital_digraph(match: re.Match[str]) -> str:
    text, at = match.string, match.start()
    latin = _DIGRAPHS[match.group().lower()]
    after = _next_letter(text, at + 1, 1)
    before = _next_letter(text, at - 1, -1)
    decides = after or before
    return latin.upper() if decides.isupper() else latin.capitalize()


def _next_letter(text: str, at: int, step: int) -> str:
    """The neighbouring letter of the same word, looking through soft hyphens and accents."""
    while 0 <= at < len(text):
        letter = text[at]
        if letter != "\u00ad" and not unicodedata.combining(letter):
            return letter if letter.isalpha() else ""
        at += step
    return ""


# --- Latin to Cyrillic -----------------------------------------------------------------------

_CYRILLIC = {latin: c for c, latin in LATIN.items()}
_CYRILLIC |= {latin.upper(): c.upper() for latin, c in _CYRILLIC.items()}
_CYRILLIC |= {latin.capitalize(): c.upper() for c, latin in _DIGRAPHS.items()}
PAIR = regex("|".join(pair for pair in _CYRILLIC if len(pair) == 2))
_SINGLE_LETTERS = str.maketrans(
    {latin: c for latin, c in _CYRILLIC.items() if len(latin) == 1}
    | {"\u200c": None, "\u034f": None}  # an author's signs that n and j stand apart
)
_ACCENTED = regex("[\u00c0-\u024f\u1e00-\u1eff]")
SINGLE_CODE_POINTS = str.maketrans(
    {"ǉ": "lj", "ǈ": "Lj", "Ǉ": "LJ", "ǌ": "nj", "ǋ": "Nj", "Ǌ": "NJ"}
    | {"ǆ": "dž", "ǅ": "Dž", "Ǆ": "DŽ", "Ð": "Đ"}
)
# Look-alikes that end up in a word of the other script when a keyboard was switched too late.
TO_CYRILLIC_TWIN = str.maketrans("aeojcpxyABEJKMHOPCTXYeS", "аеојсрхуАВЕЈКМНОРСТХУеЅ")
TO_LATIN_TWIN = str.maketrans("аеојсрхуАВЕЈКМНОРСТХУ", "aeojcpxyABEJKMHOPCTXY")


@lru_cache(maxsize=10_000)
def in_cyrillic(word: str, splits: tuple[int, ...]) -> str:
    """Letter by letter; *splits* are offsets between two letters that must not be joined."""
    pieces = [word[start:end] for start, end in pairwise((0, *splits, len(word)))] if splits else [word]
    text = "".join([PAIR.sub(_one_letter, piece) for piece in pieces]).translate(_SINGLE_LETTERS)
    return text if text.isascii() else _ACCENTED.sub(_accented, text)


def _one_letter(pair: re.Match[str]) -> str:
    return _CYRILLIC[pair.group()]


def _accented(letter: re.Match[str]) -> str:
    """A letter with an accent: the base letter converted, the accent kept as it is."""
    parts = unicodedata.normalize("NFD", letter.group())
    return _CYRILLIC.get(parts[0], parts[0]) + parts[1:]


def cut(converted: str, sources: Sequence[str]) -> tuple[str, ...]:
    """*converted* cut where *sources*, of which it was made in a row, meet; in either direction.

    A letter that was written in two sources goes to the first of them.
    """
    letters = iter(converted)
    out, done, wanted = [], 0, 0
    for source in sources[:-1]:
        wanted += _latin_length(source)
        piece = ""
        while done < wanted and (letter := next(letters, "")):
            piece += letter
            done += _latin_length(letter)
        out.append(piece)
    return (*out, "".join(letters))


def _latin_length(text: str) -> int:
    return sum(2 if letter in "љњџЉЊЏ" else 0 if letter in "\u200c\u034f" else 1 for letter in text)


# --- which script ----------------------------------------------------------------------------


def is_latin_letter(letter: str) -> bool:
    """Whether *letter* belongs to any Latin alphabet."""
    return unicodedata.name(letter, "").startswith(("LATIN ", "FULLWIDTH LATIN")) and (
        letter.isalpha()
    )


def is_cyrillic_letter(letter: str) -> bool:
    """Whether *letter* belongs to any Cyrillic alphabet."""
    return "\u0400" <= letter <= "\u052f" or "\u1c80" <= letter <= "\u1c8f"


def has_cyrillic(text: str) -> bool:
    """Whether *text* holds a letter of any Cyrillic alphabet."""
    return _CYRILLIC_LETTER.search(text) is not None


def is_mostly_latin(text: str) -> bool:
    """Whether an author wrote *text* in Latin: more Latin letters than Cyrillic ones.

    A text that begins in Cyrillic and has no Serbian Latin letter is Cyrillic with a long
    foreign name in it.
    """
    cyrillic = len(text) - len(_CYRILLIC_LETTER.sub("", text))
    if cyrillic == 0:
        return True
    latin = sum(map(str.isalpha, text)) - cyrillic
    if latin <= cyrillic:
        return False
    return not _BEGINS_IN_CYRILLIC.match(text) or bool(_SERBIAN_LATIN_ONLY.search(text))


_CYRILLIC_LETTER = regex("[\u0400-\u052f\u1c80-\u1c8f]+")  # as in is_cyrillic_letter
_BEGINS_IN_CYRILLIC = regex(r"[\W\d_]*[\u0400-\u052f]{2,}(?![^\W\d_])")
_SERBIAN_LATIN_ONLY = regex("[čćđšžČĆĐŠŽ]")
