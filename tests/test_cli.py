"""The command line: what is printed where, and with which status it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import ROOT, command, edit, on_disk, project, sitegen, small, surroundings

from sitegen import cli, report


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """The command in this process: quicker than a process of its own, the same ``main``."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "SOURCE_DATE_EPOCH", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["sitegen", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        captured = capfdbinary.readouterr()
        status = stop.value.code
        assert isinstance(status, int)
        return Ended(status, captured.out.decode(), captured.err.decode())

    return run


BROKEN = {"content/dogadjaji/skup.md": "---\ntitle: Скуп\ndat: 2025\nunknown: [sources]\n---\n"}
DOUBTFUL = {"content/dogadjaji/skup.md": "---\ntitle: Скуп\ndate: 2025\n---\n"}  # no source

# --- verbs -----------------------------------------------------------------------------------


def test_without_a_verb_it_builds(tmp_path: Path) -> None:
    root = project(tmp_path, {})
    result = sitegen(cwd=root)
    assert (0, "") == (result.returncode, result.stderr)
    assert 1 == result.stdout.count("\n")
    assert (root / "public/index.html").is_file()
    assert (root / "public/offline.zip").is_file()


def test_options_without_a_verb_are_options_of_the_build(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, {})
    assert 0 == run("--source", root, "--output", tmp_path / "out", "--no-offline").status
    assert (tmp_path / "out/index.html").is_file()
    assert not (tmp_path / "out/offline.zip").exists()


def test_the_module_is_the_same_door(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "sitegen", "--version"], cwd=ROOT, env=surroundings(),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (0, "") == (result.returncode, result.stderr)
    assert result.stdout.startswith("sitegen")


@pytest.mark.parametrize(
    ("typed", "near"), [("buidl", "build"), ("chekc", "check"), ("serv", "serve"), ("expalin", "explain")]
)
def test_a_mistyped_verb_is_named_with_the_near_one(run: Run, typed: str, near: str) -> None:
    ended = run(typed)
    assert (2, "") == (ended.status, ended.out)
    assert f"„{typed}“" in ended.err
    assert f"„{near}“" in ended.err
    assert "Traceback" not in ended.err


def test_an_unknown_verb_is_answered_with_the_known_ones(run: Run) -> None:
    ended = run("qqqqqq")
    assert 2 == ended.status
    for verb in ("build", "check", "serve", "explain", "translit", "fold", "clean", "schema", "export"):
        assert verb in ended.err


@pytest.mark.parametrize(
    "arguments",
    [("build", "--nema"), ("check", "--format", "xml"), ("serve", "--port", "0"), ("translit",),
     ("explain",), ("build", "--jobs", "0"), ("explain", "nema.koda")],
)  # fmt: skip
def test_wrong_use_ends_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert (2, "") == (ended.status, ended.out)
    assert ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("verb", ["build", "check", "serve", "clean", "explain", "translit", "fold"])
def test_every_verb_has_help(run: Run, verb: str) -> None:
    ended = run(verb, "--help")
    assert (0, "") == (ended.status, ended.err)
    assert "Usage" in ended.out or "Употреба" in ended.out


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("build --hlep", "Опција „--hlep“ не постоји. Најближа је „--help“."),
        ("-x", "Опција „-x“ не постоји."),
        ("build --output", "Опцији „--output“ недостаје вриједност."),
        ("build --strict=3", "Опција „--strict“ пише се без вриједности."),
        ("build --jobs x", "--jobs: Треба да буде цијели број, најмање 1."),
        ("build --source nigdje", "--source: Треба да буде фасцикла, и то она која постоји."),
        ("build a b", "Ово је сувишно: a b."),
        ("stale --within 9999", "--within: Треба да буде цијели број од 0 до 3650."),
        ("translit --to klingon", "--to: Може бити само једно од овога: latin, cyrillic."),
        ("translit --to latin x", "Ово је сувишно: x."),
        ("import nema.csv", "FILE: Треба да буде датотека која постоји и која се може прочитати."),
        ("new", "Недостаје KIND."),
        ("new ngo Центар за", "Ово је сувишно: за. Оно што има више ријечи пише се под наводницима."),
    ],
)
def test_a_wrong_call_is_answered_in_the_words_of_editors(run: Run, call: str, said: str) -> None:
    ended = run(*call.split())
    assert (2, "") == (ended.status, ended.out)
    answer, hint = ended.err.splitlines()
    assert said == answer
    verb = call.split()[0]
    assert hint.startswith("Помоћ: ")
    assert hint.endswith(f"sitegen {'build' if verb.startswith('-') else verb} --help")


