"""A build after any edits is the one that a clean build makes: same files, same words, same status.

    python -m pytest tests/test_incremental.py                                          a minute
    SITEGEN_SEQUENCES=500 SITEGEN_EDITS=20 python -m pytest tests/test_incremental.py   the long version

Hypothesis invents sequences of edits (``changes``) and builds. The command builds in a process of
its own, forked from this one so that it starts at once, with the memory and the site of all that
went before; beside it ``serve`` builds with a memory that it holds all the while. Both are compared
with a build without any memory. Builds are also killed, and edited under their hands.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import jinja2
import pytest
from building import on_disk, small
from changes import CHANGES, WORDS, Change
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from sitegen import __main__, cli, manifest, report
from sitegen.cache import Each, Remembered, plain
from sitegen.diagnostics import has_errors
from sitegen.pipeline import Built, Options, build
from sitegen.theme import ThemeError

SEQUENCES = int(os.environ.get("SITEGEN_SEQUENCES", "12"))
EDITS = int(os.environ.get("SITEGEN_EDITS", "10"))
LONG = "SITEGEN_SEQUENCES" in os.environ  # other sequences each time; else always the same

# What the command is asked for, and the same as options of the pipeline.
WISHES: tuple[tuple[tuple[str, ...], Options], ...] = (
    (("--no-offline",), Options(offline=False)),
    (("--no-offline", "--base-url", "https://primjer.invalid/x/"), Options(offline=False, base_url="https://primjer.invalid/x/")),
    (("--no-offline", "--theme", "default"), Options(offline=False, theme="default")),
    (("--no-offline", "--no-search"), Options(offline=False, search=False)),
    (("--no-offline", "--preview"), Options(offline=False, preview=True)),
    (("--no-offline", "--edit-url", "https://primjer.invalid/y/{path}"), Options(offline=False, edit_url="https://primjer.invalid/y/{path}")),
    (("--no-offline", "--verify"), Options(offline=False)),
    ((), Options()),
)  # fmt: skip
DAYS = (None, 1_768_435_200, 1_776_211_200, 1_807_747_200)  # days pass where site.yml names none


class EditedProject(RuleBasedStateMachine):
    """One project, edited and built in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="incremental-"))
        self.root = small(self.folder)
        self.held = Remembered(self.root / "held")  # of ``serve``
        self.good: dict[str, bytes] = {}
        self.is_broken = False
        self.wish, self.day = WISHES[0], None
        self.trail: list[str] = []

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @initialize(young=st.sampled_from((manifest._YOUNG, 0)), first=st.booleans())
    def begin(self, young: int, first: bool) -> None:
        """With and without the rule for files younger than two seconds, which all are here."""
        self.young = young
        if first:
            self.build_and_compare()

    @rule(change=st.sampled_from(CHANGES), chance=st.integers(0, 2**32 - 1))
    def step(self, change: Change, chance: int) -> None:
        """One edit, or now and then something else that happens to builds. Chance decides alone,
        so that a failure can be told in few words."""
        rng = Random(chance)  # noqa: S311
        if self.is_broken and rng.random() < 0.6:
            self.mend()
        what = rng.random()
        if what < 0.06:
            self.kill(rng.choice([rng.uniform(0, 0.04), rng.uniform(0, 0.25)]))
        elif what < 0.12:
            self.edit_while_it_builds(rng.uniform(0, 0.15), rng)
        elif what < 0.2:
            self.wish, self.day = rng.choice(WISHES), rng.choice(DAYS)
            self.trail.append(f"ask {self.wish[0]} {self.day}")
        else:
            self.trail.append(f"{change.__name__}({chance})")
            change(rng, self.root)
            if rng.random() < 0.2:  # and another one before the next build
                return
        self.build_and_compare()

    def mend(self) -> None:
        """Back to the last content that was good."""
        self.trail.append("mend")
        for part in ("content", "themes"):
            for path in sorted((self.root / part).rglob("*"), reverse=True):
                name = path.relative_to(self.root).as_posix()
                if path.is_symlink() or (path.is_file() and name not in self.good):
                    path.unlink()
        for name, data in self.good.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or path.read_bytes() != data:
                path.write_bytes(data)

    def kill(self, after: float) -> None:
        """A build killed at some moment leaves the old site or the new one."""
        self.trail.append(f"kill after {after:.3f}")
        before = on_disk(self.root / "public")
        self.command(kill_after=after)
        left = on_disk(self.root / "public")
        if left != before:
            clean = self.clean()
            assert isinstance(clean, Built)
            assert left == _files(clean), self.story("torn", left, before)

    def edit_while_it_builds(self, after: float, rng: Random) -> None:
        """The build says what it read, old or new; the next one knows that there is more."""
        files = [path for path in sorted((self.root / "content").rglob("*.md")) if path.is_file() and not path.is_symlink()]
        if files:
            file = rng.choice(files)
            self.trail.append(f"edit {file.name} while building, after {after:.3f}")
            text = file.read_bytes() + f"\nДок се гради: {rng.choice(WORDS)}.\n".encode()
            self.command(meanwhile=(after, file, text))

    def build_and_compare(self) -> None:
        """The command, ``serve`` and a build without memory agree."""
        before = on_disk(self.root / "public")
        status, said, closing = self.command()
        clean = self.clean()
        if isinstance(clean, ThemeError):
            assert status == 2, self.story(f"status {status}, clean: {clean}\n{said}")
            expected = None
        else:
            shown = cli._without_notices(clean.diagnostics)
            words = cli._messages(clean.loaded)
            told = report.human(shown, clean.loaded.sources, words, colour=False) if shown else ""
            assert (status == 0) == bool(clean.artifacts), self.story(f"status {status}\n{said}\n--- clean:\n{told}")
            if not clean.artifacts:
                told += words.say("cli.not_published", path=str(self.root / "public"))
            assert said.split() == told.split(), self.story(f"said:\n{said}\n--- clean:\n{told}")
            expected = _files(clean) if clean.artifacts else None
        now = on_disk(self.root / "public")
        if expected is None:
            assert now == before, self.story("a failed build has changed the site", now, before)
            self.is_broken = bool(self.good)
        else:
            assert now == expected, self.story("published", now, expected)
            self.good = {f"{part}/{name}": data for part in ("content", "themes") for name, data in on_disk(self.root / part).items()}
            self.is_broken = False
            again, words_again, closing = self.command()
            assert (again, words_again) == (0, said), self.story(f"again: {again}\n{words_again}\n--- first:\n{said}")
            assert "написано 0 страница" in closing, self.story(f"again: {closing}")
        self.serve_and_compare(clean)

    def serve_and_compare(self, clean: Built | ThemeError) -> None:
        served = self.clean(self.held)
        if isinstance(served, ThemeError) or isinstance(clean, ThemeError):
            assert str(clean) == str(served), self.story("serve says something else of the theme")
            return
        assert clean.diagnostics == served.diagnostics, self.story("serve says something else")
        assert has_errors(clean.diagnostics) or clean.artifacts
        assert clean.artifacts == served.artifacts, self.story("served", _files(served), _files(clean))

    def options(self) -> Options:
        return replace(self.wish[1], epoch=self.day)

    def clean(self, each: Each = plain) -> Built | ThemeError:
        try:
            return build(self.root, self.options(), each=each)
        except ThemeError as error:
            return error

    def command(
        self, *, kill_after: float | None = None, meanwhile: tuple[float, Path, bytes] | None = None
    ) -> tuple[int, str, str]:
        """``sitegen build`` in a process of its own: status, standard error, standard output."""
        said, closing = (self.folder / name for name in ("said.txt", "closing.txt"))
        for file in (said, closing):
            file.write_bytes(b"")
        child = os.fork()
        if child == 0:
            be_the_command(self.arguments(), said, closing, self.young, self.day)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        if meanwhile is not None:
            time.sleep(meanwhile[0])
            meanwhile[1].write_bytes(meanwhile[2])
        _, wait = os.waitpid(child, 0)
        status = os.waitstatus_to_exitcode(wait)
        words = said.read_text("utf-8")
        assert kill_after is not None or status in (0, 1, 2), self.story(words)
        assert "Traceback" not in words, self.story(words)
        return status, words, closing.read_text("utf-8")

    def arguments(self) -> list[str]:
        return ["build", "--source", str(self.root), "--cache", str(self.root / "cache"), *self.wish[0]]

    def story(self, what: str, found: dict[str, bytes] | None = None, expected: dict[str, bytes] | None = None) -> str:
        """What happened, and where the first differences are."""
        lines = [what, "after: " + " · ".join(self.trail)]
        for name in sorted({*(found or {}), *(expected or {})}):
            one, other = (found or {}).get(name), (expected or {}).get(name)
            if one != other:
                lines.append(f"{name}: {_first_difference(one, other)}")
        return "\n".join(lines[:20])


