"""Words of Serbian and English, and how English a spelling looks. Data, read when first asked for.

The files in ``data`` are compiled by ``tools/compile_lexicon.py``; their licences stand in
``data/LICENSES.md``. All words are lower case and in Latin letters. Decides nothing.

An automaton is an array of 32-bit little-endian edges, compressed by zlib. An edge holds a letter
in its bits 0–5 (its place in ALPHABET, from 1), "a word ends here" in bit 7 and the place of the node
it leads to in the bits above. The edge of a node for a letter stands that many places behind the node,
so that a step is one look. Nodes lie in the gaps of others; no two have one place, so what stands there
with that letter is theirs. Place 0 is the node without edges, and edge 0 holds the place of the root.
"""

from __future__ import annotations

import codecs
import re
import sys
import zlib
from array import array
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from sitegen.patterns import regex

NAME = "^"  # after the letters: only as a name (Serbian); a name or rare (English)
ALPHABET = "abcčćdđefghijklmnopqrsštuvwxyzž" + NAME
ODDS_LETTERS = " abcdefghijklmnopqrstuvwxyz"
ODDS_STEP = 16  # odds are natural logarithms times this


class Standing(IntEnum):
    """How a word stands in a list."""

    UNKNOWN = 0
    NAME = 1  # Serbian: written with a capital only; English: a name or a rare word
    WORD = 2


_CODES = codecs.charmap_build("\ufffe" + ALPHABET + "\ufffe" * (255 - len(ALPHABET)))
_NAME = len(ALPHABET)


@cache
def _automaton(name: str) -> array[int]:
    edges = array("I")
    edges.frombytes(zlib.decompress(files(__package__).joinpath("data", name).read_bytes()))
    if sys.byteorder == "big":
        edges.byteswap()
    return edges


def _standing(name: str, word: str) -> Standing:
    try:
        letters = codecs.charmap_encode(word, "strict", _CODES)[0]
    except UnicodeEncodeError:
        return Standing.UNKNOWN
    edges = _automaton(name)
    edge, place = 0, edges[0]
    for letter in letters:
        edge = edges[place + letter]
        if edge & 0x3F != letter:
            return Standing.UNKNOWN
        place = edge >> 8
    if edge & 0x80:
        return Standing.WORD
    edge = edges[place + _NAME]
    return Standing.NAME if edge & 0x3F == _NAME and edge & 0x80 else Standing.UNKNOWN


@lru_cache(maxsize=20_000)
def serbian(word: str) -> Standing:
    """How *word*, in lower-case Latin letters, stands among the forms of Serbian (both yats)."""
    return _standing("serbian.words", word)


_PREFIX = regex(
    "naj|ne|pre|nad|pod|među|bez|samo|više|jedno|dvo|tro|polu|vele|mini|mikro|makro|mega|meta|multi|super|hiper|ultra|kvazi|pseudo|anti|auto"
    "|bio|eko|elektro|foto|video|tele|inter|trans|neo|post|psiho|socio|euro|evro"
)
_SHORTEST_STEM = 4


def is_derived(word: str) -> bool:
    """Whether *word* is one of Serbian behind a prefix that any word may take: najnovijem, neslobodne."""
    for _ in range(2):  # najneprijatniji
        prefix = _PREFIX.match(word)
        if prefix is None or len(word) - prefix.end() < _SHORTEST_STEM:
            return False
        word = word[prefix.end() :]
        if serbian(word) == Standing.WORD:
            return True
    return False


@lru_cache(maxsize=20_000)
def english(word: str) -> Standing:
    """How *word*, in lower case, stands among common English words."""
    return _standing("english.words", word)


def is_of_no_list(word: str) -> bool:
    """Whether *word* is no form of Serbian, behind a prefix neither."""
    return not serbian(word) and not is_derived(word)


def is_only_serbian(word: str) -> bool:
    """Whether *word* is a word of Serbian and no common one of English."""
    return serbian(word) == Standing.WORD != english(word)


@lru_cache(maxsize=5_000)
def is_rare_name(word: str) -> bool:
    """Whether *word*, in lower case, is a rarer foreign name spelt with letters of Serbian: Garmin."""
    return _standing("foreign.names", word) == Standing.WORD


@cache
def _odds() -> array[int]:
    values = array("b")
    values.frombytes(zlib.decompress(files(__package__).joinpath("data", "spelling.odds").read_bytes()))
    return values


def english_odds(word: str) -> float:
    """How much likelier the spelling of *word* is in English than in Serbian.

    A natural logarithm for the whole word: above 0 English, below 0 Serbian. Letters outside
    a–z count as the end of a word.
    """
    size, values = len(ODDS_LETTERS), _odds()
    first = second = 0
    total = 0
    for letter in f"{word} ":
        number = ODDS_LETTERS.find(letter)
        third = max(number, 0)
        total += values[(first * size + second) * size + third]
        first, second = second, third
    return total / ODDS_STEP


@cache
def split_beginnings() -> tuple[str, ...]:
    """Beginnings of words in which lj, nj or dž are two letters, a dot between them."""
    text = files(__package__).joinpath("data", "serbian.splits").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _vocabulary() -> dict[str, tuple[str, ...]]:
    text = files(__package__).joinpath("vocabulary.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {name: tuple(lines) for name, lines in sections.items()}


def listed(section: str) -> tuple[str, ...]:
    """The words of one *section* of ``vocabulary.txt``, in its order."""
    return tuple(" ".join(_vocabulary()[section]).split())


def vocabulary(section: str) -> frozenset[str]:
    """The words of one *section* of ``vocabulary.txt``."""
    return frozenset(listed(section))


def any_of(section: str) -> str:
    """The words of one *section* of ``vocabulary.txt`` as the source of a regular expression."""
    return "|".join(map(re.escape, listed(section)))


def phrases() -> tuple[tuple[str, str], ...]:
    """Names of many words that every text may hold, with their language."""
    lines = (line.partition(" ") for line in _vocabulary()["phrases"])
    countries = " ".join(_vocabulary()["countries"]).split(", ")
    chapters = (f"{name} {country}" for name in listed("chapters") for country in countries)
    return (*((phrase, lang) for lang, _, phrase in lines), *((chapter, "") for chapter in chapters))
