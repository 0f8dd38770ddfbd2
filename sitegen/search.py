"""The search index: one set of small scripts under ``search/`` for both editions.

Browsers refuse to fetch files under ``file://``, and the copy on a USB stick must search too, so
every file is a plain script that hands one string to ``browser/search.js``. That program and the
formats below belong together:

- ``s.js``: the program itself, ``browser/search.js``; ``y.js``: its part that knows typos, loaded
  at the first word that nobody wrote; ``p.js``: its part that narrows a result, loaded when used;
  ``k.js``: its part that lists names under the field, loaded after the first result.
- ``m.js``: the manifest, JSON. What exists, where each shard begins, the tables of the keys.
- ``t<N>.js``: terms. A line is ``key postings``; keys in order.
- ``n<N>.js``: words of names as they are written, for prefixes and for names first. A line is
  ``form occurrences``.
- ``d<N>.js``: records, JSON: ``[kind, path, title, summary, contact, doubt]``, the last where there is one; a title or a summary is a
  list of parts when some of it stays Latin.
- ``f<N>.js``: the dictionary for typos: written words in the order of their folded forms,
  front-coded. A line is a letter for how much of the line before it keeps, a letter for its
  weight (the number of documents, 32 more if it stands in a name), and the rest of the word.
- ``c.js``: facets, JSON: by the name of each a list of ``[id, label, postings]``; a label is as
  the title of a record, and empty for a kind of document.

Postings are pairs of a gap (from the document before, in digits of five bits, lowest first, 32
added while more follow) and one value; each number is one letter of ``_ALPHABET``. The value of
a term is its weight in the document in five bits, and 32 if it stands in a name; the value of an
occurrence is its position in four bits, 16 if it opens its name and 32 if it closes it. Those of a
facet have no meaning.

Documents are numbered by kind and name, so that the number also decides between equals.
Ranking: BM25F (Robertson, Zaragoza, Taylor 2004), the saturated part worked out here, the rarity
of a word and the agreement with names in the browser.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from sitegen import search_keys
from sitegen.artifacts import Artifact, OutPath
from sitegen.scripts.serbian import cyrillic_order, fold
from sitegen.scripts.spans import Kept, Pair, Prose, joined
from sitegen.search_keys import Word

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
    doubt: str = ""  # "never" or "stale": nobody has checked the contact lately
    restricted: bool = False  # reserved


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
RECORDS_IN_FILE = 8


def build_index(
    documents: Sequence[SearchDocument], danger: Iterable[str] = (), facets: Iterable[Facet] = ()
) -> tuple[Artifact, ...]:
    """Every file of the search, in the order of their names.

    A query that holds all words of a phrase of *danger* is answered with where to call for help.
    The kind is a facet by itself, before *facets*. Bytes depend on what is given alone, not on the order of the documents. A kind outside KINDS
    raises ValueError.
    """
    ordered = sorted(documents, key=_rank)
    terms = _shards(_term_lines(ordered))
    names = _shards(_name_lines(ordered))
    contents = {f"t{n}": "\n".join(lines) for n, lines in enumerate(terms)}
    contents |= {f"n{n}": "\n".join(lines) for n, lines in enumerate(names)}
    typos = _dictionary(ordered)
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


def _rank(document: SearchDocument) -> tuple[int, tuple[tuple[int, ...], str], str]:
    return (
        KINDS.index(document.kind),
        cyrillic_order(document.title.plain),
        document.path,
    )


# --- terms -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Field:
    weight: float
    length_matters: float  # the b of BM25, 0 to 1


_FIELDS = {
    "names": _Field(6, 0.15),
    "hidden": _Field(3, 0),
    "labels": _Field(2, 0),
    "summary": _Field(1.5, 0.3),
    "contact": _Field(1, 0),
    "body": _Field(1, 0.75),
}
_SATURATION = 2.5  # the k1 of BM25; well above its usual 1.2 so that a name outweighs a body
_MOST, _IN_NAME = 31, 32


def _term_lines(documents: Sequence[SearchDocument]) -> list[tuple[str, str]]:
    counted = [_counted(document) for document in documents]
    averages = {
        name: sum(fields[name].total() for fields in counted) / max(1, len(counted))
        for name in _FIELDS
    }
    postings: dict[str, list[tuple[int, int]]] = {}
    for number, fields in enumerate(counted):
        for term, weight in _weights(fields, averages).items():
            impact = max(1, round(_MOST * weight / (_SATURATION + weight)))
            value = impact + (_IN_NAME if term in fields["names"] else 0)
            postings.setdefault(term, []).append((number, value))
    return _lines(postings)


def _counted(document: SearchDocument) -> dict[str, Counter[str]]:
    """How often each key stands in each field of a document."""
    texts: dict[str, tuple[str, ...]] = {
        "names": _names(document),
        "hidden": document.hidden,
        "labels": document.labels,
        "summary": tuple(_readings(document.summary)),
        "contact": (document.contact,),
    }
    counted = {name: Counter(_keys(_words(text))) for name, text in texts.items()}
    return counted | {"body": Counter(_keys(search_keys.words(document.body)[:BODY_WORDS]))}


def _words(texts: Iterable[str]) -> list[Word]:
    return [word for text in texts for word in search_keys.words(text)]


def _keys(words: Iterable[Word]) -> Iterable[str]:
    for word in words:
        for form in (word.form, word.short, *word.parts):
            if form and not search_keys.is_stop_word(form):
                yield search_keys.key(form)


def _weights(fields: Mapping[str, Counter[str]], averages: Mapping[str, float]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for name, field in _FIELDS.items():
        counts = fields[name]
        if not counts:
            continue
        length = counts.total() / averages[name]
        scale = field.weight / (1 - field.length_matters + field.length_matters * length)
        for term, count in counts.items():
            weights[term] = weights.get(term, 0.0) + count * scale
    return weights


def _danger_keys(phrase: str) -> str:
    """The keys of the words of *phrase*, each once, in order of the alphabet."""
    words = (word.form for word in search_keys.words(phrase))
    return " ".join(sorted({search_keys.key(w) for w in words if not search_keys.is_stop_word(w)}))


# --- names -----------------------------------------------------------------------------------

_LAST_POSITION, _OPENS, _CLOSES = 15, 16, 32


def _name_lines(documents: Sequence[SearchDocument]) -> list[tuple[str, str]]:
    """Where each written word stands in the names of each document.

    Positions run on through all names of a document with a step between two of them, so that
    neighbours are words of one name; far into many names they stop counting.
    """
    occurrences: dict[str, list[tuple[int, int]]] = {}
    for number, document in enumerate(documents):
        found: set[tuple[str, int]] = set()
        position = 0
        for name in _names(document):
            kept = [w for w in search_keys.words(name) if not search_keys.is_stop_word(w.form)]
            for at, word in enumerate(kept):
                place = min(position + at, _LAST_POSITION)
                opens = _OPENS if at == 0 else 0
                closes = _CLOSES if at == len(kept) - 1 else 0
                found.add((word.form, place + opens + closes))
                found.update((part, place) for part in word.parts)
            position += len(kept) + 1
        for form, value in sorted(found):
            occurrences.setdefault(form, []).append((number, value))
    return _lines(occurrences)


def _names(document: SearchDocument) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_readings(document.title), *document.names)))


def _readings(prose: Prose) -> list[str]:
    """The text of *prose*, and the other one where an author wrote each script by hand."""
    latin = "".join(
        part.latn if isinstance(part, Pair) else part if isinstance(part, str) else part.text
        for part in prose.parts
    )
    return list(dict.fromkeys((prose.plain, latin)))


# --- the dictionary for typos ----------------------------------------------------------------

# As browser/search.js cuts visible text into words; folded words are no longer what was written.
_WRITTEN = re.compile("[0-9A-Za-z\u00ad\u00c0-\u1fff\u200c\u200d]+")
_LETTERS_ONLY = re.compile("[a-z]+")
_DICTIONARY_LENGTHS = range(4, 25)
_MOST_DOCUMENTS = 31


@dataclass(frozen=True, slots=True)
class _Entry:
    form: str  # folded
    written: str  # as most texts write it, in small letters where any text does
    weight: int  # the number of documents, and _IN_NAME


def _dictionary(documents: Sequence[SearchDocument]) -> list[list[_Entry]]:
    """What people have written, for those who mistype it; neither numbers nor acronyms."""
    written: dict[str, Counter[str]] = {}
    counted: Counter[str] = Counter()
    named: set[str] = set()
    for document in documents:
        names = _folded(_names(document))
        texts = (*_readings(document.summary), *document.labels, document.body)
        others = _folded(texts)
        for form, spellings in (*names.items(), *others.items()):
            written.setdefault(form, Counter()).update(spellings)
        counted.update({*names, *others})
        named |= set(names)
    shards: list[list[_Entry]] = []
    room = 0
    whole = _shard_bytes(sum(len(form) // 2 + 3 for form in written))
    for form in sorted(written):
        weight = min(_MOST_DOCUMENTS, counted[form]) + (_IN_NAME if form in named else 0)
        entry = _Entry(form, _usual(written[form]), weight)
        size = len(form) // 2 + 3  # about what front coding leaves of it
        if size > room:
            shards.append([])
            room = whole
        shards[-1].append(entry)
        room -= size
    return shards


def _folded(texts: Iterable[str]) -> dict[str, Counter[str]]:
    """The words of *texts* that may be mistyped, by their folded forms, each as it is written."""
    found: dict[str, Counter[str]] = {}
    for text in texts:
        for word in _WRITTEN.findall(text):
            form = _fold(word)
            is_acronym = word.isupper()
            if (
                len(form) in _DICTIONARY_LENGTHS
                and not is_acronym
                and _LETTERS_ONLY.fullmatch(form)
                and not search_keys.is_stop_word(form)
            ):
                found.setdefault(form, Counter())[word.replace("\u00ad", "")] += 1
    return found


_fold = lru_cache(maxsize=1 << 17)(fold)


def _usual(spellings: Counter[str]) -> str:
    """The spelling most used; one in small letters goes first, capitals may only open a sentence."""
    return min(spellings, key=lambda word: (not word.islower(), -spellings[word], word))


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
            [choice.id, _parts(choice.label), _encoded([(number, 0) for number in having])]
            for choice in facet.choices
            if (having := sorted(numbers[path] for path in choice.paths if path in numbers))
        ]
        for facet in (Facet(KIND_FACET, kinds), *facets)
    }


# --- files -----------------------------------------------------------------------------------

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _lines(postings: Mapping[str, Sequence[tuple[int, int]]]) -> list[tuple[str, str]]:
    """Word and encoded postings, in the order in which JavaScript compares strings."""
    ordered = sorted(postings, key=lambda word: word.encode("utf-16-be"))
    return [(word, _encoded(postings[word])) for word in ordered]


def _encoded(postings: Sequence[tuple[int, int]]) -> str:
    letters: list[str] = []
    before = 0
    for document, value in postings:
        gap = document - before
        before = document
        while gap > 31:
            letters.append(_ALPHABET[32 | gap & 31])
            gap >>= 5
        letters.append(_ALPHABET[gap] + _ALPHABET[value])
    return "".join(letters)


def _shards(lines: Sequence[tuple[str, str]]) -> list[list[str]]:
    shards: list[list[str]] = []
    room = 0
    whole = _shard_bytes(sum(len(word) + len(postings) + 3 for word, postings in lines))
    for word, postings in lines:
        line = f"{word} {postings}"
        size = len(line.encode()) + 2
        if size > room:
            shards.append([])
            room = whole
        shards[-1].append(line)
        room -= size
    return shards


def _shard_bytes(total: int) -> int:
    """How big shards of *total* bytes should be: a few small ones, then more, then bigger."""
    return min(SHARD_BYTES, max(LEAST_SHARD_BYTES, total // FEW_SHARDS))


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
