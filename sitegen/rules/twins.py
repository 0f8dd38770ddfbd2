"""Records that are probably one and the same: proposed with a score, never joined.

Pairs are looked for among records of one folder that share a rare word of a name, a telephone, a
mailbox or a site, so that the work does not grow with the square of the directory.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import fsum, log
from typing import Any
from urllib.parse import urlsplit

from sitegen.diagnostics import Diagnostic, warning
from sitegen.frozen import dataclass
from sitegen.kinds.common import EVENTS, RECORDS, Record
from sitegen.patterns import regex
from sitegen.schema import Decoded, relations_of
from sitegen.scripts.serbian import fold
from sitegen.values import Ref

Entities = Mapping[Ref, Any]
_Words = tuple[str, ...]

_LIKELY = 0.86  # of 1: what is reported
_MOST_OF_A_KEY = 40  # records that share a word; a more common one tells nothing
_MOST_FINDINGS = 100
_SAME = 0.93  # of the letters of two names, so that they are one name written twice
_LONGEST = 200  # letters of a name that are compared
_MOST_OF_A_LETTER = 8  # that are counted, for a quick look
_WORD = regex(r"\w+")
_STOP = frozenset("i u na za o od do sa s iz po kod te ili the of and for in".split())


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of a record."""

    words: frozenset[str]  # folded
    numbers: frozenset[str]  # those of the words that are numbers
    initials: str  # of the words in their order; empty where there are only two
    letters: str  # of all words, those in the order of the alphabet
    bag: int  # a bit for the first, one for the second … of each letter among the letters
    weight: float  # of all words: how much they tell


@dataclass(frozen=True, slots=True)
class _Card:
    """What of a record is compared."""

    record: Record
    names: tuple[_Name, ...]
    acronyms: frozenset[str]
    contacts: frozenset[str]


