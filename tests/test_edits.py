"""One field is written, and not a byte elsewhere moves."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import steady

from sitegen.edits import draft, draft_of, flow, scalar

RECORD = (
    "---\n"
    "# Назив\n"
    "title:   'Црвени крст'  # како пише\n"
    "phones:\n"
    '  - {number: "051/000-000", type: voice} # тел\n'
    "  # ред коментара\n"
    "\n"
    "not_for: |\n"
    "  Није за\n"
    "\n"
    "  дјецу.\n"
    "\n"
    "place:\n"
    "unknown: [hours,\n"
    "  founded]\n"
    "---\n"
    "\n"
    "Текст  са двоструким размаком.  \n"
    "---\n"
)
SHAPES = {
    "plain": RECORD,
    "windows": RECORD.replace("\n", "\r\n"),
    "with a byte order mark": "\ufeff" + RECORD,
    "mark and windows": "\ufeff" + RECORD.replace("\n", "\r\n"),
    "without a last line end": RECORD.rstrip("\n"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_comes_back_as_it_was(shape: str) -> None:
    data = SHAPES[shape].encode()
    read = draft_of(data)
    assert read is not None
    assert data == read.to_bytes()
    assert ["title", "phones", "not_for", "place", "unknown"] == list(read.header.fields)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_new_field_is_one_line_and_nothing_else(shape: str) -> None:
    text = SHAPES[shape]
    read = draft(text)
    assert read is not None
    line = f"verified: {{date: 2026-01-02}}{read.line_end}"
    written = read.with_field("verified", "{date: 2026-01-02}", after=("phones",)).characters
    assert text == written.replace(line, "", 1)
    behind = "type: voice} # тел" + read.line_end
    assert behind + line in written


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("field", "old"),
    [("title", "'Црвени крст'"), ("unknown", "[hours,\n  founded]"), ("not_for", "|\n  Није за\n\n  дјецу.")],
)  # fmt: skip
def test_a_value_is_replaced_where_it_stands(shape: str, field: str, old: str) -> None:
    text = SHAPES[shape]
    read = draft(text)
    assert read is not None
    old = old.replace("\n", read.line_end)
    assert text.replace(old, "[ново]", 1) == read.with_field(field, "[ново]").characters


def test_an_empty_value_is_filled_with_a_space_before_it() -> None:
    read = draft(RECORD)
    assert read is not None
    assert RECORD.replace("place:", "place: tu") == read.with_field("place", "tu").characters


def test_a_field_goes_with_its_lines_and_no_others() -> None:
    read = draft(RECORD)
    assert read is not None
    expected = RECORD.replace("unknown: [hours,\n  founded]\n", "")
    assert expected == read.without_field("unknown").characters


@pytest.mark.parametrize(
    "text",
    ["", "Текст", "---\ntitle: a\n", "---\n{title: a}\n---\n", "---\n- a\n---\n", "---\na: &x b\n---\n",
     "---\na: !!str b\n---\n", "---\na: [\n---\n", "---\na: b\na: c\n---\n", "---\n---\n"],
)  # fmt: skip
def test_what_cannot_be_edited_safely_is_refused(text: str) -> None:
    assert draft(text) is None


@settings(steady, max_examples=600)
@given(st.text(min_size=1, max_size=40).filter(lambda text: "\ud800" > max(text) or max(text) > "\udfff"))
def test_any_text_reads_back_as_itself_also_inside_brackets(text: str) -> None:
    text = text.replace("\x85", " ")
    for written in (scalar(text), flow({"a": [text]})):
        read = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506
        assert text == (read if isinstance(read, str) else read["a"][0])
