"""What a reader's word and a page's word are compared by: words, folded forms and search keys.

A word is folded (both scripts, any capitals, with or without marks are one form) and then hashed
to a key that its cases and its ekavian and ijekavian spellings share. The key is a hash and not
a stem: every word goes the same way, nothing reads it but a comparison. The table is
``browser/fold.json``; ``browser/search.js`` walks it in the same steps and a test holds the two
together. Knows no documents and no files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sitegen.patterns import regex
from sitegen.scripts.serbian import fold


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, or one number or address that readers may also write in parts."""

    form: str  # folded; an address or a number without its separators, a date as year-month-day
    parts: tuple[str, ...] = ()  # the folded words it is written with; empty for a plain word
    short: str = ""  # a telephone number without its area code


def words(text: str) -> tuple[Word, ...]:
    """The words of *text* in order, folded.

    ``2018–2020`` is one word with two parts whatever the dash, so are an e-mail address and a
    telephone number; ``+387 51`` and ``00387 51`` are read as ``051``. A date is one word however
    it is written, its year is a part.
    """
    return tuple(map(word, tokens(folded(text))))


def folded(text: str) -> str:
    """*text* folded. Quick for Cyrillic of Serbian and for ASCII; signs may become others there."""
    try:
        quick = text.encode("cp1251").translate(_QUICK, b"\xad")
    except UnicodeEncodeError:
        return fold(text)
    if b"\x7f" in quick or b"@" in quick or b"djj" in quick:
        return fold(text)
    for digraph, letters in _DIGRAPHS.items():
        quick = quick.replace(digraph, letters)
    return quick.replace(b"dj", b"d").decode("ascii")


def tokens(text: str) -> list[str]:
    """The words of a *folded* text as they stand there."""
    return _TOKENS.findall(text)


def stands_alone(text: str) -> bool:
    """Whether *text*, which holds no space, is read the same way whatever stands beside it: it has
    letters and can be no part of a number, a date or an address."""
    form = folded(text)
    return _BESIDE.search(form) is None and _LETTER.search(form) is not None


def is_stop_word(form: str) -> bool:
    """Whether a folded word says nothing about a page: a preposition, a conjunction."""
    return form in _STOP


def is_year(form: str) -> bool:
    """Whether a folded word is a year, which readers ask for more than for other numbers."""
    return _YEAR.fullmatch(form) is not None


def is_telling(form: str) -> bool:
    """Whether a folded word is missed where it is not: no stop word, and none that stands in any
    sentence, like a pronoun."""
    return (
        len(form) > 1 and form not in _WEAK and form not in _STOP and key(form) not in _WEAK_KEYS
    )


def keys_of(found: Iterable[str]) -> list[str]:
    """The keys of *tokens* of a folded text and of their parts, stop words left out."""
    return " ".join(map(_KEYS.__getitem__, found)).split()


def key_of(token: str) -> str:
    """The key of a token of a folded text that is neither a number nor an address; nothing for a stop word."""
    return "" if token in _STOP else key(token)


@lru_cache(maxsize=1 << 17)
def key(form: str) -> str:
    """The search key of a folded word; a word with a digit is its own key, an address with a sign before
    it, so that addresses lie apart."""
    if _EXACT.search(form):
        return f"@{form}" if "@" in form else form
    stem = _cut(_cut(_replaced(form, _DEEP), _ENDINGS), _EXTENSIONS)
    stem = _replaced(stem, _LAST)
    return _SAME.get(stem, stem)


def numbers_table() -> dict[str, Any]:
    """The rules by which the browser finds the same numbers and addresses."""
    return {name: _RULES[name] for name in (*_KINDS_OF_WORDS, "months", "country_codes")}


def browser_table() -> dict[str, Any]:
    """The letters and the other rules that the browser needs to make the same keys."""
    others = {"about", *numbers_table()} - {"word"}
    table = {name: value for name, value in _RULES.items() if name not in others}
    table |= {name: " ".join(table[name]) for name in ("stop", "weak", "weak_keys")}
    letters = json.loads(_read("scripts/letters.json"))
    return table | {name: letters[name] for name in ("latin", "fold_letters", "fold_marks", "fold_dropped")}


class _Keys(dict[str, str]):
    """Tokens and their keys with a space between two; filled as they are asked for."""

    def __missing__(self, token: str) -> str:
        found = word(token)
        whole = found.form if len(found.form) <= _LONGEST_NUMBERS or "@" in found.form else ""
        forms = (whole, found.short, *found.parts)
        self[token] = keys = " ".join(key(form) for form in forms if form and form not in _STOP)
        return keys


_KEYS = _Keys()


def _read(path: str) -> str:
    return files(__package__).joinpath(path).read_text(encoding="utf-8")


def _rules(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), to.replace("$", "\\")) for pattern, to in pairs)


_DIGRAPHS = {b"\x01": b"lj", b"\x02": b"nj", b"\x03": b"dz"}
_SIGNS = {"–": "-", "—": "-", "…": ".", "\xa0": " "} | dict.fromkeys("„“”‘’‚»«", '"')


