"""A theme is read once, whole, and only from where themes lie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import ROOT, edit, small, tree

from sitegen.cache import Remembered
from sitegen.catalog import Plural
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


def test_own_themes_lie_over_the_bundled_ones(tmp_path: Path) -> None:
    assert (ROOT / "themes/default",) == find_theme(tmp_path, "default")
    (tmp_path / "themes/default/templates").mkdir(parents=True)
    assert (ROOT / "themes/default", tmp_path / "themes/default") == find_theme(tmp_path, "default")
    assert (ROOT / "themes/default",) == find_theme(ROOT, "default")


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


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / "themes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_one_template_one_sentence_and_one_picture_can_be_changed(tmp_path: Path) -> None:
    root = written(
        tmp_path,
        {
            "default/templates/text.html": "наш",
            "default/strings/sr.yml": "find:\n  button: Нађи\n",
            "default/assets/favicon.svg": "<svg/>",
        },
    )
    below, theme = read_theme(ROOT / "themes/default"), read_theme(find_theme(root, "default"))
    assert below.templates | {"text.html": "наш"} == theme.templates
    assert below.strings.sentences | {"find.button": "Нађи"} == theme.strings.sentences
    assert "Nađi" == theme.words(LATIN).say("find.button")
    changed = [
        one.path.text for one, old in zip(theme.assets, below.assets, strict=True) if one != old
    ]
    assert ["assets/favicon.svg"] == changed
    assert below.digest != theme.digest


def test_a_changed_template_changes_the_pages_that_are_made_with_it(tmp_path: Path) -> None:
    """The cache knows a layer: the same build after the change, with and without memory."""
    root = small(tmp_path)
    edit(root, "content/site.yml", "theme: plain", "theme: default")
    memory = Remembered(tmp_path / "memory")
    before = tree(root, each=memory)
    written(root, {"default/templates/_logo.html": "<b>*</b>"})
    after = tree(root, each=Remembered(tmp_path / "memory"))
    assert after == tree(root)
    assert "<b>*</b>" in after["index.html"].decode()
    assert "<b>*</b>" not in before["index.html"].decode()


def test_colours_and_the_logo_come_from_one_file(tmp_path: Path) -> None:
    said = 'colours: {brand: "#7a1f3d"}\ndark: {brand: "#f0a8c0"}\nlogo: "<b>*</b>"\n'
    theme = read_theme(find_theme(written(tmp_path, {"default/theme.yml": said}), "default"))
    [style] = [one.content.decode() for one in theme.assets if one.path.text == "assets/style.css"]
    light = style.index("(prefers-color-scheme: light){:root{--brand:#7a1f3d}}")
    assert light < style.index("(prefers-color-scheme: dark){:root{--brand:#f0a8c0}}")
    assert "<b>*</b>" == theme.templates["_logo.html"]


@pytest.mark.parametrize("value", ["red;}body{display:none", "url(https://x.invalid)", "#12", ""])
def test_a_colour_is_a_colour(tmp_path: Path, value: str) -> None:
    root = written(tmp_path, {"default/theme.yml": f'colours: {{brand: "{value}"}}\n'})
    with pytest.raises(ThemeError):
        read_theme(find_theme(root, "default"))


def test_a_theme_of_another_name_may_extend_one(tmp_path: Path) -> None:
    root = written(tmp_path, {"grad/theme.yml": "extends: default\n", "grad/templates/home.html": "наш"})
    theme = read_theme(find_theme(root, "grad"))
    assert "grad" == theme.name
    assert "наш" == theme.templates["home.html"]
    assert "base.html" in theme.templates
    written(root, {"grad/theme.yml": "extends: grad\n"})
    assert (root / "themes/grad",) == find_theme(root, "grad")


# Roots that are spelled in two ways; a word with one of them must be in strings/sr-RS.yml.
_YAT = re.compile(
    "мјест|мјесн|дјец|дјел|вјер|вијест|вриј|ријеч|рјеч|цијен|прије|послиј|посљедњ|сриј|недјељ|"
    "гдје|овдје|измј|измиј|промј|промиј|мијењ|мјењ|намиј|намј|слијед|сљед|смије|дијел|подјел|"
    "одјељ|приједл|провјер|извјеш|обавјеш|избјег|безбј|старј|савјет|увијек|човј|цијел|њемач|"
    "вјеш|лијек|лијеч|дијет|звијезд|бјеж|сјећ|видје|хтје|живје|трпје|разумј|дјевој|дјеч|мјесец"
)


def test_an_ekavian_town_has_no_ijekavian_sentence() -> None:
    theme = read_theme(ROOT / "themes/default", "sr-RS")
    left = {
        key: match[0]
        for key, said in theme.strings.sentences.items()
        for text in ((said.one, said.few, said.other) if isinstance(said, Plural) else (said,))
        if (match := _YAT.search(text.lower()))
    }
    assert {} == left, "add the word to themes/default/strings/sr-RS.yml"
    assert "Место" == theme.strings.say("kind.place.one")
    assert "Mesto" == theme.words(LATIN).say("kind.place.one")
    assert "среда" == theme.strings.say("day.2")
    assert "Мјесто" == read_theme(ROOT / "themes/default", "sr-BA").strings.say("kind.place.one")
