"""Choosing by several conditions at once: for whom, where, in which area, which kind.

Every value is a link to the list worked out beforehand, with the number of its records, so the page
works without a script. A script makes conditions of the links and narrows the list below; what it
counts is what the lists of these pages would hold, because both ask ``members``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.directory import digest_of
from sitegen.kinds.common import AREAS, GROUPS, ORGANIZATIONS, PLACES, SERVICES
from sitegen.pages.cards import KIND_OF, label_of, moved
from sitegen.pages.desk import Desk, Page
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.members import TOWNS, in_kind_order, members_of
from sitegen.pages.needs import helpers_of
from sitegen.pages.whereabouts import near
from sitegen.values import Ref
from sitegen.views import ChoiceView, ChooseView, ChosenView, OptionView

_HELP = (SERVICES, ORGANIZATIONS)
_MOST = 1000  # records on one page; a larger directory has the links alone


def has_choice(desk: Desk) -> bool:
    """Whether there is anybody to choose among."""
    return any(desk.directory.of(folder) for folder in _HELP)


def choose_page(desk: Desk) -> Iterator[Page]:
    if not has_choice(desk):
        return
    directory = desk.directory
    refs = _helpers(desk)
    rows = [row for folder in (GROUPS, PLACES, AREAS) for row in directory.of(folder)]
    yield desk.page(
        urls.CHOOSE, "choose.html", partial(_choose_view, desk),
        desk.shown(refs if len(refs) <= _MOST else ()), "".join(desk.facts[row.ref] for row in rows),
        digest_of(repr([(row.ref, members_of(desk, row.ref)) for row in rows])),
        repr([_kind_and_place(desk, ref) for ref in refs] if len(refs) <= _MOST else len(refs)),
    )  # fmt: skip


def _kind_and_place(desk: Desk, ref: Ref) -> tuple[Ref, list[Ref]]:
    return ref, sorted(desk.locations[ref])


def _helpers(desk: Desk) -> list[Ref]:
    return in_kind_order(
        desk.order(record.ref for folder in _HELP for record in desk.directory.of(folder))
    )


def _choose_view(desk: Desk) -> ChooseView:
    wording, path = desk.wording, urls.CHOOSE
    heading = wording.say("choose.heading")
    refs = _helpers(desk)
    return ChooseView(
        frame=frame_of(
            desk, path, heading, description=wording.say("choose.intro"), crumbs=crumbs_of(desk, path)
        ),
        heading=heading,
        choices=tuple(choice for choice in _choices(desk, path) if len(choice.options) > 1),
        records=_records(desk, refs, path) if len(refs) <= _MOST else (),
        script_href=f"{urls.root_of(desk.edition.prefix + path)}assets/choose.js",
    )


def _choices(desk: Desk, path: str) -> Iterator[ChoiceView]:
    directory, wording = desk.directory, desk.wording
    sort_key = desk.edition.script.sort_key

    def options(found: list[tuple[str, Any, str, int]]) -> tuple[OptionView, ...]:
        ordered = sorted(found, key=lambda one: (sort_key(one[1].plain), one[0]))
        return tuple(
            OptionView(id, wording.html(label), urls.href(path, target), count)
            for id, label, target, count in ordered
            if count
        )

    yield ChoiceView("grupa", wording.say("home.whom"), options([
        (row.id, row.question or label_of(row), urls.need_path(row.id), len(helpers_of(desk, row.ref)))
        for row in directory.of(GROUPS)
    ]))  # fmt: skip
    yield ChoiceView("mjesto", wording.say("home.where"), options([
        (row.id, label_of(row), urls.record_path(row.ref), len(members_of(desk, row.ref)))
        for row in directory.of(PLACES) if row.type in TOWNS
    ]))  # fmt: skip
    yield ChoiceView("oblast", wording.say("home.areas"), options([
        (row.id, label_of(row), urls.record_path(row.ref), len(members_of(desk, row.ref)))
        for row in directory.of(AREAS)
    ]))  # fmt: skip
    yield ChoiceView("vrsta", wording.say("search.facet.vrsta"), tuple(
        OptionView(
            folder, Markup.escape(wording.say(f"kind.{KIND_OF[folder]}.many")),
            urls.href(path, urls.folder_path(folder)), len(directory.of(folder)),
        )
        for folder in _HELP if directory.of(folder)
    ))  # fmt: skip


def _records(desk: Desk, refs: list[Ref], path: str) -> tuple[ChosenView, ...]:
    """*refs* with what holds for each, found from the side of the lists."""
    directory = desk.directory
    marks: dict[Ref, dict[str, list[str]]] = {ref: {} for ref in refs}
    for folder, name in ((GROUPS, "grupa"), (AREAS, "oblast")):
        for row in directory.of(folder):
            for ref in directory.members(row.ref):
                if ref in marks:
                    marks[ref].setdefault(name, []).append(row.id)
    towns = [
        (row.id, near(directory, [row.ref])) for row in directory.of(PLACES) if row.type in TOWNS
    ]
    for ref in refs:
        there = desk.locations[ref]
        marks[ref]["vrsta"] = [ref.folder]
        marks[ref]["mjesto"] = [id for id, at in towns if there & at] if there else ["*"]
    return tuple(
        ChosenView(
            moved(desk.cards[ref], path),
            tuple((name, " ".join(marks[ref].get(name, ()))) for name in _NAMES),
        )
        for ref in refs
    )


_NAMES = ("grupa", "mjesto", "oblast", "vrsta")
