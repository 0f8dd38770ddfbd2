"""How well the search answers the public queries: ``python tests/benchmarks/search_quality.py``.

Asks the search of the real content, in Node, every query of ``tests/data/queries*.yml`` and prints
recall@1, recall@5 and the mean reciprocal rank for each class: for the queries that the search may
be tuned by, and for those held out, which it may not; with ``--among PROJECT`` among the records of
another project, of which those are as right whose name says what the asked one says (``widened``).
For ``nothing`` all three are the share of queries that found nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from sitegen import findable, search_keys  # noqa: E402 - the project need not be installed
from sitegen.pipeline import Options, build, load  # noqa: E402
from sitegen.search import index  # noqa: E402
from sitegen.search_sketch import Entry, SearchDocument  # noqa: E402

ENGINE = Path(__file__).with_name("search_engine.js")
# Which of each class nobody may tune by: every third, every second, all.
HELD_OUT = {"queries.yml": 3, "queries_other.yml": 2, "queries_blind.yml": 2, "queries_aside.yml": 1}


@dataclass(frozen=True, slots=True)
class Query:
    """One question and the pages that answer it."""

    group: str  # the class
    text: str
    right: tuple[str, ...]
    is_held_out: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A share of queries from 0 to 1, three times."""

    count: int
    at_1: float
    at_5: float
    mrr: float


def read_queries() -> tuple[Query, ...]:
    """Every query, in the order of the files."""
    return tuple(
        Query(group, text, tuple(right), number % every == 0)
        for name, every in HELD_OUT.items()
        for group, rows in _read(name).items()
        for number, (text, *right) in enumerate(rows, start=1)
    )


def _read(name: str) -> dict[str, list[list[str]]]:
    text = (ROOT / "tests/data" / name).read_text(encoding="utf-8")
    groups: dict[str, list[list[str]]] = yaml.safe_load(text)
    return groups


def lay_out(folder: Path) -> None:
    """Writes the search files of the real content to *folder*."""
    for artifact in build(ROOT, Options(offline=False)).artifacts:
        if artifact.path.text.startswith("search/"):
            (folder / artifact.path.text.removeprefix("search/")).write_bytes(artifact.content)


def lay_out_among(folder: Path, other: Path) -> tuple[Names, Names]:
    """The same with the records of the project *other* among those of the real content, which
    come first where both have an address. Gives what both are called."""
    entries: dict[str, Entry] = {}
    called: list[Names] = []
    for root in (ROOT, other):
        directory = load(root).directory
        assert directory is not None, root
        found = {one.path: one for one in findable.entries(directory) if one.path not in entries}
        entries |= found
        called.append({_page(path): _names(one.document()) for path, one in found.items()})
    for artifact in index(entries.values()):
        (folder / artifact.path.text.removeprefix("search/")).write_bytes(artifact.content)
    return called[0], called[1]


Names = Mapping[str, Sequence[Sequence[str]]]  # by page: each of its names as folded words


def _page(path: str) -> str:
    return path.removesuffix("/index.html")


def _names(document: SearchDocument) -> list[list[str]]:
    return [_forms(name) for name in (document.title.plain, *document.names)]


def _forms(text: str) -> list[str]:
    return [word.form for word in search_keys.words(text) if not search_keys.is_stop_word(word.form)]


def widened(query: Query, ours: Names, others: Names) -> Query:
    """*query* with those of *others* as right as the page asked for: where one of our right names answers
    every word of it, all whose own name holds the same words. Who asks so has asked for them as well."""
    asked = _forms(query.text)
    last = len(asked) - 1
    found: dict[str, None] = {}
    for name in (name for page in query.right for name in ours.get(page, ())):
        known = [(form, _test(form, name, at == last, query.group)) for at, form in enumerate(asked)]
        tests = [test for _, test in known if test]
        if not tests or any(search_keys.is_telling(form) for form, test in known if not test):
            continue
        for page, names in others.items():
            if any(all(any(map(test, other)) for test in tests) for other in names):
                found[page] = None
    return replace(query, right=(*query.right, *found))


