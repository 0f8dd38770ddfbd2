"""All records together: references both ways, nothing dangling, and nothing secret inside."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from building import SITE, project
from hypothesis import given
from strategies import organizations, steady

from sitegen import frontmatter
from sitegen.config import Site
from sitegen.directory import BackLink, Directory, assemble
from sitegen.kinds import KINDS, TABLES
from sitegen.kinds.common import Address, Coordinates, Record
from sitegen.kinds.service import Location
from sitegen.kinds.tables import Place as PlaceRow
from sitegen.pipeline import load
from sitegen.schema import Decoded, Reading, decode, decode_row, decode_settings, relations_of
from sitegen.scripts.spans import Prose
from sitegen.source import SourceFile
from sitegen.values import Ref, Relation

ORG = "---\ntitle: {title}\ntype: association\nstatus: unknown\nunknown: [sources]\n{more}---\n"
SERVICE = "---\ntitle: {title}\nsummary: Помоћ\nkind: service\nstatus: unknown\nunknown: [sources, first_step{unknown}]\n{more}---\n{body}"
PLACES = (
    "- {id: zemlja, name: Земља, type: country}\n"
    "- {id: grad, name: Пробноград, type: city, parent: zemlja}\n"
    "- {id: mz-centar, name: МЗ Центар, type: local_community, parent: grad}\n"
    "- {id: sala, name: Сала, type: venue, parent: mz-centar}\n"
)
CANARY = "Тајна улица 17"


def org(title: str, more: str = "") -> str:
    return ORG.format(title=title, more=more)


def service(title: str, more: str = "", body: str = "") -> str:
    unknown = "" if "provider:" in more else ", provider"
    return SERVICE.format(title=title, more=more, body=body, unknown=unknown)


def site() -> Site:
    node = frontmatter.parse_table(SourceFile("content/site.yml", SITE)).value
    assert node is not None
    settings = decode_settings(node, Site, Reading("content/site.yml"))
    assert settings is not None
    return settings


def decoded(files: dict[str, str]) -> list[Decoded]:
    """Every record and row of *files*, whose names start below ``content/``."""
    out: list[Decoded] = []
    kinds = {kind.folder: kind.entity for kind in KINDS}
    tables = {table.file: table for table in TABLES}
    for name, text in files.items():
        source = SourceFile(f"content/{name}", text)
        if name in tables:
            node = frontmatter.parse_table(source).value
            assert isinstance(node, frontmatter.Sequence)
            for item in node.items:
                reading = Reading(source.path)
                row = decode_row(item, tables[name].entity, tables[name].folder, reading)
                assert row is not None
                out.append(row)
        else:
            document = frontmatter.parse(source).value
            assert document is not None
            ref = Ref(source.folder, source.stem)
            out.append(decode(document, kinds[source.folder], ref, Reading(source.path)))
    return out


def assembled(files: dict[str, str]) -> Directory:
    checked = assemble(decoded(files), site())
    assert [] == [f for f in checked.diagnostics if f.severity.value == "error"]
    assert checked.value is not None
    return checked.value


def codes(files: dict[str, str]) -> list[tuple[str, str, int]]:
    checked = assemble(decoded(files), site())
    return [(f.code, f.place.path.removeprefix("content/"), f.place.line) for f in checked.diagnostics]


def test_records_and_rows_are_found_by_reference_and_listed_by_slug() -> None:
    directory = assembled({
        "organizacije/b.md": org("Б"), "organizacije/a.md": org("А"), "usluge/c.md": service("Ц"), "data/places.yml": PLACES,
    })  # fmt: skip
    assert ["a", "b"] == [entity.ref.slug for entity in directory.of("organizacije")]
    assert ["grad", "mz-centar", "sala", "zemlja"] == [row.id for row in directory.of("mjesta")]
    assert ("Ц", "Сала", ()) == (
        directory.get(Ref("usluge", "c")).title.plain, directory.get(Ref("mjesta", "sala")).name.plain, directory.of("projekti"),
    )  # fmt: skip


def test_a_reference_is_seen_from_both_ends() -> None:
    directory = assembled({
        "organizacije/a.md": org("А"), "organizacije/b.md": org("Б", "member_of: [a]\n"),
        "projekti/p.md": "---\ntitle: П\nstatus: unknown\nunknown: [sources]\nroles: [{org: a, role: funder}]\n---\n",
        "usluge/u.md": service("У", "provider: {ref: a, certainty: implied}\n"),
    })  # fmt: skip
    a = Ref("organizacije", "a")
    back = [(link.field, str(link.source), directory.written(link).certainty) for link in directory.backlinks(a)]
    assert [
        ("member_of", "organizacije/b", "stated"), ("roles.funder", "projekti/p", "stated"),
        ("provider", "usluge/u", "implied"),
    ] == back  # fmt: skip
    assert () == directory.backlinks(Ref("usluge", "u"))


@given(files=organizations())
@steady
def test_every_relation_has_its_back_link_and_every_back_link_its_relation(files: dict[str, str]) -> None:
    short = {path.removeprefix("content/"): text for path, text in files.items()}
    checked = assemble(decoded(short), site())
    directory = checked.value
    assert directory is not None
    forward = {
        (relation.ref, BackLink(name, record.ref, number))
        for record in directory.records.values()
        for number, (name, relation) in enumerate(relations_of(record))
    }
    assert forward == {(ref, link) for ref, links in directory.back.items() for link in links}
    assert all(directory.get(ref) for ref, _ in forward if ref)


def test_the_order_of_files_does_not_matter() -> None:
    files = {"organizacije/a.md": org("А", "member_of: [b]\n"), "organizacije/b.md": org("Б"), "data/places.yml": PLACES}
    backwards = dict(reversed(files.items()))
    first, second = assembled(files), assembled(backwards)
    assert (list(first.records.items()), first.rows, first.back) == (list(second.records.items()), second.rows, second.back)


def test_an_unknown_reference_is_reported_with_the_nearest_name() -> None:
    files = {"organizacije/crveni-krst.md": org("А"), "usluge/u.md": service("У", "provider: crveni-krts\n")}
    [finding] = assemble(decoded(files), site()).diagnostics
    assert ("reference.unknown", "crveni-krts", "crveni-krst", 7) == (
        finding.code, finding.fact("found"), finding.fact("suggestion"), finding.place.line,
    )  # fmt: skip


def test_a_reference_to_a_broken_record_is_not_reported_again() -> None:
    files = {"organizacije/a.md": "---\ntitle: А\nunknown: [sources]\n---\n", "usluge/u.md": service("У", "provider: a\n", "[а](../organizacije/a.md#b)\n")}
    assert ["field.missing", "field.missing"] == [code for code, *_ in codes(files)]


def test_dead_links_and_anchors_are_reported_and_living_ones_are_not() -> None:
    body = "## Љубав\n[1](#ljubav) [2](#mrznja) [3](../organizacije/a.md) [4](nema.md) [5](../organizacije/a.md#b) [6](/x)\n"
    files = {"organizacije/a.md": org("А"), "usluge/u.md": service("У", "", body)}
    assert [("link.anchor", "#mrznja"), ("link.dead", "nema.md"), ("link.anchor", "b"), ("link.absolute", "/x")] == [
        (f.code, f.fact("found") if f.code != "link.anchor" or f.fact("found") == "b" else "#" + f.fact("found"))
        for f in assemble(decoded(files), site()).diagnostics
    ]


def test_two_rows_with_one_name_are_reported_with_the_first_line() -> None:
    [finding] = assemble(decoded({"data/places.yml": PLACES + PLACES.splitlines()[0] + "\n"}), site()).diagnostics
    assert ("row.duplicate", "zemlja", "1", 5) == (
        finding.code, finding.fact("found"), finding.fact("line"), finding.place.line,
    )  # fmt: skip


def test_there_is_no_directory_while_there_is_an_error_anywhere() -> None:
    files = {"organizacije/a.md": org("А"), "usluge/u.md": service("У", "provider: nema\n")}
    assert assemble(decoded(files), site()).value is None


def test_places_know_what_lies_in_them_and_what_they_lie_in() -> None:
    directory = assembled({"data/places.yml": PLACES})
    place = {row.id: row.ref for row in directory.of("mjesta")}
    assert ["grad", "mz-centar", "sala"] == [ref.slug for ref in directory.within(place["grad"])]
    assert ["mz-centar", "grad", "zemlja"] == [ref.slug for ref in directory.around(place["sala"])]
    assert () == directory.around(place["zemlja"])


# --- what must stay secret -------------------------------------------------------------------


def with_entity(one: Decoded, **changes: Any) -> Decoded:
    return dataclasses.replace(one, entity=dataclasses.replace(one.entity, **changes), diagnostics=())


def test_a_confidential_address_stops_publishing() -> None:
    files = {"organizacije/a.md": org("А", f"location_confidential: true\naddress: {{street: {CANARY}}}\n")}
    assert [("confidential.location", "organizacije/a.md", 7)] == codes(files)
    assert assemble(decoded(files), site()).value is None


def test_a_confidential_address_is_not_in_a_directory_even_if_no_rule_had_seen_it(monkeypatch: Any) -> None:
    """The second lock: the rules are taken away, and still nothing comes through."""
    monkeypatch.setattr("sitegen.directory.RECORD_RULES", ())
    monkeypatch.setattr("sitegen.directory.DIRECTORY_RULES", ())
    address = Address(street=Prose((CANARY,)))
    point = Coordinates(lat=44.7, lon=17.2, source=Prose((CANARY,)))
    one, two, three = decoded({
        "organizacije/a.md": org("А", "location_confidential: true\n"),
        "usluge/b.md": service("Б", "location_confidential: true\n"), "usluge/c.md": service("Ц"),
    })  # fmt: skip
    open_, secret = Location(address=Address(street=Prose(("Отворена",)))), Location(address=address, coordinates=point, confidential=True)
    checked = assemble(
        [
            with_entity(one, address=address, coordinates=point),
            with_entity(two, locations=(secret, open_)),
            with_entity(three, locations=(secret, open_)),
        ],
        site(),
    )  # fmt: skip
    assert checked.value is not None
    assert CANARY not in repr(checked.value)
    assert "Отворена" in repr(checked.value)
    a, b, c = (checked.value.records[ref] for ref in sorted(checked.value.records))
    assert (None, None, ()) == (a.address, a.coordinates, b.locations)  # type: ignore[attr-defined]
    assert (Location(confidential=True), open_) == c.locations  # type: ignore[attr-defined]


def test_an_open_address_stays() -> None:
    directory = assembled({"organizacije/a.md": org("А", "address: {street: Отворена, number: 3}\n")})
    assert Address(street=Prose(("Отворена",)), number=Prose(("3",))) == directory.of("organizacije")[0].address


def test_a_directory_made_from_files_is_the_one_that_load_gives(tmp_path: Path) -> None:
    files = {"organizacije/a.md": org("А"), "organizacije/b.md": org("Б", "member_of: [a]\n"), "data/places.yml": PLACES}
    loaded = load(project(tmp_path, {f"content/{name}": text for name, text in files.items()}))
    assert loaded.directory is not None
    assert assembled(files).records == loaded.directory.records


def test_every_record_is_a_record_and_every_row_a_row() -> None:
    directory = assembled({"organizacije/a.md": org("А"), "data/places.yml": PLACES})
    assert all(isinstance(record, Record) for record in directory.records.values())
    assert all(isinstance(row, PlaceRow) for row in directory.rows.values())
    assert Relation(Ref("mjesta", "zemlja")) == directory.get(Ref("mjesta", "grad")).parent
