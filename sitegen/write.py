"""The only writer of the published site.

A build is written apart and put in place by one exchange of folders: readers see the old site or
the new one, never a mixture. A lock keeps two builds from mixing; what a killed build left behind
is swept at the start of the next. Unclaimed old files vanish with the old tree.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import filecmp
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
from sitegen.artifacts import Artifact, Streamed
from sitegen.frozen import dataclass

MARKER = ".sitegen-site"  # says that a folder is ours to replace
_PIECE = 1 << 20  # bytes of a file that is written piece by piece
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
    files: tuple[str, ...]  # paths of all files but the marker
    written: tuple[str, ...]  # of those that differ from the files of the target


def write_tree(
    artifacts: Iterable[Artifact], target: Path, same: AbstractSet[str] = frozenset(),
    spare: AbstractSet[str] = frozenset(),
) -> Staged:  # fmt: skip
    """A new folder beside *target* that holds *artifacts* and nothing else.

    A file that is the same in *target* becomes a second link to it: it keeps its time. Those at the
    paths *same* are known to be and are not read. Nobody writes into a file once it is published, so
    the old tree stays as it is until the exchange.

    *spare* are the files of the tree that ``publish`` has kept, if it is known to hold just these,
    each of them a link to the file in *target*: then the new folder is made of it.
    """
    sweep(target)
    staging = target.parent / f".{target.name}.staging-{os.getpid()}"
    kept = spare_of(target)
    if spare:
        kept.rename(staging)
    else:
        _remove(kept)
        staging.mkdir()
        (staging / MARKER).write_bytes(b"sitegen\n")
    modes = (staging / MARKER).stat()
    links = 2 if spare else 1
    new, old = f"{staging}/", f"{target}/"
    made = {""}
    files: list[str] = []
    written: list[str] = []
    gone = set(spare) - {MARKER}
    for artifact in artifacts:
        path = artifact.path.text
        files.append(path)
        gone.discard(path)
        there = path in spare
        if path in same and (there or _link(old + path, _folder(new, path, made))):
            continue
        if isinstance(artifact, Streamed):
            if there:
                os.unlink(new + path)
            with open(_folder(new, path, made), "xb", _PIECE) as file:
                artifact.write_to(file)
            if not _is_replaced(old + path, new + path):
                written.append(path)
            continue
        content = artifact.content
        if _is_file(old + path, content, modes, links):
            if there or _link(old + path, _folder(new, path, made)):
                continue
        if there:
            os.unlink(new + path)
        with open(_folder(new, path, made), "xb") as file:
            file.write(content)
        written.append(path)
    _take_out(new, gone)
    return Staged(staging, tuple(files), tuple(written))


def spare_of(target: Path) -> Path:
    """Where a tree of links to the files of *target* may be kept for the next build."""
    return target.parent / f".{target.name}.spare"


def _folder(root: str, path: str, made: set[str]) -> str:
    """The place of *path* in *root*, in a folder that is there."""
    folder = path.rpartition("/")[0]
    if folder not in made:
        os.makedirs(root + folder, exist_ok=True)
        made.add(folder)
    return root + path


def _take_out(root: str, paths: Iterable[str]) -> None:
    """Removes files, and the folders that are empty after that."""
    for path in paths:
        os.unlink(root + path)
        while path := path.rpartition("/")[0]:
            try:
                os.rmdir(root + path)
            except OSError:  # something else is in it
                break


def _is_file(path: str, content: bytes, modes: os.stat_result, links: int) -> bool:
    """Whether *path* is a file of ours with this *content* and no *links* but ours."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        held = os.fstat(descriptor)
        if (held.st_mode, held.st_uid, held.st_gid, held.st_nlink, held.st_size) != (
            modes.st_mode, modes.st_uid, modes.st_gid, links, len(content),
        ):  # fmt: skip
            return False
        return os.read(descriptor, len(content) + 1) == content
    finally:
        os.close(descriptor)


