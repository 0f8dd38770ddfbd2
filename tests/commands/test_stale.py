"""``stale``: what to look at next, always in the same order."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from building import project

from sitegen.commands.stale import due_records
from sitegen.pipeline import load


def record(title: str, *fields: str) -> str:
    return "\n".join(("---", f"title: {title}", "type: association", "status: unknown", "unknown: [sources]", *fields, "---", ""))


def looked(day: str, *fields: str) -> str:
    named = f", fields: [{', '.join(fields)}]" if fields else ""
    return f"verified: {{date: {day}, by: уредништво, how: web{named}}}"


PHONE = 'phones: ["051/000-000"]'
RECORDS = {
    "nikad": record("Никад"),
    "nikad-kontakt": record("Никад са телефоном", PHONE),
    "davno": record("Давно", looked("2020-05-31")),
    "kontakt": record("Са телефоном", PHONE, looked("2025-07-14")),  # good until the day before
    "svjeze": record("Свјеже", looked("2026-01-01")),
    "rucno": record("Својим ритмом", looked("2025-12-31"), "review_every: 1"),
    "dijelom": record("Дијелом", PHONE, "emails: [a@primjer.invalid]", looked("2025-01-15", "phones")),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path, {f"content/organizacije/{slug}.md": text for slug, text in RECORDS.items()})


def listed(run: Any, root: Path, *options: str) -> list[str]:
    ended = run("stale", "--format", "json", "--source", root, *options)
    assert (0, "") == (ended.status, ended.err)
    return [row["record"].removeprefix("organizacije/") for row in json.loads(ended.out)["records"]]


def test_contacts_nobody_checked_come_first_then_the_longest_overdue(run: Any, root: Path) -> None:
    assert ["dijelom", "nikad-kontakt", "davno", "kontakt", "nikad"] == listed(run, root)


def test_the_last_good_day_is_good_and_the_next_is_not(run: Any, root: Path) -> None:
    assert "kontakt" in listed(run, root, "--as-of", "2026-01-15")
    assert "kontakt" not in listed(run, root, "--as-of", "2026-01-14")
    assert "rucno" not in listed(run, root, "--as-of", "2026-01-31")
    assert "rucno" in listed(run, root, "--as-of", "2026-02-01")


def test_more_can_be_asked_for(run: Any, root: Path) -> None:
    assert "rucno" in listed(run, root, "--within", "17")
    assert "rucno" not in listed(run, root, "--within", "16")
    assert "svjeze" not in listed(run, root, "--within", "17")
    assert set(RECORDS) == set(listed(run, root, "--all"))
    assert 2 == len(listed(run, root, "--limit", "2"))


def test_people_read_why_and_what_to_type(run: Any, root: Path) -> None:
    ended = run("stale", "--source", root)
    assert (0, "") == (ended.status, ended.err)
    assert "На дан 15. 1. 2026. провјеру чека 5 записа." in ended.out
    assert "content/organizacije/nikad-kontakt.md: Никад са телефоном" in ended.out
    assert "sitegen verify organizacije/nikad-kontakt --how phone --fields phones" in ended.out
    assert "(никад провјерено: emails)" in ended.out
    assert "провјерено 2025-07-14; важило је до 2026-01-14, прије 1 дан" in ended.out


def test_what_it_proposes_can_be_typed(run: Any, root: Path) -> None:
    ended = run("stale", "--source", root, "--limit", "0")
    commands = [line.split() for line in ended.out.split("\n") if line.startswith("  sitegen verify")]
    assert 5 == len(commands)
    for _, *arguments in commands:
        assert 0 == run(*arguments, "--on", "2026-01-15", "--source", root).status
    assert [] == listed(run, root)
    assert "ништа не чека" in run("stale", "--source", root).out


def test_broken_content_is_reported_instead(run: Any, tmp_path: Path) -> None:
    root = project(tmp_path, {"content/dogadjaji/skup.md": "---\ntitle: [\n---\n"})
    ended = run("stale", "--source", root)
    assert (1, "") == (ended.status, ended.out)


def test_the_day_must_be_a_day(run: Any, root: Path) -> None:
    assert 2 == run("stale", "--as-of", "јуче", "--source", root).status


def test_terms_are_counted_in_months(root: Path) -> None:
    directory = load(root).directory
    assert directory is not None
    found = {one.record.ref.slug: one for one in due_records(directory, datetime.date(2026, 1, 15))}
    assert datetime.date(2021, 5, 31) == found["davno"].until
    assert datetime.date(2026, 1, 31) == found["rucno"].until
    assert found["nikad"].until is None
