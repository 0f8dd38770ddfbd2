"""A map of the towns that the directory knows something about.

Only towns have a pin, at the point that the table of places gives them: never a record, so there
is none for a confidential place nor for anybody's housing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import cos, isqrt, radians

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.tables import Place
from sitegen.pages.desk import Desk, Page
from sitegen.pages.drawing import fitted, sentence, still, wide
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.gallery import hung, pictures_links, pinned_towns
from sitegen.pages.members import members_of
from sitegen.pages.outlines import OUTLINES, Point
from sitegen.views import Link, Mark, Node, Picture, PicturesView, TableView, Value

_MOST = 60  # towns on one map
_WIDTH, _EDGE = 640, 24


def map_page(desk: Desk) -> Iterator[Page]:
    towns = pinned_towns(desk)
    if towns:
        yield desk.page(
            urls.MAP, "pictures.html", partial(_view, desk), *(desk.facts[town.ref] for town in towns),
            str([(town.ref, len(members_of(desk, town.ref))) for town in towns]), str(hung(desk)),
        )  # fmt: skip


def _view(desk: Desk) -> PicturesView:
    say, path = desk.wording.say, urls.MAP
    heading = say("map.heading")
    picture = _picture(desk, path)
    return PicturesView(
        frame=frame_of(
            desk, path, heading, description=picture.said.striptags(),
            crumbs=crumbs_of(desk, path, (urls.FIGURES, Markup.escape(say("figures.heading")))),
        ),
        heading=heading, intro=say("map.intro"), others=pictures_links(desk, path), pictures=(picture,),
        outlined=desk.directory.site.country in OUTLINES,
    )  # fmt: skip


def _picture(desk: Desk, path: str) -> Picture:
    say, every = desk.wording.say, pinned_towns(desk)
    held = {town.ref: len(members_of(desk, town.ref)) for town in every}
    ordered = [desk.directory.rows[ref] for ref in desk.order(held)]
    towns: list[Place] = sorted(ordered, key=lambda town: -held[town.ref])[:_MOST]
    outline = OUTLINES.get(desk.directory.site.country, ())
    sheet = _Sheet([*outline, *(_point(town) for town in towns)])
    nodes = [still(Mark("path", look="land", text=Markup.escape(sheet.path(outline))))] if outline else []
    nodes += [_pin(desk, path, town, held[town.ref], sheet) for town in towns]
    rows = tuple(_row(desk, path, town, held[town.ref]) for town in towns)
    cut = len(towns) < len(every)
    more = Link(urls.href(path, urls.folder_path(towns[0].ref.folder)), Markup.escape(say("kind.place.many")))
    columns = (say("kind.place.one"), say("figures.number"), say("map.source"))
    return Picture(
        "sg-slika", "",
        sentence(
            desk, "map.said", len(every), name=desk.wording.html(towns[0].name), n=held[towns[0].ref]
        ),
        say("pictures.cut", shown=len(towns), all=len(every)) if cut else "",
        _WIDTH, sheet.height, tuple(nodes), (TableView(say("pictures.table"), columns, rows),),
        more if cut else None,
    )  # fmt: skip


def _point(town: Place) -> Point:
    return (town.coordinates.lon, town.coordinates.lat) if town.coordinates else (0.0, 0.0)


class _Sheet:
    """A plane on which a degree north is as long as on the ground, in the middle of *points*."""

    def __init__(self, points: list[Point]) -> None:
        longitudes, latitudes = [one[0] for one in points], [one[1] for one in points]
        self._west, self._north = min(longitudes), max(latitudes)
        self._narrow = cos(radians((self._north + min(latitudes)) / 2))
        across = max((max(longitudes) - self._west) * self._narrow, 0.5)
        down = self._north - min(latitudes)
        self._scale = (_WIDTH - 2 * _EDGE) / max(across, down)
        self.height = round(down * self._scale) + 2 * _EDGE

    def at(self, point: Point) -> tuple[int, int]:
        lon, lat = point
        x = (lon - self._west) * self._narrow * self._scale
        return _EDGE + round(x), _EDGE + round((self._north - lat) * self._scale)

    def path(self, points: tuple[Point, ...]) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in map(self.at, points)) + "Z"


def _pin(desk: Desk, path: str, town: Place, count: int, sheet: _Sheet) -> Node:
    """A dot that grows with the number, its name on the side where there is room."""
    (x, y), radius = sheet.at(_point(town)), min(16, 4 + isqrt(count))
    label = Markup("{} ({})").format(fitted(desk.wording.html(town.name), 30), count)
    is_right = x + radius + 6 + wide(label) < _WIDTH
    at = x + radius + 5 if is_right else x - radius - 5
    return Node(urls.href(path, urls.record_path(town.ref)), (
        Mark("dot", x, y, radius, look="knot"),
        Mark("text", at, y + 5, look="" if is_right else "end", text=label),
    ))  # fmt: skip


def _row(desk: Desk, path: str, town: Place, count: int) -> tuple[Value, ...]:
    href = urls.href(path, urls.record_path(town.ref))
    source = desk.wording.html(town.coordinates.source) if town.coordinates else Markup("")
    return Value(desk.wording.html(town.name), href), Value(Markup.escape(count), href), Value(source)
