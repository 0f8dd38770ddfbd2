"""Places that must stay secret: no field and no sentence may lead to them, or to who keeps them.

An address in running text is found by its shape: the name of a street, a house number, a point on
a map. The sentences of these findings never repeat what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sitegen.diagnostics import Diagnostic, problem, warning
from sitegen.kinds.common import Record
from sitegen.kinds.service import Service
from sitegen.kinds.tables import BELOW_TOWN, Place
from sitegen.links import ToRecord, links_of, read_link
from sitegen.patterns import regex
from sitegen.rules.texts import in_one_alphabet
from sitegen.schema import Decoded, relations_of
from sitegen.scripts.serbian import to_latin
from sitegen.seclusion import KEEPERS, is_secret
from sitegen.source import place_at
from sitegen.values import Ref, Relation

Entities = Mapping[Ref, Any]


def confidential_places_are_absent(decoded: Decoded) -> Iterator[Diagnostic]:
    """A record with a confidential location names no address and no point."""
    record = decoded.entity
    if not record.location_confidential:
        for number, location in enumerate(getattr(record, "locations", ())):
            for key in ("address", "coordinates") if location.confidential else ():
                if getattr(location, key):
                    place = decoded.place_inside("locations", number)
                    yield problem(place, "confidential.location", field=key)
        return
    for key in ("address", "coordinates", "locations"):
        if getattr(record, key, None):
            yield problem(decoded.place_of(key), "confidential.location", field=key)


def confidential_places_stop_at_the_town(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """A confidential record names no place below a town."""
    for ref, one in decoded.items():
        record = one.entity
        if not isinstance(record, Record):
            continue
        for key, relation in _secret_places(record):
            place = entities.get(relation.ref) if relation.ref else None
            if isinstance(place, Place) and place.type in BELOW_TOWN:
                where = one.place_of_item(key, place.ref.slug)
                yield problem(where, "confidential.place", found=str(ref.slug))


def _secret_places(record: Record) -> Iterator[tuple[str, Relation]]:
    """Fields that name a place for *record* or for a confidential location of it."""
    if record.location_confidential:
        for name, relation in relations_of(record):
            key = name.split(".")[0]
            if key not in ("address", "coordinates", "locations"):  # refused as a whole already
                yield key, relation
        return
    if any(location.confidential for location in getattr(record, "locations", ())):
        for name, relation in relations_of(record):
            key = name.split(".")[0]
            if key in ("place", "serves", "locations", "capacity"):
                yield key, relation


def services_do_not_lead_to_their_provider(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """What an organization with a confidential location provides, says of no place either."""
    for ref, service in entities.items():
        if not isinstance(service, Service) or service.location_confidential:
            continue
        if not _has_secret_provider(service, entities):
            continue
        one = decoded[ref]
        for number, location in enumerate(service.locations):
            for key in ("address", "coordinates"):
                if getattr(location, key) and not location.confidential:
                    where = one.place_inside("locations", number, key)
                    yield problem(where, "confidential.service", found=_provider(service))
        for name, relation in relations_of(service):
            place = entities.get(relation.ref) if relation.ref else None
            if isinstance(place, Place) and place.type in BELOW_TOWN:
                where = one.place_of_item(name.split(".")[0], place.ref.slug)
                yield problem(where, "confidential.service", found=_provider(service))


def _has_secret_provider(service: Service, entities: Entities) -> bool:
    provider = entities.get(service.provider.ref) if service.provider and service.provider.ref else None
    return isinstance(provider, Record) and bool(provider.location_confidential)


def _provider(service: Service) -> str:
    return service.provider.ref.slug if service.provider and service.provider.ref else ""


# --- who keeps it ----------------------------------------------------------------------------


def texts_do_not_lead_to_the_keeper(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """No link of a text joins a confidential record to who keeps it, or to what they provide."""
    kept = _kept(entities)
    for ref, record in entities.items() if kept else ():
        if isinstance(record, Record):
            told = {ref, _ref(getattr(record, "provider", None))}
            for link in links_of(record):
                to = read_link(record.path, link.target)
                if isinstance(to, ToRecord) and (
                    to.ref in kept.get(ref, ()) or not told.isdisjoint(kept.get(to.ref, ()))
                ):
                    yield warning(link.place, "confidential.keeper")


def contacts_do_not_lead_to_the_keeper(
    decoded: Mapping[Ref, Decoded], entities: Entities
) -> Iterator[Diagnostic]:
    """A confidential record is not reached by the number, mailbox or site of who keeps it."""
    for ref, keepers in _kept(entities).items():
        theirs = {way for keeper in keepers if keeper in entities for _, _, way in _ways(entities[keeper])}
        for key, number, way in _ways(entities[ref]):
            if way in theirs:
                yield warning(decoded[ref].place_inside(key, number), "confidential.contact")


def _kept(entities: Entities) -> dict[Ref, frozenset[Ref]]:
    """Confidential records with those whom their files name as keepers, or as who provides what
    they are part of; only those that have any."""
    kept: dict[Ref, frozenset[Ref]] = {}
    for ref, record in entities.items():
        if isinstance(record, Record) and is_secret(record):
            found = frozenset(
                relation.ref for relation in (*_keepers(record), *_around(record, entities)) if relation.ref
            )
            if found:
                kept[ref] = found
    return kept


def _keepers(record: Any) -> Iterator[Relation]:
    for name in KEEPERS:
        held = getattr(record, name, None) or ()
        yield from held if isinstance(held, tuple) else (held,)


def _around(service: Any, entities: Entities) -> Iterator[Relation]:
    """Who provides what *service* is part of, and so on."""
    seen: set[Ref] = set()
    while isinstance(service, Service) and service.part_of and service.part_of.ref and service.ref not in seen:
        seen.add(service.ref)
        service = entities.get(service.part_of.ref)
        yield from _keepers(service)


def _ref(relation: Relation | None) -> Ref | None:
    return relation.ref if relation else None


def _ways(record: Any) -> Iterator[tuple[str, int, str]]:
    """Numbers, mailboxes and sites of *record*: field, position, and what is the same if they are."""
    for number, telephone in enumerate(getattr(record, "phones", ())):
        yield "phones", number, telephone.number.e164 + (telephone.extension or "")
    for number, mailbox in enumerate(getattr(record, "emails", ())):
        yield "emails", number, mailbox.address.lower()
    for key in ("websites", "social"):
        for number, site in enumerate(getattr(record, key, ())):
            host = (urlsplit(site.url).hostname or "").removeprefix("www.")
            yield key, number, host if key == "websites" else site.url


# --- addresses in running text ---------------------------------------------------------------

_END = r"(?=\s*(?:[,;)\n]|\.\s|\.?\Z))"
_CAPITAL, _SMALL = "A-ZČĆĐŠŽĻŅĢ", "a-zčćđšžļņģ"
_NAME = rf"[{_CAPITAL}][{_SMALL}]{{1,30}}"
_STREET = r"[Uu]l(?:\.|ic(?:a|e|i|u|om)\b)|[Bb]ulevar\w{0,2}|[Tt]rg(?:u|a|om)?\b|[Ss]oka[ck]\w{0,2}|[Aa]lej[aeiu]\b|[Ss]etališt[aeu]\b"
_QUARTER = r"[Nn]asel(?:j|ļ)\w{1,4}|[Mm]jesn\w{1,3} zajednic\w|[Mm]esn\w{1,3} zajednic\w|\bMZ|[Kk]vart\w{0,2}|[Zz]asel(?:ak|k)\w{0,2}"
_ADDRESS = regex(
    rf"\b(?:{_STREET})\s{{0,2}}(?:[„\"]\s?)?(?:{_NAME}|\d{{1,3}}\.?\s)"  # ул. Краља Петра
    rf"|\b(?:{_QUARTER})\s(?:[„\"]\s?)?{_NAME}"  # насеље Старчевица
    rf"|\b[Nn]a adres\w{{1,2}}:?\s(?:{_NAME}|\d)|\b[Aa]dresa(?: je)?:\s?(?:{_NAME}|\d)"
    rf"|\b{_NAME}(?:\s[{_CAPITAL}{_SMALL}]{{2,30}}){{0,3}}\s(?:bb\b|br(?:oj)?\.?\s?\d{{1,3}}\w?\b)"
    rf"|\b{_NAME}\s{_NAME}(?:\s{_NAME})?\s\d{{1,3}}[{_SMALL}]?{_END}"  # Краља Петра 12,
    rf"|\b[{_CAPITAL}][{_SMALL}]{{2,30}}[sčš]k(?:a|e|oj|u)\s\d{{1,3}}[{_SMALL}]?{_END}"  # Видовданска 5
    r"|\b4[2-6](?:[.,]\d{4}|°\s?\d)"  # a latitude
)
_MASKED = regex(r"\]\([^()\s]*\)|https?://[^\s<>)]+")


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what looks like an address in *text*, which may be in either script."""
    plain = _MASKED.sub(lambda match: "\ufffc" * len(match.group()), in_one_alphabet(text))
    for match in _ADDRESS.finditer(plain):
        yield match.span()


