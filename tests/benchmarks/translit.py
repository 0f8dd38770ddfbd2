"""How right and how fast the conversion of scripts is, beside other tools found on this machine.

    python tests/benchmarks/translit.py [--sample FILE.tsv] [--half tuned|held]

Accuracy: our own cases (tests/scripts/cases) and, if given, a sample with the columns
``id cyr lat dirs class alt_cyr alt_lat``. Speed, in one process and one run: the paragraphs of
``content/`` in Latin, each for the first time (reading of dictionaries included), their words in new orders
(known words, unknown lines), and again, the best of five; the same in Cyrillic; and to Cyrillic the lines
of the cases that are full of foreign names. Seconds are those of the processor, so that other work on the
machine matters less.
Others are imported if they are installed: cyrtranslit, srtools, serbian-translit; ``uconv`` (ICU) and
``recode-sr-latin`` are run and get all lines at once. Prints a Markdown table. No test: nothing fails here.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sitegen.scripts.letters import in_cyrillic  # noqa: E402
from sitegen.scripts.serbian import to_cyrillic, to_latin  # noqa: E402

CASES = ROOT / "tests" / "scripts" / "cases"
Convert = Callable[[list[str]], list[str]]
Line = tuple[str, tuple[str, ...]]  # a line, and what may come of it


def each(convert: Callable[[str], str]) -> Convert:
    return lambda lines: [convert(line) for line in lines]


def run(*command: str) -> Convert:
    def convert(lines: list[str]) -> list[str]:
        text = "\n".join(lines).encode()
        done = subprocess.run(command, input=text, capture_output=True, check=False)
        return done.stdout.decode("utf-8", errors="replace").split("\n")

    return convert


def tools() -> dict[str, tuple[Convert | None, Convert | None]]:
    """For each tool on this machine its way to Cyrillic and its way to Latin."""
    found: dict[str, tuple[Convert | None, Convert | None]] = {
        "sitegen": (each(lambda line: to_cyrillic(line).prose.plain), each(to_latin))
    }
    try:
        import cyrtranslit

        found["cyrtranslit"] = (
            each(lambda line: str(cyrtranslit.to_cyrillic(line, "sr"))),
            each(lambda line: str(cyrtranslit.to_latin(line, "sr"))),
        )
    except ImportError:
        pass
    try:
        import srtools

        found["srtools"] = (each(srtools.latin_to_cyrillic), each(srtools.cyrillic_to_latin))
    except ImportError:
        pass
    module = _serbian_translit()
    if module:
        found["serbian-translit"] = module
    if shutil.which("uconv"):
        found["ICU (uconv)"] = (
            run("uconv", "-x", "Latin-Cyrillic"),
            run("uconv", "-x", "Serbian-Latin/BGN"),
        )
    if shutil.which("recode-sr-latin"):
        found["recode-sr-latin"] = (None, run("recode-sr-latin"))
    return found


def _serbian_translit() -> tuple[Convert, Convert] | None:
    try:
        from serbian_translit import srp
    except ImportError:
        return None
    return each(srp.to_cyr), each(srp.to_lat)


def own_cases(*names: str) -> tuple[list[Line], list[Line]]:
    to_c: list[Line] = []
    to_l: list[Line] = []
    for name in names or ("digraphs", "capitals", "acronyms", "kept", "phrases"):
        for row in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            if row and not row.startswith("#"):
                latin, cyrillic = row.split("\t")[:2]
                to_c.append((latin, (cyrillic,)))
                to_l.append((cyrillic, (latin,)))
    return to_c, to_l


def sample(path: Path, half: str | None) -> tuple[list[Line], list[Line]]:
    rows = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8") if line[0] != "#"]
    if half:
        rows = rows[0 if half == "tuned" else 1 :: 2]
    to_c: list[Line] = []
    to_l: list[Line] = []
    for row in rows:
        _, cyrillic, latin, directions, _, more_c, more_l = (row + [""] * 7)[:7]
        if directions in ("both", "l2c"):
            to_c.append((latin, (cyrillic, *more_c.split("‖"))))
        if directions in ("both", "c2l"):
            to_l.append((cyrillic, (latin, *more_l.split("‖"))))
    return to_c, to_l


def right(convert: Convert | None, lines: list[Line]) -> str:
    if convert is None:
        return "–"
    answers = convert([line for line, _ in lines])
    answers += [""] * (len(lines) - len(answers))
    good = sum(
        unicodedata.normalize("NFC", answer) in expected
        for answer, (_, expected) in zip(answers, lines, strict=False)
    )
    return f"{100 * good / len(lines):.1f}"


def paragraphs() -> list[str]:
    """The paragraphs of ``content/`` in Latin, without the signs of Markdown."""
    found = []
    for path in sorted((ROOT / "content").rglob("*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[-1]
        lines = (re.sub(r"\]\([^)]*\)|[*#`\[]", "", line).strip() for line in body.split("\n"))
        found += [to_latin(line) for line in lines if line]
    return found


def first(convert: Convert | None, texts: list[str]) -> str:
    """Megabytes of UTF-8 in a second when *texts* are met for the first time."""
    if convert is None:
        return "–"
    started = cpu()
    convert(texts)
    return f"{_megabytes(texts) / (cpu() - started):.1f}"


def again(convert: Convert | None, texts: list[str], least: float = 2.0) -> str:
    """The same when they were met before, the best of five rounds."""
    if convert is None:
        return "–"
    rows = texts * max(1, round(least / _megabytes(texts)))
    best = 1e9
    for _ in range(5):
        started = cpu()
        convert(rows)
        best = min(best, cpu() - started)
    return f"{_megabytes(rows) / best:.1f}"


def shuffled(convert: Convert | None, texts: list[str]) -> str:
    """The same for lines that are new, of words that were met before."""
    if convert is None:
        return "–"
    chance, best = random.Random(1), 0.0  # noqa: S311
    for _ in range(5):
        rows = [" ".join(chance.sample(words, len(words))) for words in map(str.split, texts)]
        started = cpu()
        convert(rows)
        best = max(best, _megabytes(rows) / (cpu() - started))
    return f"{best:.1f}"


def cpu() -> float:
    """Seconds of the processor, of this process and of those it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _megabytes(texts: list[str]) -> float:
    return sum(len(text.encode()) + 1 for text in texts) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description="Accuracy and speed of script conversion.")
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--half", choices=["tuned", "held"])
    asked = parser.parse_args()
    sets = {"own cases": own_cases()}
    if asked.sample:
        sets[f"sample {asked.half or ''}".strip()] = sample(asked.sample, asked.half)
    prose, names = paragraphs(), [line for line, _ in own_cases("kept", "phrases")[0]]
    cyrillic_prose = [in_cyrillic(line, ()) for line in prose]
    heads = [f"{name}, {way}, %" for name in sets for way in ("L→C", "C→L")]
    heads += ["prose L→C first, MB/s", "new lines", "again", "names L→C again", "prose C→L again"]
    print("| tool |", " | ".join(heads), "|")
    print("| --- |" + " ---: |" * len(heads))
    for name, (cyrillic, latin) in tools().items():
        cells = [first(cyrillic, prose), shuffled(cyrillic, prose), again(cyrillic, prose)]
        cells += [again(cyrillic, names), again(latin, cyrillic_prose)]
        rates = []
        for to_c, to_l in sets.values():
            rates += [right(cyrillic, to_c), right(latin, to_l)]
        print(f"| {name} |", " | ".join(rates + cells), "|", flush=True)


if __name__ == "__main__":
    main()
