"""Publishing: the old site or the new one, whole, whatever happens in between."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from building import ROOT, command, edit, on_disk, sitegen, small, surroundings

from sitegen import manifest, write
from sitegen.artifacts import Artifact, OutPath, Streamed
from sitegen.write import MARKER, OutputError


def artifacts(files: dict[str, bytes]) -> list[Artifact]:
    return [Artifact(OutPath(path), content) for path, content in files.items()]


def put(files: dict[str, bytes], target: Path) -> None:
    write.publish(write.write_tree(artifacts(files), target), target)


MARK = {MARKER: b"sitegen\n"}
OLD = {"index.html": b"old", "a/b/index.html": b"old", "gone/index.html": b"old"}
NEW = {"index.html": b"new", "a/b/index.html": b"new", "a/c.txt": b"new"}


def test_a_published_folder_holds_the_files_of_the_build_and_nothing_else(tmp_path: Path) -> None:
    put(OLD, tmp_path / "public")
    assert OLD | MARK == on_disk(tmp_path / "public")
    put(NEW, tmp_path / "public")
    assert NEW | MARK == on_disk(tmp_path / "public")
    assert ["public"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("spare", [False, True])
def test_a_file_written_in_pieces_keeps_its_time_while_it_is_the_same(tmp_path: Path, *, spare: bool) -> None:
    target = tmp_path / "public"
    held: frozenset[str] = frozenset()

    def publish(*pieces: bytes) -> tuple[tuple[str, ...], int]:
        nonlocal held

        def fill(file: BinaryIO) -> None:
            for piece in pieces:
                file.write(piece)

        artifacts = [Streamed(OutPath("a/big.zip"), fill), Artifact(OutPath("b.txt"), b"b")]
        staged = write.write_tree(artifacts, target, frozenset(), held)
        kept = write.publish(staged, target, held, spare=spare)
        held = frozenset((*staged.files, MARKER)) if kept else frozenset()
        assert b"".join(pieces) == (target / "a/big.zip").read_bytes()
        assert ["big.zip"] == [path.name for path in (target / "a").iterdir()]
        return staged.written, (target / "a/big.zip").stat().st_ino

    first, number = publish(b"one", b"two")
    assert ("a/big.zip", "b.txt") == first
    assert ((), number) == publish(b"onet", b"wo")
    changed, other = publish(b"another")
    assert ("a/big.zip",) == changed
    assert other != number
    assert ((), other) == publish(b"another")


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    write.check_target(tmp_path / "public")
    put(NEW, tmp_path / "public")
    assert NEW | MARK == on_disk(tmp_path / "public")


def test_without_an_exchange_of_folders_the_site_is_published_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Systems other than Linux rename twice."""
    monkeypatch.setattr(write, "_exchange", lambda one, other: False)
    put(OLD, tmp_path / "public")
    put(NEW, tmp_path / "public")
    assert NEW | MARK == on_disk(tmp_path / "public")
    assert ["public"] == [path.name for path in tmp_path.iterdir()]


def test_a_site_set_aside_by_a_killed_build_is_put_back(tmp_path: Path) -> None:
    put(OLD, tmp_path / "public")
    (tmp_path / "public").rename(tmp_path / ".public.staging-old")
    write.sweep(tmp_path / "public")
    assert OLD | MARK == on_disk(tmp_path / "public")


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_site_that_is_to_survive_a_power_cut_is_on_the_disk_before_it_is_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    """First all files and folders, then the exchange, then the folder around it, then the old tree goes."""
    target = tmp_path / "public"
    put(OLD, target)
    steps: list[tuple[str, str]] = []
    flush, exchange, remove, rename = os.fsync, write._exchange, write.shutil.rmtree, Path.rename

    def noted_flush(descriptor: int) -> None:
        steps.append(("flush", str(Path(f"/proc/self/fd/{descriptor}").readlink())))
        flush(descriptor)

    def noted_exchange(one: Path, other: Path) -> bool:
        steps.append(("place", str(other)))
        return can_exchange and exchange(one, other)

    def noted_rename(one: Path, other: Path) -> Path:
        steps.append(("place", str(other)))
        return rename(one, other)

    def noted_remove(path: Path) -> None:
        steps.append(("remove", str(path)))
        remove(path)

    staged = write.write_tree(artifacts(NEW), target)
    folders = {str(staged.folder), *(str(path) for path in staged.folder.rglob("*"))}
    monkeypatch.setattr(os, "fsync", noted_flush)
    monkeypatch.setattr(write, "_exchange", noted_exchange)
    monkeypatch.setattr(Path, "rename", noted_rename)
    monkeypatch.setattr(write.shutil, "rmtree", noted_remove)
    write.publish_durably(staged, target)
    first = next(number for number, step in enumerate(steps) if step[0] == "place")
    flushed = [path for _, path in steps[:first]]
    assert sorted(folders) == sorted(flushed)
    for path in flushed:  # a folder after all that is in it
        assert all(flushed.index(other) <= flushed.index(path) for other in flushed if other.startswith(f"{path}/"))
    assert ("place", str(target)) in steps[first:-2]
    assert ("flush", str(tmp_path)) == steps[-2]
    assert "remove" == steps[-1][0]
    assert NEW | MARK == on_disk(target)


