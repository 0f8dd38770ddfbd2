"""The command line: ``sitegen`` and ``python build.py`` are the same door.

Exit status: 0 clean, 1 content problems, 2 wrong use or surroundings, 3 a fault of ours. The only
module, with ``serve`` and ``pipes``, that prints.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import difflib
import errno
import gc
import json
import os
import re
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from sitegen import (
    __version__,
    again,
    baseline,
    commands,
    manifest,
    pipes,
    report,
    shortcuts,
    usage,
    write,
)
from sitegen.cache import Remembered, generator_digest, plain
from sitegen.catalog import Catalog
from sitegen.diagnostics import Diagnostic, Severity, has_errors
from sitegen.history import Days
from sitegen.pipeline import Built, Loaded, Options, build, surroundings
from sitegen.progress import Progress
from sitegen.source import CONTENT, ChangedError, read_tree
from sitegen.theme import ThemeError, UnknownThemeError
from sitegen.values import read_base_url, read_edit_url
from sitegen.voice import CONTENT_PROBLEMS, OUR_FAULT, USAGE, terminal
from sitegen.voice import say as _say
from sitegen.voice import words_of as _messages


class _Door(usage.Group):
    """A group that builds when no verb is given, and names the near verb when one is mistyped."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *commands.NAMES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or commands.command(cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "-h", "--version"}
        if args[:2] == ["new", "site"]:  # a whole site is no record of a kind
            args = ["new site", *args[2:]]
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1, cutoff=0.75)
            key = "cli.verb_near" if near else "cli.verb"
            words = _messages(None)
            verbs = ", ".join(self.list_commands(ctx))
            ctx.fail(words.say(key, found=args[0], near=near[0] if near else "", verbs=verbs))
        return super().resolve_command(ctx, args)


