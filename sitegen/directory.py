"""All records together: references resolved both ways, rules between records kept.

``assemble`` is the only way to a ``Directory``; what it lets through has no dangling reference,
no dead link and no place that must stay secret. What it found out depends on no text of a record, and
``recalled`` makes a directory of that again, whose records are fetched one by one. Reads no files.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sitegen.config import Site
from sitegen.diagnostics import Checked, Diagnostic, Place, has_errors, problem
from sitegen.kinds import KINDS, TABLES
from sitegen.kinds.common import RECORDS, Record
from sitegen.kinds.tables import Source
from sitegen.late import Late
from sitegen.links import (
    Astray,
    ToHeading,
    ToRecord,
    address_meant,
    link_to,
    links_of,
    read_link,
    record_meant,
)
from sitegen.rules import AGE_RULE, COUNTRY_RULES, DIRECTORY_RULES, RECORD_RULES
from sitegen.schema import Decoded, relations_of
from sitegen.seclusion import Seclusion, is_secret, seclusion
from sitegen.spelling import Vocabulary, nearest
from sitegen.values import PartialDate, Ref, Relation

_RECORD_FOLDERS = tuple(kind.folder for kind in KINDS)
_TABLE_FOLDERS = tuple(table.folder for table in TABLES)
# The fields by which a record belongs to an area, a group or a place.
_BELONGS = frozenset(
    "areas target_groups place serves covers countries locations capacity".split()
)


@dataclass(frozen=True, slots=True)
class BackLink:
    """A relation seen from its other end."""

    field: str  # as it is written: "provider", "roles.funder"
    source: Ref  # the record that wrote it
    number: int  # which of its ``Directory.relations`` it is


@dataclass(frozen=True)
class Directory:
    """Every record and table row, by reference, in the order of references."""

    site: Site
    records: Mapping[Ref, Record]
    rows: Mapping[Ref, Any]  # places, areas, target groups, sources
    back: Mapping[Ref, tuple[BackLink, ...]]
    # Digests of files that say one record each, with all that decides how they are read.
    files: Mapping[Ref, str] = field(default_factory=dict)
    headers: Mapping[Ref, str] = field(default_factory=dict)  # the same of what is not their body

    def of(self, folder: str) -> tuple[Any, ...]:
        """All entities of one folder, by slug."""
        known = self._of.get(folder)
        if known is None:
            self._of[folder] = known = tuple(map(self.get, self.refs(folder)))
        return known

    def refs(self, folder: str) -> Sequence[Ref]:
        """The references of all entities of one folder, by slug."""
        return self._by_folder.get(folder, ())

    def has(self, folder: str) -> bool:
        """Whether there is any entity in *folder*."""
        return folder in self._by_folder

    @cached_property
    def _of(self) -> dict[str, tuple[Any, ...]]:
        return {}

    @cached_property
    def _by_folder(self) -> Mapping[str, list[Ref]]:
        folders: dict[str, list[Ref]] = {}
        for ref in self._refs():
            folders.setdefault(ref.folder, []).append(ref)
        return folders

    @cached_property
    def digests(self) -> Mapping[Ref, str]:
        """A digest of everything that each record and row says."""
        return {ref: self.files.get(ref) or digest_of(repr(self.get(ref))) for ref in self._refs()}

    @cached_property
    def facts(self) -> Mapping[Ref, str]:
        """A digest of what each record and row says outside of its body."""
        return {ref: self.headers.get(ref) or _facts_of(self.get(ref)) for ref in self._refs()}

    @cached_property
    def all_facts(self) -> str:
        """One digest of the facts of all."""
        return digest_of("\0".join(f"{ref} {said}" for ref, said in self.facts.items()))

    @property
    def is_recalled(self) -> bool:
        """Whether records are fetched when they are asked for."""
        return isinstance(self.records, Late)

    @cached_property
    def relations(self) -> Mapping[Ref, tuple[tuple[str, Relation], ...]]:
        """Every relation that each record and row writes, as ``relations_of`` gives them."""
        return Late(dict.fromkeys(self._refs()), lambda ref: tuple(relations_of(self.get(ref))))

    @cached_property
    def ties(self) -> Mapping[Ref, str]:
        """A digest of the relations that each record and row writes."""
        return {ref: digest_of(repr(self.relations[ref])) for ref in self._refs()}

    def _refs(self) -> Iterator[Ref]:
        yield from self.records
        yield from self.rows

    @cached_property
    def day(self) -> PartialDate:
        """The latest day on which somebody looked at something, see ``day_of``."""
        return day_of(self.site, (*self.records.values(), *self.rows.values()))

    @cached_property
    def delicate(self) -> frozenset[Ref]:
        """Records that say that it may be dangerous to be seen reading them."""
        return frozenset(ref for ref, record in self.records.items() if _is_delicate(record))

    @cached_property
    def hidden(self) -> Seclusion:
        """Who stands alone because a place stays secret."""
        return seclusion(self.records.values())

    @cached_property
    def veiled(self) -> frozenset[Ref]:
        """Records of which something is not shown because of that."""
        return frozenset()

    @cached_property
    def unsummed(self) -> frozenset[Ref]:
        """Records without a summary."""
        return frozenset(ref for ref, record in self.records.items() if not record.summary)

    def with_records(self, changed: Mapping[Ref, Record]) -> Directory:
        """The same directory with other versions of some records, and the back links that go with them."""
        before, back = self.relations, dict(self.back)
        for ref, record in changed.items():
            links: dict[Ref, list[BackLink]] = {}
            for number, (name, relation) in enumerate(relations_of(record)):
                if relation.ref is not None:
                    links.setdefault(relation.ref, []).append(BackLink(name, ref, number))
            for target in {relation.ref for _, relation in before[ref] if relation.ref} & back.keys():
                held = back.pop(target)
                start = next(at for at, link in enumerate(held) if link.source == ref)
                others = [link for link in held if link.source != ref]
                others[start:start] = links.get(target, ())
                back |= {target: tuple(others)} if others else {}
        other = dataclasses.replace(self, records=laid_over(self.records, changed), back=back)
        vars(other)["relations"] = Late(
            dict.fromkeys(self._refs()),
            lambda ref: tuple(relations_of(changed[ref])) if ref in changed else before[ref],
            room=0,  # most are held already
        )
        return other

    def with_site(self, site: Site) -> Directory:
        """The same records under other settings, which say the same of days and places."""
        if site == self.site:
            return self
        other = dataclasses.replace(self, site=site)
        vars(other).update(vars(self) | {"site": site})
        return other

    def outline(self) -> dict[str, Any]:
        """What ``assemble`` and the properties above found out, in plain values."""
        back = {
            f"{ref}": " ".join(f"{link.field} {link.source} {link.number}" for link in links)
            for ref, links in self.back.items()
        }
        return {
            "back": back, "day": self.day, "secret": tuple(map(str, sorted(self.hidden.secret))),
            "provided": tuple(map(str, sorted(self.hidden.provided))),
            **{name: tuple(map(str, sorted(getattr(self, name)))) for name in _KINDS_OF_REFS},
        }  # fmt: skip

    def get(self, ref: Ref) -> Any:
        """The entity at *ref*; every reference in a directory has one."""
        return self.records[ref] if ref in self.records else self.rows[ref]

    def backlinks(self, ref: Ref) -> tuple[BackLink, ...]:
        """Who names *ref*, in the order of their references."""
        return self.back.get(ref, ())

    def within(self, row: Ref) -> tuple[Ref, ...]:
        """*row* and everything below it: places that lie in a place, narrower terms of a term."""
        return self._within[row]

    def written(self, link: BackLink) -> Relation:
        """The relation that *link* is, as its source writes it."""
        return self.relations[link.source][link.number][1]

    def members(self, row: Ref) -> frozenset[Ref]:
        """The records of an area, a group or a place, those of what lies below it included."""
        return self._members[row]

    @cached_property
    def _within(self) -> Mapping[Ref, tuple[Ref, ...]]:
        below: dict[Ref, list[Ref]] = {}
        for row in self.rows.values():
            above = getattr(row, "parent", None) or getattr(row, "broader", None)
            if above is not None:
                below.setdefault(above.ref, []).append(row.ref)
        whole: dict[Ref, tuple[Ref, ...]] = {}
        for ref in self.rows:
            found = [ref]
            for at in found:
                found += below.get(at, ())
            whole[ref] = tuple(found)
        return whole

    @cached_property
    def _members(self) -> Mapping[Ref, frozenset[Ref]]:
        return {
            row: frozenset(
                link.source
                for at in self.within(row)
                for link in self.backlinks(at)
                if link.field in _BELONGS and link.source.folder in RECORDS
            )
            for row in self.rows
        }

    def around(self, place: Ref) -> tuple[Ref, ...]:
        """The places that *place* lies in, the nearest first."""
        found: list[Ref] = []
        parent = self.rows[place].parent
        while parent is not None:
            found.append(parent.ref)
            parent = self.rows[parent.ref].parent
        return tuple(found)


def laid_over(records: Mapping[Ref, Record], changed: Mapping[Ref, Record]) -> Mapping[Ref, Record]:
    """*records* with other versions of those that *changed*; none is fetched for it."""
    if isinstance(records, Late):
        return Late(records, lambda ref: changed.get(ref) or records[ref])
    return {**records, **changed}


def _ref(name: str) -> Ref:
    folder, _, slug = name.partition("/")
    return Ref(folder, slug)


def _back_links(text: str) -> tuple[BackLink, ...]:
    """What ``outline`` says of one record: field, source and number, again and again."""
    parts = text.split(" ")
    return tuple(
        BackLink(name, _ref(source), int(number))
        for name, source, number in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    )


_KINDS_OF_REFS = ("delicate", "unsummed", "veiled")


def recalled(
    site: Site, fetch: Mapping[Ref, Callable[[], Record]], rows: Mapping[Ref, Any],
    outline: Mapping[str, Any], files: Mapping[Ref, str], headers: Mapping[Ref, str],
) -> Directory:  # fmt: skip
    """The directory whose *outline* is known, of records to *fetch* and of *rows*."""
    known: dict[str, Any] = {name: frozenset(map(_ref, outline[name])) for name in _KINDS_OF_REFS}
    secret, provided = (frozenset(map(_ref, outline[name])) for name in ("secret", "provided"))
    hidden, veiled = Seclusion(secret, provided), known["veiled"]
    records = Late(
        dict.fromkeys(sorted(fetch)), lambda ref: hidden.of(fetch[ref]()) if ref in veiled else fetch[ref]()
    )
    texts = {_ref(name): text for name, text in outline["back"].items()}
    back = Late(texts, lambda ref: _back_links(texts[ref]))
    directory = Directory(site, records, dict(sorted(rows.items())), back, files, headers)
    vars(directory).update(known | {"day": outline["day"], "hidden": hidden})
    return directory


def _is_delicate(record: Record) -> bool:
    return bool(record.sensitive) or is_secret(record)


def _facts_of(entity: Any) -> str:
    names = (item.name for item in dataclasses.fields(entity))
    return digest_of(repr([(name, getattr(entity, name)) for name in names if name != "body"]))


def digest_of(text: str) -> str:
    """A digest to compare *text* by."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def assemble(
    decoded: Iterable[Decoded], site: Site | None, epoch: int | None = None,
    files: Mapping[Ref, str] = MappingProxyType({}),
    headers: Mapping[Ref, str] = MappingProxyType({}), *, judged: bool = False,
) -> Checked[Directory]:  # fmt: skip
    """One directory of all that was decoded; no value while there is an error anywhere, or while
    the site's own settings could not be read. *epoch*: see ``day_of``. *judged*: who decoded has
    looked with ``judge`` already."""
    known: dict[Ref, Decoded] = {}
    found: list[Diagnostic] = []
    for one in decoded:
        found += one.diagnostics
        if one.ref in known:
            first = known[one.ref].place
            found.append(
                problem(
                    one.place, "row.duplicate", found=one.ref.slug, line=str(first.line),
                    related=(first,),
                )
            )  # fmt: skip
        else:
            known[one.ref] = one
    entities = {ref: one.entity for ref, one in known.items() if one.entity is not None}
    names = _Names(known)
    for one in known.values():
        found += _unknown_references(one, known, names)
        found += _dead_links(one, known, names)
        if not judged:
            found += judge(one, site.country if site else "")
    for directory_rule in DIRECTORY_RULES:
        found += directory_rule(known, entities)
    day = day_of(site, entities.values(), epoch) if site else None
    if site is not None and day is not None:
        found += AGE_RULE(known, entities, day, site)
    if site is None or has_errors(found):
        return Checked(None, tuple(found))
    ordered = dict(sorted(entities.items()))
    records = {ref: record for ref, record in ordered.items() if ref.folder in _RECORD_FOLDERS}
    rows = {ref: row for ref, row in ordered.items() if ref.folder in _TABLE_FOLDERS}
    written = {ref: tuple(relations_of(entity)) for ref, entity in (*records.items(), *rows.items())}
    directory = Directory(site, records, rows, back_links(written), files, headers)
    vars(directory)["relations"] = written
    seen = secluded(directory)
    vars(seen)["day"] = day
    return Checked(seen, tuple(found))


