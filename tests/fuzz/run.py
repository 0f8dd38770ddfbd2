"""Feeds one target with what atheris invents: ``python tests/fuzz/run.py TARGET [SECONDS] [CORPUS]``.

Needs ``pip install atheris`` (Linux). What it finds goes into ``found/`` here, as a file that
``test_targets.py`` reads from then on.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "hostile")]

with atheris.instrument_imports(include=["sitegen", "markdown", "yaml"]):
    from targets import TARGETS


def main(name: str, seconds: str = "600", corpus: str = "") -> None:
    check = TARGETS[name]

    def one(data: bytes) -> None:
        check(data.decode("utf-8", "ignore"))

    folder = Path(corpus or Path(__file__).parent / "corpus" / name)
    folder.mkdir(parents=True, exist_ok=True)
    found = Path(__file__).parent / "found"
    found.mkdir(exist_ok=True)
    atheris.Setup(
        [
            sys.argv[0], str(folder), f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20",
            "-rss_limit_mb=2048", f"-artifact_prefix={found}/{name}-", "-print_final_stats=1",
        ],
        one,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
