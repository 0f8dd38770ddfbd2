"""Near words are found quickly among many, and letters that only look alike are told."""

from __future__ import annotations

import time

import pytest

from sitegen.spelling import Vocabulary, mixed_words, nearest, with_latin_letters


@pytest.mark.parametrize(
    ("word", "near"),
    [("fonded", "founded"), ("статус", "status"), ("EURO", "EUR"), ("telefon", ""), ("x" * 101, "")],
)
def test_the_near_word_is_found_in_either_script_and_case(word: str, near: str) -> None:
    assert near == nearest(word, ("founded", "active", "EUR", "status"))


def test_among_many_words_the_nearest_is_found_as_among_few() -> None:
    words = Vocabulary(f"organizacija-{number:05d}" for number in range(5_000))
    assert "organizacija-01234" == words.nearest("organizacia-01234")
    assert "organizacija-04999" == words.nearest("organizacija-4999")
    assert "" == words.nearest("dom-zdravlja")


def test_thousands_of_unknown_words_take_a_moment() -> None:
    words = Vocabulary(f"organizacija-{number:05d}" for number in range(10_000))
    started = time.process_time()
    for number in range(10_000):
        words.nearest(f"organizacja-{number:05d}x")
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Цeнтар за рад", [(0, "Цeнтар", "Центар")]),
        ("Savе the Children", [(0, "Savе", "Save")]),
        ("а CARE-ов", []),
        ("Центар Open Door", []),
        ("kоd: b2б", [(0, "kоd", "kod")]),
        ("plain ascii", []),
        ("Каже »слово«, 5×а, а·б и а®", []),  # signs of the Latin page are no letters
        ("једно aа, друго бb", [(6, "aа", "аа"), (16, "бb", "бb")]),
    ],
)
def test_a_word_of_two_scripts_is_told_in_one(text: str, found: list[tuple[int, str, str]]) -> None:
    assert found == mixed_words(text)


def test_a_long_word_of_two_scripts_takes_a_moment() -> None:
    started = time.process_time()
    mixed_words("aа" * 100_000)
    assert time.process_time() - started < 2


def test_only_letters_with_a_twin_change() -> None:
    assert "info@example.org" == with_latin_letters("infо@exаmple.оrg")
    assert "дж" == with_latin_letters("дж")
