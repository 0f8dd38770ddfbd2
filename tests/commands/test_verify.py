"""``verify`` writes one field and moves no other byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from building import on_disk, project, small

from sitegen.pipeline import load

RECORD = """---
title:  Услуга   # коментар
kind: service
status: 'unknown'
summary: "Опис."
sources: [izvor]   # одавде
unknown: [provider, first_step]
---

Текст.
"""
SOURCES = "- {id: izvor, title: Извор, publisher: Ко, published: 2020}\n"
PATH = "content/usluge/usluga.md"


def with_record(tmp_path: Path, record: str = RECORD) -> Path:
    return project(tmp_path, {PATH: record, "content/data/sources.yml": SOURCES})


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_it_adds_one_line_after_the_sources(tmp_path: Path, run: Any, ends: str, mark: str) -> None:
    record = mark + RECORD.replace("\n", ends)
    root = with_record(tmp_path, record)
    ended = run("verify", "usluga", "--how", "phone", "--fields", "phones,hours", "--on", "2026-01-02", "--source", root)
    assert (0, "") == (ended.status, ended.err)
    line = "verified: {date: 2026-01-02, by: уредништво, how: phone, fields: [phones, hours]}"
    expected = record.replace("# одавде", f"# одавде{ends}{line}")
    assert expected.encode() == (root / PATH).read_bytes()
    assert not [one for one in load(root).diagnostics if one.severity == "error"]


def test_it_replaces_an_older_look_and_leaves_its_place(tmp_path: Path, run: Any) -> None:
    old = "verified:\n  date: 2020-01-01\n  by: Уредница\n  how: web\n"
    root = with_record(tmp_path, RECORD.replace("status:", old + "status:"))
    run("verify", "usluge/usluga", "--how", "site visit", "--by", "Теренска служба", "--on", "2.1.2026.", "--source", root)
    line = "verified:\n  {date: 2026-01-02, by: Теренска служба, how: site visit}\n"
    assert RECORD.replace("status:", line + "status:") == (root / PATH).read_text("utf-8")
    directory = load(root).directory
    assert directory is not None
    assert directory.of("usluge")[0].verified.by.plain == "Теренска служба"


def test_the_second_time_nothing_is_written(tmp_path: Path, run: Any) -> None:
    root = with_record(tmp_path)
    arguments = ("verify", PATH, "--how", "web", "--on", "2026-01-02", "--source", root)
    run(*arguments)
    before = on_disk(root)
    ended = run(*arguments)
    assert 0 == ended.status
    assert before == on_disk(root)


def test_a_check_after_the_day_of_the_site_is_said_not_to_count_yet(tmp_path: Path, run: Any) -> None:
    root = with_record(tmp_path)  # the site speaks of 15 January 2026
    assert "" == run("verify", "usluga", "--how", "web", "--on", "2026-01-15", "--source", root).err
    assert "as_of" in run("verify", "usluga", "--how", "web", "--on", "2026-01-16", "--source", root).err


def test_a_latin_record_gets_latin_words(tmp_path: Path, run: Any) -> None:
    root = with_record(tmp_path, "---\ntitle: Usluga za djecu\nkind: service\nstatus: unknown\nsummary: Opis.\nsources: [izvor]\n---\n")
    run("verify", "usluga", "--how", "web", "--on", "2026-01-02", "--source", root)
    assert "by: uredništvo" in (root / PATH).read_text("utf-8")


def test_without_a_day_it_is_the_day_of_the_surroundings(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = with_record(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    assert 0 == run("verify", "usluga", "--how", "web", "--source", root).status
    assert "date: 2026-01-02" in (root / PATH).read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [("nema", "--how", "web"), ("../../etc/passwd", "--how", "web"), ("usluga", "--how", "golub"),
     ("usluga",), ("usluga", "--how", "web", "--fields", "phnes"), ("usluga", "--how", "web", "--on", "2026-13-01"),
     ("usluga", "--how", "web", "--on", "2026"), ("usluga", "--how", "web", "--by", "а" * 200)],
)  # fmt: skip
def test_wrong_use_writes_nothing(tmp_path: Path, run: Any, arguments: tuple[str, ...]) -> None:
    root = with_record(tmp_path)
    before = on_disk(root)
    ended = run("verify", *arguments, "--source", root)
    assert (2, "") == (ended.status, ended.out)
    assert "Traceback" not in ended.err
    assert before == on_disk(root)


def test_a_slug_that_two_records_have_must_name_its_folder(tmp_path: Path, run: Any) -> None:
    root = with_record(tmp_path)
    project(root, {"content/dogadjaji/usluga.md": "---\ntitle: Скуп\ndate: unknown\nunknown: [sources]\n---\n"})
    ended = run("verify", "usluga", "--how", "web", "--source", root)
    assert 2 == ended.status
    assert "usluge/usluga" in ended.err
    assert "dogadjaji/usluga" in ended.err


def test_a_broken_header_and_a_link_are_left_alone(tmp_path: Path, run: Any) -> None:
    root = with_record(tmp_path, "---\ntitle: [\n---\n")
    assert 2 == run("verify", "usluga", "--how", "web", "--source", root).status
    (root / PATH).unlink()
    outside = tmp_path / "drugo.md"
    outside.write_text(RECORD, "utf-8")
    (root / PATH).symlink_to(outside)
    assert 2 == run("verify", "usluga", "--how", "web", "--source", root).status
    assert RECORD == outside.read_text("utf-8")


def test_real_records_change_by_their_own_line_only(tmp_path: Path, run: Any) -> None:
    root = small(tmp_path)
    for path in sorted((root / "content").glob("*/*.md")):
        before = path.read_bytes().split(b"\n")
        ended = run("verify", path.relative_to(root).as_posix(), "--how", "web", "--on", "2026-01-02", "--source", root)
        assert 0 == ended.status, ended.err
        after = path.read_bytes().split(b"\n")
        assert 1 == sum(b"how: web" in line for line in after)
        assert [line for line in before if line in after] == [line for line in after if line in before]
