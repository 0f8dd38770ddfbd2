"""How fresh a record is: when somebody last looked at it, and when it is to be looked at again.

Knows the rules of review; not who asks, and never what day it is.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from sitegen.config import Site
from sitegen.kinds.common import Record
from sitegen.values import PartialDate

# What people call, write to and walk to. When it is wrong it does harm, so it is due sooner.
CONTACT = ("phones", "emails", "websites", "social", "contacts", "address", "locations", "hours")
_MONTHS, _MONTHS_OF_CONTACTS = 12, 6


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is known of the last look at a record."""

    verified: PartialDate | None
    months: int  # between two looks
    due: datetime.date | None  # None: nobody has looked yet, so it is due at once
    contact: tuple[str, ...]  # fields of contact that the record has
    unseen: tuple[str, ...]  # those of them that the last look does not name

    def days_over(self, on: datetime.date) -> int | None:
        """Days since it was due, below zero while there is time; None when never looked at."""
        return None if self.due is None else (on - self.due).days


def freshness(record: Record, site: Site) -> Freshness:
    """How fresh *record* is by its own ``review_every``, else by the rules of *site*."""
    contact = tuple(name for name in CONTACT if getattr(record, name, None))
    usual = site.review_months or _MONTHS
    months = record.review_every or (min(usual, _MONTHS_OF_CONTACTS) if contact else usual)
    verified = record.verified
    if verified is None:
        return Freshness(None, months, None, contact, contact)
    # A look that names no field was a look at all of them.
    named = verified.fields or contact
    unseen = tuple(name for name in contact if name not in named)
    due = _later(verified.date.first_day, months)
    return Freshness(verified.date, months, due, contact, unseen)


def _later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a month *months* later, or the last day of a shorter one."""
    years, month = divmod(day.month - 1 + months, 12)
    year = min(day.year + years, datetime.MAXYEAR)
    return day.replace(
        year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1])
    )
