"""``fmt``: a file of content in one way and one script, read as the same record as before."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from building import ROOT, edit, project, sitegen, small, tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import cyrillic_texts, steady

from sitegen import fmt
from sitegen.pipeline import surroundings
from sitegen.schema import Surroundings
from sitegen.scripts.serbian import is_cyrillic_letter, to_latin
from sitegen.scripts.spans import EMPTY_GLOSSARY, Glossary
from sitegen.source import SourceFile, read_tree

PLAIN = Surroundings(EMPTY_GLOSSARY, "BA")
KNOWING = Surroundings(Glossary(keep=(("Save the Children", "en"),), domestic=("ABVD",)), "BA")
SERVICE = "content/usluge/dnevni-centar.md"


def meaning(path: str, text: str, around: Surroundings) -> object:
    records, found = fmt._read(SourceFile(path, text), around)
    assert not [finding for finding in found if finding.severity == "error"]
    return fmt._meaning(records)


def tidy(text: str, path: str = SERVICE) -> str:
    return fmt.formatted(SourceFile(path, text), PLAIN).text


def rewritten(
    text: str, script: str, around: Surroundings = PLAIN, path: str = SERVICE
) -> fmt.Formatted:
    """*text* in *script*; on the way it is seen that it means the same and that twice is once."""
    once = fmt.formatted(SourceFile(path, text), around, script)
    assert not once.errors
    assert meaning(path, text, around) == meaning(path, once.text, around)
    assert once.text == fmt.formatted(SourceFile(path, once.text), around, script).text
    return once


def service(fields: str = "", body: str = "", summary: str = "Опис") -> str:
    head = f"title: Услуга\nkind: service\nstatus: active\nsummary: {summary}\n"
    return f"---\n{head}{fields}---\n" + (f"\n{body}\n" if body else "")


# --- one way to write ------------------------------------------------------------------------


def test_dates_times_phones_and_quotation_marks_are_written_one_way() -> None:
    typed = service(
        "provider: 'centar'\n"
        "phones: [+387 51 301 065, {number: '051 301-066', label: 'пријемна'}]  # звати прије подне\n"
        "hours: [{days: mon-fri, from: 8:00, to: '15:30'}]\n"
        "verified: {date: 27. децембра 2022. године, by: 'уредник \"М\"', how: phone}\n"
    )
    assert service(
        'provider: "centar"\n'
        'hours: [{days: mon-fri, from: 08:00, to: "15:30"}]\n'
        'phones: [051/301-065, {number: "051/301-066", label: "пријемна"}]  # звати прије подне\n'
        "verified: {date: 2022-12-27, by: 'уредник \"М\"', how: phone}\n"
    ) == tidy(typed)


def test_fields_stand_in_one_order_each_with_its_comment() -> None:
    typed = (
        "---\n# О запису\n\nunknown: [cost]\n# ко пружа\nprovider: centar\nsummary: |\n  Опис.\n"
        "status: active\nkind: service\ntitle: Услуга\n# крај\n---\nТекст\n"
    )
    assert (
        "---\n# О запису\n\ntitle: Услуга\nkind: service\nstatus: active\nsummary: |\n  Опис.\n"
        "# ко пружа\nprovider: centar\nunknown: [cost]\n# крај\n---\nТекст\n"
    ) == tidy(typed)


def test_groups_of_fields_that_an_editor_parted_stay() -> None:
    typed = "---\norder: 3\n\ntitle: Страница\n---\nТекст\n"
    assert typed == tidy(typed, "content/stranice/o-nama.md")


@pytest.mark.parametrize("order", [["title", "kind", "status", "summary", "provider", "unknown"]])
@given(data=st.data())
@settings(steady, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_order_becomes_the_same_file(order: list[str], data: st.DataObject) -> None:
    values = {"title": "Њега", "kind": "service", "status": "active", "summary": "Опис", "provider": "a", "unknown": "[cost]"}
    shuffled = data.draw(st.permutations(order))
    texts = ["---\n" + "".join(f"{key}: {values[key]}\n" for key in keys) + "---\n" for keys in (order, shuffled)]
    assert tidy(texts[0]) == tidy(texts[1])


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Услуга\nverified: {date: прољетос, by: а, how: phone}\n---\n",
        "---\ntitle: Услуга\nfonded: 27.12.2022.\n---\n",
        "---\ntitle: 'Услуга\n---\n",
        "no header",
        "",
    ],
)
def test_a_file_with_an_error_is_left_alone(text: str) -> None:
    result = fmt.formatted(SourceFile(SERVICE, text), PLAIN, "latin")
    assert text == result.text
    assert result.errors


def test_what_is_not_sure_to_mean_the_same_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """One wrong edit does not keep back the right ones."""
    real = fmt._one_way
    monkeypatch.setattr(fmt, "_one_way", lambda type_, value, around: "2001" if value.text == "2.2.2002." else real(type_, value, around))
    typed = service("verified: {date: 2.2.2002., by: а, how: phone}\nphones: [051 301 065]\n")
    expected = service("phones: [051/301-065]\nverified: {date: 2.2.2002., by: а, how: phone}\n")
    assert expected == tidy(typed)


def test_the_end_of_a_file_is_one_line_end() -> None:
    assert service(body="Текст") == tidy(service(body="Текст\n\n\n"))
    assert service(body="Текст") == tidy(service(body="Текст").rstrip("\n"))


# --- one script ------------------------------------------------------------------------------

BODY = """\
## Услуге {#usluge}

