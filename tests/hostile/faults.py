"""Builds that are killed or refused the disk at each step that changes it, one after another.

    python faults.py PROJECT WORKPLACE KILLS EVERY FAULT...

PROJECT holds ``old`` and ``new``: a project before and after an edit. First KILLS builds are killed
at random moments. Then: the interpreter tells an audit hook of every call that opens for writing,
makes, renames, links or removes, just before it happens. For each such call (each EVERY-th of them) a
child process builds again, and exactly there it is killed or gets the error FAULT. Each build is a
fork of this process, which has everything in memory. Prints one JSON object a build.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

from sitegen import pipeline
from sitegen.__main__ import main

_CHANGES = {
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "shutil.rmtree",
}  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _twin(place: Path) -> set[str]:
    """The tree that is kept beside the site for the next build, if it is the site."""
    spare = place / ".site.spare"
    return {spare.name} if spare.exists() and tree(spare) == tree(place / "site") else set()


class _Steps:
    """Counts the calls that change the disk, and strikes before the chosen one."""

    def __init__(self, chosen: int, strike: Callable[[], None], under: Path) -> None:
        self.count, self._chosen, self._strike, self._under = 0, chosen, strike, str(under)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if not isinstance(flags, int) or not flags & _WRITES or not self._is_ours(path):
                return
        elif event == "ctypes.dlsym":
            if arguments[-1] not in ("renameat2", b"renameat2"):
                return
        elif event not in _CHANGES:
            return
        self.count += 1
        if self.count == self._chosen:
            self._strike()

    def _is_ours(self, path: object) -> bool:
        return isinstance(path, (str, bytes, os.PathLike)) and os.fsdecode(path).startswith(self._under)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(code: int) -> Callable[[], None]:
    def strike() -> None:
        raise OSError(code, os.strerror(code))

    return strike


def tree(folder: Path) -> str:
    """One digest of all names and bytes under *folder*; empty if there is none."""
    if not folder.is_dir():
        return ""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        if path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build(
    place: Path, project: Path, chosen: int = 0, strike: Callable[[], None] = kill, *, size: int = 0,
    after: float | None = None,
) -> tuple[int, str, int]:  # fmt: skip
    """Exit status (negative: signal), what was said, and how many steps changed the disk.

    Strikes at the *chosen* step, lets no file grow over *size*, or is killed *after* so many seconds.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        said = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        steps = _Steps(chosen, strike, place)
        status = 99
        if size:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        sys.argv = ["sitegen", "build", "--source", str(project), "--output", str(place / "site"), "--cache", str(place / "cache")]
        sys.addaudithook(steps)
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                main()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException as error:
            said.write(f"Traceback: {error!r}")
        finally:
            steps.count, count = -1_000_000, steps.count
            words = said.buffer.getvalue().decode()  # type: ignore[attr-defined]
            os.write(writer, json.dumps([words[-1500:], count]).encode())
            os._exit(status)
    os.close(writer)
    if after is not None:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        content = pipe.read()
    _, wait = os.waitpid(child, 0)
    said, count = json.loads(content) if content else ("", 0)
    return os.waitstatus_to_exitcode(wait), said, count


def watch(place: Path, seconds: float, answer: int) -> None:
    """Looks for the first page again and again; writes how often it looked and how often in vain."""
    looks = gaps = 0
    end = time.monotonic() + seconds
    with contextlib.suppress(KeyboardInterrupt):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        while time.monotonic() < end:
            looks += 1
            try:
                gaps += not (place / "site/index.html").read_bytes()
            except OSError:
                gaps += 1
            time.sleep(0.001)
    os.write(answer, json.dumps([looks, gaps]).encode())


