"""What all pages of an edition have around them, links counted from the root of the edition.

Worked out once; ``frame`` moves the links to where a page lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.config import Site
from sitegen.directory import Directory
from sitegen.kinds.common import DOCUMENTS, ORGANIZATIONS, PAGES, RECORDS, SERVICES, SOURCES
from sitegen.pages.cards import KIND_OF, label_of
from sitegen.values import PartialDate, Ref
from sitegen.views import EmergencyView, Link
from sitegen.wording import Wording

SOURCES_PAGE = urls.folder_path(SOURCES)


@dataclass(frozen=True)
class Around:
    """The surroundings of every page; the words are those of ``views.Frame``."""

    title: str
    site_title: Markup
    description: str
    home: Link
    header: tuple[Link, ...]
    footer: tuple[Link, ...]
    help: str  # the page that says how to find help; empty where there is none
    as_of: str
    as_of_day: str
    publisher: Markup
    town: Markup
    licence: Link | None
    corrections: Link | None
    emergency: tuple[EmergencyView, ...]

    def where(self, path: str) -> str:
        """The same for pages that have the same links around them, written the same.

        A relative link depends on how deep a page lies and on the folders that it shares with
        the target, and a menu on whether the page is in it.
        """
        depth = path.count("/")
        if path in self.targets:
            return path
        return f"{'/'.join(path.split('/')[:-1][: self._deepest])}:{depth}"

    @cached_property
    def targets(self) -> frozenset[str]:
        """All that the surroundings lead to."""
        links = (self.home, *self.header, *self.footer, *filter(None, [self.corrections]))
        others = (urls.SEARCH, urls.BOOKLET, self.help or urls.HOME)
        return frozenset([*(link.href for link in links), *others])

    @cached_property
    def _deepest(self) -> int:
        return max(target.count("/") for target in self.targets)


def around(directory: Directory, wording: Wording, as_of: PartialDate) -> Around:
    """What all pages of one edition have around them."""
    site, edition = directory.site, wording.edition
    return Around(
        title=edition.text(site.title),
        site_title=edition.html(site.title),
        description=edition.text(site.description),
        home=Link(urls.HOME, Markup.escape(wording.say("crumbs.home"))),
        header=(*_lists(directory, wording), *_texts(directory, wording, "header")),
        footer=(*_texts(directory, wording, "footer"), *_ways_through(directory, wording)),
        help=_help(directory),
        as_of=wording.date(as_of),
        as_of_day=as_of.last_day.isoformat(),
        publisher=edition.html(site.publisher),
        town=edition.html(site.town) if site.town else Markup(""),
        licence=Link(site.licence_url or "", edition.html(site.licence)) if site.licence else None,
        corrections=_corrections(directory, wording),
        emergency=_emergency(wording, site),
    )


def _lists(directory: Directory, wording: Wording) -> list[Link]:
    return [
        Link(urls.folder_path(folder), Markup.escape(wording.say(f"kind.{KIND_OF[folder]}.many")))
        for folder in (SERVICES, ORGANIZATIONS, DOCUMENTS)
        if directory.has(folder)
    ]


def _texts(directory: Directory, wording: Wording, menu: str) -> list[Link]:
    pages = [page for page in directory.of(PAGES) if page.menu == menu]
    return [
        Link(urls.record_path(page.ref), wording.html(page.short_title or page.title))
        for page in sorted(pages, key=menu_order)
    ]


def has_records(directory: Directory) -> bool:
    """Whether there is anything to print or to put into a pocket."""
    return any(directory.has(folder) for folder in RECORDS)


def _ways_through(directory: Directory, wording: Wording) -> list[Link]:
    pages = [
        (urls.GAPS, "gaps.heading"),
        (urls.DATA, "data.heading"),
        (urls.ALPHABET, "alphabet.heading"),
        (SOURCES_PAGE, "sources.heading"),
    ]
    if has_records(directory):
        pages += [
            (urls.FIGURES, "figures.heading"), (urls.BOOKLET, "booklet.heading"), (urls.POCKET, "pocket.heading"),
        ]  # fmt: skip
    return [Link(path, Markup.escape(wording.say(key))) for path, key in pages]


def menu_order(page: Any) -> tuple[int, Ref]:
    """Pages with an order first, by it; the others after them."""
    return (10_000 if page.order is None else page.order, page.ref)


def _help(directory: Directory) -> str:
    """The first page of the header menu: how to find help."""
    pages = [page for page in directory.of(PAGES) if page.menu == "header"]
    first = min(pages, key=menu_order, default=None)
    return urls.record_path(first.ref) if first else ""


def _corrections(directory: Directory, wording: Wording) -> Link | None:
    named = directory.site.corrections
    if named is None or named.ref is None:
        return None
    title = label_of(directory.records[named.ref])
    return Link(urls.record_path(named.ref), wording.html(title))


def _emergency(wording: Wording, site: Site) -> tuple[EmergencyView, ...]:
    return tuple(
        EmergencyView(
            wording.html(entry.label), entry.number.shown, f"tel:{entry.number.e164}",
            wording.html(entry.area), wording.html(entry.hours), wording.date(entry.checked),
        )
        for entry in site.emergency
    )  # fmt: skip
