"""Tables as offices save them, CSV and XLSX, to rows of text.

Knows encodings, separators and the few parts of an Excel file that hold what one sees; not what a
column means. Bounded: a file from outside may be a trap. Reads bytes, not files.

XLSX is read with the standard library: it is a zip of XML, we need the text of one sheet, and a
library would bring a megabyte and its own opinion of numbers. Document types are refused, so that
no entity is ever expanded or fetched, and what is unpacked is counted while it is read.
"""

from __future__ import annotations

import csv
import datetime
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from xml.parsers import expat  # no document types, see _parse

from sitegen.frozen import dataclass
from sitegen.source import likely_encoding

MAX_BYTES = 30_000_000  # of the file
_MAX_UNPACKED = 80_000_000
_MAX_MEMBERS = 2_000
_MAX_ROWS = 50_000
_MAX_COLUMNS = 300
_MAX_CELL = 20_000  # characters


class SheetError(Exception):
    """The table cannot be read; ``code`` says why, ``found`` what was met."""

    def __init__(self, code: str, found: str = "") -> None:
        super().__init__(f"{code} {found}")
        self.code, self.found = code, found


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the program that made it counts, and its cells."""

    number: int
    cells: tuple[str, ...]


def read_table(data: bytes, sheet: str = "") -> tuple[Row, ...]:
    """The rows of a table that are not empty; of an Excel file those of *sheet*, else the first."""
    if len(data) > MAX_BYTES:
        raise SheetError("size")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError("xls")
    rows = _xlsx(data, sheet) if data.startswith(b"PK\x03\x04") else _csv(data)
    return tuple(row for row in _bounded(rows) if any(row.cells))


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows):
        if count >= _MAX_ROWS or len(row.cells) > _MAX_COLUMNS:
            raise SheetError("size")
        yield Row(row.number, tuple(_tidy(cell) for cell in row.cells))


def _tidy(text: str) -> str:
    """One line breaks stay, for a cell may list several values; other gaps are one space."""
    if len(text) > _MAX_CELL:
        raise SheetError("size")
    lines = (" ".join(line.split()) for line in re.split(r"\r\n|\r|\n|_x000D_", text))
    return "\n".join(line for line in lines if line)


# --- CSV -------------------------------------------------------------------------------------


def _csv(data: bytes) -> Iterator[Row]:
    text = _decoded(data)
    if "\0" in text:
        raise SheetError("binary")
    named = re.match(r"sep=(.)\r?\n", text)  # a note that Excel leaves for itself
    start = named.end() if named else 0
    separator = named[1] if named else _separator(text)
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=separator)
    try:
        # A row is counted as the program shows it, though its cells may hold line breaks.
        for number, cells in enumerate(reader, start=1):
            yield Row(number, tuple(cells))
    except csv.Error as error:
        raise SheetError("damaged") from error


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    encoding = likely_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        # A few positions of the old code pages mean nothing; the rest is still to be read.
        if encoding == "UTF-16":
            raise SheetError("encoding") from error
        return data.decode(encoding, errors="replace")


def _separator(text: str) -> str:
    """The sign that parts most cells of the first rows, quoted text left aside."""
    rows = re.sub(r'"(?:[^"]|"")*"', "", text[:50_000]).splitlines()[:20]
    counts = {sign: [row.count(sign) for row in rows if row.strip()] for sign in ";\t,|"}
    return max(counts, key=lambda sign: (min(counts[sign], default=0) > 0, sum(counts[sign])))


# --- XLSX (ECMA-376, parts 1 and 2) ----------------------------------------------------------


def _xlsx(data: bytes, sheet: str) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from _Workbook(archive).rows(sheet)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise SheetError("damaged") from error
    except (expat.ExpatError, ValueError, KeyError, IndexError, InvalidOperation, OverflowError) as error:
        raise SheetError("damaged") from error


_DAYS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))  # built-in formats of days
_TIMES = frozenset((18, 19, 20, 21, 45, 46, 47))


class _Workbook:
    """The parts of an Excel file that say what one sees in a sheet."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        if len(archive.namelist()) > _MAX_MEMBERS:
            raise SheetError("size")
        self._archive = archive
        self._left = _MAX_UNPACKED
        self._names = {name.lstrip("/").lower(): name for name in archive.namelist()}
        self._sheets: list[tuple[str, str]] = []  # name, id of its part
        self._from_1904 = False
        self._parts: dict[str, str] = {}
        self._strings: list[str] = []
        self._formats: list[tuple[int, str]] = []

    def rows(self, sheet: str) -> Iterator[Row]:
        self._parse("xl/workbook.xml", self._on_workbook)
        self._parse("xl/_rels/workbook.xml.rels", self._on_relation)
        known = [name for name, _ in self._sheets]
        if not known or (sheet and sheet not in known):
            raise SheetError("sheet", ", ".join(known))
        part = self._parts[dict(reversed(self._sheets))[sheet or known[0]]]
        if "xl/sharedstrings.xml" in self._names:
            reader = _Strings(self._strings)
            self._parse("xl/sharedStrings.xml", reader.on_start, reader.on_end, reader.on_text)
        if "xl/styles.xml" in self._names:
            styles = _Styles(self._formats)
            self._parse("xl/styles.xml", styles.on_start, styles.on_end)
        cells = _Cells(self._strings, self._shown)
        self._parse(part, cells.on_start, cells.on_end, cells.on_text)
        yield from cells.rows

    def _on_workbook(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self._sheets.append((attributes.get("name", ""), identity))
        elif name == "workbookPr":
            self._from_1904 = attributes.get("date1904", "") in ("1", "true")

    def _on_relation(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self._parts[attributes.get("Id", "")] = path

    def _shown(self, text: str, style: int) -> str:
        """A number as its format shows it, as far as names, days and register numbers go."""
        number = Decimal(text)
        kind, pattern = self._formats[style] if 0 <= style < len(self._formats) else (0, "")
        plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", pattern).lower()
        if kind in _DAYS or (pattern and re.search(r"[dy]", plain)):
            return self._day(number)
        if kind in _TIMES or (pattern and re.search(r"[hs]", plain)):
            minutes = round(number % 1 * 24 * 60)
            return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
        if number == number.to_integral_value():
            digits = str(int(number))
            zeros = re.fullmatch(r"0{2,30}", plain)
            return digits.zfill(len(plain)) if zeros else digits
        return f"{number.normalize():f}"

    def _day(self, number: Decimal) -> str:
        whole = int(number)
        if self._from_1904:
            start = datetime.date(1904, 1, 1)
        else:  # 1900 was no leap year, but the first spreadsheets thought so
            start = datetime.date(1899, 12, 30) if whole > 59 else datetime.date(1899, 12, 31)
        return (start + datetime.timedelta(days=whole)).isoformat()

    def _parse(
        self, part: str, on_start: Callable[[str, dict[str, str]], None],
        on_end: Callable[[str], None] | None = None, on_text: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        name = self._names.get(part.lower())
        if name is None:
            raise SheetError("damaged", part)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = lambda tag, values: on_start(tag.rpartition(":")[2], values)
        if on_end:
            parser.EndElementHandler = lambda tag: on_end(tag.rpartition(":")[2])
        if on_text:
            parser.CharacterDataHandler = on_text
        with self._archive.open(name) as stream:
            while chunk := stream.read(1 << 16):
                self._left -= len(chunk)
                if self._left < 0:
                    raise SheetError("size")
                parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise SheetError("doctype")


class _Strings:
    """The texts that cells share; a text may come in pieces, each with its look."""

    def __init__(self, into: list[str]) -> None:
        self._into = into
        self._pieces: list[str] = []
        self._reads = False
        self._aside = 0  # inside a reading aid for Asian text

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces = []
        self._aside += name == "rPh"
        self._reads = name == "t" and not self._aside

    def on_end(self, name: str) -> None:
        self._reads = False
        self._aside -= name == "rPh"
        if name == "si":
            self._into.append("".join(self._pieces))

    def on_text(self, text: str) -> None:
        if self._reads:
            self._pieces.append(text)


class _Styles:
    """How each style shows a number: the number of its format, and its pattern if it has one."""

    def __init__(self, into: list[tuple[int, str]]) -> None:
        self._into = into
        self._patterns: dict[int, str] = {}
        self._in_cells = False

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._patterns[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            kind = int(attributes.get("numFmtId", "0"))
            self._into.append((kind, self._patterns.get(kind, "")))

    def on_end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


class _Cells:
    """The rows of one sheet."""

    def __init__(self, strings: list[str], shown: Callable[[str, int], str]) -> None:
        self.rows: list[Row] = []
        self._strings, self._shown = strings, shown
        self._number = 0
        self._cells: list[str] = []
        self._column, self._type, self._style = 0, "", 0
        self._text: list[str] = []
        self._reads = False

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._cells = []
        elif name == "c":
            self._column = _column(attributes.get("r", ""), len(self._cells))
            self._type, self._style = attributes.get("t", "n"), int(attributes.get("s", "0"))
            self._text = []
        self._reads = name in ("v", "t")

    def on_end(self, name: str) -> None:
        self._reads = False
        if name == "c":
            if self._column >= _MAX_COLUMNS:
                raise SheetError("size")
            self._cells += [""] * (self._column + 1 - len(self._cells))
            self._cells[self._column] = self._value("".join(self._text))
        elif name == "row":
            if len(self.rows) > _MAX_ROWS:
                raise SheetError("size")
            self.rows.append(Row(self._number, tuple(self._cells)))

    def on_text(self, text: str) -> None:
        if self._reads:
            self._text.append(text)

    def _value(self, text: str) -> str:
        if not text:
            return ""
        if self._type == "s":
            return self._strings[int(text)]
        if self._type == "n":
            return self._shown(text, self._style)
        if self._type == "d":
            return text[:10]
        return text  # text, a truth value, or an error as Excel shows it


def _column(name: str, following: int) -> int:
    """The place of the column in "B7", from 0; the next one where a cell has no name."""
    letters = re.match(r"[A-Z]{1,3}", name)
    if not letters:
        return following
    place = 0
    for letter in letters.group():
        place = place * 26 + ord(letter) - 64
    return place - 1
