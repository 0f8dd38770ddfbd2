"""Serbian in two scripts: the cases that an editor can read, and what must hold for any text."""

from __future__ import annotations

import itertools
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import AZBUKA, WORDS, any_texts, cyrillic_texts, domain_texts, steady

from sitegen.scripts.digraphs import splits
from sitegen.scripts.letters import in_cyrillic
from sitegen.scripts.serbian import (
    canonical,
    cyrillic_initial,
    cyrillic_order,
    fold,
    is_cyrillic_letter,
    is_latin_letter,
    is_mostly_latin,
    latin_initial,
    latin_order,
    to_cyrillic,
    to_latin,
)
from sitegen.scripts.spans import Glossary, Kept, Prose

CASES = Path(__file__).parent / "cases"
BOTH_WAYS = ("digraphs", "capitals", "acronyms", "kept", "phrases")


def cases(name: str) -> list[tuple[str, ...]]:
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def cyrillic(text: str, glossary: Glossary | None = None) -> str:
    return to_cyrillic(text, glossary or Glossary()).prose.plain


# --- the cases -------------------------------------------------------------------------------


@pytest.mark.parametrize(("latin", "expected"), [row for name in BOTH_WAYS for row in cases(name)])
def test_latin_becomes_cyrillic_and_cyrillic_latin(latin: str, expected: str) -> None:
    assert (expected, latin) == (cyrillic(latin), to_latin(expected))


@pytest.mark.parametrize(("typed", "expected", "latin"), cases("repairs"))
def test_what_was_typed_wrongly_is_mended(typed: str, expected: str, latin: str) -> None:
    assert (expected, latin) == (cyrillic(typed), to_latin(expected))


@pytest.mark.parametrize(("latin", "expected", "doubts"), cases("doubts"))
def test_what_is_not_sure_is_said(latin: str, expected: str, doubts: str) -> None:
    conversion = to_cyrillic(latin)
    said = ", ".join(f"{doubt.kind}:{doubt.word}" for doubt in conversion.doubts)
    assert (expected, doubts) == (conversion.prose.plain, said)
    for doubt in conversion.doubts:
        assert doubt.word == latin[doubt.start : doubt.end]


@pytest.mark.parametrize("forms", cases("fold"))
def test_forms_of_one_word_fold_to_one_key(forms: tuple[str, ...]) -> None:
    assert {fold(forms[0])} == {fold(form) for form in forms}


def test_different_words_fold_to_different_keys() -> None:
    keys = [fold(forms[0]) for forms in cases("fold")]
    assert len(keys) == len(set(keys))
    assert all(key.isascii() and key == key.lower() for key in keys)


@pytest.mark.parametrize(("azbuka", "abeceda"), cases("order"))
def test_words_stand_in_the_order_of_each_alphabet(azbuka: str, abeceda: str) -> None:
    words = azbuka.split(", ")
    backwards = sorted(words, reverse=True)
    assert words == sorted(backwards, key=cyrillic_order)
    assert abeceda.split(", ") == [to_latin(word) for word in sorted(backwards, key=latin_order)]


# --- canonical text --------------------------------------------------------------------------


def test_a_glossary_keeps_phrases_and_turns_acronyms_splits_and_words() -> None:
    glossary = Glossary(
        keep=(("Save the Children", "en"), ("Save", "en"), ("ASB", "")), domestic=("ABVD",),
        split=("pan·jad", "mal·jez"), words=(("Tanjurac", "Танјурац"),),
    )  # fmt: skip
    text = "ABVD i Save the Children: panjadran i maljezan, Tanjurac, ASB-ov, ASBO"
    expected = Prose(
        ("АБВД и ", Kept("Save the Children", "en"), ": панјадран и малјезан, Танјурац, ", Kept("ASB"), "-ов, ", Kept("ASBO"))
    )
    assert expected == to_cyrillic(text, glossary).prose


def test_neighbouring_foreign_words_are_one_stretch() -> None:
    expected = Prose(("Клуб ", Kept("Rotary Wolfsburg"), " и ", Kept("Quelle")))
    assert expected == to_cyrillic("Klub Rotary Wolfsburg i Quelle").prose


def test_a_latin_word_in_a_cyrillic_text_stays() -> None:
    conversion = canonical("Организација Save the Children и „njega“")
    expected = Prose(("Организација ", Kept("Save the Children", "en"), " и „", Kept("njega"), "“"))
    assert (expected, ()) == (conversion.prose, conversion.doubts)


def test_look_alike_letters_are_mended_and_named_in_either_script() -> None:
    for text in ("Савјетовалиштe", "Цeнтар", "Centаr"):
        conversion = canonical(text)
        assert all(is_cyrillic_letter(letter) for letter in conversion.prose.plain)
        assert ["homoglyph"] == [doubt.kind for doubt in conversion.doubts]


