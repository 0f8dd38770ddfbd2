"""The search index: one set of small scripts under ``search/`` for both editions.

Browsers refuse to fetch files under ``file://``, and the copy on a USB stick must search too, so
every file is a plain script that hands one string to ``browser/search.js``. That program and the
formats below belong together:

- ``s.js``: the program itself, ``browser/search.js``, and the manifest, JSON: what exists, where each shard
  begins, the tables of the keys; ``w.js``: its part that knows numbers and addresses, with the patterns, loaded
  with the first question that has one; ``y.js``: its part that knows typos, loaded
  at the first word that nobody wrote; ``p.js``: its part that narrows a result, loaded when used;
  ``k.js``: its part that lists names under the field, and ``x.js``: its part that shows summaries and the
  place found in a text, loaded after the first result.
- ``t<N>.js``: terms. A line is a key and, after spaces, the documents it stands in: ``n`` and postings where
  it stands in a name or in a phrase that readers type, else ``3`` to ``0``, the level of its weight there, and
  numbers. Of a word of very many documents the lower levels lie elsewhere, and the line ends in ``~``, the highest
  of those levels, the number of an ``r`` file, a comma and the number of all its documents.
- ``r<N>.js``: those levels, in lines like the ones above; loaded where they could change the first results.
- ``n<N>.js``: words of names as they are written, for the word being typed. A line is
  ``form postings``.
- ``d<N>.js``: what is listed of the records of one slice, JSON: ``[kind, path, title, contact, doubt]``, the last
  ones where there are any, and on a small site alone; a title is a list of parts when some of it stays Latin, and
  a star in a path stands for the title as a part of an address.
- ``e<N>.js``: what else is shown of the records of one piece, JSON: ``[summary, contact, doubt]``; a summary is
  as a title. ``b<N>.js``: their texts, JSON: a list of strings. The bigger the site, the shorter, and
  none at all on a very big one. Letters of titles, summaries and texts are ``swapped``.
- ``f<N>.js``: the dictionary for typos: written words in the order of their folded forms,
  front-coded. A line is a letter for how much of the line before it keeps, a letter for its
  weight (the number of documents, 32 more if it stands in a name), and the rest of the word.
- ``c.js``: facets, JSON: by the name of each a list of ``[id, label, numbers]``; a label is as
  the title of a record, and empty for a kind of document.

Numbers of documents are packed as ``search_sketch.packed_numbers`` says. Postings are, for each document, a gap
(from the document before, in digits of five bits, lowest first, 32 added while more follow) and what is known
there; each number is one letter of ``ALPHABET``. Of a term in a name it is its weight in the document in five
bits and then as many spots as there are; of a word of names it is the spots alone. A spot is a position
modulo 4, and 4 if readers do not see that name, 8 if it opens its name, 16 if it closes it, 32 if another spot
follows. A word that is a name by itself has no position but, modulo 4 as well, how it is written: its length
and a fourth of the code of its last letter.

How documents are numbered, and what is remembered between builds, say ``search_sketch`` and ``search_words``.
Ranking: BM25F (Robertson, Zaragoza, Taylor 2004), the saturated part worked out in ``search_sketch``, the
rarity of a word and the agreement with names in the browser. Levels from the highest on and bounds for what is
left: Fagin, Lotem, Naor (2001).
"""

from __future__ import annotations

import hashlib
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import TypeVar

from sitegen import search_keys
from sitegen.artifacts import Artifact, OutPath
from sitegen.scripts.spans import Prose
from sitegen.search_sketch import (
    ALPHABET,
    KINDS,
    SWAPPED,
    Entry,
    SearchDocument,
    Sketch,
    Stretch,
    as_json,
    forget,
    packed_numbers,
    parts_of,
    size_for,
    sketched,
    stretches,
)
from sitegen.search_words import Merged, Part, Spelling, Term, bytes_of, is_number, merged

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a result, and its choices in the order in which readers see them."""

    name: str  # in addresses: "oblast"
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet."""

    id: str  # in addresses
    label: Prose
    paths: frozenset[str]  # of the documents that have it


KIND_FACET = "vrsta"
# The parts of the program, by the names under which they are loaded.
PROGRAMS = {
    "s": "search.js",
    "w": "search_numbers.js",
    "y": "search_typos.js",
    "p": "search_facets.js",
    "k": "search_names.js",
    "x": "search_snippets.js",
}
# Bytes of a shard at least, and how many shards there may be before they become fuller.
SHARD_BYTES, SHARDS, SHARDS_OF_TERMS = 1200, 256, 400
REST_BYTES, RESTS = 3000, 220

Sketcher = Callable[[Iterable[Stretch]], Iterable[Sketch]]
Merger = Callable[[Iterable[Part]], Iterable[Merged]]


@cache
def program(name: str) -> bytes:
    """The program that PROGRAMS calls *name*, as it is sent."""
    # Its patterns take long to compile, and programs are remembered.
    from sitegen.minify import minified

    file = files(__package__).joinpath(f"browser/{PROGRAMS[name]}")
    return minified(file.read_text(encoding="utf-8")).encode()


