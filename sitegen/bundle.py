"""The offline copy: the finished files of the site in one archive.

No second rendering: the online site is the offline site. The same files give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from functools import partial
from typing import BinaryIO

from sitegen.artifacts import Artifact, OutPath, Streamed

ARCHIVE = OutPath("offline.zip")
COMPRESSION = f"zip {zlib.ZLIB_RUNTIME_VERSION}"  # what the bytes depend on beside the files
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: none of ours depends on one
_FILE = 0o100644 << 16


def bundle(artifacts: Iterable[Artifact], folder: str) -> Streamed:
    """*artifacts* as a zip with *folder* inside; fixed times, modes and order."""
    files = sorted(artifacts, key=lambda artifact: artifact.path)
    return Streamed(ARCHIVE, partial(_write, files, folder))


def _write(files: list[Artifact], folder: str, to: BinaryIO) -> None:
    ahead = _Ahead(to)
    with zipfile.ZipFile(ahead, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for artifact in files:
            entry = zipfile.ZipInfo(f"{folder}/{artifact.path}", _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _FILE
            archive.writestr(entry, artifact.content)
            ahead.pass_on()
    ahead.pass_on()


class _Ahead(io.BytesIO):
    """The end of a file that is being written: what comes before it has been passed on to *file*.

    ``zipfile`` goes back to the head of a member when it knows its length, and never further.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._passed_on = 0

    def tell(self) -> int:
        return self._passed_on + super().tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        before = self._passed_on if whence == io.SEEK_SET else 0
        return self._passed_on + super().seek(offset - before, whence)

    def pass_on(self) -> None:
        """Lets go of all that was written."""
        self._passed_on += self._file.write(self.getbuffer())
        super().seek(0)
        self.truncate()
