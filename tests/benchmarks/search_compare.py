"""This search beside Pagefind, in one run: ``python tests/benchmarks/search_compare.py 250 2500``.

Lays out the same pages in both scripts, plain HTML made of the records of ``corpus.py``, lets both
programs index them, and asks both in Chromium over HTTP with gzip: Cyrillic questions on the Cyrillic
edition, Latin ones on the Latin. Each is asked for its first ten results by its own program
and nothing is drawn. Ours lists a result by its name and kind first; what else is shown of it comes when a reader
comes near it, so what the first five need is counted as well, in lines of its own. Pagefind's results come whole. Pagefind must be found: ``--pagefind 'npx -y pagefind'``, or ``python -m pagefind``
after ``pip install 'pagefind[extended]'``.

Bytes are bodies of answers, compressed, the page itself left out. Times hold for this machine and this
moment alone; compare them within one run.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import html
import http.server
import json
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import mean, median
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

import needs  # noqa: E402 - the browser of the tests
from chromium import started  # noqa: E402

from sitegen import findable  # noqa: E402
from sitegen.pipeline import load  # noqa: E402
from sitegen.scripts.serbian import to_latin  # noqa: E402
from sitegen.search import build_index  # noqa: E402
from sitegen.search_sketch import SearchDocument  # noqa: E402

QUESTIONS = 40
COLD = 4  # of them in each edition are also asked by a reader who has loaded nothing yet
RESULTS = 10
SHOWN = 5  # results that a screen shows
EDITIONS = {"": "sr-Cyrl-BA", "lat/": "sr-Latn-BA"}
# What asks each program: question → the addresses of its first results.
ASKED = {
    "sitegen": """
        window.asked = async (question) => {
          const engine = await window.engine || await (window.engine = sitegenSearch.open());
          window.found = (await engine.search(question)).documents.slice(0, %d);
          return (await engine.records(window.found)).map((record) => record[1]);
        };
        window.shown = async (count) => {
          const details = await (await window.engine).part("x");
          return Promise.all(window.found.slice(0, count).map(details.rest));
        };""",
    "pagefind": """
        window.asked = async (question) => {
          window.engine = window.engine || await import("/pagefind/pagefind.js");
          const { results } = await window.engine.search(question);
          const first = results.slice(0, %d);
          return (await Promise.all(first.map((one) => one.data()))).map((one) => one.url);
        };
        window.shown = async () => [];""",
}
TIMED = """
const [question, done] = arguments;
const begun = performance.now();
window.asked(question).then(
  (found) => done({ ms: performance.now() - begun, found }),
  (error) => done({ ms: performance.now() - begun, found: [], error: String(error) }));
"""
# How long the page was not free for a reader, of 50 ms and more each (Long Tasks API); a task before is over.
WATCHED = """
const [done] = arguments;
const begun = performance.now();
window.longest = 0;
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) {
    if (task.startTime >= begun) window.longest = Math.max(window.longest, task.duration);
  }
}).observe({ type: "longtask" });
setTimeout(done, 100);
"""
BLOCKED = """
const [done] = arguments;
setTimeout(() => {
  done(window.longest);
  window.longest = 0;
}, 100);
"""
COMPLETED = "const [count, done] = arguments; window.shown(count).then(done, (error) => done(String(error)));"


def main() -> None:
    """Prints a table for each size, and writes all figures as JSON where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--pagefind", default=f"{sys.executable} -m pagefind", metavar="COMMAND")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--index", nargs=2, type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.index:
        _index(*chosen.index)
        return
    pagefind = shlex.split(chosen.pagefind)
    figures: dict[str, Any] = {"pagefind": _output([*pagefind, "--version"]).strip()}
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory() as name:
            figures[str(size)] = found = measure(Path(name), size, pagefind)
        _print(size, figures["pagefind"], found)
        if chosen.json:
            chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def measure(folder: Path, size: int, pagefind: Sequence[str]) -> dict[str, dict[str, float]]:
    """The figures of both programs over *size* records."""
    project, site = folder / "project", folder / "site"
    subprocess.run([sys.executable, HERE / "corpus.py", str(size), project], check=True)
    command = [sys.executable, __file__, "1", "--index", project, site]
    ours = json.loads(_output(command))
    theirs = _run([*pagefind, "--site", str(site), "--output-subdir", "pagefind"])
    questions = [tuple(pair) for pair in ours.pop("questions")]
    program, driver_program = needs.chromium()
    found: dict[str, dict[str, float]] = {"sitegen": ours, "pagefind": theirs}
    with _served(site) as served, started(program, driver_program, folder / "profile") as driver:
        for engine, inside in (("sitegen", "search"), ("pagefind", "pagefind")):
            files = [path for path in (site / inside).rglob("*") if path.is_file()]
            found[engine] |= {
                "files": len(files),
                "disk_mb": sum(p.stat().st_size for p in files) / 1e6,
                "gzip_mb": sum(len(gzip.compress(p.read_bytes(), 6)) for p in files) / 1e6,
            }
            for rate in (1, 4):
                asked = _ask(driver, served, engine, questions, rate)
                found[engine] |= {f"{name}_{rate}x": value for name, value in asked.items()}
    return found


