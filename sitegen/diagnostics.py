"""What a report about content is: a place, a code and facts.

Knows nothing of how a report looks or which language it speaks: sentences are made in
``report`` from the message catalogs.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from sitegen.frozen import dataclass

T_co = TypeVar("T_co", covariant=True)


class Severity(StrEnum):
    """How much a finding weighs: an error stops publishing, a warning only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Place(NamedTuple):
    """A stretch of one line of a file, as an editor's screen counts it."""

    path: str  # POSIX, relative to the project root
    line: int = 1  # 1-based
    column: int = 1  # 1-based, in characters
    length: int = 0  # characters on this line; 0 marks a position without extent


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``code`` names the sentence, ``facts`` fill it; values are plain text."""

    place: Place
    code: str
    facts: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR
    related: tuple[Place, ...] = ()

    @property
    def order(self) -> tuple[Place, str, tuple[tuple[str, str], ...]]:
        """Reports are sorted by place, then code, so that they never depend on the order of work."""
        return (self.place, self.code, self.facts)

    def fact(self, name: str) -> str:
        """The value of one fact; an empty text if the finding does not have it."""
        return dict(self.facts).get(name, "")


@dataclass(frozen=True, slots=True)
class Checked(Generic[T_co]):
    """A value and what was found while making it. ``value`` is None where none could be made."""

    value: T_co | None
    diagnostics: tuple[Diagnostic, ...] = ()


def problem(
    place: Place, code: str, *, related: tuple[Place, ...] = (), **facts: str
) -> Diagnostic:
    """An error: the site is not published while it stands."""
    return Diagnostic(place, code, _facts(facts), Severity.ERROR, related)


def warning(
    place: Place, code: str, *, related: tuple[Place, ...] = (), **facts: str
) -> Diagnostic:
    """A doubt that an editor should look at."""
    return Diagnostic(place, code, _facts(facts), Severity.WARNING, related)


def notice(place: Place, code: str, **facts: str) -> Diagnostic:
    """Something worth knowing that asks for nothing."""
    return Diagnostic(place, code, _facts(facts), Severity.NOTICE)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by place and without repetitions."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda finding: finding.order))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """True when something here keeps the site from being published."""
    return any(finding.severity is Severity.ERROR for finding in diagnostics)


def _facts(facts: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(facts.items()))
