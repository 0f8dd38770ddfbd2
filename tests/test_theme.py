"""A theme is read once, whole, and only from where themes lie."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from building import ROOT, small, surroundings, tree

from sitegen.pipeline import Options
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
    (folder / "templates/.old").mkdir()
    (folder / "templates/.old/list.html").write_text("x", encoding="utf-8")
    assert before == read_theme(folder)


def test_own_themes_come_before_the_bundled_ones(tmp_path: Path) -> None:
    assert ROOT / "themes/default" == find_theme(tmp_path, "default")
    (tmp_path / "themes/default/templates").mkdir(parents=True)
    assert ROOT / "themes/default" == find_theme(tmp_path, "default"), "folders alone are no theme"
    (tmp_path / "themes/default/templates/base.html").write_bytes(b"")
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


def test_the_guide_names_every_template_and_token() -> None:
    guide = (ROOT / "docs/themes.md").read_text(encoding="utf-8")
    folder = ROOT / "themes/default"
    pages = {path.name for path in (folder / "templates").iterdir()} - {"base.html", "_parts.html"}
    assert set() == {name for name in pages if f"`{name}`" not in guide}
    style = (folder / "assets/style.css").read_text(encoding="utf-8")
    tokens = set(re.findall(r"(--[a-z0-9-]+):", style.partition("}")[0]))
    assert set() == {token for token in tokens if f"`{token}`" not in guide}


def test_the_reference_holds_every_sentence() -> None:
    command = [sys.executable, ROOT / "tools/describe_theme.py"]
    printed = subprocess.run(command, cwd=ROOT, env=surroundings(PYTHONPATH=str(ROOT)), capture_output=True, text=True, encoding="utf-8", check=True).stdout
    sentences = read_theme(ROOT / "themes/default").strings.sentences
    assert set() == {key for key in sentences if f"| `{key}` |" not in printed}
    assert "### RecordView" in printed


# --- themes that extend others ---------------------------------------------------------------


def own(root: Path, settings: str, **files: str) -> Path:
    """A theme ``svoja`` in the project *root*."""
    folder = root / "themes/svoja"
    for path, text in {"theme.yml": settings, **files}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_one_file_makes_a_theme_with_its_colours_and_its_sign(tmp_path: Path) -> None:
    root = small(tmp_path)
    own(root, """
extends: default
logo: M0 0h32v32H0Z
tokens:
  light: {brand: "#123456"}
  dark: {brand: "#0f2f4f"}
""")
    files = tree(root, Options(theme="svoja"))
    style = files["assets/style.css"].decode()
    assert "/*" not in style
    assert style.rindex("--brand:#123456") > style.rindex("--brand:#0a5c4f")
    assert "--brand:#0f2f4f" in style
    assert b'fill="#123456" d="M0 0h32v32H0Z"' in files["assets/favicon.svg"]
    assert b'd="M0 0h32v32H0Z"' in files["index.html"]


def test_single_templates_and_sentences_take_the_place_of_those_below(tmp_path: Path) -> None:
    root = small(tmp_path)
    own(root, "extends: default\n", **{
        "strings/sr.yml": "home:\n  heading: Наш наслов\n",
        "templates/home.html": '{% extends "default/home.html" %}{% block end %}<p>{{ view.heading }}!</p>{% endblock %}',
        "assets/novo.txt": "ново",
    })  # fmt: skip
    files = tree(root, Options(theme="svoja"))
    home = files["index.html"].decode()
    assert "<h1>Наш наслов</h1>" in home
    assert "<p>Наш наслов!</p>" in home
    assert "Naš naslov" in files["lat/index.html"].decode()
    assert {"assets/novo.txt", "assets/style.css", "assets/hands.js"} <= set(files)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("extends: nema\n", "nema"),
        ("extends: svoja\n", "extends"),
        ("extends: default\ntokens: {light: {brnd: '#123456'}}\n", "brnd"),
        ("extends: default\ntokens: {light: {brand: 'red; } body { display: none'}}\n", "tokens.light.brand"),
        ("extends: default\ntokens: {light: {brand: 'url(x)'}}\n", "tokens.light.brand"),
        ("extends: default\nlogo: '<script>'\n", "logo"),
        ("title: [", "theme.yml"),
        ("title: Сама\n", "strings/sr.yml"),
    ],
)
def test_a_theme_that_cannot_be_used_says_why(tmp_path: Path, settings: str, named: str) -> None:
    folder = own(tmp_path, settings)
    with pytest.raises(ThemeError, match=re.escape(named)):
        read_theme(folder)


def test_a_sentence_that_is_missing_stops_the_build(tmp_path: Path) -> None:
    root = small(tmp_path)
    own(root, "extends: default\n", **{"templates/text.html": '{{ say("nema.toga") }}'})
    with pytest.raises(ThemeError, match=r"nema\.toga"):
        tree(root, Options(theme="svoja"))


@pytest.mark.parametrize("name", ["default", "krupno"])
def test_every_sentence_that_templates_name_is_there(name: str) -> None:
    theme = read_theme(ROOT / "themes" / name)
    named = {
        key
        for source in theme.templates.values()
        for key in re.findall(r"""\bsay\(\s*["']([a-z_.]+)["']""", source)
    }
    assert len(named) > 80
    assert set() == {key for key in named if not theme.strings.has(key)}


def channels(colour: str) -> list[float]:
    digits = colour.lstrip("#")
    pairs = [2 * d for d in digits] if len(digits) == 3 else re.findall("..", digits)
    scaled = [int(pair, 16) / 255 for pair in pairs]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in scaled]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    lights = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels(x), strict=True)) for x in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize(("name", "look"), list(product(["default", "krupno"], ["light", "dark"])))
def test_text_can_be_read_on_every_ground(name: str, look: str) -> None:
    theme = read_theme(ROOT / "themes" / name)
    style = next(a.content.decode() for a in theme.assets if str(a.path) == "assets/style.css")
    screen = style.partition("@media print")
    blocks = re.findall(r"^(:root|\[data-look=dark\])\{([^}]*)\}", "".join(screen), re.MULTILINE)
    blocks = [(selector, body) for selector, body in blocks if "--paper:#fff;--wash:#fff" not in body]
    token: dict[str, str] = {}
    for selector, body in blocks:
        if selector == ":root" or look == "dark":
            token |= dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})\b", body))
    for text, ground in [*product(("ink", "muted", "link", "visited"), ("paper", "wash")), ("ink", "notice"), ("on-brand", "brand")]:
        assert contrast(token[text], token[ground]) >= 4.5, (text, ground)
    for line, ground in (("edge", "paper"), ("focus", "paper")):
        assert contrast(token[line], token[ground]) >= 3, (line, ground)
