"""What a stretch of documents gives to the search index, wherever in the index it comes to stand.

A document is what the search sees of one page. Documents in their order are cut into stretches; where one
ends is said by the paths of the documents alone, so that one that is added or taken away moves the ends
near it and no others. A stretch is sketched once and remembered by what its documents say: an edit costs
one stretch. It is cut into slices, of which each becomes a file of rows, and a slice into pieces, of which
each becomes a file of what else is shown and one of texts.

A stretch has room for a fixed number of slices, a slice for a fixed number of documents, and what is not filled
stays empty. So a stretch that gains a document renumbers nothing behind it. Numbers in a
sketch count from the beginning of its stretch.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import zlib
from base64 import b64encode
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from operator import sub
from typing import NamedTuple

from sitegen import search_keys
from sitegen.patterns import regex
from sitegen.scripts.spans import Kept, Pair, Prose, joined

# Whoever asks for help looks for a service first, then for whoever may give it.
KINDS = (
    "service", "org", "institution", "project", "event",
    "document", "place", "area", "group", "page",
)  # fmt: skip
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BODY_WORDS = 2000
SUMMARY_LENGTH = 160  # characters shown under a result


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
    doubt: str = ""  # "never" or "stale": nobody has checked the contact lately


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that need not be made as long as what it says is remembered."""

    path: str
    kind: str  # one of KINDS
    digest: str  # of everything that the document says
    document: Callable[[], SearchDocument]


@dataclass(frozen=True, slots=True)
class Size:
    """How an index of some size is laid out."""

    slices: int  # in a stretch at most
    pieces: int  # of a slice at most
    share: int  # documents in a piece at most
    least: int  # documents in a stretch before it may end
    ends: int  # behind one of so many documents it may
    text: int  # characters of a text that is kept for snippets; 0: none are kept
    has_contact: bool = False  # in its row; on a big site a row is as short as can be

    @property
    def room(self) -> int:
        """Documents in a slice at most."""
        return self.pieces * self.share


# Up to so many documents; the last for any number. On a small site the results of a question lie far
# from each other, so few files hold its rows; on a big one slices are fuller, to have fewer files. A
# stretch is short, since after an edit all that it has are read again, and no shorter, since the words of all are
# merged. Where many addresses may end it few ends are forced; that takes more slices, which are not full.
_SIZES = (
    (500, Size(1, 4, 8, 16, 32, 2000, True)), (1_500, Size(4, 2, 8, 21, 10, 2000, True)),
    (3_000, Size(5, 1, 11, 18, 9, 1000)), (5_000, Size(5, 1, 15, 25, 12, 500)),
    (7_500, Size(4, 1, 28, 37, 18, 0)), (0, Size(3, 1, 58, 58, 29, 0)),
)  # fmt: skip


def size_for(documents: int) -> Size:
    """The layout for so many *documents*."""
    return next(size for most, size in _SIZES if documents <= most or not most)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Documents that follow each other, slice by slice."""

    slices: tuple[tuple[Entry, ...], ...]
    size: Size

    @property
    def key(self) -> str:
        """A digest of all that its sketch depends on."""
        said = [[(entry.path, entry.digest) for entry in one] for one in self.slices]
        return hashlib.blake2b(repr((said, self.size)).encode(), digest_size=16).hexdigest()


def stretches(entries: Iterable[Entry]) -> Iterator[Stretch]:
    """All *entries* by kind and address, whatever order they come in. The number of a document also
    decides between equals, and what is named alike lies together. Addresses say where a stretch ends, so a
    new document moves few of these ends."""
    ordered = sorted(entries, key=lambda entry: (KINDS.index(entry.kind), entry.path))
    size = size_for(len(ordered))
    most = size.slices * size.room
    held: list[Entry] = []
    for entry in ordered:
        held.append(entry)
        may_end = zlib.crc32(entry.path.encode()) % size.ends == 0
        if (may_end and len(held) >= size.least) or len(held) == most:
            yield Stretch(_slices(held, size), size)
            held = []
    if held:
        yield Stretch(_slices(held, size), size)


def _slices(entries: Sequence[Entry], size: Size) -> tuple[tuple[Entry, ...], ...]:
    """*entries* in as few slices as will hold them, each as full as the others."""
    count = -(-len(entries) // size.room)
    ends = [len(entries) * n // count for n in range(count + 1)]
    return tuple(tuple(entries[start:end]) for start, end in pairwise(ends))


# --- what a stretch gives --------------------------------------------------------------------

# The first and the last document that a word stands in, the number of all of them, and their postings
# without the gap before the first.
Run = tuple[int, int, int, str]
Runs = dict[str, Run]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What one stretch gives to the index; see ``search.py`` for postings and levels."""

    rows: tuple[str, ...]  # of its slices, JSON
    rests: tuple[tuple[str, ...], ...]  # of what is shown, of the pieces of each slice, likewise
    texts: tuple[tuple[str, ...], ...]  # likewise
    words: tuple[bytes, ...]  # part by part, see ``words_in``