class Silence(NamedTuple):
    """Who must tell of no address, and what would tell of one."""

    silent: frozenset[Ref]  # confidential records, and what a confidential organization provides
    titles: frozenset[str]  # of the confidential ones, in both scripts
    below: tuple[str, ...]  # names of places below a town

    @classmethod
    def of(cls, records: Iterable[Record], entities: Entities, rows: Iterable[Any]) -> Silence:
        """Of those of *records* that must be silent among all *entities*, and *rows* of tables."""
        held = tuple(record for record in records if _must_be_silent(record, entities))
        titles = {
            written for record in held if record.location_confidential
            for written in (record.title.plain, to_latin(record.title.plain))
        }  # fmt: skip
        below = tuple(name for row in rows for name in _names_below(row)) if held else ()
        return cls(frozenset(record.ref for record in held), frozenset(titles), below)


def texts_tell_no_address(decoded: Mapping[Ref, Decoded], entities: Entities) -> Iterator[Diagnostic]:
    """See ``tells``."""
    records = [one for one in entities.values() if isinstance(one, Record)]
    silence = Silence.of(records, entities, entities.values())
    yield from tells(silence, ((one.ref, one.path, decoded[one.ref].text) for one in records))


def tells(silence: Silence, texts: Iterable[tuple[Ref, str, str]]) -> Iterator[Diagnostic]:
    """The words of the silent, of all *texts* by reference and path, hold nothing that looks like an
    address, and no name of a place below a town. A paragraph of another record that names a
    confidential one holds no address."""
    if not silence.silent:
        return
    named = re.compile("|".join(map(re.escape, sorted(silence.titles))) or r"(?!)")
    for ref, path, text in texts:
        if ref in silence.silent:
            for start, end in _telling(text, list(silence.below)):
                yield problem(place_at(text, start, end - start, path), "confidential.text")
        elif named.search(text):
            for paragraph in _PARAGRAPH.finditer(text, _prose_begins(text)):
                words = paragraph.group()
                if named.search(words):
                    for start, end in addresses_in(words):
                        place = place_at(text, paragraph.start() + start, end - start, path)
                        yield warning(place, "confidential.mention")


