"""The order of Serbian words in each alphabet, and the letter a word stands under."""

from __future__ import annotations

import unicodedata

from sitegen.scripts.letters import LATIN, TABLE

_AZBUKA = "абвгдђежзијклљмнњопрстћуфхцчџш"
_FIRST_LETTER = 100  # spaces sort first, then digits, then letters
_FOREIGN_BLOCK = 1000  # in the Cyrillic list Latin names stand after the azbuka
_CYRILLIC_RANK = {letter: _FIRST_LETTER + n for n, letter in enumerate(_AZBUKA)}
_ABECEDA_RANK = {letter: _FIRST_LETTER + n for n, letter in enumerate(TABLE["abeceda"])}
_LATIN_RANK = {c: _ABECEDA_RANK[latin] for c, latin in LATIN.items() if latin in _ABECEDA_RANK}
_LATIN_RANK |= {letter: rank for letter, rank in _ABECEDA_RANK.items() if len(letter) == 1}
_CYRILLIC_RANK |= {
    letter: rank + _FOREIGN_BLOCK for letter, rank in _ABECEDA_RANK.items() if len(letter) == 1
}


def cyrillic_order(canonical_text: str) -> tuple[tuple[int, ...], str]:
    """Sort key of a canonical text in a Cyrillic list; names that stay Latin come last."""
    return _key(canonical_text, _CYRILLIC_RANK)


def latin_order(canonical_text: str) -> tuple[tuple[int, ...], str]:
    """Sort key of the same text in a Latin list: abeceda, digraphs known and never guessed."""
    return _key(canonical_text, _LATIN_RANK)


def _key(text: str, ranks: dict[str, int]) -> tuple[tuple[int, ...], str]:
    key: list[int] = []
    for letter in text.lower():
        rank = ranks.get(letter)
        if rank is None:
            base = unicodedata.normalize("NFD", letter)[0]
            rank = ranks.get(base)
        if rank is not None:
            key.append(rank)
        elif letter.isdigit():
            key.append(10 + int(unicodedata.digit(letter, 0)))
        elif letter.isspace() or letter in "-–—/":
            if key and key[-1] != 0:
                key.append(0)
    return tuple(key), text


def cyrillic_initial(canonical_text: str) -> str:
    """The letter under which a text stands in the azbuka; a digit or Latin name has its own."""
    return next((c.upper() for c in canonical_text if c.isalnum()), "#")


def latin_initial(canonical_text: str) -> str:
    """The letter under which a text stands in the abeceda: Lj, Nj and Dž are one letter."""
    first = cyrillic_initial(canonical_text)
    latin = LATIN.get(first.lower())
    if latin:
        return latin.capitalize()
    base = unicodedata.normalize("NFD", first)[0]
    return first if first.lower() in _ABECEDA_RANK else base