class Words(NamedTuple):
    """What one stretch says of those words that belong to one part."""

    levels: tuple[dict[str, bytes], ...]  # numbers of documents by keys, by the level of their impact
    named: Runs  # of keys in names
    names: Runs  # of words as they are written in names
    # By the folded form of each word that may be mistyped: how it is written, in how many documents, and
    # whether in a name.
    spellings: dict[str, list[tuple[str, int, bool]]]


PARTS = 64  # of all words: few of them change with an edit


@lru_cache(maxsize=1 << 17)
def part_of(word: str) -> int:
    """To which part *word* belongs, wherever it stands."""
    return zlib.crc32(word.encode()) % PARTS


def sketched(stretch: Stretch) -> Sketch:
    """What *stretch* gives."""
    levels: list[dict[str, bytearray]] = [defaultdict(bytearray) for _ in range(LEVELS)]
    named: dict[str, list[tuple[int, str]]] = defaultdict(list)
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    written: Counter[str] = Counter()
    in_names: set[str] = set()
    rows: list[str] = []
    rests: list[tuple[str, ...]] = []
    texts: list[tuple[str, ...]] = []
    for at, one in enumerate(stretch.slices):
        documents = [entry.document() for entry in one]
        for place, document in enumerate(documents):
            words = _words_of(document)
            number = at * stretch.size.room + place
            of_body = [levels[level] for level in words.of_body]
            for key, count in words.body.items():
                of_body[count][key].append(number)
            for key, level in words.levels.items():
                levels[level][key].append(number)
            for key, known in words.named.items():
                named[key].append((number, known))
            for form, known in words.names.items():
                names[form].append((number, known))
            written.update(words.written)
            in_names |= words.in_names
        rows.append(as_json([_row(document, stretch.size) for document in documents]))
        rests.append(
            _pieces([_rest(document, stretch.size) for document in documents], stretch.size)
        )
        if stretch.size.text:
            beginnings = [_beginning(one.body, stretch.size.text) for one in documents]
            texts.append(_pieces(beginnings, stretch.size))
    return Sketch(
        tuple(rows),
        tuple(rests),
        tuple(texts),
        _parted(levels, named, names, written, in_names),
    )


def _parted(
    levels: Sequence[Mapping[str, bytearray]], named: Mapping[str, list[tuple[int, str]]],
    names: Mapping[str, list[tuple[int, str]]], written: Mapping[str, int], in_names: AbstractSet[str],
) -> tuple[bytes, ...]:  # fmt: skip
    """All words part by part. Equal parts are equal bytes: words are in order, and nothing depends on
    how often a text is held."""
    parts = [Words(tuple({} for _ in levels), {}, {}, {}) for _ in range(PARTS)]
    for level, held in enumerate(levels):
        parted = [part.levels[level] for part in parts]
        for key in sorted(held):
            parted[part_of(key)][key] = bytes(held[key])
    for key in sorted(named):
        parts[part_of(key)].named[key] = _telling(named[key])
    for form in sorted(names):
        parts[part_of(form)].names[form] = _telling(names[form])
    for word in sorted(written):
        form = _dictionary_form(word)
        known = parts[part_of(form)].spellings.setdefault(form, [])
        known.append((word, written[word], word in in_names))
    return tuple(marshal.dumps(tuple(part), _WITHOUT_REFERENCES) for part in parts)


_WITHOUT_REFERENCES = 2  # the form of marshal in which equal values are equal bytes


def words_in(part: bytes) -> Words:
    """What one of ``Sketch.words`` says."""
    return Words(*marshal.loads(part))  # noqa: S302 - a part of what was made here, or of what was compared


_LETTERS_ONLY = regex("[a-z]+")
_DICTIONARY_LENGTHS = range(4, 25)
_LONGEST_ACRONYM = 5


@lru_cache(maxsize=1 << 17)
def _dictionary_form(written: str) -> str:
    """The folded form of a word that may be mistyped, else nothing: neither numbers nor acronyms."""
    if written.isupper() and len(written) <= _LONGEST_ACRONYM:
        return ""
    form = search_keys.folded(written)
    fits = len(form) in _DICTIONARY_LENGTHS and _LETTERS_ONLY.fullmatch(form)
    return form if fits and not search_keys.is_stop_word(form) else ""


