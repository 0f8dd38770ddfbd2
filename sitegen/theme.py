"""A theme: a folder of templates, assets and strings, read once as an immutable snapshot.

What is hashed is what is rendered. A project's own ``themes/`` come first, then the themes that
are installed with sitegen.
"""

from __future__ import annotations

import hashlib
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


def find_theme(root: Path, name: str) -> Path:
    """The folder of the theme *name*; ThemeError names those that there are."""
    places = [root / "themes", *_BUNDLED]
    if is_safe_name(name):
        for place in places:
            if (place / name / "templates").is_dir():
                return place / name
    known = {entry.parent.name for place in places for entry in place.glob("*/templates")}
    raise UnknownThemeError(name, tuple(sorted(known)))


def read_theme(folder: Path) -> Theme:
    """The theme in *folder*. Files are read in the order of their names; links are not followed."""
    hasher = hashlib.blake2b(digest_size=16)
    templates: dict[str, str] = {}
    assets: list[Artifact] = []
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
    try:
        strings = read_catalog(folder / "strings" / "sr.yml")
        override = folder / "strings" / "sr-Latn.yml"
        latin = read_catalog(override) if override.is_file() else None
    except CatalogError as error:
        raise ThemeError(str(error)) from error
    return Theme(folder.name, templates, tuple(assets), strings, latin, hasher.hexdigest())


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
