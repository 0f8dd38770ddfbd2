"""The JSON Schemas and the page of fields say the same as the decoder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sitegen import forms, frontmatter, guide
from sitegen.kinds import KINDS, TABLES
from sitegen.kinds.common import Record
from sitegen.pipeline import load
from sitegen.schema import Many, Reading, Shape, declarations, key_of
from sitegen.source import SourceFile, read_tree

ROOT = Path(__file__).parent.parent
BROKEN = ROOT / "tests/sites/broken"
KIND_OF_FOLDER = {kind.folder: kind.name for kind in KINDS}
NAME_OF_FILE = {f"content/{table.file}": table.name for table in TABLES} | {
    file: name for name, (file, _) in forms.SETTINGS.items()
}


def plain(node: frontmatter.Node) -> Any:
    """A header as a tool sees it that reads YAML without guessing."""
    if isinstance(node, frontmatter.Scalar):
        return node.text
    if isinstance(node, frontmatter.Sequence):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in node.entries}


def header(source: SourceFile) -> tuple[str, Any] | None:
    """The schema's name and the value of a file of content; None if it has neither."""
    if source.path.endswith(".md"):
        parsed = frontmatter.parse(source).value
        name = KIND_OF_FOLDER.get(source.folder)
        node: frontmatter.Node | None = parsed.header if parsed else None
    else:
        name, node = NAME_OF_FILE.get(source.path), frontmatter.parse_table(source).value
    return (name, plain(node)) if name and node is not None else None


@cache
def validator(name: str) -> Any:
    if os.environ.get("CI") == "true":
        import jsonschema
    else:
        jsonschema = pytest.importorskip("jsonschema")
    return jsonschema.Draft202012Validator(forms.schema_of(name))


@pytest.mark.parametrize("name", forms.NAMES)
def test_a_schema_is_a_schema(name: str) -> None:
    schema = forms.schema_of(name, guide.meaning)
    type(validator(name)).check_schema(schema)
    assert schema == json.loads(json.dumps(schema))
    fields = schema.get("items", schema)
    assert all(field.get("description") for field in fields["properties"].values())


@pytest.mark.parametrize("source", read_tree(ROOT).value or (), ids=lambda source: source.path)
def test_every_real_record_is_valid(source: SourceFile) -> None:
    told = header(source)
    assert told is not None
    assert [] == [error.message for error in validator(told[0]).iter_errors(told[1])]


# What a schema can see of a record; every other error needs our own readers or the other records.
SEEN = frozenset(
    "field.unknown field.missing field.choice field.list field.mapping field.scalar field.marked_text"
    " field.empty field.too_long field.lookalike reference.form reference.form_slug reference.kind"
    " phone.words url.scheme value.lookalike".split()
)  # fmt: skip
BEYOND = frozenset(
    "field.value date.impossible money.ambiguous email.label phone.area_code phone.length phone.size value.quotes"
    " reference.unknown".split()
)
FIXTURES = sorted(path.name for path in BROKEN.iterdir() if (path / "expected.txt").is_file())


def seen(name: str) -> Iterator[tuple[str, SourceFile]]:
    """Files of a broken project with a mistake that a schema can see."""
    loaded = load(BROKEN / name)
    sources = {source.path: source for source in loaded.sources}
    for path in dict.fromkeys(one.place.path for one in loaded.diagnostics):
        codes = {one.code for one in loaded.diagnostics if one.place.path == path and one.severity == "error"}
        structural = {code for code in codes if code.split(".")[0] in ("field", "phone", "value", "date", "money", "email", "url")}
        assert structural <= SEEN | BEYOND, structural
        if codes & SEEN and path in sources:
            yield path, sources[path]


@pytest.mark.parametrize("name", FIXTURES)
def test_a_broken_structure_is_refused(name: str) -> None:
    for path, source in seen(name):
        told = header(source)
        if told is not None:
            assert list(validator(told[0]).iter_errors(told[1])), path


def test_there_are_broken_structures() -> None:
    assert 15 < sum(any(True for _ in seen(name)) for name in FIXTURES)


# --- the page of fields ----------------------------------------------------------------------


def classes() -> dict[str, type[Any]]:
    """Every declared class."""
    found: dict[str, type[Any]] = {}

    def walk(cls: type[Any]) -> None:
        if cls.__name__ in found:
            return
        found[cls.__name__] = cls
        for declared in declarations(cls).values():
            inner = declared.type
            while isinstance(inner, Many):
                inner = inner.item
            if isinstance(inner, Shape):
                walk(inner.cls)

    for cls in (Record, *(one.entity for one in (*KINDS, *TABLES)), *(cls for _, cls in forms.SETTINGS.values())):
        walk(cls)
    return found


FIELDS = [(name, field) for name, cls in sorted(classes().items()) for field in declarations(cls)]


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=[f"{name}.{field}" for name, field in FIELDS])
def test_a_field_has_a_meaning_and_an_example_that_is_right(name: str, field: str) -> None:
    cls = classes()[name]
    key = key_of(field)
    assert guide.meaning(cls, key).endswith((".", "?")), f"{name}.{key}"
    source = SourceFile("p.md", f"---\n{guide.example(cls, key)}\n---\n")
    parsed = frontmatter.parse(source)
    assert () == parsed.diagnostics
    assert parsed.value is not None
    assert parsed.value.header is not None
    (entry,) = parsed.value.header.entries
    assert key == entry.key.text
    reading = Reading("p.md")
    assert declarations(cls)[field].type.decode(entry.value, reading) is not None
    assert [] == [one.code for one in reading.found if one.severity == "error"]


def test_no_meaning_is_told_of_a_field_that_is_not_there() -> None:
    used = set()
    for cls in classes().values():
        for field in declarations(cls):
            names = [f"{base.__name__}.{key_of(field)}" for base in cls.__mro__] + [key_of(field)]
            used.add(next(name for name in names if guide.meanings().has(f"means.{name}")))
    told = {key.removeprefix("means.") for key in guide.meanings().sentences if key.startswith("means.")}
    assert set() == told - used


def test_the_page_of_fields_is_current() -> None:
    """``python build.py schema --guide > docs/fields.md`` writes it anew."""
    assert guide.page() == (ROOT / "docs/fields.md").read_text(encoding="utf-8")
