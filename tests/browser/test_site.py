"""The real site in a real browser, as its readers meet it: on a server and from a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import needs
import pytest
from chromium import allow_scripts, look, requests_of, unplug
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

EDITIONS = {"cyrillic": "", "latin": "lat/"}
RED_CROSS = "organizacije/crveni-krst-gradska-organizacija-banja-luka/index.html"
SOCIAL_CENTRE = "organizacije/centar-za-socijalni-rad-banja-luka/index.html"
SAFE_HOUSE = "usluge/smjestaj-zrtava-nasilja-u-sigurnu-kucu/index.html"
OTAHARIN = "organizacije/otaharin/index.html"
SEARCH = "pretraga/index.html"
PAGES = {  # one page of every template, and a record of every kind
    "home": "index.html",
    "list": "usluge/index.html",
    "alphabet": "azbuka/index.html",
    "needs": "potrebe/index.html",
    "need": "potrebe/djeca/index.html",
    "need at a place": "potrebe/djeca/banja-luka/index.html",
    "organization": RED_CROSS,
    "institution": SOCIAL_CENTRE,
    "service": SAFE_HOUSE,
    "project": "projekti/new-solutions-to-old-problems/index.html",
    "programme": "programi/sori/index.html",
    "document": "dokumenti/akcioni-plan-lica-sa-invaliditetom-2020-2026/index.html",
    "event": "dogadjaji/konferencija-podrska-ocd-2022-12-27/index.html",
    "place": "mjesta/banja-luka/index.html",
    "area": "oblasti/socijalna-zastita/index.html",
    "group": "grupe/djeca/index.html",
    "text": "kako-naci-pomoc/index.html",
    "sources": "izvori/index.html",
    "gaps": "nedostaje/index.html",
    "data": "podaci/index.html",
    "search": SEARCH,
    "choose": "izbor/index.html",
    "figures": "slike/index.html",
    "timeline": "slike/vrijeme/index.html",
    "network": "slike/mreza/index.html",
    "map": "slike/karta/index.html",
    "booklet": "knjizica/index.html",
    "pocket": "imenik.html",
}
WITH_RESULTS = {"search with results": f"{SEARCH}?q={quote('дјеца')}"}
LOST = {"not found": "404.html"}
FIRST = {
    "Црвени крст": RED_CROSS,
    "Crveni krst": RED_CROSS,
    "crveni krst": RED_CROSS,
    "црвеног крста": RED_CROSS,
    "Центар за социјални рад": SOCIAL_CENTRE,
    "centar za socijalni rad": SOCIAL_CENTRE,
    "сигурна кућа": SAFE_HOUSE,
    "sigurna kuća": SAFE_HOUSE,
    "sigurna kuca": SAFE_HOUSE,
    "Отахарин": OTAHARIN,
    "otaharin": OTAHARIN,
    "051/301-065": RED_CROSS,
}
PATIENCE = 20  # seconds: a build server may be busy
NONSENSE = ("xqzvw", "кврцнзп", "999888777")

ANSWER = """
const [query, done] = arguments;
const box = document.querySelector("[data-search]");
const settled = () => ["done", "failed"].includes(box.dataset.searchState)
  && box.dataset.searchQuery === query;
const links = () => Array.from(document.querySelectorAll("[data-search-result]"),
  (item) => item.querySelector("a[href]").href);
const wait = () => settled() ? done([box.dataset.searchState, links()]) : setTimeout(wait, 5);
wait();
"""
TYPE = """
const field = document.querySelector("[data-search-input]");
field.value = arguments[0];
field.dispatchEvent(new Event("input"));
"""
# Targets too small for a finger: under 24 pixels, not in a sentence, and with a neighbour nearer
# than WCAG 2.2 allows (2.5.8: the circle of 24 pixels around it touches another's).
SMALL_TARGETS = """
const scope = "header.top, footer, nav, main ul, main ol, main form, main dl";
const shown = (el) => el.getClientRects().length && el.checkVisibility();
const targets = Array.from(document.querySelectorAll("a[href], button, input, summary"))
  .filter(shown).map((el) => [el, el.getBoundingClientRect()]);
