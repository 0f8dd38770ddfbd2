"""``sitegen dates``: the first and the last day of each file, as the version control knows them.

The answer goes into ``sitegen build --dates FILE``: so the build itself depends on nothing but
files, and the same commit gives the same days everywhere.
"""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path

import click

from sitegen.commands.project import source_option
from sitegen.source import CONTENT
from sitegen.usage import Command
from sitegen.voice import say, words_of


@click.command("dates", cls=Command)
@source_option
def dates(source: Path) -> None:
    """Исписује први и посљедњи дан сваке датотеке садржаја, за build --dates."""
    words = words_of(None)
    if _git(source, "rev-parse", "--is-shallow-repository").strip() != "false":
        # Half a history would give every file the day of the last commit.
        raise click.UsageError(words.say("cli.dates_history"))
    found: dict[str, list[str]] = {}
    day = ""
    for line in _git(
        source, "log", "--relative", "--format=%x00%ct", "--name-only", "-z", "--", CONTENT
    ).split("\0"):
        text = line.strip("\n")
        if text.isdigit():
            moment = datetime.datetime.fromtimestamp(int(text), datetime.UTC)
            day = moment.date().isoformat()
        elif text:
            first_and_last = found.setdefault(text, [day, day])
            first_and_last[0] = min(first_and_last[0], day)
            first_and_last[1] = max(first_and_last[1], day)
    say(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True))


def _git(source: Path, *arguments: str) -> str:
    command = ["git", "-C", str(source), *arguments]
    result = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    return result.stdout.decode("utf-8", "replace") if result.returncode == 0 else ""
