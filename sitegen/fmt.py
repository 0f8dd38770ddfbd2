"""Rewrites a file of content without changing what it means: ``sitegen fmt``.

``tidied`` writes dates, times, phones and quotation marks of the header one way and puts its fields
in order; ``in_script`` writes every word for readers in one script. Both change characters at
places that the reader of the header knows, so comments and all else stay as typed, and both read
the result: a change after which the records would differ is not made. Touches no disk.
"""

from __future__ import annotations

import dataclasses
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sitegen import frontmatter, markup, schema
from sitegen.config import GLOSSARY_FILE, SITE_FILE, GlossaryFile, Site
from sitegen.diagnostics import Diagnostic, Place, Severity, has_errors
from sitegen.frontmatter import Document, Entry, Mapping, Node, Scalar
from sitegen.frozen import dataclass
from sitegen.kinds import KINDS, TABLES
from sitegen.markup import Close, Fragment, Open, Text, Verbatim
from sitegen.patterns import regex
from sitegen.schema import (
    MarkdownType,
    ProseType,
    Reading,
    Surroundings,
    Type,
    declarations,
    key_of,
)
from sitegen.scripts.serbian import is_cyrillic_letter, is_mostly_latin, to_latin
from sitegen.scripts.spans import Kept, Pair, Prose
from sitegen.source import CONTENT, SourceFile, place_at
from sitegen.values import PartialDate, Phone, Ref


class Left(NamedTuple):
    """A text that keeps its script, because in the other one it would be read as something else."""

    place: Place  # in the new text
    found: str


@dataclass(frozen=True, slots=True)
class Formatted:
    """The new text of a file; the old one where nothing was to be done or nothing could be.

    ``errors``: why the file could not be read. ``doubts``: words that are written in Cyrillic now
    and of which the converter is not sure.
    """

    text: str
    errors: tuple[Diagnostic, ...] = ()
    left: tuple[Left, ...] = ()
    doubts: tuple[Diagnostic, ...] = ()


def formatted(source: SourceFile, around: Surroundings, script: str | None = None) -> Formatted:
    """*source* tidied, and in *script* ("cyrillic" or "latin") if one is given."""
    records, found = _read(source, around)
    errors = tuple(one for one in found if one.severity is Severity.ERROR)
    if errors or records is None:
        return Formatted(source.text, errors)
    meaning = _meaning(records)

    def means_the_same(text: str) -> bool:
        again, found = _read(SourceFile(source.path, text), around)
        return _meaning(again) == meaning and not has_errors(found)

    new = SourceFile(source.path, _tidied(source, around, means_the_same))
    if script is None:
        return Formatted(new.text)
    text, left = _in_script(new, around, script == "latin", means_the_same)
    doubts = tuple(one for one in found if one.code.startswith("script."))
    return Formatted(text, (), left, () if script == "latin" or text == new.text else doubts)


def as_typed(text: str, original: str) -> str:
    """*text* with the byte order mark and the line ends of *original*, the file as it lies on the
    disk; where it mixes line ends, all become like most of them."""
    windows = original.count("\r\n")
    counts = {"\n": original.count("\n") - windows, "\r\n": windows, "\r": original.count("\r") - windows}
    most = max(counts, key=lambda end: counts[end])
    mark = "\ufeff" if original.startswith("\ufeff") else ""
    return mark + text.replace("\n", most)


# --- what a file means -----------------------------------------------------------------------

_ENTITIES: dict[str, type[Any]] = {kind.folder: kind.entity for kind in KINDS}
_ROWS = {f"{CONTENT}/{table.file}": table for table in TABLES}
_SETTINGS: dict[str, type[Any]] = {SITE_FILE: Site, GLOSSARY_FILE: GlossaryFile}


def is_content(path: str) -> bool:
    """Whether the file at *path* (from the project root) is one that this module can read."""
    steps = path.split("/")
    if path in _ROWS or path in _SETTINGS:
        return True
    return len(steps) == 3 and steps[0] == CONTENT and steps[1] in _ENTITIES and path.endswith(".md")


def _read(source: SourceFile, around: Surroundings) -> tuple[Any, tuple[Diagnostic, ...]]:
    """The records of a file, and what was found in it."""
    found: list[Diagnostic] = []
    reading = Reading(source.path, around.glossary, around.country)
    if source.path.endswith(".md"):
        parsed = frontmatter.parse(source)
        found += parsed.diagnostics
        entity = _ENTITIES[source.folder]
        decoded = schema.decode(_whole(parsed.value), entity, Ref(source.folder, source.stem), reading)
        found += decoded.diagnostics
        records = decoded.entity
    else:
        node = frontmatter.parse_table(source)
        found += node.diagnostics
        records = _read_table(source.path, node.value, reading)
        found += reading.found
    return records, tuple(dict.fromkeys(found))


