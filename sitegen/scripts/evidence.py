"""How surely one word is foreign when it stands alone, by what the lists hold and by how it is spelt.

The evidence is a natural logarithm, above 0 for foreign. Decides nothing, and knows no neighbours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.lexicon import Standing


class Word(NamedTuple):
    """A word as it stands in the text."""

    start: int
    end: int
    plain: str  # without soft hyphens and with digraphs in two letters
    known: float | None = None  # evidence that is not to be asked for: an acronym, a glossary word


PRIOR = -0.5  # most words are Serbian


def score(word: Word) -> float:
    """The evidence that counts for *word* before its neighbours are asked."""
    return evidence(word.plain) + PRIOR if word.known is None else word.known


LONE_WORDS = frozenset("aikosu")  # words of one letter
LONE_SIGNS = frozenset("bcdfghjlmnprtvzBCDFGHJLMNPRTVZ")  # letters that are no word, and seldom an initial without its stop
_LITTLE = lexicon.vocabulary("little")
PARTICLES = lexicon.vocabulary("particles")
HINTS = lexicon.vocabulary("german") | lexicon.vocabulary("romance") | PARTICLES
SAME = lexicon.vocabulary("same")
ABBREVIATIONS = lexicon.vocabulary("abbreviations")
SPELT_AS_ABROAD = lexicon.vocabulary("abroad")  # and Serbian all the same: Osama bin Laden, Hong Kong
_VOWEL = regex("[aeiou]")
_NO_LIST, _NAME_OF_NO_LIST = -2.5, -4.0  # evidence of words of no list before their spelling is looked at
LOOKS_SERBIAN = -4.7  # … of those that are spelt like no other language


@lru_cache(maxsize=20_000)
def evidence(word: str) -> float:
    """How surely *word*, written as in the text, is foreign when it stands alone."""
    lower = word.lower()
    capital = word[0].isupper()
    if LETTER.search(lower):
        return 12.0 if has_foreign_letter(lower) else -8.0
    if len(lower) == 1:
        return -1.0 if capital else -6.0 if lower in LONE_WORDS else -3.0
    if not lower.isascii() and SERBIAN_LETTER.search(lower):
        return -8.0
    if lower in _LITTLE:
        return 3.0
    serbian, english = lexicon.serbian(lower), lexicon.english(lower)
    is_word_of_both = serbian == english == Standing.WORD
    if word in SPELT_AS_ABROAD or (lower in ABBREVIATIONS and not (capital and is_word_of_both)):  # red. prof., but Red Cross
        return -8.0
    if capital and lower[:SHORTEST_STEM] in _BEGINNINGS_OF_BRANDS and is_own_spelling(lower):
        return 2.5 if serbian else 6.0
    if serbian == Standing.NAME and not capital:
        serbian = Standing.UNKNOWN
    if not capital and not serbian and lower in _BRANDS:
        return 5.0
    if serbian and lower in SAME:
        return -4.0
    if not english and (serbian == Standing.WORD or (not serbian and lexicon.is_derived(lower))):
        return -2.5 if lower in HINTS else -7.0
    if serbian:
        return _evidence_of_serbian(lower, serbian, english)
    if SPELLING.search(lower) or lower in HINTS:
        return 6.0
    return _evidence_of_english(lower, english) if english else _evidence_of_no_list(lower, capital)


def _evidence_of_serbian(lower: str, serbian: Standing, english: Standing) -> float:
    """… a word of Serbian, and perhaps of English."""
    own = (-5.0, -3.0, -1.0)[english] if serbian == Standing.NAME else (-7.0, -3.5, -2.0)[english]
    own += between(-1.0, lexicon.english_odds(lower) / 10, 1.0)
    return max(own, -1.5 if lower in PARTICLES else -2.5) if lower in HINTS else own


def _evidence_of_english(lower: str, english: Standing) -> float:
    """… a word of English only."""
    odds = lexicon.english_odds(lower) / 2
    if english == Standing.WORD:
        return (1.5 if len(lower) > SHORTEST_STEM else 0.5) + between(-1.5, odds, 4.0)
    return 0.5 + between(-2.5, odds, 4.0)


def _evidence_of_no_list(lower: str, capital: bool) -> float:
    """… a word that neither language lists: what it is made of, or how it is spelt."""
    if not capital and len(lower) > 2 and not _VOWEL.search(lower):  # vrgb, msgstr
        return 4.5
    if not capital and is_english_compound(lower):
        return 4.5
    if stem := english_stem(lower):
        return (1.0 if lexicon.english(stem) == Standing.WORD else -1.0) + between(-2.0, lexicon.english_odds(stem) / 2, 3.0)
    odds = between(-4.0, lexicon.english_odds(lower) / 2, 6.0)
    if not capital:
        return _NO_LIST + odds
    return -8.0 if TRANSCRIBED.search(lower) else _NAME_OF_NO_LIST + odds


def between(least: float, value: float, most: float) -> float:
    """*value*, or the nearer of two bounds."""
    return max(least, min(most, value))


# Spellings that no Serbian word has, whatever its prefix and ending.
SPELLING = regex(
    r"zion[ei]\Z|eaux?\Z|ieux?\Z|ois\Z|eurs?\Z|[a-z]{3}ung\Z|[hk]eit(?:en)?\Z|oo[klmpt]s?\Z|ch|ph(?!od)|ght|ss|tt|ll|pp|ff|bb|cc|gg|mm|nn|kk|zz|\Ath|th\Z|sh\Z|(?<=[aeiou])ck(?:\Z|er|[lmnstw])|[^s]tions?\Z"
    r"|(?<=[iu])dd|sch|[aeiou]tz\Z|(?:schaft|stiftung)\Z"
)
# A letter outside the alphabet; ś and ź are Montenegrin.
LETTER = regex("[^\\W\\d_abcčćdđefghijklmnoprsštuvzžśź]")
SERBIAN_LETTER = regex("[čćđšžśź]")
# … or an ending by which Serbian makes words of foreign stems its own: readmisiran, modelovanje.
_SERBIAN_ONLY = regex(
    "[čćđšžśź]|(?:iran|iranj|ovan|ovanj|acij|icij|ističk|ovsk|evsk|insk|anstv|enstv|nost|ic|cion|sion)(?:a|e|i|o|u|og|om|im|ih|oj|ima|ama)\\Z"
)
# How a name of no list tells that it is spelt by its sound: Gunaj, Kristofijas. Of 2,300 names of towns that are spelt so 52 %
# do it, of 16,000 surnames and towns as their own language spells them 2 %.
TRANSCRIBED = regex("[aeiou]j(?![aeiou])|ij[aeiou]")


def is_spelt_as_serbian(lower: str) -> bool:
    """Whether letters or an ending say that *lower*, whatever its stem, is a word of Serbian."""
    return bool(_SERBIAN_ONLY.search(lower))


def is_unknown(lower: str) -> bool:
    """Whether *lower* is of no list of ours, and its letters and its ending do not speak for Serbian, if it is no foreign name: Guernica."""
    return lexicon.is_of_no_list(lower) and (not _SERBIAN_ONLY.search(lower) or lexicon.is_rare_name(lower))


_ACCENTS = regex("[\u0302\u0304\u030f\u0311]")  # over a vowel that is long or falls: kôd


def has_foreign_letter(lower: str) -> bool:
    """Whether a letter of *lower* is outside the alphabet, and no accent by which Serbian tells two words apart: kôd, but fête."""
    if not LETTER.search(lower):
        return False
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", lower)))
    return lower.endswith("e") or bool(LETTER.search(bare)) or lexicon.serbian(bare) != Standing.WORD or bool(lexicon.english(bare)) or bare in HINTS


_BRANDS = frozenset(map(str.lower, lexicon.vocabulary("brands")))
SHORTEST_STEM = 3  # letters
_BEGINNINGS_OF_BRANDS = frozenset(brand[:SHORTEST_STEM] for brand in _BRANDS)


@lru_cache(maxsize=5_000)
def is_own_spelling(lower: str) -> bool:
    """Whether a name, in lower case, is known by its own spelling, with a Serbian ending or without."""
    return lower in _BRANDS or any(stem in _BRANDS or f"{stem}a" in _BRANDS for stem in stems(lower))


@lru_cache(maxsize=5_000)
def is_rare_name(lower: str) -> bool:
    """Whether *lower* is a rarer foreign name, as it is or with a Serbian ending: Rinaldija."""
    if lexicon.is_rare_name(lower):
        return True
    return len(lower) > SHORTEST_STEM + 2 and any(
        len(stem) > SHORTEST_STEM and lexicon.is_rare_name(stem.removesuffix("j")) for stem in stems(lower)
    )


def english_stem(lower: str) -> str:
    """The English word in *lower*, a word of no list that has a Serbian ending: managementu; else empty."""
    for stem in stems(lower):
        if len(stem) > SHORTEST_STEM + 1 and stem[-1] not in "aeiou" and lexicon.english(stem) and not lexicon.serbian(stem):
            return stem
    return ""


_COMPOUND, _SHORTEST_PART = range(7, 31), 3  # letters; a longer row of them is cut nowhere, for that takes the square of its length


def is_english_compound(lower: str) -> bool:
    """Whether *lower*, a word of no list, is made of two common English words, the second not Serbian: frontend."""
    if len(lower) not in _COMPOUND or lower.endswith("ski"):  # an adjective: farski
        return False
    return any(
        lexicon.english(lower[:at]) == lexicon.english(lower[at:]) == Standing.WORD and not lexicon.serbian(lower[at:])
        for at in range(_SHORTEST_PART, len(lower) - _SHORTEST_PART + 1)
    )


_ENDINGS = lexicon.listed("endings")


def stems(lower: str) -> Iterator[str]:
    """What *lower* may be without a Serbian ending: Google|ov, Toyot|om of Toyota."""
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= SHORTEST_STEM:
            yield lower[: -len(ending)]
