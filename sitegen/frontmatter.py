"""Markdown files taken apart: the header as YAML nodes, and the body. Tables are headers alone.

YAML's own guesses are wrong on exactly our data (``051301065`` is no octal number), so every
scalar stays text. Does not know which fields exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen import plain_yaml, shortcuts
from sitegen.diagnostics import Checked, Place, problem
from sitegen.plain_yaml import Entry as Entry
from sitegen.plain_yaml import Mapping as Mapping
from sitegen.plain_yaml import Node as Node
from sitegen.plain_yaml import Scalar as Scalar
from sitegen.plain_yaml import Sequence as Sequence
from sitegen.source import SourceFile, place_at

_FENCE = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")


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
    text = source.text
    start = _FENCE.match(text)
    if start is None:
        place = Place(source.path, 1, 1, len(text.split("\n", 1)[0]))
        return Checked(Document(source, None, text, 1), (problem(place, "header.missing"),))
    end = _CLOSING.search(text, start.end() - 1)
    if end is None:
        place = Place(source.path, 1, 1, 3)
        return Checked(Document(source, None, "", 1), (problem(place, "header.unclosed"),))
    header = text[start.end() : end.start() + 1]
    body_line = text.count("\n", 0, end.end()) + 2
    node = _parse_yaml(header, source.path, first_line=2)
    body = text[end.end() + 1 :]
    found = node.diagnostics
    value = node.value
    if value is None and not found:
        found = (problem(Place(source.path, 1, 1, 3), "header.empty"),)
    if value is not None and not isinstance(value, Mapping):
        found += (problem(value.place, "header.not_fields"),)
        value = None
    document = Document(source, value, body, body_line, start.end(), min(end.end() + 1, len(text)))
    return Checked(document, found)


def parse_table(source: SourceFile) -> Checked[Node]:
    """The one YAML document of a ``.yml`` file; None if it is empty or broken."""
    return _parse_yaml(source.text, source.path, first_line=1)


def _parse_yaml(text: str, path: str, *, first_line: int) -> Checked[Node]:
    plain = plain_yaml.read(text, path, first_line) if shortcuts.are_taken() else None
    if plain is not None:
        return Checked(plain)
    from sitegen import yaml_engine  # it takes long to import; many sites never need it

    return yaml_engine.read(text, path, first_line)


def body_place(document: Document, offset: int, length: int) -> Place:
    """The place in the file of *length* characters at *offset* of the body."""
    return place_at(
        document.body, offset, length, document.source.path, first_line=document.body_line
    )
