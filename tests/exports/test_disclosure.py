"""What may not leave does not, in any format; and what leaves is the same whoever makes it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from uuid import UUID, uuid5

from building import ROOT, edit, project, sitegen
from town import PROJECT, SHELTER, exported, files, files_of

from sitegen.exports import FORMATS
from sitegen.pipeline import Options, build

NAMESPACE = UUID("6f0d3b52-58a1-5c0e-9a4e-0d5a4f1f6a11")


def rows_about(slug: str) -> list[str]:
    """Everything that the files say in one breath with *slug*: rows, objects, cards."""
    found = []
    for path, content in exported().items():
        text = content.decode()
        parts = re.split(r"\r\n|(?<=\})(?:,)(?=\{)|</node>|</edge>|\n\n", text)
        found += [part for part in parts if slug in part or slug in path]
    return found


def test_nothing_ties_a_shelter_to_who_keeps_it() -> None:
    """The services, members and partners of a confidential record are in no row with it."""
    network = json.loads(exported()["data/network.json"])
    assert "usluge/zaklon" in {node["id"] for node in network["nodes"]}
    ends = {end for edge in network["edges"] for end in (edge["source"], edge["target"])}
    assert not {"usluge/zaklon", "organizacije/zaklon"} & ends
    relations = exported()["data/relations.csv"].decode().split("\r\n")
    touching = [row for row in relations if "/zaklon" in row]
    assert touching
    targets = {row.split(",")[2] for row in touching}
    assert {"grupe/zene", "mjesta/grad", "izvori/bilten"} == targets
    produced = next(
        row for row in exported()["data/projekti.csv"].decode().split("\r\n") if "projekat" in row
    )
    assert "usluge/obrok" in produced
    assert "zaklon" not in produced


def test_where_a_confidential_place_may_be_is_in_no_file() -> None:
    secrets = ("Тајна улица", "Tajna ulica", '"13"')
    assert [] == [
        (path, secret) for path, content in exported().items() for secret in secrets
        if secret in content.decode() and not path.endswith("places.csv")
    ]  # fmt: skip
    [counsel] = [
        row for row in exported()["data/usluge.csv"].decode().split("\r\n")
        if row.startswith("savjet,")
    ]  # fmt: skip
    assert "tajna-kuca" not in counsel
    assert "zaklon" not in counsel
    assert [] == [row for row in rows_about("tajna-kuca") if "savjet" in row and "relations" in row]


def test_a_shelter_is_not_in_hsds() -> None:
    made = {path: text.decode() for path, text in exported().items() if "hsds" in path}
    report = json.loads(made.pop("api/hsds/report.json"))
    assert {"object": "service", "record": "usluge/zaklon", "reason": "confidential"} in report["details"]
    assert not [path for path, text in made.items() if "Заклон за жене" in text]
    assert not [path for path, text in made.items() if "51000006" in text]


def test_the_whole_site_has_the_same_files(tmp_path: Path) -> None:
    root = project(tmp_path, files())
    built = build(root, Options(offline=False))
    site = {artifact.path.text: artifact.content for artifact in built.artifacts}
    assert exported() == {path: site.get(path) for path in exported()}


def test_a_renamed_record_keeps_its_identifier(tmp_path: Path) -> None:
    nodes = identifiers(exported())
    assert str(uuid5(NAMESPACE, "organizacije/stara-vrata")) == nodes["organizacije/vrata"]
    assert str(uuid5(NAMESPACE, "usluge/setnja")) == nodes["usluge/setnja"]
    content = files()
    paused = content.pop("content/usluge/setnja.md")
    content["content/usluge/hodanje.md"] = paused.replace("kind:", "aliases: [setnja]\nkind:", 1)
    again = identifiers(files_of(project(tmp_path, content), "network"))
    assert nodes["usluge/setnja"] == again["usluge/hodanje"]


def identifiers(made: dict[str, bytes]) -> dict[str, str]:
    return {node["id"]: node["uuid"] for node in json.loads(made["data/network.json"])["nodes"]}


def test_a_pinned_identifier_is_used(tmp_path: Path) -> None:
    pinned = "11111111-2222-5333-8444-555555555555"
    root = project(tmp_path, files())
    edit(root, "content/dokumenti/plan.md", "doc_type: plan", f"doc_type: plan\nuuid: {pinned}")
    made = json.loads(files_of(root, "network")["data/network.json"])
    assert pinned in {node["uuid"] for node in made["nodes"]}


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    root = project(tmp_path, files())
    one = sitegen("export", "--to", tmp_path / "a", "--source", root, PYTHONHASHSEED="1", TZ="Asia/Tokyo")
    two = sitegen("export", "--to", tmp_path / "b", "--source", root, PYTHONHASHSEED="2")
    assert (0, 0) == (one.returncode, two.returncode), one.stderr
    for folder in ("a", "b"):
        made = {
            path.relative_to(tmp_path / folder).as_posix(): path.read_bytes()
            for path in (tmp_path / folder).rglob("*") if path.is_file() and path.name[0] != "."
        }  # fmt: skip
        assert exported() == made


def test_one_format_can_be_asked_for_alone(tmp_path: Path) -> None:
    root = project(tmp_path, files())
    parts = [set(files_of(root, one.name)) for one in FORMATS]
    assert set(exported()) == set().union(*parts)
    assert len(exported()) == sum(map(len, parts))
    result = sitegen("export", "vcard", "--to", tmp_path / "c", "--source", root)
    assert 0 == result.returncode
    assert {"data"} == {path.name for path in (tmp_path / "c").iterdir() if path.name[0] != "."}
    assert 2 == sitegen("export", "xml", "--source", root).returncode


def test_a_folder_with_other_things_is_not_written_to(tmp_path: Path) -> None:
    root = project(tmp_path, files())
    (tmp_path / "moje").mkdir()
    (tmp_path / "moje/pismo.txt").write_text("важно", encoding="utf-8")
    assert 2 == sitegen("export", "--to", tmp_path / "moje", "--source", root).returncode
    assert ["pismo.txt"] == [path.name for path in (tmp_path / "moje").iterdir()]
    assert ROOT.is_dir()


def test_broken_content_is_not_exported(tmp_path: Path) -> None:
    root = project(tmp_path, files() | {"content/usluge/zaklon.md": SHELTER.replace("zaklon", "nema")})
    assert "provider: zaklon" in SHELTER
    assert "zaklon" in PROJECT
    result = sitegen("export", "--to", tmp_path / "d", "--source", root)
    assert 1 == result.returncode
    assert not (tmp_path / "d").exists()
