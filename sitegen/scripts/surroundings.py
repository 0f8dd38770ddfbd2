"""Where a word stands, for the few words that only their neighbours explain: V razred, vitamin C, taster N."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import NamedTuple

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.names import is_body, names_ours
from sitegen.scripts.tokens import token_at


class Surroundings(NamedTuple):
    """Where a word stands, for the few words that only their neighbours explain."""

    text: str
    start: int
    end: int
    loud: tuple[tuple[int, int], ...]  # stretches written in capitals, from ``shouted``
    is_foreign: bool  # whether it is of another language
    is_doubtful: bool

    def is_shouted(self) -> bool:
        """Whether the word is one of several that are written in capitals."""
        return lies_in(self.loud, self.start)

    def is_before_owner(self) -> bool:
        """Whether the state or entity follows to which an institution belongs: SZ RS."""
        return self.text[self.end : self.end + 1] in (" ", "\u00a0") and token_at(self.text, self.end + 1) in _OWNERS

    def is_letter_of_science(self) -> bool:
        """Whether a lone letter is a name that all scripts share: vitamin C, hepatitis B i C."""
        return bool(_LETTERED.search(self.text[max(0, self.start - 60) : self.start]))

    def is_sign(self) -> bool:
        """Whether a lone letter is no word, no initial and not what tells a house, a class or a way in from another."""
        letter = self.text[self.start]
        if not letter.isascii() or letter in "AIKOSUaeiou" or self.is_shouted():
            return False
        if self.text[self.end : self.end + 1] in _BEHIND_INITIAL:
            return self.text[self.start - 1 : self.end + 1] == f"({letter})"
        return not _NUMBERED_BY_LETTER.search(self.text[max(0, self.start - 30) : self.start])

    def is_number(self) -> bool:
        """Whether a lone I or V counts here: ``Petra I``, ``V razred``; not I at a beginning."""
        if self.text[self.end : self.end + 1] == ".":
            return bool(_COUNTED.match(self.text, self.end + 1))
        before = self.start - 1
        while before >= 0 and self.text[before] in " \u00a0":
            before -= 1
        return self.text[self.start] == "V" or (before >= 0 and self.text[before].isalnum())


def is_asked_for(word: str) -> bool:
    """Whether a word beside *word* may look for it: vitamin C, V razred, Oxfam ili Care, obala Save."""
    return bool(_ASKED_FOR.match(word)) or is_body(word) or names_ours(word)


def lies_in(stretches: tuple[tuple[int, int], ...], at: int) -> bool:
    """Whether *at* lies in one of *stretches*, which are sorted and do not overlap."""
    nearest = bisect_right(stretches, at, key=itemgetter(0)) - 1
    return nearest >= 0 and at < stretches[nearest][1]


_OWNERS = lexicon.vocabulary("owners")  # an acronym before them is domestic: SZ RS
_BEHIND_INITIAL = (".", ")", "-", "–", "/", "'", "’")
_TOLD_BY_LETTERS = lexicon.any_of("lettered")
_NUMBERED_BY_LETTER = regex(
    rf"(?:\d|\b[IVX]+|\b(?:{_TOLD_BY_LETTERS})\w{{0,3}}|[-–/&]"
    r"|\b[A-Z][,.]?| i| ili)[. \u00a0]{0,2}\Z",
    re.IGNORECASE,
)
SCIENCE = lexicon.any_of("science")
_COUNTABLE = lexicon.any_of("counted")
_LETTERED = regex(rf"(?:{SCIENCE})\w{{0,5}}(?:,? [A-Z]\d?| i| ili){{0,9}},? \Z", re.IGNORECASE)
_COUNTED = regex(rf"[ \u00a0](?:{_COUNTABLE})")
_ASKED_FOR = regex(rf"{SCIENCE}|(?:{_TOLD_BY_LETTERS})\w{{0,3}}\Z|{_COUNTABLE}|ili\Z", re.IGNORECASE)
