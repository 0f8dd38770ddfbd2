"""HSDS: valid by the schemas of the standard, honest about what it does not hold."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from town import exported, tool

SCHEMAS = Path(__file__).parent.parent / "data" / "hsds"
VERSIONS = ("3.0", "3.1-prerelease")
API = {
    path.removeprefix("api/hsds/"): json.loads(content)
    for path, content in exported().items() if path.startswith("api/hsds/")
}  # fmt: skip
LISTS = {
    "organizations": "organization", "services": "service",
    "service_at_locations": "service_at_location", "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}  # fmt: skip
REPORT = API["report.json"]


@cache
def schema(version: str, name: str) -> Any:
    return json.loads((SCHEMAS / version / f"{name}.json").read_text("utf-8"))


@cache
def validator(version: str, name: str) -> Any:
    """A validator that knows the other objects by their bare file names, and formats."""
    jsonschema, referencing = tool("jsonschema"), tool("referencing")
    from referencing.jsonschema import DRAFT202012

    registry = referencing.Registry().with_resources(
        (path.name, referencing.Resource(json.loads(path.read_text("utf-8")), DRAFT202012))
        for path in (SCHEMAS / version).glob("*.json")
    )
    return jsonschema.Draft202012Validator(
        schema(version, name), registry=registry,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )  # fmt: skip


def objects() -> list[tuple[str, Any]]:
    """Every object of the API, those in lists and those at their own addresses."""
    found = []
    for path, value in API.items():
        name = path.removesuffix(".json").split("/")[0]
        if name in LISTS:
            rows = value.get("contents", [value])
            found += [(LISTS[name], row) for row in rows]
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_object_is_valid(version: str) -> None:
    assert len(objects()) > 20
    for name, value in objects():
        errors = [error.message for error in validator(version, name).iter_errors(value)]
        assert [] == errors, (name, value)


@pytest.mark.parametrize("version", VERSIONS)
def test_no_property_is_our_own_invention(version: str) -> None:
    """The schemas let unknown properties pass; a misspelt one would be lost without a word."""

    def strangers(name: str, value: dict[str, Any]) -> list[str]:
        known = schema(version, name)["properties"]
        found = [f"{name}.{key}" for key in value if key not in known]
        for key, held in value.items():
            target = known.get(key, {}).get("$ref") or known.get(key, {}).get("items", {}).get("$ref")
            for item in held if isinstance(held, list) else [held]:
                if target and isinstance(item, dict):
                    found += strangers(target.removesuffix(".json"), item)
        return found

    assert [] == [key for name, value in objects() for key in strangers(name, value)]


def test_every_record_is_exported_or_left_out_with_a_reason() -> None:
    for name, kind in (("organizations", "organization"), ("services", "service")):
        left_out = sum(REPORT["left_out"].get(kind, {}).values())
        assert REPORT["records"][name] == API[f"{name}.json"]["total_items"] + left_out
        assert REPORT["exported"][kind] == API[f"{name}.json"]["total_items"]
    assert {"closed": 1} == REPORT["left_out"]["organization"]
    assert {
        "status.unknown": 1, "status.planned": 1, "provider.unknown": 2, "provider.left_out": 1,
        "confidential": 1,
    } == REPORT["left_out"]["service"]  # fmt: skip
    assert {"projekti": 1, "dokumenti": 1} == REPORT["without_an_object"]
    assert set(REPORT["reasons"]) == {one["reason"] for one in REPORT["details"]}


def test_a_status_is_said_as_it_is() -> None:
    said = {row["name"]: row["status"] for row in API["services.json"]["contents"]}
    assert {"-Кување код куће": "active", "Шетња": "temporarily closed"} == said


def test_lists_and_details_name_the_same_objects() -> None:
    for name in LISTS:
        listed = {row["id"] for row in API[f"{name}.json"]["contents"]}
        own = {path for path in API if path.startswith(f"{name}/")}
        assert own == {f"{name}/{one}.json" for one in listed}
        envelope = API[f"{name}.json"]
        assert envelope["size"] == len(envelope["contents"]) == envelope["total_items"]
        assert envelope["first_page"] is envelope["last_page"] is True


def details(name: str, title: str) -> dict[str, Any]:
    [row] = [row for row in API[f"{name}.json"]["contents"] if row["name"] == title]
    return dict(API[f"{name}/{row['id']}.json"])


def test_a_contact_that_was_checked_in_time_is_whole() -> None:
    one = details("organizations", "Отворена врата; „Његa, љубав“ & <други>".replace("Његa", "Њега"))
    assert ["+38751000001", "+38751000002"] == [phone["number"] for phone in one["phones"]]
    assert 12 == one["phones"][0]["extension"]
    assert "vrata@primjer.invalid" == one["email"]
    [location] = one["locations"]
    assert [
        {"address_1": "Улица љиљана 5а", "city": "Ђурђевац", "state_province": "Покрајина",
         "postal_code": "78000", "country": "BA", "address_type": "physical"}
    ] == [
        {key: value for key, value in address.items() if key not in ("id", "location_id")}
        for address in location["addresses"]
    ]  # fmt: skip
    assert "MO,TU,WE,TH,FR" == location["schedules"][0]["byday"]
    assert "2025-09-01" == location["schedules"][0]["valid_from"]


def test_a_contact_that_is_old_or_was_not_checked_is_left_out() -> None:
    old = details("organizations", "Тврђава")
    assert not {"phones", "locations", "email", "website"} & set(old)
    paused = details("services", "Шетња")
    assert not {"phones", "email", "schedules", "service_at_locations"} & set(paused)
    checked = details("services", "-Кување код куће")
    assert ["+38751000005"] == [phone["number"] for phone in checked["phones"]]
    assert "email" not in checked  # the check names other fields


def test_tables_are_valid_and_their_keys_lead_somewhere(tmp_path: Path) -> None:
    validate_package(tmp_path, "data/hsds/")


def validate_package(tmp_path: Path, folder: str) -> None:
    frictionless = tool("frictionless")
    for path, content in exported().items():
        if path.startswith(folder):
            file = tmp_path / path.removeprefix(folder)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert [] == report.flatten(["type", "title", "message"])
    assert len(report.tasks) > 10


def test_tables_hold_what_the_api_holds() -> None:
    import csv
    import io

    for name, kind in LISTS.items():
        text = exported()[f"data/hsds/{kind}.csv"].decode()
        ids = Counter(row["id"] for row in csv.DictReader(io.StringIO(text)))
        assert ids == Counter(row["id"] for row in API[f"{name}.json"]["contents"])


def test_the_columns_are_those_of_the_standard() -> None:
    for path, content in exported().items():
        if path.startswith("data/hsds/") and path.endswith(".csv"):
            name = path.removeprefix("data/hsds/").removesuffix(".csv")
            for version in VERSIONS:
                known = schema(version, name)["properties"]
                assert set(content.decode().split("\r\n")[0].split(",")) <= set(known)
