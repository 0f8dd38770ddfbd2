"""How the content calls people: an outdated word stands only in an official title or a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen import search_keys
from sitegen.directory import Directory
from sitegen.kinds.common import AREAS, GROUPS, WORDS
from sitegen.markup import Close, Fragment, Open, Text
from sitegen.pipeline import load
from sitegen.scripts.spans import Prose
from sitegen.slugs import slug

ROOT = Path(__file__).parent.parent
# What a record may say in a source's own words, and words that nobody is shown.
OFFICIAL = {"title", "short_title", "other_names", "sources"}


@pytest.fixture(scope="module")
def directory() -> Directory:
    loaded = load(ROOT)
    assert loaded.directory is not None
    return loaded.directory


def keys(text: str) -> list[str]:
    return [search_keys.key(word.form) for word in search_keys.words(text)]


def outdated(directory: Directory) -> list[list[str]]:
    phrases = [phrase.plain for row in directory.of(WORDS) for phrase in row.outdated]
    assert phrases
    return [keys(phrase) for phrase in phrases]


def contains(text: str, phrases: list[list[str]]) -> bool:
    """Whether one of *phrases* stands in *text*, in any case form, outside „quotation marks“."""
    own = keys(re.sub("„[^“]*“", " ", text))
    return any(
        own[at : at + len(phrase)] == phrase
        for phrase in phrases
        for at in range(len(own) - len(phrase) + 1)
    )


def own_words(fragment: Fragment) -> str:
    """The text of a body without its quotations and the titles that links carry."""
    out: list[str] = []
    depth = 0
    for token in fragment.tokens:
        if isinstance(token, Open) and token.name in ("blockquote", "a"):
            depth += 1
        elif isinstance(token, Close) and token.name in ("blockquote", "a"):
            depth -= 1
        elif isinstance(token, Text) and not depth:
            out.append(token.prose.plain)
    return " ".join(out)


def texts(value: Any) -> Iterator[str]:
    """Every text that a field holds."""
    if isinstance(value, Prose):
        yield value.plain
    elif isinstance(value, Fragment):
        yield own_words(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts(getattr(value, name))


def test_the_search_for_outdated_words_finds_them(directory):
    phrases = outdated(directory)
    assert contains("Помоћ за инвалиде у граду", phrases)
    assert contains("o licima sa mentalnom retardacijom", phrases)
    assert contains("особа са менталном ретардацијом", phrases)
    assert not contains("План „Побољшање живота инвалида“", phrases)
    assert not contains("лица са инвалидитетом", phrases)


def test_no_record_uses_an_outdated_word_as_its_own(directory):
    phrases = outdated(directory)
    found = [
        f"{record.path}: {name}: {text[:80]}"
        for record in directory.records.values()
        for name in record.__dataclass_fields__
        if name not in OFFICIAL
        for text in texts(getattr(record, name))
        if contains(text, phrases)
    ]
    assert [] == found


def test_no_vocabulary_is_named_with_an_outdated_word(directory):
    phrases = outdated(directory)
    shown = [
        text
        for folder in (AREAS, GROUPS)
        for row in directory.of(folder)
        for value in (row.pref, getattr(row, "question", None), row.definition, row.alt)
        for text in texts(value)
    ]
    assert [] == [text for text in shown if contains(text, phrases)]


def test_no_address_holds_an_outdated_word(directory):
    words = {slug(phrase.plain) for row in directory.of(WORDS) for phrase in row.outdated}
    refs = [*directory.records, *(ref for ref in directory.rows if ref.folder != WORDS)]
    assert [] == [str(ref) for ref in refs for word in words if f"-{word}-" in f"-{ref.slug}-"]
