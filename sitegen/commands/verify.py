"""``sitegen verify``: writes who looked at which facts, when and how, and nothing else."""

from __future__ import annotations

import datetime
import re
import time
from pathlib import Path

import click

from sitegen.catalog import Catalog
from sitegen.commands.project import (
    day_from,
    epoch_from,
    in_script_of,
    iso,
    record_named,
    source_option,
)
from sitegen.edits import Draft, draft_of, flow
from sitegen.kinds.common import Verified
from sitegen.originals import OriginalError, read_original, replace_original
from sitegen.pipeline import decode_source, load
from sitegen.report import sentence
from sitegen.schema import Choice, declarations, key_of, nearest
from sitegen.scripts.spans import EMPTY_GLOSSARY
from sitegen.source import SourceFile
from sitegen.usage import Command
from sitegen.voice import say, words_of

_HOW = declarations(Verified)["how"].type
_WAYS = _HOW.values if isinstance(_HOW, Choice) else ()
_BY = "уредништво"
# What stands before "verified" in our records, so that it goes where people look for it.
_AFTER = ("sources",)


@click.command("verify", cls=Command)
@click.argument("slug")
@click.option("--how", required=True, type=click.Choice(_WAYS), help="Како је провјерено.")
@click.option("--fields", default="", help="Провјерена поља, одвојена зарезом; празно: сва.")
@click.option("--by", default="", help="Ко је провјерио, по дужности; без тога: уредништво.")
@click.option("--on", "on", default="", metavar="DATE", help="Дан провјере; без тога: данас.")
@source_option
def verify(slug: str, how: str, fields: str, by: str, on: str, source: Path) -> None:
    """Уписује у запис SLUG да је провјерен: ко, када, како и шта."""
    loaded = load(source)
    words = words_of(loaded)
    kind, path = record_named(source, slug, words)
    names = _fields(fields, tuple(map(key_of, declarations(kind.entity))), words)
    shown = path.relative_to(source).as_posix()
    try:
        old = draft_of(read_original(path))
    except OriginalError:
        old = None
    if old is None:
        raise click.UsageError(words.say("helpers.unreadable", path=shown))
    day = day_from(on, words) if on else _today(words)
    role = " ".join(by.split()) or in_script_of(_readable(old), _BY)
    value: dict[str, object] = {"date": iso(day), "by": role, "how": how}
    if names:
        value["fields"] = names
    new = old.with_field("verified", flow(value), after=_AFTER)
    _refuse_what_is_wrong(shown, new.characters, words)
    if new == old:
        say(words.say("verify.same", path=shown))
        return
    replace_original(path, new.to_bytes())
    say(words.say("verify.done", path=shown, date=iso(day)))
    spoken = loaded.site.as_of if loaded.site else None
    if spoken and spoken.last_day < day:  # a look of a day that is still to come proves nothing
        say(words.say("verify.later", as_of=spoken.iso, date=iso(day)), err=True)


def _fields(text: str, known: tuple[str, ...], words: Catalog) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in known:
            near = nearest(name, known)
            key = "helpers.field_near" if near else "helpers.field"
            expected = ", ".join(known)
            raise click.UsageError(words.say(key, found=name[:40], near=near, expected=expected))
    return names


def _readable(record: Draft) -> str:
    """Text of the record for readers, by which its script is told."""
    title = record.header.fields.get("title")
    body = record.characters[record.header.end :]
    return title.text if title and title.text else body


def _refuse_what_is_wrong(path: str, characters: str, words: Catalog) -> None:
    """What was typed for the role goes through the same reader as every field."""
    text = re.sub(r"\r\n?", "\n", characters.removeprefix("\ufeff"))
    line = next(
        (at for at, row in enumerate(text.split("\n"), start=1) if row.lstrip().startswith("verified:")), 0
    )
    checked = decode_source(SourceFile(path, text), EMPTY_GLOSSARY, "BA")
    found = [*checked.diagnostics, *(f for one in checked.value or () for f in one.diagnostics)]
    for finding in found:
        if finding.place.line == line and finding.severity == "error":
            told = sentence(finding, words)
            raise click.UsageError(f"{told.says} {told.mends}")


def _today(words: Catalog) -> datetime.date:
    """The day on which somebody verifies is a fact of the world, so the clock may be asked."""
    seconds = epoch_from(words)
    if seconds is not None:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    return datetime.date(*time.localtime()[:3])
