"""The only reader of ``content/``.

Reads regular files of bounded size as strict UTF-8. Drops a byte order mark and unifies line
ends; otherwise the text stays as typed, so that columns stay true. Knows no YAML and no fields.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from sitegen.diagnostics import Checked, Diagnostic, Place, problem, warning
from sitegen.frozen import dataclass
from sitegen.patterns import regex

CONTENT = "content"
_SUFFIXES = (".md", ".yml")
_MAX_BYTES = 1_200_000  # a record is a few kilobytes; a register table some hundred
_MOST_FILES = 120_000  # ten times the largest directory that we promise to build well, and more
_MOST_BYTES = 100_000_000  # of all files together: what can be built in ten minutes and two gigabytes
_DEEPEST = 8  # folders below content/; two are of any use
_CONTROL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")
_INVISIBLE = regex("[\u00ad\ufeff\ue000-\uf8ff\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_NEITHER_LETTERS_NOR_SIGNS = regex("[^\\w\\s\x00-\u02ff]+")
# A file without any of these has nothing odd: no control, no invisible sign, no combining mark.
_UNUSUAL = regex("[^\t\n\r -~\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e]")
_MOST_ODD = 20  # of each sort that are told of one file
_MOST_MARKS = 30  # on one letter: the limit of the stream-safe form, Unicode Standard Annex 15


class ChangedError(OSError):
    """A file is not any more what it was when the build began."""


@dataclass(frozen=True, slots=True, eq=False)
class SourceFile:
    """One file of content: its path from the project root and its text."""

    path: str  # POSIX: "content/usluge/dnevni-centri.md"
    text: str  # newlines are \n, no byte order mark
    digest: bytes = b""  # of the bytes in the file: BLAKE2b
    size: int = 0  # bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceFile) and (self.path, self.text) == (other.path, other.text)

    def __hash__(self) -> int:
        return hash(self.path)

    def whole(self) -> SourceFile:
        """The same with its text at hand."""
        return self

    @property
    def folder(self) -> str:
        """The folder under ``content/``; empty for files that lie directly in it."""
        steps = self.path.split("/")
        return "/".join(steps[1:-1])

    @property
    def stem(self) -> str:
        """The file name without its ending: a record's slug."""
        return self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


class Filed(SourceFile):
    """A file whose text is read again when somebody asks for it, for there are many of them.
    ChangedError if it is another one by then."""

    __slots__ = ("_root",)

    def __init__(self, root: Path, path: str, digest: bytes, size: int) -> None:
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "digest", digest)
        object.__setattr__(self, "size", size)
        object.__setattr__(self, "_root", root)

    @property
    def text(self) -> str:
        """What the file held, and still holds."""
        return self.whole().text

    def whole(self) -> SourceFile:
        """The same with its text at hand."""
        root: Path = self._root  # type: ignore[attr-defined]
        now = _read(root, self.path).value
        if now is None or now.digest != self.digest:
            raise ChangedError(errno.ESTALE, os.strerror(errno.ESTALE), self.path)
        return now


Sure = Mapping[str, tuple[bytes, int]]  # digest and size in bytes of files, by path
NOTHING: Sure = MappingProxyType({})


