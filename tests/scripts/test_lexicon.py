"""The word lists: what stands in them, and what they weigh."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from sitegen.scripts import lexicon
from sitegen.scripts.lexicon import Standing
from sitegen.scripts.recognition import recognized
from sitegen.scripts.serbian import to_cyrillic


@pytest.mark.parametrize(
    ("word", "serbian", "english"),
    [
        ("kuća", Standing.WORD, Standing.UNKNOWN), ("kućama", Standing.WORD, Standing.UNKNOWN),
        ("dijete", Standing.WORD, Standing.UNKNOWN), ("dete", Standing.WORD, Standing.UNKNOWN),
        ("stojanović", Standing.NAME, Standing.UNKNOWN), ("children", Standing.UNKNOWN, Standing.WORD),
        ("most", Standing.WORD, Standing.WORD), ("norway", Standing.UNKNOWN, Standing.NAME),
        ("kućaaa", Standing.UNKNOWN, Standing.UNKNOWN), ("kuć", Standing.UNKNOWN, Standing.UNKNOWN),
        ("pdf", Standing.UNKNOWN, Standing.UNKNOWN),
        ("", Standing.UNKNOWN, Standing.UNKNOWN), ("über", Standing.UNKNOWN, Standing.UNKNOWN),
    ],
)  # fmt: skip
def test_a_word_stands_in_the_lists_or_not(word: str, serbian: Standing, english: Standing) -> None:
    assert (serbian, english) == (lexicon.serbian(word), lexicon.english(word))


def test_spelling_tells_english_from_serbian() -> None:
    assert lexicon.english_odds("knowledge") > 5
    assert lexicon.english_odds("prosvjetiteljski") < -5


def test_the_lists_are_read_when_the_first_word_is_met() -> None:
    """A program that meets no Latin word, as most that are started for one edit, does not wait for them."""
    asked = "import sitegen.scripts.serbian as s; from sitegen.scripts import lexicon; {}print(lexicon._automaton.cache_info().currsize)"
    root = Path(lexicon.__file__).parents[2]
    read = [
        subprocess.run([sys.executable, "-c", asked.format(first)], capture_output=True, check=True, cwd=root).stdout != b"0\n"
        for first in ("", "s.to_cyrillic('dom'); ")
    ]
    assert [False, True] == read


def test_the_data_stay_small() -> None:
    data = files(lexicon.__package__).joinpath("data")
    assert sum(len(file.read_bytes()) for file in data.iterdir()) < 1_500_000


def test_little_words_of_both_languages_follow_their_neighbours() -> None:
    phrase = to_cyrillic("Predstava „To be or not to be“ i to je to").prose.plain
    assert "Представа „To be or not to be“ и то је то" == phrase


def test_a_word_that_no_list_knows_and_that_could_be_foreign_is_said() -> None:
    [doubt] = to_cyrillic("Gost je Marion Kersting").doubts
    assert "Marion Kersting" == doubt.word


def test_a_split_that_only_a_rule_knows_is_said() -> None:
    conversion = to_cyrillic("iznadžbunje i podžitnica")
    assert [("digraph", "podžitnica")] == [(d.kind, d.word) for d in conversion.doubts if d.word[0] == "p"]
    assert "поджитница" in conversion.prose.plain


def test_words_of_no_text_need_no_verdict() -> None:
    assert [] == recognized("", [])
