"""The promises of ``targets`` hold of chance texts, of hostile ones, and of what was once found."""

from __future__ import annotations

from pathlib import Path

import payloads
import pytest
from hypothesis import given, settings
from strategies import any_texts, cyrillic_texts, steady
from targets import TARGETS

HERE = Path(__file__).parent
FOUND = sorted(path for path in (HERE / "found").glob("*-*") if path.is_file())
TEXTS = [
    *payloads.TAGS, *payloads.MUTATING, *payloads.TEMPLATES, *payloads.STEERING, *payloads.YAML,
    *(text for text, _ in payloads.LINKS), *(text for text, _ in payloads.FIELDS), *payloads.NAMES,
]  # fmt: skip


@pytest.mark.parametrize("name", TARGETS)
@given(text=any_texts | cyrillic_texts())
@settings(steady)
def test_a_promise_holds_of_any_text(name: str, text: str) -> None:
    TARGETS[name](text)
    if name == "front_matter":
        TARGETS[name](f"---\ntitle: {text}\nsummary: |\n  {text}\n---\n{text}")


@pytest.mark.parametrize("name", TARGETS)
def test_a_promise_holds_of_hostile_texts(name: str) -> None:
    for text in TEXTS:
        TARGETS[name](text)
        if name == "front_matter":
            TARGETS[name](f"---\n{text}\n---\nтијело")


def test_what_was_found_is_mended() -> None:
    for path in FOUND:
        TARGETS[path.name.split("-")[0]](path.read_bytes().decode("utf-8", "ignore"))
