"""The fields of a record as facts: labels with values, links and how sure they are."""

from __future__ import annotations

from functools import partial
from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.kinds.common import PAGES, SOURCES, Claim, Period, Record
from sitegen.kinds.project import Role, Undertaking
from sitegen.kinds.service import Capacity, Location
from sitegen.links import Outside, ToFolder, ToHeading, ToRecord, read_link
from sitegen.markup import Fragment
from sitegen.pages.around import SOURCES_PAGE
from sitegen.pages.cards import KIND_OF, label_of
from sitegen.pages.contact import web_value
from sitegen.pages.desk import Desk, fact_of
from sitegen.schema import declarations, key_of
from sitegen.values import PartialDate, Ref, Relation
from sitegen.views import Fact, Value

_LEAD = ("first_step", "for_whom", "cost")


_TAGS = ("target_groups", "areas", "place", "serves")


_PASSAGES = (
    "eligibility", "not_for", "how_to_apply", "required_documents", "goals", "results",
)  # fmt: skip


_NOT_FACTS = frozenset(
    (
        "title", "short_title", "other_names", "lang", "summary", "summaries", "sources",
        "verified", "review_every", "claims", "collectives", "location_confidential", "sensitive", "unknown",
        "aliases", "uuid", "notice", "status", "legal_force", "address", "coordinates", "phones",
        "emails", "websites", "social", "contacts", "hours", "roles", "age_from", "age_to",
        "emergency", "partner_count", "supersedes", "url", "archived_url", "report",
        "menu", "order", "added", "changed", *_LEAD, *_TAGS, *_PASSAGES,
    )
)  # fmt: skip


def lead_of(desk: Desk, record: Any) -> tuple[Fact, ...]:
    wording = desk.wording
    facts = [
        fact_of(wording, key, [Value(words)])
        for key in _LEAD
        if (held := getattr(record, key, None)) is not None
        and (words := wording.value(key, held, "service")) is not None
    ]
    if "cost" in record.unknown and not getattr(record, "cost", None):
        facts.append(fact_of(wording, "cost", [Value(Markup.escape(wording.say("choice.cost.unknown")))]))
    lowest, highest = getattr(record, "age_from", None), getattr(record, "age_to", None)
    if lowest is not None or highest is not None:
        key = "age.from_to" if None not in (lowest, highest) else (
            "age.from" if highest is None else "age.to"
        )  # fmt: skip
        words = Markup.escape(wording.say(key, start=lowest, end=highest))
        facts.append(Fact("age", wording.say("field.age_from"), (Value(words),)))
    return tuple(facts)


_LAST = ("related", "not_same_as")  # what says least about the record itself


def facts_of(desk: Desk, record: Any, path: str) -> tuple[Fact, ...]:
    """The fields of a record that are neither shown first nor in a place of their own."""
    wording = desk.wording
    kind = KIND_OF[record.ref.folder]
    facts: list[Fact] = []
    names = sorted(declarations(type(record)), key=lambda name: key_of(name) in _LAST)
    for name in names:
        key = key_of(name)
        value = getattr(record, name)
        if key in _NOT_FACTS or value is None or value == ():
            continue
        if key in ("type", "kind", "doc_type", "date"):  # said beside the title
            continue
        items = value if isinstance(value, tuple) else (value,)
        values = [shown for item in items if (shown := _value(desk, key, item, kind, path))]
        if values:
            facts.append(fact_of(wording, key, values))
    facts += _roles(desk, record, path)
    for key in ("url", "archived_url", "report"):
        url = getattr(record, key, None)
        if url:
            facts.append(fact_of(wording, key, [web_value(url)]))
    return tuple(facts)


def _value(desk: Desk, key: str, item: Any, kind: str, path: str) -> Value | None:
    if isinstance(item, Relation):
        return relation_value(desk, item, path)
    if isinstance(item, Location):
        return _location(desk, item, path)
    if isinstance(item, Capacity) and item.place:
        where = relation_value(desk, item.place, path)
        return where._replace(note=desk.wording.capacity(item))
    words = desk.wording.value(key, item, kind)
    return Value(words) if words is not None else None


def _location(desk: Desk, location: Location, path: str) -> Value | None:
    """One of the places where a service is given; of a confidential one only that it is so."""
    wording = desk.wording
    if location.confidential:
        return Value(Markup.escape(wording.say("confidential.note")))
    lines = wording.address(location.address) if location.address else ()
    address = Markup(", ").join(lines)
    if location.place:
        return relation_value(desk, location.place, path)._replace(note=address)
    return Value(address) if address else None


def relation_value(desk: Desk, relation: Relation, path: str) -> Value:
    """The other end of *relation* as a link, with how sure the relation is and since when."""
    wording = desk.wording
    notes = relation_notes(desk, relation)
    if relation.ref is None:
        return Value(wording.html(relation.text) if relation.text else Markup(""), note=notes)
    entity = desk.directory.get(relation.ref)
    return Value(
        wording.html(label_of(entity)), urls.href(path, _path_of(relation.ref)), notes
    )  # fmt: skip


