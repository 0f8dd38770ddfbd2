"""An organization: association, foundation, institution, public body, network."""

from __future__ import annotations

from sitegen.frozen import dataclass
from sitegen.kinds.common import (
    DOCUMENTS,
    ORGANIZATIONS,
    Accessibility,
    Address,
    Contact,
    Coordinates,
    Email,
    Hours,
    Record,
    Telephone,
    Website,
)
from sitegen.schema import (
    code,
    date,
    language,
    many,
    one_of,
    optional,
    parties,
    prose,
    references,
    required,
    shape,
)
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Relation

TYPES = (
    "association", "foundation", "humanitarian", "religious_charity", "international_ngo",
    "network", "funding_mechanism", "public_institution", "local_government", "city_department",
    "assembly", "ministry", "foreign_public_body", "working_group", "state", "media",
)  # fmt: skip
PUBLIC_TYPES = frozenset(TYPES[TYPES.index("public_institution") : TYPES.index("working_group")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number in a public register."""

    scheme: str = required(code)
    value: str = required(code)
    register: Prose | None = optional(prose(120))


@dataclass(frozen=True, slots=True, kw_only=True)
class Accreditation:
    """A standard that the organization is certified to."""

    standard: Prose = required(prose(120))
    since: PartialDate | None = optional(date)
    until: PartialDate | None = optional(date)
    body: Prose | None = optional(prose(120))


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Record):
    """``content/organizacije/``."""

    type: str = required(one_of(*TYPES))
    status: str = required(one_of("active", "inactive", "closed", "unknown"))
    legal_form: Prose | None = optional(prose(120))
    founded: PartialDate | None = optional(date)
    dissolved: PartialDate | None = optional(date)
    founders: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    identifiers: tuple[Identifier, ...] = optional(many(shape(Identifier)))
    parent: Relation | None = optional(references(ORGANIZATIONS))
    member_of: tuple[Relation, ...] = optional(many(references(ORGANIZATIONS)))
    authorized_by: tuple[Relation, ...] = optional(many(references(ORGANIZATIONS)))
    appointed_by: tuple[Relation, ...] = optional(many(references(ORGANIZATIONS)))
    supporters: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    cooperates_with: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    funds: tuple[Relation, ...] = optional(many(parties(ORGANIZATIONS)))
    maintains: tuple[Relation, ...] = optional(many(parties(DOCUMENTS)))
    address: Address | None = optional(shape(Address))
    coordinates: Coordinates | None = optional(shape(Coordinates))
    phones: tuple[Telephone, ...] = optional(many(shape(Telephone, "number")))
    emails: tuple[Email, ...] = optional(many(shape(Email, "address")))
    websites: tuple[Website, ...] = optional(many(shape(Website, "url")))
    social: tuple[Website, ...] = optional(many(shape(Website, "url")))
    contacts: tuple[Contact, ...] = optional(many(shape(Contact)))
    hours: tuple[Hours, ...] = optional(many(shape(Hours)))
    accessibility: tuple[Accessibility, ...] = optional(many(shape(Accessibility)))
    languages: tuple[str, ...] = optional(many(language))
    accreditations: tuple[Accreditation, ...] = optional(many(shape(Accreditation)))
