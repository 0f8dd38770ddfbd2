"""Where a record helps, and whether that reaches a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.directory import Directory
from sitegen.kinds.service import Service
from sitegen.values import Ref


def locations_of(directory: Directory, ref: Ref) -> frozenset[Ref]:
    """Where a record helps: its places and what it serves, else those of its provider."""
    record: Any = directory.records[ref]
    found = {record.place.ref} if record.place else set()
    found |= {relation.ref for relation in record.serves}
    if isinstance(record, Service):
        found |= {location.place.ref for location in record.locations if location.place}
        if not found and record.provider and record.provider.ref:
            return locations_of(directory, record.provider.ref)
    return frozenset(found)


def near(directory: Directory, places: Iterable[Ref]) -> frozenset[Ref]:
    """*places*, what lies in them and what they lie in: who is there helps at one of them."""
    return frozenset(
        ref for place in places for ref in (*directory.within(place), *directory.around(place))
    )
