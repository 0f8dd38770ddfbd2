"""No Cyrillic letter on a Latin page and the reverse, outside elements that say so; and every
page has its pair in the other script."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from sitegen.checks.reading import PageFacts
from sitegen.checks.site import BuiltSite, spelled_path, ways_up
from sitegen.diagnostics import Diagnostic, problem

_NO_PAIR = frozenset({"404.html"})


def check(site: BuiltSite, paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Findings about the letters and the pairs of the pages *paths*."""
    for path in paths:
        page = site.pages[path]
        for stray in dict.fromkeys(page.strays):
            yield problem(site.place(path), "output.script_left", found=stray, page=path)
        if path in _NO_PAIR or not site.other_prefix:
            continue
        other = site.pair_of(path)
        if other not in site.pages or not _names_pair(site, path, page, other):
            yield problem(site.place(path), "output.pair_missing", found=other, page=path)


def _names_pair(site: BuiltSite, path: str, page: PageFacts, other: str) -> bool:
    """Whether *page* names *other*, or no page at all, as its pair."""
    folders = ways_up(path)
    return (
        not page.pairs
        or any(other == spelled_path(folders, href) for _, href in page.pairs)
        or any(other == _target(site, path, href) for _, href in page.pairs)
    )


def _target(site: BuiltSite, path: str, href: str) -> str:
    """The file that the address of a pair means."""
    base = site.base_url.rstrip("/") + "/"
    if site.is_absolute and href.startswith(base):
        inside = href.removeprefix(base)
        return f"{inside}index.html" if inside == "" or inside.endswith("/") else inside
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), href))