def _test(form: str, name: Sequence[str], is_last: bool, group: str) -> Callable[[str], bool] | None:
    """Whether a word of a name is the one that *form* is in *name*: in any case form or dialect, as a beginning
    where it is the last one, with slips where they are what is asked for. None: *name* has no such word."""
    key = search_keys.key(form)
    if any(search_keys.key(one) == key for one in name):
        return lambda other: search_keys.key(other) == key
    begun = _sounds(form)
    if is_last and any(_sounds(one).startswith(begun) for one in name):
        return lambda other: _sounds(other).startswith(begun)
    if group.startswith("typo"):
        near = [search_keys.key(one) for one in name if _likeness(form, one) >= _SLIPPED]
        return (lambda other: search_keys.key(other) in near) if near else None
    return None


_DEEP = search_keys.browser_table()["deep"]


@cache
def _sounds(form: str) -> str:
    """A folded word with one letter for one sound, alike in both dialects."""
    for pattern, to in _DEEP:
        form = re.sub(pattern, to.replace("$", "\\"), form)
    return form


_SLIPPED = 0.8  # a letter or two of a word


def _likeness(form: str, other: str) -> float:
    return SequenceMatcher(None, form, other).ratio()


def ask(folder: Path, texts: Iterable[str]) -> list[dict[str, Any]]:
    """What the search in *folder* answers to each query; see ``search_engine.js``."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    run = subprocess.run(
        ["node", ENGINE, folder], input=lines, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def rank(query: Query, answer: dict[str, Any]) -> int:
    """The place of the first right page, from 1; 0 if there is none among the first ten."""
    if not query.right:
        return 0 if answer["paths"] else 1
    pages = [_page(path) for path in answer["paths"]]
    return next((place for place, page in enumerate(pages, start=1) if page in query.right), 0)


def score(ranks: Sequence[int]) -> Score:
    """The three measures of *ranks*."""
    return Score(
        len(ranks),
        mean(place == 1 for place in ranks),
        mean(1 <= place <= 5 for place in ranks),
        mean(1 / place if place else 0 for place in ranks),
    )


def first_bytes(folder: Path, text: str) -> tuple[int, int]:
    """Requests and bytes of gzip from a cold page to the answer of one query."""
    names = {"s.js", *ask(folder, [text])[0]["files"]}
    return len(names), sum(len(gzip.compress((folder / name).read_bytes(), 9)) for name in names)


def main() -> None:
    """Prints the table, the misses among the queries one may tune by, and bytes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--among", type=Path, metavar="PROJECT")
    other = parser.parse_args().among
    queries = read_queries()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if other:
            ours, others = lay_out_among(folder, other)
            queries = tuple(widened(query, ours, others) for query in queries)
        else:
            lay_out(folder)
        answers = ask(folder, [query.text for query in queries])
        costs = sorted(first_bytes(folder, query.text) for query in queries[::5])
    ranks = {query: rank(query, answer) for query, answer in zip(queries, answers, strict=True)}
    print(f"{'class':16}{'tuned':>6} R@1   R@5   MRR  {'held out':>9} R@1   R@5   MRR")
    for group in [*dict.fromkeys(query.group for query in queries), "all"]:
        line = f"{group:16}"
        for held in (False, True):
            chosen = [q for q in queries if q.is_held_out is held and group in (q.group, "all")]
            if chosen:
                found = score([ranks[query] for query in chosen])
                line += f"{found.count:6}{found.at_1:6.2f}{found.at_5:6.2f}{found.mrr:6.2f}      "
            else:
                line += " " * 30
        print(line.rstrip())
    for query, answer in zip(queries, answers, strict=True):
        if ranks[query] != 1 and not query.is_held_out:
            print(f"  {ranks[query] or '-'}  {query.group}: {query.text} → {answer['paths'][:3]}")
    sizes = sorted(size for _, size in costs)
    requests = sorted(count for count, _ in costs)
    print(f"first result: {sizes[len(sizes) // 2]} bytes of gzip (most {sizes[-1]}),", end=" ")
    print(f"{requests[len(requests) // 2]} requests (most {requests[-1]})")


if __name__ == "__main__":
    main()