@click.group(cls=_Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen", help="Исписује издање.")
def door() -> None:
    """Гради сајт именика из садржаја у Markdown-у: ћирилица, латиница и копија за рад без мреже."""


_source = click.option(
    "--source", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Коријен пројекта.",
)  # fmt: skip
_output = click.option(
    "--output", default=None, type=click.Path(path_type=Path), help="Гдје иде сајт (public)."
)
_cache = click.option(
    "--cache", default=None, type=click.Path(path_type=Path), help="Памћење (.sitegen/cache)."
)
_max_seconds = click.option(
    "--max-seconds", default=None, type=click.IntRange(1), help="Најдуже трајање; послије тога се одустаје."
)
_strict = click.option("--strict", is_flag=True, help="И упозорења заустављају.")


@door.command("build")
@_source
@_output
@_cache
@click.option("--theme", default=None, help="Име теме.")
@click.option("--base-url", default=None, help="Адреса сајта на мрежи.")
@_strict
@click.option("--no-cache", is_flag=True, help="Све изнова.")
@click.option("--no-fast", is_flag=True, help="Све изнова и без пречица у читању, за поређење.")
@click.option("--no-offline", is_flag=True, help="Без архиве за рад без мреже.")
@click.option(
    "--dates", default=None, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Дани датотека, како их пише sitegen dates.",
)  # fmt: skip
@click.option("--edit-url", default=None, help="Гдје се уређује датотека {path}.")
@click.option("--preview", is_flag=True, help="Означен као преглед који није објављен.")
@click.option("--verify", is_flag=True, help="Не вјерује временима датотека: све се чита и пореди.")
@click.option("--no-search", is_flag=True, help="Празан индекс претраге; само за мјерење.")
@click.option("--durable", is_flag=True, help="Објављено преживљава и нестанак струје.")
@_max_seconds
@click.option("--jobs", default=1, type=click.IntRange(1), help="Број процеса; данас увијек један.")
def build_command(
    source: Path, output: Path | None, cache: Path | None, theme: str | None,
    base_url: str | None, strict: bool, no_cache: bool, no_fast: bool, no_offline: bool,
    no_search: bool, jobs: int, verify: bool, dates: Path | None, edit_url: str | None,
    preview: bool, durable: bool, max_seconds: int | None,
) -> None:  # fmt: skip
    """Гради сајт и објављује га у --output."""
    _end_after(max_seconds)
    started = time.monotonic()
    # Templates leave cycles behind that die young; to look at all that lives would take a tenth of a build.
    gc.freeze()
    gc.set_threshold(100_000, 1_000, 1_000)
    root, where, memory = again.places(source, output, cache)
    target = Path(where)
    options = Options(
        theme, _base_url(base_url), _epoch(), _edit_url(edit_url), offline=not no_offline,
        preview=preview, search=not no_search, days=_days(dates) if dates else {},
    )  # fmt: skip
    no_cache = no_cache or no_fast
    each: Any = plain if no_cache else Remembered(Path(memory))
    progress = Progress(each, _messages(None), terminal(), time.monotonic)
    write.check_target(target, source)
    with write.locked(target):
        made_of = manifest.inputs(root)
        # The file of days is no part of the project.
        passing = no_cache or preview or edit_url or dates
        # Before anything is read: what changes from here on is seen by the next build.
        young = {} if passing else manifest.digests_of_young(made_of)
        known = None if passing or verify else manifest.load(memory)
        sure = manifest.unchanged(known, made_of, generator_digest(), root) if known else {}
        try:
            with _named(memory), shortcuts.exactly() if no_fast else contextlib.nullcontext():
                built = build(source, options, each=progress, sure=sure)
        finally:
            progress.wipe()
        words = _messages(built.loaded)
        shown = _without_notices(built.diagnostics)
        # Once, and before anything is published: files of content are read for it.
        painted = report.human(shown, built.loaded.sources, words, colour=True) if shown else ""
        _tell(painted)
        stops = _stops(shown, strict=strict)
        if stops or not built.artifacts:
            key = "cli.not_published" if has_errors(built.diagnostics) else "cli.not_published_strict"
            _say(words.say(key, path=str(target)), err=True)
            sys.exit(CONTENT_PROBLEMS)
        if known is not None and not manifest.is_of(known, where):
            known = None
        whole = known is not None and manifest.is_whole(known, where)
        held = manifest.files_of(known) if known and whole else frozenset()
        same = manifest.same(known, where, built.tags, generator_digest(), whole=whole) if known else frozenset()
        is_spare = held and known and known.has_spare(str(write.spare_of(target)))
        with _named(where), write.swept(target):
            staged = write.write_tree(built.artifacts, target, same, held if is_spare else frozenset())
            _end_after(0)  # what follows is short, and is better ended than given up
            publish = write.publish_durably if durable else write.publish
            kept = publish(staged, target, held, spare=not passing)
        written = sum(path.endswith(".html") for path in staged.written)
        if not passing:
            asked: again.Asked = {
                "theme": theme, "base_url": base_url, "strict": strict, "no_offline": no_offline,
                "no_search": no_search,
            }
            wish = again.wish(asked, root, where)
            before = None
            if known is not None and whole:
                before = known if is_spare else known.alone()
            changed = {*staged.written, write.MARKER}
            try:
                digests = _digests(built.loaded, root, young)
                _remember(built, words, digests, target, wish, made_of, memory, before, changed, painted, kept=kept)
            except OSError as error:  # the site is published, and no build that says otherwise may have done that
                _say(words.say("cli.forgotten", path=memory, found=str(error.strerror)), err=True)
    closing = _closing(built, words, target, written)
    _say(closing.replace("\0", again.seconds(time.monotonic() - started)))


@door.command("check")
@_source
@click.option(
    "--format", "form", default="human",
    type=click.Choice(["human", "github", "gitlab", "sarif", "json"]), help="Облик извјештаја.",
)  # fmt: skip
@click.option("--theme", default=None, help="Име теме.")
@click.option("--base-url", default=None, help="Адреса сајта на мрежи.")
@click.option("--changed-from", default=None, metavar="REF", help="Прво датотеке измијењене од REF.")
@click.option(
    "--baseline", "old", default=None, type=click.Path(dir_okay=False, path_type=Path),
    help="Датотека са старим упозорењима, која се више не приказују.",
)  # fmt: skip
@click.option("--write-baseline", is_flag=True, help="Данашња упозорења уписује у --baseline.")
@_strict
@_max_seconds
def check_command(
    source: Path, form: str, theme: str | None, base_url: str | None, changed_from: str | None,
    old: Path | None, write_baseline: bool, strict: bool, max_seconds: int | None,
) -> None:  # fmt: skip
    """Провјерава садржај и сваку страницу; мијења само --baseline, и то кад се тражи."""
    _end_after(max_seconds)
    known = _known(old, write_baseline)
    built = build(source, Options(theme, _base_url(base_url), _epoch(), offline=False))
    words = _messages(built.loaded)
    if write_baseline and old is not None:
        old.write_text(baseline.written(built.diagnostics), encoding="utf-8")
        known = baseline.read(old.read_text(encoding="utf-8"))
    if old is not None:
        compared = baseline.compare(built.diagnostics, known)
        built = dataclasses.replace(built, diagnostics=compared.new)
        said = words.say("cli.baseline.old", count=compared.old) + " "
        said += words.say("cli.baseline.gone", count=compared.gone) if compared.gone else ""
        _say(said.strip(), err=True)
    changed = _changed(source, changed_from) if changed_from else frozenset()
    if form == "human" and os.environ.get("GITHUB_ACTIONS") == "true":
        form = "github"
    if form == "human":
        stops = _report(built.diagnostics, built.loaded, words, strict=strict)
        if not built.diagnostics:
            _say(words.say("cli.clean", count=_records(built.loaded)))
    else:
        _say(_formatted(form, built, words, changed))
        stops = _stops(built.diagnostics, strict=strict)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and form == "github":
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(report.github_summary(built.diagnostics, words))
    if stops:
        sys.exit(CONTENT_PROBLEMS)


@door.command("serve")
@_source
@_cache
@click.option("--theme", default=None, help="Име теме.")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), help="Порт на овом рачунару.")
def serve_command(source: Path, cache: Path | None, theme: str | None, port: int) -> None:
    """Приказује сајт на овом рачунару и освјежава га послије сваке измјене."""
    from sitegen.serve import serve  # livereload takes long to import; only this verb needs it

    each = Remembered(cache or source / ".sitegen" / "cache")

    def rebuild() -> Built:
        built = build(source, Options(theme, None, _epoch(), offline=False), each=each)
        found = _without_notices(built.diagnostics)
        _report(found, built.loaded, _messages(built.loaded), strict=False)
        return built

    serve(source, rebuild, port, say=_say, words=_messages(None))


