"""What reading costs, step by step, and how much of it the short ways take.

    python tests/benchmarks/reading.py PROJECT [--rounds 5]

Microseconds of the processor for each record of *PROJECT* (``corpus.py`` lays one out), the best of
the rounds, each step by itself: a step that calls another one has only what it does itself. Then the
same with every text through the parsers, packing for the memory of a build, and the share of headers,
tables and bodies that are not plain. Prints Markdown tables. No test: nothing fails here.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sitegen import (  # noqa: E402
    directory,
    frontmatter,
    markup,
    packing,
    pipeline,
    plain_markdown,
    plain_yaml,
    schema,
    shortcuts,
)
from sitegen.source import SourceFile, read_tree  # noqa: E402

STEPS = (
    ("files", pipeline, "read_tree"),
    ("headers", frontmatter, "parse"),
    ("tables", frontmatter, "parse_table"),
    ("fields", pipeline, "decode"),
    ("rows", pipeline, "decode_row"),
    ("Markdown", markup, "parse"),
    ("conversion of fields", schema, "canonical"),
    ("conversion of bodies", markup, "canonical"),
    ("conversion of bodies", markup, "canonical_side_by_side"),
    ("words", pipeline, "review"),
    ("references and rules", pipeline, "assemble"),
)


class Clock:
    """Times of steps, each without the steps inside it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner: list[float] = []

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            self._inner.append(0.0)
            made = function(*given, **named)
            if isinstance(made, Iterator):
                made = list(made)
            spent = time.process_time() - started
            self.spent[step] = self.spent.get(step, 0.0) + spent - self._inner.pop()
            if self._inner:
                self._inner[-1] += spent
            return made

        return call


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """While this lasts, *clock* measures the steps."""
    plain = [(module, name, getattr(module, name)) for _, module, name in STEPS]
    rules = directory.DIRECTORY_RULES
    for step, module, name in STEPS:
        setattr(module, name, clock.timed(step, getattr(module, name)))
    directory.DIRECTORY_RULES = tuple(clock.timed(f"rule {rule.__name__}", rule) for rule in rules)
    try:
        yield
    finally:
        directory.DIRECTORY_RULES = rules
        for module, name, function in plain:
            setattr(module, name, function)


def measured(root: Path, rounds: int) -> dict[str, float]:
    """Seconds of each step of reading the project, and of all of it without the clock."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        gc.collect()
        clock = Clock()
        with watched(clock):
            pipeline.load(root)
        started = time.process_time()
        pipeline.load(root)
        clock.spent["**all**"] = time.process_time() - started
        for step, spent in clock.spent.items():
            best[step] = min(spent, best.get(step, spent))
    return best


def packed(sources: tuple[SourceFile, ...], rounds: int) -> dict[str, float]:
    """Seconds of packing and unpacking what is decoded."""
    around = pipeline.surroundings(sources)
    best: dict[str, float] = {}
    for _ in range(rounds):
        made = [pipeline.decode_source(one, around.glossary, around.country) for one in sources]
        times = [time.process_time()]
        bodies = list(map(packing.pack_file, made))
        times.append(time.process_time())
        for body, source in zip(bodies, sources, strict=True):
            read = packing.unpack_file(lambda body=body: body, source)  # type: ignore[misc]
            if isinstance(read, packing.Held):
                read.decoded()
        times.append(time.process_time())
        for step, spent in (("packing", times[1] - times[0]), ("unpacking", times[2] - times[1])):
            best[step] = min(spent, best.get(step, spent))
    return best


def left_to_parsers(sources: tuple[SourceFile, ...]) -> Iterator[tuple[str, int, int]]:
    """Of headers, tables and bodies: how many are not plain, and how many there are."""
    records = [one for one in sources if one.path.endswith(".md")]
    tables = [one for one in sources if one.path.endswith(".yml")]
    documents = [document for one in records if (document := frontmatter.parse(one).value)]
    headers = [one.source.text[one.header_start : one.body_start].rpartition("\n---")[0] for one in documents]
    yield "headers", sum(plain_yaml.read(text, "", 1) is None for text in headers), len(headers)
    yield "tables", sum(plain_yaml.read(one.text, "", 1) is None for one in tables), len(tables)
    bodies = [one.body for one in documents if one.body.strip()]
    yield "bodies", sum(plain_markdown.to_pieces(text) is None for text in bodies), len(bodies)


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("project", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    sources = tuple(one.whole() for one in read_tree(given.project).value or ())
    count = sum(one.path.endswith(".md") for one in sources) or 1
    gc.disable()
    short = measured(given.project, given.rounds)
    with shortcuts.exactly():
        exact = measured(given.project, max(1, given.rounds // 2))
    short |= packed(sources, given.rounds)
    print(f"{count} records, microseconds for each\n\n| step | short ways | parsers |\n| --- | ---: | ---: |")
    for step, spent in sorted(short.items(), key=lambda pair: -pair[1]):
        if spent / count > 2e-6:
            other = f"{exact[step] / count * 1e6:.0f}" if step in exact else ""
            print(f"| {step} | {spent / count * 1e6:.0f} | {other} |")
    print("\n| left to the parsers | of |\n| ---: | ---: |")
    for name, left, all_ in left_to_parsers(sources):
        print(f"| {left} | {all_} {name} |")


if __name__ == "__main__":
    main()
