"""Every format of a report as it is read, for 0, 1, 10, 11 and 200 findings.

``python tests/test_report_golden.py`` writes the files anew; the difference is read before it is
committed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitegen import report
from sitegen.diagnostics import Diagnostic, Place, notice, problem, warning
from sitegen.source import SourceFile

GOLDEN = Path(__file__).parent / "data" / "reports"
WORDS = report.read_messages("sr-Cyrl")
COUNTS = (0, 1, 10, 11, 200)
CHANGED = frozenset({"content/usluge/b.md"})
# Text that would like to be a command, a colour, another line or another direction.
HOSTILE = "x\n::error::y\x1b[31m%0A##[error]\u202e<b>|"
TEXT = "---\ntitle: Зелени круг\nfonded: 1998\nstatus: aktiv\n---\nТекст текст.\n"
SOURCES = tuple(SourceFile(f"content/{folder}/{name}.md", TEXT) for folder, name in (("organizacije", "a"), ("usluge", "b")))


def findings(count: int) -> tuple[Diagnostic, ...]:
    """*count* findings in the order of a report, of every severity, one in twenty hostile."""
    return tuple(_finding(number) for number in range(count))


def _finding(number: int) -> Diagnostic:
    source = SOURCES[number % 2]
    place = Place(source.path, 3 + number % 2, 1, 6)
    if number % 20 == 7:
        return problem(place, "field.value", found=f"{HOSTILE} {number}", expected="time")
    if number % 5 == 3:
        return warning(place, "field.wanted", field=f"polje_{number}")
    if number % 5 == 4:
        return notice(place, "source.type", found=f".t{number}")
    return problem(place, "field.choice", found=f"aktiv{number}", suggestion="active", expected="active, closed")


FORMS: dict[str, Callable[[tuple[Diagnostic, ...]], str]] = {
    "human.txt": lambda found: report.human(found, SOURCES, WORDS, colour=False),
    "github.txt": lambda found: report.github(found, WORDS, changed=CHANGED),
    "summary.md": lambda found: report.github_summary(found, WORDS),
    "gitlab.json": lambda found: report.gitlab(found, WORDS),
    "sarif.json": lambda found: report.sarif(found, WORDS),
    "json.json": lambda found: report.as_json(found, WORDS),
}
CASES = [(form, count) for form in FORMS for count in COUNTS]


@pytest.mark.parametrize(("form", "count"), CASES)
def test_a_report_reads_as_it_was_accepted(form: str, count: int) -> None:
    expected = (GOLDEN / f"{count}-{form}").read_text(encoding="utf-8")
    assert expected == FORMS[form](findings(count))


@pytest.mark.parametrize("count", COUNTS)
def test_no_more_annotations_than_a_step_may_have(count: int) -> None:
    rows = FORMS["github.txt"](findings(count)).splitlines()
    assert min(count, 10) == len(rows)
    assert all(re.match(r"::(?:error|warning|notice) file=content/", row) for row in rows)
    assert (count > 10) == any(row.endswith(f"и још {count - 10}") for row in rows)
    if count > 10:
        assert all("file=content/usluge/b.md" in row for row in rows[:5])


@pytest.mark.parametrize(("form", "count"), CASES)
def test_no_content_forges_a_line_or_a_command(form: str, count: int) -> None:
    text = FORMS[form](findings(count))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)
    own = re.compile(r"::\w+ file=content/") if form == "github.txt" else re.compile("(?!)")
    for row in text.splitlines():
        assert own.match(row) or not row.lstrip().startswith(("::", "##["))
        assert not re.search(r"##\w*\[", row)


# What SARIF 2.1.0 (OASIS) asks of the parts that we write, in the words of its sections.
_REGION = {
    "type": "object", "required": ["startLine"], "additionalProperties": False,
    "properties": {key: {"type": "integer", "minimum": 1} for key in ("startLine", "startColumn", "endColumn")},
}  # fmt: skip
_LOCATION = {
    "type": "object", "required": ["physicalLocation"], "additionalProperties": False,
    "properties": {
        "physicalLocation": {
            "type": "object", "required": ["artifactLocation"], "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "type": "object", "additionalProperties": False, "required": ["uri"],
                    "properties": {
                        "uri": {"type": "string", "pattern": "^[!-~]+$"}, "uriBaseId": {"const": "%SRCROOT%"},
                    },
                },
                "region": _REGION,
            },
        }
    },
}  # fmt: skip
_MESSAGE = {
    "type": "object", "required": ["text"], "additionalProperties": False,
    "properties": {"text": {"type": "string", "minLength": 1}},
}
SARIF: dict[str, Any] = {
    "type": "object", "required": ["version", "runs"], "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"}, "version": {"const": "2.1.0"},
        "runs": {
            "type": "array", "minItems": 1, "items": {
                "type": "object", "required": ["tool", "results"], "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object", "required": ["driver"], "additionalProperties": False,
                        "properties": {
                            "driver": {
                                "type": "object", "required": ["name"], "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string"},
                                    "rules": {
                                        "type": "array", "uniqueItems": True, "items": {
                                            "type": "object", "required": ["id"], "additionalProperties": False,
                                            "properties": {"id": {"type": "string"}, "help": _MESSAGE},
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array", "items": {
                            "type": "object", "required": ["message"], "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]}, "message": _MESSAGE,
                                "locations": {"type": "array", "items": _LOCATION},
                                "relatedLocations": {"type": "array", "items": _LOCATION},
                                "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
                            },
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("count", COUNTS)
def test_sarif_has_the_shape_that_its_standard_asks_for(count: int) -> None:
    """The official schema may not be copied here; these are its demands on what we write."""
    jsonschema = pytest.importorskip("jsonschema")
    log = json.loads(FORMS["sarif.json"](findings(count)))
    jsonschema.Draft202012Validator(SARIF).validate(log)


def main() -> None:
    """Writes every golden report."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for form, count in CASES:
        (GOLDEN / f"{count}-{form}").write_text(FORMS[form](findings(count)), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