const isSmall = (r) => r.width < 24 || r.height < 24;
const letters = (text) => text.replace(/[^\\p{L}]/gu, "").length;
const isInSentence = (el) => getComputedStyle(el).display === "inline"
  && letters(el.parentElement.textContent) - letters(el.textContent) > 12;
const gap = (x, y, r) => Math.hypot(
  Math.max(r.left - x, 0, x - r.right), Math.max(r.top - y, 0, y - r.bottom));
const middle = (r) => [(r.left + r.right) / 2, (r.top + r.bottom) / 2];
const isCrowded = (el, r) => targets.some(([other, o]) => other !== el && (
  gap(...middle(r), o) < 12
  || (isSmall(o) && Math.hypot(middle(r)[0] - middle(o)[0], middle(r)[1] - middle(o)[1]) < 24)));
return targets
  .filter(([el, r]) => el.closest(scope) && isSmall(r) && !isInSentence(el) && isCrowded(el, r))
  .map(([el, r]) => `${el.outerHTML.slice(0, 120)} ${Math.round(r.width)}×${Math.round(r.height)}`);
"""
OVERFLOW = """
const wide = document.documentElement.scrollWidth;
if (wide <= innerWidth) return [];
const isOut = (el) => el.getBoundingClientRect().right > innerWidth + 0.5
  || (el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).overflowX === "visible");
const guilty = Array.from(document.querySelectorAll("body *")).filter(isOut).slice(-2);
return [`${wide} pixels`, ...guilty.map((el) => el.outerHTML.slice(0, 120))];
"""
AXE = """
const done = arguments[0];
axe.run(document, {preload: false, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]})
  .then((found) => done(found.violations.map((rule) =>
    [rule.id, rule.nodes.length, rule.nodes[0].html.slice(0, 160), rule.nodes[0].failureSummary])))
  .catch((error) => done([["axe failed", 0, String(error), ""]]));
