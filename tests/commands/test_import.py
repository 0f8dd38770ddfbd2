"""``import``: a register of 217 rows comes in, once and again, and nothing else moves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from building import ROOT, on_disk, project
from register import ROWS, as_csv, as_xlsx, row, rows

from sitegen.pipeline import load

MAP = """\
# Мапа измишљеног регистра.
kind: organization
key: {column: Рег. број, scheme: probni-registar}
columns:
  - {column: Назив удружења, field: title}
  - {column: Сједиште (улица), field: address.street}
  - {column: Телефон, field: phones, area_code: "051"}
  - {column: Е-пошта, field: emails}
  - {column: Сајт, field: websites}
  - {column: Датум уписа, field: founded}
  - column: Статус
    field: status
    values:
      - {says: активно, means: active}
      - {says: угашено, means: closed}
always:
  - {field: type, value: association}
  - {field: sources, value: registar}
"""
SOURCES = "- {id: registar, title: Пробни регистар, publisher: Измишљени град, published: unknown}\n"
PROSE = "\n## Шта раде  \n\nТекст који је написао човјек,  са  размацима.\t\n\n* ставка\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "imenik", {"content/data/sources.yml": SOURCES, "map.yml": MAP})


def run_import(run: Any, root: Path, table: list[list[str]], *options: str, form: str = "xlsx") -> dict[str, Any]:
    data = {"xlsx": as_xlsx, "cp1251": lambda t: as_csv(t, "cp1251"), "utf-8-sig": lambda t: as_csv(t, "utf-8-sig")}[form](table)
    file = root / f"registar.{'xlsx' if form == 'xlsx' else 'csv'}"
    file.write_bytes(data)
    ended = run("import", file, "--map", root / "map.yml", "--format", "json", "--source", root, *options)
    assert 0 == ended.status, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


@pytest.mark.parametrize("form", ["xlsx", "utf-8-sig"])
def test_217_rows_come_in_and_the_second_time_nothing_changes(run: Any, root: Path, form: str) -> None:
    before = on_disk(root / "content")
    dry = run_import(run, root, rows(), "--dry-run", form=form)
    assert before == on_disk(root / "content")
    assert {"new": ROWS, "changed": 0, "same": 0, "doubtful": 0, "skipped": 0} == dry["counts"]
    assert dry == run_import(run, root, rows(), form=form)
    loaded = load(root)
    assert [] == [one for one in loaded.diagnostics if one.severity == "error"]
    assert loaded.directory is not None
    assert ROWS == len(loaded.directory.of("organizacije"))
    written = on_disk(root / "content")
    again = run_import(run, root, rows(), form=form)
    assert {"new": 0, "changed": 0, "same": ROWS, "doubtful": 0, "skipped": 0} == again["counts"]
    assert written == on_disk(root / "content")


def path_of(root: Path, number: int) -> Path:
    key = row(number)[1]
    found = [path for path in (root / "content/organizacije").glob("*.md") if f'"{key}"' in path.read_text("utf-8") or f"value: {key}}}" in path.read_text("utf-8")]
    assert 1 == len(found)
    return found[0]


def test_the_clerk_of_the_journey(run: Any, root: Path) -> None:
    """One new, three changed, two doubtful, the rest the same; and prose stays to the byte."""
    run_import(run, root, rows())
    paths = {number: path_of(root, number) for number in range(1, ROWS + 1)}
    for number in (10, 20, 30):
        path = paths[number]
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + PROSE.encode())
    table = rows()
    table[10][4] = "051/999-111"
    table[20][2] = "Удружење са новим именом"
    table[30][8] = "угашено" if "ktiv" in table[30][8].lower() or "кт" in table[30][8].lower() else "активно"
    table.append(["218", "РУ-218/26", "Сасвим друго друштво", "", "051/218-218", "", "", "", "активно", ""])
    table.append(["219", "РУ-219/26", row(40)[2].replace("„", "").replace("“", ""), "", "", "", "", "", "активно", ""])
    table.append(["220", "РУ-220/26", "Још једно друштво", "", "301-06", "", "", "", "активно", ""])
    before = {number: path.read_bytes() for number, path in paths.items()}
    found = run_import(run, root, table)
    assert {"new": 1, "changed": 3, "same": ROWS - 3, "doubtful": 2, "skipped": 0} == found["counts"]
    by_row = {one["row"]: one for one in found["rows"]}
    old_phones = by_row[11]["changes"][0]["old"]
    assert [{"field": "phones", "old": old_phones, "new": "051/999-111"}] == by_row[11]["changes"]
    assert [("title", "Удружење са новим именом")] == [(one["field"], one["new"]) for one in by_row[21]["changes"]]
    assert ["status"] == [one["field"] for one in by_row[31]["changes"]]
    assert "decide" in by_row[220]["reasons"][0]
    assert "301-06" in by_row[221]["reasons"][0]
    for number, path in paths.items():
        after = path.read_bytes()
        if number not in (10, 20, 30):
            assert before[number] == after
            continue
        assert after.endswith(PROSE.encode())
        assert b"\r\n" in after
        lines = list(zip(before[number].split(b"\r\n"), after.split(b"\r\n"), strict=True))
        assert 1 == sum(old != new for old, new in lines)
    assert {"new": 0, "changed": 0, "same": ROWS + 1, "doubtful": 2, "skipped": 0} == run_import(run, root, table)["counts"]


def decided(root: Path, text: str) -> None:
    (root / "map.yml").write_text(f"{MAP}decide:\n{text}", "utf-8")


ORGANIZATION = "---\ntitle: Отахарин\ntype: association\nstatus: active\nunknown: [sources, phones]\n---\n"


def test_a_person_decides_what_is_alike(run: Any, root: Path) -> None:
    project(root, {"content/organizacije/otaharin.md": ORGANIZATION})
    table = [rows()[0], ["1", "РУ-1", "Udruženje građana „Otaharin“", "", "051/111-222", "", "", "", "активно", ""]]
    assert ["doubtful"] == [one["state"] for one in run_import(run, root, table)["rows"]]
    assert ORGANIZATION == (root / "content/organizacije/otaharin.md").read_text("utf-8")
    decided(root, "  - {key: РУ-1, same: otaharin}\n")
    found = run_import(run, root, table)["rows"]
    assert ["changed"] == [one["state"] for one in found]
    text = (root / "content/organizacije/otaharin.md").read_text("utf-8")
    assert "identifiers: [{scheme: probni-registar, value: РУ-1}]" in text
    assert "unknown: [sources]" in text  # the phone is known now
    assert ["same"] == [one["state"] for one in run_import(run, root, table)["rows"]]
    decided(root, "  - {key: РУ-1, skip: true}\n")
    assert ["skipped"] == [one["state"] for one in run_import(run, root, table)["rows"]]


def test_a_row_may_become_a_record_of_its_own_after_all(run: Any, root: Path) -> None:
    project(root, {"content/organizacije/otaharin.md": ORGANIZATION})
    decided(root, "  - {key: РУ-1, new: otaharin-gradiska}\n")
    table = [rows()[0], ["1", "РУ-1", "Отахарин", "", "", "", "", "", "активно", ""]]
    assert ["new"] == [one["state"] for one in run_import(run, root, table)["rows"]]
    assert (root / "content/organizacije/otaharin-gradiska.md").is_file()
    assert ["same"] == [one["state"] for one in run_import(run, root, table)["rows"]]


def test_rows_that_repeat_each_other_are_doubtful(run: Any, root: Path) -> None:
    table = [rows()[0], *([str(n), key, title, *[""] * 5, "активно", ""] for n, (key, title) in enumerate(
        [("А1", "Друштво Једно"), ("А1", "Друштво Друго"), ("А2", "Drustvo JEDNO"), ("", "Друштво Треће"), ("А3", "")], start=1
    ))]  # fmt: skip
    found = run_import(run, root, table)["rows"]
    assert ["new", "doubtful", "doubtful", "doubtful", "doubtful"] == [one["state"] for one in found]
    assert "ред 2" in " ".join(found[1]["reasons"])
    assert "ред 2" in " ".join(found[2]["reasons"])


def test_a_phone_that_a_spreadsheet_took_for_a_number_gets_its_zero_back(run: Any, root: Path) -> None:
    table = [rows()[0], ["1", "А1", "Друштво Прво", "", "51301065", "", "", "", "активно", ""], ["2", "А2", "Клуб Други", "", "301065", "", "", "", "активно", ""]]
    assert ["new", "new"] == [one["state"] for one in run_import(run, root, table)["rows"]]
    for name in ("drustvo-prvo", "klub-drugi"):
        assert 'phones: ["051/301-065"]' in (root / f"content/organizacije/{name}.md").read_text("utf-8")


def test_a_secret_place_takes_no_address_from_a_register(run: Any, root: Path) -> None:
    record = "---\ntitle: Склониште\ntype: association\nstatus: active\nlocation_confidential: true\nidentifiers: [{scheme: probni-registar, value: А1}]\nunknown: [sources]\n---\n"
    project(root, {"content/organizacije/skloniste.md": record})
    table = [rows()[0], ["1", "А1", "Склониште", "Тајна 5", "", "", "", "", "активно", ""]]
    found = run_import(run, root, table)["rows"]
    assert ["doubtful"] == [one["state"] for one in found]
    assert "Тајна 5" not in json.dumps(found, ensure_ascii=False)
    assert record == (root / "content/organizacije/skloniste.md").read_text("utf-8")


def test_several_phones_of_a_record_are_for_a_person_to_mend(run: Any, root: Path) -> None:
    record = '---\ntitle: Друштво\ntype: association\nstatus: active\nphones: ["051/111-111", {number: 051/222-222, type: fax}]\nidentifiers:\n  - {scheme: drugi, value: x}\nunknown: [sources]\n---\n'
    project(root, {"content/organizacije/drustvo.md": record})
    decided(root, "  - {key: А1, same: drustvo}\n")
    table = [rows()[0], ["1", "А1", "Друштво", "", "+387 51 222 222", "", "", "", "активно", ""]]
    assert ["changed"] == [one["state"] for one in run_import(run, root, table)["rows"]]  # the number is one of them
    text = (root / "content/organizacije/drustvo.md").read_text("utf-8")
    assert record.replace("value: x}\n", "value: x}\n  - {scheme: probni-registar, value: А1}\n") == text
    table[1][4] = "051/333-333"
    found = run_import(run, root, table)["rows"]
    assert ["doubtful"] == [one["state"] for one in found]
    assert "051/333-333" in found[0]["reasons"][0]


@pytest.mark.parametrize(
    ("edits", "says"),
    [({"title": "naziv"}, "naziv"), ({"organization": "organizacion"}, "organization"), ({"Назив удружења": "Нема"}, "НАЗИВ"),
     ({"kind: organization": "kind: event"}, "identifiers"), ({"columns:": "kolone:"}, "columns"), ({"address.street": "address.ulica"}, "address.ulica"),
     ({"phones": "unknown"}, "unknown"), ({"field: title": "field: legal_form"}, "title")],
)  # fmt: skip
def test_a_wrong_map_is_told_so_and_nothing_is_written(run: Any, root: Path, edits: dict[str, str], says: str) -> None:
    text = MAP
    for old, new in edits.items():
        text = text.replace(old, new, 1)
    (root / "map.yml").write_text(text, "utf-8")
    (root / "registar.csv").write_bytes(as_csv(rows(), "utf-8"))
    before = on_disk(root)
    ended = run("import", root / "registar.csv", "--map", root / "map.yml", "--source", root)
    assert (2, "") == (ended.status, ended.out)
    assert says in ended.err
    assert "Traceback" not in ended.err
    assert before == on_disk(root)


def test_all_that_is_wrong_with_a_map_is_told_at_once(run: Any, root: Path) -> None:
    command = ("import", root / "registar.csv", "--map", root / "map.yml", "--source", root)
    (root / "registar.csv").write_bytes(as_csv(rows(), "utf-8"))
    (root / "map.yml").write_text(MAP.replace("field: title", "field: naziv").replace("address.street", "address.ulica"), "utf-8")
    told = run(*command).err
    assert all(name in told for name in ("naziv", "address.ulica", "title"))
    (root / "map.yml").write_text(MAP.replace("Назив удружења", "Нема").replace("column: Е-пошта", "column: Нигдје"), "utf-8")
    told = run(*command).err
    assert told.count("Нема") == told.count("Нигдје") == 1


def test_people_see_old_and_new_and_nothing_steers_their_terminal(run: Any, root: Path) -> None:
    project(root, {"content/organizacije/otaharin.md": ORGANIZATION})
    table = [rows()[0], ["1", "А1", "Отахарин \x1b[31m\u202e", "", "301-06", "", "", "", "активно", ""]]
    (root / "registar.csv").write_bytes(as_csv(table, "utf-8"))
    ended = run("import", root / "registar.csv", "--map", root / "map.yml", "--dry-run", "--source", root)
    assert 0 == ended.status
    assert "registar.csv: 1 ред" in ended.out
    assert "Сумњиво" in ended.out
    assert not re.search("[\x1b\u202e]", ended.out)


def test_an_import_that_would_break_the_site_is_taken_back(run: Any, root: Path) -> None:
    (root / "map.yml").write_text(MAP.replace("value: registar}", "value: nepostojeci}"), "utf-8")
    (root / "registar.csv").write_bytes(as_csv(rows()[:3], "utf-8"))
    before = on_disk(root)
    ended = run("import", root / "registar.csv", "--map", root / "map.yml", "--source", root)
    assert 1 == ended.status
    assert "reference.unknown" in ended.err
    assert before == on_disk(root)


def test_the_map_in_the_documentation_is_right(run: Any, root: Path) -> None:
    text = (ROOT / "docs/uvoz.md").read_text("utf-8")
    sample = text.split("```yaml\n")[1].split("```")[0]
    (root / "map.yml").write_text(sample.replace("registar-udruzenja-2026", "registar"), "utf-8")
    project(root, {"content/data/areas.yml": "- {id: socijalna-zastita, pref: Социјална заштита}\n"})
    heads = ["Рег. број", "Назив удружења", "Сједиште", "Телефон", "Е-пошта", "Датум уписа", "Област", "Статус"]
    good = ["1/05", "Друштво", "Измишљена 1", "301-065", "a@primjer.invalid, b@primjer.invalid", "1.2.2005.", "социјална заштита", "Активно"]
    table = [heads, good, ["2/05", "Удружење Пробно", *[""] * 6], ["219/05", "Клуб", *[""] * 6]]
    found = run_import(run, root, table, form="utf-8-sig")["rows"]
    assert ["new", "doubtful", "skipped"] == [one["state"] for one in found]
    written = (root / "content/organizacije/drustvo.md").read_text("utf-8")
    assert 'phones: ["051/301-065"]' in written
    assert "areas: [socijalna-zastita]" in written
    assert "founded: 2005-02-01" in written