class Rounds:
    """A place with the ``old`` and the ``new`` site of *project*, for builds that are disturbed."""

    def __init__(self, project: Path, work: Path) -> None:
        self.project, self.work = project, work
        self.sites = {}
        for name in ("old", "new"):
            (work / name).mkdir()
            status, said, _ = build(work / name, project / name)
            assert status == 0, said
            self.sites[tree(work / name / "site")] = name
        assert len(self.sites) == 2
        shutil.copytree(work / "old", work / "counted")
        start = time.monotonic()
        _, _, self.steps = build(work / "counted", project / "new")
        self.took = time.monotonic() - start
        assert self.steps > 20, self.steps
        self.known = {path.name for path in (work / "counted").iterdir()}
        self._lay_out(kept=True)
        _, _, self.kept_steps = build(work / "place", project / "new")
        assert self.kept_steps > 10, self.kept_steps
        shutil.rmtree(work / "place")

    def _lay_out(self, *, kept: bool) -> Path:
        """A place with the old site; where *kept*, with the tree beside it that the next build takes."""
        place = self.work / "place"
        if not kept:
            shutil.copytree(self.work / "old", place)
            return place
        place.mkdir()
        for name in ("old", "new", "old"):
            build(place, self.project / name)
        assert {".site.spare"} == _twin(place)
        return place

    def tell(self, place: Path, wanted: str, **more: object) -> None:
        """Prints what there is at *place*, heals it and prints what there is then."""
        site = self.sites.get(tree(place / "site"), "torn")
        left = self._strangers(place)
        healed, words, _ = build(place, self.project / wanted)
        print(json.dumps(more | {
            "wanted": wanted, "site": site, "healed": healed, "words": words,
            "then": self.sites.get(tree(place / "site"), "torn") == wanted,
            "left": left, "litter": self._strangers(place),
        }), flush=True)  # fmt: skip

    def _strangers(self, place: Path) -> list[str]:
        return sorted({path.name for path in place.iterdir()} - self.known - _twin(place))

    def at_each_step(self, fault: str, every: int, first: int, *, kept: bool = False) -> None:
        """Strikes at the steps *first*, *first* + *every* … of a build that changes old into new."""
        steps = self.kept_steps if kept else self.steps
        sizes = [1, 1_000, 20_000] if fault == "EFBIG" else []
        for point in sizes or range(first, steps + 1, every):
            place = self._lay_out(kept=kept)
            if sizes:
                status, said, _ = build(place, self.project / "new", size=point)
            else:
                strike = kill if fault == "KILL" else refuse(getattr(errno, fault))
                status, said, _ = build(place, self.project / "new", point, strike)
            self.tell(place, "new", fault=fault, point=point, of=steps, kept=kept, status=status, said=said)
            shutil.rmtree(place)

    def at_random(self, times: int) -> None:
        """Kills *times* at any moment, all in one place, old and new in turn, somebody watching."""
        chance = random.Random(times)  # noqa: S311
        place = self.work / "random"
        shutil.copytree(self.work / "old", place)
        reader, writer = os.pipe()
        watcher = os.fork()
        if watcher == 0:
            watch(place, 36_000, writer)
            os._exit(0)
        for number in range(times):
            wanted = "new" if number % 2 == 0 else "old"
            after = chance.uniform(0, 1.3 * self.took)
            status, said, _ = build(place, self.project / wanted, after=after)
            self.tell(place, wanted, fault="RANDOM", point=round(after, 4), of=self.took, status=status, said=said)
        os.kill(watcher, signal.SIGTERM)
        os.waitpid(watcher, 0)
        looks, gaps = json.loads(os.read(reader, 100))
        print(json.dumps({"fault": "WATCHED", "looks": looks, "gaps": gaps}), flush=True)


def compile_once() -> None:
    """Templates are compiled by this process alone: most of the time of so small a site."""
    compiled: Any = jinja2.Environment.compile
    known: dict[object, Any] = {}

    def compile_(self: jinja2.Environment, *of: Any, **named: Any) -> Any:
        key = (*of, *named.items())
        if key not in known:
            known[key] = compiled(self, *of, **named)
        return known[key]

    jinja2.Environment.compile = compile_  # type: ignore[method-assign]


if __name__ == "__main__":
    compile_once()
    for name in ("old", "new"):
        pipeline.build(Path(sys.argv[1]) / name, pipeline.Options())
    rounds = Rounds(Path(sys.argv[1]), Path(sys.argv[2]))
    rounds.at_random(int(sys.argv[3]))
    for number, fault in enumerate(sys.argv[5:]):
        every = int(sys.argv[4]) * (1 if fault == "KILL" else 4) if sys.argv[4] != "1" else 1
        rounds.at_each_step(fault, every, number * 5 % every + 1)
        rounds.at_each_step(fault, every, number * 5 % every + 1, kept=True)
