"""The pages of an edited record, shown before the rest, are those that the whole build makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import edit, small

from sitegen.pipeline import Built, Options, build, preview


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    root = small(tmp_path_factory.mktemp("site"))
    return root, build(root, Options(offline=False))


def test_of_every_record_they_are_the_pages_of_the_build(site: tuple[Path, Built]) -> None:
    root, built = site
    whole = {artifact.path: artifact.content for artifact in built.artifacts}
    for path in sorted((root / "content").glob("*/*.md")):
        shown = preview(built, root, path.relative_to(root).as_posix())
        assert shown.value is not None
        assert 2 == len(shown.value)
        for artifact in shown.value:
            assert whole[artifact.path] == artifact.content


def test_after_an_edit_they_are_those_of_the_next_build(tmp_path: Path) -> None:
    root = small(tmp_path)
    before = build(root, Options(offline=False))
    path = "content/usluge/sigurno-mjesto.md"
    edit(root, path, "само уз договор", "само уз **најаву**")
    edit(root, path, "title: ", "title: Ново ")
    shown = preview(before, root, path).value
    after = {one.path: one.content for one in build(root, Options(offline=False)).artifacts}
    old = {one.path: one.content for one in before.artifacts}
    assert shown
    for artifact in shown:
        assert old[artifact.path] != artifact.content
        assert after[artifact.path] == artifact.content


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("status: active", "status: radi", "field.choice"),
        ("provider: fondacija-open-door", "provider: nema-ga", None),
    ],
)
def test_with_a_mistake_there_are_none(tmp_path: Path, old: str, new: str, code: str | None) -> None:
    root = small(tmp_path)
    built = build(root, Options(offline=False))
    edit(root, "content/usluge/sigurno-mjesto.md", old, new)
    shown = preview(built, root, "content/usluge/sigurno-mjesto.md")
    assert shown.value is None
    assert code is None or code in [finding.code for finding in shown.diagnostics]


@pytest.mark.parametrize(
    "path", ["content/site.yml", "content/data/places.yml", "content/usluge/nema.md", "content/usluge"]
)
def test_of_anything_else_there_are_none(site: tuple[Path, Built], path: str) -> None:
    root, built = site
    assert preview(built, root, path).value is None


def test_a_new_record_waits_for_the_build(tmp_path: Path) -> None:
    root = small(tmp_path)
    built = build(root, Options(offline=False))
    text = (root / "content/usluge/sigurno-mjesto.md").read_bytes()
    (root / "content/usluge/novo.md").write_bytes(text)
    assert preview(built, root, "content/usluge/novo.md").value is None
