"""Each check finds its mistake in the finished files, and nothing on a good site."""

from __future__ import annotations

import random

import pytest

from sitegen.artifacts import Artifact, OutPath
from sitegen.checks import check
from sitegen.checks.reading import read_page
from sitegen.checks.site import built_site
from sitegen.checks.sizes import weight_of


def page(path: str, body: str = "", *, latin: bool = False, pair: bool = True, base: str = "") -> str:
    """A good page at *path* inside its edition, with *body* in it."""
    up = "../" * path.count("/")
    inside = path if latin else f"lat/{path}"
    other = f"{base}{inside}" if base else f"{up}../{path}" if latin else f"{up}{inside}"
    link = f'<link rel="alternate" hreflang="x" href="{other}">' if pair else ""
    lang = "sr-Latn-BA" if latin else "sr-Cyrl-BA"
    return f'<html lang="{lang}"><head>{link}</head><body><main id="m">{body}</main></body></html>'


def findings(changes: dict[str, str | bytes | None], *, base_url: str = "") -> list[tuple[str, ...]]:
    """What is found on a small good site with *changes* (None takes a file away)."""
    start = base_url.rstrip("/") + "/" if base_url else ""
    files: dict[str, str | bytes | None] = {
        "style.css": b"p{}",
        "404.html": '<html lang="sr-Cyrl-BA"><a href="/index.html">а</a></html>',
    }
    for path in ("index.html", "usluge/a/index.html"):
        files[path] = page(path, base=start)
        files[f"lat/{path}"] = page(path, latin=True, base=start)
    files |= changes
    data = {
        path: text.encode() if isinstance(text, str) else text
        for path, text in files.items() if text is not None
    }  # fmt: skip
    facts = {
        path: read_page(text.decode()) for path, text in data.items() if path.endswith(".html")
    }
    weights = {path: weight_of(path.removeprefix("lat/"), data[path]) for path in facts}
    site = built_site(
        [Artifact(OutPath(path), text) for path, text in data.items()], facts, weights,
        {"usluge/a/index.html": "content/usluge/a.md"}, "lat/", base_url,
    )  # fmt: skip
    return [(one.code, one.place.path, one.fact("page"), one.fact("found")) for one in check(site)]


PATH = "usluge/a/index.html"


def on_page(body: str) -> list[tuple[str, str]]:
    """Code and what was found, on a page whose content is ``usluge/a.md``."""
    found = findings({PATH: page(PATH, body)})
    assert {("content/usluge/a.md", PATH)} >= {(one[1], one[2]) for one in found}
    return [(one[0], one[3]) for one in found]


def test_a_good_site_has_no_findings() -> None:
    assert [] == findings({})


@pytest.mark.parametrize(
    "href",
    ["../../index.html", "#m", "index.html#m", "../../index.html#m", "../../style.css",
     "https://primjer.invalid/x", "http://primjer.invalid/", "mailto:a@primjer.invalid",
     "tel:+38751000000", "../../usluge/a/index.html?q=1", "../../lat/index.html#%6D"],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_right(href: str) -> None:
    assert [] == on_page(f'<a href="{href}">а</a>')


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("../b/index.html", "output.dead_link"), ("../index.html", "output.dead_link"),
        ("#nema", "output.dead_anchor"), ("../../index.html#nema", "output.dead_anchor"),
        ("javascript:alert(1)", "output.dead_link"), ("//primjer.invalid/", "output.dead_link"),
        ("data:text/html,x", "output.dead_link"), ("../../../../etc/passwd", "output.dead_link"),
        ("../a", "output.dead_link"),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_found(href: str, code: str) -> None:
    assert [(code, href)] == on_page(f'<a href="{href}">а</a>')


def test_a_link_from_the_root_is_right_only_on_the_page_for_lost_readers() -> None:
    assert [("output.dead_link", "/index.html")] == on_page('<a href="/index.html">а</a>')
    lost = '<html lang="sr-Cyrl-BA"><a href="{}">а</a></html>'
    assert [] == findings({"404.html": lost.format("/im/index.html")}, base_url="https://p.invalid/im")
    assert ["output.dead_link"] == [
        one[0]
        for one in findings({"404.html": lost.format("/index.html")}, base_url="https://p.invalid/im")
    ]


def test_two_equal_ids_are_found() -> None:
    assert [("output.duplicate_id", "x")] == on_page('<p id="x"></p><p id="x"></p><p id="x"></p>')


@pytest.mark.parametrize("tag", ['<script src="{}"></script>', '<img alt="" src="{}">', '<link rel="stylesheet" href="{}">'])
@pytest.mark.parametrize("address", ["https://primjer.invalid/x", "//primjer.invalid/x", "data:,x"])
def test_a_request_to_another_site_is_found(tag: str, address: str) -> None:
    assert [("output.outside_request", address)] == on_page(tag.format(address))


def test_a_missing_resource_is_found() -> None:
    assert [("output.dead_link", "nema.png")] == on_page('<img alt="" src="nema.png">')


def test_a_letter_of_the_other_script_is_found_once() -> None:
    assert [("output.script_left", "word")] == on_page("<p>word</p><p>word</p>")


def test_a_page_without_its_pair_is_found() -> None:
    code = "output.pair_missing"
    assert (code, "content/usluge/a.md", PATH, f"lat/{PATH}") in findings({f"lat/{PATH}": None})
    assert [(code, f"lat/{PATH}", f"lat/{PATH}", PATH)] == [
        one for one in findings({PATH: None}) if one[0] == code
    ]


def test_a_page_that_names_another_page_as_its_pair_is_found() -> None:
    wrong = page(PATH).replace(f"lat/{PATH}", "lat/index.html")
    assert [("output.pair_missing", "content/usluge/a.md", PATH, f"lat/{PATH}")] == findings(
        {PATH: wrong}
    )


def test_an_absolute_address_of_a_pair_is_checked_too() -> None:
    wrong = page(PATH, base="https://p.invalid/lat/nema/")
    assert [] != findings({PATH: wrong}, base_url="https://p.invalid")


@pytest.mark.parametrize("body", ['<p style="x">а</p>', "<script>x()</script>", '<p onclick="x">а</p>'])
def test_what_the_policy_of_a_page_forbids_is_found(body: str) -> None:
    assert ["output.inline"] == [code for code, _ in on_page(body)]


def test_a_record_above_the_budget_is_found_and_a_list_is_not() -> None:
    rng = random.Random(1)  # noqa: S311
    letters = "абвгдђежзијклљмнњопрстћуфхцчџш"
    heavy = "".join(rng.choice(letters) for _ in range(30_000))
    assert ["output.too_large"] == [code for code, _ in on_page(heavy)]
    assert [] == findings({"index.html": page("index.html", heavy)})
    light = "слово " * 30_000  # long, but quick to send
    assert [] == on_page(light)
