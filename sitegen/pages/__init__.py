"""Which pages exist, and what each of them says.

``plan`` gives every page of one edition: its path, its template, a key and a way to build its
view. The key is the digest of all that the view is made of, so equal keys mean equal pages and
a view need not be built to know that nothing changed. The plan itself depends on no text of a
record, so its ``rows_of`` can be kept and ``recalled`` in a build in which only texts are others. Knows
no HTML beyond ready fragments.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from sitegen.catalog import Catalog
from sitegen.directory import Directory, digest_of
from sitegen.editions import Edition
from sitegen.kinds.common import PAGES
from sitegen.pages.atlas import map_page
from sitegen.pages.booklet import booklet_pages
from sitegen.pages.choose import choose_page
from sitegen.pages.data import data_page
from sitegen.pages.desk import Desk, Page
from sitegen.pages.figures import figures_page
from sitegen.pages.lists import alphabet_page, kind_lists, vocabulary_pages
from sitegen.pages.needs import need_pages
from sitegen.pages.network import network_page
from sitegen.pages.records import record_pages, record_view
from sitegen.pages.singles import (
    gaps_page,
    home_page,
    not_found_page,
    redirect_pages,
    search_page,
    sources_page,
    text_pages,
    text_view,
)
from sitegen.pages.timeline import timeline_page
from sitegen.urls import record_path
from sitegen.values import PartialDate, Ref
from sitegen.views import View

__all__ = ["Desk", "Page", "page_alone", "plan", "plan_key", "planned", "recalled", "rows_of"]


def plan(
    directory: Directory, edition: Edition, other: Edition | None, words: Catalog,
    other_words: Catalog | None, as_of: PartialDate,
) -> tuple[Page, ...]:  # fmt: skip
    """Every page of one edition, sorted by path. *words* are in its script, *other_words* in the
    script of its pair, if the site has one."""
    return planned(Desk(directory, edition, other, words, other_words, as_of))


def planned(desk: Desk) -> tuple[Page, ...]:
    """Every page that is made at one *desk*, sorted by path."""
    families = (
        home_page, record_pages, text_pages, kind_lists, vocabulary_pages, need_pages, alphabet_page, search_page,
        sources_page,
        gaps_page, booklet_pages, choose_page, data_page,
        figures_page, timeline_page, network_page, map_page,
        redirect_pages,
    )  # fmt: skip
    pages = [page for family in families for page in family(desk)]
    if not desk.edition.prefix:
        pages += not_found_page(desk)
    return tuple(sorted(pages, key=lambda page: page.path))


def plan_key(desk: Desk) -> str:
    """A digest of everything that the pages planned at *desk* depend on, but for texts."""
    other = sorted(desk.other_words.sentences.items()) if desk.other_words else ()
    prefix = desk.other.prefix if desk.other else ""
    return digest_of(f"{desk.surroundings} {prefix} {other!r} {desk.directory.all_facts}")


def rows_of(pages: Iterable[Page]) -> tuple[tuple[str, ...], ...]:
    """*pages* of one desk as plain values, for the memory of a build."""
    return tuple((page.path, page.template, page.uses, page.origin, *(page.of or ())) for page in pages)


def recalled(desk: Desk, rows: Iterable[tuple[str, ...]]) -> tuple[Page, ...]:
    """The pages that ``rows_of`` made *rows* of at a desk with the same ``plan_key``.

    A page of a record is built by itself; for any other that is asked for all are planned anew.
    """
    digests, lang = desk.directory.digests, desk.edition.lang
    anew = cache(lambda: {page.path: page.build_view for page in planned(desk)})

    def page(path: str, template: str, uses: str, origin: str, *ref: str) -> Page:
        if not ref:
            return Page(path, template, uses, lambda: anew()[path](), origin, lang)
        of = Ref(*ref)
        return Page(path, template, uses, partial(_view_of, desk, of), origin, lang, of, digests[of])

    return tuple(page(*row) for row in rows)


def _view_of(desk: Desk, ref: Ref) -> View:
    view = text_view if ref.folder == PAGES else record_view
    return view(desk, desk.directory.records[ref])


def page_alone(desk: Desk, record: Any) -> Page:
    """The page of one *record* as it is now, without a key: whoever asks has only this one made.

    Lists and pages that name the record are not looked at, and who names it is not asked again.
    """
    build = partial(text_view if record.ref.folder == PAGES else record_view, desk, record)
    template = "text.html" if record.ref.folder == PAGES else "record.html"
    path = desk.edition.prefix + record_path(record.ref)
    return Page(path, template, "", build, record.path, desk.edition.lang)
