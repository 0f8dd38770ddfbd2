"""Help for a group of people at a place, worked out beforehand for every pair that has any."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.common import GROUPS, ORGANIZATIONS, PLACES, SERVICES
from sitegen.pages.cards import label_of
from sitegen.pages.desk import Desk, Page, fact_of
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.members import (
    FAMILIES,
    TOWNS,
    by_kind,
    cards_of,
    in_kind_order,
    in_parts,
    members_of,
    numbered,
    pager,
)
from sitegen.pages.whereabouts import near
from sitegen.scripts.spans import Prose
from sitegen.values import Ref
from sitegen.views import Link, ListView, Section, Value

_HELP = (SERVICES, ORGANIZATIONS)


def helpers_of(desk: Desk, group: Ref) -> list[Ref]:
    return [ref for ref in members_of(desk, group) if ref.folder in _HELP]


def _need_places(desk: Desk, helpers: list[Ref]) -> list[Ref]:
    towns = [row.ref for row in desk.directory.of(PLACES) if row.type in TOWNS]
    helped = frozenset().union(*(desk.locations[ref] for ref in helpers))
    return desk.order(town for town in towns if not helped.isdisjoint(desk.directory.within(town)))


def need_pages(desk: Desk) -> Iterator[Page]:
    groups = [row for row in desk.directory.of(GROUPS) if helpers_of(desk, row.ref)]
    if not groups:
        return
    counts = str([(row.ref.slug, len(helpers_of(desk, row.ref))) for row in groups])
    uses = "".join(desk.facts[row.ref] for row in groups)
    yield desk.page(urls.NEEDS, "list.html", partial(_need_index, desk, groups), uses, counts)
    for row in groups:
        helpers = helpers_of(desk, row.ref)
        places = _need_places(desk, helpers)
        for place in (None, *places):
            listed = _listed(desk, helpers, place)
            parts = in_parts(listed)
            for number, part in enumerate(parts, start=1):
                yield desk.page(
                    urls.paged(urls.need_path(row.ref.slug, place.slug if place else ""), number),
                    "list.html",
                    partial(_need_view, desk, row, places, place, part, number, len(parts), len(listed)),
                    desk.facts[row.ref], desk.shown(part), str((number, len(parts), len(listed))),
                    "".join(desk.facts[ref] for ref in places),
                    "".join(desk.whereabouts[ref] for ref in part), str(desk.sensitive.get(row.ref)),
                    origin=row.path,
                )  # fmt: skip


def _listed(desk: Desk, helpers: list[Ref], place: Ref | None) -> list[Ref]:
    """Who of *helpers* is shown for *place*: those who help there, then those of whom no source
    says where they help."""
    if place is None:
        return in_kind_order(helpers)
    at = near(desk.directory, [place])
    here = [ref for ref in helpers if not at.isdisjoint(desk.locations[ref])]
    unplaced = [ref for ref in helpers if not desk.locations[ref]]
    return in_kind_order(here) + in_kind_order(unplaced)


def _need_links(desk: Desk, rows: list[Any], path: str) -> tuple[Link, ...]:
    """Ways to the help for each group, in the order of what is shown: the group as readers ask."""
    sort_key = desk.edition.script.sort_key
    asked = sorted(
        ((row.question or label_of(row), row.ref) for row in rows),
        key=lambda entry: (sort_key(entry[0].plain), entry[1]),
    )
    return tuple(
        Link(
            urls.href(path, urls.need_path(ref.slug)),
            desk.wording.html(question),
            note=str(len(helpers_of(desk, ref))),
        )
        for question, ref in asked
    )


def need_families(desk: Desk, groups: list[Any], path: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            desk.wording.say(f"choice.family.{family}"), f"sg-{family.replace('_', '-')}",
            links=_need_links(desk, chosen, path),
        )
        for family in FAMILIES
        if (chosen := [row for row in groups if row.family == family])
    )  # fmt: skip


def _need_index(desk: Desk, groups: list[Any]) -> ListView:
    wording = desk.wording
    heading = wording.say("home.whom")
    return ListView(
        frame=frame_of(
            desk, urls.NEEDS, heading, crumbs=crumbs_of(desk, urls.NEEDS), origin=groups[0].path
        ),
        heading=Markup.escape(heading), intro=Markup(""), note="", count=len(groups), facts=(),
        sections=need_families(desk, groups, urls.NEEDS), pages=(),
    )  # fmt: skip


def _need_view(
    desk: Desk, row: Any, places: list[Ref], place: Ref | None, listed: list[Ref], number: int,
    pages: int, count: int,
) -> ListView:
    wording, directory = desk.wording, desk.directory
    first = urls.need_path(row.ref.slug, place.slug if place else "")
    path = urls.paged(first, number)
    group = row.question or label_of(row)
    crumbs = [(urls.NEEDS, Markup.escape(wording.say("home.whom")))]
    where = f" – {desk.edition.text(label_of(directory.rows[place]))}" if place else ""
    unplaced = [ref for ref in listed if place and not desk.locations[ref]]
    sections = by_kind(desk, [ref for ref in listed if ref not in unplaced], path)
    if place:
        title, heading = _said(desk, "need.at", group=group, place=label_of(directory.rows[place]))
        crumbs.append((urls.need_path(row.ref.slug), wording.html(group)))
    else:
        title, heading = _said(desk, "need.heading", group=group)
    if unplaced:
        cards = cards_of(desk, unplaced, path)
        sections += (Section(wording.say("need.elsewhere"), "sg-elsewhere", cards),)
    links = tuple(
        Value(
            wording.html(label_of(directory.rows[ref])),
            urls.href(path, urls.need_path(row.ref.slug, ref.slug)),
        )
        for ref in places
        if ref != place
    )
    facts = [fact_of(wording, "need_places", links)] if links else []
    everything = urls.href(path, urls.record_path(row.ref))
    facts.append(fact_of(wording, "need_all", [Value(wording.html(label_of(row)), everything)]))
    return ListView(
        frame=frame_of(
            desk, path, numbered(title, number, pages), crumbs=crumbs_of(desk, path, *crumbs),
            origin=row.path, about=row.ref, detail=numbered(where, number, pages),
        ),
        heading=heading,
        intro=wording.html(row.definition) if row.definition else Markup(""),
        note="", count=count, facts=tuple(facts), sections=sections,
        pages=pager(path, first, pages),
    )  # fmt: skip


def _said(desk: Desk, key: str, **parts: Prose) -> tuple[str, Markup]:
    """A sentence of the theme about *parts*: as plain text, and with foreign words marked."""
    wording = desk.wording
    marked = {name: wording.html(part) for name, part in parts.items()}
    plain = {name: desk.edition.text(part) for name, part in parts.items()}
    return wording.say(key, **plain), Markup.escape(wording.words.template(key)).format(**marked)
