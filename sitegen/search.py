"""The search index: one set of small scripts under ``search/`` for both editions.

Browsers refuse to fetch files under ``file://``, and the copy on a USB stick must search too, so
every file is a plain script that hands one string to ``browser/search.js``. That program and the
formats below belong together:

- ``s.js``: the program itself, ``browser/search.js``, and the manifest, JSON: what exists, where each shard
  begins, the tables of the keys; ``y.js``: its part that knows typos, loaded
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
follows.

How documents are numbered, and what is remembered between builds, says ``search_sketch``.
Ranking: BM25F (Robertson, Zaragoza, Taylor 2004), the saturated part worked out in ``search_sketch``, the
rarity of a word and the agreement with names in the browser. Levels from the highest on and bounds for what is
left: Fagin, Lotem, Naor (2001).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import TypeVar

from sitegen import search_keys
from sitegen.artifacts import Artifact, OutPath
from sitegen.scripts.spans import Prose
from sitegen.search_sketch import (
    ALPHABET,
    KINDS,
    LEVELS,
    SWAPPED,
    Entry,
    Runs,
    SearchDocument,
    Sketch,
    Stretch,
    as_json,
    forget,
    gap,
    packed_numbers,
    parts_of,
    size_for,
    sketched,
    stretches,
)

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
    "y": "search_typos.js",
    "p": "search_facets.js",
    "k": "search_names.js",
    "x": "search_snippets.js",
}
# Bytes of a shard at least, and how many shards there may be before they become fuller.
SHARD_BYTES, SHARDS, SHARDS_OF_TERMS = 1200, 256, 400
REST_BYTES, RESTS = 3000, 220
FULLER, FULLEST = 8, 20  # times, the shards of numbers and those of addresses
LONG = 1000  # documents of levels of one word; of a word of more the lower levels lie elsewhere
FIRST = 700  # of those, in the line itself

Sketcher = Callable[[Iterable[Stretch]], Iterable[Sketch]]


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
    programs: Callable[[], Mapping[str, bytes]] = _programs,
) -> Iterator[Artifact]:  # fmt: skip
    """Every file of the search. What is shown of a stretch is let go when its files are made.

    A query that holds all words of a phrase of *danger* is answered with where to call for help.
    The kind is a facet by itself, before *facets*. Bytes depend on what is given alone, not on the
    order of the entries. A kind outside KINDS raises ValueError. *sketch* is ``sketched`` of one after
    another, *programs* gives ``program`` of all; who remembers these brings his own.
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

    words: list[Sketch] = []
    for number, one in enumerate(sketch(parts)):
        for at, text in enumerate(one.rows, start=number * size.slices):
            yield file(f"d{at}", text)
        for letter, pieces in (("e", one.rests), ("b", one.texts)):
            for at, held in enumerate(pieces, start=number * size.slices):
                for n, text in enumerate(held, start=at * size.pieces):
                    yield file(f"{letter}{n}", text)
        words.append(replace(one, rows=(), rests=(), texts=()))
    typos = _dictionary(words)
    for n, shard in enumerate(typos):
        yield file(f"f{n}", _front_coded(shard))
    names = _shards(
        (word, text)
        for word, (_, text) in sorted(_merged([one.names for one in words], starts).items())
    )
    terms, rest = _terms(words, starts)
    del words
    _dictionary_form.cache_clear()
    forget()
    for letter, shards in (("t", terms), ("r", rest), ("n", names)):
        for n, lines in enumerate(shards):
            yield file(f"{letter}{n}", "\n".join(lines))
    yield file("c", as_json(_facets(known, numbers, facets)))
    manifest = {
        "build": hasher.hexdigest()[:8],
        "documents": len(known),
        "slices": len(parts) * size.slices,
        "room": size.room,
        "share": size.share,
        "texts": size.text > 0,
        "swapped": SWAPPED,
        "kinds": KINDS,
        "terms": _boundaries(_firsts_and_lasts(terms)),
        "names": _boundaries(_firsts_and_lasts(names)),
        "typos": _boundaries([(shard[0].form, shard[-1].form) for shard in typos]),
        "danger": sorted({phrase for phrase in map(_danger_keys, danger) if phrase}),
        "keys": search_keys.browser_table(),
    }
    for name, content in programs().items():
        whole = content + _handed_over("m", as_json(manifest)) if name == "s" else content
        yield Artifact(OutPath(f"search/{name}.js"), whole)


