"""What may be seen of a record whose place stays secret, and of others beside it.

The one place that decides it. Who keeps such a place must not be inferred either, and a keeper is
found in two steps as well as in one: by what the place is part of and who provides that, by who
pays, by what is "related". So between a secret record and any other there is no relation at all,
in either direction, and there is none to see in any page, list, picture, search, number or table,
whoever is named. What is left leads nowhere: words, ways to call, areas, groups, towns, sources.

One relation is kept, because people call by it: a service that is no secret itself says which
organization with a secret place provides it. That service then has no other relation.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from sitegen.frozen import dataclass
from sitegen.kinds.common import RECORDS, Record
from sitegen.schema import HasRole, declarations, key_of
from sitegen.values import Ref, Relation

# Where it is and who keeps it: their door is where one would look. Of these not even words are shown.
_WHERE = ("address", "coordinates", "locations")
KEEPERS = ("provider", "parent", "founders")


def is_secret(record: Any) -> bool:
    """Whether the place of *record*, or one of its places, stays secret."""
    return bool(record.location_confidential) or any(
        location.confidential for location in getattr(record, "locations", ())
    )


@dataclass(frozen=True, slots=True)
class Seclusion:
    """Who among all records stands alone. Make it with ``seclusion``."""

    secret: frozenset[Ref]
    provided: frozenset[Ref]  # services that are no secret, of organizations that are

    def relates(self, source: Ref, field: str, relation: Relation) -> bool:
        """Whether *relation*, written as *field* by *source*, may be seen."""
        ref = relation.ref
        if ref is None or ref.folder not in RECORDS:
            return True
        if source in self.provided and field == "provider":
            return True
        return not {source, ref} & self.alone

    @property
    def alone(self) -> frozenset[Ref]:
        """Every record that no relation may lead to."""
        return self.secret | self.provided

    def beside(self, record: Record) -> Seclusion:
        """The same where *record* is as it is now."""
        mine = frozenset({record.ref})
        secret = self.secret | mine if is_secret(record) else self.secret - mine
        is_provided = not is_secret(record) and _provider(record) in secret
        return Seclusion(secret, self.provided | mine if is_provided else self.provided - mine)

    def of(self, record: Record) -> Record:
        """*record* as it may be seen."""
        changes: dict[str, Any] = {}
        for name, declared in declarations(type(record)).items():
            if declared.type.can_relate():
                held = getattr(record, name)
                seen = self._seen(record.ref, name, held)
                if seen != held:
                    changes[name] = seen
        if record.ref in self.secret:
            changes |= _without(record, KEEPERS)
            changes["unknown"] = tuple(name for name in record.unknown if not _leads_on(record, name))
        if record.location_confidential:
            changes |= _without(record, _WHERE)
        elif record.ref in self.secret:
            changes["locations"] = tuple(
                dataclasses.replace(one, address=None, coordinates=None) if one.confidential else one
                for one in getattr(record, "locations", ())
            )
        return dataclasses.replace(record, **changes) if changes else record

    def _seen(self, source: Ref, name: str, held: Any) -> Any:
        """What of the value *held* may be seen; None where it is nothing without what may not."""
        if isinstance(held, tuple):
            kept = (self._seen(source, name, item) for item in held)
            return tuple(item for item in kept if item is not None)
        if isinstance(held, Relation):
            return held if self.relates(source, name, held) else None
        if isinstance(held, HasRole):
            return held if self.relates(source, name, held.relation) else None
        if not dataclasses.is_dataclass(held):
            return held
        changes: dict[str, Any] = {}
        for inner, declared in declarations(type(held)).items():
            if declared.type.can_relate():
                seen = self._seen(source, name, getattr(held, inner))
                if seen is None and declared.need == "required":
                    return None
                changes[inner] = seen
        return dataclasses.replace(held, **changes)  # type: ignore[type-var]


def seclusion(records: Iterable[Record]) -> Seclusion:
    """Who among *records* stands alone."""
    known = tuple(records)
    secret = frozenset(record.ref for record in known if is_secret(record))
    provided = (
        record.ref for record in known
        if record.ref not in secret and _provider(record) in secret
    )  # fmt: skip
    return Seclusion(secret, frozenset(provided) if secret else frozenset())


def _provider(record: Any) -> Ref | None:
    provider: Relation | None = getattr(record, "provider", None)
    return provider.ref if provider else None


def _without(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """Changes that leave *names* of *record* empty."""
    held = {name: getattr(record, name, None) for name in names}
    return {name: () if isinstance(value, tuple) else None for name, value in held.items() if value}


def _leads_on(record: Record, name: str) -> bool:
    """Whether nobody should be asked to say *name*: where it is, or another record."""
    if name in _WHERE:
        return True
    types = {key_of(key): declared.type for key, declared in declarations(type(record)).items()}
    item = getattr(types.get(name), "item", types.get(name))
    return not set(RECORDS).isdisjoint(getattr(item, "folders", ()))
