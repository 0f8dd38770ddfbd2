"""Reading ``content/``: what is read as typed, what is refused, and where the report points."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen import source
from sitegen.diagnostics import Place, Severity
from sitegen.source import ChangedError, SourceFile, likely_encoding, place_at, printable, read_tree

SENTENCE = "Дневни центар за дјецу: њега, љубав, ћошак, џеп и чешаљ за ђаке."
LATIN_SENTENCE = "Dnevni centar za djecu: šuma, žaba, ćošak, đak i češalj."


def write(root: Path, path: str, data: bytes) -> None:
    file = root / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def codes(root: Path) -> list[tuple[str, str, Place]]:
    return [(f.severity.value, f.code, f.place) for f in read_tree(root).diagnostics]


def test_files_come_sorted_by_path_with_folder_and_stem(tmp_path: Path) -> None:
    for path in ("usluge/b.md", "site.yml", "data/areas.yml", "usluge/a.md"):
        write(tmp_path, path, b"x\n")
    sources = read_tree(tmp_path).value or ()
    expected = [
        ("content/data/areas.yml", "data", "areas"), ("content/site.yml", "", "site"),
        ("content/usluge/a.md", "usluge", "a"), ("content/usluge/b.md", "usluge", "b"),
    ]  # fmt: skip
    assert expected == [(source.path, source.folder, source.stem) for source in sources]


def test_a_byte_order_mark_and_windows_line_ends_leave_no_trace(tmp_path: Path) -> None:
    write(tmp_path, "a.md", b"\xef\xbb\xbf" + "---\r\ntitle: Њега\r\n---\r\n".encode())
    checked = read_tree(tmp_path)
    assert ((SourceFile("content/a.md", "---\ntitle: Њега\n---\n"),), ()) == (checked.value, checked.diagnostics)


def test_old_mac_line_ends_are_line_ends(tmp_path: Path) -> None:
    write(tmp_path, "a.md", b"a\rb\r\nc\n")
    assert "a\nb\nc\n" == (read_tree(tmp_path).value or ())[0].text


def test_text_stays_as_typed_in_two_parts_too(tmp_path: Path) -> None:
    """Columns are counted in what the editor's file holds, so nothing is normalised here."""
    write(tmp_path, "a.md", "c\u030c  \t".encode())
    assert "c\u030c  \t" == (read_tree(tmp_path).value or ())[0].text


@pytest.mark.parametrize(
    ("encoding", "text", "name"),
    [
        ("cp1250", LATIN_SENTENCE, "windows-1250"),
        ("cp1251", SENTENCE, "windows-1251"),
        ("iso8859_5", SENTENCE, "iso-8859-5"),
        ("utf-16", SENTENCE, "UTF-16"),
        ("utf-16-le", "Égalité: čé", "UTF-16"),
    ],
)
def test_an_old_encoding_is_named_with_its_first_wrong_line(
    tmp_path: Path, encoding: str, text: str, name: str
) -> None:
    write(tmp_path, "a.md", f"title\n{text}\n".encode(encoding))
    assert name == likely_encoding(f"title\n{text}\n".encode(encoding))
    [finding] = read_tree(tmp_path).diagnostics
    assert ("source.encoding", name) == (finding.code, finding.fact("found"))
    if not name.startswith("UTF"):
        assert Place("content/a.md", 2) == finding.place


def test_one_unreadable_file_does_not_hide_the_others(tmp_path: Path) -> None:
    write(tmp_path, "a.md", b"\xff\xff")
    write(tmp_path, "b.md", b"ok")
    write(tmp_path, "c.md", b"a\x00b")
    checked = read_tree(tmp_path)
    assert ["content/b.md", "content/c.md"] == [source.path for source in checked.value or ()]
    assert ["source.encoding", "source.control"] == [f.code for f in checked.diagnostics]


def test_control_and_steering_characters_are_named_where_they_stand(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "прва\nдр\x07уга\n".encode())
    write(tmp_path, "b.md", "а\u202eб\n".encode())
    first, second = read_tree(tmp_path).diagnostics
    assert (Severity.ERROR, "source.control", Place("content/a.md", 2, 3, 1), "U+0007") == (
        first.severity, first.code, first.place, first.fact("found"),
    )  # fmt: skip
    assert (Severity.WARNING, "source.invisible", Place("content/b.md", 1, 2, 1)) == (
        second.severity, second.code, second.place,
    )  # fmt: skip


