"""SKOS, the network, vCards and DCAT: read by the tools of others, equal to the model."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from building import project
from town import BASE, exported, files, files_of, tool

from sitegen.kinds.common import RECORDS
from sitegen.pipeline import Options, load
from sitegen.schema import relations_of


def graph(path: str, form: str) -> Any:
    rdflib = tool("rdflib")
    return rdflib.Graph().parse(data=exported()[path], format=form, publicID=f"{BASE}/{path}")


def test_turtle_and_json_ld_are_one_graph() -> None:
    tool("rdflib")
    from rdflib.compare import isomorphic

    turtle, linked = graph("data/vocabulary.ttl", "turtle"), graph("data/vocabulary.jsonld", "json-ld")
    assert len(turtle) > 30
    assert isomorphic(turtle, linked)


def test_the_vocabularies_hold_every_term_and_keep_the_rules_of_skos(tmp_path: Path) -> None:
    tool("rdflib")
    from rdflib.namespace import RDF, SKOS

    found = graph("data/vocabulary.ttl", "turtle")
    directory = load(project(tmp_path, files())).directory
    assert directory is not None
    terms = {row.id for folder in ("oblasti", "grupe") for row in directory.of(folder)}
    concepts = set(found.subjects(RDF.type, SKOS.Concept))
    assert terms == {str(found.value(one, SKOS.notation)) for one in concepts}
    for broader in (SKOS.broader, SKOS.narrower, SKOS.member):
        assert set(found.objects(None, broader)) <= concepts
    assert {(a, b) for a, b in found.subject_objects(SKOS.broader)} == {
        (a, b) for b, a in found.subject_objects(SKOS.narrower)
    }
    for one in concepts:
        said = [
            {(str(label), label.language) for label in found.objects(one, kind)}
            for kind in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
        ]
        assert {"sr-cyrl", "sr-latn"} == {language.lower() for _, language in said[0]}
        assert 2 == len(said[0])
        assert not said[0] & said[1]
        assert not said[0] & said[2]
        assert not said[1] & said[2]
    outdated = next(found.subjects(SKOS.notation, None))
    assert outdated is not None
    assert {"старци", "starci"} <= {str(label) for label in found.objects(None, SKOS.hiddenLabel)}


@pytest.mark.parametrize(
    ("path", "form"),
    [("data/vocabulary.ttl", "turtle"), ("data/vocabulary.jsonld", "json-ld"), ("data/catalog.jsonld", "json-ld")],
)
def test_every_term_of_a_known_vocabulary_is_one_of_its_terms(path: str, form: str) -> None:
    tool("rdflib")
    from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS

    known = {str(space): space for space in (DCAT, DCTERMS, FOAF, RDF, SKOS)}
    terms = {
        str(one) for s, p, o in graph(path, form) for one in ((p, o) if p == RDF.type else (p,))
    }
    for term in terms:
        for start, space in known.items():
            if term.startswith(start):
                assert term.removeprefix(start) in space, term


def test_the_network_is_the_same_in_both_forms_and_every_end_is_there(tmp_path: Path) -> None:
    networkx = tool("networkx")
    made = json.loads(exported()["data/network.json"])
    drawn = networkx.parse_graphml(exported()["data/network.graphml"].decode())
    names = {node["id"] for node in made["nodes"]}
    assert names == set(drawn.nodes)
    assert Counter((edge["source"], edge["target"]) for edge in made["edges"]) == Counter(
        (a, b) for a, b, *_ in drawn.edges
    )
    assert {end for edge in made["edges"] for end in (edge["source"], edge["target"])} <= names
    assert "Отворена врата; „Њега, љубав“ & <други>" == drawn.nodes["organizacije/vrata"]["title_cyrl"]
    directory = load(project(tmp_path, files())).directory
    assert directory is not None
    assert names == {str(ref) for ref in directory.records if ref.folder in RECORDS}
    secret = {ref for ref, one in directory.records.items() if one.location_confidential}
    ties = Counter(
        (str(ref), str(relation.ref)) for ref, one in directory.records.items()
        for _, relation in relations_of(one)
        if relation.ref and relation.ref.folder in RECORDS and not secret & {ref, relation.ref}
    )  # fmt: skip
    assert ties == Counter((edge["source"], edge["target"]) for edge in made["edges"])


def cards() -> dict[str, Any]:
    vobject = tool("vobject")
    whole = exported()["data/organizacije.vcf"].decode()
    return {card.fn.value: card for card in vobject.readComponents(whole)}


def test_each_organization_has_a_card_and_all_are_in_one_file() -> None:
    own = [path for path in exported() if path.startswith("data/vcard/")]
    assert 4 == len(own) == len(cards())
    assert exported()["data/organizacije.vcf"] == b"".join(exported()[path] for path in sorted(own))
    for path in own:
        lines = exported()[path].split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert not any(b"\n" in line for line in lines)


def test_a_card_has_what_was_checked_in_time() -> None:
    door = cards()["Отворена врата; „Њега, љубав“ & <други>"]
    assert ["+38751000001", "+38751000002"] == [tel.value for tel in door.contents["tel"]]
    assert "vrata@primjer.invalid" == door.email.value
    assert ("Улица љиљана 5а", "Ђурђевац", "78000") == (
        door.adr.value.street, door.adr.value.city, door.adr.value.code,
    )  # fmt: skip
    old = cards()["Тврђава"]
    assert not {"tel", "adr", "email"} & set(old.contents)
    shelter = cards()["Удружење Заклон"]
    assert "adr" not in shelter.contents
    assert all(card.uid.value.startswith("urn:uuid:") for card in cards().values())


def test_the_catalogue_offers_only_what_is_there() -> None:
    tool("rdflib")
    from rdflib.namespace import DCAT, DCTERMS, RDF

    found = graph("data/catalog.jsonld", "json-ld")
    [dataset] = found.subjects(RDF.type, DCAT.Dataset)
    assert {"sr-cyrl", "sr-latn"} == {
        title.language.lower() for title in found.objects(dataset, DCTERMS.title)
    }
    addresses = {str(one) for one in found.objects(None, DCAT.downloadURL)}
    assert len(addresses) > 30
    assert set() == addresses - {f"{BASE}/{path}" for path in exported()}


def test_without_an_address_of_the_site_the_catalogue_links_its_neighbours() -> None:
    tool("rdflib")
    import tempfile

    from rdflib import Graph
    from rdflib.namespace import DCAT

    with tempfile.TemporaryDirectory() as folder:
        made = files_of(project(Path(folder), files()), options=Options(base_url=""))
    here = "file:///site/data/catalog.jsonld"
    found = Graph().parse(data=made["data/catalog.jsonld"], format="json-ld", publicID=here)
    addresses = {str(one) for one in found.objects(None, DCAT.downloadURL)}
    assert set() == addresses - {urljoin("file:///site/", path) for path in made}
    assert b"https://imenik.primjer.invalid" not in b"".join(made.values())


