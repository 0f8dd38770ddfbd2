"""What can be found, and what cannot be: nothing secret, nothing without a page."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from building import edit, small, tree

from sitegen.artifacts import Artifact
from sitegen.bundle import bundle
from sitegen.catalog import Catalog
from sitegen.directory import Directory
from sitegen.editions import editions
from sitegen.exports import dataset, exports
from sitegen.findable import documents
from sitegen.kinds.common import Address, Coordinates
from sitegen.kinds.service import Location
from sitegen.pages import plan
from sitegen.pipeline import load
from sitegen.render import Renderer
from sitegen.scripts.serbian import fold, to_latin
from sitegen.scripts.spans import Prose
from sitegen.search import build_index
from sitegen.theme import find_theme, read_theme
from sitegen.values import PartialDate, Ref

SHELTER = Ref("usluge", "sigurno-mjesto")
CENTER = Ref("organizacije", "centar-za-pomoc")


def directory_of(root: Path) -> Directory:
    loaded = load(root)
    assert loaded.directory is not None, loaded.diagnostics
    return loaded.directory


def test_everything_with_a_page_can_be_found_and_nothing_else(tmp_path: Path) -> None:
    root = small(tmp_path)
    pages = tree(root)
    found = [document.path for document in documents(directory_of(root))]
    assert len(found) == len(set(found))
    assert [] == [path for path in found if path not in pages]
    worth_finding = {
        path for path, page in pages.items()
        if path.endswith("/index.html") and not path.startswith(("lat/", "potrebe/"))
        and b"http-equiv" not in page
    }  # fmt: skip
    lists = {f"{folder}/index.html" for folder in (
        "organizacije", "usluge", "projekti", "programi", "dokumenti", "dogadjaji", "oblasti",
        "grupe", "mjesta", "izvori", "azbuka", "pretraga", "nedostaje", "podaci", "knjizica", "izbor",
        "slike", "slike/vrijeme", "slike/mreza", "slike/karta",
    )}  # fmt: skip
    assert worth_finding - lists == set(found)


@pytest.mark.parametrize(
    "line",
    ["address: {street: Улица љиљана, place: pokrajina}", "member_of: [fondacija-open-door]"],
)
def test_a_place_that_only_an_address_names_has_no_page_and_no_result(
    tmp_path: Path, line: str
) -> None:
    root = small(tmp_path)
    edit(
        root, "content/data/places.yml", "- id: ljubicevo",
        "- {id: pokrajina, name: Покрајина, type: venue}\n- id: ljubicevo",
    )  # fmt: skip
    old = "address: {street: Улица љиљана, number: 5а, postal_code: \"00000\", locality: Пробноград}"
    edit(root, "content/organizacije/centar-za-pomoc.md", old, line)
    pages = tree(root)
    found = [document.path for document in documents(directory_of(root))]
    assert "mjesta/pokrajina/index.html" not in pages
    assert [] == [path for path in found if path not in pages]


def test_a_group_that_only_a_text_page_names_is_not_an_empty_list(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/stranice/o-imeniku.md", "menu: footer", "menu: footer\ntarget_groups: [mladi]")
    pages = tree(root)
    page = pages.get("grupe/mladi/index.html")
    assert page is None or b"<code>count</code>" in page


def test_a_need_in_another_language_is_found_and_is_no_word_to_be_meant(tmp_path: Path) -> None:
    """A slip in a word of ours must not be taken for a word of theirs."""
    root = small(tmp_path)
    thesaurus = root / "content/data/thesaurus.yml"
    service = directory_of(root).of("usluge")[0].ref
    row = f"""
- id: engleski
  words: [глад, {{text: soup kitchen, lang: en}}]
  find: [usluge/{service.slug}]
"""
    thesaurus.write_text(thesaurus.read_text(encoding="utf-8").rstrip("\n") + row, encoding="utf-8")
    directory = directory_of(root)
    found = next(one for one in documents(directory) if service.slug in one.path)
    assert "глад" in found.needs
    assert "soup kitchen" in found.hidden
    assert "soup kitchen" not in found.needs


# --- what must stay secret -------------------------------------------------------------------

CANARY = "Канаринац"  # made up; nothing else on the site contains it


def everything(directory: Directory, root: Path) -> bytes:
    """Every byte of the site made of *directory*: pages of both editions, index, data and archive.

    The records go around the reading of content, as they would from another program.
    """
    both = editions(directory.site)
    theme = read_theme(find_theme(root, "plain"))
    renderer = Renderer(theme, both)
    words: list[Catalog] = [theme.words(edition.script) for edition in both]
    as_of = PartialDate(2026, 1, 15)
    files: list[Artifact] = [*theme.assets, *build_index(documents(directory))]
    for n in (0, 1):
        for page in plan(directory, both[n], both[1 - n], words[n], words[1 - n], as_of):
            files.append(renderer.render(page))
    by_script = {edition.script.tag: said for edition, said in zip(both, words, strict=True)}
    files += exports(dataset(directory, by_script, as_of))
    archive = bundle(files, "imenik")
    with zipfile.ZipFile(io.BytesIO(archive.content)) as packed:
        inside = b"".join(packed.read(name) for name in packed.namelist())
    return b"".join(file.content for file in files) + inside


def with_record(directory: Directory, ref: Ref, **fields: Any) -> Directory:
    """*directory* with a record that nobody has checked."""
    record = dataclasses.replace(directory.records[ref], **fields)
    return dataclasses.replace(directory, records={**directory.records, ref: record})


def assert_absent(whole: bytes, word: str) -> None:
    for form in (word, to_latin(word), fold(word), fold(word)[:7]):
        assert form.encode() not in whole, form


ADDRESS = Address(street=Prose((f"{CANARY} улица",)), number=Prose(("17",)))


def test_the_canary_is_seen_where_nothing_is_secret(tmp_path: Path) -> None:
    """The test below would fail if the address were on a page."""
    root = small(tmp_path)
    whole = everything(with_record(directory_of(root), CENTER, address=ADDRESS), root)
    assert CANARY.encode() in whole
    assert to_latin(CANARY).encode() in whole


def test_an_address_of_a_confidential_record_is_nowhere_in_the_output(tmp_path: Path) -> None:
    root = small(tmp_path)
    point = Coordinates(lat=44.123457, lon=17.654321, source=Prose((CANARY,)))
    directory = with_record(
        directory_of(root), CENTER, location_confidential=True, address=ADDRESS, coordinates=point
    )
    whole = everything(directory, root)
    assert_absent(whole, CANARY)
    assert b"44.123457" not in whole


def test_a_location_of_a_confidential_service_is_nowhere_in_the_output(tmp_path: Path) -> None:
    root = small(tmp_path)
    directory = with_record(
        directory_of(root), SHELTER, locations=(Location(address=ADDRESS, confidential=True),)
    )
    assert_absent(everything(directory, root), CANARY)
