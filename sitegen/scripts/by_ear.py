"""How a reader of Serbian writes a foreign name that she has only heard: „сејв д чилдрен“.

Common words of names are listed in ``heard.json``; others go by rules for English, German
and the languages whose letters sound as in Latin. Knows spellings, not records.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

from sitegen.patterns import regex

LONGEST_ACRONYM = 6
Rules = tuple[tuple[re.Pattern[str], str], ...]


def spellings(text: str, lang: str) -> tuple[str, ...]:
    """*text*, a name in the language *lang* (a tag, may be empty), as it may be heard; Cyrillic.

    The usual way first.
    """
    words = [_heard(word, lang.partition("-")[0]) for word in _WORD.findall(text)]
    ways = zip_longest(*words)
    first = tuple(word[0] for word in words)
    found = (" ".join(one or usual for one, usual in zip(way, first, strict=True)) for way in ways)
    return tuple(dict.fromkeys(_in_cyrillic(one) for one in found if one))


def _heard(word: str, lang: str) -> list[str]:
    is_acronym = word.isupper()
    word = word.lower()
    known = _table().get(lang, {}).get(word) or (
        _table()["en"].get(word) if lang not in _RULES else None
    )
    if known:
        return list(known.split())
    if is_acronym and len(word) < LONGEST_ACRONYM:
        return [word]
    for pattern, sound in _RULES.get(lang, _RULES["en"]):
        word = pattern.sub(sound, word)
    return [word]


@cache
def _table() -> dict[str, Any]:
    path = files(__package__).joinpath("heard.json")
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


@cache
def _letters() -> tuple[tuple[str, str], ...]:
    text = files(__package__).joinpath("letters.json").read_text(encoding="utf-8")
    pairs = ((latin, letter) for letter, latin in json.loads(text)["latin"].items())
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _in_cyrillic(text: str) -> str:
    for latin, letter in _letters():
        text = text.replace(latin, letter)
    return text


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern), sound) for pattern, sound in pairs)


_WORD = regex(r"[^\W\d_]+")
_ONCE = (r"([b-df-hj-np-tv-z])\1", r"\1")  # a doubled consonant sounds once
_RULES = {
    "en": _rules(
        ("tion$", "šn"), ("sion$", "žn"), ("ture$", "čer"),
        ("a([bcdfgklmnpstvz])e\\b", r"ej\1"), ("i([bcdfgklmnpstvz])e\\b", r"aj\1"),
        ("o([bcdfgklmnpstvz])e\\b", r"o\1"), ("u([bcdfgklmnpstvz])e\\b", r"ju\1"),
        ("igh", "aj"), ("sch|sh", "š"), ("ch", "č"), ("ck", "k"), ("ph", "f"), ("th", "t"),
        ("ee|ea", "i"), ("oo", "u"), ("ou", "au"), ("ai|ay", "ej"), ("qu", "kv"), ("x", "ks"), ("w", "v"),
        ("c(?=[eiy])", "s"), ("g(?=e\\b)", "dž"), ("\\bj", "dž"), ("y", "i"), ("c", "k"), _ONCE,
    ),
    "de": _rules(
        ("([aeiouäöü])h(?![aeiouäöü])", r"\1"), ("tsch", "č"), ("sch", "š"), ("tion", "cion"), ("th", "t"), ("chs", "ks"), ("ch", "h"), ("ck", "k"),
        ("ph", "f"), ("tz", "c"), ("ie", "i"), ("ei|ai", "aj"), ("eu|äu", "oj"), ("ß", "s"), ("ä|ö", "e"),
        ("ü", "i"), ("z", "c"), ("v", "f"), ("w", "v"), ("qu", "kv"), ("x", "ks"),
        ("y", "i"), ("\\bs(?=[pt])", "š"), ("dt", "t"), ("c(?=[aoukl])", "k"), _ONCE,
    ),
    "la": _rules(("ph", "f"), ("qu", "kv"), ("x", "ks"), ("ae|oe", "e"), ("c(?![eiy])", "k"), ("y", "i"), ("w", "v"), _ONCE),
    "it": _rules(
        ("sc(?=[ei])", "š"), ("c(?=[ei])", "č"), ("ch", "k"), ("g(?=[ei])", "đ"), ("gh", "g"), ("gli", "lj"), ("gn", "nj"),
        ("qu", "kv"), ("c(?![ei])", "k"), ("z", "c"), ("h", ""), _ONCE,
    ),
    "fr": _rules(
        ("eaux?", "o"), ("au", "o"), ("ou", "\0"), ("u", "i"), ("\0", "u"), ("oi", "oa"), ("ch", "š"), ("ph", "f"), ("qu", "k"),
        ("g(?=[eiy])", "ž"), ("j", "ž"), ("ç|c(?=[eiy])", "s"), ("c", "k"), ("gn", "nj"), ("[éèê]", "e"), ("(?<=.)[estx]\\b", ""), ("y", "i"),
        ("h", ""), ("x", "ks"), _ONCE,
    ),
}  # fmt: skip