def _is_replaced(old: str, new: str) -> bool:
    """Whether the file *new* was the same as *old*, and is a link to it now, which keeps its time."""
    linked = f"{new}~"
    try:
        before, after = os.lstat(old), os.lstat(new)
        if (before.st_mode, before.st_uid, before.st_gid, before.st_nlink) != (
            after.st_mode, after.st_uid, after.st_gid, 1,  # and no links but ours
        ):  # fmt: skip
            return False
        if not filecmp.cmp(old, new, shallow=False):
            return False
        os.link(old, linked)
        os.replace(linked, new)
    except OSError:  # there is none, or a file system without links
        return False
    return True


def _link(old: str, new: str) -> bool:
    try:
        os.link(old, new)
    except OSError:  # a file system without links, or too many of them
        return False
    return True


def publish(
    staged: Staged, target: Path, held: AbstractSet[str] = frozenset(), *, spare: bool = False
) -> bool:
    """Puts what is *staged* in the place of *target* at once; the old tree is removed after that.

    *spare*: a tree of links to what is published is left for the next build, the old one if it is known
    to hold just the files *held*. Whether there is one now.
    """
    return _put_away(_put_in_place(staged.folder, target), staged, target, held, spare=spare)


def publish_durably(
    staged: Staged, target: Path, held: AbstractSet[str] = frozenset(), *, spare: bool = False
) -> bool:
    """The same, through a power cut as well: the new tree is on the disk before it is put in its
    place, and its place before the old tree is removed."""
    for folder, _, names in os.walk(staged.folder, topdown=False):
        for name in names:
            _flush(os.path.join(folder, name))
        _flush(folder)
    left = _put_in_place(staged.folder, target)
    _flush(os.fspath(target.parent))
    return _put_away(left, staged, target, held, spare=spare)


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


def _put_away(
    left: Path | None, staged: Staged, target: Path, held: AbstractSet[str], *, spare: bool
) -> bool:
    """Removes the tree that was published before, or makes the spare one of it; whether there is one.

    The site is published by now: what cannot be put away is left to the next build.
    """
    try:
        return _is_kept(left, staged, target, held, spare=spare)
    except OSError:
        return False


def _is_kept(
    left: Path | None, staged: Staged, target: Path, held: AbstractSet[str], *, spare: bool
) -> bool:
    kept = spare_of(target)
    if left is not None:
        if spare and held and _follow(left, target, staged, staged.written, held):
            left.rename(kept)
            return True
        shutil.rmtree(left)
    if not spare:
        return False
    # Else the next build would have to make one, while somebody waits for a page.
    fresh = staged.folder
    if not _follow(fresh, target, staged, staged.files, frozenset()):
        _remove(fresh)
        return False
    fresh.rename(kept)
    return True


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


def _follow(
    tree: Path, target: Path, staged: Staged, written: tuple[str, ...], held: AbstractSet[str]
) -> bool:
    """Makes *tree*, which holds the files *held* or is not there, a tree of links to what is in *target*,
    of which it lacks those *written*; False if that cannot be done."""
    new, old = f"{tree}/", f"{target}/"
    made = {""}
    try:
        os.makedirs(new, exist_ok=True)
        for path in written:
            if path in held:
                os.unlink(new + path)
            os.link(old + path, _folder(new, path, made))
        _take_out(new, held - {MARKER, *staged.files})
        with contextlib.suppress(FileNotFoundError):
            os.unlink(new + MARKER)
        os.link(old + MARKER, new + MARKER)
    except OSError:
        return False
    return True


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


@contextmanager
def swept(target: Path) -> Iterator[None]:
    """Leaves nothing half made beside *target*, on a disk that may be full, where something goes wrong."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            sweep(target)
        raise


def sweep(target: Path) -> None:
    """Removes what builds that were killed left beside *target*.

    Where the system has no exchange, a kill between two renames leaves only the old tree, set
    aside: it is put back.
    """
    old = target.parent / f".{target.name}.staging-old"
    if old.is_dir() and not target.exists():
        old.rename(target)
    for left in target.parent.glob(f".{glob.escape(target.name)}.staging-*"):
        _remove(left)


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def clean(target: Path, cache: Path) -> None:
    """Removes the site and what a build remembers; refuses a site folder that is not ours.

    Of the cache folder only files that ``cache`` writes go, and the folder if it is empty then.
    """
    check_target(target)
    with locked(target):
        sweep(target)
        _remove(spare_of(target))
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