@door.command("clean")
@_source
@_output
@_cache
def clean_command(source: Path, output: Path | None, cache: Path | None) -> None:
    """Брише направљени сајт и памћење."""
    target = _absolute(output or source / "public")
    is_there = target.exists()
    write.clean(target, cache or source / ".sitegen" / "cache")
    _say(_messages(None).say("cli.cleaned" if is_there else "cli.nothing_to_clean", path=str(target)))


@door.command("explain")
@click.argument("code")
@click.option("--messages", "tag", default=None, type=click.Choice(["sr-Cyrl", "sr-Latn", "en"]))
def explain_command(code: str, tag: str | None) -> None:
    """Објашњава ознаку CODE из извјештаја, са примјером."""
    words = report.read_messages(tag or "sr-Cyrl")
    text = report.explain(code, words)
    if text is None:
        known = report.codes(words)
        near = difflib.get_close_matches(code, known, n=1, cutoff=0.75)
        key = "cli.code_near" if near else "cli.code"
        raise click.UsageError(
            words.say(key, found=code, near=near[0] if near else "", codes=", ".join(known))
        )
    _say(text)


@door.command("translit")
@click.option("--to", "target", required=True, type=click.Choice(["latin", "cyrillic"]))
@click.option("--markdown", "as_markdown", is_flag=True, help="Редови су Markdown.")
@click.option("--glossary", default=None, type=click.Path(exists=True, path_type=Path))
@click.option("--warn", is_flag=True, help="Умјесто текста само сумњиве ријечи, одвојене табом.")
def translit_command(target: str, as_markdown: bool, glossary: Path | None, warn: bool) -> None:
    """Преписује редове са улаза у друго писмо: ред за ред."""
    from sitegen.pipeline import read_glossary
    from sitegen.scripts.spans import EMPTY_GLOSSARY

    known = EMPTY_GLOSSARY
    if glossary:
        try:
            checked = read_glossary(glossary.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            raise click.UsageError(f"{glossary}: UTF-8") from error
        if checked.value is None:
            words = _messages(None)
            _say(report.human(checked.diagnostics, (), words, colour=False), err=True)
            sys.exit(CONTENT_PROBLEMS)
        known = checked.value
    pipes.answer(pipes.verb(target, as_markdown, known), only_doubts=warn)


@door.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--source", default=None, type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Коријен пројекта.",
)  # fmt: skip
@click.option("--script", default=None, type=click.Choice(["cyrillic", "latin"]), help="Писмо.")
@click.option("--check", "only_check", is_flag=True, help="Само каже шта би се промијенило.")
def fmt_command(
    paths: tuple[Path, ...], source: Path | None, script: str | None, only_check: bool
) -> None:
    """Сређује датотеке садржаја (или све), по жељи у једно писмо; значење се не мијења."""
    from sitegen import fmt

    root = _absolute(source or _root_of(paths))
    tree = read_tree(root)
    sources = tuple(source.whole() for source in tree.value or ())  # for some will be others soon
    around = surroundings(sources)
    words = report.read_messages("sr-Cyrl")
    wanted = _wanted(paths, root, words)
    unread = {finding.place.path for finding in tree.diagnostics if finding.severity is Severity.ERROR}
    findings = [one for one in tree.diagnostics if one.place.path in unread and _is_under(one.place.path, wanted)]
    stopped, count = bool(findings), 0
    for file in sources:
        if not _is_under(file.path, wanted) or file.path in unread or not fmt.is_content(file.path):
            continue
        original = (root / file.path).read_bytes()
        text = original.decode("utf-8")
        result = fmt.formatted(file, around, script)
        findings += [*result.errors, *result.doubts]
        for place, found in result.left:
            where = f"{place.path}:{place.line}:{place.column}"
            _say(words.say("cli.fmt_left", path=where, found=found[:60]), err=True)
        stopped = stopped or bool(result.errors)
        if result.text != file.text:
            count += 1
            _say(file.path)
            if not only_check:
                write.replace(root / file.path, fmt.as_typed(result.text, text).encode())
    if findings:
        _say(report.human(tuple(findings), sources, words, colour=False), err=True)
    _say(words.say("cli.fmt_check" if only_check else "cli.fmt_done", count=count), err=True)
    if stopped or (only_check and count):
        sys.exit(CONTENT_PROBLEMS)


