"""Areas and target groups as SKOS concept schemes, in Turtle and in JSON-LD.

Concepts are named by their lasting UUID; labels stand in both scripts, misspelled and outdated
words are hidden labels, as search has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sitegen.artifacts import Artifact, OutPath
from sitegen.exports.dataset import Dataset
from sitegen.exports.tables import FOLDER, as_json
from sitegen.kinds.common import AREAS, GROUPS
from sitegen.scripts.spans import Prose

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_CONTEXT = {
    "skos": _SKOS, "dct": _DCT, "foaf": _FOAF, "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip

Node = dict[str, Any]


def export(data: Dataset) -> Iterator[Artifact]:
    """``vocabulary.jsonld`` and ``vocabulary.ttl``: the same graph twice."""
    nodes = [node for folder in (AREAS, GROUPS) for node in _scheme(data, folder)]
    yield as_json(f"{FOLDER}/vocabulary.jsonld", {"@context": _CONTEXT, "@graph": nodes})
    yield Artifact(OutPath(f"{FOLDER}/vocabulary.ttl"), _turtle(nodes).encode())


def _scheme(data: Dataset, folder: str) -> Iterator[Node]:
    kind = "area" if folder == AREAS else "target_group"
    terms: tuple[Any, ...] = data.directory.of(folder)
    whole = f"urn:uuid:{data.part(folder)}"
    tops = [_iri(f"urn:uuid:{data.uuid(term.ref)}") for term in terms if not term.broader]
    yield {
        "@id": whole,
        "@type": "skos:ConceptScheme",
        "dct:title": _labels(data.labels(f"kind.{kind}.many")),
        "dct:description": _labels(data.labels(f"kind.{kind}.intro")),
        "skos:hasTopConcept": tops,
    } | _licence(data)
    narrower: dict[str, list[Node]] = {}
    for term in terms:
        if term.broader:
            narrower.setdefault(term.broader.ref.slug, []).append(
                _iri(f"urn:uuid:{data.uuid(term.ref)}")
            )
    for term in terms:
        yield _concept(data, term, whole, narrower.get(term.id, []))
    families = dict.fromkeys(term.family for term in terms) if folder == GROUPS else {}
    for family in families:
        yield {
            "@id": f"urn:uuid:{data.part(folder, family)}",
            "@type": "skos:Collection",
            "skos:prefLabel": _labels(data.labels(f"choice.family.{family}")),
            "skos:member": [
                _iri(f"urn:uuid:{data.uuid(term.ref)}") for term in terms if term.family == family
            ],
        }


def _concept(data: Dataset, term: Any, scheme: str, narrower: list[Node]) -> Node:
    taken = {(label["@language"], label["@value"]) for label in _both(data, (term.pref,))}
    node: Node = {
        "@id": f"urn:uuid:{data.uuid(term.ref)}",
        "@type": "skos:Concept",
        "skos:inScheme": _iri(scheme),
        "skos:notation": term.id,
        "skos:prefLabel": _both(data, (term.pref,)),
    }
    # SKOS keeps the three kinds of labels apart: what is one of them is none of the others.
    for name, labels in (("alt", term.alt), ("hidden", (*term.hidden, *term.preferred_over))):
        said = []
        for label in _both(data, labels):
            if (label["@language"], label["@value"]) not in taken:
                taken.add((label["@language"], label["@value"]))
                said.append(label)
        if said:
            node[f"skos:{name}Label"] = said
    if term.definition:
        node["skos:definition"] = _both(data, (term.definition,))
    if term.provisional:
        node["skos:editorialNote"] = _labels(data.labels("term.provisional"))
    if term.broader:
        node["skos:broader"] = _iri(f"urn:uuid:{data.uuid(term.broader.ref)}")
    else:
        node["skos:topConceptOf"] = _iri(scheme)
    if narrower:
        node["skos:narrower"] = narrower
    if term.exact_match:
        node["skos:exactMatch"] = [_iri(address) for address in term.exact_match]
    page = data.page(term.ref)
    if page and data.base:
        node["foaf:page"] = _iri(page)
    return node


def _both(data: Dataset, texts: Iterable[Prose]) -> list[Node]:
    return [
        {"@value": edition.text(text), "@language": edition.script.tag}
        for text in texts
        for edition in data.both
    ]


def _labels(by_tag: dict[str, str]) -> list[Node]:
    return [{"@value": text, "@language": tag} for tag, text in by_tag.items()]


def _iri(address: str) -> Node:
    return {"@id": address}


def _licence(data: Dataset) -> Node:
    address = data.directory.site.licence_url
    return {"dct:license": _iri(address)} if address else {}


# --- Turtle ----------------------------------------------------------------------------------


def _turtle(nodes: list[Node]) -> str:
    lines = [
        f"@prefix {name}: <{_CONTEXT[name]}> ." for name in ("skos", "dct", "foaf")
    ]
    for node in nodes:
        lines.append("")
        lines.append(f"<{node['@id']}> a {node['@type']} ;")
        facts = [(name, _objects(value)) for name, value in node.items() if name[0] != "@"]
        facts = [(name, objects) for name, objects in facts if objects]
        ends = [";"] * (len(facts) - 1) + ["."]
        lines += [
            f"    {name} {objects} {end}" for (name, objects), end in zip(facts, ends, strict=True)
        ]
    return "\n".join(lines) + "\n"


def _objects(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(_object(one) for one in values)


def _object(value: Any) -> str:
    if isinstance(value, str):
        return _literal(value)
    if "@id" in value:
        return f"<{value['@id']}>"
    return f"{_literal(value['@value'])}@{value['@language']}"


def _literal(text: str) -> str:
    """A short string of Turtle; JSON escapes all that Turtle wants escaped, in the same way."""
    return json.dumps(text, ensure_ascii=False)
