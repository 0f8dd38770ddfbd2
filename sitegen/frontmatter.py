"""Markdown files taken apart: the header as YAML nodes, and the body. Tables are headers alone.

YAML's own guesses are wrong on exactly our data (``051301065`` is no octal number), so every
scalar stays text. Does not know which fields exist.
"""

from __future__ import annotations

import re

from sitegen import plain_yaml, shortcuts, yaml_lines
from sitegen.diagnostics import Checked, Diagnostic, Place, problem
from sitegen.frozen import dataclass
from sitegen.patterns import regex
from sitegen.plain_yaml import Entry as Entry
from sitegen.plain_yaml import Mapping as Mapping
from sitegen.plain_yaml import Node as Node
from sitegen.plain_yaml import Scalar as Scalar
from sitegen.plain_yaml import Sequence as Sequence
from sitegen.source import SourceFile, place_at

_FENCE = regex(r"---[ \t]*\n")
_CLOSING = regex(r"\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")
_MOST_OF_HEADER = 100_000  # characters
_SECOND_HEADER = regex(r"^---[ \t]*\n(?:[a-z_]{2,40}:(?: [^\n]*)?\n(?:[ -][^\n]*\n){0,50}){1,40}?---[ \t]*$", re.MULTILINE)


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
    end = _CLOSING.search(text, max(begin - 1, 0))
    if end is None:
        end = _like_closing(text, begin)
        if end is None:
            place = Place(path, 1, 1, 3)
            unclosed = found or (problem(place, "header.unclosed"),)
            return Checked(Document(source, None, "", 1), unclosed)
        found += (_no_fence(text, end.start() + 1, path),)
    header = text[begin : end.start() + 1]
    body_line = text.count("\n", 0, end.end()) + 2
    node = _parse_yaml(header, path, first_line=text.count("\n", 0, begin) + 1)
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
    return _parse_yaml(source.text, source.path, first_line=1)


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
    said = (n for n, line in enumerate(lines) if line.strip("\ufeff\u200b \t") and not line.startswith("```"))
    number = next(said, 0)  # an example is copied with the fence around its code
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
    for line in re.finditer(r"\n[^\n]+(?=\n|\Z)", text[:_MOST_OF_HEADER]):
        if line.start() >= begin - 1 and yaml_lines.is_like_a_fence(line.group()):
            return line
    return None


def _no_fence(text: str, at: int, path: str) -> Diagnostic:
    shown = text[at:].split("\n", 1)[0]
    return problem(place_at(text, at, len(shown), path), "header.fence", found=shown.strip())


def _parse_yaml(text: str, path: str, *, first_line: int) -> Checked[Node]:
    plain = plain_yaml.read(text, path, first_line) if shortcuts.are_taken() else None
    if plain is not None:
        return Checked(plain)
    from sitegen import yaml_pieces  # it takes long to import; many sites never need it

    return yaml_pieces.read(text, path, first_line)
