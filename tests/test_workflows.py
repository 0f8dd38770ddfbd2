"""The workflows: harmless by what they say, and right by running their steps here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import ROOT, edit, small, surroundings

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
CENTRE = "content/organizacije/centar-za-pomoc.md"


def read(path: Path) -> dict[str, Any]:
    whole: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return whole


def steps_of(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_named_by_its_commit_and_told_by_its_version(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").split("\n") if "uses:" in line]
    assert lines
    for line in lines:
        assert re.search(r"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_it_must(path: Path) -> None:
    whole = read(path)
    assert whole["permissions"] in ({}, {"contents": "read"}, "{}")
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(whole["on"])
    if "pull_request" in whole["on"]:
        assert "secrets." not in path.read_text("utf-8")
        assert all("permissions" not in job for job in whole["jobs"].values())
    for job in whole["jobs"].values():
        assert "timeout-minutes" in job
    for step in steps_of(path):
        # What people write (titles, branches) must never become a part of a command.
        assert "${{" not in step.get("run", "")
        if "checkout" in step.get("uses", ""):
            assert "false" == step["with"]["persist-credentials"]


def test_contacts_have_a_second_reviewer() -> None:
    text = (ROOT / ".github/CODEOWNERS").read_text("utf-8")
    rules = {line.split()[0]: line.split()[1:] for line in text.split("\n") if line.startswith("/")}
    for path in ("/content/organizacije/", "/content/usluge/", "/content/site.yml"):
        assert any("drugi-pregled" in owner for owner in rules[path])
    for path in rules:
        assert (ROOT / path.strip("/")).exists(), path


# --- running the steps -----------------------------------------------------------------------


def git(root: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=Proba", "-c", "user.email=proba@primjer.invalid", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", "-C", str(root), *settings, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The merge of a change that the host makes for a check, as it is checked out."""
    root = small(tmp_path / "spremište")
    shutil.copy(ROOT / "build.py", root)
    (root / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/apart", root / ".ci")
    (root / ".gitignore").write_text("public/\n.*.lock\n.sitegen/\n*.md.tmp\n", "utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Почетак")
    return root


def propose(root: Path, old: str, new: str) -> None:
    git(root, "checkout", "-qb", "izmjena")
    edit(root, CENTRE, old, new)
    git(root, "commit", "-qam", "Измјена")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Спајање", "izmjena")


def phone_of(root: Path) -> str:
    found = re.search(r'number: "([^"]+)"', (root / CENTRE).read_text("utf-8"))
    assert found
    return found[1]


def run_steps(root: Path, steps: list[dict[str, Any]], **more: str) -> list[subprocess.CompletedProcess[str]]:
    """Every command of *steps* as the host would run it; installing is what the test has done."""
    tools = root.parent / "alati"
    tools.mkdir(exist_ok=True)
    (tools / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    (tools / "python").chmod(0o755)
    environment = surroundings(
        PYTHONPATH=str(ROOT), GITHUB_ACTIONS="true", CI="true",
        GITHUB_STEP_SUMMARY=str(root.parent / "sazetak.md"), **more,
    )  # fmt: skip
    environment["PATH"] = f"{tools}{os.pathsep}{environment['PATH']}"
    done = []
    for step in steps:
        if "run" in step and "pip install" not in step["run"]:
            done.append(
                subprocess.run(
                    ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]], cwd=root, env=environment,
                    capture_output=True, text=True, check=False,
                )
            )  # fmt: skip
    return done


def test_a_good_change_gets_its_summary_and_a_preview(checkout: Path) -> None:
    phone = phone_of(checkout)
    propose(checkout, phone, phone[:-1] + ("1" if phone[-1] != "1" else "2"))
    path = ROOT / ".github/workflows/check.yml"
    base = read(path)["jobs"]["check"]["env"]["BASE"].split(" ")[0]
    done = run_steps(checkout, steps_of(path), BASE=base)
    assert [0, 0, 0, 0] == [one.returncode for one in done], [one.stderr for one in done]
    summary = (checkout.parent / "sazetak.md").read_text("utf-8")
    assert summary.index("⚠") < summary.index(phone) < summary.index("1 запис промијењен")
    assert re.search(r"1 запис промијењен, \d+ страниц[ае]? \(ћирилица и латиница\)", summary)
    page = (checkout / "public/organizacije/centar-za-pomoc/index.html").read_text("utf-8")
    assert "<code>preview</code>" in page  # what the plain theme makes of the mark
    assert "Disallow: /" in (checkout / "public/robots.txt").read_text("utf-8")
    assert (checkout / "public/offline.zip").is_file()
    uploads = [step["with"]["path"] for step in steps_of(path) if "upload" in step.get("uses", "")]
    assert ["public", "public/offline.zip"] == uploads
    assert "" == git(checkout, "status", "--porcelain")


def test_a_mistake_is_shown_at_its_line_and_stops_the_change(checkout: Path) -> None:
    phone = phone_of(checkout)
    propose(checkout, f'number: "{phone}"', f'number: "{phone[:-1]}"')
    line = next(
        at for at, row in enumerate((checkout / CENTRE).read_text("utf-8").split("\n"), start=1)
        if phone[:-1] in row
    )  # fmt: skip
    done = run_steps(checkout, steps_of(ROOT / ".github/workflows/check.yml"), BASE="HEAD^1")
    assert [0, 1, 1, 1] == [one.returncode for one in done]
    assert re.search(rf"^::error file={CENTRE},line={line},", done[2].stdout, re.MULTILINE)
    assert "Traceback" not in "".join(one.stderr for one in done)
    assert phone[:-1] in (checkout.parent / "sazetak.md").read_text("utf-8")


