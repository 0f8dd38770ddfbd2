"""What the commands of this shelf share: options, days, and how a record is named."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sitegen import voice
from sitegen.catalog import Catalog
from sitegen.kinds import KINDS, Kind
from sitegen.schema import nearest
from sitegen.scripts.serbian import to_latin
from sitegen.slugs import is_slug
from sitegen.values import PartialDate, read_date

source_option = click.option(
    "--source", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Коријен пројекта.",
)  # fmt: skip


def day_from(text: str, words: Catalog) -> datetime.date:
    """A whole day from the command line, ISO or as people write it."""
    found = read_date(text)
    if found is None or not found.day:
        raise click.UsageError(words.say("helpers.day", found=text[:40]))
    return found.first_day


def epoch_from(words: Catalog) -> int | None:
    """``SOURCE_DATE_EPOCH`` as a number."""
    text = voice.epoch()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 11):
        raise click.UsageError(words.say("cli.epoch", found=text[:40]))
    return int(text)


def iso(day: datetime.date) -> str:
    """*day* as content writes it."""
    return PartialDate(day.year, day.month, day.day).iso


def kind_named(text: str, words: Catalog) -> Kind:
    """The kind with the name or the folder *text*; a mistyped one is answered with the near one."""
    for kind in KINDS:
        if text in (kind.name, kind.folder):
            return kind
    names = [kind.name for kind in KINDS]
    folders = [kind.folder for kind in KINDS]
    near = nearest(text, names) or nearest(text, folders)
    key = "helpers.kind_near" if near else "helpers.kind"
    raise click.UsageError(words.say(key, found=text[:40], near=near, kinds=", ".join(names)))


def record_named(root: Path, text: str, words: Catalog) -> tuple[Kind, Path]:
    """The file of the record *text*: a slug, ``folder/slug`` or the path of the file."""
    steps = text.replace("\\", "/").removeprefix("./").removeprefix("content/").split("/")
    slug = steps[-1].removesuffix(".md")
    folder = steps[0] if len(steps) == 2 else ""
    if len(steps) > 2 or not is_slug(slug):
        raise click.UsageError(words.say("helpers.no_record", found=text[:80]))
    found = [
        (kind, path) for kind in KINDS if folder in ("", kind.folder)
        if (path := root / "content" / kind.folder / f"{slug}.md").is_file()
    ]  # fmt: skip
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{kind.folder}/{slug}" for kind, _ in found)
        raise click.UsageError(words.say("helpers.two_records", found=slug, names=names))
    known = [
        path.stem for kind in KINDS if folder in ("", kind.folder)
        for path in sorted((root / "content" / kind.folder).glob("*.md"))
    ]  # fmt: skip
    near = nearest(slug, known)
    key = "helpers.no_record_near" if near else "helpers.no_record"
    raise click.UsageError(words.say(key, found=text[:80], near=near))


def is_latin(text: str) -> bool:
    """Whether *text* is written in Latin rather than in Cyrillic."""
    letters = [letter for letter in text if letter.isalpha()]
    cyrillic = sum(1 for letter in letters if "\u0400" <= letter <= "\u04ff")
    return cyrillic * 2 < len(letters)


def in_script_of(text: str, sentence: str) -> str:
    """*sentence*, written in Cyrillic, in the script of *text*."""
    return to_latin(sentence) if is_latin(text) else sentence
