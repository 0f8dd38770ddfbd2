"""The site's settings and glossary are read by the same rules as every record."""

from __future__ import annotations

from typing import Any

import pytest
from building import SITE

from sitegen import frontmatter
from sitegen.config import GlossaryFile, Site
from sitegen.diagnostics import Diagnostic
from sitegen.schema import Reading, decode_settings
from sitegen.scripts.spans import Glossary, Prose
from sitegen.source import SourceFile
from sitegen.values import PartialDate, Phone


def read(text: str, cls: type[Any] = Site) -> tuple[Any, list[Diagnostic]]:
    reading = Reading("content/site.yml")
    node = frontmatter.parse_table(SourceFile("content/site.yml", text)).value
    assert node is not None
    return decode_settings(node, cls, reading), reading.found


def test_settings_are_what_the_file_says_and_the_rest_is_absent() -> None:
    site, found = read(SITE)
    assert [] == found
    assert (Prose(("Пробни именик",)), "sr-BA", "BA", PartialDate(2026, 1, 15), None, None) == (
        site.title, site.locale, site.country, site.as_of, site.base_url, site.help_desk,
    )  # fmt: skip


def test_an_emergency_number_needs_its_source_and_its_date() -> None:
    site, found = read(SITE)
    [number] = site.emergency
    assert (PartialDate(2026, 1, 10), "https://primjer.invalid/", True) == (
        number.checked, number.source, isinstance(number.number, Phone),
    )  # fmt: skip
    without = SITE.replace(', source: "https://primjer.invalid/", checked: 2026-01-10', "")
    site, found = read(without)
    assert ((), ["checked", "source"]) == (site.emergency, sorted(f.fact("field") for f in found))


def test_a_short_emergency_number_is_dialled_as_it_is() -> None:
    site, _ = read(SITE.replace('"051000000"', '"122"'))
    assert Phone("122", "122") == site.emergency[0].number


@pytest.mark.parametrize("locale", ["sr", "sr-Latn", "en-GB", "BA"])
def test_the_locale_names_a_country(locale: str) -> None:
    site, found = read(SITE.replace("sr-BA", locale))
    assert (None, ["field.choice"]) == (site, [finding.code for finding in found])


def test_all_mistakes_of_the_settings_come_at_once() -> None:
    text = SITE.replace("publisher: Пробно уредништво\n", "boja: плава\nbase_url: primjer.ba\ndefault_script: latinica\n")
    site, found = read(text)
    assert None is site
    assert {"field.unknown", "field.missing", "url.scheme", "field.choice"} == {f.code for f in found}


def test_settings_that_are_no_fields_are_no_settings() -> None:
    site, found = read("- a\n")
    assert (None, ["field.mapping"]) == (site, [finding.code for finding in found])


def test_the_glossary_file_becomes_a_glossary() -> None:
    text = (
        "keep:\n  - {text: Save the Children, lang: en}\n  - ASB\ndomestic: [SOC]\nsplit: [in·jekc]\n"
        "words: [{latin: Tanjurac, cyrillic: Танјурац}]\n"
    )
    file, found = read(text, GlossaryFile)
    assert [] == found
    expected = Glossary(
        (("Save the Children", "en"), ("ASB", "")), ("SOC",), ("in·jekc",), (("Tanjurac", "Танјурац"),)
    )
    assert expected == file.glossary()
