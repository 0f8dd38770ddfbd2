"""Telephones and mailboxes: whose they are, and whether a reader can reach anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.diagnostics import Diagnostic, notice, problem, warning
from sitegen.kinds.common import ORGANIZATIONS
from sitegen.kinds.document import Document
from sitegen.kinds.service import Service
from sitegen.patterns import regex
from sitegen.rules.texts import in_one_alphabet, own_words
from sitegen.schema import Decoded
from sitegen.scripts.serbian import fold
from sitegen.source import place_at
from sitegen.values import Phone, Ref, is_mobile, read_amount, read_email, read_phone

Entities = Mapping[Ref, Any]

# --- private persons -------------------------------------------------------------------------

_FREE_MAIL = regex(
    r"@(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|gmx|mail|proton|protonmail"
    r"|zoho|yandex|teol|blic|inecco|spinter|bih|paleol|telrad|sezampro|eunet|open)\.\w{2,4}(?:\.\w{2})?\Z",
    re.IGNORECASE,
)
# Words of a mailbox that belongs to a post or a house, and not to a person.
_OFFICE = regex(
    r"info|kontakt|contact|office|kancelarij|uprav|direkt|sekret|predsjed|predsed|koordin|centar|center|centr"
    r"|udruz|drustv|dom|savez|pomoc|podrsk|sos|redakc|uredni|press|mail|projek|ngo|nvo|jzu|csr|gock|crvenikrst"
)


def persons_stay_private(decoded: Decoded) -> Iterator[Diagnostic]:
    """No mobile telephone and no mailbox of a named person, in whichever field."""
    record = decoded.entity
    names = [one.name.plain for one in getattr(record, "contacts", ()) if one.name]
    for number, one in enumerate(getattr(record, "contacts", ())):
        if one.name is None:
            continue
        if one.phone and is_mobile(one.phone):
            place = decoded.place_inside("contacts", number, "phone")
            yield problem(place, "private.phone", found=one.phone.shown, name=one.name.plain)
        if one.email and _is_personal(one.email, one.name.plain, record):
            place = decoded.place_inside("contacts", number, "email")
            yield problem(place, "private.email", found=one.email, name=one.name.plain)
    for number, line in enumerate(getattr(record, "phones", ())):
        person = _person(line, names)
        if person and is_mobile(line.number):
            place = decoded.place_inside("phones", number, "number")
            yield problem(place, "private.phone", found=line.number.shown, name=person)
    for number, box in enumerate(getattr(record, "emails", ())):
        person = _person(box, names)
        owners = [person] if person else names
        owner = next((name for name in owners if _names_mailbox(name, box.address)), "")
        if owner or (person and _is_personal(box.address, person, record)):
            place = decoded.place_inside("emails", number, "address")
            yield problem(place, "private.email", found=box.address, name=owner or person)


def _is_personal(address: str, name: str, record: Any) -> bool:
    """Whether a mailbox is the person's own: it has the name in it, or lies with a free provider
    and has neither an office nor the record's own name in it."""
    if _names_mailbox(name, address):
        return True
    local = fold(address.partition("@")[0])
    if not _FREE_MAIL.search(address) or _OFFICE.search(local):
        return False
    title = [word for word in re.findall(r"\w+", fold(record.title.plain)) if len(word) > 3]
    return not any(word[:5] in local for word in title)


def _names_mailbox(name: str, address: str) -> bool:
    local = fold(address.partition("@")[0])
    return any(len(word) > 3 and word in local for word in re.findall(r"\w+", fold(name)))


_TWO_NAMES = regex(r"[A-ZČĆĐŠŽА-ЯЉЊЏЂЋЈ][^\W\d_]{2,20}(?:[ -][A-ZČĆĐŠŽА-ЯЉЊЏЂЋЈ][^\W\d_]{2,20}){1,2}\Z")


def _person(line: Any, names: list[str]) -> str:
    """The person whom the label or the note of a line names; empty when it names none.

    A label of nothing but two or three capitalized words is a person: organizations and towns
    are not labels of a telephone.
    """
    for text in (line.label, getattr(line, "note", None)):
        if text is not None:
            named = next((name for name in names if name in text.plain), "")
            if named or (text is line.label and _TWO_NAMES.match(text.plain)):
                return named or str(text.plain)
    return ""


