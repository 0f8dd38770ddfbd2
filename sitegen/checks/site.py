"""The built site as the checks see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from sitegen.artifacts import Artifact
from sitegen.checks.reading import PageFacts
from sitegen.diagnostics import Diagnostic, Place
from sitegen.frozen import dataclass


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """All files by path, the facts of every page, and where each page comes from. The mappings
    may fetch what is asked of them."""

    files: Mapping[str, Artifact]
    pages: Mapping[str, PageFacts]
    weights: Mapping[str, int]  # page -> bytes of gzip, where they may be too many
    origins: Mapping[str, str]  # page -> file of content
    other_prefix: str  # of the edition that is not at the root: "lat/"; empty if there is none
    base_url: str
    tags: Mapping[str, str]  # of pages: equal tags, equal pages

    @property
    def root(self) -> str:
        """The path that links of the 404 page start from."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"

    @property
    def is_absolute(self) -> bool:
        """Whether pairs of pages are named by absolute addresses."""
        return bool(self.base_url)

    def place(self, path: str) -> Place:
        """Where an editor should look for the cause of a finding on the page *path*."""
        return Place(self.origins.get(path) or path)

    def inside(self, path: str) -> str:
        """The path of a page inside its edition."""
        return path.removeprefix(self.other_prefix)

    def pair_of(self, path: str) -> str:
        """The same page in the other script."""
        if path.startswith(self.other_prefix):
            return path.removeprefix(self.other_prefix)
        return self.other_prefix + path


@dataclass(frozen=True, slots=True)
class Asked:
    """Paths that somebody asked for, told apart by what is there."""

    files: tuple[str, ...]
    no_files: tuple[str, ...]
    pages: tuple[str, ...]
    no_pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at some pages found, and what it asked of the rest of the site."""

    findings: tuple[Diagnostic, ...]
    others: tuple[tuple[str, str], ...]  # pages that were read, and their tags
    asked: Callable[[], Asked]  # they are many, and matter only where a file came or went


def built_site(
    artifacts: Iterable[Artifact], facts: Mapping[str, PageFacts], weights: Mapping[str, int],
    origins: Mapping[str, str], other_prefix: str, base_url: str,
    tags: Mapping[str, str] = MappingProxyType({}),
) -> BuiltSite:  # fmt: skip
    """A ``BuiltSite`` of finished files."""
    files = {artifact.path.text: artifact for artifact in artifacts}
    return BuiltSite(files, facts, weights, origins, other_prefix, base_url, tags)


def ways_up(path: str) -> tuple[str, ...]:
    """The folder of *path*, the one above it and so on, each with its slash; the root is empty."""
    steps = path.split("/")[:-1]
    return tuple("".join(f"{step}/" for step in steps[:n]) for n in range(len(steps), -1, -1))


def spelled_path(folders: tuple[str, ...], link: str) -> str:
    """The path that *link* spells out on a page whose ``ways_up`` are *folders*: steps up, then
    the path of a file. Empty, or no path of any file, for every other kind of address.

    No file has a step of dots, so what is cut off a path in *files* was steps up and nothing else.
    """
    up = link.count("../")
    return folders[up] + link[3 * up :] if up < len(folders) else ""
