"""What every page has around its content: titles, menus, pairs, the emergency strip."""

from __future__ import annotations

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.common import AREAS, GROUPS
from sitegen.pages.around import has_records
from sitegen.pages.desk import Desk
from sitegen.values import Ref
from sitegen.views import Frame, Link


def frame_of(
    desk: Desk, path: str, title: str, *, description: str = "", crumbs: tuple[Link, ...] = (),
    origin: str = "", noindex: bool = False, about: Ref | None = None,
    detail: str = "",
) -> Frame:  # fmt: skip
    """What the page at *path* has around it. *about* is the record or the term that it is about:
    where that is sensitive, the title and the preview do not say so, and there is a way out.
    *detail* tells its pages apart."""
    site, edition = desk.directory.site, desk.edition
    is_sensitive = about in desk.sensitive
    if about is not None and is_sensitive:
        title, description = neutral_title(desk, about, path, detail), ""
    here = edition.prefix + path

    def to(target: str) -> str:
        return urls.href(path, target)

    around = desk.around
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
        title=title if title == around.title else f"{title} – {around.title}",
        description=description or around.description,
        path=here,
        site_href=urls.root_of(here),
        home_href=to(urls.HOME),
        site_title=around.site_title,
        header=tuple(moved_link(link, path) for link in around.header),
        footer=tuple(moved_link(link, path) for link in around.footer),
        search_href=to(urls.SEARCH),
        booklet_href=to(urls.BOOKLET) if has_records(desk.directory) else "",
        help_href=to(around.help) if around.help else "",
        canonical=_public(base, here) if base else "",
        alternates=(*alternates, ("x-default", alternates[0][1])),
        as_of=around.as_of,
        publisher=around.publisher,
        official=bool(site.official),
        town=around.town,
        licence=around.licence,
        edit_href=site.edit_url.replace("{path}", origin) if site.edit_url and origin else "",
        mail_href=around.mail_href,
        corrections=_moved_text(around.corrections, path),
        emergency=around.emergency,
        crumbs=crumbs,
        as_of_day=around.as_of_day,
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


def moved_link(link: Link, path: str) -> Link:
    """*link*, counted from the root of the edition, as the page at *path* has it."""
    return Link(urls.href(path, link.href), link.label, current=link.href == path)


def _moved_text(link: Link | None, path: str) -> Link | None:
    """A link in running text, which never says that it leads to where one is."""
    return Link(urls.href(path, link.href), link.label) if link else None


def crumbs_of(desk: Desk, path: str, *steps: tuple[str, Markup]) -> tuple[Link, ...]:
    home = desk.around.home
    return (Link(urls.href(path, home.href), home.label), *(Link(urls.href(path, target), label) for target, label in steps))