def _pieces(items: Sequence[object], size: Size) -> tuple[str, ...]:
    """What is kept of the documents of a slice, piece by piece, JSON."""
    starts = range(0, len(items), size.share)
    return tuple(as_json(items[start : start + size.share]) for start in starts)


def packed(sketch: Sketch) -> bytes:
    """*sketch* for the memory of a build."""
    return marshal.dumps((sketch.rows, sketch.rests, sketch.texts, sketch.words))


def unpacked(body: bytes) -> Sketch:
    """The sketch that ``packed`` made *body* of."""
    return Sketch(*marshal.loads(body))  # noqa: S302 - the memory has compared its checksum


@lru_cache(maxsize=1 << 12)
def gap(width: int) -> str:
    """*width* in digits of five bits, lowest first, 32 added while more follow."""
    letters = ""
    while width > 31:
        letters += ALPHABET[32 | width & 31]
        width >>= 5
    return letters + ALPHABET[width]


def packed_numbers(numbers: Sequence[int]) -> str:
    """*numbers*, which grow, each as its gap from the one before in bits: how often a power of two is in it as so
    many ones, a zero, and the rest as it stands (Golomb 1966, Rice 1971). The power is a third of a usual gap or
    more, its exponent the first letter; then six bits are a letter, and what fills the last one is ones."""
    usual = 7 * numbers[-1] // (10 * len(numbers))
    low = max(0, usual.bit_length() - 1)
    codes = _codes(low)
    bits = codes[numbers[0] + 1] + "".join(map(codes.__getitem__, map(sub, numbers[1:], numbers)))
    letters = -(-len(bits) // 6)
    whole = bits.ljust(24 * -(-letters // 4), "1")  # three bytes are four letters
    packed = b64encode(int(whole, 2).to_bytes(len(whole) // 8, "big"), b"-_").decode()
    return ALPHABET[low] + packed[:letters]


class _Codes(dict[int, str]):
    """Gaps and their bits, for one power of two; filled as they are asked for."""

    def __init__(self, low: int) -> None:
        self._low = low

    def __missing__(self, width: int) -> str:
        ones, rest = divmod(width - 1, 1 << self._low)
        self[width] = bits = "1" * ones + "0" + (f"{rest:0{self._low}b}" if self._low else "")
        return bits


_codes = lru_cache(_Codes)


def _telling(postings: Sequence[tuple[int, str]]) -> Run:
    first, before = postings[0][0], postings[0][0]
    letters = [postings[0][1]]
    for number, known in postings[1:]:
        letters += (gap(number - before), known)
        before = number
    return first, before, len(postings), "".join(letters)


def as_json(value: object) -> str:
    """*value* without spaces, letters as they are."""
    return _JSON.encode(value)


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


# --- the words of one document ---------------------------------------------------------------


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
_MOST = 31
_LEVELS = (7, 12, 17)  # where the levels of impact begin, the lowest left out
LEVELS = len(_LEVELS) + 1
POSITIONS, _UNSEEN, _OPENS, _CLOSES, _MORE = 4, 4, 8, 16, 32
_MOST_SPOTS = 8  # of one word in the names of one document


class _Words(NamedTuple):
    """The words of one document; they depend on nothing else."""

    body: Mapping[str, int]  # keys that are in the body alone, and how often they are there
    of_body: Sequence[int]  # the level of the impact of each such number
    levels: Mapping[str, int]  # other keys that are in no name, and the level of their impact
    named: Mapping[str, str]  # keys in names, and what follows the gap of their posting
    names: Mapping[str, str]  # words as they are written in names, likewise
    written: AbstractSet[str]  # words as they are written, for the dictionary
    in_names: AbstractSet[str]  # those of them that stand in names


def _words_of(document: SearchDocument) -> _Words:
    shown = _names(document)
    names, needs, hidden = (
        [*map(_tokens_of, texts)] for texts in (shown, document.needs, document.hidden)
    )
    weights: dict[str, float] = {}
    for field, phrases in (
        (_NAMES, names), (_NEEDS, needs), (_HIDDEN, hidden), (_CONTACT, [_tokens_of(document.contact)]),
    ):  # fmt: skip
        tokens = [*chain.from_iterable(phrases)]
        scale = _scale(field, len(tokens))
        for key in search_keys.keys_of(tokens):
            weights[key] = weights.get(key, 0.0) + scale
    labels = [*map(_read_label, document.labels)]
    summary = [*map(_read, _readings(document.summary))]
    for field, texts in ((_LABELS, labels), (_SUMMARY, summary)):
        scale = _scale(field, sum([one.length for one in texts]))
        for one in texts:
            for key, count in one.counts.items():
                weights[key] = weights.get(key, 0.0) + count * scale
    body = _read(document.body)
    counts = body.counts
    scale = _scale(_BODY, body.length)
    of_body = _levels_of_body(scale, max(counts.values(), default=0))
    levels: dict[str, int] = {}
    spots, forms = _spots([*names, *needs, *hidden], len(names))
    named: dict[str, str] = {}
    for key, weight in weights.items():
        impact = _impact(weight + counts.pop(key, 0) * scale)
        if key in spots:
            named[key] = ALPHABET[impact] + _coded(spots[key])
        else:
            levels[key] = _LEVEL[impact]
    in_names = _written(shown)
    others = [one.written for one in (*labels, *summary)]
    coded = {form: _coded(spot) for form, spot in forms.items()}
    written = in_names.union(_written(document.needs), body.written, *others)
    return _Words(counts, of_body, levels, named, coded, written, in_names)


def _scale(field: _Field, length: int) -> float:
    matters = field.length_matters
    return field.weight / (1 - matters + matters * length / field.usual_length)


def _impact(weight: float) -> int:
    return round(_MOST * weight / (_SATURATION + weight)) or 1


_LEVEL = [bisect_right(_LEVELS, impact) for impact in range(_MOST + 1)]


@lru_cache(maxsize=1 << 12)
def _levels_of_body(scale: float, most: int) -> Sequence[int]:
    """The level of what is in the body alone so many times, from none to *most*."""
    return [_LEVEL[_impact(count * scale)] for count in range(most + 1)]


# As browser/search.js cuts visible text into words; folded words are no longer what was written.
_WRITTEN = regex("[0-9A-Za-z\u00ad\u00c0-\u1fff\u200c\u200d]+")


def _written(texts: Iterable[str]) -> set[str]:
    """Those words of *texts* that may be mistyped."""
    return set(chain.from_iterable(map(_AS_WRITTEN.__getitem__, " ".join(texts).split())))


class _Read(NamedTuple):
    """The words of a text."""

    counts: Counter[str]  # of keys
    length: int  # in words
    written: set[str]  # those that may be mistyped


class _Plain(dict[str, str]):
    """The key of what stands between two spaces if that is one word whatever stands beside it, nothing for a stop
    word; _BESIDE for several words, for marks alone, and for what may be part of a number or a date. Filled
    as they are asked for."""

    def __missing__(self, text: str) -> str:
        found = _tokens_of(text) if search_keys.stands_alone(text) else []
        self[text] = key = search_keys.key_of(*found) if len(found) == 1 else _BESIDE
        return key


class _AsWritten(dict[str, tuple[str, ...]]):
    """Those words that may be mistyped as they are written between two spaces; filled as they are asked for."""

    def __missing__(self, text: str) -> tuple[str, ...]:
        self[text] = found = tuple(filter(_dictionary_form, _WRITTEN.findall(text)))
        return found


_BESIDE = " "
_PLAIN, _AS_WRITTEN = _Plain(), _AsWritten()


def _read(text: str) -> _Read:
    """The words of *text*, of which most have been seen in other texts."""
    parts = text.split()[:BODY_WORDS]
    keys = [*map(_PLAIN.__getitem__, parts)]
    counts = Counter(keys)
    length = len(keys)
    beside = counts.pop(_BESIDE, 0)
    if beside:
        places = [place for place, key in enumerate(keys) if key is _BESIDE]
        found = [token for run in _runs(places) for token in _tokens_of(" ".join(parts[run]))]
        counts.update(search_keys.keys_of(found))
        length += len(found) - beside
    counts.pop("", None)
    return _Read(counts, length, set(chain.from_iterable(map(_AS_WRITTEN.__getitem__, parts))))


def _runs(places: Sequence[int]) -> Iterator[slice]:
    """The stretches of *places* that follow each other."""
    start = places[0]
    for place, after in pairwise((*places, -1)):
        if after != place + 1:
            yield slice(start, place + 1)
            start = after


def _tokens_of(text: str) -> list[str]:
    return search_keys.tokens(search_keys.folded(text))


# Of a place, an area or a group: every record has some.
_read_label = lru_cache(maxsize=1 << 12)(_read)


Spots = dict[str, list[int]]


def _spots(names: Sequence[Sequence[str]], shown: int) -> tuple[Spots, Spots]:
    """Where each key, and each written word of the first *shown* names, stands in *names*.

    Positions run on through all names with a step between two of them, so that neighbours are
    words of one name; they are counted modulo POSITIONS. What is a name by itself has no neighbours: in
    place of its position stands how it is written.
    """
    keys: Spots = {}
    forms: Spots = {}
    position = 0
    for number, name in enumerate(names):
        is_shown = number < shown
        found = [token for token in name if _is_telling(token)] or name
        last = len(found) - 1
        for at, token in enumerate(found):
            form, key, parts = _named(token)
            place = (position if last else _writing(form)) % POSITIONS + (0 if is_shown else _UNSEEN)
            ends = (_OPENS if at == 0 else 0) + (_CLOSES if at == last else 0)
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


def _writing(form: str) -> int:
    """A number that other case forms of a word seldom have."""
    return (ord(form[-1]) >> 2) + len(form)


def _coded(spots: Sequence[int]) -> str:
    """The most telling *spots* as letters, all but the last with the bit that says more follow."""
    if len(spots) == 1:
        return ALPHABET[spots[0]]
    ends = _OPENS + _CLOSES
    best = sorted(set(spots), key=lambda spot: (spot & _UNSEEN, -(spot & ends), spot))
    best = best[:_MOST_SPOTS]
    most = [ALPHABET[spot + _MORE] for spot in best[:-1]]
    return "".join(most) + ALPHABET[best[-1]]


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


# --- what is shown of one document -----------------------------------------------------------


def _row(document: SearchDocument, size: Size) -> list[object]:
    path = document.path.removesuffix("/index.html")
    row = [KINDS.index(document.kind), _starred(path, document.title), parts_of(document.title, swapped)]
    return [*row, *_contact(document)] if size.has_contact else row


def _rest(document: SearchDocument, size: Size) -> list[object]:
    excerpt = parts_of(_excerpt(document.summary, SUMMARY_LENGTH), swapped)
    contact = [] if size.has_contact else _contact(document)
    return [excerpt, *contact] if excerpt or contact else []


def _contact(document: SearchDocument) -> list[object]:
    return [one for one in (document.contact, document.doubt) if document.contact and one]


_LETTERS_OF_NAMES = str.maketrans(
    dict(zip("абвгдежзијклмнопрстћуфхцчшčćžš", "abvgdezzijklmnoprstcufhccscczs", strict=True))
    | {"ђ": "dj", "đ": "dj", "љ": "lj", "њ": "nj", "џ": "dz"} | dict.fromkeys("„“”‘’«»…–—", "-")
)  # fmt: skip
_NO_LETTERS = regex("[^a-z0-9]+")


def _starred(path: str, title: Prose) -> str:
    """*path* with a star for what its last step takes from *title*; most take all of it."""
    if not all(isinstance(part, str) for part in title.parts):
        return path
    name = title.plain.lower().translate(_LETTERS_OF_NAMES)
    said = _NO_LETTERS.sub("-", name).strip("-") if name.isascii() else ""
    folder, slash, last = path.rpartition("/")
    return f"{folder}{slash}*{last.removeprefix(said)}" if said and last.startswith(said) else path


# Most of a text is small Cyrillic letters of two bytes, and little of it is signs of one byte: so they change places.
SWAPPED = ("абвгдђежзијклљмнњопрстћуфхцчџш", "abvgdqe|zijkl{mn}oprstwufhcyx~")
_SWAPPED = str.maketrans("".join(SWAPPED), "".join(SWAPPED[::-1]))


def swapped(text: str) -> str:
    """*text* with those letters and signs each in place of the other; done twice it is *text* again."""
    return text.translate(_SWAPPED)


def parts_of(prose: Prose, written: Callable[[str], str] = str) -> object:
    """Text that follows the script as a string, *written* so; Kept as ``[text, lang]``; Pair as an object."""
    if all(isinstance(part, str) for part in prose.parts):
        return written(prose.plain)
    return [written(part) if isinstance(part, str) else _part(part) for part in prose.parts]


def _part(part: Kept | Pair) -> object:
    if isinstance(part, Kept):
        return [part.text, part.lang]
    return {"cyrl": part.cyrl, "latn": part.latn}


def _beginning(text: str, length: int) -> str:
    """*text* in one line, cut between words."""
    line = " ".join(text[: 2 * length].split())
    return swapped(line if len(line) <= length else line[:length].rpartition(" ")[0])


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


def forget() -> None:
    """Lets go of what was remembered of single words."""
    search_keys.forget()
    _PLAIN.clear()
    _AS_WRITTEN.clear()
    for remembered in (part_of, _is_telling, _named, _dictionary_form):
        remembered.cache_clear()