def _read_table(path: str, node: Node | None, reading: Reading) -> Any:
    if node is None:
        return ()
    if path in _SETTINGS:
        return schema.decode_settings(node, _SETTINGS[path], reading)
    rows = node.items if isinstance(node, frontmatter.Sequence) else ()
    decoded = (schema.decode_row(row, _ROWS[path].entity, _ROWS[path].folder, reading) for row in rows)
    return tuple(one.entity for one in decoded if one)


def _whole(document: Document | None) -> Document:
    if document is None:
        raise TypeError("a document always comes back")
    return document


def _meaning(value: Any) -> Any:
    """*value* without what does not count: where it stands, and by which sign a word is kept."""
    if isinstance(value, Fragment):
        shape = tuple(
            (token.name, getattr(token, "attributes", ()))
            for token in value.tokens
            if isinstance(token, Open | Close) and token.name != "span"
        )
        links = tuple(link.target for link in value.links)
        return _meaning(shape), _signs(_pieces(value)), links, value.anchors
    if isinstance(value, Prose):
        return _signs(list(_prose_pieces(value)))
    if isinstance(value, Place):
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return (type(value).__name__, *(_meaning(getattr(value, field.name)) for field in fields))
    if isinstance(value, tuple):
        return tuple(map(_meaning, value))
    return value


