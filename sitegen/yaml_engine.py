"""PyYAML as events, made into nodes with places; its own mistakes told by our codes.

Reads all YAML that content may hold, with bounds on depth and size. Imported only for what is not
plain (``plain_yaml``).
"""

from __future__ import annotations

from typing import Any

import yaml

from sitegen.diagnostics import Checked, Diagnostic, Place, problem, warning
from sitegen.patterns import regex
from sitegen.plain_yaml import MAX_DEPTH, MAX_NODES, Entry, Mapping, Node, Scalar, Sequence
from sitegen.source import marks_on_end, odd_characters

# What YAML refuses or takes for a line end although an editor's screen does not: replaced one for
# one, so that places stay true. ``source`` has reported the control characters already.
_FOREIGN_TO_YAML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_ITEM_INSIDE = regex(r"\n[ \t]*(?=- )")
# A comment has a blank after its sign; ``#1`` and ``#tag`` are text that somebody meant.
_SWALLOWED = regex(r"[ \t]+(?P<found>#(?![#!-])\S[^\n]{0,200})")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def readable(text: str) -> str:
    """*text* with blanks for what YAML refuses or takes for a line end."""
    return _FOREIGN_TO_YAML.sub(" ", text)


def read(text: str, path: str, first_line: int) -> Checked[Node]:
    """The root of *text*, which begins on line *first_line* of the file *path*; None if it is empty
    or broken."""
    text = readable(text)
    try:
        reader = _Composer(text, path, first_line)
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
            if reader.stopped:
                break
        return Checked(reader.root, tuple(reader.found))
    except yaml.MarkedYAMLError as error:
        return Checked(None, (_syntax(error, text, path, first_line),))
    except yaml.YAMLError:
        return Checked(None, (problem(Place(path, first_line), "yaml.syntax"),))


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
            span = _index(event.start_mark), _index(event.end_mark)
            is_plain = event.style in (None, "")
            if self.has_sharps and is_plain:
                self._look_behind(event)
            item = _ITEM_INSIDE.search(self.text, *span) if is_plain else None
            if item:  # moved in too far, and so a part of what stands above it
                self._stop(self._moved_in(item.start() + 1, item.end()))
                return
            self._add(Scalar(event.value, place, self._indent(event), event.style or "", span))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if len(self._open) >= MAX_DEPTH:
                self._stop(problem(place, "yaml.depth"))
            self._open.append((isinstance(event, yaml.MappingStartEvent), [], place))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            is_mapping, children, start = self._open.pop()
            self._add(
                self._mapping(children, start) if is_mapping else Sequence(tuple(children), start)
            )
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._stop(problem(place, "yaml.documents"))

    def _moved_in(self, start: int, end: int) -> Diagnostic:
        """The line whose blanks are those from *start* to *end*."""
        line = self.text.count("\n", 0, start) + self.first_line
        found = self.text[end : self.text.find("\n", end) % (len(self.text) + 1)]
        return problem(Place(self.path, line, 1, end - start), "yaml.indent", found=found)

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
        if self._count > MAX_NODES:
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
                self.found.append(repeated(Entry(key, value), entries[key.text]))
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


def repeated(entry: Entry, first: Entry) -> Diagnostic:
    """A key that stands in the same mapping once more."""
    return problem(
        entry.key.place, "yaml.duplicate", related=(first.key.place,), found=entry.key.text,
        line=str(first.key.place.line),
    )  # fmt: skip


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
    ("expected '<document start>'", "yaml.indent"),
    ("did not find expected <document start>", "yaml.indent"),
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
