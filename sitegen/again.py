"""A build that nothing has changed for: answered at once, started without the rest.

Says what the build said that made the site, its warnings included. Whatever is not plainly
unchanged is left to ``cli``.
"""

from __future__ import annotations

import os
import sys
import time

from sitegen import manifest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_VALUES = {
    "--source": "source", "--output": "output", "--cache": "cache", "--theme": "theme",
    "--base-url": "base_url", "--jobs": "jobs", "--max-seconds": "max_seconds",
}  # fmt: skip
_FLAGS = {"--strict": "strict", "--no-offline": "no_offline", "--no-search": "no_search"}
Asked = dict[str, "str | bool | None"]


def answer(arguments: list[str]) -> bool:
    """Answers the command line *arguments* if they ask for a build that would change nothing."""
    started = time.perf_counter()
    asked = _read(arguments)
    if asked is None:
        return False
    source, target, cache = places(asked["source"], asked["output"], asked["cache"])
    known = manifest.load(cache)
    if known is None or known.request != wish(asked, source, target):
        return False
    try:
        now = manifest.inputs(source)
    except OSError:
        return False
    if manifest.changed(known, now) != [] or not manifest.is_whole(known, target):
        return False
    plain, coloured, closing = known.told
    if plain:
        _say(sys.stderr, coloured if wants_colour() else plain)
    _say(sys.stdout, closing.replace("\0", seconds(time.perf_counter() - started)))
    if known.made_of.young() or known.made_of.numbers != now.numbers:
        _renew(known, now, cache)
    return True


def places(source: object, output: object, cache: object) -> tuple[str, str, str]:
    """Where the project, the site and the memory are, without following a link."""
    root = os.path.abspath(str(source or "."))
    target = os.path.abspath(str(output)) if output else os.path.join(root, "public")
    return root, target, str(cache) if cache else os.path.join(root, ".sitegen", "cache")


def wish(asked: Asked, source: str, target: str) -> manifest.Request:
    """All that decides about the site and about what is said, but for the files."""
    return manifest.request(
        source=source, target=target, theme=asked["theme"], base_url=asked["base_url"],
        strict=asked["strict"], no_offline=asked["no_offline"], no_search=asked["no_search"],
        epoch=os.environ.get("SOURCE_DATE_EPOCH", ""),
    )  # fmt: skip


def wants_colour() -> bool:
    """Whether standard error is a terminal that may be painted."""
    return sys.stderr is not None and sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def seconds(taken: float) -> str:
    """A duration as it is said in Serbian: ``0,04``, ``12,3``."""
    return f"{taken:.{2 if taken < 1 else 1}f}".replace(".", ",")


def _read(arguments: list[str]) -> Asked | None:
    """What *arguments* ask of a build; None where they ask for something else, or wrongly."""
    asked: Asked = dict.fromkeys([*_VALUES.values()]) | dict.fromkeys(_FLAGS.values(), False)
    rest = list(arguments[1:] if arguments[:1] == ["build"] else arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name in _FLAGS and not equals:
            asked[_FLAGS[name]] = True
        elif name in _VALUES and (equals or rest):
            asked[_VALUES[name]] = value if equals else rest.pop(0)
        else:
            return None
    numbers = (asked["jobs"], asked["max_seconds"])
    return asked if all(one is None or (str(one).isdecimal() and int(str(one)) > 0) for one in numbers) else None


def _renew(known: manifest.Manifest, now: manifest.Snapshot, cache: str) -> None:
    """Keeps the snapshot of today, so that files are not compared by content again."""
    try:
        manifest.save(known.renewed(now), cache)
    except OSError:
        return  # a memory that cannot be written is no reason to fail


def _say(stream: Any, text: str) -> None:
    buffer = stream.buffer
    try:
        buffer.write((text.rstrip("\n") + "\n").encode("utf-8", errors="replace"))
        buffer.flush()
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), buffer.fileno())
