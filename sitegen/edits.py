"""Byte-exact edits of content: one field is written, and not a character elsewhere moves.

The writers of content work on what lies on the disk: byte order mark, line ends, comments, order
and quotation marks stay as they are. Knows YAML by its offsets; reads and writes no files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

import yaml

from sitegen.frozen import dataclass
from sitegen.patterns import regex

_MARK = "\ufeff"
_FENCE = regex(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSING = regex(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_LINE_END = regex(r"\r\n|\n|\r")
_FOREIGN_TO_YAML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file that holds one value: a text, a list or fields."""

    start: int  # offsets in the characters of the file
    end: int
    text: str | None = None
    items: tuple[Piece, ...] = ()
    fields: Mapping[str, Piece] = field(default_factory=dict)
    key: Piece | None = None  # of a field: the name it stands under


@dataclass(frozen=True, slots=True)
class Draft:
    """A Markdown file with fields, taken apart so that it can be written back to the same bytes."""

    characters: str  # the byte order mark and the line ends included
    header: Piece  # its fields
    indent: str = ""  # before every key

    @property
    def line_end(self) -> str:
        """How this file ends its lines."""
        found = _LINE_END.search(self.characters)
        return found.group() if found else "\n"

    def to_bytes(self) -> bytes:
        """The file as it is to be written."""
        return self.characters.encode("utf-8")

    def with_field(self, key: str, value: str, *, after: tuple[str, ...] = ()) -> Draft:
        """The same file with *value*, YAML on one line, under *key*.

        A field that is there is replaced where it stands; a new one goes behind the last of
        *after* that is there, else behind all others.
        """
        old = self.header.fields.get(key)
        if old is not None:
            return self._replaced(old.start, old.end, value if old.start < old.end else f" {value}")
        places = [self.header.fields[name] for name in after if name in self.header.fields]
        last = max(places or self.header.fields.values(), key=lambda piece: piece.end)
        at = self._end_of_line(last.end)
        return self._replaced(at, at, f"{self.line_end}{self.indent}{key}: {value}")

    def without_field(self, key: str) -> Draft:
        """The same file without the lines of *key*."""
        piece = self.header.fields[key]
        assert piece.key is not None  # noqa: S101 - fields have one
        begin = piece.key.start - len(self.indent)
        end = self._end_of_line(piece.end)
        newline = _LINE_END.match(self.characters, end)
        return self._replaced(begin, newline.end() if newline else end, "")

    def with_value(self, piece: Piece, value: str) -> Draft:
        """The same file with *value* in the place of *piece*."""
        return self._replaced(piece.start, piece.end, value)

    def with_part(self, key: str, part: str, value: str) -> Draft:
        """The same file with *part*: *value* as one more field of what stands under *key*."""
        piece = self.header.fields[key]
        last = max(piece.fields.values(), key=lambda one: one.end)
        if self.characters[piece.start] == "{":
            return self._replaced(last.end, last.end, f", {part}: {value}")
        first = min(_keys(piece), key=lambda one: one.start)
        at = self._end_of_line(last.end)
        return self._replaced(at, at, f"{self.line_end}{self._before(first.start)}{part}: {value}")

    def with_item(self, key: str, value: str) -> Draft:
        """The same file with *value* as one more item of the list under *key*."""
        piece = self.header.fields[key]
        if self.characters[piece.start] == "[":
            at = piece.items[-1].end if piece.items else piece.start + 1
            return self._replaced(at, at, f", {value}" if piece.items else value)
        at = self._end_of_line(piece.end)
        return self._replaced(at, at, f"{self.line_end}{self._before(piece.start)}- {value}")

    def _before(self, offset: int) -> str:
        """The spaces before *offset* on its line."""
        start = max(self.characters.rfind(end, 0, offset) for end in "\r\n") + 1
        return " " * (offset - start)

    def _end_of_line(self, offset: int) -> int:
        found = _LINE_END.search(self.characters, offset)
        return found.start() if found else len(self.characters)

    def _replaced(self, start: int, end: int, text: str) -> Draft:
        changed = draft(self.characters[:start] + text + self.characters[end:])
        assert changed is not None  # noqa: S101 - what we write can be read
        return changed


