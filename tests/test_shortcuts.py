"""The short ways of reading change nothing: whole sites built with and without them are equal."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen import shortcuts
from sitegen.pipeline import Options, build

ROOT = Path(__file__).parent.parent
PROJECTS = (ROOT, ROOT / "tests" / "sites" / "small")


@pytest.mark.parametrize("project", PROJECTS, ids=["content", "small"])
def test_a_site_is_the_same_without_the_short_ways(project: Path) -> None:
    options = Options(theme="default", offline=False)
    short = build(project, options)
    with shortcuts.exactly():
        exact = build(project, options)
    assert [file.path for file in exact.artifacts] == [file.path for file in short.artifacts]
    differing = [
        str(one.path) for one, other in zip(exact.artifacts, short.artifacts, strict=True)
        if one.content != other.content
    ]  # fmt: skip
    assert [] == differing
    assert exact.diagnostics == short.diagnostics


def test_short_ways_are_taken_again_afterwards() -> None:
    with shortcuts.exactly():
        assert not shortcuts.are_taken()
    assert shortcuts.are_taken()
