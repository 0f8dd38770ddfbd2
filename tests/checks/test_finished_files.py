"""Each check finds its mistake in the finished files, and nothing on a good site."""

from __future__ import annotations

import dataclasses
import hashlib
import random
from collections.abc import Mapping
from typing import Any

import pytest

from sitegen import checks
from sitegen.artifacts import Artifact, OutPath
from sitegen.checks import holds, look, stretches
from sitegen.checks.reading import read_page
from sitegen.checks.site import BuiltSite, built_site
from sitegen.checks.sizes import weight_of
from sitegen.diagnostics import Diagnostic, in_order
from sitegen.late import Late


def page(path: str, body: str = "", *, latin: bool = False, pair: bool = True, base: str = "") -> str:
    """A good page at *path* inside its edition, with *body* in it."""
    up = "../" * path.count("/")
    inside = path if latin else f"lat/{path}"
    other = f"{base}{inside}" if base else f"{up}../{path}" if latin else f"{up}{inside}"
    link = f'<link rel="alternate" hreflang="x" href="{other}">' if pair else ""
    lang = "sr-Latn-BA" if latin else "sr-Cyrl-BA"
    return f'<html lang="{lang}"><head>{link}</head><body><main id="m">{body}</main></body></html>'


def built(changes: dict[str, str | bytes | None], base_url: str = "") -> BuiltSite:
    """A small good site with *changes* (None takes a file away)."""
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
        path: read_page(text) for path, text in data.items() if path.endswith(".html")
    }
    weights = {path: weight_of(path.removeprefix("lat/"), data[path]) for path in facts}
    return built_site(
        [Artifact(OutPath(path), text) for path, text in data.items()], facts, weights,
        {"usluge/a/index.html": "content/usluge/a.md"}, "lat/", base_url,
        {path: hashlib.sha256(data[path]).hexdigest() for path in facts},
    )  # fmt: skip


def findings(changes: dict[str, str | bytes | None], *, base_url: str = "") -> list[tuple[str, ...]]:
    """What is found on a small good site with *changes*."""
    site = built(changes, base_url)
    return [(one.code, one.place.path, one.fact("page"), one.fact("found")) for one in look(site, site.pages).findings]


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


def test_what_is_right_from_one_folder_is_not_taken_for_right_from_another() -> None:
    """Folders that lie beside each other share what a step up leads to, and no others do."""
    up = '<a href="../a/index.html">1</a>'
    fine = {f"{before}usluge/b/index.html": page("usluge/b/index.html", up, latin=bool(before)) for before in ("", "lat/")}
    assert [] == findings({**fine, PATH: page(PATH, up)})
    deep = "usluge/b/c/index.html"
    assert ["output.dead_link"] == [
        one[0] for one in findings({**fine, deep: page(deep, up), f"lat/{deep}": page(deep, latin=True)})
    ]
    assert ["output.dead_link"] == [
        one[0] for one in findings({PATH: page(PATH, up), "index.html": page("index.html", up)})
    ]


def with_ids(*names: str) -> str:
    return "".join(f'<p id="{name}">а</p>' for name in names)


ASKING = '<a href="usluge/a/index.html#x">а</a><a href="slika.png">а</a>'
EDITS: dict[str, tuple[dict[str, str | bytes | None], dict[str, str | bytes | None]]] = {
    # what was there, and what is there now
    "a text": ({}, {PATH: page(PATH, "ријеч")}),
    "a dead link": ({}, {PATH: page(PATH, '<a href="../b/index.html">а</a>')}),
    "a dead link on a page that nobody changed": (
        {"index.html": page("index.html", ASKING), PATH: page(PATH, with_ids("x")), "slika.png": b""}, {"slika.png": None}
    ),
    "an id that another page names": (
        {"index.html": page("index.html", ASKING), PATH: page(PATH, with_ids("x")), "slika.png": b""}, {PATH: page(PATH, with_ids("y"))}
    ),
    "an id that nobody names": (
        {"index.html": page("index.html", ASKING), PATH: page(PATH, with_ids("x", "y")), "slika.png": b""}, {PATH: page(PATH, with_ids("x"))}
    ),
    "a page without a pair": ({}, {"usluge/b/index.html": page("usluge/b/index.html")}),
    "a page that is gone with its pair": ({}, {PATH: None, f"lat/{PATH}": None}),
    "a page that is gone": ({}, {f"lat/{PATH}": None}),
    "a mistake that is mended": ({PATH: page(PATH, "<p>word</p>")}, {PATH: page(PATH, "а")}),
    "a target that came": (
        {PATH: page(PATH, '<a href="../../slika.png">а</a>')}, {"slika.png": b""}
    ),
    "a weight": ({}, {PATH: page(PATH, "".join(map(chr, random.Random(1).choices(range(0x400, 0x450), k=40_000))))}),  # noqa: S311
}  # fmt: skip


def again(old: BuiltSite, new: BuiltSite) -> tuple[list[Diagnostic], list[tuple[str, ...]]]:
    """What a build finds in *new* that looked at *old*, and the stretches that it looked at anew."""
    before = {part: look(old, part) for part in stretches(old.pages)}
    same_paths = set(old.files) == set(new.files)
    found: list[Diagnostic] = []
    anew = []
    for part in stretches(new.pages):
        known = before.get(part)
        as_it_was = all(old.tags.get(path) == new.tags[path] for path in part)
        if known is None or not as_it_was or not holds(new, known, same_paths=same_paths):
            anew.append(part)
            known = look(new, part)
        found += known.findings
    return found, anew


@pytest.mark.parametrize("name", EDITS)
def test_a_second_look_finds_what_a_first_one_would(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    was, changes = EDITS[name]
    old, new = built(was), built({**was, **changes})
    for ends in (1, 2, 48):
        monkeypatch.setattr(checks, "_ENDS_ONE_IN", ends)
        assert in_order(look(new, new.pages).findings) == in_order(again(old, new)[0])


def test_a_second_look_keeps_a_warning_about_a_page_that_nobody_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_ENDS_ONE_IN", 1)
    heavy, edit = EDITS["a weight"][1], {"index.html": page("index.html", "ријеч")}
    old, new = built(heavy), built({**heavy, **edit})
    found, anew = again(old, new)
    assert ["output.too_large"] == [one.code for one in found]
    assert [("index.html",)] == anew


def only(whole: Mapping[str, Any], *allowed: str) -> Mapping[str, Any]:
    """*whole*, of which nobody may ask for more than the values *allowed*."""

    def get(name: str) -> Any:
        assert name in allowed
        return whole[name]

    return Late(whole, get)


def test_a_second_look_reads_no_page_but_those_beside_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_ENDS_ONE_IN", 1)
    old, new = built({}), built({PATH: page(PATH, '<a href="../../index.html">ријеч</a>')})
    narrow = {"pages": only(new.pages, PATH), "weights": only(new.weights, PATH), "files": only(new.files)}
    assert ([], [(PATH,)]) == again(old, dataclasses.replace(new, **narrow))


def test_stretches_hold_every_page_once_and_one_more_moves_no_others() -> None:
    paths = [f"usluge/{n}/index.html" for n in range(1_000)]
    parts = list(stretches(reversed(paths)))
    assert sorted(paths) == [path for part in parts for path in part]
    assert 10 < len(parts) < 40
    more = set(stretches([*paths, "usluge/500a/index.html"]))
    assert len(more.difference(parts)) <= 2
