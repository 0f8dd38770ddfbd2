"""HSDS 3.x, the exchange format of service directories: JSON shaped as its API, and its tables.

Only what the standard has words for, and only what can be said honestly: a service of unknown
status is left out, not called active, and an address is whole or absent. What was left out, and
why, is in ``report.json``. Property names: openreferral/specification 3.0, valid in 3.1 as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sitegen.artifacts import Artifact, OutPath
from sitegen.directory import Directory
from sitegen.exports.columns import inert
from sitegen.exports.dataset import Dataset, plain_text
from sitegen.exports.tables import as_json, csv_of, licences
from sitegen.kinds.common import AREAS, GROUPS, ORGANIZATIONS, SERVICES, Hours
from sitegen.kinds.organization import Organization
from sitegen.kinds.service import Service
from sitegen.values import Ref, Relation

API, TABLES = "api/hsds", "data/hsds"
_PAGE = 100  # objects on one page of a list
_STATUS = {"active": "active", "paused": "temporarily closed", "ended": "defunct"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record, or a part of one, that HSDS does not get, and why."""

    object: str
    record: str
    reason: str


@dataclass(frozen=True)
class Tables:
    """Rows by the name of their HSDS object, in order, and what was left out."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, table: str, /, **values: Any) -> str:
        """A row without its empty values; returns its id."""
        row = {key: value for key, value in values.items() if value is not None and value != ""}
        self.rows.setdefault(table, []).append(row)
        return str(row["id"])

    def of(self, name: str) -> list[Row]:
        return self.rows.get(name, [])


def export(data: Dataset) -> Iterator[Artifact]:
    """The pages of the API, the tables with their description, and the report."""
    tables = hsds_tables(data)
    yield from _api(data, tables)
    yield from _package(data, tables)
    yield as_json(f"{API}/report.json", _report(data, tables))


def hsds_tables(data: Dataset) -> Tables:
    """The whole directory as rows of HSDS objects."""
    tables = Tables()
    for folder in (AREAS, GROUPS):
        _taxonomy(data, tables, folder)
    kept: set[Ref] = set()
    organizations: tuple[Organization, ...] = data.directory.of(ORGANIZATIONS)
    for organization in organizations:
        reason = _organization_stays(organization)
        if reason:
            tables.left_out.append(LeftOut("organization", str(organization.ref), reason))
        else:
            kept.add(organization.ref)
    for organization in organizations:
        if organization.ref in kept:
            _organization(data, tables, organization, kept)
    services: tuple[Service, ...] = data.directory.of(SERVICES)
    for service in services:
        reason = _service_stays(service, kept)
        if reason:
            tables.left_out.append(LeftOut("service", str(service.ref), reason))
        else:
            _service(data, tables, service)
    return tables


def _organization_stays(organization: Organization) -> str:
    """Why *organization* is left out; empty if it is not."""
    return "closed" if organization.status == "closed" else ""


def _service_stays(service: Service, kept: set[Ref]) -> str:
    """Why *service* is left out; empty if it is not."""
    if service.kind == "service_group":
        return "group"
    if service.status not in _STATUS:
        return f"status.{service.status}"
    if service.location_confidential:
        return "confidential"
    if service.provider is None or service.provider.ref is None:
        return "provider.unknown"
    return "" if service.provider.ref in kept else "provider.left_out"


# --- objects ---------------------------------------------------------------------------------


def _taxonomy(data: Dataset, tables: Tables, folder: str) -> None:
    kind = "area" if folder == AREAS else "target_group"
    name = data.say(f"kind.{kind}.many")
    whole = tables.add(
        "taxonomy", id=data.part(folder), name=name, description=data.say(f"kind.{kind}.intro"),
        version=data.as_of.iso,
    )  # fmt: skip
    for term in data.directory.of(folder):
        tables.add(
            "taxonomy_term",
            id=data.uuid(term.ref), code=term.id, name=data.text(term.pref),
            description=data.text(term.definition or term.pref),
            parent_id=data.uuid(term.broader.ref) if term.broader else "",
            taxonomy=name, taxonomy_id=whole, language=data.edition.lang,
            term_uri=data.page(term.ref) if data.base else "",
        )  # fmt: skip


def _organization(data: Dataset, tables: Tables, one: Organization, kept: set[Ref]) -> None:
    identity = data.uuid(one.ref)
    parent = one.parent.ref if one.parent else None
    tables.add(
        "organization",
        id=identity, name=data.text(one.title), alternate_name=_other_name(data, one),
        description=_description(data, one),
        email=one.emails[0].address if one.emails and data.may_reach(one, "emails") else "",
        website=one.websites[0].url if one.websites and data.may_reach(one, "websites") else "",
        year_incorporated=one.founded.year if one.founded else None,
        legal_status=data.text(one.legal_form) or data.say(f"choice.type.{one.type}"),
        uri=data.page(one.ref) if data.base else "",
        parent_organization_id=data.uuid(parent) if parent and parent in kept else "",
    )  # fmt: skip
    for number, held in enumerate(one.identifiers, start=1):
        tables.add(
            "organization_identifier",
            id=data.part(identity, "identifiers", number), organization_id=identity,
            identifier_scheme=held.scheme, identifier_type=held.scheme, identifier=held.value,
        )  # fmt: skip
    _belongs(data, tables, one, identity, "organization")
    _phones(data, tables, one, identity, "organization_id")
    for number, person in enumerate(_reachable(data, tables, one, "contacts"), start=1):
        contact = tables.add(
            "contact", id=data.part(identity, "contacts", number), organization_id=identity,
            name=data.text(person.name), title=data.text(person.role), email=person.email,
        )  # fmt: skip
        if person.phone:
            tables.add(
                "phone", id=data.part(contact, "phone"), contact_id=contact,
                number=person.phone.e164, type="voice",
            )  # fmt: skip
    _location(data, tables, one, identity, one.address, one.coordinates, one.place)


def _service(data: Dataset, tables: Tables, one: Service) -> None:
    identity = data.uuid(one.ref)
    provider = data.uuid(one.provider.ref)  # type: ignore[union-attr, arg-type]
    verified = one.verified.date if one.verified else None
    apply_ = [data.text(one.first_step)] if one.first_step else []
    if one.how_to_apply:
        apply_.append(plain_text(one.how_to_apply, data.edition))
    whom = [data.text(one.for_whom)] if one.for_whom else []
    whom += [plain_text(text, data.edition) for text in (one.eligibility, one.not_for) if text]
    tables.add(
        "service",
        id=identity, organization_id=provider, name=data.text(one.title),
        alternate_name=_other_name(data, one), description=_description(data, one),
        url=data.page(one.ref) if data.base else "",
        email=one.emails[0].address if one.emails and data.may_reach(one, "emails") else "",
        status=_STATUS[one.status], application_process=" ".join(apply_),
        fees_description=_fees(data, one), eligibility_description=" ".join(whom),
        minimum_age=one.age_from, maximum_age=one.age_to,
        assured_date=verified.iso if verified and verified.day else "",
        alert=_alert(data, one),
    )  # fmt: skip
    _belongs(data, tables, one, identity, "service")
    _phones(data, tables, one, identity, "service_id")
    for number, area in enumerate(one.serves, start=1):
        if area.ref:
            tables.add(
                "service_area", id=data.part(identity, "serves", number), service_id=identity,
                name=data.text(data.directory.rows[area.ref].name),
            )  # fmt: skip
    for tag in one.languages:
        tables.add(
            "language", id=data.part(identity, "languages", tag), service_id=identity,
            name=_language(data, tag), code=tag,
        )  # fmt: skip
    for number, text in enumerate(one.required_documents, start=1):
        tables.add(
            "required_document", id=data.part(identity, "required_documents", number),
            service_id=identity, document=data.text(text),
        )  # fmt: skip
    for number, funder in enumerate(one.funders, start=1):
        source = data.directory.get(funder.ref).title if funder.ref else funder.text
        tables.add(
            "funding", id=data.part(identity, "funders", number), service_id=identity,
            source=data.text(source),
        )  # fmt: skip
    if one.cost and one.cost.kind != "unknown":
        tables.add(
            "cost_option", id=data.part(identity, "cost"), service_id=identity,
            option=data.say(f"choice.cost.{one.cost.kind}"),
            amount=0 if one.cost.kind == "free" else one.cost.amount,
            currency=one.cost.currency, amount_description=data.text(one.cost.note),
        )  # fmt: skip
    _schedules(data, tables, one, identity, "service_id")
    for number, held in enumerate(one.locations, start=1):
        location = _location(
            data, tables, one, identity, held.address, held.coordinates, held.place, number
        )
        if location:
            tables.add(
                "service_at_location", id=data.part(identity, "locations", number, "at"),
                service_id=identity, location_id=location,
            )  # fmt: skip


def _belongs(data: Dataset, tables: Tables, one: Any, identity: str, entity: str) -> None:
    """The areas and target groups of a record, as HSDS attributes."""
    for name, taxonomy in (("areas", AREAS), ("target_groups", GROUPS)):
        for relation in getattr(one, name):
            tables.add(
                "attribute", id=data.part(identity, name, relation.ref.slug), link_id=identity,
                taxonomy_term_id=data.uuid(relation.ref), link_type=taxonomy, link_entity=entity,
            )  # fmt: skip


def _reachable(data: Dataset, tables: Tables, one: Any, name: str) -> tuple[Any, ...]:
    """The contacts of *one* under *name*, or none if they have not been looked at in time."""
    held: tuple[Any, ...] = getattr(one, name)
    if held and not data.may_reach(one, name):
        tables.left_out.append(LeftOut(name, str(one.ref), "unverified"))
        return ()
    return held


def _phones(data: Dataset, tables: Tables, one: Any, identity: str, owner: str) -> None:
    for number, phone in enumerate(_reachable(data, tables, one, "phones"), start=1):
        extension = phone.extension or ""
        row = tables.add(
            "phone", id=data.part(identity, "phones", number), number=phone.number.e164,
            extension=int(extension) if extension.isdecimal() else None,
            type=_PHONE[phone.type or "voice"], description=data.text(phone.label),
            **{owner: identity},
        )  # fmt: skip
        for tag in phone.languages:
            tables.add(
                "language", id=data.part(row, tag), phone_id=row, name=_language(data, tag),
                code=tag,
            )  # fmt: skip


# The words of RFC 6350, which HSDS asks for.
_PHONE = {"voice": "voice", "fax": "fax", "mobile": "cell", "sos": "voice"}


def _location(
    data: Dataset, tables: Tables, one: Any, identity: str, address: Any, point: Any,
    place: Relation | None, number: int = 0,
) -> str:  # fmt: skip
    """Where *one* is found; empty if nothing of it may or can be said."""
    field_ = "locations" if number else "address"
    record = str(one.ref)
    if one.location_confidential:
        tables.left_out.append(LeftOut("location", record, "confidential"))
        return ""
    if not address and not point:
        return ""
    if not data.may_reach(one, field_):
        tables.left_out.append(LeftOut("location", record, "unverified"))
        return ""
    where = place.ref if place else None
    location = tables.add(
        "location", id=data.part(identity, field_, number), location_type="physical",
        organization_id=identity if not number else "",
        name=data.text(data.directory.rows[where].name) if where else data.text(one.title),
        latitude=point.lat if point else None, longitude=point.lon if point else None,
    )  # fmt: skip
    if address:
        whole = _address(data, address, where)
        if whole is None:
            tables.left_out.append(LeftOut("address", record, "incomplete"))
        else:
            tables.add("address", id=data.part(location, "address"), location_id=location, **whole)
    for fact in getattr(one, "accessibility", ()):
        if fact.value in ("yes", "partly") and not number:
            tables.add(
                "accessibility", id=data.part(location, fact.what), location_id=location,
                description=data.say(f"choice.what.{fact.what}"),
                details=" – ".join(
                    text for text in
                    (data.say(f"choice.value.{fact.value}"), data.text(fact.note)) if text
                ),
            )  # fmt: skip
    if isinstance(one, Organization):
        _schedules(data, tables, one, location, "location_id")
        for tag in one.languages:
            tables.add(
                "language", id=data.part(location, "languages", tag), location_id=location,
                name=_language(data, tag), code=tag,
            )  # fmt: skip
    return location


def _address(data: Dataset, address: Any, where: Ref | None) -> Row | None:
    """An address with all that HSDS requires, or None: half an address is none there."""
    place = address.place.ref if address.place else where
    around = (place, *data.directory.around(place)) if place else ()
    rows = [data.directory.rows[ref] for ref in around]
    country = next((code for row in rows for code in _country(row)), "")
    province = next((row for row in rows if row.type in ("entity", "district")), None)
    street = " ".join(data.text(part) for part in (address.street, address.number) if part)
    row = {
        "address_1": street, "city": data.text(address.locality),
        "state_province": data.text(province.name) if province else "",
        "postal_code": address.postal_code, "country": country, "address_type": "physical",
    }  # fmt: skip
    return row if all(row.values()) else None


def _country(row: Any) -> Iterator[str]:
    """The ISO 3166 code that a country of the table of places carries."""
    if row.type == "country":
        for code in row.external:
            scheme, _, value = code.partition(":")
            if scheme == "iso3166" and len(value) == 2:
                yield value


def _schedules(data: Dataset, tables: Tables, one: Any, owner: str, key: str) -> None:
    rules: tuple[Hours, ...] = _reachable(data, tables, one, "hours")
    for number, rule in enumerate(rules, start=1):
        text = data.text(rule.note)
        days: tuple[str, ...]
        if rule.always:
            days, opens, closes = _DAYS, "00:00", "24:00"
            text = text or data.say("hours.always")
        elif rule.by_appointment:
            days, opens, closes = (), "", ""
            text = text or data.say("hours.by_appointment")
        else:
            days = tuple(_DAYS[day] for day in rule.days or ())
            opens, closes = rule.from_ or "", rule.to or ""
        tables.add(
            "schedule", id=data.part(owner, "hours", number),
            valid_from=rule.valid_from.first_day.isoformat() if rule.valid_from else "",
            valid_to=rule.valid_to.last_day.isoformat() if rule.valid_to else "",
            freq="WEEKLY" if days else "", byday=",".join(days), opens_at=opens, closes_at=closes,
            description=text, **{key: owner},
        )  # fmt: skip


def bodies(directory: Directory) -> Iterator[str]:
    """Digests of the bodies that stand for a summary."""
    for ref in sorted(directory.unsummed):
        if ref.folder in (ORGANIZATIONS, SERVICES):
            yield directory.digests[ref]


def _other_name(data: Dataset, one: Any) -> str:
    if one.short_title:
        return data.text(one.short_title)
    names = [name for name in one.other_names if name.kind in ("former", "variant", "acronym")]
    return data.text(names[0].name) if names else ""


def _description(data: Dataset, one: Any) -> str:
    """The summary, else the text; where there is neither, a sentence that says so."""
    if one.summary:
        return data.text(one.summary)
    return plain_text(one.body, data.edition) or data.say("export.no_description")


def _fees(data: Dataset, one: Service) -> str:
    if one.cost is None or one.cost.kind == "unknown":
        return ""
    words = data.say(f"choice.cost.{one.cost.kind}")
    return f"{words} – {data.text(one.cost.note)}" if one.cost.note else words


def _alert(data: Dataset, one: Any) -> str:
    notice = one.notice
    if notice is None or (notice.until and notice.until.last_day < data.as_of.first_day):
        return ""
    return data.text(notice.text)


def _language(data: Dataset, tag: str) -> str:
    key = f"languages.{tag.split('-')[0]}"
    return data.say(key) if data.words[data.edition.script.tag].has(key) else tag


# --- the API ---------------------------------------------------------------------------------

# Which rows stand inside which object, under what name, and by which of their keys.
_INSIDE = {
    "phone": (("languages", "language", "phone_id"),),
    "contact": (("phones", "phone", "contact_id"),),
    "location": (
        ("addresses", "address", "location_id"), ("accessibility", "accessibility", "location_id"),
        ("schedules", "schedule", "location_id"), ("languages", "language", "location_id"),
    ),
    "organization": (
        ("organization_identifiers", "organization_identifier", "organization_id"),
        ("phones", "phone", "organization_id"), ("contacts", "contact", "organization_id"),
        ("locations", "location", "organization_id"), ("attributes", "attribute", "link_id"),
    ),
    "service": (
        ("phones", "phone", "service_id"), ("schedules", "schedule", "service_id"),
        ("service_areas", "service_area", "service_id"),
        ("service_at_locations", "service_at_location", "service_id"),
        ("languages", "language", "service_id"), ("funding", "funding", "service_id"),
        ("cost_options", "cost_option", "service_id"),
        ("required_documents", "required_document", "service_id"),
        ("attributes", "attribute", "link_id"),
    ),
}  # fmt: skip
_LINKED = {
    "service": (("organization", "organization", "organization_id"),),
    "service_at_location": (("location", "location", "location_id"),),
    "attribute": (("taxonomy_term", "taxonomy_term", "taxonomy_term_id"),),
}
# Names of the lists, and the objects in them.
_LISTS = {
    "organizations": "organization", "services": "service",
    "service_at_locations": "service_at_location", "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}  # fmt: skip


def _api(data: Dataset, tables: Tables) -> Iterator[Artifact]:
    yield as_json(
        f"{API}/index.json",
        {
            "version": "3.0",
            "profile": "https://docs.openreferral.org/en/v3.0.1/hsds/schema_reference.html",
            "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json",
            "publisher": data.text(data.directory.site.publisher),
            "lists": {name: f"{name}.json" for name in _LISTS},
        },
    )
    by_key = _index(tables)
    for name, kind in _LISTS.items():
        rows = tables.of(kind)
        pages = max(1, -(-len(rows) // _PAGE))
        for number in range(1, pages + 1):
            part = rows[(number - 1) * _PAGE : number * _PAGE]
            path = f"{API}/{name}.json" if number == 1 else f"{API}/{name}/page-{number}.json"
            yield as_json(path, _page(part, kind, by_key, number, pages, len(rows)))
        for row in rows:
            yield as_json(f"{API}/{name}/{row['id']}.json", _nested(row, kind, by_key))


def _page(
    rows: list[Row], kind: str, by_key: _Index, number: int,
    pages: int, count: int,
) -> Row:  # fmt: skip
    """A page of a list in the envelope of the HSDS API."""
    return {
        "total_items": count,
        "total_pages": pages,
        "page_number": number,
        "size": len(rows),
        "first_page": number == 1,
        "last_page": number == pages,
        "empty": not rows,
        "contents": [{**row, **_links(row, kind, by_key)} for row in rows],
    }


_Index = dict[tuple[str, str], dict[str, list[Row]]]  # rows by object and key, and by value


def _index(tables: Tables) -> _Index:
    """Rows by every key that nesting asks for."""
    keys: dict[str, set[str]] = {}
    for _, name, key in (one for inside in _INSIDE.values() for one in inside):
        keys.setdefault(name, set()).add(key)
    for _, name, _ in (one for linked in _LINKED.values() for one in linked):
        keys.setdefault(name, set()).add("id")
    found: _Index = {(name, key): {} for name, wanted in keys.items() for key in wanted}
    for (name, key), rows in found.items():
        for row in tables.of(name):
            if key in row:
                rows.setdefault(row[key], []).append(row)
    return found


def _links(row: Row, kind: str, by_key: _Index) -> Row:
    """The single objects that *row* names by their ids."""
    return {
        name: by_key[other, "id"][row[key]][0] for name, other, key in _LINKED.get(kind, ())
    }


def _nested(row: Row, kind: str, by_key: _Index) -> Row:
    """*row* with all that belongs to it inside."""
    whole = {**row, **_links(row, kind, by_key)}
    for name, other, key in _INSIDE.get(kind, ()):
        held = by_key[other, key].get(row["id"])
        if held:
            whole[name] = [_nested(one, other, by_key) for one in held]
    return whole


# --- tables ----------------------------------------------------------------------------------

# The columns of each table, in the order of the standard; a number where it says number.
_COLUMNS = {
    "organization": "id name alternate_name description email website year_incorporated legal_status uri parent_organization_id",
    "service": "id organization_id name alternate_name description url email status application_process fees_description eligibility_description minimum_age maximum_age assured_date alert",
    "location": "id location_type organization_id name latitude longitude",
    "service_at_location": "id service_id location_id",
    "address": "id location_id address_1 city state_province postal_code country address_type",
    "phone": "id service_id organization_id contact_id number extension type description",
    "contact": "id organization_id title name email",
    "schedule": "id service_id location_id valid_from valid_to freq byday opens_at closes_at description",
    "service_area": "id service_id name",
    "language": "id service_id location_id phone_id name code",
    "accessibility": "id location_id description details",
    "cost_option": "id service_id option currency amount amount_description",
    "funding": "id service_id source",
    "required_document": "id service_id document",
    "organization_identifier": "id organization_id identifier_scheme identifier_type identifier",
    "attribute": "id link_id taxonomy_term_id link_type link_entity",
    "taxonomy": "id name description version",
    "taxonomy_term": "id code name description parent_id taxonomy taxonomy_id language term_uri",
}
_NUMBERS = frozenset(
    "year_incorporated minimum_age maximum_age latitude longitude extension amount".split()
)
_OBJECTS = frozenset(_COLUMNS)


def _package(data: Dataset, tables: Tables) -> Iterator[Artifact]:
    site = data.directory.site
    resources = []
    for name, columns in _COLUMNS.items():
        names = columns.split()
        yield Artifact(OutPath(f"{TABLES}/{name}.csv"), _csv(names, tables.of(name)))
        keys = [
            {"fields": key, "reference": {"resource": key.removesuffix("_id"), "fields": "id"}}
            for key in names
            if key.removesuffix("_id") in _OBJECTS and key.endswith("_id")
        ]
        resources.append(
            {
                "profile": "tabular-data-resource", "name": name, "path": f"{name}.csv",
                "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {"name": key, "type": "number" if key in _NUMBERS else "string"}
                        | ({"constraints": {"required": True, "unique": True}} if key == "id" else {})
                        for key in names
                    ],
                    "primaryKey": "id",
                    **({"foreignKeys": keys} if keys else {}),
                },
            }
        )  # fmt: skip
    package = {
        "profile": "tabular-data-package",
        "name": "human-services-data",
        "title": data.text(site.title),
        "version": data.as_of.iso,
        "conformsTo": "https://docs.openreferral.org/en/v3.0.1/hsds/",
        "resources": resources,
    }
    if licences(data):
        package["licenses"] = licences(data)
    yield as_json(f"{TABLES}/datapackage.json", package)


def _csv(names: list[str], rows: Iterable[Row]) -> bytes:
    return csv_of(chain([names], (_cells(names, row) for row in rows)))


def _cells(names: list[str], row: Row) -> list[object]:
    if "number" in row:  # a ``tel:`` address, which no spreadsheet takes for a sum
        row = {**row, "number": f"tel:{row['number']}"}
    values = [row.get(name, "") for name in names]
    return [inert(value) if isinstance(value, str) else value for value in values]


# --- the report ------------------------------------------------------------------------------


def _report(data: Dataset, tables: Tables) -> Row:
    """How much went out, how much did not, and why; every record is in exactly one of both."""
    counts: dict[str, dict[str, int]] = {}
    for one in tables.left_out:
        reasons = counts.setdefault(one.object, {})
        reasons[one.reason] = reasons.get(one.reason, 0) + 1
    no_word = [
        folder for folder in ("projekti", "programi", "dokumenti", "dogadjaji")
        if data.directory.of(folder)
    ]  # fmt: skip
    return {
        "as_of": data.as_of.iso,
        "records": {
            "organizations": len(data.directory.of(ORGANIZATIONS)),
            "services": len(data.directory.of(SERVICES)),
        },
        "exported": {name: len(tables.of(name)) for name in _COLUMNS},
        "left_out": counts,
        "reasons": {
            reason: data.say(f"export.reason.{reason}")
            for reason in dict.fromkeys(one.reason for one in tables.left_out)
        },
        "without_an_object": {folder: len(data.directory.of(folder)) for folder in no_word},
        "details": [
            {"object": one.object, "record": one.record, "reason": one.reason}
            for one in tables.left_out
        ],
    }


