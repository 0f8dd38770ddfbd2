"""Words in capitals: acronyms, Roman numerals, and words that are said loudly."""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.evidence import is_unknown
from sitegen.scripts.letters import PAIR
from sitegen.scripts.lexicon import Standing
from sitegen.scripts.quotations import is_quoted
from sitegen.scripts.surroundings import Surroundings

_SHORTEST_WORD, LONGEST_ACRONYM = 5, 6  # letters; between them the shape of the word decides
_ROMAN = regex(
    r"(?=[MDCLXVI]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z"
)
_ROMAN_IN_CAPITALS = frozenset("II III IV VII VIII IX".split())  # VI is a word as well
_LOUD = lexicon.vocabulary("loud")  # said with force: NE puši se


def judged_capitals(word: str, around: Surroundings) -> tuple[bool, str]:
    """Whether a word in capitals stays Latin, and the kind of doubt about it."""
    if len(word) == 1:
        if around.is_letter_of_science():
            return True, ""
        if word in "IV":
            return not around.is_shouted() and around.is_number(), ""
        if is_quoted(around.text, around.start, around.end) and word.isascii():
            return True, "foreign"
        return False, "foreign" if around.is_sign() else ""
    if around.is_shouted():
        return word in _ROMAN_IN_CAPITALS, ""
    if _ROMAN.match(word):
        return True, ""
    if word in _LOUD:
        return False, ""
    if len(word) <= LONGEST_ACRONYM and word.isascii():
        if word in explained(around.text):
            return False, ""
        if not _spells_serbian(word.lower()):
            return not (_is_known_word(word) or around.is_before_owner()), "acronym"
        return False, "" if len(word) >= _SHORTEST_WORD else "acronym"
    return _is_long_code(word.lower())


def _is_long_code(lower: str) -> tuple[bool, str]:
    """The same for more letters than an acronym has: words said loudly, and codes like EMSGSIZE."""
    if not is_unknown(lower):
        return False, ""
    return lexicon.english_odds(lower) > 0 or not _SYLLABLES.match(lower), "acronym"


def _is_known_word(word: str) -> bool:
    """Whether a short word in capitals is a word of Serbian (KUĆA) and not letters (EUFOR)."""
    return _is_pronounceable(word) and bool(lexicon.serbian(word.lower()))


def _spells_serbian(lower: str) -> bool:
    """Whether the letters of an acronym are as well a Serbian word, and no English one: RADI."""
    if len(lower) < _SHORTEST_WORD - 1:
        return False
    return lexicon.is_only_serbian(lower) or (lexicon.serbian(lower) == Standing.NAME and not lexicon.english(lower))


_SYLLABLES = regex(r"(?:[^aeiou]{0,2}[aeiou])+(?:[^aeiou]|st|zd)?\Z")


def _is_pronounceable(word: str) -> bool:
    """Whether a word in capitals reads like a word (USLUGE) and not like letters (UNFPA)."""
    return len(word) >= _SHORTEST_WORD and bool(_SYLLABLES.match(PAIR.sub("l", word.lower())))


def in_single_letters(word: str) -> str:
    """*word* with one letter for a digraph: UDRUŽENjA is in capitals, a lone LJ is an initial."""
    return PAIR.sub(_as_one_letter, word)


def _as_one_letter(pair: re.Match[str]) -> str:
    return "Ž" if pair.group()[0].isupper() else "ž"


_IN_BRACKETS = regex(r"[ \u00a0]\(([A-ZČĆĐŠŽ]{2,7})\)")
_BEFORE_BRACKETS = regex(r"(?<!\w)([A-ZČĆĐŠŽ]{2,7})[ \u00a0]\(([^()\n]{4,160})\)")
_LONGEST_PHRASE = 160  # characters


@lru_cache(maxsize=16)
def explained(text: str) -> frozenset[str]:
    """The acronyms for which *text* gives the Serbian words: Savez za mir (SZM), SZM (Savez za mir)."""
    found = set()
    for letters in _IN_BRACKETS.finditer(text):
        if _begins_with(text[max(0, letters.start() - _LONGEST_PHRASE) : letters.start()], letters.group(1)):
            found.add(letters.group(1))
    for letters in _BEFORE_BRACKETS.finditer(text):
        if _begins_with(letters.group(2), letters.group(1)):
            found.add(letters.group(1))
    return frozenset(found)


_BETWEEN = lexicon.vocabulary("between")  # the words for which an acronym has letters


def _begins_with(phrase: str, letters: str) -> bool:
    """Whether the last words of *phrase* are Serbian and begin with *letters*; little words need not."""
    words = re.findall(r"[^\W\d_]+", phrase.lower())
    for letter in reversed(letters.lower()):
        while words and words[-1][0] != letter and words[-1] in _BETWEEN:
            words.pop()
        if not words or words[-1][0] != letter or not lexicon.serbian(words.pop()):
            return False
    return True


_LOUDEST = regex(rf"[A-Z\u00c0-\u024f]{{{_SHORTEST_WORD}}}")  # what a plain word in capitals has
_RUN_OF_CAPITALS = regex(r"(?<![A-ZČĆĐŠŽ])[A-ZČĆĐŠŽ]+(?:[ \u00a0,–-]+[A-ZČĆĐŠŽ]+)+(?![^\W\d_])")


def shouted(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches written in capitals, where a short word in capitals is no acronym.

    A line mostly in capitals is one, and so are neighbouring words in capitals; one of them
    must be a plain word: CENTAR ZA MLADE, but not USAID UNDP.
    """
    if not _LOUDEST.search(text):
        return ()
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        words = re.findall(r"[^\W\d_]{3,}", line)
        loud = [word for word in words if word.isupper()]
        if len(words) >= 2 and len(loud) * 3 >= len(words) * 2 and any(map(_is_plain_word, loud)):
            found.append((start, start + len(line)))
        start += len(line)
    for run in _RUN_OF_CAPITALS.finditer(text):
        if any(map(_is_plain_word, re.findall(r"[^\W\d_]+", run.group()))):
            found.append(run.span())
    whole: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if whole and start <= whole[-1][1]:
            start, end = whole[-1][0], max(end, whole.pop()[1])
        whole.append((start, end))
    return tuple(whole)


FOREIGN = lexicon.vocabulary("foreign")


def _is_plain_word(word: str) -> bool:
    return _is_pronounceable(word) and word not in FOREIGN
