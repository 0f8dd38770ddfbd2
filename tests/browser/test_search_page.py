"""The search in a real browser, from a folder opened without a server, in both editions."""

from __future__ import annotations

import gzip
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from sitegen.scripts.serbian import canonical, to_latin
from sitegen.scripts.spans import Prose
from sitegen.search import PROGRAMS, Choice, Facet, build_index
from sitegen.search_sketch import SearchDocument

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<title>{title}</title></head><body><h1>{title}</h1>
<form role="search" method="get" action="index.html" data-search-form>
<label for="q">{title}</label><input id="q" name="q" type="search" autocomplete="off"
data-search-input><button>{title}</button></form>
<aside data-search-danger hidden><a href="../o-nama/index.html">{browse}</a></aside>
<div data-search data-root="../" data-search-state="idle" data-search-query=""
data-say-one="{one}" data-say-few="{few}" data-say-other="{other}" data-say-none="{none}"
data-say-over="{over}"
data-say-failed="{failed}" data-say-pending="…" data-say-more="{more}"
data-say-corrected="{corrected}" data-say-nearest="{nearest}" data-kind-org="{org}">
<details data-search-filters hidden data-facet-vrsta="V" data-facet-oblast="O"
data-facet-mjesto="M"><summary>{title}</summary></details>
<p role="status" aria-live="polite" data-search-status></p>
<p data-search-corrected hidden></p><div data-search-nearest hidden></div><ol data-search-results></ol></div>
<div data-search-browse><a href="../azbuka/index.html">{browse}</a></div>
<script src="{up}search/s.js" defer></script></body></html>"""
SAY = {
    "title": "Претрага",
    "one": "{n} резултат",
    "few": "{n} резултата",
    "other": "{n} резултата.",
    "none": "Нема резултата",
    "over": "Најмање {n} резултата",
    "failed": "Претрага није учитана",
    "more": "Још",
    "corrected": "Приказано за: {words}",
    "nearest": "Слично:",
    "org": "Организација",
    "browse": "Азбука",
}


def doc(slug: str, kind: str, title: str, summary: str, **more: Any) -> SearchDocument:
    return SearchDocument(
        path=f"{slug}/index.html",
        kind=kind,
        title=canonical(title, latin=False).prose,
        names=more.get("names", ()),
        summary=canonical(summary, latin=False).prose,
        body=more.get("body", ""),
        labels=more.get("labels", ()),
        hidden=more.get("hidden", ()),
        contact=more.get("contact", ""),
    )


def choice(name: str, label: str, *slugs: str) -> Choice:
    paths = {d.path for d in DOCUMENTS if d.path.split("/")[-2] in slugs}
    return Choice(name, Prose((label,)), frozenset(paths))


DOCUMENTS = (
    doc(
        "organizacije/zeleni-krug",
        "org",
        "Удружење грађана „Зелени круг“",
        "Заштита животне средине и едукација младих.",
        names=("УГЗК",),
        labels=("Бања Лука", "млади"),
        contact="051/300-165 zeleni.krug@primjer.ba",
        body="Удружење води зелену кухињу и радионице за дјецу. Основано 2009. године.",
    ),
    doc(
        "organizacije/open-door",
        "org",
        "Фондација Open Door",
        "Подршка женама жртвама насиља.",
        labels=("Бијељина",),
        contact="+387 55 210-111",
        body="Сигурна кућа и правна помоћ.",
    ),
    doc(
        "organizacije/djurdjevak",
        "org",
        "Удружење родитеља „Ђурђевак“",
        "Помоћ породицама дјеце са сметњама у развоју.",
        labels=("Приједор", "дјеца"),
        hidden=("djurdjefak",),
    ),
    doc(
        "organizacije/ljubav-i-njega",
        "org",
        "Љубав и њега",
        "Њега у кући за старије и болесне.",
        labels=("Добој", "старија лица"),
        contact="053/222-333",
    ),
    doc(
        "ustanove/csr-prijedor",
        "institution",
        "Центар за социјални рад Приједор",
        "Јавна установа социјалне заштите.",
        names=("ЦСР",),
        labels=("Приједор",),
        contact="052/211-435",
    ),
    doc(
        "ustanove/csr-doboj",
        "institution",
        "Центар за социјални рад Добој",
        "Јавна установа социјалне заштите.",
        names=("ЦСР",),
        labels=("Добој",),
    ),
    doc(
        "ustanove/dom-za-starija-lica",
        "institution",
        "Дом за старија лица",
        "Смјештај и његовање старијих лица.",
        labels=("Требиње",),
    ),
    doc(
        "usluge/sigurna-kuca",
        "service",
        "Сигурна кућа",
        "Смјештај жена и дјеце жртава насиља у породици.",
        labels=("жртве насиља", "Бијељина"),
        contact="055/210-222",
    ),
    doc(
        "usluge/sos-telefon",
        "service",
        "СОС телефон",
        "Бесплатан позив за жртве насиља у породици.",
        names=("1264",),
        contact="1264",
    ),
    doc(
        "usluge/narodna-kuhinja",
        "service",
        "Народна кухиња",
        "Топли оброци за социјално угрожене.",
        labels=("Бања Лука",),
    ),
    doc(
        "usluge/pravna-pomoc",
        "service",
        "Бесплатна правна помоћ",
        "Савјети адвоката и помоћ пред судом.",
        labels=("Бања Лука",),
    ),
    doc(
        "usluge/dnevni-centar",
        "service",
        "Дневни центар за дјецу",
        "Боравак и учење послије школе.",
        labels=("Приједор", "дјеца"),
    ),
    doc(
        "projekti/mladi-u-akciji",
        "project",
        "Млади у акцији 2018-2020",
        "Омладински пројекат три општине.",
        labels=("млади",),
        body="Пројекат је подржао UNICEF.",
    ),
    doc(
        "projekti/zeleni-put",
        "project",
        "Зелени пут",
        "Пројекат пошумљавања од 2021. до 2023. године.",
    ),
    doc(
        "dokumenti/strategija",
        "document",
        "Стратегија за превенцију насиља 2020–2024",
        "Усвојила Скупштина.",
        body="Мјере заштите и збрињавања.",
    ),
    doc("dogadjaji/sajam", "event", "Сајам невладиних организација", "Представљање удружења."),
    doc("mjesta/prijedor", "place", "Приједор", "Град на ријеци Сани."),
    doc("mjesta/banja-luka", "place", "Бања Лука", "Град на Врбасу."),
    doc("oblasti/nasilje", "area", "Насиље у породици", "Службе и организације које помажу."),
    doc("grupe/mladi", "group", "Млади", "Шта постоји за младе."),
    doc("o-nama", "page", "О именику", "Како именик настаје и ко га уређује."),
)
TOP = {
    "зелени круг": "organizacije/zeleni-krug",
    "zelenog kruga": "organizacije/zeleni-krug",
    "угзк": "organizacije/zeleni-krug",
    "UGZK": "organizacije/zeleni-krug",
    "сигурна кућа": "usluge/sigurna-kuca",
    "sigurna kuća": "usluge/sigurna-kuca",
    "sigurna kuca": "usluge/sigurna-kuca",
    "сигурне куће": "usluge/sigurna-kuca",
    "SIGURNOJ KUCI": "usluge/sigurna-kuca",
    "сиг": "usluge/sigurna-kuca",
    "правну помоћ": "usluge/pravna-pomoc",
    "центар за социјални рад приједор": "ustanove/csr-prijedor",
    "csr prijedor": "ustanove/csr-prijedor",
    "центри за социјални рад добоја": "ustanove/csr-doboj",
    "djurdjevak": "organizacije/djurdjevak",
    "ђурђевак": "organizacije/djurdjevak",
    "đurđevk": "organizacije/djurdjevak",
    "djurdjefak": "organizacije/djurdjevak",
    "ljubav i nj": "organizacije/ljubav-i-njega",
    "open door": "organizacije/open-door",
    "опен": "organizacije/open-door",
    "2018-2020": "projekti/mladi-u-akciji",
    "2018–2020": "projekti/mladi-u-akciji",
    "2018": "projekti/mladi-u-akciji",
    "051300165": "organizacije/zeleni-krug",
    "051/300-165": "organizacije/zeleni-krug",
    "300 165": "organizacije/zeleni-krug",
    "+387 51 300 165": "organizacije/zeleni-krug",
    "055210111": "organizacije/open-door",
    "zeleni.krug@primjer.ba": "organizacije/zeleni-krug",
    "1264": "usluge/sos-telefon",
    "уницеф": "projekti/mladi-u-akciji",
    "народне кухиње": "usluge/narodna-kuhinja",
    "prijedor": "mjesta/prijedor",
    "banja luka": "mjesta/banja-luka",
    "mladi": "grupe/mladi",
    "smeštaj starih lica": "ustanove/dom-za-starija-lica",
    "dnevnog centra za decu": "usluge/dnevni-centar",
}
MISTYPED = {
    "сигруна кућа": ("usluge/sigurna-kuca", "сигурна"),
    "sigrna kuca": ("usluge/sigurna-kuca", "сигурна"),
    "narodna kuhimja": ("usluge/narodna-kuhinja", "кухиња"),
    "djudjevak": ("organizacije/djurdjevak", "Ђурђевак"),
    "biyeljina": ("organizacije/open-door", "Бијељина"),
    "prijdeor": ("mjesta/prijedor", "Приједор"),
    "ljibav i njega": ("organizacije/ljubav-i-njega", "Љубав"),
    "дтратегија": ("dokumenti/strategija", "стратегија"),
    "невлаиднх организација": ("dogadjaji/sajam", "невладиних"),
}
DANGER = ("самоубиство", "samoubsitvo", "насиљем", "tuku mi dete", "туку дјецу", "НАСИЉЕ у кући")
CALM = ("сигурна кућа", "млади", "дијете", "кврцнзп")
DANGER_WORDS = ("насиље", "самоубиство", "дијете туку")
FACETS = (
    Facet("oblast", (choice("nasilje", "Насиље", "sigurna-kuca", "sos-telefon", "strategija"),)),
    Facet(
        "mjesto",
        (
            choice("bijeljina", "Бијељина", "open-door", "sigurna-kuca"),
            choice("prijedor", "Приједор", "djurdjevak", "csr-prijedor", "dnevni-centar"),
        ),
    ),
)
NONSENSE = ("кврцнзп", "xqzvw", "банана", "999888777", "qwerty asdf", "?!", "„“")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("мјесто са размаком")
    lay_out(root, DOCUMENTS)
    return root


def lay_out(root: Path, documents: tuple[SearchDocument, ...]) -> None:
    for artifact in build_index(documents, DANGER_WORDS, FACETS):
        file = root / artifact.path.text
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(artifact.content)
    latin = {name: to_latin(text) for name, text in SAY.items()}
    for folder, lang, up, say in (
        ("pretraga", "sr-Cyrl-BA", "../", SAY),
        ("lat/pretraga", "sr-Latn-BA", "../../", latin),
    ):
        page = root / folder / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE.format(lang=lang, up=up, **say), encoding="utf-8")


@pytest.fixture
def browser(driver: Any) -> Any:
    return driver


SEARCH = """
const [query, isTyped, done] = arguments;
const box = document.querySelector("[data-search]");
const settled = () => ["done", "failed"].includes(box.dataset.searchState)
  && box.dataset.searchQuery === query;
