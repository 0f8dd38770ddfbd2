"""The site on this machine follows the content, and keeps the last good site."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from building import command, edit, on_disk, small, surroundings

PATIENCE = 20.0  # seconds; a change is seen after one or two


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str, Path]]:
    """A project that is being served: its folder, the address, the file of what was said."""
    root, said = small(tmp_path / "project"), tmp_path / "said.txt"
    with serving(root, said) as url:
        yield root, url, said


@contextmanager
def serving(root: Path, said: Path) -> Iterator[str]:
    """The address at which *root* is served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with said.open("wb") as log, subprocess.Popen(
        command("serve", "--source", root, "--port", port), env=surroundings(), stdout=log,
        stderr=log,
    ) as process:  # fmt: skip
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.kill()


def get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.read().decode()
    except urllib.error.URLError as error:
        return str(error)


def script_of(page: str) -> str:
    """The address of the server's script, with the token that only its pages know."""
    found = re.search(r'"/(livereload\.js\?token=[\w-]{20,})"', page)
    assert found, page[:2000]
    return found.group(1)


def wait_for(url: str, text: str) -> str:
    """The page as soon as *text* is on it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page = get(url)
        if text in page:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{text!r} did not come in {PATIENCE} s: {page[:2000]}")


def wait_until_said(file: Path, text: str, times: int = 1) -> None:
    deadline = time.monotonic() + PATIENCE
    while file.read_text("utf-8").count(text) < times:
        assert time.monotonic() < deadline, file.read_text("utf-8")
        time.sleep(0.1)


def test_pages_follow_the_content_and_mistakes_keep_the_last_good_ones(
    served: tuple[Path, str, Path],
) -> None:
    root, url, said = served
    page = wait_for(url, "Пронађите помоћ и подршку")
    assert "Именик Пробнограда" in page
    assert "Сигурно мјесто" in get(url + "usluge/sigurno-mjesto/index.html")
    assert "Sigurno mjesto" in get(url + "lat/usluge/sigurno-mjesto/index.html")

    edit(root, "content/usluge/sigurno-mjesto.md", "само уз договор", "само уз најаву")
    wait_for(url + "usluge/sigurno-mjesto/index.html", "само уз најаву")

    edit(root, "content/usluge/sigurno-mjesto.md", "status: active", "status: radi")
    wait_until_said(said, "content/usluge/sigurno-mjesto.md:4:9: ")
    # The build of the edit before may have met this one and said so first.
    wait_for(url + script_of(get(url)), "content/usluge/sigurno-mjesto.md:4:9: ")
    assert "само уз најаву" in get(url + "usluge/sigurno-mjesto/index.html")

    edit(root, "content/usluge/sigurno-mjesto.md", "status: radi", "status: paused")
    edit(root, "themes/plain/templates/record.html", "{{ view.title }}", "{{ view.title }}!")
    wait_for(url + "usluge/sigurno-mjesto/index.html", "Сигурно мјесто!</h1>")

    assert '("", "/livereload?token=' in get(url + script_of(get(url))), "mended by itself"
    assert not (root / "public").exists(), "serving publishes nothing"
    assert "Traceback" not in said.read_text("utf-8")


def test_a_fault_of_the_theme_keeps_the_last_good_pages(served: tuple[Path, str, Path]) -> None:
    root, url, said = served
    wait_for(url, "Пронађите помоћ и подршку")
    edit(root, "themes/plain/templates/home.html", "{{ view.heading }}", "{{ view.nema }}")
    wait_until_said(said, "home.html")
    assert "Пронађите помоћ и подршку" in get(url)
    edit(root, "themes/plain/templates/home.html", "{{ view.nema }}", "{{ view.heading }}?")
    wait_for(url, "Пронађите помоћ и подршку?")
    assert "Traceback" not in said.read_text("utf-8")


def test_mistakes_before_the_first_site_are_shown_too(tmp_path: Path) -> None:
    root = small(tmp_path / "project")
    edit(root, "content/site.yml", "locale: sr-BA", "locale: sr-XX")
    with serving(root, tmp_path / "said.txt") as url:
        page = wait_for(url, "livereload.js")
        assert "content/site.yml:" in get(url + script_of(page))
        edit(root, "content/site.yml", "locale: sr-XX", "locale: sr-BA")
        wait_for(url, "Пронађите помоћ и подршку")


def test_only_this_machine_is_told_what_is_wrong(served: tuple[Path, str, Path]) -> None:
    _, url, _ = served
    wait_for(url, "Пронађите помоћ и подршку")
    for path in ("", "livereload.js", script_of(get(url))):
        asked = urllib.request.Request(url + path, headers={"Host": "primjer.invalid"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=5)
        assert 403 == refused.value.code
        refused.value.close()


def test_a_port_in_use_ends_with_two(tmp_path: Path) -> None:
    root = small(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = subprocess.run(
            command("serve", "--source", root, "--port", taken.getsockname()[1]),
            env=surroundings(), capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert 2 == result.returncode
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="the system has no links")
def test_what_is_served_is_written_into_no_link(tmp_path: Path) -> None:
    root = small(tmp_path / "project")
    (tmp_path / "other").mkdir()
    (root / ".sitegen").mkdir()
    (root / ".sitegen/served").symlink_to(tmp_path / "other")
    result = subprocess.run(
        command("serve", "--source", root, "--port", "9"), env=surroundings(), capture_output=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert 2 == result.returncode
    assert {} == on_disk(tmp_path / "other")
