"""JSON-LD in pages: read by an RDF library, every word held against the list of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from building import ROOT, project, small, tree
from town import BASE, files, tool

from sitegen.exports.schema_org import script
from sitegen.pipeline import Options

_DATA = re.compile('<script type="application/ld\\+json">(.*?)</script>', re.DOTALL)
THING = {"name", "alternateName", "description", "url", "identifier", "sameAs", "potentialAction"}
ORGANIZATION = THING | {
    "address", "areaServed", "dissolutionDate", "email", "faxNumber", "founder", "foundingDate",
    "funder", "knowsAbout", "knowsLanguage", "location", "member", "memberOf", "parentOrganization",
    "sponsor", "telephone",
}  # fmt: skip
WORK = THING | {
    "about", "audience", "author", "creator", "dateModified", "datePublished", "encodingFormat",
    "inLanguage", "isBasedOn", "license", "publisher", "spatialCoverage", "temporalCoverage",
}  # fmt: skip
SERVICE_PROPERTIES = THING | {
    "areaServed", "audience", "availableChannel", "category", "hoursAvailable", "isRelatedTo",
    "offers", "provider", "serviceOperator",
}  # fmt: skip
# Which property belongs to which type, by the tables of schema.org (release 29).
PROPERTIES = {
    "NGO": ORGANIZATION, "GovernmentOrganization": ORGANIZATION, "Organization": ORGANIZATION,
    "Project": ORGANIZATION, "Service": SERVICE_PROPERTIES, "GovernmentService": SERVICE_PROPERTIES,
    "CreativeWork": WORK, "Report": WORK, "WebPage": WORK, "WebSite": WORK,
    "Dataset": WORK | {"distribution"}, "DataDownload": WORK | {"contentUrl"},
    "Legislation": WORK | {"legislationType", "legislationPassedBy", "legislationDate"},
    "Event": THING | {"about", "location", "organizer", "startDate"},
    "Place": THING | {"address", "containedInPlace", "geo", "openingHoursSpecification"},
    "DefinedTerm": THING | {"inDefinedTermSet", "termCode"}, "DefinedTermSet": THING,
    "PostalAddress": THING | {"streetAddress", "postalCode", "addressLocality"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "OpeningHoursSpecification": THING | {"dayOfWeek", "opens", "closes", "validFrom", "validThrough"},
    "PeopleAudience": THING | {"audienceType", "suggestedMinAge", "suggestedMaxAge"},
    "Audience": THING | {"audienceType"},
    "ServiceChannel": THING | {"servicePhone", "serviceLocation", "availableLanguage"},
    "ContactPoint": THING | {"telephone"}, "Offer": THING | {"price", "priceCurrency"},
    "BreadcrumbList": THING | {"itemListElement"}, "ListItem": THING | {"position", "item"},
    "SearchAction": THING | {"target", "query-input"}, "EntryPoint": THING | {"urlTemplate"},
}  # fmt: skip


@cache
def pages() -> dict[str, str]:
    with TemporaryDirectory() as folder:
        made = tree(project(Path(folder), files()), Options(offline=False))
    return {path: made[path].decode() for path in made if path.endswith(".html")}


def data_of(page: str) -> Any:
    [found] = _DATA.findall(page)
    return json.loads(found)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        value = list(value.values())
    for one in value if isinstance(value, list) else ():
        yield from nodes(one)


def main_of(path: str) -> dict[str, Any]:
    data = data_of(pages()[path])
    return dict(data["@graph"][0] if "@graph" in data else data)


def test_every_page_for_readers_has_data_and_a_way_to_it() -> None:
    for path, page in pages().items():
        if 'name="robots" content="noindex"' in page:
            continue
        found = {node["@type"] for node in nodes(data_of(page))}
        home = path.removeprefix("lat/") == "index.html"
        assert home or "BreadcrumbList" in found, path
        assert len(found) > 1 or home, path


def test_types_and_properties_are_words_of_schema_org() -> None:
    tool("rdflib")
    from rdflib.namespace import SDO

    seen: set[str] = set()
    for path, page in pages().items():
        for found in _DATA.findall(page):
            for node in nodes(json.loads(found)):
                kind = node["@type"]
                seen.add(kind)
                assert kind in SDO, (path, kind)
                for name in node:
                    if name[0] != "@":
                        assert name in PROPERTIES[kind], (path, kind, name)
                        assert name == "query-input" or name in SDO, (path, name)
    assert {"NGO", "Service", "Project", "Legislation", "Dataset"} <= seen


def test_an_rdf_library_reads_it_with_the_address_of_the_page() -> None:
    rdflib = tool("rdflib")
    for path in ("organizacije/vrata/index.html", "lat/usluge/obrok/index.html"):
        data = data_of(pages()[path])
        data["@context"] = {"@vocab": "https://schema.org/"}  # the library would fetch the context
        graph = rdflib.Graph().parse(data=json.dumps(data), format="json-ld", publicID=f"{BASE}/{path}")
        assert len(graph) > 20
        [subject] = graph.subjects(rdflib.URIRef("https://schema.org/identifier"), None)
        assert f"{BASE}/{path.removesuffix('index.html')}#sg-record" == str(subject)


def test_without_an_address_of_the_site_links_are_relative(tmp_path: Path) -> None:
    rdflib = tool("rdflib")
    made = tree(small(tmp_path), Options(offline=False))
    path = "usluge/dnevni-boravak/index.html"
    data = data_of(made[path].decode())
    data["@context"] = {"@vocab": "https://schema.org/"}
    graph = rdflib.Graph().parse(data=json.dumps(data), format="json-ld", publicID=f"file:///site/{path}")
    provider = {str(one) for one in graph.objects(None, rdflib.URIRef("https://schema.org/provider"))}
    assert {"file:///site/organizacije/centar-za-pomoc/index.html#sg-record"} == provider


def test_a_contact_is_told_only_when_it_was_checked_in_time() -> None:
    door, old = main_of("organizacije/vrata/index.html"), main_of("organizacije/tvrdjava/index.html")
    assert ("+38751000001", "+38751000002") == (door["telephone"], door["faxNumber"])
    assert "Улица љиљана 5а" == door["address"]["streetAddress"]
    assert not {"telephone", "address", "email", "sameAs"} & set(old)
    meal = main_of("usluge/obrok/index.html")
    assert "+38751000005" == meal["availableChannel"]["servicePhone"]["telephone"]
    assert 60 == meal["audience"]["suggestedMinAge"]
    assert "availableLanguage" in main_of("usluge/setnja/index.html")["availableChannel"]
    assert "servicePhone" not in main_of("usluge/setnja/index.html")["availableChannel"]


def test_no_status_is_claimed() -> None:
    told = [data_of(page) for page in pages().values() if _DATA.search(page)]
    assert not {name for value in told for node in nodes(value) for name in node if "tatus" in name}


def test_a_shelter_is_a_page_and_nothing_more() -> None:
    for path in ("usluge/zaklon/index.html", "organizacije/zaklon/index.html"):
        found = main_of(path)
        assert "WebPage" == found["@type"]
        assert "Заклон" not in json.dumps(found, ensure_ascii=False)
    counsel = main_of("usluge/savjet/index.html")
    assert not {"provider", "availableChannel"} & set(counsel)


def test_the_latin_edition_speaks_latin() -> None:
    for path, page in pages().items():
        if path.startswith("lat/") and _DATA.search(page):
            assert not re.search("[\u0400-\u04ff]", json.dumps(data_of(page), ensure_ascii=False)), path


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "&lt;", "\u2028\u2029", '"\\'])
def test_no_text_can_leave_its_element(text: str) -> None:
    written = str(script([{"@type": "Thing", "name": text}]))
    assert not set("<>&\u2028\u2029") & set(written)
    assert text == json.loads(written)["name"]


def test_the_page_of_data_names_files_that_are_there(tmp_path: Path) -> None:
    made = tree(project(tmp_path, files()), Options(offline=False))
    page = made["podaci/index.html"].decode()
    linked = {
        address.removeprefix("../") for address in re.findall(r'href="(\.\./(?:data|api)/[^"]+)"', page)
    }
    assert len(linked) > 30
    assert set() == linked - set(made)
    tables = {path for path in made if re.fullmatch(r"data/[^/]+", path)}
    assert set() == tables - linked
    for name in ("title_cyrl", "phones_checked", "certainty"):
        assert f"<code>{name}</code>" in page
    assert "https://primjer.invalid/licenca" in page
    found = next(node for node in nodes(data_of(page)) if node["@type"] == "Dataset")
    addresses = {one["contentUrl"] for one in found["distribution"]}
    assert set() == addresses - {f"{BASE}/{path}" for path in made}


def test_the_card_is_a_picture_of_the_size_it_says() -> None:
    picture = (ROOT / "themes/default/assets/card.png").read_bytes()
    assert b"\x89PNG" == picture[:4]
    assert (1200, 630) == (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24]))
    assert len(picture) < 10_000
    assert f'<meta property="og:image" content="{BASE}/assets/card.png">' in pages()["index.html"]
