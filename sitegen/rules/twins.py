"""Records that are probably one and the same: proposed with a score, never joined.

Pairs are looked for among records of one folder that share a rare word of a name, a telephone, a
mailbox or a site, so that the work does not grow with the square of the directory.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any
from urllib.parse import urlsplit

from sitegen.diagnostics import Diagnostic, warning
from sitegen.kinds.common import EVENTS, RECORDS, Record
from sitegen.schema import Decoded, relations_of
from sitegen.scripts.serbian import fold
from sitegen.values import Ref

Entities = Mapping[Ref, Any]

_LIKELY = 0.86  # of 1: what is reported
_MOST_OF_A_KEY = 40  # records that share a word; a more common one tells nothing
_MOST_FINDINGS = 100
_STOP = frozenset("i u na za o od do sa s iz po kod te ili the of and for in".split())


@dataclass(frozen=True, slots=True)
class _Card:
    """What of a record is compared."""

    ref: Ref
    names: tuple[tuple[str, ...], ...]  # words of each name, folded
    acronyms: frozenset[str]
    contacts: frozenset[str]
    settled: frozenset[Ref]  # records that it is related to, or is said not to be


def twins_are_proposed(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """Two records with nearly the same name, or with the same contacts and a similar one."""
    count = 0
    for folder in RECORDS:
        cards = {
            ref: _card(entity) for ref, entity in sorted(entities.items())
            if ref.folder == folder and isinstance(entity, Record) and folder != EVENTS
        }  # fmt: skip
        weights = _weights(cards.values())
        for one, other in _pairs(cards, weights):
            score = _score(one, other, weights)
            if score >= _LIKELY:
                first, second = sorted((one.ref, other.ref))
                count += 1
                if count > _MOST_FINDINGS:
                    return
                yield warning(
                    decoded[second].place_of("title"), "record.twin",
                    found=str(first), score=str(round(100 * min(score, 1.0))),
                    suggestion=f"not_same_as: [{first}]",
                    related=(decoded[first].place_of("title"),),
                )  # fmt: skip


def _card(record: Record) -> _Card:
    texts = [record.title.plain]
    texts += [record.short_title.plain] if record.short_title else []
    texts += [one.name.plain for one in record.other_names if one.kind not in ("misspelling", "translation")]
    words = tuple(dict.fromkeys(_words(text) for text in texts))
    return _Card(
        record.ref, tuple(name for name in words if name),
        frozenset(fold(text) for text in texts if re.fullmatch(r"[^\W\d_]{3,8}", text) and text.isupper()),
        frozenset(_contacts(record)),
        frozenset(_settled(record)),
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.findall(r"\w+", fold(text)) if word not in _STOP)


def _contacts(record: Any) -> Iterator[str]:
    for line in getattr(record, "phones", ()):
        if len(line.number.e164) > 7:
            yield line.number.e164
    for box in getattr(record, "emails", ()):
        yield box.address.lower()
    for site in getattr(record, "websites", ()):
        parts = urlsplit(site.url)
        yield f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"


def _settled(record: Record) -> Iterator[Ref]:
    """Records that *record* names in any field: who is named is somebody else."""
    for _, relation in relations_of(record):
        if relation.ref is not None and relation.ref.folder == record.ref.folder:
            yield relation.ref


def _weights(cards: Any) -> dict[str, float]:
    """How much a word tells: the rarer the more."""
    of_word: Counter[str] = Counter()
    total = 1
    for card in cards:
        total += 1
        of_word.update({word for name in card.names for word in name})
    return {word: log(1 + total / count) for word, count in of_word.items()}


def _pairs(
    cards: Mapping[Ref, _Card], weights: Mapping[str, float]
) -> Iterator[tuple[_Card, _Card]]:
    shelves: dict[str, list[Ref]] = {}
    for ref, card in cards.items():
        keys = {word for name in card.names for word in name}
        keys |= {f"={''.join(sorted(word))}" for word in keys if len(word) in range(3, 7)}
        keys |= {f"^{word[:5]}" for word in keys if len(word) > 6}
        keys |= {f"_{_initials(name)}" for name in card.names if len(name) > 2}
        keys |= {f"_{short}" for short in card.acronyms} | card.contacts
        for key in sorted(keys):
            shelves.setdefault(key, []).append(ref)
    seen: set[tuple[Ref, Ref]] = set()
    for key in sorted(shelves):
        if len(shelves[key]) <= _MOST_OF_A_KEY:
            for pair in combinations(shelves[key], 2):
                if pair not in seen:
                    seen.add(pair)
                    yield cards[pair[0]], cards[pair[1]]


def _initials(name: tuple[str, ...]) -> str:
    return "".join(word[0] for word in name)


def _score(one: _Card, other: _Card, weights: Mapping[str, float]) -> float:
    if one.ref in other.settled or other.ref in one.settled:
        return 0.0
    best = max(
        (_likeness(a, b, weights) for a in one.names for b in other.names), default=0.0
    )
    for left, right in ((one, other), (other, one)):
        if any(_initials(name) in right.acronyms for name in left.names if len(name) > 2):
            best = max(best, 0.88)
    if one.contacts & other.contacts and best >= 0.4:
        best += 0.35
    return best


def _likeness(one: tuple[str, ...], other: tuple[str, ...], weights: Mapping[str, float]) -> float:
    """From 0 to 1: shared words by their weight, or nearly the same letters in all.

    Numbers must be the same: a plan for 2003–2005 is not the one for 2005–2008.
    """
    if {word for word in one if word.isdigit()} != {word for word in other if word.isdigit()}:
        return 0.0
    mine, theirs = set(one), set(other)
    shared = sum(weights[word] for word in mine & theirs)
    whole = sum(weights[word] for word in mine) + sum(weights[word] for word in theirs)
    by_words = 2 * shared / whole if whole else 0.0
    if by_words < 0.3 and len(mine & theirs) == 0:
        return by_words
    left, right = " ".join(sorted(mine)), " ".join(sorted(theirs))
    matcher = difflib.SequenceMatcher(None, left[:200], right[:200], autojunk=False)
    if matcher.real_quick_ratio() < 0.93 or matcher.quick_ratio() < 0.93:
        return by_words
    return max(by_words, matcher.ratio() if matcher.ratio() >= 0.93 else 0.0)
