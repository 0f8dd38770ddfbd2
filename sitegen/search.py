"""The search index: one set of small scripts under ``search/`` for both editions.

Browsers refuse to fetch files under ``file://``, and the copy on a USB stick must search too, so
every file is a plain script that hands one string to ``browser/search.js``. That program and the
formats below belong together:

- ``s.js``: the program itself, ``browser/search.js``; ``y.js``: its part that knows typos, loaded
  at the first word that nobody wrote; ``p.js``: its part that narrows a result, loaded when used;
  ``k.js``: its part that lists names under the field, and ``x.js``: its part that shows the place
  found in a text, loaded after the first result.
- ``m.js``: the manifest, JSON. What exists, where each shard begins, the tables of the keys.
- ``t<N>.js``: terms. A line is ``key postings``; keys in order.
- ``n<N>.js``: words of names as they are written, for the word being typed. A line is
  ``form postings``.
- ``d<N>.js``: records, JSON: ``[kind, path, title, summary, contact, doubt]``, the last where there
  is one; a title or a summary is a list of parts when some of it stays Latin.
- ``b<N>.js``: texts of the records for what is shown of them under a result, JSON: a list of strings. The
  bigger the site, the shorter, and none at all on a very big one.
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
from functools import cache, lru_cache
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
    "x": "search_snippets.js",
}
BODY_WORDS = 2000
SUMMARY_LENGTH = 160  # characters shown under a result
SHARD_BYTES = 6000  # of a big site; a small one has smaller shards, so that a query loads less
LEAST_SHARD_BYTES = 2000
FEW_SHARDS = 12
ENDS_ONE_IN = 24  # words may end a shard
RECORDS_IN_FILE = ((2_500, 8), (5_000, 12), (0, 16))  # up to so many documents; 0: any number
TEXTS_TO_RECORDS = 4  # in a file
TEXT_LENGTH = 2000  # characters of a text on a site of up to SHORT_TEXTS_FROM documents
SHORT_TEXTS_FROM = 1_250  # from here on half as long with every doubling
LEAST_TEXT_LENGTH = 200  # shorter ones would show nothing


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
    in_file = records_in_file(len(ordered))
    for number, start in enumerate(range(0, len(ordered), in_file)):
        records = [_record(document) for document in ordered[start : start + in_file]]
        contents[f"d{number}"] = _json(records)
    length = _text_length(len(ordered))
    texts_in_file = in_file * TEXTS_TO_RECORDS if length else 0
    for number, start in enumerate(range(0, len(ordered), texts_in_file) if length else ()):
        texts = [_beginning(one.body, length) for one in ordered[start : start + texts_in_file]]
        contents[f"b{number}"] = _json(texts)
    contents["c"] = _json(_facets(ordered, facets))
    manifest = {
        "build": _digest(contents),
        "documents": len(ordered),
        "records": in_file,
        "texts": texts_in_file,
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


def records_in_file(documents: int) -> int:
    """How many records lie in one file: a bigger site has more in each, to have fewer files."""
    return next(size for most, size in RECORDS_IN_FILE if documents <= most or not most)


def _text_length(documents: int) -> int:
    length = TEXT_LENGTH
    while documents > SHORT_TEXTS_FROM and length:
        documents, length = -(-documents // 2), length // 2
    return length if length >= LEAST_TEXT_LENGTH else 0


def _beginning(text: str, length: int) -> str:
    """*text* in one line, cut between words."""
    line = " ".join(text[: 2 * length].split())
    return line if len(line) <= length else line[:length].rpartition(" ")[0]


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
    ):
        scale = _scale(field, len(found))
        for key in search_keys.keys_of(found):
            weights[key] = weights.get(key, 0.0) + scale
    body = search_keys.tokens(search_keys.folded(document.body))[:BODY_WORDS]
    counts = Counter(search_keys.keys_of(body))
    scale = _scale(_BODY, len(body))
    letters = [_ALPHABET[_impact(count * scale)] for count in range(max(counts.values(), default=0) + 1)]
    terms = {key: letters[count] for key, count in counts.items()}
    spots, named = _spots([*names, *hidden], len(names))
    for key, weight in weights.items():
        impact = _impact(weight + counts[key] * scale)
        spot = spots.get(key)
        terms[key] = _ALPHABET[impact + _IN_NAME] + _coded(spot) if spot else _ALPHABET[impact]
    in_names = _written(_names(document))
    others = (*_readings(document.summary), *document.labels, *document.needs, document.body)
    coded = {form: _coded(spot) for form, spot in named.items()}
    return _Sketch(terms, coded, in_names | _written(others), in_names)


def _scale(field: _Field, length: int) -> float:
    matters = field.length_matters
    return field.weight / (1 - matters + matters * length / field.usual_length)


def _impact(weight: float) -> int:
    return round(_MOST * weight / (_SATURATION + weight)) or 1


@lru_cache(maxsize=1 << 14)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(search_keys.tokens(search_keys.folded(text)))


def _joined(texts: Iterable[tuple[str, ...]]) -> list[str]:
    return [token for text in texts for token in text]


Spots = dict[str, list[int]]


def _spots(names: Sequence[Sequence[str]], shown: int) -> tuple[Spots, Spots]:
    """Where each key, and each written word of the first *shown* names, stands in *names*.

    Positions run on through all names with a step between two of them, so that neighbours are
    words of one name; they are counted modulo _POSITIONS.
    """
    keys: Spots = {}
    forms: Spots = {}
    position = 0
    for number, name in enumerate(names):
        is_shown = number < shown
        found = [token for token in name if _is_telling(token)] or name
        last = len(found) - 1
        for at, token in enumerate(found):
            place = position % _POSITIONS + (0 if is_shown else _UNSEEN)
            ends = (_OPENS if at == 0 else 0) + (_CLOSES if at == last else 0)
            form, key, parts = _named(token)
            keys.setdefault(key, []).append(place + ends)
            if is_shown:
                forms.setdefault(form, []).append(place + ends)
            for part, part_key in parts:
                keys.setdefault(part_key, []).append(place)
                if is_shown:
                    forms.setdefault(part, []).append(place)
            position += 1
        position += 1
    return keys, forms


@lru_cache(maxsize=1 << 17)
def _is_telling(token: str) -> bool:
    return search_keys.is_telling(search_keys.word(token).form)


@lru_cache(maxsize=1 << 17)
def _named(token: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    word = search_keys.word(token)
    parts = tuple((part, search_keys.key(part)) for part in word.parts)
    return word.form, search_keys.key(word.form), parts


def _coded(spots: Sequence[int]) -> str:
    """The most telling *spots* as letters, all but the last with the bit that says more follow."""
    if len(spots) == 1:
        return _ALPHABET[spots[0]]
    ends = _OPENS + _CLOSES
    best = sorted(set(spots), key=lambda spot: (spot & _UNSEEN, -(spot & ends), spot))
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
    return frozenset(_WRITTEN.findall("\n".join(texts)))


# --- all documents ---------------------------------------------------------------------------


def _merged(sketches: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Word and postings, in the order in which JavaScript compares strings: no word has letters
    beyond U+FFFF, so it is the order of Python too."""
    postings: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    gaps = [_gap(gap) for gap in range(len(sketches))]
    for number, sketch in enumerate(sketches):
        for word, tail in sketch.items():
            found = postings.get(word)
            if found is None:
                postings[word] = [gaps[number] + tail]
            else:
                found.append(gaps[number - last[word]] + tail)
            last[word] = number
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


_REMARK = re.compile(r"(?<=[;,{]) +// .*$", re.MULTILINE)


@cache
def _program(name: str) -> bytes:
    """``browser/<name>`` without indentation and comments: a fifth of its bytes."""
    source = files(__package__).joinpath(f"browser/{name}").read_text(encoding="utf-8")
    lines = (line.lstrip() for line in _REMARK.sub("", source).splitlines(keepends=True))
    return "".join(line for line in lines if line and not line.startswith("//")).encode()


def _handed_over(name: str, text: str) -> bytes:
    # U+2028 and U+2029 end a line inside a string in older JavaScript.
    literal = _json(text).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'sitegenSearch.reg("{name}",{literal});\n'.encode()
