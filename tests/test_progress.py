"""A long build says where it has got to; a short one says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from building import small

from sitegen.cache import plain
from sitegen.manifest import STEPS
from sitegen.pipeline import Options, build
from sitegen.progress import Progress
from sitegen.report import read_messages


def said(seconds_each: float) -> str:
    times = count()
    written: list[str] = []
    progress = Progress(
        plain, read_messages("sr-Cyrl"), written.append, lambda: next(times) * seconds_each
    )
    made = progress(
        "pages", lambda n: n * 2, range(40), key=str, encode=lambda _: b"", decode=lambda n, _: n
    )
    assert [n * 2 for n in range(40)] == list(made)
    progress.wipe()
    return "".join(written)


def test_a_short_build_says_nothing() -> None:
    assert "" == said(0.02)


def test_a_long_one_counts_on_one_line_and_wipes_it() -> None:
    text = said(0.06)
    assert "\n" not in text
    assert "Градим странице: 17 од 40" in text
    assert text.endswith("\r\x1b[K")
    assert 5 < text.count("Градим странице") < 20, "ten times a second at most"


def test_every_step_of_a_build_has_its_words() -> None:
    for tag in ("sr-Cyrl", "en"):
        words = read_messages(tag)
        assert all(words.say(f"progress.{step}", done=1, total=2) for step in STEPS)


def test_a_build_has_these_steps_and_no_others(tmp_path: Path) -> None:
    taken = set()

    def witness(step: str, *given: Any, **named: Any) -> Iterator[Any]:
        taken.add(step)
        return plain(step, *given, **named)

    build(small(tmp_path), Options(offline=False), each=witness)
    assert set(STEPS) == taken
