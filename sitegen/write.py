"""The only writer of the published site.

A build is written apart and put in place by one exchange of folders: readers see the old site or
the new one, never a mixture. A lock keeps two builds from mixing; what a killed build left behind
is swept at the start of the next. Unclaimed old files vanish with the old tree.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import glob
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path

from sitegen import manifest
from sitegen.artifacts import Artifact
from sitegen.frozen import dataclass

MARKER = ".sitegen-site"  # says that a folder is ours to replace
_PATIENCE = 30.0  # seconds to wait for another build
# What a memory consists of.
_REMEMBERED = (
    manifest.FILE, *(f"{step}.{end}" for step in manifest.STEPS for end in ("index", "data")),
    "*.tmp",
)  # fmt: skip


class OutputError(Exception):
    """The place for the site cannot be used; ``code`` names the sentence."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(f"{code}: {path}")
        self.code, self.path = code, path


def check_target(target: Path, source: Path | None = None) -> None:
    """Refuses a target that is not missing, empty or ours, or that holds or lies in what the
    project *source* is made of: OutputError says why."""
    if source is not None:
        inside = source.resolve()
        whole = target.parent.resolve() / target.name
        held = [inside, *(inside / name for name in ("content", "themes"))]
        if whole in (inside, *inside.parents) or any(
            whole == folder or folder in whole.parents for folder in held[1:]
        ):
            raise OutputError("output.source", target)
    if target.is_symlink():
        raise OutputError("output.link", target)
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError("output.file", target)
    if not (target / MARKER).is_file() and any(target.iterdir()):
        raise OutputError("output.foreign", target)


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Holds the lock of *target*; OutputError when another build keeps it for 30 seconds.

    The lock belongs to the process: one that died leaves none behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.parent / f".{target.name}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        deadline = time.monotonic() + _PATIENCE
        while not _lock(descriptor):
            if time.monotonic() > deadline:
                raise OutputError("output.locked", target)
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Staged:
    """A finished tree beside the target, ready to be put in its place."""

    folder: Path
    written: tuple[str, ...]  # paths of files that differ from those of the target


def write_tree(
    artifacts: Iterable[Artifact], target: Path, same: AbstractSet[str] = frozenset()
) -> Staged:
    """A new folder beside *target* that holds *artifacts* and nothing else.

    A file that is the same in *target* becomes a second link to it: it keeps its time. Those at the
    paths *same* are known to be and are not read. Nobody writes into a file once it is published, so
    the old tree stays as it is until the exchange.
    """
    sweep(target)
    staging = target.parent / f".{target.name}.staging-{os.getpid()}"
    staging.mkdir()
    (staging / MARKER).write_bytes(b"sitegen\n")
    modes = (staging / MARKER).stat()
    new, old = f"{staging}/", f"{target}/"
    made = {""}
    written: list[str] = []
    for artifact in artifacts:
        path = artifact.path.text
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(new + folder, exist_ok=True)
            made.add(folder)
        if path in same and _link(old + path, new + path):
            continue
        content = artifact.content
        if not _linked(old + path, new + path, content, modes):
            with open(new + path, "xb") as file:
                file.write(content)
            written.append(path)
    return Staged(staging, tuple(written))


def _linked(old: str, new: str, content: bytes, modes: os.stat_result) -> bool:
    """Makes *new* a link to *old* if that is a file of ours with this *content*."""
    try:
        descriptor = os.open(old, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        held = os.fstat(descriptor)
        if (held.st_mode, held.st_uid, held.st_gid, held.st_nlink, held.st_size) != (
            modes.st_mode, modes.st_uid, modes.st_gid, 1, len(content),
        ):  # fmt: skip
            return False
        if os.read(descriptor, len(content) + 1) != content:
            return False
    finally:
        os.close(descriptor)
    return _link(old, new)


def _link(old: str, new: str) -> bool:
    try:
        os.link(old, new)
    except OSError:  # a file system without links, or too many of them
        return False
    return True


def publish(staged: Staged, target: Path) -> None:
    """Puts what is *staged* in the place of *target* at once; the old tree is removed after that."""
    left = _put_in_place(staged.folder, target)
    if left is not None:
        shutil.rmtree(left)


def publish_durably(staged: Staged, target: Path) -> None:
    """The same, through a power cut as well: the new tree is on the disk before it is put in its
    place, and its place before the old tree is removed."""
    for folder, _, names in os.walk(staged.folder, topdown=False):
        for name in names:
            _flush(os.path.join(folder, name))
        _flush(folder)
    left = _put_in_place(staged.folder, target)
    _flush(os.fspath(target.parent))
    if left is not None:
        shutil.rmtree(left)


def _put_in_place(staging: Path, target: Path) -> Path | None:
    """Where the old tree is now, if there was one."""
    if not target.exists():
        staging.rename(target)
        return None
    if _exchange(staging, target):
        return staging
    old = target.parent / f".{target.name}.staging-old"
    target.rename(old)
    staging.rename(target)
    return old


def _flush(path: str) -> None:
    """Waits until the file or folder *path* is on the disk."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(path: Path, data: bytes) -> None:
    """Puts *data* in the place of the file *path* at once; its permissions stay."""
    staged = path.with_name(f".{path.name}.new-{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(staged, flags, 0o600), "wb") as file:
            file.write(data)
        staged.chmod(path.stat().st_mode & 0o777)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def sweep(target: Path) -> None:
    """Removes what builds that were killed left beside *target*.

    Where the system has no exchange, a kill between two renames leaves only the old tree, set
    aside: it is put back.
    """
    old = target.parent / f".{target.name}.staging-old"
    if old.is_dir() and not target.exists():
        old.rename(target)
    for left in target.parent.glob(f".{glob.escape(target.name)}.staging-*"):
        shutil.rmtree(left, ignore_errors=True)


def clean(target: Path, cache: Path) -> None:
    """Removes the site and what a build remembers; refuses a site folder that is not ours.

    Of the cache folder only files that ``cache`` writes go, and the folder if it is empty then.
    """
    check_target(target)
    with locked(target):
        sweep(target)
        if target.exists():
            shutil.rmtree(target)
    if cache.is_dir() and not cache.is_symlink():
        for name in _REMEMBERED:
            for file in cache.glob(name):
                file.unlink()
        with contextlib.suppress(OSError):
            cache.rmdir()


def _lock(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return False
        raise
    return True


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def _exchange(one: Path, other: Path) -> bool:
    """Swaps two folders in one step where the system can (Linux: renameat2); False elsewhere."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE
    )
    if result == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
