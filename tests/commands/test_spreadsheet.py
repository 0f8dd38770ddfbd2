"""Tables as offices save them come out as the rows that one sees; traps come out as refusals."""

from __future__ import annotations

import io
import zipfile

import pytest
from register import ROWS, as_csv, as_xlsx, rows, workbook

from sitegen.commands.spreadsheet import SheetError, read_table

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TIDY = [tuple("\n".join(" ".join(line.split()) for line in cell.split("\n")) for cell in row) for row in rows()]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_in_text_reads_the_same_however_it_was_saved(encoding: str, delimiter: str) -> None:
    found = read_table(as_csv(rows(), encoding, delimiter))
    assert TIDY == [row.cells for row in found]


def test_the_old_encodings_of_excel_are_recognized() -> None:
    latin = [["Рег", "Naziv"], ["1", "Udruženje „Đurđica“ – Čačak, Šljivić, ćup, Žarko"]]
    latin[0][0] = "Reg"
    assert latin == [list(row.cells) for row in read_table(as_csv(latin, "cp1250"))]
    cyrillic = [["Број", "Назив"], ["1", "Удружење грађана Ђердан, Љиљан, Њива и Џбун"]]
    assert cyrillic == [list(row.cells) for row in read_table(as_csv(cyrillic, "cp1251"))]


def test_the_note_that_excel_leaves_for_itself_is_no_row() -> None:
    assert [("a", "b;c")] == [row.cells for row in read_table(b"sep=,\r\na,b;c\r\n")]


def test_rows_keep_the_numbers_people_see() -> None:
    assert [1, 3, 4] == [row.number for row in read_table(b'sep=;\na;b\n;\n"x\ny";z\nlast;1\n')]


def test_an_excel_file_reads_as_the_same_rows() -> None:
    found = read_table(as_xlsx(rows()))
    assert TIDY == [row.cells + ("",) * (10 - len(row.cells)) for row in found]
    assert list(range(1, ROWS + 2)) == [row.number for row in found]
    assert found == read_table(as_xlsx(rows()), "Регистар")


def cells(sheet: str, *, styles: str = "", strings: str = "") -> list[str]:
    parts = {"xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData><row r='1'>{sheet}</row></sheetData></worksheet>"}
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet {MAIN}>{styles}</styleSheet>"
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>"
    return list(read_table(workbook(parts))[0].cells)


STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="000000"/><numFmt numFmtId="165" formatCode="d\\.m\\.yyyy\\."/>'
    '<numFmt numFmtId="166" formatCode="#,##0.00&quot; dana&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/><xf numFmtId="166"/></cellXfs>'
)


def test_numbers_read_as_they_are_shown() -> None:
    sheet = (
        "<c r='A1'><v>51301065</v></c><c r='B1'><v>5.1301065E7</v></c><c r='C1' s='2'><v>1234</v></c><c r='D1' s='1'><v>43220</v></c>"
        "<c r='E1' s='3'><v>43220.5</v></c><c r='F1' s='4'><v>0.5</v></c><c r='G1'><v>1.5</v></c><c r='H1' s='5'><v>3</v></c><c r='J1'><v>0</v></c>"
    )
    expected = ["51301065", "51301065", "001234", "2018-04-30", "2018-04-30", "12:00", "1.5", "3", "", "0"]
    assert expected == cells(sheet, styles=STYLES)


def test_texts_read_whole_in_all_their_shapes() -> None:
    strings = "<si><t>Прво</t></si><si><r><t>Дру</t></r><r><rPr><b/></rPr><t>го</t></r><rPh><t>помоћ</t></rPh></si>"
    sheet = "<c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='inlineStr'><is><t>Треће</t></is></c><c t='str'><f>A1</f><v>Четврто</v></c><c t='b'><v>1</v></c>"
    assert ["Прво", "Друго", "Треће", "Четврто", "1"] == cells(sheet, strings=strings)


def sheet_of(text: str) -> bytes:
    return workbook({"xl/worksheets/sheet1.xml": text})


def bomb() -> bytes:
    return sheet_of(f"<worksheet {MAIN}><sheetData>" + " " * 90_000_000 + "</sheetData></worksheet>")


def many_members() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(3000):
            archive.writestr(f"a{number}", "")
    return file.getvalue()


ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"), (b"PK\x03\x04rubbish", "damaged"), (b"a;\0b", "binary"),
        (sheet_of(f"{ENTITY}<worksheet {MAIN}>&a;</worksheet>"), "doctype"),
        (sheet_of(f"{LAUGHS}<worksheet {MAIN}>&b;</worksheet>"), "doctype"),
        (sheet_of("<worksheet><sheetData><row>"), "damaged"), (sheet_of("<worksheet><c t='s'><v>9</v></c></worksheet>"), "damaged"),
        (sheet_of("<worksheet><row><c r='ZZZ1'><v>1</v></c></row></worksheet>"), "size"),
        (workbook({"xl/_rels/workbook.xml.rels": "<R><Relationship Id='rId1' TargetMode='External' Target='http://zlo.invalid/x'/></R>"}), "damaged"),
        (workbook({"xl/_rels/workbook.xml.rels": "<R><Relationship Id='rId1' Target='../../../etc/passwd'/></R>"}), "damaged"),
        (many_members(), "size"), (b"a;" * 400, "size"), (b"a" * 30_000, "size"), (b"x\n" * 60_000, "size"),
    ],
)  # fmt: skip
def test_what_is_no_table_or_a_trap_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(SheetError) as refused:
        read_table(data)
    assert code == refused.value.code


def test_a_file_that_unpacks_without_end_is_left_in_time() -> None:
    data = bomb()
    assert len(data) < 200_000
    with pytest.raises(SheetError) as refused:
        read_table(data)
    assert "size" == refused.value.code


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(SheetError) as refused:
        read_table(as_xlsx(rows()), "Други")
    assert ("sheet", "Регистар") == (refused.value.code, refused.value.found)