_ROLE = (
    r"(?:kontakt[ -]?osob\w|direktor\w{0,4}|sekretar\w{0,4}|predsj?ednik\w{0,2}|predsj?ednic\w|koordinator\w{0,4}|odgovorn\w{1,3} lic\w"
    r"|volonter\w{0,3}|javit[ei] se|zovite|pozovite)"
)
# It begins with one of two signs, so that all other letters are passed over at once.
_NUMBER = regex(
    r"[+0](?<![\w/.,-].)(?:(?<=\+)\d|(?<=0)0?[1-9])[\d /().–-]{5,20}\d(?![\w-])", re.DOTALL
)
_MAILBOX = regex(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_BEFORE = 80  # characters in which a name belongs to the number after it
_BREAK = regex(r"[.;!?]\s|\n\s*\n|\d{3}")
_ONE_NAME = "[A-ZČĆĐŠŽĻŅĢ][a-zčćđšžļņģ]{2,20}"
_ANY_NAME = regex(f"{_ONE_NAME} {_ONE_NAME}")
_PERSON_OF_ROLE = regex(rf"(?i:{_ROLE})\W{{1,3}}(?P<name>{_ONE_NAME} {_ONE_NAME})")


def contacts_in_text(decoded: Decoded, country: str) -> Iterator[Diagnostic]:
    """Telephones and mailboxes of the body: private right after the name of a person, else worth
    a field of their own."""
    record, text = decoded.entity, decoded.text
    start = text.find("\n---", 3) + 4
    if start < 4 or not (_NUMBER.search(text, start) or text.find("@", start) >= 0):
        return
    own = own_words(text[start:])
    names = [in_one_alphabet(one.name.plain) for one in getattr(record, "contacts", ()) if one.name]
    for match in _NUMBER.finditer(own):
        phone = read_phone(match.group(), country)
        if not isinstance(phone, Phone) or len(phone.e164) < 7:
            continue
        before = _just_before(own, match.start())
        place = place_at(text, start + match.start(), len(match.group()), record.path)
        name = next((name for name in names if name in before), "") or _named(before)
        if name and is_mobile(phone):
            shown = _typed(text[start:], own, name)
            yield problem(place, "private.phone", found=phone.shown, name=shown)
        elif hasattr(record, "phones") and phone.e164 not in _known_phones(record):
            field = f'phones: ["{phone.shown}"]'
            yield notice(place, "text.contact", found=phone.shown, suggestion=field)
    for match in _MAILBOX.finditer(own) if "@" in own else ():
        address = match.group().rstrip(".")
        before = _just_before(own, match.start())
        place = place_at(text, start + match.start(), len(address), record.path)
        name = next((one for one in _ANY_NAME.findall(before) if _names_mailbox(one, address)), "")
        if name:
            shown = _typed(text[start:], own, name)
            yield problem(place, "private.email", found=address, name=shown)
        elif hasattr(record, "emails") and read_email(address) and address not in _known_mail(record):
            yield notice(place, "text.contact", found=address, suggestion=f"emails: [{address}]")


def _just_before(own: str, at: int) -> str:
    return _BREAK.split(own[max(0, at - _BEFORE) : at])[-1]


def _known_phones(record: Any) -> set[str]:
    lines = {line.number.e164 for line in record.phones}
    return lines | {one.phone.e164 for one in getattr(record, "contacts", ()) if one.phone}


def _known_mail(record: Any) -> set[str]:
    return {box.address for box in record.emails} | {
        one.email for one in getattr(record, "contacts", ()) if one.email
    }


def _named(before: str) -> str:
    """The person whom *before* names last together with what the person is."""
    found = [match["name"] for match in _PERSON_OF_ROLE.finditer(before)]
    return found[-1] if found else ""


def _typed(text: str, own: str, name: str) -> str:
    at = own.find(name)
    return text[at : at + len(name)]


# --- telephones of several organizations -----------------------------------------------------


def telephones_are_of_one_house(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """The same number of two organizations that have nothing to do with each other."""
    first: dict[str, Ref] = {}
    for ref in sorted(ref for ref in entities if ref.folder == ORGANIZATIONS):
        record = entities[ref]
        seen: set[str] = set()
        for number, line in enumerate(record.phones):
            phone = line.number
            if not isinstance(phone, Phone) or len(phone.e164) < 8 or phone.e164 in seen:
                continue
            seen.add(phone.e164)
            other = first.setdefault(phone.e164, ref)
            if other != ref and not _are_related(record, entities[other]):
                yield warning(
                    decoded[ref].place_inside("phones", number, "number"), "phone.shared",
                    found=phone.shown, other=str(other), related=(decoded[other].place,),
                )  # fmt: skip


def _are_related(one: Any, other: Any) -> bool:
    for left, right in ((one, other), (other, one)):
        held = (left.parent, *left.member_of, *left.not_same_as)
        if any(relation is not None and relation.ref == right.ref for relation in held):
            return True
    return False


# --- nobody to reach, nothing to read --------------------------------------------------------

_WAYS = ("phones", "emails", "websites", "locations", "how_to_apply", "address", "social")


def services_can_be_reached(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """A service that runs tells how to reach it, or its provider does."""
    for ref, service in entities.items():
        if isinstance(service, Service) and service.status == "active":
            held = [service]
            if service.provider and service.provider.ref:
                if service.provider.ref not in entities:  # broken, and reported as such
                    continue
                held.append(entities[service.provider.ref])
            if not any(getattr(one, way, None) for one in held for way in _WAYS):
                place = decoded[ref].place_of("status")
                yield warning(place, "service.unreachable", found=service.title.plain)


def documents_can_be_read(decoded: Decoded) -> Iterator[Diagnostic]:
    """A document has a file or an address, or it is said that none was found."""
    document = decoded.entity
    if isinstance(document, Document) and not (document.files or document.url or document.archived_url):
        if not {"url", "files", "archived_url"} & set(document.unknown):
            yield warning(decoded.place_of("title"), "document.no_copy")


def money_is_told_once(decoded: Decoded) -> Iterator[Diagnostic]:
    """The amount of a budget is the one in the words of its source."""
    budget = getattr(decoded.entity, "budget", None)
    written = read_amount(budget.as_written.plain) if budget else None
    if budget and written:
        differs = written.value != budget.amount or (written.currency or budget.currency) != budget.currency
        if differs:
            yield warning(
                decoded.place_inside("budget", "amount"), "money.mismatch",
                found=f"{budget.amount} {budget.currency}", other=budget.as_written.plain,
            )  # fmt: skip