def _root_of(paths: tuple[Path, ...]) -> Path:
    """The project that the first of *paths* lies in; the folder we are in where none is given."""
    for folder in _absolute(paths[0]).parents if paths else ():
        if folder.name == CONTENT:
            return folder.parent
    return Path()


def _wanted(paths: tuple[Path, ...], root: Path, words: Catalog) -> tuple[str, ...]:
    """*paths* as the project calls them; one that lies outside its content is misuse."""
    wanted = []
    for path in paths:
        whole = _absolute(path)
        if not whole.is_relative_to(root / CONTENT):
            if whole != root:
                raise click.UsageError(words.say("cli.fmt_outside", path=str(path)))
            return (CONTENT,)
        wanted.append(whole.relative_to(root).as_posix())
    return tuple(wanted) or (CONTENT,)


def _is_under(path: str, wanted: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in wanted)


@door.command("fold")
def fold_command() -> None:
    """Исписује кључ за претрагу сваког реда са улаза."""
    pipes.answer(pipes.folding, only_doubts=False)


class _Late(BaseException):
    """The time that was allowed is over. No fault, so that nobody on the way takes it for one."""


def _end_after(seconds: int | None) -> None:
    """Gives up after *seconds*, wherever we are then: as safe as being killed there. Windows has no
    alarm; there nothing happens. Zero takes the limit back."""
    if seconds is None or not hasattr(signal, "SIGALRM"):
        return

    def give_up(*_: object) -> NoReturn:
        raise _Late(seconds)

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)


