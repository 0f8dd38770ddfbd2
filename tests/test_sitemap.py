"""The sitemap: every page once in each script, with its pair, and only where the site has an address."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from sitegen.config import Site
from sitegen.editions import editions
from sitegen.pages import Page
from sitegen.scripts.spans import Prose
from sitegen.sitemap import sitemap

SITE = Site(
    title=Prose(("Проба",)),
    description=Prose(("Опис",)),
    publisher=Prose(("Уредништво",)),
    locale="sr-BA",
)
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LINK = "{http://www.w3.org/1999/xhtml}link"


def page(path: str, template: str, lang: str) -> Page:
    return Page(path, template, "", lambda: None, "", lang)  # type: ignore[arg-type, return-value]


PAGES = [
    page("index.html", "home.html", "sr-Cyrl-BA"),
    page("lat/index.html", "home.html", "sr-Latn-BA"),
    page("usluge/a/index.html", "record.html", "sr-Cyrl-BA"),
    page("lat/usluge/a/index.html", "record.html", "sr-Latn-BA"),
    page("404.html", "not_found.html", "sr-Cyrl-BA"),
    page("usluge/stara/index.html", "redirect.html", "sr-Cyrl-BA"),
]


def test_every_page_is_listed_in_both_scripts_with_its_pair():
    files = {file.path.text: file.content for file in sitemap(PAGES, editions(SITE), "https://x.example/i/")}
    root = ET.fromstring(files["sitemap.xml"])  # noqa: S314 - our own bytes
    assert [entry.text for entry in root.iter(LOC)] == [
        "https://x.example/i/",
        "https://x.example/i/usluge/a/",
        "https://x.example/i/lat/",
        "https://x.example/i/lat/usluge/a/",
    ]
    pairs = [(link.get("hreflang"), link.get("href")) for link in root[3].iter(LINK)]
    assert pairs == [
        ("sr-Cyrl-BA", "https://x.example/i/usluge/a/"),
        ("sr-Latn-BA", "https://x.example/i/lat/usluge/a/"),
    ]
    assert b"Sitemap: https://x.example/i/sitemap.xml" in files["robots.txt"]


def test_a_site_that_does_not_know_its_address_has_none():
    assert sitemap(PAGES, editions(SITE), "") == ()
