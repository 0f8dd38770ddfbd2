"""What a value was meant to be: said only where it is sure."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import project

from sitegen.links import ToRecord, address_meant, link_to, record_meant
from sitegen.pipeline import load
from sitegen.suggestions import akin_to, choice_for, list_for, phone_for, span_for
from sitegen.values import Ref


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("051/000-001; 051/000-002", '"051/000-001", "051/000-002"'),
        ("051/300-001 и 300-002", '"051/300-001", "051/300-002"'),
        ("+387 51 000 001 / 051 000 002", '"051/000-001", "051/000-002"'),
        ("тел. 051 000 001", '"051/000-001"'),
        ("fax: 051/000-001", '{number: "051/000-001", type: fax}'),
        ("моб. 065/000-001", '{number: "065/000-001", type: mobile}'),
        ("O51/00О-З01", '"051/000-301"'),
        ("387 51 000 001", '"051/000-001"'),
        ("051/000-001, лок. 12", '{number: "051/000-001", extension: "12"}'),
        ("051/000-001 (пријава)", '{number: "051/000-001", note: "пријава"}'),
        ("000-001", ""),
        ("051/000-00", ""),
        ("позвати ујутру", ""),
    ],
)
def test_a_telephone_as_people_write_it(typed: str, meant: str) -> None:
    assert meant == phone_for(typed, "BA")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("socijalna-zastita, zdravlje", "[socijalna-zastita, zdravlje]"),
        ("info@primjer.org; b@primjer.org", "[info@primjer.org, b@primjer.org]"),
        ("https://primjer.org", '["https://primjer.org"]'),
        ("051/000-001", '["051/000-001"]'),
        ("Помоћ у кући, превоз", '["Помоћ у кући, превоз"]'),
        ("", ""),
    ],
)
def test_one_value_in_place_of_a_list(typed: str, meant: str) -> None:
    assert meant == list_for(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2020-2026", "{from: 2020, to: 2026}"),
        ("2020–2026.", "{from: 2020, to: 2026}"),
        ("1.5.2020. – 30.6.2021.", "{from: 1.5.2020, to: 30.6.2021}"),
        ("2020", ""),
        ("2020-05", ""),
        ("31.2.2020 - 2021", ""),
    ],
)
def test_a_span_of_days_is_known_by_its_dash(typed: str, meant: str) -> None:
    assert meant == span_for(typed)


def test_a_currency_is_known_by_what_people_call_it() -> None:
    known = ("BAM", "EUR", "USD", "RSD")
    assert ["BAM", "BAM", "EUR", "RSD"] == [choice_for(word, known) for word in ("KM", "конвертибилна марка", "евра", "динара")]


@pytest.mark.parametrize(
    "target", ["/usluge/dnevni/", "usluge/dnevni.md", "../usluge/dnevni", "https://x/usluge/dnevni/index.html", "content\\usluge\\dnevni.md"]
)
def test_a_record_is_known_by_the_address_of_its_page(target: str) -> None:
    meant = record_meant(target)
    assert meant == ToRecord(Ref("usluge", "dnevni"))
    assert link_to("content/organizacije/a.md", meant) == "../usluge/dnevni.md"


def test_a_web_address_gets_what_it_lacks() -> None:
    assert ["https://www.primjer.org", "https://primjer.org/a%20b", ""] == [
        address_meant(one) for one in ("www.primjer.org", "https://primjer.org/a b", "www")
    ]


def test_a_group_in_place_of_one_value_is_shown_with_its_fields(tmp_path: Path) -> None:
    header = (
        "---\ntitle: Прво\ntype: association\nstatus: active\nunknown: [sources]\n"
        "verified: 2026-01-01\nhours: пон-пет 8-16\nmember_of: Савез неких\n---\n"
    )
    found = load(project(tmp_path, {"content/organizacije/prvo.md": header})).diagnostics
    told = {f"{one.code} {one.place.line}": one.fact("suggestion") for one in found}
    assert {
        "field.mapping 6": "{date: …, by: …, how: …}",
        "field.list 7": "[{days: …, from: …, to: …}]",
        "field.list 8": "",
    } == {key: said for key, said in told.items() if key.startswith(("field.mapping", "field.list"))}


def test_a_word_of_another_kind_of_record_is_taken_by_what_it_means() -> None:
    assert "finished" == akin_to("ended", ["planned", "running", "finished", "suspended"])
    assert "running" == akin_to("active", ["planned", "running", "finished", "suspended"])
    assert "" == akin_to("active", ["yes", "no"])
    assert "" == akin_to("trči", ["active"])
