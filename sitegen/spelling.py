"""How near a word is to known ones, and letters that only look like those of the other script.

Knows letters and words; not what they name.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sitegen.patterns import regex
from sitegen.scripts.serbian import to_latin

_NEAR = 0.7  # similarity by difflib, 1 for the same word
_LONGEST = 100  # characters; what is longer is no mistyped name
_FEW = 60  # known words that are all compared
_MOST_SEARCHES = 500  # of one vocabulary; a report shows 200 findings
_MOST_CANDIDATES = 12
_MOST_POSTINGS = 2_000  # words looked at while candidates are counted


def nearest(word: str, known: Sequence[str]) -> str:
    """The one of *known* that *word* was probably meant to be; empty when none is near.

    A Cyrillic word is compared by its Latin letters: „статус“ is near ``status``.
    """
    if len(word) > _LONGEST:
        return ""
    typed = to_latin(word).lower()
    as_known = {one.lower(): one for one in reversed(known)}
    close = difflib.get_close_matches(typed, list(as_known), n=1, cutoff=_NEAR)
    return as_known[close[0]] if close else ""


class Vocabulary:
    """Many known words, of which the nearest is found without looking at all of them.

    Words that share rare triples of letters with the typed one are compared; the rest cannot be
    near. After some hundred different typed words nothing is near any more: whoever mistyped that
    many has another mistake.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._of_triple: dict[str, list[int]] = {}
        self._found: dict[str, str] = {}

    def nearest(self, word: str) -> str:
        """As the function ``nearest`` of all words here."""
        if word not in self._found:
            if len(self._found) >= _MOST_SEARCHES:
                return ""
            self._found[word] = nearest(word, self._candidates(word))
        return self._found[word]

    def _candidates(self, word: str) -> list[str]:
        if len(self._words) <= _FEW or len(word) > _LONGEST:
            return self._words
        if not self._of_triple:
            for number, known in enumerate(self._words):
                for triple in _triples(known):
                    self._of_triple.setdefault(triple, []).append(number)
        rows = sorted(
            (self._of_triple.get(triple, []) for triple in _triples(to_latin(word).lower())), key=len
        )
        shared: Counter[int] = Counter()
        seen = 0
        for row in rows:
            shared.update(row)
            seen += len(row)
            if seen > _MOST_POSTINGS:
                break
        return [self._words[number] for number, _ in shared.most_common(_MOST_CANDIDATES)]


def _triples(word: str) -> set[str]:
    ends = f" {word[:_LONGEST]} "
    return {ends[at : at + 3] for at in range(len(ends) - 2)}


_CYRILLIC = "аеојсрхуѕіАВЕЈКМНОРСТХЅІ"
_LATIN = "aeojcpxysiABEJKMHOPCTXSI"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans("aeojcpxyABEJKMHOPCTX", "аеојсрхуАВЕЈКМНОРСТХ")
_LATIN_LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af]"
_CYRILLIC_LETTER = "[\u0400-\u052f]"
_ANY_CYRILLIC = regex(_CYRILLIC_LETTER)
_MEETING = regex(
    f"{_LATIN_LETTER}(?:(?={_CYRILLIC_LETTER})|(?<={_CYRILLIC_LETTER}{_LATIN_LETTER}))"
)
_LETTERS = regex(r"[^\W\d_]*")


def with_latin_letters(text: str) -> str:
    """*text* with each Cyrillic letter that looks like a Latin one replaced by that one."""
    return text.translate(_TO_LATIN)


def mixed_words(text: str) -> list[tuple[int, str, str]]:
    """Words of *text* in letters of two scripts: offset, word, and the word in one script."""
    words: list[tuple[int, str, str]] = []
    if text.isascii() or not _ANY_CYRILLIC.search(text):
        return words
    end = 0
    for meeting in _MEETING.finditer(text):
        if meeting.start() < end:
            continue
        start = meeting.start()
        while start > end and text[start - 1].isalpha():
            start -= 1
        end = _end_of_word(text, start)
        words.append((start, text[start:end], _mended(text[start:end])))
    return words


def _end_of_word(text: str, start: int) -> int:
    match = _LETTERS.match(text, start)
    return match.end() if match else start


def _mended(word: str) -> str:
    """*word* in the script of most of its letters, where each of the others has a twin there."""
    latin, cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    readings = [
        reading
        for reading, foreign in ((latin, _CYRILLIC_LETTER), (cyrillic, _LATIN_LETTER))
        if not re.search(foreign, reading)
    ]
    if len(readings) == 2:
        is_cyrillic = len(re.findall(_CYRILLIC_LETTER, word)) * 2 >= len(word)
        return readings[is_cyrillic]
    return readings[0] if readings else word
