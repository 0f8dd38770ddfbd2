"""The whole build: the golden tree, and that the same input gives the same bytes anywhere."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from building import SMALL, edit, on_disk, project, readable, sitegen, small, tree

from sitegen.pipeline import Options, build, load


def test_the_small_site_is_built_as_accepted(tmp_path: Path) -> None:
    """``python tests/update_golden.py`` writes the accepted tree anew, on purpose."""
    expected = {path: data.decode() for path, data in on_disk(SMALL / "expected").items()}
    actual = readable(tree(small(tmp_path)))
    assert sorted(expected) == sorted(actual)
    for path, text in expected.items():
        assert text == actual[path], path


def test_the_accepted_tree_shows_every_kind_in_both_scripts() -> None:
    paths = on_disk(SMALL / "expected")
    for folder in (SMALL / "content").iterdir():
        for file in folder.glob("*.md"):
            page = file.stem if folder.name == "stranice" else f"{folder.name}/{file.stem}"
            assert f"{page}/index.html" in paths
            assert f"lat/{page}/index.html" in paths


def test_every_page_of_the_small_site_has_its_pair(tmp_path: Path) -> None:
    pages = {path for path in tree(small(tmp_path)) if path.endswith(".html")}
    cyrillic = {path for path in pages if not path.startswith("lat/")} - {"404.html"}
    assert {f"lat/{path}" for path in cyrillic} == {path for path in pages if path.startswith("lat/")}


# --- the same bytes --------------------------------------------------------------------------

ELSEWHERE = {
    "again": {},
    "east": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
    "turkish": {"TZ": "America/Anchorage", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
    "bare": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "random"},
}
_ZONES = ("UTC", "Europe/Sarajevo", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia")
_LOCALES = ("C.UTF-8", "sr_RS.UTF-8", "tr_TR.UTF-8", "C", "ja_JP.UTF-8", "ar_EG.UTF-8", "de_DE.ISO-8859-1")
if os.environ.get("SITEGEN_LONG"):  # 32 in all
    ELSEWHERE |= {
        f"variation {number}": {
            "TZ": _ZONES[number % 5], "LC_ALL": _LOCALES[number % 7], "LANG": _LOCALES[number % 3],
            "PYTHONHASHSEED": str(number * 7919), "PYTHONUTF8": str(number % 2),
            "PYTHONOPTIMIZE": str(number % 3), "COLUMNS": str(20 + number), "TERM": "xterm" if number % 2 else "dumb",
        }
        for number in range(28)
    }  # fmt: skip


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return tree(small(tmp_path_factory.mktemp("first")))


@pytest.fixture(scope="module")
def warned(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a build of the small site says of it, the same wherever it is built."""
    folder = tmp_path_factory.mktemp("warned")
    built = sitegen("build", "--source", small(folder), "--no-offline", "--no-search")
    assert 0 == built.returncode, built.stderr
    return built.stderr


@pytest.mark.parametrize("surroundings", ELSEWHERE.values(), ids=ELSEWHERE)
def test_the_same_content_gives_the_same_bytes_anywhere(
    tmp_path: Path, first: dict[str, bytes], warned: str, surroundings: dict[str, str]
) -> None:
    """Another folder, time zone, locale, hash seed and order of files; the archive included."""
    root = tmp_path / "друга фасцикла"
    for path in sorted(on_disk(small(tmp_path / "a")), reverse=True):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tmp_path / "a" / path, root / path)
        os.utime(root / path, (1, 1))
    (tmp_path / "cwd").mkdir()
    built = sitegen(
        "build", "--source", os.path.relpath(root, tmp_path / "cwd"), "--no-cache",
        "--output", "../out", cwd=tmp_path / "cwd", **surroundings,
    )  # fmt: skip
    assert (0, warned) == (built.returncode, built.stderr)
    published = on_disk(tmp_path / "out")
    assert b"sitegen\n" == published.pop(".sitegen-site")
    assert first == published


def test_the_archive_holds_the_published_files_and_nothing_else(first: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(first["offline.zip"])) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert {f"imenik/{path}": data for path, data in first.items() if path != "offline.zip"} == packed


def test_without_the_archive_all_other_files_are_the_same(
    tmp_path: Path, first: dict[str, bytes]
) -> None:
    without = tree(small(tmp_path), Options(offline=False))
    assert {path: data for path, data in first.items() if path != "offline.zip"} == without


