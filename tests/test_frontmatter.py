"""Headers as text with places: YAML never guesses a value, and every place is where people look."""

from __future__ import annotations

import pytest

from sitegen.diagnostics import Place
from sitegen.frontmatter import Document, Mapping, Scalar, Sequence, parse, parse_table
from sitegen.source import SourceFile


def header(text: str) -> Mapping:
    checked = parse(SourceFile("content/usluge/a.md", f"---\n{text}\n---\n"))
    assert () == checked.diagnostics
    assert checked.value is not None
    assert checked.value.header is not None
    return checked.value.header


def found(text: str) -> list[tuple[str, int, int, int]]:
    checked = parse(SourceFile("content/usluge/a.md", text))
    return [(f.code, f.place.line, f.place.column, f.place.length) for f in checked.diagnostics]


@pytest.mark.parametrize(
    "typed",
    [
        "051301065", "0775", "07012345", "no", "yes", "on", "off", "true", "null", "~", "12:30", "22:30", "1.10",
        "800.000", "2018-05-03", "2018-05", "1e3", "0x1F", "0b11", "+387", "-5", ".inf", ".nan", "1_000", "=", "<<",
        "Њ", "18-65", "2022.",
    ],
)  # fmt: skip
def test_a_value_stays_the_text_that_was_typed(typed: str) -> None:
    node = header(f"field: {typed}").get("field")
    assert Scalar(typed, Place("content/usluge/a.md", 2, 8, len(typed))) == node


def test_quotation_marks_are_not_part_of_a_value_but_of_its_place() -> None:
    assert Scalar("051: 1", Place("content/usluge/a.md", 2, 4, 8)) == header('a: "051: 1"').get("a")


def test_a_whole_header_keeps_text_order_and_places() -> None:
    text = "---\ntitle: Њега и љубав\nareas: [a, b]\nperiod:\n  from: 2003\n---\nТијело\n"
    path = "content/usluge/a.md"
    checked = parse(SourceFile(path, text))
    assert () == checked.diagnostics
    document = checked.value
    assert isinstance(document, Document)
    assert ("Тијело\n", 7) == (document.body, document.body_line)
    assert document.header is not None
    assert ["title", "areas", "period"] == [entry.key.text for entry in document.header.entries]
    assert Place(path, 3, 1, 5) == document.header.entries[1].key.place
    areas = document.header.get("areas")
    assert isinstance(areas, Sequence)
    assert (Scalar("a", Place(path, 3, 9, 1)), Scalar("b", Place(path, 3, 12, 1))) == areas.items
    period = document.header.get("period")
    assert isinstance(period, Mapping)
    assert Scalar("2003", Place(path, 5, 9, 4)) == period.get("from")
    assert document.header.get("missing") is None


def test_places_count_characters_and_not_bytes() -> None:
    node = header("наслов: {љубав: њега, x: ђ}").get("наслов")
    assert isinstance(node, Mapping)
    assert Scalar("ђ", Place("content/usluge/a.md", 2, 26, 1)) == node.get("x")


def test_letters_in_two_parts_count_as_the_file_has_them() -> None:
    node = header("a: [c\u030c, b]").get("a")
    assert isinstance(node, Sequence)
    assert Scalar("b", Place("content/usluge/a.md", 2, 9, 1)) == node.items[1]


def test_a_header_may_end_with_dots_and_the_body_may_hold_a_rule() -> None:
    document = parse(SourceFile("p.md", "---\na: 1\n...\nприје\n\n---\nпослије\n")).value
    assert document is not None
    assert ("прије\n\n---\nпослије\n", 4) == (document.body, document.body_line)


