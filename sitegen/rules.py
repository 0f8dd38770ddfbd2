"""Rules that no single field can keep: within a record, and between records.

Each rule is a function from what was decoded to findings, listed in ``RECORD_RULES`` or
``DIRECTORY_RULES``. Knows the kinds; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.diagnostics import Diagnostic, problem
from sitegen.kinds.common import PAGES, Hours, Period, Record
from sitegen.kinds.tables import BELOW_TOWN, Place
from sitegen.schema import Decoded, declarations, key_of, nearest
from sitegen.slugs import is_slug
from sitegen.values import PartialDate, Ref

Entities = Mapping[Ref, Any]


def unknown_names_fields(decoded: Decoded) -> Iterator[Diagnostic]:
    """``unknown`` lists fields of this kind, and none that has a value."""
    record: Record = decoded.entity
    names = {key_of(name): name for name in declarations(type(record))}
    for name in record.unknown:
        if name not in names:
            yield problem(
                decoded.place_of("unknown"), "unknown.name", found=name,
                suggestion=nearest(name, tuple(names)),
            )  # fmt: skip
        elif getattr(record, names[name]):
            yield problem(decoded.place_of("unknown"), "unknown.given", found=name)


def periods_run_forward(decoded: Decoded) -> Iterator[Diagnostic]:
    """A period does not end before it begins, an age or a day neither."""
    record = decoded.entity
    period = getattr(record, "period", None)
    if isinstance(period, Period) and _backwards(period.from_, period.to):
        yield problem(
            decoded.place_of("period"), "period.order",
            found=f"{_iso(period.from_)} – {_iso(period.to)}",
        )  # fmt: skip
    lowest, highest = getattr(record, "age_from", None), getattr(record, "age_to", None)
    if lowest is not None and highest is not None and lowest > highest:
        yield problem(decoded.place_of("age_to"), "age.order", found=f"{lowest}–{highest}")
    for rule in getattr(record, "hours", ()):
        if isinstance(rule, Hours) and not (rule.always or rule.by_appointment):
            if rule.days is None or rule.from_ is None or rule.to is None:
                yield problem(decoded.place_of("hours"), "hours.incomplete")
            elif rule.from_ >= rule.to:
                yield problem(
                    decoded.place_of("hours"), "hours.order", found=f"{rule.from_}–{rule.to}"
                )


def confidential_places_are_absent(decoded: Decoded) -> Iterator[Diagnostic]:
    """A record with a confidential location names no address and no point."""
    record = decoded.entity
    if not record.location_confidential:
        return
    for key in ("address", "coordinates", "locations"):
        if getattr(record, key, None):
            yield problem(decoded.place_of(key), "confidential.location", field=key)


def slugs_are_slugs(decoded: Decoded) -> Iterator[Diagnostic]:
    """A file name is an address for ever."""
    if not is_slug(decoded.ref.slug) or len(decoded.ref.slug) > 90:
        yield problem(decoded.place, "slug.form", found=decoded.ref.slug)


def page_addresses_are_free(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """No page, alias or folder of ours claims an address that another one has."""
    taken: dict[str, Decoded | None] = {name: None for name in _RESERVED}
    for ref, one in sorted(decoded.items()):
        entity = entities.get(ref)
        names = [ref.slug, *(entity.aliases if isinstance(entity, Record) else ())]
        for name in names:
            address = name if ref.folder == PAGES else f"{ref.folder}/{name}"
            if address in taken:
                other = taken[address]
                yield problem(
                    one.place if name == ref.slug else one.place_of("aliases"),
                    "address.clash", found=f"/{address}/",
                    other=other.place.path if other else f"/{address}/",
                    related=(other.place,) if other else (),
                )  # fmt: skip
            else:
                taken[address] = one


_RESERVED = (
    "organizacije", "usluge", "projekti", "programi", "dokumenti", "dogadjaji", "stranice",
    "oblasti", "grupe", "mjesta", "izvori", "azbuka", "pretraga", "potrebe", "lat", "cir",
    "search", "assets", "data", "api",
)  # fmt: skip


def confidential_places_stop_at_the_town(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """A confidential record names no place below a town."""
    for ref, one in decoded.items():
        record = one.entity
        if record is None or not getattr(record, "location_confidential", None):
            continue
        for key in ("place", "serves"):
            value = getattr(record, key)
            for relation in value if isinstance(value, tuple) else (value,) if value else ():
                place = entities.get(relation.ref)
                if isinstance(place, Place) and place.type in BELOW_TOWN:
                    yield problem(one.place_of(key), "confidential.place", found=str(ref.slug))


_CHAINS = ("parent", "part_of", "broader", "follows")


def chains_have_an_end(decoded: Mapping[Ref, Decoded], entities: Entities) -> Iterator[Diagnostic]:
    """Nothing is a part, a child or a successor of itself, however long the way round."""
    for key in _CHAINS:
        for start in sorted(decoded):
            seen: list[Ref] = []
            at: Ref | None = start
            while at is not None and at not in seen:
                seen.append(at)
                at = _next(entities.get(at), key)
            if at == start and start == min(seen):
                way = " → ".join(ref.slug for ref in (*seen, start))
                yield problem(decoded[start].place_of(key), "reference.cycle", found=way)


def _next(entity: Any, key: str) -> Ref | None:
    value = getattr(entity, key, None)
    relation = value[0] if isinstance(value, tuple) and value else value
    return getattr(relation, "ref", None) if relation else None


def _backwards(start: PartialDate | None, end: PartialDate | None) -> bool:
    return bool(start and end and start.first_day > end.last_day)


def _iso(moment: PartialDate | None) -> str:
    return moment.iso if moment else "…"


RECORD_RULES = (
    slugs_are_slugs,
    unknown_names_fields,
    periods_run_forward,
    confidential_places_are_absent,
)
DIRECTORY_RULES = (
    page_addresses_are_free,
    confidential_places_stop_at_the_town,
    chains_have_an_end,
)
