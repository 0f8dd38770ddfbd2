"""Files of content as they lie on the disk, byte for byte.

For the commands that write content. Follows no link, and a file is either old or new, never half.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_MAX_BYTES = 2_000_000


class OriginalError(Exception):
    """The file cannot be used: it is missing, a link, no file, or too large."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def read_original(path: Path) -> bytes:
    """The bytes of a regular file; OriginalError where there is none."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MAX_BYTES:
        raise OriginalError(path)
    return path.read_bytes()


def replace_original(path: Path, data: bytes) -> None:
    """Puts *data* in the place of the file at once; its permissions stay."""
    mode = path.stat().st_mode
    staged = path.parent / f".{path.name}.new"
    descriptor = os.open(
        staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o644
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        staged.chmod(mode & 0o777)
        staged.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            staged.unlink()
        raise


def create_original(path: Path, data: bytes) -> None:
    """A new file with *data*; FileExistsError when the name is taken, by a link too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


def remove_original(path: Path) -> None:
    """Takes back a file that was just made."""
    path.unlink()
