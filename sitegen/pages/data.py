"""The page „Подаци“: every file for machines, what is in it, under which licence, how to cite."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.exports.catalog import distributions
from sitegen.exports.columns import Column, Layout, layouts, relation_columns
from sitegen.exports.tables import FOLDER, RELATIONS, label
from sitegen.kinds import KINDS, TABLES
from sitegen.kinds.common import AREAS, RECORDS
from sitegen.pages.cards import KIND_OF
from sitegen.pages.desk import Desk, Page
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.views import DataColumn, DataTable, DataView, Link

_KIND = {one.folder: one.name for one in (*KINDS, *TABLES)}


def data_page(desk: Desk) -> Iterator[Page]:
    counts = {folder: len(desk.directory.of(folder)) for folder in _KIND}
    areas = "".join(desk.facts[row.ref] for row in desk.directory.of(AREAS))
    fed = [row.ref for row in desk.directory.of(AREAS) if desk.directory.members(row.ref)]
    yield desk.page(
        urls.DATA, "data.html", partial(_data_view, desk), repr(sorted(counts.items())), areas,
        str([ref for ref in desk.sensitive if ref.folder == AREAS]), str(fed),
        str([_count(desk, layout) for layout in layouts()]),
    )  # fmt: skip


def _data_view(desk: Desk) -> DataView:
    wording, path, site = desk.wording, urls.DATA, desk.directory.site
    heading = wording.say("data.heading")
    intro = wording.say("data.intro")
    day = wording.date(desk.as_of)
    frame = frame_of(
        desk, path, heading, description=intro, crumbs=crumbs_of(desk, path), main=_dataset(desk)
    )
    address = Markup(' <span translate="no">{}</span>').format(frame.canonical) if frame.canonical else ""
    return DataView(
        frame=frame,
        heading=Markup.escape(heading),
        intro=Markup.escape(intro),
        groups=_groups(desk),
        tables=(*(_table(desk, layout) for layout in layouts()), _relations(desk)),
        feeds=_feeds(desk),
        licence=frame.shell.licence,
        citation=wording.html(site.publisher)
        + Markup(". ") + wording.html(site.title) + Markup.escape(f". {day}") + address,
    )  # fmt: skip



def _groups(desk: Desk) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Files that are no plain table, by the name of their format."""
    found: dict[str, list[Link]] = {}
    listed = (*distributions(), (f"{FOLDER}/catalog.jsonld", "application/ld+json", "dcat"))
    for path, _, key in listed:
        if key != "csv":
            mark = Markup('<span translate="no">{}</span>').format(path)
            found.setdefault(key, []).append(Link(_to(desk, path), mark))
    return tuple((key, tuple(links)) for key, links in found.items())


def _table(desk: Desk, layout: Layout) -> DataTable:
    wording = desk.wording
    if layout.field:
        heading = wording.say(f"field.{layout.field.removesuffix('_')}")
    else:
        heading = wording.say(f"kind.{_KIND[layout.name]}.many")
    return _described(desk, layout.name, heading, _count(desk, layout), layout.columns)


def _count(desk: Desk, layout: Layout) -> int:
    """How many rows a table has."""
    if not layout.field:
        return len(desk.directory.of(layout.name))
    return sum(
        len(getattr(one, layout.field)) for folder in layout.folders
        for one in desk.directory.of(folder)
    )  # fmt: skip


def _relations(desk: Desk) -> DataTable:
    heading = desk.wording.say("data.relations")
    return _described(desk, RELATIONS, heading, None, relation_columns())


def _described(
    desk: Desk, name: str, heading: str, count: int | None, columns: tuple[Column, ...]
) -> DataTable:
    return DataTable(
        name=f"{name}.csv",
        href=_to(desk, f"{FOLDER}/{name}.csv"),
        heading=heading,
        count=count,
        columns=tuple(
            DataColumn(column.name, _label(desk, column), _note(desk, column)) for column in columns
        ),
    )


def _label(desk: Desk, column: Column) -> str:
    return label(desk.data, column, desk.edition.script.tag)


def _note(desk: Desk, column: Column) -> str:
    """What a reader of the table must know of the values, in a few words."""
    notes = []
    if column.script:
        latin = column.script.endswith("Latn")
        notes.append(desk.wording.say(f"choice.script.{'latin' if latin else 'cyrillic'}"))
    if column.is_list:
        notes.append(desk.wording.say("data.list"))
    return ", ".join(notes)


def _feeds(desk: Desk) -> tuple[Link, ...]:
    """The feeds of this edition; a sensitive area has none."""
    wording, directory = desk.wording, desk.directory
    found = [(urls.FEED, wording.say("feed.all"))]
    found += [
        (urls.feed_path(urls.folder_path(folder)), wording.say(f"kind.{KIND_OF[folder]}.many"))
        for folder in RECORDS if directory.of(folder)
    ]  # fmt: skip
    links = [Link(urls.href(urls.DATA, path), Markup.escape(text)) for path, text in found]
    for ref in desk.order(row.ref for row in directory.of(AREAS)):
        if directory.members(ref) and ref not in desk.sensitive:
            path = urls.feed_path(urls.record_path(ref))
            links.append(Link(urls.href(urls.DATA, path), wording.html(directory.rows[ref].label)))
    return tuple(links)


def _to(desk: Desk, path: str) -> str:
    """The link from this page to a file that both editions share."""
    return urls.href(desk.edition.prefix + urls.DATA, path)


def _dataset(desk: Desk) -> dict[str, Any]:
    """The whole of it in the words of schema.org, for search engines of data."""
    site, base = desk.directory.site, desk.data.base
    node: dict[str, Any] = {
        "@type": "Dataset",
        "@id": f"urn:uuid:{desk.data.part('dataset')}",
        "name": desk.edition.text(site.title),
        "description": desk.edition.text(site.description),
        "creator": {"@type": "Organization", "name": desk.edition.text(site.publisher)},
        "dateModified": desk.as_of.last_day.isoformat(),
        "inLanguage": [edition.lang for edition in desk.data.both],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": f"{base}/{path}" if base else _to(desk, path),
            }
            for path, media, key in distributions() if key != "csv"
        ],
    }  # fmt: skip
    if site.licence_url:
        node["license"] = site.licence_url
    return node
