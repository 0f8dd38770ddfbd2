"""An event that took place; never a promise of a calendar."""

from __future__ import annotations

from sitegen.frozen import dataclass
from sitegen.kinds.common import ORGANIZATIONS, PROGRAMMES, PROJECTS, Record
from sitegen.schema import (
    date_or_unknown,
    many,
    optional,
    parties,
    references,
    required,
    web_address,
)
from sitegen.values import PartialDate, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """``content/dogadjaji/``."""

    date: PartialDate | str = required(date_or_unknown)
    organisers: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    participants: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    project: tuple[Relation, ...] = optional(many(references(PROJECTS, PROGRAMMES)))
    report: str | None = optional(web_address)