_CODE = "code"  # instead of a language: characters that no reader takes for words


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of canonical text; ``kept`` says that no script changes it."""

    text: str
    kept: bool
    lang: str = ""


def _prose_pieces(prose: Prose) -> Iterator[_Piece]:
    for part in prose.parts:
        if isinstance(part, Pair):
            yield _Piece(f"{part.cyrl}\0{part.latn}", True)
        elif isinstance(part, Kept):
            yield _Piece(part.text, True, part.lang)
        else:
            yield _Piece(part, False)


def _pieces(fragment: Fragment) -> list[_Piece]:
    """All text of *fragment* in the order of the source: the title of a link after its text."""
    pieces: list[_Piece] = []
    titles: list[list[_Piece]] = []
    langs: list[str] = []
    in_code = 0
    for token in fragment.tokens:
        if isinstance(token, Text):
            pieces += _prose_pieces(token.prose)
        elif isinstance(token, Verbatim):
            pieces.append(_Piece(token.text, True, _CODE if in_code else langs[-1] if langs else ""))
        elif isinstance(token, Open):
            if token.name in ("br", "hr"):
                pieces.append(_Piece("\n", False))
                continue
            in_code += token.name in ("code", "pre")
            given = dict(token.attributes)
            lang = given.get("lang")
            langs.append(lang if isinstance(lang, str) else langs[-1] if langs else "")
            titles.append([piece for value in given.values() if isinstance(value, Prose) for piece in _prose_pieces(value)])
        else:
            in_code -= token.name in ("code", "pre")
            langs.pop()
            pieces += titles.pop()
    return pieces


_WORD = regex(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad\u200c\u034f])*")


def _signs(pieces: list[_Piece]) -> tuple[str, tuple[tuple[str, bool, str], ...]]:
    """The characters of *pieces*, and of each word whether it is kept and in which language.

    Signs between words belong to no script, so it does not matter on which side of a border
    between kept and other text they stand.
    """
    text = "".join(piece.text for piece in pieces)
    return text, tuple(_words(pieces))


def _words(pieces: list[_Piece]) -> Iterator[tuple[str, bool, str]]:
    for piece in pieces:
        for word in _WORD.findall(piece.text):
            yield word, piece.kept, piece.lang


# --- one way to write ------------------------------------------------------------------------

_Means = Callable[[str], bool]
_Edit = tuple[int, int, str]  # from, to, instead


def _tidied(source: SourceFile, around: Surroundings, means_the_same: _Means) -> str:
    text = _with_edits(source.text, list(_values(source, around)), means_the_same)
    for change in (_in_order, _one_end):
        new = change(SourceFile(source.path, text))
        if new != text and means_the_same(new):
            text = new
    return text


def _header(source: SourceFile) -> tuple[Node | None, int]:
    """The YAML of a file, and the place in the text that its spans are counted from."""
    if source.path.endswith(".md"):
        document = _whole(frontmatter.parse(source).value)
        return document.header, document.header_start
    return frontmatter.parse_table(source).value, 0


def _leaves(path: str, node: Node | None) -> Iterator[tuple[Type, Scalar]]:
    cls = _SETTINGS.get(path) or (
        _ENTITIES[path.split("/")[1]] if path.endswith(".md") else _ROWS[path].entity
    )
    for row in node.items if isinstance(node, frontmatter.Sequence) else (node,):
        if isinstance(row, Mapping):
            yield from schema.leaves_of(row, cls)


def _values(source: SourceFile, around: Surroundings) -> Iterator[_Edit]:
    header, start = _header(source)
    types = {leaf.span: type_ for type_, leaf in _leaves(source.path, header)}
    for scalar in _scalars(header):
        a, b = scalar.span[0] + start, scalar.span[1] + start
        if scalar.style in ("|", ">") or "\n" in source.text[a:b]:
            continue
        type_ = types.get(scalar.span)
        inside = _one_way(type_, scalar, around) if type_ else None
        if inside is not None and inside != scalar.text:
            quote = scalar.style and '"'
            yield a, b, f"{quote}{inside}{quote}"
        elif scalar.style == "'" and scalar.text.isprintable() and not re.search(r"[\"\\]", scalar.text):
            yield a, b, f'"{scalar.text}"'


def _scalars(node: Node | None) -> Iterator[Scalar]:
    """All values in *node*, in the order of the file."""
    if isinstance(node, Scalar):
        yield node
    elif node is not None:
        inner = [entry.value for entry in node.entries] if isinstance(node, Mapping) else node.items
        for one in inner:
            yield from _scalars(one)


def _one_way(type_: Type, value: Scalar, around: Surroundings) -> str | None:
    """The usual way to write *value*; None where there is none but its own."""
    if type_.name not in ("phone", "date", "date_or_unknown", "time"):
        return None
    read = type_.decode(value, Reading("", around.glossary, around.country))
    if isinstance(read, Phone):
        return read.shown
    return read.iso if isinstance(read, PartialDate) else read if isinstance(read, str) else None


def _with_edits(text: str, edits: list[_Edit], means_the_same: _Means) -> str:
    """*text* with those of *edits* that keep its meaning: all of them as a rule."""
    new = _edited(text, edits)
    if new == text or means_the_same(new):
        return new
    sure: list[_Edit] = []
    for edit in edits:
        if means_the_same(_edited(text, [*sure, edit])):
            sure.append(edit)
    return _edited(text, sure)


def _edited(text: str, edits: list[_Edit]) -> str:
    out: list[str] = []
    last = 0
    for start, end, instead in sorted(edits):
        out += (text[last:start], instead)
        last = end
    return "".join((*out, text[last:]))


# The order of fields: what the record is, then what its kind tells of it, then whom and what it
# belongs to, then how we know.
_FIRST = "title short_title lang doc_type kind type status menu order summary summaries".split()
_LAST = (
    "place serves areas target_groups claims collectives related other_names not_same_as supersedes"
    " aliases uuid location_confidential notice sources verified review_every unknown added changed"
).split()


def _order(cls: type[Any]) -> list[str]:
    keys = [key_of(name) for name in declarations(cls)]
    own = [key for key in keys if key not in _FIRST and key not in _LAST]
    return [*(key for key in _FIRST if key in keys), *own, *(key for key in _LAST if key in keys)]


def _in_order(source: SourceFile) -> str:
    """The text with the fields of a record in their order; each brings the comment right above it.

    Where an editor has parted groups of fields by blank lines, they stay.
    """
    header, _ = _header(source)
    if not source.path.endswith(".md") or not isinstance(header, Mapping):
        return source.text
    order = _order(_ENTITIES[source.folder])
    document = _whole(frontmatter.parse(source).value)
    lines = source.text[document.header_start : document.body_start].split("\n")
    closing = next(n for n in range(len(lines) - 1, -1, -1) if lines[n].strip() in ("---", "..."))
    entries = header.entries
    if any(entry.key.place.column != 1 or entry.key.text not in order for entry in entries):
        return source.text
    starts = [_start(entry, lines) for entry in entries]
    end = closing
    while end > starts[-1] + 1 and lines[end - 1].startswith("#"):
        end -= 1
    if len(set(starts)) < len(starts) or any(not lines[at - 1].strip() for at in (*starts[1:], end)):
        return source.text
    chunks = {
        entry.key.text: lines[a:b] for entry, a, b in zip(entries, starts, [*starts[1:], end], strict=True)
    }
    sorted_lines = [line for key in sorted(chunks, key=order.index) for line in chunks[key]]
    whole = "\n".join([*lines[: starts[0]], *sorted_lines, *lines[end:]])
    return source.text[: document.header_start] + whole + source.text[document.body_start :]


def _start(entry: Entry, lines: list[str]) -> int:
    """The first line (from 0) that belongs to *entry*: its key or the comment right above it."""
    line = entry.key.place.line - 2
    while line and lines[line - 1].startswith("#"):
        line -= 1
    return line


def _one_end(source: SourceFile) -> str:
    """The text with exactly one line end at its end."""
    return source.text.rstrip("\n") + "\n"


# --- one script ------------------------------------------------------------------------------


_Reader = Callable[[str], list[_Piece]]


@dataclass(frozen=True, slots=True)
class _Region:
    """A text for readers inside a file."""

    start: int
    end: int
    read: _Reader  # characters of the file, these or others, to their canonical pieces
    masks: tuple[Callable[[str], str], ...]  # ways to blank out what is no text, likeliest first
    is_markdown: bool


def _in_script(
    source: SourceFile, around: Surroundings, latin: bool, means_the_same: _Means
) -> tuple[str, tuple[Left, ...]]:
    edits: list[_Edit] = []
    left: list[tuple[int, int, str]] = []  # the region, the place in its new text, what stands there
    for region in _regions(source, around):
        old = source.text[region.start : region.end]
        new = _rewritten(old, region, latin)
        if new is None:
            left.append((region.start, 0, old.strip().split("\n")[0]))
            continue
        left += [(region.start, at, word) for at, word in new.left]
        if new.text != old:
            edits.append((region.start, region.end, new.text))
    text = _with_edits(source.text, edits, means_the_same)
    return text, tuple(
        Left(place_at(text, _moved(start, edits) + at, len(found), source.path), found)
        for start, at, found in left
    )


def _moved(at: int, edits: list[_Edit]) -> int:
    """Where the character that stood at *at*, between *edits*, stands after them."""
    return at + sum(len(new) - (end - start) for start, end, new in edits if end <= at)


def _regions(source: SourceFile, around: Surroundings) -> Iterator[_Region]:
    header, start = _header(source)
    text = source.text
    for type_, leaf in _leaves(source.path, header):
        a, b = leaf.span[0] + start, leaf.span[1] + start
        if isinstance(type_, MarkdownType):
            reader = _field_reader(leaf.place, around, is_markdown=True)
            yield _Region(a, b, reader, (_without_marks, _without_code_and_marks), True)
        elif isinstance(type_, ProseType):
            reader = _field_reader(leaf.place, around, is_markdown=False)
            yield _Region(a, b, reader, (_without_escapes if leaf.style == '"' else str,), False)
    if source.path.endswith(".md"):
        body = _whole(frontmatter.parse(source).value).body_start
        if text[body:].strip():
            masks = (_without_marks, _without_code_and_marks)
            yield _Region(body, len(text), _body_reader(around), masks, True)


def _field_reader(place: Place, around: Surroundings, *, is_markdown: bool) -> _Reader:
    """Reads a scalar as it would be read if other characters stood in its place."""

    def pieces(written: str) -> list[_Piece]:
        node = frontmatter.parse_table(SourceFile("", _as_value(written))).value
        value = node.get("a") if isinstance(node, Mapping) else None
        if not isinstance(value, Scalar):
            return []
        if is_markdown:
            return _body_reader(around)(value.text)
        reading = Reading("", around.glossary, around.country)
        return list(_prose_pieces(schema.read_prose(value.text, place, reading)))

    return pieces


def _as_value(written: str) -> str:
    """*written*, a scalar with or without quotation marks, as the value of a key."""
    if written[:1] in ("|", ">"):
        return f"a: {written}"
    first, *others = written.split("\n")
    return "a: " + "\n".join([first, *("  " + line for line in others)])


def _body_reader(around: Surroundings) -> _Reader:
    def pieces(written: str) -> list[_Piece]:
        fragment = markup.parse(written, "", 1, around.glossary).value or Fragment()
        return [piece for piece in _pieces(fragment) if piece.lang != _CODE]

    return pieces


_NO_TEXT = regex(
    r"(?<=\])\((?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"  # the target of a link
    r"|^ {0,3}\[[^\[\]\n]+\]:[ \t]*\S.*$"  # what a label stands for
    r"|(?<=\])\[[^\[\]]*\]"  # a label
    r"|(?<=[\])*_`>])\{[^{}\n]*\}|\{:[^{}\n]*\}[ \t]*$|\{[ \t]*[#.][^{}\n]*\}[ \t]*$"  # attributes
    r"|&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w*);",
    re.MULTILINE,
)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _without_marks(text: str) -> str:
    return _NO_TEXT.sub(_blank, markup.without_code_spans(text))


def _without_code_and_marks(text: str) -> str:
    return _NO_TEXT.sub(_blank, markup.without_code(text))


def _without_escapes(text: str) -> str:
    return re.sub(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", _blank, text)


_MOST_ROUNDS = 8
_LETTER_ENTITY = regex(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,31});")
_Word = tuple[str, bool, str]  # its letters, whether they are kept, and in which language


@dataclass(frozen=True, slots=True)
class _Rewritten:
    text: str
    left: tuple[tuple[int, str], ...] = ()  # words that had to keep their script, where they stand


def _rewritten(text: str, region: _Region, latin: bool) -> _Rewritten | None:
    """*text* in one script, so that it is read as the same canonical words; None if that cannot be.

    Word by word: one that would be read otherwise is protected, and then all are read again.
    """
    spelt = _LETTER_ENTITY.sub(_letter, text) if region.is_markdown else text
    wanted = list(_words(region.read(spelt)))
    spans = _aligned(spelt, wanted, region)
    if spans is None:
        return None if is_mostly_latin(text) != latin else _Rewritten(text)
    ways = [0] * len(wanted)
    for _ in range(_MOST_ROUNDS):
        edits = list(_written(spelt, spans, wanted, ways, latin))
        new = _edited(spelt, edits)
        found = list(_words(region.read(new)))
        if found == wanted:
            left = tuple(
                (_moved(a, edits), word) for (a, _), (word, _, _), way in zip(spans, wanted, ways, strict=True) if way == _LEFT
            )
            return _Rewritten(new if new != spelt else text, left)
        if len(found) != len(wanted):
            return None
        wrong = [n for n, word in enumerate(wanted) if found[n] != word and ways[n] < _last_way(word, region, latin)]
        if not wrong:
            return None
        for number in wrong:
            ways[number] += 1
    return None


def _letter(entity: re.Match[str]) -> str:
    character = html.unescape(entity.group())
    return character if character.isalpha() and not character.isascii() else entity.group()


def _aligned(text: str, wanted: list[_Word], region: _Region) -> list[tuple[int, int]] | None:
    """Where in *text* the *wanted* words stand; None if they are not all of its words."""
    for mask in region.masks:
        spans = [match.span() for match in _WORD.finditer(mask(text))]
        if len(spans) == len(wanted) and all(
            _is_same_word(text[a:b], word) for (a, b), (word, _, _) in zip(spans, wanted, strict=True)
        ):
            return spans
    return None


_SIGNS_IN_WORDS = dict.fromkeys(map(ord, "\u00ad\u200c\u034f"))


def _is_same_word(written: str, canonical: str) -> bool:
    """Whether *canonical* may have been made of *written*; of a mended word nothing can be said."""
    scripts = {is_cyrillic_letter(letter) for letter in written if letter.isalpha()}
    return len(scripts) > 1 or _bare(written) == _bare(canonical)


def _bare(word: str) -> str:
    """What all ways to write one word have in common."""
    latin = to_latin(unicodedata.normalize("NFKC", word)).translate(_SIGNS_IN_WORDS)
    return unicodedata.normalize("NFC", latin).casefold().replace("ð", "đ")


# Ways to write a word in Latin so that it is read as what it is; a kept one only has _APART.
_APART, _LEFT = 1, 2  # with a sign between two letters; in Cyrillic as it is


def _last_way(word: _Word, region: _Region, latin: bool) -> int:
    if word[1]:
        return _APART if region.is_markdown else 0
    return _LEFT if latin else 0


def _written(
    text: str, spans: list[tuple[int, int]], wanted: list[_Word], ways: list[int], latin: bool
) -> Iterator[_Edit]:
    for (start, end), (word, kept, lang), way in zip(spans, wanted, ways, strict=True):
        new = text[start:end]
        if kept and way:
            new = f"[{new}]{{lang={lang}}}" if lang else f"[{new}]{{translate=no}}"
        elif not kept:
            new = word if not latin or way == _LEFT else _latin(word, apart=way == _APART)
        if new != text[start:end]:
            yield start, end, new


def _latin(word: str, *, apart: bool) -> str:
    """*word* in Latin; *apart*: with an invisible sign between letters that would be read as one."""
    parts = re.split("(?<=[лнЛН])(?=[јЈ])|(?<=[дД])(?=[жЖ])", word) if apart else [word]
    return "\u200c".join(map(to_latin, parts))