def _index(project: Path, site: Path) -> None:
    """Pages and our index; a process of its own, so that memory and time are those of the index."""
    loaded = load(project)
    assert loaded.directory is not None, loaded.diagnostics[:3]
    directory = loaded.directory
    gc.freeze()  # as the command does before it builds
    gc.set_threshold(100_000, 1_000, 1_000)
    before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    documents = findable.documents(directory)
    phrases, facets = findable.danger_phrases(directory), findable.recalled_facets(findable.facet_rows(directory))
    files = build_index(documents, phrases, facets)
    seconds = time.process_time() - before[0]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before[1]
    for artifact in files:
        path = site / artifact.path.text
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    for document in documents:
        for edition, lang in EDITIONS.items():
            path = site / edition / document.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_page(document, lang), encoding="utf-8")
    for engine, asked in ASKED.items():
        for edition, lang in EDITIONS.items():
            script = '<script src="/search/s.js"></script>' if engine == "sitegen" else ""
            page = (
                f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>?</title>'
                f'<link rel="icon" href="data:,"><body data-pagefind-ignore="all">{script}'
                f"<script>{asked % RESULTS}</script>"
            )
            path = site / edition / f"ask-{engine}.html"
            path.write_text(page, encoding="utf-8")
    figures = {"build_s": seconds, "memory_mb": memory / 1024, "questions": _questions(documents)}
    sys.stdout.write(json.dumps(figures))


def _page(document: SearchDocument, lang: str) -> str:
    title = document.title.plain
    parts = (document.summary.plain, document.body, ", ".join(document.labels), document.contact)
    whole = "".join(f"<p>{html.escape(part)}</p>" for part in parts if part)
    body = f"<main data-pagefind-body><h1>{html.escape(title)}</h1>{whole}</main>"
    if lang.startswith("sr-Latn"):
        body, title = to_latin(body), to_latin(title)
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><body>{body}"
    )


def _questions(documents: Sequence[SearchDocument]) -> list[tuple[str, str]]:
    """Names, beginnings of names and words of texts, spread over the records, in turn in both scripts."""
    step = max(1, len(documents) // QUESTIONS)
    questions: list[tuple[str, str]] = []
    for number, document in enumerate(documents[::step][:QUESTIONS]):
        words = (document.body or document.title.plain).split()
        longest = sorted(set(words), key=lambda word: (-len(word), word))[:6]
        asked = (
            " ".join(document.title.plain.split()[:2]),
            " ".join(longest[1:3]),
            document.title.plain,
        )[number % 3]
        edition = "lat/" if number % 2 else ""
        questions.append((edition, to_latin(asked) if edition else asked))
    return questions


def _ask(
    driver: Any,
    served: tuple[str, list[tuple[str, int]]],
    engine: str,
    questions: Sequence[tuple[str, str]],
    rate: int,
) -> dict[str, float]:
    address, sent = served
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": rate})
    first: list[tuple[float, int, int, int]] = []
    blocked: list[float] = []
    later: list[tuple[float, int, int]] = []
    again: list[float] = []
    for edition in EDITIONS:
        mine = [question for where, question in questions if where == edition]
        for number, question in enumerate((*mine[:COLD], *mine)):
            is_cold = number <= COLD  # the session after them goes on from the last one
            sent.clear()
            if is_cold:
                driver.get("about:blank")
                driver.execute_cdp_cmd("Network.clearBrowserCache", {})
                driver.get(f"{address}/{edition}ask-{engine}.html")
                driver.execute_async_script(WATCHED)
            answer = driver.execute_async_script(TIMED, question)
            if "error" in answer:
                raise SystemExit(f"{engine}: {question}: {answer['error']}")
            traffic = [size for path, size in sent if "/ask-" not in path]
            completed = driver.execute_async_script(COMPLETED, SHOWN)
            if isinstance(completed, str):
                raise SystemExit(f"{engine}: {question}: {completed}")
            whole = sum(size for path, size in sent if "/ask-" not in path)
            blocked.append(driver.execute_async_script(BLOCKED))
            if is_cold:
                first.append((answer["ms"], len(traffic), sum(traffic), whole))
            else:
                later.append((answer["ms"], sum(traffic), whole))
        again += [driver.execute_async_script(TIMED, question)["ms"] for question in mine]
    driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 1})
    return {
        "first_ms": mean(ms for ms, *_ in first),
        "first_requests": mean(requests for _, requests, *_ in first),
        "first_kb": mean(size for *_, size, _ in first) / 1000,
        "first_kb_shown": mean(size for *_, size in first) / 1000,
        "later_kb_mean": mean(size for _, size, _ in later) / 1000,
        "later_kb_p95": _p95([size for _, size, _ in later]) / 1000,
        "later_kb_mean_shown": mean(size for *_, size in later) / 1000,
        "later_kb_p95_shown": _p95([size for *_, size in later]) / 1000,
        "later_ms_p50": median(ms for ms, *_ in later),
        "later_ms_p95": _p95([ms for ms, *_ in later]),
        "again_ms_p50": median(again),
        "again_ms_p95": _p95(again),
        "blocked_ms_p95": _p95(blocked),
        "blocked_ms": max(blocked),
    }


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


