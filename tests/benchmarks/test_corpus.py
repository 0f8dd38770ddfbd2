"""The corpus of the benchmark is a valid project, the same every time."""

from __future__ import annotations

from pathlib import Path

import corpus
import neutral
import peers

from sitegen.pipeline import Options, build


def test_the_corpus_is_a_project_without_a_mistake(tmp_path: Path) -> None:
    """Its names are made of few words, so that some look like each other; one of them, „Most“, is a
    word of two languages."""
    corpus.project(40, tmp_path, seed=3)
    built = build(tmp_path, Options(offline=False))
    assert {finding.code for finding in built.diagnostics} <= {"record.twin", "script.foreign"}
    assert built.loaded.directory is not None
    assert 40 == len(built.loaded.directory.records)


def test_the_same_size_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    corpus.project(30, tmp_path / "one", seed=5)
    corpus.project(30, tmp_path / "two", seed=5)
    one, two = (
        {file.relative_to(root): file.read_bytes() for file in root.rglob("*.*")}
        for root in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two


def test_half_of_the_records_are_written_in_latin(tmp_path: Path) -> None:
    corpus.project(40, tmp_path, seed=3)
    texts = [file.read_text(encoding="utf-8") for file in tmp_path.glob("content/*/*.md")]
    assert 20 == sum("\n## " in text and not set("абвгд") & set(text) for text in texts)


def test_peers_get_both_scripts_with_links_to_pages(tmp_path: Path) -> None:
    records = neutral.records(40, seed=3)
    for lay_out in (peers.hugo, peers.pelican, peers.eleventy):
        lay_out(records, tmp_path / lay_out.__name__)
    for record in records:
        for script in peers.SCRIPTS:
            body = peers.body_of(record, script)
            assert "page:" not in body
            assert record.body.count("](page:") == body.count(f"](/{script}/")
            name = f"content/{script}/{record.type}/{record.slug}.md"
            assert (tmp_path / "hugo" / name).is_file()
            assert (tmp_path / "pelican" / name).is_file()
