"""The forms of Sveltia CMS: valid by its own schema, whole by our declarations, and what they write is
what our readers read."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import edit, sitegen, small
from jsonschema import Draft7Validator

from sitegen import cms
from sitegen.kinds import KINDS, TABLES
from sitegen.pipeline import load
from sitegen.schema import declarations, key_of
from sitegen.theme import read_theme

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "tests/data/sveltia/schema.json").read_text(encoding="utf-8"))
WORDS = read_theme(ROOT / "themes/default").strings
CONFIG = yaml.safe_load(cms.config(WORDS, "https://github.com/grad/imenik/edit/main/{path}", "https://example.org/"))
COLLECTIONS = {one["name"]: one for one in CONFIG["collections"]}
SINGLETONS = {one["name"]: one for one in CONFIG["singletons"]}
DEFINITIONS = {
    "string": "StringField", "text": "TextField", "markdown": "MarkdownField", "number": "NumberField",
    "select": "SelectField", "relation": "RelationField", "object": "ObjectFieldWithSubFields",
}  # fmt: skip


def fields_in(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from fields_in(field.get("fields", []))
        yield from fields_in([field["field"]] if "field" in field else [])


EVERY = [field for one in (*COLLECTIONS.values(), *SINGLETONS.values()) for field in fields_in(one["fields"])]


def against(definition: str, value: Any) -> list[str]:
    schema = {"$ref": f"#/definitions/{definition}", "definitions": SCHEMA["definitions"]}
    return [error.message for error in Draft7Validator(schema).iter_errors(value)]


# Codes of standards and names of settings, which are written as they are.
NAMED_BY_CODE = set("sr-BA sr-RS sr-ME sr-HR sr-Cyrl sr-Latn en cyrillic latin".split())

# --- by the schema that Sveltia publishes ----------------------------------------------------


def test_each_field_is_what_its_widget_takes() -> None:
    wrong = []
    for field in EVERY:
        shallow = copy.copy(field)
        definition = DEFINITIONS.get(field["widget"], "")
        if field["widget"] == "list":
            definition = "ListFieldWithSubFields" if "fields" in field else "ListFieldWithSubField"
        for inner, plain in (("fields", []), ("field", {"name": "a", "widget": "string"})):
            if inner in shallow:
                shallow[inner] = plain
        wrong += [(field["name"], message) for message in against(definition, shallow)]
    assert [] == wrong


def test_the_frame_of_the_configuration_is_right() -> None:
    frame = copy.deepcopy(CONFIG)
    for one in (*frame["collections"], *frame["singletons"]):
        one["fields"] = []
    assert [] == against("CmsConfig", frame)


def test_the_check_by_the_schema_can_fail() -> None:
    assert against("SelectField", {"name": "a", "widget": "select", "opcije": []})
    assert against("CmsConfig", {"backend": {"name": "github"}, "collections": []})


# --- whole, and in the words of readers ------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_of_a_kind_is_in_its_form(kind: Any) -> None:
    names = [field["name"] for field in COLLECTIONS[kind.folder]["fields"]]
    assert sorted([*map(key_of, declarations(kind.entity)), "body"]) == sorted(names)
    assert f"content/{kind.folder}" == COLLECTIONS[kind.folder]["folder"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_a_list_of_rows(table: Any) -> None:
    (rows,) = SINGLETONS[table.name]["fields"]
    assert rows["root"]
    assert f"content/{table.file}" == SINGLETONS[table.name]["file"]
    assert sorted(map(key_of, declarations(table.entity))) == sorted(one["name"] for one in rows["fields"])


def test_a_relation_leads_to_a_form_that_is_there() -> None:
    for field in EVERY:
        if field["widget"] == "relation":
            known = SINGLETONS if field["collection"] == "_singletons" else COLLECTIONS
            assert field.get("file", field["collection"]) in known, field


def test_labels_and_hints_are_in_serbian() -> None:
    told = [field["label"] for field in EVERY] + [field["hint"] for field in EVERY if "hint" in field]
    assert [] == [words for words in told if not re.search("[\u0400-\u04ff]", words)]
    choices = [one["label"] for field in EVERY for one in field.get("options", ())]
    bare = {words for words in choices if not re.search("[\u0400-\u04ff]", words)}
    assert bare <= NAMED_BY_CODE, bare - NAMED_BY_CODE


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://github.com/a/b/edit/main/{path}", {"name": "github", "repo": "a/b", "branch": "main", "open_authoring": True}),
        (
            "https://gitlab.com/a/b/c/-/edit/razvoj/x/{path}",
            {"name": "gitlab", "repo": "a/b/c", "branch": "razvoj/x", "auth_type": "pkce"},
        ),
        (
            "https://git.example.org/a/b/-/edit/main/{path}",
            {"name": "gitlab", "repo": "a/b", "branch": "main", "auth_type": "pkce", "base_url": "https://git.example.org",
             "api_root": "https://git.example.org/api/v4"},
        ),
        (
            "https://codeberg.org/a/b/_edit/main/{path}",
            {"name": "gitea", "repo": "a/b", "branch": "main", "base_url": "https://codeberg.org", "api_root": "https://codeberg.org/api/v1"},
        ),
        ("https://example.org/edit?file={path}", {"name": "test-repo"}),
        ("", {"name": "test-repo"}),
    ],
)  # fmt: skip
def test_files_are_saved_where_they_are_edited(address: str, expected: dict[str, Any]) -> None:
    assert expected == cms.backend(address)
    frame = {"backend": cms.backend(address), "collections": []}
    assert [] == against("CmsConfig", frame)


def test_the_command_reads_the_project(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/site.yml", "https://primjer.invalid/izmjena/{path}", "https://github.com/a/b/edit/main/{path}")
    printed = sitegen("schema", "--sveltia", "--source", root)
    assert 0 == printed.returncode, printed.stderr
    assert "a/b" == yaml.safe_load(printed.stdout)["backend"]["repo"]


# --- what a form writes, our readers read ----------------------------------------------------

CANDIDATES = (
    "Проба", "051/111-222", "2026-01-02", "08:00", "mon-fri", "info@example.org", "https://example.org/", "sr",
    "6f0d3b52-58a1-5c0e-9a4e-0d5a4f1f6a11", "oznaka", "usluge/dnevni-boravak", "organizacije/centar-za-pomoc",
    "projekti/zajedno", "dokumenti/plan-2025-2026", "unknown",
)  # fmt: skip


def written(field: dict[str, Any], rows: dict[str, str]) -> Any:
    """A value as the form would save it."""
    widget = field["widget"]
    if widget == "list":
        if "field" in field:
            return [written(field["field"], rows)]
        return [{one["name"]: written(one, rows) for one in field["fields"]}]
    if widget == "object":
        return {one["name"]: written(one, rows) for one in field["fields"]}
    value: Any
    if widget == "select":
        value = field["options"][0]["value"]
    elif widget == "relation":
        value = rows[field.get("file", field["collection"])]
    elif widget == "number":
        value = 44 if field["value_type"] == "float" else 12
    elif "pattern" in field:
        value = next(one for one in CANDIDATES if re.search(field["pattern"][0], one))
    else:
        value = "Проба"
    return [value] if field.get("multiple") else value


# What a form cannot know: rules between fields, and whether a thing named is there.
BETWEEN = re.compile(r"(confidential|hours|period|age|private|unknown|verified|reference|document|address|record|coordinates)\.|source\.type")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_file_that_a_form_writes_is_read(kind: Any, tmp_path: Path) -> None:
    root = small(tmp_path)
    directory = load(root).directory
    assert directory is not None
    rows = {one.folder: next(r.slug for r in directory.records if r.folder == one.folder) for one in KINDS}
    rows |= {
        one.name: next((r.slug for r in directory.records if r.folder == one.folder), "nema") for one in TABLES
    }
    form = COLLECTIONS[kind.folder]
    needed = {one["name"]: written(one, rows) for one in form["fields"] if one["required"]}
    wrong = {}
    for field in form["fields"]:
        header = needed | ({} if field["name"] == "body" else {field["name"]: written(field, rows)})
        told = yaml.safe_dump(header, allow_unicode=True, sort_keys=False)
        path = f"content/{kind.folder}/iz-obrasca.md"
        (root / path).write_text(f"---\n{told}---\nТекст записа.\n", encoding="utf-8")
        codes = {
            one.code for one in load(root).diagnostics
            if one.severity == "error" and one.place.path == path and not BETWEEN.match(one.code)
        }  # fmt: skip
        if codes:
            wrong[field["name"]] = codes
    assert {} == wrong
