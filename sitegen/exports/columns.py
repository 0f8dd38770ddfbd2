"""Kinds as tables: which columns the declaration of a kind gives, and a record as a row of them.

A field of text has a column for each script; a shape spreads into columns of its parts; a list of
shapes is a table of its own. Knows no file format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from sitegen import schema
from sitegen.editions import Edition
from sitegen.exports.dataset import Dataset, plain_text
from sitegen.frozen import dataclass
from sitegen.kinds import KINDS, TABLES
from sitegen.kinds.common import AREAS, GROUPS, PLACES, RECORDS, SOURCES
from sitegen.schema import declarations, key_of
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Phone, Relation

BETWEEN = "|"  # the values of a list in one cell
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"

Cell = Callable[[Any, tuple[Edition, Edition]], str]
Row = list[str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds and how it is read: from a *field* of an entity or of an
    item, else from the dataset with the entity, or from the item as it is."""

    name: str
    keys: tuple[str, ...]  # of its label: ("address", "street")
    cell: Cell
    field: str = ""
    type: str = "string"  # in the words of a Data Package
    pattern: str = ""
    choices: tuple[str, ...] = ()
    script: str = ""  # tag of the script that its text is in
    is_list: bool = False
    to: tuple[str, ...] = ()  # folders of the records that it names
    required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One table: its columns, and of which entities it is made."""

    name: str
    folders: tuple[str, ...]  # the kinds whose records fill it
    field: str  # of the list whose items are the rows; empty for a table of the kind itself
    columns: tuple[Column, ...]


FOLDERS = (*RECORDS, PLACES, AREAS, GROUPS, SOURCES)


@cache
def layouts() -> tuple[Layout, ...]:
    """Every table: first one a kind, then one a list of shapes, then relations."""
    entities = {kind.folder: kind.entity for kind in (*KINDS, *TABLES)}
    tables: list[Layout] = []
    parts: dict[tuple[str, schema.Many], list[str]] = {}
    for folder in FOLDERS:
        cls = entities[folder]
        columns = [*_own(cls), *_columns(cls, _LEFT_OUT)]
        tables.append(Layout(folder, (folder,), "", tuple(columns)))
        for name, declared in declarations(cls).items():
            if isinstance(declared.type, schema.Many) and _is_table(declared.type):
                parts.setdefault((name, declared.type), []).append(folder)
    taken: set[str] = set()
    for (field, type_), folders in parts.items():
        name = field if field not in taken else f"{folders[0]}_{field}"
        taken.add(field)
        tables.append(Layout(name, tuple(folders), field, tuple(_items(type_.item))))
    return tuple(tables)


def rows(layout: Layout, data: Dataset) -> Callable[[Any], Iterator[Row]]:
    """A way to the rows that an entity has in *layout*: their cells as text."""
    both = data.both
    columns = layout.columns[2:] if layout.field else layout.columns
    own = [column.cell for column in columns if not column.field]
    fill = _by_field(columns, both)

    def of(entity: Any) -> Iterator[Row]:
        if not layout.field:
            yield [cell((data, entity), both) for cell in own] + fill(entity)
            return
        held: tuple[Any, ...] = getattr(entity, layout.field)
        for number, item in enumerate(held, start=1):
            yield [str(entity.ref), str(number), *(cell(item, both) for cell in own), *fill(item)]

    return of


def _by_field(columns: Iterable[Column], both: tuple[Edition, Edition]) -> Callable[[Any], Row]:
    """A way to fill the *columns* that are read from fields: most fields of most records are empty,
    and then all their columns are."""
    cells: dict[str, list[Cell]] = {}
    for column in columns:
        if column.field:
            cells.setdefault(column.field, []).append(column.cell)
    groups = [(name, group, [""] * len(group)) for name, group in cells.items()]

    def fill(entity: Any) -> Row:
        row: Row = []
        for name, group, nothing in groups:
            value = getattr(entity, name)
            if value is None or value == ():
                row += nothing
            else:
                row += [cell(value, both) for cell in group]
        return row

    return fill


def relation_columns() -> tuple[Column, ...]:
    """The columns of the table of all relations between records."""
    def nothing(_: Any, __: Any) -> str:
        return ""

    return (
        Column("record", ("record",), nothing, required=True, to=RECORDS),
        Column("field", ("field",), nothing, required=True),
        Column("target", ("ref",), nothing, to=FOLDERS),
        Column("text_cyrl", ("text",), nothing, script="sr-Cyrl"),
        Column("text_latn", ("text",), nothing, script="sr-Latn"),
        Column("certainty", ("certainty",), nothing, choices=("stated", "implied", "editor")),
        Column("source", ("source",), nothing, to=(SOURCES,)),
        Column("since", ("from",), nothing, pattern=_DATE),
        Column("until", ("to",), nothing, pattern=_DATE),
        Column("note_cyrl", ("note",), nothing, script="sr-Cyrl"),
        Column("note_latn", ("note",), nothing, script="sr-Latn"),
    )


def relation_rows(data: Dataset, entity: Any) -> Iterator[Row]:
    """Every relation that a record writes, one a row."""
    both, record = data.both, str(entity.ref)
    for name, relation in data.directory.relations[entity.ref]:
        target, source, text, note = relation.ref, relation.source, relation.text, relation.note
        yield [
            record, name, str(target) if target else "",
            *(_in_both(text, both) if text else _NO_TEXT),
            relation.certainty, source.slug if source else "",
            relation.since.iso if relation.since else "",
            relation.until.iso if relation.until else "",
            *(_in_both(note, both) if note else _NO_TEXT),
        ]  # fmt: skip


_NO_TEXT = ("", "")


def _in_both(prose: Prose, both: tuple[Edition, Edition]) -> tuple[str, str]:
    return inert(both[0].text(prose)), inert(both[1].text(prose))


# --- from declarations to columns ------------------------------------------------------------


def _own(cls: type[Any]) -> Iterator[Column]:
    """What every table of a kind begins with."""
    yield Column("slug", ("id",), lambda one, _: one[1].ref.slug, required=True)
    yield Column("uuid", ("uuid",), lambda one, _: one[0].uuid(one[1].ref), required=True)
    yield Column("page", ("url",), lambda one, _: one[0].page(one[1].ref))
    if "phones" in declarations(cls):
        yield Column(
            "phones_checked", ("verified", "phones"), _checked, choices=("fresh", "no")
        )


def _checked(one: Any, _: Any) -> str:
    data, entity = one
    if not entity.phones:
        return ""
    return "fresh" if data.may_reach(entity, "phones") else "no"


_LEFT_OUT = frozenset({"id", "uuid"})  # a table of a kind begins with these


def _columns(cls: type[Any], but: frozenset[str] = frozenset()) -> Iterator[Column]:
    """The columns of the fields of a kind or of a shape, *but* of some."""
    for name, declared in declarations(cls).items():
        if key_of(name) not in but:
            for column in _field(name, declared.type, declared.need == "required", _itself):
                yield replace(column, field=name)


def _items(type_: schema.Type) -> Iterator[Column]:
    """The columns of a table of the items of a list."""
    yield Column("record", ("record",), _never, required=True, to=FOLDERS)
    yield Column("position", ("position",), _never, type="integer", required=True)
    if isinstance(type_, schema.Shape):
        yield from _columns(type_.cls)
    else:
        yield from _field("text", type_, True, _itself)


def _never(_: Any, __: Any) -> str:
    raise AssertionError("known to the table, not to the item")


def _itself(value: Any) -> Any:
    return value


def _is_table(type_: schema.Many) -> bool:
    """A list whose items do not fit into one cell."""
    return isinstance(type_.item, schema.Shape | schema.ProseType)


def _field(
    name: str, type_: schema.Type, required: bool, get: Callable[[Any], Any],
    prefix: tuple[str, ...] = (),
) -> Iterator[Column]:  # fmt: skip
    keys = (*prefix, key_of(name))
    column = "_".join(keys)
    if isinstance(type_, schema.ProseType):
        yield Column(f"{column}_cyrl", keys, _prose(get, 0), script="sr-Cyrl", required=required)
        yield Column(f"{column}_latn", keys, _prose(get, 1), script="sr-Latn", required=required)
    elif isinstance(type_, schema.MarkdownType):
        yield Column(f"{column}_cyrl", keys, _markdown(get, 0), script="sr-Cyrl")
        yield Column(f"{column}_latn", keys, _markdown(get, 1), script="sr-Latn")
    elif isinstance(type_, schema.Shape):
        for inner, declared in declarations(type_.cls).items():
            yield from _field(inner, declared.type, False, _inside(get, inner), keys)
    elif isinstance(type_, schema.Many):
        yield from _list(column, keys, type_.item, get)
    elif isinstance(type_, schema.ReferenceType):
        show = _shown_ref(type_)
        yield Column(column, keys, _scalar(get, show), to=type_.folders)
    else:
        yield Column(column, keys, _scalar(get, _text), required=required, **_kind_of(type_))


def _list(
    column: str, keys: tuple[str, ...], item: schema.Type, get: Callable[[Any], Any]
) -> Iterator[Column]:
    if isinstance(item, schema.ReferenceType):
        yield Column(column, keys, _joined(get, _shown_ref(item)), is_list=True, to=item.folders)
    elif isinstance(item, schema.Shape) and item.short:
        # What a bare value stands for; the whole of each item is in the list's own table.
        short = declarations(item.cls)[item.short].type
        show = _shown_ref(short) if isinstance(short, schema.ReferenceType) else _text
        to = short.folders if isinstance(short, schema.ReferenceType) else ()
        name = item.short
        yield Column(
            column, keys, _joined(get, lambda one: show(getattr(one, name))), is_list=True, to=to
        )
    elif not isinstance(item, schema.Shape | schema.ProseType):
        yield Column(column, keys, _joined(get, _text), is_list=True, **_kind_of(item))


def _kind_of(type_: schema.Type) -> dict[str, Any]:
    """What is known of the values of a type, in the words of ``Column``."""
    if isinstance(type_, schema.Choice):
        return {"choices": type_.values}
    if type_ is schema.date:
        return {"pattern": _DATE}
    if type_ is schema.date_or_unknown:
        return {"pattern": f"unknown|{_DATE}"}
    if type_ is schema.phone:
        return {"pattern": r"tel:\+?[0-9]+"}
    names = {"number": "integer", "decimal": "number", "true": "boolean"}
    return {"type": names.get(type_.name, "string")}


def _inside(get: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    def inner(one: Any) -> Any:
        outer = get(one)
        return None if outer is None else getattr(outer, name)

    return inner


def _prose(get: Callable[[Any], Any], which: int) -> Cell:
    def cell(one: Any, both: tuple[Edition, Edition]) -> str:
        held = get(one)
        return inert(both[which].text(held)) if held else ""

    return cell


def _markdown(get: Callable[[Any], Any], which: int) -> Cell:
    def cell(one: Any, both: tuple[Edition, Edition]) -> str:
        held = get(one)
        return inert(plain_text(held, both[which])) if held else ""

    return cell


def _scalar(get: Callable[[Any], Any], show: Callable[[Any], str]) -> Cell:
    def cell(one: Any, _: tuple[Edition, Edition]) -> str:
        held = get(one)
        return "" if held is None else show(held)

    return cell


def _joined(get: Callable[[Any], Any], show: Callable[[Any], str]) -> Cell:
    def cell(one: Any, _: tuple[Edition, Edition]) -> str:
        held: Iterable[Any] = get(one) or ()
        shown = (show(item).replace(BETWEEN, "%7C") for item in held)
        return BETWEEN.join(text for text in shown if text)

    return cell


def _shown_ref(type_: schema.ReferenceType) -> Callable[[Relation], str]:
    """How a reference is written in front matter: the bare slug where the field fixes the kind."""
    if len(type_.folders) == 1:
        return lambda relation: relation.ref.slug if relation.ref else ""
    return lambda relation: str(relation.ref) if relation.ref else ""


def _text(value: Any) -> str:
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, bool):
        return "true"
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, Phone):
        return f"tel:{value.e164}"
    if isinstance(value, tuple):  # days of a week
        return BETWEEN.join(_DAYS[day] for day in value)
    return str(value)


# What a spreadsheet takes for the beginning of a formula, and our own mark.
_LIVE = frozenset("=+-@\t\r\n＝＋－＠'")


def inert(text: str) -> str:
    """*text* as no spreadsheet runs it: an apostrophe before a sign that could begin a formula.

    An apostrophe itself gets one as well, so taking away one that leads is always right.
    """
    return f"'{text}" if text[:1] in _LIVE else text
