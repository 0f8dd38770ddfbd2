"""Lays out a valid project of any size, for measuring.

    python tests/benchmarks/corpus.py N DEST [--seed S]

N records of the neutral corpus (``neutral.py``) as organizations, services, projects and
documents of a project of ours, with all that the corpus knows of them. Every second record is
written in Latin, so that conversion is paid for. The same N and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from neutral import (
    AREAS,
    DOCUMENTS,
    GROUPS,
    MUNICIPALITIES,
    ORGANIZATIONS,
    PROJECTS,
    SERVICES,
    Neutral,
    latin,
    records,
    slug_of,
)

FOLDERS = {
    ORGANIZATIONS: "organizacije",
    SERVICES: "usluge",
    PROJECTS: "projekti",
    DOCUMENTS: "dokumenti",
}

_SITE = """\
title: Именик за мјерење
description: Измишљени именик за мјерење брзине.
publisher: Измишљено уредништво
locale: sr-RS
default_script: cyrillic
theme: default
as_of: 2026-11-01
emergency:
  - {label: Измишљени број, number: "011000000", area: свуда, hours: непрекидно, source: "https://primer.example/", checked: 2026-10-15}
"""

_SOURCES = """\
- id: evidencija
  title: Измишљена евиденција
  publisher: Измишљени издавач
  published: 2026-01-01
- id: teren
  title: Разговор на терену
  publisher: Измишљено уредништво
  published: unknown
"""

_GLOSSARY = """\
keep: [PDF, DOCX, ODT]
domestic: [RSD]
"""

_ORGANIZATION_TYPES = {
    "Удружење": "association", "Центар": "public_institution", "Фондација": "foundation",
    "Мрежа": "network", "Савез": "network", "Одбор": "working_group",
}  # fmt: skip
_DOCUMENT_TYPES = {
    "Стратегија": "strategy", "Акциони": "action_plan", "Правилник": "regulation",
    "Водич": "standard", "Смернице": "standard", "Национални": "programme", "Одлука": "regulation",
}  # fmt: skip
_FAMILIES = {
    "деца": "children_and_youth", "млади": "children_and_youth", "избеглице": "migration",
    "особе са инвалидитетом": "disability_and_health", "старији": "disability_and_health",
}  # fmt: skip
_COSTS = {"бесплатно": "free", "партиципација": "fee", "по договору": "sliding"}


def project(count: int, folder: Path, seed: int = 7) -> None:
    """A project of *count* records in *folder*, which is made; its content must not be there."""
    for path, text in _files(count, seed):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _files(count: int, seed: int) -> Iterator[tuple[str, str]]:
    yield "content/site.yml", _SITE
    yield "content/data/sources.yml", _SOURCES
    yield "content/data/glossary.yml", _GLOSSARY
    yield "content/data/places.yml", _table(
        [{"id": "zemlja", "name": "Земља", "type": "country"}]
        + [
            {"id": slug_of(town), "name": town, "type": "city", "parent": "zemlja"}
            for town in MUNICIPALITIES
        ]
    )
    yield "content/data/areas.yml", _table(
        [{"id": slug_of(area), "pref": _upper(area), "provisional": True} for area in AREAS]
    )
    yield "content/data/target_groups.yml", _table(
        [
            {
                "id": slug_of(group), "pref": _upper(group), "provisional": True,
                "family": _FAMILIES.get(group, "violence_and_need"),
            }
            for group in GROUPS
        ]
    )  # fmt: skip
    for number, record in enumerate(records(count, seed)):
        text = _record(record, in_latin=number % 2 == 1)
        yield f"content/{FOLDERS[record.type]}/{record.slug}.md", text


def _table(rows: list[dict[str, object]]) -> str:
    return "".join(f"- {_flow(row)}\n" for row in rows)


def _flow(value: object) -> str:
    """*value* as YAML on one line; JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _record(record: Neutral, *, in_latin: bool) -> str:
    script = latin if in_latin else str
    fields = _common(record) | _OWN[record.type](record)
    lines = [f"{name}: {_flow(_in_script(value, script))}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---", "", script(_linked(record))])


class _Text(str):
    """A value that readers see, and that is written in the script of its record."""

    __slots__ = ()


