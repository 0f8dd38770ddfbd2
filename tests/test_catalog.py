"""Catalogs of sentences: plural forms, placeholders, and the same words in another script."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen import shortcuts
from sitegen.catalog import Catalog, CatalogError, Plural, read_catalog
from sitegen.scripts.serbian import to_latin

TEXT = """\
menu:
  help: Помоћ
  find: Нађи помоћ
count:
  one: "{count} услуга"
  few: "{count} услуге"
  other: "{count} услуга укупно"
switch: no
greeting: "Добро дошли, {name}!"
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    path = tmp_path / "sr.yml"
    path.write_text(TEXT, encoding="utf-8")
    return read_catalog(path)


def test_the_number_chooses_the_form_as_in_cldr() -> None:
    plural = Plural("1", "2", "5")
    one = [n for n in range(200) if plural.form(n) == "1"]
    few = [n for n in range(200) if plural.form(n) == "2"]
    assert [1, *range(21, 111, 10), *range(121, 200, 10)] == one
    expected = [n for n in range(200) if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)]
    assert expected == few
    assert "5" == plural.form(0) == plural.form(11) == plural.form(112) == plural.form(1_000_000)


def test_a_sentence_is_filled_and_a_number_chooses_its_form(catalog: Catalog) -> None:
    assert "Добро дошли, Ана!" == catalog.say("greeting", name="Ана")
    sentences = [catalog.say("count", count=n) for n in (1, 3, 5, 21)]
    assert ["1 услуга", "3 услуге", "5 услуга укупно", "21 услуга"] == sentences


def test_words_that_yaml_would_read_otherwise_stay_words(catalog: Catalog) -> None:
    assert "no" == catalog.say("switch")


def test_a_missing_key_is_named_with_its_file(catalog: Catalog) -> None:
    with pytest.raises(CatalogError, match=r"sr\.yml: menu\.missing"):
        catalog.say("menu.missing")
    assert [True, False, False] == [catalog.has(key) for key in ("menu.help", "menu", "x")]


def test_keys_under_a_prefix_come_in_the_order_of_the_file(catalog: Catalog) -> None:
    assert (("help", "find"), ()) == (catalog.under("menu"), catalog.under("men"))


def test_another_script_is_derived_and_overrides_win(catalog: Catalog) -> None:
    latin = catalog.converted(to_latin, Catalog({"menu.find": "Pronađi"}, "sr-Latn.yml"))
    said = [latin.say("menu.help"), latin.say("menu.find"), latin.say("count", count=2), latin.say("greeting", name="Ј")]
    assert ["Pomoć", "Pronađi", "2 usluge", "Dobro došli, Ј!"] == said


@pytest.mark.parametrize("text", ["- a\n", "a: [b]\n", "a: 'b\n", "", "\x00"])
def test_a_file_that_is_no_catalog_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sr.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError):
        read_catalog(path)


def test_a_catalog_that_is_not_there_or_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sr.yml").write_bytes("a: Љ\n".encode("cp1251"))
    for name in ("sr.yml", "missing.yml"):
        with pytest.raises(CatalogError):
            read_catalog(tmp_path / name)


def test_no_object_can_be_made_in_a_catalog(tmp_path: Path) -> None:
    path = tmp_path / "sr.yml"
    path.write_text("a: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(CatalogError):
        read_catalog(path)


ROOT = Path(__file__).parent.parent
CATALOGS = sorted((*ROOT.glob("themes/*/strings/*.yml"), *ROOT.glob("sitegen/messages/*.yml")))


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_catalog_is_the_same_with_and_without_the_parser(path: Path) -> None:
    short = read_catalog(path)
    with shortcuts.exactly():
        assert read_catalog(path) == short
    assert list(short.sentences) == list(read_catalog(path).sentences)
