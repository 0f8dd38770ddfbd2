"""What a build remembers may be damaged in any way: the site is that of a clean build all the same."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from building import edit, on_disk, small
from test_incremental import be_the_command

from sitegen.manifest import FILE
from sitegen.report import read_messages

ROUNDS = 300 if os.environ.get("SITEGEN_LONG") else 20
TEXT = "content/projekti/zajedno.md"
Project = tuple[Path, list[tuple[str, dict[str, bytes]]]]
CLI = read_messages("sr-Cyrl")
CANARY = b"outside\n" * 100


def flipped(rng: Random, file: Path, cache: Path) -> None:
    data = bytearray(file.read_bytes())
    for _ in range(rng.choice([1, 1, 2, 40])):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    file.write_bytes(data)


def cut(rng: Random, file: Path, cache: Path) -> None:
    os.truncate(file, rng.randrange(file.stat().st_size))


def zeroed(rng: Random, file: Path, cache: Path) -> None:
    data = bytearray(file.read_bytes())
    at = rng.randrange(len(data))
    data[at : at + 4096] = bytes(len(data[at : at + 4096]))
    file.write_bytes(data)


def longer(rng: Random, file: Path, cache: Path) -> None:
    with file.open("ab") as more:
        more.write(rng.choice([b"\n", b"\0" * 5_000, file.read_bytes()]))


def huge(rng: Random, file: Path, cache: Path) -> None:
    os.truncate(file, 1 << 33)


def shifted(rng: Random, file: Path, cache: Path) -> None:
    data = file.read_bytes()
    at = rng.randrange(len(data))
    file.write_bytes(data[:at] + b"x" + data[at:])


def exchanged(rng: Random, file: Path, cache: Path) -> None:
    other = rng.choice(sorted(cache.iterdir()))
    one, two = file.read_bytes(), other.read_bytes()
    file.write_bytes(two)
    other.write_bytes(one)


def of_before(rng: Random, file: Path, cache: Path) -> None:
    """Some files of another state of the project, as from a copy that was put back."""
    for one in sorted(cache.iterdir()):
        if rng.random() < 0.5:
            shutil.copy2(cache.parent / "before" / one.name, one)


def of_another_version(rng: Random, file: Path, cache: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[:2] + bytes(rng.sample(range(48, 58), 6)) + data[8:])


def gone(rng: Random, file: Path, cache: Path) -> None:
    file.unlink()


def linked(rng: Random, file: Path, cache: Path) -> None:
    """A link to a file elsewhere: that one is not written into."""
    file.unlink()
    file.symlink_to(cache.parent / "canary")


def linked_to_another(rng: Random, file: Path, cache: Path) -> None:
    file.unlink()
    file.symlink_to(cache.parent / "before" / file.name)


def of_somebody_else(rng: Random, file: Path, cache: Path) -> None:
    file.chmod(0o000)
    if os.getuid() == 0:
        os.chown(file, 12_345, 12_345)


def a_folder(rng: Random, file: Path, cache: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)


DAMAGES: tuple[Callable[[Random, Path, Path], None], ...] = (
    flipped, flipped, flipped, cut, cut, zeroed, longer, huge, shifted, exchanged, of_before, of_another_version, gone,
    linked, linked_to_another, of_somebody_else, a_folder,
)  # fmt: skip


def command(root: Path, *options: object) -> tuple[int, str]:
    """How a build ends, and what it says of trouble."""
    files = [root.parent / name for name in ("said.txt", "closing.txt")]
    for file in files:
        file.write_bytes(b"")
    arguments = ["build", "--source", str(root), "--cache", str(root / "cache"), "--no-offline", *map(str, options)]
    child = os.fork()
    if child == 0:
        be_the_command(arguments, *files)
    _, wait = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(wait), files[0].read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project built twice, its memory before and after in ``before`` and ``whole``; the clean site of
    both states."""
    root = small(tmp_path / "project")
    clean = []
    for number, name in enumerate(("before", "whole")):
        if number:
            edit(root, TEXT, "title: Заједно\n", "title: Одвојено\n")
        assert 0 == command(root)[0]
        shutil.copytree(root / "cache", root / name)
        status, said = command(root, "--no-cache", "--output", tmp_path / name)
        assert 0 == status, said
        clean.append((said, on_disk(tmp_path / name)))
    assert clean[0] != clean[1]
    yield root, clean
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are forked")
def test_a_damaged_memory_never_makes_another_site(project: Project) -> None:
    root, clean = project
    rng = Random(ROUNDS)  # noqa: S311
    titles = ("title: Заједно\n", "title: Одвојено\n")
    for number in range(ROUNDS):
        shutil.rmtree(root / "cache")
        shutil.copytree(root / "whole", root / "cache")
        (root / "canary").write_bytes(CANARY)
        untouched = on_disk(root / "before")
        damage = DAMAGES[number % len(DAMAGES)] if number < len(DAMAGES) else rng.choice(DAMAGES)
        file = rng.choice(sorted(path for path in (root / "cache").iterdir() if path.stat().st_size))
        damage(rng, file, root / "cache")
        story = f"{number}: {damage.__name__} {file.name}"
        state = rng.randrange(2)
        text = (root / TEXT).read_text("utf-8").replace(titles[1 - state], titles[state])
        (root / TEXT).write_text(text, encoding="utf-8")
        status, said = command(root)
        if damage is a_folder and status == 2:  # told, and nothing lost
            assert file.name in said, story
            shutil.rmtree(file)
            status, said = command(root)
        elif damage is a_folder and file.name == FILE:  # published, and told that it will not be remembered
            assert (0, clean[state][1]) == (status, on_disk(root / "public")), story
            assert said == clean[state][0] + CLI.say("cli.forgotten", path=str(root / "cache"), found=os.strerror(errno.EISDIR)) + "\n"
            shutil.rmtree(file)
            status, said = command(root)
        for _ in range(2):
            assert 0 == status, story
            assert clean[state] == (said, on_disk(root / "public")), story
            status, said = command(root)
        assert CANARY == (root / "canary").read_bytes(), story
        assert untouched == on_disk(root / "before"), story
