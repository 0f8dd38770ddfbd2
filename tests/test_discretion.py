"""Which pages may be dangerous to be seen reading: what the data says, and what follows from it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import edit, small, tree

from sitegen.directory import Directory
from sitegen.discretion import sensitive_refs
from sitegen.kinds.common import RECORDS, Collective
from sitegen.pipeline import Options, load
from sitegen.schema import Many, ReferenceType, Shape, Type, declarations
from sitegen.values import Ref

SHELTER = "usluge/sigurno-mjesto"
SECRET = Ref("usluge", "sigurno-mjesto")


def sensitive(root: Path) -> set[str]:
    directory = load(root).directory
    assert directory is not None
    return {str(ref) for ref in sensitive_refs(directory)}


def test_a_confidential_place_is_always_sensitive(tmp_path: Path) -> None:
    assert {SHELTER} == sensitive(small(tmp_path))


def test_a_sensitive_area_holds_what_is_narrower_and_its_records(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/data/areas.yml", "pref: Социјална заштита", "pref: Социјална заштита\n  sensitive: true")
    found = sensitive(root)
    assert {"oblasti/socijalna-zastita", "oblasti/dnevni-boravak", "usluge/dnevni-boravak",
            "organizacije/centar-za-pomoc", SHELTER} <= found  # fmt: skip
    assert "organizacije/fondacija-open-door" not in found


def test_a_record_may_say_so_itself(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/usluge/dnevni-boravak.md", "kind: service", "kind: service\nsensitive: true")
    assert {SHELTER, "usluge/dnevni-boravak"} == sensitive(root)


def test_titles_are_neutral_and_the_way_out_is_the_sites_own(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/data/target_groups.yml", "question: жени\n", "question: жени\n  sensitive: true\n")
    edit(root, "content/site.yml", "help_desk:", "exit_url: https://primjer.invalid/vrijeme\nhelp_desk:")
    files = tree(root)
    pages = [path for path in files if re.search(r"(sigurno-mjesto|/zene)/", path)]
    assert len(pages) >= 8
    titles = []
    for path in pages:
        html = files[path].decode()
        title = re.search("<title>(.*)</title>", html)
        assert title
        titles.append(title[1])
        assert not re.search("жен|сигурн|žen|sigurn", title[1].lower()), path
        assert '<a href="https://primjer.invalid/vrijeme">' in html, path
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    "secret", ["location_confidential: true", "locations: [{place: probnograd, confidential: true}]"]
)
def test_nobody_can_tell_from_the_site_who_keeps_a_confidential_place(tmp_path: Path, secret: str) -> None:
    """Whichever organization the file names as the provider, all that is published is the same: every
    page, list, search, picture, table and feed, byte for byte."""
    outputs = []
    for keeper in ("fondacija-open-door", "centar-za-pomoc"):
        root = small(tmp_path / keeper)
        edit(root, f"content/{SHELTER}.md", "location_confidential: true", secret)
        edit(root, f"content/{SHELTER}.md", "provider: fondacija-open-door", f"provider: {keeper}")
        outputs.append(tree(root, Options(theme="default")))
    one, other = outputs
    assert any("sigurno-mjesto" in path for path in one)
    assert set(one) == set(other)
    assert [] == [path for path in one if one[path] != other[path]]


def test_the_same_comparison_sees_a_provider_that_is_no_secret(tmp_path: Path) -> None:
    outputs = []
    for keeper in ("fondacija-open-door", "centar-za-pomoc"):
        root = small(tmp_path / keeper)
        edit(root, f"content/{SHELTER}.md", "location_confidential: true\n", "")
        edit(root, f"content/{SHELTER}.md", "provider: fondacija-open-door", f"provider: {keeper}")
        outputs.append(tree(root, Options(theme="default")))
    assert outputs[0]["usluge/sigurno-mjesto/index.html"] != outputs[1]["usluge/sigurno-mjesto/index.html"]


# --- whoever is named, the same site ---------------------------------------------------------

def folders_of(type_: Type) -> frozenset[str]:
    """The kinds of records that a value of *type_* may name, by itself or deeper."""
    if isinstance(type_, ReferenceType):
        return frozenset(type_.folders) & set(RECORDS)
    if isinstance(type_, Many):
        return folders_of(type_.item)
    if isinstance(type_, Shape):
        return frozenset().union(*(folders_of(one.type) for one in declarations(type_.cls).values()))
    return frozenset()


def written(type_: Type, ref: Ref) -> Any:
    """A value of *type_* that names *ref*, as a header has it."""
    if isinstance(type_, Many):
        return [written(type_.item, ref)]
    if isinstance(type_, Shape):
        return {"text": "удружења", "known": [str(ref)]} if type_.cls is Collective else {"org": str(ref), "role": "partner"}
    return str(ref)


def ways(directory: Directory) -> Iterator[tuple[Ref, str, Any]]:
    """Every way in which the secret record could name another one, or another one it."""
    for writer, record in directory.records.items():
        for name, declared in declarations(type(record)).items():
            for folder in sorted(folders_of(declared.type)):
                if writer == SECRET:
                    for other in directory.of(folder):
                        if other.ref != SECRET:
                            yield SECRET, name, written(declared.type, other.ref)
                elif folder == SECRET.folder:
                    yield writer, name, written(declared.type, SECRET)


def write_also(root: Path, writer: Ref, name: str, value: Any) -> None:
    """Writes *value* into the header of *writer*: to a list what is in it, in place of a single one."""
    file = root / f"content/{writer}.md"
    _, header, body = file.read_text("utf-8").split("---\n", 2)
    fields = yaml.load(header, yaml.BaseLoader)  # noqa: S506
    if name == "collectives" or not isinstance(value, list):
        fields[name] = value
    else:
        fields[name] = [*fields.get(name, ()), *value]
    dumped = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
    file.write_text(f"---\n{dumped}---\n{body}", encoding="utf-8")


def lonely(folder: Path) -> Path:
    """The small site, its shelter with no relation to any record; every record counts unnamed people."""
    root = small(folder)
    edit(root, f"content/{SHELTER}.md", "provider: fondacija-open-door\n", "")
    for path in (root / "content").glob("*/*.md"):
        if path.parent.name in RECORDS:
            write_also(root, Ref(path.parent.name, path.stem), "collectives", [{"text": "удружења"}])
    return root


def test_no_relation_to_a_secret_record_is_left_in_the_model(tmp_path: Path) -> None:
    """Each way by itself, in all kinds of records: those with a secret place, and those that name one."""
    root = lonely(tmp_path / "whole")
    directory = load(root).directory
    assert directory is not None
    tried = list(ways(directory))
    assert len(tried) > 30
    assert {"provider", "partners", "funders", "part_of", "programme", "related", "collectives"} <= {
        name for writer, name, _ in tried if writer == SECRET
    }
    for number, (writer, name, value) in enumerate(tried):
        file = root / f"content/{writer}.md"
        before = file.read_bytes()
        write_also(root, writer, name, value)
        loaded = load(root)
        file.write_bytes(before)
        other = loaded.directory
        assert other is not None, (writer, name, loaded.diagnostics)
        assert directory.relations == other.relations, (number, writer, name)
        assert directory.back == other.back, (number, writer, name)


@pytest.mark.parametrize("chosen", ["from", "to", "some", "others"])
def test_the_site_is_the_same_whoever_a_secret_record_is_related_to(tmp_path: Path, chosen: str) -> None:
    """All at once, or some of them: every page, list, number, picture, search file, table, feed and copy."""
    directory = load(lonely(tmp_path / "plain")).directory
    assert directory is not None
    tried = list(ways(directory))
    if chosen in ("from", "to"):
        tried = [way for way in tried if (way[0] == SECRET) == (chosen == "from")]
    else:
        tried = random.Random(chosen).sample(tried, 5)  # noqa: S311
    related = lonely(tmp_path / "related")
    for way in tried:
        write_also(related, *way)
    one, other = tree(tmp_path / "plain", Options(theme="default")), tree(related, Options(theme="default"))
    assert set(one) == set(other)
    assert [] == [path for path in one if one[path] != other[path]]


def test_a_service_of_a_secret_organization_leads_to_it_and_no_further(tmp_path: Path) -> None:
    """People call by it; whoever else is named by or names the service is not to be seen."""
    root = small(tmp_path)
    keeper = "content/organizacije/fondacija-open-door.md"
    edit(root, keeper, "place: ljubicevo\n", "location_confidential: true\n")
    edit(root, keeper, "Radi u naselju Ljubičevo. ", "")
    edit(root, f"content/{SHELTER}.md", "location_confidential: true\n", "partners: [centar-za-pomoc]\n")
    files = tree(root, Options(theme="default", offline=False))
    made = {path: content.decode() for path, content in files.items() if path.endswith(".html")}
    service = made[f"{SHELTER}/index.html"]
    assert "fondacija-open-door" in service
    assert "centar-za-pomoc" not in service
    assert "sigurno-mjesto" not in made["organizacije/centar-za-pomoc/index.html"]
    assert "sigurno-mjesto" in made["organizacije/fondacija-open-door/index.html"]
    assert "sigurno-mjesto" not in made["slike/mreza/index.html"]


def test_nobody_is_asked_who_keeps_a_secret_place_or_where(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, f"content/{SHELTER}.md", "provider: fondacija-open-door\n", "unknown: [provider, partners, locations, languages]\n")
    directory = load(root).directory
    assert directory is not None
    assert ("languages",) == directory.records[SECRET].unknown
