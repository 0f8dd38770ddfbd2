"""Projects made of the payloads: one file a case, so that one build answers hundreds of them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import payloads
from building import project

from sitegen.pipeline import load


class Case(NamedTuple):
    """One hostile file. *refused*: whether an error must stand in it; None where both are sound."""

    name: str
    path: str
    text: str
    refused: bool | None = None


def _quoted(text: str) -> str:
    """*text* as a YAML scalar that cannot be misread: JSON is YAML."""
    return json.dumps(text)


def _texts() -> Iterable[tuple[str, str, bool | None]]:
    for kind, texts in (
        ("tag", payloads.TAGS), ("mutation", payloads.MUTATING), ("template", payloads.TEMPLATES),
        ("steering", payloads.STEERING),
    ):  # fmt: skip
        for number, text in enumerate(texts):
            yield f"{kind}-{number}", text, None
    for number, (text, refused) in enumerate(payloads.LINKS):
        yield f"link-{number}", text, refused


def text_cases() -> list[Case]:
    """Each text as a body, as a title and as a summary."""
    cases = []
    for name, text, refused in _texts():
        folder = "content/stranice"
        cases += [
            Case(f"{name} in a body", f"{folder}/b-{name}.md", f"---\ntitle: П {name}\n---\n{text}\n", refused),
            Case(f"{name} in a title", f"{folder}/t-{name}.md", f"---\ntitle: {_quoted(f'П {name} {text}'[:140])}\n---\n"),
            Case(f"{name} in a summary", f"{folder}/s-{name}.md", f"---\ntitle: П {name}\nsummary: {_quoted(f'О {text}'[:200])}\n---\n"),
        ]
    return cases


def field_cases() -> list[Case]:
    header = "title: О {0}\ntype: association\nstatus: unknown\n"
    return [
        Case(line, f"content/organizacije/f-{number}.md", f"---\n{header.format(number)}{line}\n---\n", refused)
        for number, (line, refused) in enumerate(payloads.FIELDS)
    ]


def yaml_cases() -> list[Case]:
    return [
        Case(text[:60], f"content/stranice/y-{number}.md", f"---\n{text}\n---\n", True)
        for number, text in enumerate(payloads.YAML)
    ]


def written(root: Path, cases: Iterable[Case]) -> Path:
    return project(root, {case.path: case.text for case in cases})


def accepted(root: Path, cases: list[Case]) -> list[Case]:
    """Those of *cases* in whose files nothing is an error; *root* is made a project of them."""
    written(root, cases)
    found = load(root).diagnostics
    refused = {one.place.path for one in found if one.severity == "error"}
    kept = [case for case in cases if case.path not in refused]
    for case in cases:
        if case.path in refused:
            (root / case.path).unlink()
    return kept


def same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
