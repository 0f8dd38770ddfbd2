"""Names for addresses: the same from either script, and safe in a path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_texts, cyrillic_texts, steady

from sitegen import shortcuts
from sitegen.artifacts import is_safe_name
from sitegen.scripts.serbian import to_latin
from sitegen.slugs import is_slug, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Дневни центар за ђаке", "dnevni-centar-za-djake"),
        ("Njega i pomoć u kući", "njega-i-pomoc-u-kuci"),
        ("ЉУБАВ, Његош и Џеп", "ljubav-njegos-i-dzep"),
        ("Đačka ŠĆŽ", "djacka-scz"),
        ("Међународни дан 8. март 2020–2026", "medjunarodni-dan-8-mart-2020-2026"),
        ("Hilfswerk für Bücher", "hilfswerk-fur-bucher"),
        ("c\u030cas", "cas"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_text_becomes_words_joined_by_hyphens(text: str, expected: str) -> None:
    assert expected == slug(text)


@given(text=cyrillic_texts())
@steady
def test_both_scripts_give_one_address(text: str) -> None:
    assert slug(text) == slug(to_latin(text))


@given(text=any_texts)
@steady
def test_a_slug_is_a_slug_and_stays_one(text: str) -> None:
    made = slug(text)
    assert made == "" or (is_slug(made) and slug(made) == made)
    assert made == "" or len(made) > 100 or is_safe_name(made) or made in ("con", "prn", "aux", "nul")


@pytest.mark.parametrize("text", ["a", "a1-b2", "2020", "mz-kuljani"])
def test_a_slug_is_recognised(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", "a--b", "A", "š", "а", "a_b", "a b", "a/b", "a.b", "a\n", "٣"])
def test_what_is_no_slug_is_refused(text: str) -> None:
    assert not is_slug(text)


@given(st.text("AaBbЉљЊџĐđčŠžć019 .:;!?()/„“–-,'&_ü", max_size=20))
def test_a_slug_is_what_the_library_makes_of_it(text: str) -> None:
    short = slug.__wrapped__(text)
    with shortcuts.exactly():
        assert slug.__wrapped__(text) == short
