"""The whole directory at once: a booklet to print, and one file for a pocket.

The reader's own list is a part of the booklet: the page holds every record, so a list kept in the
browser or sent as a link shows what the directory says today and never what a link says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.directory import digest_of
from sitegen.kinds.common import ORGANIZATIONS, RECORDS, SERVICES
from sitegen.pages.cards import KIND_OF
from sitegen.pages.contact import phones_of
from sitegen.pages.desk import Desk, Page
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.members import KIND_ORDER
from sitegen.values import Ref
from sitegen.views import BookletView, EntryView, PhoneView

# Of the pocket copy, before its frame: it must open as an attachment on an old phone.
_POCKET_BYTES = 1_800_000
_MARKUP_BYTES = 260  # around the words of one entry
# Of the booklet: above it an entry says only who it is, the first step and where to call. Every record
# stays in it, because the reader's own list is a part of it.
_BOOKLET_BYTES = 1_500_000


def booklet_pages(desk: Desk) -> Iterator[Page]:
    refs = [ref for ref in desk.directory.records if ref.folder in RECORDS]
    if not refs:
        return
    shown = desk.shown(desk.order(refs))
    said = digest_of(repr([_said(desk, ref) for ref in refs]))
    for path, template, build in (
        (urls.BOOKLET, "booklet.html", _booklet_view), (urls.POCKET, "pocket.html", _pocket_view),
    ):  # fmt: skip
        yield desk.page(path, template, partial(build, desk), shown, said)


def _said(desk: Desk, ref: Ref) -> tuple[object, ...]:
    """What an entry says beyond the card of its record."""
    record: Any = desk.directory.records[ref]
    names = ("phones", "address", "first_step", "verified", "review_every")
    return (ref in desk.sensitive, *(getattr(record, name, None) for name in names))


def _booklet_view(desk: Desk) -> BookletView:
    path, wording = urls.BOOKLET, desk.wording
    heading = wording.say("booklet.heading")
    refs = [ref for ref in desk.directory.records if ref.folder in RECORDS]
    sections = _sections(desk, {ref: _entry(desk, ref, path) for ref in refs})
    weight = sum(
        _weight(entry) + len(entry.summary.encode()) for _, _, entries in sections for entry in entries
    )
    brief = weight > _BOOKLET_BYTES
    if brief:
        sections = tuple(
            (label, anchor, tuple(entry._replace(summary=Markup(""), checked="") for entry in entries))
            for label, anchor, entries in sections
        )
    return BookletView(
        frame=frame_of(
            desk, path, heading, description=wording.say("booklet.intro"), crumbs=crumbs_of(desk, path)
        ),
        heading=heading,
        count=len(refs),
        sections=sections,
        brief=brief,
    )


def _pocket_view(desk: Desk) -> BookletView:
    """Services and organizations; where not all of them fit, those whom one can reach come first."""
    path, wording = urls.POCKET, desk.wording
    heading = wording.say("pocket.heading")
    wanted = [ref for ref in desk.directory.records if ref.folder in (SERVICES, ORGANIZATIONS)]
    chosen: dict[Ref, EntryView] = {}
    weight = 0
    for ref in sorted(wanted, key=lambda ref: (not _is_useful(desk, ref), ref)):
        entry = _entry(desk, ref, path)
        weight += _weight(entry)
        if weight > _POCKET_BYTES:
            break
        chosen[ref] = entry
    return BookletView(
        frame=frame_of(desk, path, heading, description=wording.say("pocket.intro"), noindex=True),
        heading=heading,
        count=len(chosen),
        sections=_sections(desk, chosen),
        left_out=len(wanted) - len(chosen),
    )


def _is_useful(desk: Desk, ref: Ref) -> bool:
    record: Any = desk.directory.records[ref]
    return bool(desk.cards[ref].phone or getattr(record, "first_step", None))


def _weight(entry: EntryView) -> int:
    phones = "".join(phone.shown + phone.href + phone.doubt for phone in entry.phones)
    words = f"{entry.title}{entry.kind_label}{entry.first_step}{entry.address}{phones}"
    return len(words.encode()) + _MARKUP_BYTES


def _sections(
    desk: Desk, entries: Mapping[Ref, EntryView]
) -> tuple[tuple[str, str, tuple[EntryView, ...]], ...]:
    ordered = desk.order(entries)
    return tuple(
        (
            desk.wording.say(f"kind.{KIND_OF[folder]}.many"), f"sg-{folder}",
            tuple(entries[ref] for ref in chosen),
        )
        for folder in KIND_ORDER
        if (chosen := [ref for ref in ordered if ref.folder == folder])
    )  # fmt: skip


def _entry(desk: Desk, ref: Ref, path: str) -> EntryView:
    record: Any = desk.directory.records[ref]
    card, wording = desk.cards[ref], desk.wording
    phones = phones_of(desk, record)
    if not phones and card.phone:
        provider = Markup("").join(card.details[:1])
        phones = (PhoneView(card.phone, card.phone_href, provider, Markup(""), card.phone_doubt),)
    address = None if record.location_confidential else getattr(record, "address", None)
    step = getattr(record, "first_step", None)
    return EntryView(
        ref=str(ref),
        href=urls.href(path, card.href),
        title=card.title,
        kind_label=card.kind_label,
        summary=card.summary,
        phones=phones,
        address=Markup(", ").join(wording.address(address)) if address else Markup(""),
        first_step=wording.html(step) if step else Markup(""),
        checked=wording.checked(record.verified) if record.verified else "",
        sensitive=ref in desk.sensitive,
    )