@pytest.mark.parametrize("verb", ["", "build", "new", "serve"])
def test_help_has_no_words_of_another_language(run: Run, verb: str) -> None:
    ended = run(*[verb] * bool(verb), "--help")
    assert 0 == ended.status
    assert re.match(f"Употреба: .*sitegen {verb}".rstrip(), ended.out)
    for foreign in ("Usage", "Options", "Commands", "Show", "ARGS", "OPTIONS"):
        assert foreign not in ended.out


# --- build and check -------------------------------------------------------------------------


def test_content_with_errors_ends_with_one_and_says_where(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, BROKEN)
    for verb in ("build", "check"):
        ended = run(verb, "--source", root)
        assert (1, "") == (ended.status, ended.out)
        assert "content/dogadjaji/skup.md:3:1: " in ended.err
        assert "field.unknown" in ended.err
    assert not (root / "public").exists()


def test_warnings_do_not_stop_the_site_and_strict_makes_them(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, DOUBTFUL)
    ended = run("build", "--source", root, "--strict")
    assert 1 == ended.status
    assert "Због упозорења" in ended.err
    assert not (root / "public").exists()
    assert 1 == run("check", "--source", root, "--strict").status
    ended = run("build", "--source", root)
    assert 0 == ended.status
    assert "field.wanted" in ended.err
    assert (root / "public/index.html").is_file()
    assert 0 == run("check", "--source", root).status


def test_check_writes_nothing(tmp_path: Path, run: Run) -> None:
    root = small(tmp_path)
    before = on_disk(root)
    assert 0 == run("check", "--source", root).status
    assert before == on_disk(root)


def clean(folder: Path) -> Path:
    """The small site with its one telephone verified: nothing is left to say about it."""
    root = small(folder)
    edit(
        root, "content/organizacije/fondacija-open-door.md", "phones: [+387 51 000 003]",
        "phones: [+387 51 000 003]\nverified: {date: 2026-01-04, by: уредништво, how: phone}",
    )  # fmt: skip
    return root


def test_check_of_clean_content_says_one_line(tmp_path: Path, run: Run) -> None:
    ended = run("check", "--source", clean(tmp_path))
    assert (0, 1, "") == (ended.status, ended.out.count("\n"), ended.err)


def test_json_is_one_object_with_whole_findings(tmp_path: Path, run: Run) -> None:
    ended = run("check", "--source", project(tmp_path, BROKEN), "--format", "json")
    assert (1, "") == (ended.status, ended.err)
    told = json.loads(ended.out)
    assert ["diagnostics"] == list(told)
    assert told["diagnostics"]
    for row in told["diagnostics"]:
        assert {"path", "line", "column", "severity", "code", "message"} <= set(row)
        assert (str, int, int) == (type(row["path"]), type(row["line"]), type(row["column"]))
        assert row["severity"] in ("error", "warning", "notice")
    first = told["diagnostics"][0]
    assert ("content/dogadjaji/skup.md", "error") == (first["path"], first["severity"])
    assert '{\n "diagnostics": []\n}\n' == run(
        "check", "--source", clean(tmp_path / "clean"), "--format", "json"
    ).out


@pytest.mark.parametrize("form", ["gitlab", "sarif"])
def test_other_forms_for_programs_are_json(tmp_path: Path, run: Run, form: str) -> None:
    ended = run("check", "--source", project(tmp_path, BROKEN), "--format", form)
    assert (1, "") == (ended.status, ended.err)
    assert json.loads(ended.out)


