"""Choosing by several conditions: links without a script, conditions with one, and true counts."""

from __future__ import annotations

import posixpath
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from chromium import allow_scripts
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_site import EDITIONS, PATIENCE, console, go, heading, path_of, within

CHOOSE = "izbor/index.html"


def shown(driver: Any, address: str) -> list[str]:
    links = driver.find_elements(By.CSS_SELECTOR, "[data-choose-list] > li:not([hidden]) .card-title")
    return [within(link.get_attribute("href"), address) for link in links]


def counts(driver: Any) -> dict[tuple[str, str], int]:
    """What each value of each choice says that it would give."""
    found: list[list[Any]] = driver.execute_script("""
        return Array.from(document.querySelectorAll("[data-option]"), (item) => [
          item.closest("[data-choice]").dataset.choice, item.dataset.option,
          Number(/\\((\\d+)\\)/.exec(item.textContent)[1])]);
    """)
    return {(choice, option): count for choice, option, count in found}


def listed(site: Path, path: str) -> list[str]:
    """The services and organizations that a page of the site lists as cards."""
    html = (site / path).read_text("utf-8").partition("<main")[2]
    links = re.findall(r'<a class="card-title" href="([^"]+)"', html)
    found = [posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) for link in links]
    return [link for link in dict.fromkeys(found) if link.startswith(("usluge/", "organizacije/"))]


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_without_a_script_each_value_leads_to_as_many_records_as_it_says(
    driver: Any, server: str, site: Path, edition: str
) -> None:
    allow_scripts(driver, allowed=False)
    go(driver, server, edition + CHOOSE)
    options = driver.find_elements(By.CSS_SELECTOR, "[data-option]")
    assert len(options) > 30
    for option in options:
        link = option.find_element(By.TAG_NAME, "a")
        said = int(re.findall(r"\((\d+)\)", option.get_attribute("textContent"))[-1])
        html = (site / within(link.get_attribute("href"), server)).read_text("utf-8")
        assert said == html.partition("<main")[2].count('class="card-title"'), link.text
    name = heading(driver)
    options[0].find_element(By.TAG_NAME, "a").click()
    assert name != heading(driver)


def test_one_ticked_value_gives_what_its_page_lists(driver: Any, server: str, site: Path) -> None:
    go(driver, server, CHOOSE)
    whole = set(shown(driver, server))
    for choice, option in counts(driver):
        go(driver, server, f"{CHOOSE}?{choice}={option}")
        found = shown(driver, server)
        if choice == "grupa":
            assert set(listed(site, f"potrebe/{option}/index.html")) == set(found)
        elif choice == "vrsta":
            assert set(listed(site, f"{option}/index.html")) == set(found)
        elif choice == "oblast":
            assert set(listed(site, f"oblasti/{option}/index.html")) == set(found)
        else:
            assert set(found) <= whole
    assert [] == console(driver)


def test_a_group_at_a_place_gives_what_the_page_worked_out_beforehand_lists(
    driver: Any, server: str, site: Path
) -> None:
    pages = sorted(site.glob("potrebe/*/*/index.html"))
    assert len(pages) > 15
    for page in pages:
        group, place = page.parts[-3:-1]
        go(driver, server, f"{CHOOSE}?grupa={group}&mjesto={place}")
        assert set(listed(site, page.relative_to(site).as_posix())) == set(shown(driver, server))


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_every_count_is_the_length_of_the_list_that_the_tick_gives(
    driver: Any, server: str, edition: str
) -> None:
    """From several states: the number beside a value is what is shown once only it is ticked."""
    states = ["", "?grupa=djeca", "?mjesto=banja-luka&oblast=socijalna-zastita", "?vrsta=usluge&grupa=zene&grupa=djeca"]
    for state in states:
        go(driver, server, edition + CHOOSE + state)
        said = counts(driver)
        asked = [part.split("=") for part in state[1:].split("&") if part]
        for (choice, option), count in list(said.items())[::3]:
            kept = [f"{name}={value}" for name, value in asked if name != choice]
            go(driver, server, f"{edition}{CHOOSE}?{'&'.join([*kept, f'{choice}={option}'])}")
            assert count == len(shown(driver, server)), (state, choice, option)


def test_ticks_are_for_the_keyboard_and_kept_in_the_address(driver: Any, address: str) -> None:
    go(driver, address, CHOOSE)
    before = len(shown(driver, address))
    tick = driver.find_element(By.CSS_SELECTOR, "[data-choice=grupa] [data-option=djeca] input")
    tick.send_keys(Keys.SPACE)
    found = shown(driver, address)
    assert 0 < len(found) < before
    status = driver.find_element(By.CSS_SELECTOR, "[data-choose-status]")
    WebDriverWait(driver, PATIENCE).until(lambda _: str(len(found)) in status.text)
    driver.find_element(By.CSS_SELECTOR, "header a[hreflang]").click()
    assert f"lat/{CHOOSE}" == path_of(driver, address)
    assert [f"lat/{path}" for path in found] == sorted(shown(driver, address), key=lambda path: found.index(path[4:]))
    assert [] == console(driver)


def test_nothing_left_leads_on(driver: Any, server: str) -> None:
    go(driver, server, CHOOSE)
    groups = [option for choice, option in counts(driver) if choice == "grupa"]
    areas = [option for choice, option in counts(driver) if choice == "oblast"]
    for group, area in product(groups, areas):
        go(driver, server, f"{CHOOSE}?grupa={group}&oblast={area}")
        if not shown(driver, server):
            break
    else:
        raise AssertionError("every pair has records")
    ways = driver.find_elements(By.CSS_SELECTOR, "[data-choose-on] button")
    assert 2 == len(ways)
    said = int(re.findall(r"\((\d+)\)", ways[0].text)[-1])
    ways[0].click()
    assert said == len(shown(driver, server)) > 0
