"""How old the facts are, and how documents of one line follow each other in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from sitegen.config import Site
from sitegen.diagnostics import Diagnostic, notice, warning
from sitegen.freshness import CONTACT_FIELDS, freshness, months_to_review
from sitegen.kinds.common import Record
from sitegen.kinds.document import Document
from sitegen.schema import Decoded
from sitegen.values import PartialDate, Ref

Entities = Mapping[Ref, Any]

# What a reader would call, write or come to; it is worth a notice that nobody ever looked at it.
_REACHES = ("phones", "emails", "address", "hours")


def facts_are_fresh(
    decoded: Mapping[Ref, Decoded], entities: Entities, as_of: PartialDate, site: Site
) -> Iterator[Diagnostic]:
    """A record whose facts were last looked at too long ago on the day *as_of*, and contacts at
    which nobody ever looked."""
    for ref, record in entities.items():
        if not isinstance(record, Record):
            continue
        if record.verified is None:
            if not record.location_confidential and any(getattr(record, name, None) for name in _REACHES):
                yield notice(decoded[ref].place_of("title"), "record.never_verified", found=ref.slug)
            continue
        held = [name for name in CONTACT_FIELDS if getattr(record, name, None)] or ["summary"]
        known = [(name, freshness(record, name, site, as_of.last_day)) for name in held]
        stale = [(one.fresh_until, name) for name, one in known if one.code == "stale" and one.fresh_until]
        if stale:
            until, name = min(stale)
            yield warning(
                decoded[ref].place_inside("verified", "date"), "record.stale",
                found=record.verified.date.iso, date=until.isoformat(),
                expected=str(months_to_review(record, name, site)),
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