def _first_difference(found: bytes | None, expected: bytes | None) -> str:
    if found is None or expected is None:
        return "not there" if found is None else "should not be there"
    at = next((n for n, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), min(len(found), len(expected)))
    return f"{found[max(at - 60, 0) : at + 60]!r} instead of {expected[max(at - 60, 0) : at + 60]!r}"


def _files(built: Built) -> dict[str, bytes]:
    return {one.path.text: one.content for one in built.artifacts} | {".sitegen-site": b"sitegen\n"}


def be_the_command(
    arguments: list[str], said: Path, closing: Path, young: int = manifest._YOUNG, day: int | None = None
) -> None:
    """Ends this process, a fork, as ``sitegen`` would with these *arguments*; what it says goes into files."""
    status = 99
    try:
        for stream, path in ((2, said), (1, closing)):
            os.dup2(os.open(path, os.O_WRONLY), stream)
        sys.stdout, sys.stderr = (io.TextIOWrapper(os.fdopen(n, "wb"), "utf-8", write_through=True) for n in (1, 2))
        manifest._YOUNG = young  # type: ignore[misc]
        if day is not None:
            os.environ["SOURCE_DATE_EPOCH"] = str(day)
        sys.argv = ["sitegen", *arguments]
        __main__.main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
        os._exit(status)


def _compiled_once(compiled: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[object, Any] = {}

    def compile_(self: jinja2.Environment, *of: Any, **named: Any) -> Any:
        key = (*of, *named.items())
        if key not in known:
            known[key] = compiled(self, *of, **named)
        return known[key]

    return compile_


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are forked")
def test_after_any_edits_a_build_is_a_clean_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    # Templates of this one process are compiled once: most of the time of so small a site.
    monkeypatch.setattr(jinja2.Environment, "compile", _compiled_once(jinja2.Environment.compile))
    run = settings(
        max_examples=SEQUENCES, stateful_step_count=EDITS, derandomize=not LONG, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if LONG else (Phase.generate,),
    )  # fmt: skip
    machine = EditedProject.TestCase
    machine.settings = run
    machine("runTest").runTest()
