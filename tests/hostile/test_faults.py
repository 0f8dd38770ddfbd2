"""Wherever a build is stopped, the site is the old one or the new one, and the next build heals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from building import ROOT, project, surroundings

_LONG = bool(os.environ.get("SITEGEN_LONG"))
_PAGE = "---\ntitle: Страница {0}\n---\nТекст странице {0}. {1}\n"
FAULTS = ("KILL", "ENOSPC", "EIO", "EACCES", "EMFILE", "EROFS", "EDQUOT", "EFBIG")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What became of each build that was disturbed."""
    folder = tmp_path_factory.mktemp("faults")
    for name, text in (("old", "Старо."), ("new", "Ново, другачије.")):
        pages = {f"content/stranice/s-{n}.md": _PAGE.format(n, text if n < 2 else "") for n in range(4)}
        project(folder / "project" / name, pages)
    (folder / "project/old/content/stranice/s-3.md").unlink()
    (folder / "work").mkdir()
    kills, every = ("2000", "1") if _LONG else ("12", "17")
    result = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("faults.py")), str(folder / "project"), str(folder / "work"), kills, every, *FAULTS],
        cwd=ROOT, env=surroundings(PYTHONPATH=str(ROOT)), capture_output=True, text=True, check=False, timeout=14_000,
    )  # fmt: skip
    assert 0 == result.returncode, result.stderr[-2_000:]
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("fault", ["RANDOM", *FAULTS])
def test_a_stopped_build_leaves_a_whole_site_and_the_next_heals(fault: str, told: list[dict[str, Any]]) -> None:
    rounds = [one for one in told if one["fault"] == fault]
    assert len(rounds) >= 3
    for one in rounds:
        assert one["site"] in ("old", "new"), one
        assert 0 == one["healed"], one
        assert one["then"], one
        assert [] == one["litter"], one
        assert "Traceback" not in one["said"], one
        if one["status"] == 0:
            assert one["wanted"] == one["site"], one
        elif fault in ("KILL", "RANDOM"):
            assert -9 == one["status"], one
        else:  # what says that it failed has changed nothing, and left nothing lying about
            assert 2 == one["status"], one
            assert ("old", []) == (one["site"], one["left"]), one


def test_the_first_page_is_there_at_every_moment(told: list[dict[str, Any]]) -> None:
    watched = [one for one in told if one["fault"] == "WATCHED"]
    assert [0] == [one["gaps"] for one in watched]
    assert watched[0]["looks"] > 100
