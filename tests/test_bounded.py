"""Content made to stop the program takes a moment, and no longer than twice as much of it should.

Each payload once took seconds or minutes, or ended in a traceback. What a person would write is
converted; what no person writes is refused with a place.
"""

from __future__ import annotations

import gc
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from math import isqrt
from pathlib import Path

import pytest
from building import ROOT, edit, on_disk, project, sitegen, small, surroundings

from sitegen import report
from sitegen.editions import Edition
from sitegen.markup import Fragment, parse
from sitegen.pipeline import Options, build
from sitegen.pipes import verb
from sitegen.render import tidy
from sitegen.scripts import CYRILLIC
from sitegen.scripts.serbian import to_cyrillic
from sitegen.scripts.spans import EMPTY_GLOSSARY

LIMIT = 5.0  # seconds; on an idle machine each takes less than a fifth of it
SURE = 0.02  # seconds; what takes less cannot be measured well


def seconds(run: Callable[[], object], times: int = 1) -> float:
    """The shortest time of this process, whatever else the machine does meanwhile.

    Without the collector of cycles: it looks at all that the other tests have left behind.
    """
    found = []
    gc.disable()
    try:
        for _ in range(times):
            start = time.process_time()
            run()
            found.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(found)


def grows_evenly(run: Callable[[int], object], size: int) -> bool:
    """Whether twice the size takes about twice the time; quadratic work takes four times.

    A disturbed measurement is taken again: quadratic work stays above the limit each time.
    """
    for _ in range(3):
        once = seconds(lambda: run(size), 3)
        if once < SURE or seconds(lambda: run(2 * size), 3) / once < 3.2:
            return True
    return False


def html(text: str) -> tuple[str, list[str]]:
    checked = parse(text, "p.md", 1, EMPTY_GLOSSARY)
    assert checked.value is not None
    shown = tidy(str(Edition(CYRILLIC, "", "sr").fragment(checked.value, str)))
    return shown, sorted({finding.code for finding in checked.diagnostics})


# --- text in Markdown ------------------------------------------------------------------------

