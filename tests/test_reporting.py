"""Every page leads to its file and to a letter about it; a preview says that it is one."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from building import edit, small, tree

from sitegen.pipeline import Options

WARNING = {
    "": "Не пишите о себи ни о другима; пријава на јавном репозиторијуму је јавна.",
    "lat/": "Ne pišite o sebi ni o drugima; prijava na javnom repozitorijumu je javna.",
}
LABEL = {"": "Пријави грешку", "lat/": "Prijavi grešku"}


def anchors(page: str) -> list[tuple[str, str]]:
    """Links of a page: where to and with which words."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [(html.unescape(href), re.sub(r"<[^>]+>", "", text).strip()) for href, text in found]


def pages(root: Path, options: Options | None = None) -> dict[str, str]:
    return {path: data.decode() for path, data in tree(root, options).items() if path.endswith(".html")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small site with the default theme, which is what readers see."""
    root = small(tmp_path)
    text = (root / "content/site.yml").read_text("utf-8")
    (root / "content/site.yml").write_text(re.sub(r"^theme:.*$", "theme: default", text, flags=re.MULTILINE), "utf-8")
    return root


def test_every_page_has_a_letter_that_begins_with_the_warning(root: Path) -> None:
    for path, page in pages(root).items():
        if 'http-equiv="refresh"' in page:
            continue  # a page that only leads on
        prefix = "lat/" if path.startswith("lat/") else ""
        hrefs = [href for href, text in anchors(page) if text == LABEL[prefix]]
        assert 1 == len(hrefs), path
        letter = urlsplit(hrefs[0])
        assert ("mailto", "urednistvo@primjer.invalid") == (letter.scheme, letter.path)
        asked = parse_qs(letter.query, strict_parsing=True)
        assert {"subject", "body"} == set(asked)
        body = asked["body"][0]
        assert body.startswith(WARNING[prefix])
        assert "\r\n" in body
        assert len(hrefs[0]) < 2000
        assert re.fullmatch(r"[!-~]+", hrefs[0])  # nothing that an address cannot hold
        assert "\n" not in asked["subject"][0]


def test_a_title_cannot_add_anything_to_the_letter(root: Path) -> None:
    path = "content/dogadjaji/sastanak-2025-11-05.md"
    text = (root / path).read_text("utf-8")
    title = "А&body=лаж&cc=zlo@primjer.invalid?x#y \\\" <b>"
    (root / path).write_text(re.sub(r"^title:.*$", lambda _: f'title: "{title}"', text, flags=re.MULTILINE), "utf-8")
    page = pages(root)["dogadjaji/sastanak-2025-11-05/index.html"]
    href = next(href for href, text in anchors(page) if text == LABEL[""])
    asked = parse_qs(urlsplit(href).query, strict_parsing=True)
    assert {"subject", "body"} == set(asked)
    assert 1 == len(asked["body"])
    assert "cc=zlo" in asked["subject"][0]


def test_the_letter_of_a_sensitive_page_does_not_name_it(root: Path) -> None:
    page = pages(root)["usluge/sigurno-mjesto/index.html"]
    href = next(href for href, text in anchors(page) if text == LABEL[""])
    assert "sigurno" not in unquote(href).lower()
    assert "сигурно" not in unquote(href).lower()


def test_public_reports_come_second_and_with_the_warning_beside_them(root: Path) -> None:
    edit(root, "content/site.yml", "contact_email:", "report_url: https://primjer.invalid/prijave\ncontact_email:")
    page = pages(root)["index.html"]
    words = [text for href, text in anchors(page) if href.startswith(("mailto:", "https://primjer.invalid/prijave"))]
    assert [LABEL[""], "Јавна пријава"] == words
    assert WARNING[""] in page
    text = (root / "content/site.yml").read_text("utf-8")
    (root / "content/site.yml").write_text(re.sub(r"^contact_email:.*\n", "", text, flags=re.MULTILINE), "utf-8")
    page = pages(root)["lat/index.html"]
    assert ("https://primjer.invalid/prijave", LABEL["lat/"]) in anchors(page)
    assert WARNING["lat/"] in page


def test_without_a_mailbox_the_page_about_corrections_answers(root: Path) -> None:
    text = (root / "content/site.yml").read_text("utf-8")
    text = re.sub(r"^contact_email:.*\n", "", text, flags=re.MULTILINE)
    if "corrections:" not in text:
        text += "corrections: o-imeniku\n"
    (root / "content/site.yml").write_text(text, "utf-8")
    built = pages(root)
    assert ("o-imeniku/index.html", LABEL[""]) in anchors(built["index.html"])
    assert ("/o-imeniku/index.html", LABEL[""]) in anchors(built["404.html"])


@pytest.mark.parametrize(
    ("page", "file"),
    [("usluge/dnevni-boravak/index.html", "usluge/dnevni-boravak.md"), ("lat/usluge/dnevni-boravak/index.html", "usluge/dnevni-boravak.md"),
     ("o-imeniku/index.html", "stranice/o-imeniku.md"), ("mjesta/probnograd/index.html", "data/places.yml"), ("mjesta/index.html", "data/places.yml"),
     ("grupe/index.html", "data/target_groups.yml"), ("potrebe/index.html", "data/target_groups.yml"), ("izvori/index.html", "data/sources.yml"), ("index.html", "site.yml")],
)  # fmt: skip
def test_a_page_leads_to_the_file_that_it_is_made_of(root: Path, page: str, file: str) -> None:
    label = "Uredi ovu stranicu" if page.startswith("lat/") else "Уреди ову страницу"
    built = pages(root)
    assert [f"https://primjer.invalid/izmjena/content/{file}"] == [href for href, text in anchors(built[page]) if text == label]
    assert (root / "content" / file).is_file()


def test_a_preview_says_so_on_every_page_and_is_not_to_be_found(root: Path) -> None:
    edit(root, "content/site.yml", "contact_email:", "base_url: https://imenik.invalid/\ncontact_email:")
    built = tree(root, Options(preview=True))
    for path, data in built.items():
        if path.endswith(".html"):
            page = data.decode()
            assert re.search(r'<meta name="robots" content="noindex">', page), path
            assert "imenik.invalid" not in page
            if 'http-equiv="refresh"' not in page:
                assert ("PREGLED – nije objavljeno" if path.startswith("lat/") else "ПРЕГЛЕД – није објављено") in page
    assert "sitemap.xml" not in built
    assert b"User-agent: *\nDisallow: /\n" == built["robots.txt"]
    (root / "a.zip").write_bytes(built["offline.zip"])
    with zipfile.ZipFile(root / "a.zip") as archive:
        assert "ПРЕГЛЕД – није објављено".encode() in archive.read("imenik/index.html")
    plain = pages(root)
    assert not any("ПРЕГЛЕД" in page for page in plain.values())
    assert "noindex" not in plain["index.html"]
