"""Field types: text becomes a value or a finding, and all mistakes of a file come at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_texts, domain_texts, steady

from sitegen import frontmatter, schema
from sitegen.diagnostics import Diagnostic, Place
from sitegen.kinds import KINDS
from sitegen.kinds.organization import Organization
from sitegen.kinds.service import Service
from sitegen.schema import (
    Decoded,
    Reading,
    declarations,
    decode,
    decode_row,
    key_of,
    nearest,
    relations_of,
)
from sitegen.scripts.spans import Glossary, Kept, Pair, Prose
from sitegen.source import SourceFile
from sitegen.values import PartialDate, Phone, Ref, Relation

PATH = "content/organizacije/a.md"
NEEDED = "title: Проба\ntype: association\nstatus: unknown\nsources: [izvor]\n"


def organization(header: str, body: str = "") -> Decoded:
    return record(NEEDED + header, body)


def record(header: str, body: str = "", cls: type[Any] = Organization) -> Decoded:
    document = frontmatter.parse(SourceFile(PATH, f"---\n{header.rstrip()}\n---\n{body}")).value
    assert document is not None
    return decode(document, cls, Ref("organizacije", "a"), Reading(PATH))


def found(decoded: Decoded) -> list[tuple[str, int, int, int]]:
    return [(f.code, f.place.line, f.place.column, f.place.length) for f in decoded.diagnostics]


def value(field: str, text: str) -> Any:
    decoded = organization(text)
    assert [] == found(decoded)
    return getattr(decoded.entity, field)


def typed(type_: schema.Type, text: str, glossary: Glossary | None = None) -> tuple[Any, list[Diagnostic]]:
    reading = Reading("p.yml", glossary or Glossary())
    node = frontmatter.parse_table(SourceFile("p.yml", text)).value
    assert node is not None
    return type_.decode(node, reading), reading.found


# --- a whole record --------------------------------------------------------------------------


def test_a_record_is_what_its_file_says_and_nothing_more() -> None:
    decoded = organization("founded: 2005\nphones: [051301065, {number: 051/301-066, type: fax}]\n", "Тијело\n")
    entity = decoded.entity
    assert [] == found(decoded)
    assert (Prose(("Проба",)), "association", PartialDate(2005), "Тијело") == (
        entity.title, entity.type, entity.founded, entity.body.plain,
    )  # fmt: skip
    assert [(Phone("051/301-065", "+38751301065"), None), (Phone("051/301-066", "+38751301066"), "fax")] == [
        (phone.number, phone.type) for phone in entity.phones
    ]
    given_fields = {"title", "type", "status", "sources", "founded", "phones"}
    for name in set(declarations(Organization)) - given_fields:
        assert getattr(entity, name) in (None, ())


def test_all_mistakes_of_a_file_are_reported_at_once() -> None:
    decoded = organization(
        "founded: jučer\nfonded: 1998\nphones: [301-065, 051/301-065 lok. 3]\nemails: [E-mailinfo@primjer.ba]\n"
        "websites: [www.primjer.ba]\naddress: {street: Измишљена, broj: 3}\nlegal_form:\nparent: [a]\n"
        "areas: zdravstvo\nlanguages: [srpski jezik]\n",
        "<b>а</b>\n",
    )
    assert {
        "field.value", "field.unknown", "phone.area_code", "phone.words", "email.label", "url.scheme", "field.empty",
        "field.scalar", "field.list", "markup.html",
    } == {code for code, *_ in found(decoded)}  # fmt: skip
    lines = [(line, code) for code, line, *_ in found(decoded) if not code.startswith("markup")]
    expected = {6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
    assert expected == {line for line, _ in lines}


def test_a_record_with_a_broken_optional_field_still_exists_for_others() -> None:
    decoded = organization("founded: jučer\nmember_of: [b]\n")
    assert decoded.entity is not None
    assert decoded.entity.founded is None
    assert ["organizacije/b", "izvori/izvor"] == [str(r.ref) for r in sorted(decoded.references, key=lambda r: r.ref, reverse=True)]


def test_a_missing_required_field_leaves_no_entity_but_its_references() -> None:
    decoded = record("title: Проба\nmember_of: [b]\nsources: [s]\n")
    assert None is decoded.entity
    assert ["field.missing", "field.missing"] == [code for code, *_ in found(decoded)]
    assert ["type", "status"] == [finding.fact("field") for finding in decoded.diagnostics]
    assert {"organizacije/b", "izvori/s"} == {str(reference.ref) for reference in decoded.references}


def test_a_wanted_field_is_missed_unless_it_is_named_unknown() -> None:
    header = "title: Проба\ntype: association\nstatus: unknown\n"
    missed = [(f.severity.value, f.code, f.fact("field")) for f in record(header).diagnostics]
    assert [("warning", "field.wanted", "sources")] == missed
    assert () == record(header + "unknown: [sources]\n").diagnostics


def test_the_caret_stands_under_the_key_or_under_the_value_that_must_change() -> None:
    decoded = organization("fonded: 1998\nfounded: љубав\n")
    assert [("field.unknown", 6, 1, 6), ("field.value", 7, 10, 5)] == found(decoded)


def test_the_nearest_known_name_is_suggested_only_when_it_is_near() -> None:
    known = ("founded", "status")
    assert ["founded", "founded", "", "status"] == [nearest(w, known) for w in ("fonded", "FOUNDED", "telefon", "statut")]


def test_a_key_with_letters_of_the_other_script_is_named_as_such() -> None:
    [finding] = organization("fоundеd: 1998\n").diagnostics
    assert ("field.lookalike", "founded") == (finding.code, finding.fact("suggestion"))


# --- prose -----------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Njega i ljubav", "Њега и љубав", "  Њега   и\u00a0љубав ", "Nјega i ljubav".replace("ј", "j")])
def test_prose_is_canonical_from_either_script(title: str) -> None:
    prose, diagnostics = typed(schema.prose(), f'"{title}"')
    assert (Prose(("Њега и љубав",)), []) == (prose, diagnostics)


def test_prose_in_two_parts_is_read_as_one_letter() -> None:
    assert Prose(("Чекаоница",)) == typed(schema.prose(), "C\u030cekaonica")[0]


def test_marked_prose_keeps_its_letters_or_has_a_wording_for_each_script() -> None:
    assert Prose((Kept("Save the Children", "en"),)) == typed(schema.prose(), "{text: Save  the Children, lang: en}")[0]
    assert Prose((Pair("Њујорк", "New York"),)) == typed(schema.prose(), "{cyrl: Њујорк, latn: New York}")[0]


@pytest.mark.parametrize("text", ["{text: A}", "{lang: en}", "{cyrl: А}", "{text: A, lang: en, x: y}", "{text: [A], lang: en}", "{text: '', lang: en}"])
def test_half_marked_prose_is_reported(text: str) -> None:
    prose, diagnostics = typed(schema.prose(), text)
    assert (None, ["field.marked_text"]) == (prose, [f.code for f in diagnostics])


def test_too_long_prose_is_reported_with_both_numbers() -> None:
    _, [finding] = typed(schema.prose(5), "Шест љ")
    assert ("field.too_long", "6", "5") == (finding.code, finding.fact("found"), finding.fact("expected"))
    assert [] == typed(schema.prose(6), "Шест љ")[1]


def test_a_doubt_stands_under_its_own_word() -> None:
    decoded = organization('legal_form: "Udruženje XKCD ABVD"\n')
    assert [("script.acronym", 6, 29, 4)] == found(decoded)
    decoded = organization("legal_form: Савјетовалиштe\n")
    assert [("script.homoglyph", 6, 13, 14)] == found(decoded)


def test_a_doubtful_word_is_told_of_once_in_a_file() -> None:
    decoded = organization('legal_form: "Udruženje ABVD"\nsummary: "ABVD i QWRT pomažu, ABVD i ABVE"\n')
    assert [("script.acronym", 6, 24, 4), ("script.acronym", 7, 38, 4)] == sorted(found(decoded))


def test_the_glossary_reaches_prose() -> None:
    glossary = Glossary(keep=(("Open Way", "en"),), domestic=("ABVD",))
    prose, diagnostics = typed(schema.prose(), "Program Open Way i ABVD", glossary)
    assert (Prose(("Програм ", Kept("Open Way", "en"), " и АБВД")), []) == (prose, diagnostics)


@given(text=domain_texts)
@steady
def test_prose_stands_for_the_same_text_in_both_scripts(text: str) -> None:
    from sitegen.scripts.serbian import to_latin

    def read(words: str) -> Prose:
        return schema.read_prose(words, Place("p"), Reading("p"))

    assert read(text) == read(to_latin(text)) or text.isupper() or any(w.isupper() for w in text.split())


# --- other types -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        (schema.date, "27. decembra 2022.", PartialDate(2022, 12, 27)),
        (schema.date_or_unknown, "unknown", "unknown"),
        (schema.number, "48", 48),
        (schema.number, '"007"', 7),
        (schema.decimal, "44.77", 44.77),
        (schema.flag, "true", True),
        (schema.time, "8:30", "08:30"),
        (schema.time, "22:30", "22:30"),
        (schema.weekdays, "mon-fri", (0, 1, 2, 3, 4)),
        (schema.language, "sr-Latn-BA", "sr-Latn-BA"),
        (schema.code, "051301065", "051301065"),
        (schema.code, "no", "no"),
        (schema.code, "1.10", "1.10"),
        (schema.uuid, "6f0d3b52-58a1-5c0e-9a4e-0d5a4f1f6a11", "6f0d3b52-58a1-5c0e-9a4e-0d5a4f1f6a11"),
        (schema.slug_text, "a-1", "a-1"),
        (schema.email, "info@primjer.ba", "info@primjer.ba"),
        (schema.web_address, "https://primjer.ba/", "https://primjer.ba/"),
        (schema.phone, "051301065", Phone("051/301-065", "+38751301065")),
        (schema.one_of("a", "no"), "no", "no"),
        (schema.many(schema.number), "[1, 2]", (1, 2)),
        (schema.many(schema.number), "[]", ()),
        (schema.references("mjesta"), "banja-luka", Relation(Ref("mjesta", "banja-luka"))),
        (schema.references("a", "b"), "b/x", Relation(Ref("b", "x"))),
    ],
)  # fmt: skip
def test_a_value_is_read_by_its_type(type_: schema.Type, text: str, expected: Any) -> None:
    assert (expected, []) == typed(type_, text)


@pytest.mark.parametrize(
    ("type_", "text", "code"),
    [
        (schema.date, "31. 2. 2020.", "date.impossible"),
        (schema.date, "2020/2/3", "field.value"),
        (schema.date_or_unknown, "nepoznato", "field.value"),
        (schema.number, "1.000", "field.value"),
        (schema.flag, "yes", "field.value"),
        (schema.time, "25:00", "field.value"),
        (schema.weekdays, "pon-pet", "field.value"),
        (schema.language, "srpski jezik", "field.value"),
        (schema.uuid, "6F0D3B52", "field.value"),
        (schema.slug_text, "A b", "field.value"),
        (schema.email, "info(at)primjer.ba", "field.value"),
        (schema.web_address, "ftp://primjer.ba", "field.value"),
        (schema.web_address, "primjer.ba", "url.scheme"),
        (schema.one_of("active", "closed"), "aktive", "field.choice"),
        (schema.many(schema.number), "3", "field.list"),
        (schema.many(schema.number), '""', "field.empty"),
        (schema.many(schema.number), "[1, x, 2]", "field.value"),
        (schema.number, "[1]", "field.scalar"),
        (schema.number, '"  "', "field.empty"),
        (schema.references("mjesta"), "Banja Luka", "reference.form_slug"),
        (schema.references("mjesta"), "usluge/a", "reference.kind"),
        (schema.references("a", "b"), "x", "reference.form_slug"),
        (schema.references("mjesta"), "{text: Неки, unnamed: true}", "reference.form"),
        (schema.parties("a"), "{ref: x, text: Неки}", "reference.form"),
        (schema.parties("a"), "{certainty: stated}", "reference.form"),
        (schema.parties("a"), "{ref: x, since: 2020}", "field.unknown"),
    ],
)  # fmt: skip
def test_what_a_type_cannot_read_is_one_finding(type_: schema.Type, text: str, code: str) -> None:
    assert [code] == [finding.code for finding in typed(type_, text)[1]]


def test_a_wrong_choice_names_the_list_and_the_near_word() -> None:
    _, [finding] = typed(schema.one_of("active", "closed"), "aktive")
    assert ("active", "active, closed") == (finding.fact("suggestion"), finding.fact("expected"))


def test_a_list_keeps_its_good_items_beside_a_broken_one() -> None:
    value, diagnostics = typed(schema.many(schema.number), "[1, x, 2, y]")
    assert ((1, 2), [5, 11]) == (value, [finding.place.column for finding in diagnostics])


def test_the_long_form_of_a_relation_keeps_everything() -> None:
    text = "{ref: a/x, certainty: implied, source: s, from: 2018-05, to: 2021, note: Напомена}"
    expected = Relation(
        Ref("a", "x"), "implied", Ref("izvori", "s"), PartialDate(2018, 5), PartialDate(2021), None,
        Prose(("Напомена",)),
    )  # fmt: skip
    assert (expected, []) == typed(schema.parties("a", "b"), text)
    unnamed = Relation(None, text=Prose(("пет партнера",)))
    assert (unnamed, []) == typed(schema.parties("a"), "{text: пет партнера, unnamed: true}")


def test_references_are_collected_with_their_places_even_from_deep_inside() -> None:
    decoded = organization("claims:\n  - {what: а, value: 217, as_of: unknown, source: zbirka}\n")
    places = {str(r.ref): (r.place.line, r.place.column) for r in decoded.references}
    assert {"izvori/izvor": (5, 11), "izvori/zbirka": (7, 51)} == places


def test_relations_say_by_which_field_they_go() -> None:
    decoded = organization("member_of: [b, c]\nparent: d\nfounders: [{text: двоје људи, unnamed: true}]\n")
    named = [(field, str(relation.ref) if relation.ref else None) for field, relation in relations_of(decoded.entity)]
    assert [
        ("sources", "izvori/izvor"), ("founders", None), ("parent", "organizacije/d"),
        ("member_of", "organizacije/b"), ("member_of", "organizacije/c"),
    ] == named  # fmt: skip


def test_a_row_without_an_id_is_no_row() -> None:
    from sitegen.kinds.tables import Area

    def row(text: str) -> tuple[Decoded | None, list[str]]:
        reading = Reading("p.yml")
        node = frontmatter.parse_table(SourceFile("p.yml", text)).value
        assert node is not None
        decoded = decode_row(node, Area, "oblasti", reading)
        return decoded, [finding.code for finding in reading.found]

    assert [(None, ["row.id"]), (None, ["row.id"]), (None, ["field.mapping"])] == [
        row(text) for text in ("{pref: А}", "{id: Здравље, pref: А}", "zdravlje")
    ]
    decoded, codes = row("{id: zdravlje, pref: Здравље}")
    assert decoded is not None
    assert (Ref("oblasti", "zdravlje"), "Здравље", []) == (decoded.ref, decoded.entity.label.plain, codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tiny:
    from_: PartialDate | None = schema.optional(schema.date)
    number: int = schema.required(schema.number)


def test_a_declaration_is_all_a_kind_needs() -> None:
    assert ["from_", "number"] == list(declarations(_Tiny))
    assert ["from", "number"] == [key_of(name) for name in declarations(_Tiny)]
    tiny = schema.shape(_Tiny, "number")
    assert (_Tiny(number=3), []) == typed(tiny, "3")
    assert (_Tiny(number=3, from_=PartialDate(2018)), []) == typed(tiny, "{number: 3, from: 2018}")
    assert (None, ["field.missing"]) == (lambda v, f: (v, [x.code for x in f]))(*typed(tiny, "{from: 2018}"))


def test_every_field_of_every_kind_is_declared_and_has_a_type_with_a_name() -> None:
    for kind in KINDS:
        for name, declared in declarations(kind.entity).items():
            assert declared.need in ("required", "wanted", "optional"), (kind.name, name)
            assert declared.type.name.isidentifier(), (kind.name, name)


@given(text=any_texts, cls=st.sampled_from([kind.entity for kind in KINDS]))
@steady
def test_whatever_a_file_holds_decoding_ends_with_an_entity_or_a_finding(text: str, cls: type[Any]) -> None:
    checked = frontmatter.parse(SourceFile(PATH, f"---\n{text}\n---\n{text}"))
    assert checked.value is not None
    decoded = decode(checked.value, cls, Ref("organizacije", "a"), Reading(PATH))
    assert decoded.entity is not None or decoded.diagnostics or checked.diagnostics


def test_a_service_without_a_provider_says_so_only_as_a_warning() -> None:
    header = "title: А\nsummary: Б\nkind: service\nstatus: unknown\nsources: [s]\n"
    decoded = record(header, cls=Service)
    assert decoded.entity is not None
    assert {("warning", "provider"), ("warning", "first_step")} == {
        (finding.severity.value, finding.fact("field")) for finding in decoded.diagnostics
    }