def _in_script(value: object, script: Callable[[str], str]) -> object:
    if isinstance(value, _Text):
        return script(str(value))
    if isinstance(value, dict):
        return {name: _in_script(held, script) for name, held in value.items()}
    if isinstance(value, list):
        return [_in_script(held, script) for held in value]
    return value


def _common(record: Neutral) -> dict[str, object]:
    return {
        "title": _Text(record.title),
        "summary": _Text(record.summary),
        "place": slug_of(record.municipality),
        "areas": [slug_of(area) for area in record.areas],
        "target_groups": [slug_of(group) for group in record.groups],
        "sources": ["evidencija"],
        "review_every": "12",
        "verified": {"date": record.updated, "by": _Text("Измишљено уредништво"), "how": "phone"},
    }


def _organization(record: Neutral) -> dict[str, object]:
    street, _, number = record.scalars["address"].rpartition(" ")
    return {
        "type": _ORGANIZATION_TYPES.get(record.title.split()[0], "association"),
        "status": "active",
        "founded": record.scalars["founded"],
        "address": {"street": _Text(street), "number": number},
        **_contact(record),
        "cooperates_with": list(record.relations["partners"]),
        "related": _mixed(record, "services", "projects"),
    }


def _service(record: Neutral) -> dict[str, object]:
    provider, *partners = record.relations["providers"]
    return {
        "kind": "service",
        "status": "active",
        "provider": provider,
        "partners": partners,
        "first_step": _Text("Јавите се телефоном."),
        "cost": {"kind": _COSTS[record.scalars["price"]], "note": _Text(record.scalars["price"])},
        "capacity": [
            {
                "unit": _Text("корисника"), "count": record.scalars["capacity"],
                "as_of": record.updated, "source": "evidencija",
            }
        ],
        **_contact(record),
        "legal_basis": list(record.relations["documents"]),
        "related": _mixed(record, "projects"),
    }  # fmt: skip


def _project(record: Neutral) -> dict[str, object]:
    budget = record.scalars["budget"]
    roles: list[dict[str, object]] = [
        {"org": {"text": _Text(record.scalars["donor"]), "unnamed": "true"}, "role": "funder"}
    ]
    for number, partner in enumerate(record.relations["partners"]):
        roles.append({"org": partner, "role": "partner" if number else "lead"})
    return {
        "status": "running",
        "roles": roles,
        "budget": {
            "amount": budget, "currency": "EUR", "kind": "total",
            "as_written": _Text(f"{int(budget) // 1000}.000 евра"),
        },
        "produced": _mixed(record, "services"),
        "documents": list(record.relations["documents"]),
        "goals": [_Text(record.summary)],
    }  # fmt: skip


def _document(record: Neutral) -> dict[str, object]:
    return {
        "doc_type": _DOCUMENT_TYPES.get(record.title.split()[0], "report"),
        "dates": [{"date": record.scalars["year"], "event": "published"}],
        "issued_by": list(record.relations["publishers"]),
        "based_on": _mixed(record, "projects"),
        "sources": [{"source": "evidencija", "note": _Text(f"датотека {record.scalars['format']}")}],
        "url": record.web,
        "related": _mixed(record, "services"),
    }


_OWN = {
    ORGANIZATIONS: _organization,
    SERVICES: _service,
    PROJECTS: _project,
    DOCUMENTS: _document,
}


def _contact(record: Neutral) -> dict[str, object]:
    return {"phones": [record.phone], "emails": [record.email], "websites": [record.web]}


def _mixed(record: Neutral, *names: str) -> list[str]:
    return [f"{FOLDERS[name]}/{slug}" for name in names for slug in record.relations[name]]


def _linked(record: Neutral) -> str:
    """The body with links as they are written here: by the path of the file."""
    text = record.body
    for kind, folder in FOLDERS.items():
        text = text.replace(f"](page:{kind}/", f"](../{folder}/")
    parts = text.split("](../")
    return parts[0] + "".join("](../" + part.replace(")", ".md)", 1) for part in parts[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("folder", type=Path, metavar="DEST")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    project(arguments.count, arguments.folder, arguments.seed)


if __name__ == "__main__":
    main()