def test_on_a_pull_request_findings_are_annotations_and_a_summary(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    ended = run("check", "--source", project(tmp_path, BROKEN))
    assert (1, "") == (ended.status, ended.err)
    assert ended.out.startswith("::error file=content/dogadjaji/skup.md,line=")
    text = summary.read_text("utf-8")
    assert text.startswith("before\n")
    assert "field.unknown" in text


def test_changed_files_come_first(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, BROKEN)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@primjer.invalid", "-C", str(root)]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], check=True, env=surroundings())
    project(root, {"content/stranice/z.md": "---\ntitl: З\n---\n"})
    subprocess.run([*git, "add", "."], check=True, env=surroundings())
    ended = run("check", "--source", root, "--format", "github", "--changed-from", "HEAD")
    assert "file=content/stranice/z.md" in ended.out.splitlines()[0]
    for ref in ("nema-takve", "--output=/tmp/x"):
        ended = run("check", "--source", root, f"--changed-from={ref}")
        assert (2, "") == (ended.status, ended.out)


def test_messages_follow_the_setting(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, BROKEN)
    first = {}
    for tag in ("sr-Cyrl", "sr-Latn", "en"):
        (root / "content/site.yml").unlink()
        project(root, {})
        edit(root, "content/site.yml", "locale: sr-BA", f"locale: sr-BA\nmessages: {tag}")
        first[tag] = run("check", "--source", root).err.splitlines()[0]
    assert "грешка" in first["sr-Cyrl"]
    assert "greška" in first["sr-Latn"]
    assert "error" in first["en"]


@pytest.mark.parametrize("text", ["abc", "-5", "12.5", "²", "9" * 30])
def test_a_day_of_the_build_that_is_no_number_is_wrong_use(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    ended = run("check", "--source", project(tmp_path, {}))
    assert (2, "") == (ended.status, ended.out)
    assert "SOURCE_DATE_EPOCH" in ended.err
    assert "Traceback" not in ended.err


def test_the_day_of_the_build_comes_from_the_environment_when_the_site_sets_none(
    tmp_path: Path,
) -> None:
    root = small(tmp_path)
    edit(root, "content/site.yml", "as_of: 2026-01-15\n", "")
    assert 0 == sitegen("build", "--source", root, SOURCE_DATE_EPOCH="1700000000").returncode
    assert "14. новембра 2023." in (root / "public/index.html").read_text("utf-8")


def test_a_folder_without_content_is_a_problem_of_content(tmp_path: Path, run: Run) -> None:
    ended = run("build", "--source", tmp_path)
    assert 1 == ended.status
    assert "source.no_content" in ended.err


# --- themes ----------------------------------------------------------------------------------

THEME = "themes/plain/"
FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing-sentence": (
        lambda root: edit(root, THEME + "strings/sr.yml", "  heading: Пронађите помоћ и подршку\n", ""),
        "home.heading",
    ),
    "missing-sentence-of-a-card": (
        lambda root: edit(root, THEME + "strings/sr.yml", "    service_group: ", "    nema: "),
        "sr.yml",
    ),
    "undefined-name": (
        lambda root: edit(root, THEME + "templates/list.html", "{{ view.heading }}", "{{ view.nema }}"),
        "list.html",
    ),
    "undefined-macro": (
        lambda root: edit(root, THEME + "templates/text.html", "{{ view.body }}", "{{ nema(1) }}"),
        "text.html",
    ),
    "syntax": (
        lambda root: edit(root, THEME + "templates/text.html", "{{ view.body }}", "{% if %}"),
        "text.html:",
    ),
    "syntax-in-a-shared-part": (
        lambda root: edit(root, THEME + "templates/_parts.html", "{% macro text(name, value) %}", "{% macro %}"),
        "_parts.html:",
    ),
    "missing-template": (lambda root: (root / THEME / "templates/list.html").unlink(), "list.html"),
    "missing-include": (
        lambda root: edit(root, THEME + "templates/text.html", "{{ view.body }}", '{% include "nema.html" %}'),
        "nema.html",
    ),
    "not-utf8": (
        lambda root: _append(root / THEME / "templates/list.html", b"\xe6"), "list.html",
    ),
    "strings-missing": (lambda root: (root / THEME / "strings/sr.yml").unlink(), "sr.yml"),
    "strings-broken": (
        lambda root: _append(root / THEME / "strings/sr.yml", b"\n  : [\n"), "sr.yml",
    ),
    "asset-name": (
        lambda root: _append(root / THEME / "assets/Slika Mala.png", b""), "Slika Mala.png",
    ),
}  # fmt: skip


def _append(file: Path, more: bytes) -> None:
    file.write_bytes((file.read_bytes() if file.exists() else b"") + more)


@pytest.mark.parametrize("name", ["plan", "../themes/plain"])
def test_a_theme_that_is_not_there_is_reported_where_it_is_named(
    tmp_path: Path, run: Run, name: str
) -> None:
    root = small(tmp_path)
    edit(root, "content/site.yml", "theme: plain", f"theme: {name}")
    ended = run("build", "--source", root, "--no-cache")
    line = (root / "content/site.yml").read_text(encoding="utf-8").split("\n").index(f"theme: {name}")
    assert (1, "") == (ended.status, ended.out)
    assert f"content/site.yml:{line + 1}:8: грешка [site.theme]" in ended.err
    assert "plain" in ended.err
    assert not (root / "public").exists()


