"""What a value that could not be read was probably meant to be.

Each function takes what was typed and gives the right form, or an empty text when it is not
sure. Knows how people write dates, hours and telephones; never guesses a fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sitegen.patterns import regex
from sitegen.scripts.serbian import to_latin
from sitegen.slugs import slug
from sitegen.spelling import nearest
from sitegen.values import (
    PartialDate,
    Phone,
    read_date,
    read_decimal,
    read_email,
    read_phone,
    read_time,
    read_url,
    read_weekdays,
)

_LONGEST = 200  # characters; longer text is no mistyped value

_YEAR_FIRST = regex(r"(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?\.?\Z", re.ASCII)
_YEAR_LAST = regex(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\.?\Z", re.ASCII)
_DAY_GLUED = regex(r"(\d{1,2})\.?\s*([a-zčćđšž]{3,10})\.?,?\s*(\d{4})\.?(?:\s*god\w*)?\.?\Z")
_MONTHS = (
    "januar januara februar februara mart marta april aprila maj maja jun juna jul jula avgust"
    " avgusta septembar septembra oktobar oktobra novembar novembra decembar decembra"
).split()


def date_for(text: str) -> str:
    """``2018/5/3`` and ``27-12-2022`` in ISO form; nothing where day and month could be either."""
    plain = to_latin(text.strip()[:_LONGEST]).lower()
    if match := _YEAR_FIRST.match(plain):
        return _iso(match[1], match[2], match[3])
    if match := _YEAR_LAST.match(plain):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            return _iso(match[3], match[2], match[1])
        return _iso(match[3], match[1], match[2]) if second > 12 else ""
    if match := _DAY_GLUED.match(plain):
        month = nearest(match[2], _MONTHS)
        found = read_date(f"{match[1]}. {month} {match[3]}") if month else None
        return found.iso if found else ""
    return ""


def _iso(year: str, month: str, day: str | None) -> str:
    found = PartialDate(int(year), int(month), int(day or 0)).iso
    return found if read_date(found) else ""


_SPAN = regex(r"([\d.]{4,11}?)\.?\s*[-\u2012-\u2015]\s*([\d.]{4,11}?)\.?")


def span_for(text: str) -> str:
    """Both ends of a span of days: 2020–2026., 1.5.2020 - 30.6.2021."""
    ends = _SPAN.fullmatch(text)
    return f"{{from: {ends[1]}, to: {ends[2]}}}" if ends and all(map(read_date, ends.groups())) else ""


def time_for(text: str) -> str:
    """``8h``, ``8.30`` and ``20 часова`` as ``08:00``, ``08:30`` and ``20:00``."""
    plain = to_latin(text.strip()[:_LONGEST]).lower()
    match = re.fullmatch(r"(?:u |od |do )?(\d{1,2})(?:\s*[.,:h]\s*(\d{2}))?\s*(?:h|č|sati|sata|sat|časova|čas(?:a|ova)?)?\.?", plain)
    return read_time(f"{match[1]}:{match[2] or '00'}") or "" if match else ""


_DAYS = {
    "pon": "mon", "uto": "tue", "sri": "wed", "sre": "wed", "čet": "thu", "cet": "thu", "pet": "fri",
    "sub": "sat", "ned": "sun", "mon": "mon", "tue": "tue", "wed": "wed", "thu": "thu", "fri": "fri",
    "sat": "sat", "sun": "sun",
}  # fmt: skip


def weekdays_for(text: str) -> str:
    """``pon-pet`` and ``уторак и четвртак`` as ``mon-fri`` and ``tue, thu``."""
    plain = to_latin(text.strip()[:_LONGEST]).lower()
    if re.fullmatch(r"(?:radni(?:m)? dan(?:i|ima|om)?|workdays|weekdays)", plain):
        return "mon-fri"
    if re.fullmatch(r"(?:svaki dan|svim danima|every day|daily)", plain):
        return "mon-sun"
    parts = re.split(r"(\s*(?:-|–|—|,|/|\bdo\b|\bto\b|\bi\b|\band\b|\s)\s*)", plain)
    out: list[str] = []
    for number, part in enumerate(parts):
        if number % 2:
            is_range = re.search(r"-|–|—|\bdo\b|\bto\b", part)
            out.append("-" if is_range else ", ")
        elif part not in ("", "od", "from"):
            day = _DAYS.get(part.strip(".")[:3], "")
            if not day:
                return ""
            out.append(day)
        elif out:
            out.pop()
    found = "".join(out).strip(", ")
    return found if read_weekdays(found) else ""


_LANGUAGES = {
    "srp": "sr", "ser": "sr", "bos": "bs", "hrv": "hr", "cro": "hr", "eng": "en", "njem": "de",
    "nem": "de", "ger": "de", "deu": "de", "rom": "rom", "crn": "cnr", "mak": "mk", "slov": "sl",
    "alb": "sq", "tur": "tr", "mađ": "hu", "ita": "it", "fra": "fr", "rus": "ru", "češ": "cs",
}  # fmt: skip


def language_for(text: str) -> str:
    """``енглески`` and ``English`` as ``en``."""
    plain = to_latin(text.strip()[:_LONGEST]).lower()
    if re.fullmatch(r"[a-z]{2}(?:[-_][a-z]+)*", plain):
        return plain.replace("_", "-")
    return next((code for start, code in _LANGUAGES.items() if plain.startswith(start)), "")


def flag_for(text: str) -> str:
    """``да``, ``yes`` and ``True`` as ``true``."""
    return "true" if to_latin(text.strip()[:_LONGEST]).lower() in ("da", "yes", "true", "tačno", "1", "x") else ""


def number_for(text: str) -> str:
    """``12 мјесеци`` as ``12`` and ``1.500`` as ``1500``."""
    match = re.fullmatch(r"(\d{1,3}(?:[. ]\d{3})+|\d{1,15})\.?(?:\s*[^\W\d].*)?", text.strip()[:_LONGEST])
    return re.sub(r"\D", "", match[1]) if match else ""


def decimal_for(text: str) -> str:
    """``44,7722`` with a point."""
    pointed = text.strip()[:_LONGEST].replace(",", ".").rstrip("°NESW ")
    return pointed if read_decimal(pointed) is not None else ""


def uuid_for(text: str) -> str:
    """A UUID in capitals or braces as it is written here."""
    plain = text.strip()[:_LONGEST].strip("{}").lower()
    pattern = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return plain if re.fullmatch(pattern, plain, re.ASCII) else ""


def slug_for(text: str) -> str:
    """A title as the slug that it would have."""
    return slug(text.strip()[:_LONGEST])


_NUMBER_AND_WORDS = regex(r"([+(\d][\d\s/().–+-]{5,24}\d)\s*[,;:–(-]*\s*(\S.{0,80})\Z")
_EXTENSION = regex(r"(?:lok(?:al)?|ext|int|kućni|kucni)\b\.?\s*:?\s*(\d{1,6})\W*\Z", re.IGNORECASE)


_BETWEEN_PHONES = regex(r"\s*[;,]\s*|\s+(?:и|или|i|ili)\s+|\s*/\s+|\s+/\s*")
_LABEL = regex(r"(?P<label>tel|telefon|t|mob|mobilni|mobitel|m|fa(?:x|ks)|f)\b[\s.:]*(?P<number>[+(\d].*)\Z", re.IGNORECASE)
_LABELLED = {"m": "mobile", "f": "fax"}
_NO_DIGITS = str.maketrans("OoОоIlЗзб|", "0000113361")


def phone_for(text: str, country: str) -> str:
    """A telephone with what people write around it as it should be written; nothing where that is not
    sure.

    Two numbers become two items, ``тел. 051/000-000`` loses its label, ``387 51…`` gets its sign,
    letters that look like digits become them, ``051/000-000 – локал 713`` is ``{number: …,
    extension: …}`` and other words become a note.
    """
    plain = text.strip()[:_LONGEST]
    return _phones(plain, country) or _one_phone(plain, country) or _phone_with_words(plain, country)


def _phones(text: str, country: str) -> str:
    first, *others = _BETWEEN_PHONES.split(text)
    area = re.match(r"\(?(?:\+|0)[\d() ]*\d(?=[/ )-])", first)
    found = [read_phone(first, country)]
    for other in others:
        alone = read_phone(other, country)
        found.append(read_phone(f"{area[0]}/{other}", country) if alone == "area_code" and area else alone)
    shown = [f'"{one.shown}"' for one in found if isinstance(one, Phone)]
    return ", ".join(shown) if len(shown) == len(found) > 1 else ""


def _one_phone(text: str, country: str) -> str:
    match = _LABEL.match(to_latin(text))
    number = match["number"] if match else text
    spelled = number.translate(_NO_DIGITS) if re.search(r"\d[^\W\d_]|[^\W\d_]\d", number) else number
    for one in (spelled, f"+{spelled}" if spelled[:1].isdigit() and spelled[0] != "0" else ""):
        phone = read_phone(one, country) if one else ""
        if isinstance(phone, Phone):
            kind = _LABELLED.get(match["label"][0].lower(), "") if match else ""
            return f'{{number: "{phone.shown}", type: {kind}}}' if kind else f'"{phone.shown}"'
    return ""


def _phone_with_words(text: str, country: str) -> str:
    match = _NUMBER_AND_WORDS.match(text.strip()[:_LONGEST])
    phone = read_phone(match[1].rstrip(" /(–-"), country) if match else "length"
    if match is None or not isinstance(phone, Phone):
        return ""
    words = match[2].strip(" ()–-,;")
    extension = _EXTENSION.match(to_latin(words))
    if extension:
        return f'{{number: "{phone.shown}", extension: "{extension[1]}"}}'
    return f'{{number: "{phone.shown}", note: "{words}"}}' if '"' not in words else ""


def email_for(text: str) -> str:
    """``info (at) example.org`` and ``info @example.org.`` as ``info@example.org``."""
    plain = re.sub(r"\s*(?:@|[(\[{]\s*(?:at|et|@)\s*[)\]}]|\s(?:at|et)\s)\s*", "@", text.strip()[:_LONGEST], count=1)
    plain = re.sub(r"\s*[(\[{]\s*(?:dot|tačka|tacka)\s*[)\]}]\s*", ".", plain).strip("<>.,;: ")
    plain = plain.removeprefix("www.") if "@" in plain else plain
    return plain if read_email(plain) else ""


_BAD_SCHEME = regex(r"(?:h?t+ps?|https?)\s*(?::\s*/{0,3}|/{1,3}|:)\s*(?=[\w.-]+\.)", re.IGNORECASE)


def url_for(text: str) -> str:
    """``www.example.org`` and ``htp:/example.org`` with a right beginning; a host in other letters in
    its ASCII form."""
    plain = text.strip()[:_LONGEST].strip("<>., ")
    match = _BAD_SCHEME.match(plain)
    secure = "http" if match and "s" not in match.group().lower() else "https"
    rest = re.sub(r"\s+", "%20" if "/" in plain[8:].split(" ")[0] else "", plain[match.end() :] if match else plain)
    host, slash, path = rest.partition("/")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    found = f"{secure}://{host}{slash}{path}"
    return found if read_url(found) and "@" not in host else ""


_PRINTED_QUOTES = regex(r"[\"'„“”‟‚‘’«»‹›]*(?P<bare>.*?)[\"'„“”‟‚‘’«»‹›]*", re.DOTALL)
_PRINTED = "„“”‟‚‘’«»‹›"


def without_printed_quotes(text: str) -> str:
    """``“active”`` as ``active``: the quotation marks of word processors are letters to YAML."""
    plain = text.strip()[: 2 * _LONGEST]
    if not plain or (plain[0] not in _PRINTED and plain[-1] not in _PRINTED):
        return ""
    match = _PRINTED_QUOTES.fullmatch(plain)
    return match["bare"].strip() if match else ""


_BULLETED = regex(r"(?:[*•·▪●◦‣–—]\s*|-(?=\S))(?P<rest>\S.{0,200})", re.DOTALL)


def bullet_in(text: str) -> str:
    """``• 051/000-000`` as ``- 051/000-000``; nothing where no other mark stands for the dash."""
    match = _BULLETED.match(text)
    return f"- {match['rest'].split(chr(10))[0].strip()}" if match else ""


def list_for(text: str) -> str:
    """``socijalna-zastita, zdravlje`` as ``[socijalna-zastita, zdravlje]``; a text with blanks is one item."""
    plain = text.strip()
    if not plain or len(plain) > _LONGEST or "\n" in plain or '"' in plain:
        return ""
    parts = re.split(r"\s*[,;]\s*", plain.strip(",; "))
    if all(re.fullmatch(r"[^\s\[\]{}]+", part) for part in parts):
        return f"[{', '.join(_quoted(part) for part in parts)}]"
    return f'["{plain}"]'


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search("[:#]", value) or value[0].isdigit() else value


# What editors write who do not know the English word: the beginning of it, without diacritics.
_FIELDS = {
    "nazi": "title", "naslov": "title", "ime": "title", "opis": "summary", "sazetak": "summary",
    "skracen": "short_title", "vrst": "type kind doc_type", "tip": "type kind doc_type", "stanj": "status",
    "mjest": "place", "grad": "place", "opstin": "place", "adres": "address", "telefon": "phones",
    "mobi": "phones", "tel": "phones", "fax": "phones", "faks": "phones", "mail": "emails", "e-mail": "emails",
    "email": "emails", "e-post": "emails", "epost": "emails", "sajt": "websites", "web": "websites",
    "stranic": "websites", "link": "websites url", "mrez": "social", "radno": "hours", "vrijeme": "hours",
    "oblast": "areas", "grup": "target_groups", "korisni": "target_groups", "izvor": "sources",
    "provjer": "verified", "nepoznat": "unknown", "napomen": "note", "osnovan": "founded", "cijen": "cost",
    "pruza": "provider", "partner": "partners", "finansi": "funders", "jezi": "languages lang",
    "pristupac": "accessibility", "koordinat": "coordinates", "period": "period", "razdoblj": "period",
    "datum": "date dates", "ulog": "roles", "budzet": "budget", "cilj": "goals", "rezultat": "results",
    "usvoji": "adopted_by", "ulic": "street", "broj": "number", "postansk": "postal_code", "od": "from",
    "do": "to", "dan": "days", "lokal": "extension", "iznos": "amount", "valut": "currency",
    "uslov": "eligibility", "dokument": "required_documents documents", "prvi": "first_step",
}  # fmt: skip
_CHOICES = {
    "aktiv": "active running", "radi": "active", "neaktiv": "inactive", "ne radi": "inactive", "zatvor": "closed",
    "ugas": "closed ended", "nepoznat": "unknown", "ne zna": "unknown", "plani": "planned", "pauz": "paused",
    "zavrs": "ended finished", "obustav": "suspended paused", "u toku": "running", "traje": "running",
    "udruz": "association", "fondac": "foundation", "zaduzb": "foundation", "humanit": "humanitarian",
    "ustanov": "public_institution", "opstin": "local_government", "ministar": "ministry", "mrez": "network",
    "uslug": "service", "grup": "service_group", "besplat": "free", "plac": "fee", "strategij": "strategy",
    "plan": "plan", "akcion": "action_plan", "program": "programme", "protokol": "protocol",
    "izvjesta": "report", "sporazum": "agreement", "pravilnik": "regulation", "telefon": "voice phone",
    "fiks": "voice", "mobi": "mobile", "faks": "fax", "fax": "fax", "e-mail": "email", "mail": "email",
    "posjet": "site_visit", "sajt": "web", "da": "yes", "ne": "no", "djelimic": "partly",
    "partner": "partner", "finans": "funder", "nosil": "lead", "provod": "implementer", "podrz": "supporter",
    "km": "BAM", "bam": "BAM", "mark": "BAM", "konvertibiln": "BAM", "evr": "EUR", "evra": "EUR", "eur": "EUR", "eura": "EUR", "din": "RSD", "dinar": "RSD", "dolar": "USD",
}  # fmt: skip


# What one kind of record says, and others say in another word.
_AKIN = {
    "ended": "finished closed", "finished": "ended closed", "closed": "ended finished",
    "paused": "suspended inactive", "suspended": "paused inactive", "inactive": "paused suspended",
    "active": "running", "running": "active",
}  # fmt: skip


def akin_to(word: str, known: Sequence[str]) -> str:
    """The word of a closed list that means what *word* means for another kind of record."""
    return next((one for one in _AKIN.get(word, "").split() if one in known), "")


def field_for(word: str, known: Sequence[str]) -> str:
    """The field that a Serbian name means: „телефони“ is ``phones``; nothing where it is not known."""
    return _english(word, known, _FIELDS)


def choice_for(word: str, known: Sequence[str]) -> str:
    """The word of a closed list that a Serbian one means: „активан“ is ``active``."""
    return _english(word, known, _CHOICES)


def _english(word: str, known: Sequence[str], words: Mapping[str, str]) -> str:
    plain = slug(word.strip()[:_LONGEST]).replace("-", " ")
    starts = [start for start in words if plain.startswith(start.replace("-", " ")) and (len(start) > 3 or plain == start)]
    for start in sorted(starts, key=len, reverse=True):
        for english in words[start].split():
            if english in known:
                return english
    return ""
