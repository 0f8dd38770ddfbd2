"""A theme is read once, whole, and only from where themes lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import ROOT, small

from sitegen.scripts import CYRILLIC, LATIN
from sitegen.theme import ThemeError, find_theme, read_theme


def test_a_theme_is_what_lies_in_its_folder(tmp_path: Path) -> None:
    folder = small(tmp_path) / "themes/plain"
    theme = read_theme(folder)
    assert "plain" == theme.name
    assert sorted(path.name for path in (folder / "templates").iterdir()) == sorted(theme.templates)
    assert [("assets/plain.txt", (folder / "assets/plain.txt").read_bytes())] == [
        (str(asset.path), asset.content) for asset in theme.assets
    ]


def test_a_theme_is_a_snapshot(tmp_path: Path) -> None:
    """What is hashed is what is rendered, even when the folder changes meanwhile."""
    folder = small(tmp_path) / "themes/plain"
    theme = read_theme(folder)
    before = dict(theme.templates)
    (folder / "templates/list.html").write_text("", encoding="utf-8")
    assert before == theme.templates
    assert theme.digest != read_theme(folder).digest


def test_links_and_hidden_files_are_no_part_of_a_theme(tmp_path: Path) -> None:
    folder = small(tmp_path) / "themes/plain"
    before = read_theme(folder)
    (tmp_path / "secret.html").write_text("tajna", encoding="utf-8")
    (folder / "templates/secret.html").symlink_to(tmp_path / "secret.html")
    (folder / "assets/secret.txt").symlink_to(tmp_path / "secret.html")
    (folder / "templates/.list.html.swp").write_text("x", encoding="utf-8")
    (folder / "assets/.DS_Store").write_text("x", encoding="utf-8")
    assert before == read_theme(folder)


def test_own_themes_come_before_the_bundled_ones(tmp_path: Path) -> None:
    assert ROOT / "themes/default" == find_theme(tmp_path, "default")
    (tmp_path / "themes/default/templates").mkdir(parents=True)
    assert tmp_path / "themes/default" == find_theme(tmp_path, "default")


@pytest.mark.parametrize("name", ["nema", "..", ".", "../themes/plain", "/etc", "Plain", "a/b", ""])
def test_a_name_that_is_no_theme_is_answered_with_those_there_are(
    tmp_path: Path, name: str
) -> None:
    root = small(tmp_path)
    with pytest.raises(ThemeError) as refused:
        find_theme(root, name)
    assert "default" in str(refused.value)
    assert "plain" in str(refused.value)


def test_latin_sentences_follow_the_cyrillic_ones_and_may_differ_in_words(tmp_path: Path) -> None:
    folder = small(tmp_path) / "themes/plain"
    (folder / "strings/sr-Latn.yml").write_text("home:\n  heading: Drugačije\n", encoding="utf-8")
    theme = read_theme(folder)
    assert "Drugačije" == theme.words(LATIN).say("home.heading")
    assert "Пронађите помоћ и подршку" == theme.words(CYRILLIC).say("home.heading")
    assert "Pretražite imenik" == theme.words(LATIN).say("find.label")
