"""One line of Markdown in the other script: only what people read changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import any_texts, steady

from sitegen.markdown_lines import convert_line
from sitegen.scripts.serbian import to_cyrillic, to_latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Obična rečenica.", "Обична реченица."),
        ("## Radno vrijeme {#vrijeme}", "## Радно вријеме {#vrijeme}"),
        ("## Naslov {: .klasa #naslov }", "## Наслов {: .klasa #naslov }"),
        ("Otvori [raspored](/prilozi/konji.ods) ili `naredba lj`.", "Отвори [распоред](/prilozi/konji.ods) или `naredba lj`."),
        ("``kod ` njega`` i tekst", "``kod ` njega`` и текст"),
        ("[a](njega.md \"Naslov\")", "[а](njega.md \"Наслов\")"),
        ("![Panj](panj.png)", "![Пањ](panj.png)"),
        ("[njega]: njega.md", "[njega]: njega.md"),
        ("[tekst][njega]", "[текст][njega]"),
        ("Susret [Open Doors]{lang=en} u petak", "Сусрет [Open Doors]{lang=en} у петак"),
        ("[tekst]{lang=sr}", "[текст]{lang=sr}"),
        ("[NJ]{translate=no} i", "[NJ]{translate=no} и"),
        ('<a href="ulje.md" title="Ulje">više</a>', '<a href="ulje.md" title="Уље">више</a>'),
        ('<span lang="en">Help</span> pomoć', '<span lang="en">Help</span> помоћ'),
        ("<code>njega</code> <b>njega</b>", "<code>njega</code> <b>њега</b>"),
        ("<!-- njega --> njega", "<!-- njega --> њега"),
        ("{{ njega }} {% njega %} njega", "{{ njega }} {% njega %} њега"),
        ("```python", "```python"),
        ("| Naziv | Broj |", "| Назив | Број |"),
        ("* stavka **jako**", "* ставка **јако**"),
        ("> navod", "> навод"),
        ("in**jekcija** i kon<b>jugacija</b>", "ин**јекција** и кон<b>југација</b>"),
        ("dva&nbsp;konja &amp; tri &lt; pet", "два&nbsp;коња &amp; три &lt; пет"),
        ("<em>Step</em> by Step", "<em>Step</em> by Step"),
        ("<https://njega.ba>", "<https://njega.ba>"),
        ("5 < 6 > 4 njega", "5 < 6 > 4 њега"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_line_changes_only_in_what_people_read(latin: str, cyrillic: str) -> None:
    assert cyrillic == convert_line(latin, lambda text: to_cyrillic(text).prose.plain)
    assert latin == convert_line(cyrillic, to_latin)


@given(line=any_texts)
@steady
def test_a_converter_that_changes_nothing_changes_nothing(line: str) -> None:
    assert line == convert_line(line, str)


def test_an_entity_of_a_letter_is_the_letter() -> None:
    assert "Удружење" == convert_line("Udru&zcaron;enje", lambda text: to_cyrillic(text).prose.plain)
