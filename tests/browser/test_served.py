"""What an editor sees of ``serve``: the page follows, where it was; mistakes lie over it until mended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from building import edit, small
from chromium import served
from selenium.webdriver.support.ui import WebDriverWait
from test_serve import serving, wait_for

PAGE = "content/stranice/o-imeniku.md"


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A project with a long page, and the address at which it is served."""
    root = small(tmp_path / "project")
    with (root / PAGE).open("a", encoding="utf-8") as file:
        file.write("\nПрви ред.\n" + "\nЈош један ред.\n" * 200)
    with serving(root, tmp_path / "said.txt") as url:
        wait_for(url, "livereload.js")
        yield root, url


def _until(driver: Any, script: str) -> Any:
    return WebDriverWait(driver, 30, poll_frequency=0.05, ignored_exceptions=[Exception]).until(
        lambda running: running.execute_script(script)
    )


PROBLEMS = "return document.querySelector('[data-sitegen-problems]')?.innerText || ''"
TEXT = "return document.body.innerText.includes('{}')"


def test_the_page_follows_and_stays_where_it_was(driver: Any, edited: tuple[Path, str]) -> None:
    root, url = edited
    driver.get(url + "o-imeniku/index.html")
    _until(driver, TEXT.format("Први ред."))
    driver.execute_script("window.scrollTo(0, 2000)")
    assert 2000 == driver.execute_script("return Math.round(scrollY)")
    edit(root, PAGE, "Први ред.", "Другачији ред.")
    _until(driver, TEXT.format("Другачији ред."))
    _until(driver, "return document.readyState === 'complete' && Math.abs(scrollY - 2000) < 40")


def test_mistakes_lie_over_the_last_good_page_until_they_are_mended(driver: Any, edited: tuple[Path, str]) -> None:
    root, url = edited
    driver.get(url + "o-imeniku/index.html")
    assert "" == driver.execute_script(PROBLEMS)
    edit(root, PAGE, "menu: footer", "menu: podnozje")
    _until(driver, PROBLEMS + ".length")
    assert f"{PAGE}:3:7" in _until(driver, PROBLEMS)
    assert driver.execute_script(TEXT.format("Први ред.")), "the last good page is there"
    edit(root, PAGE, "menu: podnozje", "menu: header")
    _until(driver, f"return (() => {{ {PROBLEMS} }})() === ''")
    _until(driver, TEXT.format("Први ред."))
    severe = [entry for entry in driver.get_log("browser") if "Content Security Policy" in entry["message"]]
    assert [] == severe


def test_another_site_in_the_same_browser_gets_nothing(driver: Any, edited: tuple[Path, str], tmp_path: Path) -> None:
    """It runs what scripts it can, frames what it can, opens what sockets it can."""
    root, url = edited
    driver.get(url)
    edit(root, PAGE, "menu: footer", "menu: podnozje")
    source = driver.page_source
    token = source.partition("livereload.js?token=")[2].partition('"')[0]
    assert len(token) > 20
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign/index.html").write_text(
        f"""<!doctype html><meta charset="utf-8"><title>Туђа страница</title><body><script>
        window.got = []; window.asked = 0;
        function ask(make) {{ asked++; make(function (what) {{ got.push(what); asked--; }}); }}
        ["", "livereload.js", "livereload.js?token={token}", "assets/plain.txt"].forEach(function (path) {{
          ask(function (end) {{ fetch("{url}" + path).then(r => r.text()).then(t => end("read " + path)).catch(() => end("")); }});
          ask(function (end) {{ var s = document.createElement("script"); s.src = "{url}" + path; s.onload = () => end("ran " + path); s.onerror = () => end(""); document.body.append(s); }});
        }});
        ["", "?token={token}"].forEach(function (query) {{
          ask(function (end) {{ var w = new WebSocket("{url}".replace("http", "ws") + "livereload" + query); w.onopen = () => end("socket " + query); w.onerror = () => end(""); }});
        }});
        </script><iframe id="frame" src="{url}"></iframe>""",
        encoding="utf-8",
    )  # fmt: skip
    with served(tmp_path / "foreign") as address:
        for foreign in (address, address.replace("127.0.0.1", "localhost")):
            driver.get(foreign + "/index.html")
            _until(driver, "return window.asked === 0")
            assert [] == [what for what in driver.execute_script("return got") if what]
            assert "" == driver.execute_script(PROBLEMS)
            driver.switch_to.frame("frame")
            assert "Пронађите помоћ" not in driver.page_source
            driver.switch_to.default_content()
