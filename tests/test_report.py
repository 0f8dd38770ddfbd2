"""A finding in words: what people read, and what programs read."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import report
from sitegen.catalog import CatalogError
from sitegen.diagnostics import Diagnostic, Place, Severity, notice, problem, warning
from sitegen.source import SourceFile

CYRILLIC = report.read_messages("sr-Cyrl")
LATIN = report.read_messages("sr-Latn")
ENGLISH = report.read_messages("en")
PATH = "content/organizacije/zeleni-krug.md"
SOURCE = SourceFile(PATH, "---\ntitle: Зелени круг\ntype: association\nfonded: 1998\n---\n")
FONDED = problem(
    Place(PATH, 4, 1, 6), "field.unknown", found="fonded", suggestion="founded", expected="founded"
)


def human(*findings: Diagnostic, text: str = SOURCE.text, limit: int = 200) -> str:
    source = SourceFile(PATH, text)
    return report.human(findings, (source,), CYRILLIC, colour=False, limit=limit)


# --- sentences -------------------------------------------------------------------------------


def test_a_near_name_is_stated() -> None:
    assert report.Sentence(
        "Поље „fonded“ не постоји.", "Најближе познато поље је „founded“."
    ) == report.sentence(FONDED, CYRILLIC)


def test_without_a_near_name_the_known_ones_are_listed() -> None:
    finding = problem(Place(PATH), "field.unknown", found="boja", suggestion="", expected="a, b")
    assert report.sentence(finding, CYRILLIC).mends.startswith("Позната поља су: a, b.")


def test_an_expected_type_is_said_in_words() -> None:
    finding = problem(Place(PATH), "field.value", found="8h", expected="time")
    assert report.sentence(finding, CYRILLIC).mends == "Очекује се: вријеме, на примјер 08:00."
    assert report.sentence(finding, LATIN).mends == "Očekuje se: vrijeme, na primjer 08:00."
    assert report.sentence(finding, ENGLISH).mends == "Expected: a time, for example 08:00."


def test_a_missing_fact_is_empty() -> None:
    finding = problem(Place(PATH), "reference.unknown")
    assert report.sentence(finding, CYRILLIC).says == "Запис „“ не постоји у „“."


def test_a_code_without_words_is_our_fault() -> None:
    with pytest.raises(CatalogError):
        report.sentence(problem(Place(PATH), "no.such"), CYRILLIC)


def test_braces_in_a_value_are_only_characters() -> None:
    finding = problem(Place(PATH), "field.value", found="{expected} {0} {{", expected="time")
    assert "„{expected} {0} {{“" in report.sentence(finding, CYRILLIC).says


def test_a_value_of_content_is_one_short_printable_line() -> None:
    finding = problem(
        Place(PATH), "field.value", found="a\x1b[2J\n::error::b\u202e" + "ж" * 500, expected="time"
    )
    says = report.sentence(finding, CYRILLIC).says
    assert says.isprintable()
    assert "„a\ufffd[2J ::error::b\ufffdжжж" in says
    assert says.count("ж") < 80
    assert "…“" in says


# --- the terminal ----------------------------------------------------------------------------


def test_one_mistake_reads_like_this() -> None:
    assert human(FONDED) == (
        f"{PATH}:4:1: грешка [field.unknown]: Поље „fonded“ не постоји.\n"
        "  4 | fonded: 1998\n"
        "    | ^^^^^^\n"
        "  → Најближе познато поље је „founded“.\n"
        "  (field.unknown, више: sitegen explain field.unknown)\n"
        "\n"
        "1 грешка\n"
    )


def test_the_same_in_latin_and_in_english() -> None:
    latin = report.human((FONDED,), (SOURCE,), LATIN, colour=False)
    assert "greška [field.unknown]: Polje „fonded“ ne postoji." in latin
    english = report.human((FONDED,), (SOURCE,), ENGLISH, colour=False)
    assert 'error [field.unknown]: There is no field "fonded".' in english


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0, 0), "Нема грешака ни упозорења."),
        ((1, 1, 1), "1 грешка, 1 упозорење, 1 напомена"),
        ((3, 2, 0), "3 грешке, 2 упозорења"),
        ((5, 0, 4), "5 грешака, 4 напомене"),
        ((11, 21, 0), "11 грешака, 21 упозорење"),
        ((22, 112, 0), "22 грешке, 112 упозорења"),
    ],
)
def test_the_last_line_counts_in_serbian(counts: tuple[int, int, int], expected: str) -> None:
    place = Place(PATH, 1, 1, 3)
    findings = [
        finding
        for severity, count in zip(Severity, counts, strict=True)
        for finding in [Diagnostic(place, "field.empty", severity=severity)] * count
    ]
    assert expected == human(*findings).rstrip("\n").split("\n")[-1]


def carets(text: str, column: int, length: int) -> tuple[str, str]:
    """The quoted line and the row of carets for one place on the first line of *text*."""
    lines = human(problem(Place(PATH, 1, column, length), "field.empty"), text=text).split("\n")
    return lines[1], lines[2]


@pytest.mark.parametrize(
    ("line", "column", "length", "expected"),
    [
        ("title: Круг", 8, 4, "  1 | title: Круг\n    |        ^^^^"),
        ("\tb: c", 1, 1, "  1 |     b: c\n    | ^^^^"),
        ("\tb: c", 2, 1, "  1 |     b: c\n    |     ^"),
        ("日本: x", 3, 1, "  1 | 日本: x\n    |     ^"),
        ("日本: x", 1, 2, "  1 | 日本: x\n    | ^^^^"),
        ("c\u0301c\u0301: x", 5, 1, "  1 | c\u0301c\u0301: x\n    |   ^"),
        ("a\u00a0b: c", 3, 1, "  1 | a b: c\n    |   ^"),
        ("a\u202eb: c", 3, 1, "  1 | a\ufffdb: c\n    |   ^"),
        ("abc", 4, 0, "  1 | abc\n    |    ^"),
        ("abc", 99, 5, "  1 | abc\n    |    ^"),
        ("abc", 2, 99, "  1 | abc\n    |  ^^"),
        ("", 1, 0, "  1 |\n    | ^"),
    ],
)
def test_the_caret_stands_under_the_place(
    line: str, column: int, length: int, expected: str
) -> None:
    assert expected == "\n".join(carets(line + "\nx\n", column, length))


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "а" * 5000 + "МЕТА" + "б" * 5000
    quoted, under = carets(line, 5001, 4)
    assert quoted[under.index("^") : under.rindex("^") + 1] == "МЕТА"
    assert quoted.startswith("  1 | …")
    assert quoted.endswith("…")
    assert len(quoted) < 120


def test_a_place_whose_line_is_not_there_has_no_quotation() -> None:
    finding = problem(Place("content/site.yml"), "site.missing")
    assert human(finding).split("\n")[:2] == [
        "content/site.yml:1:1: грешка [site.missing]: Нема датотеке content/site.yml.",
        "  → Треба је направити, са насловом, описом, издавачем и ознаком locale.",
    ]


def test_of_many_the_gravest_are_shown_and_the_rest_is_counted() -> None:
    findings = [warning(Place(PATH, n), "field.empty") for n in range(1, 31)]
    findings.append(problem(Place(PATH, 31), "field.list"))
    text = human(*findings, limit=10)
    assert text.count("више: sitegen explain") == 10
    assert "[field.list]" in text
    assert "Још 21 налаз овдје није приказан." in text
    assert text.endswith("1 грешка, 30 упозорења\n")


def test_a_report_stays_below_two_megabytes() -> None:
    findings = [problem(Place(f"content/{'ж' * 300}/{n}.md"), "field.empty") for n in range(9000)]
    text = human(*findings, limit=9000)
    assert len(text.encode()) <= 2_000_000
    assert re.search(r"Још \d+ налаз", text)


def test_colours_are_only_ours() -> None:
    text = report.human((FONDED,), (SOURCE,), CYRILLIC, colour=True)
    assert human(FONDED) == report.unpainted(text)
    assert "\x1b[1;31mгрешка [field.unknown]\x1b[0m" in text
    assert human(FONDED) == re.sub(r"\x1b\[[\d;]*m", "", text)


content = st.text(
    st.characters(codec="utf-8")
    | st.sampled_from("\n\r\t\x1b\u202e\u2066\u2028\x85\u0301#[:%,|<>`"),
    max_size=200,
) | st.sampled_from(["##[error]x", "::error::x", "##vso[task.x]", "\n::warning::x"])  # fmt: skip


@given(content, content, st.integers(1, 9), st.integers(1, 300), st.integers(0, 300))
def test_nothing_from_content_starts_a_line_or_steers_a_terminal(
    text: str, found: str, line: int, column: int, length: int
) -> None:
    finding = problem(
        Place(PATH, line, column, length), "field.unknown", found=found, suggestion=found,
        expected=found,
    )  # fmt: skip
    shown = human(finding, text=text)
    ours = re.compile(r"content/|  \d+ \||  +\| *\^*$|  → |  \(field|1 грешка$|$")
    for row in shown.split("\n"):
        assert ours.match(row), row
        assert all(letter.isprintable() for letter in row)
        assert not re.search(r"##\w*\[", row)
    command = report.github((finding,), CYRILLIC)
    assert command.count("\n") == 1
    assert command.startswith(f"::error file={PATH},line=")
    assert command.rstrip("\n").isprintable()
    for program in (report.as_json, report.gitlab, report.sarif):
        assert all(row.isprintable() for row in program((finding,), CYRILLIC).split("\n"))
    table = report.github_summary((finding,), CYRILLIC).split("\n")
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in table if row.startswith("|"))


# --- programs --------------------------------------------------------------------------------


def test_json_holds_the_facts_and_both_sentences() -> None:
    assert json.loads(report.as_json((FONDED,), CYRILLIC)) == {
        "diagnostics": [
            {
                "path": PATH, "line": 4, "column": 1, "length": 6, "severity": "error",
                "code": "field.unknown", "message": "Поље „fonded“ не постоји.",
                "help": "Најближе познато поље је „founded“.",
                "facts": {"expected": "founded", "found": "fonded", "suggestion": "founded"},
            }
        ]
    }  # fmt: skip


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(report.as_json((), CYRILLIC)) == {"diagnostics": []}


def test_an_annotation_escapes_what_workflow_commands_read() -> None:
    finding = problem(
        Place("content/a,b:c%.md", 3, 5, 2), "field.value", found="50%: a,b", expected="time"
    )
    assert report.github((finding,), CYRILLIC) == (
        "::error file=content/a%2Cb%3Ac%25.md,line=3,col=5,endColumn=7,title=field.value"
        "::Вриједност „50%25: a,b“ није оно што се у овом пољу очекује.%0A"
        "Очекује се: вријеме, на примјер 08:00.\n"
    )


def test_ten_annotations_of_a_step_changed_files_first() -> None:
    findings = [
        make(Place(f"content/{n:02d}.md"), "field.empty")
        for n in range(13)
        for make in (problem, warning, notice)
    ]
    changed = frozenset({"content/12.md"})
    rows = report.github(findings, CYRILLIC, changed=changed).splitlines()
    assert ["::error", "::warning", "::notice", *["::error"] * 7] == [
        row.split(" ", 1)[0] for row in rows
    ]
    assert all("file=content/12.md" in row for row in rows[:3])
    assert "file=content/00.md" in rows[3]
    assert rows[-1].endswith("%0Aи још 29")
    assert 1 == sum("и још" in row for row in rows)


def test_the_summary_of_a_run_is_a_table_that_content_cannot_break() -> None:
    finding = problem(
        Place(PATH, 4, 1, 6), "field.value", expected="time",
        found="<b>|`x`</b> [a](http://x) @user",
    )
    text = report.github_summary((finding,), CYRILLIC)
    assert text.startswith("## Преглед садржаја\n\n1 грешка\n\n| Мјесто | ")
    row = text.rstrip("\n").split("\n")[-1]
    assert not re.search(r"[<>`\[\]@]", row)
    assert row.count("|") == 4


def test_the_summary_fits_into_what_the_host_takes() -> None:
    findings = [problem(Place(PATH, n), "field.empty") for n in range(1, 20_000)]
    text = report.github_summary(findings, CYRILLIC)
    assert len(text.encode()) < 1_000_000
    assert re.search(r"Још \d+ налаз", text)


def test_a_fingerprint_stays_when_lines_move() -> None:
    def prints(*lines: int) -> list[str]:
        findings = [
            problem(Place(PATH, line), "field.value", found="x", expected="time") for line in lines
        ]
        return [row["fingerprint"] for row in json.loads(report.gitlab(findings, CYRILLIC))]

    assert prints(4, 9) == prints(14, 19)
    assert len(set(prints(4, 9))) == 2
    english = json.loads(report.gitlab((FONDED,), ENGLISH))[0]["fingerprint"]
    assert english == json.loads(report.gitlab((FONDED,), CYRILLIC))[0]["fingerprint"]


def test_gitlab_gets_what_its_report_asks_for() -> None:
    (row,) = json.loads(report.gitlab((FONDED,), CYRILLIC))
    assert {
        "description": "Поље „fonded“ не постоји. Најближе познато поље је „founded“.",
        "check_name": "field.unknown",
        "fingerprint": row["fingerprint"],
        "severity": "major",
        "location": {"path": PATH, "lines": {"begin": 4}},
    } == row
    assert re.fullmatch(r"[0-9a-f]{64}", row["fingerprint"])


def test_sarif_has_a_rule_for_every_result() -> None:
    twice = problem(
        Place("content/Б б.md", 8, 3, 7), "yaml.duplicate", related=(Place(PATH, 6, 1, 7),),
        found="founded", line="6",
    )  # fmt: skip
    log = json.loads(report.sarif((FONDED, twice, warning(Place(PATH), "field.empty")), CYRILLIC))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["field.empty", "field.unknown", "yaml.duplicate"]
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert result["ruleId"] == rules[result["ruleIndex"]]
    first, second, third = run["results"]
    assert [first["level"], second["level"], third["level"]] == ["error", "error", "warning"]
    where = first["locations"][0]["physicalLocation"]
    assert where["region"] == {"startLine": 4, "startColumn": 1, "endColumn": 7}
    file = second["locations"][0]["physicalLocation"]["artifactLocation"]
    assert file == {"uri": "content/%D0%91%20%D0%B1.md", "uriBaseId": "%SRCROOT%"}
    (related,) = second["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 6


# --- explanations ----------------------------------------------------------------------------


def test_explain_knows_every_code_and_no_other() -> None:
    for code in report.codes(CYRILLIC):
        text = report.explain(code, CYRILLIC)
        assert text
        assert text == text.strip()
    assert report.explain("no.such", CYRILLIC) is None
    assert report.explain("field", CYRILLIC) is None


def test_codes_are_sorted_and_whole() -> None:
    codes = report.codes(CYRILLIC)
    assert list(codes) == sorted(set(codes))
    assert {"field.unknown", "yaml.tab", "output.dead_link"} <= set(codes)
    assert codes == report.codes(ENGLISH)


def test_severities_have_words() -> None:
    for severity in Severity:
        assert CYRILLIC.has(f"severity.{severity}")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        report.read_messages("sr")


def test_words_are_composed() -> None:
    """Decomposed letters in our own words would shift carets and break searches."""
    for value in CYRILLIC.sentences.values():
        if isinstance(value, str):
            assert unicodedata.is_normalized("NFC", value)