def twins_are_proposed(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """Two records with nearly the same name, or with the same contacts and a similar one."""
    count = 0
    for folder in RECORDS:
        records = [
            entity for ref, entity in sorted(entities.items())
            if ref.folder == folder and isinstance(entity, Record) and folder != EVENTS
        ]  # fmt: skip
        names = [list(dict.fromkeys(map(_words, _texts(record)))) for record in records]
        weights = _weights(names)
        cards = [_card(record, words, weights) for record, words in zip(records, names, strict=True)]
        for one, other in _pairs(cards):
            score = _score(one, other, weights)
            if score >= _LIKELY:
                first, second = sorted((one.record.ref, other.record.ref))
                count += 1
                if count > _MOST_FINDINGS:
                    return
                yield warning(
                    decoded[second].place_of("title"), "record.twin",
                    found=str(first), score=str(round(100 * min(score, 1.0))),
                    suggestion=f"not_same_as: [{first}]",
                    related=(decoded[first].place_of("title"),),
                )  # fmt: skip


def _texts(record: Record) -> list[str]:
    texts = [record.title.plain]
    texts += [record.short_title.plain] if record.short_title else []
    texts += [one.name.plain for one in record.other_names if one.kind not in ("misspelling", "translation")]
    return texts


def _card(record: Record, names: Iterable[_Words], weights: Mapping[str, float]) -> _Card:
    return _Card(
        record, tuple(_name(name, weights) for name in names if name),
        frozenset(fold(text) for text in _texts(record) if text.isupper() and re.fullmatch(r"[^\W\d_]{3,8}", text)),
        frozenset(_contacts(record)),
    )  # fmt: skip


def _name(words: _Words, weights: Mapping[str, float]) -> _Name:
    letters = " ".join(sorted(set(words)))[:_LONGEST]
    bag = 0
    for letter in letters:
        bit = 1 << (ord(letter) % 64 * _MOST_OF_A_LETTER)
        for _ in range(_MOST_OF_A_LETTER - 1):
            if not bag & bit:
                break
            bit <<= 1
        bag |= bit
    return _Name(
        frozenset(words), frozenset(filter(str.isdigit, words)),
        "".join(word[0] for word in words) if len(words) > 2 else "",
        letters, bag, fsum(map(weights.__getitem__, set(words))),
    )  # fmt: skip


def _words(text: str) -> _Words:
    return tuple(word for word in _WORD.findall(fold(text)) if word not in _STOP)


def _contacts(record: Any) -> Iterator[str]:
    for line in getattr(record, "phones", ()):
        if len(line.number.e164) > 7:
            yield line.number.e164
    for box in getattr(record, "emails", ()):
        yield box.address.lower()
    for site in getattr(record, "websites", ()):
        parts = urlsplit(site.url)
        yield f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"


def _is_settled(one: Record, other: Record) -> bool:
    """Whether one of two records names the other in any field: who is named is somebody else."""
    return any(
        relation.ref == right.ref
        for left, right in ((one, other), (other, one))
        for _, relation in relations_of(left)
    )


def _weights(names: Iterable[Iterable[_Words]]) -> dict[str, float]:
    """How much a word tells: the rarer the more."""
    of_word: Counter[str] = Counter()
    total = 1
    for held in names:
        total += 1
        of_word.update({word for name in held for word in name})
    return {word: log(1 + total / count) for word, count in of_word.items()}


def _pairs(cards: Sequence[_Card]) -> Iterator[tuple[_Card, _Card]]:
    shelves: dict[str, list[int]] = {}
    for number, card in enumerate(cards):
        words = {word for name in card.names for word in name.words}
        keys = {f"={''.join(sorted(word))}" for word in words if 3 <= len(word) < 7}
        keys |= {f"^{key[:5]}" for key in keys if len(key) > 6}
        keys |= {f"^{word[:5]}" for word in words if len(word) > 6}
        keys |= {f"_{name.initials}" for name in card.names if name.initials}
        keys |= {f"_{short}" for short in card.acronyms} | card.contacts | words
        for key in keys:
            shelves.setdefault(key, []).append(number)
    seen: set[int] = set()
    for key in sorted(key for key, held in shelves.items() if 1 < len(held) <= _MOST_OF_A_KEY):
        for one, other in combinations(shelves[key], 2):
            pair = one * len(cards) + other
            if pair not in seen:
                seen.add(pair)
                yield cards[one], cards[other]


def _score(one: _Card, other: _Card, weights: Mapping[str, float]) -> float:
    """From 0 to 1; may be lower where it is too low to be reported.

    Numbers in names must be the same: a plan for 2003–2005 is not the one for 2005–2008.
    """
    share_contacts = not one.contacts.isdisjoint(other.contacts)
    telling = 0.4 if share_contacts else _LIKELY
    best = 0.0
    for a in one.names:
        for b in other.names:
            if a.numbers == b.numbers and not a.words.isdisjoint(b.words):
                best = max(best, _likeness(a, b, weights, telling))
    for left, right in ((one, other), (other, one)) if one.acronyms or other.acronyms else ():
        if any(name.initials in right.acronyms for name in left.names):
            best = max(best, 0.88)
    if share_contacts and best >= 0.4:
        best += 0.35
    return 0.0 if best >= _LIKELY and _is_settled(one.record, other.record) else best


def _likeness(one: _Name, other: _Name, weights: Mapping[str, float], telling: float) -> float:
    """How like two names with a word in common are, from 0 to 1: shared words by their weight, or
    nearly the same letters in all. May be lower where it is less than *telling*."""
    by_words, whole = 0.0, one.weight + other.weight
    # All words of the one that tells less may be shared, and no more.
    if 2 * min(one.weight, other.weight) / whole >= telling:
        by_words = 2 * fsum(map(weights.__getitem__, one.words & other.words)) / whole
    # Letters that only one of them has are no part of what is the same.
    length = len(one.letters) + len(other.letters)
    if (length - (one.bag ^ other.bag).bit_count()) / length < _SAME:
        return by_words
    ratio = difflib.SequenceMatcher(None, one.letters, other.letters, autojunk=False).ratio()
    return max(by_words, ratio if ratio >= _SAME else 0.0)
