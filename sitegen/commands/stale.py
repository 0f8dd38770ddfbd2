"""``sitegen stale``: what to look at next, the most urgent first."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import click

from sitegen import report
from sitegen.catalog import Catalog
from sitegen.commands.project import day_from, epoch_from, source_option
from sitegen.config import Site
from sitegen.directory import Directory
from sitegen.editions import editions
from sitegen.freshness import CONTACT_FIELDS, freshness
from sitegen.frozen import dataclass
from sitegen.kinds.common import RECORDS, Record
from sitegen.pipeline import load
from sitegen.source import printable
from sitegen.usage import Command
from sitegen.voice import CONTENT_PROBLEMS, say, words_of


@dataclass(frozen=True, slots=True)
class Due:
    """One record and how urgent a look at it is."""

    record: Record
    title: str
    contact: tuple[str, ...]  # fields of contact that the record has
    never: tuple[str, ...]  # those of them that nobody has looked at
    until: datetime.date | None  # the first term to run out; None: nobody has looked at all
    days: int  # over that term; zero or less while there is time

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Ways to reach somebody that nobody has checked, then the longest overdue, then the rest
        that nobody has checked."""
        if self.never:
            weight = 0
        elif self.until is None:
            weight = 2
        else:
            weight = 1 if self.days > 0 else 3
        return (weight, -self.days, self.record.ref.folder, self.record.ref.slug)

    @property
    def is_due(self) -> bool:
        """Whether a term is over, or nobody has looked yet."""
        return bool(self.never) or self.until is None or self.days > 0


@click.command("stale", cls=Command)
@click.option("--as-of", "--on", "on", default="", metavar="DATE", help="Дан за који се пита.")
@click.option("--within", default=0, type=click.IntRange(0, 3650), help="И оно што истиче за толико дана.")
@click.option("--all", "whole", is_flag=True, help="И оно чему рок није истекао.")
@click.option("--limit", default=20, type=click.IntRange(0), help="Највише записа; 0: сви.")
@click.option("--format", "form", default="human", type=click.Choice(["human", "json"]))
@source_option
def stale(on: str, within: int, whole: bool, limit: int, form: str, source: Path) -> None:
    """Каже шта сљедеће треба провјерити, најхитније прво."""
    loaded = load(source, epoch_from(words_of(None)))
    words = words_of(loaded)
    if loaded.directory is None:
        say(report.human(loaded.diagnostics, loaded.sources, words, colour=False), err=True)
        sys.exit(CONTENT_PROBLEMS)
    day = day_from(on, words) if on else loaded.directory.day.last_day
    everything = due_records(loaded.directory, day)
    asked = [one for one in everything if whole or one.is_due or -one.days < within]
    shown = asked[:limit] if limit else asked
    if form == "json":
        say(_json(shown, day, len(asked)))
    else:
        say(_human(shown, day, len(asked), words))


def due_records(directory: Directory, on: datetime.date) -> list[Due]:
    """Every record with how urgent a look at it is on the day *on*, the most urgent first."""
    site = directory.site
    # Titles as editors read them: in the script in which the program speaks to them.
    latin = site.messages in ("sr-Latn", "en")
    edition = next(one for one in editions(site) if one.script.is_latin == latin)
    found = [
        _due(record, edition.text(record.title), site, on)
        for folder in RECORDS
        for record in directory.of(folder)
    ]
    return sorted(found, key=lambda one: one.order)


def _due(record: Record, title: str, site: Site, on: datetime.date) -> Due:
    contact = tuple(name for name in CONTACT_FIELDS if getattr(record, name, None))
    known = {name: freshness(record, name, site, on) for name in contact or ("summary",)}
    never = tuple(name for name in contact if known[name].code == "never")
    terms = [one.fresh_until for one in known.values() if one.fresh_until]
    until = min(terms, default=None)
    return Due(record, title, contact, never, until, (on - until).days if until else 0)


def _human(shown: list[Due], day: datetime.date, count: int, words: Catalog) -> str:
    date = f"{day.day}. {day.month}. {day.year}."
    if not shown:
        return words.say("stale.none", date=date)
    rows = [words.say("stale.heading", date=date, count=count), ""]
    for one in shown:
        rows.append(f"{one.record.path}: {printable(one.title)}")
        rows.append("  " + _why(one, words))
        rows.append(f"  sitegen verify {one.record.ref} --how {_way(one)}{_fields(one)}")
    if count > len(shown):
        rows += ["", words.say("stale.more", count=count - len(shown))]
    return "\n".join(rows)


def _why(one: Due, words: Catalog) -> str:
    verified = one.record.verified
    if verified is None or one.until is None:
        return words.say("stale.never_contact" if one.contact else "stale.never")
    key = "stale.over" if one.days > 0 else "stale.left"
    text = words.say(key, date=verified.date.iso, until=one.until.isoformat(), count=abs(one.days))
    if one.never:
        text += " " + words.say("stale.unseen", fields=", ".join(one.never))
    return text


def _way(one: Due) -> str:
    if "phones" in one.contact:
        return "phone"
    if "emails" in one.contact:
        return "e-mail"
    return "web" if "websites" in one.contact else "document"


def _fields(one: Due) -> str:
    return f" --fields {','.join(one.contact)}" if one.contact else ""


def _json(shown: list[Due], day: datetime.date, count: int) -> str:
    rows: list[dict[str, Any]] = [
        {
            "path": one.record.path,
            "record": str(one.record.ref),
            "title": one.title,
            "verified": one.record.verified.date.iso if one.record.verified else None,
            "fresh_until": one.until.isoformat() if one.until else None,
            "days_over": one.days if one.until else None,
            "contact": list(one.contact),
            "never_verified": list(one.never),
        }
        for one in shown
    ]
    whole = {"as_of": day.isoformat(), "count": count, "records": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1)
