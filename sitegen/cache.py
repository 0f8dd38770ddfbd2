"""``each``: a map that looks every item up by content and runs only the missing ones.

What is known is handed on as a way to read it, so that a value nobody looks at is never read. The
one seam for remembering (and, one day, for more processes); nothing below knows of it. What
is remembered is plain bytes under a checksum, never pickle; what is damaged, foreign or of
another version is made anew. Deleting the folder is always right.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

I_contra = TypeVar("I_contra")
O = TypeVar("O")  # noqa: E741 - the usual name for an output type
_LIBRARIES = ("jinja2", "markdown", "markupsafe", "nh3", "PyYAML", "python-slugify")


Read = Callable[[], bytes]


class DamagedError(Exception):
    """What was remembered is not whole."""


class Each(Protocol):
    """The seam: like ``map``, with a key for every item and bytes for what it makes. Whoever does not go
    to the end has nothing remembered.

    *decode* gets a way to read those bytes, now or later. It need not mind a DamagedError: what is not
    whole when *decode* reads is run, and what is not whole later is made anew for whoever asks. *as_read*:
    what was just made is handed on as if it had been known, for values that are too big to be held.
    """

    def __call__(
        self,
        step: str,
        function: Callable[[I_contra], O],
        items: Iterable[I_contra],
        *,
        key: Callable[[I_contra], str],
        encode: Callable[[O], bytes],
        decode: Callable[[I_contra, Read], O],
        as_read: bool = False,
    ) -> Iterator[O]: ...


def plain(
    step: str,
    function: Callable[[I_contra], O],
    items: Iterable[I_contra],
    *,
    key: Callable[[I_contra], str],
    encode: Callable[[O], bytes],
    decode: Callable[[I_contra, Read], O],
    as_read: bool = False,
) -> Iterator[O]:
    """Every item anew."""
    return map(function, items)


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
        encode: Callable[[O], bytes],
        decode: Callable[[I_contra, Read], O],
        as_read: bool = False,
    ) -> Iterator[O]:
        decided = ""  # on the name that is decided on now, what is damaged is no answer

        def read(item: I_contra, name: str) -> bytes:
            try:
                return shelf.read(name)
            except DamagedError:
                if name == decided:
                    raise
                return encode(function(item))

        with _Shelf(self._folder, step) as shelf:
            finds = shelf.finds
            for item in items:
                decided = name = key(item)
                try:
                    if not finds(name):
                        raise DamagedError(name)
                    result = decode(item, partial(read, item, name))
                    self.hits += 1
                except DamagedError:
                    self.misses += 1
                    result = function(item)
                    shelf.put(name, encode(result))
                    if as_read:
                        result = decode(item, partial(read, item, name))
                decided = ""
                yield result


_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
_MOST = 1 << 28  # bytes of an index: more than any that is ours
# Where a value lies in the data file, how long it is, and the checksum of its name and bytes, in one number:
# there are many of them, and three numbers in a tuple take four times the room.
_Entry = int


def _entry(start: int, length: int, sum_: int) -> _Entry:
    return start << 64 | length << 32 | sum_


def _parts(entry: _Entry) -> tuple[int, int, int]:
    return entry >> 64, entry >> 32 & 0xFFFFFFFF, entry & 0xFFFFFFFF


class _Shelf:
    """The memory of one step: values one after another in ``STEP.data``, and ``STEP.index`` that
    says where each begins.

    Values are only ever added at the end, so whoever reads at the same time is not disturbed. The
    index is written last and at once; until then a killed build has added what nobody knows of.
    """

    def __init__(self, folder: Path, step: str) -> None:
        self._folder, self._index, self._data = folder, folder / f"{step}.index", folder / f"{step}.data"
        self._before = self._read_index()
        self._after: dict[str, _Entry] = {}
        self._file = -1
        self._end = 0

    def __enter__(self) -> _Shelf:
        if self._before:
            with suppress(OSError):
                self._file = os.open(self._data, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None and self._after != self._before:
                self._save()
        finally:
            if self._file >= 0:
                os.close(self._file)
                self._file = -1

    def finds(self, name: str) -> bool:
        """Whether something is known under *name*, which then stays known."""
        if name in self._after:
            return True
        entry = self._before.get(name)
        if entry is None or self._file < 0:
            return False
        self._after[name] = entry
        return True

    def read(self, name: str) -> bytes:
        """What was found under *name*; DamagedError if it is not whole."""
        start, length, sum_ = _parts(self._after[name])
        try:
            file = self._file if self._file >= 0 else os.open(self._data, _READING)
        except OSError as error:
            raise DamagedError(name) from error
        try:
            value = os.pread(file, length, start)
        finally:
            if file != self._file:
                os.close(file)
        if len(value) != length or _sum(name, value) != sum_:
            raise DamagedError(name)
        return value

    def put(self, name: str, value: bytes) -> None:
        """Adds *value* under *name*."""
        if self._file < 0:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._data.unlink(missing_ok=True)  # it may be a link, or a file of somebody else
            self._file = os.open(
                self._data, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o644
            )
        if not self._end:
            self._end = os.lseek(self._file, 0, os.SEEK_END)
        written = 0
        while written < len(value):
            written += os.pwrite(self._file, value[written:], self._end + written)
        self._after[name] = _entry(self._end, len(value), _sum(name, value))
        self._end += len(value)

    def _read_index(self) -> dict[str, _Entry]:
        try:
            with self._index.open("rb") as file:
                head, _, body = file.read(_MOST).partition(b"\n")
            if head.decode("ascii") != f"{generator_digest()} {digest(body)}":
                return {}
            known = marshal.loads(body)  # noqa: S302 - ours, by the checksum
        except (OSError, ValueError, EOFError, TypeError):
            return {}
        return known if isinstance(known, dict) else {}

    def _save(self) -> None:
        if not self._after:
            for path in (self._index, self._data):
                path.unlink(missing_ok=True)
            return
        live = sum(_parts(entry)[1] for entry in self._after.values())
        if os.fstat(self._file).st_size > 2 * live + 1_000_000:
            self._pack()
        body = marshal.dumps(self._after)
        with _in_place_of(self._index) as file:
            file.write(f"{generator_digest()} {digest(body)}\n".encode() + body)

    def _pack(self) -> None:
        """Leaves out what is no longer known. Whoever read the old index finds wrong checksums."""
        at = 0
        with _in_place_of(self._data) as file:
            for name, entry in self._after.items():
                start, length, sum_ = _parts(entry)
                file.write(os.pread(self._file, length, start))
                self._after[name] = _entry(at, length, sum_)
                at += length


def _sum(name: str, value: bytes) -> int:
    return zlib.crc32(value, zlib.crc32(name.encode()))


@contextmanager
def _in_place_of(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of *path* at once, when it is written."""
    # One name for all: a killed build leaves at most this file, and the next one writes over it.
    # Two builds at once may spoil it or take it away: the checksum finds the first, and the
    # second means that the other build has just saved the same.
    temporary = path.with_suffix(path.suffix + ".tmp")
    with temporary.open("wb") as file:
        yield file
    with suppress(FileNotFoundError):
        temporary.replace(path)


@cache
def generator_digest() -> str:
    """A digest of sitegen's own files and of the versions of what shapes its output."""
    hasher = hashlib.blake2b(digest_size=16)
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".json", ".txt", ".yml", ".js", ".tsv") and path.is_file():
            hasher.update(path.relative_to(folder).as_posix().encode())
            hasher.update(path.read_bytes())
    hasher.update(repr([(name, _version(name)) for name in _LIBRARIES]).encode())
    hasher.update(sys.version.encode())
    return hasher.hexdigest()


def _version(library: str) -> str:
    """The version of an installed *library*: what the name of its folder of metadata says."""
    known = library.lower().replace("-", "_") + "-"
    for folder in sys.path:
        for path in Path(folder or ".").glob("*.dist-info"):
            if path.name.lower().startswith(known):
                return path.stem[len(known) :]
    # It reads such folders as well, and brings half of the network with it.
    from importlib.metadata import version

    return version(library)


def digest(body: bytes) -> str:
    """A digest of *body* to look it up by."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()
