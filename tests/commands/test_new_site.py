"""Another town: from an empty folder to a green build, with the program as it is installed."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from building import ROOT, sitegen, surroundings, tree

from sitegen.commands.new_site import starter
from sitegen.pipeline import Options, build

TODAY = {"SOURCE_DATE_EPOCH": "1767225600"}  # 2026-01-01


def made(folder: Path, *flags: str) -> Path:
    result = sitegen("new", "site", folder, *flags, **TODAY)
    assert 0 == result.returncode, result.stderr
    return folder


def test_a_new_site_builds_without_an_error(tmp_path: Path) -> None:
    root = made(tmp_path / "grad", "--town", "Шабац", "--base-url", "https://imenik.primjer.invalid")
    found = build(root, Options()).diagnostics
    assert ["site.no_emergency"] == [finding.code for finding in found]
    files = tree(root)
    assert {"index.html", "lat/index.html", "sitemap.xml", "data/usluge.csv", "offline.zip"} <= set(files)
    assert "Шабац" in files["index.html"].decode()
    assert "Šabac" in files["lat/index.html"].decode()
    assert "Ogledni klub" in files["lat/usluge/ogledni-klub/index.html"].decode()
    assert "Огледни клуб" in files["usluge/ogledni-klub/index.html"].decode()
    assert {".github/workflows/objava.yml", ".gitignore", "README.md", "requirements.txt"} <= {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()
    }
    assert 0 == sitegen("check", "--source", root).returncode
    tidy = sitegen("fmt", "--check", "--source", root)
    assert (0, "") == (tidy.returncode, tidy.stdout), "the samples are written as fmt writes"


@pytest.mark.parametrize("locale", ["sr-BA", "sr-RS", "sr-ME", "sr-HR"])
def test_a_town_of_every_country_speaks_as_it_does(tmp_path: Path, locale: str) -> None:
    root = made(tmp_path / "grad", "--town", "Нови Град", "--locale", locale)
    files = tree(root, Options(offline=False))
    country = locale[3:]
    page = files["index.html"].decode()
    assert f'<html lang="sr-Cyrl-{country}">' in page
    words = "".join(text.decode() for path, text in files.items() if path.endswith(".html"))
    ekavian = locale == "sr-RS"
    assert ekavian == ("Где" in words)
    assert ekavian != ("Гдје" in words)
    assert ekavian == ("Proverite" in words or "provereni" in words)
    places = files["data/mjesta.csv"].decode()
    assert f"iso3166:{country}" in places


@pytest.mark.parametrize(("scripts", "lang"), [("cyrillic", "sr-Cyrl-RS"), ("latin", "sr-Latn-RS")])
def test_a_site_of_one_script_has_no_trace_of_the_other(tmp_path: Path, scripts: str, lang: str) -> None:
    root = made(
        tmp_path / "grad", "--town", "Нови Град", "--locale", "sr-RS", "--scripts", scripts,
        "--base-url", "https://imenik.primjer.invalid/",
    )  # fmt: skip
    files = tree(root, Options(offline=False))
    pages = {path: text.decode() for path, text in files.items() if path.endswith(".html")}
    assert not [path for path in files if path.startswith(("lat/", "cir/"))]
    for path, page in pages.items():
        assert f'<html lang="{lang}">' in page, path
        assert "hreflang" not in page, path
        assert 'class="scripts"' not in page, path
    assert {"xhtml"} & set(re.findall(rb"xhtml:link", files["sitemap.xml"])) == set()
    assert "404.html" in pages


def test_a_name_typed_in_latin_is_the_same_town(tmp_path: Path) -> None:
    one = made(tmp_path / "a", "--town", "Šabac", "--locale", "sr-RS")
    two = made(tmp_path / "b", "--town", "Шабац", "--locale", "sr-RS")
    for path in two.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (one / path.relative_to(two)).read_bytes(), path


def test_hostile_answers_stay_text(tmp_path: Path) -> None:
    town = 'Град": [x] # {} <script>'
    root = made(tmp_path / "grad", "--town", town, "--publisher", "- @TOWN@: 'да'")
    page = tree(root, Options(offline=False))["index.html"].decode()
    assert "<script>" not in page.partition("</head>")[2].lower()


@pytest.mark.parametrize(
    "flags",
    [
        ["--locale", "de-DE"], ["--scripts", "greek"], ["--base-url", "imenik"],
        ["--contact", "nema"], ["--default-script", "x"],
    ],
)  # fmt: skip
def test_a_wrong_answer_is_misuse_and_nothing_is_written(tmp_path: Path, flags: list[str]) -> None:
    assert 2 == sitegen("new", "site", tmp_path / "grad", *flags).returncode
    assert not (tmp_path / "grad").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "grad").mkdir()
    (tmp_path / "grad/pismo.txt").write_text("важно", encoding="utf-8")
    assert 2 == sitegen("new", "site", tmp_path / "grad", "--town", "Град").returncode
    assert ["pismo.txt"] == [path.name for path in (tmp_path / "grad").iterdir()]


YAT = re.compile(
    "мјест|мест[оау]|дјец|дец[аеу]|вјер|ријеч|реч[иу]|цијен|прије|послиј|после|гдје|где|овдје|овде|"
    "измјен|измен|провјер|провер|намјен|вријем|време|лијек|лек[ао]|цијел|цел[аеу]\\b",
)


def test_the_starter_reads_well_wherever_it_is_used() -> None:
    """One text serves ijekavian and ekavian towns: it does without words that differ."""
    found = [(path, match[0]) for path, text in starter() if (match := YAT.search(text.lower()))]
    assert [] == found


def test_the_wheel_is_enough(tmp_path: Path) -> None:
    """Theme, strings, word lists and starter are inside; three commands, outside the repository."""
    pytest.importorskip("hatchling")
    wheels = tmp_path / "wheel"
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == built.returncode, built.stderr
    [wheel] = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    environment = surroundings(PYTHONPATH=str(tmp_path / "installed"), **TODAY)
    started = time.monotonic()
    for arguments in (["new", "site", "grad", "--town", "Шабац", "--locale", "sr-RS"], ["build", "--source", "grad"]):
        result = subprocess.run(
            [sys.executable, "-m", "sitegen", *arguments], cwd=tmp_path, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert 0 == result.returncode, result.stderr
    assert time.monotonic() - started < 60
    page = (tmp_path / "grad/public/index.html").read_text("utf-8")
    assert "Где" in page
    assert str(ROOT) not in page
