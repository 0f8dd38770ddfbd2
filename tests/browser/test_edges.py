"""Pages as the real content does not have them today: contacts that were checked long ago, emergency
numbers, hours, a note on top, a record that hundreds name, empty answers, a reader's list. They
keep the same rules."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import needs
import pytest
from building import edit, small, tree
from chromium import look, served
from test_site import AXE, OVERFLOW, answer, go
from test_validity import OWN_FILES, SEALED

from sitegen.pipeline import Options

CENTRE, DAY_CARE = "organizacije/centar-za-pomoc", "usluge/dnevni-boravak"
SHELTER, HUB = "usluge/sigurno-mjesto", "organizacije/mreza"
MEMBER = "---\ntitle: Удружење {n}\ntype: association\nstatus: active\nmember_of: [mreza]\nunknown: [sources]\n---\n"


@pytest.fixture(scope="module")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site two years after anybody looked at it, with a network of 230 members."""
    root = small(tmp_path_factory.mktemp("edges"))
    edit(root, "content/site.yml", "as_of: 2026-01-15", "as_of: 2028-01-15")
    edit(root, f"content/{CENTRE}.md", "status: active\n", "status: active\nnotice: {text: До краја мјесеца не ради.}\n")
    hub = MEMBER.format(n="").replace("Удружење ", "Мрежа").replace("member_of: [mreza]\n", "")
    (root / f"content/{HUB}.md").write_text(hub, encoding="utf-8")
    for n in range(230):
        (root / f"content/organizacije/clan-{n:03}.md").write_text(MEMBER.format(n=n), encoding="utf-8")
    folder = root / "site"
    for path, content in tree(root, Options(theme="default", offline=False)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def at(edges: Path) -> Iterator[str]:
    with served(edges) as address:
        yield address


def test_the_pages_have_the_states_that_this_is_about(edges: Path) -> None:
    def page(path: str) -> str:
        return (edges / path / "index.html").read_text("utf-8")

    assert "могли су се промијенити" in page(CENTRE)
    assert "давно провјерено" in page(CENTRE)
    assert "До краја мјесеца не ради." in page(CENTRE)
    assert 'class="emergency"' in page(CENTRE)
    assert 'class="exit"' in page(SHELTER)
    assert "Хитна помоћ" in page(SHELTER)
    assert "veze/index.html" in page(HUB)
    assert (edges / HUB / "veze/2/index.html").is_file()


@pytest.mark.parametrize("edition", ["", "lat/"])
@pytest.mark.parametrize(
    "path",
    [
        f"{CENTRE}/index.html", f"{DAY_CARE}/index.html", f"{SHELTER}/index.html", f"{HUB}/index.html",
        f"{HUB}/veze/2/index.html", "organizacije/2/index.html", "usluge/stari-boravak/index.html",
        "nedostaje/index.html", "pretraga/index.html?q=кврцнзп", "pretraga/index.html?q=не могу више",
        f"knjizica/index.html#sg-moj={SHELTER},{CENTRE}", "knjizica/index.html#sg-moj=usluge/nema",
    ],
)  # fmt: skip
def test_no_rule_of_accessibility_is_broken_at_the_edges(driver: Any, at: str, edition: str, path: str) -> None:
    driver.get("about:blank")
    go(driver, at, edition + path)
    if "?q=" in path:
        answer(driver, at, path.partition("?q=")[2])
    driver.execute_script(needs.axe().read_text(encoding="utf-8"))
    broken = {}
    for width in (320, 1280):
        for scheme in ("light", "dark"):
            look(driver, width=width, scheme=scheme)
            broken[f"{width} {scheme}"] = driver.execute_async_script(AXE) + driver.execute_script(OVERFLOW)
    assert {} == {seen: found for seen, found in broken.items() if found}


def test_every_page_at_the_edges_is_valid(edges: Path) -> None:
    command = [needs.java(), "-jar", needs.vnu(), "--skip-non-html", "--format", "json", str(edges)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    found = {
        (message["url"].rpartition("/site/")[2], message["message"])
        for message in json.loads(result.stderr)["messages"]
        if not OWN_FILES.match(message["message"]) and not SEALED.match(message["message"])
    }
    assert set() == found
