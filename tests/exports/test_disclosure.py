"""What may not leave does not, in any format; and what leaves is the same whoever makes it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from uuid import UUID, uuid5

from building import ROOT, edit, project, sitegen
from town import PROJECT, SHELTER, exported, files, files_of

from sitegen.directory import back_links
from sitegen.exports import FORMATS, dataset, exports
from sitegen.kinds.common import Address
from sitegen.kinds.service import Location
from sitegen.pipeline import Options, build, load
from sitegen.schema import relations_of
from sitegen.scripts import SCRIPTS
from sitegen.scripts.spans import Prose
from sitegen.theme import read_theme
from sitegen.values import PartialDate, Ref, Relation

NAMESPACE = UUID("6f0d3b52-58a1-5c0e-9a4e-0d5a4f1f6a11")


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


def test_where_a_confidential_place_may_be_is_in_no_file(tmp_path: Path) -> None:
    """The rules refuse such records; the exports leave the places out even if one comes through."""
    directory = load(project(tmp_path, files())).directory
    assert directory is not None
    hidden = Relation(Ref("mjesta", "tajna-kuca"))
    where = Address(street=Prose(("Тајна улица",)), number=Prose(("13",)))
    counsel = dataclasses.replace(
        directory.records[Ref("usluge", "savjet")], place=hidden, serves=(hidden,),
        locations=(Location(place=hidden, address=where),),
    )  # fmt: skip
    shelter = dataclasses.replace(directory.records[Ref("organizacije", "zaklon")], address=where)
    records = dict(directory.records) | {counsel.ref: counsel, shelter.ref: shelter}
    written = {ref: tuple(relations_of(one)) for ref, one in (*records.items(), *directory.rows.items())}
    wrong = dataclasses.replace(directory, records=records, back=back_links(written))
    theme = read_theme(ROOT / "themes/default")
    words = {script.tag: theme.words(script) for script in SCRIPTS}
    made = {
        one.path.text: one.content.decode()
        for one in exports(dataset(wrong, words, PartialDate(2026, 1, 15)))
    }
    assert [] == [
        (path, secret) for path, text in made.items() for secret in ("Тајна улица", "Tajna ulica")
        if secret in text
    ]  # fmt: skip
    [row] = [row for row in made["data/usluge.csv"].split("\r\n") if row.startswith("savjet,")]
    assert "tajna-kuca" not in row
    assert ",grad," in row
    assert "zaklon" not in row
    assert "tajna-kuca" not in made["data/relations.csv"]


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