"""


def go(driver: Any, address: str, path: str) -> None:
    driver.get(f"{address}/{path}")


def path_of(driver: Any, address: str) -> str:
    """The page shown, by path from the root of the site."""
    return within(driver.current_url, address)


def within(link: str, address: str) -> str:
    shown = unquote(link.partition("?")[0].partition("#")[0])
    return shown.removeprefix(unquote(address) + "/")


def heading(driver: Any) -> str:
    text: str = driver.find_element(By.TAG_NAME, "h1").text
    return text


def answer(driver: Any, address: str, query: str) -> list[str]:
    """The pages found, when the search says that it has done with *query*."""
    state, links = driver.execute_async_script(ANSWER, query)
    assert "done" == state
    return [within(link, address) for link in links]


def find(driver: Any, address: str, query: str) -> list[str]:
    driver.execute_script(TYPE, query)
    return answer(driver, address, query)


def press(driver: Any, *keys: str) -> Any:
    """Types on the keyboard; returns the element that then has the focus."""
    ActionChains(driver).send_keys(*keys).perform()
    return driver.switch_to.active_element


def console(driver: Any) -> list[str]:
    return [entry["message"] for entry in driver.get_log("browser")]


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_a_reader_walks_from_home_to_a_record_and_calls(
    driver: Any, address: str, edition: str
) -> None:
    go(driver, address, f"{edition}index.html")
    name = heading(driver)
    driver.find_element(By.CSS_SELECTOR, "header nav a[href$='organizacije/index.html']").click()
    assert name != heading(driver)
    folder = RED_CROSS.split("/")[1]
    driver.find_element(By.CSS_SELECTOR, f"main a[href*='{folder}']").click()
    assert edition + RED_CROSS == path_of(driver, address)
    expected = "Crveni krst" if edition else "Црвени крст"
    assert heading(driver).startswith(expected)
    phone = driver.find_element(By.CSS_SELECTOR, "main a[href^='tel:']")
    assert ("tel:+38751301065", "051/301-065") == (phone.get_attribute("href"), phone.text)
    assert [] == console(driver)


def test_the_other_script_is_one_click_away_and_keeps_the_page(driver: Any, address: str) -> None:
    for path in PAGES.values():
        if path == PAGES["pocket"]:
            continue  # sent as a message it has no other page beside it: test_hands.py
        go(driver, address, path)
        name = heading(driver)
        for there, lang in ((f"lat/{path}", "sr-Latn-BA"), (path, "sr-Cyrl-BA")):
            driver.find_element(By.CSS_SELECTOR, "header a[hreflang]").click()
            assert there == path_of(driver, address)
            assert lang == driver.find_element(By.TAG_NAME, "html").get_attribute("lang")
        assert name == heading(driver)
    assert [] == console(driver)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_record_looked_for_is_found_first(driver: Any, address: str, edition: str) -> None:
    go(driver, address, edition + SEARCH)
    found = {query: find(driver, address, query)[:1] for query in FIRST}
    assert {query: [edition + path] for query, path in FIRST.items()} == found
    assert [] == console(driver)


def test_both_editions_give_the_same_answers(driver: Any, server: str) -> None:
    answers = []
    for edition in EDITIONS.values():
        go(driver, server, edition + SEARCH)
        answers.append([find(driver, server, query) for query in FIRST])
    assert answers[0] == [[path.removeprefix("lat/") for path in one] for one in answers[1]]


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_an_address_with_a_question_is_answered_when_opened(
    driver: Any, address: str, edition: str
) -> None:
    go(driver, address, f"{edition}{SEARCH}?q=sigurna+ku%C4%87a")
    assert edition + SAFE_HOUSE == answer(driver, address, "sigurna kuća")[0]
    field = driver.find_element(By.CSS_SELECTOR, "[data-search-input]")
    assert "sigurna kuća" == field.get_attribute("value")
    assert [] == console(driver)


def test_the_other_script_is_asked_the_same_question(driver: Any, address: str) -> None:
    go(driver, address, f"{SEARCH}?q=sigurna+ku%C4%87a")
    first = answer(driver, address, "sigurna kuća")
    driver.find_element(By.CSS_SELECTOR, "header a[hreflang]").click()
    assert [f"lat/{path}" for path in first] == answer(driver, address, "sigurna kuća")
    assert [] == console(driver)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_field_on_a_record_leads_to_the_answers(
    driver: Any, address: str, edition: str
) -> None:
    go(driver, address, edition + RED_CROSS)
    driver.find_element(By.CSS_SELECTOR, "header input[name=q]").send_keys(
        "сигурна кућа", Keys.ENTER
    )
    WebDriverWait(driver, PATIENCE).until(lambda _: path_of(driver, address) == edition + SEARCH)
    WebDriverWait(driver, PATIENCE).until(lambda _: "?q=" in driver.current_url)
    assert ["сигурна кућа"] == parse_qs(urlsplit(driver.current_url).query)["q"]
    assert edition + SAFE_HOUSE == answer(driver, address, "сигурна кућа")[0]
    driver.find_element(By.CSS_SELECTOR, "[data-search-result] a").click()
    assert edition + SAFE_HOUSE == path_of(driver, address)
    assert [] == console(driver)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_nonsense_finds_nothing_and_the_lists_stay(driver: Any, address: str, edition: str) -> None:
    go(driver, address, edition + SEARCH)
    for query in NONSENSE:
        assert [] == find(driver, address, query)
        assert driver.find_element(By.CSS_SELECTOR, "[data-search-browse] a").is_displayed()
    status = driver.find_element(By.CSS_SELECTOR, "[data-search-status]")
    WebDriverWait(driver, PATIENCE).until(lambda _: status.text)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_an_unverified_number_says_so_wherever_it_stands(
    driver: Any, address: str, edition: str
) -> None:
    """No record of the first content has been checked by anybody yet."""
    words = "nije provjereno" if edition else "није провјерено"
    go(driver, address, edition + SEARCH)
    find(driver, address, "црвени крст")
    result = driver.find_element(By.CSS_SELECTOR, "[data-search-result]")
    assert "051/301-065" in result.text
    assert result.find_element(By.CSS_SELECTOR, ".search-contact .doubt").text == words
    for path in (RED_CROSS, "organizacije/index.html"):
        go(driver, address, edition + path)
        numbers = driver.find_elements(By.CSS_SELECTOR, "main a[href^='tel:']")
        assert numbers
        beside = [number.find_element(By.XPATH, "following-sibling::*[1]") for number in numbers]
        assert {words} == {mark.text for mark in beside if mark.is_displayed()}
    assert [] == console(driver)


def test_every_result_leads_to_a_page(driver: Any, server: str, site: Path) -> None:
    go(driver, server, SEARCH)
    found = {path for query in FIRST for path in find(driver, server, query)}
    assert set() == {path for path in found if not (site / path).is_file()}


def is_dressed(driver: Any) -> bool:
    """Whether every style that the page names or holds is at work, and there is one."""
    return bool(
        driver.execute_script(
            "const named = document.querySelectorAll('link[rel=stylesheet], style').length;"
            "return named > 0 && document.styleSheets.length === named"
        )
    )


def test_on_a_server_nothing_is_asked_of_others_and_the_console_stays_empty(
    driver: Any, server: str
) -> None:
    for edition in EDITIONS.values():
        for path in (*PAGES.values(), *LOST.values()):
            go(driver, server, edition + path if path not in LOST.values() else path)
            assert is_dressed(driver), path
        go(driver, server, edition + SEARCH)
        find(driver, server, "помоћ")
    asked = requests_of(driver)
    assert f"{server}/assets/style.css" in asked
    assert [] == [link for link in asked if not link.startswith(f"{server}/")]
    assert [] == console(driver)


def test_from_a_folder_the_site_needs_no_network(driver: Any, site: Path) -> None:
    unplug(driver, unplugged=True)
    for edition in EDITIONS.values():
        for path in PAGES.values():
            go(driver, site.as_uri(), edition + path)
            assert is_dressed(driver), path
        go(driver, site.as_uri(), edition + SEARCH)
        assert find(driver, site.as_uri(), "помоћ")
    asked = requests_of(driver)
    assert f"{site.as_uri()}/assets/style.css" in asked
    assert [] == [link for link in asked if not link.startswith("file:///")]
    assert [] == console(driver)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_without_javascript_links_and_forms_work(driver: Any, address: str, edition: str) -> None:
    allow_scripts(driver, allowed=False)
    go(driver, address, edition + RED_CROSS)
    driver.find_element(By.CSS_SELECTOR, "header input[name=q]").send_keys("pomoć", Keys.ENTER)
    WebDriverWait(driver, PATIENCE).until(lambda _: path_of(driver, address) == edition + SEARCH)
    browse = driver.find_elements(By.CSS_SELECTOR, "[data-search-browse] a")
    assert len(browse) > 20
    assert all(link.is_displayed() for link in browse)
    assert driver.find_element(By.CSS_SELECTOR, "noscript p").rect["height"] > 0
    browse[0].click()
    assert edition + SEARCH != path_of(driver, address)
    assert heading(driver)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_keyboard_alone_is_enough(driver: Any, address: str, edition: str) -> None:
    go(driver, address, f"{edition}index.html")
    skip = press(driver, Keys.TAB)
    assert skip.get_attribute("href").endswith("#sg-t-main")
    assert skip.rect["y"] >= 0
    assert skip.rect["height"] >= 24
    assert "main" == press(driver, Keys.ENTER).tag_name
    go(driver, address, f"{edition}index.html")
    stop = tab_to(driver, lambda stop: stop.get_attribute("name") == "q")
    assert "input" == stop.tag_name
    press(driver, "crveni krst", Keys.ENTER)
    WebDriverWait(driver, PATIENCE).until(lambda _: path_of(driver, address) == edition + SEARCH)
    assert edition + RED_CROSS == answer(driver, address, "crveni krst")[0]
    first = driver.find_element(By.CSS_SELECTOR, "[data-search-result] a")
    tab_to(driver, lambda stop: stop == first)
    press(driver, Keys.ENTER)
    WebDriverWait(driver, PATIENCE).until(lambda _: path_of(driver, address) == edition + RED_CROSS)


def tab_to(driver: Any, is_there: Any) -> Any:
    """The element reached with the Tab key, each one on the way visibly focused."""
    for _ in range(60):
        stop = press(driver, Keys.TAB)
        outline = stop.value_of_css_property("outline-style")
        shadow = stop.value_of_css_property("box-shadow")
        assert (outline, shadow) != ("none", "none"), stop.get_attribute("outerHTML")
        if is_there(stop):
            return stop
    raise AssertionError("not reached with sixty stops")


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_narrowest_phone_scrolls_one_way_only(driver: Any, server: str, edition: str) -> None:
    """320 pixels: a small phone, or a page at 400 % on a desk (WCAG 1.4.10)."""
    look(driver, width=320)
    wide = {}
    for name, path in every_page(edition).items():
        show(driver, server, path)
        wide[name] = driver.execute_script(OVERFLOW)
    assert {} == {name: found for name, found in wide.items() if found}


def test_no_page_is_wider_than_the_narrowest_phone(driver: Any, server: str, site: Path) -> None:
    """A long word of a single record is enough to break a page."""
    look(driver, width=320)
    wide = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        if not path.startswith("lat/"):
            go(driver, server, path)
            wide[path] = driver.execute_script(OVERFLOW)
    assert {} == {path: found for path, found in wide.items() if found}


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough_for_a_finger(driver: Any, server: str, width: int) -> None:
    look(driver, width=width)
    small = {}
    for name, path in every_page("").items():
        show(driver, server, path)
        small[name] = driver.execute_script(SMALL_TARGETS)
    assert {} == {name: found for name, found in small.items() if found}


@pytest.mark.parametrize(
    "path",
    [
        *(
            edition + path
            for edition in EDITIONS.values()
            for path in (PAGES | WITH_RESULTS).values()
        ),
        *LOST.values(),
    ],
    ids=unquote,
)
def test_no_rule_of_accessibility_is_broken(driver: Any, server: str, path: str) -> None:
    """Every rule of axe, best practice included: narrow and wide, light and dark."""
    rules = needs.axe().read_text(encoding="utf-8")
    show(driver, server, path)
    driver.execute_script(rules)
    broken = {}
    for width in (320, 1280):
        for scheme in ("light", "dark"):
            look(driver, width=width, scheme=scheme)
            broken[f"{width} {scheme}"] = driver.execute_async_script(AXE)
    assert {} == {look: found for look, found in broken.items() if found}


def test_the_rules_of_accessibility_are_really_asked(driver: Any, server: str) -> None:
    """An empty list of violations must not come from rules that looked at nothing."""
    go(driver, server, "index.html")
    driver.execute_script(needs.axe().read_text(encoding="utf-8"))
    driver.execute_script("""
        document.querySelector("h1").style.color = "#ccc";
        document.querySelector("main").insertAdjacentHTML("afterend", "<h6>…</h6><img src=x>");
    """)
    expected = {"color-contrast", "heading-order", "image-alt", "region"}
    assert expected <= {rule[0] for rule in driver.execute_async_script(AXE)}


def test_a_small_target_and_a_wide_page_are_noticed(driver: Any, server: str) -> None:
    look(driver, width=320)
    go(driver, server, "usluge/index.html")
    driver.execute_script("""
        const list = document.querySelector("main ul");
        list.style.whiteSpace = "nowrap";
        list.innerHTML = "<li><a href='#'>а</a></li><li><a href='#'>б</a></li>" + "ш".repeat(99);
        for (const part of list.querySelectorAll("li, a")) {
          part.style.cssText = "all: unset; display: block; font-size: 10px; line-height: 12px";
        }
    """)
    assert 2 == len(driver.execute_script(SMALL_TARGETS))
    assert driver.execute_script(OVERFLOW)


def test_a_reader_who_asks_for_dark_pages_gets_them(driver: Any, server: str) -> None:
    go(driver, server, "index.html")
    light = driver.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
    look(driver, scheme="dark")
    dark = driver.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
    assert brightness(light) > 200
    assert brightness(dark) < 60


def brightness(colour: str) -> float:
    channels = [float(part) for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    return sum(channels) / 3


def test_a_lost_visitor_finds_the_way_home(driver: Any, server: str) -> None:
    for lost in ("нема/тога/овдје/", "lat/nema/toga/", "organizacije/nema-je/index.html"):
        go(driver, server, lost)
        driver.find_element(By.CSS_SELECTOR, "main a").click()
        assert "index.html" == path_of(driver, server)


def every_page(edition: str) -> dict[str, str]:
    return {name: edition + path for name, path in (PAGES | WITH_RESULTS).items()} | LOST


def show(driver: Any, address: str, path: str) -> None:
    """Opens a page; one that was asked something is shown with its answers."""
    go(driver, address, path)
    query = parse_qs(urlsplit(path).query).get("q")
    if query:
        assert answer(driver, address, query[0])