const answer = () => done({
  state: box.dataset.searchState,
  links: Array.from(document.querySelectorAll("[data-search-result]"),
    (item) => item.querySelector("a[href]").getAttribute("href")),
  titles: Array.from(document.querySelectorAll("[data-search-title]"), (a) => a.textContent),
  marks: Array.from(document.querySelectorAll(".search-hit"), (hit) => hit.textContent),
});
if (isTyped) {
  const input = document.querySelector("[data-search-input]");
  input.value = query;
  input.dispatchEvent(new Event("input"));
}
const wait = () => settled() ? answer() : setTimeout(wait, 5);
wait();
"""


def open_page(browser: Any, site: Path, edition: str, query: str = "") -> None:
    browser.get((site / edition / "pretraga/index.html").as_uri() + query)


def find(browser: Any, query: str) -> dict[str, Any]:
    found: dict[str, Any] = browser.execute_async_script(SEARCH, query, True)
    return found


def already_found(browser: Any, query: str) -> dict[str, Any]:
    """The answer to a *query* that the page has got in another way."""
    found: dict[str, Any] = browser.execute_async_script(SEARCH, query, False)
    return found


TYPED = """
const [letters, done] = arguments;
const input = document.querySelector("[data-search-input]");
const said = [];
let typed = 0;
new MutationObserver(() => said.push([performance.now() - typed, document.querySelector("[data-search-status]").textContent]))
  .observe(document.querySelector("[data-search-status]"), {childList: true, characterData: true, subtree: true});
