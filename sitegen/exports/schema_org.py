"""Records and terms in the words of schema.org, for the head of their pages.

Types and properties were looked up at schema.org: a Service, for instance, has no address and no
age, those belong to its channel and its audience. Contacts only where they were checked in time;
a status is never claimed. ``tests/exports/test_schema_org.py`` holds the words against the list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from sitegen.editions import Edition
from sitegen.exports.dataset import Dataset
from sitegen.frozen import dataclass
from sitegen.kinds.common import GROUPS, Hours, Record
from sitegen.kinds.document import Document
from sitegen.kinds.event import Event
from sitegen.kinds.organization import PUBLIC_TYPES, TYPES, Organization
from sitegen.kinds.project import Undertaking
from sitegen.kinds.service import Service
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Ref, Relation

Node = dict[str, Any]

ANCHOR = "sg-record"  # what a page is about, as against the page itself
_CIVIC = frozenset(TYPES[: TYPES.index("public_institution")])
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who tells a page's data: in which edition, and how the page links another one."""

    data: Dataset
    edition: Edition
    address: Callable[[Ref], str]

    def text(self, prose: Prose | None) -> str:
        """*prose* in the edition; nothing gives an empty text."""
        return self.edition.text(prose) if prose else ""

    def named(self, ref: Ref) -> Node:
        """Another record or row by its address and name."""
        entity: Any = self.data.directory.get(ref)
        name = entity.title if isinstance(entity, Record) else entity.label
        return _filled(
            {"@type": type_of(entity), "@id": f"{self.address(ref)}#{ANCHOR}", "name": self.text(name)}
        )

    def parties(self, relations: Iterable[Relation | None]) -> list[Node]:
        """The other ends of *relations* that have a name of their own."""
        return [self.named(one.ref) for one in relations if one and one.ref]


def script(nodes: Iterable[Node]) -> Markup:
    """*nodes* as JSON-LD that can stand inside a ``script`` element, whatever they hold."""
    graph = list(nodes)
    whole = graph[0] if len(graph) == 1 else {"@graph": graph}
    text = json.dumps(
        {"@context": "https://schema.org", **whole}, ensure_ascii=False, separators=(",", ":")
    )
    for sign in "<>&\u2028\u2029":
        if sign in text:
            text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - no sign is left that HTML or a script would read


def type_of(entity: Any) -> str:
    """What schema.org calls *entity*."""
    if isinstance(entity, Organization):
        if entity.type in PUBLIC_TYPES or entity.type == "state":
            return "GovernmentOrganization"
        return "NGO" if entity.type in _CIVIC else "Organization"
    if isinstance(entity, Service):
        return "Service"
    if isinstance(entity, Undertaking):
        return "Project"
    if isinstance(entity, Document):
        if entity.adopted_by:
            return "Legislation"
        return "Report" if entity.doc_type == "report" else "CreativeWork"
    if isinstance(entity, Event):
        return "Event"
    return "Place" if hasattr(entity, "parent") else "DefinedTerm"


def node(speaker: Speaker, ref: Ref) -> Node:
    """All that the page of *ref* says of it."""
    entity: Any = speaker.data.directory.get(ref)
    common: Node = {
        "@type": type_of(entity),
        "@id": f"#{ANCHOR}" if not speaker.data.base else f"{speaker.address(ref)}#{ANCHOR}",
        "url": speaker.address(ref),
        "identifier": f"urn:uuid:{speaker.data.uuid(ref)}",
    }
    if not isinstance(entity, Record):
        return _filled(common | _row(speaker, entity))
    names = [speaker.text(entity.short_title)] if entity.short_title else []
    names += [
        speaker.text(name.name) for name in entity.other_names if name.kind != "misspelling"
    ]
    common |= {
        "name": speaker.text(entity.title),
        "alternateName": names,
        "description": speaker.text(entity.summary),
    }
    own = next(tell for cls, tell in _TELLERS if isinstance(entity, cls))
    return _filled(common | own(speaker, entity))


