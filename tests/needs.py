"""What tests need from the machine beside Python, and what to do where it is not there.

A person without it sees which package to install; on a build server, where ``CI`` is
``true``, a test that cannot run is a test that fails.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[1] / ".ci" / "tools" / "node_modules"
_BY_NPM = "run .ci/run, or: npm install --prefix .ci/tools --ignore-scripts $(cat .ci/npm.txt)"


def chromium() -> tuple[str, str]:
    """The browser of this machine and its driver."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    how = "apt-get install chromium chromium-driver"
    return _program(names, how), _program(("chromedriver",), how)


def firefox() -> str:
    """Firefox of this machine; it needs no driver."""
    return _program(("firefox-esr", "firefox"), "apt-get install firefox-esr")


def node() -> str:
    """Node.js, which runs the programs of ours without a browser."""
    return _program(("node",), "apt-get install nodejs")


def java() -> str:
    """The Java that runs the HTML checker."""
    return _program(("java",), "apt-get install default-jre-headless")


def axe() -> Path:
    """The script of the accessibility rules."""
    return _file(TOOLS / "axe-core" / "axe.min.js")


def vnu() -> Path:
    """The Nu HTML checker."""
    return _file(TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar")


def _program(names: tuple[str, ...], how: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    return found or _missing(names[0], how)


def _file(path: Path) -> Path:
    return path if path.is_file() else Path(_missing(path.name, _BY_NPM))


def _missing(what: str, how: str) -> str:
    message = f"{what} is not installed: {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
