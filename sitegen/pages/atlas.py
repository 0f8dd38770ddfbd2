"""A map of the towns that the directory knows something about.

Only towns have a pin, at the point that the table of places gives them: never a record, so there
is none for a confidential place nor for anybody's housing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from math import cos, isqrt, radians

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.tables import Place
from sitegen.pages.desk import Desk, Page
from sitegen.pages.drawing import SLIM, fitted, sentence, still, wide
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.gallery import hung, pictures_links, pinned_towns
from sitegen.pages.members import members_of
from sitegen.pages.outlines import OUTLINES, Point
from sitegen.views import Link, Mark, Node, Picture, PicturesView, Sketch, TableView, Value

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
    points = [*outline, *(_point(town) for town in towns)]
    counts = {town: held[town.ref] for town in towns}
    broad = _Map(desk, path, counts, _Sheet(points, _WIDTH, _EDGE))
    slim = min(
        (_Map(desk, path, counts, _Sheet(points, SLIM, 8, room)) for room in _ROOMS),
        key=lambda one: one.crowded,
    )
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
        *broad.sketch(outline), (TableView(say("pictures.table"), columns, rows),), more if cut else None,
        slim.sketch(outline),
    )  # fmt: skip


def _point(town: Place) -> Point:
    return (town.coordinates.lon, town.coordinates.lat) if town.coordinates else (0.0, 0.0)


class _Sheet:
    """A plane on which a degree north is as long as on the ground, in the middle of *points*."""

    def __init__(self, points: list[Point], width: int, edge: int, room: int = 0) -> None:
        """*room*: what is left free on the right, for names."""
        self.width, self._edge = width, edge
        longitudes, latitudes = [one[0] for one in points], [one[1] for one in points]
        self._west, self._north = min(longitudes), max(latitudes)
        self._narrow = cos(radians((self._north + min(latitudes)) / 2))
        across = max((max(longitudes) - self._west) * self._narrow, 0.5)
        down = self._north - min(latitudes)
        self._scale = (width - 2 * edge - room) / max(across, down)
        self.height = round(down * self._scale) + 2 * edge

    def at(self, point: Point) -> tuple[int, int]:
        lon, lat = point
        x = (lon - self._west) * self._narrow * self._scale
        return self._edge + round(x), self._edge + round((self._north - lat) * self._scale)

    def path(self, points: tuple[Point, ...]) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in map(self.at, points)) + "Z"


_Box = tuple[int, int, int, int]  # left, top, right, bottom
_BESIDE = (0, -9, 9, -18, 18)  # how far from the height of its dot a name may stand
_ROOMS = range(0, 97, 8)  # what a narrow map may leave free on the right, for names


class _Map:
    """The towns on a sheet: a dot for each that grows with its number, its name where there is room."""

    def __init__(self, desk: Desk, path: str, towns: Mapping[Place, int], sheet: _Sheet) -> None:
        self._desk, self._path, self._sheet = desk, path, sheet
        self.crowded = 0  # how often a name stands where something else does
        self._taken: list[_Box] = []
        for town, count in towns.items():
            (x, y), radius = sheet.at(_point(town)), _radius(count)
            self._taken.append((x - radius, y - radius, x + radius, y + radius))
        self._pins = [self._pin(town, count) for town, count in towns.items()]

    def sketch(self, outline: tuple[Point, ...]) -> Sketch:
        sheet = self._sheet
        land = [still(Mark("path", look="land", text=Markup.escape(sheet.path(outline))))] if outline else []
        return Sketch(sheet.width, sheet.height, (*land, *self._pins))

    def _pin(self, town: Place, count: int) -> Node:
        (x, y), radius = self._sheet.at(_point(town)), _radius(count)
        label = Markup("{} ({})").format(fitted(self._desk.wording.html(town.name), 30), count)
        width, gap = wide(label), radius + 5
        sides = [
            (look, at, (left, y + down - 7, left + width, y + down + 7))
            for down in _BESIDE
            for look, at, left in (("", x + gap, x + gap), ("end", x - gap, x - gap - width))
        ]  # fmt: skip
        inside = [one for one in sides if one[2][0] >= 0 and one[2][2] <= self._sheet.width]
        look, at, box = min(inside or sides, key=lambda one: self._meets(one[2]))
        self.crowded += self._meets(box)
        self._taken.append(box)
        return Node(urls.href(self._path, urls.record_path(town.ref)), (
            Mark("dot", x, y, radius, look="knot"), Mark("text", at, box[1] + 12, look=look, text=label),
        ))  # fmt: skip

    def _meets(self, box: _Box) -> int:
        left, top, right, bottom = box
        return sum(left < one[2] and one[0] < right and top < one[3] and one[1] < bottom for one in self._taken)


def _radius(count: int) -> int:
    return min(16, 4 + isqrt(count))


def _row(desk: Desk, path: str, town: Place, count: int) -> tuple[Value, ...]:
    href = urls.href(path, urls.record_path(town.ref))
    source = desk.wording.html(town.coordinates.source) if town.coordinates else Markup("")
    return Value(desk.wording.html(town.name), href), Value(Markup.escape(count), href), Value(source)
