"""A service: what help there is, for whom, from whom, and what to do first."""

from __future__ import annotations

from sitegen.frozen import dataclass
from sitegen.kinds.common import (
    DOCUMENTS,
    ORGANIZATIONS,
    PLACES,
    PROGRAMMES,
    PROJECTS,
    SERVICES,
    SOURCES,
    Accessibility,
    Address,
    Coordinates,
    Email,
    Hours,
    Record,
    Telephone,
    Website,
)
from sitegen.markup import Fragment
from sitegen.schema import (
    amount,
    date_or_unknown,
    flag,
    language,
    many,
    markdown_text,
    number,
    one_of,
    optional,
    parties,
    prose,
    references,
    required,
    shape,
    wanted,
)
from sitegen.scripts.spans import Prose
from sitegen.values import CURRENCIES, PartialDate, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a person pays."""

    kind: str = required(one_of("free", "fee", "sliding", "unknown"))
    amount: int | None = optional(amount)
    currency: str | None = optional(one_of(*CURRENCIES))
    note: Prose | None = optional(prose(200))


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One of the places where a service is given."""

    place: Relation | None = optional(references(PLACES))
    address: Address | None = optional(shape(Address))
    coordinates: Coordinates | None = optional(shape(Coordinates))
    confidential: bool | None = optional(flag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """How many there is room for, at a date."""

    unit: Prose = required(prose(80))
    count: int = required(number)
    place: Relation | None = optional(references(PLACES))
    as_of: PartialDate | str = required(date_or_unknown)
    source: Relation | None = optional(references(SOURCES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """``content/usluge/``."""

    summary: Prose = required(prose(200))
    kind: str = required(one_of("service", "service_group", "work_area", "social_enterprise"))
    status: str = required(one_of("active", "paused", "planned", "ended", "unknown"))
    provider: Relation | None = wanted(parties(ORGANIZATIONS))
    partners: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    funders: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    supervisor: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    part_of: Relation | None = optional(references(SERVICES))
    partner_services: tuple[Relation, ...] = optional(many(references(SERVICES)))
    programme: Relation | None = optional(references(PROGRAMMES, PROJECTS))
    for_whom: Prose | None = optional(prose(200))
    first_step: Prose | None = wanted(prose(160))
    how_to_apply: Fragment | None = optional(markdown_text)
    required_documents: tuple[Prose, ...] = optional(many(prose(200)))
    eligibility: Fragment | None = optional(markdown_text)
    not_for: Fragment | None = optional(markdown_text)
    age_from: int | None = optional(number)
    age_to: int | None = optional(number)
    cost: Cost | None = optional(shape(Cost))
    hours: tuple[Hours, ...] = optional(many(shape(Hours)))
    emergency: bool | None = optional(flag)
    locations: tuple[Location, ...] = optional(many(shape(Location)))
    capacity: tuple[Capacity, ...] = optional(many(shape(Capacity)))
    legal_basis: tuple[Relation, ...] = optional(many(references(DOCUMENTS)))
    implements: tuple[Relation, ...] = optional(many(references(DOCUMENTS)))
    languages: tuple[str, ...] = optional(many(language))
    accessibility: tuple[Accessibility, ...] = optional(many(shape(Accessibility)))
    phones: tuple[Telephone, ...] = optional(many(shape(Telephone, "number")))
    emails: tuple[Email, ...] = optional(many(shape(Email, "address")))
    websites: tuple[Website, ...] = optional(many(shape(Website, "url")))