def test_a_theme_asked_for_that_is_not_there_is_named_with_the_known_ones(tmp_path: Path, run: Run) -> None:
    ended = run("build", "--source", small(tmp_path), "--theme", "nema")
    assert (2, "") == (ended.status, ended.out)
    assert "Тема „nema“ не постоји. Постоје: default, krupno, plain." in ended.err


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_theme_ends_with_two_and_names_the_file(
    tmp_path: Path, run: Run, name: str
) -> None:
    root = small(tmp_path)
    if name == "missing-sentence-of-a-card":
        edit(root, "content/usluge/dnevni-boravak.md", "kind: service\n", "kind: service_group\n")
    fault, named = FAULTS[name]
    fault(root)
    ended = run("build", "--source", root, "--no-cache")
    assert (2, "") == (ended.status, ended.out)
    assert named in ended.err
    assert "Traceback" not in ended.err
    assert not (root / "public").exists()


@pytest.mark.parametrize("key", ["checked: провјерено {date}", 'heading: "Помоћ {group}"'])
def test_a_wrong_placeholder_in_a_sentence_of_the_theme_is_named(
    tmp_path: Path, run: Run, key: str
) -> None:
    root = small(tmp_path)
    edit(root, THEME + "strings/sr.yml", key, key.replace("{date}", "{dan}").replace("{group}", "{grupa}"))
    edit(root, THEME + "templates/base.html", "{{ entry.checked }}", '{{ say("emergency.checked", date=entry.checked) }}')
    ended = run("build", "--source", root, "--no-cache")
    assert 2 == ended.status
    assert "Traceback" not in ended.err


# --- explain, translit, fold -----------------------------------------------------------------


def test_every_code_is_explained_in_every_language(run: Run) -> None:
    for tag in report.TAGS:
        codes = report.codes(report.read_messages(tag))
        assert len(codes) > 50
        for code in codes if tag == "sr-Cyrl" else codes[:3]:
            ended = run("explain", code, "--messages", tag)
            assert (0, "") == (ended.status, ended.err)
            assert len(ended.out) > 80, code


def test_a_mistyped_code_is_named_with_the_near_one(run: Run) -> None:
    ended = run("explain", "field.unknwon")
    assert (2, "") == (ended.status, ended.out)
    assert "field.unknown" in ended.err