def judge(one: Decoded, country: str) -> Iterator[Diagnostic]:
    """What is wrong within *one* record of a site in *country*; empty where that is not known."""
    if isinstance(one.entity, Record):
        for rule in RECORD_RULES:
            yield from rule(one)
    if country and one.entity is not None:
        for country_rule in COUNTRY_RULES:
            yield from country_rule(one, country)


def day_of(site: Site, entities: Iterable[Any], epoch: int | None = None) -> PartialDate:
    """The day the site speaks of: the setting, else *epoch* (seconds), else the latest day on
    which somebody looked at something. Never the clock."""
    if site.as_of:
        return site.as_of
    if epoch is not None:
        day = datetime.datetime.fromtimestamp(epoch, datetime.UTC).date()
        return PartialDate(day.year, day.month, day.day)
    days: list[Any] = []
    for entity in entities:
        if isinstance(entity, Record) and entity.verified:
            days.append(entity.verified.date)
        elif isinstance(entity, Source):
            days += [entity.published, entity.retrieved]
    known = [day.last_day for day in days if isinstance(day, PartialDate)]
    latest = max(known, default=datetime.date(1970, 1, 1))
    return PartialDate(latest.year, latest.month, latest.day)


class _Names:
    """The slugs of each folder, for near ones; made for a folder when one of it is asked for."""

    def __init__(self, known: Iterable[Ref]) -> None:
        self._known = known
        self._of_folder: dict[str, Vocabulary] = {}

    def nearest(self, ref: Ref) -> str:
        """The slug in the folder of *ref* that was probably meant; empty when none is near."""
        if ref.folder not in self._of_folder:
            self._of_folder[ref.folder] = Vocabulary(
                other.slug for other in self._known if other.folder == ref.folder
            )
        return self._of_folder[ref.folder].nearest(ref.slug)