class _Zipped(http.server.SimpleHTTPRequestHandler):
    """A server that compresses what is not compressed yet, as web servers do."""

    protocol_version = "HTTP/1.1"

    def __init__(self, sent: list[tuple[str, int]], *args: Any, **named: Any) -> None:
        self._sent = sent
        super().__init__(*args, **named)

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        is_text = path.suffix in (".html", ".js", ".json")
        self.send_response(200)
        if is_text:
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=3600")
        self._sent.append((self.path, len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """The address of a server, and what it has sent: paths and bytes, workers' requests as well."""
    sent: list[tuple[str, int]] = []
    handler = partial(_Zipped, sent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", sent
        finally:
            server.shutdown()
            thread.join()


def _output(command: Sequence[str | Path]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _run(command: Sequence[str]) -> dict[str, float]:
    """CPU seconds and the most memory of *command* and all it starts."""
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    ])  # fmt: skip
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{command[0]}: status {status}")
    return {"build_s": used.ru_utime + used.ru_stime, "memory_mb": used.ru_maxrss / 1024}


_ROWS = (
    ("gzip KB to the first result", "first_kb_1x"), ("requests to it", "first_requests_1x"),
    ("KB of a later query, mean", "later_kb_mean_1x"), ("KB of a later query, p95", "later_kb_p95_1x"),
    ("KB to the first five whole", "first_kb_shown_1x"),
    ("KB of a later query, the first five whole, mean", "later_kb_mean_shown_1x"),
    ("KB of a later query, the first five whole, p95", "later_kb_p95_shown_1x"),
    ("first query, ms", "first_ms_1x"), ("first query at a quarter of the speed, ms", "first_ms_4x"),
    ("later query p50, ms", "later_ms_p50_1x"), ("later query p95, ms", "later_ms_p95_1x"),
    ("later p50 at a quarter", "later_ms_p50_4x"), ("later p95 at a quarter", "later_ms_p95_4x"),
    ("repeated p50, ms", "again_ms_p50_1x"), ("repeated p95, ms", "again_ms_p95_1x"),
    ("repeated p50 at a quarter", "again_ms_p50_4x"), ("repeated p95 at a quarter", "again_ms_p95_4x"),
    ("longest task of a query at a quarter, p95, ms", "blocked_ms_p95_4x"), ("the same, most", "blocked_ms_4x"),
    ("files", "files"), ("disk, MB", "disk_mb"), ("disk of gzip, MB", "gzip_mb"), ("indexing, CPU s", "build_s"),
    ("memory, MB", "memory_mb"),
)  # fmt: skip


def _print(size: int, version: str, found: dict[str, dict[str, float]]) -> None:
    sys.stdout.write(
        f"\n| {size} records, both scripts | sitegen | {version} |\n| --- | --- | --- |\n"
    )
    for label, name in _ROWS:
        values = " | ".join(f"{found[engine][name]:.4g}" for engine in ("sitegen", "pagefind"))
        sys.stdout.write(f"| {label} | {values} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