_PARAGRAPH = regex(r"(?:[^\n]*\S[^\n]*\n?)+")


def _must_be_silent(record: Record, entities: Entities) -> bool:
    return (
        bool(record.location_confidential)
        or any(location.confidential for location in getattr(record, "locations", ()))
        or (isinstance(record, Service) and _has_secret_provider(record, entities))
    )


def _names_below(place: Any) -> Iterator[str]:
    if isinstance(place, Place) and place.type in BELOW_TOWN:
        yield from (name.plain for name in (place.name, *place.aliases))


_PARTED = 12  # characters between two parts of one address


def _telling(text: str, below: list[str]) -> list[tuple[int, int]]:
    """Stretches of a file that lead to a place: of its body, and of the prose in its header."""
    start = _prose_begins(text)
    spans = [(a, b) for a, b in addresses_in(text) if a >= start or not _is_in_address_field(text, a)]
    for name in below:
        for written in {name, to_latin(name)}:
            pattern = re.compile(rf"(?<![\w-]){re.escape(written)}(?![\w-])")
            spans += [match.span() for match in pattern.finditer(text)]
    kept: list[tuple[int, int]] = []
    for span in sorted(spans):
        if kept and span[0] < kept[-1][1] + _PARTED and "\n" not in text[kept[-1][0] : span[0]]:
            kept[-1] = (kept[-1][0], max(span[1], kept[-1][1]))  # the rest of the same address
        else:
            kept.append(span)
    return kept


def _prose_begins(text: str) -> int:
    end = re.search(r"^(?:---|\.\.\.)[ \t]*$", text[3:], re.MULTILINE)
    return end.end() + 3 if end else 0


_ADDRESS_FIELD = regex(r"^\s*(?:address|locations|coordinates|- \{?(?:place|address)|street|locality|lat|lon)\b")


def _is_in_address_field(text: str, at: int) -> bool:
    """Whether a line of the header belongs to a field that is refused as a whole."""
    line_start = text.rfind("\n", 0, at) + 1
    return bool(_ADDRESS_FIELD.match(text[line_start : line_start + 60]))
