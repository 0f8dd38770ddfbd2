"""What is remembered changes nothing: a build with a memory equals a build without one."""

from __future__ import annotations

import marshal
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from building import edit, small, tree

from sitegen.cache import Remembered, digest, generator_digest
from sitegen.manifest import STEPS
from sitegen.pipeline import Options, build

# --- what is remembered ----------------------------------------------------------------------


def test_an_unchanged_site_is_remembered_whole(tmp_path: Path) -> None:
    root = small(tmp_path)
    first, second = Remembered(root / "cache"), Remembered(root / "cache")
    once = tree(root, each=first)
    assert (0, first.misses) == (first.hits, second.hits + first.misses)
    assert once == tree(root, each=second)
    # Sketches of the search are asked for only where the index itself is not known.
    assert 0 == second.misses
    assert 0 < second.hits < first.misses


def test_a_changed_body_makes_its_pages_anew_and_no_others(tmp_path: Path) -> None:
    root = small(tmp_path)
    before = tree(root, each=Remembered(root / "cache"))
    edit(root, "content/stranice/o-imeniku.md", "Све је овдје", "Ово је")
    memory = Remembered(root / "cache")
    made = tree(root, each=memory)
    others = [path for path in made if path.startswith("search/") and made[path] != before[path]]
    # A record, two pages to render and two to read again, the links of what lies beside them, a stretch
    # of the index and its names; those of its files that are others. No plan, no export and no feed has this text.
    words = memory.misses - 8 - len(others)
    assert 0 < len(others) < 10
    assert 0 < words <= 6  # parts: two words are gone, one is new, each with its stem


def test_a_warning_in_a_file_does_not_make_its_edits_dearer(tmp_path: Path) -> None:
    """What was found in it is told anew, where it stands now; the directory and the plan are known."""
    root, path = small(tmp_path), "content/stranice/o-imeniku.md"
    edit(root, path, "Све је овдје", "Ове године је све")
    first = build(root, Options(), each=Remembered(root / "cache"))
    edit(root, path, "Ове године", "Нови ред.\n\nОве године")
    made: list[str] = []

    def each(step: str, function: Callable[[Any], Any], items: Iterable[Any], **others: Any) -> Iterator[Any]:
        def noted(item: Any) -> Any:
            made.append(step)
            return function(item)

        return Remembered(root / "cache")(step, noted, items, **others)

    second = build(root, Options(), each=each)
    assert 1 == made.count("records")
    assert not {"directory", "plan", "found", "exports", "feeds"} & set(made)
    lines = [
        [one.place.line for one in built.diagnostics if one.place.path == path and one.code == "text.relative_day"]
        for built in (first, second)
    ]
    assert [[6], [8]] == lines
    assert build(root, Options()).diagnostics == second.diagnostics


def test_a_file_that_went_is_missed_on_pages_that_nobody_changed(tmp_path: Path) -> None:
    """And not once it is there again: what the checks found is asked again where a file came or went."""
    root = small(tmp_path)
    asset = root / "themes/plain/assets/plain.txt"
    edit(root, "themes/plain/templates/base.html", "<body>", '<body><a href="{{ frame.site_href }}assets/plain.txt">а</a>')
    text = asset.read_bytes()

    def found() -> set[str]:
        return {one.code for one in build(root, Options(), each=Remembered(root / "cache")).diagnostics}

    sound = found()
    assert "output.dead_link" not in sound
    for _ in range(2):
        asset.unlink()
        assert {"output.dead_link"} | sound == found() == found()
        asset.write_bytes(text)
        assert sound == found() == found()


def test_a_page_that_counts_rows_follows_them(tmp_path: Path) -> None:
    """The page of the data says how many rows each table has, those inside of records as well."""
    root = small(tmp_path)
    tree(root, each=Remembered(root / "cache"))
    edit(root, "content/organizacije/centar-za-pomoc.md", "phones:\n", "phones:\n  - 051/301-099\n")
    assert tree(root) == tree(root, each=Remembered(root / "cache"))


