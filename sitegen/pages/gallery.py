"""Which pictures there are, and ways from each to the others."""

from __future__ import annotations

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.common import DOCUMENTS, PLACES
from sitegen.kinds.document import Document
from sitegen.kinds.tables import Place
from sitegen.pages.around import has_records
from sitegen.pages.desk import Desk
from sitegen.pages.members import TOWNS, is_shown
from sitegen.views import Link

_STRATEGIC = frozenset({"strategy", "plan", "programme", "action_plan"})


def strategic_documents(desk: Desk) -> list[Document]:
    """The documents that say what is to be done over years."""
    return [one for one in desk.directory.of(DOCUMENTS) if one.doc_type in _STRATEGIC]


def pinned_towns(desk: Desk) -> list[Place]:
    """The towns with records whose point is that of a town."""
    return [
        place for place in desk.directory.of(PLACES)
        if place.type in TOWNS and is_shown(desk, place)
        and place.coordinates and place.coordinates.precision in (None, "town")
    ]  # fmt: skip


def pictures_links(desk: Desk, path: str) -> tuple[Link, ...]:
    """Ways from the page *path* to all pictures that the directory has something for."""
    return tuple(
        Link(urls.href(path, target), Markup.escape(desk.wording.say(key)), current=target == path)
        for target, key in hung(desk)
    )


def hung(desk: Desk) -> list[tuple[str, str]]:
    """The address and the heading of every picture."""
    pages = [(urls.FIGURES, "figures.heading")] if has_records(desk.directory) else []
    if strategic_documents(desk):
        pages.append((urls.TIMELINE, "timeline.heading"))
    if desk.ties:
        pages.append((urls.NETWORK, "network.heading"))
    if pinned_towns(desk):
        pages.append((urls.MAP, "map.heading"))
    return pages
