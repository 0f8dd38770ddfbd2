"""The published content against the inventory of its source documents: nothing lost, nothing added."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from sitegen.kinds.common import RECORDS
from sitegen.pipeline import Loaded, load

ROOT = Path(__file__).parent.parent
COVERAGE: list[dict[str, str]] = yaml.safe_load(
    (ROOT / "tests" / "data" / "seed_coverage.yml").read_text(encoding="utf-8")
)
RECORD_OF = {entry["id"]: entry["record"] for entry in COVERAGE if "record" in entry}
FOLDERS = {
    "org": "organizacije", "svc": "usluge", "prj": "projekti", "prg": "programi",
    "doc": "dokumenti", "evt": "dogadjaji",
}  # fmt: skip


def loaded() -> Loaded:
    return load(ROOT)


def test_content_has_no_errors_and_no_doubt_of_letters_that_nobody_answered() -> None:
    """One warning is known: no source of ours names an emergency number."""
    found = [
        f"{finding.place.path}:{finding.place.line}:{finding.place.column} {finding.code}"
        for finding in loaded().diagnostics
        if finding.severity != "notice"
    ]
    assert ["content/site.yml:1:1 site.no_emergency"] == found


def test_every_inventory_record_is_accounted_for_once() -> None:
    expected = {"org": 39, "svc": 31, "prj": 8, "prg": 2, "doc": 20, "evt": 3}
    ids = [entry["id"] for entry in COVERAGE]
    assert len(ids) == len(set(ids))
    assert expected == Counter(name.partition("/")[0] for name in ids)


def test_an_entry_has_a_record_or_a_reason() -> None:
    for entry in COVERAGE:
        assert {"id", "record"} == set(entry) or {"id", "none"} == set(entry), entry
        assert all(entry.values()), entry


def test_only_the_two_media_have_no_page() -> None:
    """They published sources; they do not help anybody in the town."""
    without = [entry["id"] for entry in COVERAGE if "none" in entry]
    assert ["org/fena", "org/federalna-ba"] == without


def test_a_record_lies_in_the_folder_of_its_kind() -> None:
    for name, record in RECORD_OF.items():
        assert FOLDERS[name.partition("/")[0]] == record.partition("/")[0], name


def test_no_two_inventory_records_share_a_page() -> None:
    assert [] == [record for record, times in Counter(RECORD_OF.values()).items() if times > 1]


def test_every_listed_path_has_its_file() -> None:
    missing = [r for r in RECORD_OF.values() if not (ROOT / "content" / f"{r}.md").is_file()]
    assert [] == missing


def test_every_content_record_is_listed() -> None:
    """What no source document names has no place in the first content."""
    written = {
        f"{folder}/{path.stem}"
        for folder in RECORDS
        for path in (ROOT / "content" / folder).glob("*.md")
    }
    assert set() == written - set(RECORD_OF.values())


def test_every_listed_record_is_loaded() -> None:
    directory = loaded().directory
    assert directory is not None
    assert set(RECORD_OF.values()) == {
        str(ref) for ref in directory.records if ref.folder in RECORDS
    }
