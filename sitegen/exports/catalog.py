"""The data described for catalogues of open data: DCAT in JSON-LD.

Addresses are absolute where the site knows its own, else relative to the file itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.artifacts import Artifact
from sitegen.exports.columns import layouts
from sitegen.exports.dataset import Dataset
from sitegen.exports.tables import FOLDER, RELATIONS, as_json

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/", "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "adms": "http://www.w3.org/ns/adms#",
}  # fmt: skip
_MEDIA = "https://www.iana.org/assignments/media-types/"
_HSDS = "https://docs.openreferral.org/en/v3.0.1/hsds/"

Node = dict[str, Any]


def export(data: Dataset) -> Iterator[Artifact]:
    """``catalog.jsonld``: one catalogue, one dataset, a distribution for each file."""
    yield as_json(f"{FOLDER}/catalog.jsonld", {"@context": _CONTEXT, **_catalog(data)})


def distributions() -> tuple[tuple[str, str, str], ...]:
    """Every file worth offering: path in the site, media type, key of its sentence."""
    tables = [f"{layout.name}.csv" for layout in layouts()] + [f"{RELATIONS}.csv"]
    return (
        *((f"{FOLDER}/{name}", "text/csv", "csv") for name in tables),
        (f"{FOLDER}/datapackage.json", "application/json", "datapackage"),
        (f"{FOLDER}/csv-metadata.json", "application/csvm+json", "csvw"),
        ("api/hsds/index.json", "application/json", "hsds"),
        ("api/hsds/report.json", "application/json", "hsds_report"),
        ("data/hsds/datapackage.json", "application/json", "hsds_tables"),
        (f"{FOLDER}/vocabulary.ttl", "text/turtle", "skos"),
        (f"{FOLDER}/vocabulary.jsonld", "application/ld+json", "skos"),
        (f"{FOLDER}/network.json", "application/json", "network"),
        (f"{FOLDER}/network.graphml", "application/graphml+xml", "network"),
        (f"{FOLDER}/organizacije.vcf", "text/vcard", "vcard"),
    )


def _catalog(data: Dataset) -> Node:
    site = data.directory.site
    publisher = {"@type": "foaf:Agent", "foaf:name": _both(data, site.publisher)}
    dataset: Node = {
        "@id": f"urn:uuid:{data.part('dataset')}",
        "@type": "dcat:Dataset",
        "dct:identifier": data.part("dataset"),
        "dct:title": _both(data, site.title),
        "dct:description": _both(data, site.description),
        "dct:publisher": publisher,
        "dct:modified": {"@value": data.as_of.last_day.isoformat(), "@type": "xsd:date"},
        "dct:language": [edition.lang for edition in data.both],
        "dcat:keyword": _both(data, site.town) if site.town else [],
        "dcat:distribution": [_distribution(data, *one) for one in distributions()],
    }
    if site.contact_email:
        dataset["dcat:contactPoint"] = {
            "@type": "vcard:Kind",
            "vcard:fn": data.text(site.publisher),
            "vcard:hasEmail": {"@id": f"mailto:{site.contact_email}"},
        }
    if site.licence_url:
        dataset["dct:license"] = {"@id": site.licence_url}
    if data.base:
        dataset["dcat:landingPage"] = {"@id": f"{data.base}/podaci/"}
    return {
        "@id": f"urn:uuid:{data.part('catalog')}",
        "@type": "dcat:Catalog",
        "dct:title": _both(data, site.title),
        "dct:description": _both(data, site.description),
        "dct:publisher": publisher,
        "dcat:dataset": dataset,
    }


def _distribution(data: Dataset, path: str, media: str, key: str) -> Node:
    address = f"{data.base}/{path}" if data.base else _from_here(path)
    node: Node = {
        "@type": "dcat:Distribution",
        "dct:title": [
            {"@value": words.say(f"data.format.{key}"), "@language": tag}
            for tag, words in data.words.items()
        ],
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{_MEDIA}{media}"},
    }
    if key.startswith("hsds"):
        node["dct:conformsTo"] = {"@id": _HSDS}
    if data.directory.site.licence_url:
        node["dct:license"] = {"@id": data.directory.site.licence_url}
    return node


def _from_here(path: str) -> str:
    """*path* as a file in the folder of the tables links it."""
    return path.removeprefix(f"{FOLDER}/") if path.startswith(f"{FOLDER}/") else f"../{path}"


def _both(data: Dataset, prose: Any) -> list[Node]:
    return [
        {"@value": edition.text(prose), "@language": edition.script.tag} for edition in data.both
    ]
