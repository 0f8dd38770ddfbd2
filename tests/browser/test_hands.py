"""What the pages do in a reader's hands, in a real browser: leaving, keeping, looking, printing."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from building import project
from chromium import allow_scripts, look, requests_of, unplug
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_site import (
    EDITIONS,
    OVERFLOW,
    PATIENCE,
    RED_CROSS,
    SAFE_HOUSE,
    brightness,
    console,
    go,
    heading,
    path_of,
    press,
)

from sitegen.pipeline import Options, build

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


# --- the reader's own list -------------------------------------------------------------------

BOOKLET = "knjizica/index.html"


@pytest.fixture(autouse=True)
def _nothing_kept(driver: Any, server: str, site: Path) -> None:
    for address in (server, site.as_uri()):
        go(driver, address, "o-imeniku/index.html")
        driver.execute_script("localStorage.clear()")
    requests_of(driver)
    console(driver)


def kept(driver: Any) -> str:
    text: str = driver.execute_script("return localStorage.getItem('sitegen.list') || ''")
    return text


def entries(driver: Any) -> list[str]:
    shown = driver.find_elements(By.CSS_SELECTOR, "[data-entry]")
    return [entry.get_attribute("data-entry") for entry in shown if entry.is_displayed()]


def keep_page(driver: Any, address: str, path: str) -> None:
    go(driver, address, path)
    driver.find_element(By.CSS_SELECTOR, "[data-keep]").click()


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_a_list_is_kept_shown_in_both_scripts_and_emptied(
    driver: Any, address: str, edition: str
) -> None:
    centre = "organizacije/dom-zdravlja-banja-luka"
    keep_page(driver, address, edition + RED_CROSS)
    keep_page(driver, address, f"{edition}{centre}/index.html")
    assert {RED_CROSS.removesuffix("/index.html"), centre} == set(kept(driver).split(","))
    way = driver.find_element(By.CSS_SELECTOR, "[data-mine-go]")
    assert "2" in way.text
    way.click()
    for other in (edition, "" if edition else "lat/"):
        go(driver, address, f"{other}{BOOKLET}#sg-moj")
        assert {RED_CROSS.removesuffix("/index.html"), centre} == set(entries(driver))
        assert heading(driver) == ("Moj spisak" if other else "Мој списак")
        assert "2" in driver.find_element(By.CSS_SELECTOR, "[data-mine-status]").text
    driver.find_element(By.CSS_SELECTOR, "li:not([hidden]) .drop").click()
    assert 1 == len(entries(driver))
    driver.find_element(By.CSS_SELECTOR, "[data-mine-clear]").click()
    assert [] == entries(driver)
    assert "" == kept(driver)
    assert [] == console(driver)


def test_a_list_travels_in_a_link_and_is_not_kept_unasked(driver: Any, address: str) -> None:
    keep_page(driver, address, RED_CROSS)
    go(driver, address, f"{BOOKLET}#sg-moj")
    link = driver.find_element(By.CSS_SELECTOR, "[data-mine-share]").get_attribute("value")
    driver.execute_script("localStorage.clear()")
    driver.get("about:blank")
    driver.get(link)
    assert [RED_CROSS.removesuffix("/index.html")] == entries(driver)
    assert "" == kept(driver)
    driver.find_element(By.CSS_SELECTOR, "[data-mine-save]").click()
    assert RED_CROSS.removesuffix("/index.html") == kept(driver)
    assert [] == console(driver)


@pytest.mark.parametrize("sent", ["<img src=x onerror=alert(1)>", "usluge/nema-je", "../../x", "%E0", ""])
def test_a_link_with_nonsense_shows_nothing(driver: Any, address: str, sent: str) -> None:
    driver.get("about:blank")
    go(driver, address, f"{BOOKLET}#sg-moj={sent if sent == '%E0' else quote(sent)}")
    assert [] == entries(driver)
    status = driver.find_element(By.CSS_SELECTOR, "[data-mine-status]")
    assert "празан" in status.text
    assert [] == console(driver)


def test_a_page_about_violence_is_kept_only_after_asking(driver: Any, address: str) -> None:
    keep_page(driver, address, SAFE_HOUSE)
    question = driver.switch_to.alert
    assert "прегледачу" in question.text
    question.dismiss()
    assert "" == kept(driver)
    driver.find_element(By.CSS_SELECTOR, "[data-keep]").click()
    driver.switch_to.alert.accept()
    assert SAFE_HOUSE.removesuffix("/index.html") == kept(driver)
    go(driver, address, f"{BOOKLET}#sg-moj={SAFE_HOUSE.removesuffix('/index.html')}")
    driver.find_element(By.CSS_SELECTOR, "[data-mine-save]").click()
    driver.switch_to.alert.dismiss()
    assert [] == console(driver)


def test_without_scripts_no_button_promises_anything(driver: Any, address: str) -> None:
    allow_scripts(driver, allowed=False)
    for path in (RED_CROSS, BOOKLET):
        go(driver, address, path)
        buttons = driver.find_elements(By.CSS_SELECTOR, "main button, footer button, [data-mine-go]")
        assert [] == [button.text for button in buttons if button.is_displayed()]
    assert len(entries(driver)) > 90  # the booklet itself is all there


# --- look, age, hours ------------------------------------------------------------------------


def test_the_look_chosen_by_hand_is_remembered(driver: Any, address: str) -> None:
    def paper() -> float:
        body = driver.find_element(By.TAG_NAME, "body")
        return brightness(body.value_of_css_property("background-color"))

    go(driver, address, "index.html")
    assert paper() > 200
    driver.find_element(By.CSS_SELECTOR, "[data-look-as=dark]").click()
    go(driver, address, f"lat/{RED_CROSS}")
    assert paper() < 60
    pressed = driver.find_element(By.CSS_SELECTOR, "[data-look-as][aria-pressed=true]")
    assert "dark" == pressed.get_attribute("data-look-as")
    look(driver, scheme="dark")
    driver.find_element(By.CSS_SELECTOR, "[data-look-as=light]").click()
    assert paper() > 200
    driver.find_element(By.CSS_SELECTOR, "[data-look-as='']").click()
    assert paper() < 60
    assert [] == console(driver)


def at(driver: Any, moment: str) -> Any:
    """Gives every page to come this moment of the device's clock; returns what takes it back."""
    source = """
      const Real = Date, moment = Real.parse("MOMENT");
      window.Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(moment); }
        static now() { return moment; }
      };
      const format = Intl.DateTimeFormat.prototype.formatToParts;
      Intl.DateTimeFormat.prototype.formatToParts = function (date) {
        return format.call(this, new Real(date.getTime()));
      };
    """.replace("MOMENT", moment)
    added = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
    return lambda: driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


