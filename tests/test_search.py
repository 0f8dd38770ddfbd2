"""The files of the search index: names, bytes, and what is and is not in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from sitegen import search_keys
from sitegen.artifacts import Artifact
from sitegen.scripts.serbian import fold
from sitegen.scripts.spans import Kept, Pair, Prose
from sitegen.search import PROGRAMS, Choice, Facet, build_index, index, program
from sitegen.search_sketch import (
    KINDS,
    Entry,
    SearchDocument,
    Sketch,
    Stretch,
    packed,
    packed_numbers,
    size_for,
    sketched,
    swapped,
    unpacked,
)
from sitegen.slugs import slug

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


def contents(documents: Iterable[SearchDocument], facets: tuple[Facet, ...] = ()) -> dict[str, str]:
    """What each shard hands over, by its name; the program itself left out."""
    files = build_index(tuple(documents), facets=facets)
    later = PROGRAM_FILES - {"search/s.js"}
    return dict(handed_over(file) for file in files if file.path.text not in later)


def handed_over(artifact: Artifact) -> tuple[str, str]:
    """The name of a shard and what it says; the manifest stands at the end of the program."""
    text = artifact.content.decode()
    if artifact.path.text == "search/s.js":
        text = text.splitlines(keepends=True)[-1]
    assert text.startswith("sitegenSearch.reg(")
    assert text.endswith(");\n")
    name, value = json.loads("[" + text[len("sitegenSearch.reg(") : -3] + "]")
    assert ("search/s.js" if name == "m" else f"search/{name}.js") == artifact.path.text
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


def boundaries(manifest: dict[str, str | None], name: str) -> list[str]:
    """Where each shard begins, as the browser reads it."""
    held = manifest[name]
    return [] if held is None else held.split(" ")


def test_the_manifest_lists_exactly_the_files_there_are() -> None:
    for count in (0, 1, 8, 9, 33, 300, 2_600):
        shards = contents(many(count))
        manifest = json.loads(shards["m"])
        slices = {name[1:] for name in shards if name[0] == "d"}
        assert all(int(number) < manifest["slices"] for number in slices)
        listed = {f"d{n}" for n in slices}
        pieces = {name[1:] for name in shards if name[0] == "e"}
        assert all(
            int(n) * manifest["share"] // manifest["room"] in map(int, slices) for n in pieces
        )
        listed |= {f"e{n}" for n in pieces}
        listed |= {f"b{n}" for n in pieces} if manifest["texts"] else set()
        listed |= {f"t{n}" for n in range(len(boundaries(manifest, "terms")))}
        listed |= {f"n{n}" for n in range(len(boundaries(manifest, "names")))}
        listed |= {"c"} | {f"f{n}" for n in range(len(boundaries(manifest, "typos")))}
        rest = {name for name in shards if name[0] == "r"}
        named = {
            f"r{field[2:].partition(',')[0]}"
            for name, text in shards.items() if name[0] == "t"
            for line in text.splitlines() for field in line.split(" ")[1:] if field[0] == "~"
        }  # fmt: skip
        assert named == rest
        assert listed == set(shards) - {"m"} - rest


def test_another_program_is_asked_for_as_another_one() -> None:
    """A browser that has kept a part of the old program must not run it with the new one."""
    def build_of(sent: dict[str, bytes]) -> str:
        files = index((), programs=lambda: sent)
        said = dict(handed_over(file) for file in files if file.path.text == "search/s.js")
        return str(json.loads(said["m"])["build"])

    programs = {name: program(name) for name in PROGRAMS}
    assert build_of(programs) == build_of(dict(programs))
    assert build_of(programs) != build_of({**programs, "y": programs["y"] + b"\n"})


def test_every_term_lies_in_the_shard_that_its_boundary_promises() -> None:
    shards = contents(many(300))
    begins = boundaries(json.loads(shards["m"]), "terms")
    assert 2 <= len(begins)
    for n, boundary in enumerate(begins):
        terms = [line.partition(" ")[0] for line in shards[f"t{n}"].splitlines()]
        assert terms == sorted(terms)
        assert boundary <= terms[0]
        assert n + 1 == len(begins) or terms[-1] < begins[n + 1]


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def numbers_in(text: str) -> list[int]:
    """The numbers that *text* holds packed, as the browser reads them."""
    low = LETTERS.index(text[0])
    bits = "".join(f"{LETTERS.index(letter):06b}" for letter in text[1:])
    found, number = [], -1
    for gap in re.finditer(f"(1*)0([01]{{{low}}})", bits):
        number += (len(gap[1]) << low) + int("0" + gap[2], 2) + 1
        found.append(number)
    return found


def named_numbers(text: str) -> list[int]:
    """The numbers of postings that tell spots."""
    found: list[int] = []
    number = at = shift = 0
    while at < len(text):
        number += (LETTERS.index(text[at]) & 31) << shift
        shift += 5
        at += 1
        if LETTERS.index(text[at - 1]) & 32:
            continue
        at += 1  # the weight
        while LETTERS.index(text[at]) & 32:
            at += 1
        at, shift = at + 1, 0
        found.append(number)
    return found


def postings(shards: dict[str, str], key: str) -> tuple[dict[int, str], int]:
    """The numbers of the documents of *key* with the tag of their level, as the browser reads them,
    and how many its line says there are where it lies in two files."""
    lines = {
        (name[0], line.partition(" ")[0]): line.split(" ")[1:]
        for name, text in shards.items() if name[0] in "tr" for line in text.splitlines()
    }  # fmt: skip
    found: dict[int, str] = {}
    said = 0
    for field in lines["t", key] + lines.get(("r", key), []):
        tag, text = field[0], field[1:]
        if tag == "~":
            said = int(text.partition(",")[2])
            continue
        read = named_numbers if tag == "n" else numbers_in
        for number in read(text):
            assert number not in found
            found[number] = tag
    return found, said


def test_of_a_word_of_very_many_documents_what_weighs_little_lies_elsewhere() -> None:
    """But nothing is lost, and the line says how many documents there are."""
    documents = [
        replace(one, body=one.body + " свугдје" * (1 + n % 9 // 8 * 20),
                title=Prose(("Свугдје",)) if n == 7 else one.title)
        for n, one in enumerate(many(1_200))
    ]  # fmt: skip
    shards = contents(documents)
    found, said = postings(shards, key_of("свугдје"))
    assert 1_200 == said == len(found)
    assert 1 == sum(tag == "n" for tag in found.values())
    line = next(
        line for name, text in shards.items() if name[0] == "t"
        for line in text.splitlines() if line.startswith(key_of("свугдје") + " ")
    )  # fmt: skip
    assert len(line) < 200
    room = json.loads(shards["m"])["room"]
    shown = {number: json.loads(shards[f"d{number // room}"])[number % room] for number in found}
    assert {one.path for one in documents} == {path_of(row) for row in shown.values()}


def path_of(row: list[Any]) -> str:
    """The path of a record, as the browser reads it from its *row*."""
    return f"{row[1].replace('*', slug(swapped(row[2])))}/index.html"


def test_packed_numbers_are_read_as_they_were() -> None:
    for numbers in (
        [0], [1], [63], [15_000], [0, 1, 2, 3], [0, 15_000], [*range(500)], [*range(0, 9_000, 700)],
        [n * n for n in range(120)], [5, 6, 7, 4_000, 4_001, 15_767],
    ):  # fmt: skip
        assert numbers == numbers_in(packed_numbers(numbers))


def test_what_a_path_takes_from_the_title_is_not_said_twice() -> None:
    for path, title, said in (
        ("organizacije/zeleni-krug", Prose(("Зелени круг",)), "organizacije/*"),
        ("organizacije/zeleni-krug-2", Prose(("„Зелени – круг“!",)), "organizacije/*-2"),
        ("dzez-cudjenje", Prose(("Џез чуђење",)), "*"),
        ("organizacije/drugo", Prose(("Зелени круг",)), "organizacije/drugo"),
        ("organizacije/save", Prose((Kept("Save", "en"),)), "organizacije/save"),
        ("organizacije/muller", Prose(("Müller",)), "organizacije/muller"),
        ("organizacije/a", Prose(("„“",)), "organizacije/a"),
    ):
        shards = contents([document("", path=f"{path}/index.html", title=title)])
        (row,) = json.loads(shards["d0"])
        assert said == row[1]
        assert said == path or f"{path}/index.html" == path_of(row)


def test_each_file_is_one_call_with_one_string_and_no_line_separators() -> None:
    """U+2028 inside a string ends the line for an older browser."""
    odd = document("Назив", summary=Prose(('Ред\u2028ред\u2029 „\\" </script>',)))
    for artifact in build_index([odd]):
        if artifact.path.text in PROGRAM_FILES:
            continue
        text = artifact.content.decode()
        assert 1 == text.count("\n")
        assert not {"\u2028", "\u2029"} & set(text)
    assert odd.summary.plain == swapped(json.loads(contents([odd])["e0"])[0][0])


def test_a_record_marks_what_stays_latin() -> None:
    title = Prose(("Фондација ", Kept("Open Door", "en"), " — ", Pair("ћ", "ć")))
    shown = document("", title=title, contact="051/301-065")
    parts = [swapped("Фондација "), ["Open Door", "en"], " — ", {"cyrl": "ћ", "latn": "ć"}]
    shards = contents([shown])
    row = [KINDS.index("org"), "organizacije/primjer", parts]
    assert [[*row, "051/301-065"]] == json.loads(shards["d0"])
    assert [[swapped("Кратак опис.")]] == json.loads(shards["e0"])


def test_on_a_big_site_the_contact_lies_with_what_is_shown_later() -> None:
    reached = document(
        "Назив", contact="051/301-065", doubt="stale", path="organizacije/a/index.html"
    )
    shards = contents([*many(2_000), reached])
    assert "051/301-065" not in "".join(text for name, text in shards.items() if name[0] == "d")
    rest = [one for name, text in shards.items() if name[0] == "e" for one in json.loads(text)]
    assert [swapped("Кратак опис."), "051/301-065", "stale"] in rest


def test_a_long_summary_is_cut_between_words_and_never_inside_a_kept_part() -> None:
    long = Prose(("ријеч " * 26, Kept("International Name"), " и још"))
    shown = json.loads(contents([document("Назив", summary=long)])["e0"])
    assert [[swapped("ријеч " * 26 + "…")]] == shown
    words = Prose(("ријеч " * 60,))
    shown = json.loads(contents([document("Назив", summary=words)])["e0"])
    assert [[swapped(" ".join(["ријеч"] * 26) + "…")]] == shown


def test_hidden_words_are_findable_and_never_shown() -> None:
    shards = contents([document("Назив", hidden=("погрешновезано",))])
    assert key_of("погрешновезано") in terms_of(shards)
    shown = "".join(text + swapped(text) for name, text in shards.items() if name[0] in "ndef")
    assert "pogresno" not in shown
    assert "погрешно" not in shown


def test_names_hold_both_readings_of_a_pair() -> None:
    pair = document("", title=Prose((Pair("Њујорк", "New York"),)))
    lines = contents([pair])["n0"].splitlines()
    assert ["new", "njujork", "york"] == [line.split(" ")[0] for line in lines]


def test_many_numbers_that_stand_together_are_no_word() -> None:
    table = "2021 123 000 2022 456 000 2023 789 000 2024 012 000"
    terms = terms_of(contents([document("Назив", body=table)]))
    assert {"2021", "123", "000", "789"} <= terms
    assert max(map(len, terms)) <= 24


def test_numbers_and_addresses_lie_apart_from_other_words() -> None:
    mails = [replace(one, contact=f"info@primjer{n}.ba") for n, one in enumerate(many(60))]
    for text in (text for name, text in contents(mails).items() if name[0] == "t"):
        assert 1 == len({line < "A" for line in text.splitlines()})


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
    written |= {"051301065", "301065", "301", "@info@primjer.ba"}
    assert written <= terms_of(contents([full]))


def changed_by(before: Iterable[SearchDocument], after: Iterable[SearchDocument]) -> set[str]:
    old = {file.path.text: file.content for file in build_index(before)}
    new = {file.path.text: file.content for file in build_index(after)}
    assert 100 <= len(old)
    return {path for path in old | new if old.get(path) != new.get(path)}


def test_an_edit_of_one_text_changes_few_files() -> None:
    """Neither the weights of other documents nor the ends of far shards move."""
    documents = many(1_000)
    edited = replace(documents[500], body=documents[500].body + " новаријеч реч1 реч2")
    changed = changed_by(documents, [*documents[:500], edited, *documents[501:]])
    assert len(changed) <= 12, changed


def test_a_new_record_renumbers_only_those_around_it() -> None:
    """Most files of records, texts and words stay what they were, where neighbours share their words; no word
    becomes one of very many documents by it."""
    documents = [replace(one, kind="org") for one in many(900)]
    added = document(
        "Удружење број 555а", path="organizacije/udruzenje-555a/index.html", kind="org"
    )
    changed = changed_by(documents, [*documents, added])
    assert len([path for path in changed if path[7] in "deb"]) <= 12, changed
    assert len([path for path in changed if path[7] in "tn"]) <= 24, changed


def test_a_slice_is_never_fuller_than_its_room_and_a_bigger_site_has_bigger_pieces() -> None:
    shares = [size_for(count).share for count in (0, 146, 2_500, 5_001, 100_000)]
    assert sorted(shares) == shares
    assert shares[0] < shares[-1]
    shards = contents(many(1_000))
    room = json.loads(shards["m"])["room"]
    slices = [json.loads(text) for name, text in shards.items() if name[0] == "d"]
    assert max(map(len, slices)) <= room
    assert 1_000 == sum(map(len, slices))
    assert 0.6 * room <= 1_000 / len(slices)
    share = json.loads(shards["m"])["share"]
    pieces = [json.loads(text) for name, text in shards.items() if name[0] == "e"]
    assert max(map(len, pieces)) <= share
    assert 1_000 == sum(map(len, pieces))


def test_what_is_remembered_of_a_stretch_is_what_it_gives() -> None:
    """An index of sketches that went through the memory is the same; only an edited stretch is
    sketched anew."""
    documents = many(1_000)
    kept: dict[str, bytes] = {}
    made: list[str] = []

    def remember(stretch: Stretch) -> Sketch:
        if stretch.key not in kept:
            made.append(stretch.key)
            kept[stretch.key] = packed(sketched(stretch))
        return unpacked(kept[stretch.key])

    def built(documents: list[SearchDocument]) -> tuple[Artifact, ...]:
        entries = [
            Entry(one.path, one.kind, repr(one), lambda one=one: one)  # type: ignore[misc]
            for one in documents
        ]
        made = index(entries, sketch=lambda parts: map(remember, parts))
        return tuple(sorted(made, key=lambda one: one.path))

    assert build_index(documents) == built(documents)
    assert 5 <= len(made)
    made.clear()
    documents[500] = replace(documents[500], body="сасвим ново")
    assert build_index(documents) == built(documents)
    assert 1 == len(made)
    made.clear()
    documents.insert(3, document("Нови", path="organizacije/udruzenje-5a/index.html", kind="org"))
    assert build_index(documents) == built(documents)
    assert len(made) <= 3


def test_a_text_is_read_alike_in_parts_and_whole() -> None:
    """Numbers, dates and addresses go over spaces; a word is read once for all texts."""
    for text in (
        "Позовите 051 301-065 или +387 65 123 456, до 12. маја 2020. године",
        "од 2018 – 2020 и 2019. мајка јуна 2021 пише info@primjer.ba.",
        "Радна група (РГ) ... — 3 . 4 ; јун 2020 мај, XIV и/или 5/6",
        "12. 5. 2019. и 2019-05-12 број: 78 000, мај",
    ):
        body = contents([document("Назив", body=text, summary=Prose(("",)))])
        name = contents([document(text, summary=Prose(("",)))])
        assert terms_of(body) - {key_of("назив")} == terms_of(name)


def test_a_text_lies_beside_its_record_in_one_line_and_cut_between_words() -> None:
    long = document("Назив", body="прва ријеч\n\nдруга " + "слово " * 2_000)
    text = swapped(*json.loads(contents([long])["b0"]))
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
    begins = boundaries(json.loads(shards["m"]), "typos")
    assert 2 <= len(begins)
    for n, boundary in enumerate(begins):
        forms = [fold(word) for word in dictionary_of({"f": shards[f"f{n}"]})]
        assert forms == sorted(forms)
        assert boundary <= forms[0]
        assert n + 1 == len(begins) or forms[-1] < begins[n + 1]


def test_phrases_of_danger_become_keys_once_and_without_small_words() -> None:
    def said(phrases: list[str]) -> list[str]:
        files = {a.path.text: a for a in build_index([], phrases)}
        found: list[str] = json.loads(handed_over(files["search/s.js"])[1])["danger"]
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
    held = {
        name: [[choice, label, numbers_in(postings)] for choice, label, postings in choices]
        for name, choices in json.loads(shards["c"]).items()
    }
    assert {
        "vrsta": [["org", "", [0, 1, 2]], ["page", "", [3]]],
        "oblast": [["sport", "Спорт", [0, 2]]],
    } == held
