"""Tables: valid by the tools of others, safe in a spreadsheet, and enough to make the content again."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from building import project, sitegen
from test_hsds import validate_package
from town import exported, files, files_of, tool

from sitegen import schema
from sitegen.exports.columns import FOLDERS, inert
from sitegen.kinds import KINDS, TABLES
from sitegen.pipeline import load
from sitegen.schema import declarations, key_of

ENTITIES = {kind.folder: kind.entity for kind in (*KINDS, *TABLES)}


def table(made: dict[str, bytes], name: str) -> list[dict[str, str]]:
    text = made[f"data/{name}.csv"].decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def plain(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from running it."""
    return cell.removeprefix("'")


def test_the_package_is_valid(tmp_path: Path) -> None:
    validate_package(tmp_path, "data/")


def test_csv_on_the_web_agrees_with_the_tables(tmp_path: Path) -> None:
    csvw = tool("csvw")
    for path, content in exported().items():
        if path.startswith("data/") and path.count("/") == 1:
            (tmp_path / path.removeprefix("data/")).write_bytes(content)
    group = csvw.TableGroup.from_file(tmp_path / "csv-metadata.json")
    assert len(group.tables) > 20
    for one in group.tables:
        rows = list(one)
        assert len(rows) == len(table(exported(), one.local_name.removesuffix(".csv")))
        header = set((tmp_path / one.local_name).read_text("utf-8").split("\n")[0].strip().split(","))
        assert header == {column.name for column in one.tableSchema.columns}


def test_each_kind_has_as_many_rows_as_records(tmp_path: Path) -> None:
    directory = load(project(tmp_path, files())).directory
    assert directory is not None
    for folder in FOLDERS:
        assert len(directory.of(folder)) == len(table(exported(), folder)), folder
    numbers = [cell["number"] for cell in table(exported(), "phones")]
    held = [
        f"tel:{phone.number.e164}" for record in directory.records.values()
        for phone in getattr(record, "phones", ())
    ]  # fmt: skip
    assert Counter(held) == Counter(numbers)


def test_text_stands_in_both_scripts() -> None:
    [door] = [row for row in table(exported(), "organizacije") if row["slug"] == "vrata"]
    assert "Отворена врата; „Њега, љубав“ & <други>" == door["title_cyrl"]
    assert "Otvorena vrata; „Njega, ljubav“ & <drugi>" == door["title_latn"]
    assert "1998-05" == door["founded"]
    assert "tel:+38751000001|tel:+38751000002" == door["phones"]
    assert "fresh" == door["phones_checked"]


LIVE = "=+-@\t\r\n＝＋－＠"


def test_no_cell_begins_like_a_formula() -> None:
    cells = [
        cell for path, content in exported().items() if path.endswith(".csv")
        for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row
    ]  # fmt: skip
    assert [] == [cell for cell in cells if cell[:1] and cell[0] in LIVE]
    marked = {plain(cell)[0] for cell in cells if cell[:1] == "'"}
    assert {"=", "-", "+", "@"} <= marked


def test_the_mark_can_always_be_taken_away() -> None:
    for text in ("", "a", "=1", "'", "'=1", "''", "-", "\t=1", "a=1"):
        assert text == plain(inert(text))


def test_the_tables_make_the_same_content_again(tmp_path: Path) -> None:
    """What the tables say, written as content and exported again, gives the same tables.

    Markdown is the exception: its cells hold the text alone, so it is taken from the files.
    """
    content = files() | again(exported())
    made = files_of(project(tmp_path, content), "csv")
    for path in made:
        if path.endswith(".csv"):
            assert made[path].decode() == exported()[path].decode(), path


def again(made: dict[str, bytes]) -> dict[str, str]:
    """The files of content that the tables describe."""
    relations = table(made, "relations")
    out: dict[str, str] = {}
    for folder in FOLDERS:
        entity = ENTITIES[folder]
        rows = []
        for row in table(made, folder):
            record = f"{folder}/{row['slug']}"
            header: dict[str, Any] = {}
            for name, declared in declarations(entity).items():
                value = held(made, record, row, key_of(name), declared.type, relations)
                if value not in (None, "", [], {}):
                    header[key_of(name)] = value
            if "uuid" in header:
                header["uuid"] = row["uuid"]
            rows.append(header if "id" not in declarations(entity) else {"id": row["slug"], **header})
            path = f"content/{record}.md"
            if "id" not in declarations(entity):
                old, body = files()[path].removeprefix("---\n").split("\n---\n", 1)
                for name, value in yaml.safe_load(old).items():
                    if isinstance(declarations(entity).get(name, name), schema.Declared) and isinstance(
                        declarations(entity)[name].type, schema.MarkdownType
                    ):
                        header[name] = value
                out[path] = f"---\n{yaml.safe_dump(header, allow_unicode=True)}---\n{body}"
        for one in TABLES:
            if one.folder == folder:
                out[f"content/{one.file}"] = yaml.safe_dump(rows, allow_unicode=True)
    return out