const type = (left) => {
  if (!left.length) return setTimeout(() => done(said), 1500);
  input.value += left[0];
  typed = performance.now();
  input.dispatchEvent(new Event("input"));
  setTimeout(type, 120, left.slice(1));
};
type(Array.from(letters));
"""


def test_the_count_is_said_when_typing_stops(browser: Any, site: Path) -> None:
    """After the last letter, even where it is the same: what is said at the first is drowned by them."""
    open_page(browser, site, "")
    find(browser, "зел")
    time.sleep(1)
    for letters in ("ени", " круг"):
        said = browser.execute_async_script(TYPED, letters)
        assert len(said) <= 2, said
        assert said[-1][0] >= 400
        assert "резултат" in said[-1][1]


@pytest.mark.parametrize("edition", ["", "lat"])
def test_the_page_looked_for_comes_first(browser: Any, site: Path, edition: str) -> None:
    open_page(browser, site, edition)
    found = {query: (find(browser, query)["links"] or ["nothing"])[0] for query in TOP}
    assert {query: f"../{slug}/index.html" for query, slug in TOP.items()} == found
    assert [] == browser.get_log("browser")


@pytest.mark.parametrize("edition", ["", "lat"])
def test_nonsense_finds_nothing_and_the_lists_stay(browser: Any, site: Path, edition: str) -> None:
    open_page(browser, site, edition)
    for query in NONSENSE:
        assert [] == find(browser, query)["links"], query
        assert browser.find_element("css selector", "[data-search-browse]").is_displayed()
    assert [] == browser.get_log("browser")


def test_both_editions_answer_alike_in_any_spelling(browser: Any, site: Path) -> None:
    answers = []
    for edition in ("", "lat"):
        open_page(browser, site, edition)
        for query in TOP:
            answers.append([find(browser, q)["links"] for q in (query, to_latin(query))])
    half = len(TOP)
    assert answers[:half] == answers[half:]
    assert all(one == other for one, other in answers)


def test_every_beginning_of_a_name_finds_it(browser: Any, site: Path) -> None:
    """The list may change while a reader types, but the name typed must stay on it."""
    open_page(browser, site, "")
    for name, slug in (
        ("Народна кухиња", "usluge/narodna-kuhinja"),
        ("Бесплатна правна помоћ", "usluge/pravna-pomoc"),
        ("Ђурђевак", "organizacije/djurdjevak"),
    ):
        for end in range(2, len(name) + 1):
            assert f"../{slug}/index.html" in find(browser, name[:end])["links"][:5], name[:end]


def test_titles_follow_the_edition_and_kept_names_do_not(browser: Any, site: Path) -> None:
    open_page(browser, site, "")
    assert "Фондација Open Door" == find(browser, "open door")["titles"][0]
    open_page(browser, site, "lat")
    assert "Fondacija Open Door" == find(browser, "опен доор")["titles"][0]
    kept = browser.find_element("css selector", "[data-search-title] [translate=no]")
    assert "Open Door" == kept.text
    assert "Ljubav i njega" == find(browser, "љубав")["titles"][0]


def test_other_forms_of_the_word_are_marked(browser: Any, site: Path) -> None:
    open_page(browser, site, "lat")
    marks = find(browser, "сигурној кући")["marks"]
    assert ["Sigurna", "kuća"] == marks[:2]


def test_an_address_with_a_query_searches_when_opened(browser: Any, site: Path) -> None:
    open_page(browser, site, "lat", "?q=sigurna+ku%C4%87a")
    found = already_found(browser, "sigurna kuća")
    assert "../usluge/sigurna-kuca/index.html" == found["links"][0]


def test_a_result_says_its_kind_and_how_to_reach_it(browser: Any, site: Path) -> None:
    open_page(browser, site, "lat")
    find(browser, "зелени круг")
    result = browser.find_element("css selector", "[data-search-result]")
    assert "org" == result.get_attribute("data-search-kind")
    # What is more than the name comes as a reader comes near.
    WebDriverWait(browser, 20).until(lambda _: "051/300-165 zeleni.krug@primjer.ba" in result.text)
    assert "Organizacija · Zaštita životne sredine i edukacija mladih." in result.text


def test_more_results_come_when_asked_for(browser: Any, tmp_path: Path) -> None:
    numbered = range(11, 34)
    lay_out(tmp_path, tuple(doc(f"a/{n}", "org", f"Клуб {n}", "Спорт.") for n in numbered))
    open_page(browser, tmp_path, "")
    shown = [f"Клуб {n}" for n in numbered]
    assert shown[:10] == find(browser, "клуб")["titles"]
    more = browser.find_element("css selector", ".search-more")
    for count in (20, 23):
        more.click()
        WebDriverWait(browser, 20).until(
            lambda _, count=count: len(already_found(browser, "клуб")["titles"]) == count
        )
    assert shown == already_found(browser, "клуб")["titles"]
    assert not more.is_displayed()
    assert "Клуб 31" == browser.switch_to.active_element.text
    assert [] == browser.get_log("browser")


def test_of_a_word_in_very_many_texts_the_first_results_come_before_the_rest(
    browser: Any, tmp_path: Path
) -> None:
    """The rest is loaded when it is asked for; then the counts are exact and nothing comes twice."""
    count, named = 1_400, range(100, 112)
    lay_out(tmp_path, tuple(
        doc(f"a/{n}", "org" if n % 2 else "service", f"Клуб {n}" if n in named else f"Круг {n}",
            "Спорт.", body="клуб " * (n not in named))
        for n in range(count)
    ))  # fmt: skip
    open_page(browser, tmp_path, "")
    first = find(browser, "клуб")["titles"]
    assert {f"Клуб {n}" for n in named} >= set(first)
    assert 10 == len(first)
    loaded = "return Array.from(document.scripts, (s) => s.src.split('/').pop())"
    rest = [name for name in browser.execute_script(loaded) if name[0] == "r"]
    status = browser.find_element("css selector", "[data-search-status]")
    assert [] == rest
    WebDriverWait(browser, 20).until(lambda _: status.text == SAY["over"].replace("{n}", "10"))
    more = browser.find_element("css selector", ".search-more")
    for shown in (20, 30):
        browser.execute_script(
            "arguments[0].click()", more
        )  # summaries come and move it here, without a style
        WebDriverWait(browser, 20).until(
            lambda _, shown=shown: len(already_found(browser, "клуб")["titles"]) == shown
        )
        WebDriverWait(browser, 20).until(lambda _: status.text == SAY["other"].replace("{n}", str(count)))
    titles = already_found(browser, "клуб")["titles"]
    assert first == titles[:10]
    assert len(set(titles)) == 30
    assert [name for name in browser.execute_script(loaded) if name[0] == "r"]
    browser.find_element("css selector", "[data-search-filters] summary").click()
    WebDriverWait(browser, 20).until(lambda _: browser.execute_script(COUNTS))
    counts = browser.execute_script(COUNTS)
    assert {"org": f"{SAY['org']} ({count // 2})", "service": f"({count // 2})"} == counts
    WebDriverWait(browser, 20).until(  # a sentence that is said twice has a space behind it
        lambda _: status.text.strip() == SAY["other"].replace("{n}", str(count))
    )
    assert [] == browser.get_log("browser")


def test_where_the_rest_adds_nothing_the_count_becomes_exact(browser: Any, tmp_path: Path) -> None:
    """Ten results that could have been more: the button goes, nothing has failed."""
    both, count = range(100, 110), 1_400
    lay_out(tmp_path, tuple(
        doc(f"a/{n}", "org", f"Клуб {n}" if n in both else f"Круг {n}", "Планине." if n in both else "Спорт.",
            body="клуб " * (n not in both))
        for n in range(count)
    ))  # fmt: skip
    open_page(browser, tmp_path, "")
    first = find(browser, "клуб планине")["titles"]
    assert {f"Клуб {n}" for n in both} == set(first)
    more = browser.find_element("css selector", ".search-more")
    status = browser.find_element("css selector", "[data-search-status]")
    WebDriverWait(browser, 20).until(lambda _: status.text == SAY["over"].replace("{n}", "10"))
    browser.execute_script("arguments[0].click()", more)
    WebDriverWait(browser, 20).until(lambda _: status.text == SAY["other"].replace("{n}", "10"))
    assert first == already_found(browser, "клуб планине")["titles"]
    assert not more.is_displayed()
    assert first[-1] == browser.switch_to.active_element.text
    assert [] == browser.get_log("browser")


def test_a_page_without_ways_to_narrow_finds_whatever_its_address_asks(browser: Any, tmp_path: Path) -> None:
    """A theme may leave them out, and an old address may still name a choice."""
    lay_out(tmp_path, (doc("a/1", "org", "Клуб", "Спорт."),))
    page = tmp_path / "pretraga/index.html"
    page.write_text(re.sub("(?s)<details.*?</details>", "", page.read_text(encoding="utf-8")), encoding="utf-8")
    open_page(browser, tmp_path, "", f"?vrsta=org&q={quote('клуб')}")
    assert ["Клуб"] == already_found(browser, "клуб")["titles"]
    assert [] == browser.get_log("browser")


@pytest.mark.parametrize(("edition", "summary"), [("", "Спорт и игра."), ("lat", "Sport i igra.")])
def test_a_summary_comes_when_a_reader_gets_to_its_result(
    browser: Any, tmp_path: Path, edition: str, summary: str
) -> None:
    lay_out(tmp_path, tuple(
        doc(f"a/{n}", "org", f"Клуб {n}", "Спорт и игра.", contact="051/300-166") for n in range(60)
    ))  # fmt: skip
    open_page(browser, tmp_path, edition)
    find(browser, "клуб")
    for shown in (20, 30, 40):
        more = browser.find_element("css selector", ".search-more")
        browser.execute_script("arguments[0].click()", more)
        WebDriverWait(browser, 20).until(
            lambda _, shown=shown: len(already_found(browser, "клуб")["titles"]) == shown
        )
    first, *_, last = browser.find_elements("css selector", "[data-search-result]")
    assert "051/300-166" in last.text
    browser.execute_script("scrollTo(0, 0)")
    WebDriverWait(browser, 20).until(lambda _: summary in first.text)
    assert summary not in last.text
    browser.execute_script("arguments[0].scrollIntoView()", last)
    WebDriverWait(browser, 20).until(lambda _: summary in last.text)
    assert [] == browser.get_log("browser")


def test_an_emptied_field_is_idle_again(browser: Any, site: Path) -> None:
    open_page(browser, site, "")
    find(browser, "помоћ")
    browser.execute_script(
        "const q = document.querySelector('[data-search-input]');"
        "q.value = ''; q.dispatchEvent(new Event('input'));"
    )
    box = browser.find_element("css selector", "[data-search]")
    assert "idle" == box.get_attribute("data-search-state")
    assert [] == browser.find_elements("css selector", "[data-search-result]")


HASTY = """
const [letters, done] = arguments;
const input = document.querySelector("[data-search-input]");
const type = (left) => {
  if (!left.length) return done();
  input.value = left[0] === "<" ? input.value.slice(0, -1) : input.value + left[0];
  input.dispatchEvent(new Event("input"));
  const turns = new MessageChannel();
  turns.port1.onmessage = () => type(left.slice(1));
  turns.port2.postMessage(0);
};
type(Array.from(letters));
"""


@pytest.mark.parametrize("edition", ["", "lat"])
def test_whoever_types_faster_than_is_found_gets_what_stands_in_the_field(
    browser: Any, site: Path, edition: str
) -> None:
    """A newer question ends an older one wherever that has got to, and comes back to what it began."""
    open_page(browser, site, edition)
    asked = {
        query: find(browser, query)["links"] for query in ("зелени круг", "сигруна кућа", "сиг")
    }
    for letters, query in (
        ("зелени круг<<<<<<<<<<<сигруна кућа", "сигруна кућа"),
        ("сигруна ку<<<<<<ру<<уна кућа", "сигруна кућа"),
        ("сигурна<<<<зелени кр<<<<<<<<<", "сиг"),
        ("сигурна кућа<<<<<<<<<<<<зелени круг", "зелени круг"),
    ):
        open_page(browser, site, edition)
        browser.execute_async_script(HASTY, letters)
        assert asked[query] == already_found(browser, query)["links"], letters
    assert [] == browser.get_log("browser")


def test_the_count_is_said_and_focus_stays(browser: Any, site: Path) -> None:
    open_page(browser, site, "")
    field = browser.find_element("css selector", "[data-search-input]")
    field.send_keys("ђурђевак")
    find(browser, "ђурђевак")
    status = browser.find_element("css selector", "[data-search-status]")
    WebDriverWait(browser, 20).until(lambda _: status.text == "1 резултат")
    assert field == browser.switch_to.active_element


def test_enter_searches_in_place(browser: Any, site: Path) -> None:
    open_page(browser, site, "")
    field = browser.find_element("css selector", "[data-search-input]")
    field.send_keys("сигурна кућа\n")
    links = already_found(browser, "сигурна кућа")["links"]
    assert "../usluge/sigurna-kuca/index.html" == links[0]
    assert field.is_displayed()


def test_a_missing_file_is_said_and_the_lists_stay(browser: Any, tmp_path: Path) -> None:
    lay_out(tmp_path, DOCUMENTS)
    for shard in (tmp_path / "search").glob("t*.js"):
        shard.unlink()
    open_page(browser, tmp_path, "")
    assert "failed" == find(browser, "помоћ")["state"]
    status = browser.find_element("css selector", "[data-search-status]")
    WebDriverWait(browser, 20).until(lambda _: status.text == SAY["failed"])
    assert browser.find_element("css selector", "[data-search-browse]").is_displayed()
    browser.get_log("browser")


def test_the_first_result_of_a_small_site_costs_little() -> None:
    """Everything but the parts of the program that are loaded when they are used."""
    later = {f"search/{name}.js" for name in PROGRAMS if name != "s"}
    files = [one for one in build_index(DOCUMENTS) if one.path.text not in later]
    assert sum(len(gzip.compress(one.content)) for one in files) <= 16_000


@pytest.mark.parametrize("edition", ["", "lat"])
def test_a_mistyped_word_finds_what_was_meant_and_says_so(
    browser: Any, site: Path, edition: str
) -> None:
    open_page(browser, site, edition)
    for query, (slug, meant) in MISTYPED.items():
        assert f"../{slug}/index.html" in find(browser, query)["links"][:2], query
        said = browser.find_element("css selector", "[data-search-corrected]").text
        shown = to_latin(meant) if edition else meant
        assert f"„{shown}“".lower() in said.lower(), query
    find(browser, "сигурна кућа")
    assert not browser.find_element("css selector", "[data-search-corrected]").is_displayed()
    assert [] == browser.get_log("browser")


def test_what_is_typed_well_loads_no_dictionary(browser: Any, site: Path) -> None:
    open_page(browser, site, "")
    find(browser, "сигурна кућа")
    scripts = "return Array.from(document.scripts, (s) => s.src.split('/').pop()).join(' ')"
    assert not re.search(r"\b[fy][0-9]*\.js", browser.execute_script(scripts))
    find(browser, "сигруна")
    assert re.search(r"\by\.js.* f[0-9]+\.js", browser.execute_script(scripts))


def test_numbers_and_acronyms_are_never_corrected(browser: Any, site: Path) -> None:
    open_page(browser, site, "")
    for query in ("2017", "051300166", "угзн", "zeleni.krug@primjer.bo"):
        find(browser, query)
        assert not browser.find_element("css selector", "[data-search-corrected]").is_displayed()


def test_nothing_found_offers_near_words_outside_the_list(browser: Any, site: Path) -> None:
    open_page(browser, site, "lat")
    assert [] == find(browser, "kuhajna")["links"]
    near = browser.find_elements("css selector", "[data-search-nearest] button")
    assert "kuhinja" in [button.text for button in near]
    next(button for button in near if button.text == "kuhinja").click()
    assert "../usluge/narodna-kuhinja/index.html" in already_found(browser, "kuhinja")["links"]
    assert [] == browser.get_log("browser")


@pytest.mark.parametrize("edition", ["", "lat"])
def test_words_of_danger_show_the_way_to_help_and_leave_no_trace(
    browser: Any, site: Path, edition: str
) -> None:
    open_page(browser, site, edition, "?q=" + quote(DANGER[0]))
    already_found(browser, DANGER[0])
    assert "?" not in browser.current_url
    help_box = browser.find_element("css selector", "[data-search-danger]")
    for query in DANGER:
        find(browser, query)
        assert help_box.is_displayed(), query
    for query in CALM:
        find(browser, query)
        assert not help_box.is_displayed(), query
    WebDriverWait(browser, 20).until(lambda _: quote(CALM[-1]) in browser.current_url)
    find(browser, DANGER[0])
    assert "?" not in browser.current_url
    assert [] == browser.get_log("browser")


COUNTS = """
return Object.fromEntries(Array.from(document.querySelectorAll("[data-search-filters] label"))
  .filter((label) => !label.hidden)
  .map((label) => [label.querySelector("input").value, label.textContent.trim()]));
