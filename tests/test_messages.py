"""Every finding has words in every language, and the words name only facts that it has."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import sitegen
from sitegen import report
from sitegen.catalog import Plural

PACKAGE = Path(sitegen.__file__).parent
MAKERS = {"problem", "warning", "notice", "make"}

# Codes that are put together while the program runs, with the facts they carry.
COMPOSED = {
    "phone.area_code": {"found", "suggestion"},
    "phone.length": {"area", "count", "expected", "found", "suggestion"},
    "phone.words": {"found", "suggestion"},
    "money.ambiguous": {"expected", "found"},
    "period.gap": {"date", "found", "other"},
    "period.overlap": {"date", "found", "other"},
    "script.acronym": {"found", "reading"},
    "script.digraph": {"found", "reading"},
    "script.foreign": {"found", "reading"},
    "script.homoglyph": {"found", "reading"},
    "script.round_trip": {"found", "reading"},
    "link.absolute": {"found", "suggestion"},
    "link.address": {"found", "suggestion"},
    "link.empty": {"found"},
    "markup.mark": {"found"},
    "markup.link": {"found"},
    "link.dead": {"found", "suggestion"},
    "markup.html": {"found"},
    "markup.image": {"found"},
    "source.control": {"found"},
    "source.invisible": {"found"},
}


def emitted() -> dict[str, set[str]]:
    """Codes of findings in the package's source, with the facts that every maker of one gives."""
    facts: dict[str, set[str]] = {code: set(names) for code, names in COMPOSED.items()}
    for path in sorted(PACKAGE.rglob("*.py")):
        for code, names in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            facts[code] = facts[code] & names if code in facts else names
    for code in re.findall(
        r'"(yaml\.[a-z_]+)"', (PACKAGE / "yaml_engine.py").read_text(encoding="utf-8")
    ):
        facts.setdefault(code, set())  # an entry of the table of known problems
    return facts


def _calls(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            continue
        if call.func.id not in MAKERS or len(call.args) < 2:
            continue
        code = call.args[1]
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            names = {keyword.arg for keyword in call.keywords if keyword.arg}
            yield code.value, names - {"related"}


CODES = emitted()
TAGS = report.TAGS


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_search_for_codes_finds_them() -> None:
    """Were the search broken, the tests below would be content with nothing."""
    assert {"field.unknown", "yaml.tab", "row.id", "site.missing", "phone.words"} <= set(CODES)
    assert len(CODES) > 70


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_has_its_sentences(code: str, tag: str) -> None:
    messages = report.read_messages(tag)
    for part in ("says", "mend", "explain"):
        assert messages.has(f"codes.{code}.{part}"), f"{tag}: codes.{code}.{part}"
        assert messages.template(f"codes.{code}.{part}").strip()


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("code", sorted(CODES))
def test_a_sentence_names_only_facts_of_its_finding(code: str, tag: str) -> None:
    messages = report.read_messages(tag)
    for part in ("says", "mend", "near"):
        if messages.has(f"codes.{code}.{part}"):
            named = placeholders(messages.template(f"codes.{code}.{part}"))
            assert named <= CODES[code], f"{tag}: codes.{code}.{part}"


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_suggestion_is_used(code: str) -> None:
    """A finding that may know the near name has words for it."""
    if "suggestion" in CODES[code]:
        near = f"codes.{code}.near"
        assert "suggestion" in placeholders(report.read_messages("sr-Cyrl").template(near))


@pytest.mark.parametrize("code", report.codes(report.read_messages("sr-Cyrl")))
def test_an_explanation_has_one_right_example(code: str) -> None:
    text = report.explain(code, report.read_messages("sr-Cyrl"))
    assert text is not None
    assert len(re.findall(r"^Исправно.*:", text, re.MULTILINE)) == 1, text
    words, _ = text.split("\n\nИсправно", 1)
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", words)) <= 6, words


def test_all_languages_say_the_same() -> None:
    serbian, english = report.read_messages("sr-Cyrl"), report.read_messages("en")
    assert set(serbian.sentences) == set(english.sentences)
    for key in serbian.sentences:
        if key.startswith("codes.") and not key.endswith(".explain"):
            assert placeholders(serbian.template(key)) == placeholders(english.template(key)), key


@pytest.mark.parametrize("name", ["sr.yml", "en.yml"])
def test_no_code_is_written_twice(name: str) -> None:
    """YAML lets the last one win without a word."""
    text = (PACKAGE / "messages" / name).read_text(encoding="utf-8")
    keys = re.findall(r"^  ([a-z_]+\.[a-z_]+):$", text, re.MULTILINE)
    assert sorted(set(keys)) == sorted(keys)


def test_the_latin_edition_has_no_cyrillic_letter() -> None:
    for key, value in report.read_messages("sr-Latn").sentences.items():
        forms = (value.one, value.few, value.other) if isinstance(value, Plural) else (value,)
        for form in forms:
            assert not re.search("[\u0400-\u052f]", form), key


def test_the_cyrillic_edition_has_no_mixed_word() -> None:
    """A Latin letter in a Cyrillic word looks right and is not found by a search."""
    latin, cyrillic = "[A-Za-zčćđšžČĆĐŠŽ]", "[\u0400-\u052f]"
    for key, value in report.read_messages("sr-Cyrl").sentences.items():
        forms = (value.one, value.few, value.other) if isinstance(value, Plural) else (value,)
        for form in forms:
            assert not re.search(f"{latin}{cyrillic}|{cyrillic}{latin}", form), key


def test_the_words_are_ijekavian() -> None:
    text = (PACKAGE / "messages" / "sr.yml").read_text(encoding="utf-8")
    ekavian = (
        r"\b(?:вредност|реч|пример|цео|овде|где|увек|пре|после|део|измен|мења|лево)\w*"
    )
    allowed = r"(?:пре(?!\b)|послед|деобн|речениц)\w*"
    found = [word for word in re.findall(ekavian, text) if not re.fullmatch(allowed, word)]
    assert found == []


def test_a_field_type_has_words() -> None:
    """Whatever a field can expect is said in words and not in the name of our type."""
    messages = report.read_messages("sr-Cyrl")
    source = (PACKAGE / "schema.py").read_text(encoding="utf-8")
    names = set(re.findall(r'(?:Type|Choice|Many|Shape)\("([a-z_]+)"', source))
    assert {"date", "phone", "choice"} <= names
    for name in names | {"row", "settings"}:
        assert messages.has(f"types.{name}"), name


def test_the_command_line_has_its_words() -> None:
    messages = report.read_messages("sr-Cyrl")
    for path in sorted(PACKAGE.glob("*.py")):
        for key in re.findall(r'"(cli\.[a-z_]+)"', path.read_text(encoding="utf-8")):
            assert messages.has(key), key
