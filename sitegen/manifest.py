"""What a build was made of and what it made, so that the next one sees that nothing changed.

A snapshot holds the name, mode, size, times and inode of every file of the content, the themes,
sitegen itself and the libraries that shape the output; another one the same of the published
files. Equal snapshots and an equal request mean an equal site. The rule for files that are too
young to be told apart by their times is the one of Git's index: whoever was changed less than two
seconds before the snapshot is compared by content. A file with other times and the same content
(a checkout, ``touch``) is no change. Any doubt, and there is no answer.

Imports next to nothing: most of the time of a build without a change is the start of Python.
"""

from __future__ import annotations

import io
import marshal
import os
import stat
import sys
import time
import zlib
from array import array

TYPE_CHECKING = False  # typing and dataclasses would double the time of a build without a change
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from typing import Any

FILE = "manifest"
STEPS = ("records", "directory", "plan", "pages", "found", "search", "words", "programs", "index", "lines", "exports", "feeds", "robots", "data", "checks", "looks")  # of which a build keeps what it made, beside it
_FORM = b"sitegen manifest 5"
_YOUNG = 2_000_000_000  # nanoseconds: the coarsest clock of a file system, that of FAT
_HERE = os.path.dirname(os.path.abspath(__file__))
_LIBRARIES = ("click", "jinja2", "markdown", "markupsafe", "nh3", "slugify", "yaml")
_NUMBERS = 5  # of each file
_ROW = _NUMBERS * array("q").itemsize  # bytes
_IS_BY_FOLDER = os.stat in os.supports_dir_fd  # a path is looked up from an open folder, in two thirds of the time
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_MOST = 1 << 28  # bytes: more than any manifest that is ours
_LONGEST = 1 << 26  # bytes of a file that is compared by its content
Request = tuple["tuple[str, str | bool | None] | str", ...]


class Snapshot:
    """Files by name, and five numbers of each: mode, size, mtime, ctime (ns) and inode."""

    __slots__ = ("names", "numbers", "taken")

    def __init__(self, names: tuple[str, ...], numbers: bytes, taken: int) -> None:
        self.names = names
        self.numbers = numbers  # an array of signed 64-bit integers
        self.taken = taken  # ns since the epoch, before the first file was looked at

    def by_name(self) -> dict[str, tuple[int, ...]]:
        """The numbers of every file."""
        values = array("q", self.numbers)
        return {
            name: tuple(values[at * _NUMBERS : (at + 1) * _NUMBERS])
            for at, name in enumerate(self.names)
        }

    def young(self) -> list[str]:
        """Files changed so shortly before the snapshot that another change might not show."""
        values = array("q", self.numbers)
        limit = self.taken - _YOUNG
        return [
            name
            for at, name in enumerate(self.names)
            if max(values[at * _NUMBERS + 2], values[at * _NUMBERS + 3]) >= limit
        ]


def inputs(source: str) -> Snapshot:
    """All that a build of the project *source* depends on."""
    taken = time.time_ns()
    names: list[str] = []
    numbers = array("q")
    above = os.path.dirname(_HERE)
    roots = [os.path.join(source, "content"), os.path.join(source, "themes"), _HERE]
    for root in dict.fromkeys([*roots, os.path.join(above, "themes")]):
        _walk(root, names, numbers)
    for path in sorted(_library_files()):
        _add(path, path, names, numbers)
    return Snapshot(tuple(names), numbers.tobytes(), taken)


def _library_files() -> Iterable[str]:
    for name in _LIBRARIES:
        for folder in sys.path:
            path = os.path.join(folder or ".", name, "__init__.py")
            if os.path.exists(path):
                yield path
                break


def _walk(folder: str, names: list[str], numbers: array[int]) -> None:
    """Adds *folder* and, if it is a real folder, all that lies in it, empty folders too; hidden names are
    passed over, as the readers do, and what Python keeps beside our own files."""
    if not _add(folder, folder, names, numbers):
        return
    waiting = [folder]
    while waiting:
        at = waiting.pop()
        for entry in sorted(os.scandir(at), key=lambda entry: entry.name):
            if entry.name.startswith(".") or (entry.name == "__pycache__" and at.startswith(_HERE)):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
                _put_folder(entry.path, entry.stat(follow_symlinks=False), names, numbers)
            else:
                names.append(entry.path)
                _put(entry.stat(follow_symlinks=False), numbers)


