"""Pages made of everything hostile, in a real browser: nothing of theirs runs, online or from a folder."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import payloads
import pytest
from chromium import requests_of, served
from hostile_site import accepted, field_cases, text_cases

from sitegen.editions import Edition
from sitegen.markup import parse
from sitegen.pipeline import Options, build
from sitegen.scripts import CYRILLIC
from sitegen.scripts.spans import EMPTY_GLOSSARY

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
_POKE = """
function poke(page) {
  for (const one of [...page.document.querySelectorAll('a, summary, input, button, svg, img')].slice(0, 200))
    for (const kind of ['mouseover', 'focus', 'pointerdown', 'toggle'])
      one.dispatchEvent(new page.Event(kind, {bubbles: true}));
  return page.__pwned === undefined;
}
"""
_ALONE = _POKE + "return [poke(window), document.scripts.length];"
_SIDE_BY_SIDE = _POKE + """
const [addresses, done] = arguments, ran = [];
let left = addresses.length;
document.body.replaceChildren(...addresses.map(address => {
  const frame = document.createElement('iframe');
  frame.onload = () => {
    if (!frame.contentDocument.querySelector('main')) ran.push('no page: ' + address);
    if (!poke(frame.contentWindow)) ran.push(address);
    if (--left === 0) done(ran);
  };
  frame.src = address;
  return frame;
}));
"""
_LONG = bool(os.environ.get("SITEGEN_LONG"))


@pytest.fixture(scope="module")
def unprotected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of what is accepted, its policy taken out: only our own escaping protects."""
    root = tmp_path_factory.mktemp("hostile")
    accepted(root, [*text_cases(), *field_cases()])
    built = build(root, Options(offline=False))
    folder: Path = tmp_path_factory.mktemp("site")
    for artifact in built.artifacts:
        path = folder / artifact.path.text
        path.parent.mkdir(parents=True, exist_ok=True)
        content = artifact.content
        if path.suffix == ".html":
            content, count = _POLICY.subn(b"", content)
            assert 1 == count, artifact.path
        path.write_bytes(content)
    return folder


def hostile_pages(folder: Path) -> list[str]:
    pages = [page.relative_to(folder).as_posix() for page in sorted(folder.rglob("index.html"))]
    found = [page for page in pages if re.search(r"(?:^|/)[bstf]-[a-z0-9-]+/index\.html$", page)]
    assert len(found) > 500
    return found


def test_no_page_runs_or_asks_for_anything_of_theirs(unprotected: Path, driver: Any) -> None:
    pages = hostile_pages(unprotected)[:: 1 if _LONG else 4]
    (unprotected / "frames.html").write_text("<!DOCTYPE html><title>Ф</title>", encoding="utf-8")
    with served(unprotected) as origin:
        for start in range(0, len(pages), 40):
            driver.get(f"{origin}/frames.html")
            addresses = [f"{origin}/{page}" for page in pages[start : start + 40]]
            assert [] == driver.execute_async_script(_SIDE_BY_SIDE, addresses)
        assert [] == [address for address in requests_of(driver) if not address.startswith(origin)]


def test_no_page_of_a_folder_does_either(unprotected: Path, driver: Any) -> None:
    """The same bytes at another kind of address, and with the lists that name them."""
    pages = hostile_pages(unprotected)[:: 1 if _LONG else 40]
    for page in [*pages, "index.html", "a-z/index.html", "organizacije/index.html"]:
        driver.get((unprotected / page).as_uri())
        assert driver.execute_script(_ALONE)[0], page
    here = unprotected.as_uri()
    assert [] == [address for address in requests_of(driver) if not address.startswith(here)]


def test_what_a_body_becomes_is_inert_by_itself(driver: Any, tmp_path: Path) -> None:
    """Even what is refused is cleaned first: each body alone on a page without any policy."""
    edition = Edition(CYRILLIC, "", "sr-Cyrl-BA")
    texts = [*payloads.TAGS, *payloads.MUTATING, *payloads.TEMPLATES, *(text for text, _ in payloads.LINKS)]
    parts = []
    for text in texts:
        fragment = parse(text, "p.md", 1, EMPTY_GLOSSARY).value
        assert fragment is not None
        parts.append(f"<section>{edition.fragment(fragment, str)}</section>")
    page = tmp_path / "p.html"
    page.write_text("<!DOCTYPE html><meta charset=utf-8><title>П</title>" + "\n".join(parts), encoding="utf-8")
    driver.get(page.as_uri())
    calm, scripts = driver.execute_script(_ALONE)
    assert calm
    assert 0 == scripts
    assert len(texts) == len(driver.find_elements("css selector", "body > section"))
    assert [page.as_uri()] == requests_of(driver)


def test_the_oracle_sees_what_it_looks_for(driver: Any, tmp_path: Path) -> None:
    """Raw, the same bodies do run: a test that could not fail would prove nothing."""
    page = tmp_path / "p.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8>{payloads.TAGS[1]}", encoding="utf-8")
    driver.get(page.as_uri())
    driver.set_script_timeout(10)
    driver.execute_async_script("setTimeout(arguments[0], 200)")
    assert [False, 0] == driver.execute_script(_ALONE)


@pytest.mark.parametrize("number", range(0, len(payloads.TAGS) + len(payloads.MUTATING), 1 if _LONG else 12))
def test_a_hostile_query_is_only_looked_for(number: int, unprotected: Path, driver: Any) -> None:
    query = (*payloads.TAGS, *payloads.MUTATING)[number]
    driver.get((unprotected / "pretraga/index.html").as_uri())
    field = driver.find_element("css selector", "main input[type=search], input[name=q]")
    driver.execute_script(
        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
        field, query,
    )  # fmt: skip
    driver.execute_async_script("setTimeout(arguments[0], 350)")
    assert driver.execute_script(_ALONE)[0]
    assert all(address.startswith("file:") for address in requests_of(driver))