Његa љ**уди** и [обрасци](../dokumenti/obrazac-njega.md "Његов образац") у `kod njega`. Ријеч „інјекција“ – не, инјекција.

* USAID-а, ISO 9001, IX вијек, 5 km, info@primjer.example
* [Save the Children]{lang=en} и [АБВ]{translate=no}, Мјесец&nbsp;дана, <https://primjer.example/njega>

| Назив | Број |
| --- | --- |
| Надживјети | 3 |

Појам
:   Опис појма
{: .opis }

    njega = 1  # code

[Образац][o] и крај.

[o]: https://primjer.example/njiva
"""


def test_a_whole_file_goes_to_latin_and_back() -> None:
    typed = service(
        "other_names:\n  - {name: Save the Children, lang: en}\n  - name: >-\n      Дневни центар\n      у граду\n"
        "eligibility: |\n  * Љубав\n  * [Њега](a.md)\n"
        "partners: [{text: удружења, unnamed: true}]\n"
        "required_documents: [{cyrl: Њ, latn: NJ}, извод]\nphones: [{number: 051/301-065, label: Њу\u00adтн}]\n",
        BODY, '"Његa „старих“ људи"  # коментар',
    )
    latin = rewritten(typed, "latin").text
    assert 'summary: "Njega „starih“ ljudi"  # коментар' in latin
    assert "      Dnevni centar\n      u gradu\n" in latin
    assert "{cyrl: Њ, latn: NJ}" in latin
    assert "lj**udi** i [obrasci](../dokumenti/obrazac-njega.md \"Njegov obrazac\") u `kod njega`" in latin
    assert "## Usluge {#usluge}" in latin
    assert "* USAID-a, ISO 9001, IX vijek, 5 km, info@primjer.example" in latin
    assert "[АБВ]{translate=no}" in latin
    back = rewritten(latin, "cyrillic").text
    assert latin == rewritten(back, "latin").text


def test_a_latin_word_in_cyrillic_text_is_protected_when_the_text_becomes_latin() -> None:
    result = rewritten(service(body="Реч „njega“ и Mali princ"), "latin")
    assert 'Reč „[njega]{translate=no}“' in result.text
    assert () == result.left


def test_a_kept_phrase_of_the_glossary_needs_no_mark() -> None:
    text = rewritten(service(summary="Рад са Save the Children и АБВД"), "latin", KNOWING).text
    assert "summary: Rad sa Save the Children i ABVD\n" in text


def test_a_word_that_latin_cannot_say_stays_in_cyrillic_and_is_named() -> None:
    result = rewritten(service(summary="Удружење БРДК из Новог Сада"), "latin")
    assert "summary: Udruženje БРДК iz Novog Sada\n" in result.text
    [(place, found)] = result.left
    assert (5, 20, "БРДК") == (place.line, place.column, found)


def test_two_letters_that_would_be_read_as_one_are_kept_apart() -> None:
    result = rewritten(service(body="Реч панјевац је измишљена"), "latin")
    assert "pan\u200cjevac" in result.text


def test_doubtful_words_are_named_when_latin_becomes_cyrillic() -> None:
    result = rewritten(service(summary="Gost je Marion Kersting"), "cyrillic")
    assert ["Marion Kersting"] == [doubt.fact("found") for doubt in result.doubts]


def test_look_alike_letters_are_mended_on_the_way() -> None:
    assert "summary: Центар" in rewritten(service(summary="Цeнтар"), "cyrillic").text


@given(title=cyrillic_texts(), body=cyrillic_texts())
@steady
def test_any_text_keeps_its_meaning_in_both_scripts(title: str, body: str) -> None:
    quoted = re.sub(r"\s+", " ", title.replace("\\", "").replace('"', "”")).strip()[:200] or "Њ"
    text = f'---\ntitle: "{quoted}"\n---\n\n{body}\n'
    if fmt.formatted(SourceFile(SERVICE, text), PLAIN).errors:
        return
    latin = rewritten(text, "latin").text
    rewritten(latin, "cyrillic")


def test_the_real_content_keeps_its_meaning_in_both_scripts() -> None:
    """All records, to Latin and back; what stays in Cyrillic on the way is little."""
    sources = read_tree(ROOT).value or ()
    around = surroundings(sources)
    left = 0
    for source in sources:
        if fmt.is_content(source.path):
            latin = rewritten(source.text, "latin", around, source.path)
            left += len(latin.left)
            back = rewritten(latin.text, "cyrillic", around, source.path)
            assert latin.text == fmt.formatted(SourceFile(source.path, back.text), around, "latin").text
    assert left < 12


def test_a_site_from_latin_sources_is_the_same_site(tmp_path: Path) -> None:
    root = small(tmp_path)
    before = tree(root)
    assert 0 == sitegen("fmt", "--script", "latin", "--source", root).returncode
    letters = [c for path in (root / "content/usluge").glob("*.md") for c in path.read_text(encoding="utf-8")]
    assert sum(map(is_cyrillic_letter, letters)) < len(letters) / 20
    assert before == tree(root)


# --- the command -----------------------------------------------------------------------------

SKUP = "content/dogadjaji/skup.md"
TYPED = "\ufeff---\r\ndate: 27.12.2022.\r\n# наслов\r\ntitle: Њега\r\n---\r\nТекст\r\n"
TIDY = "\ufeff---\r\n# наслов\r\ntitle: Њега\r\ndate: 2022-12-27\r\n---\r\nТекст\r\n"


def test_check_names_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path, {SKUP: TYPED})
    result = sitegen("fmt", "--check", SKUP, cwd=root)
    assert (1, f"{SKUP}\n") == (result.returncode, result.stdout)
    assert TYPED.encode() == (root / SKUP).read_bytes()


def test_files_are_written_with_their_mark_line_ends_and_permissions(tmp_path: Path) -> None:
    root = project(tmp_path, {SKUP: TYPED})
    (root / SKUP).chmod(0o640)
    assert 0 == sitegen("fmt", SKUP, cwd=root).returncode
    assert TIDY.encode() == (root / SKUP).read_bytes()
    assert 0o640 == stat.S_IMODE((root / SKUP).stat().st_mode)
    assert [SKUP.rsplit("/", 1)[1]] == [path.name for path in (root / SKUP).parent.iterdir()]
    again = sitegen("fmt", "--check", root / SKUP)
    assert (0, "") == (again.returncode, again.stdout)


def test_one_script_for_a_folder_and_only_for_it(tmp_path: Path) -> None:
    root = project(tmp_path, {SKUP: TIDY, "content/stranice/njega.md": "---\ntitle: Њега\n---\n"})
    result = sitegen("fmt", "--script", "latin", root / "content/stranice")
    assert (0, "content/stranice/njega.md\n") == (result.returncode, result.stdout)
    assert "---\ntitle: Njega\n---\n" == (root / "content/stranice/njega.md").read_text(encoding="utf-8")
    assert TIDY.encode() == (root / SKUP).read_bytes()


def test_a_file_with_an_error_is_reported_and_the_others_are_written(tmp_path: Path) -> None:
    broken = "---\ntitel: Скуп\ndate: 27.12.2022.\n---\n"
    root = project(tmp_path, {SKUP: TYPED, "content/dogadjaji/drugi.md": broken})
    result = sitegen("fmt", "content/dogadjaji", cwd=root)
    assert (1, f"{SKUP}\n") == (result.returncode, result.stdout)
    assert "content/dogadjaji/drugi.md:2:1" in result.stderr
    assert broken == (root / "content/dogadjaji/drugi.md").read_text(encoding="utf-8")


def test_words_that_stay_are_named_with_their_place(tmp_path: Path) -> None:
    root = project(tmp_path, {SKUP: TIDY})
    edit(root, SKUP, "Текст", "Текст и БРДК")
    result = sitegen("fmt", "--script", "latin", cwd=root)
    assert 0 == result.returncode
    assert f"{SKUP}:6:9: „БРДК“" in result.stderr


def test_a_path_outside_the_content_is_misuse(tmp_path: Path) -> None:
    root = project(tmp_path, {SKUP: TIDY})
    assert 2 == sitegen("fmt", ROOT / "README.md", "--source", root).returncode
    assert 2 == sitegen("fmt", "nema.md", cwd=root).returncode


@pytest.mark.parametrize(
    ("typed", "new"),
    [("a\r\nb\r\n", "x\r\ny\r\n"), ("a\nb\n", "x\ny\n"), ("a\rb\r", "x\ry\r"), ("a\r\nb\nc\n", "x\ny\n"), ("\ufeffa", "\ufeffx\ny\n")],
)
def test_line_ends_stay_as_most_of_the_file_has_them(typed: str, new: str) -> None:
    assert new == fmt.as_typed("x\ny\n", typed)
    assert "Nj" == to_latin("Њ")
