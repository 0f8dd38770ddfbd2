"""Checks of the finished files, before they are published. A shelf: one module, one name here."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from sitegen.checks import links, scripts, sizes
from sitegen.checks.site import Asked, BuiltSite, Look
from sitegen.diagnostics import Diagnostic

T = TypeVar("T")
CHECKS = (links.check, scripts.check, sizes.check)
_ENDS_ONE_IN = 48  # pages may end a stretch


def stretches(paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """*paths* in their order, cut where the paths themselves say, so that a new one moves no others."""
    held: list[str] = []
    for path in sorted(paths):
        held.append(path)
        if zlib.crc32(path.encode()) % _ENDS_ONE_IN == 0:
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def look(site: BuiltSite, paths: Collection[str]) -> Look:
    """The findings of every check about the pages *paths*, and what they depend on beside them."""
    files, pages = _Witness(site.files), _Witness(site.pages)
    found = tuple(_findings(dataclasses.replace(site, files=files, pages=pages), paths))
    others = tuple((path, site.tags.get(path, "")) for path in sorted(pages.read.difference(paths)))
    groups = files.there, files.missing, pages.there, pages.missing
    asked = Asked(*[tuple(sorted(group)) for group in groups])
    return Look(found, others, lambda: asked)


def holds(site: BuiltSite, known: Look, *, same_paths: bool) -> bool:
    """Whether *known*, a look at pages that are as they were, would be the same today. *same_paths*: since
    that look no file came and none went."""
    if not all(tag and site.tags.get(path) == tag for path, tag in known.others):
        return False
    return same_paths or _answers(site, known.asked())


def _answers(site: BuiltSite, asked: Asked) -> bool:
    is_file, is_page = site.files.__contains__, site.pages.__contains__
    return (
        all(map(is_file, asked.files)) and not any(map(is_file, asked.no_files))
        and all(map(is_page, asked.pages)) and not any(map(is_page, asked.no_pages))
    )  # fmt: skip


def _findings(site: BuiltSite, paths: Collection[str]) -> Iterator[Diagnostic]:
    for one in CHECKS:
        yield from one(site, paths)


class _Witness(Mapping[str, T]):
    """A mapping that knows what it was asked."""

    def __init__(self, held: Mapping[str, T]) -> None:
        self._held = held
        self.there: set[str] = set()
        self.missing: set[str] = set()
        self.read: set[str] = set()

    def __contains__(self, name: object) -> bool:
        found = name in self._held
        (self.there if found else self.missing).add(str(name))
        return found

    def __getitem__(self, name: str) -> T:
        self.read.add(name)
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        raise TypeError("a check asks for one file or page after another")

    def __len__(self) -> int:
        return len(self._held)
