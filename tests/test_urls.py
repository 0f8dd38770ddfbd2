"""Addresses: spelled out, relative, and the same on a server and in a folder."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import urls
from sitegen.artifacts import OutPath
from sitegen.values import Ref

STEP = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=8).filter(
    lambda text: text[0] != "-"
)
PATH = st.lists(STEP, max_size=4).map(lambda steps: "/".join([*steps, "index.html"]))


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        (Ref("organizacije", "centar"), "organizacije/centar/index.html"),
        (Ref("oblasti", "zdravlje"), "oblasti/zdravlje/index.html"),
        (Ref("stranice", "o-imeniku"), "o-imeniku/index.html"),
    ],
)
def test_a_record_lies_in_its_folder_and_a_text_page_at_the_root(ref: Ref, path: str) -> None:
    assert path == urls.record_path(ref)


def test_the_first_page_of_a_list_has_no_number() -> None:
    assert "usluge/index.html" == urls.folder_path("usluge")
    assert "usluge/index.html" == urls.folder_path("usluge", 1)
    assert "usluge/2/index.html" == urls.folder_path("usluge", 2)


def test_a_need_has_a_page_everywhere_and_one_for_each_place() -> None:
    assert "potrebe/djeca/index.html" == urls.need_path("djeca")
    assert "potrebe/djeca/grad/index.html" == urls.need_path("djeca", "grad")


@pytest.mark.parametrize(
    ("page", "target", "anchor", "link"),
    [
        ("index.html", "usluge/a/index.html", "", "usluge/a/index.html"),
        ("usluge/a/index.html", "index.html", "", "../../index.html"),
        ("usluge/a/index.html", "usluge/b/index.html", "x", "../b/index.html#x"),
        ("usluge/a/index.html", "usluge/a/index.html", "", "index.html"),
        ("usluge/a/index.html", "lat/usluge/a/index.html", "", "../../lat/usluge/a/index.html"),
    ],
)
def test_links_are_relative_and_spelled_out(page: str, target: str, anchor: str, link: str) -> None:
    assert link == urls.href(page, target, anchor)


@settings(derandomize=True, max_examples=200)
@given(PATH, PATH)
def test_following_a_link_from_its_page_gives_the_target(page: str, target: str) -> None:
    link = urls.href(page, target)
    assert target == posixpath.normpath(posixpath.join(posixpath.dirname(page), link))
    assert not link.startswith("/")
    assert link.endswith("index.html")


@settings(derandomize=True, max_examples=200)
@given(PATH)
def test_the_way_to_the_root_leads_there(page: str) -> None:
    way = urls.root_of(page)
    assert way.endswith("/")
    assert "." == posixpath.normpath(posixpath.join(posixpath.dirname(page) or ".", way))


@settings(derandomize=True, max_examples=100)
@given(STEP, STEP)
def test_every_address_is_a_safe_path(folder: str, slug: str) -> None:
    for path in (urls.folder_path(folder, 3), urls.need_path(folder, slug), urls.SEARCH):
        if not set(path.split("/")) & {"con", "prn", "aux", "nul"}:
            assert path == str(OutPath(path))
