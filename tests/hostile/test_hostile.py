"""What strangers could write never runs, never loads, never leaves its place, and is always answered."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import nh3
import payloads
import pytest
from building import on_disk, project, sitegen
from hostile_site import (
    Case,
    accepted,
    field_cases,
    text_cases,
    written,
    yaml_cases,
)
from oracle import elements, faults

from sitegen import report
from sitegen.editions import Edition
from sitegen.markup import parse
from sitegen.pipeline import Built, Options, build, load
from sitegen.plain_markdown import TAGS
from sitegen.scripts import CYRILLIC, LATIN
from sitegen.scripts.spans import EMPTY_GLOSSARY

EDITIONS = (Edition(CYRILLIC, "", "sr-Cyrl-BA"), Edition(LATIN, "lat/", "sr-Latn-BA"))
BODIES = [
    *payloads.TAGS, *payloads.MUTATING, *payloads.TEMPLATES, *payloads.STEERING,
    *(text for text, _ in payloads.LINKS),
]  # fmt: skip
CASES = [*text_cases(), *field_cases(), *yaml_cases()]


def test_there_are_enough_cases() -> None:
    assert len({case.path for case in CASES}) == len(CASES) >= 600
    assert len(set(BODIES)) >= 200


# --- one text at a time: what the reader would get even if a finding did not stop the build ------


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_body_holds_only_what_is_on_the_list(number: int) -> None:
    fragment = parse(BODIES[number], "p.md", 1, EMPTY_GLOSSARY).value
    assert fragment is not None
    for edition in EDITIONS:
        html = str(edition.fragment(fragment, str))
        assert {element.tag for element in elements(html, "div")} <= {*TAGS, "DOCUMENT_FRAGMENT"}
        assert [] == [fault for fault in faults(html, container="div") if "from" not in fault]
        assert payloads.RESULT not in html


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_what_was_cleaned_stays_as_it_is_when_it_is_read_again(number: int) -> None:
    """No mutation: a browser that reads our markup sees the tree that we have checked."""
    fragment = parse(BODIES[number], "p.md", 1, EMPTY_GLOSSARY).value
    assert fragment is not None
    once = str(EDITIONS[0].fragment(fragment, str))
    tags = TAGS | {"span"}
    attributes = {"*": {"lang", "translate", "id", "title", "href", "start", "align"}}
    again = nh3.clean(once, tags=tags, attributes=attributes, link_rel=None)
    assert _shape(once) == _shape(again)


def _shape(html: str) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    return [
        (element.tag, tuple(sorted(element.attrib.items())), element.text or "")
        for element in elements(html, "div")
    ]


# --- whole projects --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The codes of errors by file, of all cases together."""
    root = written(tmp_path_factory.mktemp("all"), CASES)
    found: dict[str, list[str]] = {case.path: [] for case in CASES}
    for one in load(root).diagnostics:
        if one.severity == "error":
            assert one.place.path in found, one
            found[one.place.path].append(f"{one.place.line}:{one.code}")
    assert [] == list(root.rglob("pwned"))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.rsplit("/", 1)[1])
