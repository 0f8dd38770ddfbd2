"""What the sources say of who does what with whom, and every figure and trap in them: the
inventory of the sources against the content and its built pages, both ways.

How each of the 226 relations is said (``data/seed_relations.yml``):

    a field that names a record          201
    a field that names unnamed people     12
    words of the text                      7
    a contact                              3
    a counted group of people              1
    another field                          1
    a field that is never shown            1   (``hidden``, with the reason; words say it)
    left out                               0
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen import urls
from sitegen.directory import Directory
from sitegen.kinds.common import AREAS, RECORDS, SOURCES
from sitegen.pages.around import SOURCES_PAGE
from sitegen.pipeline import load
from sitegen.schema import relations_of
from sitegen.scripts.serbian import to_latin
from sitegen.values import PartialDate, Phone, Ref, Relation

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
EDITIONS = ("", "lat/")
OUR_CERTAINTY = {"stated": "stated", "implied": "implied", "inferred": "editor"}
SYMMETRIC = "not_same_as"  # the one field that both ends write


def read(name: str) -> Any:
    """A file of ``data/`` with every scalar as text."""
    return yaml.load((DATA / name).read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506


RELATIONS: list[dict[str, Any]] = read("seed_relations.yml")["relations"]
EXTRA: list[dict[str, Any]] = read("seed_relations.yml")["extra"]
FACTS: list[dict[str, Any]] = read("seed_facts.yml")
ADDRESS = {
    entry["id"]: entry.get("record") or entry["row"]
    for entry in (*read("seed_coverage.yml"), *FACTS)
    if "record" in entry or "row" in entry
}  # what has a page, by its id in the inventory
WAYS = {
    "ours", "body", "value", "claim", "contact", "collective", "row", "nowhere", "left_out", "hidden",
}  # fmt: skip


def way_of(entry: dict[str, Any]) -> str:
    """The one key of *entry* that says how ours says it."""
    (way,) = WAYS & set(entry)
    return way


def assert_none(found: Iterable[str]) -> None:
    """Fails with every one of *found*, a line each."""
    lines = "\n".join(found)
    assert not lines, lines


def name_of(entry: dict[str, Any]) -> str:
    return entry["id"] if "id" in entry else " ".join(entry["seed"].values())


def ref_of(text: str) -> Ref:
    return Ref(*text.split("/"))


# --- what the content says -------------------------------------------------------------------


@pytest.fixture(scope="module")
def directory() -> Directory:
    whole = load(ROOT).directory
    assert whole is not None
    return whole


def end_of(relation: Relation) -> str:
    """The other end of a relation: the address of a record, or the words for unnamed people."""
    if relation.ref is not None:
        return str(relation.ref)
    assert relation.text is not None
    return relation.text.plain


def written(directory: Directory) -> Iterator[tuple[str, str, str, str]]:
    """Every relation of every record but its sources: record, field, other end, certainty."""
    for ref, record in directory.records.items():
        for field, relation in relations_of(record):
            if relation.ref is None or relation.ref.folder != SOURCES:
                yield str(ref), field, end_of(relation), relation.certainty


def of_rows(directory: Directory) -> Iterator[tuple[str, str, str, str]]:
    for ref, row in directory.rows.items():
        for field, relation in relations_of(row):
            yield str(ref), field, end_of(relation), relation.certainty


def everything(directory: Directory) -> list[tuple[str, str, str, str]]:
    return [*written(directory), *of_rows(directory)]


def texts(held: Any, steps: list[str]) -> Iterator[str]:
    """What stands in *held* at the end of *steps*, each item of a list by itself."""
    if isinstance(held, tuple):
        for item in held:
            yield from texts(item, steps)
    elif held is not None and steps:
        yield from texts(getattr(held, steps[0]), steps[1:])
    elif held is not None:
        yield plain(held)


def plain(value: Any) -> str:
    if isinstance(value, Relation):
        return end_of(value)
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, Phone):
        return value.shown
    if isinstance(value, bool):
        return str(value).lower()
    return getattr(value, "plain", None) or str(value)


def shown_words(directory: Directory, entry: dict[str, Any]) -> list[str] | None:
    """The words by which a page says *entry*, in Cyrillic; None when the content does not say it."""
    way = way_of(entry)
    what = entry[way]
    if way in ("nowhere", "left_out"):
        return []
    if way == "row":
        row = directory.rows.get(ref_of(what))
        return None if row is None else [row.label.plain]
    entity = directory.get(ref_of(what["record"]))
    if way == "ours":
        return None if not matches(entity, what) else [what["unnamed"]] if "unnamed" in what else []
    if way == "hidden":
        told = f"{what['field']}: {what['target'].partition('/')[2]}\n" in (ROOT / entity.path).read_text("utf-8")
        shown = [link for link in directory.backlinks(ref_of(what["target"])) if link.source == entity.ref]
        if matches(entity, what) or shown or not told:
            return None
    if way in ("body", "hidden"):
        return [what["words"]] if what["words"] in entity.body.plain else None
    if way == "value":
        held = list(texts(entity, what["field"].split(".")))
        here = what["is"] in held if "is" in what else any(what["has"] in one for one in held)
        if "searched" in what:
            return [] if here else None
        return [what.get("page") or what.get("is") or what["has"]] if here else None
    parts = {"claim": "claims", "contact": "contacts", "collective": "collectives"}[way]
    keys = [key for key in what if key != "record"]
    for item in getattr(entity, parts):
        if all(what[key] in texts(item, [key]) for key in keys):
            return [what[key] for key in keys if key not in ("derived", "count")]
    return None


def matches(entity: Any, what: dict[str, str]) -> list[Relation]:
    """The relations of *entity* that ``ours`` describes."""
    end = what["target"] if "target" in what else what["unnamed"]
    return [
        relation for field, relation in relations_of(entity)
        if field == what["field"] and end_of(relation) == end
    ]  # fmt: skip


# --- what a reader sees ----------------------------------------------------------------------


def page_path(ref: Ref) -> str:
    return SOURCES_PAGE if ref.folder == SOURCES else urls.record_path(ref)


@cache
def page(site: Path, path: str) -> str:
    """A page of the built site; empty where there is none."""
    file = site / path
    return file.read_text(encoding="utf-8") if file.is_file() else ""


@cache
def text_of(site: Path, path: str) -> str:
    """The characters of a page without its tags and without any white space."""
    return tight(html.unescape(re.sub(r"<[^>]*>", "", page(site, path))))


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def targets_of(site: Path, path: str) -> frozenset[str]:
    """The files that the links of a page lead to."""
    links = re.findall(r'\bhref="([^"#?]+)', page(site, path))
    return frozenset(
        posixpath.normpath(posixpath.join(posixpath.dirname(path), to)) for to in links
    )


def missing_words(site: Path, directory: Directory, entries: list[dict[str, Any]]) -> list[str]:
    """What of *entries* the pages of one edition or the other do not show."""
    found = []
    for entry in entries:
        way = way_of(entry)
        if way in ("nowhere", "left_out"):
            continue
        what = entry[way]
        ref = ref_of(what if way == "row" else what["record"])
        if way == "row" and not directory.members(ref):
            continue  # a value that no record has yet: it has no page
        for words in shown_words(directory, entry) or ():
            for prefix in EDITIONS:
                wanted = tight(to_latin(words) if prefix else words)
                at_the_beginning = wanted[:1].upper() + wanted[1:]  # of a line
                text = text_of(site, prefix + page_path(ref))
                if wanted not in text and at_the_beginning not in text:
                    found.append(f"{name_of(entry)}: {prefix}{page_path(ref)}: {words}")
    return found


# --- relations -------------------------------------------------------------------------------


def test_every_inventory_relation_is_accounted_for_once() -> None:
    names = [name_of(entry) for entry in RELATIONS]
    assert_none(name for name, times in Counter(names).items() if times > 1)
    expected = {"stated": 179, "implied": 42, "inferred": 5}
    assert expected == Counter(entry["seed"]["certainty"] for entry in RELATIONS)


def test_relations_are_said_in_the_ways_that_the_table_above_counts() -> None:
    said = Counter(
        "unnamed" if "unnamed" in entry.get("ours", ()) else way_of(entry) for entry in RELATIONS
    )
    expected = {"ours": 201, "hidden": 1, "unnamed": 12, "body": 7, "contact": 3, "collective": 1, "value": 1}
    assert expected == said


def test_every_relation_is_said_where_the_file_says(directory: Directory) -> None:
    assert_none(name_of(entry) for entry in RELATIONS if shown_words(directory, entry) is None)


def test_what_is_hidden_has_a_reason_and_a_secret_place(directory: Directory) -> None:
    for entry in RELATIONS:
        if "hidden" in entry:
            assert entry["because"]
            assert directory.records[ref_of(entry["hidden"]["record"])].location_confidential


def test_a_relation_is_between_the_two_that_the_inventory_names() -> None:
    wrong = []
    for entry in RELATIONS:
        what = entry.get("ours") or entry.get("hidden")
        ends = {ADDRESS.get(entry["seed"][key]) for key in ("subject", "object")} - {None}
        if what and ends != {what["record"], *([what["target"]] if "target" in what else ())}:
            wrong.append(name_of(entry))
    assert_none(wrong)


def test_relations_are_as_sure_as_in_the_inventory(directory: Directory) -> None:
    wrong = []
    for entry in RELATIONS:
        if "ours" in entry:
            what = entry["ours"]
            same = OUR_CERTAINTY[entry["seed"]["certainty"]]
            expected = what.get("certainty", same)
            found = {one.certainty for one in matches(directory.get(ref_of(what["record"])), what)}
            if found != {expected}:
                wrong.append(f"{name_of(entry)}: {found}")
            assert (expected != same) == ("because" in entry), name_of(entry)
    assert_none(wrong)


def test_areas_may_be_plain_because_all_of_them_say_they_are_provisional(
    directory: Directory,
) -> None:
    assert all(area.provisional for area in directory.of(AREAS))


def test_a_relation_is_written_once(directory: Directory) -> None:
    times = Counter(" ".join(relation[:3]) for relation in everything(directory))
    assert_none(relation for relation, number in times.items() if number > 1)


def test_a_relation_is_written_on_one_side(directory: Directory) -> None:
    pairs = {
        (record, end) for record, field, end, _ in everything(directory) if field != SYMMETRIC
    }  # fmt: skip
    assert_none(" ".join(pair) for pair in sorted(pairs) if pair[::-1] in pairs)


def test_relations_that_are_not_in_the_inventory_are_listed(directory: Directory) -> None:
    known = {
        (entry["ours"]["record"], entry["ours"]["field"], entry["ours"].get("target") or entry["ours"]["unnamed"])
        for entry in RELATIONS
        if "ours" in entry
    }  # fmt: skip
    others = {
        (record, field, end): sure
        for record, field, end, sure in written(directory)
        if field != SYMMETRIC and (record, field, end) not in known
        and ("/" not in end or " " in end or end.partition("/")[0] in RECORDS)
    }  # fmt: skip
    listed = {
        tuple(line.split(" ", 2)): group["certainty"] for group in EXTRA for line in group["relations"]
    }  # fmt: skip
    assert len(listed) == sum(len(group["relations"]) for group in EXTRA)
    assert_none(
        " ".join((*relation, sure)) for relation, sure in sorted(listed.items() ^ others.items())
    )


def test_a_relation_of_our_own_has_a_reason_and_a_stated_one_the_words() -> None:
    for group in EXTRA:
        assert group["because"]
        assert (group["certainty"] == "stated") == ("quote" in group), group["because"]


def test_both_ends_of_a_relation_link_to_each_other(site: Path) -> None:
    lonely = []
    for entry in RELATIONS:
        if "target" in entry.get("ours", ()):
            ends = [page_path(ref_of(entry["ours"][key])) for key in ("record", "target")]
            missing = [
                f"{prefix}{here} has no link to {there}"
                for prefix in EDITIONS
                for here, there in (ends, ends[::-1])
                if prefix + there not in targets_of(site, prefix + here)
            ]
            if "unlinked" not in entry:
                lonely += missing
            elif not missing:
                lonely.append(f'{name_of(entry)} is linked now: take its "unlinked" away')
    assert_none(lonely)


def test_a_reader_sees_the_relations_that_no_link_shows(site: Path, directory: Directory) -> None:
    assert_none(missing_words(site, directory, RELATIONS))


# --- facts, statements, people, traps --------------------------------------------------------


def test_every_inventory_fact_is_accounted_for_once() -> None:
    ids = [entry["id"] for entry in FACTS]
    assert len(ids) == len(set(ids))
    expected = {
        "fact": 18, "stm": 9, "per": 3, "col": 12, "plc": 19, "tgt": 24, "area": 15, "T": 57,
    }  # fmt: skip
    assert expected == Counter("T" if "/" not in name else name.partition("/")[0] for name in ids)


def test_every_fact_stands_where_the_file_says(directory: Directory) -> None:
    assert_none(entry["id"] for entry in FACTS if shown_words(directory, entry) is None)


def test_a_reader_sees_every_fact(site: Path, directory: Directory) -> None:
    assert_none(missing_words(site, directory, FACTS))


def test_flaws_of_the_sources_are_not_carried_over(site: Path) -> None:
    banned = [entry["nowhere"] for entry in FACTS if "nowhere" in entry]
    assert banned
    found = [
        f"{path.relative_to(site).as_posix()}: {words}"
        for path in site.rglob("*.html")
        for words in banned
        if words in html.unescape(page(site, path.relative_to(site).as_posix()))
    ]
    assert_none(found)


# --- sources ---------------------------------------------------------------------------------


def test_every_record_claim_contact_and_collective_has_a_source(directory: Directory) -> None:
    bare = [
        str(ref)
        for ref, record in directory.records.items()
        if ref.folder in RECORDS and not record.sources
    ]
    for ref, record in directory.records.items():
        for key in ("claims", "contacts", "collectives", "capacity"):
            bare += [f"{ref} {key}" for item in getattr(record, key, ()) if item.source is None]
    assert_none(bare)


# --- these tests themselves ------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [{"words": "ријечи којих нема"}, {"record": "organizacije/caritas"}]
)
def test_words_that_are_gone_would_be_found(directory: Directory, change: dict[str, str]) -> None:
    entry = next(entry for entry in RELATIONS if "body" in entry)
    assert shown_words(directory, entry)
    assert shown_words(directory, {"body": entry["body"] | change}) is None


@pytest.mark.parametrize("change", [{"field": "partners"}, {"target": "organizacije/caritas"}])
def test_a_relation_that_is_gone_would_be_found(
    directory: Directory, change: dict[str, str]
) -> None:
    entry = RELATIONS[0]
    assert shown_words(directory, entry) is not None
    assert shown_words(directory, {"ours": entry["ours"] | change}) is None
