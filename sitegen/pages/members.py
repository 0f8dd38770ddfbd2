"""Which records an area, a group or a place has, and lists of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.common import (
    AREAS,
    DOCUMENTS,
    EVENTS,
    GROUPS,
    ORGANIZATIONS,
    PLACES,
    PROGRAMMES,
    PROJECTS,
    SERVICES,
)
from sitegen.pages.cards import KIND_OF, label_of, moved
from sitegen.pages.desk import Desk
from sitegen.values import Ref
from sitegen.views import Card, Link, Section

T = TypeVar("T")


def cards_of(desk: Desk, refs: Iterable[Ref], path: str) -> tuple[Card, ...]:
    return tuple(moved(desk.cards[ref], path) for ref in refs)


VOCABULARIES = ((AREAS, "areas", "area"), (GROUPS, "target_groups", "target_group"),
                 (PLACES, "place", "place"))  # fmt: skip


def members_of(desk: Desk, row: Ref) -> list[Ref]:
    """The records of an area, a group or a place, in the alphabet of the edition."""
    return list(desk.members[row])


def is_shown(desk: Desk, row: Any) -> bool:
    """A value is shown only when it has records."""
    return bool(desk.directory.members(row.ref))


def neighbours(desk: Desk, row: Any) -> list[Ref]:
    """What a row lies in, then what lies in it and has records."""
    above = getattr(row, "parent", None) or getattr(row, "broader", None)
    below = [ref for ref in desk.directory.within(row.ref)[1:] if desk.directory.members(ref)]
    return ([above.ref] if above else []) + desk.order(below)


def row_links(desk: Desk, rows: Iterable[Any], path: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            urls.href(path, urls.record_path(ref)),
            desk.wording.html(label_of(desk.directory.rows[ref])),
            note=str(len(members_of(desk, ref))),
        )
        for ref in desk.order(row.ref for row in rows)
    )


FAMILIES = ("children_and_youth", "disability_and_health", "migration", "violence_and_need")


TOWNS = frozenset({"city", "municipality", "district"})


KIND_ORDER = (SERVICES, ORGANIZATIONS, PROJECTS, PROGRAMMES, DOCUMENTS, EVENTS)


PAGE_SIZE = 200


def in_parts(refs: list[T]) -> list[list[T]]:
    """*refs* as pages of a list: at most 200 on each, and one page even when there are none."""
    return [refs[at : at + PAGE_SIZE] for at in range(0, len(refs), PAGE_SIZE)] or [[]]


def pager(path: str, first: str, pages: int) -> tuple[Link, ...]:
    """Ways from the page *path* to all pages of a list that begins at *first*."""
    if pages == 1:
        return ()
    targets = [urls.paged(first, number) for number in range(1, pages + 1)]
    return tuple(
        Link(urls.href(path, target), Markup.escape(str(number)), current=target == path)
        for number, target in enumerate(targets, start=1)
    )


def numbered(title: str, number: int, pages: int) -> str:
    """The title of page *number* of a list."""
    return title if number == 1 else f"{title} ({number}/{pages})"


def in_kind_order(refs: Iterable[Ref]) -> list[Ref]:
    """*refs* kind by kind, as lists show them, each kind in the order given."""
    return sorted(refs, key=lambda ref: KIND_ORDER.index(ref.folder))


def by_kind(desk: Desk, refs: list[Ref], path: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            desk.wording.say(f"kind.{KIND_OF[folder]}.many"), f"sg-{folder}",
            cards_of(desk, chosen, path),
        )
        for folder in KIND_ORDER
        if (chosen := [ref for ref in refs if ref.folder == folder])
    )  # fmt: skip
