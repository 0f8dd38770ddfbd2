"""Catalogs of sentences: the theme's words for readers, our words for editors.

A catalog is a YAML file of nested keys, written in one script. A value is a sentence with
``{placeholders}`` or, where a number decides, a mapping of the forms ``one``, ``few`` and
``other``. Knows no HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sitegen import plain_yaml, shortcuts

_FORMS = frozenset({"one", "few", "other"})


class CatalogError(Exception):
    """A catalog that cannot be used, or a key that it lacks: a fault of a theme, not of content."""


@dataclass(frozen=True, slots=True)
class Plural:
    """One sentence in the three forms that Serbian numbers ask for."""

    one: str
    few: str
    other: str

    def form(self, count: int) -> str:
        """1, 21, 31 … one; 2–4, 22–24 … few; all others (0, 5–20, 11–14 …) other. Source: CLDR."""
        ones, tens = count % 10, count % 100
        if ones == 1 and tens != 11:
            return self.one
        if 2 <= ones <= 4 and not 12 <= tens <= 14:
            return self.few
        return self.other


@dataclass(frozen=True)
class Catalog:
    """Sentences by dotted key."""

    sentences: dict[str, str | Plural]
    name: str  # the file, for messages about a missing key

    def template(self, key: str, count: int | None = None) -> str:
        """The sentence under *key* with its placeholders; a missing key raises CatalogError."""
        sentence = self.sentences.get(key)
        if sentence is None:
            raise CatalogError(f"{self.name}: {key}")
        if isinstance(sentence, Plural):
            return sentence.form(0 if count is None else count)
        return sentence

    def say(self, key: str, **facts: object) -> str:
        """The sentence under *key*, filled. ``count`` chooses the plural form."""
        if not facts:
            return self._bare(key)
        count = facts.get("count")
        template = self.template(key, count if isinstance(count, int) else None)
        return self.filled(key, template, facts)

    def _bare(self, key: str) -> str:
        """The sentence under *key* that has no placeholder; most are said again and again."""
        known = self._said.get(key)
        if known is None:
            known = self._said[key] = self.filled(key, self.template(key), {})
        return known

    @cached_property
    def _said(self) -> dict[str, str]:
        return {}

    def filled(self, key: str, template: str, facts: Mapping[str, object]) -> str:
        """*template*, the sentence under *key*, filled; a placeholder that nobody fills or that
        is malformed raises CatalogError. A ``Markup`` template gives safe HTML."""
        try:
            return template.format_map(facts)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise CatalogError(f"{self.name}: {key}: {error}") from error

    def has(self, key: str) -> bool:
        """Whether there is a sentence under *key*."""
        return key in self.sentences

    def under(self, prefix: str) -> tuple[str, ...]:
        """The last step of every key directly under *prefix*, in the order of the file."""
        start = prefix + "."
        keys = (key[len(start) :] for key in self.sentences if key.startswith(start))
        return tuple(dict.fromkeys(key.split(".")[0] for key in keys))

    def converted(self, convert: Callable[[str], str], overrides: Catalog | None) -> Catalog:
        """The same catalog in another script; *overrides* hold sentences that differ in words."""
        sentences: dict[str, str | Plural] = {}
        for key, value in self.sentences.items():
            if isinstance(value, Plural):
                value = Plural(convert(value.one), convert(value.few), convert(value.other))
            else:
                value = convert(value)
            sentences[key] = value
        if overrides is not None:
            sentences |= overrides.sentences
        return Catalog(sentences, self.name)


def read_catalog(path: Path) -> Catalog:
    """The catalog in the YAML file *path*; CatalogError if it cannot be read as one."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: {error}") from error
    plain = plain_yaml.read(text, path.name, 1) if shortcuts.are_taken() else None
    values = _parsed(text, path) if plain is None else _values(plain)
    if not isinstance(values, dict):
        raise CatalogError(str(path))
    return Catalog(dict(_flat(values, "")), path.name)


def _values(node: plain_yaml.Node) -> Any:
    if isinstance(node, plain_yaml.Mapping):
        return {entry.key.text: _values(entry.value) for entry in node.entries}
    return node.text if isinstance(node, plain_yaml.Scalar) else list(map(_values, node.items))


def _parsed(text: str, path: Path) -> Any:
    import yaml  # it takes long to import, and most catalogs are plain

    try:  # this loader makes nothing but text, lists and mappings
        return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise CatalogError(f"{path}: {error}") from error


def _flat(values: dict[str, Any], prefix: str) -> Iterator[tuple[str, str | Plural]]:
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            if set(value) == _FORMS:
                yield name, Plural(value["one"], value["few"], value["other"])
            else:
                yield from _flat(value, name + ".")
        elif isinstance(value, str):
            yield name, value
        else:
            raise CatalogError(name)
