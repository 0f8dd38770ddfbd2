"""Paths of the site are safe on every system that it may be copied to."""

from __future__ import annotations

import pytest

from sitegen.artifacts import Artifact, OutPath, collisions, is_safe_name


@pytest.mark.parametrize(
    "text", ["index.html", "lat/usluge/dnevni-centri/index.html", "assets/style.a1b2.css", "404.html", "a_b-c.0"]
)
def test_a_plain_path_is_kept_as_it_is(text: str) -> None:
    assert text == str(OutPath(text))


@pytest.mark.parametrize(
    "text",
    [
        "", "/", "/etc/passwd", "../index.html", "a/../b", "a//b", "a/", "./a", ".git/config",
        "a/.htaccess", "Index.html", "услуге/index.html", "a b", "a\\b", "c:/a", "a\n", "a\x00b",
        "con", "con.html", "a/nul/b", "com1.txt", "lpt9", "name.", "š", "a%2fb", "a?b", "a#b",
        "x" * 101, "/".join(["abcdefghi"] * 21),
    ],
)  # fmt: skip
def test_a_path_that_some_system_would_read_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="unsafe output path"):
        OutPath(text)


def test_the_longest_allowed_name_and_path_pass() -> None:
    longest = "/".join(["x" * 99, "y" * 100])
    assert 200 == len(str(OutPath(longest)))


def test_a_name_is_safe_only_as_one_step() -> None:
    assert is_safe_name("dnevni-centri")
    assert not is_safe_name("dnevni/centri")
    assert not is_safe_name("aux")


def test_collisions_are_paths_claimed_twice_and_files_that_are_folders_too() -> None:
    paths = ("a/index.html", "b", "b/c/index.html", "d", "a/index.html", "d/e")
    artifacts = [Artifact(OutPath(path), b"") for path in paths]
    assert ("a/index.html", "b", "d") == collisions(artifacts)


def test_a_folder_with_several_files_is_no_collision() -> None:
    artifacts = [Artifact(OutPath(path), b"") for path in ("a/b", "a/c", "ab", "a/d/e")]
    assert () == collisions(artifacts)
