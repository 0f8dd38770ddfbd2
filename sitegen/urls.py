"""Addresses: where each page lies, and how one page names another.

Paths are inside an edition and end in ``index.html``, spelled out, so that the same files work
on a server and from a folder. Slugs come from file names; a title never moves an address.
"""

from __future__ import annotations

from sitegen.kinds.common import PAGES
from sitegen.values import Ref

HOME = "index.html"
SEARCH = "pretraga/index.html"
ALPHABET = "azbuka/index.html"
NEEDS = "potrebe/index.html"
GAPS = "nedostaje/index.html"
DATA = "podaci/index.html"
FEED = "feed.xml"
OPEN_SEARCH = "opensearch.xml"
CHOOSE = "izbor/index.html"
BOOKLET = "knjizica/index.html"
FIGURES = "slike/index.html"
TIMELINE = "slike/vrijeme/index.html"
NETWORK = "slike/mreza/index.html"
MAP = "slike/karta/index.html"
POCKET = "imenik.html"  # the whole directory in one file
NOT_FOUND = "404.html"


def record_path(ref: Ref) -> str:
    """The page of a record or a table row."""
    return folder_path(ref.slug) if ref.folder == PAGES else f"{ref.folder}/{ref.slug}/{HOME}"


def relations_path(ref: Ref) -> str:
    """All that names a record, where its own page has no room for it."""
    return f"{ref.folder}/{ref.slug}/veze/{HOME}"


def folder_path(folder: str, number: int = 1) -> str:
    """Page *number* of the list of a folder."""
    return paged(f"{folder}/{HOME}", number)


def paged(path: str, number: int) -> str:
    """Page *number* of a list that begins at *path*; the first one is *path* itself."""
    return path if number == 1 else f"{path.removesuffix(HOME)}{number}/{HOME}"


def feed_path(page: str) -> str:
    """The feed that lies beside a page."""
    return page.removesuffix(HOME) + FEED


def need_path(group: str, place: str = "") -> str:
    """Help for one group of people, everywhere or at one place."""
    return f"potrebe/{group}/{place}/{HOME}" if place else f"potrebe/{group}/{HOME}"


def href(from_path: str, to_path: str, anchor: str = "") -> str:
    """The relative link from one page to another; both paths count from the same folder."""
    if from_path[:2] != to_path[:2]:  # as most are: nothing is shared but the root
        relative = "../" * from_path.count("/") + to_path
        return f"{relative}#{anchor}" if anchor else relative
    here, there = from_path.split("/"), to_path.split("/")
    same, deepest = 0, min(len(here), len(there)) - 1
    while same < deepest and here[same] == there[same]:
        same += 1
    relative = "../" * (len(here) - same - 1) + "/".join(there[same:])
    return f"{relative}#{anchor}" if anchor else relative


def root_of(path: str) -> str:
    """The relative way from the page *path* to the folder that all paths count from."""
    depth = path.count("/")
    return "../" * depth or "./"
