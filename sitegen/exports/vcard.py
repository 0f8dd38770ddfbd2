"""Organizations as vCards 3.0, the version that every address book reads.

A card has a number, an address or a name of a person only if somebody has looked at them in time;
every card says of which day it is. Lines are folded at 75 bytes and end in CRLF (RFC 2426).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.artifacts import Artifact, OutPath
from sitegen.exports.dataset import Dataset
from sitegen.exports.tables import FOLDER
from sitegen.kinds.common import ORGANIZATIONS

_TYPES = {"voice": "VOICE,WORK", "fax": "FAX,WORK", "mobile": "CELL,WORK", "sos": "VOICE,PREF"}


def export(data: Dataset) -> Iterator[Artifact]:
    """One card an organization, and all of them in one file."""
    whole = bytearray()
    for one in data.directory.of(ORGANIZATIONS):
        text = card(data, one).encode()
        whole += text
        yield Artifact(OutPath(card_path(one.ref.slug)), text)
    yield Artifact(OutPath(f"{FOLDER}/organizacije.vcf"), bytes(whole))


def card_path(slug: str) -> str:
    """Where the card of an organization lies in the site."""
    return f"{FOLDER}/vcard/{slug}.vcf"


def card(data: Dataset, one: Any) -> str:
    """The vCard of the organization *one*."""
    name = _escaped(data.text(one.title))
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:{name};;;;", f"ORG:{name}"]
    if one.short_title:
        lines.append(f"NICKNAME:{_escaped(data.text(one.short_title))}")
    checked = [name for name in _CONTACTS if getattr(one, name) and data.may_reach(one, name)]
    if "phones" in checked:
        lines += [
            f"TEL;TYPE={_TYPES[phone.type or 'voice']}:{phone.number.e164}" for phone in one.phones
        ]
    if "emails" in checked:
        lines += [f"EMAIL;TYPE=INTERNET:{mailbox.address}" for mailbox in one.emails]
    if "websites" in checked:
        lines += [f"URL:{site.url}" for site in one.websites]
    if "address" in checked and not one.location_confidential:
        lines.append(_address(data, one.address))
    page = data.page(one.ref)
    if data.base:
        lines.append(f"SOURCE:{page}")
    note = [data.say("footer.as_of", date=_date(data))]
    if not checked and any(getattr(one, name) for name in _CONTACTS):
        note.append(data.say("export.reason.unverified"))
    lines.append(f"NOTE:{_escaped('; '.join(note))}")
    lines.append(f"REV:{data.as_of.last_day.isoformat()}T00:00:00Z")
    lines.append(f"UID:urn:uuid:{data.uuid(one.ref)}")
    lines.append("END:VCARD")
    return "".join(_folded(line) for line in lines)


_CONTACTS = ("phones", "emails", "websites", "address")


def _address(data: Dataset, address: Any) -> str:
    street = " ".join(data.text(part) for part in (address.street, address.number) if part)
    parts = ("", "", street, data.text(address.locality), "", address.postal_code or "", "")
    return "ADR;TYPE=WORK:" + ";".join(_escaped(part) for part in parts)


def _date(data: Dataset) -> str:
    day = data.as_of.last_day
    return f"{day.day}. {day.month}. {day.year}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """*line* in pieces of at most 75 bytes that cut no letter, each but the first after a space."""
    if len(line.encode()) <= 75:
        return f"{line}\r\n"
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + weight
    return "\r\n".join([*pieces, piece]) + "\r\n"
