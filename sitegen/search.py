"""The search index: one set of small scripts under ``search/`` for both editions.

Browsers refuse to fetch files under ``file://``, and the copy on a USB stick must search too, so
every file is a plain script that hands one string to ``browser/search.js``. That program and the
formats below belong together:

- ``s.js``: the program itself, ``browser/search.js``; ``y.js``: its part that knows typos, loaded
  at the first word that nobody wrote; ``p.js``: its part that narrows a result, loaded when used;
  ``k.js``: its part that lists names under the field, loaded after the first result.
- ``m.js``: the manifest, JSON. What exists, where each shard begins, the tables of the keys.
- ``t<N>.js``: terms. A line is ``key postings``; keys in order.
- ``n<N>.js``: words of names as they are written, for the word being typed. A line is
  ``form postings``.
- ``d<N>.js``: records, JSON: ``[kind, path, title, summary, contact, doubt]``, the last where there
  is one; a title or a summary is a
  list of parts when some of it stays Latin.
- ``f<N>.js``: the dictionary for typos: written words in the order of their folded forms,
  front-coded. A line is a letter for how much of the line before it keeps, a letter for its
  weight (the number of documents, 32 more if it stands in a name), and the rest of the word.
- ``c.js``: facets, JSON: by the name of each a list of ``[id, label, postings]``; a label is as
  the title of a record, and empty for a kind of document.

Postings are, for each document, a gap (from the document before, in digits of five bits, lowest
first, 32 added while more follow) and what is known there; each number is one letter of
``_ALPHABET``. Of a term it is a value, its weight in the document in five bits and 32 if it stands in a name or
in a phrase that readers type, and then as many spots as there are; of a word of names it is the
spots alone. A spot is a position modulo 4, and 4 if readers do not see that name, 8 if it opens
its name, 16 if it closes it, 32 if another spot follows. What follows a gap in a facet has no meaning.

Documents are numbered by topic, kind and address: what is found together lies together. The number
also decides between equals.
Ranking: BM25F (Robertson, Zaragoza, Taylor 2004), the saturated part worked out here, the rarity
of a word and the agreement with names in the browser.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TypeVar

from sitegen import search_keys
from sitegen.artifacts import Artifact, OutPath
from sitegen.scripts.spans import Kept, Pair, Prose, joined

T = TypeVar("T")
KINDS = (
    "org", "institution", "service", "project", "event",
    "document", "place", "area", "group", "page",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One page as the search sees it. Text is canonical."""

    path: str  # of the page inside an edition: "organizacije/otaharin/index.html"
    kind: str  # one of KINDS
    title: Prose
    names: tuple[str, ...]  # acronyms, other names: findable like the title, not shown
    summary: Prose
    body: str  # plain text; what lies beyond BODY_WORDS is not indexed
    labels: tuple[str, ...]  # names of its place, its areas, its target groups
    hidden: tuple[str, ...]  # misspellings and outdated words: findable, never shown
    contact: str  # one line of telephones and addresses, shown and findable
    needs: tuple[str, ...] = ()  # what readers type who look for it; each is found as a name
    topic: str = ""  # documents of one topic are often found together and so lie together
    doubt: str = ""  # "never" or "stale": nobody has checked the contact lately


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
}
BODY_WORDS = 2000
SUMMARY_LENGTH = 160  # characters shown under a result
SHARD_BYTES = 6000  # of a big site; a small one has smaller shards, so that a query loads less
LEAST_SHARD_BYTES = 2000
FEW_SHARDS = 12
ENDS_ONE_IN = 24  # words may end a shard
RECORDS_IN_FILE = 8


