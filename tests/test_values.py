"""Small values: dates as people write them, telephones, addresses, hours, numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import steady

from sitegen.values import (
    Digits,
    PartialDate,
    Phone,
    Ref,
    count_digits,
    read_date,
    read_decimal,
    read_email,
    read_number,
    read_phone,
    read_time,
    read_true,
    read_url,
    read_weekdays,
    without_glued_label,
    without_likely_label,
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2018", PartialDate(2018)),
        ("2018-05", PartialDate(2018, 5)),
        ("2018-05-03", PartialDate(2018, 5, 3)),
        ("27.12.2022.", PartialDate(2022, 12, 27)),
        ("27.12.2022", PartialDate(2022, 12, 27)),
        ("27. 12. 2022. godine", PartialDate(2022, 12, 27)),
        ("3.5.2018.", PartialDate(2018, 5, 3)),
        ("27. decembra 2022.", PartialDate(2022, 12, 27)),
        ("27.decembra 2022.godine", PartialDate(2022, 12, 27)),
        ("27. децембра 2022. године", PartialDate(2022, 12, 27)),
        ("27. ДЕЦЕМБРА 2022. год.", PartialDate(2022, 12, 27)),
        ("maj 2018", PartialDate(2018, 5)),
        ("мај 2018.", PartialDate(2018, 5)),
        ("maja 2018. godine", PartialDate(2018, 5)),
        ("новембар 2003", PartialDate(2003, 11)),
        ("1. јануара 2003.", PartialDate(2003, 1, 1)),
        ("15. avgusta 2015.", PartialDate(2015, 8, 15)),
        ("29. februara 2020.", PartialDate(2020, 2, 29)),
        (" 2018 ", PartialDate(2018)),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, expected: PartialDate) -> None:
    assert expected == read_date(typed)


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (1, "januar januara januaru siječnja"), (2, "februar februara veljače"), (3, "mart marta ožujka"),
        (4, "april aprila travnja"), (5, "maj maja maju svibnja"), (6, "jun juna juni lipnja"),
        (7, "jul jula juli srpnja"), (8, "avgust avgusta august kolovoza"),
        (9, "septembar septembra septembru rujna"), (10, "oktobar oktobra listopada"),
        (11, "novembar novembra studenog"), (12, "decembar decembra decembru prosinca"),
    ],
)  # fmt: skip
def test_every_month_is_known_in_its_cases_and_variants(number: int, names: str) -> None:
    expected = {name: PartialDate(2020, number, 3) for name in names.split()}
    assert expected == {name: read_date(f"3. {name} 2020.") for name in expected}


@pytest.mark.parametrize(
    "typed",
    [
        "", "jučer", "2018-13", "2018-00", "2018-05-00", "00.05.2018.", "3. 0. 2018.", "0. maja 2018.", "2018-02-30", "2019-02-29", "30.2.2020.", "32.1.2020.", "0000", "0999",
        "18", "18.5.18.", "2018/05/03", "05/2018", "2018-5-3", "2018–2020", "2018-05-03T10:00", "3. pet 2020.",
        "٢٠١٨", "27. decembra", "-2018", "2018-05-03x", "27.12.2022.12.",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(typed: str) -> None:
    assert read_date(typed) is None


def test_a_partial_date_knows_the_days_it_can_mean_and_how_it_is_stored() -> None:
    rows = [(d.first_day, d.last_day, d.iso) for d in (PartialDate(2020), PartialDate(2020, 2), PartialDate(2020, 2, 7))]
    assert [
        (date(2020, 1, 1), date(2020, 12, 31), "2020"),
        (date(2020, 2, 1), date(2020, 2, 29), "2020-02"),
        (date(2020, 2, 7), date(2020, 2, 7), "2020-02-07"),
    ] == rows


@given(day=st.dates(date(1500, 1, 1), date(2999, 12, 31)))
@steady
def test_a_date_survives_being_stored(day: date) -> None:
    read = read_date(day.isoformat())
    assert PartialDate(day.year, day.month, day.day) == read
    assert read is not None
    assert (day.isoformat(), read) == (read.iso, read_date(f"{day.day}. {day.month}. {day.year}."))


def test_dates_order_as_in_a_calendar_with_the_vaguer_one_first() -> None:
    dates = [PartialDate(2019), PartialDate(2018, 5, 3), PartialDate(2018), PartialDate(2018, 5)]
    assert ["2018", "2018-05", "2018-05-03", "2019"] == [moment.iso for moment in sorted(dates)]


@pytest.mark.parametrize(
    "typed",
    [
        "051/301-065", "051 301 065", "051301065", "051-301-065", "051/301 065", "(051) 301-065", "+387 51 301-065",
        "+38751301065", "+387 (0)51 301 065", "00387 51 301-065", "00387 (0)51/301-065",
        "+387 051 301 065", "051.301.065", "051–301–065",
    ],
)  # fmt: skip
def test_all_spellings_of_a_number_are_one_number(typed: str) -> None:
    assert Phone("051/301-065", "+38751301065") == read_phone(typed, "BA")


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("301-065", "BA", "area_code"),
        ("051/301-065 – локал 713", "BA", "words"),
        ("051/301-065 lok. 7", "BA", "words"),
        ("tel: 051301065", "BA", "words"),
        ("051/301-06", "BA", "length"),
        ("051/301-0655", "BA", "length"),
        ("066/123-4567", "BA", Phone("066/123-4567", "+387661234567")),
        ("051/301-06555", "BA", "length"),
        ("041/301-065", "BA", "area_code"),
        ("", "BA", "length"),
        ("051/301-065, 051/301-066", "BA", "length"),
        ("122", "BA", Phone("122", "122")),
        ("1285", "BA", Phone("1285", "1285")),
        ("065 123-456", "BA", Phone("065/123-456", "+38765123456")),
        ("0800 12345", "BA", Phone("080/012-345", "+38780012345")),
        ("+381 11 123-4567", "BA", Phone("+381111234567", "+381111234567")),
        ("011/123-4567", "RS", Phone("011/123-4567", "+381111234567")),
        ("01 2345 678", "HR", Phone("01/234-5678", "+38512345678")),
        ("020 123 456", "ME", Phone("020/123-456", "+38220123456")),
        ("+1 212", "BA", "length"),
    ],
)
def test_a_number_is_read_in_its_country_or_its_fault_is_named(
    typed: str, country: str, expected: Phone | str
) -> None:
    assert expected == read_phone(typed, country)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("051 301-06", Digits("051", 5, (6,))),
        ("+387 51 301 0655", Digits("051", 7, (6,))),
        ("00387 (0)51 301", Digits("051", 3, (6,))),
        ("066 12", Digits("066", 2, (6, 7))),
        ("+1 212", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_digits_of_a_wrong_number_are_counted(typed: str, expected: Digits | None) -> None:
    assert expected == count_digits(typed, "BA")


@given(text=st.text(st.sampled_from("0123456789+()/-. –а\u0660"), max_size=24))
@steady
def test_a_dialled_number_is_digits_whatever_was_typed(text: str) -> None:
    phone = read_phone(text, "BA")
    if isinstance(phone, Phone):
        dialled = phone.e164.removeprefix("+")
        assert dialled.isascii()
        assert dialled.isdigit()
        assert len(dialled) <= 15
    else:
        assert phone in ("area_code", "length", "words")


@pytest.mark.parametrize("text", ["gock-banjaluka@blic.net", "a.b+c@d-e.co.rs", "INFO@primjer.ba"])
def test_an_address_stays_as_typed(text: str) -> None:
    assert text == read_email(text)
    assert without_glued_label(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@b", "a@b.c", "a b@c.ba", "a@b..ba", "@b.ba", "a@b.ba.", "а@b.ba", "a@b.ba\n", "a@b.ba?subject=x", '"a"@b.ba', "x" * 250 + "@b.ba", "<a@b.ba>"],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_email(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("E-mailgock-banjaluka@blic.net", "gock-banjaluka@blic.net"),
        ("email:info@primjer.ba", "info@primjer.ba"),
        ("e-mail: info@primjer.ba", "info@primjer.ba"),
        ("е-пошта: info@primjer.ba", "info@primjer.ba"),
        ("mailto:info@primjer.ba", "info@primjer.ba"),
        ("mail.info@primjer.ba", None),
        ("имејл:info@primjer.ba", "info@primjer.ba"),
        ("Мејл info@primjer.ba", "info@primjer.ba"),
        ("mail@primjer.ba", None),
        ("email@primjer.ba", None),
    ],
)
def test_a_label_glued_to_an_address_is_found(text: str, meant: str | None) -> None:
    assert meant == without_glued_label(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("emailinfo@primjer.ba", "info@primjer.ba"),
        ("Mailpomoc@primjer.ba", "pomoc@primjer.ba"),
        ("mail.info@primjer.ba", "info@primjer.ba"),
        ("mailing@primjer.ba", None),
        ("mailbox@primjer.ba", None),
        ("mail@primjer.ba", None),
        ("info@primjer.ba", None),
    ],
)
def test_an_address_that_may_begin_with_a_label_is_a_doubt(text: str, meant: str | None) -> None:
    assert meant == without_likely_label(text)


@pytest.mark.parametrize(
    "text",
    ["https://primjer.ba", "http://www.primjer.ba:8080/a/b?c=d#e", "https://xn--80ak6aa92e.com/", "https://a.ba/%D0%B0~(x)"],
)
def test_a_web_address_stays_as_typed(text: str) -> None:
    assert text == read_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "www.primjer.ba", "primjer.ba", "javascript:alert(1)", "data:text/html,x", "ftp://a.ba", "https://", "https://a",
        "https://a.ba/a b", "https://а.ba", "https://user@a.ba", "https://user:pass@a.ba", "//a.ba", "https://a.ba\n",
        'https://a.ba/"onclick="x', "https://a.ba/<x>", "https:/a.ba", "HTTPS//a.ba", "https://a.ba/љ", "https://1.2.3.4",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_none(text: str) -> None:
    assert read_url(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)), ("mon, wed, sat", (0, 2, 5)), ("Mon–Wed,sun", (0, 1, 2, 6)), ("sat", (5,)),
        ("mon - fri", (0, 1, 2, 3, 4)), ("mon-sun", (0, 1, 2, 3, 4, 5, 6)), ("wed-wed", (2,)),
        ("fri-mon", None), ("mon,mon", None), ("mon-wed,tue", None), ("pon", None), ("", None), ("mon-", None),
        ("mon-wed-fri", None), ("monday", None),
    ],
)  # fmt: skip
def test_weekdays_are_numbers_from_monday(text: str, days: tuple[int, ...] | None) -> None:
    assert days == read_weekdays(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:00", "08:00"), ("8:00", "08:00"), ("00:00", "00:00"), ("24:00", "24:00"), ("23:59", "23:59"),
        ("24:01", None), ("25:00", None), ("12:60", None), ("12", None), ("12.30", None), ("12:3", None), ("１２:30", None),
        ("12:30\n", None), ("", None),
    ],
)  # fmt: skip
def test_a_time_has_four_digits_and_a_day_ends_at_24(text: str, expected: str | None) -> None:
    assert expected == read_time(text)


def test_numbers_are_plain_or_none() -> None:
    assert [0, 48, 7, None, None, None, None, None] == [
        read_number(text) for text in ("0", "48", "007", "-1", "1.000", "800 000", "٣", "1" * 16)
    ]
    assert [44.77, -17.0, 0.0, None, None, None, None] == [
        read_decimal(text) for text in ("44.77", "-17", "0", "44,77", "1e3", "nan", ".5")
    ]
    assert [True, None, None, None] == [read_true(text) for text in ("true", "false", "yes", "True")]


def test_a_reference_is_written_as_folder_and_slug() -> None:
    assert "usluge/dnevni-centri" == str(Ref("usluge", "dnevni-centri"))
