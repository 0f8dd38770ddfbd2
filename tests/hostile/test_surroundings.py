"""A build reads the project and the program, writes the site and the cache, and asks nobody."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from building import ROOT, small, surroundings

# Runs build.py with a hook of the interpreter that notes what it touches.
_WATCHED = """
import json, os, runpy, sys
seen = []
def note(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, (str, bytes)):
            write = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND))
            seen.append(["write" if write else "read", os.path.realpath(os.fsdecode(path))])
    elif event in ("os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.symlink", "os.chmod"):
        near = [one for one in arguments[1:] if isinstance(one, int) and event in ("os.remove", "os.rmdir")]
        folder = os.readlink(f"/proc/self/fd/{near[0]}") if near and near[0] >= 0 else os.getcwd()
        seen.append(["write", os.path.realpath(os.path.join(folder, os.fsdecode(arguments[0])))])
    elif event in ("os.rename", "os.link"):
        seen.extend(["write", os.path.realpath(os.fsdecode(path))] for path in arguments[:2])
    elif event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system",
                           "urllib.", "http.", "ftplib.", "smtplib.", "pickle.", "marshal.loads.foreign")):
        seen.append([event, str(arguments[:1])])
sys.addaudithook(note)
sys.argv = sys.argv[2:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    kept, seen = seen, []
    with open(os.environ["SEEN"], "w") as file:
        json.dump(kept, file)
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str]]]:
    """What a build from nothing and one after it touched, and the folder of the project."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "project").mkdir()
    root = small(folder / "project")
    found: list[tuple[str, str]] = []
    for _ in range(2):
        events = folder / "seen.json"
        arguments = ["build", "--source", root, "--output", folder / "out/site", "--cache", folder / "out/cache"]
        result = subprocess.run(
            [sys.executable, "-c", _WATCHED, "-", str(ROOT / "build.py"), *map(str, arguments)],
            cwd=ROOT, env=surroundings(SEEN=str(events), PYTHONDONTWRITEBYTECODE="1"),
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert 0 == result.returncode, result.stderr
        found += map(tuple, json.loads(events.read_text()))
    assert len(found) > 100
    return folder, found


def _inside(path: str, *folders: Path | str) -> bool:
    return any(Path(path).is_relative_to(Path(folder).resolve()) for folder in folders)


def test_nothing_is_written_but_the_site_and_the_cache(seen: tuple[Path, list[tuple[str, str]]]) -> None:
    folder, events = seen
    written = {path for event, path in events if event == "write" and path != "/dev/null"}
    assert written
    assert [] == [path for path in sorted(written) if not _inside(path, folder / "out")]


def test_nothing_is_read_but_the_project_and_the_program(seen: tuple[Path, list[tuple[str, str]]]) -> None:
    folder, events = seen
    program = {*map(Path, sysconfig.get_paths().values()), Path(sys.prefix), Path(sys.base_prefix), ROOT}
    allowed = (folder, *program, "/proc/self", "/usr/share/zoneinfo", "/dev/null")
    read = {path for event, path in events if event == "read"}
    assert [] == [path for path in sorted(read) if not _inside(path, *allowed)]
    outside = {ROOT / "content", ROOT / "public", ROOT / ".git"}
    assert [] == [path for path in sorted(read) if _inside(path, *outside)]


def test_nobody_is_asked_and_nothing_is_started(seen: tuple[Path, list[tuple[str, str]]]) -> None:
    _, events = seen
    assert [] == [event for event in events if event[0] not in ("read", "write")]


@pytest.mark.parametrize("path", sorted((ROOT / "themes").rglob("*.html")), ids=lambda path: path.name)
def test_a_template_trusts_no_text(path: Path) -> None:
    """What is safe is so by type; no template may say it of a text."""
    text = path.read_text(encoding="utf-8")
    banned = ["|safe", "| safe", "Markup", "xmlattr", "autoescape false", "|tojson", "javascript:"]
    if path.name != "pocket.html":  # one page in one file: its own style, allowed by its hash
        banned.append("<style")
    assert [] == [word for word in banned if word in text]


@pytest.mark.parametrize("path", sorted((ROOT / "sitegen").rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_makes_a_template_of_text(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    assert not called & {"from_string", "popen", "spawnl", "execv", "system"}
