"""Nodes of YAML: text and places, never values. And a reader of the YAML that most headers are
made of, without the parser.

Mappings and lists, by indentation or in brackets on one line; in them words, and quoted text without
escapes. What is written like that gives the very nodes that ``yaml_engine`` gives, and tests compare
the two; of everything else, and of all mistakes, None is said, and the engine reads it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.diagnostics import Place
from sitegen.patterns import regex

MAX_DEPTH = 12
MAX_NODES = 60_000


class Scalar(NamedTuple):
    """One value as it was typed, without its quotation marks."""

    text: str
    place: Place
    indent: int = 0  # of the lines of a block after | or >; 0 for all others
    # How it is written: its quotation mark, | or > (empty for plain), and where it begins and ends
    # in the text of the header or of the table. Says nothing about what it means, and two that
    # are written in different ways are equal.
    style: str = ""
    span: tuple[int, int] = (0, 0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scalar) and self[:3] == other[:3]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:3])


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    place: Place


class Entry(NamedTuple):
    """One ``key: value`` of a mapping."""

    key: Scalar
    value: Node


class Mapping(NamedTuple):
    """Keys with values, in the order of the file; keys are unique."""

    entries: tuple[Entry, ...]
    place: Place
    # Keys that stand in the file but could not be read; "*" where even their names are not sure.
    lost: frozenset[str] = frozenset()

    def get(self, name: str) -> Node | None:
        """The value under *name*, if there is one."""
        for entry in self.entries:
            if entry.key.text == name:
                return entry.value
        return None


Node = Scalar | Sequence | Mapping


def read(text: str, path: str, first_line: int) -> Node | None:
    """The root of *text*, which begins on line *first_line* of the file *path*; None where it is
    not plain."""
    if _FOREIGN.search(text) or (len(text) > MAX_NODES and _most_nodes(text) > MAX_NODES):
        return None
    try:
        return _Reader(text, path, first_line).root()
    except _UnsureError:
        return None


_new = tuple.__new__  # takes half the time of a call of the class


class _UnsureError(Exception):
    """Here stands what is not plain."""


# Signs that YAML or ``yaml_engine`` take for something else than letters: tabs, control
# characters, line ends that are none on a screen, marks that combine.
_FOREIGN = regex("[^\n -~\u00a0-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff]")
_MAY_BE_EMPTY = (" ", "#", "\n")  # how a line begins that is empty, a comment, or further in
_EMPTY = regex(r"(?: *(?:#[^\n]*)?\n)*")
_NAME = "([A-Za-z_][A-Za-z0-9_.-]{0,99})"
_SHORT = rf"(?:{_NAME}|\"([^\"\\\n]{{0,99}})\"|'([^'\n]{{0,99}})')"
_KEY = regex(rf"{_SHORT}:(?: +|(?=\n))")
_DASH = regex(r"- +(?=[^ \n])")
_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"  # of a plain word
_PLAIN = rf"({_FIRST}[^\n:#]*(?:(?::(?=\S)|(?<=\S)\#)[^\n:#]*)*(?<! ))"
_INNER_PLAIN = rf"({_FIRST}[^\n:#,?\[\]{{}}]*(?::(?=[A-Za-z0-9/])[^\n:#,?\[\]{{}}]*)*(?<! ))"
_QUOTED = r"\"([^\"\\\n]*)\"|'([^'\n]*)'"
_VALUE = regex(rf"(?:{_PLAIN}|{_QUOTED}) *\n")
# A whole line at the margin, with another such line below it or the end.
_LINE = regex(rf"{_NAME}: +(?:{_PLAIN}|{_QUOTED}) *\n(?![ #\n])")
_END = regex(r" *\n")
_INNER_NEXT = r" *(?:, *(?=[^ \n\]}])|(?=[\]}]))"  # the next item, or the bracket that closes
_INNER_PAIR = regex(rf"{_SHORT}: +(?:(?:{_INNER_PLAIN}|{_QUOTED}){_INNER_NEXT}|(?=[\[{{]))")
_ITEM = regex(rf"(?:{_INNER_PLAIN}|{_QUOTED}){_INNER_NEXT}")
_AFTER_INNER = regex(_INNER_NEXT)
_BLANKS = regex(" *")
_STYLES = ("", '"', "'")


def _most_nodes(text: str) -> int:
    """More nodes than *text* can have if it is plain."""
    return 2 * text.count(":") + sum(map(text.count, ",\n[{"))


class _Reader:
    """Goes through a text once. ``at`` is where the next block begins, on which line, and in which
    column of it; past the end the column is -1."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text if text.endswith("\n") else text + "\n"
        self.path = path
        self.line = first_line - 1
        self.line_start = self.at = self.column = self.depth = 0

    def root(self) -> Node:
        self.go_on(0)
        node = self.block()
        if self.column >= 0:
            raise _UnsureError
        return node

    def go_on(self, start: int) -> None:
        """To the next line with something on it, from the beginning of a line at *start*."""
        self.line += 1
        if self.text.startswith(_MAY_BE_EMPTY, start):
            line_start = self.after(_EMPTY, start)
            self.line += self.text.count("\n", start, line_start)
            self.line_start, self.at = line_start, self.after(_BLANKS, line_start)
        else:
            self.line_start = self.at = start
        self.column = self.at - self.line_start if self.at < len(self.text) else -1

    def block(self) -> Node:
        """What begins at the place reached, in its column."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _UnsureError
        node = self.sequence(0) if self.text.startswith("- ", self.at) else self.mapping()
        self.depth -= 1
        return node

    def mapping(self) -> Mapping:
        text, column = self.text, self.column
        place = Place(self.path, self.line, column + 1, 0)
        entries: dict[str, Entry] = {}
        while self.column == column:
            at = self.at
            line = _LINE.match(text, at) if column == 0 else None
            found = line or _KEY.match(text, at)
            if found is None:
                raise _UnsureError
            group = 1 if line else found.lastindex or 0
            key = self.scalar(found, group, _STYLES[group - 1])
            if key.text in entries:
                raise _UnsureError
            if line is None:
                value = self.value(found.end(), column)
            else:
                value = self.scalar(line, line.lastindex or 0, _STYLES[(line.lastindex or 0) - 2])
                self.line += 1
                self.line_start = self.at = line.end()
                if self.at == len(text):
                    self.column = -1
            entries[key.text] = _new(Entry, (key, value))
        if self.column > column:
            raise _UnsureError
        return Mapping(tuple(entries.values()), place)

    def sequence(self, length: int) -> Sequence:
        """A list; the parser gives it a place of no *length*, or of that of its first hyphen."""
        text, column = self.text, self.column
        place = Place(self.path, self.line, column + 1, length)
        items: list[Node] = []
        while self.column == column and (dash := _DASH.match(text, self.at)):
            at = dash.end()
            if _KEY.match(text, at):
                self.at, self.column = at, at - self.line_start
                items.append(self.block())
            else:
                items.append(self.value(at, column))
        if self.column > column or not items:
            raise _UnsureError
        return Sequence(tuple(items), place)

    def value(self, at: int, column: int) -> Node:
        """What stands at *at*, behind a key or a hyphen in *column*, or in the lines below."""
        first = self.text[at]
        if first == "\n":
            self.go_on(at + 1)
            if self.column > column:
                return self.block()
            if self.column == column and self.text.startswith("- ", self.at):
                return self.sequence(1)
            raise _UnsureError
        node: Node
        if first in "[{":
            node, at = self.inner(at)
            end = _END.match(self.text, at)
        else:
            end = _VALUE.match(self.text, at)
            if end is not None:
                group = end.lastindex or 0
                node = self.scalar(end, group, _STYLES[group - 1])
        if end is None:
            raise _UnsureError
        self.go_on(end.end())
        return node

    def scalar(self, found: re.Match[str], group: int, style: str) -> Scalar:
        """What a *group* matched, on the line reached."""
        at, end = found.span(group)
        if style:
            at, end = at - 1, end + 1
        place = _new(Place, (self.path, self.line, at - self.line_start + 1, end - at))
        return _new(Scalar, (found[group], place, 0, style, (at, end)))

    def inner(self, at: int) -> tuple[Node, int]:
        """What stands in brackets that begin at *at*, and where it ends."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _UnsureError
        place = _new(Place, (self.path, self.line, at - self.line_start + 1, 1))
        start = self.after(_BLANKS, at + 1)
        if self.text[at] == "[":
            items, at = self.items(start)
            node: Node = Sequence(tuple(items), place)
        else:
            entries, at = self.pairs(start)
            node = Mapping(tuple(entries.values()), place)
        self.depth -= 1
        return node, at + 1

    def items(self, at: int) -> tuple[list[Node], int]:
        """What a list in brackets holds from *at* on, and where its bracket closes."""
        text = self.text
        items: list[Node] = []
        while text[at] != "]":
            if text[at] in "[{":
                node, at = self.inner(at)
                at = self.after(_AFTER_INNER, at)
                items.append(node)
            else:
                found = _ITEM.match(text, at)
                if found is None:
                    raise _UnsureError
                group = found.lastindex or 0
                items.append(self.scalar(found, group, _STYLES[group - 1]))
                at = found.end()
        return items, at

    def pairs(self, at: int) -> tuple[dict[str, Entry], int]:
        """The same of a mapping in braces."""
        text = self.text
        entries: dict[str, Entry] = {}
        while text[at] != "}":
            found = _INNER_PAIR.match(text, at)
            if found is None:
                raise _UnsureError
            group = 1 if found[1] is not None else 2 if found[2] is not None else 3
            key, at = self.scalar(found, group, _STYLES[group - 1]), found.end()
            group = found.lastindex or 0
            if group > 3:
                node: Node = self.scalar(found, group, _STYLES[group - 4])
            else:
                node, at = self.inner(at)
                at = self.after(_AFTER_INNER, at)
            if key.text in entries:
                raise _UnsureError
            entries[key.text] = _new(Entry, (key, node))
        return entries, at

    def after(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.text, at)
        if found is None:
            raise _UnsureError
        return found.end()
