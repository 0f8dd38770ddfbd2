"""Every link leads somewhere, every id is one, nothing is asked of other sites."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from sitegen.checks.site import BuiltSite, spelled_path, ways_up
from sitegen.diagnostics import Diagnostic, problem

_SCHEMES = ("http", "https", "mailto", "tel")


def check(site: BuiltSite) -> Iterator[Diagnostic]:
    """Findings about links, ids and resources of all pages."""
    for path, page in site.pages.items():
        place = site.place(path)
        if len(set(page.ids)) < len(page.ids):
            for name, times in Counter(page.ids).items():
                if times > 1:
                    yield problem(place, "output.duplicate_id", found=name, page=path)
        folders = ways_up(path)
        for link in page.links:
            if spelled_path(folders, link) not in site.files:
                yield from _link(site, path, link)
        for resource in page.resources:
            if spelled_path(folders, resource) in site.files:
                continue
            parts = urlsplit(resource)
            if parts.scheme or parts.netloc:
                yield problem(place, "output.outside_request", found=resource, page=path)
            elif _target(path, parts.path, site.root) not in site.files:
                yield problem(place, "output.dead_link", found=resource, page=path)


def _link(site: BuiltSite, path: str, link: str) -> Iterator[Diagnostic]:
    place = site.place(path)
    try:
        parts = urlsplit(link)
    except ValueError:
        yield problem(place, "output.dead_link", found=link, page=path)
        return
    if parts.scheme or parts.netloc:
        if parts.scheme not in _SCHEMES:
            yield problem(place, "output.dead_link", found=link, page=path)
        return
    target = _target(path, parts.path, site.root) if parts.path else path
    if target not in site.files:
        yield problem(place, "output.dead_link", found=link, page=path)
    elif parts.fragment and target in site.pages:
        if unquote(parts.fragment) not in site.pages[target].ids:
            yield problem(place, "output.dead_anchor", found=link, page=path)


def _target(page: str, link: str, root: str) -> str:
    if link.startswith("/"):
        inside = link.removeprefix(root) if page == "404.html" else link
        return posixpath.normpath(inside) if inside and not inside.startswith("/") else link
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(link)))
    return f"{joined}/index.html" if link.endswith("/") else joined
