"""A theme: a folder of templates, assets and strings, read once as an immutable snapshot.

A theme may extend another one: then it holds only what differs, single templates, assets, sentences,
and in ``theme.yml`` the tokens of the style sheet and the sign of the site.

What is hashed is what is rendered. A project's own ``themes/`` come first, then the themes that
are installed with sitegen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.artifacts import Artifact, OutPath, is_safe_name
from sitegen.catalog import Catalog, CatalogError, read_catalog
from sitegen.patterns import regex
from sitegen.scripts import LATIN, Script

_BUNDLED = (Path(__file__).parent / "themes", Path(__file__).parent.parent / "themes")


class ThemeError(Exception):
    """A theme that cannot be used: a fault of the theme or of its name, not of content."""


class UnknownThemeError(ThemeError):
    """A name that no theme has."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{name}: {', '.join(known)}")
        self.name, self.known = name, known


@dataclass(frozen=True)
class Theme:
    """One theme as it was when it was read."""

    name: str
    templates: dict[str, str]  # name -> source
    assets: tuple[Artifact, ...]
    strings: Catalog  # as written, in Cyrillic
    latin_overrides: Catalog | None
    digest: str
    logo: str = ""  # the d of one SVG path in a field of 32 × 32

    def words(self, script: Script) -> Catalog:
        """The theme's sentences in one script."""
        if not script.is_latin:
            return self.strings
        return self.strings.converted(LATIN.convert, self.latin_overrides)


def find_theme(root: Path, name: str, past: Path | None = None) -> Path:
    """The folder of the theme *name*, the one at *past* apart; ThemeError names those that there
    are."""
    places = [root / "themes", *_BUNDLED]
    if is_safe_name(name):
        for place in places:
            if _is_theme(place / name) and place / name != past:
                return place / name
    known = {
        entry.name for place in places if place.is_dir() for entry in place.iterdir() if _is_theme(entry)
    }
    raise UnknownThemeError(name, tuple(sorted(known)))


def _is_theme(folder: Path) -> bool:
    """Whether *folder* holds a theme; folders alone, which no Git keeps, are none."""
    return bool(_files(folder / "templates")) or (folder / "theme.yml").is_file()


def read_theme(folder: Path, locale: str = "", *, below: tuple[Path, ...] = ()) -> Theme:
    """The theme in *folder*, with all it extends, in the words of *locale* (``sr-RS``). Files are
    read in the order of their names; links are not followed. *below* are the themes that extend
    this one; a project's ``default`` may extend the one that is installed."""
    settings = _settings(folder)
    base = None
    if settings.has("extends"):
        name = settings.template("extends")
        itself = name == folder.name
        try:
            found = find_theme(folder.parent.parent, name, folder if itself else None)
        except UnknownThemeError:
            if not itself:
                raise
            found = folder
        if found in (folder, *below):
            raise ThemeError(f"{folder.name}/theme.yml: extends: {found.name}")
        base = read_theme(found, locale, below=(folder, *below))
    hasher = hashlib.blake2b(digest_size=16)
    templates: dict[str, str] = {}
    assets: list[Artifact] = []
    if base is not None:
        # What is replaced can still be extended, by the name of the theme it comes from.
        templates = {f"{base.name}/{name}": text for name, text in base.templates.items()}
        templates |= base.templates
        hasher.update(base.digest.encode())
    for path in _files(folder / "templates"):
        name = path.relative_to(folder / "templates").as_posix()
        templates[name] = _text(path)
        hasher.update(f"{name}\0{templates[name]}\0".encode())
    for path in _files(folder / "assets"):
        name = path.relative_to(folder / "assets").as_posix()
        try:
            out = OutPath(f"assets/{name}")
        except ValueError as error:
            raise ThemeError(str(error)) from error
        assets.append(Artifact(out, path.read_bytes()))
    strings = _strings(folder / "strings" / "sr.yml", base.strings if base else None)
    latin = _strings(folder / "strings" / "sr-Latn.yml", base.latin_overrides if base else None)
    if strings is None:
        raise ThemeError(f"{folder.name}/strings/sr.yml")
    if locale and (local := _strings(folder / "strings" / f"{locale}.yml", None)):
        strings = _spoken(strings, local)
    logo = settings.template("logo") if settings.has("logo") else ""
    if logo and not _PATH.fullmatch(logo):
        raise ThemeError(f"{folder.name}/theme.yml: logo")
    dressed = _dressed(folder.name, settings, base.assets if base else (), assets, logo)
    hasher.update(logo.encode())
    return Theme(
        folder.name, templates, dressed, strings, latin, hasher.hexdigest(),
        logo or (base.logo if base else ""),
    )  # fmt: skip


_STYLE, _ICON = OutPath("assets/style.css"), OutPath("assets/favicon.svg")
_PATH = regex(r"[MmLlHhVvCcSsQqTtAaZz0-9 ,.\-]{1,4000}", re.ASCII)
_TOKEN = regex(r"--([a-z0-9-]+):")
_VALUE = regex(r"""[A-Za-z0-9#.,%()+* "'-]{1,200}""", re.ASCII)


