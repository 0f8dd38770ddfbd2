"""What becomes of one word: its Cyrillic form or a stretch that is kept, and the kind of doubt.

Which words are of another language is decided before (``recognition``); here are the lists, capitals, and
letters of the other script.
"""

from __future__ import annotations

import re

from sitegen.frozen import dataclass
from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.capitals import FOREIGN, LONGEST_ACRONYM, in_single_letters, judged_capitals
from sitegen.scripts.digraphs import splits
from sitegen.scripts.doubts import is_surely_serbian
from sitegen.scripts.evidence import has_foreign_letter
from sitegen.scripts.letters import (
    SINGLE_CODE_POINTS,
    TO_CYRILLIC_TWIN,
    TO_LATIN_TWIN,
    in_cyrillic,
    is_cyrillic_letter,
    to_latin,
)
from sitegen.scripts.names import is_brand, is_name_of_two_languages
from sitegen.scripts.quotations import is_quoted
from sitegen.scripts.spans import Glossary, Kept, Part
from sitegen.scripts.surroundings import SCIENCE, Surroundings, lies_in
from sitegen.scripts.tokens import is_unit

_DOMESTIC = lexicon.vocabulary("domestic")
# Some of ours that are English as well: a foreign neighbour takes them along (UN Women).
_SHARED = lexicon.vocabulary("shared")
# They take Serbian endings without a hyphen.
_NETWORKS = regex(rf"(?:{lexicon.any_of('networks')})(?:a|u|e|om)?\Z")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of words before they are looked at: our own lists and those of a glossary."""

    words: dict[str, str]
    domestic: frozenset[str]
    split: tuple[str, ...]


def vocabulary_with(glossary: Glossary) -> Vocabulary:
    """Our words with those of *glossary*."""
    return Vocabulary(dict(glossary.words), _DOMESTIC | frozenset(glossary.domestic), glossary.split)


_CAMEL = regex(r"[^\W\d_]*[a-zčćđšž][A-ZČĆĐŠŽ]")
_VOWELS = frozenset("aeiou")


def latin_word(word: str, known: Vocabulary, around: Surroundings) -> tuple[Part, str]:
    """What becomes of one word of a Latin text: its canonical form, and the kind of doubt."""
    if not word.isascii():
        cyrillic = sum(map(is_cyrillic_letter, word))
        if cyrillic == len(word):
            return word, ""
        if cyrillic:
            return _mended(word, cyrillic)
    plain = word.translate(SINGLE_CODE_POINTS)
    if plain in known.words:
        return known.words[plain], ""
    if plain in known.domestic and not around.is_foreign:
        return in_cyrillic(plain, ()), ""
    if has_foreign_letter(plain.lower()) or plain in FOREIGN or _NETWORKS.match(plain):
        return Kept(word), ""
    doubt = ""
    shape = in_single_letters(plain)
    if is_brand(plain):
        return Kept(word), ""
    if around.is_foreign:
        return Kept(word), "foreign"
    if shape.isupper() or (len(plain) == 1 and plain not in _VOWELS and is_quoted(*around[:3])):
        keeps, doubt = judged_capitals(shape, around)
        if keeps:
            return Kept(word), doubt
    elif _CAMEL.match(shape):
        return Kept(word), "foreign"
    elif around.is_doubtful:
        doubt = "foreign"
    gaps, by_rule = splits(plain, known.split)
    return in_cyrillic(plain, gaps), "digraph" if by_rule else doubt


# A letter or a stop beside it is kept: vitamin C, e-mail, vs.
_OPENS = regex(rf"{SCIENCE}|mail|(?:vs|etc|et|al)\Z", re.IGNORECASE)
_LONE_LETTERS = frozenset("abcčćdđefghijklmnoprsštuvzžABCČĆDĐEFGHJKLMNOPRSŠTUZŽ")  # not I and V


def sure_word(word: str, known: Vocabulary) -> str | None:
    """*word* in Cyrillic if nothing that stands beside it matters and nobody need look at it."""
    if word in known.words:
        return known.words[word]
    if not word.isascii() and all(map(is_cyrillic_letter, word)):
        return word
    if word in known.domestic:
        return in_cyrillic(word, ())
    if word in FOREIGN or is_unit(word) or _OPENS.match(word) or (word[0].isupper() and _NETWORKS.match(word)):
        return None
    if len(word) == 1:
        return in_cyrillic(word, ()) if word in _LONE_LETTERS else None
    if len(word) == 2 or not word[1:].islower():  # a word in capitals may be one digraph: Nj
        shape = in_single_letters(word)
        if shape.isupper() or _CAMEL.match(shape) or is_brand(word):
            return None
    if not is_surely_serbian(word) or is_name_of_two_languages(word):
        return None
    gaps, by_rule = splits(word, known.split)
    converted = in_cyrillic(word, gaps)
    return None if by_rule or to_latin(converted).lower() != word.lower() else converted


def cyrillic_word(word: str, known: Vocabulary, around: Surroundings) -> tuple[Part, str]:
    """What becomes of one word of a Cyrillic text: only Latin words and look-alikes matter."""
    cyrillic = sum(map(is_cyrillic_letter, word))
    letters = sum(map(str.isalpha, word))
    if cyrillic == letters:
        return word, ""
    if cyrillic:
        return _mended(word, cyrillic)
    return Kept(word), ""


def _mended(word: str, cyrillic: int) -> tuple[Part, str]:
    """A word with letters of both scripts, in the script that most of it is written in."""
    if cyrillic * 2 >= len(word):
        twin = word.translate(TO_CYRILLIC_TWIN)
        if all(map(is_cyrillic_letter, filter(str.isalpha, twin))):
            return twin, "homoglyph"
        return in_cyrillic(word, ()), "homoglyph"
    return in_cyrillic(word.translate(TO_LATIN_TWIN), ()), "homoglyph"


def evidence_of_lists(word: str, start: int, known: Vocabulary, loud: tuple[tuple[int, int], ...]) -> float | None:
    """What is known about a word before its letters are looked at; None: nothing."""
    if word in known.words or not word.isalpha() or any(map(is_cyrillic_letter, word)):
        return -20.0
    if word in known.domestic:
        return -1.5 if word in _SHARED else -20.0
    if word in FOREIGN or _NETWORKS.match(word):
        return 6.0
    if len(word) == 1 and word.isupper():
        return -0.5
    if word.isupper() and not lies_in(loud, start):
        return -0.5 if len(word) <= LONGEST_ACRONYM else None
    return None
