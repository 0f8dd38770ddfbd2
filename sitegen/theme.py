"""A theme: folders of templates, assets and strings, read once as an immutable snapshot.

What is hashed is what is rendered. A theme lies in layers: the one that it extends, the one that is
installed with sitegen, the project's own; of two files with one name the later layer's counts, and
of two sentences the later one. So a town changes one template, one sentence or the colours, and
keeps the rest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sitegen.artifacts import Artifact, OutPath, is_safe_name
from sitegen.catalog import Catalog, CatalogError, read_catalog
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

    def words(self, script: Script) -> Catalog:
        """The theme's sentences in one script."""
        if not script.is_latin:
            return self.strings
        return self.strings.converted(LATIN.convert, self.latin_overrides)


def find_theme(root: Path, name: str) -> tuple[Path, ...]:
    """The layers of the theme *name*, each changing those before it; UnknownThemeError names the
    themes that there are."""
    layers: list[Path] = []
    wanted, seen = name, {name}
    while wanted:
        found = [place / wanted for place in _places(root) if _is_theme(place / wanted, wanted)]
        if not found:
            break
        layers = [*reversed(_distinct(found)), *layers]
        wanted = next((base for folder in found if (base := _extended(folder)) not in seen), "")
        seen.add(wanted)
    if not any((layer / "templates").is_dir() for layer in layers):
        known = {
            entry.name for place in _places(root) if place.is_dir() for entry in place.iterdir()
            if _is_theme(entry, entry.name)
        }  # fmt: skip
        raise UnknownThemeError(name, tuple(sorted(known)))
    return tuple(layers)


def read_theme(layers: Path | Iterable[Path], locale: str = "") -> Theme:
    """The theme in *layers*, in the words of *locale* (``sr-RS``). Files are read in the order of
    their names; links are not followed."""
    folders = (layers,) if isinstance(layers, Path) else tuple(layers)
    templates: dict[str, str] = {}
    assets: dict[str, Artifact] = {}
    for folder in folders:
        for path in _files(folder / "templates"):
            templates[path.relative_to(folder / "templates").as_posix()] = _text(path)
        for path in _files(folder / "assets"):
            name = path.relative_to(folder / "assets").as_posix()
            try:
                assets[name] = Artifact(OutPath(f"assets/{name}"), path.read_bytes())
            except ValueError as error:
                raise ThemeError(str(error)) from error
        _dress(folder, templates, assets)
    try:
        strings, latin = _strings(folders, locale)
    except CatalogError as error:
        raise ThemeError(str(error)) from error
    hasher = hashlib.blake2b(digest_size=16)
    for name, source in sorted(templates.items()):
        hasher.update(f"{name}\0{source}\0".encode())
    files = tuple(assets[name] for name in sorted(assets))
    return Theme(folders[-1].name, templates, files, strings, latin, hasher.hexdigest())


# --- layers ----------------------------------------------------------------------------------


def _places(root: Path) -> tuple[Path, ...]:
    """Where themes lie, the project's own first."""
    return (root / "themes", *_BUNDLED)


def _is_theme(folder: Path, name: str) -> bool:
    parts = ("templates", "assets", "strings", "theme.yml")
    return is_safe_name(name) and any((folder / part).exists() for part in parts)


def _distinct(folders: list[Path]) -> list[Path]:
    """*folders* without those that are the same one under another name: where sitegen is not
    installed, its own themes are the project's."""
    return list({folder.resolve(): folder for folder in reversed(folders)}.values())[::-1]


def _extended(folder: Path) -> str:
    """The theme that the one in *folder* says it extends; empty if it stands alone."""
    return _settings(folder).get("extends", "")


def _settings(folder: Path) -> dict[str, str]:
    """What ``theme.yml`` says, by dotted key."""
    path = folder / "theme.yml"
    if not path.is_file():
        return {}
    try:
        sentences = read_catalog(path).sentences
    except CatalogError as error:
        raise ThemeError(str(error)) from error
    return {key: value for key, value in sentences.items() if isinstance(value, str)}


# --- what a layer changes --------------------------------------------------------------------

_STYLE, _LOGO = "style.css", "_logo.html"
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.IGNORECASE)
_VARIABLE = re.compile(r"[a-z][a-z0-9-]*\Z")


def _dress(folder: Path, templates: dict[str, str], assets: dict[str, Artifact]) -> None:
    """The colours and the logo that ``theme.yml`` names, in place of those of the layers below."""
    said = _settings(folder)
    if said.get("logo"):
        templates[_LOGO] = said["logo"]
    light, dark = (_rules(folder, said, group) for group in ("colours", "dark"))
    if light or dark:
        if _STYLE not in assets:
            raise ThemeError(f"{folder / 'theme.yml'}: colours, {_STYLE}")
        own = "".join(
            f"\n@media (prefers-color-scheme: {scheme}){{:root{{{rules}}}}}\n"
            for scheme, rules in (("light", light), ("dark", dark)) if rules
        )  # fmt: skip
        style = assets[_STYLE]
        assets[_STYLE] = Artifact(style.path, style.content + own.encode())


def _rules(folder: Path, said: dict[str, str], group: str) -> str:
    rules = []
    for key, value in said.items():
        start, _, name = key.partition(".")
        if start == group:
            if not _VARIABLE.match(name) or not _COLOUR.match(value):
                raise ThemeError(f"{folder / 'theme.yml'}: {key}: {value[:40]}")
            rules.append(f"--{name}:{value}")
    return ";".join(rules)


def _strings(folders: tuple[Path, ...], locale: str) -> tuple[Catalog, Catalog | None]:
    """The sentences of all layers, and what differs in Latin."""
    sentences = read_catalog(folders[0] / "strings/sr.yml")
    latin = None
    for folder in folders:
        at = folder / "strings"
        if folder is not folders[0] and (at / "sr.yml").is_file():
            sentences = _over(sentences, read_catalog(at / "sr.yml"))
        if locale and (at / f"{locale}.yml").is_file():
            sentences = _spoken(sentences, read_catalog(at / f"{locale}.yml"))
        if (at / "sr-Latn.yml").is_file():
            latin = _over(latin, read_catalog(at / "sr-Latn.yml"))
    return sentences, latin


def _over(below: Catalog | None, above: Catalog) -> Catalog:
    if below is None:
        return above
    return Catalog(below.sentences | above.sentences, below.name)


_WORDS = "words."


def _spoken(catalog: Catalog, local: Catalog) -> Catalog:
    """*catalog* as it is said where *local* is from: other words, then other sentences."""
    words = {
        key.removeprefix(_WORDS): value for key, value in local.sentences.items()
        if key.startswith(_WORDS) and isinstance(value, str)
    }  # fmt: skip

    def said(match: re.Match[str]) -> str:
        word = match[0]
        other = words.get(word.lower())
        if other is None:
            return word
        return other[:1].upper() + other[1:] if word[0].isupper() else other

    spoken = catalog.converted(lambda text: re.sub(r"[^\W\d_]+", said, text), None)
    own = {key: value for key, value in local.sentences.items() if not key.startswith(_WORDS)}
    return _over(spoken, Catalog(own, local.name))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(path for path in paths if not path.name.startswith("."))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ThemeError(f"{path}: UTF-8") from error
