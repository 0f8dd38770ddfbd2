"""A person's line deleted from content leaves no trace in anything that the next build gives out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from building import on_disk, project, sitegen

from sitegen.scripts.serbian import fold, to_latin

NAME = "Зорислава Чкаљић-Шћепановић"  # made up, of words found nowhere else
NUMBER = "051/999-317"
RECORD = """\
---
title: Пробно удружење
type: association
status: unknown
sources: [izvor]
contacts:
  - {{role: предсједница, as_of: unknown, source: izvor{person}}}
---
Текст удружења{sentence}.
"""
SOURCES = "- {id: izvor, title: Пробни извор, publisher: Пробни издавач, published: unknown}\n"


def _everything(folder: Path) -> bytes:
    """All files under *folder*, names and content; archives opened."""
    parts = []
    for path, content in on_disk(folder).items():
        parts.append(path.encode())
        parts.append(content)
        if path.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts)


def _traces(folder: Path) -> list[str]:
    everything = _everything(folder).decode("utf-8", "replace")
    folded = fold(everything)
    words = [word for part in NAME.split() for word in part.split("-")]
    sought = [*words, *map(to_latin, words), "999-317", "999317", "38751999317"]
    return [word for word in sought if word in everything] + [
        word for word in map(fold, words) if word in folded
    ]


def test_a_name_and_a_number_leave_no_trace(tmp_path: Path) -> None:
    root = tmp_path / "project"
    path = "content/organizacije/probno.md"
    files = {
        "content/data/sources.yml": SOURCES,
        path: RECORD.format(person=f", name: {NAME}, phone: {NUMBER}", sentence=f", које води {NAME}"),
    }
    arguments = ("build", "--source", root, "--output", tmp_path / "site", "--cache", tmp_path / "cache")
    project(root, files)
    first = sitegen(*arguments)
    assert 0 == first.returncode, first.stderr
    assert len(_traces(tmp_path / "site")) > 4
    project(root, {path: RECORD.format(person="", sentence="")})
    second = sitegen(*arguments)
    assert 0 == second.returncode, second.stderr
    assert [] == _traces(tmp_path / "site")
    assert ["cache", "project", "site"] == sorted(p.name for p in tmp_path.iterdir() if not p.name.startswith("."))
    _forget(tmp_path)


def test_a_deleted_record_leaves_no_trace(tmp_path: Path) -> None:
    root = tmp_path / "project"
    path = "content/organizacije/zorislava.md"
    project(root, {
        "content/data/sources.yml": SOURCES,
        path: RECORD.format(person=f", name: {NAME}, phone: {NUMBER}", sentence=f", које води {NAME}"),
    })  # fmt: skip
    arguments = ("build", "--source", root, "--output", tmp_path / "site", "--cache", tmp_path / "cache")
    assert 0 == sitegen(*arguments).returncode
    (root / path).unlink()
    assert 0 == sitegen(*arguments).returncode
    assert [] == _traces(tmp_path / "site")
    assert b"zorislava" not in _everything(tmp_path / "site")
    _forget(tmp_path)


def _forget(place: Path) -> None:
    """What the building machine remembers is no output; ``clean`` removes it."""
    ended = sitegen("clean", "--output", place / "site", "--cache", place / "cache")
    assert 0 == ended.returncode, ended.stderr
    assert [] == _traces(place / "site")
    assert [] == _traces(place / "cache")
