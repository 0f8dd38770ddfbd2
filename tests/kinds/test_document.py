"""The standing of a document on the days around every limit: never more than can be proved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import steady

from sitegen.kinds.common import Period
from sitegen.kinds.document import Document, DocumentDate, Standing, standing
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Ref, read_date


def moment(iso: str) -> PartialDate | None:
    return read_date(iso) if iso else None


def document(begins: str = "", ends: str = "", force: str = "", dates: str = "") -> Document:
    """*dates*: ``2013-05 adopted, 2016 repealed``."""
    entries = [entry.split() for entry in dates.split(",") if entry]
    period = Period(from_=moment(begins), to=moment(ends)) if begins or ends else None
    return Document(
        ref=Ref("dokumenti", "a"), path="content/dokumenti/a.md", title=Prose(("Проба",)), doc_type="strategy",
        period=period, legal_force=force or None,
        dates=tuple(DocumentDate(date=day, event=event) for iso, event in entries if (day := moment(iso))),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("begins", "ends", "as_of", "code", "day"),
    [
        # A year alone: its first day as a start, its last as an end.
        ("2020", "2026", "2019-12-31", "not_begun", "2020"),
        ("2020", "2026", "2020-01-01", "runs", "2026"),
        ("2020", "2026", "2026-10-01", "runs", "2026"),
        ("2020", "2026", "2026-10-02", "ends_soon", "2026"),
        ("2020", "2026", "2026-11-21", "ends_soon", "2026"),
        ("2020", "2026", "2026-12-31", "ends_soon", "2026"),
        ("2020", "2026", "2027-01-01", "ended", "2026"),
        # A month.
        ("2018-05", "2021-02", "2018-04-30", "not_begun", "2018-05"),
        ("2018-05", "2021-02", "2018-05-01", "runs", "2021-02"),
        ("2018-05", "2021-02", "2021-02-28", "ends_soon", "2021-02"),
        ("2018-05", "2021-02", "2021-03-01", "ended", "2021-02"),
        ("2019", "2020-02", "2020-02-29", "ends_soon", "2020-02"),
        ("2019", "2020-02", "2020-03-01", "ended", "2020-02"),
        # A day.
        ("2018-05-03", "2018-12-31", "2018-05-02", "not_begun", "2018-05-03"),
        ("2018-05-03", "2018-12-31", "2018-05-03", "runs", "2018-12-31"),
        ("2018-05-03", "2018-05-03", "2018-05-03", "ends_soon", "2018-05-03"),
        ("2018-05-03", "2018-05-03", "2018-05-04", "ended", "2018-05-03"),
        # Only one end is known.
        ("", "2020", "2000-01-01", "runs", "2020"),
        ("", "2020", "2021-01-01", "ended", "2020"),
        ("2020", "", "2019-12-31", "not_begun", "2020"),
        ("2020", "", "2020-01-01", "since", "2020"),
    ],
)  # fmt: skip
def test_a_period_says_where_a_day_stands(begins: str, ends: str, as_of: str, code: str, day: str) -> None:
    assert Standing(code, moment(day)) == standing(document(begins, ends), date.fromisoformat(as_of))


def test_a_repealed_document_is_repealed_whatever_its_period() -> None:
    day = date(2021, 1, 1)
    assert Standing("repealed") == standing(document("2020", "2026", "repealed"), day)
    dated = document("2020", "2026", "repealed", "2013 adopted, 2015-03 repealed, 2016-01-01 repealed, 2020 signed")
    assert Standing("repealed", PartialDate(2016, 1, 1)) == standing(dated, day)


def test_a_repeal_among_the_dates_alone_does_not_repeal() -> None:
    """The editor says so in ``legal_force``; a date may be of a part."""
    assert Standing("runs", PartialDate(2026)) == standing(document("2020", "2026", "", "2021 repealed"), date(2022, 1, 1))


def test_without_a_period_the_latest_date_is_all_that_is_known() -> None:
    dated = document(dates="2013-05 adopted, 2012 drafted, 2013-06-01 published")
    assert Standing("dated", PartialDate(2013, 6, 1)) == standing(dated, date(2026, 1, 1))
    assert Standing("unknown") == standing(document(), date(2026, 1, 1))
    assert Standing("unknown") == standing(document(force="in_force"), date(2026, 1, 1))


@given(end=st.dates(date(2000, 1, 1), date(2040, 12, 31)), days=st.integers(-800, 800))
@steady
def test_ninety_days_before_its_end_a_document_ends_soon(end: date, days: int) -> None:
    code = standing(document("1990", end.isoformat()), end - timedelta(days=days)).code
    assert ("ended" if days < 0 else "ends_soon" if days <= 90 else "runs") == code