def _danger_keys(phrase: str) -> str:
    """The keys of the words of *phrase*, each once, in order of the alphabet."""
    words = (word.form for word in search_keys.words(phrase))
    return " ".join(sorted({search_keys.key(w) for w in words if not search_keys.is_stop_word(w)}))


# --- postings --------------------------------------------------------------------------------


def _terms(
    sketches: Sequence[Sketch], starts: Sequence[int]
) -> tuple[list[list[str]], list[list[str]]]:
    """The lines of the shards of terms, and of those that hold the rest of the longest."""
    named = _merged([one.named for one in sketches], starts)
    held: dict[str, list[_Level]] = {key: [] for key in named}
    for level in reversed(range(LEVELS)):
        for key, numbers in _numbers([one.levels[level] for one in sketches], starts).items():
            held.setdefault(key, []).append((level, numbers))
    lines: dict[str, str] = {}
    moved: list[tuple[str, str]] = []
    counts: dict[str, int] = {}
    for key in sorted(held):
        count, text = named.get(key, (0, ""))
        first, others = _cut_off(held[key])
        lines[key] = " ".join([key, *([f"n{text}"] if count else []), *map(_level, first)])
        if others:
            moved.append((key, " ".join(map(_level, others))))
            counts[key] = count + sum(len(numbers) for _, numbers in held[key])
    # Whoever asks for one word of very many documents should not load another as well.
    moved.sort(key=lambda one: (2 * len(one[1]) > REST_BYTES, one[0]))
    rest = _shards(moved, REST_BYTES, RESTS)
    for number, shard in enumerate(rest):
        for line in shard:
            key, field = line.split(" ", 2)[:2]
            lines[key] += f" ~{field[0]}{number},{counts[key]}"
    sized = [(key, _bytes_of(key, line), line) for key, line in lines.items()]
    return _cut(sized, SHARD_BYTES, SHARDS_OF_TERMS), rest


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


def _merged(runs: Sequence[Runs], starts: Sequence[int]) -> dict[str, tuple[int, str]]:
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


_LETTERS_ONLY = re.compile("[a-z]+")
_DICTIONARY_LENGTHS = range(4, 25)
_MOST_DOCUMENTS, _IN_NAME = 31, 32
_LONGEST_ACRONYM = 5


@dataclass(frozen=True, slots=True)
class _Entry:
    form: str  # folded
    written: str  # as most texts write it, in small letters where any text does
    weight: int  # the number of documents, and _IN_NAME


