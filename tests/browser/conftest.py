"""A browser and two ways to a page: over HTTP and from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import needs
import pytest
from chromium import allow_scripts, look, served, started, unplug


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One browser for all tests; ``driver`` gives it out clean."""
    program, chromedriver = needs.chromium()
    with started(program, chromedriver, tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def driver(chromium: Any) -> Iterator[Any]:
    """The browser on an empty page, wide and light, its console and its requests forgotten."""
    chromium.get("about:blank")
    look(chromium)
    for kind in ("browser", "performance"):
        chromium.get_log(kind)
    yield chromium
    allow_scripts(chromium, allowed=True)
    unplug(chromium, unplugged=False)


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The site over HTTP, from this machine."""
    with served(site) as address:
        yield address


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path) -> str:
    """The site's address without a slash at the end: on a server, then in a folder."""
    if request.param == "file":
        return site.as_uri()
    served_at: str = request.getfixturevalue("server")
    return served_at