@pytest.mark.parametrize(("day", "is_old"), [("2027-02-18", False), ("2027-02-20", True)])
def test_a_copy_on_a_stick_says_when_it_is_old(
    driver: Any, site: Path, day: str, is_old: bool
) -> None:
    """The content speaks of 21 November 2026."""
    back = at(driver, f"{day}T12:00:00Z")
    try:
        for path in (RED_CROSS, "lat/index.html", "imenik.html", "lat/imenik.html"):
            go(driver, site.as_uri(), path)
            note = driver.find_element(By.CSS_SELECTOR, "[data-as-of]")
            assert is_old == note.is_displayed(), path
    finally:
        back()


HOURS = """---
title: Пробна служба
type: public_institution
status: active
summary: Измишљена служба.
phones: ["051000001"]
hours:
  - {days: mon-fri, from: "07:30", to: "15:30"}
  - {days: sat, from: "08:00", to: "12:00", valid_from: 2026-02-01}
VERIFIED
---
Текст.
"""
HOLIDAYS = """
- {id: proba, name: Пробни празник, days: [2026-01-21]}
"""
VERIFIED = "verified: {date: 2026-01-12, by: Уредништво, how: phone}"


def open_now(driver: Any, folder: Path, record: str, moment: str, holidays: str = HOLIDAYS) -> str:
    files = {"content/organizacije/sluzba.md": record}
    root = project(folder, files | ({"content/data/holidays.yml": holidays} if holidays else {}))
    built = build(root, Options(theme="default", offline=False))
    assert built.artifacts, built.diagnostics
    for artifact in built.artifacts:
        file = folder / "out" / artifact.path.text
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(artifact.content)
    back = at(driver, moment)
    try:
        driver.get((folder / "out/organizacije/sluzba/index.html").as_uri())
        lines = driver.find_elements(By.CSS_SELECTOR, "[data-open]")
        assert [] == console(driver)
        return lines[0].text if lines and lines[0].is_displayed() else ""
    finally:
        back()


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-01-20T06:29:00Z", "Сада је затворено."),  # 7:29 in Sarajevo, a Tuesday
        ("2026-01-20T06:30:00Z", "Сада је отворено, до 15:30."),
        ("2026-01-20T14:30:00Z", "Сада је затворено."),
        ("2026-01-21T10:00:00Z", "Данас је празник. Позовите прије доласка."),
        ("2026-01-24T10:00:00Z", "Сада је затворено."),  # a Saturday before the rule begins
        ("2026-02-07T10:00:00Z", "Сада је отворено, до 12:00."),
        ("2026-07-01T08:00:00Z", "Сада је отворено, до 15:30."),  # summer time
        ("2026-07-13T08:00:00Z", ""),  # the check is too old by the device's day
        ("2027-01-19T08:00:00Z", ""),  # nothing is known of that year's holidays
    ],
)
def test_open_now_only_while_the_check_and_the_holidays_hold(
    driver: Any, tmp_path: Path, moment: str, said: str
) -> None:
    assert said == open_now(driver, tmp_path, HOURS.replace("VERIFIED", VERIFIED), moment)