def _unknown_references(
    one: Decoded, known: Mapping[Ref, Decoded], names: _Names
) -> Iterator[Diagnostic]:
    for reference in one.references:
        ref = reference.ref
        if ref not in known:
            yield problem(
                reference.place, "reference.unknown", found=ref.slug, folder=ref.folder,
                suggestion=names.nearest(ref),
            )  # fmt: skip


def _dead_links(one: Decoded, known: Mapping[Ref, Decoded], names: _Names) -> Iterator[Diagnostic]:
    """Those of a record, or of the text of one that has mistakes in its fields."""
    record, path = one.entity, one.place.path
    body = record.body if isinstance(record, Record) else one.body
    if body is None:
        return
    for link in links_of(record) if isinstance(record, Record) else body.links:
        to = read_link(path, link.target)
        if isinstance(to, Astray):
            meant = _link_meant(path, to, link.target, known)
            yield problem(link.place, to.code, found=link.target, suggestion=meant)
        elif isinstance(to, ToHeading) and to.anchor not in body.anchors:
            yield _dead_anchor(link.place, to.anchor, body.anchors)
        elif isinstance(to, ToRecord):
            other = known.get(to.ref)
            if other is None:
                near = names.nearest(to.ref)
                suggestion = link.target.replace(to.ref.slug, near) if near else ""
                yield problem(link.place, "link.dead", found=link.target, suggestion=suggestion)
            elif (
                to.anchor
                and isinstance(other.entity, Record)
                and to.anchor not in other.entity.body.anchors
            ):
                yield _dead_anchor(link.place, to.anchor, other.entity.body.anchors)