def test_hidden_files_are_passed_over_and_other_types_are_told(tmp_path: Path) -> None:
    for path in (".DS_Store", ".git/a.md", "slika.jpg", "LICENCA", "a.MD"):
        write(tmp_path, path, b"\xff")
    write(tmp_path, "a.md", b"x")
    assert [
        ("warning", "source.type", Place("content/LICENCA")),
        ("error", "source.ending", Place("content/a.MD")),
        ("warning", "source.type", Place("content/slika.jpg")),
    ] == codes(tmp_path)


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    write(tmp_path, "a.md", b"x")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "b.md").write_text("тајна", encoding="utf-8")
    (tmp_path / "content/file.md").symlink_to(secret / "b.md")
    (tmp_path / "content/folder.md").symlink_to(secret, target_is_directory=True)
    checked = read_tree(tmp_path)
    assert ["content/a.md"] == [source.path for source in checked.value or ()]
    assert ["source.not_a_file"] * 2 == [f.code for f in checked.diagnostics]


def test_a_pipe_is_refused_and_does_not_stop_the_build(tmp_path: Path) -> None:
    write(tmp_path, "a.md", b"x")
    os.mkfifo(tmp_path / "content/b.md")
    assert [("error", "source.not_a_file", Place("content/b.md"))] == codes(tmp_path)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.md", b"x" * 1_200_001)
    write(tmp_path, "b.md", b"x" * 1_200_000)
    checked = read_tree(tmp_path)
    assert ["content/b.md"] == [source.path for source in checked.value or ()]
    assert [("source.too_large", "1,2")] == [(f.code, f.fact("found")) for f in checked.diagnostics]


@pytest.mark.parametrize(("limit", "code"), [("_MOST_FILES", "source.too_many"), ("_MOST_BYTES", "source.too_much")])
def test_more_than_a_build_can_hold_is_refused_as_a_whole(
    tmp_path: Path, limit: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, limit, 3)
    for number in range(3):
        write(tmp_path, f"usluge/{number}.md", b"x")
    assert [] == codes(tmp_path)
    write(tmp_path, "usluge/3.md", b"x")
    assert [("error", code, Place("content"))] == codes(tmp_path)
    assert read_tree(tmp_path).value is None


def test_folders_are_entered_only_as_deep_as_anyone_would_make_them(tmp_path: Path) -> None:
    """Git holds paths of four thousand signs; a folder in a folder for each of them is no content."""
    write(tmp_path, "usluge/a.md", b"x")
    write(tmp_path, "/".join("d" * 8) + "/a.md", b"x")
    assert [] == codes(tmp_path)
    write(tmp_path, "/".join("d" * 300) + "/a.md", b"x")
    deep = Place("content/" + "/".join("d" * 9))
    assert [("error", "source.too_deep", deep)] == codes(tmp_path)


def test_without_content_there_is_no_tree(tmp_path: Path) -> None:
    checked = read_tree(tmp_path)
    assert (None, ["source.no_content"]) == (checked.value, [f.code for f in checked.diagnostics])


def test_a_content_folder_that_is_a_link_is_no_content(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "content").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert read_tree(tmp_path).value is None


def test_a_file_name_that_is_no_text_is_reported_without_steering_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with open(os.fsencode(tmp_path / "content") + b"/\xff\x1b.md", "wb"):  # noqa: PTH123
        pass
    [finding] = read_tree(tmp_path).diagnostics
    assert "source.name" == finding.code
    assert finding.place.path.isprintable()


def test_printable_text_has_no_controls_and_no_direction_marks() -> None:
    assert "а\ufffdб\ufffd[31mв\ufffdг" == printable("а\u202eб\x1b[31mв\nг")
    assert "Љубав – „њега“" == printable("Љубав – „њега“")


def test_a_place_counts_lines_and_columns_from_one_and_never_leaves_its_line() -> None:
    text = "прва\nдруга љ\n"
    assert Place("p", 1, 1, 4) == place_at(text, 0, 99, "p")
    assert Place("p", 12, 7, 1) == place_at(text, text.index("љ"), 1, "p", first_line=11)
    assert Place("p", 2, 8, 0) == place_at(text, text.index("љ") + 1, 3, "p")


def test_the_text_of_a_record_is_read_again_and_never_is_another_one(tmp_path: Path) -> None:
    write(tmp_path, "usluge/a.md", "а\r\nб".encode())
    write(tmp_path, "data/areas.yml", "а".encode())
    table, record = read_tree(tmp_path).value or ()
    assert ("а\nб", "а") == (record.text, table.text)
    assert SourceFile(record.path, "а\nб", record.digest) == record.whole()
    write(tmp_path, "usluge/a.md", "а\nб".encode())
    with pytest.raises(ChangedError) as caught:
        record.whole()
    assert record.path == caught.value.filename
    (tmp_path / "content/data/areas.yml").unlink()
    assert "а" == table.text, "of settings and tables nobody asks the disk again"
