"""Every field of every real record is broken once, and a finding stands on its line.

The records are decoded one by one, without their bodies; no site is built.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sitegen import frontmatter
from sitegen.config import GLOSSARY_FILE, SITE_FILE
from sitegen.diagnostics import Diagnostic
from sitegen.kinds import TABLES
from sitegen.pipeline import decode_source, load, read_glossary
from sitegen.scripts.spans import Glossary
from sitegen.source import SourceFile, read_tree
from sitegen.values import Ref

ROOT = Path(__file__).parent.parent
SOURCES = {source.path: source for source in read_tree(ROOT).value or ()}
RECORDS = sorted(path for path in SOURCES if path.endswith(".md"))
TABLE_FILES = sorted(f"content/{table.file}" for table in TABLES if f"content/{table.file}" in SOURCES)
SECONDS = 30.0  # for one file; the largest takes a tenth


@cache
def glossary() -> Glossary:
    value = read_glossary(SOURCES[GLOSSARY_FILE].text).value
    assert value is not None
    return value


@cache
def known() -> frozenset[Ref]:
    directory = load(ROOT).directory
    assert directory is not None
    return frozenset((*directory.records, *directory.rows))


def pieces(path: str) -> Iterator[SourceFile]:
    """A record without its body, or one row of a table at a time; each on its own lines."""
    lines = SOURCES[path].text.split("\n")
    if path.endswith(".md"):
        end = lines.index("---", 1)
        yield SourceFile(path, "\n".join(lines[: end + 1]) + "\n")
        return
    node = frontmatter.parse_table(SOURCES[path]).value
    assert isinstance(node, frontmatter.Sequence)
    starts = [item.place.line for item in node.items]
    for start, end in zip(starts, (*starts[1:], len(lines) + 1), strict=True):
        yield SourceFile(path, "\n" * (start - 1) + "\n".join(lines[start - 1 : end - 1]) + "\n")


def header(piece: SourceFile) -> frontmatter.Node:
    parse = frontmatter.parse_table(piece) if piece.path.endswith(".yml") else None
    node = parse.value if parse else frontmatter.parse(piece).value.header  # type: ignore[union-attr]
    assert node is not None
    return node


def scalars(node: frontmatter.Node) -> Iterator[tuple[str, frontmatter.Scalar]]:
    """Every key and every value of *node*, each with what it is."""
    if isinstance(node, frontmatter.Scalar):
        yield "value", node
    elif isinstance(node, frontmatter.Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for entry in node.entries:
            yield "key", entry.key
            yield from scalars(entry.value)


TWINS = str.maketrans("aeopcxyj", "аеорсхуј")
OTHER_TWINS = str.maketrans("аеорсхуј", "aeopcxyj")


def broken(what: str, text: str, number: int) -> str:
    """*text* with a mistake: which one, follows from its *number*."""
    if what == "key":
        letter = re.search("[aeopcxyj]", text)
        if number % 2 and letter:
            return text[: letter.start()] + letter.group().translate(TWINS) + text[letter.end() :]
        return f"{text}q"
    return ('""', "{q: {q: q}}", "[[q]]")[number % 3]


def findings(piece: SourceFile) -> tuple[Diagnostic, ...]:
    checked = decode_source(piece, glossary(), "BA")
    return (*checked.diagnostics, *(one for row in checked.value or () for one in row.diagnostics))


def with_change(piece: SourceFile, scalar: frontmatter.Scalar, new: str) -> SourceFile | None:
    """*piece* with *new* in place of *scalar*; None for a value over several lines."""
    place = scalar.place
    lines = piece.text.split("\n")
    line = lines[place.line - 1]
    old = line[place.column - 1 : place.column - 1 + place.length]
    if place.length < 1 or old.strip("\"'") != scalar.text:
        return None
    lines[place.line - 1] = line[: place.column - 1] + new + line[place.column - 1 + place.length :]
    return SourceFile(piece.path, "\n".join(lines))


@pytest.mark.parametrize("path", [*RECORDS, *TABLE_FILES])
def test_a_broken_field_is_found_on_its_line(path: str) -> None:
    missed: list[str] = []
    count = 0
    started = time.process_time()
    for piece in pieces(path):
        assert [] == [one.code for one in findings(piece) if one.severity == "error"]
        for number, (what, scalar) in enumerate(scalars(header(piece))):
            changed = with_change(piece, scalar, broken(what, scalar.text, number))
            if changed is None:
                continue
            count += 1
            if scalar.place.line not in {one.place.line for one in findings(changed)}:
                missed.append(f"{path}:{scalar.place.line}: {what} {scalar.text[:40]!r}")
    assert [] == missed
    assert count > 3
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("path", RECORDS)
def test_a_look_alike_letter_in_a_text_is_found_on_its_line(path: str) -> None:
    """A letter of the other script in a word of every title, summary, note …"""
    (piece,) = pieces(path)
    missed = []
    for what, scalar in scalars(header(piece)):
        word = re.search(r"(?<![\w./@-])[^\W\d_]*[^\W\d_]([aeopcxyjаеорсхуј])[^\W\d_]+(?![\w./@-])", scalar.text)
        if what == "key" or not word or " " not in scalar.text:
            continue
        letter = word.group(1)
        twin = letter.translate(TWINS) if letter.isascii() else letter.translate(OTHER_TWINS)
        new = scalar.text[: word.start(1)] + twin + scalar.text[word.end(1) :]
        changed = with_change(piece, scalar, f'"{new}"' if '"' not in new else new)
        if changed and scalar.place.line not in {one.place.line for one in findings(changed)}:
            missed.append(f"{path}:{scalar.place.line}: {word.group()!r}")
    assert [] == missed


@pytest.mark.parametrize("path", RECORDS)
def test_an_unknown_record_and_a_day_that_is_none_are_found(path: str) -> None:
    (piece,) = pieces(path)
    missed = []
    for what, scalar in scalars(header(piece)):
        if what == "value" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", scalar.text):
            changed = with_change(piece, scalar, "2019-02-31")
            codes = {one.code for one in findings(changed) if one.place.line == scalar.place.line} if changed else {"date.impossible"}
            if "date.impossible" not in codes:
                missed.append(f"{path}:{scalar.place.line}: {scalar.text}")
    checked = decode_source(piece, glossary(), "BA")
    for reference in [one for row in checked.value or () for one in row.references]:
        lines = piece.text.split("\n")
        place = reference.place
        line = lines[place.line - 1]
        end = place.column - 1 + place.length
        lines[place.line - 1] = line[:end] + "-q" + line[end:]
        if line[end - 1] in "\"'":
            continue
        again = decode_source(SourceFile(path, "\n".join(lines)), glossary(), "BA")
        places = {
            one.place.line for row in again.value or () for one in row.references
            if one.ref not in known()
        }  # fmt: skip
        if place.line not in places:
            missed.append(f"{path}:{place.line}: {reference.ref}")
    assert [] == missed


def test_settings_are_broken_too(tmp_path: Path) -> None:
    text = SOURCES[SITE_FILE].text
    file = tmp_path / SITE_FILE
    file.parent.mkdir(parents=True)
    missed = []
    for number, line in enumerate(text.split("\n"), start=1):
        if re.match(r"\w+:", line):
            file.write_text(text.replace(line, f"q{line}"), encoding="utf-8")
            if number not in {one.place.line for one in load(tmp_path).diagnostics}:
                missed.append(line)
    assert [] == missed
