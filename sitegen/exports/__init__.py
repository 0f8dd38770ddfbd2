"""The directory for machines. A shelf: one module a format, one line here.

An export reads the model and never a page; what may leave the model at all is decided once, in
``dataset``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sitegen.artifacts import Artifact
from sitegen.directory import Directory
from sitegen.exports import catalog, hsds, network, tables, vcard, vocabulary
from sitegen.exports.dataset import Dataset, dataset
from sitegen.frozen import dataclass

__all__ = ["FORMATS", "Dataset", "Format", "dataset", "exports", "shown"]


@dataclass(frozen=True, slots=True)
class Format:
    """One form in which the data is offered."""

    name: str  # as the command line and the strings call it
    export: Callable[[Dataset], Iterable[Artifact]]


FORMATS = (
    Format("csv", tables.export),
    Format("hsds", hsds.export),
    Format("skos", vocabulary.export),
    Format("network", network.export),
    Format("vcard", vcard.export),
    Format("dcat", catalog.export),
)


def shown(directory: Directory) -> Iterator[str]:
    """Digests of all that the exports show of *directory*: where they are equal, and the settings and
    the words, so are the files."""
    yield directory.all_facts
    yield from hsds.bodies(directory)


def exports(data: Dataset, names: Iterable[str] = (), lined: tables.Liner = map) -> Iterator[Artifact]:
    """The files of the formats called *names*, of all formats where none is named. *lined*: see ``tables``."""
    wanted = frozenset(names)
    for one in FORMATS:
        if not wanted or one.name in wanted:
            yield from tables.export(data, lined) if one.name == "csv" else one.export(data)
