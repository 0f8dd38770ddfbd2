"""The small values that fields hold: dates as precise as they are known, phones, relations.

Knows how each is written and compared; not which field holds it, nor how a page shows it.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from sitegen.frozen import dataclass
from sitegen.patterns import regex
from sitegen.scripts.serbian import to_latin
from sitegen.scripts.spans import Prose

CERTAINTIES = ("stated", "implied", "editor")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day."""

    year: int
    month: int = 0  # 0: unknown
    day: int = 0  # 0: unknown

    @property
    def first_day(self) -> date:
        """The earliest day this can mean: a year alone starts on 1 January."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day this can mean: a year alone ends on 31 December."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        """``2018``, ``2018-05`` or ``2018-05-03``."""
        steps = [f"{self.year:04d}"]
        steps += [f"{step:02d}" for step in (self.month, self.day) if step]
        return "-".join(steps)


class Ref(NamedTuple):
    """The address of a record inside the project: its folder and its slug."""

    folder: str
    slug: str

    def __str__(self) -> str:
        return f"{self.folder}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Relation:
    """One record names another, or people whom the source does not name."""

    ref: Ref | None  # None: an unnamed collective, then ``text`` says who
    certainty: str = "stated"
    source: Ref | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    text: Prose | None = None
    note: Prose | None = None


@lru_cache(maxsize=100_000)  # relations to one record are mostly the same
def to_record(folder: str, slug: str) -> Relation:
    """The plain relation to a record."""
    return Relation(Ref(folder, slug))


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it is shown and as it is dialled."""

    shown: str  # 051/301-065
    e164: str  # +38751301065


# --- readers: text to value, None where the text is not one ----------------------------------

