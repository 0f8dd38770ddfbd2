"""A made-up register of 217 associations with the dirt of real ones, as CSV and as XLSX.

Nothing in it is true: names are put together from lists, numbers are counted. The same rows come
out every time.
"""

from __future__ import annotations

import csv
import io
import zipfile
from xml.sax.saxutils import escape

HEADS = ("Р.бр.", "Рег. број", "НАЗИВ УДРУЖЕЊА", "Сједиште (улица)", "Телефон", "Е-пошта", "Сајт", "Датум уписа", "Статус", "Напомена")
ROWS = 217

_WHAT = ("Удружење пчелара", "Udruženje penzionera", "Клуб љубитеља природе", "ХУМАНИТАРНА ОРГАНИЗАЦИЈА", "Udruženje žena", "Омладински центар", "Udruženje roditelja djece", "Друштво за заштиту", "Планинарско друштво", "Savez izviđača", "Центар за едукацију")
_NAMES = ("Измишљена Јела", "Nepostojeći Hrast", "Бајковити Јасен", "Zamišljena Breza", "Пробни Љиљан", "Ogledna Njiva", "Тестни Џбун", "Izmaštana Đurđica", "Примјерни Ђердан", "Nestvarni Čempres", "Шаљива Жалфија", "Probni Dudvalin", "Магични Ораси", "Kristalni Lješnik", "Снена Тополица", "Vesela Šljiva", "Тиха Врбица", "Jasni Izvorić", "Плава Штедња", "Crvena Nadžeta")  # fmt: skip


def row(number: int) -> list[str]:
    """Row *number* of the register, from 1."""
    what, name = _WHAT[number % len(_WHAT)], _NAMES[number * 7 % len(_NAMES)]
    title = f"{what} „{name}“ {_roman(number)}"
    phone = f"051/{100 + number:03d}-{500 + number:03d}"
    shapes = (phone, phone.replace("/", " "), f"+387 51 {100 + number:03d} {500 + number:03d}", f"тел: {phone}", f"{100 + number:03d}-{500 + number:03d}", f"{phone}; 051/{300 + number:03d}-111", "", " / ")
    mail = f"red{number}@primjer.invalid"
    mails = (mail, f" {mail} ", f"E-mail: {mail}", f"{mail};", "-", mail.upper(), "nema")
    sites = (f"www.red{number}.primjer.invalid", f"https://red{number}.primjer.invalid/", "", "")
    day = f"{number % 28 + 1}.{number % 12 + 1}.{2000 + number % 20}"
    days = (f"{day}.", f"{day}. године", f"{number % 28 + 1}. {_MONTHS[number % 12]} {2000 + number % 20}.", "")
    states = ("активно", "АКТИВНО", "aktivno", "угашено", "Угашено ")
    return [
        str(number), f"РУ-{number:03d}/{number % 20:02d}", title if number % 9 else f"  {title.upper()}  ",
        f"ул.  Измишљена\u00a0бр. {number}" if number % 5 else "", shapes[number % len(shapes)],
        mails[number % len(mails)], sites[number % len(sites)], days[number % len(days)],
        states[number % len(states)], "напомена; са тачком-зарезом\nи новим редом" if number % 31 == 0 else "",
    ]  # fmt: skip


_MONTHS = ("januara", "фебруара", "марта", "aprila", "маја", "јуна", "jula", "августа", "септембра", "oktobra", "новембра", "decembra")


def _roman(number: int) -> str:
    """A number that keeps names apart as real ones are: "XVII"."""
    parts = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in parts:
        text += sign * (number // value)
        number %= value
    return text


def rows() -> list[list[str]]:
    """The whole register, headings first."""
    return [list(HEADS), *(row(number) for number in range(1, ROWS + 1))]


def as_csv(table: list[list[str]], encoding: str, delimiter: str = ";") -> bytes:
    """The table as Excel saves it."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    return file.getvalue().encode(encoding)


def as_xlsx(table: list[list[str]], sheet: str = "Регистар") -> bytes:
    """The table as a small Excel file, every cell a text; the first column a number."""
    shared: dict[str, int] = {}
    lines = []
    for number, cells in enumerate(table, start=1):
        made = []
        for place, text in enumerate(cells):
            name = f"{chr(65 + place)}{number}"
            if place == 0 and number > 1:
                made.append(f'<c r="{name}"><v>{text}</v></c>')
            elif text:
                made.append(f'<c r="{name}" t="s"><v>{shared.setdefault(text, len(shared))}</v></c>')
        lines.append(f'<row r="{number}">{"".join(made)}</row>')
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
    return workbook({
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{texts}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>",
    }, sheet)  # fmt: skip


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(parts: dict[str, str], sheet: str = "Лист1") -> bytes:
    """An Excel file of *parts* with one sheet."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    whole = {
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{relations}"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    } | parts
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in whole.items():
            archive.writestr(zipfile.ZipInfo(path), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()
