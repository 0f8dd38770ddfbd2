"""The search of the real site in Firefox: both editions, on a server and from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import firefox
import needs
import pytest
from firefox import Firefox

EDITIONS = {"cyrillic": ("", "сигурна кућа", "кућу"), "latin": ("lat/", "sigurna kuca", "kuću")}
SAFE_HOUSE = "usluge/smjestaj-zrtava-nasilja-u-sigurnu-kucu/index.html"
SEARCH = "pretraga/index.html"
DOWN, ENTER, ESCAPE = "\ue015", "\ue007", "\ue00c"
ANSWERED = """
const box = document.querySelector("[data-search]");
return box && box.dataset.searchState === "done" && box.dataset.searchQuery === arguments[0];
"""
LINKS = "return Array.from(document.querySelectorAll('[data-search-result] a'), (a) => a.href);"
# Listens before the page does anything, as a policy may be broken at once.
COMPLAINTS = """
window.complaints = [];
addEventListener("securitypolicyviolation", (event) => window.complaints.push(event.violatedDirective));
addEventListener("error", (event) => window.complaints.push(event.message));
"""


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox.started(needs.firefox(), tmp_path_factory.mktemp("firefox")) as running:
        yield running


def asked(driver: Firefox, query: str) -> list[str]:
    driver.wait_for(ANSWERED, query)
    links: list[str] = driver.run(LINKS)
    return links


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_answer_comes_first_and_is_marked(
    driver: Firefox, address: str, edition: tuple[str, str, str]
) -> None:
    prefix, query, marked = edition
    driver.go(f"{address}/{prefix}{SEARCH}?q={quote(query)}")
    assert f"{address}/{prefix}{SAFE_HOUSE}" == asked(driver, query)[0]
    marks = driver.run("return Array.from(document.querySelectorAll('.search-hit'), (m) => m.textContent)")
    assert marked in marks


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_by_keyboard_alone_from_the_home_page_to_a_name_and_back(
    driver: Firefox, address: str, edition: tuple[str, str, str]
) -> None:
    prefix, query, _ = edition
    driver.go(f"{address}/{prefix}index.html")
    driver.run("document.querySelector('header input[name=q]').focus()")
    driver.press(query, ENTER)
    driver.wait_for("return document.querySelector('[data-search]') !== null")
    assert f"{address}/{prefix}{SAFE_HOUSE}" == asked(driver, query)[0]
    driver.run(COMPLAINTS)
    driver.run("document.querySelector('[data-search-input]').focus()")
    driver.press("\ue003")  # one letter less, and the names open
    driver.wait_for("return document.activeElement.getAttribute('aria-expanded') === 'true'")
    driver.press(DOWN)
    assert driver.run("return document.activeElement.getAttribute('aria-activedescendant')")
    driver.press(ESCAPE)
    assert "false" == driver.run("return document.activeElement.getAttribute('aria-expanded')")
    driver.press(DOWN, ENTER)
    driver.wait_for("return !document.querySelector('[data-search]')")
    driver.ask("WebDriver:Back")
    driver.wait_for("return document.querySelector('[data-search]') !== null")
    driver.ask("WebDriver:Back")
    assert driver.address == f"{address}/{prefix}index.html"


def test_nothing_breaks_the_policy_of_the_page(driver: Firefox, address: str) -> None:
    driver.go(f"{address}/{SEARCH}")
    driver.run(COMPLAINTS)
    driver.run("document.querySelector('[data-search-input]').focus()")
    driver.press("sigruna kuca")
    assert asked(driver, "sigruna kuca")
    driver.run("document.querySelector('[data-search-filters] summary').click()")
    driver.wait_for("return document.querySelector('[data-search-filters] input') !== null")
    assert [] == driver.run("return window.complaints")


def test_a_word_of_danger_leaves_no_trace_in_the_address(driver: Firefox, address: str) -> None:
    driver.go(f"{address}/{SEARCH}#q={quote('муж ме туче')}")
    asked(driver, "муж ме туче")
    assert not driver.run("return document.querySelector('[data-search-danger]').hidden")
    assert driver.address == f"{address}/{SEARCH}"


def test_a_narrow_page_does_not_scroll_sideways(driver: Firefox, address: str) -> None:
    """A window of Firefox is never narrower than 450 pixels, so the page is made so."""
    driver.ask("WebDriver:SetWindowRect", width=450, height=700)
    driver.go(f"{address}/{SEARCH}?q={quote('помоћ')}")
    asked(driver, "помоћ")
    driver.run("document.documentElement.style.width = '320px'")
    assert driver.run("return document.querySelector('[data-search]').scrollWidth <= 320")


def test_without_scripts_the_form_leads_to_the_lists(tmp_path: Path, site: Path) -> None:
    with firefox.started(needs.firefox(), tmp_path / "profile", scripts=False) as driver:
        driver.go(f"{site.as_uri()}/{SEARCH}?q=pomoc")
        shown = driver.ask(
            "WebDriver:FindElements", using="css selector", value="[data-search-browse] a"
        )
        assert shown
        assert driver.ask("WebDriver:IsElementDisplayed", id=shown[0][firefox.ELEMENT])
