"""Pictures: what they count is what the lists hold, their tables say the same, and they stand still."""

from __future__ import annotations

import posixpath
import random
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from building import project, small, tree
from markupsafe import Markup

from sitegen.pages.drawing import fitted
from sitegen.pipeline import Options

PLAIN = Options(theme="default", offline=False, search=False)
FIGURES, TIMELINE = "slike/index.html", "slike/vrijeme/index.html"
EDITIONS = ("", "lat/")
AREA = "- {id: podrucje-%d, pref: Подручје %s}\n"
PLAN = """---
title: План {title}
doc_type: plan
{period}
areas: [{area}]
unknown: [sources]
---
"""


def pages(root: Path) -> dict[str, str]:
    return {path: text.decode() for path, text in tree(root, PLAIN).items() if path.endswith(".html")}


def drawings(page: str) -> list[ET.Element]:
    return [ET.fromstring(found) for found in re.findall(r"<svg width.*?</svg>", page, re.DOTALL)]  # noqa: S314


def rows(page: str) -> list[list[str]]:
    """The rows of all tables of a page, as they are marked up."""
    return [re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)]


def said(cell: str) -> str:
    return Markup(cell).striptags()  # noqa: S704 - read and not shown


def linked(page: str, path: str) -> list[str]:
    hrefs = re.findall(r'href="([^"#:]+)"', page)
    return [posixpath.normpath(posixpath.join(posixpath.dirname(path), href)) for href in hrefs]


def listed(files: dict[str, str], path: str) -> int:
    """How many records stand in the list at *path*, on all its pages."""
    pager = re.search(r'<nav class="pager".*?</nav>', files[path], re.DOTALL)
    parts = {path, *(linked(pager[0], path) if pager else ())}
    return sum(files[part].count('class="card-title"') for part in parts)


# --- numbers ---------------------------------------------------------------------------------


def counted(files: dict[str, str], path: str) -> int:
    """Holds every number of the page at *path* against its list; how many there are."""
    table, marks = rows(files[path]), drawings(files[path])
    numbers = 0
    for name, cell in table:
        [target] = linked(cell, path)
        assert int(said(cell)) == listed(files, target), name
        numbers += 1
    in_pictures = [
        (link.attrib["href"], int(link.findall("text")[-1].text or "")) for svg in marks for link in svg.iter("a")
    ]
    in_tables = [(re.findall(r'href="([^"]+)"', cell)[0], int(said(cell))) for _, cell in table]
    assert in_tables == in_pictures
    return numbers


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_is_the_length_of_its_list(tmp_path: Path, edition: str) -> None:
    assert counted(pages(small(tmp_path)), edition + FIGURES) > 10


