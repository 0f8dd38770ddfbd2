"""Rules within a record and between records: each mistake is named where it must change."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import project

from sitegen.diagnostics import Diagnostic
from sitegen.pipeline import load

PLACES = (
    "- {id: grad, name: Пробноград, type: city}\n"
    "- {id: mz-centar, name: МЗ Центар, type: local_community, parent: grad}\n"
    "- {id: sala, name: Сала, type: venue, parent: grad}\n"
)
ORG = "title: Проба\ntype: association\nstatus: unknown\n"
SERVICE = "title: Проба\nsummary: Помоћ\nkind: service\nstatus: unknown\n"
DOCUMENT = "title: Проба\ndoc_type: plan\n"


def errors(root: Path, **files: str) -> list[Diagnostic]:
    """Errors in a project of *files*: ``usluge_a`` is ``content/usluge/a.md``, a header without fences."""
    given = {"content/data/places.yml": PLACES}
    for name, header in files.items():
        folder, _, slug = name.partition("_")
        given[f"content/{folder}/{slug.replace('_', '-')}.md"] = f"---\n{header}---\n"
    found = load(project(root, given)).diagnostics
    return [finding for finding in found if finding.severity.value == "error"]


def codes(root: Path, **files: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.fact("found")) for finding in errors(root, **files)]


# --- within a record -------------------------------------------------------------------------


def test_unknown_lists_fields_that_exist_and_have_no_value(tmp_path: Path) -> None:
    assert [("unknown.name", "fonded"), ("unknown.given", "founded")] == codes(
        tmp_path, organizacije_a=ORG + "founded: 2005\nunknown: [sources, fonded, founded, phones]\n"
    )


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("{from: 2020, to: 2019}", [("period.order", "2020 – 2019")]),
        ("{from: 2018-05, to: 2018-04}", [("period.order", "2018-05 – 2018-04")]),
        ("{from: 2018-05-04, to: 2018-05-03}", [("period.order", "2018-05-04 – 2018-05-03")]),
        ("{from: 2018-05, to: 2018}", []),
        ("{from: 2018, to: 2018}", []),
        ("{from: 2018-05-03, to: 2018-05}", []),
        ("{to: 2018}", []),
        ("{from: 2018}", []),
    ],
)
def test_a_period_does_not_end_before_it_begins(tmp_path: Path, period: str, found: list[tuple[str, str]]) -> None:
    assert found == codes(tmp_path, dokumenti_a=DOCUMENT + f"period: {period}\n")


def test_an_age_does_not_end_before_it_begins(tmp_path: Path) -> None:
    assert [("age.order", "18–7")] == codes(
        tmp_path, usluge_a=SERVICE + "age_from: 18\nage_to: 7\n", usluge_b=SERVICE + "age_from: 0\nage_to: 0\n"
    )


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("{days: mon-fri, from: 08:00, to: 16:00}", []),
        ("{days: sat, from: 22:30, to: 24:00}", []),
        ("{always: true}", []),
        ("{by_appointment: true}", []),
        ("{by_appointment: true, days: mon}", []),
        ("{days: mon-fri, from: 16:00, to: 08:00}", ["hours.order"]),
        ("{days: mon, from: 08:00, to: 08:00}", ["hours.order"]),
        ("{days: mon, from: 9:00, to: 10:00}", []),
        ("{days: mon, from: 08:00}", ["hours.incomplete"]),
        ("{from: 08:00, to: 16:00}", ["hours.incomplete"]),
        ("{note: по договору}", ["hours.incomplete"]),
        ("{days: mon, from: 25:00, to: 16:00}", ["field.value"]),
    ],
)
def test_opening_hours_have_days_and_run_forward(tmp_path: Path, rule: str, code: list[str]) -> None:
    assert code == [found for found, _ in codes(tmp_path, usluge_a=SERVICE + f"hours: [{rule}]\n")]


@pytest.mark.parametrize("name", ["O imeniku", "о-именику", "pomoć", "a_b", "x" * 91, "-a", "A"])
def test_a_file_name_is_a_slug(tmp_path: Path, name: str) -> None:
    found = load(project(tmp_path, {f"content/organizacije/{name}.md": f"---\n{ORG}---\n"})).diagnostics
    assert ["slug.form"] == [f.code for f in found if f.severity.value == "error"]


# --- what must stay secret -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (ORG + "location_confidential: true\naddress: {street: Тајна}\n", "address"),
        (ORG + "location_confidential: true\ncoordinates: {lat: 44.7, lon: 17.1, source: карта}\n", "coordinates"),
    ],
)
def test_a_confidential_organization_names_no_address_and_no_point(tmp_path: Path, header: str, key: str) -> None:
    [finding] = errors(tmp_path, organizacije_a=header)
    assert ("confidential.location", key, 6) == (finding.code, finding.fact("field"), finding.place.line)


def test_a_confidential_service_names_no_locations(tmp_path: Path) -> None:
    header = SERVICE + "location_confidential: true\nlocations: [{place: grad}]\n"
    assert [("confidential.location", "")] == codes(tmp_path, usluge_a=header)


def test_one_confidential_location_among_open_ones_names_no_address(tmp_path: Path) -> None:
    header = SERVICE + "locations:\n  - {address: {street: Отворена}}\n  - {confidential: true, address: {street: Тајна}}\n"
    assert ["confidential.location"] == [code for code, _ in codes(tmp_path, usluge_a=header)]


@pytest.mark.parametrize(
    "header",
    [
        SERVICE + "location_confidential: true\nplace: mz-centar\n",
        SERVICE + "location_confidential: true\nserves: [grad, sala]\n",
        SERVICE + "location_confidential: true\ncapacity: [{unit: мјеста, count: 5, place: mz-centar, as_of: unknown}]\n",
        SERVICE + "locations: [{confidential: true, place: sala}]\n",
    ],
)
def test_a_confidential_record_stops_at_the_town(tmp_path: Path, header: str) -> None:
    assert ["confidential.place"] == [code for code, _ in codes(tmp_path, usluge_a=header)]


def test_a_town_is_not_too_near(tmp_path: Path) -> None:
    header = SERVICE + "location_confidential: true\nplace: grad\nserves: [grad]\n"
    assert [] == codes(tmp_path, usluge_a=header, usluge_b=SERVICE + "place: mz-centar\n")


# --- between records -------------------------------------------------------------------------


def test_no_alias_claims_an_address_that_another_page_has(tmp_path: Path) -> None:
    [finding] = errors(tmp_path, organizacije_a=ORG, organizacije_b=ORG + "aliases: [a, stara]\n")
    assert ("address.clash", "/organizacije/a/", "content/organizacije/a.md", "content/organizacije/b.md") == (
        finding.code, finding.fact("found"), finding.fact("expected"), finding.place.path,
    )  # fmt: skip


def test_two_records_do_not_share_an_alias_and_a_page_takes_no_folder_of_ours(tmp_path: Path) -> None:
    found = codes(
        tmp_path, organizacije_a=ORG + "aliases: [x]\n", organizacije_b=ORG + "aliases: [x]\n",
        stranice_pretraga="title: Претрага\n", stranice_kontakt="title: Контакт\n",
    )  # fmt: skip
    assert [("address.clash", "/organizacije/x/"), ("address.clash", "/pretraga/")] == found


def test_one_slug_in_two_kinds_is_no_clash(tmp_path: Path) -> None:
    assert [] == codes(tmp_path, organizacije_a=ORG, usluge_a=SERVICE)


def test_a_record_is_no_part_of_itself(tmp_path: Path) -> None:
    assert [("reference.cycle", "a → a")] == codes(tmp_path, usluge_a=SERVICE + "part_of: a\n")


def test_a_circle_is_reported_once_with_the_way_round(tmp_path: Path) -> None:
    found = codes(
        tmp_path, usluge_b=SERVICE + "part_of: a\n", usluge_a=SERVICE + "part_of: c\n", usluge_c=SERVICE + "part_of: b\n",
        usluge_d=SERVICE + "part_of: a\n",
    )  # fmt: skip
    assert [("reference.cycle", "a → c → b → a")] == found


def test_two_circles_are_two_findings_and_a_fork_is_none(tmp_path: Path) -> None:
    found = codes(
        tmp_path, dokumenti_a=DOCUMENT + "follows: [b, c]\n", dokumenti_b=DOCUMENT + "follows: [d]\n",
        dokumenti_c=DOCUMENT + "follows: [d]\n", dokumenti_d=DOCUMENT,
        dokumenti_e=DOCUMENT + "follows: [f]\n", dokumenti_f=DOCUMENT + "follows: [e]\n",
        organizacije_g=ORG + "parent: h\n", organizacije_h=ORG + "parent: g\n",
    )  # fmt: skip
    assert [("reference.cycle", "e → f → e"), ("reference.cycle", "g → h → g")] == found


def test_places_do_not_lie_in_each_other(tmp_path: Path) -> None:
    table = "- {id: a, name: А, type: city, parent: b}\n- {id: b, name: Б, type: city, parent: a}\n"
    found = load(project(tmp_path, {"content/data/places.yml": table})).diagnostics
    assert ["reference.cycle"] == [f.code for f in found if f.severity.value == "error"]


def test_all_findings_of_a_project_come_at_once_and_in_order(tmp_path: Path) -> None:
    found = errors(
        tmp_path, usluge_a=SERVICE + "part_of: a\nage_from: 9\nage_to: 1\nprovider: nema\nunknown: [x]\n",
        organizacije_b=ORG + "location_confidential: true\naddress: {street: Тајна}\n",
    )  # fmt: skip
    assert ["confidential.location", "reference.cycle", "age.order", "reference.unknown", "unknown.name"] == [f.code for f in found]
    assert sorted(found, key=lambda f: f.place) == found
