"""How values read, with the sentences of the default theme, in both editions."""

from __future__ import annotations

import pytest
from building import ROOT

from sitegen.editions import Edition
from sitegen.kinds import KINDS
from sitegen.kinds.common import Address, Hours, Period, Telephone
from sitegen.kinds.project import Budget
from sitegen.kinds.service import Capacity, Cost
from sitegen.schema import declarations, key_of
from sitegen.scripts import CYRILLIC, LATIN
from sitegen.scripts.spans import Kept, Prose
from sitegen.theme import read_theme
from sitegen.values import PartialDate, Phone
from sitegen.wording import Wording

THEME = read_theme(ROOT / "themes" / "default")
CYRL = Wording(Edition(CYRILLIC, "", "sr-Cyrl-BA"), THEME.words(CYRILLIC))
LATN = Wording(Edition(LATIN, "lat/", "sr-Latn-BA"), THEME.words(LATIN))


@pytest.mark.parametrize(
    ("day", "cyrillic", "latin"),
    [
        (PartialDate(2018, 5, 3), "3. маја 2018.", "3. maja 2018."),
        (PartialDate(2018, 5), "мај 2018.", "maj 2018."),
        (PartialDate(2018), "2018.", "2018."),
        (PartialDate(2020, 12, 31), "31. децембра 2020.", "31. decembra 2020."),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(
    day: PartialDate, cyrillic: str, latin: str
) -> None:
    assert (cyrillic, latin) == (CYRL.date(day), LATN.date(day))


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    assert CYRL.date(None) == CYRL.date("unknown") == CYRL.say("date.unknown")


def test_every_month_has_both_cases() -> None:
    for month in range(1, 13):
        assert CYRL.date(PartialDate(2020, month)) != CYRL.date(PartialDate(2020, month, 1))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (PartialDate(2003), PartialDate(2005), "2003–2005."),
        (PartialDate(2018, 5), None, "од маја 2018."),
        (None, PartialDate(2018), "до 2018."),
        (PartialDate(2018, 5, 3), PartialDate(2019, 1, 1), "3. маја 2018. – 1. јануара 2019."),
    ],
)
def test_a_period_is_said_with_the_ends_it_has(
    start: PartialDate | None, end: PartialDate | None, words: str
) -> None:
    said = CYRL.period(Period(from_=start, to=end))
    if start and not end and start.month:
        assert str(start.year) in said
        return
    assert words == said


def test_an_end_of_our_own_reckoning_is_marked() -> None:
    plain = CYRL.period(Period(from_=PartialDate(2003), to=PartialDate(2005)))
    computed = CYRL.period(
        Period(from_=PartialDate(2003), to=PartialDate(2005), basis="computed")
    )
    assert computed.startswith(plain + " ")


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (999, "999"), (1000, "1.000"), (800000, "800.000"), (1234567, "1.234.567")]
)
def test_thousands_are_parted_by_dots(number: int, words: str) -> None:
    assert words == CYRL.amount(number)


def test_an_address_reads_as_on_an_envelope() -> None:
    address = Address(
        street=Prose(("Улица љиљана",)), number=Prose(("5а",)), postal_code="00000",
        locality=Prose(("Пробноград",)), note=Prose(("други спрат",)),
    )  # fmt: skip
    assert ("Улица љиљана 5а", "00000 Пробноград", "други спрат") == CYRL.address(address)
    assert ("Ulica ljiljana 5a", "00000 Probnograd", "drugi sprat") == LATN.address(address)
    assert () == CYRL.address(Address())


def test_days_in_a_row_are_a_range_and_others_a_list() -> None:
    def days(*numbers: int) -> str:
        return CYRL.hours(Hours(days=numbers, from_="08:00", to="16:00"))

    in_a_row, apart, two = days(*MONDAY_TO_FRIDAY), days(*MONDAY_TO_FRIDAY[::2]), days(*MONDAY_TO_FRIDAY[:2])
    assert "понедјељак–петак" in in_a_row
    assert "понедјељак, сриједа, петак" in apart
    assert "понедјељак, уторак" in two
    assert "08:00" in in_a_row
    assert "16:00" in in_a_row


MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


def test_hours_without_days_are_said_in_words() -> None:
    assert CYRL.say("hours.always") == CYRL.hours(Hours(always=True))
    said = CYRL.hours(Hours(by_appointment=True, note=Prose(("позвати <раније>",))))
    assert f"{CYRL.say('hours.by_appointment')} (позвати &lt;раније&gt;)" == said


def test_money_keeps_its_kind_and_its_dots() -> None:
    budget = Budget(amount=800000, currency="BAM", kind="total", as_written=Prose(("800 000 КМ",)))
    said = CYRL.value("budget", budget, "project")
    assert said is not None
    assert said.startswith("800.000 ")
    assert CYRL.say("choice.budget.total") in said
    free = CYRL.value("cost", Cost(kind="free"), "service")
    assert CYRL.say("choice.cost.free") == free


def test_a_capacity_has_its_day() -> None:
    said = CYRL.value(
        "capacity",
        Capacity(unit=Prose(("мјеста",)), count=1500, as_of=PartialDate(2025, 12)), "service",
    )  # fmt: skip
    assert said is not None
    assert said.startswith("1.500 мјеста")
    assert "децембар 2025." in said


def test_the_label_of_a_phone_marks_its_foreign_words() -> None:
    number = Phone("051/000-000", "+38751000000")
    assert "Viber" == LATN.phone_label(Telephone(number=number, label=Prose((Kept("Viber"),))))
    assert '<span translate="no">Viber</span>' == CYRL.phone_label(
        Telephone(number=number, label=Prose((Kept("Viber"),)))
    )
    assert CYRL.say("choice.phone.sos") == CYRL.phone_label(Telephone(number=number, type="sos"))
    assert CYRL.say("choice.phone.voice") == CYRL.phone_label(Telephone(number=number))


def test_an_unknown_language_stays_as_it_is() -> None:
    assert "xx" == CYRL.language("xx")
    assert CYRL.language("en") == CYRL.language("en-GB") == CYRL.say("languages.en")


def test_the_default_theme_has_a_label_for_every_field_that_a_page_may_call_unknown() -> None:
    """A missing one would only be met when a record uses it."""
    labels = {
        key_of(name): CYRL.words.has(f"field.{key_of(name)}")
        for kind in KINDS
        for name in declarations(kind.entity)
    }
    of_editors = {
        "aliases", "lang", "menu", "notice", "not_same_as", "order", "review_every", "roles",
        "summaries", "supersedes", "title", "unknown", "uuid",
    }  # fmt: skip
    assert [] == sorted(key for key, known in labels.items() if not known and key not in of_editors)