@pytest.mark.parametrize("seed", range(2))
def test_numbers_of_any_directory_are_those_of_its_lists(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    letters = "АБВГДЂЕЖЗИ"
    files = {"content/data/areas.yml": "".join(AREA % (n, letters[n]) for n in range(10))}
    for n in range(rng.choice((3, 230))):
        areas = ", ".join(f"podrucje-{area}" for area in rng.sample(range(9), rng.randrange(4)))
        files[f"content/organizacije/udruzenje-{n}.md"] = (
            f"---\ntitle: Удружење {n}\ntype: association\nstatus: unknown\nareas: [{areas}]\nunknown: [sources]\n---\n"
        )
    assert counted(pages(project(tmp_path, files)), FIGURES)


# --- time ------------------------------------------------------------------------------------


def plans(tmp_path: Path, *periods: str) -> str:
    """The timeline of plans with these periods, all in one area."""
    files = {"content/data/areas.yml": AREA % (1, "А")}
    for n, period in enumerate(periods):
        text = PLAN.format(title="АБВГД"[n], period=period and f"period: {period}", area="podrucje-1")
        files[f"content/dokumenti/plan-{n}.md"] = text.replace("\n\n", "\n")
    return pages(project(tmp_path, files))[TIMELINE]


def test_years_that_no_document_covers_are_said_not_to_be_known(tmp_path: Path) -> None:
    page = plans(tmp_path, "{from: 2003, to: 2005}", "{from: 2005, to: 2008}", "{from: 2013-05, to: 2015}", "{from: 2018, to: 2024}")
    table = [[said(cell) for cell in row] for row in rows(page)]
    gaps = [row[2] for row in table if row[1] == "ништа није познато"]
    assert ["2009–2012.", "2016–2017.", "2025–2026."] == gaps
    by_year = {row[0]: row[1] for row in table if len(row) == 2}
    assert ("1", "2", "0", "1", "0") == tuple(by_year[year] for year in ("2003.", "2005.", "2010.", "2013.", "2025."))
    assert "2009–2012., 2016–2017., 2025–2026." in page
    [svg] = drawings(page)
    assert 3 == sum(mark.get("class") == "gap" for mark in svg.iter("rect"))


def test_ends_that_are_not_known_are_not_made_up(tmp_path: Path) -> None:
    page = plans(tmp_path, "{from: 2024}", "{to: 2021}", "")
    table = [[said(cell) for cell in row] for row in rows(page)]
    by_year = {row[0]: row[1] for row in table if len(row) == 2}
    assert {"2021.": "1", "2022.": "0", "2023.": "0", "2024.": "1", "2025.": "1", "2026.": "1"} == by_year
    assert [["План В", "датум није познат"]] == [row[1:3] for row in table if row[1] == "План В"]


def test_the_picture_and_its_table_show_the_same_documents(tmp_path: Path) -> None:
    page = plans(tmp_path, "{from: 2020, to: 2022}", "", "{from: 2024, to: 2026}")
    [svg] = drawings(page)
    drawn = [link.attrib["href"] for link in svg.iter("a") if "dokumenti" in link.attrib["href"]]
    told = [href for row in rows(page) for href in re.findall(r'href="([^"]*dokumenti[^"]*)"', row[1])]
    assert sorted(told) == sorted(drawn)
    assert 3 == len(set(drawn))


def test_no_picture_of_nothing(tmp_path: Path) -> None:
    assert not [path for path in pages(project(tmp_path, {})) if "slike/" in path]


# --- every picture ---------------------------------------------------------------------------


def test_a_picture_has_one_sentence_for_a_name_and_no_style_of_its_own(tmp_path: Path) -> None:
    for path, page in pages(small(tmp_path)).items():
        for svg in drawings(page) if "slike/" in path else ():
            title = svg.find("title")
            assert title is not None
            assert title.attrib["id"] == svg.attrib["aria-labelledby"]
            assert f"<p>{title.text}" in page.replace("&#34;", '"')
            assert not any("style" in mark.attrib or "fill" in mark.attrib for mark in svg.iter())


@pytest.mark.parametrize("path", [TIMELINE, "slike/mreza/index.html", "slike/karta/index.html"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_narrow_screen_has_the_same_picture_and_it_fits(site: Path, edition: str, path: str) -> None:
    page = (site / edition / path).read_text("utf-8")
    [broad] = drawings(page)
    [slim] = drawings(page.replace('<svg class="slim" ', "<svg "))[:1]
    assert 320 == int(slim.attrib["width"]) < int(broad.attrib["width"])
    ways = [sorted(link.attrib["href"] for link in one.iter("a")) for one in (slim, broad)]
    assert ways[0] == ways[1]
    for name in ("path", "circle", "rect"):
        assert len([*slim.iter(name)]) == len([*broad.iter(name)]), name
    for text in slim.iter("text"):
        letters, x = len("".join(text.itertext())), int(text.attrib["x"])
        at = x - 7 * letters if "end" in text.attrib.get("class", "") else x
        assert -7 <= at, text.text
        assert at + 7 * letters <= 320, text.text


@pytest.mark.parametrize(
    ("html", "most", "text"),
    [
        ("Кратко", 6, "Кратко"),
        ("Предугачко", 6, "Преду…"),
        ("А &amp; Б", 5, "А &amp; Б"),
        ('<span translate="no">CARITAS</span>', 9, '<tspan lang="und">CARITAS</tspan>'),
        ('Мрежа <span lang="en">Open Door</span>', 30, 'Мрежа <tspan lang="en">Open Door</tspan>'),
        ('Мрежа <span lang="en">Open Door</span> и други', 11, 'Мрежа <tspan lang="en">Open…</tspan>'),
    ],
)
def test_text_is_cut_to_fit(html: str, most: int, text: str) -> None:
    assert text == fitted(Markup(html), most)  # noqa: S704


# --- the network -----------------------------------------------------------------------------

NETWORK = "slike/mreza/index.html"
ORGANIZATION = "---\ntitle: Удружење {n}\ntype: association\nstatus: unknown\n{more}unknown: [sources]\n---\n"
SERVICE = "---\ntitle: Услуга {n}\nkind: service\nstatus: active\nsummary: Укратко.\n{more}unknown: [sources, first_step]\n---\n"


def test_every_tie_of_the_picture_is_in_the_table_with_what_it_is(tmp_path: Path) -> None:
    files = {
        "content/organizacije/a.md": ORGANIZATION.format(n="А", more="funds: [b]\nsupporters: [c]\n"),
        "content/organizacije/b.md": ORGANIZATION.format(n="Б", more="member_of: [c]\n"),
        "content/organizacije/c.md": ORGANIZATION.format(n="В", more=""),
        "content/organizacije/d.md": ORGANIZATION.format(n="Г", more=""),
        "content/usluge/s.md": SERVICE.format(n="С", more="provider: c\npartners: [a]\n"),
    }
    page = pages(project(tmp_path, files))[NETWORK]
    told = {tuple(said(cell) for cell in row) for row in rows(page)}
    assert {
        ("Удружење А", "финансира", "Удружење Б"), ("Удружење В", "подржава рад", "Удружење А"),
        ("Удружење Б", "члан је", "Удружење В"), ("Удружење В", "пружа услугу", "Услуга С"),
        ("Удружење А", "партнер је", "Услуга С"),
    } == told  # fmt: skip
    [svg] = drawings(page)
    assert 5 == len([*svg.iter("path")])
    assert {"a", "b", "c", "s"} == {link.attrib["href"].split("/")[-2] for link in svg.iter("a")}


def test_no_step_leads_to_who_keeps_a_confidential_place(tmp_path: Path) -> None:
    """A confidential place has no tie, and the picture is the same as where nothing names its keeper:
    what else the keeper does is no sign, shown or left out."""
    keeper = "- {org: cuvar, role: lead}\n"
    files = {
        "content/organizacije/cuvar.md": ORGANIZATION.format(n="Чувар", more=""),
        "content/organizacije/drugo.md": ORGANIZATION.format(n="Друго", more=""),
        "content/usluge/kuca.md": SERVICE.format(
            n="Кућа", more="provider: cuvar\npart_of: grupa\nlocation_confidential: true\n"
        ),
        "content/usluge/grupa.md": SERVICE.format(n="Група", more="provider: cuvar\n"),
        "content/usluge/sobe.md": SERVICE.format(
            n="Собе", more="provider: cuvar\nlocations: [{confidential: true}]\n"
        ),
        "content/usluge/javno.md": SERVICE.format(n="Јавно", more="provider: drugo\n"),
        "content/projekti/gradnja.md": "---\ntitle: Градња\nstatus: unknown\nroles:\n  "
        + keeper + "produced: [usluge/kuca]\nunknown: [sources]\n---\n",
    }  # fmt: skip
    unrelated = {
        "content/usluge/kuca.md": SERVICE.format(n="Кућа", more="location_confidential: true\n"),
        "content/usluge/sobe.md": SERVICE.format(n="Собе", more="locations: [{confidential: true}]\n"),
    }
    page = pages(project(tmp_path / "a", files))[NETWORK]
    assert pages(project(tmp_path / "b", files | unrelated))[NETWORK] == page
    for name in ("javno", "cuvar", "grupa", "gradnja"):
        assert f"/{name}/" in page
    for name in ("kuca", "sobe"):
        assert f"/{name}/" not in page


def test_a_large_network_shows_those_with_most_ties_and_says_so(tmp_path: Path) -> None:
    files = {}
    for n in range(70):
        files[f"content/organizacije/a-{n}.md"] = ORGANIZATION.format(n=f"А {n}", more=f"cooperates_with: [b-{n}]\n")
        files[f"content/organizacije/b-{n}.md"] = ORGANIZATION.format(n=f"Б {n}", more="")
    page = pages(project(tmp_path, files))[NETWORK]
    [svg] = drawings(page)
    assert 50 == len([*svg.iter("a")])
    assert 25 == len([*svg.iter("path")]) == len(rows(page))
    assert "Приказано је првих 25 од 70." in page


# --- the map ---------------------------------------------------------------------------------

MAP = "slike/karta/index.html"
PLACES = """\
- {id: a, name: Асело, type: city, coordinates: {lat: 44.5, lon: 17.5, source: Проба}}
- {id: b, name: Бесело, type: municipality, coordinates: {lat: 44.0, lon: 18.5, source: Проба, precision: town}}
- {id: c, name: Цесело, type: city, coordinates: {lat: 44.1, lon: 18.1, source: Проба, precision: building}}
- {id: d, name: Празно, type: city, coordinates: {lat: 44.2, lon: 18.2, source: Проба}}
- {id: hotel, name: Хотел, type: venue, parent: a, coordinates: {lat: 44.51, lon: 17.51, source: Проба}}
"""


def test_a_pin_stands_for_a_town_and_never_for_a_record(tmp_path: Path) -> None:
    point = "coordinates: {lat: 44.4, lon: 17.9, source: Проба}\n"
    files = {
        "content/data/places.yml": PLACES,
        "content/organizacije/a.md": ORGANIZATION.format(n="А", more=f"place: a\n{point}"),
        "content/organizacije/b.md": ORGANIZATION.format(n="Б", more="place: hotel\n"),
        "content/organizacije/c.md": ORGANIZATION.format(n="В", more="place: c\n"),
        "content/usluge/kuca.md": SERVICE.format(n="Кућа", more="place: b\nlocation_confidential: true\n"),
    }
    built = pages(project(tmp_path, files))
    [svg] = drawings(built[MAP])
    pins = [(link.attrib["href"], link.findall("text")[0].text) for link in svg.iter("a")]
    assert [("../../mjesta/a/index.html", "Асело (2)"), ("../../mjesta/b/index.html", "Бесело (1)")] == pins
    assert [["Асело", "2", "Проба"], ["Бесело", "1", "Проба"]] == [[said(cell) for cell in row] for row in rows(built[MAP])]
    a, b = ((int(dot.attrib["cx"]), int(dot.attrib["cy"])) for dot in svg.iter("circle"))
    assert a[0] < b[0], "east is right"
    assert a[1] < b[1], "south is below"
    for href, text in pins:
        [target] = linked(f'href="{href}"', MAP)
        assert f"({listed(built, target)})" in (text or "")
