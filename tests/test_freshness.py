"""When a fact counts as verified, and that nothing else looks verified anywhere."""

from __future__ import annotations

import dataclasses
import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from building import edit, small, tree

from sitegen.freshness import freshness, months_to_review
from sitegen.kinds.common import Verified
from sitegen.pipeline import load
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Ref

CENTER = Ref("organizacije", "centar-za-pomoc")
FILE = "content/organizacije/centar-za-pomoc.md"
PAGE = "organizacije/centar-za-pomoc/index.html"
NEVER, STALE = "није провјерено", "давно провјерено"


def center(root: Path, **changes: Any) -> tuple[Any, Any]:
    directory = load(root).directory
    assert directory is not None
    return dataclasses.replace(directory.records[CENTER], **changes), directory.site


def checked(date: PartialDate, *fields: str) -> Verified:
    return Verified(date=date, by=Prose(("Уредништво",)), how="phone", fields=fields)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-11", "never"),  # a check of a day to come proves nothing
        ("2026-01-12", "fresh"),
        ("2026-07-12", "fresh"),  # contacts hold for six months …
        ("2026-07-13", "stale"),
    ],
)
def test_a_contact_is_fresh_for_half_a_year(tmp_path: Path, day: str, expected: str) -> None:
    record, site = center(small(tmp_path))
    found = freshness(record, "phones", site, datetime.date.fromisoformat(day))
    assert expected == found.code
    assert (expected == "fresh") == found.is_fresh


def test_what_was_not_looked_at_is_not_verified(tmp_path: Path) -> None:
    record, site = center(small(tmp_path), verified=checked(PartialDate(2026, 1, 12), "phones"))
    day = datetime.date(2026, 1, 15)
    assert "fresh" == freshness(record, "phones", site, day).code
    assert "never" == freshness(record, "emails", site, day).code
    record, site = center(tmp_path, verified=None)
    assert "never" == freshness(record, "phones", site, day).code


def test_the_term_of_the_record_comes_first_then_that_of_the_site(tmp_path: Path) -> None:
    root = small(tmp_path)
    record, site = center(root)
    assert [6, 12] == [months_to_review(record, name, site) for name in ("hours", "title")]
    record, site = center(root, review_every=1)
    assert [1, 1] == [months_to_review(record, name, site) for name in ("hours", "title")]
    edit(root, "content/site.yml", "help_desk:", "review_months: 3\nhelp_desk:")
    record, site = center(root)
    assert [3, 3] == [months_to_review(record, name, site) for name in ("hours", "title")]


def test_a_month_without_that_day_ends_on_its_last_one(tmp_path: Path) -> None:
    record, site = center(small(tmp_path), verified=checked(PartialDate(2025, 8, 31)))
    found = freshness(record, "phones", site, datetime.date(2026, 1, 15))
    assert datetime.date(2026, 2, 28) == found.fresh_until


def shown(files: dict[str, bytes], path: str) -> str:
    return re.sub(r"\s+", " ", files[path].decode())


def test_a_verified_contact_carries_no_doubt_and_the_others_do(tmp_path: Path) -> None:
    files = tree(small(tmp_path))
    assert "051/000-001</a> пријава</li>" in shown(files, PAGE)
    assert "caution" not in shown(files, PAGE)
    assert f"051/000-003</a> Телефон [{NEVER}]" in shown(
        files, "organizacije/fondacija-open-door/index.html"
    )
    assert f"051/000-003</a> [{NEVER}]" in shown(files, "organizacije/index.html")
    assert "051/000-003</a> [nije provjereno]" in shown(files, "lat/organizacije/index.html")


def test_an_old_check_is_said_beside_every_number_and_on_top(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, FILE, "date: 2026-01-12", "date: 2025-03-01")
    files = tree(root)
    for path in (PAGE, "organizacije/index.html", "usluge/index.html", "potrebe/zene/index.html"):
        numbers = re.findall(r"051/000-001</a>.{0,40}", shown(files, path))
        assert numbers, path
        assert all(STALE in text for text in numbers), path
    assert "<code>stale</code>" in shown(files, PAGE)
    assert "1. марта 2025." in shown(files, PAGE)
    assert re.search(r'051/000-001[^]]*\\"stale\\"\]', "".join(
        text.decode() for path, text in files.items() if re.match(r"search/d\d", path)
    ))  # fmt: skip


def test_a_check_of_the_telephone_leaves_the_mailbox_in_doubt(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, FILE, "how: phone}", "how: phone, fields: [phones]}")
    page = shown(tree(root), PAGE)
    assert "051/000-001</a> пријава</li>" in page
    assert f"<p>Електронска пошта [{NEVER}]</p>" in page
    assert "Провјерено је само ово: телефони." in page
