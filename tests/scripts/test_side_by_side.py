"""Texts that need no decision are converted one by one; it is the same as all of them together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.scripts import reading, side_by_side
from sitegen.scripts.serbian import canonical, canonical_side_by_side
from sitegen.scripts.spans import EMPTY_GLOSSARY, Glossary

GLOSSARY = Glossary(keep=(("RSD", ""), ("Мост", ""), ("Save", "en")), words=(("kosa", "коса"),))
_LATIN = "pomoć|u|kući|in|jekcija|n|j|Nj|NJ|ljubav|l|dž|ep|Save|RSD|kosa|the|Save the Children|UNDP|RS|čl. 5|m|kg|5"
_CYRILLIC = "помоћ|у|кући|ин|јекција|Њ|љ|Мост|Save|RSD|5|2-годишњи|а1|чл. 5|kg|рoка|α1|{{ име }}|пошта@дом.срб|е́"
_SIGNS = " |, |. |.|:|: |„|“|(|)|-|–|/|%|@|&|\u00a0|\n|...|\u00ad|°C"


def texts(words: str) -> st.SearchStrategy[list[str]]:
    piece = st.sampled_from([*words.split("|"), *_SIGNS.split("|")])
    return st.lists(st.lists(piece, max_size=6).map("".join), min_size=1, max_size=4)


@given(texts(_LATIN), st.sampled_from([EMPTY_GLOSSARY, GLOSSARY]))
def test_latin_texts_one_by_one_are_the_same_as_together(
    written: list[str], glossary: Glossary
) -> None:
    _is_the_same(written, glossary, latin=True)


@given(texts(_CYRILLIC), st.sampled_from([EMPTY_GLOSSARY, GLOSSARY]))
def test_cyrillic_texts_one_by_one_are_the_same_as_together(
    written: list[str], glossary: Glossary
) -> None:
    _is_the_same(written, glossary, latin=False)


def _is_the_same(written: list[str], glossary: Glossary, *, latin: bool) -> None:
    short = canonical_side_by_side(written, glossary, latin=latin)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(side_by_side, "_each_alone", lambda *_, **__: None)
        patch.setattr(reading, "is_plain_cyrillic", lambda *_: False)
        assert canonical_side_by_side(written, glossary, latin=latin) == short


@given(texts(_CYRILLIC).map("".join))
def test_plain_cyrillic_is_recognized_as_such(text: str) -> None:
    short = canonical(text, GLOSSARY, latin=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "is_plain_cyrillic", lambda *_: False)
        assert canonical(text, GLOSSARY, latin=False) == short
