"""The list of pages for search engines, where the site knows its own address.

Each page names its pair in the other script, as the sitemap protocol 0.9 with xhtml links has it.
``lastmod`` only where the day of change can be proved (``history``): a wrong one is worse than none.
"""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sitegen import urls
from sitegen.artifacts import Artifact, OutPath
from sitegen.directory import Directory
from sitegen.editions import Edition
from sitegen.history import Days, changed
from sitegen.pages import Page

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_HIDDEN = ("redirect.html", "not_found.html", "pocket.html")


def closed() -> tuple[Artifact, ...]:
    """``robots.txt`` of a site that search engines are to leave alone, whatever its theme says."""
    return (Artifact(OutPath("robots.txt"), b"User-agent: *\nDisallow: /\n"),)


def sitemap(
    pages: Iterable[Page], editions: tuple[Edition, ...], base_url: str,
    changes: Mapping[str, datetime.date] = MappingProxyType({}),
) -> tuple[Artifact, ...]:  # fmt: skip
    """``sitemap.xml`` and ``robots.txt``; nothing without *base_url*. *changes* are the days of
    change by the path of the page inside its edition."""
    if not base_url:
        return ()
    base = base_url.rstrip("/")
    ET.register_namespace("", _SITEMAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    first = editions[0]
    inside = sorted(
        page.path.removesuffix("index.html") for page in pages
        if page.lang == first.lang and page.template not in _HIDDEN
    )  # fmt: skip
    for edition in editions:
        for path in inside:
            entry = ET.SubElement(root, f"{{{_SITEMAP}}}url")
            ET.SubElement(entry, f"{{{_SITEMAP}}}loc").text = f"{base}/{edition.prefix}{path}"
            day = changes.get(f"{path}index.html")
            if day:
                ET.SubElement(entry, f"{{{_SITEMAP}}}lastmod").text = day.isoformat()
            for other in editions if len(editions) > 1 else ():
                href = f"{base}/{other.prefix}{path}"
                alternate = {"rel": "alternate", "hreflang": other.lang, "href": href}
                ET.SubElement(entry, f"{{{_XHTML}}}link", alternate)
    ET.indent(root, space="")
    xml = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    robots = f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n"
    return (
        Artifact(OutPath("robots.txt"), robots.encode()),
        Artifact(OutPath("sitemap.xml"), xml + b"\n"),
    )


def last_changes(directory: Directory, days: Days) -> Mapping[str, datetime.date]:
    """The day on which each record last changed, by the path of its page, where it is known."""
    found = ((urls.record_path(ref), changed(one, days)) for ref, one in directory.records.items())
    return {path: day for path, day in found if day}