def test_a_file_that_ends_with_its_header_has_an_empty_body() -> None:
    document = parse(SourceFile("p.md", "---\na: 1\n---")).value
    assert document is not None
    assert "" == document.body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Само текст\n", [("header.missing", 1, 1, 10)]),
        ("", [("header.missing", 1, 1, 0)]),
        ("---\ntitle: A\n", [("header.unclosed", 1, 1, 3)]),
        ("---\n---\n", [("header.empty", 1, 1, 3)]),
        ("---\n# само напомена\n---\n", [("header.empty", 1, 1, 3)]),
        ("---\n- a\n---\n", [("header.not_fields", 2, 1, 0)]),
        ("---\nНаслов\n---\n", [("header.not_fields", 2, 1, 6)]),
        ("---\na: 1\nљубав: 2\nљубав: 3\n---\n", [("yaml.duplicate", 4, 1, 5)]),
        ("---\na: &x 1\n---\n", [("yaml.anchor", 2, 4, 4)]),
        ("---\na: *x\n---\n", [("yaml.anchor", 2, 4, 2)]),
        ("---\na: !!python/object:os.system x\n---\n", [("yaml.tag", 2, 4, 27)]),
        ("---\n? [a]\n: 1\n---\n", [("yaml.key", 2, 3, 1)]),
        ("---\n\ttitle: A\n---\n", [("yaml.tab", 2, 1, 1)]),
        ("---\nnaslov: ЈУ: Центар\n---\n", [("yaml.colon", 2, 11, 1)]),
        ('---\na: 1\nb: "без краја\nc: 2\n---\n', [("yaml.quote", 3, 4, 1)]),
        ("---\na: [b, c\nd: 1\n---\n", [("yaml.bracket", 2, 4, 1)]),
        ("---\na: @b\n---\n", [("yaml.character", 2, 4, 1)]),
        ("---\na: %b\n---\n", [("yaml.character", 2, 4, 1)]),
    ],
)  # fmt: skip
def test_a_broken_header_is_named_where_it_must_change(
    text: str, expected: list[tuple[str, int, int, int]]
) -> None:
    assert expected == found(text)


def test_every_repeated_key_is_reported_and_the_first_value_stays() -> None:
    checked = parse(SourceFile("p.md", "---\na: 1\na: 2\nb: 1\nb: 2\na: 3\n---\n"))
    assert [("a", "2"), ("b", "4"), ("a", "2")] == [
        (f.fact("found"), f.fact("line")) for f in checked.diagnostics
    ]
    assert checked.value is not None
    assert checked.value.header is not None
    kept = [(e.key.text, e.value.text) for e in checked.value.header.entries if isinstance(e.value, Scalar)]
    assert [("a", "1"), ("b", "1")] == kept


def test_the_body_is_there_even_when_the_header_is_broken() -> None:
    document = parse(SourceFile("p.md", "---\na: [\n---\nТијело\n")).value
    assert document is not None
    assert (None, "Тијело\n", 4) == (document.header, document.body, document.body_line)


@pytest.mark.parametrize("opening", ["[", "- ", "{a: "])
def test_nesting_without_end_is_refused_quickly(opening: str) -> None:
    checked = parse_table(SourceFile("p.yml", opening * 5000))
    assert checked.value is None
    assert ["yaml.depth"] == [f.code for f in checked.diagnostics]


def test_a_table_with_too_many_values_is_refused() -> None:
    checked = parse_table(SourceFile("p.yml", "[" + "a," * 60_001 + "]"))
    assert (None, ["yaml.size"]) == (checked.value, [f.code for f in checked.diagnostics])


def test_an_empty_table_is_no_value_and_no_mistake() -> None:
    checked = parse_table(SourceFile("p.yml", "# ништа још\n"))
    assert (None, ()) == (checked.value, checked.diagnostics)


def test_two_documents_in_one_table_are_refused() -> None:
    checked = parse_table(SourceFile("p.yml", "- a\n---\n- b\n"))
    assert (None, ["yaml.documents"]) == (checked.value, [f.code for f in checked.diagnostics])


def test_a_line_separator_inside_a_value_moves_no_place() -> None:
    """YAML takes U+2028 for a line end, an editor's screen does not."""
    node = header("a: x\u2028y\nb: z").get("b")
    assert Scalar("z", Place("content/usluge/a.md", 3, 4, 1)) == node
