"""Lists come out as a Git host's preview shows them to the editor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import markdown_engine, markup, shortcuts
from sitegen.markdown_lists import respelled
from sitegen.scripts.spans import EMPTY_GLOSSARY


def html(text: str) -> str:
    """What becomes of *text*, without the line ends between its blocks."""
    fragment = markup.parse(text, "x.md", 1, EMPTY_GLOSSARY).value
    assert fragment is not None
    words = []
    for token in fragment.tokens:
        if isinstance(token, markup.Open):
            words.append(f"<{token.name}>")
        elif isinstance(token, markup.Close):
            words.append(f"</{token.name}>")
        elif isinstance(token, markup.Text):
            words.append(token.prose.plain.strip("\n"))
        else:
            words.append(token.text.strip("\n"))
    return "".join(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Треба:\n- лична карта\n- увјерење", "<p>Треба:</p><ul><li>лична карта</li><li>увјерење</li></ul>"),
        ("Треба:\n1. лична карта\n2. увјерење", "<p>Треба:</p><ol><li>лична карта</li><li>увјерење</li></ol>"),
        ("Рок је до\n15. маја ове године", "<p>Рок је до\n15. маја ове године</p>"),
        ("- а\n  - б\n    - в\n- г", "<ul><li>а<ul><li>б<ul><li>в</li></ul></li></ul></li><li>г</li></ul>"),
        ("- а\n\t- б\n- в", "<ul><li>а<ul><li>б</li></ul></li><li>в</li></ul>"),
        ("1. а\n   - б\n2. в", "<ol><li>а<ul><li>б</li></ul></li><li>в</li></ol>"),
        ("1) а\n2) б", "<ol><li>а</li><li>б</li></ol>"),
        ("- а\n1. б", "<ul><li>а</li></ul><ol><li>б</li></ol>"),
        ("- а\n\n  још о томе\n- б", "<ul><li><p>а</p><p>још о томе</p></li><li><p>б</p></li></ul>"),
        ("> навод\n- а", "<blockquote><p>навод</p></blockquote><ul><li>а</li></ul>"),
        ("`\n- а\n`", "<p><code>- а</code></p>"),
        ("Термин\n: опис", "<dl><dt>Термин</dt><dd>опис</dd></dl>"),
        ("---\n- а", "<hr><ul><li>а</li></ul>"),
    ],
)  # fmt: skip
def test_a_list_is_one_where_a_preview_shows_one(text: str, expected: str) -> None:
    assert html(text) == expected


_LINES = st.lists(
    st.sampled_from("слово|- а|  - б|    - в|1. г|   1. д|2) ђ||  још|> навод|## Наслов|`|- `|\t* е|+ ж|---|15. маја".split("|")),
    max_size=9,
).map("\n".join)  # fmt: skip


@given(_LINES)
def test_what_is_respelled_once_is_as_the_parser_wants_it(text: str) -> None:
    once = respelled(text, markup.without_code_spans(text))
    assert respelled(once, markup.without_code_spans(once)) == once


@given(_LINES)
def test_plain_texts_are_read_the_same_without_the_short_way(text: str) -> None:
    quick = markup.parse(text, "x.md", 1, EMPTY_GLOSSARY)
    with shortcuts.exactly():
        assert markup.parse(text, "x.md", 1, EMPTY_GLOSSARY) == quick


@given(_LINES)
def test_no_word_is_lost(text: str) -> None:
    spelled, _ = markdown_engine.to_html(respelled(text, markup.without_code_spans(text)))
    for word in ("слово", "још", "навод", "Наслов"):
        assert spelled.count(word) == text.count(word)


def test_texts_without_lists_stay_as_they_are() -> None:
    text = "Ово је пасус - са цртицом.\n\n## Наслов\n\n**Дебело** и 15. маја."
    assert respelled(text, text) == text
