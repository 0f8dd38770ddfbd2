"""Builds that are killed or refused the disk at each step that changes it, one after another.

    python faults.py PROJECT WORKPLACE FAULT EVERY FIRST

The interpreter tells an audit hook of every call that opens for writing, makes, renames, links or
removes, just before it happens. For each such call (each EVERY-th of them, from the FIRST) a child process builds
again, and exactly there it is killed or gets the error FAULT. Prints one JSON object a point.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sitegen.__main__ import main

_CHANGES = {
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "shutil.rmtree",
}  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


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


def build(place: Path, project: Path, chosen: int = 0, strike: Callable[[], None] = kill, *, size: int = 0) -> tuple[int, str, int]:
    """Exit status (negative: signal), what was said, and how many steps changed the disk."""
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
    with os.fdopen(reader, "rb") as pipe:
        content = pipe.read()
    _, wait = os.waitpid(child, 0)
    said, count = json.loads(content) if content else ("", 0)
    return os.waitstatus_to_exitcode(wait), said, count


def run(project: Path, work: Path, fault: str, every: int, first: int) -> None:
    """*project* holds ``old`` and ``new``: the same project before and after an edit."""
    for name in ("old", "new"):
        (work / name).mkdir()
        status, said, _ = build(work / name, project / name)
        assert status == 0, said
    shutil.copytree(work / "old", work / "counted")
    _, _, steps = build(work / "counted", project / "new")
    assert steps > 20, steps
    old, new = tree(work / "old/site"), tree(work / "new/site")
    assert old != new
    assert new == tree(work / "counted/site")
    litter = sorted(path.name for path in (work / "counted").iterdir())
    sizes = [1, 1_000, 20_000] if fault == "EFBIG" else []
    points = list(range(first, steps + 1, every))
    for point in sizes or points:
        place = work / "place"
        shutil.copytree(work / "old", place)
        if sizes:
            status, said, _ = build(place, project / "new", size=point)
        else:
            strike = kill if fault == "KILL" else refuse(getattr(errno, fault))
            status, said, _ = build(place, project / "new", point, strike)
        after = tree(place / "site")
        healed, words, _ = build(place, project / "new")
        print(json.dumps({
            "point": point, "of": steps, "status": status, "said": said,
            "site": {old: "old", new: "new"}.get(after, "torn"),
            "healed": healed, "then": tree(place / "site") == new, "words": words,
            "litter": sorted({path.name for path in place.iterdir()} - set(litter)),
        }), flush=True)  # fmt: skip
        shutil.rmtree(place)


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
