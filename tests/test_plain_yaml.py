"""Plain YAML is read as the parser reads it, places included, or not at all."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import plain_yaml, yaml_engine
from sitegen.plain_yaml import Node, Scalar, Sequence

ROOT = Path(__file__).parent.parent
HEADER = re.compile(r"---\n(.*?)^---$", re.MULTILINE | re.DOTALL)


def headers() -> list[str]:
    """Headers and tables of the real content, and of sites that are full of mistakes."""
    texts = []
    for folder in (ROOT / "content", ROOT / "tests" / "sites" / "broken"):
        for file in sorted(folder.rglob("*.*")):
            text = file.read_text("utf-8", errors="replace") if file.suffix in (".md", ".yml") else ""
            header = HEADER.match(text) if file.suffix == ".md" else None
            texts.append(header[1] if header else text[:3000])
    return texts


REAL = headers()


def everything(node: Node) -> Any:
    """*node* with what comparing leaves out."""
    if isinstance(node, Scalar):
        return node, node.style, node.span
    if isinstance(node, Sequence):
        return node.place, [everything(item) for item in node.items]
    return node.place, [(everything(entry.key), everything(entry.value)) for entry in node.entries]


def is_right_or_unsure(text: str) -> bool:
    plain = plain_yaml.read(text, "a.md", 2)
    if plain is None:
        return True
    parsed = yaml_engine.read(text, "a.md", 2)
    return parsed.value is not None and not parsed.diagnostics and everything(plain) == everything(parsed.value)


_SIGNS = st.sampled_from(["\n", " ", "  ", "- ", ": ", ":", "#", " #", ",", "[", "]", "{", "}", '"', "'", "&", "*", "!",
                          "|", ">", "%", "@", "`", "?", "=", "~", "\\", "\t", "---", "\u00a0", "\u0085", "\u2028", "\ufeff",
                          "\u0306", "ријеч", "word", "051", "a: b\n", "a:\n", "- x\n", "{a: b}", "[a, b]", "https://a.ba/x?y=1#z"])  # fmt: skip
_WORD = st.sampled_from(["ријеч", "more words", "051 301-065", "12:30", "a-b", "no", "https://primjer.ba/a?b=c", '"x: y"', "'#1'",
                         '""', "a#b", "„навод“", "2018-05-03", '"a, b"', "C++", "a: b", "[x]", "x ]", "-1", "a ", "5 %"])  # fmt: skip
_NAME = st.sampled_from(["a", "title", "review_every", "x-y", '"q"', "ж"])


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(_NAME, inner).map(": ".join)
    return st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, max_size=3).map(lambda items: f"[ {' ,'.join(items)} ]"),
        st.lists(pair, max_size=3).map(lambda pairs: f"{{{', '.join(pairs)}}}"),
    )


_VALUE = st.recursive(_WORD, _nested, max_leaves=5)


def _indented(text: str, by: str) -> str:
    return "\n".join(by + line if line else line for line in text.split("\n"))


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    line = st.one_of(
        st.tuples(_NAME, _VALUE).map(": ".join),
        st.tuples(_NAME, inner, st.sampled_from(["", "  ", "   "])).map(
            lambda parts: f"{parts[0]}:\n{_indented(parts[1], parts[2])}"
        ),
        st.sampled_from(["", "# note", "  # note", "a:", "b: |\n  c", " "]),
    )
    item = st.one_of(_VALUE, inner.map(lambda text: _indented(text, "  ").strip()))
    return st.one_of(
        st.lists(line, min_size=1, max_size=4).map("\n".join),
        st.lists(item, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    )


_BLOCK = st.recursive(st.tuples(_NAME, _VALUE).map(": ".join), _block, max_leaves=4)


@settings(max_examples=300)
@given(_BLOCK, st.sampled_from(["", "\n", "\n\n"]))
def test_yaml_gives_what_the_parser_gives_or_nothing(text: str, end: str) -> None:
    assert is_right_or_unsure(text + end)


@settings(max_examples=300)
@given(st.lists(_SIGNS, max_size=14).map("".join))
def test_any_signs_give_what_the_parser_gives_or_nothing(text: str) -> None:
    assert is_right_or_unsure(text)


@settings(max_examples=500)
@given(st.data())
def test_real_headers_with_a_slip_give_what_the_parser_gives_or_nothing(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(REAL))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(st.one_of(st.just(""), _SIGNS)) + text[at + gone :]
    assert is_right_or_unsure(text)


@pytest.mark.parametrize("text", REAL)
def test_real_headers_give_what_the_parser_gives_or_nothing(text: str) -> None:
    assert is_right_or_unsure(text)


@pytest.mark.parametrize(
    "text",
    ["a: b", "  a: b\n  c: d", "'yes': b\n\"no\":\n  'a b': c → d\n", "a: б в\nc: 'd'\ne: \"f: g\"\n", "a: [b, c]\nd: []\n", "a: {b: c, \"d\": {e: [f]}}\n", "- a: b\n  c: d\n- {e: f}\n",
     "a:\n  - b\n  - c: d\n    e: f\n", "a:\n- b\n- c\nd:\n  e: f\n", "# note\n\na: b\n\n  # note\nc: 12:30\n", "a: https://b.ba/c?d=e#f\n"],
)  # fmt: skip
def test_what_most_headers_are_made_of_is_plain(text: str) -> None:
    assert plain_yaml.read(text, "a.md", 2) is not None
    assert is_right_or_unsure(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a:", "a: b\na: c", "a: |\n  b", "a: \"b\\n\"", "a: 'b''c'", "a: b\n  c", "a: &x b", "a: *x", "a: !x b", "a: b #c", "a: [b,\n  c]",
     "? a\n: b", "a: b\n---\nc: d", "a:\tb", "a: [b, c,]", "a: {b, c}", "a: [b: c]", "- - a", "a: b\n c: d", "ж: a", "a: {b: c, b: d}"],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert plain_yaml.read(text, "a.md", 2) is None


@pytest.mark.parametrize("text", ["[" * 50_000, "a: " + "[" * 50_000, "a:\n" * 20_000, "- " * 50_000, "a: {b: " * 20_000,
                                  "a:" + " " * 90_000, "a: b" + " " * 90_000 + "c: d", "a: [" + "b, " * 60_000 + "c]", "#\n" * 90_000,
                                  "a: " + "b:" * 50_000, "a: " + "b#" * 50_000 + "\\", "a: [" + "b:c" * 50_000 + "\\"])  # fmt: skip
def test_text_of_any_length_is_looked_at_once(text: str) -> None:
    started = time.process_time()
    plain_yaml.read(text, "a.md", 2)
    assert time.process_time() - started < 1