def _put_folder(name: str, held: os.stat_result, names: list[str], numbers: array[int]) -> None:
    """Adds a folder: its times change with every file in it; that it is one is all that matters."""
    names.append(name)
    numbers.extend((held.st_mode, 0, 0, 0, 0))


def _add(path: str, name: str, names: list[str], numbers: array[int]) -> bool:
    """Adds one file or folder; whether it is a folder that may be entered."""
    try:
        held = os.lstat(path)
    except OSError:
        names.append(name)
        numbers.extend((0,) * _NUMBERS)
        return False
    if stat.S_ISDIR(held.st_mode):
        _put_folder(name, held, names, numbers)
        return True
    names.append(name)
    _put(held, numbers)
    return False


def _put(held: os.stat_result, numbers: array[int]) -> None:
    numbers.extend((held.st_mode, held.st_size, held.st_mtime_ns, held.st_ctime_ns, held.st_ino))


def outputs(
    target: str, files: Iterable[str], known: Manifest | None = None,
    written: AbstractSet[str] = frozenset(),
) -> Snapshot:  # fmt: skip
    """The published *files*, given by their paths inside *target*, after the folders they lie in.

    The times of folders count here: a foreign file among ours changes them. Files of *known*, which was
    whole, that were not *written* since are not looked at: whoever touched one meanwhile shall be noticed.
    """
    names = tuple(sorted(files))
    stood = dict(zip(known.made.names, _rows(known.made.numbers), strict=True)) if known else {}
    taken = time.time_ns()
    folders, above = _folders(target, names, known, known.spare if known else b"", written)
    others = tuple(name for name in names if name in written or name not in stood)
    stood.update(zip(others, _rows(_outputs(target, others)), strict=True))
    numbers = b"".join([above, *(stood[name] for name in names)])
    return Snapshot((*folders, *names), numbers, taken)


def folders_of(files: Iterable[str]) -> tuple[str, ...]:
    """The folders that *files* lie in, all the way up."""
    folders = {""}
    for path in files:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    return tuple(sorted(folders))


def spare_of(
    folder: str, files: Iterable[str], known: Manifest | None = None,
    written: AbstractSet[str] = frozenset(),
) -> bytes:  # fmt: skip
    """The numbers of a tree of links to the published *files*: those of its folders, which change with
    every name in them. What a name stands for is looked at in the published tree. *known*, *written*: as above."""
    names = tuple(sorted(files))
    return _folders(folder, names, known, known.made.numbers if known else b"", written)[1]


def _folders(
    root: str, names: tuple[str, ...], known: Manifest | None, stood: bytes, written: AbstractSet[str]
) -> tuple[tuple[str, ...], bytes]:
    """The folders that the files *names* lie in and their numbers, now that the tree is at *root*.

    Its folders had numbers that *stood* first: where the files have the names of *known* and it is that
    very tree, only folders in which something was *written* are looked at, and the root.
    """
    count = len(known.spare) // _ROW if known else 0
    if known and count and known.made.names[count:] == names:
        folders, rows = known.made.names[:count], _rows(stood[: count * _ROW])
        [top] = _rows(_outputs(root, folders[:1]))
        if _inode(top) == _inode(rows[0]):
            changed = {path.rpartition("/")[0] for path in written}
            at = [n for n, name in enumerate(folders) if n == 0 or name in changed]
            for n, row in zip(at, _rows(_outputs(root, tuple(folders[n] for n in at))), strict=True):
                rows[n] = row
            return folders, b"".join(rows)
    folders = folders_of(names)
    return folders, _outputs(root, folders)


def _inode(row: bytes) -> int:
    return array("q", row)[-1]


def _outputs(target: str, names: tuple[str, ...]) -> bytes:
    """The numbers of the files and folders *names* inside *target*; the empty name is *target* itself."""
    numbers = array("q")
    try:
        folder = os.open(target, _FOLDER) if _IS_BY_FOLDER else None
    except OSError:
        return bytes(len(names) * _ROW)
    start = "" if _IS_BY_FOLDER else f"{target}/"
    try:
        for name in names:
            try:
                held = os.stat(start + (name or "."), dir_fd=folder, follow_symlinks=False)
            except OSError:
                numbers.extend((0,) * _NUMBERS)
                continue
            # ctime counts the links to a file as well, and those come and go while we publish.
            size = 0 if stat.S_ISDIR(held.st_mode) else held.st_size
            numbers.extend((held.st_mode, size, held.st_mtime_ns, 0, held.st_ino))
    finally:
        if folder is not None:
            os.close(folder)
    return numbers.tobytes()