LINES = [
    "", " ", "Ђурђевак и џеп", "Njegoš, Ljubija i džem", "a\tb", "tab\t", "ред са \u2028 и \u2029",
    "\x0b\x0c\x1c\x85", "и\rи", "kraj\r", "[veza](https://primjer.invalid/šuma) `kod`",
    "# Naslov", "    kod", "ćčžšđ " * 2000, "👩‍🦽 emoji", "e\u0301 z\u030c", "\ufeffпочетак",
    "<b>ознака</b> &amp;", "ПРОБА ЊЕГОШ NJEGOŠ", "a\u0000b",
]  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("fold",), ("translit", "--to", "latin"), ("translit", "--to", "cyrillic"),
        ("translit", "--to", "latin", "--markdown"), ("translit", "--to", "cyrillic", "--markdown"),
        ("translit", "--to", "cyrillic", "--warn"), ("translit", "--to", "latin", "--warn"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_exactly_one_line_comes_out_for_each_that_goes_in(
    arguments: tuple[str, ...], end: str
) -> None:
    text = end.join(LINES)
    for given, count in ((text + end, len(LINES)), (text, len(LINES)), ("", 0), (end, 1)):
        result = subprocess.run(
            command(*arguments), input=given.encode(), env=surroundings(), capture_output=True,
            check=False,
        )  # fmt: skip
        assert 0 == result.returncode, result.stderr
        assert count == result.stdout.count(b"\n")
        assert not result.stdout or result.stdout.endswith(b"\n")


def test_translit_names_doubtful_words_one_by_one() -> None:
    result = subprocess.run(
        command("translit", "--to", "cyrillic", "--warn"), input="Govori Angelina Jolie, a KULT ćuti.\nSve je jasno.\n".encode(),
        env=surroundings(), capture_output=True, check=False,
    )  # fmt: skip
    assert "Angelina\tJolie\tKULT\n\n" == result.stdout.decode()


def test_translit_answers_line_by_line() -> None:
    result = subprocess.run(
        command("translit", "--to", "latin"), input="Његош\n\nЏеп\n".encode(), env=surroundings(),
        capture_output=True, check=False,
    )  # fmt: skip
    assert "Njegoš\n\nDžep\n" == result.stdout.decode()


def test_bytes_that_are_not_utf8_do_not_stop_the_lines() -> None:
    result = subprocess.run(
        command("fold"), input=b"prvo\n\xe6\xff\ntrece\n", env=surroundings(), capture_output=True,
        check=False,
    )  # fmt: skip
    assert 0 == result.returncode
    assert ["prvo", "trece"] == result.stdout.decode().splitlines()[::2]
    assert 3 == result.stdout.count(b"\n")


def test_a_glossary_decides_about_its_words(tmp_path: Path, run: Run) -> None:
    glossary = tmp_path / "glossary.yml"
    glossary.write_text("keep:\n  - {text: Otvorena Soba}\n", encoding="utf-8-sig")
    ask = command("translit", "--to", "cyrillic", "--glossary", glossary)
    result = subprocess.run(
        ask, input=b"Otvorena Soba radi\n", env=surroundings(), capture_output=True, check=False
    )
    assert "Otvorena Soba ради\n" == result.stdout.decode()
    glossary.write_bytes(b"keep: \xe6\n")
    ended = run("translit", "--to", "cyrillic", "--glossary", glossary)
    assert (2, "") == (ended.status, ended.out)
    assert "Traceback" not in ended.err


# --- terminals and pipes ---------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)]
)
def test_colour_is_for_terminals_that_want_it(
    tmp_path: Path, environment: dict[str, str], coloured: bool
) -> None:
    """``NO_COLOR`` counts when it is present and not empty (no-color.org)."""
    import pty

    root = project(tmp_path, BROKEN)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("check", "--source", root), env=surroundings(**environment), stderr=theirs,
        stdout=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        os.close(theirs)
        said = b""
        while True:
            try:
                more = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            said += more
        assert 1 == process.wait(30)
    os.close(ours)
    assert coloured == (b"\x1b[" in said)


def test_no_colour_goes_into_a_pipe(tmp_path: Path) -> None:
    result = sitegen("check", "--source", project(tmp_path, BROKEN))
    assert "\x1b" not in result.stderr


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    """``sitegen fold < lines | head -1``"""
    with subprocess.Popen(
        command("fold"), env=surroundings(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write("ред\n".encode())
        process.stdin.flush()
        assert b"red\n" == process.stdout.readline()
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.write("ред\n".encode() * 100_000)
        with suppress(BrokenPipeError):
            process.stdin.close()
        assert b"" == process.stderr.read()
        assert 0 == process.wait(30)


def test_a_folder_that_cannot_be_written_ends_with_two(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, {})
    (root / "file").write_bytes(b"")
    ended = run("build", "--source", root, "--output", root / "file" / "public")
    assert 2 == ended.status
    assert "Traceback" not in ended.err


def test_a_fault_of_ours_says_so_and_ends_with_three(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise AssertionError("our fault")

    monkeypatch.setattr(cli, "build", fault)
    ended = run("check", "--source", tmp_path)
    assert (3, "") == (ended.status, ended.out)
    assert "AssertionError: our fault" in ended.err


def test_clean_says_what_there_was(tmp_path: Path, run: Run) -> None:
    root = small(tmp_path)
    assert 0 == run("build", "--source", root).status
    assert ["Обрисано", "Сајта нема"] == [
        " ".join(run("clean", "--source", root).out.replace(":", "").split()[:count]) for count in (1, 2)
    ]


def test_a_code_like_no_other_gets_no_near_one(run: Run) -> None:
    assert "Најближа" not in run("explain", "nema.takve").err


def test_the_help_says_of_every_command_what_it_does_in_a_whole_sentence(run: Run) -> None:
    said = " ".join(run("--help").out.split())
    ctx = cli.door.make_context("sitegen", ["build"])
    names = cli.door.list_commands(ctx)
    assert {"build", "new", "new site", "verify"} <= set(names)
    for name in names:
        command = cli.door.get_command(ctx, name)
        assert command is not None
        assert command.help is not None
        first = " ".join(command.help.split("\n\n")[0].split())
        assert f"{name} {first.partition('. ')[0].rstrip('.')}" in said
