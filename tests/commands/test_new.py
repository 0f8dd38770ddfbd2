"""``new``: the file passes ``check`` as it is made, whatever the kind and the script."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from building import on_disk, project, small

from sitegen import voice
from sitegen.commands.new import FORMS, slug_of
from sitegen.kinds import KINDS
from sitegen.pipeline import load
from sitegen.slugs import fits_address

KIND_NAMES = [kind.name for kind in KINDS]


def test_every_kind_has_a_form() -> None:
    assert set(KIND_NAMES) == set(FORMS)


@pytest.mark.parametrize("kind", KINDS, ids=KIND_NAMES)
@pytest.mark.parametrize("title", ["Ђачки дом „Њива“", "Đački dom „Njiva“"])
def test_a_new_record_is_found_to_be_without_fault(
    tmp_path: Path, run: Any, kind: Any, title: str
) -> None:
    root = small(tmp_path)
    before = load(root).diagnostics
    ended = run("new", kind.name, title, "--source", root)
    path = f"content/{kind.folder}/djacki-dom-njiva.md"
    assert (0, "") == (ended.status, ended.err)
    assert path in ended.out
    assert before == load(root).diagnostics  # not even a warning
    text = (root / path).read_text("utf-8")
    assert title in text
    comments = [line for line in text.split("\n") if line.startswith("# ")]
    assert comments
    cyrillic = any("\u0400" <= letter <= "\u04ff" for line in comments for letter in line)
    assert cyrillic == ("Ђ" in title)


@pytest.mark.parametrize("kind", KINDS, ids=KIND_NAMES)
def test_the_examples_in_the_comments_are_right(tmp_path: Path, run: Any, kind: Any) -> None:
    """Every commented field can be switched on; only ids that stand for others are unknown."""
    root = small(tmp_path)
    run("new", kind.name, "Проба", "--source", root)
    path = root / f"content/{kind.folder}/proba.md"
    lines = path.read_text("utf-8").split("\n")
    live = [
        line[2:] if line.startswith("#   - ") or line[2:].split(":")[0] in FORMS[kind.name].fields else line
        for line in lines if not line.startswith("unknown:") and "location_confidential" not in line
    ]  # fmt: skip
    path.write_text("\n".join(live), "utf-8")
    mine = [one for one in load(root).diagnostics if one.place.path.endswith("/proba.md")]
    assert set() == {one.code for one in mine if one.severity == "error"} - {"reference.unknown"}


def test_a_record_that_is_there_is_left_alone(tmp_path: Path, run: Any) -> None:
    root = small(tmp_path)
    run("new", "page", "Проба", "--source", root)
    before = on_disk(root)
    ended = run("new", "page", "Proba", "--source", root)
    assert (2, "") == (ended.status, ended.out)
    assert "content/stranice/proba.md" in ended.err
    assert before == on_disk(root)


def test_an_address_that_is_taken_is_taken_back(tmp_path: Path, run: Any) -> None:
    root = small(tmp_path)
    before = on_disk(root)
    ended = run("new", "page", "Услуге", "--source", root)
    assert 1 == ended.status
    assert "content/stranice/usluge.md" in ended.err
    assert before == on_disk(root)


def test_flags_fill_fields_and_take_them_out_of_unknown(tmp_path: Path, run: Any) -> None:
    root = small(tmp_path)
    ended = run(
        "new", "organization", "Фондација Пробна", "--source", root, "--status", "active",
        "--phones", "051/000-000; 051/000-111", "--emails", "info@primjer.invalid",
        "--set", "founded=2001", "--set", "address={street: \"ул. Прва, десно\", number: бб}",
        "--set", "hours={days: mon-fri, from: 08:00, to: 16:00}",
    )  # fmt: skip
    assert (0, "") == (ended.status, ended.err)
    text = (root / "content/organizacije/fondacija-probna.md").read_text("utf-8")
    assert 'phones: ["051/000-000", "051/000-111"]' in text
    assert "type: foundation" in text
    assert "founded: 2001" in text
    assert 'address: {street: "ул. Прва, десно", number: бб}' in text
    assert 'hours: [{days: mon-fri, from: "08:00", to: "16:00"}]' in text
    unknown = next(line for line in text.split("\n") if line.startswith("unknown:"))
    assert not {"phones", "emails", "founded"} & set(unknown.strip("]").split("[")[1].split(", "))


@pytest.mark.parametrize(
    "arguments",
    [("organizatoin", "А"), ("organization", ""), ("organization", "—"), ("page", "А", "--slug", "../x"),
     ("page", "А", "--slug", "A b"), ("page", "А", "--set", "nema=1"), ("page", "А", "--set", "menu"),
     ("organization", "А", "--type", "klub"), ("organization", "А", "--phones", "301-065"),
     ("event", "А", "--date", "32.1.2026."),
     ("event", "А", "--set", "place={a: {b"), ("organization", "А", "--set", "address={ulica: х}")],
)  # fmt: skip
def test_wrong_use_makes_nothing(tmp_path: Path, run: Any, arguments: tuple[str, ...]) -> None:
    root = small(tmp_path)
    before = on_disk(root)
    ended = run("new", *arguments, "--source", root)
    assert (2, "") == (ended.status, ended.out)
    assert "Traceback" not in ended.err
    assert before == on_disk(root)


def test_a_reference_to_nobody_is_reported_and_nothing_stays(tmp_path: Path, run: Any) -> None:
    root = small(tmp_path)
    before = on_disk(root)
    ended = run("new", "service", "Проба", "--provider", "nema-takvog", "--source", root)
    assert 1 == ended.status
    assert "reference.unknown" in ended.err
    assert before == on_disk(root)


def test_a_broken_project_does_not_keep_one_from_beginning_a_record(tmp_path: Path, run: Any) -> None:
    root = project(tmp_path, {"content/dogadjaji/skup.md": "---\ntitle: [\n---\n"})
    assert 0 == run("new", "page", "Проба", "--source", root).status


@pytest.mark.parametrize("title", ["Удружење: „Сунце“ # 1", "? цртица -", "[заграда]", "2026", "null", 'Каже "да"', "а\\б Ж"])
def test_any_title_survives(tmp_path: Path, run: Any, title: str) -> None:
    root = project(tmp_path, {})
    assert 0 == run("new", "page", title, "--slug", "proba", "--source", root).status
    directory = load(root).directory
    assert directory is not None
    assert title == directory.of("stranice")[0].title.plain


def test_a_long_title_is_cut_between_words() -> None:
    name = slug_of("Веома " * 40)
    assert fits_address(name)
    assert name.endswith("-veoma")


def test_on_a_terminal_it_asks_and_explains_what_cannot_be(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path)
    monkeypatch.setattr(voice, "is_asked_at_a_terminal", lambda: True)
    monkeypatch.setattr("sitegen.commands.new.is_asked_at_a_terminal", lambda: True)
    answers = ["klub", "association", "", "Кратко.", "301-065", "051/000-000", "", "", "", ""]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(answers) + "\n"))
    ended = run("new", "organization", "Проба", "--source", root)
    assert 0 == ended.status, ended.err
    assert "„klub“" in ended.err
    assert "301-065" in ended.err
    text = (root / "content/organizacije/proba.md").read_text("utf-8")
    assert "summary: Кратко." in text
    assert 'phones: ["051/000-000"]' in text