_MONTH_STEMS = {
    stem: number
    for number, stems in enumerate(
        "jan,siječ feb,velj mar,ožuj apr,trav maj,svib jun,lip jul,srp avg,aug,kolov sep,ruj okt,list nov,stud dec,pros".split(),
        start=1,
    )
    for stem in stems.split(",")
}
_ISO = regex(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z", re.ASCII)
_YEAR_WORD = r"\.?(?:\s*god(?:ine|ina|\.)?)?\Z"
_DOTTED = regex(r"(?:(\d{1,2})\.\s*)?(\d{1,2}|[ivx]+)\.\s*(\d{4})" + _YEAR_WORD, re.ASCII)
_NAMED = regex(r"(?:(\d{1,2})\.\s*)?([a-zčćđšž]+)\.?\s+(\d{4})" + _YEAR_WORD)
_YEAR = regex(r"(\d{4})" + _YEAR_WORD, re.ASCII)
_ROMAN = tuple("i ii iii iv v vi vii viii ix x xi xii".split())


def read_date(text: str) -> PartialDate | None:
    """ISO dates, and dates as people write them: ``27.12.2022.``, ``27. децембра 2022.``, ``2018.``."""
    steps = date_steps(text)
    if steps is None:
        return None
    year, month, day = steps
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def date_steps(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of what is written as a date, 0 where not given; there may be no such
    day in the calendar."""
    plain = to_latin(text.strip()[:40]).lower()
    if match := _ISO.match(plain):
        year, month, day = (int(step or 0) for step in match.groups())
    elif (match := _DOTTED.match(plain)) or (match := _NAMED.match(plain)):
        month = month_number(match[2])
        day, year = int(match[1] or 0), int(match[3])
    elif match := _YEAR.match(plain):
        return (int(match[1]), 0, 0) if int(match[1]) >= 1500 else None
    else:
        return None
    if year < 1500 or month < 0 or re.search(r"(?<!\d)00?(?!\d)", plain):
        return None
    return year, month, day


def month_number(word: str) -> int:
    """The number of a month given by number, Roman number or name in any case; -1 if it is none."""
    if word.isdigit():
        return int(word)
    if word in _ROMAN:
        return _ROMAN.index(word) + 1
    found = [number for stem, number in _MONTH_STEMS.items() if word.startswith(stem)]
    return found[0] if len(found) == 1 else -1


@dataclass(frozen=True, slots=True)
class NumberingPlan:
    """How a country numbers its telephones. ``areas``: leading digits after the trunk zero."""

    country_code: str
    areas: tuple[str, ...]
    digits: tuple[int, ...]  # allowed lengths of the national number, without the zero
    fixed: str = ""  # first digits of areas with one length only, the shortest

    def lengths(self, area: str) -> tuple[int, ...]:
        """Allowed lengths of a national number that begins with *area*."""
        return self.digits[:1] if area[0] in self.fixed else self.digits


# National numbering plans (ITU-T E.129 presentations of BA, RS, ME, HR); only what tells a wrong
# number from a right one: area or network codes and the length.
PLANS = {
    "BA": NumberingPlan(
        "387", tuple("30 31 32 33 34 35 36 37 38 39 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 70 80 90".split()), (8, 9), "345"
    ),
    "RS": NumberingPlan("381", tuple(str(n) for n in (*range(10, 40), *range(60, 70), 230, 280, 290, 390, 800, 900)), (8, 9, 10)),
    "ME": NumberingPlan("382", tuple(str(n) for n in (20, 30, 31, 32, 33, 40, 41, 50, 51, 52, 63, 66, 67, 68, 69, 78, 80)), (8, 9)),
    "HR": NumberingPlan("385", tuple(str(n) for n in (1, *range(20, 24), *range(31, 36), *range(40, 45), *range(47, 54), 91, 92, 95, 97, 98, 99, 60, 800)), (8, 9)),
}  # fmt: skip
# 122, 124, 1285 and the European 116xxx lines are dialled as they are.
_SHORT = regex(r"(?:1\d{2,4}|116\d{3})\Z", re.ASCII)


def read_phone(text: str, country: str) -> Phone | str:
    """A phone of *country* (ISO 3166), or the name of what is wrong with it.

    ``051/301-065``, ``051 301 065``, ``+387 51 301-065``, ``+387 (0)51 301 065`` and
    ``00387 51 301-065`` are one number. Wrong: "area_code" when it is missing, "length",
    "words" when letters are inside.
    """
    plan = PLANS.get(country, PLANS["BA"])
    if re.search(r"[^\W\d_]", text):
        return "words"
    digits = re.sub(r"[\s/.\-–()]", "", text.replace("(0)", ""))
    if not re.fullmatch(r"\+?\d{3,15}", digits, re.ASCII):
        return "length"
    if _SHORT.match(digits):
        return Phone(digits, digits)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+"):
        if not digits.startswith("+" + plan.country_code):
            return Phone(digits, digits) if 8 <= len(digits) <= 16 else "length"
        national = digits[len(plan.country_code) + 1 :].removeprefix("0")
    elif digits.startswith("0"):
        national = digits[1:]
    else:
        return "area_code"
    area = _area(national, plan)
    if not area:
        return "area_code"
    if len(national) not in plan.lengths(area):
        return "length"
    rest = national[len(area) :]
    shown = f"0{area}/{rest[:3]}-{rest[3:]}"
    return Phone(shown, f"+{plan.country_code}{national}")


@dataclass(frozen=True, slots=True)
class Digits:
    """How many digits stand behind an area code, and how few and how many may."""

    area: str
    found: int
    needed: tuple[int, ...]  # one number, or the least and the most


def count_digits(text: str, country: str) -> Digits | None:
    """The digits of a number whose length is wrong; None where its area code is not known."""
    plan = PLANS.get(country, PLANS["BA"])
    digits = re.sub(r"\D", "", text.replace("(0)", ""), flags=re.ASCII)
    for prefix in (f"00{plan.country_code}", plan.country_code, "0"):
        national = digits.removeprefix(prefix)
        area = _area(national, plan)
        if digits.startswith(prefix) and area:
            lengths = sorted({min(plan.lengths(area)), max(plan.lengths(area))})
            needed = tuple(length - len(area) for length in lengths)
            return Digits(f"0{area}", len(national) - len(area), needed)
    return None


def _area(national: str, plan: NumberingPlan) -> str:
    return next((a for a in sorted(plan.areas, key=len, reverse=True) if national.startswith(a)), "")


# Leading digits of national numbers that are given to persons' telephones.
_MOBILE = {"387": ("6",), "381": ("6",), "382": ("6",), "385": ("9",)}


def is_mobile(phone: Phone) -> bool:
    """Whether a number belongs to a mobile network of the four countries whose plans we know."""
    code, national = phone.e164[1:4], phone.e164[4:]
    return phone.e164.startswith("+") and national.startswith(_MOBILE.get(code, ("x",)))


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as somebody wrote it."""

    value: int
    currency: str = ""  # ISO 4217; empty where it is not written


CURRENCIES = {
    "BAM": r"KM|BAM|konvertibiln\w+ mar\w+|mar(?:aka|ke|ka)",
    "EUR": r"EUR|€|eur[aoie]|evr[aoie]|eurima|evrima",
    "USD": r"USD|\$|dolar\w*",
    "RSD": r"RSD|din(?:\.|ar\w*)",
    "CHF": r"CHF|frana?k\w*",
    "NOK": r"NOK",
    "SEK": r"SEK",
    "CZK": r"CZK",
}
_CURRENCY = {code: regex(rf"(?:{words})\Z", re.IGNORECASE) for code, words in CURRENCIES.items()}
_AMOUNT = regex(r"(?P<before>[^\d\s]{1,3}\s?)?(?P<number>\d[\d. \u00a0,]{0,24})\s*(?P<after>[^\d]{1,30})?\Z")
_GROUPED = regex(r"\d{1,3}(?:[. \u00a0]\d{3})+(?:,0{1,2}|,-)?\Z|\d{1,15}(?:,0{1,2}|,-)?\Z", re.ASCII)


def read_amount(text: str) -> Amount | None:
    """``800000``, ``800.000``, ``800 000,00 KM`` or ``800.000 eura``; None where it is not sure.

    In Serbian a dot parts thousands and a comma decimals: ``1,500`` and ``800.00`` could be meant
    either way and are nothing.
    """
    match = _AMOUNT.match(to_latin(text.strip()))
    if match is None or not _GROUPED.match(match["number"].strip()):
        return None
    digits = re.sub(r"\D", "", match["number"].split(",")[0])
    words = [word.strip(" .") or word.strip() for word in (match["before"], match["after"]) if word]
    found = [
        next((code for code, pattern in _CURRENCY.items() if pattern.match(word)), "?") for word in words
    ]
    if "?" in found or len(found) > 1:
        return None
    return Amount(int(digits), found[0] if found else "")


# Characters that mean something in a mailto: address (? & % = # /) are left out on purpose.
_EMAIL = regex(
    r"[A-Za-z0-9.!$'*+^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\Z", re.ASCII
)
# Certain with a mark after it, with a hyphen in it or in Cyrillic; else the address may begin so.
_LABEL = regex(
    r"(?:(?:e-?mail|mail|mejl|imejl|e-?pošta|имејл|е-?маил|мејл|е-?пошта|mailto)(?:\s*[:=]+\s*|\s+|\.\s+)"
    r"|e-mail|e-?pošta|имејл|е-?маил|мејл|е-?пошта)(?=[^\s@]{1,64}@)",
    re.IGNORECASE,
)
_LABEL_OR_NOT = regex(r"e?mail(?!ing|er|box|list|man)[._]?(?=[^\s@]{3,64}@)", re.IGNORECASE)


def read_email(text: str) -> str | None:
    """An e-mail address, as typed."""
    return text if len(text) <= 254 and _EMAIL.match(text) and ".." not in text else None


def without_glued_label(text: str) -> str | None:
    """The address in ``E-mailinfo@example.ba``; None when no label is glued on."""
    match = _LABEL.match(text[:320])
    rest = text[match.end() :] if match else ""
    return rest if match and read_email(rest) else None


def without_likely_label(text: str) -> str | None:
    """The address in ``mailinfo@example.ba``, where the first letters may belong to it."""
    match = _LABEL_OR_NOT.match(text[:320])
    rest = text[match.end() :] if match else ""
    return rest if match and read_email(rest) else None


def is_address(text: str) -> bool:
    """Whether *text* is a web address that a browser and our own checks can take apart.

    Milder than ``read_url``: an address in running text may hold other letters in its path.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+|localhost", host, re.ASCII) is not None
    return plain and "@" not in parts.netloc and port != 0 and text.isprintable()


_URL = regex(r"https?://([A-Za-z0-9.-]+\.(?:[A-Za-z]{2,}|xn--[A-Za-z0-9-]+))(?::\d{1,5})?(?:[/?#][!-~]*)?\Z", re.ASCII)


def read_url(text: str) -> str | None:
    """An http or https address with a plain ASCII host and no user name, as typed."""
    if any(letter in text for letter in "\"'<>\\`{}|^") or not _URL.match(text):
        return None
    return text


def read_base_url(text: str) -> str | None:
    """The address that a site is published at: no question and no fragment after it."""
    return None if "?" in text or "#" in text else read_url(text)


def read_edit_url(text: str) -> str | None:
    """An address with ``{path}`` where the path of a file goes."""
    filled = text.replace("{path}", "path")
    return text if filled != text and read_url(filled) else None


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_weekdays(text: str) -> tuple[int, ...] | None:
    """``mon-fri`` or ``mon, wed, sat`` as numbers from 0 for Monday."""
    days: list[int] = []
    for part in text.lower().replace("–", "-").split(","):
        ends = [end.strip() for end in part.split("-")]
        if not 1 <= len(ends) <= 2 or not all(end in _WEEKDAYS for end in ends):
            return None
        first, last = _WEEKDAYS.index(ends[0]), _WEEKDAYS.index(ends[-1])
        if first > last:
            return None
        days += range(first, last + 1)
    return tuple(days) if len(set(days)) == len(days) else None


def read_time(text: str) -> str | None:
    """``08:00``; 24:00 is the end of the day."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text, re.ASCII)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2])
    if minute > 59 or hour * 60 + minute > 24 * 60:
        return None
    return f"{hour:02d}:{minute:02d}"


def read_number(text: str) -> int | None:
    """A whole number without separators."""
    return int(text) if re.fullmatch(r"\d{1,15}", text, re.ASCII) else None


def read_decimal(text: str) -> float | None:
    """A decimal number with a point."""
    return float(text) if re.fullmatch(r"-?\d{1,5}(?:\.\d{1,9})?", text, re.ASCII) else None


def read_true(text: str) -> bool | None:
    """``true``; a field of this type is left out when it is not so."""
    return True if text == "true" else None
