"""Every link leads somewhere, every id is one, nothing is asked of other sites."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from sitegen.checks.site import BuiltSite, spelled_path, ways_up
from sitegen.diagnostics import Diagnostic, problem

_SCHEMES = ("http", "https", "mailto", "tel")
_OUTSIDE = ("https://", "http://", "mailto:", "tel:")


def check(site: BuiltSite, paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Findings about the links, the ids and the resources of the pages *paths*."""
    # What steps up leads to one place from all pages whose folders lie beside each other.
    right: dict[str, set[str]] = {}
    for path in paths:
        page = site.pages[path]
        if len(set(page.ids)) < len(page.ids):
            for name, times in Counter(page.ids).items():
                if times > 1:
                    place = site.place(path)
                    yield problem(place, "output.duplicate_id", found=name, page=path)
        folders = ways_up(path)
        known = right.setdefault(folders[1] if len(folders) > 1 else "/", set())
        for link in page.links:
            if link in known or (link.startswith(_OUTSIDE) and link.isascii() and "[" not in link):
                continue
            if spelled_path(folders, link) not in site.files:
                code = _fault(site, path, link)
                if code:
                    yield problem(site.place(path), code, found=link, page=path)
                    continue
            if link.startswith("../"):
                known.add(link)
        for resource in page.resources:
            if resource not in known and spelled_path(folders, resource) not in site.files:
                code = _fault_of_resource(site, path, resource)
                if code:
                    yield problem(site.place(path), code, found=resource, page=path)


def _fault(site: BuiltSite, path: str, link: str) -> str:
    """What is wrong with *link* on the page *path*; empty if nothing is."""
    if link[:1] == "#" and link[1:] in site.pages[path].ids:
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        return "output.dead_link"
    if parts.scheme or parts.netloc:
        return "" if parts.scheme in _SCHEMES else "output.dead_link"
    target = _target(path, parts.path, site.root) if parts.path else path
    if target not in site.files:
        return "output.dead_link"
    if parts.fragment and target in site.pages:
        if unquote(parts.fragment) not in site.pages[target].ids:
            return "output.dead_anchor"
    return ""


def _fault_of_resource(site: BuiltSite, path: str, resource: str) -> str:
    """What is wrong with the address of something that the page *path* loads by itself."""
    parts = urlsplit(resource)
    if parts.scheme or parts.netloc:
        return "output.outside_request"
    is_there = _target(path, parts.path, site.root) in site.files
    return "" if is_there else "output.dead_link"


def _target(page: str, link: str, root: str) -> str:
    if link.startswith("/"):
        inside = link.removeprefix(root) if page == "404.html" else link
        return posixpath.normpath(inside) if inside and not inside.startswith("/") else link
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(link)))
    return f"{joined}/index.html" if link.endswith("/") else joined
