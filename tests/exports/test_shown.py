"""What exports and feeds are kept by: equal digests, equal files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from building import edit, small

from sitegen.cache import Remembered, plain
from sitegen.directory import Directory
from sitegen.exports import dataset, exports, shown, tables
from sitegen.kinds.common import RECORDS
from sitegen.markup import Fragment, Text
from sitegen.pipeline import load
from sitegen.scripts import SCRIPTS
from sitegen.scripts.spans import Prose
from sitegen.theme import find_theme, read_theme
from sitegen.values import Ref

BODY = Fragment((Text(Prose(("Сасвим други текст.",))),))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def directory(root: Path) -> Directory:
    loaded = load(root).directory
    assert loaded is not None
    return dataclasses.replace(loaded, files={}, headers={})


def files(directory: Directory, root: Path) -> dict[str, bytes]:
    theme = read_theme(find_theme(root, "default"), directory.site.locale)
    words = {script.tag: theme.words(script) for script in SCRIPTS}
    data = dataset(directory, words, directory.day)
    return {file.path.text: file.content for file in exports(data)}


def changed(directory: Directory, ref: Ref, **fields: Any) -> Directory:
    record = dataclasses.replace(directory.records[ref], **fields)
    return dataclasses.replace(directory, records={**directory.records, ref: record}, files={}, headers={})


@pytest.mark.parametrize("summary", [True, False])
def test_where_the_digests_are_equal_so_are_the_files(
    directory: Directory, root: Path, summary: bool
) -> None:
    seen = set()
    for ref in directory.records:
        before = directory if summary else changed(directory, ref, summary=None)
        after = changed(before, ref, body=BODY)
        same = tuple(shown(before)) == tuple(shown(after))
        seen.add(same)
        if same:
            assert files(before, root) == files(after, root), ref
    assert seen == {True} if summary else {True, False}


def test_a_fact_changes_the_digests_of_its_record_alone(directory: Directory) -> None:
    for ref, record in directory.records.items():
        after = changed(directory, ref, title=Prose((*record.title.parts, "!")))
        assert {ref} == {one for one, facts in after.facts.items() if facts != directory.facts[one]}
        assert {ref} == {one for one, said in after.digests.items() if said != directory.digests[one]}


def test_a_file_changes_the_facts_of_its_record_only_before_its_body(tmp_path: Path) -> None:
    root = small(tmp_path)
    ref, path = Ref("organizacije", "centar-za-pomoc"), "content/organizacije/centar-za-pomoc.md"
    known = [load(root).directory]
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(f"{text}\nЈош једна реченица.\n", encoding="utf-8")
    known.append(load(root).directory)
    edit(root, path, "title: Центар за помоћ „Његош“", "title: Дом за помоћ „Његош“")
    known.append(load(root).directory)
    facts, said = ([getattr(one, name)[ref] for one in known] for name in ("facts", "digests"))
    assert facts[0] == facts[1] != facts[2]
    assert 3 == len(set(said))
    others = [{one: facts for one, facts in d.facts.items() if one != ref} for d in known if d]
    assert others[0] == others[1] == others[2]


def test_what_is_remembered_has_the_same_digests(root: Path, tmp_path: Path) -> None:
    fresh, first, again = (
        load(root, each=each).directory
        for each in (plain, Remembered(tmp_path), Remembered(tmp_path))
    )
    assert fresh
    assert first
    assert again
    assert fresh.facts == first.facts == again.facts
    assert tuple(shown(fresh)) == tuple(shown(first)) == tuple(shown(again))


def test_a_body_changes_what_a_record_says_and_not_its_facts(directory: Directory) -> None:
    for ref in directory.records:
        after = changed(directory, ref, body=BODY)
        assert after.facts == directory.facts
        assert {ref} == {one for one, said in after.digests.items() if said != directory.digests[one]}


def lines(directory: Directory, root: Path) -> dict[str, tables.Lines]:
    """What each part of the directory adds to the tables, by its key."""
    theme = read_theme(find_theme(root, "default"), directory.site.locale)
    words = {script.tag: theme.words(script) for script in SCRIPTS}
    made: dict[str, tables.Lines] = {}

    def noted(
        way: Callable[[tables.Part], tables.Lines], parts: Iterable[tables.Part]
    ) -> Iterator[tables.Lines]:
        for part in parts:
            made[part.key] = way(part)
            yield made[part.key]

    assert list(tables.export(dataset(directory, words, directory.day), noted))
    return made


@pytest.mark.parametrize("others", ["same", "hidden", "without a page"])
def test_where_the_keys_of_parts_are_equal_so_are_their_lines(
    directory: Directory, root: Path, others: str
) -> None:
    """Whatever one record says of others: that its place is secret, or that it is the only one somewhere."""
    before = lines(directory, root)
    apart = []
    for ref, record in directory.records.items():
        fields: dict[str, Any] = {
            "same": {"title": Prose((*record.title.parts, "!"))},
            "hidden": {"location_confidential": True},
            "without a page": {"areas": (), "target_groups": (), "serves": (), "place": None},
        }[others]
        known = {item.name for item in dataclasses.fields(record)}
        told: Any = dataclasses.replace(record, **{name: fields[name] for name in fields.keys() & known})
        after = lines(directory.with_records({ref: told}), root)
        for key in before.keys() & after.keys():
            assert before[key] == after[key], ref
        if ref.folder in RECORDS and told != record:
            apart.append(len(after.keys() - before.keys()))
    fewest, most = min(apart), max(apart)
    assert fewest == (len(before) if others == "hidden" else 1)
    assert most == 1 if others == "same" else most > 1
