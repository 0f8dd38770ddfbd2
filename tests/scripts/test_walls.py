"""What lies between two walls is decided without what lies beyond them: the same as the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import WORDS, steady

from sitegen.scripts import known, reading
from sitegen.scripts.capitals import shouted
from sitegen.scripts.serbian import to_cyrillic, to_latin
from sitegen.scripts.spans import EMPTY_GLOSSARY, Conversion, Glossary

GLOSSARY = Glossary(
    keep=(("Dom bez zidova", "sr"), ("Sunce", "")), domestic=("ABVD",), split=("pan·jad",), words=(("kosa", "коса"),)
)
ORDINARY = [to_latin(word) for word in WORDS if not word.isupper()]
ORDINARY += [word + stop for word in ("pomoć", "sutra", "je", "dr", "red", "zidova") for stop in known.STOPS]
TELLING = (
    "Save the Children|„No means no“|Petra Müller|Marion Kraske|info@primjer.ba|UNDP|UN|USAID-a|ISO 9001|Step by Step|care|most|test|on|I|"
    "V|razred|vitamin|C|hepatitis B i C|5 km|GmbH|Nokia|Visa|Zdravka|de la|RS|SZ|KUD|kosa|Dom bez zidova|bez|zidova|Sunce|ABVD|panjadran|"
    "injekcija|nadžnjeti|in|3D|4G|e.g.|vs.|--total|-a|-u|„popd“|‚Paradiso‘|Androidu|ad hoc|„.desktop“|slike.tar|Kočića|managementu|soft skills|„none“|„auto“|kompanija|Pentland|Crne|Gore|La|Deborah Lipstadt|Oxfam i Care|ili|Don Juan de la Cruz|{{ ime }}|CENTAR ZA MLADE|KUĆA|kućаma|eta\u030c|-v|--bez-reda|C++|Ctrl+S|/a/b|/dom/kuca|Visa|Signal|SETimes|zlib|popd|kôd|„set“|„L“|(F)|N|institut|Rodesko|„Rodesko“|Lille-a|Graz-a|Caritas|Švicarske|La Strada International|Red|Cross|Albert|EMSGSIZE|Thunderbird|NE|%|–|-|/|(|)|.|,|:|„|“|\n| "
).split("|")
texts = st.lists(
    st.one_of(st.sampled_from(ORDINARY), st.sampled_from(TELLING)), min_size=1, max_size=14
).map(" ".join)


def whole(text: str, glossary: Glossary) -> Conversion:
    """*text* without a wall in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known.Known, "_wall", lambda *_: None)
        forget()
        patch.setattr(reading, "_TEXTS_WITHOUT_GLOSSARY", reading._texts(EMPTY_GLOSSARY))
        return to_cyrillic(text, glossary)


def forget() -> None:
    """Nothing was read before."""
    known.known_with.cache_clear()
    reading._texts.cache_clear()


@given(text=texts, glossary=st.sampled_from([EMPTY_GLOSSARY, GLOSSARY]))
@steady
def test_a_text_from_wall_to_wall_is_the_whole_text(text: str, glossary: Glossary) -> None:
    expected = whole(text, glossary)
    forget()
    assert expected == to_cyrillic(text, glossary)


@pytest.mark.parametrize(
    "glossary",
    [
        Glossary(keep=(("kuća mira", ""),)), Glossary(keep=(("kuća", ""),)), Glossary(words=(("kuća", "Кућа"),)),
        Glossary(domestic=("kuća",)), Glossary(keep=tuple((word, "") for word in known._ORDINARY)),
    ],
)  # fmt: skip
def test_a_word_of_the_glossary_stands_for_no_wall(glossary: Glossary) -> None:
    text = "Naša pomoć mira Save the Children danas."
    assert whole(text, glossary) == to_cyrillic(text, glossary)


@given(text=texts)
@steady
def test_what_was_read_before_changes_nothing(text: str) -> None:
    forget()
    first = to_cyrillic(text, GLOSSARY)
    assert first is to_cyrillic(text, GLOSSARY)
    reading._texts(GLOSSARY).clear()  # its words and stretches are still known
    assert first == to_cyrillic(text, GLOSSARY)


@pytest.mark.parametrize("word", ["pomoć", "sutra", "građanima", "porodica", "je", "pomoć,", "sutra."])
def test_an_ordinary_word_is_a_wall(word: str) -> None:
    assert known.known_with(EMPTY_GLOSSARY).walls[word] is not None


@pytest.mark.parametrize("word", ["most", "test", "ili", "Pomoć", "razred", "vitamina", "xyz", "the", "i", "do", "razred,", "test."])
def test_a_word_that_a_neighbour_may_ask_for_or_take_along_is_none(word: str) -> None:
    assert known.known_with(EMPTY_GLOSSARY).walls[word] is None


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    monkeypatch.setattr(known, "MOST_REMEMBERED", 50)
    monkeypatch.setattr(reading, "_MOST_TEXTS", 20)
    texts, words = reading._texts(EMPTY_GLOSSARY), known.known_with(EMPTY_GLOSSARY)
    for word in ORDINARY:
        texts[word + "."]
    assert 0 < len(texts) <= 20
    assert 0 < len(words.chunks) <= 50
    assert 0 < len(words.pieces) <= 50
    long = "a" * 1000
    texts[long]
    assert long not in texts
    assert long not in words.chunks
    forget()


def test_words_in_capitals_are_read_with_their_whole_line() -> None:
    assert shouted("POMOĆ PORODICAMA")
    assert not shouted("Pomoć porodicama iz EU, BiH i RS")
