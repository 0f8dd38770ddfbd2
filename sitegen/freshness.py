"""How far a record may be relied on: whether somebody has looked at its facts, and lately enough.

The one place that decides it: pages, cards, search, print, exports and lists of what to verify
next all ask here. Knows no words and no clock.
"""

from __future__ import annotations

import calendar
import datetime
from functools import lru_cache
from typing import Any

from sitegen.config import Site
from sitegen.frozen import dataclass
from sitegen.values import PartialDate

# The ways to reach somebody grow old soonest.
CONTACT_FIELDS = (
    "phones", "emails", "websites", "social", "address", "contacts", "hours", "locations",
)  # fmt: skip
_CONTACT_MONTHS, _MONTHS = 6, 12


@dataclass(frozen=True, slots=True)
class Freshness:
    """What can be said on a day of the last look at a fact."""

    code: str  # fresh, stale, never
    checked: PartialDate | None = None
    fresh_until: datetime.date | None = None  # the last day on which the fact counts as verified

    @property
    def is_fresh(self) -> bool:
        """Only then may a fact look verified, and go into a machine format as a contact."""
        return self.code == "fresh"


_NEVER = Freshness("never")


def freshness(record: Any, field: str, site: Site, as_of: datetime.date) -> Freshness:
    """How fresh the *field* of *record* is on the day *as_of*.

    ``verified.fields`` narrows a check to the fields it names. A month or a year alone counts from
    its first day, and a check of a day that is still to come proves nothing.
    """
    check = record.verified
    if check is None or (check.fields and field not in check.fields):
        return _NEVER
    day = check.date.first_day
    if day > as_of:
        return _NEVER
    until = _months_later(day, months_to_review(record, field, site))
    return Freshness("fresh" if as_of <= until else "stale", check.date, until)


def months_to_review(record: Any, field: str, site: Site) -> int:
    """For how many months a check of *field* holds: the record's own term, else the site's, and
    half a year at most for what people call, write or come to."""
    if record.review_every is not None:
        return int(record.review_every)
    months = _MONTHS if site.review_months is None else site.review_months
    return min(months, _CONTACT_MONTHS) if field in CONTACT_FIELDS else months


@lru_cache(maxsize=10_000)
def _months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    if count >= datetime.MAXYEAR * 12:
        return datetime.date.max
    year, month = count // 12, count % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
