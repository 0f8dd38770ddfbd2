"""``sitegen schema``: what the fields are, for programs as JSON Schema and for people as a page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sitegen import cms
from sitegen.commands.project import source_option
from sitegen.forms import NAMES, schema_of
from sitegen.guide import meaning, page
from sitegen.pipeline import load
from sitegen.theme import find_theme, read_theme
from sitegen.usage import Command
from sitegen.voice import say


@click.command("schema", cls=Command)
@click.argument("kind", required=False, type=click.Choice(NAMES))
@click.option("--guide", is_flag=True, help="Страница о свим пољима, у Markdown-у (docs/fields.md).")
@click.option("--sveltia", is_flag=True, help="Обрасци за Sveltia CMS (config.yml), по подешавањима пројекта.")
@source_option
def schema(kind: str | None, guide: bool, sveltia: bool, source: Path) -> None:
    """Исписује JSON Schema врсте KIND, или свих врста: за уређиваче који нуде поља и вриједности."""
    if sveltia:
        say(_forms(source))
        return
    if guide:
        say(page())
        return
    told = schema_of(kind, meaning) if kind else {name: schema_of(name, meaning) for name in NAMES}
    say(json.dumps(told, ensure_ascii=False, indent=1))


def _forms(root: Path) -> str:
    """The forms in the words of the theme; a broken project gets them too, to be tried."""
    directory = load(root).directory
    site = directory.site if directory else None
    name, locale = (site.theme or "default", site.locale) if site else ("default", "")
    theme = read_theme(find_theme(root, name), locale)
    return cms.config(theme.strings, (site and site.edit_url) or "", (site and site.base_url) or "")