def held(
    made: dict[str, bytes], record: str, row: dict[str, str], key: str, type_: schema.Type,
    relations: list[dict[str, str]], prefix: str = "",
) -> Any:  # fmt: skip
    """The value of one field, as front matter writes it."""
    column = f"{prefix}{key}"
    if isinstance(type_, schema.ProseType):
        cyrl, latn = plain(row[f"{column}_cyrl"]), plain(row[f"{column}_latn"])
        return {"cyrl": cyrl, "latn": latn} if cyrl else None
    if isinstance(type_, schema.MarkdownType):
        return None
    if isinstance(type_, schema.Shape):
        return shape(made, record, row, type_.cls, relations, f"{column}_")
    if isinstance(type_, schema.ReferenceType):
        return related(record, row[column], key, relations, type_) if not prefix else row[column]
    if isinstance(type_, schema.Many):
        item = type_.item
        if isinstance(item, schema.Shape | schema.ProseType):
            rows = [one for one in table(made, key) if one["record"] == record]
            if isinstance(item, schema.ProseType):
                return [{"cyrl": plain(one["text_cyrl"]), "latn": plain(one["text_latn"])} for one in rows]
            return [shape(made, record, one, item.cls, relations, "") for one in rows]
        if isinstance(item, schema.ReferenceType) and not prefix and row.get("slug"):
            return [
                relation(one, item) for one in relations
                if one["record"] == record and one["field"] == key
            ] or [one for one in row[column].split("|") if one]  # fmt: skip
        return [plain(one) for one in row[column].split("|") if one]
    if type_ is schema.weekdays:
        return row[column].replace("|", ",")
    return plain(row.get(column, "")).removeprefix("tel:")


def shape(
    made: dict[str, bytes], record: str, row: dict[str, str], cls: type, relations: list[dict[str, str]],
    prefix: str,
) -> dict[str, Any]:  # fmt: skip
    found = {
        key_of(name): held(made, record, row, key_of(name), declared.type, relations, prefix or "")
        if prefix or not isinstance(declared.type, schema.ReferenceType)
        else inner_ref(record, row, key_of(name), declared.type, relations)
        for name, declared in declarations(cls).items()
    }
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def inner_ref(
    record: str, row: dict[str, str], key: str, type_: schema.ReferenceType,
    relations: list[dict[str, str]],
) -> Any:  # fmt: skip
    if row[key] or not type_.unnamed:
        return row[key]
    [unnamed] = [one for one in relations if one["record"] == record and one["text_cyrl"]]
    return relation(unnamed, type_)


def related(
    record: str, cell: str, key: str, relations: list[dict[str, str]], type_: schema.ReferenceType
) -> Any:
    found = [one for one in relations if one["record"] == record and one["field"] == key]
    return relation(found[0], type_) if found else cell


def relation(row: dict[str, str], type_: schema.ReferenceType) -> dict[str, Any]:
    """A relation in its long form."""
    target = row["target"]
    if len(type_.folders) == 1:
        target = target.partition("/")[2]
    text = {"cyrl": plain(row["text_cyrl"]), "latn": plain(row["text_latn"])}
    note = {"cyrl": plain(row["note_cyrl"]), "latn": plain(row["note_latn"])}
    long = {
        "ref": target, "text": "" if target else text, "certainty": row["certainty"],
        "source": row["source"], "from": row["since"], "to": row["until"],
        "note": note if note["cyrl"] else "",
    }  # fmt: skip
    return {key: value for key, value in long.items() if value}


REGISTER = """\
kind: organization
columns:
  - {column: title_cyrl, field: title}
  - {column: short_title_cyrl, field: short_title}
  - {column: summary_cyrl, field: summary}
  - {column: type, field: type}
  - {column: status, field: status}
  - {column: founded, field: founded}
  - {column: areas, field: areas, split: "|"}
  - {column: target_groups, field: target_groups, split: "|"}
  - {column: place, field: place}
  - {column: serves, field: serves, split: "|"}
  - {column: address_street_cyrl, field: address.street}
  - {column: address_number_cyrl, field: address.number}
  - {column: address_postal_code, field: address.postal_code}
  - {column: phones, field: phones, split: "|"}
  - {column: emails, field: emails, split: "|"}
  - {column: websites, field: websites, split: "|"}
  - {column: languages, field: languages, split: "|"}
"""


def test_the_import_finds_no_difference_in_our_own_table(tmp_path: Path) -> None:
    """Out as a table and in again: formulas, phones and lists come back as they were."""
    root = project(tmp_path, files())
    (root / "map.yml").write_text(REGISTER, encoding="utf-8")
    table = root / "organizacije.csv"
    whole = exported()["data/organizacije.csv"]
    command = ["import", table, "--map", root / "map.yml", "--dry-run", "--format", "json", "--source", root]

    def outcome(content: bytes) -> str:
        table.write_bytes(content)
        result = sitegen(*command)
        assert 0 == result.returncode, result.stderr
        return result.stdout

    same, changed = outcome(whole), outcome(whole.replace(b"+38751000001", b"+38751000009", 1))
    assert same != changed
    assert "38751000009" not in same
    table.write_bytes(whole)
    told = sitegen(*command[:4], "--dry-run", "--source", root)
    assert "0 нових, 0 промијењених, 4 иста, 0 сумњивих" in told.stdout


def test_the_description_names_every_column() -> None:
    package = json.loads(exported()["data/datapackage.json"])
    for resource in package["resources"]:
        header = exported()[f"data/{resource['path']}"].decode().split("\r\n")[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["title"] for field in resource["schema"]["fields"])
    assert [{"title": "Измишљена лиценца", "path": "https://primjer.invalid/licenca"}] == package["licenses"]