def test_a_stranger_brings_content_and_no_program(checkout: Path) -> None:
    """A template, the door and a module beside it, changed together with a telephone."""
    before = (checkout / "themes/plain/templates/base.html").read_text("utf-8")
    git(checkout, "checkout", "-qb", "izmjena")
    (checkout / "build.py").write_text("open('../zlo', 'w'); raise SystemExit(0)\n", "utf-8")
    (checkout / "yaml.py").write_text("open('../zlo', 'w')\n", "utf-8")
    edit(checkout, "themes/plain/templates/base.html", "</body>", "<b>zlo</b></body>")
    (checkout / "themes/plain/templates/record.html").unlink()
    phone = phone_of(checkout)
    edit(checkout, CENTRE, phone, phone[:-1] + ("1" if phone[-1] != "1" else "2"))
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "Измјена")
    git(checkout, "checkout", "-q", "main")
    git(checkout, "merge", "-q", "--no-ff", "-m", "Спајање", "izmjena")
    steps = steps_of(ROOT / ".github/workflows/check.yml")
    foreign = [step for step in steps if step.get("if", "").startswith("github.event.pull_request.head.repo.full_name !=")]
    first = next(number for number, step in enumerate(steps) if "python" in step.get("run", ""))
    assert [1, True] == [len(foreign), steps.index(foreign[0]) < first]
    done = run_steps(checkout, steps, BASE="HEAD^1")
    assert [0, 0, 0, 0] == [one.returncode for one in done], [one.stderr for one in done]
    assert not (checkout.parent / "zlo").exists()
    assert before == (checkout / "themes/plain/templates/base.html").read_text("utf-8")
    assert "zlo" not in (checkout / "public/index.html").read_text("utf-8")
    assert not (checkout / "yaml.py").exists()
    assert "1 запис промијењен" in (checkout.parent / "sazetak.md").read_text("utf-8")


@pytest.mark.parametrize("path", [".github/workflows/check.yml", ".github/workflows/publish.yml", ".gitlab-ci.yml"])
def test_nothing_is_remembered_that_somebody_has_committed(path: str) -> None:
    """A memory is trusted by whoever made it; one that lies in the repository could be anybody's."""
    lines = [line for line in (ROOT / path).read_text("utf-8").splitlines() if re.search(r"build\.py (?:build|--)", line)]
    assert lines
    assert [] == [line for line in lines if "--no-cache" not in line]


@pytest.mark.parametrize("path", [".github/workflows/check.yml", ".gitlab-ci.yml"])
def test_what_somebody_proposes_is_built_apart(path: str) -> None:
    lines = [line for line in (ROOT / path).read_text("utf-8").splitlines() if "build.py " in line]
    assert 3 == len(lines)
    assert all(re.search(r"(?:run:|-) \.ci/apart python build\.py ", line) for line in lines)


def test_apart_means_without_a_network_or_it_is_said() -> None:
    """Whoever runs this may be kept from leaving the network, in a container without rights."""
    command = [str(ROOT / ".ci/apart"), sys.executable, "-c", "import os; print(os.getuid(), os.readlink('/proc/self/ns/net'))"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    user, net = done.stdout.split()
    assert str(os.getuid()) == user
    assert (net == str(Path("/proc/self/ns/net").readlink())) == ("мрежа се не може искључити" in done.stderr)
    assert 7 == subprocess.run([ROOT / ".ci/apart", "sh", "-c", "exit 7"], check=False).returncode


@pytest.mark.parametrize("path", [".github/workflows/check.yml", ".github/workflows/publish.yml", ".gitlab-ci.yml"])
def test_only_locked_versions_are_installed(path: str) -> None:
    lines = [line for line in (ROOT / path).read_text("utf-8").splitlines() if "pip install" in line]
    assert len(lines) >= 2
    for line in lines:
        assert "--require-hashes -r .ci/locked.txt" in line or "--no-deps --no-build-isolation" in line


def test_the_same_answer_comes_on_gitlab(checkout: Path) -> None:
    phone = phone_of(checkout)
    propose(checkout, f'number: "{phone}"', f'number: "{phone[:-1]}"')
    job = read(ROOT / ".gitlab-ci.yml")["provjera-izmjene"]
    script = {"run": "\n".join(job["script"])}
    base = git(checkout, "rev-parse", "HEAD^1")
    done = run_steps(checkout, [script], CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert [1] == [one.returncode for one in done]
    assert phone[:-1] in (checkout / "gl-code-quality.json").read_text("utf-8")
    assert "⚠" in (checkout / "sta-se-mijenja.md").read_text("utf-8")


def test_publishing_leads_from_every_page_to_its_file(checkout: Path) -> None:
    path = ROOT / ".github/workflows/publish.yml"
    steps = [step for step in steps_of(path) if "build.py" in step.get("run", "")]
    url = steps[-1]["env"]["EDIT_URL"]
    for name, value in (("github.server_url", "https://primjer.invalid"), ("github.repository", "a/b"), ("github.ref_name", "main")):
        url = url.replace(f"${{{{ {name} }}}}", value)
    assert "https://primjer.invalid/a/b/edit/main/{path}" == url
    done = run_steps(
        checkout, steps, BASE_URL="https://imenik.invalid/", EDIT_URL=url, RUNNER_TEMP=str(checkout.parent)
    )
    assert [0, 0] == [one.returncode for one in done], done[-1].stderr
    page = (checkout / "public/organizacije/centar-za-pomoc/index.html").read_text("utf-8")
    assert f"https://primjer.invalid/a/b/edit/main/{CENTRE}" in page
