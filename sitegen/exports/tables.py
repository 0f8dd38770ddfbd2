"""Every kind as a table: CSV in both scripts, described as a Data Package and for CSV on the Web.

The tables hold all that the front matter says, so they can be read back; the text of pages is
not in them. Phones are ``tel:`` addresses, which no spreadsheet takes for a sum.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import islice
from typing import Any, NamedTuple

from sitegen.artifacts import Artifact, OutPath
from sitegen.directory import digest_of
from sitegen.exports.columns import (
    BETWEEN,
    FOLDERS,
    Column,
    Layout,
    layouts,
    relation_columns,
    relation_rows,
    rows,
)
from sitegen.exports.dataset import Dataset
from sitegen.frozen import dataclass
from sitegen.kinds.common import RECORDS
from sitegen.values import Ref

FOLDER = "data"
RELATIONS = "relations"


@dataclass(frozen=True, slots=True)
class _Written:
    """What is told of a table that was written."""

    name: str
    columns: tuple[Column, ...]
    bytes: int
    hash: str


class Part(NamedTuple):
    """Records or rows of one folder that follow each other."""

    folder: str
    refs: tuple[Ref, ...]
    key: str  # a digest of all that their lines depend on


Lines = tuple[bytes, ...]  # what a part adds to each table, in the order of the tables
Liner = Callable[[Callable[[Part], Lines], Iterable[Part]], Iterable[Lines]]


def export(data: Dataset, lined: Liner = map) -> Iterator[Artifact]:
    """One CSV a table, ``datapackage.json`` and ``csv-metadata.json``. *lined* is ``map``; who remembers the
    lines of parts brings his own."""
    parts = list(_parts(data))
    held: dict[tuple[str, str], bytearray] = defaultdict(bytearray)  # by table and folder
    for part, texts in zip(parts, lined(_lines(data), parts), strict=True):
        for table, text in zip(_tables(), texts, strict=True):
            held[table.name, part.folder] += text
    written: list[_Written] = []
    for table in _tables():
        head = csv_of([[column.name for column in table.columns]])
        content = b"".join([head, *(held.pop((table.name, folder), b"") for folder in table.folders)])
        digest = hashlib.sha256(content).hexdigest()
        written.append(_Written(table.name, table.columns, len(content), digest))
        yield Artifact(OutPath(f"{FOLDER}/{table.name}.csv"), content)
        del content  # it may be long, and nobody asks for it again
    yield as_json(f"{FOLDER}/datapackage.json", _package(data, written))
    yield as_json(f"{FOLDER}/csv-metadata.json", _metadata(data, written))


@cache
def _tables() -> tuple[Layout, ...]:
    return (*layouts(), Layout(RELATIONS, tuple(sorted(RECORDS)), "", relation_columns()))


_ENDS_ONE_IN = 48  # records may end a part


def _parts(data: Dataset) -> Iterator[Part]:
    """All that is in any table, cut where the slugs themselves say, so that a new record moves no others."""
    directory = data.directory
    around = f"{directory.site!r} {data.as_of} {data.beside}"
    for folder in FOLDERS:
        held: list[Ref] = []
        for ref in directory.refs(folder):
            held.append(ref)
            if zlib.crc32(ref.slug.encode()) % _ENDS_ONE_IN == 0:
                yield _part(data, around, held)
                held = []
        if held:
            yield _part(data, around, held)


def _part(data: Dataset, around: str, refs: Sequence[Ref]) -> Part:
    said = [(ref, data.directory.facts[ref], data.has_page(ref)) for ref in refs]
    return Part(refs[0].folder, tuple(refs), digest_of(f"{around} {said}"))


def _lines(data: Dataset) -> Callable[[Part], Lines]:
    """A way to the lines of a part."""
    ways = [(layout.folders, rows(layout, data)) for layout in layouts()]
    ways.append((RECORDS, partial(relation_rows, data)))

    def lines(part: Part) -> Lines:
        entities = [data.directory.get(ref) for ref in part.refs]
        return tuple(
            csv_of(row for one in entities for row in way(one)) if part.folder in folders else b""
            for folders, way in ways
        )

    return lines


def csv_of(lines: Iterable[Iterable[object]]) -> bytes:
    """Lines of a table by RFC 4180: commas, quotes where needed, CRLF, UTF-8 without a mark."""
    table = io.BytesIO()
    with io.TextIOWrapper(table, "utf-8", newline="") as buffer:
        csv.writer(buffer, lineterminator="\r\n").writerows(lines)
        buffer.flush()
        return table.getvalue()


def as_json(path: str, value: Any) -> Artifact:
    """*value* as a JSON file; on one line, for the encoder is ten times faster then."""
    return Artifact(OutPath(path), _JSON.encode(value).encode() + b"\n")


def as_long_json(path: str, members: Mapping[str, Any]) -> Artifact:
    """An object of *members* as a JSON file. One that is an iterator is a list, of which no more rows are held
    than are written at once."""
    return Artifact(OutPath(path), joined(_long(members)))


def _long(members: Mapping[str, Any]) -> Iterator[str]:
    yield "{"
    for number, (name, value) in enumerate(members.items()):
        yield f"{',' if number else ''}{_JSON.encode(name)}:"
        if isinstance(value, Iterator):
            yield from _list(value)
        else:
            yield _JSON.encode(value)
    yield "}\n"


def _list(rows: Iterator[Any]) -> Iterator[str]:
    yield "["
    before = ""
    while held := list(islice(rows, _AT_ONCE)):
        yield before + _JSON.encode(held)[1:-1]
        before = ","
    yield "]"


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_AT_ONCE = 500  # rows


def joined(texts: Iterable[str]) -> bytes:
    """*texts* one after another in UTF-8; none of them is held."""
    whole = io.BytesIO()
    for text in texts:
        whole.write(text.encode())
    return whole.getvalue()


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
