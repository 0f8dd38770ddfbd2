"""How old the facts are, and how documents of one line follow each other in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sitegen.diagnostics import Diagnostic, notice, warning
from sitegen.kinds.common import Record
from sitegen.kinds.document import Document
from sitegen.schema import Decoded
from sitegen.values import PartialDate, Ref

Entities = Mapping[Ref, Any]

_CONTACTS = ("phones", "emails", "address", "hours")
_MONTHS, _MONTHS_OF_CONTACTS = 12, 6


def review_months(record: Record, of_site: int | None) -> int:
    """After how many months somebody should look at *record* again: its own word, else the
    site's; contacts age twice as fast."""
    if record.review_every is not None:
        return record.review_every
    months = of_site or _MONTHS
    return min(months, _MONTHS_OF_CONTACTS) if has_contacts(record) else months


def has_contacts(record: Any) -> bool:
    """Whether a record holds facts by which somebody is reached."""
    return any(getattr(record, name, None) for name in _CONTACTS)


def due(record: Record, of_site: int | None) -> date | None:
    """The day from which *record* should be looked at again; None if nobody ever did."""
    if record.verified is None:
        return None
    return _months_after(record.verified.date.last_day, review_months(record, of_site))


def _months_after(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + min(months, 12_000)
    year, month = divmod(whole, 12)
    if year > 9998:
        return date.max
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def facts_are_fresh(
    decoded: Mapping[Ref, Decoded], entities: Entities, as_of: PartialDate, of_site: int | None
) -> Iterator[Diagnostic]:
    """A record that was verified too long ago on the day *as_of*, and contacts that nobody ever
    verified."""
    for ref, record in entities.items():
        if not isinstance(record, Record):
            continue
        day = due(record, of_site)
        if day is None:
            if has_contacts(record) and not record.location_confidential:
                place = decoded[ref].place_of("title")
                yield notice(place, "record.never_verified", found=ref.slug)
        elif day < as_of.last_day and record.verified is not None:
            yield warning(
                decoded[ref].place_inside("verified", "date"), "record.stale",
                found=record.verified.date.iso, expected=str(review_months(record, of_site)),
                date=day.isoformat(),
            )  # fmt: skip


def documents_follow_in_time(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """The period of a document begins where the one before it ends: an overlap or a gap is noted."""
    for ref, document in entities.items():
        if not isinstance(document, Document) or document.period is None:
            continue
        start = document.period.from_
        for relation in document.follows:
            before = entities.get(relation.ref) if relation.ref else None
            if not isinstance(before, Document) or before.period is None or start is None:
                continue
            end = before.period.to
            if end is None:
                continue
            code = ""
            if start.first_day <= end.last_day:
                code = "period.overlap"
            elif start.first_day > end.last_day + timedelta(days=1):
                code = "period.gap"
            if code:
                place = decoded[ref].place_inside("period", "from")
                yield notice(place, code, found=start.iso, other=before.ref.slug, date=end.iso)
