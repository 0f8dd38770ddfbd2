"""What every page has around its content: titles, menus, pairs, the emergency strip."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup

from sitegen import urls
from sitegen.exports import schema_org
from sitegen.kinds.common import AREAS, GROUPS, RECORDS
from sitegen.pages.around import has_records
from sitegen.pages.cards import KIND_OF
from sitegen.pages.desk import Desk
from sitegen.values import Ref
from sitegen.views import Frame, Link, Shell


def frame_of(
    desk: Desk, path: str, title: str, *, description: str = "", crumbs: tuple[Link, ...] = (),
    origin: str = "", noindex: bool = False, about: Ref | None = None,
    detail: str = "", main: schema_org.Node | None = None,
) -> Frame:  # fmt: skip
    """What the page at *path* has around it. *about* is the record or the term that it is about:
    where that is sensitive, the title and the preview do not say so, and there is a way out.
    *detail* tells its pages apart; *main* is what machines are told that the page is about."""
    site, edition = desk.directory.site, desk.edition
    is_sensitive = about in desk.sensitive
    if about is not None and is_sensitive:
        title, description = neutral_title(desk, about, path, detail), ""
    here = edition.prefix + path
    around, other = desk.around, desk.other
    shell = shell_of(desk, path)
    base = shell.base.removesuffix("/")
    return Frame(
        shell=shell,
        other_lang=other.lang if other else "",
        other_href=urls.href(here, other.prefix + path) if other else "",
        other_is_latin=bool(other and other.script.is_latin),
        title=title if title == around.title else f"{title} – {around.title}",
        description=description or around.description,
        path=here,
        canonical=_public(base, here) if base else "",
        alternates=_alternates(desk, path, base) if other else (),
        edit_href=site.edit_url.replace("{path}", origin) if site.edit_url and origin else "",
        mail_href=_letter(desk, title, "" if is_sensitive else _public(base, here) if base else here),
        crumbs=crumbs,
        linked=Markup("") if noindex else _linked(desk, path, title, about, main, crumbs),
        feeds=() if noindex else _feeds(desk, path),
        open_search_href=urls.href(path, urls.OPEN_SEARCH) if base and not noindex else "",
        exit_href=(site.exit_url or EXIT) if is_sensitive else "",
        noindex=noindex,
    )


def shell_of(desk: Desk, path: str) -> Shell:
    """What the page at *path* has around it like all others that lie where it lies."""
    where = desk.around.where(path)
    if where not in desk.shells:
        desk.shells[where] = _shell(desk, path)
    return desk.shells[where]


def _shell(desk: Desk, path: str) -> Shell:
    site, around = desk.directory.site, desk.around
    base = (site.base_url or "").rstrip("/")

    def to(target: str) -> str:
        return urls.href(path, target)

    return Shell(
        lang=desk.edition.lang,
        site_href=urls.root_of(desk.edition.prefix + path),
        home_href=to(urls.HOME),
        site_title=around.site_title,
        header=tuple(moved_link(link, path) for link in around.header),
        footer=tuple(moved_link(link, path) for link in around.footer),
        search_href=to(urls.SEARCH),
        booklet_href=to(urls.BOOKLET) if has_records(desk.directory) else "",
        help_href=to(around.help) if around.help else "",
        as_of=around.as_of,
        as_of_day=around.as_of_day,
        publisher=around.publisher,
        official=bool(site.official),
        town=around.town,
        licence=around.licence,
        report_href=site.report_url or "",
        corrections=_moved_text(around.corrections, path),
        emergency=around.emergency,
        base=f"{base}/" if base else "",
        preview=site.preview,
    )


def _alternates(desk: Desk, path: str, base: str) -> tuple[tuple[str, str], ...]:
    """The page in each script, and the one for readers of neither."""
    both = [(one.lang, one.prefix) for one in (desk.edition, desk.other) if one]
    both.sort(key=lambda one: len(one[1]))
    here = desk.edition.prefix + path
    found = [
        (lang, _public(base, prefix + path) if base else urls.href(here, prefix + path))
        for lang, prefix in both
    ]
    return (*found, ("x-default", found[0][1]))


def _linked(
    desk: Desk, path: str, title: str, about: Ref | None, main: schema_org.Node | None,
    steps: tuple[Link, ...],
) -> Markup:  # fmt: skip
    """What machines are told: the thing the page is about, or the page, and the way to it. Of a
    sensitive page they learn no more than its neutral title."""
    base, prefix = desk.data.base, desk.edition.prefix

    def address(target: str) -> str:
        return _public(base, prefix + target) if base else urls.href(path, target)

    if main is None and about and about not in desk.sensitive and path == urls.record_path(about):
        speaker = schema_org.Speaker(
            desk.data, desk.edition, lambda ref: address(urls.record_path(ref))
        )
        main = schema_org.node(speaker, about)
    if main is None:
        main = {
            "@type": "WebSite" if path == urls.HOME else "WebPage",
            "name": title,
            "url": address(path),
            "inLanguage": desk.edition.lang,
        }
    if path == urls.HOME and base:
        main["potentialAction"] = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{address(urls.SEARCH)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        }
    if not steps:
        return schema_org.script([main])
    way = [(_plain(link.label), _absolute(base, prefix + path, link.href)) for link in steps]
    return schema_org.script([main, schema_org.crumbs([*way, (title, address(path))])])


@lru_cache(maxsize=1000)
def _plain(label: Markup) -> str:
    """The characters of a label; few labels stand on many pages."""
    return label.striptags()


def _absolute(base: str, here: str, href: str) -> str:
    """The link *href* of the page at *here*, absolute where the site knows its address."""
    if not base:
        return href
    target = posixpath.normpath(posixpath.join(posixpath.dirname(here), href))
    return _public(base, target)


def _feeds(desk: Desk, path: str) -> tuple[Link, ...]:
    """The feed of the edition, and the page's own where it lists a kind or an area."""
    found = [Link(urls.href(path, urls.FEED), Markup.escape(desk.wording.say("feed.all")))]
    folder, _, rest = path.partition("/")
    own = ""
    if rest == urls.HOME and folder in RECORDS:
        own = desk.wording.say(f"kind.{KIND_OF[folder]}.many")
    elif folder == AREAS and rest.count("/") == 1:
        area = Ref(AREAS, rest.partition("/")[0])
        if area in desk.directory.rows and area not in desk.sensitive:
            own = desk.edition.text(desk.directory.rows[area].label)
    if own:
        found.append(Link(urls.href(path, urls.feed_path(path)), Markup.escape(own)))
    return tuple(found)


# Where a reader in a hurry is sent if the site does not say: a page that anybody may have open.
EXIT = "https://www.google.com/"


def neutral_title(desk: Desk, about: Ref, path: str, detail: str) -> str:
    """A title that tells the pages of the history apart and does not say what they are about."""
    kind = "record"
    if about.folder in (AREAS, GROUPS):
        kind = "term" if path.startswith(about.folder) else "need"
    return desk.wording.say(f"neutral.{kind}", number=desk.sensitive[about]) + detail


_LONGEST_TITLE = 80  # characters; some mail programs cut addresses above 2,000


def _letter(desk: Desk, title: str, address: str) -> str:
    """A letter to the editors, begun: what not to write, which page, and what they need to know.

    The *address* of a page that it may be dangerous to be seen reading is left out.
    """
    mailbox, say = desk.directory.site.contact_email, desk.wording.say
    if not mailbox:
        return ""
    name = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
    lines = [say("report.warning"), "", say("report.page", title=name)]
    lines += [address] if address else []
    lines += ["", say("report.wrong"), "", say("report.right"), ""]
    subject, body = quote(say("report.subject", title=name), safe=""), quote("\r\n".join(lines), safe="")
    return f"mailto:{mailbox}?subject={subject}&body={body}"


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
