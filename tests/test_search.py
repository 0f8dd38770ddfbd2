"""The files of the search index: names, bytes, and what is and is not in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import pytest

from sitegen import search_keys
from sitegen.artifacts import Artifact
from sitegen.scripts.serbian import fold
from sitegen.scripts.spans import Kept, Pair, Prose
from sitegen.search import (
    KINDS,
    PROGRAMS,
    Choice,
    Facet,
    SearchDocument,
    build_index,
    records_in_file,
)

PROGRAM_FILES = {f"search/{name}.js" for name in PROGRAMS}


def document(name: str, **fields: object) -> SearchDocument:
    plain = SearchDocument(
        path="organizacije/primjer/index.html",
        kind="org",
        title=Prose((name,)),
        names=(),
        summary=Prose(("Кратак опис.",)),
        body="",
        labels=(),
        hidden=(),
        contact="",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def contents(
    documents: Iterable[SearchDocument], facets: tuple[Facet, ...] = ()
) -> dict[str, str]:
    """What each shard hands over, by its name; the program itself left out."""
    files = build_index(tuple(documents), facets=facets)
    return dict(handed_over(file) for file in files if file.path.text not in PROGRAM_FILES)


def handed_over(artifact: Artifact) -> tuple[str, str]:
    text = artifact.content.decode()
    assert text.startswith("sitegenSearch.reg(")
    assert text.endswith(");\n")
    name, value = json.loads("[" + text[len("sitegenSearch.reg(") : -3] + "]")
    assert f"search/{name}.js" == artifact.path.text
    return name, value


def terms_of(shards: dict[str, str]) -> set[str]:
    terms = (text for name, text in shards.items() if name[0] == "t")
    return {line.split(" ")[0] for text in terms for line in text.splitlines()}


def key_of(word: str) -> str:
    return search_keys.key(fold(word))


def many(count: int) -> list[SearchDocument]:
    return [
        document(
            f"Удружење број {n}",
            path=f"organizacije/udruzenje-{n}/index.html",
            kind=KINDS[n % len(KINDS)],
            body=" ".join(f"реч{n * 7 + m}" for m in range(40)),
        )
        for n in range(count)
    ]


def test_bytes_do_not_depend_on_the_order_of_the_documents() -> None:
    documents = many(40)
    assert build_index(documents) == build_index(documents[::-1])


def test_the_manifest_lists_exactly_the_files_there_are() -> None:
    for count in (0, 1, 8, 9, 33, 300):
        shards = contents(many(count))
        manifest = json.loads(shards["m"])
        blocks = -(-manifest["documents"] // manifest["records"])
        listed = {f"d{n}" for n in range(blocks)}
        texts = -(-manifest["documents"] // manifest["texts"])
        listed |= {f"b{n}" for n in range(texts)}
        listed |= {f"t{n}" for n in range(len(manifest["terms"]))}
        listed |= {f"n{n}" for n in range(len(manifest["names"]))}
        listed |= {"c"} | {f"f{n}" for n in range(len(manifest["typos"]))}
        assert listed == set(shards) - {"m"}


def test_every_term_lies_in_the_shard_that_its_boundary_promises() -> None:
    shards = contents(many(300))
    boundaries = json.loads(shards["m"])["terms"]
    assert 2 <= len(boundaries)
    for n, boundary in enumerate(boundaries):
        terms = [line.partition(" ")[0] for line in shards[f"t{n}"].splitlines()]
        assert terms == sorted(terms)
        assert boundary <= terms[0]
        assert n + 1 == len(boundaries) or terms[-1] < boundaries[n + 1]


def test_each_file_is_one_call_with_one_string_and_no_line_separators() -> None:
    """U+2028 inside a string ends the line for an older browser."""
    odd = document("Назив", summary=Prose(('Ред\u2028ред\u2029 „\\" </script>',)))
    for artifact in build_index([odd]):
        if artifact.path.text in PROGRAM_FILES:
            continue
        text = artifact.content.decode()
        assert 1 == text.count("\n")
        assert not {"\u2028", "\u2029"} & set(text)
    assert odd.summary.plain == json.loads(contents([odd])["d0"])[0][3]


def test_a_record_marks_what_stays_latin() -> None:
    title = Prose(("Фондација ", Kept("Open Door", "en"), " — ", Pair("ћ", "ć")))
    shown = document("", title=title, contact="051/301-065")
    record = [
        0,
        shown.path,
        ["Фондација ", ["Open Door", "en"], " — ", {"cyrl": "ћ", "latn": "ć"}],
        "Кратак опис.",
        "051/301-065",
    ]
    assert [record] == json.loads(contents([shown])["d0"])


def test_a_long_summary_is_cut_between_words_and_never_inside_a_kept_part() -> None:
    long = Prose(("ријеч " * 26, Kept("International Name"), " и још"))
    (record,) = json.loads(contents([document("Назив", summary=long)])["d0"])
    assert "ријеч " * 26 + "…" == record[3]
    words = Prose(("ријеч " * 60,))
    (record,) = json.loads(contents([document("Назив", summary=words)])["d0"])
    assert " ".join(["ријеч"] * 26) + "…" == record[3]


def test_hidden_words_are_findable_and_never_shown() -> None:
    shards = contents([document("Назив", hidden=("погрешновезано",))])
    assert key_of("погрешновезано") in terms_of(shards)
    shown = "".join(text for name, text in shards.items() if name[0] in "ndf")
    assert "pogresno" not in shown
    assert "погрешно" not in shown


def test_names_hold_both_readings_of_a_pair() -> None:
    pair = document("", title=Prose((Pair("Њујорк", "New York"),)))
    lines = contents([pair])["n0"].splitlines()
    assert ["new", "njujork", "york"] == [line.split(" ")[0] for line in lines]


def test_all_fields_of_a_document_are_indexed() -> None:
    full = document(
        "Наслов",
        names=("ГОЦК",),
        summary=Prose(("резиме",)),
        body="текст",
        labels=("ознака",),
        contact="051/301-065 info@primjer.ba",
    )
    written = {key_of(word) for word in ("наслов", "ГОЦК", "резиме", "текст", "ознака", "primjer")}
    written |= {"051301065", "301065", "301", "info@primjer.ba"}
    assert written <= terms_of(contents([full]))


def test_an_edit_of_one_text_changes_few_files() -> None:
    """Neither the weights of other documents nor the ends of far shards move."""
    documents = many(1_000)
    before = {file.path.text: file.content for file in build_index(documents)}
    edited = replace(documents[500], body=documents[500].body + " новаријеч реч1 реч2")
    after = build_index([*documents[:500], edited, *documents[501:]])
    changed = {file.path.text for file in after if before.get(file.path.text) != file.content}
    assert 100 <= len(before)
    assert len(changed) <= 12, changed


def test_a_bigger_site_has_more_records_in_a_file() -> None:
    sizes = [records_in_file(count) for count in (0, 146, 2_500, 2_501, 5_001, 100_000)]
    assert sorted(sizes) == sizes
    assert sizes[0] < sizes[-1]


def test_a_text_lies_beside_its_record_in_one_line_and_cut_between_words() -> None:
    long = document("Назив", body="прва ријеч\n\nдруга " + "слово " * 2_000)
    (text,) = json.loads(contents([long])["b0"])
    assert text.startswith("прва ријеч друга слово слово")
    assert text.endswith(" слово")
    assert 1_990 <= len(text) <= 2_000


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        build_index([document("Назив", kind="nesto")])


def dictionary_of(shards: dict[str, str]) -> dict[str, int]:
    """Every word of the dictionary for typos with its weight, as the browser reads them."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    words: dict[str, int] = {}
    for name, text in shards.items():
        before = ""
        for line in text.splitlines() if name[0] == "f" else ():
            before = before[: letters.index(line[0])] + line[2:]
            words[before] = letters.index(line[1])
    return words