class Manifest:
    """One finished build."""

    __slots__ = ("_digests", "_tags", "made", "made_of", "request", "spare", "told")

    def __init__(
        self, request: Request, made_of: Snapshot, digests: bytes, made: Snapshot,
        told: tuple[str, ...], tags: bytes, spare: bytes = b"",
    ) -> None:  # fmt: skip
        self.request = request  # what was asked for, and by which Python
        self.made_of = made_of
        self._digests = digests
        self.made = made
        self.told = told  # what the build said; the door knows what is what
        self._tags = tags
        self.spare = spare  # the numbers of the tree that is kept beside the site, if one is

    def digests(self) -> dict[str, bytes]:
        """Digests of files whose change can be judged by their content."""
        return dict(marshal.loads(self._digests))  # noqa: S302 - made by ``packed``

    def tags(self) -> dict[str, str]:
        """The tags of pages by path: pages with equal tags are equal."""
        return dict(marshal.loads(self._tags))  # noqa: S302 - made by ``packed``

    def has_spare(self, folder: str) -> bool:
        """Whether *folder* is the tree that was kept beside the site, as it was left."""
        count = len(self.spare) // _ROW
        return bool(count) and self.spare == _outputs(folder, self.made.names[:count])

    def renewed(self, now: Snapshot) -> Manifest:
        """The same build, its sources looked at again."""
        return Manifest(self.request, now, self._digests, self.made, self.told, self._tags, self.spare)

    def alone(self) -> Manifest:
        """The same build without the tree beside the site."""
        return Manifest(self.request, self.made_of, self._digests, self.made, self.told, self._tags)

    def parts(self) -> Iterator[bytes]:
        """All of it for a file, part by part: of a big site it is too much to be held twice."""
        yield marshal.dumps((self.request, self.made_of.taken, self.told))
        yield marshal.dumps("\0".join(self.made_of.names))
        yield marshal.dumps("\0".join(self.made.names))
        for part in (self.made_of.numbers, self._digests, self.made.numbers, self._tags, self.spare):
            yield marshal.dumps(part)


def packed(values: Mapping[str, bytes] | Mapping[str, str]) -> bytes:
    """*values* for a manifest, which reads them when it is asked for them and not before."""
    return marshal.dumps(dict(values))


def request(**wish: str | bool | None) -> Request:
    """What is asked for, as a plain value, with the Python that is to answer."""
    return (*sorted(wish.items()), sys.version, sys.prefix, _HERE)


def save(manifest: Manifest, folder: str) -> None:
    """Writes *manifest* into the cache *folder*, at once or not at all."""
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, FILE)
    with open(f"{path}.tmp", "wb") as file:
        file.write(_HEAD)
        sum_ = 0
        for part in manifest.parts():
            sum_ = zlib.crc32(part, sum_)
            file.write(part)
        file.write(_told(sum_))
    try:
        os.replace(f"{path}.tmp", path)
    except FileNotFoundError:  # another build with the same memory has just saved its own
        return


def load(folder: str) -> Manifest | None:
    """The manifest in the cache *folder*; None if there is none that is whole and ours."""
    try:
        with open(os.path.join(folder, FILE), "rb") as file:
            head, body = file.readline(1_000), file.read(_MOST)
    except OSError:
        return None
    end = max(len(body) - len(_told(0)), 0)
    if head != _HEAD or body[end:] != _told(zlib.crc32(memoryview(body)[:end])):
        return None
    (wish, taken, told), names, made, numbers, digests, made_numbers, tags, spare = _loaded(body)
    return Manifest(
        wish, Snapshot(tuple(names.split("\0")), numbers, taken), digests,
        Snapshot(tuple(made.split("\0")), made_numbers, 0), told, tags, spare,
    )  # fmt: skip


_HEAD = b"%s %s\n" % (_FORM, sys.version.encode().hex().encode())


def _told(sum_: int) -> bytes:
    """The end of the file: the checksum of all its parts."""
    return b"%08x" % sum_


def _loaded(body: bytes) -> list[Any]:
    """The values of all ``Manifest.parts``."""
    file = io.BytesIO(body)
    return [marshal.load(file) for _ in range(8)]  # noqa: S302 - ours, by the checksum


