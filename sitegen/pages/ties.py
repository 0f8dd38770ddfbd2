"""Who runs, funds and works with whom, as far as it may be shown.

Stricter than what machines get: not only a record with a confidential place has no tie, neither
has anything but an organization that is related to it, so that no two steps lead to its keeper.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.directory import Directory, is_guarded
from sitegen.exports.dataset import Dataset
from sitegen.kinds.common import ORGANIZATIONS, PROGRAMMES, PROJECTS, RECORDS, SERVICES
from sitegen.schema import relations_of
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


def ties_of(directory: Directory, data: Dataset) -> list[Tie]:
    """Every tie that may be shown, of what machines may have of *directory*, in the order of the
    records that write it."""
    hidden = _hidden(directory)
    found = []
    for writer, name, relation in data.relations:
        other = relation.ref
        if name not in _LOOK or other is None or {writer, other} & hidden or other.folder != ORGANIZATIONS:
            continue
        if writer.folder in _THINGS or (writer.folder == ORGANIZATIONS and name in _OF_THE_OTHER):
            found.append(Tie(other, name, writer, relation))
        elif writer.folder == ORGANIZATIONS:
            found.append(Tie(writer, name, other, relation))
    return found


def _hidden(directory: Directory) -> set[Ref]:
    """Records with a confidential place, and all but organizations that are related to one."""
    records = directory.records
    secret = {ref for ref in directory.delicate if is_guarded(records[ref])}
    related = {link.source for ref in secret for link in directory.backlinks(ref)}
    related |= {
        relation.ref for ref in secret for _, relation in relations_of(records[ref]) if relation.ref
    }
    return secret | {ref for ref in related if ref.folder in RECORDS and ref.folder != ORGANIZATIONS}
