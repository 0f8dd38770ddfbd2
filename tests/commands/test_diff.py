"""``diff``: what a change does to the site, and what of it could lead people astray, first."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import markdown
import pytest
from building import edit, on_disk, small

from sitegen.commands.diff import code
from sitegen.commands.differences import _found

CENTRE = "content/organizacije/centar-za-pomoc.md"


def git(root: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=Proba", "-c", "user.email=proba@primjer.invalid", "-c", "init.defaultBranch=main")
    result = subprocess.run(
        ["git", "-C", str(root), *settings, *arguments], capture_output=True, text=True, check=False
    )
    assert 0 == result.returncode, result.stderr
    return result.stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = small(tmp_path)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Почетак")
    return root


def rows_of(text: str, heading: str) -> list[list[str]]:
    """The rows of the first table below *heading*."""
    part = text.split(heading, 1)[1]
    lines = [line for line in part.split("\n") if line.startswith("| ")]
    whole = part[: part.find("\n\n", part.find(lines[0]))]
    return [line.strip("| ").split(" | ") for line in whole.split("\n") if line.startswith("| ")][2:]


def test_nothing_changed(run: Any, root: Path) -> None:
    ended = run("diff", "HEAD", "--source", root)
    assert (0, "") == (ended.status, ended.err)
    assert "**Садржај је исти, 0 страница.**" in ended.out


def test_a_phone_stands_first_as_old_and_new(run: Any, root: Path) -> None:
    before = (root / CENTRE).read_text("utf-8")
    number = re.search(r'number: "([^"]+)"', before)
    assert number
    other = number[1][:-1] + ("1" if number[1][-1] != "1" else "2")
    (root / CENTRE).write_text(before.replace(number[1], other, 1), "utf-8")
    state, files = git(root, "status", "--porcelain"), on_disk(root)
    ended = run("diff", "HEAD", "--source", root)
    assert (0, "") == (ended.status, ended.err)
    lines = [line for line in ended.out.split("\n") if line]
    assert "⚠" in lines[1]
    assert "друг" in lines[2]  # the request for one more pair of eyes
    first = rows_of(ended.out, "⚠")[0]
    assert (number[1] in first[2], other in first[3]) == (True, True)
    assert "**1 запис промијењен, " in ended.out
    assert re.search(r"`/organizacije/centar-za-pomoc/` \| промијењена", ended.out)
    assert state == git(root, "status", "--porcelain")
    assert files == on_disk(root)  # the index of Git too


def test_a_new_name_without_an_alias_fails_with_the_line_that_mends_it(run: Any, root: Path) -> None:
    new = "content/organizacije/centar-pomoci.md"
    for path in sorted((root / "content").rglob("*")):
        if path.is_file():
            text = path.read_text("utf-8").replace("centar-za-pomoc.md", "centar-pomoci.md")
            path.write_text(re.sub(r"centar-za-pomoc(?![\w.-])", "centar-pomoci", text), "utf-8")
    (root / CENTRE).rename(root / new)
    ended = run("diff", "HEAD", "--source", root)
    assert 1 == ended.status
    line = re.search(r"aliases: \[[^\]]*centar-za-pomoc\]", ended.err)
    assert line
    assert "/organizacije/centar-za-pomoc/" in ended.err
    assert new in ended.err
    assert line[0] in ended.out
    text = (root / new).read_text("utf-8")
    text = re.sub(r"^aliases:.*\n", "", text, flags=re.MULTILINE)
    (root / new).write_text(text.replace("---\n", f"---\n{line[0]}\n", 1), "utf-8")
    ended = run("diff", "HEAD", "--source", root)
    assert (0, "") == (ended.status, ended.err)
    assert "Уклоњено" not in ended.out  # one record with a new name, not two


def test_a_record_that_goes_takes_its_addresses_and_contacts_with_it(run: Any, root: Path) -> None:
    git(root, "rm", "-q", "content/dogadjaji/sastanak-2025-11-05.md")
    ended = run("diff", "HEAD", "--source", root)
    assert 1 == ended.status
    assert "aliases: [sastanak-2025-11-05]" in ended.err
    assert "**1 запис уклоњен" in ended.out


def test_an_alias_that_goes_is_missed_too(run: Any, root: Path) -> None:
    edit(root, CENTRE, "---\ntitle", "---\naliases: [stari-naziv]\ntitle") if "aliases" not in (
        root / CENTRE
    ).read_text("utf-8") else None
    git(root, "commit", "-qam", "Стари назив")
    text = (root / CENTRE).read_text("utf-8")
    (root / CENTRE).write_text(re.sub(r"^aliases:.*\n", "", text, flags=re.MULTILINE), "utf-8")
    assert 1 == run("diff", "HEAD", "--source", root).status


def test_a_row_of_a_table_has_an_address_as_well(run: Any, root: Path) -> None:
    path = root / "content/data/areas.yml"
    text = path.read_text("utf-8")
    path.write_text(text + "\n- {id: nova-oblast, pref: Нова област}\n", "utf-8")
    git(root, "commit", "-qam", "Област")
    path.write_text(text, "utf-8")
    ended = run("diff", "HEAD", "--source", root)
    assert 1 == ended.status
    assert "/oblasti/nova-oblast/" in ended.err
    assert "content/data/areas.yml" in ended.err


def test_lifted_secrecy_is_first_of_all_and_no_place_is_told(run: Any, root: Path) -> None:
    path = "content/usluge/sigurno-mjesto.md"
    text = (root / path).read_text("utf-8")
    assert "location_confidential: true" in text
    address = "locations:\n  - {address: {street: Тајна улица, number: 5}}\n"
    (root / path).write_text(text.replace("location_confidential: true\n", address), "utf-8")
    edit(root, "content/site.yml", "contact_email: ", "contact_email: x")
    ended = run("diff", "HEAD", "--source", root)
    first = rows_of(ended.out, "⚠")[0]
    assert path in first[0]
    assert "location_confidential: true" in first[2]
    assert "Тајна" not in ended.out
    assert "contact_email" in ended.out


@pytest.mark.parametrize(
    ("broken", "status", "says"), [("now", 1, "sitegen check"), ("then", 0, "Полазна верзија")]
)
def test_contacts_are_compared_also_while_a_state_is_broken(
    run: Any, root: Path, broken: str, status: int, says: str
) -> None:
    wrong, right = "content/dogadjaji/skup.md", "---\ntitle: Скуп\ndate: unknown\nunknown: [sources]\n---\n"
    (root / wrong).write_text("---\ntitle: [\n---\n" if broken == "then" else right, "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Скуп")
    (root / wrong).write_text(right if broken == "then" else "---\ntitle: [\n---\n", "utf-8")
    text = (root / CENTRE).read_text("utf-8")
    (root / CENTRE).write_text(text + "\nЖиро рачун: 555-007-00225789-12.\n", "utf-8")
    ended = run("diff", "HEAD", "--source", root)
    assert status == ended.status
    assert says in ended.out
    assert "555-007-00225789-12" in str(rows_of(ended.out, "⚠"))


HOSTILE = (
    "::error file=a::лаж", "##[error]лаж", "##vso[task.complete]", "| a | b |", "\\| x \\\\|",
    "`затвори` <script>alert(1)</script>", "</details><h1>Лаж</h1>", "![слика](https://zlo.invalid/x.png)",
    "[натпис](https://zlo.invalid)", "@organizacija/odrzavaoci", "# Одобрено", "```\nкод\n```", "&lt;b&gt;", "$(rm -rf /)",
    "\u202eобрнуто", "<!-- крај -->", "~~прецртано~~ __јако__", "https://zlo.invalid",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_content_is_read_as_markdown_html_or_a_command(run: Any, root: Path, text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False)
    file = f"---\ntitle: {quoted}\ndate: unknown\nsummary: {quoted}\nunknown: [sources]\n---\n\n{text}\n"
    (root / "content/dogadjaji/skup.md").write_text(file, "utf-8")
    ended = run("diff", "HEAD", "--source", root)
    for line in ended.out.split("\n"):
        assert line == "" or line.startswith(("## Шта", "### ", "| ", "**", "Промијењено је", "Садржај има"))
        assert "##[" not in line
        assert "##vso" not in line
        if line.startswith("| "):
            cells = re.sub(r"`[^`]*`", "", line)  # outside code spans
            assert 5 >= cells.count("|")
            assert "\\" not in cells
            assert not re.search(r"[<>@#!\[\]*~$]|://", cells.replace("&#", ""))
    html = markdown.markdown(ended.out, extensions=["tables"])
    assert not re.search(r"<(?!/?(?:h2|h3|p|table|thead|tbody|tr|th|td|strong|code)\b)", html)


@pytest.mark.parametrize(
    "ref", ["--output=x", "-x", "--", "", " ", "HEAD:content", "HEAD x", "HEAD\nx", "a*", "x" * 300, "nema-takve", "\x1b[31m"]
)
def test_a_revision_that_is_none_is_refused(run: Any, root: Path, ref: str) -> None:
    before = on_disk(root)
    ended = run("diff", "--source", root, "--", ref)
    assert (2, "") == (ended.status, ended.out)
    assert "Traceback" not in ended.err
    assert "\x1b" not in ended.err
    assert before == on_disk(root)


def test_a_shallow_copy_is_told_what_to_fetch(run: Any, root: Path, tmp_path_factory: Any) -> None:
    git(root, "commit", "-q", "--allow-empty", "-m", "Друга")
    copy = tmp_path_factory.mktemp("plitka") / "kopija"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{root}", copy], check=True)
    ended = run("diff", "HEAD~1", "--source", copy)
    assert 2 == ended.status
    assert "git fetch --depth=1 origin HEAD~1" in ended.err
    assert 0 == run("diff", "HEAD", "--source", copy).status


def test_a_folder_without_git_is_told_so(run: Any, tmp_path: Path) -> None:
    ended = run("diff", "HEAD", "--source", small(tmp_path))
    assert 2 == ended.status
    assert "Git" in ended.err


def test_a_project_may_lie_deeper_in_its_repository(run: Any, root: Path) -> None:
    (root / "imenik").mkdir()
    for name in ("content", "themes"):
        shutil.move(root / name, root / "imenik" / name)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Дубље")
    assert "Садржај је исти" in run("diff", "HEAD", "--source", root / "imenik").out


def test_two_revisions_can_be_compared(run: Any, root: Path) -> None:
    edit(root, CENTRE, "---\ntitle: ", "---\ntitle: Нови ")
    git(root, "commit", "-qam", "Наслов")
    git(root, "checkout", "-q", "HEAD~1")
    ended = run("diff", "HEAD", "--to", "main", "--source", root)
    assert (0, "") == (ended.status, ended.err)
    assert "1 запис промијењен" in ended.out


def test_a_link_of_an_older_state_is_not_followed(run: Any, root: Path) -> None:
    (root / "content/dogadjaji/tajna.md").symlink_to("/etc/hostname")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Веза")
    (root / "content/dogadjaji/tajna.md").unlink()
    ended = run("diff", "HEAD", "--source", root)
    assert 0 == ended.status
    assert Path("/etc/hostname").read_text("utf-8").strip() not in ended.out


def test_programs_get_the_same_as_json(run: Any, root: Path) -> None:
    edit(root, CENTRE, "---\ntitle: ", "---\ntitle: Нови ")
    found = json.loads(run("diff", "HEAD", "--format", "json", "--source", root).out)
    assert ["changed"] == [one["state"] for one in found["records"]]
    assert "title" == found["records"][0]["changes"][0]["field"]
    assert found["pages"]
    assert [] == found["vanished"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("зовите 051 301-065 или +387 (0)51 301 065", ["051 301-065", "+387 (0)51 301 065"]),
        ("види https://primjer.invalid/a?b=1. и www.primjer.ba, primjer.com", ["https://primjer.invalid/a?b=1", "www.primjer.ba", "primjer.com"]),
        ("info@primjer.ba, налог @nova_generacija", ["info@primjer.ba", "@nova_generacija"]),
        ("рачун 555-007-00225789-12", ["555-007-00225789-12"]),
        ("од 2018-2020, 27.12.2022. године, 800.000 евра, ISO 9001:2000, 48 станова, 2003–2005.", []),
        ("[план](../dokumenti/plan-2025-2026.md), члан 12. став 3", []),
        ("[зови](tel:+38751301065)", ["+38751301065"]),
    ],
)  # fmt: skip
def test_ways_to_reach_somebody_are_found_in_running_text(text: str, expected: list[str]) -> None:
    assert expected == list(_found(text))


def test_long_values_are_cut() -> None:
    assert 302 == len(code("а" * 5000))


def test_a_repository_of_somebody_else_is_told_apart_from_none(
    run: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # Git's own switch for its tests
    for name in ("GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    ended = run("diff", "HEAD", "--source", root)
    assert 2 == ended.status
    assert "safe.directory" in ended.err
