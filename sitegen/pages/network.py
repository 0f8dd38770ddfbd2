"""The network of partners: organizations on the left, what they do on the right, ties between.

The order in both columns is worked out from the ties, always in the same steps, so that the same
directory gives the same picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from markupsafe import Markup

from sitegen import urls
from sitegen.directory import digest_of
from sitegen.kinds.common import ORGANIZATIONS
from sitegen.pages.cards import label_of
from sitegen.pages.desk import Desk, Page
from sitegen.pages.drawing import BROAD_LETTER, LETTER, SLIM, fitted, plain, sentence, still, words
from sitegen.pages.facts import relation_notes
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.gallery import hung, pictures_links
from sitegen.pages.ties import LOOKS, Tie
from sitegen.values import Ref
from sitegen.views import Link, Mark, Node, Picture, PicturesView, Sketch, TableView, Value

_MOST = 50  # records in one column
_WIDTH, _ROW, _HEAD = 1050, 28, 40
_LEFT, _RIGHT = 415, 635  # where the two columns of dots stand


def network_page(desk: Desk) -> Iterator[Page]:
    ties = desk.ties
    if ties:
        ends = sorted({end for tie in ties for end in (tie.who, tie.what)})
        names = [(desk.directory.records[ref].title, desk.directory.records[ref].short_title) for ref in ends]
        sources = sorted({tie.relation.source for tie in ties if tie.relation.source})
        yield desk.page(
            urls.NETWORK, "pictures.html", partial(_view, desk), digest_of(repr((ties, names))),
            *(desk.facts[ref] for ref in sources), str(desk.order(ends)), str(hung(desk)),
        )  # fmt: skip


def _view(desk: Desk) -> PicturesView:
    say, path = desk.wording.say, urls.NETWORK
    heading = say("network.heading")
    picture = _picture(desk, path)
    return PicturesView(
        frame=frame_of(
            desk, path, heading, description=picture.said.striptags(),
            crumbs=crumbs_of(desk, path, (urls.FIGURES, Markup.escape(say("figures.heading")))),
        ),
        heading=heading, intro=say("network.intro"), others=pictures_links(desk, path),
        pictures=(picture,),
    )  # fmt: skip


def _shown(ties: list[Tie]) -> list[Tie]:
    """The ties between those who have most of them, as many as both columns have room for."""
    held = Counter(end for tie in ties for end in (tie.who, tie.what))
    chosen: set[Ref] = set()
    left = right = 0
    for tie in sorted(ties, key=lambda tie: -held[tie.who] - held[tie.what]):
        others = {tie.who, tie.what} - chosen
        wider = left + sum(ref.folder == ORGANIZATIONS for ref in others)
        taller = right + sum(ref.folder != ORGANIZATIONS for ref in others)
        if wider <= _MOST and taller <= _MOST:
            chosen |= others
            left, right = wider, taller
    return [tie for tie in ties if {tie.who, tie.what} <= chosen]


def _picture(desk: Desk, path: str) -> Picture:
    say, every = desk.wording.say, desk.ties
    ties = _shown(every)
    ends = {end for tie in ties for end in (tie.who, tie.what)}
    left, right = _columns(desk, ties, ends)
    height = max(len(left), len(right)) * _ROW
    at = {**_places(left, height, _LEFT), **_places(right, height, _RIGHT)}
    held = Counter(end for tie in ties for end in (tie.who, tie.what))
    best = min(left, key=lambda ref: (-held[ref], desk.order([*left]).index(ref)))
    cut = len(ties) < len(every)
    listed = urls.href(path, urls.folder_path(ORGANIZATIONS))
    nodes = [*_legend(desk), still(*_lines(ties, at))]
    nodes += [_node(desk, path, ref, at[ref]) for ref in (*left, *right)]
    columns = (say("kind.organization.one"), say("network.does"), say("network.what"))
    rows = tuple(_row(desk, path, tie) for tie in sorted(ties, key=lambda tie: left.index(tie.who)))
    return Picture(
        "sg-slika", "",
        sentence(
            desk, "network.said", len(ties), name=desk.wording.html(label_of(desk.directory.get(best))),
            n=held[best],
        ),
        say("pictures.cut", shown=len(ties), all=len(every)) if cut else "",
        _WIDTH, _HEAD + height, tuple(nodes),
        (TableView(say("pictures.table"), columns, rows),),
        Link(listed, Markup.escape(say("kind.organization.many"))) if cut else None,
        _slim(desk, path, ties, left, right),
    )  # fmt: skip


_DOTS, _LINE = 66, 26  # on a narrow screen: where the one column of dots stands, and its rows


def _slim(desk: Desk, path: str, ties: list[Tie], left: list[Ref], right: list[Ref]) -> Sketch:
    """All of them in one column, each near those that it is tied to, with the ties as arcs beside."""
    share = _shares(left, right)
    column = sorted(share, key=lambda ref: (share[ref], ref.folder != ORGANIZATIONS))
    top = _LINE * len(LOOKS) + 12
    at = {ref: top + number * _LINE for number, ref in enumerate(column)}
    legend: list[Mark] = []
    for number, look in enumerate(LOOKS):
        y = 14 + number * _LINE
        label = desk.wording.say(f"network.look.{look}")
        legend += [Mark("line", 8, y, 36, 0, look=f"tie {look}"), words(label, 52, y + 4, "small")]
    arcs = [
        Mark("path", look=f"tie {look}", text=Markup.escape(f"M{_DOTS} {at[who]}C{bend} {at[who]} {bend} {at[what]} {_DOTS} {at[what]}"))
        for who, what, look in dict.fromkeys((tie.who, tie.what, tie.look) for tie in ties)
        for bend in [_DOTS - min(82, 12 + abs(at[who] - at[what]) // 5)]
    ]  # fmt: skip
    names = (_knot(desk, path, ref, at[ref]) for ref in column)
    return Sketch(SLIM, top + len(column) * _LINE, (still(*legend, *arcs), *names))


def _knot(desk: Desk, path: str, ref: Ref, y: int) -> Node:
    record = desk.directory.records[ref]
    label = fitted(desk.wording.html(record.short_title or record.title), (SLIM - _DOTS - 12) // BROAD_LETTER)
    look = "strong" if ref.folder == ORGANIZATIONS else ""
    return Node(urls.href(path, urls.record_path(ref)), (
        Mark("dot", _DOTS, y, 4, look=f"knot {ref.folder}"), Mark("text", _DOTS + 10, y + 5, look=look, text=label),
    ))  # fmt: skip


def _columns(desk: Desk, ties: list[Tie], ends: Iterable[Ref]) -> tuple[list[Ref], list[Ref]]:
    """Both columns, each record near the middle of those that it is tied to."""
    near: dict[Ref, list[Ref]] = {}
    for tie in ties:
        near.setdefault(tie.who, []).append(tie.what)
        near.setdefault(tie.what, []).append(tie.who)
    ordered = desk.order(ends)
    left = [ref for ref in ordered if ref.folder == ORGANIZATIONS]
    right = [ref for ref in ordered if ref.folder != ORGANIZATIONS]
    for _ in range(8):
        right = _settled(right, near, _shares(left, right))
        left = _settled(left, near, _shares(left, right))
    return left, right


def _shares(*columns: list[Ref]) -> dict[Ref, int]:
    """How far down each record stands, in thousandths of its column."""
    return {
        ref: (2 * number + 1) * 500 // len(column)
        for column in columns for number, ref in enumerate(column)
    }  # fmt: skip


def _settled(column: list[Ref], near: Mapping[Ref, list[Ref]], at: Mapping[Ref, int]) -> list[Ref]:
    return sorted(column, key=lambda ref: sum(at[one] for one in near[ref]) // len(near[ref]))


def _places(column: list[Ref], height: int, x: int) -> dict[Ref, tuple[int, int]]:
    return {
        ref: (x, _HEAD + (2 * number + 1) * height // (2 * len(column)))
        for number, ref in enumerate(column)
    }  # fmt: skip


def _legend(desk: Desk) -> Iterator[Node]:
    x = 10
    for look in LOOKS:
        label = desk.wording.say(f"network.look.{look}")
        yield still(Mark("line", x, 14, 36, 0, look=f"tie {look}"), words(label, x + 44, 18, "small"))
        x += 44 + len(label) * LETTER + 28


def _lines(ties: list[Tie], at: Mapping[Ref, tuple[int, int]]) -> Iterator[Mark]:
    """Every pair of records once for each look: the same line drawn twice says no more."""
    for who, what, look in dict.fromkeys((tie.who, tie.what, tie.look) for tie in ties):
        (x, y), (to_x, to_y) = at[who], at[what]
        bend = (x + to_x) // 2 if to_x > x else x + min(110, 24 + abs(to_y - y) // 3)
        curve = f"M{x} {y}C{bend} {y} {bend} {to_y} {to_x} {to_y}"
        yield Mark("path", look=f"tie {look}", text=Markup.escape(curve))


def _node(desk: Desk, path: str, ref: Ref, place: tuple[int, int]) -> Node:
    record, (x, y) = desk.directory.records[ref], place
    label = fitted(desk.wording.html(record.short_title or record.title), _LEFT // LETTER - 5)
    is_left = x == _LEFT
    return Node(urls.href(path, urls.record_path(ref)), (
        Mark("dot", x, y, 5, look=f"knot {ref.folder}"),
        Mark("text", x - 12 if is_left else x + 12, y + 5, look="end" if is_left else "", text=label),
    ))  # fmt: skip


def _row(desk: Desk, path: str, tie: Tie) -> tuple[Value, ...]:
    does = plain(desk.wording.say(f"network.{tie.name}"))
    return _name(desk, path, tie.who), Value(does.html, note=relation_notes(desk, tie.relation)), _name(desk, path, tie.what)


def _name(desk: Desk, path: str, ref: Ref) -> Value:
    title = desk.wording.html(label_of(desk.directory.records[ref]))
    return Value(title, urls.href(path, urls.record_path(ref)))
