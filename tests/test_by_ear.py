"""Foreign names as readers of Serbian hear and write them."""

from __future__ import annotations

import pytest

from sitegen.scripts.by_ear import spellings


@pytest.mark.parametrize(
    ("name", "lang", "heard"),
    [
        ("Save the Children", "en", "сејв д чилдрен"),
        ("World Vision", "en", "ворлд вижн"),
        ("Hilfswerk International", "de", "хилфсверк интернационал"),
        ("Bundesamt für Migration und Flüchtlinge", "de", "бундесамт фир миграцион унд флихтлинге"),
        ("CARITAS", "la", "каритас"),
        ("Medici Senza Frontiere", "it", "медичи сенца фронтиере"),
    ],
)
def test_a_name_is_written_as_it_sounds(name: str, lang: str, heard: str) -> None:
    assert heard == spellings(name, lang)[0]


def test_a_word_heard_in_two_ways_gives_two_spellings() -> None:
    assert {"сејв", "сев"} == set(spellings("Save", "en-GB"))


def test_an_acronym_keeps_its_letters() -> None:
    assert ("гиз",) == spellings("GIZ", "de")


def test_nothing_gives_nothing() -> None:
    assert () == spellings(" 2024 ", "")