def build_index(
    documents: Sequence[SearchDocument], danger: Iterable[str] = (), facets: Iterable[Facet] = ()
) -> tuple[Artifact, ...]:
    """Every file of the search, in the order of their names.

    A query that holds all words of a phrase of *danger* is answered with where to call for help.
    The kind is a facet by itself, before *facets*. Bytes depend on what is given alone, not on the
    order of the documents. A kind outside KINDS raises ValueError.
    """
    ordered = sorted(documents, key=_rank)
    sketches = [_sketch(document) for document in ordered]
    terms = _shards(_merged([sketch.terms for sketch in sketches]))
    names = _shards(_merged([sketch.names for sketch in sketches]))
    contents = {f"t{n}": "\n".join(lines) for n, lines in enumerate(terms)}
    contents |= {f"n{n}": "\n".join(lines) for n, lines in enumerate(names)}
    typos = _dictionary(sketches)
    contents |= {f"f{n}": _front_coded(shard) for n, shard in enumerate(typos)}
    blocks = range(0, len(ordered), RECORDS_IN_FILE)
    for number, start in enumerate(blocks):
        records = [_record(document) for document in ordered[start : start + RECORDS_IN_FILE]]
        contents[f"d{number}"] = _json(records)
    contents["c"] = _json(_facets(ordered, facets))
    manifest = {
        "build": _digest(contents),
        "documents": len(ordered),
        "records": RECORDS_IN_FILE,
        "kinds": KINDS,
        "terms": _boundaries(_firsts_and_lasts(terms)),
        "names": _boundaries(_firsts_and_lasts(names)),
        "typos": _boundaries([(shard[0].form, shard[-1].form) for shard in typos]),
        "danger": sorted({phrase for phrase in map(_danger_keys, danger) if phrase}),
        "keys": search_keys.browser_table(),
    }
    contents["m"] = _json(manifest)
    scripts = {f"search/{name}.js": _handed_over(name, text) for name, text in contents.items()}
    scripts |= {f"search/{name}.js": _program(source) for name, source in PROGRAMS.items()}
    return tuple(Artifact(OutPath(path), scripts[path]) for path in sorted(scripts))


def _rank(document: SearchDocument) -> tuple[str, int, str]:
    return document.topic, KINDS.index(document.kind), document.path


def _danger_keys(phrase: str) -> str:
    """The keys of the words of *phrase*, each once, in order of the alphabet."""
    words = (word.form for word in search_keys.words(phrase))
    return " ".join(sorted({search_keys.key(w) for w in words if not search_keys.is_stop_word(w)}))


# --- one document ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Field:
    weight: float
    length_matters: float = 0  # the b of BM25, 0 to 1
    usual_length: int = 1  # words; a fixed number, so that an edit moves no other document


_NAMES = _Field(6, 0.15, 10)
_NEEDS = _Field(3)
_HIDDEN = _Field(4)
_LABELS = _Field(2)
_SUMMARY = _Field(1.5, 0.3, 16)
_CONTACT = _Field(1)
_BODY = _Field(1, 0.75, 100)
_SATURATION = 2.5  # the k1 of BM25; well above its usual 1.2 so that a name outweighs a body
_MOST, _IN_NAME = 31, 32
_POSITIONS, _UNSEEN, _OPENS, _CLOSES, _MORE = 4, 4, 8, 16, 32
_MOST_SPOTS = 3  # of one word in the names of one document


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What one document gives to the index, apart from its number; it depends on nothing else."""

    terms: Mapping[str, str]  # keys and what follows the gap of their posting
    names: Mapping[str, str]  # words as they are written in names, likewise
    written: frozenset[str]  # words as they are written, for the dictionary
    named: frozenset[str]  # those of them that stand in names


def _sketch(document: SearchDocument) -> _Sketch:
    names = [_tokens(name) for name in _names(document)]
    hidden = [_tokens(phrase) for phrase in (*document.needs, *document.hidden)]
    weights: dict[str, float] = {}
    for field, found in (
        (_NAMES, _joined(names)),
        (_NEEDS, _joined(hidden[: len(document.needs)])),
        (_HIDDEN, _joined(hidden[len(document.needs) :])),
        (_LABELS, _joined(map(_tokens, document.labels))),
        (_SUMMARY, _joined(map(_tokens, _readings(document.summary)))),
        (_CONTACT, _tokens(document.contact)),
        (_BODY, search_keys.tokens(search_keys.folded(document.body))[:BODY_WORDS]),
    ):
        matters = field.length_matters
        scale = field.weight / (1 - matters + matters * len(found) / field.usual_length)
        for token, count in Counter(found).items():
            for key in search_keys.keys_of(token):
                weights[key] = weights.get(key, 0.0) + count * scale
    spots, named = _spots([*names, *hidden], len(names))
    terms = {}
    for key, weight in weights.items():
        impact = round(_MOST * weight / (_SATURATION + weight)) or 1
        spot = spots.get(key)
        terms[key] = _ALPHABET[impact + _IN_NAME] + _coded(spot) if spot else _ALPHABET[impact]
    in_names = _written(_names(document))
    others = (*_readings(document.summary), *document.labels, *document.needs, document.body)
    return _Sketch(
        terms,
        {form: _coded(spot) for form, spot in named.items()},
        in_names | _written(others),
        in_names,
    )


@lru_cache(maxsize=1 << 14)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(search_keys.tokens(search_keys.folded(text)))


def _joined(texts: Iterable[tuple[str, ...]]) -> list[str]:
    return [token for text in texts for token in text]


def _spots(
    names: Sequence[Sequence[str]], shown: int
) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Where each key, and each written word of the first *shown* names, stands in *names*.

    Positions run on through all names with a step between two of them, so that neighbours are
    words of one name; they are counted modulo _POSITIONS.
    """
    keys: dict[str, set[int]] = {}
    forms: dict[str, set[int]] = {}
    position = 0
    for number, name in enumerate(names):
        found = [word for word in map(search_keys.word, name) if search_keys.is_telling(word.form)]
        found = found or [search_keys.word(token) for token in name]
        for at, word in enumerate(found):
            place = position % _POSITIONS + (0 if number < shown else _UNSEEN)
            ends = (_OPENS if at == 0 else 0) + (_CLOSES if at == len(found) - 1 else 0)
            keys.setdefault(search_keys.key(word.form), set()).add(place + ends)
            if number < shown:
                forms.setdefault(word.form, set()).add(place + ends)
            for part in word.parts:
                keys.setdefault(search_keys.key(part), set()).add(place)
                if number < shown:
                    forms.setdefault(part, set()).add(place)
            position += 1
        position += 1
    return keys, forms


