"""The built site of the real content, read as a visitor without JavaScript would.

Nothing here is taken from ``sitegen.checks``: these tests are what the checks are measured by.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import posixpath
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

ROOT = Path(__file__).parent.parent
EDITIONS = {"": "sr-Cyrl-BA", "lat/": "sr-Latn-BA"}
BOTH_SCRIPTS = "404.html"  # one page for both: it has no pair
FETCHED = {"src", "srcset", "poster", "data", "background"}
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "label"}
META_TEXT = {"description", "og:title", "og:description", "twitter:title", "author"}
ALPHABETS = {
    "sr-Cyrl-BA": re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]"),
    "sr-Latn-BA": re.compile(r"[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]"),
}


@dataclass(frozen=True)
class Node:
    """An element of a page, with the language that its text must be in ("" for any)."""

    element: Element
    lang: str

    def get(self, name: str) -> str:
        return self.element.get(name, "")


@dataclass(frozen=True)
class HtmlPage:
    path: str
    weight: int
    nodes: tuple[Node, ...]
    texts: tuple[tuple[str, str], ...]  # (text, language)
    mistakes: tuple[str, ...]

    @property
    def edition(self) -> str:
        return "lat/" if self.path.startswith("lat/") else ""

    @property
    def is_redirect(self) -> bool:
        return any(node.get("http-equiv").lower() == "refresh" for node in self.all("meta"))

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.nodes if node.element.tag in tags]

    @property
    def ids(self) -> list[str]:
        return [node.get("id") for node in self.nodes if "id" in node.element.attrib]

    @property
    def links(self) -> list[str]:
        """Where a reader can go: links and forms."""
        links = [
            node.get("href") for node in self.all("a", "area") if "href" in node.element.attrib
        ]
        return links + [node.get("action") for node in self.all("form")]

    def target(self, link: str) -> str:
        """The file that *link* leads to, by path from the root of the site."""
        path = unquote(urlsplit(link).path)
        if path.startswith("/"):
            return path[1:]
        folder = posixpath.dirname(self.path)
        return posixpath.normpath(posixpath.join(folder, path)) if path else self.path


def read_page(path: str, content: bytes) -> HtmlPage:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(content, transport_encoding="utf-8")
    nodes: list[Node] = []
    texts: list[tuple[str, str]] = []

    def walk(element: Element, outer: str) -> None:
        if not isinstance(element.tag, str):
            return  # a comment
        lang = element.get("lang", outer)
        if element.get("translate") == "no" or element.tag in ("code", "pre", "script", "style"):
            lang = ""
        nodes.append(Node(element, lang))
        if element.text:
            texts.append((element.text, "title" if element.tag == "title" else lang))
        for child in element:
            walk(child, lang)
            if child.tail:
                texts.append((child.tail, lang))

    walk(root, "")
    mistakes = tuple(f"{place}: {code}" for place, code, _ in parser.errors)
    return HtmlPage(path, len(gzip.compress(content)), tuple(nodes), tuple(texts), mistakes)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, HtmlPage]:
    files = sorted(site.rglob("*.html"))
    paths = [file.relative_to(site).as_posix() for file in files]
    return {
        path: read_page(path, file.read_bytes()) for path, file in zip(paths, files, strict=True)
    }


@pytest.fixture(scope="module")
def records() -> list[str]:
    """The page that every file of content must have, by path inside an edition."""
    files = sorted((ROOT / "content").glob("*/*.md"))
    found = [
        f"{file.stem}/index.html"
        if file.parent.name == "stranice"
        else f"{file.parent.name}/{file.stem}/index.html"
        for file in files
    ]
    assert found
    return found


def is_outside(link: str) -> bool:
    parts = urlsplit(link)
    return bool(parts.scheme or parts.netloc)


def clicks_from_home(pages: dict[str, HtmlPage], edition: str) -> dict[str, int]:
    """How many links away each page of *edition* is, without ever leaving the edition."""
    home = f"{edition}index.html"
    away, reached = {home: 0}, [home]
    for path in reached:
        for node in pages[path].all("a"):
            link = node.get("href")
            target = pages[path].target(link)
            if is_outside(link) or target in away or target not in pages:
                continue
            if pages[target].edition == edition:
                away[target] = away[path] + 1
                reached.append(target)
    return away


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_record_is_four_clicks_from_home_or_nearer(
    pages: dict[str, HtmlPage], records: list[str], edition: str
) -> None:
    away = clicks_from_home(pages, edition)
    assert [] == [path for path in records if away.get(edition + path, 99) > 4]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_can_be_reached_without_javascript(
    pages: dict[str, HtmlPage], edition: str
) -> None:
    away = clicks_from_home(pages, edition)
    own = {path for path, page in pages.items() if page.edition == edition}
    forms = {f"{edition}pretraga/index.html"}  # the form of every header leads there
    unlinked = {path for path in own if pages[path].is_redirect} | {BOTH_SCRIPTS}
    assert set() == own - set(away) - forms - unlinked


def test_no_link_is_dead(site: Path, pages: dict[str, HtmlPage]) -> None:
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    dead = []
    for page in pages.values():
        for link in [*page.links, *resources(page), *others(page)]:
            if is_outside(link):
                continue
            target, anchor = page.target(link), unquote(urlsplit(link).fragment)
            if target not in files or (anchor and anchor not in pages[target].ids):
                dead.append((page.path, link))
    assert [] == dead


def test_a_link_inside_the_site_is_relative(pages: dict[str, HtmlPage]) -> None:
    """Only the page of lost visitors, shown at any address, counts from the root."""
    found = [
        (page.path, link)
        for page in pages.values()
        for link in [*page.links, *resources(page), *others(page)]
        if page.path != BOTH_SCRIPTS
        and (link.startswith(("/", "\\")) or urlsplit(link).path == ".")
    ]
    assert [] == found


def test_a_link_out_of_the_site_goes_to_a_page_a_letter_or_a_phone(
    pages: dict[str, HtmlPage],
) -> None:
    outside = {link for page in pages.values() for link in page.links if is_outside(link)}
    assert outside
    assert set() == {
        link for link in outside if not re.match(r"https?://\w|mailto:.+@|tel:\+?\d", link)
    }


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_page_has_only_letters_of_its_script(pages: dict[str, HtmlPage], edition: str) -> None:
    """A title holds no elements: on a Cyrillic page it may hold a Latin name as it is."""
    strays = []
    for page in pages.values():
        if page.edition != edition:
            continue
        for text, lang in [*page.texts, *spoken(page)]:
            lang = "sr-Latn-BA" if lang == "title" and edition else lang
            stray = lang in ALPHABETS and ALPHABETS[lang].search(text)
            if stray:
                strays.append((page.path, text.strip()[:80]))
    assert [] == strays


def test_what_keeps_its_letters_in_one_edition_keeps_them_in_the_other(
    pages: dict[str, HtmlPage],
) -> None:
    """Latin words of our own must not escape the rule above by being marked as foreign."""

    def kept(page: HtmlPage) -> set[str]:
        nodes = (node for node in page.nodes if node.get("translate") == "no")
        texts = (" ".join("".join(node.element.itertext()).split()) for node in nodes)
        return {text.removeprefix("lat/") for text in texts}

    extra = {
        path: kept(page) - kept(pages[path.removeprefix("lat/")])
        for path, page in pages.items()
        if page.edition
    }
    assert {} == {path: texts for path, texts in extra.items() if texts}


def test_every_page_says_its_language(pages: dict[str, HtmlPage]) -> None:
    said = {path: page.all("html")[0].get("lang") for path, page in pages.items()}
    assert {path: EDITIONS[page.edition] for path, page in pages.items()} == said


def test_every_page_has_its_pair_and_both_say_so(pages: dict[str, HtmlPage]) -> None:
    paired = [path for path in pages if path != BOTH_SCRIPTS and not pages[path].is_redirect]
    for path in paired:
        inside = path.removeprefix("lat/")
        expected = {"sr-Cyrl-BA": inside, "sr-Latn-BA": f"lat/{inside}", "x-default": inside}
        said = {
            node.get("hreflang"): pages[path].target(node.get("href"))
            for node in pages[path].all("link")
            if node.get("hreflang")
        }
        assert expected == said, path
        other = inside if path != inside else f"lat/{inside}"
        assert other in pages
        switch = [
            pages[path].target(node.get("href"))
            for node in pages[path].all("a")
            if node.get("hreflang")
        ]
        assert [other] == switch, path


def test_redirects_have_their_pair_too(pages: dict[str, HtmlPage]) -> None:
    moved = {path for path, page in pages.items() if page.is_redirect}
    assert {path for path in moved if not path.startswith("lat/")} == {
        path.removeprefix("lat/") for path in moved if path.startswith("lat/")
    }


def test_pages_are_read_without_a_mistake(pages: dict[str, HtmlPage]) -> None:
    assert {} == {path: page.mistakes for path, page in pages.items() if page.mistakes}


def test_headings_make_an_outline(pages: dict[str, HtmlPage]) -> None:
    for page in pages.values():
        levels = [int(node.element.tag[1]) for node in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert 1 == levels.count(1), page.path
        assert 1 == levels[0], page.path
        jumps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert [] == jumps, page.path
        empty = [
            n for n in page.all("h1", "h2", "h3", "h4") if not "".join(n.element.itertext()).strip()
        ]
        assert [] == empty, page.path


def test_every_id_is_one(pages: dict[str, HtmlPage]) -> None:
    found = {
        path: [i for i, n in Counter(page.ids).items() if n > 1] for path, page in pages.items()
    }
    assert {} == {path: ids for path, ids in found.items() if ids}


def test_an_element_is_named_by_elements_that_are_there(pages: dict[str, HtmlPage]) -> None:
    names = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
    lost = [
        (page.path, name, one)
        for page in pages.values()
        for node in page.nodes
        for name in names
        for one in node.get(name).split()
        if one not in page.ids
    ]
    assert [] == lost


def test_a_title_and_a_description_are_one_and_not_empty(pages: dict[str, HtmlPage]) -> None:
    for page in pages.values():
        titles = [node for node in page.all("title") if node.element.text]
        assert 1 == len([node for node in titles if (node.element.text or "").strip()]), page.path
        described = [n.get("content") for n in page.all("meta") if n.get("name") == "description"]
        assert page.is_redirect or [True] == [bool(text.strip()) for text in described], page.path


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_two_pages_have_one_title(pages: dict[str, HtmlPage], edition: str) -> None:
    titles = Counter(
        page.all("title")[0].element.text
        for page in pages.values()
        if page.edition == edition and not page.is_redirect
    )
    assert [] == [title for title, times in titles.items() if times > 1]


def test_nothing_is_written_into_the_page_that_the_policy_forbids(
    pages: dict[str, HtmlPage],
) -> None:
    """A page that is one file may carry a style and a script, if its policy names their hashes."""
    inline = [
        (page.path, node.element.tag, name)
        for page in pages.values()
        for node in page.nodes
        for name in (*node.element.attrib, "")
        if name == "style" or name.startswith("on")
        or (name == "" and is_inline(node) and not is_sealed(page, node))
    ]  # fmt: skip
    assert [] == inline


def is_sealed(page: HtmlPage, node: Node) -> bool:
    if page.path not in ("imenik.html", "lat/imenik.html"):
        return False
    policy = next(meta.get("content") for meta in page.all("meta") if is_policy(meta))
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    digest = hashlib.sha256((node.element.text or "").encode()).digest()
    return [f"'sha256-{base64.b64encode(digest).decode()}'"] == rules[f"{node.element.tag}-src"]


def test_the_whole_directory_fits_into_one_file_that_needs_nothing(
    site: Path, pages: dict[str, HtmlPage]
) -> None:
    for edition in EDITIONS:
        page = pages[f"{edition}imenik.html"]
        assert (site / page.path).stat().st_size <= 2_000_000
        assert [] == [link for link in resources(page) if link]
        text = " ".join(" ".join(text for text, _ in page.texts).split())
        assert ("Stanje na dan" if edition else "Стање на дан") in text
        assert "051/301-065" in text
        for folder in ("usluge", "organizacije"):
            records = len(list((ROOT / "content" / folder).glob("*.md")))
            listed = [n for n in page.all("h2") if n.get("id") == f"sg-{folder}"]
            assert listed
            assert records <= len(page.all("h3"))


def test_the_booklet_holds_every_record_once(pages: dict[str, HtmlPage], records: list[str]) -> None:
    for edition in EDITIONS:
        page = pages[f"{edition}knjizica/index.html"]
        kept = [node.get("data-entry") for node in page.nodes if "data-entry" in node.element.attrib]
        expected = [path.removesuffix("/index.html") for path in records if path.count("/") == 2]
        assert sorted(expected) == sorted(kept)


def test_every_page_carries_a_policy_before_anything_it_fetches(
    pages: dict[str, HtmlPage],
) -> None:
    for page in pages.values():
        head = page.all("meta", "link", "script")
        at = [n for n, node in enumerate(head) if is_policy(node)]
        assert 1 == len(at), page.path
        policy = head[at[0]].get("content")
        assert "default-src 'none'" in policy, page.path
        assert not re.search(r"unsafe|\*|https?:|data:", policy), page.path
        first = min((n for n, node in enumerate(head) if fetched(node)), default=len(head))
        assert at[0] < first, page.path


def test_nothing_is_fetched_from_elsewhere(site: Path, pages: dict[str, HtmlPage]) -> None:
    assert [] == [
        (p.path, link) for p in pages.values() for link in resources(p) if is_outside(link)
    ]
    for style in site.rglob("*.css"):
        assert [] == re.findall(
            r"@import|url\(\s*['\"]?(?:https?:)?//[^)]*", style.read_text("utf-8")
        )


def test_a_record_fits_into_one_round_trip(pages: dict[str, HtmlPage], records: list[str]) -> None:
    """14 KB: ten TCP segments, what a server sends before it waits for an answer."""
    heavy = {
        edition + path: pages[edition + path].weight
        for edition in EDITIONS
        for path in records
        if pages[edition + path].weight > 14 * 1024
    }
    assert {} == heavy


def test_a_record_with_all_it_asks_for_is_light(site: Path, records: list[str]) -> None:
    """Four requests at most and 14 KB as they are sent; 35 KB unpacked, unless a record is a hub:
    the City is named by so many others that its own page is a long list."""
    hubs = {"organizacije/grad-banja-luka/index.html", "organizacije/centar-za-socijalni-rad-banja-luka/index.html"}
    heavy: dict[str, tuple[int, int, int]] = {}
    for path in [edition + path for edition in EDITIONS for path in records]:
        page = site / path
        asked = re.findall(
            r'<link rel="(?:stylesheet|icon)" href="([^"]+)"|<script src="([^"]+)"', page.read_text("utf-8")
        )
        files = [page, *(page.parent / (style or script) for style, script in asked)]
        whole = sum(file.stat().st_size for file in files)
        sent = sum(len(gzip.compress(file.read_bytes())) for file in files)
        most = 45 * 1024 if path.removeprefix("lat/") in hubs else 35 * 1024
        if len(files) > 4 or sent > 14 * 1024 or whole > most:
            heavy[path] = (len(files), sent, whole)
    assert {} == heavy


def test_the_styles_weigh_eight_kilobytes_at_most(site: Path) -> None:
    styles = {file.name: len(gzip.compress(file.read_bytes())) for file in site.rglob("*.css")}
    assert styles
    assert sum(styles.values()) <= 8 * 1024, styles


def test_the_offline_copy_holds_the_same_files(site: Path) -> None:
    with zipfile.ZipFile(site / "offline.zip") as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if not name.endswith("/")]
        packed = {name.partition("/")[2]: archive.read(name) for name in names}
        assert 1 == len({name.partition("/")[0] for name in names})
    published = files_of(site)
    for own in ("offline.zip", ".sitegen-site"):
        published.pop(own)
    assert set(published) == set(packed)
    assert [] == [path for path, content in published.items() if packed[path] != content]


def test_a_second_build_makes_the_same_bytes(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "once more"
    command = [sys.executable, "build.py", "--output", target, "--no-cache"]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    first, second = files_of(site), files_of(target)
    assert set(first) == set(second)
    assert [] == [path for path in first if first[path] != second[path]]


def files_of(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def resources(page: HtmlPage) -> list[str]:
    """What a browser fetches by itself."""
    links = [node.get("href") for node in page.all("link") if fetched(node)]
    return links + [node.get(name) for node in page.nodes for name in FETCHED if node.get(name)]


def others(page: HtmlPage) -> list[str]:
    """Pages named in the head, and the target of a redirect."""
    named = [n.get("href") for n in page.all("link") if not fetched(n)]
    refresh = [n.get("content") for n in page.all("meta") if n.get("http-equiv") == "refresh"]
    return named + [content.partition("url=")[2] for content in refresh]


def fetched(node: Node) -> bool:
    kinds = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}
    is_link = node.element.tag == "link" and bool(kinds & set(node.get("rel").split()))
    return is_link or bool(node.get("src"))


def is_inline(node: Node) -> bool:
    """Data for search engines is no script: no browser runs it, with or without a policy."""
    tag, is_data = node.element.tag, node.get("type") == "application/ld+json"
    return tag == "style" or (tag == "script" and not node.get("src") and not is_data)


def is_policy(node: Node) -> bool:
    return node.get("http-equiv").lower() == "content-security-policy"


def spoken(page: HtmlPage) -> Iterator[tuple[str, str]]:
    """Words in attributes, with their language; no attribute can mark a word as foreign."""
    for node in page.nodes:
        for name, value in node.element.attrib.items():
            is_ours = name in SPOKEN or name.startswith(("data-say-", "data-kind-"))
            if is_ours and node.lang == "sr-Latn-BA":
                yield value, node.lang
            if name == "content" and {node.get("name"), node.get("property")} & META_TEXT:
                yield value, "title"