def main() -> NoReturn:
    """Runs the command and ends the process with its status."""
    try:
        door.main(standalone_mode=False)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.Abort:
        sys.exit(USAGE)
    except click.ClickException as error:
        _say(usage.explained(error), err=True)
        sys.exit(USAGE)
    except write.OutputError as error:
        _say(_messages(None).say(f"cli.{error.code}", path=str(error.path)), err=True)
        sys.exit(USAGE)
    except UnknownThemeError as error:
        words = _messages(None)
        _say(words.say("cli.theme_unknown", found=error.name, known=", ".join(error.known)), err=True)
        sys.exit(USAGE)
    except ThemeError as error:
        _say(_messages(None).say("cli.theme", found=str(error)), err=True)
        sys.exit(USAGE)
    except _Late as late:
        _say(_messages(None).say("cli.late", count=late.args[0]), err=True)
        sys.exit(USAGE)
    except ChangedError as error:
        _say(_messages(None).say("cli.changed", path=error.filename), err=True)
        sys.exit(USAGE)
    except OSError as error:
        path, found = str(error.filename or ""), str(error.strerror)
        _say(_messages(None).say(f"cli.system.{_TROUBLES.get(error.errno or 0, 'refused')}", path=path, found=found), err=True)
        sys.exit(USAGE)
    except Exception:
        traceback.print_exc()
        _say(_messages(None).say("cli.bug"), err=True)
        sys.exit(OUR_FAULT)
    sys.exit(0)


_TROUBLES = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read_only", errno.EIO: "failing",
    errno.EMFILE: "too_many", errno.ENFILE: "too_many", errno.ENOENT: "missing",
}  # fmt: skip


@contextlib.contextmanager
def _named(path: str) -> Iterator[None]:
    """Gives an error of the system that has no path, as one of writing, this one."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or path
        raise


def _report(
    diagnostics: tuple[Diagnostic, ...], loaded: Loaded, words: Catalog, *, strict: bool
) -> bool:
    """Prints what was found; returns whether it keeps the site from being published."""
    _tell(report.human(diagnostics, loaded.sources, words, colour=True) if diagnostics else "")
    return _stops(diagnostics, strict=strict)


def _tell(painted: str) -> None:
    """Prints a report in colour as the terminal wants it, if there is any."""
    if painted:
        _say(painted if again.wants_colour() else report.unpainted(painted), err=True)


def _known(old: Path | None, is_written: bool) -> frozenset[str]:
    """The fingerprints in the baseline *old*; none where it is being written."""
    if old is None:
        if is_written:
            raise click.UsageError(_messages(None).say("cli.baseline.none"))
        return frozenset()
    if is_written:
        return frozenset()
    try:
        return baseline.read(old.read_text(encoding="utf-8"))
    except (baseline.BaselineError, UnicodeDecodeError) as error:
        raise click.UsageError(_messages(None).say("cli.baseline.broken", path=str(old))) from error


def _without_notices(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """What somebody who builds must see; notices are for who checks."""
    return tuple(finding for finding in diagnostics if finding.severity is not Severity.NOTICE)


def _stops(diagnostics: tuple[Diagnostic, ...], *, strict: bool) -> bool:
    return has_errors(diagnostics) or (
        strict and any(finding.severity is Severity.WARNING for finding in diagnostics)
    )


def _formatted(form: str, built: Built, words: Catalog, changed: frozenset[str]) -> str:
    if form == "github":
        return report.github(built.diagnostics, words, changed=changed)
    writers = {"json": report.as_json, "gitlab": report.gitlab, "sarif": report.sarif}
    return writers[form](built.diagnostics, words)


def _changed(root: Path, ref: str) -> frozenset[str]:
    """Paths that differ from the Git revision *ref*; a revision that is not there is misuse."""
    import subprocess

    if ref.startswith("-"):
        raise click.UsageError(ref)
    command = ["git", "-C", str(root), "diff", "--name-only", "--relative", ref, "--"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode:
        raise click.UsageError(_messages(None).say("cli.revision", found=ref))
    return frozenset(result.stdout.splitlines())


def _closing(built: Built, words: Catalog, target: Path, written: int) -> str:
    """What was done, in one sentence; the seconds are to be put in place of a NUL."""
    warnings = sum(one.severity is Severity.WARNING for one in built.diagnostics)
    pages = sum(path.endswith(".html") for path in built.tags)
    return words.say(
        "cli.done", seconds="\0", path=str(target / "index.html"),
        records=words.say("cli.records", count=_records(built.loaded)),
        written=words.say("cli.written", count=written),
        same=words.say("cli.same", count=max(pages - written, 0)),
        warnings=words.say("count.warning", count=warnings)
        if warnings
        else words.say("cli.no_warnings"),
    )  # fmt: skip


def _digests(loaded: Loaded, root: str, young: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that can be judged by their content: those of the project *root* as they were read, and
    those that were *young* as the build began."""
    digests = {**young, **{f"{root}/{source.path}": source.digest for source in loaded.sources}}
    for finding in loaded.diagnostics:  # who is told of it reads the file each time
        if finding.code.startswith("source."):
            digests.pop(f"{root}/{finding.place.path}", None)
    return digests


