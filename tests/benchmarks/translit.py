"""How right and how fast the conversion of scripts is, beside other tools found on this machine.

    python tests/benchmarks/translit.py [--sample FILE.tsv] [--half tuned|held]

Accuracy: our own cases (tests/scripts/cases) and, if given, a sample with the columns
``id cyr lat dirs class alt_cyr alt_lat``. Speed: the Latin and the Cyrillic side of the same lines,
repeated to 2 MB, in one process and one run; the best of three. Others are imported if they are
installed: cyrtranslit, srtools, serbian-translit; ``uconv`` (ICU) and ``recode-sr-latin`` are run.
Prints a Markdown table. No test: nothing fails here.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

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


def own_cases() -> tuple[list[Line], list[Line]]:
    to_c: list[Line] = []
    to_l: list[Line] = []
    for name in ("digraphs", "capitals", "acronyms", "kept", "phrases"):
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


def speed(convert: Convert | None, lines: list[Line], megabytes: float = 2.0) -> str:
    """Megabytes of UTF-8 in a second, the best of three."""
    if convert is None:
        return "–"
    texts = [line for line, _ in lines]
    size = sum(len(text.encode()) + 1 for text in texts) / 1e6
    texts *= max(1, round(megabytes / size))
    size *= max(1, round(megabytes / size))
    best = 1e9
    for _ in range(3):
        started = time.perf_counter()
        convert(texts)
        best = min(best, time.perf_counter() - started)
    return f"{size / best:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Accuracy and speed of script conversion.")
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--half", choices=["tuned", "held"])
    asked = parser.parse_args()
    sets = {"own cases": own_cases()}
    if asked.sample:
        sets[f"sample {asked.half or ''}".strip()] = sample(asked.sample, asked.half)
    last = list(sets.values())[-1]
    heads = [f"{name}, {way}, %" for name in sets for way in ("L→C", "C→L")]
    print("| tool |", " | ".join(heads), "| L→C, MB/s | C→L, MB/s |")
    print("| --- |" + " ---: |" * (len(heads) + 2))
    for name, (cyrillic, latin) in tools().items():
        cells = []
        for to_c, to_l in sets.values():
            cells += [right(cyrillic, to_c), right(latin, to_l)]
        cells += [speed(cyrillic, last[0]), speed(latin, last[1])]
        print(f"| {name} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