def test_the_dictionary_holds_words_as_they_are_written_with_their_weight() -> None:
    documents = [
        document("Вијеће НВО", body="Вијеће ради. Наше вијеће."),
        document("Клуб", summary=Prose(("Вијеће младих 2018.",)), path="a/b/index.html"),
    ]
    words = dictionary_of(contents(documents))
    assert {"вијеће": 34, "младих": 1, "Клуб": 33, "ради": 1, "Наше": 1} == {
        word: words[word] for word in ("вијеће", "младих", "Клуб", "ради", "Наше")
    }
    assert not {"НВО", "2018"} & set(words)


def test_every_word_lies_in_the_dictionary_shard_that_its_boundary_promises() -> None:
    alphabet = "абвгдежзиклмнопрст"
    named = [document(f"{a}{b}еста{c}ива", path=f"a/{n}/index.html")
             for n, (a, b, c) in enumerate(product(alphabet, repeat=3))]  # fmt: skip
    shards = contents(named)
    boundaries = json.loads(shards["m"])["typos"]
    assert 2 <= len(boundaries)
    for n, boundary in enumerate(boundaries):
        forms = [fold(word) for word in dictionary_of({"f": shards[f"f{n}"]})]
        assert forms == sorted(forms)
        assert boundary <= forms[0]
        assert n + 1 == len(boundaries) or forms[-1] < boundaries[n + 1]


def test_phrases_of_danger_become_keys_once_and_without_small_words() -> None:
    def said(phrases: list[str]) -> list[str]:
        files = {a.path.text: a for a in build_index([], phrases)}
        found: list[str] = json.loads(handed_over(files["search/m.js"])[1])["danger"]
        return found

    assert [key_of("насиље")] == said(["насиље", "насиљу", "у", ""])
    assert said(["дијете туку", "туку дијете"]) == said(["да туку дијете"])
    assert 1 == len(said(["дијете туку", "туку дијете"]))


def test_a_facet_names_the_documents_of_each_choice_and_leaves_out_empty_ones() -> None:
    documents = [document(f"Клуб {n}", path=f"a/{n}/index.html") for n in "абв"]
    documents.append(document("Страница", path="b/index.html", kind="page"))
    sport = Choice("sport", Prose(("Спорт",)), frozenset({"a/а/index.html", "a/в/index.html"}))
    empty = Choice("kultura", Prose(("Култура",)), frozenset())
    shards = contents(documents, (Facet("oblast", (sport, empty)),))
    assert {
        "vrsta": [["org", "", "AABABA"], ["page", "", "DA"]],
        "oblast": [["sport", "Спорт", "AACA"]],
    } == json.loads(shards["c"])
