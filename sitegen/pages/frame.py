"""What every page has around its content: titles, menus, pairs, the emergency strip."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.config import Site
from sitegen.kinds.common import (
    AREAS,
    DOCUMENTS,
    GROUPS,
    ORGANIZATIONS,
    PAGES,
    SERVICES,
    SOURCES,
)
from sitegen.pages.cards import KIND_OF, label_of
from sitegen.pages.desk import Desk
from sitegen.values import Ref
from sitegen.views import EmergencyView, Frame, Link
from sitegen.wording import Wording


def frame_of(
    desk: Desk, path: str, title: str, *, description: str = "", crumbs: tuple[Link, ...] = (),
    origin: str = "", noindex: bool = False, about: Ref | None = None,
    detail: str = "",
) -> Frame:  # fmt: skip
    """What the page at *path* has around it. *about* is the record or the term that it is about:
    where that is sensitive, the title and the preview do not say so, and there is a way out.
    *detail* tells its pages apart."""
    site, edition, wording = desk.directory.site, desk.edition, desk.wording
    is_sensitive = about in desk.sensitive
    if about is not None and is_sensitive:
        title, description = neutral_title(desk, about, path, detail), ""
    here = edition.prefix + path

    def to(target: str) -> str:
        return urls.href(path, target)

    site_title = edition.text(site.title)
    other_href = urls.href(here, desk.other.prefix + path)
    base = (site.base_url or "").rstrip("/")
    pair = sorted(
        [(edition.lang, here), (desk.other.lang, desk.other.prefix + path)],
        key=lambda item: len(item[1]),
    )
    alternates = [
        (lang, _public(base, target) if base else urls.href(here, target)) for lang, target in pair
    ]
    return Frame(
        lang=edition.lang,
        other_lang=desk.other.lang,
        other_href=other_href,
        other_is_latin=desk.other.script.is_latin,
        title=title if title == site_title else f"{title} – {site_title}",
        description=description or edition.text(site.description),
        path=here,
        site_href=urls.root_of(here),
        home_href=to(urls.HOME),
        site_title=edition.html(site.title),
        header=_menu(desk, path, "header"),
        footer=_menu(desk, path, "footer"),
        search_href=to(urls.SEARCH),
        booklet_href=to(urls.BOOKLET),
        help_href=_help(desk, path),
        canonical=_public(base, here) if base else "",
        alternates=(*alternates, ("x-default", alternates[0][1])),
        as_of=wording.date(desk.as_of),
        publisher=edition.html(site.publisher),
        official=bool(site.official),
        town=edition.html(site.town) if site.town else Markup(""),
        licence=Link(site.licence_url or "", edition.html(site.licence)) if site.licence else None,
        edit_href=site.edit_url.replace("{path}", origin) if site.edit_url and origin else "",
        mail_href=f"mailto:{site.contact_email}" if site.contact_email else "",
        corrections=_corrections(desk, path),
        emergency=_emergency(wording, site),
        crumbs=crumbs,
        as_of_day=desk.as_of.last_day.isoformat(),
        exit_href=(site.exit_url or EXIT) if is_sensitive else "",
        noindex=noindex,
    )


# Where a reader in a hurry is sent if the site does not say: a page that anybody may have open.
EXIT = "https://www.google.com/"


def neutral_title(desk: Desk, about: Ref, path: str, detail: str) -> str:
    """A title that tells the pages of the history apart and does not say what they are about."""
    kind = "record"
    if about.folder in (AREAS, GROUPS):
        kind = "term" if path.startswith(about.folder) else "need"
    return desk.wording.say(f"neutral.{kind}", number=desk.sensitive[about]) + detail


def _public(base: str, path: str) -> str:
    return f"{base}/{path.removesuffix('index.html')}"


def menu_order(page: Any) -> tuple[int, Ref]:
    """Pages with an order first, by it; the others after them."""
    return (10_000 if page.order is None else page.order, page.ref)


def _help(desk: Desk, path: str) -> str:
    """The first page of the header menu: how to find help."""
    pages = [page for page in desk.directory.of(PAGES) if page.menu == "header"]
    first = min(pages, key=menu_order, default=None)
    return urls.href(path, urls.record_path(first.ref)) if first else ""


def _menu(desk: Desk, path: str, name: str) -> tuple[Link, ...]:
    links: list[Link] = []
    if name == "header":
        for folder in (SERVICES, ORGANIZATIONS, DOCUMENTS):
            if desk.directory.of(folder):
                target = urls.folder_path(folder)
                label = Markup.escape(desk.wording.say(f"kind.{KIND_OF[folder]}.many"))
                links.append(Link(urls.href(path, target), label, current=target == path))
    pages = [page for page in desk.directory.of(PAGES) if page.menu == name]
    for page in sorted(pages, key=menu_order):
        target = urls.record_path(page.ref)
        label = desk.wording.html(page.short_title or page.title)
        links.append(Link(urls.href(path, target), label, current=target == path))
    if name == "footer":
        for target, key in (
            (urls.GAPS, "gaps.heading"),
            (urls.ALPHABET, "alphabet.heading"),
            (SOURCES_PAGE, "sources.heading"),
            (urls.BOOKLET, "booklet.heading"),
            (urls.POCKET, "pocket.heading"),
        ):
            label = Markup.escape(desk.wording.say(key))
            links.append(Link(urls.href(path, target), label, current=target == path))
    return tuple(links)


def _corrections(desk: Desk, path: str) -> Link | None:
    named = desk.directory.site.corrections
    if named is None or named.ref is None:
        return None
    title = label_of(desk.directory.records[named.ref])
    return Link(urls.href(path, urls.record_path(named.ref)), desk.wording.html(title))


def _emergency(wording: Wording, site: Site) -> tuple[EmergencyView, ...]:
    return tuple(
        EmergencyView(
            wording.html(entry.label), entry.number.shown, f"tel:{entry.number.e164}",
            wording.html(entry.area), wording.html(entry.hours), wording.date(entry.checked),
        )
        for entry in site.emergency
    )  # fmt: skip


def crumbs_of(desk: Desk, path: str, *steps: tuple[str, Markup]) -> tuple[Link, ...]:
    home = Link(urls.href(path, urls.HOME), Markup.escape(desk.wording.say("crumbs.home")))
    return (home, *(Link(urls.href(path, target), label) for target, label in steps))


SOURCES_PAGE = urls.folder_path(SOURCES)
