"""When a record came and when it last changed, as far as anybody can prove it.

An editor's word (``changed``, ``added``) comes first; then the days that the version control knows,
if the build was given them; else the day of the last look. Never the clock, never a file's time.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from sitegen.kinds.common import Record
from sitegen.values import PartialDate

Days = Mapping[str, tuple[datetime.date, datetime.date]]  # file → first and last day


def added(record: Record, days: Days) -> datetime.date | None:
    """The day on which *record* came into the directory; None if nobody knows."""
    return _day(record.added) or (days[record.path][0] if record.path in days else None)


def changed(record: Record, days: Days) -> datetime.date | None:
    """The day on which what *record* says last changed; None if nobody knows."""
    said = _day(record.changed)
    if said or record.path in days:
        return said or days[record.path][1]
    looked = _day(record.verified.date) if record.verified else None
    return max((day for day in (_day(record.added), looked) if day), default=None)


def _day(date: PartialDate | None) -> datetime.date | None:
    """A whole day; a month or a year alone is none."""
    return date.first_day if date and date.day else None
