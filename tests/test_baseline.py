"""Old warnings are not told again, wherever their lines move; errors and new ones are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import edit, project, sitegen

from sitegen import baseline
from sitegen.diagnostics import Diagnostic, Place, notice, problem, warning

RECORD = "---\ntitle: Удружење Прво\ntype: association\nstatus: unknown\n{more}---\nПомоћ и и подршка.\n"


def found(*lines: int) -> tuple[Diagnostic, ...]:
    return tuple(warning(Place("a.md", line), "text.double_word", found="и") for line in lines)


def test_a_finding_is_known_again_when_its_line_moves() -> None:
    known = baseline.read(baseline.written(found(4, 9)))
    assert baseline.Compared((), 2, 0) == baseline.compare(found(14, 19), known)


def test_a_third_of_the_same_is_new_and_a_mended_one_is_gone() -> None:
    known = baseline.read(baseline.written(found(4, 9)))
    assert baseline.Compared(found(20)[:1], 2, 0) == baseline.compare(found(4, 9, 20), known)
    assert baseline.Compared((), 1, 1) == baseline.compare(found(9), known)


def test_an_error_is_never_old() -> None:
    error, mild = problem(Place("a.md", 1), "field.empty"), notice(Place("a.md", 2), "url.http")
    known = baseline.read(baseline.written((error, mild)))
    assert (error,) == baseline.compare((error, mild), known).new


def test_the_day_count_of_an_old_finding_does_not_make_it_new() -> None:
    def stale(days: str) -> Diagnostic:
        return warning(Place("content/site.yml"), "site.emergency_stale", found="100", date="2026-01-01", days=days)

    known = baseline.read(baseline.written((stale("91"),)))
    assert () == baseline.compare((stale("120"),), known).new


def test_the_file_is_one_line_a_finding_in_the_order_of_a_report() -> None:
    text = baseline.written(found(9, 4))
    rows = json.loads(text)["findings"]
    assert [{"path", "code", "fingerprint"}] * 2 == [set(row) for row in rows]
    assert 2 == sum('"a.md"' in line for line in text.split("\n"))
    assert '{\n "version": 1,\n "findings": []\n}\n' == baseline.written(())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "findings": []}', '{"version": 1, "findings": [1]}', "[" * 9_000])
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(baseline.BaselineError):
        baseline.read(text)


def test_check_with_a_baseline_stops_only_for_what_is_new(tmp_path: Path) -> None:
    root = project(tmp_path, {"content/organizacije/prvo.md": RECORD.format(more="unknown: [sources]\n")})
    old = root / "stara-upozorenja.json"
    assert 1 == sitegen("check", "--source", root, "--strict").returncode
    assert 2 == sitegen("check", "--source", root, "--baseline", old).returncode
    assert 2 == sitegen("check", "--source", root, "--write-baseline").returncode
    assert 0 == sitegen("check", "--source", root, "--baseline", old, "--write-baseline").returncode
    edit(root, "content/organizacije/prvo.md", "type: association", "type: association\nfounded: 1998")
    again = sitegen("check", "--source", root, "--baseline", old, "--strict")
    assert (0, "Изостављен је 1 стари налаз.\n") == (again.returncode, again.stderr)
    edit(root, "content/organizacije/prvo.md", "подршка", "подршка , свима")
    new = sitegen("check", "--source", root, "--baseline", old, "--strict")
    assert 1 == new.returncode
    assert "text.space_before" in new.stderr
    assert "text.double_word" not in new.stderr
