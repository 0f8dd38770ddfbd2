"""Words and keys of the search: what meets, what stays apart, and that both languages agree."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from needs import node

from sitegen import search_keys
from sitegen.scripts import lexicon
from sitegen.scripts.serbian import fold, to_latin

HERE = Path(__file__).parent
PROGRAMS = HERE.parent / "sitegen" / "browser"
WORDS = HERE / "data" / "search_key_words.txt"
LETTERS = sorted(
    ((latin, cyrillic) for cyrillic, latin in search_keys.browser_table()["latin"].items()),
    key=lambda pair: -len(pair[0]),
)
LINES = (
    "Центар за социјални рад Приједор, тел. 052/211-435, 052/211-436",
    "Стратегија развоја 2018 – 2024. године; ЈУ „Дом за старија лица“",
    "пишите на info@primjer.ba или +387 51 123-456 и 00381 11 1234 567",
    "одржано 30. априла 2018, у мају 2019. и 2020-05-17; јануар 2018-2020",
    "Позив траје од 01. 02. 2026. до 15.03.2026. — износ 10 000 КМ, ул. Краља Петра I 5/3",
    "",
)


def keys(text: str) -> set[str]:
    return {search_keys.key(fold(word)) for word in text.split()}


@pytest.mark.parametrize(
    "forms",
    [
        "центар центра центру центром центри centar CENTRA",
        "жртва жртве жртава жртвама zrtava žrtvu",
        "дијете дјетета дјеца дјеце деца дете djece djeca дјечији",
        "човјек човјека људи људима ljudi",
        "организација организације организацији организацијама organizacijom",
        "старија старијих старијег starijima",
        "вијеће вијећа већа vijece",
        "удружење удружења удружењима udruzenje",
        "савјетовалиште саветовалиште savjetovalista",
        "грађани грађана gradjana građanima",
        "систем система системом sistema",
        "књига књизи knjigama",
        "сигурна сигурне сигурној sigurnih",
        "пројекат пројекта пројекти projektima",
        "Требиње Требиња Требињу trebinju",
        "Бањалука Бањалуци banjaluku",
    ],
)
def test_the_forms_of_a_word_share_one_key(forms: str) -> None:
    assert 1 == len(keys(forms)), keys(forms)


def test_different_words_keep_different_keys() -> None:
    text = "дом жена мајка школа насиље право помоћ рад град здравље суд превоз смјештај лијек"
    assert len(text.split()) == len(keys(text))


def test_endings_stand_longest_first() -> None:
    """The first ending that fits is taken, so a short one must not hide a long one."""
    endings = search_keys.browser_table()["endings"]
    assert sorted(endings, key=len, reverse=True) == endings


def test_a_date_is_one_word_however_it_is_written() -> None:
    for text in ("27.12.2022", "27. 12. 2022.", "27/12/2022", "2022-12-27", "27. децембра 2022."):
        word = search_keys.Word("2022-12-27", ("2022", "2022-12"))
        assert (word,) == search_keys.words(text)
    for text in ("у децембру 2022.", "decembar 2022", "2022-12"):
        assert search_keys.Word("2022-12", ("2022",)) == search_keys.words(text)[-1]


def test_a_range_of_years_is_one_word_with_parts_whatever_the_dash() -> None:
    for text in ("2018-2020", "2018–2020", "2018 — 2020", "2018.-2020."):
        word = search_keys.Word("2018-2020", ("2018", "2020"))
        assert (word,) == search_keys.words(text)


def test_a_telephone_number_is_one_word_with_and_without_separators() -> None:
    for text in ("051/301-065", "051 301 065", "+387 51 301-065", "0038751301065",
                 "387 51 301065", "(051) 30-10-65"):  # fmt: skip
        assert ["051301065"] == [word.form for word in search_keys.words(text)]
        assert ["301065"] == [word.short for word in search_keys.words(text)]


def test_a_number_that_is_still_being_typed_is_the_beginning_of_it() -> None:
    for text in ("051 3", "051/301", "051 30-10"):
        (word,) = search_keys.words(text)
        assert "051301065".startswith(word.form)


@pytest.mark.parametrize("text", [*LINES, "Љубав „ЏЕП“ – dj Dž ǆ ﬁ I\u0307 10½ Ñandú", "a\u0301 b\u00adc"])
def test_the_quick_folding_makes_the_same_words(text: str) -> None:
    slow = [search_keys.word(token) for token in search_keys.tokens(fold(text))]
    assert slow == list(search_keys.words(text))


def test_two_telephone_numbers_side_by_side_stay_two() -> None:
    found = search_keys.words("051/301-065 065/123-456")
    assert ["051301065", "065123456"] == [word.form for word in found]


def test_the_browser_makes_the_same_keys(tmp_path: Path) -> None:
    lines = _word_lines() + LINES
    assert 2000 <= len(lines)
    expected = [_expected(line) for line in lines]
    assert expected == _in_node(lines, tmp_path)


SCRIPT_CASES = HERE / "scripts" / "cases"


def _cases(*names: str) -> list[list[str]]:
    lines = [line for name in names for line in (SCRIPT_CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_the_cases_of_the_scripts_hold_in_the_browser(tmp_path: Path) -> None:
    """The files that ``tests/scripts`` runs through Python: what they expect, not what Python says."""
    latin = [(row[1], row[0]) for row in _cases("digraphs", "capitals", "acronyms", "kept", "phrases")]
    latin += [(row[1], row[2]) for row in _cases("repairs")]
    groups = _cases("fold")
    lines = [cyrillic for cyrillic, _ in latin] + [form for forms in groups for form in forms]
    rows = _in_node(tuple(lines), tmp_path)
    assert [expected for _, expected in latin] == [row[1] for row in rows[: len(latin)]]
    folded = iter(row[0] for row in rows[len(latin) :])
    keys = [{next(folded) for _ in forms} for forms in groups]
    assert [1] * len(groups) == [len(forms) for forms in keys]
    assert len(groups) == len(set.union(*keys))


def test_the_browser_folds_every_letter_of_our_alphabets_alike(tmp_path: Path) -> None:
    """Latin, Greek and Cyrillic with all their marks, alone and between letters that meet in a key."""
    blocks = (*range(0x21, 0x530), *range(0x1C80, 0x1C89), *range(0x1E00, 0x2070), *range(0xA640, 0xA6A0), *range(0xFB00, 0xFB07))
    letters = [chr(code) for code in blocks if chr(code).isprintable()]
    lines = (*tuple(f"{letter} d{letter}j {letter}́̈ž" for letter in letters), "јјј dJJJ дјјј", "ΑΣ ΟΔΟΣ.", "и\u0306 г\u0301 е\u0308 Љ\u0301У")
    expected = [[fold(line), to_latin(line)] for line in lines]
    assert expected == [row[:2] for row in _in_node(lines, tmp_path)]


def test_the_browser_makes_the_same_keys_of_the_lexicon(tmp_path: Path) -> None:
    """Every fortieth form of the two million, as it stands and in Cyrillic."""
    forms = list(islice(_serbian_forms(), 0, None, 40))
    assert 50_000 <= len(forms)
    lines = tuple(f"{form} {_cyrillic(form)}" for form in forms)
    assert [_expected(line) for line in lines] == _in_node(lines, tmp_path)


def _cyrillic(form: str) -> str:
    for latin, cyrillic in LETTERS:
        form = form.replace(latin, cyrillic)
    return form


def _serbian_forms() -> Iterator[str]:
    """Every form of the lexicon, from its automaton."""
    edges = lexicon._automaton("serbian.words")
    open_nodes = [(edges[0], "")]
    while open_nodes:
        place, head = open_nodes.pop()
        for number, letter in enumerate(lexicon.ALPHABET, 1):
            edge = edges[place + number]
            if edge & 0x3F == number:
                if edge & 0x80 and letter != lexicon.NAME:
                    yield head + letter
                open_nodes.append((edge >> 8, head + letter))


def _word_lines() -> tuple[str, ...]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def _expected(line: str) -> list[Any]:
    found = search_keys.words(line)
    rows = [[w.form, list(w.parts), w.short, search_keys.key(w.form)] for w in found]
    return [fold(line), to_latin(line), rows]


def _in_node(lines: tuple[str, ...], folder: Path) -> list[Any]:
    table = folder / "table.json"
    rules = search_keys.browser_table() | search_keys.numbers_table()
    table.write_text(json.dumps(rules), encoding="utf-8")
    script = HERE / "browser" / "search_keys_check.js"
    answer = subprocess.run(
        [node(), script, PROGRAMS, table],
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        check=True,
    )
    return [json.loads(row) for row in answer.stdout.decode().splitlines()]
