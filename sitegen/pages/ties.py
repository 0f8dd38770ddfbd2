"""Who runs, funds and works with whom, as far as machines may know it."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.exports.dataset import Dataset
from sitegen.kinds.common import ORGANIZATIONS, PROGRAMMES, PROJECTS, SERVICES
from sitegen.values import Ref, Relation

LOOKS = ("runs", "funds", "together")
_LOOK = {
    "provider": "runs", "roles.lead": "runs", "roles.implementer": "runs",
    "funders": "funds", "funds": "funds", "roles.funder": "funds",
    "partners": "together", "cooperates_with": "together", "member_of": "together",
    "parent": "together", "founders": "together", "supporters": "together",
    "supervisor": "together", "authorized_by": "together", "appointed_by": "together",
    "roles.partner": "together", "roles.supporter": "together", "roles.channel": "together",
    "roles.participant": "together", "roles.beneficiary": "together",
}  # fmt: skip
_OF_THE_OTHER = frozenset({"founders", "supporters", "authorized_by", "appointed_by"})
_THINGS = frozenset({SERVICES, PROJECTS, PROGRAMMES})


@dataclass(frozen=True, slots=True)
class Tie:
    """An organization, what it does (the field that says so), and with whom or with what."""

    who: Ref
    name: str
    what: Ref
    relation: Relation

    @property
    def look(self) -> str:
        return _LOOK[self.name]


def ties_of(data: Dataset) -> list[Tie]:
    """Every tie that may be shown, in the order of the records that write it."""
    found = []
    for writer, written in data.written:
        for name, relation in written:
            other = relation.ref
            if name not in _LOOK or other is None or other.folder != ORGANIZATIONS:
                continue
            if writer.folder in _THINGS or (writer.folder == ORGANIZATIONS and name in _OF_THE_OTHER):
                found.append(Tie(other, name, writer, relation))
            elif writer.folder == ORGANIZATIONS:
                found.append(Tie(writer, name, other, relation))
    return found

