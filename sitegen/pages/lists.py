"""Lists: each kind, the vocabularies, A–Ž."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.common import DOCUMENTS, GROUPS, PLACES, RECORDS
from sitegen.pages.cards import KIND_OF, label_of
from sitegen.pages.desk import Desk, Page, fact_of
from sitegen.pages.facts import relation_value
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.members import (
    FAMILIES,
    VOCABULARIES,
    by_kind,
    cards_of,
    in_kind_order,
    in_parts,
    is_shown,
    members_of,
    neighbours,
    numbered,
    pager,
    row_links,
)
from sitegen.values import PartialDate, Ref
from sitegen.views import Fact, Link, ListView, Section, Value


def kind_lists(desk: Desk) -> Iterator[Page]:
    for folder in RECORDS:
        refs = desk.order(record.ref for record in desk.directory.of(folder))
        if folder == DOCUMENTS:
            refs.sort(key=lambda ref: _document_order(desk.directory.records[ref]))
        parts = in_parts(refs) if refs else []
        for number, part in enumerate(parts, start=1):
            yield desk.page(
                urls.folder_path(folder, number), "list.html",
                partial(_kind_list, desk, folder, part, number, len(parts), len(refs)),
                desk.shown(part), str((number, len(parts), len(refs))),
            )  # fmt: skip


def _document_order(document: Any) -> tuple[bool, PartialDate]:
    start = document.period.from_ if document.period else None
    first = min((entry.date for entry in document.dates), default=None)
    found = start or first
    return (found is None, found or PartialDate(9999))


def _kind_list(
    desk: Desk, folder: str, refs: list[Ref], number: int, pages: int, count: int
) -> ListView:
    wording = desk.wording
    kind = KIND_OF[folder]
    path = urls.folder_path(folder, number)
    heading = wording.say(f"kind.{kind}.many")
    title = numbered(heading, number, pages)
    intro = wording.say(f"kind.{kind}.intro")
    return ListView(
        frame=frame_of(desk, path, title, description=intro, crumbs=crumbs_of(desk, path)),
        heading=Markup.escape(heading),
        intro=Markup.escape(intro),
        note="",
        count=count,
        facts=(),
        sections=(Section("", "", cards_of(desk, refs, path)),),
        pages=pager(path, urls.folder_path(folder), pages),
    )


def vocabulary_pages(desk: Desk) -> Iterator[Page]:
    for folder, _, kind in VOCABULARIES:
        rows = [row for row in desk.directory.of(folder) if is_shown(desk, row)]
        listed = desk.order(row.ref for row in rows)
        if not listed:
            continue
        uses = "".join(desk.facts[ref] for ref in listed)
        counts = str([len(members_of(desk, ref)) for ref in listed])
        yield desk.page(
            urls.folder_path(folder), "list.html", partial(_vocabulary_list, desk, folder, kind),
            uses, counts,
        )  # fmt: skip
        for row in rows:
            parts = in_parts(in_kind_order(members_of(desk, row.ref)))
            near = "".join(desk.facts[ref] for ref in neighbours(desk, row))
            count = sum(map(len, parts))
            for number, part in enumerate(parts, start=1):
                yield desk.page(
                    urls.paged(urls.record_path(row.ref), number), "list.html",
                    partial(_term_view, desk, row, kind, part, number, len(parts), count),
                    desk.facts[row.ref], desk.shown(part), str((number, len(parts), count)),
                    near, str(desk.sensitive.get(row.ref)), origin=row.path,
                )  # fmt: skip


def _vocabulary_list(desk: Desk, folder: str, kind: str) -> ListView:
    wording = desk.wording
    path = urls.folder_path(folder)
    heading = wording.say(f"kind.{kind}.many")
    intro = wording.say(f"kind.{kind}.intro")
    rows = [row for row in desk.directory.of(folder) if is_shown(desk, row)]
    sections = _families(desk, rows, path) if folder == GROUPS else (
        Section("", "", links=row_links(desk, rows, path)),
    )  # fmt: skip
    return ListView(
        frame=frame_of(
            desk, path, heading, description=intro, crumbs=crumbs_of(desk, path),
            origin=rows[0].path if rows else "",
        ),
        heading=Markup.escape(heading), intro=Markup.escape(intro), note="", count=len(rows),
        facts=(), sections=sections, pages=(),
    )  # fmt: skip


def _families(desk: Desk, rows: list[Any], path: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            desk.wording.say(f"choice.family.{family}"), f"sg-{family.replace('_', '-')}",
            links=row_links(desk, chosen, path),
        )
        for family in FAMILIES
        if (chosen := [row for row in rows if row.family == family])
    )  # fmt: skip


def _term_view(
    desk: Desk, row: Any, kind: str, members: list[Ref], number: int, pages: int, count: int
) -> ListView:
    wording, directory = desk.wording, desk.directory
    first = urls.record_path(row.ref)
    path = urls.paged(first, number)
    label = numbered(desk.edition.text(label_of(row)), number, pages)
    definition = getattr(row, "definition", None) or getattr(row, "note", None)
    facts: list[Fact] = []
    above = getattr(row, "parent", None) or getattr(row, "broader", None)
    if above:
        key = "parent_place" if row.ref.folder == PLACES else "broader"
        shown = is_shown(desk, directory.rows[above.ref])
        value = relation_value(desk, above, path)
        facts.append(fact_of(wording, key, [value if shown else Value(value.html)]))
    below = [directory.rows[ref] for ref in neighbours(desk, row) if not above or ref != above.ref]
    if below:
        values = [Value(link.label, link.href) for link in row_links(desk, below, path)]
        facts.append(fact_of(wording, "narrower", values))
    crumb = (urls.folder_path(row.ref.folder), Markup.escape(wording.say(f"kind.{kind}.many")))
    return ListView(
        frame=frame_of(
            desk, path, label,
            description=desk.edition.text(definition) if definition else "",
            crumbs=crumbs_of(desk, path, crumb), origin=row.path, about=row.ref,
            detail=numbered("", number, pages),
        ),
        heading=wording.html(label_of(row)),
        intro=wording.html(definition) if definition else Markup(""),
        note=wording.say("term.provisional") if getattr(row, "provisional", None) else "",
        count=count,
        facts=tuple(facts),
        sections=by_kind(desk, members, path),
        pages=pager(path, first, pages),
    )  # fmt: skip


def alphabet_page(desk: Desk) -> Iterator[Page]:
    refs = desk.order(ref for ref in desk.directory.records if ref.folder in RECORDS)
    parts = in_parts(refs)
    for number, part in enumerate(parts, start=1):
        yield desk.page(
            urls.paged(urls.ALPHABET, number), "list.html",
            partial(_alphabet_view, desk, part, number, len(parts), len(refs)),
            desk.shown(part), str((number, len(parts), len(refs))),
        )  # fmt: skip


def _alphabet_view(desk: Desk, refs: list[Ref], number: int, pages: int, count: int) -> ListView:
    wording, script = desk.wording, desk.edition.script
    path = urls.paged(urls.ALPHABET, number)
    groups: dict[str, list[Ref]] = {}
    for ref in refs:
        initial = script.initial(desk.directory.records[ref].title.plain)
        if not script.is_latin and initial.isascii():
            initial = ""
        groups.setdefault(initial, []).append(ref)
    sections = tuple(
        Section(
            initial or wording.say("alphabet.other"), f"sg-{position}",
            links=tuple(
                Link(
                    urls.href(path, card.href), card.title, note=card.kind_label
                )
                for card in (desk.cards[ref] for ref in chosen)
            ),
        )
        for position, (initial, chosen) in enumerate(groups.items(), start=1)
    )  # fmt: skip
    heading = wording.say("alphabet.heading")
    return ListView(
        frame=frame_of(desk, path, numbered(heading, number, pages), crumbs=crumbs_of(desk, path)),
        heading=Markup.escape(heading), intro=Markup(""), note="", count=count, facts=(),
        sections=sections, pages=pager(path, urls.ALPHABET, pages),
    )  # fmt: skip
