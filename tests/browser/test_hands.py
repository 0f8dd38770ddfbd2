"""What the pages do in a reader's hands, in a real browser: leaving, keeping, looking, printing."""

from __future__ import annotations

from typing import Any

import pytest
from chromium import allow_scripts
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_site import EDITIONS, PATIENCE, RED_CROSS, SAFE_HOUSE, console, go, path_of, press

SENSITIVE = (
    SAFE_HOUSE,
    "usluge/rad-sa-nasiljem-u-porodici/index.html",
    "oblasti/zastita-od-nasilja/index.html",
    "grupe/zrtve-nasilja/index.html",
    "potrebe/zrtve-nasilja/index.html",
    "potrebe/zrtve-nasilja/banja-luka/index.html",
)
REVEALING = ("наси", "жртв", "сигурн", "nasi", "žrtv", "sigurn")


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_way_out_is_the_first_stop_and_a_plain_link(
    driver: Any, address: str, edition: str
) -> None:
    allow_scripts(driver, allowed=False)
    for path in SENSITIVE:
        go(driver, address, edition + path)
        first = press(driver, Keys.TAB)
        assert "a" == first.tag_name, path
        assert first.get_attribute("href").startswith("https://"), path
        assert first.get_attribute("data-exit") is not None, path
        assert first.rect["height"] >= 44
        assert press(driver, Keys.TAB).get_attribute("href").endswith("#sg-t-main")


@pytest.mark.parametrize("path", SENSITIVE)
def test_neither_the_title_nor_the_preview_says_what_is_read(
    driver: Any, server: str, path: str
) -> None:
    for edition in EDITIONS.values():
        go(driver, server, edition + path)
        seen = [driver.title] + [
            meta.get_attribute("content")
            for meta in driver.find_elements(By.CSS_SELECTOR, "meta[name=description], meta[property]")
        ]
        assert [] == [text for text in seen for word in REVEALING if word in text.lower()]
        policy = driver.find_element(By.CSS_SELECTOR, "meta[name=referrer]")
        assert "no-referrer" == policy.get_attribute("content")
        assert driver.find_element(By.CSS_SELECTOR, ".private").is_displayed()


def test_leaving_takes_the_page_out_of_the_history(driver: Any, address: str) -> None:
    go(driver, address, "index.html")
    go(driver, address, SAFE_HOUSE)
    away = f"{address}/{RED_CROSS}"  # the real way out needs a network
    driver.execute_script("document.querySelector('[data-exit]').href = arguments[0]", away)
    before = driver.execute_script("return history.length")
    press(driver, Keys.TAB, Keys.ENTER)
    WebDriverWait(driver, PATIENCE).until(lambda _: path_of(driver, address) == RED_CROSS)
    assert before == driver.execute_script("return history.length")
    driver.back()
    WebDriverWait(driver, PATIENCE).until(lambda _: path_of(driver, address) == "index.html")
    assert [] == console(driver)


def test_other_pages_have_no_way_out_of_a_hurry(driver: Any, server: str) -> None:
    for path in ("index.html", RED_CROSS, "usluge/index.html"):
        go(driver, server, path)
        assert [] == driver.find_elements(By.CSS_SELECTOR, "[data-exit]")
