"""Plain Markdown is read as the parser reads it, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen import markdown_engine, markup, plain_markdown, shortcuts
from sitegen.scripts.spans import EMPTY_GLOSSARY

_ANY = st.sampled_from(
    """слово|а|word|1|2018.|1.|12|10. | |  |\n|\n\n|\n\n\n|- |-|--|* |*|**|***|+ |# |## |####### |#|>|> |:|: |=|===|---
    |¦| ¦|¦---¦|¦ --- ¦ ---: ¦|¦а¦б¦|[|]|[x](a.md)|[x](../a/b.md#c)|[x](https://a.ba/x?y=1)|[[x y]{lang=en}](a.md)
    |[x]{lang=de}|[x]{translate=no}|(|)|{|}|{#a}|\u00a0|\t|_|`|\\|<|&|!|.|,|„x“|"|'|;|/|[x](http://1.2.3)|[x](a:b)|[x](#y)
    |[x](//a.ba)|[1]: a|абв **где** ђе|*x*|**x y**|1. а\n2. б|- а\n- б|\n- в|\n3. г|## Н|[x](https://xn--a.ba)|[x]()|\u2028""".replace(
        "\n    |", "|"
    ).split("|")
).map(lambda piece: piece.replace("¦", "|"))
_INLINE = st.lists(
    st.sampled_from(
        "слово |**где** |*ђе* |[веза](../usluge/a.md#b), |[[Save]{lang=en}](a.md) |[Step by Step]{lang=en}. |5 %. |"
        "*а*б |**а**б |а*б* |**а *|(в) |[x](https://primjer.ba/x) |\u00a0г |2018. |: |- |„а“".split("|")
    ),
    min_size=1, max_size=5,
).map(lambda pieces: "".join(pieces).strip())  # fmt: skip
_BLOCK = st.one_of(
    _INLINE,
    _INLINE.map("## {}".format),
    st.lists(_INLINE, min_size=1, max_size=3).map(lambda lines: "\n".join(lines)),
    st.lists(_INLINE, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(_INLINE, min_size=1, max_size=3).map(
        lambda items: "\n".join(f"{n}. {item}" for n, item in enumerate(items, start=1))
    ),
    st.lists(st.tuples(_INLINE, _INLINE), min_size=1, max_size=3).map(
        lambda rows: "| а | б |\n| --- | ---: |\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)
    ),
)


def is_right_or_unsure(text: str) -> bool:
    plain = plain_markdown.to_html(text)
    if plain is None:
        return True
    return plain == markdown_engine.to_html(text)


@given(st.lists(_ANY, max_size=14).map("".join))
def test_any_text_gives_what_the_parser_gives_or_nothing(text: str) -> None:
    assert is_right_or_unsure(text)


@given(st.lists(_BLOCK, max_size=5).map("\n\n".join))
def test_plain_blocks_give_what_the_parser_gives(text: str) -> None:
    assert is_right_or_unsure(text)


@example("**где**\n[x](https://primjer.ba/x)")
@example("*in*\n*jekcija*\n\nTekst")
@given(st.one_of(st.lists(_BLOCK, max_size=5).map("\n\n".join), st.lists(_ANY, max_size=14).map("".join)))
def test_a_text_is_the_same_fragment_with_and_without_the_parser(text: str) -> None:
    """Tokens, links with their places, anchors, and what is doubted."""
    short = markup.parse(text, "a.md", 7, EMPTY_GLOSSARY)
    with shortcuts.exactly():
        assert markup.parse(text, "a.md", 7, EMPTY_GLOSSARY) == short


@pytest.mark.parametrize(
    "text",
    ["", "Текст.", "## Наслов\n\nТекст, **важно**.", "Ред\nи ред", "- а\n- б\n\n1. в\n2. г",
     "| а | б |\n| --- | ---: |\n| 1 | *2* |", "Види [веза](../usluge/a.md#b) и [сајт](https://primjer.ba/a?b=c).",
     "Са [[Save the Children]{lang=en}](a.md) и [ABC]{translate=no}.", "„Навод“ – 5\u00a0km."],
)  # fmt: skip
def test_what_most_texts_are_made_of_is_plain(text: str) -> None:
    assert plain_markdown.to_html(text) is not None
    assert is_right_or_unsure(text)


@pytest.mark.parametrize(
    "text",
    ["<b>a</b>", "`код`", "- а\n\n- б", "    код", "а  \nб", "Појам\n:   Опис", "![слика](a.png)", "[x](javascript:a)", "1) а",
     "а &amp; б", "[x][y]", "## Наслов {#ime}", "> навод", "2018. година", "---"],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert plain_markdown.to_html(text) is None