@pytest.mark.parametrize(
    ("record", "holidays"),
    [
        (HOURS.replace("VERIFIED", "sources: []"), HOLIDAYS),  # never checked
        (HOURS.replace("VERIFIED", VERIFIED.replace("2026-01", "2025-01")), HOLIDAYS),
        (HOURS.replace("VERIFIED", VERIFIED), ""),
        (HOURS.replace("VERIFIED", VERIFIED.replace("phone}", "phone, fields: [phones]}")), HOLIDAYS),
        (HOURS.replace("VERIFIED", VERIFIED).replace('"15:30"}', '"15:30", note: осим сриједом}'), HOLIDAYS),
    ],
    ids=["unchecked", "stale", "no holidays", "only phones checked", "with an exception"],
)  # fmt: skip
def test_open_now_is_never_a_guess(
    driver: Any, tmp_path: Path, record: str, holidays: str
) -> None:
    record = record.replace("sources: []\n", "")
    assert "" == open_now(driver, tmp_path, record, "2026-01-20T09:00:00Z", holidays)


# --- on paper and in a pocket ----------------------------------------------------------------


def sheets(driver: Any) -> tuple[int, bytes]:
    """How many pages of A4 the page takes, and the document itself."""
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = base64.b64decode(printed["data"])
    return len(re.findall(rb"/Type\s*/Page\b", pdf)), pdf


def test_every_record_is_printed_on_one_sheet(driver: Any, server: str, site: Path) -> None:
    counts = {}
    for folder in ("organizacije", "usluge", "projekti", "programi", "dokumenti", "dogadjaji"):
        for edition in EDITIONS.values():
            for file in sorted(site.glob(f"{edition}{folder}/*/index.html")):
                path = file.relative_to(site).as_posix()
                go(driver, server, path)
                counts[path], _ = sheets(driver)
    assert len(counts) > 200
    assert {} == {path: count for path, count in counts.items() if count != 1}


def test_paper_says_of_which_day_it_is_and_leaves_the_buttons_out(driver: Any, server: str) -> None:
    for path in (RED_CROSS, BOOKLET, f"{BOOKLET}#sg-moj={RED_CROSS.removesuffix('/index.html')}"):
        go(driver, server, path)
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        text = driver.find_element(By.TAG_NAME, "body").text
        assert "тање на дан 21. новембра 2026." in text
        assert "није провјерено" in text
        shown = [button for button in driver.find_elements(By.TAG_NAME, "button") if button.is_displayed()]
        assert [] == [button.text for button in shown]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_pocket_copy_works_alone(
    driver: Any, site: Path, tmp_path: Path, edition: str
) -> None:
    """As an attachment opens: a file by itself, without a network."""
    alone = tmp_path / "prilog.html"
    alone.write_bytes((site / f"{edition}imenik.html").read_bytes())
    unplug(driver, unplugged=True)
    look(driver, width=320)
    requests_of(driver)
    console(driver)
    driver.get(alone.as_uri())
    rows = driver.find_elements(By.CSS_SELECTOR, "section li")
    assert len(rows) > 60
    field = driver.find_element(By.CSS_SELECTOR, "input[type=search]")
    for query in ("crveni krst", "ЦРВЕНИ КРСТ", "црвени  крст", "Crveni krst"):
        field.clear()
        field.send_keys(query)
        shown = [row.text for row in rows if row.is_displayed()]
        assert 1 <= len(shown) <= 6, query
        assert any("051/301-065" in text for text in shown), query
    field.clear()
    field.send_keys("xqzvw")
    assert not any(row.is_displayed() for row in rows)
    status = driver.find_element(By.CSS_SELECTOR, "[data-status]")
    WebDriverWait(driver, PATIENCE).until(lambda _: status.text)
    assert [] == driver.execute_script(OVERFLOW)
    assert [alone.as_uri()] == requests_of(driver)
    assert [] == console(driver)
