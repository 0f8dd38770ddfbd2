"""``sitegen stale``: what to look at next, the most urgent first."""

from __future__ import annotations

import datetime
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from sitegen import report
from sitegen.catalog import Catalog
from sitegen.commands.project import day_from, epoch_from, source_option
from sitegen.config import Site
from sitegen.directory import Directory
from sitegen.editions import editions
from sitegen.freshness import Freshness, freshness
from sitegen.kinds.common import RECORDS, Record
from sitegen.pipeline import as_of, load
from sitegen.source import printable
from sitegen.voice import CONTENT_PROBLEMS, say, words_of


@dataclass(frozen=True, slots=True)
class Due:
    """One record and how urgent a look at it is."""

    record: Record
    state: Freshness
    days: int | None  # over the term; below zero while there is time; None: never looked at
    title: str

    @property
    def order(self) -> tuple[int, int, str, str]:
        """What people call and nobody has ever checked, then the longest overdue, then the rest
        that nobody has checked."""
        if self.days is None:
            return (0 if self.state.contact else 2, 0, self.record.ref.folder, self.record.ref.slug)
        return (1 if self.days >= 0 else 3, -self.days, self.record.ref.folder, self.record.ref.slug)

    @property
    def is_due(self) -> bool:
        """Whether the term is over, or nobody has looked yet."""
        return self.days is None or self.days >= 0


@click.command("stale")
@click.option("--as-of", "--on", "on", default="", metavar="DATE", help="Дан за који се пита.")
@click.option("--within", default=0, type=click.IntRange(0, 3650), help="И оно што истиче за толико дана.")
@click.option("--all", "whole", is_flag=True, help="И оно чему рок није истекао.")
@click.option("--limit", default=20, type=click.IntRange(0), help="Највише записа; 0: сви.")
@click.option("--format", "form", default="human", type=click.Choice(["human", "json"]))
@source_option
def stale(on: str, within: int, whole: bool, limit: int, form: str, source: Path) -> None:
    """Каже шта сљедеће треба провјерити, најхитније прво."""
    loaded = load(source)
    words = words_of(loaded)
    if loaded.directory is None:
        say(report.human(loaded.diagnostics, loaded.sources, words, colour=False), err=True)
        sys.exit(CONTENT_PROBLEMS)
    day = day_from(on, words) if on else as_of(loaded.directory, epoch_from(words)).last_day
    everything = due_records(loaded.directory, day)
    asked = [one for one in everything if whole or one.is_due or -(one.days or 0) <= within]
    shown = asked[:limit] if limit else asked
    if form == "json":
        say(_json(shown, day, len(asked)))
    else:
        say(_human(shown, day, len(asked), loaded.directory.site, words))


def due_records(directory: Directory, on: datetime.date) -> list[Due]:
    """Every record with how urgent a look at it is on the day *on*, the most urgent first."""
    site = directory.site
    # Titles as editors read them: in the script in which the program speaks to them.
    latin = site.messages in ("sr-Latn", "en")
    edition = next(one for one in editions(site) if one.script.is_latin == latin)
    found = []
    for folder in RECORDS:
        for record in directory.of(folder):
            state = freshness(record, site)
            found.append(Due(record, state, state.days_over(on), edition.text(record.title)))
    return sorted(found, key=lambda one: one.order)


def _human(shown: list[Due], day: datetime.date, count: int, site: Site, words: Catalog) -> str:
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
    verified = one.state.verified
    if verified is None or one.days is None:
        return words.say("stale.never_contact" if one.state.contact else "stale.never")
    key = "stale.over" if one.days >= 0 else "stale.left"
    text = words.say(key, date=verified.iso, months=one.state.months, count=abs(one.days))
    if one.state.unseen:
        text += " " + words.say("stale.unseen", fields=", ".join(one.state.unseen))
    return text


def _way(one: Due) -> str:
    contact = one.state.contact
    if "phones" in contact:
        return "phone"
    if "emails" in contact:
        return "e-mail"
    return "web" if "websites" in contact else "document"


def _fields(one: Due) -> str:
    return f" --fields {','.join(one.state.contact)}" if one.state.contact else ""


def _json(shown: list[Due], day: datetime.date, count: int) -> str:
    rows: list[dict[str, Any]] = [
        {
            "path": one.record.path,
            "record": str(one.record.ref),
            "title": one.title,
            "verified": one.state.verified.iso if one.state.verified else None,
            "review_every": one.state.months,
            "due": one.state.due.isoformat() if one.state.due else None,
            "days_over": one.days,
            "contact": list(one.state.contact),
            "not_verified": list(one.state.unseen),
        }
        for one in shown
    ]
    whole = {"as_of": day.isoformat(), "count": count, "records": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1)