def _dictionary(sketches: Iterable[Sketch]) -> list[list[_Entry]]:
    """What people have written, for those who mistype it; neither numbers nor acronyms."""
    counted: Counter[str] = Counter()
    named: set[str] = set()
    for sketch in sketches:
        counted.update(sketch.written)
        named |= sketch.in_names
    spellings: dict[str, list[tuple[bool, int, str]]] = {}
    in_names: set[str] = set()
    for written, count in counted.items():
        form = _dictionary_form(written)
        if form:
            usual = written.replace("\u00ad", "")
            spellings.setdefault(form, []).append((not usual.islower(), -count, usual))
            if written in named:
                in_names.add(form)
    entries = []
    for form in sorted(spellings):
        documents = max(-count for _, count, _ in spellings[form])
        weight = min(_MOST_DOCUMENTS, documents) + (_IN_NAME if form in in_names else 0)
        entries.append(_Entry(form, min(spellings[form])[2], weight))
    # About what front coding leaves of a word.
    return _cut([(entry.form, len(entry.form) // 2 + 3, entry) for entry in entries])


@lru_cache(maxsize=1 << 17)
def _dictionary_form(written: str) -> str:
    """The folded form of a word that may be mistyped, else nothing."""
    if written.isupper() and len(written) <= _LONGEST_ACRONYM:
        return ""
    form = search_keys.folded(written)
    fits = len(form) in _DICTIONARY_LENGTHS and _LETTERS_ONLY.fullmatch(form)
    return form if fits and not search_keys.is_stop_word(form) else ""


def _front_coded(entries: Sequence[_Entry]) -> str:
    lines: list[str] = []
    before = ""
    for entry in entries:
        same = _same_letters(before, entry.written)
        before = entry.written
        lines.append(ALPHABET[same] + ALPHABET[entry.weight] + entry.written[same:])
    return "\n".join(lines)


# --- facets ----------------------------------------------------------------------------------


def _facets(
    entries: Sequence[Entry], numbers: Mapping[str, int], facets: Iterable[Facet]
) -> dict[str, object]:
    kinds = tuple(
        Choice(kind, Prose(("",)), frozenset(one.path for one in entries if one.kind == kind))
        for kind in KINDS
    )
    return {
        facet.name: [
            [choice.id, parts_of(choice.label), packed_numbers(having)]
            for choice in facet.choices
            if (having := sorted(numbers[path] for path in choice.paths if path in numbers))
        ]
        for facet in (Facet(KIND_FACET, kinds), *facets)
    }


# --- files -----------------------------------------------------------------------------------


def _shards(
    lines: Iterable[tuple[str, str]], least: int = SHARD_BYTES, shards: int = SHARDS
) -> list[list[str]]:
    written = [(word, f"{word} {postings}") for word, postings in lines]
    return _cut([(word, _bytes_of(word, line), line) for word, line in written], least, shards)


def _bytes_of(word: str, line: str) -> int:
    """What *line* counts in its shard: of numbers and addresses, which are seldom asked for, a part, but
    of a year all. Addresses that begin alike stand beside each other."""
    is_full = not _is_number(word) or search_keys.is_year(word)
    return (len(line) + 2) // (1 if is_full else FULLEST if word[0] == "@" else FULLER)


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
    start = 0
    while start < len(items):
        held, end = items[start][1], start + 1
        ends: list[int] = []
        border = len(items)
        while end < border and held + items[end][1] <= 4 * usual // 3:
            if _is_number(items[end][0]) != _is_number(items[start][0]):
                border = end
                break
            if held >= 2 * usual // 3:
                ends.append(end)
            held += items[end][1]
            end += 1
        if end < border:
            end = min((*ends, end), key=lambda n: _cost(items[n - 1][0], items[n][0]))
        shards.append([item for _, _, item in items[start:end]])
        start = end
    return shards


def _is_number(word: str) -> bool:
    """Whether *word* is a number or an address; these stand before all letters."""
    return word < "A"


def _cost(last: str, first: str) -> tuple[int, int]:
    """Of an end between two words: letters, and among equals chance."""
    return _same_letters(last, first), zlib.crc32(first.encode())


def _firsts_and_lasts(shards: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    return [(shard[0].partition(" ")[0], shard[-1].partition(" ")[0]) for shard in shards]


def _boundaries(shards: Sequence[tuple[str, str]]) -> str | None:
    """For each shard, of which the first and the last word are given, the shortest text that is after
    all words of the shard before it, nothing for the first; with a space between two. None: no shard."""
    later = [_told_apart(last, first) for (_, last), (first, _) in pairwise(shards)]
    return " ".join(["", *later]) if shards else None


def _told_apart(last: str, first: str) -> str:
    return first[: _same_letters(last, first) + 1]


def _same_letters(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same


def _handed_over(name: str, text: str) -> bytes:
    # U+2028 and U+2029 end a line inside a string in older JavaScript.
    literal = as_json(text).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'sitegenSearch.reg("{name}",{literal});\n'.encode()
