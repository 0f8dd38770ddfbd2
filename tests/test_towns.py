"""What another town needs of a theme: its own words, and a theme of its own over the installed one."""

from __future__ import annotations

import re
from pathlib import Path

from building import ROOT, edit, small, tree

from sitegen.cache import Remembered
from sitegen.catalog import Plural
from sitegen.scripts import LATIN
from sitegen.theme import find_theme, read_theme


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / "themes/default" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_a_town_changes_single_files_of_the_installed_theme(tmp_path: Path) -> None:
    root = written(
        tmp_path,
        {
            "theme.yml": "extends: default\ntokens:\n  light: {brand: '#7a1f3d'}\n",
            "templates/text.html": "наш",
            "strings/sr.yml": "find:\n  button: Нађи\n",
        },
    )
    below, theme = read_theme(ROOT / "themes/default"), read_theme(find_theme(root, "default"))
    assert "наш" == theme.templates["text.html"]
    assert below.templates["record.html"] == theme.templates["record.html"]
    assert below.strings.sentences | {"find.button": "Нађи"} == theme.strings.sentences
    assert "Nađi" == theme.words(LATIN).say("find.button")
    [style] = [one.content.decode() for one in theme.assets if one.path.text == "assets/style.css"]
    assert "--brand:#7a1f3d" in style


def test_a_changed_template_changes_the_pages_that_are_made_with_it(tmp_path: Path) -> None:
    """The cache knows a theme's own file: the same build with and without memory."""
    root = small(tmp_path)
    edit(root, "content/site.yml", "theme: plain", "theme: default")
    before = tree(root, each=Remembered(tmp_path / "memory"))
    written(root, {"theme.yml": "extends: default\n", "templates/gaps.html": "<p>*</p>"})
    after = tree(root, each=Remembered(tmp_path / "memory"))
    assert after == tree(root)
    assert before["nedostaje/index.html"] != after["nedostaje/index.html"]


# Roots that are spelled in two ways; a word with one of them must be in strings/sr-RS.yml.
_YAT = re.compile(
    "мјест|мјесн|дјец|дјел|вјер|вијест|вриј|ријеч|рјеч|цијен|прије|послиј|посљедњ|сриј|недјељ|"
    "гдје|овдје|измј|измиј|промј|промиј|мијењ|мјењ|намиј|намј|слијед|сљед|смије|дијел|подјел|"
    "одјељ|приједл|провјер|извјеш|обавјеш|избјег|безбј|старј|савјет|увијек|човј|цијел|њемач|"
    "вјеш|свије|лијек|лијеч|дијет|звијезд|бјеж|сјећ|видје|хтје|живје|трпје|разумј|дјевој|дјеч|мјесец"
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
