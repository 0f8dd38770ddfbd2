"""``each``: a map that looks every item up by content and runs only the missing ones.

The one seam for remembering (and, one day, for more processes); nothing below knows of it. What
is remembered is JSON with a checksum, never pickle; a damaged, foreign or old cache is thrown
away and built anew. Deleting the folder is always right.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol, TypeVar

I_contra = TypeVar("I_contra")
O = TypeVar("O")  # noqa: E741 - the usual name for an output type
_LIBRARIES = ("jinja2", "markdown", "markupsafe", "nh3", "PyYAML", "python-slugify")


class Each(Protocol):
    """The seam: like ``map``, with a key for every item and words for what it makes."""

    def __call__(
        self,
        step: str,
        function: Callable[[I_contra], O],
        items: Iterable[I_contra],
        *,
        key: Callable[[I_contra], str],
        encode: Callable[[O], str],
        decode: Callable[[I_contra, str], O],
    ) -> list[O]: ...


def plain(
    step: str,
    function: Callable[[I_contra], O],
    items: Iterable[I_contra],
    *,
    key: Callable[[I_contra], str],
    encode: Callable[[O], str],
    decode: Callable[[I_contra, str], O],
) -> list[O]:
    """Every item anew."""
    return [function(item) for item in items]


class Remembered:
    """An ``each`` that remembers in *folder*. ``hits`` and ``misses`` count the last build."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.hits = 0
        self.misses = 0

    def __call__(
        self,
        step: str,
        function: Callable[[I_contra], O],
        items: Iterable[I_contra],
        *,
        key: Callable[[I_contra], str],
        encode: Callable[[O], str],
        decode: Callable[[I_contra, str], O],
    ) -> list[O]:
        before = self._load(step)
        after: dict[str, str] = {}
        results: list[O] = []
        for item in items:
            name = key(item)
            known = before.get(name)
            if known is None:
                self.misses += 1
                result = function(item)
                known = encode(result)
            else:
                self.hits += 1
                result = decode(item, known)
            after[name] = known
            results.append(result)
        if after != before:
            self._save(step, after)
        return results

    def _path(self, step: str) -> Path:
        return self._folder / f"{step}.json"

    def _load(self, step: str) -> dict[str, str]:
        try:
            head, _, body = self._path(step).read_bytes().partition(b"\n")
            if head.decode("ascii") != f"{generator_digest()} {digest(body)}":
                return {}
            known = json.loads(body)
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _save(self, step: str, known: dict[str, str]) -> None:
        body = json.dumps(known, ensure_ascii=False, sort_keys=True).encode()
        head = f"{generator_digest()} {digest(body)}\n".encode()
        self._folder.mkdir(parents=True, exist_ok=True)
        # One name for all: a killed build leaves at most this file, and the next one writes over
        # it. Two builds at once may spoil it or take it away: the checksum finds the first, and
        # the second means that the other build has just saved the same.
        temporary = self._path(step).with_suffix(".tmp")
        temporary.write_bytes(head + body)
        with suppress(FileNotFoundError):
            temporary.replace(self._path(step))


@cache
def generator_digest() -> str:
    """A digest of sitegen's own files and of the versions of what shapes its output."""
    hasher = hashlib.blake2b(digest_size=16)
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".json", ".txt", ".yml", ".js", ".tsv") and path.is_file():
            hasher.update(path.relative_to(folder).as_posix().encode())
            hasher.update(path.read_bytes())
    hasher.update(repr([(name, version(name)) for name in _LIBRARIES]).encode())
    hasher.update(repr(sys.version_info[:3]).encode())
    return hasher.hexdigest()


def digest(body: bytes) -> str:
    """A digest of *body* to look it up by."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()