def relation_notes(desk: Desk, relation: Relation) -> Markup:
    """How sure a relation is, when it held, what else is known of it and who says so."""
    wording = desk.wording
    notes: list[Markup] = []
    if relation.certainty != "stated":
        notes.append(Markup.escape(wording.say(f"certainty.{relation.certainty}")))
    if relation.since or relation.until:
        held = Period(from_=relation.since, to=relation.until)
        notes.append(Markup.escape(wording.period(held).removesuffix(".")))
    if relation.note:
        notes.append(wording.html(relation.note))
    if relation.source:
        title = label_of(desk.directory.rows[relation.source])
        notes.append(Markup.escape(wording.say("certainty.source")) + ": " + wording.html(title))
    return Markup("; ").join(notes)


def _path_of(ref: Ref) -> str:
    return SOURCES_PAGE if ref.folder == SOURCES else urls.record_path(ref)


def _roles(desk: Desk, record: Any, path: str) -> list[Fact]:
    if not isinstance(record, Undertaking):
        return []
    wording = desk.wording
    facts: list[Fact] = []
    for word in dict.fromkeys(role.role for role in record.roles):
        values = []
        for role in record.roles:
            if role.role == word:
                values.append(relation_value(desk, role.relation, path))
        facts.append(Fact(f"roles.{word}", wording.say(f"field.roles.{word}"), tuple(values)))
    if record.partner_count is not None:
        known = sum(_is_known_partner(role) for role in record.roles)
        words = wording.say("partners.known", known=known, count=record.partner_count)
        facts.append(fact_of(wording, "partner_count", [Value(Markup.escape(words))]))
    return facts


def _is_known_partner(role: Role) -> bool:
    """Only a partner whom the source itself names as one counts as known."""
    relation = role.relation
    return (
        role.role == "partner" and relation.ref is not None and relation.certainty == "stated"
    )


def passages_of(desk: Desk, record: Any, path: str) -> tuple[Fact, ...]:
    wording = desk.wording
    facts: list[Fact] = []
    for key in _PASSAGES:
        held = getattr(record, key, None)
        if isinstance(held, Fragment):
            text = desk.edition.fragment(held, partial(resolve, path, record.path))
            facts.append(fact_of(wording, key, [Value(text)]))
        elif held:
            facts.append(fact_of(wording, key, [Value(wording.html(item)) for item in held]))
    return tuple(facts)


def resolve(page_path: str, file_path: str, target: str) -> str:
    """The address of a link in Markdown, as the page at *page_path* must write it."""
    to = read_link(file_path, target)
    if isinstance(to, ToRecord):
        return urls.href(page_path, urls.record_path(to.ref), to.anchor)
    if isinstance(to, ToFolder):
        folder = urls.HOME if to.folder == PAGES else urls.folder_path(to.folder)
        return urls.href(page_path, folder)
    if isinstance(to, ToHeading):
        return f"#{to.anchor}"
    if isinstance(to, Outside):
        return to.url
    raise AssertionError(f"a link that leads nowhere has passed the checks: {target}")


def claims_of(desk: Desk, record: Record) -> tuple[Fact, ...]:
    wording = desk.wording
    series: dict[str, Fact] = {}
    for claim in sorted(record.claims, key=_day_of):
        figure = wording.html(claim.value)
        if claim.unit:
            figure = Markup("{} {}").format(figure, wording.html(claim.unit))
        source = desk.directory.rows[claim.source.ref]  # type: ignore[index]
        dated = wording.as_of(claim.as_of)
        note = Markup("{}; {}").format(dated, wording.html(label_of(source)))
        if claim.derived:
            note = Markup("{}; {}").format(wording.say("field.derived").lower(), note)
        what = wording.html(claim.what)
        before = series.get(what, Fact("claims", what[:1].upper() + what[1:], ()))
        series[what] = before._replace(values=(*before.values, Value(figure, note=note)))
    return tuple(series.values())


def _day_of(claim: Claim) -> tuple[bool, PartialDate]:
    """Figures of one thing stand in the order of their days, those without a day last."""
    known = isinstance(claim.as_of, PartialDate)
    return (not known, claim.as_of if isinstance(claim.as_of, PartialDate) else PartialDate(1))


def collectives_of(desk: Desk, record: Record, path: str) -> tuple[Value, ...]:
    wording = desk.wording
    values = []
    for collective in record.collectives:
        note = Markup("")
        if collective.count is not None:
            known = len(collective.known)
            words = wording.say("partners.known", known=known, count=collective.count)
            note = Markup.escape(words)
        named = [
            wording.html(label_of(desk.directory.records[relation.ref]))
            for relation in collective.known
            if relation.ref
        ]
        if named:
            note = Markup("{}: {}").format(note, Markup(", ").join(named)) if note else (
                Markup(", ").join(named)
            )  # fmt: skip
        values.append(Value(wording.html(collective.text), note=note))
    return tuple(values)


def tags_of(desk: Desk, record: Record, path: str) -> tuple[Fact, ...]:
    facts = []
    for key in _TAGS:
        held = getattr(record, key)
        relations = held if isinstance(held, tuple) else (held,) if held else ()
        values = [relation_value(desk, relation, path) for relation in relations]
        if values:
            facts.append(fact_of(desk.wording, key, values))
    return tuple(facts)