def changed(manifest: Manifest, now: Snapshot) -> list[str] | None:
    """Files of content that are not what *manifest* was made of; [] when all is as it was.

    None when more than the content of known files changed: files came or went, or something that
    cannot be judged by its content is another one.
    """
    before = manifest.made_of
    if before.names != now.names:
        return None
    doubtful = before.young()
    if before.numbers != now.numbers:
        then, seen = before.by_name(), now.by_name()
        differ = [name for name in seen if seen[name] != then[name]]
        if any(seen[name][0] != then[name][0] for name in differ):
            return None  # another mode: a link, a folder, a file that may not be read
        doubtful = list(dict.fromkeys([*differ, *doubtful]))
    if not doubtful:
        return []
    digests = manifest.digests()
    if any(name not in digests for name in doubtful):
        return None
    return [name for name in doubtful if digests[name] != digest_of(name)]


def unchanged(
    manifest: Manifest, now: Snapshot, maker: str, root: str
) -> dict[str, tuple[bytes, int]]:
    """Digest and size in bytes of the files of content that are certainly what *manifest* was made of, by
    their paths from the project *root*; none where another *maker* judged what they hold."""
    if manifest.tags().get(MAKER) != maker:
        return {}
    before = manifest.made_of
    stood = dict(zip(before.names, _rows(before.numbers), strict=True))
    digests = manifest.digests()
    for name in before.young():
        digests.pop(name, None)
    return {
        name[len(root) + 1 :]: (digests[name], array("q", row)[1])
        for name, row in zip(now.names, _rows(now.numbers), strict=True)
        if name in digests and stood.get(name) == row and name.startswith(f"{root}/content/")
    }


def is_whole(manifest: Manifest, target: str) -> bool:
    """Whether the published files are as the build left them, and no killed build lies beside."""
    parent, name = os.path.split(target)
    try:
        if any(left.startswith(f".{name}.staging-") for left in os.listdir(parent)):
            return False
    except OSError:
        return False
    return manifest.made.numbers == _outputs(target, manifest.made.names)


MAKER = ""  # among tags: a digest of what made the pages; no page has this path


def is_of(manifest: Manifest, target: str) -> bool:
    """Whether *manifest* speaks of the site at *target*."""
    return ("target", target) in manifest.request


def same(
    manifest: Manifest, target: str, tags: Mapping[str, str], maker: str, *, whole: bool = False
) -> frozenset[str]:
    """Published pages that are as the build of *manifest* left them and that have, by their *tags*,
    not changed since; none when they were made by another *maker*. *whole*: all of them are as they
    were left."""
    before = manifest.tags()
    if before.get(MAKER) != maker:
        return frozenset()
    stood = dict(zip(manifest.made.names, _rows(manifest.made.numbers), strict=True))
    names = tuple(path for path, tag in tags.items() if before.get(path) == tag and path in stood)
    if whole:
        return frozenset(names)
    now = _rows(_outputs(target, names))
    return frozenset(name for name, row in zip(names, now, strict=True) if stood[name] == row)


def _rows(numbers: bytes) -> list[bytes]:
    """The numbers of each file of a snapshot."""
    return [numbers[at : at + _ROW] for at in range(0, len(numbers), _ROW)]


def files_of(manifest: Manifest) -> frozenset[str]:
    """The paths of all published files."""
    rows = zip(manifest.made.names, _rows(manifest.made.numbers), strict=True)
    return frozenset(name for name, row in rows if stat.S_ISREG(array("q", row)[0]))


def digests_of_young(snapshot: Snapshot) -> dict[str, bytes]:
    """Digests of the young files of *snapshot* that may be read: a pipe has no end, and nothing of ours is so long."""
    young = snapshot.young()
    numbers = snapshot.by_name() if young else {}
    return {
        name: digest_of(name)
        for name in young
        if stat.S_ISREG(numbers[name][0]) and numbers[name][1] <= _LONGEST
    }


def digest_of(path: str) -> bytes:
    """A digest of the content of a file; empty if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return digest(file.read())
    except OSError:
        return b""


def digest(content: bytes) -> bytes:
    """A digest of *content*."""
    from hashlib import blake2b  # five milliseconds that a build without a change does without

    return blake2b(content, digest_size=16).digest()
