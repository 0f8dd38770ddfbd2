"""Feeds, the browser's search and the days of the sitemap: as other programs read them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from building import edit, project, sitegen, tree

sys.path.insert(0, str(Path(__file__).parent / "exports"))

from town import BASE, DOOR, files, tool

from sitegen.pipeline import Options

ATOM = "{http://www.w3.org/2005/Atom}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
DAYS = {"content/usluge/setnja.md": (date(2025, 3, 1), date(2025, 12, 24))}


def content() -> dict[str, str]:
    """The town with an editor's own word of when a record came and changed."""
    door = DOOR.replace("type: association", "type: association\nadded: 2024-05-06\nchanged: 2026-01-12")
    sensitive = files()["content/data/target_groups.yml"].replace(
        "pref: Жене", "pref: Жене, sensitive: true"
    )
    return files() | {
        "content/organizacije/vrata.md": door, "content/data/target_groups.yml": sensitive
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = project(tmp_path_factory.mktemp("town"), content())
    return tree(root, Options(days=DAYS, offline=False))


def feed(made: dict[str, bytes], path: str) -> Any:
    found = tool("feedparser").parse(made[path])
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_every_feed_is_read_without_a_complaint(made: dict[str, bytes]) -> None:
    paths = [path for path in made if path.endswith("feed.xml")]
    assert {"feed.xml", "lat/feed.xml", "usluge/feed.xml", "lat/oblasti/njega/feed.xml"} <= set(paths)
    for path in paths:
        found = feed(made, path)
        assert found.feed.title
        assert f"{BASE}/{path}" in [link.href for link in found.feed.links if link.rel == "self"]
        for entry in found.entries:
            assert entry.id.startswith("tag:imenik.primjer.invalid,2026:")
            page = entry.link.removeprefix(f"{BASE}/") + "index.html"
            assert page in made


def test_atom_has_what_atom_requires(made: dict[str, bytes]) -> None:
    """RFC 4287, 4.1: in this order of need, each exactly once."""
    for path in [path for path in made if path.endswith("feed.xml")]:
        root = ET.fromstring(made[path])  # noqa: S314 - our own bytes
        for element in (root, *root.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert 1 == len(element.findall(ATOM + name)), (path, name)
        assert 1 == len(root.findall(f"{ATOM}author"))
        ids = [one.text for one in root.iter(f"{ATOM}id")]
        assert len(ids) == len(set(ids))


def test_an_entry_has_a_day_that_can_be_proved(made: dict[str, bytes]) -> None:
    entries = {entry.title: entry for entry in feed(made, "feed.xml").entries}
    door = entries["Отворена врата; „Његa, љубав“ & <други>".replace("a,", "а,")]
    assert ("2026-01-12T00:00:00Z", "2024-05-06T00:00:00Z") == (door.updated, door.published)
    assert ("2025-12-24T00:00:00Z", "2025-03-01T00:00:00Z") == (
        entries["Шетња"].updated, entries["Шетња"].published,
    )  # fmt: skip
    assert "2020-01-10T00:00:00Z" == entries["Тврђава"].updated
    assert "published" not in entries["Тврђава"]
    assert "План" not in entries  # nobody knows when
    days = [entry.updated for entry in feed(made, "feed.xml").entries]
    assert days == sorted(days, reverse=True)
    assert days[0] == feed(made, "feed.xml").feed.updated


def test_what_is_dangerous_to_be_seen_reading_is_in_no_feed(made: dict[str, bytes]) -> None:
    whole = b"".join(made[path] for path in made if path.endswith("feed.xml")).decode()
    assert "Заклон" not in whole
    assert "Zaklon" not in whole


def test_a_renamed_record_is_not_news(tmp_path: Path, made: dict[str, bytes]) -> None:
    changed = content()
    changed["content/organizacije/kapija.md"] = changed.pop("content/organizacije/tvrdjava.md").replace(
        "type:", "aliases: [tvrdjava]\ntype:", 1
    )
    changed = {path: text.replace("tvrdjava}", "kapija}").replace("[tvrdjava,", "[kapija,").replace(
        "[tvrdjava]\nsources", "[kapija]\nsources").replace("partners: [tvrdjava]", "partners: [kapija]").replace(
        "../organizacije/tvrdjava.md", "../organizacije/kapija.md") for path, text in changed.items()}  # fmt: skip
    again = tree(project(tmp_path, changed), Options(days=DAYS, offline=False))
    before, after = feed(made, "feed.xml"), feed(again, "feed.xml")
    assert {entry.id for entry in before.entries} == {entry.id for entry in after.entries}


def test_without_an_address_feeds_link_their_neighbours(tmp_path: Path) -> None:
    made = tree(project(tmp_path, content()), Options(base_url="", days=DAYS, offline=False))
    root = ET.fromstring(made["lat/usluge/feed.xml"])  # noqa: S314 - our own bytes
    links = {link.get("href") for link in root.iter(f"{ATOM}link")}
    assert {"index.html", "setnja/index.html", "obrok/index.html"} == links
    assert all(
        one.text.startswith("tag:urednistvo@primjer.invalid,2026:sr-Latn/")
        for one in root.iter(f"{ATOM}id")
    )
    assert not {"sitemap.xml", "robots.txt", "opensearch.xml"} & set(made)


def test_without_a_mailbox_too_names_are_uuids(tmp_path: Path) -> None:
    root = project(tmp_path, content())
    edit(root, "content/site.yml", "contact_email: urednistvo@primjer.invalid\n", "")
    made = tree(root, Options(base_url="", offline=False))
    found = ET.fromstring(made["feed.xml"])  # noqa: S314 - our own bytes
    assert all(one.text.startswith("urn:uuid:") for one in found.iter(f"{ATOM}id"))


def test_a_browser_learns_to_ask(made: dict[str, bytes]) -> None:
    for prefix, lang in (("", "sr-Cyrl-BA"), ("lat/", "sr-Latn-BA")):
        root = ET.fromstring(made[f"{prefix}opensearch.xml"])  # noqa: S314 - our own bytes
        assert f"{BASE}/{prefix}pretraga/?q={{searchTerms}}" == root.find(f"{SEARCH}Url").get("template")
        assert lang == root.findtext(f"{SEARCH}Language")
        assert len(root.findtext(f"{SEARCH}ShortName")) <= 16


def test_the_sitemap_has_true_days_and_none_it_does_not_know(made: dict[str, bytes]) -> None:
    lxml = tool("lxml.etree")
    schema = Path(__file__).parent / "data" / "sitemap.xsd"
    lxml.XMLSchema(lxml.parse(schema)).assertValid(lxml.fromstring(made["sitemap.xml"]))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {
        one.findtext(f"{space}loc").removeprefix(f"{BASE}/"): one.findtext(f"{space}lastmod")
        for one in ET.fromstring(made["sitemap.xml"]).iter(f"{space}url")  # noqa: S314
    }
    assert "2026-01-12" == found["organizacije/vrata/"] == found["lat/organizacije/vrata/"]
    assert "2025-12-24" == found["usluge/setnja/"]
    assert found["dokumenti/plan/"] is None
    assert found[""] is None


def test_days_come_from_git_when_they_are_asked_for(tmp_path: Path) -> None:
    root = project(tmp_path / "grad", files())
    git = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@primjer.invalid"]

    def commit(day: str) -> None:
        moment = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        for command in (["add", "-A"], ["commit", "-qm", "Упис"]):
            subprocess.run([*git, *command], check=True, env={"PATH": __import__("os").environ["PATH"], "HOME": str(tmp_path)} | moment)

    subprocess.run([*git, "init", "-q"], check=True)
    commit("2025-02-03")
    edit(root, "content/usluge/setnja.md", "Шетња", "Дуга шетња")
    commit("2025-04-05")
    told = sitegen("dates", "--source", root)
    days = json.loads(told.stdout)
    assert ["2025-02-03", "2025-04-05"] == days["content/usluge/setnja.md"]
    assert ["2025-02-03", "2025-02-03"] == days["content/usluge/obrok.md"]
    (tmp_path / "dani.json").write_text(told.stdout, encoding="utf-8")
    built = sitegen("build", "--source", root, "--output", tmp_path / "site", "--dates", tmp_path / "dani.json", "--no-offline")
    assert 0 == built.returncode, built.stderr
    assert "<lastmod>2025-04-05</lastmod>" in (tmp_path / "site/sitemap.xml").read_text("utf-8")
    (tmp_path / "dani.json").write_text('{"a": 1}', encoding="utf-8")
    wrong = sitegen("build", "--source", root, "--output", tmp_path / "site", "--dates", tmp_path / "dani.json")
    assert 2 == wrong.returncode


def test_half_a_history_is_refused(tmp_path: Path) -> None:
    assert 2 == sitegen("dates", "--source", project(tmp_path, files())).returncode
