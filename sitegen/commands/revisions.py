"""What Git remembers of a project: a commit by its name, and the files it holds.

Reads objects only: no work tree is touched, no hook, filter or file of the change is run. Knows
no content.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from sitegen.frozen import dataclass

_MAX_FILES = 200_000
_MAX_BYTES = 400_000_000
_REGULAR = (b"100644", b"100755")


class RevisionError(Exception):
    """Git has no answer; ``code`` says why: name, repository, owner, revision, shallow, objects, program."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file of a commit."""

    path: str  # POSIX, from the project root
    name: str  # of the object


def commit_of(root: Path, revision: str) -> str:
    """The commit that *revision* names in the repository around *root*."""
    odd = not revision or revision.startswith("-") or len(revision) > 250
    if odd or not revision.isprintable() or any(letter in revision for letter in " :?*[\\"):
        raise RevisionError("name")
    inside = _run(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        raise RevisionError("owner" if b"safe.directory" in inside.stderr else "repository")
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not found:
        shallow = _git(root, "rev-parse", "--is-shallow-repository") or b""
        raise RevisionError("shallow" if shallow.strip() == b"true" else "revision")
    return found.decode("ascii").strip()


def files_of(root: Path, commit: str, folders: Iterable[str]) -> dict[str, bytes]:
    """The regular files of *commit* under *folders* of the project *root*, by path from it."""
    entries = list(_entries(root, commit, tuple(folders)))
    if len(entries) > _MAX_FILES:
        raise RevisionError("objects")
    contents = _contents(root, [entry.name for entry in entries])
    return {entry.path: content for entry, content in zip(entries, contents, strict=True)}


def _entries(root: Path, commit: str, folders: tuple[str, ...]) -> Iterator[Entry]:
    prefix = (_git(root, "rev-parse", "--show-prefix") or b"").decode("utf-8", "replace").strip("\n")
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(prefix + folder for folder in folders))
    if listed is None:
        raise RevisionError("objects")
    for line in listed.split(b"\0"):
        head, _, raw = line.partition(b"\t")
        mode, _, rest = head.partition(b" ")
        name = rest.partition(b" ")[2].decode("ascii")
        try:
            path = raw.decode("utf-8").removeprefix(prefix)
        except UnicodeDecodeError:
            continue  # no name that content could have
        if mode in _REGULAR and _is_plain(path):
            yield Entry(path, name)


def _is_plain(path: str) -> bool:
    """Whether *path* stays below the folder it is written into."""
    steps = PurePosixPath(path).parts
    return bool(steps) and not path.startswith("/") and ".." not in steps and "\\" not in path


def _contents(root: Path, names: list[str]) -> Iterator[bytes]:
    """The objects *names*, each as it is."""
    asked = "".join(f"{name}\n" for name in names).encode("ascii")
    answer = _git(root, "cat-file", "--batch", given=asked) if names else b""
    if answer is None or len(answer) > _MAX_BYTES:
        raise RevisionError("objects")
    at = 0
    for _ in names:
        end = answer.find(b"\n", at)
        head = answer[at:end].split(b" ")
        if end < 0 or len(head) != 3:
            raise RevisionError("objects")  # "<name> missing": a partial copy
        size = int(head[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What Git answers; None when it refuses."""
    result = _run(root, *arguments, given=given)
    return result.stdout if result.returncode == 0 else None


def _run(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(root), "-c", "core.fsmonitor=false", "--no-pager", *arguments]
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise RevisionError("program") from error