@pytest.mark.parametrize("kind", ["foreign", "file", "link", "dead-link", "link-to-ours"])
def test_a_place_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "public"
    (tmp_path / "other").mkdir()
    if kind == "foreign":
        target.mkdir()
        (target / "seminarski.txt").write_bytes(b"important")
    elif kind == "file":
        target.write_bytes(b"important")
    elif kind == "link":
        target.symlink_to(tmp_path / "other")
    elif kind == "dead-link":
        target.symlink_to(tmp_path / "nowhere")
    else:
        put(OLD, tmp_path / "other")
        target.symlink_to(tmp_path / "other")
    before = on_disk(tmp_path)
    with pytest.raises(OutputError) as refused:
        write.check_target(target)
    codes = {"foreign": "output.foreign", "file": "output.file"}
    assert codes.get(kind, "output.link") == refused.value.code
    root = small(tmp_path / "project")
    result = sitegen("build", "--source", root, "--output", target)
    assert (2, "") == (result.returncode, result.stdout)
    assert str(target) in result.stderr
    assert "Traceback" not in result.stderr
    assert before == {
        path: data for path, data in on_disk(tmp_path).items() if not path.startswith("project/")
    }


def test_clean_refuses_a_foreign_folder_too(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public/x").write_bytes(b"important")
    assert 2 == sitegen("clean", "--source", tmp_path).returncode
    assert {"public/x": b"important"} == on_disk(tmp_path)


def test_clean_leaves_nothing_of_ours_and_all_of_theirs(tmp_path: Path) -> None:
    root = small(tmp_path)
    before = on_disk(root)
    assert 0 == sitegen("build", "--source", root).returncode
    assert before != on_disk(root)
    assert 0 == sitegen("clean", "--source", root).returncode
    # The lock stays: taking it away could let two builds hold one each.
    assert before | {".public.lock": b""} == on_disk(root)


def test_broken_content_leaves_the_published_site_untouched(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert 0 == sitegen("build", "--source", root).returncode
    before = on_disk(root / "public")
    edit(root, "content/projekti/zajedno.md", "status: running", "status: trči")
    result = sitegen("build", "--source", root)
    assert (1, "") == (result.returncode, result.stdout)
    assert "content/projekti/zajedno.md:3:9: " in result.stderr
    assert before == on_disk(root / "public")


# --- killed at any moment --------------------------------------------------------------------

LOOP = """
import sys
from pathlib import Path
from typing import BinaryIO
sys.path.insert(0, {root!r})
from sitegen import write
from sitegen.artifacts import Artifact, OutPath, Streamed
target = Path({target!r})
sites = [
    [Artifact(OutPath(f"d{{n % 7}}/f{{n}}.html"), word * 200) for n in range(60)]
    for word in (b"one", b"two!")
]
print("ready", flush=True)
while True:
    for site in sites:
        with write.locked(target):
            write.publish(write.write_tree(site, target), target)
"""
WHOLE = [
    {f"d{n % 7}/f{n}.html": word * 200 for n in range(60)} | MARK for word in (b"one", b"two!")
]


def kill_while_publishing(target: Path, after: float) -> None:
    script = LOOP.format(root=str(ROOT), target=str(target))
    with subprocess.Popen(
        [sys.executable, "-c", script], env=surroundings(), stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)
        process.kill()


def test_a_build_killed_while_it_publishes_leaves_one_whole_site(tmp_path: Path) -> None:
    """Twenty-five kills at random moments of a process that publishes two sites in turn."""
    rng = random.Random(20260115)  # noqa: S311
    target = tmp_path / "public"
    put({path: data for path, data in WHOLE[0].items() if path != MARKER}, target)
    litter = 0
    for kill in range(25):
        kill_while_publishing(target, rng.uniform(0.005, 0.12))
        assert on_disk(target) in WHOLE, f"kill {kill}"
        litter += len(list(tmp_path.iterdir())) > 2
    assert litter, "some kills came in the middle of the work"
    with write.locked(target):
        put(NEW, target)
    assert NEW | MARK == on_disk(target)
    assert [".public.lock", "public"] == sorted(path.name for path in tmp_path.iterdir())


SPARE = ".public.spare"


def all_but_the_spare(folder: Path) -> list[str]:
    """Every path in *folder* but those of the tree that is kept beside the site, which is the site."""
    if (folder / SPARE).exists():
        assert on_disk(folder / SPARE) == on_disk(folder / "public")
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return sorted(path for path in paths if path.partition("/")[0] != SPARE)


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    one, two = small(tmp_path / "one"), small(tmp_path / "two")
    edit(two, "content/site.yml", "title: Именик Пробнограда", "title: Други именик")
    alone = []
    for n, root in enumerate((one, two)):
        assert 0 == sitegen("build", "--source", root, "--output", tmp_path / f"alone{n}").returncode
        alone.append(on_disk(tmp_path / f"alone{n}"))
    assert alone[0] != alone[1]
    shared = tmp_path / "shared"
    running = [
        subprocess.Popen(
            command("build", "--source", root, "--output", shared / "public",
                    "--cache", shared / "cache"),
            env=surroundings(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for root in (one, two, one, two)
    ]  # fmt: skip
    assert [0, 0, 0, 0] == [process.wait(60) for process in running]
    assert on_disk(shared / "public") in alone
    assert {".public.lock", "public", "cache"} == {path.name for path in shared.iterdir()} - {SPARE}
    all_but_the_spare(shared)


def test_a_build_waits_for_the_one_before_it_and_says_so_when_it_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "_PATIENCE", 0.1)
    held = write.locked(tmp_path / "public")
    with held, pytest.raises(OutputError) as refused, write.locked(tmp_path / "public"):
        pass
    assert "output.locked" == refused.value.code
    with write.locked(tmp_path / "public"):
        pass


# --- the tree that is kept beside the site ---------------------------------------------------


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A project that was built, edited and built again, each time of the spare of the build before."""
    root = small(tmp_path / "project")
    assert 0 == sitegen("build", "--source", root).returncode
    all_but_the_spare(root)
    number = (root / SPARE).stat().st_ino
    again(root, "прва")
    assert number == (root / "public").stat().st_ino
    return root


def again(root: Path, words: str) -> None:
    with (root / "content/projekti/zajedno.md").open("a", encoding="utf-8") as file:
        file.write(f"\nРеченица: {words}.\n")
    assert 0 == sitegen("build", "--source", root).returncode
    all_but_the_spare(root)
    known = manifest.load(str(root / ".sitegen/cache"))  # it looked only where something was written
    assert known is not None
    assert manifest.is_whole(known, str(root / "public"))
    assert known.has_spare(str(root / SPARE))
    fresh = root.parent / "fresh"
    assert 0 == sitegen("build", "--source", root, "--output", fresh, "--no-cache").returncode
    assert on_disk(fresh) == on_disk(root / "public")


def test_the_spare_is_taken_and_holds_nothing_of_the_past(edited: Path) -> None:
    number = (edited / SPARE).stat().st_ino
    again(edited, "друга")
    again(edited, "трећа")
    assert number in ((edited / SPARE).stat().st_ino, (edited / "public").stat().st_ino)
    (edited / "content/projekti/zajedno.md").unlink()
    edit(edited, "content/dogadjaji/sastanak-2025-11-05.md", "project: [projekti/zajedno]\n", "")
    assert 0 == sitegen("build", "--source", edited).returncode
    assert not (edited / SPARE / "projekti/zajedno").exists()
    all_but_the_spare(edited)


def write_over(spare: Path) -> None:
    page = spare / "index.html"
    page.unlink()
    page.write_bytes(b"<p>tudje</p>")


def write_into(spare: Path) -> None:
    (spare / "index.html").write_bytes(b"<p>tudje</p>")  # the published page as well: one file


def put_in(spare: Path) -> None:
    (spare / "usluge/tudje.html").write_bytes(b"<p>tudje</p>")


def take_out(spare: Path) -> None:
    (spare / "index.html").unlink()


def link_away(spare: Path) -> None:
    elsewhere = spare.with_name("elsewhere")
    spare.rename(elsewhere)
    spare.symlink_to(elsewhere)


def make_a_file(spare: Path) -> None:
    shutil.rmtree(spare)
    spare.write_bytes(b"tudje")


@pytest.mark.parametrize(
    "change", [write_over, write_into, put_in, take_out, link_away, make_a_file, shutil.rmtree],
    ids=lambda change: change.__name__,
)  # fmt: skip
def test_a_spare_that_is_not_as_it_was_left_is_not_taken(
    edited: Path, change: Callable[[Path], None]
) -> None:
    change(edited / SPARE)
    again(edited, "друга")
    again(edited, "трећа")


def test_clean_removes_the_spare_and_a_build_without_a_memory_keeps_none(edited: Path) -> None:
    assert 0 == sitegen("build", "--source", edited, "--no-cache").returncode
    assert not (edited / SPARE).exists()
    again(edited, "друга")
    again(edited, "трећа")
    assert (edited / SPARE).exists()
    assert 0 == sitegen("clean", "--source", edited).returncode
    assert not (edited / SPARE).exists()
