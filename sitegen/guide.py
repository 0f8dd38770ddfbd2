"""The page about every field: what it means, what is written in it, an example.

Made of the declarations and of ``messages/fields.yml``; a test holds the page to both.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from sitegen.catalog import Catalog, read_catalog
from sitegen.forms import SETTINGS
from sitegen.kinds import KINDS, TABLES
from sitegen.kinds.common import Record
from sitegen.report import read_messages
from sitegen.schema import (
    Choice,
    Declared,
    Many,
    MarkdownType,
    ProseType,
    ReferenceType,
    Shape,
    Type,
    declarations,
    key_of,
)


@cache
def meanings() -> Catalog:
    """What each field means, in Serbian."""
    with as_file(files("sitegen").joinpath("messages", "fields.yml")) as path:
        return read_catalog(path)


def meaning(cls: type[Any], key: str) -> str:
    """What the field *key* of *cls* means; empty if nobody has told it."""
    return _told(cls, key)[0]


def example(cls: type[Any], key: str) -> str:
    """One right example of a field, as it is written."""
    return _told(cls, key)[1]


def _told(cls: type[Any], key: str) -> tuple[str, str]:
    words = meanings()
    names = [f"means.{base.__name__}.{key}" for base in cls.__mro__] + [f"means.{key}"]
    name = next((one for one in names if words.has(one)), "")
    means, _, shown = words.template(name).partition(" ⇒ ") if name else ("", "", "")
    return means, shown


def page() -> str:
    """The whole page as Markdown."""
    words = meanings()
    rows = [f"# {words.say('guide.title')}", "", words.say("guide.intro"), ""]
    common = tuple(declarations(Record))
    rows += [f"## {words.say('guide.common')}", "", *_table(Record, common), ""]
    rows += [f"## {words.say('guide.records')}", ""]
    shapes: dict[str, type[Any]] = {}
    _collect(Record, shapes)
    for kind in KINDS:
        own = [name for name in declarations(kind.entity) if _is_own(kind.entity, name)]
        rows += [f"### {kind.name}", "", words.say("guide.file", folder=kind.folder), ""]
        rows += [*_table(kind.entity, own), ""] if own else []
        _collect(kind.entity, shapes)
    rows += [f"## {words.say('guide.tables')}", ""]
    for table in TABLES:
        rows += [f"### {table.name}", "", words.say("guide.table", file=table.file), ""]
        rows += [*_table(table.entity, declarations(table.entity)), ""]
        _collect(table.entity, shapes)
    rows += [f"## {words.say('guide.settings')}", ""]
    for name, (file, cls) in SETTINGS.items():
        rows += [f"### {name}", "", words.say("guide.one_file", file=file), ""]
        rows += [*_table(cls, declarations(cls)), ""]
        _collect(cls, shapes)
    rows += [f"## {words.say('guide.shapes')}", ""]
    for name in sorted(shapes):
        rows += [f"### {name}", "", *_table(shapes[name], declarations(shapes[name])), ""]
    return "\n".join(rows).rstrip() + "\n"


def _is_own(cls: type[Any], name: str) -> bool:
    """Whether a field of a kind is not simply the common one."""
    return declarations(cls)[name] != declarations(Record).get(name)


def _collect(cls: type[Any], shapes: dict[str, type[Any]]) -> None:
    for declared in declarations(cls).values():
        inner = declared.type
        while isinstance(inner, Many):
            inner = inner.item
        if isinstance(inner, Shape) and inner.cls.__name__ not in shapes:
            shapes[inner.cls.__name__] = inner.cls
            _collect(inner.cls, shapes)


def _table(cls: type[Any], names: Any) -> Iterator[str]:
    words = meanings()
    heads = [words.say(f"guide.{name}") for name in ("field", "meaning", "kind", "example")]
    yield f"| {' | '.join(heads)} |"
    yield "| --- | --- | --- | --- |"
    for name in names:
        declared = declarations(cls)[name]
        key = key_of(name)
        cells = [f"`{key}`", _means(cls, key, declared), written(declared.type), f"`{example(cls, key)}`"]
        shown = " | ".join(cell.replace("|", "\\|") for cell in cells)
        yield f"| {shown} |"


def _means(cls: type[Any], key: str, declared: Declared) -> str:
    words = meanings()
    need = {"required": "guide.required", "wanted": "guide.wanted"}.get(declared.need)
    said = meaning(cls, key)
    return f"{said} {words.say(need)}" if need else said


def written(type_: Type) -> str:
    """What is written in a field of *type_*, in words."""
    words = meanings()
    if isinstance(type_, Many):
        return words.say("guide.list", inside=written(type_.item))
    if isinstance(type_, Choice):
        return words.say("guide.one_of", values=", ".join(f"`{value}`" for value in type_.values))
    if isinstance(type_, ReferenceType):
        said = words.say("guide.reference", folders=", ".join(f"`{one}`" for one in type_.folders))
        return said + (words.say("guide.unnamed") if type_.unnamed else "")
    if isinstance(type_, Shape):
        name = type_.cls.__name__
        group = words.say("guide.shape", name=name, anchor=name.lower())
        return words.say("guide.short", inside=group, field=f"`{type_.short}`") if type_.short else group
    if isinstance(type_, ProseType) and not isinstance(type_, MarkdownType):
        return words.say("guide.text", limit=str(type_.limit))
    return read_messages("sr-Cyrl").template(f"types.{type_.name}")