REFUSED: dict[str, tuple[str, str]] = {
    "blanks after an opened brace": ("[a]{" + " " * 4_000 + "x", "markup.too_long"),
    "a square table": ("a|" * 1_000 + "\n" + "-|" * 1_000 + "\n" + "|\n" * 1_000, "markup.depth"),
    "a long table": ("a|b\n-|-\n" + "|\n" * 10_000, "markup.depth"),
    "a table in a quotation": ("> " + "a|" * 200 + "\n> " + "-|" * 200 + "\n" + "> |\n" * 200, "markup.depth"),
    "brackets in many paragraphs": ("\n\n".join(["[a][" * 190] * 200), "markup.depth"),
    "hyphens": ("a-" * 10_000, "markup.too_long"),
    "dots": ("a" + "." * 20_000, "markup.too_long"),
    "signs of addition": ("+." * 10_000, "markup.too_long"),
    "braces": ("{" * 20_000, "markup.too_long"),
    "capitals": ("A" * 20_000, "markup.too_long"),
    "one word": ("a" * 40_000, "markup.too_long"),
    "ends of links": ("](" * 20_000, "markup.too_long"),
    "comments": ("<!--" * 10_000, "markup.too_long"),
    "blanks": ("a" + " " * 40_000 + "b", "markup.too_long"),
    "tabs": ("a" + "\t" * 40_000 + "b", "markup.too_long"),
    "ampersands": ("&" * 40_000, "markup.too_long"),
    "entities": ("&lt;" * 10_000, "markup.too_long"),
    "a long paragraph": ("kuća " * 10_001, "markup.too_long"),
    "many paragraphs": ("a\n\n" * 10_001, "markup.too_long"),
    "headings without blank lines": ("## a\n" * 1_002, "markup.too_long"),
    "underlines": ("=\n" * 20_000, "markup.too_long"),
    "definitions of one term": ("a\n" + ": b\n" * 5_000, "markup.too_long"),
    "a list as deep as it is long": ("".join("    " * depth + "- a\n" for depth in range(300)), "markup.depth"),
    "quotations in lists": ("    " * 40 + "> a\n", "markup.depth"),
    "a glossary in a list": ("- x\n\n" + "    a\n    :   b\n" * 500, "markup.depth"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_person_writes_is_refused_in_its_place(name: str) -> None:
    text, code = REFUSED[name]
    start = time.process_time()
    checked = parse(text, "p.md", 1, EMPTY_GLOSSARY)
    assert time.process_time() - start < LIMIT
    assert (Fragment(), [code]) == (checked.value, [finding.code for finding in checked.diagnostics])


def test_the_parser_works_on_after_it_was_stopped() -> None:
    text, code = REFUSED["a glossary in a list"]
    assert [code] == html(text)[1]
    assert ("<p>а</p>\n", []) == html("a")


# What is just short enough to be read, in signs that a pattern could read again and again.
READ: dict[str, tuple[Callable[[int], str], int]] = {
    "blanks after an opened brace": (lambda n: "[a]{" + " " * n + "x", 1_000),
    "blanks in a heading": (lambda n: "## a" + " " * n + "b}", 1_000),
    "opened braces in a heading": (lambda n: "## " + "{ " * n, 12_000),
    "same headings": (lambda n: "## a\n\n" * n, 500),
    "ends of links": (lambda n: "](a " * n, 6_000),
    "comments": (lambda n: "<!-- " * n, 5_000),
    "ampersands": (lambda n: "& " * n, 8_000),
    "entities": (lambda n: "&lt; " * n, 3_000),
    "tags": (lambda n: "<b> " * n, 3_000),
    "words through entities": (lambda n: "\n\n".join(f"&#97;ssa{number}" for number in range(n)), 2_000),
    "rows of hyphens": (lambda n: ("a-" * 900 + " ") * n, 12),
    "rows of braces": (lambda n: ("{" * 1_900 + " ") * n, 12),
    "rows of backticks": (lambda n: "\n\n".join("`" * count for count in range(1, isqrt(2 * n))), 20_000),
    "a glossary": (lambda n: "pojam\n:   opis pojma\n" * n, 500),
    "a glossary with blank lines": (lambda n: "pojam\n:   opis pojma\n\n" * n, 500),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_text_is_read_in_time_that_grows_as_it_does(name: str) -> None:
    text, size = READ[name]
    assert seconds(lambda: html(text(2 * size))) < LIMIT
    assert [] == [code for code in html(text(size))[1] if code in ("markup.depth", "markup.too_long")]
    assert grows_evenly(lambda n: html(text(n)), size)


def test_same_headings_are_counted() -> None:
    shown, _ = html("## a\n\n" * 1_000)
    assert '<h2 id="a-1000">' in shown
    assert 1_000 == shown.count("<h2 id=")


def test_a_long_glossary_without_blank_lines_is_one_list() -> None:
    shown, found = html("".join(f"Појам {number}\n:   Опис тог појма\n" for number in range(2_000)))
    assert [] == found
    assert (1, 2_000, 2_000) == tuple(shown.count(tag) for tag in ("<dl>", "<dt>", "<dd>"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("а\n:   б\nв\n:   г", "а:б в:г"),
        ("а\n:   б\nв\n:   г\n\nд\n:   ђ", "а:б в:г д:ђ"),
        ("а\n:   б\nна\nв\n:   г", "а:б\nна в:г"),
        ("а\n:   б\n    на\nв\nг\n:   д", "а:б\nна в г:д"),
        ("а\n:   б\n:   в\nг\n:   д", "а:б:в г:д"),
    ],
)
def test_a_term_right_below_a_definition_is_a_term(text: str, shown: str) -> None:
    items = re.findall(r"<(d[td])>([^<]*)</\1>", html(text)[0])
    found = "".join(f":{words}" if tag == "dd" else f" {words}" for tag, words in items)
    assert shown == found.strip()


# --- both scripts ----------------------------------------------------------------------------

MARKED_LINES: dict[str, tuple[Callable[[int], str], int]] = {
    "marks of a language": (lambda n: "[a]{lang=x " + "lang=x " * n, 4_000),
    "spans": (lambda n: "[a]{x}" * n, 4_000),
    "comments": (lambda n: "<!-- " * n, 10_000),
    "placeholders": (lambda n: "{{ " * n, 10_000),
    "statements": (lambda n: "{% " * n, 10_000),
    "foreign elements": (lambda n: "<b lang=en> " * n, 9_000),
    "foreign elements in others": (lambda n: "<b lang=en><i lang=en>" * n + "</b>", 9_000),
    "code": (lambda n: "<code> " * n, 9_000),
    "rows of backticks": (lambda n: " ".join("`" * count for count in range(1, isqrt(2 * n))), 40_000),
    "tags": (lambda n: "<a " * n, 10_000),
    "titles": (lambda n: "<a " + "title=' " * n + ">", 9_000),
    "brackets": (lambda n: "[a" * n, 20_000),
    "ends of links": (lambda n: "](a " * n, 9_000),
    "brackets in links": (lambda n: "](a(b" * n, 9_000),
    "attributes": (lambda n: "{a= " * n, 9_000),
    "entities": (lambda n: "&a" * n, 9_000),
    "words through emphasis": (lambda n: "a*b" * n, 9_000),
    "stars": (lambda n: "*" * n, 20_000),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKED_LINES)
def test_a_line_of_markdown_is_converted_in_time_that_grows_as_it_does(name: str) -> None:
    text, size = MARKED_LINES[name]
    convert = verb("cyrillic", True, EMPTY_GLOSSARY)
    assert seconds(lambda: convert(text(2 * size))) < LIMIT
    assert grows_evenly(lambda n: convert(text(n)), size)


LINES: dict[str, tuple[Callable[[int], str], int]] = {
    "hyphens": (lambda n: "a-" * n, 10_000),
    "only hyphens": (lambda n: "-" * n, 20_000),
    "dots": (lambda n: "a" + "." * n, 20_000),
    "signs of addition": (lambda n: "+." * n, 10_000),
    "braces": (lambda n: "{" * n, 20_000),
    "capitals": (lambda n: "A" * n, 20_000),
    "one word": (lambda n: "a" * n, 40_000),
    "prefixes": (lambda n: "ne" * n + "nj", 20_000),
    "blanks": (lambda n: "a" + " " * n + "b", 40_000),
    "numbers of kings": (lambda n: "V a " * n, 10_000),
    "kings and blanks": (lambda n: "I    a " * n, 10_000),
    "foreign quotations": (lambda n: "„the why“ kuca " * n, 2_500),
    "shouting": (lambda n: "USLUGE CENTRA x " * n, 2_500),
    "foreign words": (lambda n: "UNHCR " * n, 10_000),
    "a paragraph": (lambda n: "kuća je bila lijepa " * n, 5_000),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_converted_in_time_that_grows_as_it_does(name: str) -> None:
    line, size = LINES[name]
    assert seconds(lambda: to_cyrillic(line(2 * size))) < LIMIT
    assert grows_evenly(lambda n: to_cyrillic(line(n)), size)


def test_a_harmless_line_of_a_megabyte_and_a_half_is_converted() -> None:
    text = "kuća je bila lijepa " * 75_000
    assert seconds(lambda: to_cyrillic(text)) < 2 * LIMIT
    assert ("кућа је била лијепа " * 75_000,) == to_cyrillic(text).prose.parts


@pytest.mark.parametrize("blank", [" ", "\t"])
def test_blanks_are_tidied_in_time_that_grows_as_they_do(blank: str) -> None:
    assert seconds(lambda: tidy("a" + blank * 80_000 + "b")) < LIMIT
    assert grows_evenly(lambda n: tidy("a" + blank * n + "b"), 40_000)
    assert "a\nb\n" == tidy("a" + blank * 100 + "\n" + blank * 100 + "b")


# --- whole projects --------------------------------------------------------------------------


def _page(header: str, body: str = "") -> dict[str, str]:
    return {"content/stranice/p.md": f"---\n{header}---\n{body}"}


def _places(parents: list[int]) -> dict[str, str]:
    """A table of places, each with the number of the one that it lies in; -1 is none."""
    return {
        "content/data/places.yml": "".join(
            f"- {{id: m{number:05d}, name: М, type: venue"
            + (f", parent: m{parent:05d}" if parent >= 0 else "") + "}\n"
            for number, parent in enumerate(parents)
        )
    }  # fmt: skip


PROJECTS: dict[str, tuple[dict[str, str], list[str]]] = {
    "marks on a letter": (_page("title: П\n", "a" + "\u0301" * 40_000), ["source.combining"]),
    "marks by their numbers": (_page('title: "a' + "\\u0301" * 40_000 + '"\n'), ["source.combining"]),
    "marks in two classes": (_page("title: П\n", "a" + "\u0301\u0323" * 20_000), ["source.combining"]),
    "a title": (_page(f"title: {'a' * 40_000}\n"), ["field.too_long"]),
    "braces in a title": (_page(f'title: "{"{" * 40_000}"\n'), ["field.too_long"]),
    "unknown fields": (
        _page(f"title: П\nunknown: [{', '.join(f'n{number}' for number in range(10_000))}]\n"),
        ["unknown.name"],
    ),
    "fields": (_page("title: П\n" + "".join(f"k{number}: a\n" for number in range(5_000))), ["field.unknown"]),
    "a chain of places": (_places(list(range(-1, 2_999))), ["reference.depth"]),
    "a chain of places, turned": (_places([*range(1, 3_000), -1]), ["reference.depth"]),
    "a circle of places": (_places([*range(1, 3_000), 0]), ["reference.cycle"]),
    "a circle with a tail": (_places([1_500, *range(2, 3_000), 1_500]), ["reference.cycle"]),
    "places that lie in themselves": (_places(list(range(1_000))), ["reference.cycle"]),
    "a deep body": (_page("title: П\n", "".join("    " * deep + "- a\n" for deep in range(300))), ["markup.depth"]),
}  # fmt: skip


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_gets_its_report(name: str, tmp_path: Path) -> None:
    files, codes = PROJECTS[name]
    root = project(tmp_path, files)
    start = time.process_time()
    built = build(root, Options(offline=False))
    words = report.read_messages("sr-Cyrl")
    shown = report.human(built.diagnostics, built.loaded.sources, words, colour=False)
    assert time.process_time() - start < LIMIT
    assert codes == sorted({finding.code for finding in built.diagnostics})
    assert shown


def test_many_circles_are_reported_a_few_at_a_time(tmp_path: Path) -> None:
    """When these are mended, the next ones are found."""
    built = build(project(tmp_path, _places(list(range(100)))), Options())
    assert 20 == len(built.diagnostics)


def test_a_vocabulary_may_have_twelve_levels(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert () == build(project(tmp_path / "a", _places(list(range(-1, 11)))), Options()).diagnostics
    found = build(project(tmp_path / "b", _places(list(range(-1, 12)))), Options()).diagnostics
    assert [("reference.depth", 13)] == [(one.code, one.place.line) for one in found]


def test_a_letter_may_carry_thirty_marks(tmp_path: Path) -> None:
    files = _page("title: П\n", "a" + "\u0301" * 30)
    assert () == build(project(tmp_path, files), Options()).diagnostics


@pytest.mark.parametrize("verb", ["build", "check"])
def test_a_build_gives_up_when_its_time_is_over(verb: str, tmp_path: Path) -> None:
    """What a build without a limit would make in a few seconds."""
    text = "---\ntitle: Страница {0}\n---\n" + "Прва *ријеч* број {0}. " * 400
    root = project(tmp_path / "large", {f"content/stranice/s-{n}.md": text.format(n) for n in range(2_000)})
    first = sitegen("build", "--source", project(tmp_path / "other", {}), "--output", tmp_path / "public")
    assert 0 == first.returncode, first.stderr
    before = on_disk(tmp_path / "public")
    where = ("--output", tmp_path / "public") if verb == "build" else ()
    ended = sitegen(verb, "--source", root, "--max-seconds", "1", *where)
    assert 2 == ended.returncode, ended.stderr
    assert "--max-seconds" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert before == on_disk(tmp_path / "public")


RECORD = """\
---
title: {title}
type: association
status: active
summary: Удружење које {words}.
place: probnograd
areas: [socijalna-zastita]
target_groups: [zene]
sources:
  - {{source: probni-bilten, quote: "Ради {words}.", lang: sr}}
---

Ради {words}, {words}.
"""
MEASURED = """\
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
sys.exit(status)
"""
SYLLABLES = "ба ви го да же за ка ли мо ну па ро са ти ху ца шо ље ње ђу би ре по".split()


def test_a_big_site_is_built_within_bounds(tmp_path: Path) -> None:
    """A hundred thousand records in the long run: ten minutes and two gigabytes."""
    count = 100_000 if os.environ.get("SITEGEN_LONG") else 2_000
    root = small(tmp_path)
    edit(root, "content/site.yml", "theme: plain", "theme: default")
    chance = random.Random(count)  # noqa: S311
    for number in range(count):
        words = ["".join(chance.choices(SYLLABLES, k=3)) + f" {chance.choice(SYLLABLES)}" for _ in range(4)]
        text = RECORD.format(title=" ".join(words[:3]).title(), words=words[3])
        (root / f"content/organizacije/o{number:06}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "sitegen", "build", "--source", root]
    # By a small process: the kernel counts to a child what the one held that started it.
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=False,
        env=surroundings(), cwd=ROOT,
    )  # fmt: skip
    assert 0 == ended.returncode, ended.stderr[-2_000:]
    kibibytes, seconds_ = map(float, ended.stdout.splitlines()[-1].split())
    assert count == sum(1 for _ in root.glob("public/organizacije/o*/index.html"))
    assert kibibytes <= 95_000 + 20 * count  # two gigabytes for a hundred thousand
    assert seconds_ <= 20 + 0.012 * count  # an idle machine needs a third


def test_more_files_than_a_build_takes_are_refused_at_once(tmp_path: Path) -> None:
    root = project(tmp_path, {})
    (root / "content/usluge").mkdir()
    for number in range(130_000):
        os.close(os.open(root / f"content/usluge/u-{number}.md", os.O_CREAT | os.O_WRONLY))
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    for asked in ("check", "build"):
        ended = sitegen(asked, "--source", root)
        assert 1 == ended.returncode
        assert "[source.too_many]" in ended.stderr
        assert ended.stderr.count("грешка [") == 1
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime < 20