def _coded(spots: Iterable[int]) -> str:
    """The most telling *spots* as letters, all but the last with the bit that says more follow."""
    ends = _OPENS + _CLOSES
    best = sorted(spots, key=lambda spot: (spot & _UNSEEN, -(spot & ends), spot))
    best = best[:_MOST_SPOTS]
    most = [_ALPHABET[spot + _MORE] for spot in best[:-1]]
    return "".join(most) + _ALPHABET[best[-1]]


def _names(document: SearchDocument) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_readings(document.title), *document.names)))


def _readings(prose: Prose) -> list[str]:
    """The text of *prose*, and the other one where an author wrote each script by hand."""
    if all(isinstance(part, str) for part in prose.parts):
        return [prose.plain]
    latin = "".join(
        part.latn if isinstance(part, Pair) else part if isinstance(part, str) else part.text
        for part in prose.parts
    )
    return list(dict.fromkeys((prose.plain, latin)))


# As browser/search.js cuts visible text into words; folded words are no longer what was written.
_WRITTEN = re.compile("[0-9A-Za-z\u00ad\u00c0-\u1fff\u200c\u200d]+")


def _written(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(_WRITTEN.findall, texts))


# --- all documents ---------------------------------------------------------------------------


def _merged(sketches: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Word and postings, in the order in which JavaScript compares strings: no word has letters
    beyond U+FFFF, so it is the order of Python too."""
    postings: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for number, sketch in enumerate(sketches):
        for word, tail in sketch.items():
            before = last.get(word)
            last[word] = number
            if before is None:
                postings[word] = [_gap(number), tail]
            else:
                postings[word] += (_gap(number - before), tail)
    return [(word, "".join(postings[word])) for word in sorted(postings)]


@lru_cache(maxsize=1 << 17)
def _gap(gap: int) -> str:
    """*gap* in digits of five bits, lowest first, 32 added while more follow."""
    letters = ""
    while gap > 31:
        letters += _ALPHABET[32 | gap & 31]
        gap >>= 5
    return letters + _ALPHABET[gap]


_LETTERS_ONLY = re.compile("[a-z]+")
_DICTIONARY_LENGTHS = range(4, 25)
_MOST_DOCUMENTS = 31


@dataclass(frozen=True, slots=True)
class _Entry:
    form: str  # folded
    written: str  # as most texts write it, in small letters where any text does
    weight: int  # the number of documents, and _IN_NAME


def _dictionary(sketches: Iterable[_Sketch]) -> list[list[_Entry]]:
    """What people have written, for those who mistype it; neither numbers nor acronyms."""
    counted: Counter[str] = Counter()
    named: set[str] = set()
    for sketch in sketches:
        counted.update(sketch.written)
        named |= sketch.named
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
    if written.isupper():
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
        lines.append(_ALPHABET[same] + _ALPHABET[entry.weight] + entry.written[same:])
    return "\n".join(lines)


# --- records ---------------------------------------------------------------------------------


def _record(document: SearchDocument) -> list[object]:
    return [
        KINDS.index(document.kind),
        document.path,
        _parts(document.title),
        _parts(_excerpt(document.summary, SUMMARY_LENGTH)),
        document.contact,
        *([document.doubt] if document.contact and document.doubt else []),
    ]


def _parts(prose: Prose) -> object:
    """Text that follows the script as a string; Kept as ``[text, lang]``; Pair as an object."""
    if all(isinstance(part, str) for part in prose.parts):
        return prose.plain
    return [_part(part) for part in prose.parts]


def _part(part: str | Kept | Pair) -> object:
    if isinstance(part, Kept):
        return [part.text, part.lang]
    if isinstance(part, Pair):
        return {"cyrl": part.cyrl, "latn": part.latn}
    return part


def _excerpt(prose: Prose, limit: int) -> Prose:
    """The beginning of *prose* in about *limit* characters, cut between words with an ellipsis.

    Parts that keep their letters are never cut.
    """
    left = limit
    parts: list[str | Kept | Pair] = []
    for part in prose.parts:
        length = len(Prose((part,)).plain)
        if length <= left:
            parts.append(part)
            left -= length
            continue
        if isinstance(part, str):
            parts.append(part[:left].rpartition(" ")[0].rstrip(" ,;:–-"))
        parts.append("…")
        break
    return joined(parts)


# --- facets ----------------------------------------------------------------------------------


def _facets(documents: Sequence[SearchDocument], facets: Iterable[Facet]) -> dict[str, object]:
    numbers = {document.path: number for number, document in enumerate(documents)}
    kinds = tuple(
        Choice(kind, Prose(("",)), frozenset(d.path for d in documents if d.kind == kind))
        for kind in KINDS
    )
    return {
        facet.name: [
            [choice.id, _parts(choice.label), _encoded(having)]
            for choice in facet.choices
            if (having := sorted(numbers[path] for path in choice.paths if path in numbers))
        ]
        for facet in (Facet(KIND_FACET, kinds), *facets)
    }


# --- files -----------------------------------------------------------------------------------

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _encoded(documents: Iterable[int]) -> str:
    """Numbers of documents as postings whose value has no meaning."""
    letters: list[str] = []
    before = 0
    for document in documents:
        letters.append(_gap(document - before) + _ALPHABET[0])
        before = document
    return "".join(letters)


def _shards(lines: Sequence[tuple[str, str]]) -> list[list[str]]:
    written = [f"{word} {postings}" for word, postings in lines]
    return _cut(
        [(word, len(line.encode()) + 2, line) for (word, _), line in zip(lines, written, strict=True)]
    )


def _cut(items: Sequence[tuple[str, int, T]]) -> list[list[T]]:
    """*items*, each with its word and its bytes, in shards.

    The words themselves say where a shard may end, so that an edit moves the ends near it alone.
    """
    whole = _shard_bytes(sum(size for _, size, _ in items))
    shards: list[list[T]] = []
    held = 2 * whole
    for word, size, item in items:
        may_end = held > 2 * whole // 3 and zlib.crc32(word.encode()) % ENDS_ONE_IN == 0
        if may_end or held + size > 4 * whole // 3:
            shards.append([])
            held = 0
        shards[-1].append(item)
        held += size
    return shards


def _shard_bytes(total: int) -> int:
    """How big shards of *total* bytes should be: a few small ones, then more, then bigger."""
    steps = total // FEW_SHARDS // LEAST_SHARD_BYTES
    return min(SHARD_BYTES, max(1, steps) * LEAST_SHARD_BYTES)


def _firsts_and_lasts(shards: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    return [(shard[0].partition(" ")[0], shard[-1].partition(" ")[0]) for shard in shards]


def _boundaries(shards: Sequence[tuple[str, str]]) -> list[str]:
    """For each shard, of which the first and the last word are given, the shortest text that is
    after all words of the shard before it."""
    firsts = ["", *(_told_apart(last, first) for (_, last), (first, _) in pairwise(shards))]
    return firsts[: len(shards)]


def _told_apart(last: str, first: str) -> str:
    return first[: _same_letters(last, first) + 1]


def _same_letters(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same


def _digest(contents: Mapping[str, str]) -> str:
    return hashlib.sha256(_json(contents).encode()).hexdigest()[:8]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _program(name: str) -> bytes:
    """``browser/<name>`` without indentation and lines that are comments: a sixth of its bytes."""
    source = files(__package__).joinpath(f"browser/{name}").read_text(encoding="utf-8")
    lines = (line.lstrip() for line in source.splitlines(keepends=True))
    return "".join(line for line in lines if line and not line.startswith("//")).encode()


def _handed_over(name: str, text: str) -> bytes:
    # U+2028 and U+2029 end a line inside a string in older JavaScript.
    literal = _json(text).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'sitegenSearch.reg("{name}",{literal});\n'.encode()
