"""What words gain from their neighbours before the languages of a text are told apart: a surely foreign word
pulls those beside it, and so do articles, given names and the kinds of things. Raises scores, decides nothing.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from sitegen.scripts import lexicon
from sitegen.scripts.evidence import (
    ABBREVIATIONS,
    HINTS,
    LONE_SIGNS,
    PARTICLES,
    SAME,
    SERBIAN_LETTER,
    SHORTEST_STEM,
    Word,
    evidence,
    is_own_spelling,
    is_unknown,
)
from sitegen.scripts.lexicon import Standing
from sitegen.scripts.names import EITHER, GIVEN, is_capitalized, is_declined_given, may_be_foreign
from sitegen.scripts.neighbours import (
    begins_sentence,
    gap,
    is_ended_by_hyphen,
    is_named_kind,
    is_tight,
)
from sitegen.scripts.quotations import ARTICLES, STRONG
from sitegen.scripts.surroundings import Surroundings

# What a word of no list and a lone letter gain in a text that holds foreign words.
_AMONG_FOREIGN, _AMONG_FOREIGN_NAME, _AMONG_FOREIGN_SIGN = 5.0, 4.0, 5.5


def gains_among_foreign(text: str, words: list[Word]) -> dict[int, float]:
    """What words of no list and lone letters gain, by their number, in a *text* that is known to hold foreign ones."""
    gains = {}
    for number, word in enumerate(words):
        if word.plain in LONE_SIGNS:
            if Surroundings(text, word.start, word.end, (), False, False).is_sign():
                gains[number] = _AMONG_FOREIGN_SIGN
        elif word.known is None and is_likelier_among_foreign(word.plain):
            if word.plain.islower():
                gains[number] = _AMONG_FOREIGN
            elif not begins_sentence(text, word.start):
                gains[number] = _AMONG_FOREIGN_NAME
    return gains


@lru_cache(maxsize=20_000)
def is_likelier_among_foreign(word: str) -> bool:
    """Whether *word* is of no list, so that it is easily foreign in a text that holds foreign words: zlib."""
    lower = word.lower()
    return (
        len(word) > 2
        and word.isascii()
        and word[1:].islower()
        and evidence(word) < 0
        and is_unknown(lower)
        and lower not in ABBREVIATIONS
    )


def favour_kinds(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of names behind the kind of a thing, and before a hyphen and an ending."""
    for number, (before, name) in enumerate(pairwise(words), start=1):
        if is_ended_by_hyphen(text, before, name):
            scores[number - 1] += 8.0
        if scores[number] <= STRONG and is_named_kind(text, before, name):
            lower = name.plain.lower()
            if name.plain in EITHER:
                scores[number] = max(scores[number], 3.0)
            elif scores[number] <= 0:
                scores[number] += 5.0 if lexicon.is_rare_name(lower) or lexicon.english(lower) else 2.0
            elif is_own_spelling(lower):
                scores[number] += 3.0


