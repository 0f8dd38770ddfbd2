"""What all stretches together say of the words of one part: lines of the index, before it is cut into files.

A part is merged of what the stretches say of its words, and remembered by just that: an edited text
changes a few words, and so a few parts. What lies where in the index is left to ``search``.
"""

from __future__ import annotations

import hashlib
import marshal
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from sitegen import search_keys
from sitegen.search_sketch import LEVELS, Runs, gap, packed_numbers, words_in

LONG = 1000  # documents of levels of one word; of a word of more the lower levels lie elsewhere
FIRST = 700  # of those, in the line itself
FULLER, FULLEST = 8, 20  # times, the shards of numbers and those of addresses
_MOST_DOCUMENTS, _IN_NAME = 31, 32


class Part(NamedTuple):
    """The words of one part as each stretch tells of them, and the numbers at which stretches start."""

    starts: Sequence[int]
    words: tuple[bytes, ...]

    @property
    def key(self) -> str:
        """A digest of all of it."""
        hasher = hashlib.blake2b(repr((self.starts, [*map(len, self.words)])).encode(), digest_size=16)
        for body in self.words:
            hasher.update(body)
        return hasher.hexdigest()


class Term(NamedTuple):
    """A key and its line."""

    key: str
    size: int  # what the line counts in its shard
    line: str
    rest: str  # the levels that lie elsewhere, if any do
    documents: int  # of all levels and names


class Spelling(NamedTuple):
    """A word of the dictionary for typos."""

    form: str  # folded
    written: str  # as most texts write it, in small letters where any text does
    weight: int  # the number of documents, and _IN_NAME


class Merged(NamedTuple):
    """What all stretches say of the words of one part, or of all."""

    terms: list[Term]
    names: list[tuple[str, int, str]]  # words of names as they are written, with size and line
    spellings: list[Spelling]


def merged(part: Part) -> Merged:
    """What the stretches of *part* say together."""
    held = [words_in(body) for body in part.words]
    return Merged(
        list(_terms([one.named for one in held], [one.levels for one in held], part.starts)),
        [
            (word, bytes_of(word, line := f"{word} {text}"), line)
            for word, (_, text) in _runs([one.names for one in held], part.starts).items()
        ],
        list(_spellings([one.spellings for one in held])),
    )  # fmt: skip


def packed(one: Merged) -> bytes:
    """*one* for the memory of a build."""
    return marshal.dumps([[tuple(row) for row in rows] for rows in one])


def unpacked(body: bytes) -> Merged:
    """What ``packed`` made *body* of."""
    terms, names, spellings = marshal.loads(body)  # noqa: S302 - the memory has compared its checksum
    return Merged([Term(*row) for row in terms], names, [Spelling(*row) for row in spellings])


def bytes_of(word: str, line: str) -> int:
    """What *line* counts in its shard: of numbers and addresses, which are seldom asked for, a part, but
    of a year all. Addresses that begin alike stand beside each other."""
    is_full = not is_number(word) or search_keys.is_year(word)
    return (len(line) + 2) // (1 if is_full else FULLEST if word[0] == "@" else FULLER)


def is_number(word: str) -> bool:
    """Whether *word* is a number or an address; these stand before all letters."""
    return word < "A"


# --- postings --------------------------------------------------------------------------------


def _terms(
    named: Sequence[Runs], levels: Sequence[Sequence[Mapping[str, bytes]]], starts: Sequence[int]
) -> Iterable[Term]:
    in_names = _runs(named, starts)
    held: dict[str, list[_Level]] = {key: [] for key in in_names}
    for level in reversed(range(LEVELS)):
        for key, numbers in _numbers([one[level] for one in levels], starts).items():
            held.setdefault(key, []).append((level, numbers))
    for key, known in held.items():
        count, text = in_names.get(key, (0, ""))
        first, others = _cut_off(known)
        line = " ".join([key, *([f"n{text}"] if count else []), *map(_level, first)])
        whole = count + sum(len(numbers) for _, numbers in known)
        yield Term(key, bytes_of(key, line), line, " ".join(map(_level, others)), whole)


_Level = tuple[int, Sequence[int]]  # and the documents whose weight is of it


def _cut_off(levels: list[_Level]) -> tuple[list[_Level], list[_Level]]:
    """What of *levels*, the highest first, lies in the line of a term itself, and what lies elsewhere."""
    if sum(len(numbers) for _, numbers in levels) <= LONG:
        return levels, []
    documents = accumulate(len(numbers) for _, numbers in levels)
    end = sum(count <= FIRST for count in documents)
    return levels[:end], levels[end:]


def _level(held: _Level) -> str:
    level, numbers = held
    return f"{level}{packed_numbers(numbers)}"


def _numbers(runs: Sequence[Mapping[str, bytes]], starts: Sequence[int]) -> Mapping[str, Sequence[int]]:
    """Each word with the numbers of its documents, those of all stretches in one."""
    found: dict[str, array[int]] = {}
    for start, held in zip(starts, runs, strict=True):
        for word, numbers in held.items():
            if word not in found:
                found[word] = array("I")
            found[word].extend(map(start.__add__, numbers))
    return found


def _runs(runs: Sequence[Runs], starts: Sequence[int]) -> dict[str, tuple[int, str]]:
    """Each word with the number of its documents and their postings, the runs of all stretches
    in one."""
    letters: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    before: dict[str, int] = {}
    for start, held in zip(starts, runs, strict=True):
        for word, (first, last, count, text) in held.items():
            known = letters.get(word)
            if known is None:
                letters[word] = [gap(start + first), text]
                counts[word] = count
            else:
                known += (gap(start + first - before[word]), text)
                counts[word] += count
            before[word] = start + last
    return {word: (counts[word], "".join(found)) for word, found in letters.items()}


# --- the dictionary for typos ----------------------------------------------------------------


def _spellings(held: Iterable[Mapping[str, list[tuple[str, int, bool]]]]) -> Iterable[Spelling]:
    counts: dict[str, dict[str, int]] = {}
    in_names: set[str] = set()
    for one in held:
        for form, found in one.items():
            known = counts.setdefault(form, {})
            for written, count, is_in_name in found:
                known[written] = known.get(written, 0) + count
                if is_in_name:
                    in_names.add(form)
    for form, known in counts.items():
        usual = min(
            (not plain.islower(), -count, plain)
            for written, count in known.items()
            for plain in (written.replace("\u00ad", ""),)
        )
        weight = min(_MOST_DOCUMENTS, max(known.values())) + (_IN_NAME if form in in_names else 0)
        yield Spelling(form, usual[2], weight)
