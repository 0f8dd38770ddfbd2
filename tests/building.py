"""Tiny projects in a temporary folder, for tests of every floor."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess

from sitegen.cache import Each, plain
from sitegen.pipeline import Options, build

# Everything the settings must have, and nothing else. The town and the number are made up.
SITE = """\
title: Пробни именик
description: Измишљена помоћ у измишљеном граду.
publisher: Пробно уредништво
locale: sr-BA
as_of: 2026-01-15
emergency:
  - {label: Пробни број, number: "051000000", area: Пробноград, hours: непрекидно, source: "https://primjer.invalid/", checked: 2026-01-10}
"""


def project(tmp_path: Path, files: dict[str, str]) -> Path:
    """A project in *tmp_path*: a valid ``content/site.yml`` and *files* (path from the root → text).

    A file given for ``content/site.yml`` replaces the one here. Text is written as it is, with
    the line ends it has. Returns *tmp_path*; may be called again to add or to change files.
    """
    missing = {} if (tmp_path / "content/site.yml").exists() else {"content/site.yml": SITE}
    for path, text in (missing | files).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return tmp_path


ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "sites" / "small"


def small(tmp_path: Path) -> Path:
    """A copy of ``sites/small``, its plain theme with the sentences of the default theme."""
    shutil.copytree(SMALL / "content", tmp_path / "content")
    shutil.copytree(SMALL / "themes", tmp_path / "themes")
    for path, content in _sentences().items():
        file = tmp_path / "themes/plain/strings" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return tmp_path


@cache
def _sentences() -> dict[str, bytes]:
    """The sentences of the default theme, read once: one run of the tests sees one theme."""
    return on_disk(ROOT / "themes/default/strings")


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Writes *new* in place of *old*, which must stand exactly once in the file."""
    text = (root / path).read_text(encoding="utf-8")
    assert 1 == text.count(old), f"{path}: {text.count(old)} times {old!r}"
    (root / path).write_text(text.replace(old, new), encoding="utf-8", newline="")


def tree(root: Path, options: Options | None = None, *, each: Each = plain) -> dict[str, bytes]:
    """The finished files of the project *root* by path; it must have no error."""
    built = build(root, options or Options(), each=each)
    errors = [finding for finding in built.diagnostics if finding.severity == "error"]
    assert not errors, errors
    return {artifact.path.text: artifact.content for artifact in built.artifacts}


def on_disk(folder: Path) -> dict[str, bytes]:
    """Every file under *folder* by its path, hidden ones included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def sitegen(*arguments: object, cwd: Path = ROOT, **environment: str) -> CompletedProcess[str]:
    """The public command in a process of its own, with *environment* and little else."""
    return subprocess.run(
        command(*arguments), cwd=cwd, env=surroundings(**environment), capture_output=True,
        text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "build.py"), *map(str, arguments)]


def surroundings(**environment: str) -> dict[str, str]:
    """What a process of ours sees of the environment: nothing that could steer it by chance."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return kept | environment


def readable(files: dict[str, bytes]) -> dict[str, str]:
    """What of a built site a person can read and accept: pages, assets and search records.

    The words of the search index and its program have tests of their own, the archive and the
    files for machines too.
    """
    return {
        path: content.decode()
        for path, content in files.items()
        if not re.fullmatch(r"offline\.zip|(?:api|data)/.+|search/(?:[sypkxc]|[tnfr]\d+)\.js", path)
    }
