"""Kills a build at the system calls that change the disk: ``python tests/hostile/syscalls.py [EVERY]``.

Needs strace (Linux). ``faults.py`` strikes where Python asks for a change; here it is the kernel, so a file that
is written in part is among what is left. A command of the nightly run: each round is two processes. Prints how many
calls there are and how many were struck; exit status 1: a site that is torn, or a build after it that does not heal.
"""

from __future__ import annotations

import collections
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS.parent))
sys.path.insert(0, str(TESTS))

from building import command, project, surroundings  # noqa: E402
from faults import tree  # noqa: E402

_CALLS = "write,pwrite64,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,ftruncate,openat"
_PAGE = "---\ntitle: Страница {0}\n---\nТекст странице {0}. {1}\n"
_OURS = {"site", "cache", ".site.lock", ".site.spare"}


def _build(place: Path, source: Path, *traced: str) -> int:
    asked = command("build", "--source", source, "--output", place / "site", "--cache", place / "cache")
    ended = subprocess.run(
        [*traced, *asked], env=surroundings(PYTHONDONTWRITEBYTECODE="1"), capture_output=True, check=False
    )
    return ended.returncode


def _points(log: str) -> list[tuple[str, int]]:
    """Each call that changes something, and which of its name it is."""
    seen: collections.Counter[str] = collections.Counter()
    points = []
    for call, arguments in re.findall(r"^\d+ +(\w+)\((.*)", log, re.MULTILINE):
        seen[call] += 1
        is_reading = call == "openat" and not re.search("O_(?:WRONLY|RDWR|CREAT|TRUNC)", arguments)
        if not is_reading and not (call == "write" and re.match("[12],", arguments)):
            points.append((call, seen[call]))
    return points


def main(every: int = 1) -> int:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sites = {}
        for name, text in (("old", "Старо."), ("new", "Ново, другачије.")):
            project(work / "of" / name, {
                f"content/stranice/s-{n}.md": _PAGE.format(n, text if n < 2 else "") for n in range(4)
            })  # fmt: skip
            if name == "old":
                (work / "of/old/content/stranice/s-3.md").unlink()
            assert 0 == _build(work / name, work / "of" / name)
            sites[tree(work / name / "site")] = name
        new, place = work / "of/new", work / "place"
        shutil.copytree(work / "old", place)
        assert 0 == _build(place, new, "strace", "-f", "-o", str(work / "log"), "-e", f"trace={_CALLS}")
        points = _points((work / "log").read_text(encoding="utf-8", errors="replace"))
        killed, wrong = 0, 0
        for call, number in points[::every]:
            shutil.rmtree(place)
            shutil.copytree(work / "old", place)
            status = _build(
                place, new, "strace", "-f", "-o", "/dev/null", "-e", f"trace={call}",
                "-e", f"inject={call}:signal=SIGKILL:when={number}",
            )  # fmt: skip
            killed += status in (-9, 137)
            left = sites.get(tree(place / "site"), "torn")
            healed = _build(place, new)
            then = sites.get(tree(place / "site"), "torn")
            litter = {path.name for path in place.iterdir()} - _OURS
            if left == "torn" or healed != 0 or then != "new" or litter:
                wrong += 1
                print(f"{call} {number}: {left}, then {healed} and {then}; {sorted(litter)}")
    print(f"{len(points)} system calls that change the disk, {killed} builds killed at one, {wrong} wrong")
    return 1 if wrong or killed < len(points[::every]) else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
