"""Every kind as a table: CSV in both scripts, described as a Data Package and for CSV on the Web.

The tables hold all that the front matter says, so they can be read back; the text of pages is
not in them. Phones are ``tel:`` addresses, which no spreadsheet takes for a sum.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sitegen.artifacts import Artifact, OutPath
from sitegen.exports.columns import (
    BETWEEN,
    Column,
    layouts,
    relation_columns,
    relation_rows,
    rows,
)
from sitegen.exports.dataset import Dataset
from sitegen.frozen import dataclass

FOLDER = "data"
RELATIONS = "relations"


@dataclass(frozen=True, slots=True)
class _Written:
    """What is told of a table that was written."""

    name: str
    columns: tuple[Column, ...]
    bytes: int
    hash: str


def export(data: Dataset) -> Iterator[Artifact]:
    """One CSV a table, ``datapackage.json`` and ``csv-metadata.json``."""
    written: list[_Written] = []
    tables = [(layout.name, layout.columns, rows(layout, data)) for layout in layouts()]
    for name, columns, lines in (*tables, (RELATIONS, relation_columns(), relation_rows(data))):
        content = as_csv(columns, lines)
        written.append(_Written(name, columns, len(content), hashlib.sha256(content).hexdigest()))
        yield Artifact(OutPath(f"{FOLDER}/{name}.csv"), content)
        del content  # it may be long, and nobody asks for it again
    yield as_json(f"{FOLDER}/datapackage.json", _package(data, written))
    yield as_json(f"{FOLDER}/csv-metadata.json", _metadata(data, written))


def as_csv(columns: Iterable[Column], lines: Iterable[list[str]]) -> bytes:
    """A table by RFC 4180: commas, quotes where needed, CRLF, UTF-8 without a mark."""
    return csv_of([column.name for column in columns], lines)


def csv_of(names: Iterable[str], lines: Iterable[Iterable[object]]) -> bytes:
    """The same of a table whose columns are called *names*."""
    table = io.BytesIO()
    with io.TextIOWrapper(table, "utf-8", newline="") as buffer:
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow(names)
        writer.writerows(lines)
        buffer.flush()
        return table.getvalue()


def as_json(path: str, value: Any) -> Artifact:
    """*value* as a JSON file; on one line, for the encoder is ten times faster then."""
    return Artifact(OutPath(path), _JSON.encode(value).encode() + b"\n")


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def licences(data: Dataset) -> list[dict[str, str]]:
    """The licence of the content, in the words of a Data Package; none is none."""
    site = data.directory.site
    if not site.licence:
        return []
    licence = {"title": data.text(site.licence)}
    if site.licence_url:
        licence["path"] = site.licence_url
    return [licence]


def label(data: Dataset, column: Column, tag: str) -> str:
    """What readers call *column*: the labels of the field and of its parts."""
    words = data.words[tag]
    keys = (f"field.{key}" for key in column.keys)
    return ": ".join(words.say(key) if words.has(key) else key for key in keys)


def _package(data: Dataset, written: list[_Written]) -> Any:
    site = data.directory.site
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": "imenik",
        "id": data.part("dataset"),
        "title": data.text(site.title),
        "description": data.text(site.description),
        "version": data.as_of.iso,
        "created": f"{data.as_of.last_day.isoformat()}T00:00:00Z",
    }
    if data.base:
        package["homepage"] = f"{data.base}/"
    if licences(data):
        package["licenses"] = licences(data)
    package["contributors"] = [{"title": data.text(site.publisher), "role": "publisher"}]
    package["resources"] = [_resource(data, one) for one in written]
    return package


def _resource(data: Dataset, table: _Written) -> Any:
    name, columns = table.name, table.columns
    schema: dict[str, Any] = {"fields": [_field(data, column) for column in columns]}
    if columns[0].name == "slug":
        schema["primaryKey"] = "slug"
        keys = [
            {"fields": column.name, "reference": {"resource": column.to[0], "fields": "slug"}}
            for column in columns
            if len(column.to) == 1 and not column.is_list
        ]
        if keys:
            schema["foreignKeys"] = keys
    elif name != RELATIONS:
        schema["primaryKey"] = ["record", "position"]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": table.bytes,
        "hash": f"sha256:{table.hash}",
        "schema": schema,
    }


def _field(data: Dataset, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": label(data, column, column.script or data.edition.script.tag),
        "type": column.type,
    }
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices and not column.is_list:
        limits["enum"] = list(column.choices)
    if column.pattern and not column.is_list:
        limits["pattern"] = column.pattern
    if limits:
        field["constraints"] = limits
    return field


def _metadata(data: Dataset, written: list[_Written]) -> Any:
    site = data.directory.site
    default = data.edition.script.tag
    about: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": default}],
        "dc:title": data.text(site.title),
        "dc:modified": {"@value": data.as_of.last_day.isoformat(), "@type": "xsd:date"},
    }
    if site.licence_url:
        about["dc:license"] = {"@id": site.licence_url}
    about["dialect"] = {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True}
    about["tables"] = [
        {
            "url": f"{table.name}.csv",
            "tableSchema": {
                "columns": [_described(data, column) for column in table.columns],
                **({"primaryKey": "slug"} if table.columns[0].name == "slug" else {}),
            },
        }
        for table in written
    ]
    return about


_XSD = {"integer": "integer", "number": "decimal", "boolean": "boolean"}


def _described(data: Dataset, column: Column) -> dict[str, Any]:
    tags = (column.script,) if column.script else tuple(data.words)
    labels = [{"@value": label(data, column, tag), "@language": tag} for tag in tags]
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": labels[0] if len(labels) == 1 else labels,
        "datatype": _XSD.get(column.type, "string"),
        "required": column.required,
    }
    if column.pattern and not column.is_list:
        described["datatype"] = {"base": "string", "format": column.pattern}
    if column.is_list:
        described["separator"] = BETWEEN
    if column.script:
        described["lang"] = column.script
    return described
