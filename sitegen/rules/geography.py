"""Points on a map: in the country, and not all on one spot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.diagnostics import Diagnostic, notice, problem, warning
from sitegen.kinds.common import Coordinates
from sitegen.kinds.tables import Place
from sitegen.schema import Decoded
from sitegen.values import Ref

Entities = Mapping[Ref, Any]

# Outlines, longitude and latitude, thinned to what a tolerance of some ten kilometres needs.
# Bosnia and Herzegovina: Natural Earth 1:50m, public domain; the others: the outermost points.
_OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "BA": (
        (19.19, 43.53), (18.95, 43.53), (19.03, 43.29), (18.85, 43.35), (18.68, 43.23), (18.62,
        43.03), (18.46, 43.0), (18.55, 42.64), (18.46, 42.56), (17.58, 42.94), (17.65, 43.01),
        (17.29, 43.31), (17.27, 43.45), (16.3, 44.12), (16.1, 44.52), (15.74, 44.77), (15.79,
        45.18), (15.96, 45.21), (16.16, 45.07), (16.29, 45.01), (16.53, 45.22), (16.92, 45.28),
        (17.81, 45.08), (17.99, 45.14), (18.66, 45.08), (18.84, 44.88), (19.35, 44.88), (19.12,
        44.36), (19.58, 44.01), (19.24, 43.96), (19.5, 43.64), (19.45, 43.56),
    ),
    "RS": ((18.8, 46.2), (20.3, 46.2), (21.5, 45.1), (23.0, 44.0), (22.6, 42.2), (21.3, 41.8), (20.4, 41.8), (19.2, 43.4), (18.9, 44.9)),
    "ME": ((18.4, 42.3), (18.4, 43.6), (19.3, 43.6), (20.4, 42.9), (19.4, 41.8)),
    "HR": ((13.4, 45.6), (15.6, 46.6), (16.9, 46.6), (19.5, 45.9), (19.4, 44.8), (15.9, 45.2), (16.4, 44.0), (18.6, 42.6), (18.4, 42.3), (13.4, 44.8)),
}  # fmt: skip
_TOLERANCE = 0.12  # degrees, some ten kilometres
_MANY = 3  # records on one point


# Whose seat may be anywhere in the world.
_FOREIGN = frozenset({"foreign_public_body", "international_ngo", "state"})


def points_are_in_the_country(decoded: Decoded, country: str) -> Iterator[Diagnostic]:
    """Coordinates lie in the country, and are not the two zeros of a lost place.

    A place of the table may lie in another country, so that is only a doubt.
    """
    entity = decoded.entity
    for keys, point in _points(entity):
        is_lost = point.lat == point.lon == 0.0
        if is_lost or not _is_inside(point, country):
            if not is_lost and getattr(entity, "type", "") in _FOREIGN:
                continue
            turned = Coordinates(lat=point.lon, lon=point.lat, source=point.source)
            near = f"lat: {point.lon}, lon: {point.lat}" if _is_inside(turned, country) else ""
            make = warning if isinstance(entity, Place) and not is_lost else problem
            yield make(
                decoded.place_inside(*keys, "lat"), "coordinates.outside",
                found=f"{point.lat}, {point.lon}", suggestion=near,
            )  # fmt: skip


def points_are_of_few(decoded: Mapping[Ref, Decoded], entities: Entities) -> Iterator[Diagnostic]:
    """Many records on one point were probably put there by a machine."""
    of_point: dict[tuple[float, float], list[tuple[Ref, tuple[str | int, ...]]]] = {}
    for ref, entity in sorted(entities.items(), key=lambda pair: pair[0]):
        for keys, point in _points(entity):
            of_point.setdefault((point.lat, point.lon), []).append((ref, keys))
    for (lat, lon), held in of_point.items():
        if len(held) >= _MANY:
            ref, keys = held[0]
            yield notice(
                decoded[ref].place_inside(*keys, "lat"), "coordinates.shared",
                found=f"{lat}, {lon}", count=str(len(held)),
            )  # fmt: skip


def _points(entity: Any) -> Iterator[tuple[tuple[str | int, ...], Coordinates]]:
    point = getattr(entity, "coordinates", None)
    if isinstance(point, Coordinates):
        yield ("coordinates",), point
    for number, location in enumerate(getattr(entity, "locations", ()) or ()):
        if isinstance(location.coordinates, Coordinates):
            yield ("locations", number, "coordinates"), location.coordinates


def _is_inside(point: Coordinates, country: str) -> bool:
    outline = _OUTLINES.get(country)
    if outline is None:
        return abs(point.lat) <= 90 and abs(point.lon) <= 180
    inside = False
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y1 > point.lat) != (y2 > point.lat):
            if point.lon < (x2 - x1) * (point.lat - y1) / (y2 - y1) + x1:
                inside = not inside
        if _distance(point, (x1, y1), (x2, y2)) <= _TOLERANCE:
            return True
    return inside


def _distance(point: Coordinates, start: tuple[float, float], end: tuple[float, float]) -> float:
    """From a point to a stretch of an outline, in degrees."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = ((point.lon - start[0]) * dx + (point.lat - start[1]) * dy) / (dx * dx + dy * dy)
    along = min(1.0, max(0.0, along))
    across = (point.lon - start[0] - along * dx, point.lat - start[1] - along * dy)
    return float((across[0] ** 2 + across[1] ** 2) ** 0.5)


