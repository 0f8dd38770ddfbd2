"""``sitegen import FILE --map MAP``: a register from outside becomes records, once and again.

Every row is new, changed, the same or doubtful. What is doubtful is never guessed and never
written: a person decides, in the map. A second run changes nothing.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from sitegen import frontmatter, report
from sitegen.catalog import Catalog
from sitegen.commands.new import draft_text, problem_with, slug_of
from sitegen.commands.project import kind_named, source_option
from sitegen.commands.spreadsheet import MAX_BYTES, Row, SheetError, read_table
from sitegen.diagnostics import Diagnostic, Severity, has_errors
from sitegen.directory import Directory
from sitegen.edits import Draft, Piece, draft_of, flow, scalar
from sitegen.frozen import dataclass
from sitegen.kinds import KINDS, Kind
from sitegen.kinds.common import Address, Email, Record, Telephone, Website
from sitegen.kinds.organization import Identifier
from sitegen.markup import Fragment
from sitegen.originals import create_original, read_original, remove_original, replace_original
from sitegen.pipeline import load
from sitegen.schema import (
    Choice,
    Many,
    Reading,
    ReferenceType,
    Shape,
    Type,
    code,
    declarations,
    decode_settings,
    flag,
    key_of,
    many,
    nearest,
    number,
    one_of,
    optional,
    required,
    shape,
)
from sitegen.scripts.serbian import fold
from sitegen.scripts.spans import Prose
from sitegen.slugs import fits_address
from sitegen.source import SourceFile, printable
from sitegen.usage import Command
from sitegen.values import (
    PartialDate,
    Phone,
    Ref,
    Relation,
    read_date,
    read_phone,
    without_glued_label,
)
from sitegen.voice import CONTENT_PROBLEMS, say, words_of

# --- the map ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the register writes, and the word of ours for it."""

    says: str = required(code)
    means: str = required(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where the cells of one column go."""

    column: str = required(code)  # its heading
    field: str = required(code)  # "title", "phones", "address.street"
    split: str | None = optional(code)  # signs between several values; a line break always is one
    area_code: str | None = optional(code)  # of numbers that are written without one
    values: tuple[Said, ...] = optional(many(shape(Said)))
    required_: bool | None = optional(flag)  # a row without it is doubtful


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The column by which a row is known for ever."""

    column: str = required(code)
    scheme: str = required(code)  # the name of the register, as in ``identifiers``


@dataclass(frozen=True, slots=True, kw_only=True)
class Always:
    """What every new record says, whatever its row."""

    field: str = required(code)
    value: str = required(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a doubtful row."""

    key: str = required(code)  # of the row; its title where there is no key
    same: str | None = optional(code)  # the slug of the record that it is
    new: str | None = optional(code)  # the slug of the record that it becomes
    skip: str | None = optional(one_of("true"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMap:
    """``map.yml``: how the columns of a register become fields."""

    kind: str = required(one_of(*(kind.name for kind in KINDS)))
    sheet: str | None = optional(code)
    header: int | None = optional(number)  # the row of the headings; else the first one
    key: Key | None = optional(shape(Key))
    columns: tuple[Column, ...] = required(many(shape(Column)))
    always: tuple[Always, ...] = optional(many(shape(Always)))
    decide: tuple[Decision, ...] = optional(many(shape(Decision)))


# --- the command -----------------------------------------------------------------------------


@click.command("import", cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map", "mapping", required=True, help="Шта која колона значи (map.yml).",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Само покажи, ништа не пиши.")
@click.option("--format", "form", default="human", type=click.Choice(["human", "json"]))
@source_option
def import_(file: Path, mapping: Path, dry_run: bool, form: str, source: Path) -> None:
    """Уноси регистар из табеле FILE (CSV или XLSX): ново, промијењено, исто, сумњиво."""
    loaded = load(source)
    words = words_of(loaded)
    if loaded.directory is None:
        say(report.human(loaded.diagnostics, loaded.sources, words, colour=False), err=True)
        say(words.say("import.broken"), err=True)
        sys.exit(CONTENT_PROBLEMS)
    plan = _read_map(mapping, words)
    table = _read_rows(file, plan, words)
    found = Importer(plan, loaded.directory, source, words).outcomes(table)
    say(_json(found) if form == "json" else _human(found, plan, file.name, words))
    if dry_run:
        say(words.say("import.dry"), err=True)
        return
    wrong = _write(found, source, loaded.diagnostics)
    if wrong:
        say(report.human(wrong, load(source).sources, words, colour=False), err=True)
        say(words.say("import.taken_back"), err=True)
        sys.exit(CONTENT_PROBLEMS)
    count = sum(1 for one in found if one.data is not None)
    say(words.say("import.written" if count else "import.nothing", count=count), err=True)


def _read_map(path: Path, words: Catalog) -> ImportMap:
    try:
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise click.UsageError(words.say("import.map_encoding", path=path.name)) from None
    source = SourceFile(path.name, text)
    parsed = frontmatter.parse_table(source)
    reading = Reading(path.name)
    plan = decode_settings(parsed.value, ImportMap, reading) if parsed.value else None
    found = (*parsed.diagnostics, *reading.found)
    if plan is None or has_errors(found):
        say(report.human(found, (source,), words, colour=False), err=True)
        raise click.UsageError(words.say("import.map", path=path.name))
    kind = kind_named(plan.kind, words)
    wrong = tuple(_mistakes(plan, kind, words))
    if wrong:
        raise click.UsageError("\n".join(wrong))
    return plan


def _mistakes(plan: ImportMap, kind: Kind, words: Catalog) -> Iterator[str]:
    """What is wrong with *plan* beside its form, a sentence each."""
    known = [key_of(name) for name in declarations(kind.entity)]
    if plan.key and "identifiers" not in known:
        yield words.say("import.no_key", kind=plan.kind)
    for name in dict.fromkeys([*(one.field for one in plan.columns), *(one.field for one in plan.always)]):
        if not _is_field(kind, name):
            near = nearest(name, known)
            key = "helpers.field_near" if near else "helpers.field"
            yield words.say(key, found=name, near=near, expected=", ".join(known))
    if not any(column.field == "title" for column in plan.columns):
        yield words.say("import.no_title")


def _is_field(kind: Kind, name: str) -> bool:
    declared = {key_of(one): what for one, what in declarations(kind.entity).items()}
    field, between, part = name.partition(".")
    what = declared.get(field)
    if what is None or field in ("unknown", "identifiers", "aliases"):
        return False
    if not between:
        return not (isinstance(what.type, Shape) and not what.type.short)
    return isinstance(what.type, Shape) and part in map(key_of, declarations(what.type.cls))


def _read_rows(file: Path, plan: ImportMap, words: Catalog) -> Table:
    if file.stat().st_size > MAX_BYTES:
        raise click.UsageError(words.say("import.sheet.size", found=""))
    try:
        rows = read_table(file.read_bytes(), plan.sheet or "")
    except SheetError as error:
        raise click.UsageError(words.say(f"import.sheet.{error.code}", found=error.found)) from None
    if plan.header:
        rows = tuple(row for row in rows if row.number >= (plan.header or 0))
    if not rows:
        raise click.UsageError(words.say("import.sheet.empty", found=""))
    heads = [_plain(cell) for cell in rows[0].cells]
    wanted = [column.column for column in plan.columns] + ([plan.key.column] if plan.key else [])
    missing = [name for name in dict.fromkeys(wanted) if _plain(name) not in heads]
    if missing:
        cells = [cell for cell in rows[0].cells if cell]
        known = ", ".join(map(printable, cells))[:600]
        said = [words.say("import.column", found=name, near=nearest(name, cells), known=known) for name in missing]
        raise click.UsageError("\n".join(said))
    return Table(rows[1:], {name: heads.index(_plain(name)) for name in wanted})


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the headings, and where the columns of the map are."""

    rows: tuple[Row, ...]
    places: Mapping[str, int]

    def cell(self, row: Row, name: str) -> str:
        """What stands in the column *name*; nothing where the row is short or says "none"."""
        place = self.places[name]
        text = row.cells[place] if place < len(row.cells) else ""
        return "" if _plain(text) in _NOTHING else text


_NOTHING = frozenset(("", "nema", "n a", "nepoznato", "null", "none", "0 0"))


def _plain(text: str) -> str:
    """*text* to be compared: one script, small letters, without signs."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


# --- deciding --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one row."""

    state: str  # new, changed, same, doubtful, skipped
    row: int
    title: str
    path: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()  # field, old, new
    reasons: tuple[str, ...] = ()
    data: bytes | None = None  # the file to be written


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row read: its fields, and what could not be read."""

    row: Row
    title: str
    key: str
    values: Mapping[str, Any]
    reasons: tuple[str, ...]


class Importer:
    """Looks at each row beside the records that there are."""

    def __init__(self, plan: ImportMap, directory: Directory, root: Path, words: Catalog) -> None:
        self._plan, self._directory, self._root, self._words = plan, directory, root, words
        self._kind = kind_named(plan.kind, words)
        self._declared = {key_of(name): what for name, what in declarations(self._kind.entity).items()}
        self._records: tuple[Any, ...] = directory.of(self._kind.folder)
        self._names = [(_plain(name), record) for record in self._records for name in _names(record)]
        self._decisions = {_plain(one.key): one for one in plan.decide}
        self._by_key: dict[str, Any] = {}
        if plan.key:
            for record in self._records:
                for identifier in record.identifiers:
                    if identifier.scheme == plan.key.scheme:
                        self._by_key.setdefault(_plain(identifier.value), record)

    def outcomes(self, table: Table) -> tuple[Outcome, ...]:
        """One outcome for each row, in their order."""
        found: list[Outcome] = []
        seen: dict[str, int] = {}  # keys and names of rows above
        taken: dict[Ref, int] = {}  # records that rows above are
        slugs = {record.ref.slug for record in self._records}
        slugs |= {alias for record in self._records for alias in record.aliases}
        for row in table.rows:
            candidate = self._read(row, table)
            outcome = self._outcome(candidate, seen, taken, slugs)
            found.append(outcome)
            for name in (f"key {_plain(candidate.key)}", f"name {_significant(candidate.title)}"):
                seen.setdefault(name, row.number)
        return tuple(found)

    def _say(self, sentence: str, /, **facts: object) -> str:
        return self._words.say(f"import.{sentence}", **facts)

    def _outcome(
        self, one: _Candidate, seen: dict[str, int], taken: dict[Ref, int], slugs: set[str]
    ) -> Outcome:
        number, title = one.row.number, one.title
        decision = self._decisions.get(_plain(one.key or title))
        if decision and decision.skip:
            return Outcome("skipped", number, title)
        reasons = list(one.reasons)
        again = seen.get(f"key {_plain(one.key)}") if one.key else None
        if again:
            reasons.append(self._say("key_again", row=again))
        record = self._record_of(one, decision, reasons)
        if record is None and not reasons and not (decision and decision.new):
            reasons += self._likenesses(one, seen)
        if record is not None and record.ref in taken:
            reasons.append(self._say("record_again", row=taken[record.ref], record=record.ref))
        slug = (decision.new if decision else None) or slug_of(title)
        if record is None and not reasons and (slug in slugs or not fits_address(slug)):
            reasons.append(self._say("slug", slug=slug))
        if reasons:
            return Outcome("doubtful", number, title, reasons=tuple(reasons))
        if record is None:
            slugs.add(slug)
            return self._new(one, slug)
        taken[record.ref] = number
        return self._beside(one, record)

    def _record_of(self, one: _Candidate, decision: Decision | None, reasons: list[str]) -> Any:
        if decision and decision.same:
            slug = decision.same.rpartition("/")[2]
            found = next((record for record in self._records if record.ref.slug == slug), None)
            if found is None:
                reasons.append(self._say("no_same", slug=slug))
            return found
        if decision and decision.new:
            return next((record for record in self._records if record.ref.slug == decision.new), None)
        if one.key:
            return self._by_key.get(_plain(one.key))
        if not self._plan.key:
            name = _plain(one.title)
            same = {record.ref: record for plain, record in self._names if plain == name}
            return next(iter(same.values())) if len(same) == 1 else None
        return None

    def _likenesses(self, one: _Candidate, seen: dict[str, int]) -> Iterator[str]:
        """Records and rows above with nearly the same name: only a person knows."""
        name = _significant(one.title)
        best: dict[Ref, float] = {}
        for plain, record in self._names:
            score = likeness(name, _significant(plain))
            if score >= _ALIKE and score > best.get(record.ref, 0):
                best[record.ref] = score
        for ref, score in sorted(best.items(), key=lambda item: (-item[1], item[0]))[:3]:
            title = self._directory.records[ref].title.plain
            yield self._say("like", record=ref, title=title, score=round(score * 100), name=one.key or one.title, slug=ref.slug)
        above = seen.get(f"name {name}")
        if above and not best:
            yield self._say("like_row", row=above, name=one.key or one.title)

    # --- reading a row ---

    def _read(self, row: Row, table: Table) -> _Candidate:
        values: dict[str, Any] = {}
        reasons: list[str] = []
        for column in self._plan.columns:
            text = table.cell(row, column.column)
            if not text:
                if column.required_ and column.field != "title":
                    reasons.append(self._say("cell_missing", column=column.column))
                continue
            value, wrong = self._value(column, text)
            if wrong:
                reasons.append(f"{column.column}: {wrong}")
            field, between, part = column.field.partition(".")
            if between:
                values[field] = {**values.get(field, {}), part: value}
            elif isinstance(value, list) and isinstance(values.get(field), list):
                values[field] = [*values[field], *(one for one in value if one not in values[field])]
            else:
                values[field] = value
        title = str(values.get("title", ""))
        key = table.cell(row, self._plan.key.column) if self._plan.key else ""
        if not title:
            reasons.append(self._say("title_missing"))
        if self._plan.key and not key:
            reasons.append(self._say("key_missing", column=self._plan.key.column))
        return _Candidate(row, title, " ".join(key.split()), values, tuple(reasons))

    def _value(self, column: Column, text: str) -> tuple[Any, str]:
        """The cell as a value of its field, and why it cannot be one."""
        field, between, part = column.field.partition(".")
        type_ = self._declared[field].type
        if between:
            assert isinstance(type_, Shape)  # noqa: S101 - _is_field has looked
            inner = {key_of(name): what for name, what in declarations(type_.cls).items()}[part].type
            value = self._one(inner, column, " ".join(text.split()))
            return value, problem_with(self._kind, field, {part: value}, self._country, self._words)
        if isinstance(type_, Many):
            signs = re.escape(column.split or ";")
            parts = [part.strip() for part in re.split(rf"[\n{signs}]", text) if part.strip()]
            items = [self._one(type_.item, column, part) for part in parts]
            whole: Any = list(dict.fromkeys(items))
        else:
            whole = self._one(type_, column, " ".join(text.split()))
        return whole, problem_with(self._kind, field, whole, self._country, self._words)

    @property
    def _country(self) -> str:
        return self._directory.site.country

    def _one(self, type_: Type, column: Column, text: str) -> str:
        for said in column.values:
            if _plain(said.says) == _plain(text):
                return said.means
        if isinstance(type_, Shape):
            cls = type_.cls
            if cls is Telephone:
                return self._phone(column, text)
            if cls is Email:
                return _mailbox(text)
            if cls is Website:
                return text if "://" in text else f"https://{text}"
        if isinstance(type_, ReferenceType):
            return self._reference(type_, text)
        if type_.name in ("date", "date_or_unknown"):
            day = read_date(text)
            return day.iso if day else text
        if isinstance(type_, Choice):
            return next((value for value in type_.values if _plain(value) == _plain(text)), text)
        return text

    def _phone(self, column: Column, text: str) -> str:
        plain = re.sub(r"^(?:тел|tel|моб|mob|факс|faks|fax)\w*\.?\s*[:.]?\s*", "", text, flags=re.IGNORECASE)
        phone = read_phone(plain, self._country)
        if phone == "area_code" and plain.isdecimal():  # a spreadsheet took the zero for nothing
            phone = read_phone(f"0{plain}", self._country)
            phone = phone if isinstance(phone, Phone) else "area_code"
        if phone == "area_code" and column.area_code:
            phone = read_phone(f"{column.area_code}/{plain}", self._country)
        return phone.shown if isinstance(phone, Phone) else plain

    def _reference(self, type_: ReferenceType, text: str) -> str:
        """The slug of what is called *text*; *text* itself where nothing or several are."""
        named = {
            entity.ref for folder in type_.folders for entity in self._directory.of(folder)
            if text in (entity.ref.slug, str(entity.ref))
            or any(_plain(name) == _plain(text) for name in _names(entity))
        }  # fmt: skip
        if len(named) != 1:
            return text
        ref = named.pop()
        return ref.slug if len(type_.folders) == 1 else str(ref)

    # --- what is to be written ---

    def _new(self, one: _Candidate, slug: str) -> Outcome:
        values = {name: value for name, value in one.values.items() if name != "title"}
        for always in self._plan.always:
            type_ = self._declared[always.field].type
            text: Any = always.value
            if isinstance(type_, Many):
                text = [part.strip() for part in always.value.split(",") if part.strip()]
            values.setdefault(always.field, text)
        if self._plan.key:
            values["identifiers"] = [{"scheme": self._plan.key.scheme, "value": one.key}]
        text = draft_text(self._kind, one.title, values, report.read_messages("sr-Cyrl"))
        path = f"content/{self._kind.folder}/{slug}.md"
        return Outcome("new", one.row.number, one.title, path, data=text.encode())

    def _beside(self, one: _Candidate, record: Any) -> Outcome:
        """The row beside its record: what differs, and the file with that and nothing else changed."""
        path = record.path
        draft = draft_of(read_original(self._root / path))
        if draft is None:
            return Outcome("doubtful", one.row.number, one.title, path, reasons=(self._say("unreadable"),))
        changes: list[tuple[str, str, str]] = []
        reasons: list[str] = []
        values = dict(one.values)
        if self._plan.key:
            values["identifiers"] = [{"scheme": self._plan.key.scheme, "value": one.key}]
        before = draft
        for name, value in values.items():
            new = self._decoded(name, value)
            old = getattr(record, _attribute(record, name))
            if name in _WHERE and record.location_confidential:
                reasons.append(self._say("secret", field=name))
                continue
            if new is None or _holds(old, new):
                continue
            edited = _edited(draft, name, value, old)
            if edited is None:
                reasons.append(self._say("several", field=name, old=_shown(old), new=_text(value)))
                continue
            draft = edited
            changes.append((name, _shown_part(old, new), _text(value)))
        if reasons:
            return Outcome("doubtful", one.row.number, one.title, path, tuple(changes), tuple(reasons))
        if draft == before:
            return Outcome("same", one.row.number, one.title, path)
        draft = _known(draft, {name for name, *_ in changes})
        return Outcome("changed", one.row.number, one.title, path, tuple(changes), data=draft.to_bytes())

    def _decoded(self, name: str, value: Any) -> Any:
        node = frontmatter.parse_table(SourceFile("x.yml", f"{name}: {flow(value)}\n")).value
        given = node.get(name) if isinstance(node, frontmatter.Mapping) else None
        reading = Reading("x.yml", country=self._country)
        return self._declared[name].type.decode(given, reading) if given is not None else None


_WHERE = frozenset(("address", "coordinates", "locations"))


def _attribute(record: Record, name: str) -> str:
    return name if hasattr(record, name) else f"{name}_"


def _names(entity: Any) -> Iterator[str]:
    """What an entity is called."""
    for name in ("title", "short_title", "name", "pref"):
        prose = getattr(entity, name, None)
        if isinstance(prose, Prose):
            yield prose.plain
    for other in getattr(entity, "other_names", ()):
        yield other.name.plain


def _mailbox(text: str) -> str:
    plain = re.sub(r"\s+", "", text).strip(";,").rstrip(".").removeprefix("mailto:")
    return without_glued_label(plain) or plain


# Words that say what something is and not which one it is.
_COMMON = frozenset(
    _plain(
        "удружење удруга грађана грађанска организација невладина нво уг јавна установа ју центар за"
        " и у на од град града општина општине републике српске савез друштво"
    ).split()
)
_ALIKE = 0.88


def _significant(title: str) -> str:
    """The words of a name that tell it from others; all of them where it has no others."""
    words = _plain(title).split()
    kept = [word for word in words if word not in _COMMON]
    return " ".join(sorted(kept or words))


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, by their significant words."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()


# --- comparing values ------------------------------------------------------------------------


def _mark(value: Any) -> Any:
    """What makes two values the same fact, however they are written."""
    if isinstance(value, Prose):
        return _plain(value.plain)
    if isinstance(value, Telephone):
        return value.number.e164
    if isinstance(value, Phone):
        return value.e164
    if isinstance(value, Email):
        return value.address.lower()
    if isinstance(value, Website):
        return _host(value.url)
    if isinstance(value, Relation):
        return value.ref or (value.text and _plain(value.text.plain))
    if isinstance(value, Identifier):
        return (value.scheme, _plain(value.value))
    if isinstance(value, Fragment):
        return _plain(value.plain) if hasattr(value, "plain") else repr(value)
    if isinstance(value, str) and "://" in value:
        return _host(value)
    return value


def _host(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|/$", "", url.lower())


def _holds(old: Any, new: Any) -> bool:
    """Whether the record says already what the row says."""
    if isinstance(new, tuple):
        marks = {_mark(item) for item in old or ()}
        return all(_mark(item) in marks for item in new)
    if isinstance(new, Address):
        return old is not None and all(
            _mark(getattr(old, name)) == _mark(part)
            for name in declarations(Address)
            if (part := getattr(new, name)) is not None
        )
    return old is not None and bool(_mark(old) == _mark(new))


def _edited(draft: Draft, name: str, value: Any, old: Any) -> Draft | None:
    """*draft* with the new *value*; None where only a person can say what goes."""
    piece = draft.header.fields.get(name)
    if piece is None or not (piece.text or piece.items or piece.fields):
        return draft.with_field(name, flow(value))
    if isinstance(value, Mapping):
        for part, text in value.items():
            piece = draft.header.fields[name]
            inner = piece.fields.get(part)
            if inner is not None and inner.text is not None:
                if _plain(inner.text) != _plain(str(text)):
                    draft = draft.with_value(inner, scalar(str(text)))
            elif piece.fields:
                draft = draft.with_part(name, part, flow(text))
            else:
                return None
        return draft
    if name == "identifiers":
        return draft.with_item(name, flow(value[0]))
    if isinstance(value, list):
        if len(piece.items) != 1 or len(value) != 1:
            return None
        bare = _bare(piece.items[0])
        return draft.with_value(bare, scalar(value[0])) if bare else None
    if piece.text is None:
        return None  # a name in a language of its own, or in both scripts
    return draft.with_value(piece, scalar(str(value)))


def _bare(item: Piece) -> Piece | None:
    """The text in an item that is a number, a mailbox, an address or a slug."""
    if item.text is not None:
        return item
    for name in ("number", "address", "url", "ref"):
        inner = item.fields.get(name)
        if inner is not None and inner.text is not None:
            return inner
    return None


def _known(draft: Draft, names: set[str]) -> Draft:
    """*draft* without *names* in what it calls unknown."""
    unknown = draft.header.fields.get("unknown")
    listed = [item.text or "" for item in unknown.items] if unknown else []
    kept = [name for name in listed if name not in names]
    if kept == listed:
        return draft
    return draft.with_field("unknown", flow(kept)) if kept else draft.without_field("unknown")


def _shown_part(old: Any, new: Any) -> str:
    """What stood in the place of *new*: of an address only the parts that the row has."""
    if isinstance(new, Address) and old is not None:
        parts = [getattr(old, name) for name in declarations(Address) if getattr(new, name) is not None]
        return ", ".join(_shown(part) for part in parts if part is not None)
    return _shown(old)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(_shown(item) for item in value)
    if isinstance(value, Prose):
        return value.plain
    if isinstance(value, Telephone):
        return value.number.shown
    if isinstance(value, Email):
        return value.address
    if isinstance(value, Website):
        return value.url
    if isinstance(value, Relation):
        return value.ref.slug if value.ref else _shown(value.text)
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, Identifier):
        return f"{value.scheme} {value.value}"
    return str(value)


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_text(part) for part in value.values())
    if isinstance(value, (list, tuple)):
        return "; ".join(_text(item) for item in value)
    return str(value)


# --- writing and telling ---------------------------------------------------------------------


def _write(found: Iterable[Outcome], root: Path, known: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Writes what is new and changed; takes all of it back when that brings an error."""
    done: list[tuple[Path, bytes | None]] = []
    for one in found:
        if one.data is None:
            continue
        path = root / one.path
        if one.state == "new":
            create_original(path, one.data)
            done.append((path, None))
        else:
            done.append((path, read_original(path)))
            replace_original(path, one.data)
    before = {(finding.place.path, finding.code, finding.facts) for finding in known}
    wrong = [
        finding for finding in load(root).diagnostics
        if finding.severity is Severity.ERROR
        and (finding.place.path, finding.code, finding.facts) not in before
    ] if done else []  # fmt: skip
    if wrong:
        for path, data in reversed(done):
            if data is None:
                remove_original(path)
            else:
                replace_original(path, data)
    return wrong


_STATES = ("new", "changed", "same", "doubtful", "skipped")


def _human(found: tuple[Outcome, ...], plan: ImportMap, name: str, words: Catalog) -> str:
    counts = {state: sum(1 for one in found if one.state == state) for state in _STATES}
    told = [words.say(f"import.count.{state}", count=count) for state, count in counts.items() if count or state != "skipped"]
    rows = [f"{printable(name)}: {words.say('import.rows', count=len(found))}", ", ".join(told)]
    for state in ("changed", "new", "doubtful"):
        mine = [one for one in found if one.state == state]
        if mine:
            rows += ["", words.say(f"import.heading.{state}")]
        for one in mine:
            where = f" → {one.path}" if one.path else ""
            rows.append(f"  {words.say('import.row', row=one.row)}: {_short(one.title)}{where}")
            rows += [f"    {field}: {_short(old) or '–'} → {_short(new)}" for field, old, new in one.changes]
            rows += [f"    {_short(reason, 600)}" for reason in one.reasons]
    return "\n".join(rows)


def _short(text: str, limit: int = 160) -> str:
    plain = printable(" ".join(text.split()))
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def _json(found: tuple[Outcome, ...]) -> str:
    counts = {state: sum(1 for one in found if one.state == state) for state in _STATES}
    rows = [
        {
            "state": one.state, "row": one.row, "title": one.title, "path": one.path,
            "changes": [{"field": field, "old": old, "new": new} for field, old, new in one.changes],
            "reasons": list(one.reasons),
        }
        for one in found
    ]  # fmt: skip
    return json.dumps({"counts": counts, "rows": rows}, ensure_ascii=True, indent=1)


