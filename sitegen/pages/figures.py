"""How many records there are of each kind, area, group and place: bars, and every number a link.

The number stands for the list that it leads to, because both ask ``members``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.common import RECORDS
from sitegen.pages.around import has_records
from sitegen.pages.cards import KIND_OF, label_of
from sitegen.pages.desk import Desk, Page
from sitegen.pages.drawing import LETTER, fitted, sentence, words
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.gallery import hung, pictures_links
from sitegen.pages.members import VOCABULARIES, is_shown, members_of
from sitegen.views import Link, Mark, Node, Picture, PicturesView, TableView, Value

_MOST = 40  # bars in one picture
_WIDTH, _ROW, _ROOM = 320, 42, 36  # the number stands in the room after the longest bar

_Bar = tuple[Value, int]  # a name with the address of its list, and the length of that list


def figures_page(desk: Desk) -> Iterator[Page]:
    if not has_records(desk.directory):
        return
    rows = [row for folder, _, _ in VOCABULARIES for row in desk.directory.of(folder)]
    counts = [(row.ref, len(members_of(desk, row.ref))) for row in rows]
    kinds = [len(desk.directory.of(folder)) for folder in RECORDS]
    yield desk.page(
        urls.FIGURES, "pictures.html", partial(_view, desk), str(kinds), str(counts),
        "".join(desk.facts[row.ref] for row in rows), str(hung(desk)),
    )  # fmt: skip


def _view(desk: Desk) -> PicturesView:
    say, path = desk.wording.say, urls.FIGURES
    heading = say("figures.heading")
    return PicturesView(
        frame=frame_of(
            desk, path, heading, description=say("figures.intro"), crumbs=crumbs_of(desk, path)
        ),
        heading=heading, intro=say("figures.intro"), others=pictures_links(desk, path),
        pictures=tuple(_pictures(desk, path)),
    )  # fmt: skip


def _pictures(desk: Desk, path: str) -> Iterator[Picture]:
    directory, wording = desk.directory, desk.wording
    kinds = [
        (
            Value(Markup.escape(wording.say(f"kind.{KIND_OF[folder]}.many")), urls.href(path, urls.folder_path(folder))),
            len(directory.of(folder)),
        )
        for folder in RECORDS if directory.of(folder)
    ]  # fmt: skip
    if kinds:
        total = sum(count for _, count in kinds)
        heading, column = (wording.say(f"figures.kinds.{key}") for key in ("heading", "column"))
        yield _picture(desk, "kinds", heading, column, _longest_first(kinds), total, None)
    for folder, _, kind in VOCABULARIES:
        refs = desk.order(row.ref for row in directory.of(folder) if is_shown(desk, row))
        bars = [
            (
                Value(wording.html(label_of(directory.rows[ref])), urls.href(path, urls.record_path(ref))),
                len(members_of(desk, ref)),
            )
            for ref in refs
        ]  # fmt: skip
        if bars:
            heading, column = wording.say(f"kind.{kind}.many"), wording.say(f"kind.{kind}.one")
            more = Link(urls.href(path, urls.folder_path(folder)), Markup.escape(heading))
            yield _picture(desk, folder, heading, column, _longest_first(bars), len(bars), more)


def _longest_first(bars: list[_Bar]) -> list[_Bar]:
    return sorted(bars, key=lambda bar: -bar[1])


def _picture(
    desk: Desk, name: str, heading: str, column: str, bars: list[_Bar], count: int, more: Link | None
) -> Picture:
    say, shown = desk.wording.say, bars[:_MOST]
    first, most = bars[0]
    notes = [say("figures.several")] if more else []
    if len(shown) < len(bars):
        notes.append(say("pictures.cut", shown=len(shown), all=len(bars)))
    return Picture(
        f"sg-{name}", heading,
        sentence(desk, f"figures.{name}.said", count, name=first.html, n=most),
        " ".join(notes), _WIDTH, len(shown) * _ROW,
        tuple(_bar(bar, number, most) for number, bar in enumerate(shown)),
        (TableView(
            say("pictures.table"), (column, say("figures.number")),
            tuple((Value(label.html), Value(Markup.escape(n), label.href)) for label, n in shown),
        ),),
        more if len(shown) < len(bars) else None,
    )  # fmt: skip


def _bar(bar: _Bar, number: int, most: int) -> Node:
    label, count = bar
    y, width = number * _ROW, max(2, count * (_WIDTH - _ROOM) // most)
    return Node(label.href, (
        Mark("text", 0, y + 14, text=fitted(label.html, _WIDTH // LETTER)),
        Mark("bar", 0, y + 20, width, 12, look="span"),
        words(str(count), width + 6, y + 31, "strong"),
    ))  # fmt: skip
