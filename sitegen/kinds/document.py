"""A document: strategy, plan, programme, protocol, regulation, report."""

from __future__ import annotations

import datetime as calendar

from sitegen.frozen import dataclass
from sitegen.kinds.common import (
    DOCUMENTS,
    ORGANIZATIONS,
    PLACES,
    PROGRAMMES,
    PROJECTS,
    SOURCES,
    Period,
    Record,
)
from sitegen.schema import (
    code,
    date,
    language,
    many,
    number,
    one_of,
    optional,
    parties,
    prose,
    references,
    required,
    shape,
    web_address,
)
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDate:
    """A date and what happened on it; "unknown" when the source only prints the date."""

    date: PartialDate = required(date)
    event: str = required(
        one_of("drafted", "adopted", "signed", "published", "in_force", "repealed", "unknown")
    )
    source: Relation | None = optional(references(SOURCES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazette:
    """Where an act was published."""

    name: Prose = required(prose(120))
    number: str = required(code)
    year: PartialDate = required(date)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A copy of the document that lies with the content."""

    path: str = required(code)
    lang: str | None = optional(language)
    script: str | None = optional(one_of("cyrillic", "latin"))
    pages: int | None = optional(number)
    sha256: str | None = optional(code)
    accessible: str | None = optional(one_of("yes", "no"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """``content/dokumenti/``. Its status is never written: it is computed from what is known."""

    doc_type: str = required(
        one_of(
            "strategy", "plan", "programme", "action_plan", "protocol", "regulation", "report",
            "annual_plan", "agreement", "standard",
        )
    )  # fmt: skip
    period: Period | None = optional(shape(Period))
    dates: tuple[DocumentDate, ...] = optional(many(shape(DocumentDate)))
    adopted_by: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    drafted_by: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    issued_by: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    signatories: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    follows: tuple[Relation, ...] = optional(many(references(DOCUMENTS)))
    repeals: tuple[Relation, ...] = optional(many(references(DOCUMENTS)))
    based_on: tuple[Relation, ...] = optional(many(references(DOCUMENTS, PROJECTS, PROGRAMMES)))
    implements: tuple[Relation, ...] = optional(
        many(references(DOCUMENTS, PROJECTS, PROGRAMMES))
    )
    gazette: Gazette | None = optional(shape(Gazette))
    files: tuple[File, ...] = optional(many(shape(File)))
    url: str | None = optional(web_address)
    archived_url: str | None = optional(web_address)
    legal_force: str | None = optional(one_of("in_force", "repealed", "draft", "unknown"))
    covers: tuple[Relation, ...] = optional(many(references(PLACES)))


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be proved of a document on a day. ``code`` keys the words; never "in force"."""

    code: str  # repealed, runs, ends_soon, ended, not_begun, since, dated, unknown
    day: PartialDate | None = None


_SOON = 90  # days


def standing(document: Document, as_of: calendar.date) -> Standing:
    """The standing of *document* on the day *as_of*.

    A period that has run out is "ended" and no more: the last plan adopted may still guide.
    A year alone means its last day as an end and its first as a start.
    """
    if document.legal_force == "repealed":
        repealed = [entry.date for entry in document.dates if entry.event == "repealed"]
        return Standing("repealed", max(repealed) if repealed else None)
    period = document.period
    if period and period.from_ and period.from_.first_day > as_of:
        return Standing("not_begun", period.from_)
    if period and period.to:
        left = (period.to.last_day - as_of).days
        if left < 0:
            return Standing("ended", period.to)
        return Standing("ends_soon" if left <= _SOON else "runs", period.to)
    if period and period.from_:
        return Standing("since", period.from_)
    if document.dates:
        return Standing("dated", max(entry.date for entry in document.dates))
    return Standing("unknown")
