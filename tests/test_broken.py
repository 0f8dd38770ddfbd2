"""Broken content gets the right report: every folder of ``sites/broken`` is one small project.

Its ``expected.txt`` lists the findings, one a line: ``path:line:column severity code``.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from sitegen import report
from sitegen.pipeline import load

BROKEN = Path(__file__).parent / "sites" / "broken"
PROJECTS = sorted(path.name for path in BROKEN.iterdir() if (path / "expected.txt").is_file())

def found(root: Path) -> list[str]:
    return [
        f"{one.place.path}:{one.place.line}:{one.place.column} {one.severity} {one.code}"
        for one in load(root).diagnostics
    ]


@pytest.mark.parametrize("name", PROJECTS)
def test_a_broken_project_gets_exactly_its_report(name: str) -> None:
    expected = (BROKEN / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert expected == found(BROKEN / name)


@pytest.mark.parametrize("name", PROJECTS)
def test_a_report_quotes_its_place(name: str) -> None:
    """The first line of each finding can be clicked, and the caret has text above it."""
    loaded = load(BROKEN / name)
    text = report.human(
        loaded.diagnostics, loaded.sources, report.read_messages("sr-Cyrl"), colour=False
    )
    for finding in loaded.diagnostics:
        place = finding.place
        assert f"{place.path}:{place.line}:{place.column}: " in text
    read = {source.path for source in loaded.sources}
    quoted = [finding for finding in loaded.diagnostics if finding.place.path in read]
    assert len(quoted) == len(re.findall(r"^ +\| *\^+$", text, re.MULTILINE))


def test_there_is_a_project_for_every_class_of_mistake() -> None:
    """Codes that need files which Git cannot hold have tests of their own below."""
    messages = report.read_messages("sr-Cyrl")
    covered = {
        line.rsplit(" ", 1)[1]
        for name in PROJECTS
        for line in (BROKEN / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    }
    elsewhere = {
        "site.theme",  # found when the site is built: test_cli
        "source.no_content", "source.not_a_file", "source.name", "source.too_large",
        "source.too_many", "source.too_much", "source.too_deep",  # test_source
        "yaml.size", "markup.too_long",
    }  # fmt: skip
    unseen = {"yaml.syntax"}  # for what nobody has met yet
    of_pages = {code for code in report.codes(messages) if code.startswith("output.")}
    of_scripts = {"script.digraph", "script.round_trip"}  # tested with the converters
    assert set(report.codes(messages)) == covered | elsewhere | unseen | of_pages | of_scripts


# --- what must stay as it was typed ----------------------------------------------------------


def test_values_that_yaml_would_change_stay_text(project: Path) -> None:
    """To a usual YAML reader these are octal numbers, minutes, truth values, floats, nothing.

    Prose still follows its script: the Latin word „no“ is canonical as „но“.
    """
    (project / "content/organizacije/prvo.md").write_text(
        "---\n"
        "title: 12:30\n"
        "short_title: no\n"
        "legal_form: 1.10\n"
        "type: association\n"
        "status: active\n"
        "founded: 1998-05\n"
        "identifiers:\n"
        "  - {scheme: 051301065, value: 07012345}\n"
        "  - {scheme: 22:30, value: 0x1F}\n"
        "  - {scheme: 1e3, value: ~}\n"
        "  - {scheme: no, value: 1.10}\n"
        "phones: [051000000]\n"
        "verified: {date: 2026-01-02, by: уредништво, how: phone}\n"
        "unknown: [sources]\n"
        "---\n",
        encoding="utf-8",
    )
    loaded = load(project)
    assert loaded.diagnostics == ()
    assert loaded.directory is not None
    (record,) = loaded.directory.of("organizacije")
    assert (
        record.title.plain, record.short_title.plain, record.legal_form.plain,
    ) == ("12:30", "но", "1.10")  # fmt: skip
    assert [
        (one.scheme, one.value) for one in record.identifiers
    ] == [("051301065", "07012345"), ("22:30", "0x1F"), ("1e3", "~"), ("no", "1.10")]
    assert record.phones[0].number.shown == "051/000-000"
    assert record.founded.iso == "1998-05"


def test_dates_are_read_as_people_write_them(project: Path) -> None:
    written = [
        "2018", "2018.", "2018. године", "2018-05", "5. 2018.", "2018-05-03", "27. XII 2022.", "27.12.2022.", "27. 12. 2022", "27. децембра 2022.",
        "27.decembra 2022.godine", "мај 2018", "27. prosinca 2022.",
    ]  # fmt: skip
    rows = "".join(f'  - {{date: "{text}", event: unknown}}\n' for text in written)
    (project / "content/dokumenti").mkdir()
    (project / "content/dokumenti/plan.md").write_text(
        f"---\ntitle: План\ndoc_type: plan\nunknown: [sources, url]\ndates:\n{rows}---\n",
        encoding="utf-8",
    )
    loaded = load(project)
    assert loaded.diagnostics == ()
    assert loaded.directory is not None
    (record,) = loaded.directory.of("dokumenti")
    assert [one.date.iso for one in record.dates] == [
        "2018", "2018", "2018", "2018-05", "2018-05", "2018-05-03", "2022-12-27", "2022-12-27", "2022-12-27", "2022-12-27", "2022-12-27",
        "2018-05", "2022-12-27",
    ]  # fmt: skip


# --- files that Git cannot hold --------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(BROKEN / "001-yaml-tab" / "content", tmp_path / "content")
    (tmp_path / "content/organizacije/prvo.md").unlink()
    return tmp_path


def test_a_link_is_never_followed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "tajna.md").write_text("---\ntitle: Тајна\n---\n", encoding="utf-8")
    (project / "content/stranice").symlink_to(outside)
    (project / "content/organizacije/tajna.md").symlink_to(outside / "tajna.md")
    (project / "content/organizacije/nigdje.md").symlink_to(outside / "nigdje.md")
    assert found(project) == [
        "content/organizacije/nigdje.md:1:1 error source.not_a_file",
        "content/organizacije/tajna.md:1:1 error source.not_a_file",
        "content/stranice:1:1 error source.not_a_file",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_does_not_stop_the_reader(project: Path) -> None:
    os.mkfifo(project / "content/organizacije/cijev.md")
    assert found(project) == ["content/organizacije/cijev.md:1:1 error source.not_a_file"]


def test_a_folder_that_is_a_link_is_no_content(project: Path, tmp_path: Path) -> None:
    (tmp_path / "drugi").mkdir()
    (tmp_path / "drugi/content").symlink_to(project / "content")
    assert [
        line for line in found(tmp_path / "drugi") if "source." in line
    ] == ["content:1:1 error source.no_content"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_a_name_in_an_old_encoding_is_refused(project: Path) -> None:
    name = os.fsencode(project / "content/organizacije") + b"/pomo\xe6.md"
    Path(os.fsdecode(name)).write_bytes(b"---\ntitle: x\n---\n")
    assert found(project) == ["content/organizacije/pomo\ufffd.md:1:1 error source.name"]


def test_a_file_above_the_limit_is_not_read(project: Path) -> None:
    (project / "content/organizacije/velika.md").write_bytes(b"x" * 1_200_001)
    assert found(project) == ["content/organizacije/velika.md:1:1 error source.too_large"]


def test_a_table_above_the_limit_is_not_read(project: Path) -> None:
    (project / "content/data").mkdir()
    (project / "content/data/areas.yml").write_text("- a\n" * 60_001, encoding="utf-8")
    assert found(project) == ["content/data/areas.yml:60001:3 error yaml.size"]


def test_a_text_above_the_limit_is_refused(project: Path) -> None:
    (project / "content/stranice").mkdir()
    (project / "content/stranice/duga.md").write_text(
        "---\ntitle: Дуга\n---\n" + "а" * 200_001, encoding="utf-8"
    )
    assert found(project) == ["content/stranice/duga.md:4:1 error markup.too_long"]