def _quick_table() -> bytes:
    """For each byte of code page 1251 the ASCII letter of its folded form; 0x7f: it has no single one."""
    table = bytearray(b"\x7f" * 256)
    for byte in range(256):
        letter = bytes([byte]).decode("cp1251", "replace")
        form = _SIGNS.get(letter) or fold(letter)
        digraph = next((code for code, two in _DIGRAPHS.items() if two.decode() == form), b"")
        if len(form) == 1 and form.isascii() and form.encode() not in _DIGRAPHS:
            table[byte] = ord(form)
        elif digraph:
            table[byte] = digraph[0]
    return bytes(table)


_QUICK = _quick_table()
_RULES: dict[str, Any] = json.loads(_read("browser/fold.json"))
_KINDS_OF_WORDS = ("email", "date", "range", "number", "word")
_TOKEN = regex("|".join(f"(?P<{name}>{_RULES[name]})" for name in _KINDS_OF_WORDS))
# First, and only to be quick, what cannot be anything but a word.
_PLAINLY = (
    rf"(?!{'|'.join(name[:3] for name in _RULES['months'])})[a-z]+"
    r"(?=[ ,;:!?()\n\"'|]|\.(?:\s|$)|$)"
)
_TOKENS = regex("|".join((_PLAINLY, *(f"(?:{_RULES[name]})" for name in _KINDS_OF_WORDS))))
_PLAIN = regex(_RULES["word"])
_DIGITS = regex("[0-9]+")
_YEAR = regex("(?:19|20)[0-9]{2}")  # as in browser/search.js
_EXACT = regex("[0-9@]")
_SOUND = regex("[aeiour]")
_LETTER = regex("[a-z]")
_BESIDE = regex(f"[0-9@+]|(?<![a-z])(?:{'|'.join(_RULES['months'])})")
_COUNTRY = regex(
    rf"(?:\+|00)(?:{'|'.join(_RULES['country_codes'])})|(?:{'|'.join(_RULES['country_codes'])})"
    r"(?=[1-9][0-9]{7,8}$)"
)
_DEEP = _rules(_RULES["deep"])
_LAST = _rules(_RULES["last"])
_ENDINGS: tuple[str, ...] = tuple(_RULES["endings"])
_EXTENSIONS: tuple[str, ...] = tuple(_RULES["extensions"])
_SAME: dict[str, str] = dict(_RULES["same"])
_STOP = frozenset(_RULES["stop"])
_MONTHS: tuple[str, ...] = tuple(_RULES["months"])
_WEAK = frozenset(_RULES["weak"])
_WEAK_KEYS = frozenset(_RULES["weak_keys"])  # who is spoken of: a brother, a neighbour
_SHORTEST_STEM = 3
_NUMBER_DIGITS = range(6, 16)  # fewer are house numbers, more are no number anybody dials
_BEGUN_DIGITS = range(4, 6)  # of a number that begins with its area code and is still being typed
_LONGEST_NUMBERS = 24  # letters of numbers that stand together; nobody asks for more of them as one
_AREA_CODE = 3  # digits, the leading zero included


@lru_cache(maxsize=1 << 17)
def word(token: str) -> Word:
    """One of the *tokens* of a folded text."""
    match = _TOKEN.fullmatch(token)
    if match is None or match.lastgroup == "word":
        return Word(token)
    if match.lastgroup == "email":
        return Word(token, tuple(_PLAIN.findall(token)))
    digits = tuple(_DIGITS.findall(token))
    if match.lastgroup == "range":
        return Word("-".join(digits), digits)
    return _date(token, digits) if match.lastgroup == "date" else _number(token, digits)


def _date(text: str, digits: tuple[str, ...]) -> Word:
    """Year, month and day in this order; the month may be a word, the day may be missing."""
    named = next((n for n, name in enumerate(_MONTHS, start=1) if name in text), 0)
    steps = list(digits) if len(digits[0]) == len("2026") else list(digits[::-1])
    if named:
        steps.insert(1, str(named))
    year, month = steps[0], f"{steps[0]}-{steps[1].zfill(2)}"
    if len(steps) == 2:
        return Word(month, (year,))
    return Word(f"{month}-{steps[2].zfill(2)}", (year, month))


def _number(text: str, groups: tuple[str, ...]) -> Word:
    joined = ("+" if text.startswith("+") else "") + "".join(groups)
    number = _COUNTRY.sub("0", joined, count=1) if _COUNTRY.match(joined) else joined.lstrip("+")
    parts = groups if len(groups) > 1 else ()
    is_begun = number.startswith("0") and len(number) in _BEGUN_DIGITS and parts
    if len(number) not in _NUMBER_DIGITS and not is_begun:
        # Too short or too long to be dialled: several numbers that happen to stand together.
        return Word("-".join(groups), parts)
    is_local = number.startswith("0") and len(number) >= _AREA_CODE + 6
    return Word(number, parts, number[_AREA_CODE:] if is_local else "")


def _replaced(text: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, to in rules:
        text = pattern.sub(to, text)
    return text


def _cut(word: str, endings: tuple[str, ...]) -> str:
    """*word* without the first of *endings* that leaves enough of it; they stand longest first."""
    for ending in endings:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if len(rest) >= _SHORTEST_STEM and _SOUND.search(rest):
                return rest
    return word


def forget() -> None:
    """Lets go of what was remembered of single words."""
    key.cache_clear()
    word.cache_clear()
