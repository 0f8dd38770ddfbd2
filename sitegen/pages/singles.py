"""Pages of which there is one: home, texts, search, sources, old addresses, not found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from sitegen import urls
from sitegen.config import SITE_FILE
from sitegen.kinds.common import AREAS, GROUPS, PAGES, PLACES, RECORDS, SOURCES, Record
from sitegen.pages.around import SOURCES_PAGE
from sitegen.pages.cards import KIND_OF
from sitegen.pages.choose import has_choice
from sitegen.pages.desk import Desk, Page
from sitegen.pages.facts import resolve
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.gallery import hung, pictures_links
from sitegen.pages.members import TOWNS, VOCABULARIES, is_shown, members_of, row_links
from sitegen.pages.needs import helpers_of, need_families
from sitegen.pages.records import source_view, unknown_of
from sitegen.values import Ref
from sitegen.views import (
    Frame,
    Gap,
    GapsView,
    HomeView,
    Link,
    NotFoundView,
    RedirectView,
    SearchView,
    Section,
    SourcesView,
    TextView,
)

RESULT_KINDS = (
    "service", "org", "institution", "project", "document", "event", "place", "area",
    "group", "page",
)  # fmt: skip


def home_page(desk: Desk) -> Iterator[Page]:
    directory = desk.directory
    counts = [len(directory.of(folder)) for folder in RECORDS]
    shown = [
        (row.ref, len(members_of(desk, row.ref)), len(helpers_of(desk, row.ref)))
        for folder in (AREAS, GROUPS, PLACES) for row in directory.of(folder)
    ]  # fmt: skip
    rows = "".join(
        desk.facts[row.ref] for f in (AREAS, GROUPS, PLACES) for row in directory.of(f)
    )
    yield desk.page(
        urls.HOME, "home.html", partial(_home_view, desk), str(counts), str(shown), rows,
        str(hung(desk)),
    )  # fmt: skip


def _kind_links(desk: Desk, path: str) -> tuple[Link, ...]:
    """Ways to the list of every kind that has records, with how many there are."""
    return tuple(
        Link(
            urls.href(path, urls.folder_path(folder)),
            Markup.escape(desk.wording.say(f"kind.{KIND_OF[folder]}.many")),
            note=str(len(desk.directory.of(folder))),
        )
        for folder in RECORDS
        if desk.directory.of(folder)
    )


def _home_view(desk: Desk) -> HomeView:
    directory, wording = desk.directory, desk.wording
    path = urls.HOME
    groups = [row for row in directory.of(GROUPS) if helpers_of(desk, row.ref)]
    towns = [row for row in directory.of(PLACES) if row.type in TOWNS and is_shown(desk, row)]
    areas = [row for row in directory.of(AREAS) if is_shown(desk, row)]
    kinds = _kind_links(desk, path)
    return HomeView(
        frame=frame_of(desk, path, desk.edition.text(directory.site.title), origin=SITE_FILE),
        heading=Markup.escape(wording.say("home.heading")),
        intro=wording.html(directory.site.description),
        families=need_families(desk, groups, path),
        choose_href=urls.href(path, urls.CHOOSE) if has_choice(desk) else "",
        places=row_links(desk, towns, path),
        kinds=kinds,
        areas=row_links(desk, areas, path),
        pictures=pictures_links(desk, path),
    )


def text_pages(desk: Desk) -> Iterator[Page]:
    for page in desk.directory.of(PAGES):
        yield desk.page(
            urls.record_path(page.ref), "text.html", partial(text_view, desk, page),
            origin=page.path, of=page.ref,
        )  # fmt: skip


def text_view(desk: Desk, page: Any) -> TextView:
    path = urls.record_path(page.ref)
    summary = page.summary
    return TextView(
        frame=frame_of(
            desk, path, desk.edition.text(page.title),
            description=desk.edition.text(summary) if summary else "",
            crumbs=crumbs_of(desk, path), origin=page.path,
        ),
        heading=desk.wording.html(page.title),
        summary=desk.wording.html(summary) if summary else Markup(""),
        body=desk.edition.fragment(page.body, partial(resolve, path, page.path)),
    )  # fmt: skip


def search_page(desk: Desk) -> Iterator[Page]:
    directory = desk.directory
    shown = [
        (row.ref, len(members_of(desk, row.ref)))
        for f in (AREAS, GROUPS, PLACES)
        for row in directory.of(f)
    ]
    rows = "".join(
        desk.facts[row.ref] for f in (AREAS, GROUPS, PLACES) for row in directory.of(f)
    )
    counts = str([len(directory.of(folder)) for folder in RECORDS])
    menu = "".join(desk.facts[page.ref] for page in directory.of(PAGES) if page.menu == "header")
    helped = str(any(helpers_of(desk, row.ref) for row in directory.of(GROUPS)))
    yield desk.page(
        urls.SEARCH, "search.html", partial(_search_view, desk), counts, str(shown), rows, menu,
        helped,
    )  # fmt: skip


def _search_view(desk: Desk) -> SearchView:
    wording, directory = desk.wording, desk.directory
    path = urls.SEARCH
    here = desk.edition.prefix + path
    browse = []
    for folder, _, kind in VOCABULARIES:
        rows = [row for row in directory.of(folder) if is_shown(desk, row)]
        if rows:
            browse.append(
                Section(
                    wording.say(f"kind.{kind}.many"), f"sg-{folder}",
                    links=row_links(desk, rows, path),
                    more_href=urls.href(path, urls.folder_path(folder)),
                )
            )  # fmt: skip
    kinds = _kind_links(desk, path)
    alphabet = Link(urls.href(path, urls.ALPHABET), Markup.escape(wording.say("alphabet.heading")))
    browse.insert(0, Section(wording.say("home.what"), "sg-kinds", links=(*kinds, alphabet)))
    return SearchView(
        frame=frame_of(desk, path, wording.say("search.heading"), crumbs=crumbs_of(desk, path)),
        script_href=urls.href(here, "search/s.js"),
        root_href=urls.root_of(path),
        kinds=tuple((kind, wording.say(f"result_kind.{kind}")) for kind in RESULT_KINDS),
        browse=tuple(browse),
        help=_help_links(desk, path),
        facets=tuple((name, wording.say(f"search.facet.{name}")) for name in _FACETS),
    )


_FACETS = ("vrsta", "oblast", "grupa", "mjesto")


def _help_links(desk: Desk, path: str) -> tuple[Link, ...]:
    """Where to go on from a search for words of danger: the first page of the menu, and whom."""
    pages = [page for page in desk.directory.of(PAGES) if page.menu == "header"]
    links = [
        Link(urls.href(path, urls.record_path(page.ref)), desk.wording.html(page.title))
        for page in sorted(pages, key=lambda page: (page.order or 1000, page.ref))[:1]
    ]
    if any(helpers_of(desk, row.ref) for row in desk.directory.of(GROUPS)):
        label = Markup.escape(desk.wording.say("home.whom"))
        links.append(Link(urls.href(path, urls.NEEDS), label))
    return tuple(links)


def sources_page(desk: Desk) -> Iterator[Page]:
    rows = desk.directory.of(SOURCES)
    cited = [_citing(desk, row.ref) for row in rows]
    yield desk.page(
        SOURCES_PAGE, "sources.html", partial(_sources_view, desk),
        "".join(desk.facts[row.ref] for row in rows), *(desk.shown(refs) for refs in cited),
    )  # fmt: skip


def _citing(desk: Desk, source: Ref) -> list[Ref]:
    return desk.order(
        link.source for link in desk.directory.backlinks(source) if link.source.folder in RECORDS
    )


def _sources_view(desk: Desk) -> SourcesView:
    path = SOURCES_PAGE
    entries = tuple(
        (
            f"sg-{ref.slug}",
            source_view(desk, desk.directory.rows[ref]),
            tuple(
                Link(urls.href(path, desk.cards[citing].href), desk.cards[citing].title)
                for citing in _citing(desk, ref)
            ),
        )
        for ref in desk.order(row.ref for row in desk.directory.of(SOURCES))
    )
    heading = desk.wording.say("sources.heading")
    return SourcesView(
        frame_of(
            desk, path, heading, crumbs=crumbs_of(desk, path),
            origin=desk.directory.of(SOURCES)[0].path if entries else "",
        ),
        Markup.escape(heading), entries,
    )


def gaps_page(desk: Desk) -> Iterator[Page]:
    records = [
        record for folder in RECORDS for record in desk.directory.of(folder) if record.unknown
    ]
    yield desk.page(
        urls.GAPS, "gaps.html", partial(_gaps_view, desk),
        *(desk.facts[record.ref] for record in records),
    )  # fmt: skip


def _gaps_view(desk: Desk) -> GapsView:
    """Every record of which something is known to be unknown, with a way to write it."""
    wording, path = desk.wording, urls.GAPS
    sections = []
    for folder in RECORDS:
        refs = desk.order(rec.ref for rec in desk.directory.of(folder) if rec.unknown)
        gaps = tuple(_gap(desk, desk.directory.records[ref], path) for ref in refs)
        if gaps:
            sections.append((wording.say(f"kind.{KIND_OF[folder]}.many"), f"sg-{folder}", gaps))
    heading = wording.say("gaps.heading")
    return GapsView(
        frame=frame_of(desk, path, heading, crumbs=crumbs_of(desk, path)),
        heading=Markup.escape(heading),
        count=sum(len(gaps) for _, _, gaps in sections),
        sections=tuple(sections),
    )


def _gap(desk: Desk, record: Record, path: str) -> Gap:
    site = desk.directory.site
    return Gap(
        Link(urls.href(path, urls.record_path(record.ref)), desk.wording.html(record.title)),
        unknown_of(desk.wording, record),
        site.edit_url.replace("{path}", record.path) if site.edit_url else "",
        record.path,
    )


def redirect_pages(desk: Desk) -> Iterator[Page]:
    for record in desk.directory.records.values():
        for alias in record.aliases:
            old = urls.record_path(Ref(record.ref.folder, alias))
            yield desk.page(
                old, "redirect.html", partial(_redirect_view, desk, record, old),
                desk.facts[record.ref], str(desk.sensitive.get(record.ref)), origin=record.path,
            )  # fmt: skip


def _redirect_view(desk: Desk, record: Record, old: str) -> RedirectView:
    target = urls.record_path(record.ref)
    title = desk.edition.text(record.title)
    frame = frame_of(desk, old, title, noindex=True, about=record.ref)
    return RedirectView(frame, desk.wording.html(record.title), urls.href(old, target))


def not_found_page(desk: Desk) -> Iterator[Page]:
    other = repr(sorted(desk.other_words.sentences.items())) if desk.other_words else ""
    yield desk.page(urls.NOT_FOUND, "not_found.html", partial(_not_found_view, desk), other)


def _not_found_view(desk: Desk) -> NotFoundView:
    """Served for any address, so its links start from the root of the site."""
    site_root = urlsplit(desk.directory.site.base_url or "").path.rstrip("/") + "/"
    here = _rooted_frame(desk, site_root)
    if desk.other is None or desk.other_words is None:
        return NotFoundView(here, None)
    other = Desk(desk.directory, desk.other, desk.edition, desk.other_words, desk.words, desk.as_of)
    return NotFoundView(here, _rooted_frame(other, site_root))


def _rooted_frame(desk: Desk, site_root: str) -> Frame:
    frame = frame_of(desk, urls.NOT_FOUND, desk.wording.say("not_found.heading"), noindex=True)
    root = site_root + desk.edition.prefix

    def rooted(links: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(link._replace(href=root + link.href, current=False) for link in links)

    shell = frame.shell
    shell = shell._replace(
        site_href=site_root,
        home_href=root + shell.home_href,
        search_href=root + shell.search_href,
        booklet_href=root + shell.booklet_href if shell.booklet_href else "",
        help_href=root + shell.help_href if shell.help_href else "",
        header=rooted(shell.header),
        footer=rooted(shell.footer),
        corrections=rooted((shell.corrections,))[0] if shell.corrections else None,
    )
    return frame._replace(
        shell=shell,
        other_href=site_root + desk.other.prefix + urls.HOME if desk.other else "",
        canonical="",
        alternates=(),
    )