def _programs() -> Mapping[str, bytes]:
    return {name: program(name) for name in PROGRAMS}


def build_index(
    documents: Iterable[SearchDocument], danger: Iterable[str] = (), facets: Iterable[Facet] = ()
) -> tuple[Artifact, ...]:
    """Every file of the search over *documents*; see ``index``."""
    entries = [Entry(one.path, one.kind, "", lambda one=one: one) for one in documents]  # type: ignore[misc]
    return tuple(sorted(index(entries, danger, facets), key=lambda one: one.path))


def index(
    entries: Iterable[Entry], danger: Iterable[str] = (), facets: Iterable[Facet] = (),
    sketch: Sketcher = lambda parts: map(sketched, parts),
    merge: Merger = lambda parts: map(merged, parts),
    programs: Callable[[], Mapping[str, bytes]] = _programs,
) -> Iterator[Artifact]:  # fmt: skip
    """Every file of the search. What is shown of a stretch is let go when its files are made.

    A query that holds all words of a phrase of *danger* is answered with where to call for help.
    The kind is a facet by itself, before *facets*. Bytes depend on what is given alone, not on the
    order of the entries. A kind outside KINDS raises ValueError. *sketch* is ``sketched`` and *merge* is
    ``merged`` of one after another, *programs* gives ``program`` of all; who remembers these brings his own.
    """
    known = list(entries)
    size = size_for(len(known))
    parts = list(stretches(known))
    starts = range(0, len(parts) * size.slices * size.room, size.slices * size.room)
    numbers = {
        entry.path: start + at * size.room + place
        for start, part in zip(starts, parts, strict=True)
        for at, one in enumerate(part.slices)
        for place, entry in enumerate(one)
    }
    hasher = hashlib.sha256()

    def file(name: str, text: str) -> Artifact:
        content = _handed_over(name, text)
        hasher.update(content)
        return Artifact(OutPath(f"search/{name}.js"), content)

    words: list[tuple[bytes, ...]] = []
    for number, one in enumerate(sketch(parts)):
        for at, text in enumerate(one.rows, start=number * size.slices):
            yield file(f"d{at}", text)
        for letter, pieces in (("e", one.rests), ("b", one.texts)):
            for at, held in enumerate(pieces, start=number * size.slices):
                for n, text in enumerate(held, start=at * size.pieces):
                    yield file(f"{letter}{n}", text)
        words.append(one.words)
    forget()
    found = Merged([], [], [])
    for merged_part in merge([Part(starts, held) for held in zip(*words, strict=True)]):
        found.terms.extend(merged_part.terms)
        found.names.extend(merged_part.names)
        found.spellings.extend(merged_part.spellings)
    del words
    # About what front coding leaves of a word.
    typos = _cut([(one.form, len(one.form) // 2 + 3, one) for one in sorted(found.spellings)]) or [[]]
    for n, shard in enumerate(typos):
        yield file(f"f{n}", _front_coded(shard))
    names = _cut(sorted(found.names)) or [[]]
    terms, rest = _terms(found.terms)
    del found
    for letter, shards in (("t", terms), ("r", rest), ("n", names)):
        for n, lines in enumerate(shards):
            yield file(f"{letter}{n}", "\n".join(lines))
    yield file("c", as_json(_facets(known, numbers, facets)))
    sent = programs()
    for content in sent.values():  # a browser may have kept parts of an older one
        hasher.update(content)
    manifest = {
        "build": hasher.hexdigest()[:8],
        "documents": len(known),
        "slices": len(parts) * size.slices,
        "room": size.room,
        "share": size.share,
        "texts": size.text > 0,
        "swapped": SWAPPED,
        "kinds": KINDS,
        "terms": _boundaries(terms, _word_of),
        "names": _boundaries(names, _word_of),
        "typos": _boundaries(typos, lambda one: one.form),
        "danger": sorted({phrase for phrase in map(_danger_keys, danger) if phrase}),
        "keys": search_keys.browser_table(),
    }
    behind = {
        "s": _handed_over("m", as_json(manifest)),
        "w": _handed_over("numbers", as_json(search_keys.numbers_table())),
    }
    for name, content in sent.items():
        yield Artifact(OutPath(f"search/{name}.js"), content + behind.get(name, b""))


def _danger_keys(phrase: str) -> str:
    """The keys of the words of *phrase*, each once, in order of the alphabet."""
    words = (word.form for word in search_keys.words(phrase))
    return " ".join(sorted({search_keys.key(w) for w in words if not search_keys.is_stop_word(w)}))


# --- words -----------------------------------------------------------------------------------


def _terms(found: list[Term]) -> tuple[list[list[str]], list[list[str]]]:
    """The lines of the shards of terms, and of those that hold the rest of the longest."""
    # Whoever asks for one word of very many documents should not load another as well.
    moved = sorted(
        ((one.key, one.rest) for one in found if one.rest),
        key=lambda one: (2 * len(one[1]) > REST_BYTES, one[0]),
    )
    rest = _shards(moved, REST_BYTES, RESTS)
    where: dict[str, str] = {}
    for number, shard in enumerate(rest):
        for line in shard:
            key, field = line.split(" ", 2)[:2]
            where[key] = f" ~{field[0]}{number}"
    sized: list[tuple[str, int, str]] = []
    for key, size, line, others, documents in sorted(found, key=itemgetter(0)):
        if others:
            line += f"{where[key]},{documents}"
            size = bytes_of(key, line)
        sized.append((key, size, line))
    return _cut(sized, SHARD_BYTES, SHARDS_OF_TERMS) or [[]], rest


def _front_coded(entries: Sequence[Spelling]) -> str:
    lines: list[str] = []
    before = ""
    for _, written, weight in entries:
        same = _same_letters(before, written)
        before = written
        lines.append(ALPHABET[same] + ALPHABET[weight] + written[same:])
    return "\n".join(lines)


# --- facets ----------------------------------------------------------------------------------


def _facets(
    entries: Sequence[Entry], numbers: Mapping[str, int], facets: Iterable[Facet]
) -> dict[str, object]:
    of_kind: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for one in entries:
        of_kind[one.kind].append(one.path)
    kinds = tuple(Choice(kind, Prose(("",)), frozenset(paths)) for kind, paths in of_kind.items())
    return {
        facet.name: [
            [choice.id, parts_of(choice.label), packed_numbers(having)]
            for choice in facet.choices
            if (having := sorted(map(numbers.__getitem__, filter(numbers.__contains__, choice.paths))))
        ]
        for facet in (Facet(KIND_FACET, kinds), *facets)
    }


# --- files -----------------------------------------------------------------------------------


def _shards(
    lines: Iterable[tuple[str, str]], least: int = SHARD_BYTES, shards: int = SHARDS
) -> list[list[str]]:
    written = [(word, f"{word} {postings}") for word, postings in lines]
    return _cut([(word, bytes_of(word, line), line) for word, line in written], least, shards)


def _cut(
    items: Sequence[tuple[str, int, T]], least: int = SHARD_BYTES, most_shards: int = SHARDS
) -> list[list[T]]:
    """*items*, each with its word and its bytes, in shards of some *least* bytes, or of more so that
    there are not many more than *most_shards*.

    The words themselves say where a shard ends: where the manifest needs fewest letters to tell. So it
    is small, and an edit moves the ends near it alone. Numbers and addresses lie apart from other words.
    """
    usual, total = least, sum(size for _, size, _ in items)
    while usual * most_shards < total:
        usual += usual // 8  # in steps, so that few edits change it
    shards: list[list[T]] = []
    sums = [0, *accumulate(size for _, size, _ in items)]  # before each item, and after the last
    sorts = [is_number(word) for word, _, _ in items]
    borders = [n for n, (one, other) in enumerate(pairwise(sorts), start=1) if one != other]
    start = 0
    while start < len(items):
        most = bisect_right(sums, sums[start] + 4 * usual // 3, start + 2) - 1
        border = next(iter(borders[bisect_right(borders, start) :]), len(items))
        if border < most:
            end = border
        elif most < len(items):
            least_end = bisect_left(sums, sums[start] + 2 * usual // 3, start + 1, most)
            end = _end([word for word, _, _ in items[least_end - 1 : most + 1]]) + least_end
        else:
            end = most
        shards.append([item for _, _, item in items[start:end]])
        start = end
    return shards


def _end(words: Sequence[str]) -> int:
    """Behind which of *words*, but the last, a shard ends: where two that follow each other are told apart by
    fewest letters, and among such places by chance."""
    for letters in range(1, max(map(len, words)) + 1):
        ends = [n for n, (last, first) in enumerate(pairwise(words)) if last[:letters] != first[:letters]]
        if ends:
            return min(ends, key=lambda n: zlib.crc32(words[n + 1].encode()))
    return len(words) - 2  # all are the same


def _word_of(line: str) -> str:
    return line.partition(" ")[0]


def _boundaries(shards: Sequence[Sequence[T]], word_of: Callable[[T], str]) -> str:
    """For each of *shards* the shortest text that is after all words of the shard before it, nothing for the
    first; with a space between two."""
    later = [
        _told_apart(word_of(before[-1]), word_of(after[0])) for before, after in pairwise(shards)
    ]
    return " ".join(["", *later])


def _told_apart(last: str, first: str) -> str:
    return first[: _same_letters(last, first) + 1]


def _same_letters(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    for same, (letter, beside) in enumerate(zip(one, other, strict=False)):
        if letter != beside:
            return same
    return min(len(one), len(other))


def _handed_over(name: str, text: str) -> bytes:
    # U+2028 and U+2029 end a line inside a string in older JavaScript.
    literal = as_json(text).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'sitegenSearch.reg("{name}",{literal});\n'.encode()
