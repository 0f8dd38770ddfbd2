"""The offline copy: the finished files of the site in one archive.

No second rendering: the online site is the offline site. The same files give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from sitegen.artifacts import Artifact, OutPath

ARCHIVE = OutPath("offline.zip")
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: none of ours depends on one
_FILE = 0o100644 << 16


def bundle(artifacts: Iterable[Artifact], folder: str) -> Artifact:
    """*artifacts* as a zip with *folder* inside; fixed times, modes and order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for artifact in sorted(artifacts, key=lambda artifact: artifact.path):
            entry = zipfile.ZipInfo(f"{folder}/{artifact.path}", _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _FILE
            archive.writestr(entry, artifact.content)
    return Artifact(ARCHIVE, buffer.getvalue())
