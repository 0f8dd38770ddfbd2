"""What runs is locked by its hash, few, and named; the locked versions are those the project asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNNING = list(map(Requirement, PROJECT["dependencies"]))
TESTING = list(map(Requirement, PROJECT["optional-dependencies"]["test"]))
LOCKS = sorted((ROOT / ".ci").glob("locked*.txt"))


def locked(path: Path) -> dict[str, tuple[str, int]]:
    """Name → version and number of hashes, of a lock file."""
    found = {}
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", line)
        assert match or not line.strip() or line.startswith("#"), line
        if match:
            found[canonicalize_name(match[1])] = (match[2], line.count("--hash=sha256:"))
    return found


def test_few_things_run() -> None:
    """The libraries named by the project's rules, and markupsafe, which comes with jinja2."""
    assert len(RUNNING) <= 8


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_locked_version_has_its_hashes(path: Path) -> None:
    assert all(hashes for _, hashes in locked(path).values())


@pytest.mark.parametrize(
    ("lock", "wanted"), [("locked.txt", RUNNING), ("locked-test.txt", RUNNING + TESTING)]
)
def test_the_lock_holds_what_the_project_asks_for(lock: str, wanted: list[Requirement]) -> None:
    """After a change of pyproject.toml: ``.ci/lock``."""
    found = locked(ROOT / ".ci" / lock)
    for requirement in wanted:
        version, _ = found[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), requirement


def test_what_is_tested_is_what_is_published() -> None:
    tested = locked(ROOT / ".ci/locked-test.txt")
    for name, (version, _) in locked(ROOT / ".ci/locked.txt").items():
        assert version == tested[name][0]


@pytest.mark.parametrize("path", sorted((ROOT / ".ci").iterdir()), ids=lambda path: path.name)
def test_no_file_of_ci_names_an_index(path: Path) -> None:
    if path.is_file():
        text = path.read_text(encoding="utf-8").replace("--no-emit-index-url", "")
        assert not re.search(r"index-url|file:///|trusted-host", text)


def test_every_promise_names_a_test_that_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    rows = {row.split("|")[1].strip(): row for row in text.splitlines() if row.startswith("| ")}
    promised = [f"S{n}" for n in range(1, 13)] + [f"R{n}" for n in range(1, 8)]
    for name in [*promised, "C1", "C2", "P1", "P2", "P3", "B1", "B2", "D1", "D2", "F1"]:
        tests = re.findall(r"`(tests/[\w/.]+)`", rows[name])
        assert tests, name
        assert [] == [test for test in tests if not (ROOT / test).exists()], name