"""
CHOOSE = "document.querySelector(`[data-search-filters] input[value=${arguments[0]}]`).click();"


@pytest.mark.parametrize("edition", ["", "lat"])
def test_a_result_is_narrowed_with_exact_counts(browser: Any, site: Path, edition: str) -> None:
    def counts() -> dict[str, str]:
        found: dict[str, str] = browser.execute_script(COUNTS)
        return found

    def choose(value: str) -> list[str]:
        browser.execute_script("document.querySelector('[data-search]').dataset.searchState = '';")
        browser.execute_script(CHOOSE, value)
        return [link.split("/")[-2] for link in already_found(browser, "насиља")["links"]]

    open_page(browser, site, edition)
    everything = find(browser, "насиља")["links"]
    loaded = "return Array.from(document.scripts, (s) => s.src.split('/').pop())"
    assert not {"p.js", "c.js"} & set(browser.execute_script(loaded))
    browser.find_element("css selector", "[data-search-filters] summary").click()
    WebDriverWait(browser, 20).until(lambda _: counts())
    place = to_latin("Бијељина") if edition else "Бијељина"
    assert f"{place} (2)" == counts()["bijeljina"]
    assert "prijedor" not in counts()
    assert len(everything) == sum(int(counts()[kind].split("(")[-1][:-1])
                                  for kind in ("org", "service", "document", "area"))  # fmt: skip
    assert {"open-door", "sigurna-kuca"} == set(choose("bijeljina"))
    assert {"org", "service", "nasilje", "bijeljina"} == set(counts())
    assert ["sigurna-kuca"] == choose("service")
    assert {"open-door", "sigurna-kuca"} == set(choose("org"))  # one kind more widens it
    assert [] == browser.get_log("browser")


def test_a_choice_is_in_the_address_and_comes_back_with_it(browser: Any, site: Path) -> None:
    open_page(browser, site, "", "?q=" + quote("кућа") + "&mjesto=bijeljina&vrsta=service")
    assert ["../usluge/sigurna-kuca/index.html"] == already_found(browser, "кућа")["links"]
    browser.execute_script(CHOOSE, "service")
    WebDriverWait(browser, 20).until(lambda _: "vrsta" not in browser.current_url)
    assert browser.current_url.endswith("&mjesto=bijeljina")
    assert {"../usluge/sigurna-kuca/index.html", "../organizacije/open-door/index.html"} == set(
        already_found(browser, "кућа")["links"]
    )


ACTIVE = """
const input = document.querySelector("[data-search-input]");
const active = document.getElementById(input.getAttribute("aria-activedescendant"));
return active && active.getAttribute("aria-selected") === "true" ? active.textContent : "";
"""


def test_names_under_the_field_are_walked_and_opened_by_keyboard(browser: Any, site: Path) -> None:
    def active() -> str:
        named: str = browser.execute_script(ACTIVE)
        return named

    def names() -> list[str]:
        found = browser.find_elements("css selector", "[role=listbox] [role=option]")
        return [option.text for option in found if option.is_displayed()]

    open_page(browser, site, "lat")
    field = browser.find_element("css selector", "[data-search-input]")
    assert "combobox" == field.get_attribute("role")
    assert names() == []
    field.send_keys("центар")
    centres = ["Centar za socijalni rad Doboj", "Centar za socijalni rad Prijedor"]
    WebDriverWait(browser, 20).until(lambda _: len(names()) == 3)
    assert [*centres, "Dnevni centar za djecu"] == names()
    assert "true" == field.get_attribute("aria-expanded")
    assert active() == ""  # Enter still searches
    walked = []
    for key in (Keys.DOWN, Keys.DOWN, Keys.UP, Keys.END, Keys.HOME, Keys.UP, Keys.UP):
        field.send_keys(key)
        walked.append(active())
    first, second, last = names()
    assert [first, second, first, last, first, "", last] == walked
    field.send_keys(Keys.LEFT)  # back in the text, the names stay
    assert ("", 3) == (active(), len(names()))
    field.send_keys(Keys.DOWN, Keys.ALT, Keys.UP, Keys.NULL)
    assert ("", []) == (active(), names())
    field.send_keys(Keys.ALT, Keys.DOWN, Keys.NULL)
    assert ("", 3) == (active(), len(names()))
    field.send_keys(Keys.ESCAPE)
    assert names() == []
    assert "центар" == field.get_attribute("value")
    assert "false" == field.get_attribute("aria-expanded")
    field.send_keys(Keys.ENTER)
    assert 3 <= len(already_found(browser, "центар")["links"])
    field.send_keys(Keys.DOWN, Keys.DOWN, Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda _: "csr-prijedor" in browser.current_url)
    browser.get_log("browser")  # the page is not there


def test_names_are_at_most_eight_and_no_results(browser: Any, tmp_path: Path) -> None:
    lay_out(tmp_path, tuple(doc(f"a/{n}", "org", f"Клуб {n}", "Спорт.") for n in range(11, 34)))
    open_page(browser, tmp_path, "")
    browser.find_element("css selector", "[data-search-input]").send_keys("клуб")
    options = "[role=listbox] [role=option]"
    WebDriverWait(browser, 20).until(lambda _: browser.find_elements("css selector", options))
    assert 8 == len(browser.find_elements("css selector", options))
    assert not browser.find_elements("css selector", f"{options}[data-search-result]")
    assert [] == browser.get_log("browser")


def test_names_never_cover_the_way_to_help(browser: Any, site: Path) -> None:
    open_page(browser, site, "")
    field = browser.find_element("css selector", "[data-search-input]")
    field.send_keys("нас")
    options = "[role=listbox] [role=option]"
    WebDriverWait(browser, 20).until(lambda _: browser.find_elements("css selector", options))
    field.send_keys("иље")
    already_found(browser, "насиље")
    assert browser.find_element("css selector", "[data-search-danger]").is_displayed()
    assert not browser.find_element("css selector", "[role=listbox]").is_displayed()
    field.send_keys(Keys.DOWN)
    assert not browser.find_element("css selector", "[role=listbox]").is_displayed()
    assert [] == browser.get_log("browser")


def test_a_choice_without_a_query_lists_what_has_it(browser: Any, site: Path) -> None:
    open_page(browser, site, "", "?mjesto=bijeljina")
    links = already_found(browser, "")["links"]
    assert {"../organizacije/open-door/index.html", "../usluge/sigurna-kuca/index.html"} == set(
        links
    )
    assert browser.find_element(
        "css selector", "[data-search-filters] input:checked"
    ).is_displayed()


def test_the_ways_to_narrow_can_be_opened_before_anything_is_asked(
    browser: Any, site: Path
) -> None:
    open_page(browser, site, "")
    WebDriverWait(browser, 20).until(
        lambda _: browser.find_element("css selector", "[data-search-filters]").is_displayed()
    )
    browser.find_element("css selector", "[data-search-filters] summary").click()
    box = WebDriverWait(browser, 20).until(
        lambda _: browser.find_element("css selector", "input[value=bijeljina]")
    )
    assert "(2)" in box.find_element("xpath", "..").text
    assert [] == browser.find_elements("css selector", "[data-search-result]")
    box.click()
    assert 2 == len(already_found(browser, "")["links"])


@pytest.mark.parametrize(("edition", "shown"), [("", "радионице"), ("lat", "radionice")])
def test_the_text_shows_what_the_summary_does_not(
    browser: Any, site: Path, edition: str, shown: str
) -> None:
    open_page(browser, site, edition)
    find(browser, "radionicama")
    marked = WebDriverWait(browser, 20).until(
        lambda _: browser.find_element("css selector", ".search-snippet .search-hit")
    )
    assert shown == marked.text
    find(browser, "животна средина")
    first = browser.find_element("css selector", "[data-search-result]")
    WebDriverWait(browser, 20).until(
        lambda _: first.find_elements("css selector", ".search-summary .search-hit")
    )
    assert [] == first.find_elements("css selector", ".search-snippet")


@pytest.mark.parametrize("query", ["млади", DANGER[0]])
def test_a_question_of_another_page_is_handed_over_and_leaves_the_address(
    browser: Any, site: Path, query: str
) -> None:
    open_page(browser, site, "", "#q=" + quote(query))
    already_found(browser, query)
    assert "#q" not in browser.current_url
    if query in DANGER:
        assert "?" not in browser.current_url
    else:
        WebDriverWait(browser, 20).until(lambda _: "?q=" in browser.current_url)