def _link_meant(path: str, astray: Astray, target: str, known: Mapping[Ref, Decoded]) -> str:
    if astray.code == "link.address":
        return address_meant(target)
    meant = record_meant(target)
    return link_to(path, meant) if meant and meant.ref in known else ""


def _dead_anchor(place: Place, anchor: str, anchors: tuple[str, ...]) -> Diagnostic:
    return problem(
        place, "link.anchor", found=anchor, suggestion=nearest(anchor, anchors),
        expected=", ".join(anchors) or "no_headings",
    )  # fmt: skip


def secluded(directory: Directory) -> Directory:
    """*directory* as it may leave the model: without what leads to a place that stays secret, or to
    who keeps it.

    The rules have already refused such a place; this makes the promise hold by construction.
    """
    hidden = directory.hidden
    if not hidden.secret:
        return directory
    touched = {link.source for ref in hidden.alone for link in directory.backlinks(ref)}
    veiled = (hidden.alone | touched) & directory.records.keys()
    seen = directory.with_records({ref: hidden.of(directory.records[ref]) for ref in sorted(veiled)})
    vars(seen)["veiled"] = frozenset(veiled)
    return seen


def back_links(
    written: Mapping[Ref, tuple[tuple[str, Relation], ...]],
) -> Mapping[Ref, tuple[BackLink, ...]]:
    """Who names each record and row, of all the relations that are *written*."""
    back: dict[Ref, list[BackLink]] = {}
    for ref, relations in written.items():
        for number, (name, relation) in enumerate(relations):
            if relation.ref is not None:
                back.setdefault(relation.ref, []).append(BackLink(name, ref, number))
    return {ref: tuple(links) for ref, links in back.items()}