def _remember(
    built: Built, words: Catalog, digests: Mapping[str, bytes], target: Path, wish: manifest.Request,
    made_of: manifest.Snapshot, memory: str, before: manifest.Manifest | None, changed: set[str],
    painted: str, *, kept: bool,
) -> None:  # fmt: skip
    """Notes what the site was made of and what is to be said when nothing has changed. *before*: the
    build before, of whose files only those *changed* are others now. *painted*: the report in colour."""
    reports = (report.unpainted(painted), painted)
    files = [write.MARKER, *(artifact.path.text for artifact in built.artifacts)]
    made = manifest.outputs(str(target), files, before, changed)
    spare = manifest.spare_of(str(write.spare_of(target)), files, before, changed) if kept else b""
    told = (*reports, _closing(built, words, target, 0))
    tags = {**built.tags, manifest.MAKER: generator_digest()}
    whole = manifest.Manifest(
        wish, made_of, manifest.packed(digests), made, told, manifest.packed(tags), spare
    )
    manifest.save(whole, memory)


def _records(loaded: Loaded) -> int:
    return len(loaded.directory.records) if loaded.directory else 0


def _epoch() -> int | None:
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not re.fullmatch(r"[0-9]{0,11}", text):  # twelve digits would be past the year 9999
        raise click.UsageError(_messages(None).say("cli.epoch", found=text[:40]))
    return int(text) if text else None


def _days(path: Path) -> Days:
    """The first and the last day of each file; a file of another form is misuse."""
    try:
        return {
            name: (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
            for name, (first, last) in json.loads(path.read_text(encoding="utf-8")).items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise click.UsageError(_messages(None).say("cli.dates_file", path=str(path))) from error


def _base_url(text: str | None) -> str | None:
    """The address of the site from the command line; an empty one means none."""
    if text and read_base_url(text) is None:
        raise click.UsageError(_messages(None).say("cli.base_url", found=text[:80]))
    return text


def _edit_url(text: str | None) -> str | None:
    """Where files are edited, from the command line; an empty one means none."""
    if text and read_edit_url(text) is None:
        raise click.UsageError(_messages(None).say("cli.edit_url", found=text[:80]))
    return text or None


def _absolute(path: Path) -> Path:
    """Without following a link: what a link stands for is decided by who looks at it."""
    return Path(os.path.abspath(path))
