"""Who works with whom: records as nodes and relations as edges, in JSON and in GraphML.

Every end of an edge is there. What touches a record with a confidential location is not
(``dataset`` has left it out), and unnamed partners are no nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sitegen.artifacts import Artifact, OutPath
from sitegen.exports.dataset import Dataset
from sitegen.exports.tables import FOLDER, as_long_json, joined
from sitegen.kinds import KINDS
from sitegen.kinds.common import RECORDS

_KIND = {kind.folder: kind.name for kind in KINDS}
_NO_TIE = frozenset({"not_same_as"})

Row = dict[str, str]


def export(data: Dataset) -> Iterator[Artifact]:
    """``network.json`` and ``network.graphml``."""
    whole = {"as_of": data.as_of.iso, "directed": True, "nodes": _nodes(data), "edges": _edges(data)}
    yield as_long_json(f"{FOLDER}/network.json", whole)
    yield Artifact(OutPath(f"{FOLDER}/network.graphml"), joined(_graphml(_nodes(data), _edges(data))))


def _nodes(data: Dataset) -> Iterator[Row]:
    cyrillic, latin = data.both
    for record in data.records():
        one: Any = record
        yield {
            "id": str(one.ref),
            "uuid": data.uuid(one.ref),
            "kind": _KIND[one.ref.folder],
            "type": getattr(one, "type", None) or getattr(one, "doc_type", None) or "",
            "title_cyrl": cyrillic.text(one.title),
            "title_latn": latin.text(one.title),
            "page": data.page(one.ref),
        }


def _edges(data: Dataset) -> Iterator[Row]:
    for ref, written in data.written:
        source = str(ref)
        for name, relation in written:
            target = relation.ref
            if target is None or target.folder not in RECORDS or name in _NO_TIE:
                continue
            yield {
                "source": source,
                "target": str(target),
                "relation": name,
                "certainty": relation.certainty,
                "since": relation.since.iso if relation.since else "",
                "until": relation.until.iso if relation.until else "",
            }


_INSIDE = {
    "node": ("uuid", "kind", "type", "title_cyrl", "title_latn", "page"),
    "edge": ("relation", "certainty", "since", "until"),
}


def _graphml(nodes: Iterable[Row], edges: Iterable[Row]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for element, names in _INSIDE.items():
        for name in names:
            yield f'<key id="{name}" for="{element}" attr.name="{name}" attr.type="string"/>\n'
    yield '<graph id="imenik" edgedefault="directed">\n'
    for node in nodes:
        yield f'<node id="{node["id"]}">{_data(node, _INSIDE["node"])}</node>\n'
    said: dict[tuple[str, ...], str] = {}  # few edges say what no other says
    for number, edge in enumerate(edges):
        ends = f'source="{edge["source"]}" target="{edge["target"]}"'
        values = tuple([edge[name] for name in _INSIDE["edge"]])
        if values not in said:
            said[values] = _data(edge, _INSIDE["edge"])
        yield f'<edge id="e{number}" {ends}>{said[values]}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(row: Row, names: tuple[str, ...]) -> str:
    return "".join(
        f'<data key="{name}">{_escaped(row[name])}</data>' for name in names if row[name]
    )


def _escaped(text: str) -> str:
    """*text* as XML has it; the module of Python that does the same brings the whole network along."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
