"""What all records share, and the small shapes that several kinds use.

Each field is one line: name, Python type, need and field type. From this declaration follow
decoding, back-links, the editors' field guide and the exports.
"""

from __future__ import annotations

from dataclasses import field

from sitegen.frozen import dataclass
from sitegen.markup import Fragment
from sitegen.schema import (
    code,
    date,
    date_or_unknown,
    decimal,
    email,
    flag,
    language,
    many,
    number,
    one_of,
    optional,
    parties,
    phone,
    prose,
    references,
    required,
    shape,
    slug_text,
    time,
    uuid,
    wanted,
    web_address,
    weekdays,
)
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Phone, Ref, Relation

ORGANIZATIONS, SERVICES, PROJECTS = "organizacije", "usluge", "projekti"
PROGRAMMES, DOCUMENTS, EVENTS, PAGES = "programi", "dokumenti", "dogadjaji", "stranice"
PLACES, AREAS, GROUPS, SOURCES = "mjesta", "oblasti", "grupe", "izvori"
WORDS, NEEDS, DANGER, HOLIDAYS = "rijeci", "tezaurus", "opasnost", "praznici"  # tables without pages
RECORDS = (ORGANIZATIONS, SERVICES, PROJECTS, PROGRAMMES, DOCUMENTS, EVENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Another name of a record, with what is known of it."""

    name: Prose = required(prose())
    lang: str | None = optional(language)
    kind: str | None = optional(
        one_of("former", "variant", "official", "misspelling", "acronym", "translation")
    )
    as_of: PartialDate | str | None = optional(date_or_unknown)
    source: Relation | None = optional(references(SOURCES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A source, with the words of it that carry the record. A bare id is a source alone."""

    source: Relation = required(references(SOURCES))
    quote: Prose | None = optional(prose(600))
    lang: str | None = optional(language)
    note: Prose | None = optional(prose())


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Who looked at the facts, when, how, and at which of them."""

    date: PartialDate = required(date)
    by: Prose = required(prose(120))
    how: str = required(one_of("phone", "e-mail", "site visit", "web", "document"))
    fields: tuple[str, ...] = optional(many(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure that changes with time: never one value, always a source and a date."""

    what: Prose = required(prose(200))
    value: Prose = required(prose(80))
    unit: Prose | None = optional(prose(120))
    as_of: PartialDate | str = required(date_or_unknown)
    source: Relation = required(references(SOURCES))
    derived: bool | None = optional(flag)  # our own sum of what the source says


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A temporary note on top of a page."""

    text: Prose = required(prose())
    until: PartialDate | None = optional(date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A summary that a person wrote in another language."""

    lang: str = required(language)
    text: Prose = required(prose(400))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where letters and people go."""

    street: Prose | None = optional(prose(120))
    number: Prose | None = optional(prose(20))
    postal_code: str | None = optional(code)
    locality: Prose | None = optional(prose(80))
    place: Relation | None = optional(references(PLACES))
    note: Prose | None = optional(prose())


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinates:
    """A point, WGS 84, in degrees."""

    lat: float = required(decimal)
    lon: float = required(decimal)
    source: Prose = required(prose(120))
    precision: str | None = optional(one_of("building", "street", "town"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephone:
    """One number and what it is for."""

    number: Phone = required(phone)
    type: str | None = optional(one_of("voice", "fax", "mobile", "sos"))
    extension: str | None = optional(code)
    label: Prose | None = optional(prose(80))
    note: Prose | None = optional(prose(200))
    hours: Prose | None = optional(prose(120))
    languages: tuple[str, ...] = optional(many(language))


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """A mailbox. A bare address will do."""

    address: str = required(email)
    label: Prose | None = optional(prose(80))


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """A site or a profile. A bare address will do."""

    url: str = required(web_address)
    label: Prose | None = optional(prose(80))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The holder of a public role. Never a private person."""

    role: Prose = required(prose(120))
    name: Prose | None = optional(prose(120))
    as_of: PartialDate | str = required(date_or_unknown)
    phone: Phone | None = optional(phone)
    email: str | None = optional(email)
    source: Relation = required(references(SOURCES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """One rule of opening hours."""

    days: tuple[int, ...] | None = optional(weekdays)
    from_: str | None = optional(time)
    to: str | None = optional(time)
    valid_from: PartialDate | None = optional(date)
    valid_to: PartialDate | None = optional(date)
    always: bool | None = optional(flag)
    by_appointment: bool | None = optional(flag)
    note: Prose | None = optional(prose(200))


ACCESSIBILITY = (
    "step_free", "lift", "toilet", "parking", "sign_language", "hearing_loop", "easy_read",
    "escort", "home_visit",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Accessibility:
    """One fact about access."""

    what: str = required(one_of(*ACCESSIBILITY))
    value: str = required(one_of("yes", "no", "partly", "unknown"))
    note: Prose | None = optional(prose(200))


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From and to, both inclusive and as precise as the source."""

    from_: PartialDate | None = optional(date)
    to: PartialDate | None = optional(date)
    basis: str | None = optional(one_of("stated", "computed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collective:
    """People or bodies whom a source counts but does not name."""

    text: Prose = required(prose(200))
    count: int | None = optional(number)
    known: tuple[Relation, ...] = optional(many(references(ORGANIZATIONS)))
    source: Relation | None = optional(references(SOURCES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record with a page of its own has."""

    ref: Ref
    path: str  # of its file, from the project root
    body: Fragment = field(default_factory=Fragment)

    title: Prose = required(prose(250))
    short_title: Prose | None = optional(prose(120))
    other_names: tuple[Name, ...] = optional(many(shape(Name)))
    lang: str | None = optional(language)
    summary: Prose | None = optional(prose(200))
    summaries: tuple[Translation, ...] = optional(many(shape(Translation)))
    areas: tuple[Relation, ...] = optional(many(references(AREAS)))
    target_groups: tuple[Relation, ...] = optional(many(references(GROUPS)))
    place: Relation | None = optional(references(PLACES))
    serves: tuple[Relation, ...] = optional(many(references(PLACES)))
    sources: tuple[Citation, ...] = wanted(many(shape(Citation, "source")))
    verified: Verified | None = optional(shape(Verified))
    review_every: int | None = optional(number)  # months
    claims: tuple[Claim, ...] = optional(many(shape(Claim)))
    collectives: tuple[Collective, ...] = optional(many(shape(Collective)))
    related: tuple[Relation, ...] = optional(many(parties(*RECORDS)))
    location_confidential: bool | None = optional(flag)
    sensitive: bool | None = optional(flag)  # it may be dangerous to be seen reading this
    unknown: tuple[str, ...] = optional(many(code))
    aliases: tuple[str, ...] = optional(many(slug_text))
    uuid: str | None = optional(uuid)
    not_same_as: tuple[Relation, ...] = optional(many(references(*RECORDS)))
    supersedes: tuple[Relation, ...] = optional(many(references(*RECORDS)))
    notice: Notice | None = optional(shape(Notice))
    added: PartialDate | None = optional(date)  # the day on which it came into the directory
    changed: PartialDate | None = optional(date)  # the day on which what it says last changed


