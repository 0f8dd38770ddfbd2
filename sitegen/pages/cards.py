"""How a record looks in a list, and what it is called there."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.directory import Directory
from sitegen.freshness import freshness
from sitegen.kinds import KINDS
from sitegen.kinds.common import AREAS, GROUPS, PLACES, SOURCES, Record
from sitegen.kinds.document import Document
from sitegen.kinds.event import Event
from sitegen.kinds.organization import PUBLIC_TYPES, Organization
from sitegen.kinds.project import Undertaking
from sitegen.kinds.service import Service
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate
from sitegen.views import Card
from sitegen.wording import Wording

KIND_OF = {kind.folder: kind.name for kind in KINDS}


def kind_label(wording: Wording, record: Any) -> str:
    if isinstance(record, Organization):
        return wording.say(f"choice.type.{record.type}")
    if isinstance(record, Service):
        return wording.say(f"choice.kind.{record.kind}")
    if isinstance(record, Document):
        return wording.say(f"choice.doc_type.{record.doc_type}")
    return wording.say(f"kind.{KIND_OF[record.ref.folder]}.one")


def result_kind(entity: Any) -> str:
    """The kind of a search result or card, as the search page calls it."""
    if isinstance(entity, Organization):
        is_public = entity.type in PUBLIC_TYPES or entity.type == "state"
        return "institution" if is_public else "org"
    folder = entity.ref.folder
    rows = {PLACES: "place", AREAS: "area", GROUPS: "group", SOURCES: "source"}
    return rows.get(folder) or KIND_OF[folder]


def card_of(directory: Directory, wording: Wording, as_of: PartialDate, record: Any) -> Card:
    """The card of *record*, its link counted from the root of the edition."""
    details: list[Markup] = []
    phones = list(getattr(record, "phones", ()))
    reached = record
    if isinstance(record, Service):
        if record.provider and record.provider.ref:
            provider: Any = directory.records[record.provider.ref]
            details.append(wording.html(provider.short_title or provider.title))
            if not phones:
                phones, reached = list(provider.phones), provider
        if record.status in ("paused", "planned", "ended"):
            details.append(Markup.escape(wording.say(f"choice.status.service.{record.status}")))
    elif isinstance(record, Document):
        details.append(Markup.escape(wording.standing(record, as_of)[1]))
    elif isinstance(record, Undertaking) and record.period:
        details.append(Markup.escape(wording.period(record.period)))
    elif isinstance(record, Event):
        details.append(Markup.escape(wording.date(record.date)))
    if record.place and not isinstance(record, (Document, Event)):
        details.append(wording.html(label_of(directory.rows[record.place.ref])))
    voice = [telephone for telephone in phones if telephone.type != "fax"]
    known = freshness(reached, "phones", directory.site, as_of.last_day)
    return Card(
        href=urls.record_path(record.ref),
        title=wording.html(record.title),
        kind=result_kind(record),
        kind_label=kind_label(wording, record),
        summary=wording.html(record.summary) if record.summary else Markup(""),
        details=tuple(details),
        phone=voice[0].number.shown if voice else "",
        phone_href=f"tel:{voice[0].number.e164}" if voice else "",
        phone_doubt=wording.doubt(known) if voice else "",
    )


def moved(card: Card, path: str, note: Markup = Markup("")) -> Card:
    """*card* as the page at *path* links it."""
    return card._replace(href=urls.href(path, card.href), note=note)


def label_of(entity: Any) -> Prose:
    """The name of a record or a table row."""
    return entity.title if isinstance(entity, Record) else entity.label