def _settings(folder: Path) -> Catalog:
    file = folder / "theme.yml"
    try:
        return read_catalog(file) if file.is_file() else Catalog({}, "theme.yml")
    except CatalogError as error:
        raise ThemeError(f"{folder.name}/theme.yml: {error}") from error


def _strings(file: Path, base: Catalog | None) -> Catalog | None:
    """The sentences of *file* over those of *base*; either may be missing."""
    try:
        own = read_catalog(file) if file.is_file() else None
    except CatalogError as error:
        raise ThemeError(str(error)) from error
    if own is None or base is None:
        return own or base
    return Catalog(base.sentences | own.sentences, own.name)


_WORDS = "words."


def _spoken(catalog: Catalog, local: Catalog) -> Catalog:
    """*catalog* as it is said where *local* is from: other words, then other sentences."""
    words = {
        key.removeprefix(_WORDS): value for key, value in local.sentences.items()
        if key.startswith(_WORDS) and isinstance(value, str)
    }  # fmt: skip

    def said(match: re.Match[str]) -> str:
        other = words.get(match[0].lower(), match[0])
        return other[:1].upper() + other[1:] if match[0][0].isupper() else other

    spoken = catalog.converted(lambda text: re.sub(r"[^\W\d_]+", said, text), None)
    own = {key: value for key, value in local.sentences.items() if not key.startswith(_WORDS)}
    return Catalog(spoken.sentences | own, catalog.name)


def _dressed(
    name: str, settings: Catalog, base: Sequence[Artifact], own: Sequence[Artifact], logo: str
) -> tuple[Artifact, ...]:
    """The assets of *base* and the theme's *own* in their place, in the colours of ``theme.yml``."""
    files = {asset.path: asset for asset in (*base, *own)}
    looks = {look: _tokens(name, settings, look) for look in ("light", "dark")}
    style = files.get(_STYLE)
    if any(looks.values()):
        known = set(_TOKEN.findall(style.content.decode() if style else ""))
        unknown = sorted({token for tokens in looks.values() for token in tokens} - known)
        if style is None or unknown:
            raise ThemeError(f"{name}/theme.yml: tokens: {', '.join(unknown)}")
        files[_STYLE] = Artifact(_STYLE, style.content + _rules(looks).encode())
    if logo and _ICON not in {asset.path for asset in own}:
        colour = looks["light"].get("brand", "#000")
        icon = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="{colour}" d="{logo}"/></svg>\n'
        files[_ICON] = Artifact(_ICON, icon.encode())
    return tuple(_lean(files[path]) for path in sorted(files))


_QUOTED = regex(r"""("[^"\n]*"|'[^'\n]*')""")


def _lean(asset: Artifact) -> Artifact:
    """A style or a script without its comments and its indentation: a reader pays for every byte."""
    kind = asset.path.text.rpartition(".")[2]
    if kind == "js":
        lines = (line.lstrip() for line in asset.content.decode().splitlines(keepends=True))
        text = "".join(line for line in lines if line and not line.startswith("//"))
    elif kind == "css":
        bare = re.sub(r"/\*.*?\*/", "", asset.content.decode(), flags=re.DOTALL)
        pieces = _QUOTED.split(bare)
        for rule, lean in ((r"\s+", " "), (r"\s*([{};])\s*", r"\1"), (r"([:,]) ", r"\1")):
            pieces[::2] = [re.sub(rule, lean, piece) for piece in pieces[::2]]
        text = "".join(pieces).replace(";}", "}").replace("}", "}\n").lstrip()
    else:
        return asset
    return Artifact(asset.path, text.encode())


def _tokens(name: str, settings: Catalog, look: str) -> dict[str, str]:
    tokens = {key: settings.template(f"tokens.{look}.{key}") for key in settings.under(f"tokens.{look}")}
    for key, value in tokens.items():
        if not _VALUE.fullmatch(value) or "url(" in value:
            raise ThemeError(f"{name}/theme.yml: tokens.{look}.{key}: {value}")
    return tokens


def _rules(looks: dict[str, dict[str, str]]) -> str:
    """The tokens as rules after those of the theme, in each of the ways in which a look is chosen."""

    def block(look: str) -> str:
        return " ".join(f"--{key}: {value};" for key, value in looks[look].items())

    rules = f"\n:root {{ {block('light')} }}\n" if looks["light"] else "\n"
    if looks["dark"]:
        dark = block("dark")
        rules += f"@media (prefers-color-scheme: dark) {{ :root:not([data-look=light]) {{ {dark} }} }}\n"
        rules += f"[data-look=dark] {{ {dark} }}\n"
        rules += f"@media print {{ :root {{ {_PAPER} }} }}\n"
    return rules


# On paper every theme is black on white.
_PAPER = "--paper: #fff; --wash: #fff; --ink: #000; --muted: #333; --brand: #000; --link: #000;"


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(path for path in paths if not any(step.startswith(".") for step in path.relative_to(folder).parts))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ThemeError(f"{path}: UTF-8") from error