def test_the_letters_decide_which_script_an_author_writes() -> None:
    assert is_mostly_latin("Njega")
    assert not is_mostly_latin("Њега и CARE")
    assert is_mostly_latin("2018")
    assert not is_mostly_latin("а b")
    assert not is_mostly_latin("Пројекат „New solutions to old problems“")
    assert is_mostly_latin("ЈУ Centar za socijalni rad i pomoć")
    assert is_mostly_latin("Сentar za rad")  # the first letter alone is Cyrillic


def test_offsets_of_doubts_count_the_composed_text() -> None:
    [doubt] = to_cyrillic("C\u030ce\u0161ki ABVD").doubts
    assert (6, 10, "ABVD") == (doubt.start, doubt.end, doubt.word)


def test_letters_are_told_apart() -> None:
    assert all(is_cyrillic_letter(letter) and not is_latin_letter(letter) for letter in AZBUKA)
    assert all(is_latin_letter(letter) and not is_cyrillic_letter(letter) for letter in "ažđŠǉé")
    assert not any(is_latin_letter(sign) or is_cyrillic_letter(sign) for sign in "1 -„")


# --- capitals, initials, order ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Љ", "Lj"), ("ЉЉ", "LJLJ"), ("ПАЊ", "PANJ"), ("Пањ", "Panj"), ("Њ-Њ", "Nj-Nj"), ("Џ1", "Dž1"),
        ("ЉУ", "LJU"), ("Љу", "Lju"), ("аЉ", "aLj"), ("АЉу", "ALju"), ("аЉУ", "aLJU"), ("Љ\u00adУ", "LJ\u00adU"), ("С́ЕВЕР", "ŚEVER"), ("с́утра", "śutra"),
        ("ѝ", "ì"), ("Щ", "Щ"), ("ABC Ћ", "ABC Ć"), ("и\u0306", "й"),
    ],
)  # fmt: skip
def test_a_capital_digraph_looks_at_its_neighbours(text: str, expected: str) -> None:
    assert expected == to_latin(text)


def test_initials_are_letters_of_each_alphabet() -> None:
    names = ("Љубав", "„Њега“", "џеп", "Шума", "2018", "Éva", "Save", "…")
    assert ["Љ", "Њ", "Џ", "Ш", "2", "É", "S", "#"] == [cyrillic_initial(name) for name in names]
    assert ["Lj", "Nj", "Dž", "Š", "2", "E", "S", "#"] == [latin_initial(name) for name in names]


def test_latin_names_stand_last_in_a_cyrillic_list_and_among_the_others_in_a_latin_one() -> None:
    names = ["Шума", "Save the Children", "CARE", "Авлија", "2020", "Center", "Центар"]
    assert ["2020", "Авлија", "Центар", "Шума", "CARE", "Center", "Save the Children"] == sorted(names, key=cyrillic_order)
    assert ["2020", "Авлија", "CARE", "Центар", "Center", "Save the Children", "Шума"] == sorted(names, key=latin_order)


def test_quotation_marks_and_capitals_do_not_move_a_name() -> None:
    names = ["„Вода“", "ваза", "Врата", "«Вага»"]
    assert ["«Вага»", "ваза", "„Вода“", "Врата"] == sorted(names, key=cyrillic_order)


def test_a_digraph_is_never_guessed_in_a_latin_list() -> None:
    """Надживјети has д and ж, a Latin N and J in a foreign name are two letters."""
    assert latin_order("надживјети") < latin_order("наџак")
    assert latin_order("инјекција") < latin_order("ињац")


@given(text=domain_texts)
@steady
def test_a_sort_key_depends_on_nothing_but_the_text(text: str) -> None:
    assert cyrillic_order(text) == cyrillic_order(str(text))
    assert cyrillic_order(text)[0] == cyrillic_order(text.lower())[0] == cyrillic_order(f"„{text}“")[0]


# --- what must hold for any text -------------------------------------------------------------


@given(text=cyrillic_texts())
@steady
def test_no_serbian_letter_is_left_in_latin(text: str) -> None:
    assert "" == "".join(filter(is_cyrillic_letter, to_latin(text)))


@given(text=any_texts)
@steady
def test_converting_to_latin_twice_changes_nothing_more(text: str) -> None:
    once = to_latin(text)
    assert once == to_latin(once)
    if not text.isascii():
        assert unicodedata.is_normalized("NFC", once)


@given(text=any_texts)
@steady
def test_canonical_text_is_canonical(text: str) -> None:
    once = canonical(text, latin=False)
    assert once.prose == canonical(once.prose.plain, latin=False).prose or once.doubts


