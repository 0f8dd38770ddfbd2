"""What holds within a record and between records: names, addresses, chains, secret places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from sitegen.diagnostics import Diagnostic, problem
from sitegen.kinds.common import PAGES, Hours, Period, Record
from sitegen.kinds.tables import PLACE_TYPES, Place, Term
from sitegen.schema import Decoded, declarations, key_of
from sitegen.slugs import fits_address, slug
from sitegen.spelling import nearest
from sitegen.values import PartialDate, Ref, Relation

Entities = Mapping[Ref, Any]


def unknown_names_fields(decoded: Decoded) -> Iterator[Diagnostic]:
    """``unknown`` lists fields of this kind, and none that has a value."""
    record: Record = decoded.entity
    names = {key_of(name): name for name in declarations(type(record))}
    for name in record.unknown:
        if name not in names:
            yield problem(
                decoded.place_of_item("unknown", name), "unknown.name", found=name,
                suggestion=nearest(name, tuple(names)),
            )  # fmt: skip
        elif getattr(record, names[name]) not in (None, ()):
            place = decoded.place_of_item("unknown", name)
            yield problem(place, "unknown.given", found=name)


def verified_names_fields(decoded: Decoded) -> Iterator[Diagnostic]:
    """What was looked at are fields of this kind."""
    record: Record = decoded.entity
    names = tuple(key_of(name) for name in declarations(type(record)))
    for number, name in enumerate(record.verified.fields if record.verified else ()):
        if name not in names:
            place = decoded.place_inside("verified", "fields", number)
            yield problem(place, "verified.name", found=name, suggestion=nearest(name, names))


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
    for number, rule in enumerate(getattr(record, "hours", ())):
        if isinstance(rule, Hours) and not (rule.always or rule.by_appointment):
            if rule.days is None or rule.from_ is None or rule.to is None:
                # A time that could not be read is reported as such, and is not missing as well.
                if not _is_reported(decoded, "hours"):
                    yield problem(decoded.place_inside("hours", number), "hours.incomplete")
            elif rule.from_ >= rule.to:
                place = decoded.place_inside("hours", number)
                yield problem(place, "hours.order", found=f"{rule.from_}–{rule.to}")


def _is_reported(decoded: Decoded, key: str) -> bool:
    """Whether a value inside the field *key* was reported while it was read."""
    start = decoded.place_of(key)
    after = [place for name, place in decoded.places.items() if not {"/", "."} & set(name) and place > start]
    return any(
        finding.code.startswith("field.")
        and start <= finding.place
        and (not after or finding.place < min(after))
        for finding in decoded.diagnostics
    )


def slugs_fit_addresses(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """A file name, an id and an alias are addresses for ever."""
    for ref, one in decoded.items():
        if ref.folder and not fits_address(ref.slug):
            near = slug(ref.slug)
            yield problem(
                one.place, "slug.form", found=ref.slug,
                suggestion=near if near != ref.slug and fits_address(near) else "",
            )  # fmt: skip
        entity = entities.get(ref)
        for alias in entity.aliases if isinstance(entity, Record) else ():
            if not fits_address(alias):
                place = one.place_of_item("aliases", alias)
                yield problem(place, "slug.form", found=alias, suggestion="")


def places_nest(decoded: Mapping[Ref, Decoded], entities: Entities) -> Iterator[Diagnostic]:
    """A place lies in a larger one: a town inside a street would make the street a town."""
    for ref, one in decoded.items():
        place = entities.get(ref)
        if isinstance(place, Place) and place.parent:
            parent = entities.get(place.parent.ref) if place.parent.ref else None
            if isinstance(parent, Place) and not _may_hold(parent.type, place.type):
                yield problem(
                    one.place_of("parent"), "place.parent", found=parent.ref.slug,
                    other=ref.slug,
                )  # fmt: skip


def _may_hold(outer: str, inner: str) -> bool:
    """Sizes go down or stay; a local community may lie in another one."""
    return PLACE_TYPES.index(outer) <= PLACE_TYPES.index(inner)


def page_addresses_are_free(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """No page, alias or folder of ours claims an address that another one has."""
    taken: dict[str, Decoded | None] = dict.fromkeys(_RESERVED)
    ordered = sorted(decoded.items())
    claims = [(ref, ref.slug, one.place) for ref, one in ordered]
    # Aliases come after all files: of the two it is the alias that can give way.
    claims += [
        (ref, alias, one.place_of_item("aliases", alias))
        for ref, one in ordered
        if isinstance(one.entity, Record)
        for alias in one.entity.aliases
    ]
    for ref, name, place in claims:
        address = name if ref.folder == PAGES else f"{ref.folder}/{name}"
        if address in taken:
            other = taken[address]
            yield problem(
                place, "address.clash", found=f"/{address}/",
                expected=other.place.path if other else "a_page_of_ours",
                related=(other.place,) if other else (),
            )  # fmt: skip
        else:
            taken[address] = decoded[ref]


_RESERVED = (
    "organizacije", "usluge", "projekti", "programi", "dokumenti", "dogadjaji", "stranice",
    "oblasti", "grupe", "mjesta", "izvori", "azbuka", "pretraga", "potrebe", "nedostaje", "knjizica", "izbor", "podaci", "lat", "cir",
    "search", "assets", "data", "api",
)  # fmt: skip


_CHAINS = ("parent", "part_of", "broader", "follows")
_MOST_CIRCLES = 20  # reported for one field; when these are mended the next ones are found


def chains_have_an_end(decoded: Mapping[Ref, Decoded], entities: Entities) -> Iterator[Diagnostic]:
    """Nothing is a part, a child or a successor of itself, however long the way round."""
    for key in _CHAINS:
        for circle in islice(_circles(entities, key), _MOST_CIRCLES):
            way = " → ".join(ref.slug for ref in (*circle, circle[0]))
            where = decoded[circle[0]].place_of_item(key, (*circle, circle[0])[1].slug)
            yield problem(where, "reference.cycle", found=way)


def _circles(entities: Entities, key: str) -> Iterator[tuple[Ref, ...]]:
    """For each ref that is in a circle of refs not before it, a shortest such circle.

    Looks only where circles are, so that a long chain without one takes no time.
    """
    waiting = [{ref for ref, entity in entities.items() if _next(entity, key)}]
    while waiting:
        for knot in _knots(waiting.pop(), entities, key):
            start = min(knot)
            circle = _circle(start, entities, key)
            if circle:
                yield circle
            waiting.append(knot - {start})


def _knots(refs: set[Ref], entities: Entities, key: str) -> list[set[Ref]]:
    """The sets of *refs* from each of which one comes to all others of it and back to itself.

    Kosaraju's algorithm for strongly connected components, without recursion.
    """
    forward = {
        ref: [to for to in _next(entities.get(ref), key) if to in refs] for ref in sorted(refs)
    }
    backward: dict[Ref, list[Ref]] = {ref: [] for ref in forward}
    for ref, following in forward.items():
        for to in following:
            backward[to].append(ref)
    finished: list[Ref] = []
    seen: set[Ref] = set()
    for root in forward:
        way = [] if root in seen else [(root, iter(forward[root]))]
        seen.add(root)
        while way:
            at, rest = way[-1]
            step = next((to for to in rest if to not in seen), None)
            if step is None:
                finished.append(at)
                way.pop()
            else:
                seen.add(step)
                way.append((step, iter(forward[step])))
    knots: list[set[Ref]] = []
    for root in reversed(finished):
        if root in seen:
            seen.remove(root)
            found = [root]
            for at in found:
                new = [ref for ref in dict.fromkeys(backward[at]) if ref in seen]
                seen.difference_update(new)
                found += new
            if len(found) > 1 or root in forward[root]:
                knots.append(set(found))
    return knots


def _circle(start: Ref, entities: Entities, key: str) -> tuple[Ref, ...]:
    """A shortest way from *start* back to itself over refs not before it; empty if there is none.

    Leaving out earlier refs makes every circle be found once, from its first member.
    """
    came_from: dict[Ref, Ref] = {}
    waiting = [start]
    for at in waiting:
        for following in _next(entities.get(at), key):
            if following == start:
                way = [at]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if following > start and following not in came_from:
                came_from[following] = at
                waiting.append(following)
    return ()


def _next(entity: Any, key: str) -> tuple[Ref, ...]:
    value = getattr(entity, key, None)
    if not value:
        return ()
    relations = value if isinstance(value, tuple) else (value,)
    return tuple(one.ref for one in relations if isinstance(one, Relation) and one.ref)


def _backwards(start: PartialDate | None, end: PartialDate | None) -> bool:
    return bool(start and end and start.first_day > end.last_day)


def _iso(moment: PartialDate | None) -> str:
    return moment.iso if moment else "…"


_MAX_LEVELS = 12


def levels_are_few(decoded: Mapping[Ref, Decoded], entities: Entities) -> Iterator[Diagnostic]:
    """Places lie in places, and terms below terms, twelve levels deep and not deeper."""
    for ref, one in decoded.items():
        row = entities.get(ref)
        key = "parent" if isinstance(row, Place) else "broader" if isinstance(row, Term) else ""
        above = _next(row, key) if key else ()
        level = 1
        while above and level <= _MAX_LEVELS + 1:
            above, level = _next(entities.get(above[0]), key), level + 1
        # What lies deeper still follows from this one, and a circle is reported as such.
        if level == _MAX_LEVELS + 1:
            yield problem(
                one.place_of(key), "reference.depth", found=ref.slug, expected=str(_MAX_LEVELS)
            )