def crumbs(steps: Iterable[tuple[str, str]]) -> Node:
    """The way to a page: (name, address) of each step, the last one the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _filled({"@type": "ListItem", "position": number, "name": name, "item": address})
            for number, (name, address) in enumerate(steps, start=1)
        ],
    }


def _row(speaker: Speaker, row: Any) -> Node:
    if type_of(row) == "Place":
        inside = [speaker.named(row.parent.ref)] if row.parent else []
        return {
            "name": speaker.text(row.name),
            "containedInPlace": inside,
            "geo": _geo(row.coordinates),
        }
    kind = "target_group" if row.ref.folder == GROUPS else "area"
    words = speaker.data.words[speaker.edition.script.tag]
    return {
        "name": speaker.text(row.pref),
        "termCode": row.id,
        "description": speaker.text(row.definition),
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": words.say(f"kind.{kind}.many")},
    }


def _organization(speaker: Speaker, one: Organization) -> Node:
    reach = speaker.data.may_reach
    phones = one.phones if one.phones and reach(one, "phones") else ()
    own: Node = {
        "foundingDate": _iso(one.founded),
        "dissolutionDate": _iso(one.dissolved),
        "parentOrganization": speaker.parties([one.parent]),
        "memberOf": speaker.parties(one.member_of),
        "founder": speaker.parties(one.founders),
        "areaServed": speaker.parties(one.serves),
        "knowsAbout": speaker.parties(one.areas),
        "knowsLanguage": list(one.languages),
        "telephone": [phone.number.e164 for phone in phones if phone.type != "fax"],
        "faxNumber": [phone.number.e164 for phone in phones if phone.type == "fax"],
        "email": [box.address for box in one.emails] if one.emails and reach(one, "emails") else [],
        "sameAs": [
            site.url for name in ("websites", "social") if reach(one, name)
            for site in getattr(one, name)
        ],
    }  # fmt: skip
    if one.address and not one.location_confidential and reach(one, "address"):
        own["address"] = _address(speaker, one.address)
    point = one.coordinates if one.coordinates and reach(one, "address") else None
    hours = one.hours if one.hours and reach(one, "hours") else ()
    if (point or hours) and not one.location_confidential:
        own["location"] = _filled(
            {"@type": "Place", "geo": _geo(point), "openingHoursSpecification": _hours(hours)}
        )
    return own


def _service(speaker: Speaker, one: Service) -> Node:
    reach = speaker.data.may_reach
    provider: Any = one.provider.ref and speaker.data.directory.get(one.provider.ref) if one.provider else None
    own: Node = {
        "provider": speaker.parties([one.provider]),
        "category": [node["name"] for node in speaker.parties(one.areas)],
        "areaServed": speaker.parties(one.serves),
        "isRelatedTo": speaker.parties([one.part_of]),
        "audience": [
            _filled(
                {
                    "@type": "PeopleAudience", "audienceType": group["name"],
                    "suggestedMinAge": one.age_from, "suggestedMaxAge": one.age_to,
                }
            )
            for group in speaker.parties(one.target_groups)
        ],
    }  # fmt: skip
    if provider is not None and type_of(provider) == "GovernmentOrganization":
        own["@type"] = "GovernmentService"
        own["serviceOperator"] = own["provider"]
    if one.cost and one.cost.kind == "free":
        own["offers"] = {"@type": "Offer", "price": 0, "priceCurrency": one.cost.currency or "BAM"}
        if not one.cost.currency:
            del own["offers"]["priceCurrency"]
    if one.hours and reach(one, "hours"):
        own["hoursAvailable"] = _hours(one.hours)
    channel: Node = {"@type": "ServiceChannel"}
    if one.phones and reach(one, "phones"):
        channel["servicePhone"] = [
            {"@type": "ContactPoint", "telephone": phone.number.e164}
            for phone in one.phones if phone.type != "fax"
        ]  # fmt: skip
    if one.locations and reach(one, "locations") and not one.location_confidential:
        places = [_location(speaker, held) for held in one.locations if not held.confidential]
        channel["serviceLocation"] = [place for place in places if len(place) > 1]
    if one.languages:
        channel["availableLanguage"] = list(one.languages)
    channel = _filled(channel)
    if len(channel) > 1:
        own["availableChannel"] = channel
    return own


def _location(speaker: Speaker, held: Any) -> Node:
    place = speaker.data.directory.rows[held.place.ref] if held.place else None
    return _filled(
        {
            "@type": "Place",
            "name": speaker.text(place.name) if place else "",
            "address": _address(speaker, held.address) if held.address else None,
            "geo": _geo(held.coordinates),
        }
    )


def _undertaking(speaker: Speaker, one: Undertaking) -> Node:
    def who(*roles: str) -> list[Node]:
        return speaker.parties(role.relation for role in one.roles if role.role in roles)

    return {
        "foundingDate": _iso(one.period.from_) if one.period else "",
        "dissolutionDate": _iso(one.period.to) if one.period else "",
        "funder": who("funder"),
        "sponsor": who("supporter"),
        "member": who("lead", "implementer", "partner", "participant"),
        "areaServed": speaker.parties([*one.countries, *one.serves]),
        "knowsAbout": speaker.parties(one.areas),
    }


def _document(speaker: Speaker, one: Document) -> Node:
    words = speaker.data.words[speaker.edition.script.tag]
    dates = {event: [entry.date for entry in one.dates if entry.event == event] for event in ("adopted", "published")}
    own: Node = {
        "about": speaker.parties(one.areas),
        "audience": [
            {"@type": "Audience", "audienceType": group["name"]}
            for group in speaker.parties(one.target_groups)
        ],
        "author": speaker.parties(one.drafted_by),
        "publisher": speaker.parties(one.issued_by),
        "datePublished": _iso(min(dates["published"])) if dates["published"] else "",
        "temporalCoverage": _interval(one),
        "spatialCoverage": speaker.parties(one.covers),
        "isBasedOn": speaker.parties(one.based_on),
        "sameAs": [address for address in (one.url, one.archived_url) if address],
    }
    if type_of(one) == "Legislation":
        own |= {
            "legislationType": words.say(f"choice.doc_type.{one.doc_type}"),
            "legislationPassedBy": speaker.parties(one.adopted_by),
            "legislationDate": _iso(min(dates["adopted"])) if dates["adopted"] else "",
        }
    return own


def _interval(one: Document) -> str:
    if one.period is None:
        return ""
    start, end = _iso(one.period.from_) or "..", _iso(one.period.to) or ".."
    return "" if start == end == ".." else f"{start}/{end}"


def _event(speaker: Speaker, one: Event) -> Node:
    return {
        "startDate": _iso(one.date),
        "location": speaker.parties([one.place]),
        "organizer": speaker.parties(one.organisers),
        "about": speaker.parties(one.areas),
    }


_TELLERS: tuple[tuple[type[Any], Callable[[Speaker, Any], Node]], ...] = (
    (Organization, _organization),
    (Service, _service),
    (Undertaking, _undertaking),
    (Document, _document),
    (Event, _event),
)


def _address(speaker: Speaker, address: Any) -> Node:
    street = " ".join(speaker.text(part) for part in (address.street, address.number) if part)
    return _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": street,
            "postalCode": address.postal_code,
            "addressLocality": speaker.text(address.locality),
        }
    )


def _geo(point: Any) -> Node | None:
    if point is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon}


def _hours(rules: Iterable[Hours]) -> list[Node]:
    """Opening hours; what is only by appointment has no words there."""
    found = []
    for rule in rules:
        if rule.by_appointment:
            continue
        days = range(7) if rule.always else rule.days or ()
        found.append(
            _filled(
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": [_DAYS[day] for day in days],
                    "opens": "00:00" if rule.always else rule.from_,
                    "closes": "23:59" if rule.always or rule.to == "24:00" else rule.to,
                    "validFrom": rule.valid_from.first_day.isoformat() if rule.valid_from else "",
                    "validThrough": rule.valid_to.last_day.isoformat() if rule.valid_to else "",
                }
            )
        )
    return found


def _iso(date: PartialDate | str | None) -> str:
    return date.iso if isinstance(date, PartialDate) else ""


def _filled(node: Node) -> Node:
    """*node* without empty values; a list of one thing is the thing."""
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in node.items()
        if value not in (None, "", [], {})
    }
