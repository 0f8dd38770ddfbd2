"""The journeys of readers, each as it is walked in need: without JavaScript, and by keyboard alone.

J1 a citizen on an old phone, J2 a social worker on the telephone, J3 a blind reader, J4 no network.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from chromium import allow_scripts, look, requests_of, unplug
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_site import (
    EDITIONS,
    PATIENCE,
    RED_CROSS,
    answer,
    console,
    go,
    heading,
    path_of,
    press,
    tab_to,
)

WORDS = {
    "": {"older": "старијој особи", "town": "Бања Лука", "stamp": "Стање на дан", "state": "није провјерено"},
    "lat/": {"older": "starijoj osobi", "town": "Banja Luka", "stamp": "Stanje na dan", "state": "nije provjereno"},
}  # fmt: skip


def reach(driver: Any, text: str) -> None:
    """With the keyboard to the first link in ``main`` that says *text*, and through it."""
    link = driver.find_element(By.XPATH, f"//main//a[contains(normalize-space(), '{text}')]")
    driver.find_element(By.TAG_NAME, "main").send_keys("")
    tab_to(driver, lambda stop: stop == link)
    before = driver.current_url
    press(driver, Keys.ENTER)
    WebDriverWait(driver, PATIENCE).until(lambda _: driver.current_url != before)


def follow(driver: Any, text: str) -> None:
    """A finger on the first link in ``main`` that says *text*."""
    driver.find_element(By.XPATH, f"//main//a[contains(normalize-space(), '{text}')]").click()


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@pytest.mark.parametrize("way", ["touch", "keyboard"])
def test_a_citizen_comes_to_a_number_to_call(
    driver: Any, address: str, edition: str, way: str
) -> None:
    """J1. The telephone is the first fact of the record, can be tapped, and says how sure it is."""
    allow_scripts(driver, allowed=False)
    look(driver, width=360, height=640)
    go(driver, address, f"{edition}organizacije/index.html")
    (follow if way == "touch" else reach)(driver, "Crveni krst" if edition else "Црвени крст")
    assert edition + RED_CROSS == path_of(driver, address)
    phone = driver.find_element(By.CSS_SELECTOR, "main a[href^='tel:']")
    facts = driver.find_elements(By.CSS_SELECTOR, "main dd, main .phones li")
    assert phone.rect["y"] <= facts[0].rect["y"] + facts[0].rect["height"]
    assert phone.rect["y"] < 640 * 1.5, "more than a screen and a half away"
    assert WORDS[edition]["state"] in phone.find_element(By.XPATH, "..").text
    assert WORDS[edition]["stamp"] in driver.find_element(By.TAG_NAME, "footer").text


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@pytest.mark.parametrize("way", ["touch", "keyboard"])
def test_a_social_worker_finds_by_need_and_place(
    driver: Any, address: str, edition: str, way: str
) -> None:
    """J2. From home: for whom, then where; a list with true counts and a way to each record."""
    allow_scripts(driver, allowed=False)
    step = follow if way == "touch" else reach
    words = WORDS[edition]
    go(driver, address, f"{edition}index.html")
    step(driver, words["older"])
    assert f"{edition}potrebe/stara-lica/index.html" == path_of(driver, address)
    step(driver, words["town"])
    assert f"{edition}potrebe/stara-lica/banja-luka/index.html" == path_of(driver, address)
    cards = driver.find_elements(By.CSS_SELECTOR, "main .card-title")
    assert cards
    counted = driver.find_element(By.CSS_SELECTOR, "main > .note, main .note").text
    assert str(len(cards)) in counted
    name = cards[0].text
    step(driver, name)
    assert name == heading(driver)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_a_blind_reader_has_an_outline_unique_links_and_the_other_script(
    driver: Any, server: str, edition: str
) -> None:
    """J3. Landmarks once each and named, links of a list tell themselves apart."""
    for path in ("index.html", "usluge/index.html", RED_CROSS, "pretraga/index.html", "izbor/index.html"):
        go(driver, server, edition + path)
        assert heading(driver)
        for landmark in ("main", "header.top", "footer"):
            assert 1 == len(driver.find_elements(By.CSS_SELECTOR, landmark)), path
        names = [nav.get_attribute("aria-label") for nav in driver.find_elements(By.TAG_NAME, "nav")]
        assert len(names) == len({name for name in names if name}), path
        twice: list[str] = driver.execute_script("""
            const seen = new Map();
            for (const link of document.querySelectorAll("main a[href]")) {
              const text = link.textContent.trim();
              if (seen.has(text) && seen.get(text) !== link.href) return [text, link.href, seen.get(text)];
              seen.set(text, link.href);
            }
            return [];
        """)
        assert [] == [text for text in twice if not text.startswith(("0", "+"))], path
        other = driver.find_element(By.CSS_SELECTOR, "header a[hreflang]")
        assert other.get_attribute("lang") == other.get_attribute("hreflang")
    assert [] == console(driver)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_an_office_without_a_network_has_the_whole_site(
    driver: Any, site: Path, tmp_path: Path, edition: str
) -> None:
    """J4. The archive unpacked, opened with a double click: search, script, nothing asked of others."""
    with zipfile.ZipFile(site / "offline.zip") as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    unplug(driver, unplugged=True)
    requests_of(driver)
    go(driver, folder.as_uri(), f"{edition}index.html")
    stop = tab_to(driver, lambda stop: stop.get_attribute("name") == "q")
    assert "input" == stop.tag_name
    press(driver, "crveni krst", Keys.ENTER)
    WebDriverWait(driver, PATIENCE).until(lambda _: "pretraga" in driver.current_url)
    assert edition + RED_CROSS == answer(driver, folder.as_uri(), "crveni krst")[0]
    driver.find_element(By.CSS_SELECTOR, "header a[hreflang]").click()
    WebDriverWait(driver, PATIENCE).until(lambda _: ("/lat/" in driver.current_url) != bool(edition))
    assert WORDS["" if edition else "lat/"]["stamp"] in driver.find_element(By.TAG_NAME, "footer").text
    asked = requests_of(driver)
    assert asked
    assert [] == [link for link in asked if not link.startswith("file:///")]
    assert [] == console(driver)