# --- settings --------------------------------------------------------------------------------


def test_the_latin_edition_may_be_the_default_one(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/site.yml", "default_script: cyrillic", "default_script: latin")
    files = tree(root)
    assert b'<html lang="sr-Latn-BA">' in files["usluge/sigurno-mjesto/index.html"]
    assert b'<html lang="sr-Cyrl-BA">' in files["cir/usluge/sigurno-mjesto/index.html"]
    assert not [path for path in files if path.startswith("lat/")]


@pytest.mark.parametrize(
    ("as_of", "epoch", "shown"),
    [
        ("as_of: 2024-02-29", 1_700_000_000, "29. фебруара 2024."),
        ("", 1_700_000_000, "14. новембра 2023."),
        ("", 0, "1. јануара 1970."),
        ("", None, "12. јануара 2026."),  # the latest day in the content
    ],
)
def test_the_day_of_the_site_is_the_setting_else_the_epoch_else_the_latest_in_the_content(
    tmp_path: Path, as_of: str, epoch: int | None, shown: str
) -> None:
    root = small(tmp_path)
    edit(root, "content/site.yml", "as_of: 2026-01-15", as_of)
    page = tree(root, Options(epoch=epoch))["index.html"].decode()
    assert f"<code>as_of</code> {shown}<" in page


def test_a_site_without_any_date_has_a_day_all_the_same(tmp_path: Path) -> None:
    root = project(tmp_path, {})
    edit(root, "content/site.yml", "as_of: 2026-01-15\n", "")
    assert "1. јануара 1970." in tree(root)["index.html"].decode()


def test_an_empty_directory_has_a_home_a_search_and_a_page_for_lost_readers(tmp_path: Path) -> None:
    assert [
        "404.html", "azbuka/index.html", "index.html", "izvori/index.html",
        "lat/azbuka/index.html", "lat/index.html", "lat/izvori/index.html", "lat/nedostaje/index.html",
        "lat/podaci/index.html", "lat/pretraga/index.html", "nedostaje/index.html",
        "podaci/index.html", "pretraga/index.html",
    ] == [path for path in tree(project(tmp_path, {})) if path.endswith(".html")]  # fmt: skip


def test_an_option_wins_over_the_setting(tmp_path: Path) -> None:
    root = small(tmp_path)
    files = tree(root, Options(theme="default", base_url="https://primjer.invalid/imenik"))
    page = files["index.html"].decode()
    assert "assets/style.css" in files
    assert '<link rel="canonical" href="https://primjer.invalid/imenik/">' in page


# --- content with mistakes -------------------------------------------------------------------


def test_content_with_an_error_gives_no_files(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/site.yml", "locale: sr-BA", "locale: sr-XX")
    edit(root, "content/projekti/zajedno.md", "status: running", "status: trči")
    built = build(root, Options())
    assert () == built.artifacts
    assert ["content/projekti/zajedno.md", "content/site.yml"] == [
        one.place.path for one in built.diagnostics if one.severity == "error"
    ]


def test_mistakes_in_all_files_are_reported_at_once(tmp_path: Path) -> None:
    root = small(tmp_path)
    files = sorted((root / "content").rglob("*.md"))
    for file in files:
        file.write_text(
            file.read_text("utf-8").replace("---\n", "---\nnema_polja: 1\n", 1), encoding="utf-8"
        )
    found = load(root).diagnostics
    assert [file.relative_to(root).as_posix() for file in files] == [
        one.place.path for one in found if one.code == "field.unknown"
    ]


def test_a_page_with_letters_of_the_other_script_is_not_published(tmp_path: Path) -> None:
    """The checks read the finished bytes, whoever put the letters there."""
    root = small(tmp_path)
    edit(
        root, "themes/plain/templates/text.html", "<h1>{{ view.heading }}</h1>",
        "<h1>{{ view.heading }}</h1><p>слово</p>",
    )  # fmt: skip
    built = build(root, Options())
    assert () == built.artifacts
    assert {
        ("content/stranice/kako-naci-pomoc.md", "output.script_left", "слово"),
        ("content/stranice/o-imeniku.md", "output.script_left", "слово"),
    } == {
        (one.place.path, one.code, one.fact("found"))
        for one in built.diagnostics if one.severity == "error"
    }  # fmt: skip
