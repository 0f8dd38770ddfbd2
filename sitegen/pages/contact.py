"""How to reach a record, or whom a reader turns to instead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from sitegen import urls
from sitegen.directory import Directory, digest_of
from sitegen.freshness import freshness
from sitegen.kinds.common import HOLIDAYS, Telephone
from sitegen.kinds.service import Service
from sitegen.pages.desk import Desk
from sitegen.pages.whereabouts import locations_of, near
from sitegen.values import Ref, Relation
from sitegen.views import ContactView, OpeningView, PhoneView, Value, WayView
from sitegen.wording import Wording


def contact_of(desk: Desk, record: Any, path: str, heading: str) -> ContactView | None:
    """How to reach *record*, with a doubt beside every way that nobody has checked lately; None
    when nothing is known."""
    wording = desk.wording
    phones = phones_of(desk, record)
    ways = tuple(
        WayView(key, wording.say(label), values, _doubt(desk, record, key))
        for key, label, values in _ways(wording, record)
        if values
    )
    if not (phones or ways):
        return None
    fields = [*(["phones"] if phones else []), *(way.key for way in ways)]
    is_known = any(not _doubt(desk, record, field) for field in fields)
    return ContactView(
        heading=wording.say(heading),
        name=wording.html(record.title),
        href=urls.href(path, urls.record_path(record.ref)),
        phones=phones,
        ways=ways,
        opening=_opening(desk, record),
        caution="" if is_known else wording.say("contact.caution"),
    )


def phones_of(desk: Desk, record: Any) -> tuple[PhoneView, ...]:
    """The numbers of *record*, each with what it is for and the doubt about it."""
    wording = desk.wording
    return tuple(
        PhoneView(
            _shown(wording, telephone),
            "" if telephone.type == "fax" else f"tel:{telephone.number.e164}",
            wording.phone_label(telephone),
            Markup("; ").join(
                wording.html(text) for text in (telephone.hours, telephone.note) if text
            ),
            _doubt(desk, record, "phones"),
        )
        for telephone in getattr(record, "phones", ())
    )


def _opening(desk: Desk, record: Any) -> OpeningView | None:
    """Only of hours that were verified in time, that hold as they stand, and with the holidays of
    the year known: otherwise nothing can be said of now."""
    site, rules = desk.directory.site, getattr(record, "hours", ())
    known = freshness(record, "hours", site, desk.as_of.last_day)
    holidays = sorted(day for row in desk.directory.of(HOLIDAYS) for day in row.days if day.day)
    if not (rules and holidays and known.is_fresh and known.fresh_until):
        return None
    if any(rule.note or rule.by_appointment for rule in rules):
        return None
    table = [
        [
            list(range(7)) if rule.always else list(rule.days),
            "00:00" if rule.always else rule.from_,
            "24:00" if rule.always else rule.to,
            rule.valid_from.first_day.isoformat() if rule.valid_from else "",
            rule.valid_to.last_day.isoformat() if rule.valid_to else "",
        ]
        for rule in rules
    ]
    days = " ".join(day.iso for day in holidays)
    return OpeningView(json.dumps(table), site.zone, known.fresh_until.isoformat(), days)


def _doubt(desk: Desk, record: Any, field: str) -> str:
    known = freshness(record, field, desk.directory.site, desk.as_of.last_day)
    return desk.wording.doubt(known)


def _shown(wording: Wording, telephone: Telephone) -> str:
    """A number with its extension, as people read it out."""
    number = telephone.number.shown
    if not telephone.extension:
        return number
    return f"{number} ({wording.say('field.extension')} {telephone.extension})"


def _ways(wording: Wording, record: Any) -> Iterator[tuple[str, str, tuple[Value, ...]]]:
    """Every way to reach *record* but the telephone: field, label, values."""
    address = None if record.location_confidential else getattr(record, "address", None)
    lines = wording.address(address) if address else ()
    yield "address", "field.address", (Value(Markup("<br>").join(lines)),) if lines else ()
    hours = tuple(Value(wording.hours(rule)) for rule in getattr(record, "hours", ()))
    yield "hours", "field.hours", hours
    emails = tuple(
        Value(
            Markup('<span translate="no">{}</span>').format(mailbox.address),
            f"mailto:{mailbox.address}",
            wording.html(mailbox.label) if mailbox.label else Markup(""),
        )
        for mailbox in getattr(record, "emails", ())
    )
    yield "emails", "field.emails", emails
    for key in ("websites", "social"):
        sites = tuple(
            web_value(site.url, wording.html(site.label) if site.label else Markup(""))
            for site in getattr(record, key, ())
        )
        yield key, f"field.{key}", sites
    people = tuple(_person(wording, person) for person in getattr(record, "contacts", ()))
    yield "contacts", "record.people", people


def _person(wording: Wording, person: Any) -> Value:
    """The holder of a public role, with the ways to reach them that are public."""
    parts = [wording.html(person.role)]
    if person.name:
        parts = [Markup("{}: {}").format(parts[0], wording.html(person.name))]
    if person.phone:
        parts.append(
            Markup('<a class="tel" href="tel:{}">{}</a>').format(
                person.phone.e164, person.phone.shown
            )
        )
    if person.email:
        parts.append(
            Markup('<a href="mailto:{0}" translate="no">{0}</a>').format(person.email)
        )
    return Value(Markup(", ").join(parts), note=Markup.escape(wording.as_of(person.as_of)))


def web_value(url: str, label: Markup = Markup("")) -> Value:
    shown = urlsplit(url)
    bare = (shown.netloc + shown.path).rstrip("/")
    return Value(label or Markup('<span translate="no">{}</span>').format(bare), url)


def helper_of(directory: Directory, record: Any) -> Any:
    """Whom a reader turns to when the service *record* itself has no contact, or None.

    Its provider, the provider's parent, then the same of what it is part of; at last the town's
    help desk, if the service is given where the help desk helps. The first one with a contact is
    taken; where none has one, a partner of the service who has; else the first one.
    """
    if not isinstance(record, Service):
        return None
    candidates: list[Ref] = []
    at: Any = record
    seen: set[Ref] = set()
    while isinstance(at, Service) and at.ref not in seen:
        seen.add(at.ref)
        candidates += _providers(directory, at)
        at = directory.records[at.part_of.ref] if at.part_of and at.part_of.ref else None
    desk = directory.site.help_desk
    helped = locations_of(directory, record.ref)
    if desk and desk.ref and locations_of(directory, desk.ref) & near(directory, helped):
        candidates.append(desk.ref)
    partners = [partner.ref for partner in record.partners if partner.ref]
    reachable = [
        ref for ref in (*candidates, *partners) if _is_reachable(directory.records[ref])
    ]
    chosen = (reachable or candidates)[:1]
    return directory.records[chosen[0]] if chosen else None


_OF_A_HELPER = (
    "title", "location_confidential", "phones", "address", "hours", "emails", "websites", "social",
    "contacts", "verified", "review_every",
)  # fmt: skip


def reached_by(directory: Directory, helper: Any) -> str:
    """All that pages of others show of *helper*, in a form to compare by."""
    holidays = directory.of(HOLIDAYS) if getattr(helper, "hours", ()) else ()
    return digest_of(repr((helper.ref, holidays, *(getattr(helper, name, None) for name in _OF_A_HELPER))))


def _providers(directory: Directory, service: Service) -> Iterator[Ref]:
    if service.provider and service.provider.ref:
        yield service.provider.ref
        parent: Relation | None = directory.get(service.provider.ref).parent
        if parent and parent.ref:
            yield parent.ref


def _is_reachable(record: Any) -> bool:
    return bool(record.phones or record.emails or record.address or record.websites)


def helper_view(desk: Desk, record: Any, helper: Any, path: str) -> ContactView:
    provider = record.provider.ref if record.provider else None
    key = "contact.provider" if helper.ref == provider else "contact.center"
    known = contact_of(desk, helper, path, key)
    if known:
        return known
    return ContactView(
        desk.wording.say(key), desk.wording.html(helper.title),
        urls.href(path, urls.record_path(helper.ref)), (), (),
        caution=desk.wording.say("contact.none"),
    )  # fmt: skip