def draft_of(data: bytes) -> Draft | None:
    """The file *data* as a draft; None when it is not UTF-8 or its fields cannot be read."""
    try:
        return draft(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def draft(characters: str) -> Draft | None:
    """A file by its *characters*; None when it has no readable fields, one a line, on top."""
    begin = 1 if characters.startswith(_MARK) else 0
    opening = _FENCE.match(characters, begin)
    closing = _CLOSING.search(characters, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    root = _pieces(characters[opening.end() : closing.start()], opening.end())
    if root is None or not root.fields:
        return None
    first = min(_keys(root), key=lambda key: key.start)
    indent = re.search(r"[ ]*\Z", characters[: first.start])
    line_start = indent.start() if indent else first.start
    if characters[line_start - 1] not in "\r\n":
        return None  # fields in braces: a line of its own would not be one of them
    return Draft(characters, root, characters[line_start : first.start])


def _keys(piece: Piece) -> Iterator[Piece]:
    for value in piece.fields.values():
        if value.key is not None:
            yield value.key


def _pieces(text: str, offset: int) -> Piece | None:
    """The value in the YAML *text*, which begins at *offset* of its file."""
    reader = _Pieces(offset)
    try:
        for event in yaml.parse(_FOREIGN_TO_YAML.sub(" ", text), Loader=_LOADER):
            reader.take(event, text)
    except (yaml.YAMLError, _RefusedError):
        return None
    return reader.root


class _RefusedError(Exception):
    """YAML that content does not use: anchors, tags, keys that are no words, or too deep."""


class _Pieces:
    """Builds pieces from parser events."""

    def __init__(self, offset: int) -> None:
        self.root: Piece | None = None
        self._offset = offset
        self._open: list[tuple[Any, list[Piece]]] = []
        self._last = 0  # where the last character of a value stood

    def take(self, event: Any, text: str) -> None:
        kind = type(event)
        if kind is yaml.AliasEvent or getattr(event, "anchor", None):
            raise _RefusedError
        if getattr(event, "tag", None) is not None:
            raise _RefusedError
        if kind is yaml.ScalarEvent:
            start, end = event.start_mark.index, event.end_mark.index
            if event.style in ("|", ">"):
                end = start + len(text[start:end].rstrip())
            self._last = end
            self._add(Piece(start + self._offset, end + self._offset, event.value))
        elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            if len(self._open) >= _MAX_DEPTH:
                raise _RefusedError
            self._open.append((event, []))
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            opened, children = self._open.pop()
            if opened.flow_style:
                self._last = event.end_mark.index
            start = opened.start_mark.index + self._offset
            end = max(self._last + self._offset, start)
            if kind is yaml.SequenceEndEvent:
                self._add(Piece(start, end, items=tuple(children)))
            else:
                self._add(Piece(start, end, fields=_fields(children)))

    def _add(self, piece: Piece) -> None:
        if self._open:
            self._open[-1][1].append(piece)
        elif self.root is None:
            self.root = piece
        else:
            raise _RefusedError


def _fields(children: list[Piece]) -> dict[str, Piece]:
    fields: dict[str, Piece] = {}
    for key, value in zip(children[::2], children[1::2], strict=True):
        if key.text is None or key.text in fields:
            raise _RefusedError
        fields[key.text] = Piece(value.start, value.end, value.text, value.items, value.fields, key)
    return fields


# --- writing YAML ----------------------------------------------------------------------------

_PLAIN = regex(r"[^\W\d_][\w .()/–—„“”’;+-]*(?<! )\Z")
_ISO_DATE = regex(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z", re.ASCII)


def scalar(text: str) -> str:
    """*text* as YAML that reads back as the same text, also inside braces and brackets."""
    if _ISO_DATE.match(text) or _PLAIN.match(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escaped(letter) for letter in escaped) + '"'


def _escaped(letter: str) -> str:
    if letter.isprintable() or letter in "\u00a0\u202f":
        return letter
    return f"\\u{ord(letter):04X}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08X}"


def flow(value: Any) -> str:
    """Text, lists and mappings of them as YAML on one line, in the style of our content."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(held)}" for key, held in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(str(value))
