"""The whole word list goes to Cyrillic and back, and marked text stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import cyrillic_texts, steady

from sitegen.pipes import verb
from sitegen.scripts import lexicon
from sitegen.scripts.digraphs import splits
from sitegen.scripts.letters import in_cyrillic
from sitegen.scripts.serbian import is_cyrillic_letter, to_cyrillic, to_latin
from sitegen.scripts.spans import EMPTY_GLOSSARY

TO_LATIN, TO_CYRILLIC = verb("latin", True, EMPTY_GLOSSARY), verb("cyrillic", True, EMPTY_GLOSSARY)


def forms() -> Iterator[str]:
    """Every form of the Serbian list, in Latin letters, read off its automaton."""
    edges, letters = lexicon._automaton("serbian.words"), lexicon.ALPHABET
    waiting = [(edges[0], "")]
    while waiting:
        place, beginning = waiting.pop()
        for number, letter in enumerate(letters, 1):
            edge = edges[place + number]
            if edge & 0x3F == number:
                word = beginning + letter
                if edge & 0x80:
                    yield word.removesuffix(lexicon.NAME)
                if edge >> 8:
                    waiting.append((edge >> 8, word))


def test_every_form_of_the_word_list_comes_back_from_cyrillic() -> None:
    """Other letters stand one for one, so only forms with lj, nj and dž can go wrong."""
    hard = re.compile("lj|nj|dž").search
    count = wrong = 0
    for form in forms():
        count += 1
        if hard(form):
            converted = in_cyrillic.__wrapped__(form, splits(form, ())[0])
            wrong += to_latin(converted) != form or not all(map(is_cyrillic_letter, converted))
    assert count > 2_900_000
    assert wrong == 0


def test_words_of_the_list_are_read_as_serbian_among_each_other() -> None:
    """Every 400th form, ten in a line: what stays Latin or raises a doubt is an English word too."""
    lines = 0
    odd: list[str] = []
    some = islice(forms(), 0, None, 400)
    while words := [word for word in islice(some, 10) if len(word) > 2]:
        lines += 1
        conversion = to_cyrillic(" ".join(words))
        if any(re.search("[a-z]", part) for part in conversion.prose.plain.split()) or conversion.doubts:
            odd.append(" ".join(words))
    assert lines > 700
    assert len(odd) <= lines / 100, odd


MARKED = st.sampled_from(
    [
        "`njega {}`", "[Save the Children]{lang=en}", "[njega]{translate=no}", "](../usluge/njega-ljudi.md)",
        "<span lang=\"en\">njega</span>", "<code>nj</code>", "{{ njega }}", "{% if nj %}", "https://primjer.example/njega?lj=1",
        "info@njega.example", "&nbsp;", "&amp;", "<!-- njega -->", "{#njega}", "<br>", "[^njega]", "prijava_nj.docx",
    ]
)  # fmt: skip


@given(texts=st.lists(cyrillic_texts(), min_size=1, max_size=4), marks=st.lists(MARKED, min_size=1, max_size=3))
@steady
def test_marked_text_stays_byte_for_byte_in_both_directions(texts: list[str], marks: list[str]) -> None:
    cyrillic = " ".join(f"{text} {mark} " for text, mark in zip(texts, marks, strict=False))
    latin = TO_LATIN(cyrillic).text
    back = TO_CYRILLIC(latin).text
    for mark in marks[: len(texts)]:
        assert cyrillic.count(mark) <= latin.count(mark)
        assert cyrillic.count(mark) <= back.count(mark)
    bare = latin
    for mark in marks:
        bare = bare.replace(mark, " ")
    assert not any(map(is_cyrillic_letter, bare))


@pytest.mark.parametrize("line", ["# Наслов {#naslov}", "| Њ | `нј` |", "* **Љ**убав", "Ин**јекција** и <b>над</b>живјети"])
def test_lines_of_markdown_come_back(line: str) -> None:
    assert line == TO_CYRILLIC(TO_LATIN(line).text).text
    assert TO_LATIN(line).text == TO_LATIN(TO_LATIN(line).text).text
