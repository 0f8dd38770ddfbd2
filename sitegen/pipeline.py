"""The story of a build, top to bottom: what happens, in order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sitegen import frontmatter
from sitegen.config import GLOSSARY_FILE, SITE_FILE, GlossaryFile, Site
from sitegen.diagnostics import Checked, Diagnostic, Place, in_order, problem
from sitegen.directory import Directory, assemble
from sitegen.kinds import KINDS, TABLES
from sitegen.schema import Decoded, Reading, decode, decode_row, decode_settings, nearest
from sitegen.scripts.spans import EMPTY_GLOSSARY, Glossary
from sitegen.source import CONTENT, SourceFile, read_tree
from sitegen.values import Ref


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the content says, and everything found while reading it."""

    site: Site | None
    directory: Directory | None  # None while there is an error
    sources: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...]


def load(root: Path) -> Loaded:
    """Read, decode and assemble the content under the project *root*."""
    tree = read_tree(root)
    sources = tree.value or ()
    glossary = _settings(sources, GLOSSARY_FILE, GlossaryFile, EMPTY_GLOSSARY)
    words = glossary.value.glossary() if glossary.value else EMPTY_GLOSSARY
    settings = _settings(sources, SITE_FILE, Site, words)
    site = settings.value
    found = [*tree.diagnostics, *glossary.diagnostics, *settings.diagnostics]
    if tree.value is not None and not any(source.path == SITE_FILE for source in sources):
        found.append(problem(Place(SITE_FILE), "site.missing"))
    decoded: list[Decoded] = []
    for source in sources:
        result = decode_source(source, words, site.country if site else "BA")
        decoded += result.value or ()
        found += result.diagnostics
    if site is None:
        found += [finding for one in decoded for finding in one.diagnostics]
        return Loaded(None, None, sources, in_order(found))
    directory = assemble(decoded, site)
    found += directory.diagnostics
    whole = None if any(f.severity == "error" for f in found) else directory.value
    return Loaded(site, whole, sources, in_order(found))


_KINDS = {kind.folder: kind for kind in KINDS}
_TABLES = {f"{CONTENT}/{table.file}": table for table in TABLES}
_SETTINGS = (SITE_FILE, GLOSSARY_FILE)


def decode_source(
    source: SourceFile, glossary: Glossary, country: str
) -> Checked[tuple[Decoded, ...]]:
    """The records in one file: one of a Markdown file, one a row of a table."""
    if source.path in _SETTINGS:
        return Checked(())
    if source.path.endswith(".md"):
        kind = _KINDS.get(source.folder)
        if kind is None:
            return Checked((), (_misplaced(source),))
        parsed = frontmatter.parse(source)
        assert parsed.value is not None  # a document always comes back
        reading = Reading(source.path, glossary, country)
        one = decode(parsed.value, kind.entity, Ref(kind.folder, source.stem), reading)
        return Checked((one,), parsed.diagnostics)
    table = _TABLES.get(source.path)
    if table is None:
        return Checked((), (_misplaced(source),))
    node = frontmatter.parse_table(source)
    if node.value is None:
        return Checked((), node.diagnostics)
    if not isinstance(node.value, frontmatter.Sequence):
        return Checked((), (*node.diagnostics, problem(node.value.place, "table.list")))
    rows: list[Decoded] = []
    found = list(node.diagnostics)
    for item in node.value.items:
        reading = Reading(source.path, glossary, country)
        row = decode_row(item, table.entity, table.folder, reading)
        if row is None:
            found += reading.found
        else:
            rows.append(row)
    return Checked(tuple(rows), tuple(found))


def _misplaced(source: SourceFile) -> Diagnostic:
    folders = [kind.folder for kind in KINDS]
    files = [table.file for table in TABLES]
    if source.path.endswith(".md"):
        known, suggestion = folders, nearest(source.folder, folders)
    else:
        known, suggestion = files, nearest(source.path.removeprefix("content/"), files)
    return problem(
        Place(source.path), "source.place", expected=", ".join(known), suggestion=suggestion
    )


def _settings(
    sources: Iterable[SourceFile], path: str, cls: type, glossary: Glossary
) -> Checked:  # type: ignore[type-arg]
    source = next((source for source in sources if source.path == path), None)
    if source is None:
        return Checked(None)
    node = frontmatter.parse_table(source)
    if node.value is None:
        return Checked(None, node.diagnostics)
    reading = Reading(path, glossary)
    value = decode_settings(node.value, cls, reading)
    return Checked(value, (*node.diagnostics, *reading.found))
