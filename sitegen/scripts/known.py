"""What is known already: a glossary, ready to be asked, and what was decided with it.

What is surely Serbian whatever stands beside it is looked up in a table that fills itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, cached_property
from typing import TypeVar

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.evidence import LONE_SIGNS, evidence
from sitegen.scripts.favours import is_likelier_among_foreign
from sitegen.scripts.quotations import quotes_term
from sitegen.scripts.spans import Conversion, Glossary
from sitegen.scripts.surroundings import is_asked_for
from sitegen.scripts.tokens import tokens
from sitegen.scripts.words import sure_word, vocabulary_with

MOST_REMEMBERED = 30_000  # words of each kind; then it starts anew. About 5 MB
_LONGEST_REMEMBERED = 200  # characters
_Value = TypeVar("_Value")


class Remembered(dict[str, _Value]):
    """What was said of keys; no long ones, and never too many."""

    def __init__(self, most: int) -> None:
        self._most = most

    def remember(self, key: str, value: _Value) -> _Value:
        """*value*, which is that of *key* from now on."""
        if len(key) <= _LONGEST_REMEMBERED:
            if len(self) >= self._most:
                self.clear()
            self[key] = value
        return value


class Memory(Remembered[_Value]):
    """What *make* says of a key, asked once."""

    def __init__(self, make: Callable[[str], _Value], most: int) -> None:
        super().__init__(most)
        self._make = make

    def __missing__(self, key: str) -> _Value:
        return self.remember(key, self._make(key))


class Known:
    """A glossary, ready to be asked, and what has been decided with it."""

    def __init__(self, glossary: Glossary) -> None:
        self.vocabulary = vocabulary_with(glossary)
        self.languages = dict(lexicon.phrases()) | dict(glossary.keep)  # of a kept phrase
        longest_first = sorted(self.languages, key=lambda phrase: (-len(phrase), phrase))
        pieces = [_PIECE.findall(phrase) for phrase in longest_first if phrase]
        self.phrases = regex(rf"(?<!\w)(?:{_any_of(pieces)})(?!\w)")
        self._opens_phrase = frozenset(first for first, *_ in pieces)
        self._in_phrase = frozenset(piece for found in pieces for piece in found)
        self.pieces = Memory(self._sure_piece, MOST_REMEMBERED)
        self.chunks = Memory(self._sure_chunk, MOST_REMEMBERED)
        self.is_easily_foreign = Memory(self._is_easily_foreign, MOST_REMEMBERED)
        self.walls = Memory(self._wall, MOST_REMEMBERED)
        self.stretches: Remembered[Conversion] = Remembered(MOST_REMEMBERED)
        self.among_foreign: Remembered[Conversion] = Remembered(MOST_REMEMBERED)  # the same, in texts that hold foreign words

    @cached_property
    def any_wall(self) -> str:
        """A word that stands for any wall, one as good as another; empty where the glossary knows all of them."""
        return next(filter(self.walls.__getitem__, _ORDINARY), "")

    def is_decided(self, word: str) -> bool:
        """Whether the glossary or our own lists say how *word* is written in Cyrillic."""
        return word in self.vocabulary.domestic or word in self.vocabulary.words

    def _sure_chunk(self, chunk: str) -> str | None:
        """What stands between two spaces in Cyrillic; None where more than itself must be asked."""
        if chunk.isalpha():
            return None if _SIGN.fullmatch(chunk) else self.pieces[chunk]
        if len(chunk) < _LONGER_THAN_SIGN and _SIGN.fullmatch(chunk):
            return None
        if not chunk[:1].isalnum() and (_QUOTED_LETTER.search(chunk) or quotes_term(chunk)):
            return None
        found = [self.pieces[piece] for piece in _PIECE.findall(chunk)]
        is_plain = len(found) < 3 and chunk[:1].isalpha()  # a word with a stop behind it: no code
        if None in found or (not is_plain and (_OPTION.match(chunk) or any(token.kept for token in tokens(chunk, None, {})))):
            return None
        return "".join(map(str, found))

    def _sure_piece(self, piece: str) -> str | None:
        """A word or the signs between two, in Cyrillic; None where the neighbours must be asked."""
        if not piece.isalpha():
            return piece if _is_plain(piece) else None
        if piece in self._opens_phrase or not unicodedata.is_normalized("NFC", piece):
            return None
        return sure_word(piece, self.vocabulary)

    @staticmethod
    def _is_easily_foreign(chunk: str) -> bool:
        """Whether *chunk* has a word or a lone letter that is rather foreign in a text that holds foreign words."""
        return any(word in LONE_SIGNS or is_likelier_among_foreign(word) for word in WORD.findall(chunk))

    def _wall(self, chunk: str) -> str | None:
        """*chunk* in Cyrillic if it is a wall, a word with or without a stop behind it, else None."""
        word = chunk[:-1] if chunk.endswith(STOPS) else chunk
        if (
            len(word) < _SHORTEST_WALL
            or not (word.isalpha() and word.islower())
            or word in self._in_phrase
            or self.is_decided(word)
            or is_asked_for(word)
            or lexicon.serbian(word) != lexicon.Standing.WORD
            or lexicon.english(word)
            or evidence(word) > _CALM
        ):
            return None
        return self.chunks[chunk]


def _any_of(phrases: list[list[str]]) -> str:
    """The source of a regular expression for *phrases* in pieces, those that begin alike together."""
    rests: dict[str, list[str]] = {}
    for first, *rest in phrases:
        rests.setdefault(first, []).append(re.escape("".join(rest)))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(found)})" for first, found in rests.items())


@cache
def known_with(glossary: Glossary) -> Known:
    """*glossary*, ready to be asked."""
    return Known(glossary)


WORD = regex(r"[^\W\d_]+")
_ORDINARY = ("kuća", "pomoć", "porodica", "sutra", "zdravlje", "vrijeme")  # of which a glossary may know some
STOPS = (",", ".", ";", ":", "!", "?")  # behind a word
_SHORTEST_WALL = 2  # letters
_CALM = -6.0  # evidence below which no neighbour takes a word along
# A word alone, or the signs between two words that cannot belong to an address, a unit or a code.
_PIECE = regex(r"[.:]\w+|[^\W_]+|[\W_]+")
_QUOTED_LETTER = regex("[„“\"«‚'][b-df-hj-np-tv-zA-Z][“”\"»‘']")
# A letter that is neither a word nor an initial: the neighbours say what it is.
_SIGN = regex(r"(?:[B-HJLMNPRTZ]|\([A-Zb-z]\))[,;:!?]?")
_LONGER_THAN_SIGN = 5
_OPTION = regex(r"[„“\"'‚]?-{1,2}[A-Za-z]")  # of a command, or an ending: the neighbours say
_TELLING_SIGNS = regex(r"[@#&{}<>/\\_=~^|`$°+*:%.]")  # they may mean an address, a unit, a place
_PLAIN_SIGNS = regex(
    r"[\s.,:;!?„“”\"«»()–—…-]*[\s„“”\"«»()–—…,;!?-]|[:.]\d+|\s?/\s?|\.\.\.|[“”\"»)]?[.:]|[“”\"»)]*[.:]\s[\s„“”\"«»()–—-]*|[“”\"»)]*\s?%[\s,.;)]+"
)


def _is_plain(piece: str) -> bool:
    """Whether *piece*, which is no word, is a number or signs that say nothing about words."""
    if (piece.isdigit() and piece.isascii()) or _PLAIN_SIGNS.fullmatch(piece):
        return True
    return not _TELLING_SIGNS.search(piece) and all(
        sign.isspace() or unicodedata.category(sign)[0] in "PSZ" for sign in piece
    )