def test_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    """The memory does not grow with every word that ever stood on a page."""
    root = small(tmp_path)
    tree(root, each=Remembered(root / "cache"))
    before = (root / "cache/pages.index").stat().st_size
    live = (root / "cache/pages.data").stat().st_size
    file = root / "content/site.yml"
    text = file.read_text("utf-8")
    largest = 0
    for number in range(12):  # every page changes
        file.write_text(text.replace("title: ", f"title: {number}", 1), encoding="utf-8")
        tree(root, each=Remembered(root / "cache"))
        largest = max(largest, (root / "cache/pages.data").stat().st_size)
    assert (root / "cache/pages.index").stat().st_size < before + 200
    assert largest < 4 * live + 1_000_000


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut-head": lambda data: data[:10],
    "cut": lambda data: data[: len(data) // 2],
    "one-byte-short": lambda data: data[:-1],
    "longer": lambda data: data + b" ",
    "flipped": lambda data: data[:-20] + bytes([data[-20] ^ 1]) + data[-19:],
    "flipped-head": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "zeros": lambda data: bytes(len(data)),
    "not-utf8": lambda data: b"\xff" * 100,
    "foreign": lambda data: b'{"pages": "of another program"}\n',
    "other-version": lambda data: b"0" * 32 + data[32:],
    "no-newline": lambda data: data.replace(b"\n", b" "),
}


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A project with its memory and the site made of it."""
    root = small(tmp_path_factory.mktemp("warm"))
    return root, tree(root, each=Remembered(root / "cache"))


# The small site has no address of its own, and so no list of its pages.
FILES = sorted(f"{step}.{end}" for step in STEPS if step != "robots" for end in ("data", "index"))


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("part", ["index", "data"])
def test_what_is_damaged_is_made_anew(
    tmp_path: Path, warm: tuple[Path, dict[str, bytes]], damage: Callable[[bytes], bytes], part: str
) -> None:
    """Without its index nothing is known; of damaged values those are not that are not whole."""
    root, expected = warm
    shutil.copytree(root / "cache", tmp_path / "cache")
    changed = False
    for file in tmp_path.glob(f"cache/*.{part}"):
        before = file.read_bytes()
        file.write_bytes(damage(before))
        changed |= not file.read_bytes().startswith(before)
    memory = Remembered(tmp_path / "cache")
    assert expected == tree(root, each=memory)
    assert bool(memory.misses) == (changed or part == "index")
    if part == "index":
        assert 0 == memory.hits
    memory = Remembered(tmp_path / "cache")
    assert expected == tree(root, each=memory)
    assert 0 == memory.misses, "it is whole again"


def test_any_flipped_bit_is_found(tmp_path: Path, warm: tuple[Path, dict[str, bytes]]) -> None:
    root, expected = warm
    rng = random.Random(11)  # noqa: S311
    for _ in range(8):
        folder = tmp_path / "cache"
        shutil.copytree(root / "cache", folder, dirs_exist_ok=True)
        for name in FILES:
            data = bytearray((folder / name).read_bytes())
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            (folder / name).write_bytes(data)
        assert expected == tree(root, each=Remembered(folder))


@pytest.mark.parametrize("body", [marshal.dumps(["pages"]), b"", b"\xff"])
def test_a_whole_file_that_is_no_index_is_thrown_away(
    tmp_path: Path, warm: tuple[Path, dict[str, bytes]], body: bytes
) -> None:
    (tmp_path / "pages.index").write_bytes(f"{generator_digest()} {digest(body)}\n".encode() + body)
    assert warm[1] == tree(warm[0], each=Remembered(tmp_path))


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    root = small(tmp_path)
    tree(root, each=Remembered(root / "cache"))
    assert FILES == sorted(file.name for file in (root / "cache").iterdir())


def test_what_a_killed_build_left_half_written_is_swept(tmp_path: Path) -> None:
    root = small(tmp_path)
    tree(root, each=Remembered(root / "cache"))
    for name in FILES:
        (root / "cache" / f"{name}.tmp").write_bytes(b"half")
    for name in ("pages.data", "checks.data", "records.data"):
        with (root / "cache" / name).open("ab") as file:
            file.write(b"what no index knows of")
    edit(root, "content/stranice/o-imeniku.md", "Све је овдје", "Ово је")
    expected = tree(root)
    assert expected == tree(root, each=Remembered(root / "cache"))
    memory = Remembered(root / "cache")
    assert expected == tree(root, each=memory)
    assert 0 == memory.misses


def test_two_builds_that_remember_in_one_folder_do_no_harm(tmp_path: Path) -> None:
    """Each adds to the files of the other, in any order."""
    root = small(tmp_path)
    one, two = Remembered(root / "cache"), Remembered(root / "cache")
    expected = tree(root, each=one)

    def keep(item: str) -> bytes:
        return item.encode()

    def nested(item: str) -> str:
        if item == "a":
            list(two("step", str.upper, ["c", "d"], key=str, encode=keep, decode=lambda _, read: read().decode()))
        return item.upper()

    for each in (one, two, one):
        assert ["A", "B"] == [*each(
            "step", nested, ["a", "b"], key=str, encode=keep, decode=lambda _, read: read().decode()
        )]
    assert expected == tree(root, each=two)


def test_what_is_damaged_after_it_was_found_is_made_anew_for_whoever_asks(tmp_path: Path) -> None:
    def later(folder: Path) -> list[Callable[[], bytes]]:
        made = Remembered(folder)(
            "step", lambda item: lambda: item.upper().encode(), ["a", "b"], key=str,
            encode=lambda fetch: fetch(), decode=lambda _, read: read,
        )  # fmt: skip
        return list(made)

    later(tmp_path)
    reads = later(tmp_path)
    assert [b"A", b"B"] == [read() for read in reads]
    (tmp_path / "step.data").write_bytes(b"AX")
    assert [b"A", b"B"] == [read() for read in reads]
    (tmp_path / "step.data").unlink()
    assert [b"A", b"B"] == [read() for read in reads]


def test_files_that_are_made_together_are_held_one_after_another_and_made_again_when_lost(
    tmp_path: Path, warm: tuple[Path, dict[str, bytes]]
) -> None:
    """Of a damaged memory of the exports they are made once more, however many they are."""
    root, expected = warm
    shutil.copytree(root / "cache", tmp_path / "cache")
    (tmp_path / "cache/exports.index").unlink()
    memory = Remembered(tmp_path / "cache")
    assert expected == tree(root, each=memory)
    assert memory.misses == sum(path.startswith(("data/", "api/")) for path in expected)
