"""What tests of several rooms share: the real site, built once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real content, built by the public command into a folder with a space."""
    folder = tmp_path_factory.mktemp("мој именик")
    target = folder / "сајт за рад без мреже"
    command = [sys.executable, "build.py", "--output", target, "--cache", folder / "cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == result.returncode, result.stderr
    return target