def favour_pairs(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of two given names with a hyphen, and of two words of one title."""
    for number, (before, after) in enumerate(pairwise(words)):
        if gap(text, before, after) == "-" and before.plain in GIVEN and after.plain in GIVEN:
            scores[number] += 8.0  # Karl-Heinz
            scores[number + 1] += 8.0
        if gap(text, before, after) == " " and _are_of_one_title(before, after):
            scores[number] += 2.0  # Open Centre
            scores[number + 1] += 2.0


_CONTRACTED = lexicon.vocabulary("contracted")


def favour_names(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of words of both languages that are written like names, or behind an apostrophe as in English."""
    for number, word in enumerate(words):
        if word.plain in _CONTRACTED and text[word.start - 1 : word.start] in ("'", "’"):
            scores[number] = 3.0  # People's, Let's, don't
        if (
            number
            and word.known is None
            and -4.0 < scores[number] < 0
            and word.plain[0].isupper()
            and not word.plain.isupper()
            and lexicon.english(word.plain.lower()) == Standing.WORD
        ):
            if not begins_sentence(text, word.start):
                scores[number] += 1.0
            if number >= 2 and scores[number - 2] > 1 and _is_link(text, words[number - 1], word):
                scores[number] += 3.5  # „Oxfam i Care“: the second name of a pair


def _are_of_one_title(before: Word, after: Word) -> bool:
    """Whether two words with capitals are common English ones and not both Serbian, or two rarer names."""
    if before.known is not None or after.known is not None or not (is_capitalized(before.plain) and is_capitalized(after.plain)):
        return False
    lowers = before.plain.lower(), after.plain.lower()
    if min(map(len, lowers)) <= SHORTEST_STEM or all(map(lexicon.serbian, lowers)):
        return False
    if all(lexicon.english(lower) == Standing.WORD for lower in lowers):
        return True
    return not any(map(lexicon.serbian, lowers)) and all(lexicon.english(lower) or lexicon.is_rare_name(lower) for lower in lowers)


def _is_link(text: str, link: Word, after: Word) -> bool:
    """Whether *link* joins *after* to a name before it: Oxfam *i* Care."""
    return link.plain in ("i", "ili") and gap(text, link, after).isspace()


def favour_articles(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of an article and of the name behind it where a foreign word follows: La Strada International."""
    for number, (article, name, after) in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if (
            article.plain.lower() in ARTICLES
            and is_capitalized(article.plain)
            and name.known is None
            and may_be_foreign(name.plain)
            and scores[number + 2] > STRONG
            and is_tight(text, article, name)
            and is_tight(text, name, after)
        ):
            scores[number] = max(scores[number], 1.0)
            scores[number + 1] = max(scores[number + 1], 1.0)


def pull_neighbours(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of words that are easily foreign, beside one that surely is.

    Given names, words of no list, and the little words of other languages; from left to right
    and back, so that one pulls the next: Don Juan de la Cruz.
    """
    pulled = set()
    for step in (1, -1):
        for number in range(len(words))[::step]:
            word, beside = words[number], number - step
            if not 0 <= beside < len(words):
                continue
            pair = (words[beside], word) if step == 1 else (word, words[beside])
            if (
                number not in pulled
                and word.known is None
                and scores[number] <= STRONG
                and _is_strong(words[beside], scores[beside], step)
                and is_tight(text, *pair)
            ):
                is_of_compound = gap(text, *pair) == "-" and _may_be_of_compound(word.plain)
                scores[number] += 5.0 if is_of_compound else _pull(word, words[beside], is_first=step == -1)
                pulled.add(number)


def _may_be_of_compound(word: str) -> bool:
    """Whether *word* is English as well, so that a foreign one with a hyphen takes it along: full-*time*, but web-*portal*."""
    return lexicon.english(word) == Standing.WORD and word not in SAME


_COMPANIES = lexicon.vocabulary("companies")


def _is_strong(word: Word, score: float, step: int) -> bool:
    """Whether *word* pulls the one beside it; *step* is -1 where that stands before it."""
    if word.known is None:
        return score >= STRONG
    return step == -1 and word.plain in _COMPANIES  # Strabag AG


def _pull(word: Word, beside: Word, *, is_first: bool) -> float:
    """What *word* gains from a surely foreign one *beside* it; does it stand before that?"""
    lower = word.plain.lower()
    capital = word.plain[0].isupper()
    standing = lexicon.serbian(lower)
    if lower in HINTS:
        return 5.5
    if capital and beside.plain in PARTICLES and not is_first:
        return 10.0  # degli Studi
    if capital and not is_first and word.plain in EITHER and beside.plain[0].isupper():
        return 5.0  # Volkswagen Transporter
    goes_on = beside.plain[0].isupper() or beside.plain in PARTICLES
    if capital and is_first and goes_on and (word.plain in GIVEN or is_declined_given(word.plain, beside.plain)):
        return 7.0
    if beside.plain in _COMPANIES:
        return 8.0 if capital and not standing else 0.0
    if not standing and not SERBIAN_LETTER.search(lower):
        if capital and beside.plain[0].isupper():
            return 8.0 if is_first else 6.0
        return 3.5 if lexicon.english(lower) == Standing.WORD else 2.0
    if is_first and len(lower) > (2 if capital else 3) and capital == beside.plain[0].isupper() and lexicon.english(lower) == Standing.WORD:
        return 3.0  # soft skills
    return 3.0 if capital and standing == Standing.NAME and lexicon.english(lower) else 0.0
