"""Strategic documents through the years, area by area, with the years of which nothing is known.

A gap is what our sources do not say, and the page says so: never that there was no document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.common import DOCUMENTS
from sitegen.kinds.document import Document
from sitegen.pages.cards import label_of
from sitegen.pages.desk import Desk, Page
from sitegen.pages.drawing import BROAD_LETTER, SLIM, fitted, plain, sentence, still, wide, words
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.gallery import hung, pictures_links, strategic_documents
from sitegen.values import Ref
from sitegen.views import Link, Mark, Node, Picture, PicturesView, Sketch, TableView, Value

_MOST = 80  # documents in one picture
_WIDTH, _EDGE, _ROW, _HEAD, _STRIP = 720, 10, 42, 34, 26


def timeline_page(desk: Desk) -> Iterator[Page]:
    documents = _documents(desk)
    if documents:
        areas = desk.order({area for one in documents if (area := _area(one))})
        yield desk.page(
            urls.TIMELINE, "pictures.html", partial(_view, desk),
            *(desk.facts[one.ref] for one in documents), *(desk.facts[ref] for ref in areas),
            str(hung(desk)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Span:
    """A document and the days that its period covers for certain; ``end`` is the day after."""

    document: Document
    start: date
    end: date

    def covers(self, year: int) -> bool:
        return self.start < date(year + 1, 1, 1) and self.end > date(year, 1, 1)


def _documents(desk: Desk) -> list[Document]:
    """Every strategic document, by the first day of its period, those without one at the end."""

    def first_day(document: Document) -> date:
        span = _span(desk, document)
        return span.start if span else date.max

    return sorted(strategic_documents(desk), key=lambda one: (first_day(one), one.ref))


def _span(desk: Desk, document: Document) -> _Span | None:
    """A period without an end runs to the day of the site, one without a beginning is its last
    year alone. None where no period is known."""
    period = document.period
    if period and period.to:
        start = period.from_.first_day if period.from_ else date(period.to.year, 1, 1)
        return _Span(document, start, period.to.last_day + timedelta(1))
    if period and period.from_:
        first = period.from_.first_day
        return _Span(document, first, max(desk.as_of.last_day, first) + timedelta(1))
    return None


def _gaps(spans: list[_Span], first: int, last: int) -> list[tuple[int, int]]:
    """The years from *first* to *last* that none of *spans* covers, as ranges."""
    found: list[tuple[int, int]] = []
    for year in range(first, last + 1):
        if any(span.covers(year) for span in spans):
            continue
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def _years(gap: tuple[int, int]) -> str:
    return f"{gap[0]}." if gap[0] == gap[1] else f"{gap[0]}–{gap[1]}."


def _view(desk: Desk) -> PicturesView:
    say, path = desk.wording.say, urls.TIMELINE
    heading = say("timeline.heading")
    picture = _picture(desk, path)
    return PicturesView(
        frame=frame_of(
            desk, path, heading, description=picture.said.striptags(),
            crumbs=crumbs_of(desk, path, (urls.FIGURES, Markup.escape(say("figures.heading")))),
        ),
        heading=heading, intro=say("timeline.intro"), others=pictures_links(desk, path),
        pictures=(picture,),
    )  # fmt: skip


def _picture(desk: Desk, path: str) -> Picture:
    say, listed = desk.wording.say, urls.folder_path(DOCUMENTS)
    documents = _documents(desk)
    shown = documents[:_MOST]
    dated = [span for document in shown if (span := _span(desk, document))]
    today = desk.as_of.year
    cut = len(documents) > len(shown)
    note = say("pictures.cut", shown=len(shown), all=len(documents)) if cut else ""
    more = Link(urls.href(path, listed), Markup.escape(say("kind.document.many"))) if cut else None
    first = min((span.start.year for span in dated), default=today)
    last = max([today, *((span.end - timedelta(1)).year for span in dated)])
    gaps = _gaps(dated, first, today)
    key = "undated_only" if not dated else "said" if gaps else "whole"
    said = sentence(
        desk, f"timeline.{key}", len(dated or documents), start=first, end=last,
        gaps=", ".join(_years(gap) for gap in gaps),
    )  # fmt: skip
    drawing, slim = (_Drawing(desk, path, first, last, width) for width in (_WIDTH, SLIM))
    areas = desk.order({area for span in dated if (area := _area(span.document))})
    for one in (drawing, slim):
        for area in (*areas, None):
            lane = [span for span in dated if _area(span.document) == area]
            if lane:
                one.lane(area, lane)
        one.undated([document for document in shown if _span(desk, document) is None])
    rows = (say("kind.area.one"), say("kind.document.one"), say("field.period"), say("field.status"))
    counts = tuple(
        (plain(f"{year}."), plain(sum(span.covers(year) for span in dated)))
        for year in range(first, last + 1)
    )  # fmt: skip
    tables = [TableView(say("pictures.table"), rows, tuple(drawing.rows))]
    if dated:
        columns = (say("field.year"), say("timeline.number"))
        tables.append(TableView(say("timeline.by_year"), columns, counts))
    return Picture(
        "sg-slika", "", said, note, *drawing.sketch(), tuple(tables), more, slim.sketch(),
    )  # fmt: skip


def _area(document: Document) -> Ref | None:
    return document.areas[0].ref if document.areas else None


class _Drawing:
    """The picture and its table as they grow, lane by lane."""

    def __init__(self, desk: Desk, path: str, first: int, last: int, width: int) -> None:
        self.desk, self.path, self.width = desk, path, width
        self.first, self.last = first, last
        self._letters = (width - 2 * _EDGE) // BROAD_LETTER
        self.start = date(first, 1, 1)
        self.days = (date(last + 1, 1, 1) - self.start).days
        self.y = 24
        self.nodes: list[Node] = []
        self.rows: list[tuple[Value, ...]] = []

    def sketch(self) -> Sketch:
        return Sketch(self.width, self.y + _EDGE, (self._axis(), *self.nodes))

    def x(self, day: date) -> int:
        return _EDGE + (day - self.start).days * (self.width - 2 * _EDGE) // self.days

    def _axis(self) -> Node:
        """A line down for every few years, with its year on top."""
        years = self.last + 1 - self.first
        step = next(n for n in (1, 2, 5, 10, 25, 100, 1000) if n * (self.width - 20) // years >= 40)
        marks: list[Mark] = []
        for year in range(self.first, self.last + 1, step):
            x = self.x(date(year, 1, 1))
            marks.append(Mark("line", x, 18, 0, self.y - 18, look="axis"))
            marks.append(words(str(year), x, 13, "tick"))
        return still(*marks)

    def lane(self, area: Ref | None, lane: list[_Span]) -> None:
        """The documents of one area, then the years of which nothing is known."""
        wording = self.desk.wording
        name = self._heading(area, wording.say("timeline.without"))
        for span in lane:
            left, right = self.x(span.start), self.x(span.end)
            period = wording.period(span.document.period) if span.document.period else ""
            bar = Mark("bar", left, self.y + 20, max(right - left, 4), 12, look=f"span {self._code(span.document)}")
            self._row(name, span.document, left, period, (bar,))
        gaps = _gaps(lane, min(span.start.year for span in lane), self.desk.as_of.year)
        nothing = wording.say("timeline.gap")
        for gap in gaps:
            left, right = self.x(date(gap[0], 1, 1)), self.x(date(gap[1] + 1, 1, 1))
            marks = [Mark("bar", left + 1, self.y + 2, right - left - 2, 18, look="gap")]
            if right - left > len(nothing) * 6 + 6:
                marks.append(words(nothing, left + 6, self.y + 15, "small"))
            self.nodes.append(still(*marks))
            self.rows.append((name, plain(nothing), plain(_years(gap)), plain("")))
        self.y += _STRIP if gaps else 4

    def undated(self, documents: list[Document]) -> None:
        """What is known to exist, and not for which years."""
        if not documents:
            return
        say = self.desk.wording.say
        self._heading(None, say("timeline.undated"))
        for document in documents:
            area = _area(document)
            name = self._name(area) if area else plain(say("timeline.without"))
            self._row(name, document, _EDGE, say("date.unknown"), ())
            self.y -= 16

    def _heading(self, area: Ref | None, other: str) -> Value:
        name = self._name(area) if area else plain(other)
        self.nodes.append(still(Mark("bar", 0, self.y + 4, self.width, 24, look="band")))
        text = Mark("text", _EDGE, self.y + 21, look="strong", text=fitted(name.html, self._letters))
        self.nodes.append(Node(name.href, (text,)))
        self.y += _HEAD
        return name

    def _name(self, area: Ref) -> Value:
        label = self.desk.wording.html(label_of(self.desk.directory.rows[area]))
        return Value(label, urls.href(self.path, urls.record_path(area)))

    def _row(self, area: Value, document: Document, x: int, period: str, marks: tuple[Mark, ...]) -> None:
        wording = self.desk.wording
        title = wording.html(document.title)
        label = fitted(wording.html(document.short_title or document.title), self._letters)
        at = max(_EDGE, min(x, self.width - _EDGE - wide(label, BROAD_LETTER)))
        href = urls.href(self.path, urls.record_path(document.ref))
        text = Mark("text", at, self.y + 14, text=label)
        self.nodes.append(Node(href, (text, *marks)))
        standing = wording.standing(document, self.desk.as_of)[1]
        self.rows.append((area, Value(title, href), plain(period), plain(standing)))
        self.y += _ROW

    def _code(self, document: Document) -> str:
        return self.desk.wording.standing(document, self.desk.as_of)[0].code
