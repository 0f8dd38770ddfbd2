"""Wherever a build is stopped, the site is the old one or the new one, and the next build heals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from building import ROOT, project, surroundings

_LONG = bool(os.environ.get("SITEGEN_LONG"))
_PAGE = "---\ntitle: Страница {0}\n---\nТекст странице {0}. {1}\n"


def _projects(folder: Path) -> None:
    for name, text in (("old", "Старо."), ("new", "Ново, другачије.")):
        pages = {f"content/stranice/s-{n}.md": _PAGE.format(n, text if n < 2 else "") for n in range(4)}
        project(folder / name, pages)
    (folder / "old/content/stranice/s-3.md").unlink()


FAULTS = ["KILL", "ENOSPC", "EIO", "EACCES", "EMFILE", "EROFS", "EDQUOT", "EFBIG"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_stopped_build_leaves_a_whole_site_and_the_next_heals(fault: str, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "work").mkdir()
    _projects(tmp_path / "project")
    every = 1 if _LONG else 13 if fault == "KILL" else 53
    result = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("faults.py")), str(tmp_path / "project"), str(tmp_path / "work"), fault, str(every), str(FAULTS.index(fault) * 5 % every + 1)],
        cwd=ROOT, env=surroundings(PYTHONPATH=str(ROOT)), capture_output=True, text=True, check=False, timeout=9_000,
    )  # fmt: skip
    assert 0 == result.returncode, result.stderr[-2_000:]
    rounds = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rounds) >= 3
    for one in rounds:
        assert one["site"] in ("old", "new"), one
        assert 0 == one["healed"], one
        assert one["then"], one
        assert [] == one["litter"], one
        assert "Traceback" not in one["said"], one
        if one["status"] == 0:
            assert "new" == one["site"], one
        elif fault == "KILL":
            assert one["status"] in (-9, 0), one
        else:
            assert 2 == one["status"], one
