"""A project or a programme: who did what with whom, from when to when, and for how much."""

from __future__ import annotations

from dataclasses import replace

from sitegen.frozen import dataclass
from sitegen.kinds.common import (
    DOCUMENTS,
    ORGANIZATIONS,
    PLACES,
    PROGRAMMES,
    PROJECTS,
    SERVICES,
    SOURCES,
    Period,
    Record,
)
from sitegen.schema import (
    amount,
    certainty,
    code,
    many,
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
from sitegen.values import CURRENCIES, Relation

ROLES = (
    "funder", "lead", "implementer", "partner", "supporter", "channel", "participant",
    "beneficiary",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What one organization does in a project. "Supported" is a supporter, not a funder, unless
    the source speaks of money."""

    org: Relation = required(parties(ORGANIZATIONS))
    role: str = required(one_of(*ROLES))
    certainty: str | None = optional(certainty)
    source: Relation | None = optional(references(SOURCES))
    note: Prose | None = optional(prose(300))

    @property
    def relation(self) -> Relation:
        """The relation to the organization, with what is said of the role itself."""
        return replace(
            self.org,
            certainty=self.certainty or self.org.certainty,
            source=self.source.ref if self.source else self.org.source,
            note=self.note or self.org.note,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Money, with the words of the source beside our reading of them."""

    amount: int = required(amount)
    currency: str = required(one_of(*CURRENCIES))
    kind: str = required(one_of("total", "grant", "share"))
    as_written: Prose = required(prose(80))
    source: Relation | None = optional(references(SOURCES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking(Record):
    """What a project and a programme share."""

    status: str = required(one_of("planned", "running", "finished", "suspended", "unknown"))
    period: Period | None = optional(shape(Period))
    roles: tuple[Role, ...] = wanted(many(shape(Role)))
    partner_count: int | None = optional(number)
    budget: Budget | None = optional(shape(Budget))
    programme: Relation | None = optional(references(PROGRAMMES))
    follows: tuple[Relation, ...] = optional(many(references(PROJECTS, PROGRAMMES)))
    goals: tuple[Prose, ...] = optional(many(prose(500)))
    results: tuple[Prose, ...] = optional(many(prose(500)))
    produced: tuple[Relation, ...] = optional(many(references(SERVICES, DOCUMENTS)))
    documents: tuple[Relation, ...] = optional(many(references(DOCUMENTS)))
    countries: tuple[Relation, ...] = optional(many(references(PLACES)))
    identifier: str | None = optional(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Undertaking):
    """``content/projekti/``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Undertaking):
    """``content/programi/``."""
