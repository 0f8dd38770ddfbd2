"""What the build makes: bytes under a path inside the site.

Knows which paths are safe on every system the site may be copied to; knows no disks and no HTML.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import BinaryIO

from sitegen.frozen import dataclass
from sitegen.patterns import regex

_MAX_PART, _MAX_PATH = 100, 200  # bytes; a FAT stick and old Windows allow about 255
# Device names that Windows refuses as file names, with any extension.
_RESERVED = r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?![a-z0-9_-])"
_PART = rf"(?!{_RESERVED})[a-z0-9_-][a-z0-9._-]{{0,{_MAX_PART - 1}}}(?<!\.)"
_SAFE_PART, _SAFE_PATH = regex(_PART), regex(rf"{_PART}(?:/{_PART})*")


@dataclass(frozen=True, slots=True, order=True)
class OutPath:
    """A POSIX path relative to the site, checked when it is made.

    Only ``[a-z0-9._-]`` parts, no leading dot, no name that Windows reserves, at most
    100 bytes a part and 200 in all. Raises ValueError otherwise: a path is made by our code
    from checked slugs, so an unsafe one is a bug and not an editor's mistake.
    """

    text: str

    def __post_init__(self) -> None:
        if len(self.text) > _MAX_PATH or not _SAFE_PATH.fullmatch(self.text):
            raise ValueError(f"unsafe output path: {self.text!r}")

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, eq=False)
class Artifact:
    """One finished file of the site."""

    path: OutPath
    content: bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Artifact) and (self.path, self.content) == (other.path, other.content)

    def __hash__(self) -> int:
        return hash(self.path)


class Kept(Artifact):
    """A file whose content is fetched only when somebody asks for it, each time anew."""

    __slots__ = ("_fetch",)

    def __init__(self, path: OutPath, fetch: Callable[[], bytes]) -> None:
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "_fetch", fetch)

    @property
    def content(self) -> bytes:
        """What *fetch* gives."""
        fetch: Callable[[], bytes] = self._fetch  # type: ignore[attr-defined]
        return fetch()


class Streamed(Artifact):
    """A file that may be too big to be held: whoever asks gets it written piece by piece, each time anew."""

    __slots__ = ("_write",)

    def __init__(self, path: OutPath, write: Callable[[BinaryIO], None]) -> None:
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "_write", write)

    @property
    def content(self) -> bytes:
        """All of it."""
        buffer = io.BytesIO()
        self.write_to(buffer)
        return buffer.getvalue()

    def write_to(self, file: BinaryIO) -> None:
        """Writes it to the end of *file*, which is never read nor sought in."""
        write: Callable[[BinaryIO], None] = self._write  # type: ignore[attr-defined]
        write(file)


def is_safe_name(part: str) -> bool:
    """Whether *part* may be one step of a path in the site."""
    return bool(_SAFE_PART.fullmatch(part))


def collisions(artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """Paths that more than one artifact claims, or that are a file here and a folder there."""
    seen: set[str] = set()
    folders: set[str] = set()
    twice: set[str] = set()
    for artifact in artifacts:
        path = artifact.path.text
        if path in seen:
            twice.add(path)
        seen.add(path)
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    return tuple(sorted(twice | (seen & folders)))
