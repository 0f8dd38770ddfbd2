"""``sitegen schema``: what the fields are, for programs as JSON Schema and for people as a page."""

from __future__ import annotations

import json

import click

from sitegen.forms import NAMES, schema_of
from sitegen.guide import meaning, page
from sitegen.voice import say


@click.command("schema")
@click.argument("kind", required=False, type=click.Choice(NAMES))
@click.option("--guide", is_flag=True, help="Страница о свим пољима, у Markdown-у (docs/fields.md).")
def schema(kind: str | None, guide: bool) -> None:
    """Исписује JSON Schema врсте KIND, или свих врста: за уређиваче који нуде поља и вриједности."""
    if guide:
        say(page())
        return
    told = schema_of(kind, meaning) if kind else {name: schema_of(name, meaning) for name in NAMES}
    say(json.dumps(told, ensure_ascii=False, indent=1))
