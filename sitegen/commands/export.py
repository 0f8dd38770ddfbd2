"""``sitegen export``: the data of the directory for machines, without building a page."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from sitegen import report, write
from sitegen.commands.project import epoch_from, source_option
from sitegen.diagnostics import has_errors
from sitegen.exports import FORMATS
from sitegen.pipeline import Options
from sitegen.pipeline import export as exported
from sitegen.usage import Command
from sitegen.values import read_base_url
from sitegen.voice import CONTENT_PROBLEMS, say, words_of


@click.command("export", cls=Command)
@click.argument("formats", nargs=-1, type=click.Choice([one.name for one in FORMATS]))
@source_option
@click.option(
    "--to", "target", default=None, type=click.Path(path_type=Path),
    help="Фасцикла за податке (izvoz); мора бити празна или раније направљена овом наредбом.",
)  # fmt: skip
@click.option("--base-url", default=None, help="Адреса сајта на мрежи.")
def export(
    formats: tuple[str, ...], source: Path, target: Path | None, base_url: str | None
) -> None:
    """Пише податке именика за машине, у облицима FORMATS или у свима; странице не гради."""
    words = words_of(None)
    if base_url and read_base_url(base_url) is None:
        raise click.UsageError(words.say("cli.base_url", found=base_url[:80]))
    # Without following a link: what a link stands for is decided by who looks at it.
    folder = Path(os.path.abspath(target or source / "izvoz"))
    write.check_target(folder, source)
    with write.locked(folder):
        built = exported(source, Options(base_url=base_url, epoch=epoch_from(words)), formats)
        words = words_of(built.loaded)
        if built.diagnostics:
            say(report.human(built.diagnostics, built.loaded.sources, words, colour=False), err=True)
        if has_errors(built.diagnostics):
            say(words.say("cli.not_published", path=str(folder)), err=True)
            sys.exit(CONTENT_PROBLEMS)
        write.publish(write.write_tree(built.artifacts, folder), folder)
    say(words.say("cli.exported", count=len(built.artifacts), path=str(folder)))