def read_tree(root: Path, sure: Sure = NOTHING) -> Checked[tuple[SourceFile, ...]]:
    """All Markdown and YAML under ``root/content``, sorted by path.

    Hidden files are passed over. Links, devices, files over the limit, other encodings and
    control characters are errors; a file of another type is a warning. Never follows a link. No
    value where there is more than a build can be expected to hold. Records are ``Filed``; those of
    which it is *sure* what they hold, and that nothing is odd in them, are not read.
    """
    content = root / CONTENT
    found: list[Diagnostic] = []
    sources: list[SourceFile] = []
    if not content.is_dir() or content.is_symlink():
        return Checked(None, (problem(Place(CONTENT), "source.no_content"),))
    paths = list(islice(_walk(os.fspath(content), CONTENT, found), _MOST_FILES + 1))
    if len(paths) > _MOST_FILES:
        return Checked(None, (problem(Place(CONTENT), "source.too_many", found=_thousands(_MOST_FILES)),))
    size = 0
    for relative in paths:
        is_record = relative.endswith(".md")
        if is_record and relative in sure:
            sources.append(Filed(root, relative, *sure[relative]))
        else:
            checked = _read(root, relative)
            found += checked.diagnostics
            if checked.value is None:
                continue
            one = checked.value
            sources.append(Filed(root, relative, one.digest, one.size) if is_record else one)
        size += sources[-1].size
        if size > _MOST_BYTES:
            most = _thousands(_MOST_BYTES // 1_000_000)
            return Checked(None, (problem(Place(CONTENT), "source.too_much", found=most),))
    return Checked(tuple(sources), tuple(found))


def read_one(root: Path, relative: str) -> Checked[SourceFile]:
    """The one file *relative* of the project *root*, by the same rules."""
    try:
        return _read(root, relative)
    except FileNotFoundError:
        return Checked(None)


def printable(text: str) -> str:
    """*text* without characters that could steer a terminal or a log."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else "\ufffd" for letter in _INVISIBLE.sub("\ufffd", text)
    )


def _walk(folder: str, relative: str, found: list[Diagnostic]) -> Iterator[str]:
    """What is no folder in *folder* and below it, as paths that begin with *relative*."""
    if relative.count("/") > _DEEPEST:
        found.append(problem(Place(printable(relative)), "source.too_deep", found=str(_DEEPEST)))
        return
    with os.scandir(folder) as entries:
        inside = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    for name, is_folder in inside:
        if name.startswith("."):
            continue
        if is_folder:
            yield from _walk(f"{folder}/{name}", f"{relative}/{name}", found)
        else:
            yield f"{relative}/{name}"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _read(root: Path, relative: str) -> Checked[SourceFile]:
    place = Place(printable(relative))
    try:
        relative.encode("utf-8")
    except UnicodeEncodeError:
        return Checked(None, (problem(place, "source.name"),))
    path = f"{root}/{relative}"
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode):
        return Checked(None, (problem(place, "source.not_a_file"),))
    if not relative.endswith(_SUFFIXES):
        return Checked(None, (_other_type(Path(path), place),))
    if status.st_size > _MAX_BYTES:
        size = f"{status.st_size / 1e6:.1f}".replace(".", ",")
        return Checked(None, (problem(place, "source.too_large", found=size),))
    data = _bytes(path, status.st_size)
    if data is None:
        return Checked(None, (problem(place, "source.not_a_file"),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = Place(place.path, line)
        return Checked(None, (problem(where, "source.encoding", found=likely_encoding(data)),))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.blake2b(data, digest_size=16).digest()
    if not _UNUSUAL.search(text):
        return Checked(SourceFile(relative, text, digest, len(data)))
    read = SourceFile(relative, _with_few_marks(text), digest, len(data))
    return Checked(read, _odd_in_file(text, relative))


_OTHER_ENDINGS = regex(r"(?:\.(?:md|markdown|mdown|mkd))?\.(?:md|markdown|mdown|mkd|txt|text)\Z", re.IGNORECASE)
_OTHER_TABLES = regex(r"\.(?:yaml|yml)\Z", re.IGNORECASE)


def _other_type(path: Path, place: Place) -> Diagnostic:
    meant = _meant_name(path)
    if meant:
        return problem(place, "source.ending", found=path.name, suggestion=meant)
    return warning(place, "source.type", found=path.suffix or path.name)


def _meant_name(path: Path) -> str:
    """The name that a record or a table has to have, if only its ending is another."""
    table = _OTHER_TABLES.search(path.name)
    if table:
        return path.name[: table.start()] + ".yml"
    record = _OTHER_ENDINGS.search(path.name)
    if record is None or ("md" not in record.group().lower().replace("markdown", "md") and not _is_record(path)):
        return ""
    return path.name[: record.start()] + ".md"


def _is_record(path: Path) -> bool:
    data = _bytes(os.fspath(path), 3) or b""
    return data.removeprefix(b"\xef\xbb\xbf").startswith(b"---")


def _bytes(path: str, size: int) -> bytes | None:
    """The content of a regular file that should have *size* bytes; None when it is a link or goes
    away while we look."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        data = os.read(descriptor, size + 1)
        while len(data) != size and len(data) <= _MAX_BYTES:  # it has changed, or was interrupted
            more = os.read(descriptor, _MAX_BYTES)
            if not more:
                break
            data += more
        return data
    finally:
        os.close(descriptor)


def odd_characters(text: str, place: Place) -> tuple[Diagnostic, ...]:
    """Control and invisible characters in a value, which escapes can bring in; at *place*."""
    return tuple(
        make(place, code, found=_name(match.group()))
        for pattern, make, code in _ODD
        if (match := pattern.search(text))
    )


def _odd_in_file(text: str, path: str) -> tuple[Diagnostic, ...]:
    found = [
        make(place_at(text, match.start(), 1, path), code, found=_name(match.group()))
        for pattern, make, code in _ODD
        for match in islice(pattern.finditer(text), _MOST_ODD)
    ]
    marks = marks_on_end(text)
    if marks is not None:
        found.insert(0, problem(place_at(text, marks, 1, path), "source.combining"))
    return tuple(found)


_ODD = (
    (_CONTROL, problem, "source.control"),
    (_INVISIBLE, warning, "source.invisible"),
)


def _name(letter: str) -> str:
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".strip()


def marks_on_end(text: str) -> int | None:
    """The offset of a row of combining marks longer than any letter has, if *text* has one.

    Bringing such a row to its normal form takes a time that grows with its square.
    """
    for row in _NEITHER_LETTERS_NOR_SIGNS.finditer(text):
        if row.end() - row.start() > _MOST_MARKS:
            for offset, count in enumerate(_marks_so_far(row.group()), start=row.start()):
                if count > _MOST_MARKS:
                    return offset - count + 1
    return None


def _marks_so_far(row: str) -> Iterator[int]:
    """For each sign of *row*: how many combining marks stand in a row there, itself included."""
    count = 0
    for mark in row:
        count = count + 1 if unicodedata.combining(mark) else 0
        yield count


def _with_few_marks(text: str) -> str:
    """*text* without the marks that no letter has; they are reported, and only this line moves."""

    def shorter(row: re.Match[str]) -> str:
        if row.end() - row.start() <= _MOST_MARKS:
            return row.group()
        counted = zip(row.group(), _marks_so_far(row.group()), strict=True)
        return "".join(mark for mark, count in counted if count <= _MOST_MARKS)

    return _NEITHER_LETTERS_NOR_SIGNS.sub(shorter, text)


def place_at(text: str, offset: int, length: int, path: str, *, first_line: int = 1) -> Place:
    """The place of *offset* in *text*, whose first line is line *first_line* of the file."""
    line_start = text.rfind("\n", 0, offset) + 1
    end_of_line = text.find("\n", offset)
    longest = (len(text) if end_of_line < 0 else end_of_line) - offset
    line = first_line + text.count("\n", 0, offset)
    return Place(path, line, offset - line_start + 1, max(0, min(length, longest)))


def likely_encoding(data: bytes) -> str:
    """The old encoding that bytes which are not UTF-8 are most probably in.

    Judged by how many bytes would be letters that Serbian uses; a guess for a message only.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:200].count(0) > len(data[:200]) // 4:
        return "UTF-16"
    serbian = set("абвгдђежзијклљмнњопрстћуфхцчџшčćđšž")

    def score(encoding: str) -> int:
        text = data.decode(encoding, errors="replace").lower()
        return sum(
            1 if letter in serbian else -2 if not letter.isalpha() else -1
            for letter in text
            if not letter.isascii()
        )

    return max(("windows-1250", "windows-1251", "iso-8859-2", "iso-8859-5", "cp852"), key=score)