@given(text=any_texts)
@steady
def test_a_latin_text_is_cut_into_parts_and_none_is_lost(text: str) -> None:
    assume(not any(map(is_cyrillic_letter, text)))
    conversion = to_cyrillic(text)
    plain = conversion.prose.plain
    assert unicodedata.is_normalized("NFC", plain)
    outside = [part for part in conversion.prose.parts if isinstance(part, str)]
    assert not any(letter in "abvgdđežzijklmnoprstćufhcčš" for part in outside for letter in part)


@given(text=domain_texts)
@steady
def test_the_words_of_the_field_survive_the_way_to_latin_and_back(text: str) -> None:
    assume(not any(word.isupper() and len(word) > 1 for word in text.split()))
    latin = to_latin(text)
    conversion = canonical(latin)
    assert (Prose((text,)), ()) == (conversion.prose, conversion.doubts)
    assert latin == to_latin(conversion.prose.plain)


@given(text=cyrillic_texts())
@steady
def test_both_scripts_fold_alike(text: str) -> None:
    assert fold(text) == fold(to_latin(text)) == fold(text.upper())


@given(text=cyrillic_texts())
@steady
def test_a_folded_text_is_plain(text: str) -> None:
    folded = fold(text)
    assert not any(is_cyrillic_letter(letter) or unicodedata.combining(letter) for letter in folded)
    assert folded == folded.lower()


@given(text=any_texts)
@steady
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(text) == fold(fold(text))


def test_every_letter_folds_once_and_for_all_between_a_d_and_a_j() -> None:
    for letter in map(chr, (*range(0x20, 0xD800), *range(0xE000, 0x10000))):
        key = fold(f"d{letter}j")
        assert key == fold(key), f"U+{ord(letter):04X}"


def test_no_letter_of_a_living_slavic_alphabet_is_left_in_a_key() -> None:
    alphabets = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяђјљњћџѓѕќґєіїўѐѝ"
    assert fold(alphabets).isascii()
    assert fold(alphabets.upper()) == fold(alphabets)


def test_all_pairs_of_letters_go_to_latin_and_come_back_but_for_the_known_three() -> None:
    """лј, нј and дж are written like љ, њ and џ: only a known stem tells them apart."""
    words = {a + b: to_latin(f"o{a}{b}o") for a, b in itertools.product(AZBUKA, repeat=2)}
    back = {pair: in_cyrillic(word, splits(word, ())[0]) for pair, word in words.items()}
    assert {"лј", "нј", "дж"} == {pair for pair in words if back[pair] != f"о{pair}о"}


@pytest.mark.parametrize("word", [word for word in WORDS if not word.isupper()])
def test_no_word_of_the_field_raises_a_doubt(word: str) -> None:
    conversion = to_cyrillic(to_latin(word))
    assert (word, ()) == (conversion.prose.plain, conversion.doubts)


LONE = ("NATO", "UNICEF-a", "B92", "XIX", "(WHO)", "ABVK", "Facebook", "OHR.", "5 km", "25 MB", "most", "test", "Care", "Zoom")


@given(words=st.lists(st.sampled_from([to_latin(word) for word in WORDS] + list(LONE)), min_size=1, max_size=7))
@steady
def test_the_quick_way_for_acronyms_that_stand_alone_is_the_long_way(words: list[str]) -> None:
    """The same text with a word that the table does not know takes the long way."""
    text = " ".join(words)
    quick = to_cyrillic(text)
    whole = f"{text}. https://primjer.example"
    slow = to_cyrillic(whole)
    assert slow.prose.plain.removesuffix(". https://primjer.example") == quick.prose.plain
    assert {(doubt.start, doubt.kind) for doubt in quick.doubts} == {(doubt.start, doubt.kind) for doubt in slow.doubts}


WINDOWED = ("Save the Children", "„No means no“", "info@primjer.example", "Hilfswerk", "ABVK-a", "Petra Müller", "http://primjer.example/a-b")


@given(words=st.lists(st.sampled_from([to_latin(word) for word in WORDS]), min_size=30, max_size=50), data=st.data())
@steady
def test_words_far_from_a_doubtful_one_do_not_change_what_it_becomes(words: list[str], data: st.DataObject) -> None:
    """A long text is looked at around its doubtful words only; short ones are looked at whole."""
    name = data.draw(st.sampled_from(WINDOWED))
    at = data.draw(st.integers(5, len(words) - 5))
    around = " ".join((*words[at - 5 : at], name, *words[at : at + 5]))
    before, after = " ".join(words[: at - 5]), " ".join(words[at + 5 :])
    text = " ".join(filter(None, (before, around, after)))
    if any(word.isupper() and len(word) > 1 for word in words):
        return  # several words in capitals are judged by the whole line
    expected = " ".join(to_cyrillic(piece).prose.plain for piece in (before, around, after) if piece)
    assert expected == to_cyrillic(text).prose.plain
    assert sorted(d.word for d in to_cyrillic(around).doubts) == sorted(d.word for d in to_cyrillic(text).doubts)
