"""A build that would change nothing is answered at once, and any other one is not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import edit, on_disk, sitegen, small, surroundings

from sitegen import again, cli, manifest, pipeline, source
from sitegen.diagnostics import Checked

WARNED = """\
---
title: Rad
type: network
status: active
unknown: [sources]
---

Troškovi su dati u RSD na godinu.
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, old enough to be judged by its times, built once."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(manifest, "_YOUNG", 0)
    return build(small(tmp_path))


def build(root: Path, *options: str) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["sitegen", "build", "--source", str(root), *options])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert 0 == ended.value.code
    return root


def answered(root: Path, *options: str) -> bool:
    return again.answer(["build", "--source", str(root), *options])


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_build_without_a_change_writes_nothing(
    root: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    before = times(root)
    capsysbinary.readouterr()
    assert answered(root)
    assert before == times(root)
    said = capsysbinary.readouterr().out.decode()
    assert said.startswith("Готово за 0,")
    assert "написано 0 страница" in said


def test_it_repeats_the_warnings(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / "content/organizacije/nvo-rad.md").write_text(WARNED, encoding="utf-8")
    first, second = (sitegen("build", "--source", root) for _ in range(2))
    assert "упозорење" in first.stderr
    assert (first.returncode, first.stderr) == (second.returncode, second.stderr)
    assert "написано 0 страница" in second.stdout


def test_errors_are_found_again_and_again(root: Path) -> None:
    edit(root, "content/projekti/zajedno.md", "status: running", "status: trči")
    first, second = (sitegen("build", "--source", root) for _ in range(2))
    assert (1, 1) == (first.returncode, second.returncode)
    assert first.stderr == second.stderr


TEXT = "content/projekti/zajedno.md"


def body(root: Path) -> None:
    edit(root, TEXT, "title: Заједно\n", "title: Одвојено\n")


def same_size_and_time(root: Path) -> None:
    """Everything that a program can set is as before; the kernel's own time is not."""
    held = (root / TEXT).stat()
    edit(root, TEXT, "title: Заједно\n", "title: Ондадно\n")
    os.utime(root / TEXT, ns=(held.st_atime_ns, held.st_mtime_ns))


def new_record(root: Path) -> None:
    (root / "content/organizacije/nvo-rad.md").write_text(WARNED, encoding="utf-8")


def deleted(root: Path) -> None:
    (root / "content/dogadjaji").rename(root / "content/.dogadjaji")


def strange_file(root: Path) -> None:
    (root / "content/slika.xcf").write_bytes(b"")


def template(root: Path) -> None:
    edit(root, "themes/plain/templates/text.html", "<h1>", "<h1 >")


def sentence(root: Path) -> None:
    file = root / "themes/plain/strings/sr.yml"
    file.write_text(file.read_text("utf-8") + "\nnovo: Ново\n", encoding="utf-8")


def another_theme(root: Path) -> None:
    (root / "themes/default/templates").mkdir(parents=True)
    (root / "themes/default/templates/base.html").write_bytes(b"")


def folder_of_nothing(root: Path) -> None:
    (root / "themes/default/templates").mkdir(parents=True)


def record_in_a_folder_as_python_names_them(root: Path) -> None:
    (root / "content/__pycache__").mkdir()


def template_as_python_names_them(root: Path) -> None:
    (root / "themes/plain/templates/__pycache__.html").write_bytes(b"")


def page_altered(root: Path) -> None:
    (root / "public/index.html").write_bytes(b"x")


def page_gone(root: Path) -> None:
    (root / "public/pretraga/index.html").unlink()


def foreign_file_in_the_site(root: Path) -> None:
    (root / "public/usluge/tudje.txt").write_bytes(b"")


def site_gone(root: Path) -> None:
    (root / "public").rename(root / "drugdje")


def site_is_a_link(root: Path) -> None:
    site_gone(root)
    (root / "public").symlink_to(root / "drugdje")


def litter_of_a_killed_build(root: Path) -> None:
    (root / ".public.staging-1").mkdir()


def damaged_memory(root: Path) -> None:
    file = root / ".sitegen/cache/manifest"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def memory_cut_short(root: Path) -> None:
    file = root / ".sitegen/cache/manifest"
    file.write_bytes(file.read_bytes()[:-1])


def memory_of_another_version(root: Path) -> None:
    file = root / ".sitegen/cache/manifest"
    file.write_bytes(re.sub(rb"manifest \d", b"manifest 0", file.read_bytes(), count=1))


CHANGES = (
    body, same_size_and_time, new_record, deleted, strange_file, template, sentence,
    another_theme, folder_of_nothing, record_in_a_folder_as_python_names_them, template_as_python_names_them, page_altered, page_gone, foreign_file_in_the_site, site_gone, site_is_a_link,
    litter_of_a_killed_build, damaged_memory, memory_cut_short, memory_of_another_version,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_any_change_is_seen(root: Path, change: Callable[[Path], None]) -> None:
    assert answered(root)
    change(root)
    assert not answered(root)


@pytest.mark.parametrize(
    "options",
    [
        ("--theme", "default"), ("--base-url=https://primjer.invalid/",), ("--strict",),
        ("--no-offline",), ("--no-search",), ("--output", "drugdje"), ("--verify",), ("--no-cache",),
        ("--nema",), ("--theme",), ("--jobs", "0"), ("drugo",),
    ],
)  # fmt: skip
def test_another_wish_is_another_build(root: Path, options: tuple[str, ...]) -> None:
    assert not answered(root, *options)


def test_another_day_is_another_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert not answered(root)


def test_a_touched_file_is_no_change_and_is_looked_at_only_once(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in (root / "content").rglob("*.md"):
        os.utime(file, (1, 1))
    assert answered(root)
    monkeypatch.setattr(manifest, "digest_of", lambda path: b"")
    assert answered(root)


def test_who_was_changed_together_with_the_snapshot_is_compared_by_content(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule of Git's index: two changes within one tick of the clock look like one."""
    monkeypatch.setattr(manifest, "_YOUNG", 10**18)
    build(root, "--verify")
    frozen = manifest.inputs(str(root))
    body(root)
    monkeypatch.setattr(manifest, "inputs", lambda source: frozen)
    assert not answered(root)


def test_all_of_it_starts_without_the_slow_half_of_the_library(tmp_path: Path) -> None:
    """Most of the time of such a build is the start of Python."""
    root = small(tmp_path)
    assert 0 == sitegen("build", "--source", root).returncode
    program = (
        "import sys; before = set(sys.modules); from sitegen import again\n"
        f"assert again.answer(['--source', {str(root)!r}])\n"
        "heavy = {'typing', 'dataclasses', 'pathlib', 'click', 'jinja2', 'yaml', 'markdown', 're', 'json'}\n"
        "print(sorted(heavy & (set(sys.modules) - before)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=surroundings(PYTHONPATH=os.pathsep.join(sys.path)),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "[]" == done.stdout.split("\n")[-2]


def test_verify_mends_what_times_do_not_show(root: Path) -> None:
    """A page changed behind the back of the file system's clock: ``--verify`` compares bytes."""
    before = on_disk(root / "public")
    page = root / "public/index.html"
    held = page.stat()
    page.write_bytes(page.read_bytes().replace(b"e", b"a"))
    os.utime(page, ns=(held.st_atime_ns, held.st_mtime_ns))
    assert answered(root)  # size, time and inode are those of the build
    build(root, "--verify")
    assert before == on_disk(root / "public")


INVISIBLE = WARNED.replace("Troškovi", "Tro\u200bškovi")


def read_by_a_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The records that a build had to open to know what they hold."""
    opened: list[str] = []
    read = source._read

    def tree(root: Path, sure: source.Sure) -> Checked[tuple[source.SourceFile, ...]]:
        with monkeypatch.context() as within:
            within.setattr(source, "_read", lambda root, path: opened.append(path) or read(root, path))  # type: ignore[func-returns-value]
            return source.read_tree(root, sure)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "read_tree", tree)
        build(root)
    return {path for path in opened if path.endswith(".md")}


def test_a_record_whose_times_are_as_they_were_is_not_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body(root)
    assert {TEXT} == read_by_a_build(root, monkeypatch)


@pytest.mark.parametrize("change", [same_size_and_time, new_record], ids=lambda one: one.__name__)
def test_a_record_that_only_looks_the_same_is(
    root: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    change(root)
    assert 1 == len(read_by_a_build(root, monkeypatch))


def test_who_was_young_when_it_was_read_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within one tick of the clock two changes look like one."""
    monkeypatch.setattr(manifest, "_YOUNG", 10**18)
    body(root)
    assert len(read_by_a_build(root, monkeypatch)) > 1


def test_a_theme_that_changes_during_a_build_is_seen_by_the_next_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved a moment before the build and again while it goes on: the second time is no part of the site."""
    asset = root / "themes/plain/assets/plain.txt"
    monkeypatch.setattr(manifest, "_YOUNG", 10**18)
    built = cli.build

    def edited_meanwhile(*given: Any, **named: Any) -> Any:
        made = built(*given, **named)
        asset.write_text("изнова", encoding="utf-8")
        return made

    with monkeypatch.context() as patch:
        patch.setattr(cli, "build", edited_meanwhile)
        build(root, "--no-offline")
    assert not answered(root, "--no-offline")
    build(root, "--no-offline")
    assert "изнова" == (root / "public/assets/plain.txt").read_text(encoding="utf-8")


def test_another_program_reads_everything_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body(root)
    monkeypatch.setattr(cli, "generator_digest", lambda: "another")
    assert len(read_by_a_build(root, monkeypatch)) > 1


@pytest.mark.parametrize("young", [0, 10**18])
def test_what_is_odd_in_a_file_is_told_each_time(
    root: Path, monkeypatch: pytest.MonkeyPatch, young: int, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    odd = root / "content/organizacije/nvo-rad.md"
    odd.write_text(INVISIBLE, encoding="utf-8")
    monkeypatch.setattr(manifest, "_YOUNG", young)
    build(root)
    answered(root)  # keeps the times of today where files were young
    monkeypatch.setattr(manifest, "_YOUNG", 0)
    body(root)
    said = []
    for more in ((), ("--no-cache",)):
        capsysbinary.readouterr()
        build(root, *more)
        said.append(capsysbinary.readouterr().err)
    assert b"source.invisible" in said[1]
    assert said[1] == said[0]


def test_a_page_that_is_the_same_keeps_its_time(root: Path) -> None:
    before = times(root / "public")
    body(root)
    build(root)
    after = times(root / "public")
    changed = {
        Path(path).relative_to(root / "public").as_posix()
        for path in before
        if path.endswith(".html") and before[path] != after[path]
    }
    assert {"projekti/zajedno/index.html", "lat/projekti/zajedno/index.html"} <= changed
    assert "stranice/o-imeniku/index.html" not in changed
    assert len(changed) < len([path for path in before if path.endswith(".html")]) / 2
