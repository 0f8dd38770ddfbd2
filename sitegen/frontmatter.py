"""Headers and tables of content as YAML nodes: text and places, never values.

YAML's own guesses are wrong on exactly our data (``051301065`` is no octal number), so every
scalar stays text. Knows the errors that people make in YAML; does not know which fields exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from sitegen import yaml_lines
from sitegen.diagnostics import Checked, Diagnostic, Place, has_errors, problem, warning
from sitegen.source import SourceFile, marks_on_end, odd_characters, place_at

_MAX_DEPTH = 12
_MAX_NODES = 60_000
_FENCE = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
# What YAML refuses or takes for a line end although an editor's screen does not: replaced one for
# one, so that places stay true. ``source`` has reported the control characters already.
_FOREIGN_TO_YAML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
# A comment has a blank after its sign; ``#1`` and ``#tag`` are text that somebody meant.
_SWALLOWED = re.compile(r"[ \t]+(?P<found>#(?![#!-])\S[^\n]{0,200})")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_PIECES = 500  # of a broken header or table; whoever has more gets the first mistake alone
_SECOND_HEADER = re.compile(r"^---[ \t]*\n(?:[a-z_]{2,40}:(?: [^\n]*)?\n(?:[ -][^\n]*\n){0,50}){1,40}?---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it was typed, without its quotation marks."""

    text: str
    place: Place
    indent: int = 0  # of the lines of a block after | or >; 0 for all others
    # How it is written: its quotation mark, | or > (empty for plain), and where it begins and ends
    # in the text of the header or of the table. Says nothing about what it means.
    style: str = field(default="", compare=False)
    span: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``key: value`` of a mapping."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order of the file; keys are unique."""

    entries: tuple[Entry, ...]
    place: Place
    # Keys that stand in the file but could not be read; "*" where even their names are not sure.
    lost: frozenset[str] = frozenset()

    def get(self, name: str) -> Node | None:
        """The value under *name*, if there is one."""
        return next((entry.value for entry in self.entries if entry.key.text == name), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file taken apart. ``header`` is None where it could not be read."""

    source: SourceFile
    header: Mapping | None
    body: str
    body_line: int  # the line of the file on which the body begins
    header_start: int = 0  # where header and body begin in the text of the file
    body_start: int = 0


def parse(source: SourceFile) -> Checked[Document]:
    """Header and body of a Markdown file; the body is there even when the header is broken."""
    text, path = source.text, source.path
    undecided = _conflicts(source)
    if undecided:  # neither side is meant to be read yet
        return Checked(Document(source, None, "", 1), undecided)
    start = _FENCE.match(text)
    found: tuple[Diagnostic, ...] = ()
    if start is None:
        begin, found = _opening(text, path)
        if begin is None:
            return Checked(Document(source, None, text, 1), found)
    else:
        begin = start.end()
    end = _CLOSING.search(text, begin)
    if end is None:
        end = _like_closing(text, begin)
        if end is None:
            place = Place(path, 1, 1, 3)
            unclosed = found or (problem(place, "header.unclosed"),)
            return Checked(Document(source, None, "", 1), unclosed)
        found += (_no_fence(text, end.start(), path),)
    header = text[begin : end.start()]
    body_line = text.count("\n", 0, end.end()) + 2
    node = _parse_yaml(header, path, first_line=text.count("\n", 0, begin) + 1, in_pieces=True)
    body = text[end.end() + 1 :]
    value = node.value
    if value is None and not node.diagnostics and not found:
        found = (problem(Place(path, 1, 1, 3), "header.empty"),)
    found += node.diagnostics
    if value is not None and not isinstance(value, Mapping):
        found += (problem(value.place, "header.not_fields"),)
        value = None
    second = _SECOND_HEADER.search(body)
    if second:
        place = place_at(body, second.start(), 3, path, first_line=body_line)
        found += (problem(place, "header.second"),)
        body = body[: second.start()] + "\n" * second.group().count("\n") + body[second.end() :]
    document = Document(source, value, body, body_line, begin, min(end.end() + 1, len(text)))
    return Checked(document, found)


def parse_table(source: SourceFile) -> Checked[Node]:
    """The one YAML document of a ``.yml`` file; None if it is empty or broken."""
    undecided = _conflicts(source)
    if undecided:
        return Checked(None, undecided)
    return _parse_yaml(source.text, source.path, first_line=1, in_pieces=True)


def _conflicts(source: SourceFile) -> tuple[Diagnostic, ...]:
    """Places that Git left for somebody to decide."""
    if "<<<<<<<" not in source.text:
        return ()
    return tuple(
        problem(Place(source.path, first + 1, 1, 7), "source.conflict", line=str(last + 1))
        for first, last in yaml_lines.conflicts(source.text)
    )


def _opening(text: str, path: str) -> tuple[int | None, tuple[Diagnostic, ...]]:
    """Where the header begins although its first line is not as it must be, and what is wrong."""
    lines = text.split("\n", 8)[:8]
    number = next((number for number, line in enumerate(lines) if line.strip("\ufeff\u200b \t")), 0)
    missing = problem(Place(path, 1, 1, len(lines[0])), "header.missing")
    after = lines[number + 1] if number + 1 < len(lines) else ""
    at = sum(len(line) + 1 for line in lines[:number])
    if yaml_lines.is_key(lines[number]) and yaml_lines.is_key(after) and _CLOSING.search(text, at):
        return at, (missing,)  # the first row of dashes was left out
    if not yaml_lines.is_like_a_fence(lines[number]) or not yaml_lines.is_key(after):
        return None, (missing,)
    behind = at + len(lines[number]) + 1
    if lines[number].strip(" \t") == "---":
        return behind, (missing,)  # it is right, but not in the first line
    return behind, (_no_fence(text, at, path),)


def _like_closing(text: str, begin: int) -> re.Match[str] | None:
    """The line that was meant to close a header that nothing closes."""
    for line in re.finditer(r"^[^\n]+$", text[:_MOST_OF_HEADER], re.MULTILINE):
        if line.start() >= begin and yaml_lines.is_like_a_fence(line.group()):
            return line
    return None


def _no_fence(text: str, at: int, path: str) -> Diagnostic:
    shown = text[at:].split("\n", 1)[0]
    return problem(place_at(text, at, len(shown), path), "header.fence", found=shown.strip())


def _parse_yaml(text: str, path: str, *, first_line: int, in_pieces: bool = False) -> Checked[Node]:
    text = _FOREIGN_TO_YAML.sub(" ", text)
    try:
        reader = _Composer(text, path, first_line)
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
            if reader.stopped:
                break
        whole: Checked[Node] = Checked(reader.root, tuple(reader.found))
    except yaml.MarkedYAMLError as error:
        whole = Checked(None, (_syntax(error, text, path, first_line),))
    except yaml.YAMLError:
        whole = Checked(None, (problem(Place(path, first_line), "yaml.syntax"),))
    is_stopped = whole.value is None and bool(whole.diagnostics)
    if in_pieces and is_stopped and whole.diagnostics[-1].code not in _WHOLE_ONLY:
        return _piece_by_piece(text, path, first_line) or whole
    return whole


# Limits, which pieces would keep and the whole does not.
_WHOLE_ONLY = frozenset({"yaml.depth", "yaml.size", "yaml.documents", "source.combining"})
_MOST_OF_HEADER = 100_000  # characters


def _piece_by_piece(text: str, path: str, first_line: int) -> Checked[Node] | None:
    """What can be read of a broken header or table, with the mistakes of all its pieces; None if
    none of them is broken by itself."""
    pieces = yaml_lines.pieces(text.split("\n"))
    if not 1 <= len(pieces) <= _MOST_PIECES:
        return None
    of_rows = pieces[0].lines[0].lstrip().startswith("-")
    entries: dict[str, Entry] = {}
    rows: list[Node] = []
    found: list[Diagnostic] = []
    lost: set[str] = set()
    for piece in pieces:
        line = first_line + piece.start
        part = _parse_yaml(piece.text, path, first_line=line)
        node = part.value
        if isinstance(node, Sequence) and of_rows:
            found += part.diagnostics
            rows += node.items
        elif isinstance(node, Mapping) and not of_rows:
            found += part.diagnostics
            for entry in node.entries:
                if entry.key.text in entries:
                    found.append(_repeated(entry, entries[entry.key.text]))
                entries.setdefault(entry.key.text, entry)
        else:
            found.append(_slip(piece, part, path, line))
            lost |= set(yaml_lines.keys_in(piece)) or {"*"}
            identity = yaml_lines.identity_in(piece) if of_rows else None
            if identity:
                rows.append(_row_by_its_id(*identity, path, line))
    if not has_errors(found):
        return None
    place = Place(path, first_line + pieces[0].start, 1)
    if of_rows:
        return Checked(Sequence(tuple(rows), place), tuple(found))
    mapping = Mapping(tuple(entries.values()), place, frozenset(lost)) if entries else None
    return Checked(mapping, tuple(found))


def _slip(piece: yaml_lines.Piece, part: Checked[Node], path: str, line: int) -> Diagnostic:
    """The mistake of one piece: by the look of its lines, else in the parser's words."""
    said = part.diagnostics[-1] if part.diagnostics else None
    slip = yaml_lines.slip_in(piece)
    if slip and not (said and said.code == "yaml.tab"):
        place = Place(path, line + slip.line, slip.column, slip.length)
        if slip.code == "yaml.blank":
            return problem(place, "yaml.blank")
        if slip.code == "yaml.bullet":
            return problem(place, "yaml.bullet", found=slip.found, suggestion=slip.suggestion)
        if slip.code == "yaml.no_space":
            return problem(place, "yaml.no_space", suggestion=slip.suggestion)
        return problem(place, "yaml.no_colon", suggestion=slip.suggestion)
    if said is None:  # fields among rows, or rows among fields
        row = piece.lines[0]
        return problem(Place(path, line, 1, len(row)), "yaml.indent", found=row.strip())
    number = said.place.line - line
    last = max(number for number, row in enumerate(piece.lines) if row.strip())
    if number > last:  # the parser went on looking: what is open was opened in the last line
        row = piece.lines[last]
        column = max(row.rfind("["), row.rfind("{"), 0) + 1
        return problem(Place(path, line + last, column, 1), said.code, found=row.strip())
    row = piece.lines[number]
    if said.code == "yaml.colon" and yaml_lines.shifted_key(row, said.place.column - 1):
        blanks = len(row) - len(row.lstrip(" "))
        return problem(Place(path, said.place.line, 1, blanks), "yaml.indent", found=row.strip())
    return said


def _row_by_its_id(number: int, column: int, text: str, path: str, line: int) -> Mapping:
    """A row of which only the id can be read, so that references to it are not called unknown."""
    place = Place(path, line + number, column, len(text))
    name = Scalar("id", Place(path, line + number, max(column - 4, 1), 2))
    return Mapping((Entry(name, Scalar(text, place)),), name.place, frozenset({"*"}))


def _repeated(entry: Entry, first: Entry) -> Diagnostic:
    return problem(
        entry.key.place, "yaml.duplicate", related=(first.key.place,), found=entry.key.text,
        line=str(first.key.place.line),
    )  # fmt: skip


class _Composer:
    """Builds nodes from parser events with a stack of its own, so depth is bounded."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self.has_sharps = "#" in text
        self.root: Node | None = None
        self.found: list[Diagnostic] = []
        self.stopped = False
        self._open: list[tuple[bool, list[Node], Place]] = []  # (is a mapping, children, place)
        self._count = 0
        self._has_marks = marks_on_end(text) is not None

    def take(self, event: Any) -> None:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._stop(problem(place, "yaml.anchor"))
        elif getattr(event, "tag", None) is not None:
            self._stop(problem(place, "yaml.tag", found=str(event.tag)))
        elif isinstance(event, yaml.ScalarEvent):
            is_escaped = event.value not in self.text
            if (is_escaped or self._has_marks) and marks_on_end(event.value) is not None:
                self._stop(problem(place, "source.combining"))
                return
            if is_escaped:  # the file itself is looked at by ``source``
                self.found += odd_characters(event.value, place)
            if self.has_sharps and event.style in (None, ""):
                self._look_behind(event)
            span = _index(event.start_mark), _index(event.end_mark)
            self._add(Scalar(event.value, place, self._indent(event), event.style or "", span))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if len(self._open) >= _MAX_DEPTH:
                self._stop(problem(place, "yaml.depth"))
            self._open.append((isinstance(event, yaml.MappingStartEvent), [], place))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            is_mapping, children, start = self._open.pop()
            self._add(
                self._mapping(children, start) if is_mapping else Sequence(tuple(children), start)
            )
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._stop(problem(place, "yaml.documents"))

    def _look_behind(self, event: Any) -> None:
        """Words after a bare value that YAML takes for a comment, as in ``title: Centar #1``."""
        mark = event.end_mark if event.value else event.start_mark
        line_start = self.text.rfind("\n", 0, mark.index) + 1
        at = mark.index
        if not event.value:  # nothing stands before it, as in ``title: #1``
            at = self.text.find(":", line_start, mark.index) + 1
        match = _SWALLOWED.match(self.text, at) if at > 0 else None
        if match:
            column = match.start("found") - line_start + 1
            place = Place(self.path, mark.line + self.first_line, column, len(match["found"]))
            self.found.append(warning(place, "yaml.comment", found=match["found"]))

    def _add(self, node: Node) -> None:
        self._count += 1
        if self._count > _MAX_NODES:
            self._stop(problem(node.place, "yaml.size"))
        elif self._open:
            self._open[-1][1].append(node)
        else:
            self.root = node

    def _stop(self, finding: Diagnostic) -> None:
        self.found.append(finding)
        self.root = None
        self.stopped = True

    def _mapping(self, children: list[Node], place: Place) -> Mapping:
        entries: dict[str, Entry] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.found.append(problem(key.place, "yaml.key"))
            elif key.text in entries:
                self.found.append(_repeated(Entry(key, value), entries[key.text]))
            else:
                entries[key.text] = Entry(key, value)
        return Mapping(tuple(entries.values()), place)

    def _indent(self, event: Any) -> int:
        if event.style not in ("|", ">"):
            return 0
        after = self.text[self.text.find("\n", event.start_mark.index) + 1 :]
        first = next((line for line in after.split("\n", 20) if line.strip()), "")
        return len(first) - len(first.lstrip(" "))

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Place(self.path, start.line + self.first_line, start.column + 1, max(length, 0))


def _index(mark: Any) -> int:
    index: int = mark.index
    return index


# The parser's own words for what people do most, and our codes for it.
_KNOWN_PROBLEMS = (
    ("mapping values are not allowed", "yaml.colon"),
    ("cannot start any token", "yaml.character"),
    ("block sequence entries are not allowed", "yaml.character"),
    ("mapping keys are not allowed", "yaml.character"),
    ("while scanning a block scalar", "yaml.character"),
    ("while scanning a tag", "yaml.tag"),
    ("unexpected end of stream", "yaml.quote"),
    ("found unexpected document indicator", "yaml.quote"),
    ("could not find expected ':'", "yaml.no_colon"),
    ("did not find expected ',' or", "yaml.bracket"),
    ("did not find expected node content", "yaml.bracket"),
    ("did not find expected key", "yaml.indent"),
    ("did not find expected '-' indicator", "yaml.indent"),
    ("did not find expected alphabetic or numeric", "yaml.anchor"),
    ("undefined tag handle", "yaml.tag"),
    ("found unexpected ':'", "yaml.colon"),
    ("escape character", "yaml.escape"),
    ("hexdecimal number", "yaml.escape"),
)
# An unclosed quotation mark is mended where it was opened, not where the text ends; a character
# with a meaning of its own where it stands, not behind it.
_MENDED_WHERE_OPENED = frozenset(
    {"yaml.quote", "yaml.bracket", "yaml.no_colon", "yaml.anchor", "yaml.tag", "yaml.character"}
)


def _syntax(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    said = f"{error.context or ''} {error.problem or ''}"
    code = next((code for words, code in _KNOWN_PROBLEMS if words in said), "yaml.syntax")
    opened = error.context_mark
    if code in _MENDED_WHERE_OPENED and opened is not None:
        mark = opened
    if mark is None:
        return problem(Place(path, first_line), code)
    lines = text.split("\n")
    line = min(mark.line, len(lines) - 1)
    if "\t" in lines[line][: mark.column + 1]:
        code = "yaml.tab"
        at = lines[line].index("\t")
        return problem(Place(path, line + first_line, at + 1, 1), code)
    if code == "yaml.indent" and lines[line][: mark.column].strip():
        code = "yaml.after_value"
    found = lines[line].strip()
    return problem(Place(path, line + first_line, mark.column + 1, 1), code, found=found)


def body_place(document: Document, offset: int, length: int) -> Place:
    """The place in the file of *length* characters at *offset* of the body."""
    return place_at(
        document.body, offset, length, document.source.path, first_line=document.body_line
    )