def test_what_must_be_refused_is_refused_in_its_own_file(
    case: Case, findings: dict[str, list[str]]
) -> None:
    if case.refused:
        assert findings[case.path], case.text
    lines = {int(found.partition(":")[0]) for found in findings[case.path]}
    assert all(1 <= line <= case.text.count("\n") + 1 for line in lines)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of everything hostile that is accepted as harmless text."""
    root = tmp_path_factory.mktemp("accepted")
    kept = accepted(root, CASES)
    assert len(kept) > 300
    result = build(root, Options(base_url="https://here.invalid/sajt/"))
    assert [] == [one for one in result.diagnostics if one.severity == "error"]
    return result


def test_a_finished_page_runs_and_loads_nothing_of_theirs(built: Built) -> None:
    found = {
        artifact.path.text: wrong
        for artifact in built.artifacts
        if artifact.path.text.endswith(".html")
        and (wrong := faults(artifact.content.decode(), artifact.path.text))
    }
    assert {} == found


def test_text_is_never_a_template(built: Built) -> None:
    """A sum that any engine would have done stays a sum."""
    pages = [a.content.decode() for a in built.artifacts if not a.path.text.endswith((".zip", ".png"))]
    assert not any(payloads.RESULT in page for page in pages)
    assert any(payloads.SUM in page for page in pages)


def test_names_of_files_are_safe_everywhere(built: Built) -> None:
    name = re.compile(r"\.?[a-z0-9]+(?:[._-][a-z0-9]+)*")
    for artifact in built.artifacts:
        steps = artifact.path.text.split("/")
        assert all(name.fullmatch(step) and len(step) <= 100 for step in steps), artifact.path
        assert len(artifact.path.text) <= 200


def test_every_format_of_the_report_says_only_what_we_say(tmp_path: Path) -> None:
    """No control character, nothing of content at the start of a line, no command for a server."""
    root = written(tmp_path, CASES)
    loaded = load(root)
    words = report.read_messages("sr-Cyrl")
    human = report.human(loaded.diagnostics, loaded.sources, words, colour=False)
    github = report.github(loaded.diagnostics, words)
    others = [
        report.as_json(loaded.diagnostics, words), report.gitlab(loaded.diagnostics, words),
        report.sarif(loaded.diagnostics, words), report.github_summary(loaded.diagnostics, words),
    ]  # fmt: skip
    steering = re.compile(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
    )
    for text in (human, github, *others):
        assert not steering.search(text)
    assert not re.search(r"^(?:::|##\[|##vso|%|section_)", human, re.MULTILINE)
    for line in github.splitlines():
        if line.startswith("::"):  # the properties, then the first pair of colons, then the text
            assert re.match(r"::(?:error|warning|notice) (?:(?!::).)*title=[a-z_.]+::", line), line
        assert not re.match(r"##\[|##vso|section_|%", line), line
    summary = others[-1]
    assert "<script" not in summary
    assert "<img" not in summary


# --- names, links and things that are no files ------------------------------------------------


@pytest.mark.parametrize("name", payloads.NAMES, ids=ascii)
def test_a_file_with_a_hostile_name_becomes_a_safe_page_or_an_error(name: str, tmp_path: Path) -> None:
    path = f"content/organizacije/{name}"
    try:
        root = project(tmp_path, {path: "---\ntitle: А\ntype: association\nstatus: unknown\n---\n"})
    except OSError:
        pytest.fail("this system cannot hold the name")
    built = build(root, Options())
    errors = [one for one in built.diagnostics if one.severity == "error"]
    if errors:
        assert not built.artifacts
        return
    for artifact in built.artifacts:
        assert re.fullmatch(r"[a-z0-9._/-]+", artifact.path.text)
        assert ".." not in artifact.path.text.split("/")


CANARY = "КАНАРИНАЦ-7b1f"


def _sneak(kind: str, root: Path, secret: Path) -> None:
    """Something at content/stranice/x.md that leads to *secret* or to no file at all."""
    place = root / "content/stranice/x.md"
    place.parent.mkdir(parents=True, exist_ok=True)
    match kind:
        case "link":
            place.symlink_to(secret)
        case "relative link":
            place.symlink_to(os.path.relpath(secret, place.parent))
        case "link to itself":
            place.symlink_to(place)
        case "link to a device":
            place.symlink_to("/dev/zero")
        case "link to a process":
            place.symlink_to("/proc/self/environ")
        case "pipe":
            os.mkfifo(place)
        case "socket":
            with socket.socket(socket.AF_UNIX) as one:
                here = Path.cwd()
                os.chdir(place.parent)
                try:
                    one.bind("x.md")
                finally:
                    os.chdir(here)
        case "folder":
            place.mkdir()
        case "sparse file":
            with place.open("wb") as file:
                file.truncate(1 << 30)
        case "linked folder":
            (root / "content/usluge").symlink_to(secret.parent)
        case "linked table":
            (root / "content/data").mkdir()
            (root / "content/data/areas.yml").symlink_to(secret)
        case "linked settings":
            (root / "content/site.yml").unlink()
            (root / "content/site.yml").symlink_to(secret)
        case "linked theme":
            (root / "themes").mkdir()
            (root / "themes/default").symlink_to(secret.parent)
        case "linked asset":
            (root / "themes/default/assets").mkdir(parents=True)
            (root / "themes/default/assets/a.css").symlink_to(secret)


@pytest.mark.parametrize(
    "kind",
    [
        "link", "relative link", "link to itself", "link to a device", "link to a process", "pipe", "socket",
        "folder", "sparse file", "linked folder", "linked table", "linked settings", "linked theme", "linked asset",
    ],
)  # fmt: skip
def test_nothing_outside_the_project_is_read(kind: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = outside / "x.md"
    secret.write_text(f"---\ntitle: {CANARY}\n---\n{CANARY}\n")
    root = project(tmp_path / "project", {"content/stranice/a.md": "---\ntitle: А\n---\n"})
    _sneak(kind, root, secret)
    result = sitegen("build", "--source", root, "--output", root / "public", "--cache", root / "cache")
    said = result.stdout + result.stderr
    assert result.returncode in (0, 1, 2), said
    assert "Traceback" not in said
    published = on_disk(root / "public") if (root / "public").is_dir() else {}
    assert not any(CANARY.encode() in content for content in published.values())
    assert CANARY not in said
