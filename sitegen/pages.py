"""Which pages exist, and what each of them says.

``plan`` gives every page of one edition: its path, its template, a key and a way to build its
view. The key is the digest of all that the view is made of, so equal keys mean equal pages and
a view need not be built to know that nothing changed. Knows no HTML beyond ready fragments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from sitegen import urls
from sitegen.catalog import Catalog
from sitegen.config import Site
from sitegen.directory import BackLink, Directory
from sitegen.editions import Edition
from sitegen.kinds import KINDS
from sitegen.kinds.common import (
    AREAS,
    DOCUMENTS,
    EVENTS,
    GROUPS,
    ORGANIZATIONS,
    PAGES,
    PLACES,
    PROGRAMMES,
    PROJECTS,
    RECORDS,
    SERVICES,
    SOURCES,
    Record,
)
from sitegen.kinds.document import Document
from sitegen.kinds.event import Event
from sitegen.kinds.organization import PUBLIC_TYPES, Organization
from sitegen.kinds.project import Undertaking
from sitegen.kinds.service import Service
from sitegen.links import Outside, ToFolder, ToHeading, ToRecord, read_link
from sitegen.markup import Fragment
from sitegen.schema import declarations, key_of
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Ref, Relation
from sitegen.views import (
    Card,
    ContactView,
    EmergencyView,
    Fact,
    Frame,
    HomeView,
    Link,
    ListView,
    NotFoundView,
    PhoneView,
    RecordView,
    RedirectView,
    SearchView,
    Section,
    SourcesView,
    SourceView,
    StandingView,
    TextView,
    Value,
    View,
)
from sitegen.wording import Wording

PAGE_SIZE = 200
_KIND_OF = {kind.folder: kind.name for kind in KINDS}
RESULT_KINDS = (
    "service", "org", "institution", "project", "document", "event", "place", "area",
    "group", "page",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page to be rendered."""

    path: str  # in the site: "lat/usluge/dnevni-centri/index.html"
    template: str
    key: str
    build_view: Callable[[], View]
    origin: str  # the file of content it comes from; empty for pages of ours
    lang: str


@dataclass(frozen=True)
class Plan:
    """What planning one edition needs."""

    directory: Directory
    edition: Edition
    other: Edition
    words: Catalog
    other_words: Catalog
    as_of: PartialDate

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.edition, self.words)

    @cached_property
    def digests(self) -> dict[Ref, str]:
        """A digest of everything that each record and row says."""
        held: dict[Ref, Any] = {**self.directory.records, **self.directory.rows}
        return {ref: _digest(repr(entity)) for ref, entity in held.items()}

    @cached_property
    def surroundings(self) -> str:
        """A digest of what every page has around it."""
        menus = [
            (page.ref, page.title, page.menu, page.order) for page in self.directory.of(PAGES)
        ]
        sentences = sorted(self.words.sentences.items())
        return _digest(
            repr((self.edition.lang, self.edition.prefix, self.directory.site, self.as_of))
            + repr(menus) + repr(sentences)
        )  # fmt: skip

    @cached_property
    def cards(self) -> dict[Ref, Card]:
        """The card of every record, its link counted from the root of the edition."""
        return {
            ref: _card(self, record) for ref, record in self.directory.records.items()
        }

    @cached_property
    def card_digests(self) -> dict[Ref, str]:
        return {ref: _digest(repr(card)) for ref, card in self.cards.items()}

    def order(self, refs: Iterable[Ref]) -> list[Ref]:
        """*refs* without repetitions, in the alphabet of the edition."""
        sort_key = self.edition.script.sort_key
        return sorted(set(refs), key=lambda ref: (sort_key(_label(self.directory.get(ref)).plain), ref))

    def page(
        self, path: str, template: str, build: Callable[[], View], *uses: str, origin: str = ""
    ) -> Page:
        """A page whose view is made of *uses* and of its surroundings."""
        key = _digest("\0".join((template, path, self.surroundings, *uses)))
        return Page(self.edition.prefix + path, template, key, build, origin, self.edition.lang)

    def shown(self, refs: Iterable[Ref]) -> str:
        """One digest of how *refs* look in lists, in this order."""
        return _digest("".join(
            self.card_digests.get(ref) or self.digests[ref] for ref in refs
        ))  # fmt: skip


def plan(
    directory: Directory, edition: Edition, other: Edition, words: Catalog, other_words: Catalog,
    as_of: PartialDate,
) -> tuple[Page, ...]:  # fmt: skip
    """Every page of one edition, sorted by path. *words* are in its script, *other_words* in the
    script of its pair."""
    desk = Plan(directory, edition, other, words, other_words, as_of)
    families = (
        _home, _records, _texts, _kind_lists, _vocabularies, _needs, _alphabet, _search,
        _sources, _redirects,
    )  # fmt: skip
    pages = [page for family in families for page in family(desk)]
    if not edition.prefix:
        pages += _not_found(desk)
    return tuple(sorted(pages, key=lambda page: page.path))


# --- around every page -----------------------------------------------------------------------


def _frame(
    desk: Plan, path: str, title: str, *, description: str = "", crumbs: tuple[Link, ...] = (),
    origin: str = "", noindex: bool = False,
) -> Frame:  # fmt: skip
    site, edition, wording = desk.directory.site, desk.edition, desk.wording
    here = edition.prefix + path

    def to(target: str) -> str:
        return urls.href(path, target)

    site_title = edition.text(site.title)
    other_href = urls.href(here, desk.other.prefix + path)
    base = (site.base_url or "").rstrip("/")
    pair = sorted(
        [(edition.lang, here), (desk.other.lang, desk.other.prefix + path)],
        key=lambda item: len(item[1]),
    )
    alternates = [
        (lang, _public(base, target) if base else urls.href(here, target)) for lang, target in pair
    ]
    return Frame(
        lang=edition.lang,
        other_lang=desk.other.lang,
        other_href=other_href,
        other_is_latin=desk.other.script.is_latin,
        title=title if title == site_title else f"{title} – {site_title}",
        description=description or edition.text(site.description),
        path=here,
        site_href=urls.root_of(here),
        home_href=to(urls.HOME),
        site_title=edition.html(site.title),
        header=_menu(desk, path, "header"),
        footer=_menu(desk, path, "footer"),
        search_href=to(urls.SEARCH),
        canonical=_public(base, here) if base else "",
        alternates=(*alternates, ("x-default", alternates[0][1])),
        as_of=wording.date(desk.as_of),
        publisher=edition.html(site.publisher),
        official=bool(site.official),
        town=edition.html(site.town) if site.town else Markup(""),
        licence=Link(site.licence_url or "", edition.html(site.licence)) if site.licence else None,
        edit_href=site.edit_url.replace("{path}", origin) if site.edit_url and origin else "",
        mail_href=f"mailto:{site.contact_email}" if site.contact_email else "",
        emergency=_emergency(wording, site),
        crumbs=crumbs,
        noindex=noindex,
    )


def _public(base: str, path: str) -> str:
    return f"{base}/{path.removesuffix('index.html')}"


def _menu(desk: Plan, path: str, name: str) -> tuple[Link, ...]:
    links: list[Link] = []
    if name == "header":
        for folder in (SERVICES, ORGANIZATIONS, DOCUMENTS):
            if desk.directory.of(folder):
                target = urls.folder_path(folder)
                label = Markup.escape(desk.wording.say(f"kind.{_KIND_OF[folder]}.many"))
                links.append(Link(urls.href(path, target), label, current=target == path))
    pages = [page for page in desk.directory.of(PAGES) if page.menu == name]
    for page in sorted(pages, key=lambda page: (page.order or 1000, page.ref)):
        target = urls.record_path(page.ref)
        label = desk.wording.html(page.short_title or page.title)
        links.append(Link(urls.href(path, target), label, current=target == path))
    if name == "footer":
        for target, key in ((urls.ALPHABET, "alphabet.heading"), (_SOURCES_PAGE, "sources.heading")):
            label = Markup.escape(desk.wording.say(key))
            links.append(Link(urls.href(path, target), label, current=target == path))
    return tuple(links)


def _emergency(wording: Wording, site: Site) -> tuple[EmergencyView, ...]:
    return tuple(
        EmergencyView(
            wording.html(entry.label), entry.number.shown, f"tel:{entry.number.e164}",
            wording.html(entry.area), wording.html(entry.hours), wording.date(entry.checked),
        )
        for entry in site.emergency
    )  # fmt: skip


def _crumbs(desk: Plan, path: str, *steps: tuple[str, Markup]) -> tuple[Link, ...]:
    home = Link(urls.href(path, urls.HOME), Markup.escape(desk.wording.say("crumbs.home")))
    return (home, *(Link(urls.href(path, target), label) for target, label in steps))


# --- records ---------------------------------------------------------------------------------

_LEAD = ("for_whom", "first_step", "cost")
_TAGS = ("target_groups", "areas", "place", "serves")
_PASSAGES = (
    "eligibility", "not_for", "how_to_apply", "required_documents", "goals", "results",
)  # fmt: skip
_NOT_FACTS = frozenset(
    (
        "title", "short_title", "other_names", "lang", "summary", "summaries", "sources",
        "verified", "review_every", "claims", "collectives", "location_confidential", "unknown",
        "aliases", "uuid", "notice", "status", "legal_force", "address", "coordinates", "phones",
        "emails", "websites", "social", "contacts", "hours", "roles", "age_from", "age_to",
        "emergency", "partner_count", "locations", "supersedes", "url", "archived_url", "report",
        "menu", "order", *_LEAD, *_TAGS, *_PASSAGES,
    )
)  # fmt: skip
_NOT_SECTIONS = frozenset({"areas", "target_groups", "place", "serves", "sources", "countries"})


def _records(desk: Plan) -> Iterator[Page]:
    for folder in RECORDS:
        for record in desk.directory.of(folder):
            uses = _what_a_record_shows(desk, record)
            yield desk.page(
                urls.record_path(record.ref), "record.html", partial(_record_view, desk, record),
                *uses, origin=record.path,
            )  # fmt: skip


def _what_a_record_shows(desk: Plan, record: Record) -> tuple[str, ...]:
    directory = desk.directory
    related = [relation.ref for _, relation in _own_relations(record) if relation.ref]
    related += [link.source for link in directory.backlinks(record.ref)]
    places = [place for ref in related if ref.folder == PLACES for place in directory.around(ref)]
    helper = _helper(directory, record)
    return (
        desk.digests[record.ref],
        desk.shown([*related, *places]),
        _digest(repr(directory.backlinks(record.ref))),
        "".join(desk.digests[ref] for ref in related if ref.folder == SOURCES),
        desk.digests[helper.ref] if helper else "",
    )


def _own_relations(record: Record) -> Iterator[tuple[str, Relation]]:
    for name, declared in declarations(type(record)).items():
        value = getattr(record, name)
        if value is not None:
            for word, relation in declared.type.relations(value):
                yield (f"{key_of(name)}.{word}" if word else key_of(name)), relation


def _record_view(desk: Plan, record: Any) -> RecordView:
    directory, wording, edition = desk.directory, desk.wording, desk.edition
    path = urls.record_path(record.ref)
    kind = _KIND_OF[record.ref.folder]
    title = edition.text(record.title)
    folder_label = Markup.escape(wording.say(f"kind.{kind}.many"))
    frame = _frame(
        desk, path, title,
        description=edition.text(record.summary) if record.summary else "",
        crumbs=_crumbs(desk, path, (urls.folder_path(record.ref.folder), folder_label)),
        origin=record.path,
    )  # fmt: skip
    contact = _contact(desk, record, path, "contact.own")
    helper = None if contact else _helper(directory, record)
    return RecordView(
        frame=frame,
        kind=kind,
        kind_label=_kind_label(wording, record),
        title=wording.html(record.title),
        names=_names(desk, record),
        summary=wording.html(record.summary) if record.summary else Markup(""),
        notice=wording.html(record.notice.text) if record.notice else Markup(""),
        standing=_standing(desk, record),
        lead=_lead(desk, record),
        contact=contact,
        helper=_helper_view(desk, record, helper, path) if helper else None,
        facts=_facts(desk, record, path),
        passages=_passages(desk, record, path),
        body=edition.fragment(record.body, partial(_resolve, path, record.path)),
        sections=_back_sections(desk, record, path),
        claims=_claims(desk, record),
        collectives=_collectives(desk, record, path),
        tags=_tags(desk, record, path),
        unknown=tuple(_lower_first(wording.say(f"field.{name}")) for name in record.unknown),
        sources=_source_views(desk, record),
        checked=wording.checked(record.verified),
        translations=tuple((item.lang, edition.text(item.text)) for item in record.summaries),
        confidential=bool(record.location_confidential),
    )


def _kind_label(wording: Wording, record: Any) -> str:
    if isinstance(record, Organization):
        return wording.say(f"choice.type.{record.type}")
    if isinstance(record, Service):
        return wording.say(f"choice.kind.{record.kind}")
    if isinstance(record, Document):
        return wording.say(f"choice.doc_type.{record.doc_type}")
    return wording.say(f"kind.{_KIND_OF[record.ref.folder]}.one")


def _names(desk: Plan, record: Record) -> tuple[Fact, ...]:
    wording = desk.wording
    facts = []
    if record.short_title:
        facts.append(_fact(wording, "short_title", [Value(wording.html(record.short_title))]))
    for name in record.other_names:
        label = wording.say(f"choice.name.{name.kind or 'variant'}")
        note = Markup("")
        if isinstance(name.as_of, PartialDate):
            note = Markup.escape(wording.say("contact.as_of", date=wording.date(name.as_of)))
        facts.append(Fact("other_names", label, (Value(wording.html(name.name), note=note),)))
    return tuple(facts)


def _standing(desk: Plan, record: Any) -> StandingView | None:
    wording = desk.wording
    if isinstance(record, Document):
        found, words = wording.standing(record, desk.as_of)
        return StandingView(found.code, words, found.day.last_day.isoformat() if found.day else "")
    if isinstance(record, Event):
        return StandingView("dated", wording.date(record.date))
    status = getattr(record, "status", None)
    if status is None:
        return None
    return StandingView(status, wording.say(f"choice.status.{_KIND_OF[record.ref.folder]}.{status}"))


def _lead(desk: Plan, record: Any) -> tuple[Fact, ...]:
    wording = desk.wording
    facts = [
        _fact(wording, key, [Value(words)])
        for key in _LEAD
        if (held := getattr(record, key, None)) is not None
        and (words := wording.value(key, held, "service")) is not None
    ]
    lowest, highest = getattr(record, "age_from", None), getattr(record, "age_to", None)
    if lowest is not None or highest is not None:
        key = "age.from_to" if None not in (lowest, highest) else (
            "age.from" if highest is None else "age.to"
        )  # fmt: skip
        words = Markup.escape(wording.say(key, start=lowest, end=highest))
        facts.append(Fact("age", wording.say("field.age_from"), (Value(words),)))
    return tuple(facts)


def _facts(desk: Plan, record: Any, path: str) -> tuple[Fact, ...]:
    """The fields of a record that are neither shown first nor in a place of their own."""
    wording = desk.wording
    kind = _KIND_OF[record.ref.folder]
    facts: list[Fact] = []
    for name in declarations(type(record)):
        key = key_of(name)
        value = getattr(record, name)
        if key in _NOT_FACTS or value is None or value == ():
            continue
        if key in ("type", "kind", "doc_type", "date"):  # said beside the title
            continue
        items = value if isinstance(value, tuple) else (value,)
        values = [shown for item in items if (shown := _value(desk, key, item, kind, path))]
        if values:
            facts.append(_fact(wording, key, values))
    facts += _roles(desk, record, path)
    for key in ("url", "archived_url", "report"):
        url = getattr(record, key, None)
        if url:
            facts.append(_fact(wording, key, [_web(url)]))
    return tuple(facts)


def _value(desk: Plan, key: str, item: Any, kind: str, path: str) -> Value | None:
    if isinstance(item, Relation):
        return _relation_value(desk, item, path)
    words = desk.wording.value(key, item, kind)
    return Value(words) if words is not None else None


def _relation_value(desk: Plan, relation: Relation, path: str, note: Prose | None = None) -> Value:
    wording = desk.wording
    notes = [Markup.escape(wording.say(f"certainty.{relation.certainty}"))] * (
        relation.certainty != "stated"
    )
    if relation.since or relation.until:
        words = [wording.date(day) for day in (relation.since, relation.until) if day]
        notes.append(Markup.escape(" – ".join(words)))
    notes += [wording.html(text) for text in (relation.note, note) if text]
    joined = Markup("; ").join(notes)
    if relation.ref is None:
        return Value(wording.html(relation.text) if relation.text else Markup(""), note=joined)
    entity = desk.directory.get(relation.ref)
    href = urls.href(path, _path_of(relation.ref))
    return Value(wording.html(_label(entity)), href, joined)


def _path_of(ref: Ref) -> str:
    return _SOURCES_PAGE if ref.folder == SOURCES else urls.record_path(ref)


def _roles(desk: Plan, record: Any, path: str) -> list[Fact]:
    if not isinstance(record, Undertaking):
        return []
    wording = desk.wording
    facts: list[Fact] = []
    for word in dict.fromkeys(role.role for role in record.roles):
        values = []
        for role in record.roles:
            if role.role == word:
                relation = role.org
                if role.certainty and relation.certainty == "stated":
                    relation = Relation(
                        relation.ref, role.certainty, relation.source, relation.since,
                        relation.until, relation.text, relation.note,
                    )  # fmt: skip
                values.append(_relation_value(desk, relation, path, role.note))
        facts.append(Fact(f"roles.{word}", wording.say(f"field.roles.{word}"), tuple(values)))
    if record.partner_count is not None:
        known = sum(role.role == "partner" and role.org.ref is not None for role in record.roles)
        words = wording.say("partners.known", known=known, count=record.partner_count)
        facts.append(_fact(wording, "partner_count", [Value(Markup.escape(words))]))
    return facts


def _passages(desk: Plan, record: Any, path: str) -> tuple[Fact, ...]:
    wording = desk.wording
    facts: list[Fact] = []
    for key in _PASSAGES:
        held = getattr(record, key, None)
        if isinstance(held, Fragment):
            text = desk.edition.fragment(held, partial(_resolve, path, record.path))
            facts.append(_fact(wording, key, [Value(text)]))
        elif held:
            facts.append(_fact(wording, key, [Value(wording.html(item)) for item in held]))
    return tuple(facts)


def _resolve(page_path: str, file_path: str, target: str) -> str:
    """The address of a link in Markdown, as the page at *page_path* must write it."""
    to = read_link(file_path, target)
    if isinstance(to, ToRecord):
        return urls.href(page_path, urls.record_path(to.ref), to.anchor)
    if isinstance(to, ToFolder):
        folder = urls.HOME if to.folder == PAGES else urls.folder_path(to.folder)
        return urls.href(page_path, folder)
    if isinstance(to, ToHeading):
        return f"#{to.anchor}"
    return to.url if isinstance(to, Outside) else "#"


def _back_sections(desk: Plan, record: Record, path: str) -> tuple[Section, ...]:
    """Who names this record, grouped by the role it has there."""
    directory, wording = desk.directory, desk.wording
    own = {(key, relation.ref) for key, relation in _own_relations(record)}
    groups: dict[str, list[BackLink]] = {}
    for link in directory.backlinks(record.ref):
        if link.field.split(".")[0] in _NOT_SECTIONS or (link.field, link.source) in own:
            continue
        if link.source.folder in RECORDS:
            groups.setdefault(link.field, []).append(link)
    sections: list[Section] = []
    for name, links in groups.items():
        notes = {link.source: _certainty_note(wording, link.relation) for link in reversed(links)}
        cards = tuple(
            _moved(desk.cards[ref], path, notes[ref]) for ref in desk.order(notes)
        )
        anchor = "sg-" + name.replace(".", "-").replace("_", "-")
        sections.append(Section(wording.say(f"inverse.{name}"), anchor, cards))
    return tuple(sections)


def _certainty_note(wording: Wording, relation: Relation) -> Markup:
    notes = [wording.html(relation.note)] if relation.note else []
    if relation.certainty != "stated":
        notes.insert(0, Markup.escape(wording.say(f"certainty.{relation.certainty}")))
    return Markup("; ").join(notes)


def _claims(desk: Plan, record: Record) -> tuple[Fact, ...]:
    wording = desk.wording
    facts = []
    for claim in record.claims:
        figure = wording.html(claim.value)
        if claim.unit:
            figure = Markup("{} {}").format(figure, wording.html(claim.unit))
        source = desk.directory.rows[claim.source.ref]  # type: ignore[index]
        key = "contact.as_of" if isinstance(claim.as_of, PartialDate) else "contact.as_of_unknown"
        dated = wording.say(key, date=wording.date(claim.as_of))
        note = Markup("{}; {}").format(dated, wording.html(_label(source)))
        facts.append(Fact("claims", desk.edition.text(claim.what), (Value(figure, note=note),)))
    return tuple(facts)


def _collectives(desk: Plan, record: Record, path: str) -> tuple[Value, ...]:
    wording = desk.wording
    values = []
    for collective in record.collectives:
        note = Markup("")
        if collective.count is not None:
            known = len(collective.known)
            words = wording.say("partners.known", known=known, count=collective.count)
            note = Markup.escape(words)
        values.append(Value(wording.html(collective.text), note=note))
    return tuple(values)


def _tags(desk: Plan, record: Record, path: str) -> tuple[Fact, ...]:
    facts = []
    for key in _TAGS:
        held = getattr(record, key)
        relations = held if isinstance(held, tuple) else (held,) if held else ()
        values = [_relation_value(desk, relation, path) for relation in relations]
        if values:
            facts.append(_fact(desk.wording, key, values))
    return tuple(facts)


def _source_views(desk: Plan, record: Record) -> tuple[SourceView, ...]:
    return tuple(
        _source_view(
            desk, desk.directory.rows[citation.source.ref],  # type: ignore[index]
            quote=desk.wording.html(citation.quote) if citation.quote else Markup(""),
            lang=citation.lang or "",
            note=desk.wording.html(citation.note) if citation.note else Markup(""),
        )
        for citation in record.sources
    )  # fmt: skip


def _source_view(
    desk: Plan, source: Any, *, quote: Markup = Markup(""), lang: str = "",
    note: Markup = Markup(""),
) -> SourceView:  # fmt: skip
    wording = desk.wording
    dated = isinstance(source.published, PartialDate)
    date = (
        wording.say("source.published", date=wording.date(source.published))
        if dated
        else wording.say("source.undated")
    )
    own = lang if lang.split("-")[0] not in ("", "sr") else ""
    notes = [text for text in (note, wording.html(source.note) if source.note else "") if text]
    return SourceView(
        wording.html(source.title), wording.html(source.publisher), date, source.url or "",
        quote, _in_edition(own, desk.edition), Markup(" ").join(notes),
    )  # fmt: skip


def _in_edition(lang: str, edition: Edition) -> str:
    """A language whose quotation this edition shows in its own script: bs → bs-Cyrl."""
    if lang.split("-")[0] in ("bs", "hr", "cnr"):
        return f"{lang.split('-')[0]}-{edition.script.tag.split('-')[1]}"
    return lang


# --- contact ---------------------------------------------------------------------------------


def _contact(desk: Plan, record: Any, path: str, heading: str) -> ContactView | None:
    """How to reach *record*; None when nothing is known."""
    wording = desk.wording
    phones = tuple(
        PhoneView(
            telephone.number.shown
            + (f" ({wording.say('field.extension')} {telephone.extension})" if telephone.extension else ""),
            f"tel:{telephone.number.e164}",
            wording.phone_label(telephone),
            wording.html(telephone.note) if telephone.note else Markup(""),
        )
        for telephone in getattr(record, "phones", ())
    )
    emails = tuple(
        Value(
            Markup('<span translate="no">{}</span>').format(mailbox.address),
            f"mailto:{mailbox.address}",
            wording.html(mailbox.label) if mailbox.label else Markup(""),
        )
        for mailbox in getattr(record, "emails", ())
    )
    websites = tuple(
        _web(site.url, wording.html(site.label) if site.label else Markup(""))
        for site in (*getattr(record, "websites", ()), *getattr(record, "social", ()))
    )
    address = getattr(record, "address", None)
    hours = tuple(Value(wording.hours(rule)) for rule in getattr(record, "hours", ()))
    people = tuple(_person(wording, person) for person in getattr(record, "contacts", ()))
    if not (phones or emails or websites or address or hours or people):
        return None
    return ContactView(
        heading=wording.say(heading),
        name=wording.html(record.title),
        href=urls.href(path, urls.record_path(record.ref)),
        phones=phones,
        emails=emails,
        websites=websites,
        address=wording.address(address) if address else (),
        hours=hours,
        people=people,
        unverified="" if record.verified else wording.say("contact.unverified"),
    )


def _person(wording: Wording, person: Any) -> Value:
    key = "contact.as_of" if isinstance(person.as_of, PartialDate) else "contact.as_of_unknown"
    note = Markup.escape(wording.say(key, date=wording.date(person.as_of)))
    name = wording.html(person.name) if person.name else Markup("")
    joined = Markup("{}: {}").format(wording.html(person.role), name) if name else (
        wording.html(person.role)
    )  # fmt: skip
    return Value(joined, note=note)


def _web(url: str, label: Markup = Markup("")) -> Value:
    shown = urlsplit(url)
    bare = (shown.netloc + shown.path).rstrip("/")
    return Value(label or Markup('<span translate="no">{}</span>').format(bare), url)


def _helper(directory: Directory, record: Any) -> Any:
    """Whom a reader turns to when *record* itself has no contact: its provider, the provider of
    what it is part of, its parent, at last the town's help desk. Not for texts of record."""
    if not isinstance(record, Service):
        return None
    candidates: list[Ref] = []
    at: Any = record
    seen: set[Ref] = set()
    while at is not None and at.ref not in seen:
        seen.add(at.ref)
        if isinstance(at, Service) and at.provider and at.provider.ref:
            provider = directory.records[at.provider.ref]
            candidates.append(provider.ref)
            parent = getattr(provider, "parent", None)
            if parent:
                candidates.append(parent.ref)
        part_of = getattr(at, "part_of", None)
        at = directory.records[part_of.ref] if part_of else None
    desk = directory.site.help_desk
    if desk and desk.ref:
        candidates.append(desk.ref)
    reachable = [ref for ref in candidates if _is_reachable(directory.records[ref])]
    chosen = (reachable or candidates)[:1]
    return directory.records[chosen[0]] if chosen else None


def _is_reachable(record: Any) -> bool:
    return bool(record.phones or record.emails or record.address or record.websites)


def _helper_view(desk: Plan, record: Any, helper: Any, path: str) -> ContactView:
    provider = record.provider.ref if record.provider else None
    key = "contact.provider" if helper.ref == provider else "contact.center"
    known = _contact(desk, helper, path, key)
    if known:
        return known
    return ContactView(
        desk.wording.say(key), desk.wording.html(helper.title),
        urls.href(path, urls.record_path(helper.ref)), (), (), (), (), (), (), "",
    )  # fmt: skip


# --- cards and lists -------------------------------------------------------------------------


def result_kind(entity: Any) -> str:
    """The kind of a search result or card, as the search page calls it."""
    if isinstance(entity, Organization):
        is_public = entity.type in PUBLIC_TYPES or entity.type == "state"
        return "institution" if is_public else "org"
    folder = entity.ref.folder
    rows = {PLACES: "place", AREAS: "area", GROUPS: "group", SOURCES: "source"}
    return rows.get(folder) or _KIND_OF[folder]


def _card(desk: Plan, record: Any) -> Card:
    wording, directory = desk.wording, desk.directory
    details: list[Markup] = []
    phones = list(getattr(record, "phones", ()))
    if isinstance(record, Service):
        if record.provider and record.provider.ref:
            provider: Any = directory.records[record.provider.ref]
            details.append(wording.html(provider.short_title or provider.title))
            phones = phones or list(provider.phones)
        if record.status in ("paused", "planned", "ended"):
            details.append(Markup.escape(wording.say(f"choice.status.service.{record.status}")))
    elif isinstance(record, Document):
        details.append(Markup.escape(wording.standing(record, desk.as_of)[1]))
    elif isinstance(record, Undertaking) and record.period:
        details.append(Markup.escape(wording.period(record.period)))
    elif isinstance(record, Event):
        details.append(Markup.escape(wording.date(record.date)))
    if record.place and not isinstance(record, (Document, Event)):
        details.append(wording.html(_label(directory.rows[record.place.ref])))
    voice = [telephone for telephone in phones if telephone.type != "fax"]
    return Card(
        href=urls.record_path(record.ref),
        title=wording.html(record.title),
        kind=result_kind(record),
        kind_label=_kind_label(wording, record),
        summary=wording.html(record.summary) if record.summary else Markup(""),
        details=tuple(details),
        phone=voice[0].number.shown if voice else "",
        phone_href=f"tel:{voice[0].number.e164}" if voice else "",
    )


def _moved(card: Card, path: str, note: Markup = Markup("")) -> Card:
    """*card* as the page at *path* links it."""
    return Card(
        urls.href(path, card.href), card.title, card.kind, card.kind_label, card.summary,
        card.details, card.phone, card.phone_href, note,
    )  # fmt: skip


def _cards(desk: Plan, refs: Iterable[Ref], path: str) -> tuple[Card, ...]:
    return tuple(_moved(desk.cards[ref], path) for ref in refs)


def _kind_lists(desk: Plan) -> Iterator[Page]:
    for folder in RECORDS:
        refs = desk.order(record.ref for record in desk.directory.of(folder))
        if folder == DOCUMENTS:
            refs.sort(key=lambda ref: _document_order(desk.directory.records[ref]))
        parts = [refs[at : at + PAGE_SIZE] for at in range(0, len(refs), PAGE_SIZE)]
        for number, part in enumerate(parts, start=1):
            yield desk.page(
                urls.folder_path(folder, number), "list.html",
                partial(_kind_list, desk, folder, part, number, len(parts), len(refs)),
                desk.shown(part), str((number, len(parts), len(refs))),
            )  # fmt: skip


def _document_order(document: Any) -> tuple[bool, PartialDate]:
    start = document.period.from_ if document.period else None
    first = min((entry.date for entry in document.dates), default=None)
    found = start or first
    return (found is None, found or PartialDate(9999))


def _kind_list(
    desk: Plan, folder: str, refs: list[Ref], number: int, pages: int, count: int
) -> ListView:
    wording = desk.wording
    kind = _KIND_OF[folder]
    path = urls.folder_path(folder, number)
    heading = wording.say(f"kind.{kind}.many")
    title = heading if number == 1 else f"{heading} ({number}/{pages})"
    intro = wording.say(f"kind.{kind}.intro")
    return ListView(
        frame=_frame(desk, path, title, description=intro, crumbs=_crumbs(desk, path)),
        heading=Markup.escape(heading),
        intro=Markup.escape(intro),
        note="",
        count=count,
        facts=(),
        sections=(Section("", "", _cards(desk, refs, path)),),
        pages=_pager(path, folder, number, pages),
    )


def _pager(path: str, folder: str, number: int, pages: int) -> tuple[Link, ...]:
    if pages == 1:
        return ()
    return tuple(
        Link(
            urls.href(path, urls.folder_path(folder, n)), Markup.escape(str(n)),
            current=n == number,
        )
        for n in range(1, pages + 1)
    )  # fmt: skip


# --- vocabularies: areas, groups, places -----------------------------------------------------

_VOCABULARIES = ((AREAS, "areas", "area"), (GROUPS, "target_groups", "target_group"),
                 (PLACES, "place", "place"))  # fmt: skip


def _vocabularies(desk: Plan) -> Iterator[Page]:
    for folder, _, kind in _VOCABULARIES:
        rows = [row for row in desk.directory.of(folder) if _is_shown(desk, row)]
        listed = desk.order(row.ref for row in rows)
        if not listed:
            continue
        uses = "".join(desk.digests[ref] for ref in listed)
        counts = str([len(_members(desk, ref)) for ref in listed])
        yield desk.page(
            urls.folder_path(folder), "list.html", partial(_vocabulary_list, desk, folder, kind),
            uses, counts,
        )  # fmt: skip
        for row in rows:
            members = _members(desk, row.ref)
            near = [ref for ref in _neighbours(desk, row)]
            yield desk.page(
                urls.record_path(row.ref), "list.html", partial(_term_view, desk, row, kind),
                desk.digests[row.ref], desk.shown(members),
                "".join(desk.digests[ref] for ref in near), origin=row.path,
            )  # fmt: skip


def _members(desk: Plan, row: Ref) -> list[Ref]:
    """The records of an area, a group or a place, those of narrower ones included."""
    narrower = _narrower(desk, row)
    fields = ("areas", "target_groups", "place", "serves", "covers", "countries")
    found = {
        link.source
        for at in narrower
        for link in desk.directory.backlinks(at)
        if link.field in fields and link.source.folder in RECORDS
    }
    return desk.order(found)


def _narrower(desk: Plan, row: Ref) -> list[Ref]:
    """*row* and everything below it in its hierarchy."""
    found = [row]
    for at in found:
        for link in desk.directory.backlinks(at):
            if link.field in ("broader", "parent") and link.source not in found:
                if link.source.folder == row.folder:
                    found.append(link.source)
    return found


def _is_shown(desk: Plan, row: Any) -> bool:
    """A value is shown only when it has records."""
    return bool(_members(desk, row.ref))


def _neighbours(desk: Plan, row: Any) -> list[Ref]:
    above = getattr(row, "parent", None) or getattr(row, "broader", None)
    below = [ref for ref in _narrower(desk, row.ref)[1:] if _is_shown(desk, desk.directory.rows[ref])]
    return ([above.ref] if above else []) + desk.order(below)


def _vocabulary_list(desk: Plan, folder: str, kind: str) -> ListView:
    wording = desk.wording
    path = urls.folder_path(folder)
    heading = wording.say(f"kind.{kind}.many")
    intro = wording.say(f"kind.{kind}.intro")
    rows = [row for row in desk.directory.of(folder) if _is_shown(desk, row)]
    sections = _families(desk, rows, path) if folder == GROUPS else (
        Section("", "", links=_row_links(desk, rows, path)),
    )  # fmt: skip
    return ListView(
        frame=_frame(desk, path, heading, description=intro, crumbs=_crumbs(desk, path)),
        heading=Markup.escape(heading), intro=Markup.escape(intro), note="", count=len(rows),
        facts=(), sections=sections, pages=(),
    )  # fmt: skip


def _row_links(desk: Plan, rows: Iterable[Any], path: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            urls.href(path, urls.record_path(ref)),
            desk.wording.html(_label(desk.directory.rows[ref])),
            note=str(len(_members(desk, ref))),
        )
        for ref in desk.order(row.ref for row in rows)
    )


_FAMILIES = ("children_and_youth", "disability_and_health", "migration", "violence_and_need")


def _families(desk: Plan, rows: list[Any], path: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            desk.wording.say(f"choice.family.{family}"), f"sg-{family.replace('_', '-')}",
            links=_row_links(desk, chosen, path),
        )
        for family in _FAMILIES
        if (chosen := [row for row in rows if row.family == family])
    )  # fmt: skip


def _term_view(desk: Plan, row: Any, kind: str) -> ListView:
    wording, directory = desk.wording, desk.directory
    path = urls.record_path(row.ref)
    label = desk.edition.text(_label(row))
    members = _members(desk, row.ref)
    definition = getattr(row, "definition", None) or getattr(row, "note", None)
    facts: list[Fact] = []
    above = getattr(row, "parent", None) or getattr(row, "broader", None)
    if above:
        key = "parent_place" if row.ref.folder == PLACES else "broader"
        shown = _is_shown(desk, directory.rows[above.ref])
        value = _relation_value(desk, above, path)
        facts.append(_fact(wording, key, [value if shown else Value(value.html)]))
    below = [directory.rows[ref] for ref in _neighbours(desk, row) if not above or ref != above.ref]
    if below:
        values = [Value(link.label, link.href) for link in _row_links(desk, below, path)]
        facts.append(_fact(wording, "narrower", values))
    crumb = (urls.folder_path(row.ref.folder), Markup.escape(wording.say(f"kind.{kind}.many")))
    return ListView(
        frame=_frame(
            desk, path, label,
            description=desk.edition.text(definition) if definition else "",
            crumbs=_crumbs(desk, path, crumb), origin=row.path,
        ),
        heading=wording.html(_label(row)),
        intro=wording.html(definition) if definition else Markup(""),
        note=wording.say("term.provisional") if getattr(row, "provisional", None) else "",
        count=len(members),
        facts=tuple(facts),
        sections=_by_kind(desk, members, path),
        pages=(),
    )  # fmt: skip


_KIND_ORDER = (SERVICES, ORGANIZATIONS, PROJECTS, PROGRAMMES, DOCUMENTS, EVENTS)


def _by_kind(desk: Plan, refs: list[Ref], path: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            desk.wording.say(f"kind.{_KIND_OF[folder]}.many"), f"sg-{folder}",
            _cards(desk, chosen, path),
        )
        for folder in _KIND_ORDER
        if (chosen := [ref for ref in refs if ref.folder == folder])
    )  # fmt: skip


# --- needs: a group of people and a place ----------------------------------------------------

_HELP = (SERVICES, ORGANIZATIONS)
_TOWNS = frozenset({"city", "municipality", "district"})


def _helpers_of(desk: Plan, group: Ref) -> list[Ref]:
    return [ref for ref in _members(desk, group) if ref.folder in _HELP]


def _locations(desk: Plan, ref: Ref) -> set[Ref]:
    """Where a record helps: its place and what it serves, else those of its provider."""
    record: Any = desk.directory.records[ref]
    found = {record.place.ref} if record.place else set()
    found |= {relation.ref for relation in record.serves}
    if not found and isinstance(record, Service) and record.provider and record.provider.ref:
        return _locations(desk, record.provider.ref)
    return found


def _reaches(desk: Plan, ref: Ref, place: Ref) -> bool:
    """Whether a record helps at *place*: there, in a part of it, or in what it lies in."""
    wanted = {place, *desk.directory.within(place), *desk.directory.around(place)}
    return bool(_locations(desk, ref) & wanted)


def _need_places(desk: Plan, helpers: list[Ref]) -> list[Ref]:
    towns = [row.ref for row in desk.directory.of(PLACES) if row.type in _TOWNS]
    return desk.order(
        town for town in towns
        if any(_locations(desk, ref) & set(desk.directory.within(town)) for ref in helpers)
    )  # fmt: skip


def _needs(desk: Plan) -> Iterator[Page]:
    groups = [row for row in desk.directory.of(GROUPS) if _helpers_of(desk, row.ref)]
    if not groups:
        return
    counts = str([(row.ref.slug, len(_helpers_of(desk, row.ref))) for row in groups])
    uses = "".join(desk.digests[row.ref] for row in groups)
    yield desk.page(urls.NEEDS, "list.html", partial(_need_index, desk, groups), uses, counts)
    for row in groups:
        helpers = _helpers_of(desk, row.ref)
        places = _need_places(desk, helpers)
        for place in (None, *places):
            yield desk.page(
                urls.need_path(row.ref.slug, place.slug if place else ""), "list.html",
                partial(_need_view, desk, row, place), desk.digests[row.ref], desk.shown(helpers),
                "".join(desk.digests[ref] for ref in places),
                str([sorted(_locations(desk, ref)) for ref in helpers]), origin=row.path,
            )  # fmt: skip


def _need_links(desk: Plan, rows: list[Any], path: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            urls.href(path, urls.need_path(ref.slug)),
            desk.wording.html(desk.directory.rows[ref].question or _label(desk.directory.rows[ref])),  # type: ignore[attr-defined]
            note=str(len(_helpers_of(desk, ref))),
        )
        for ref in desk.order(row.ref for row in rows)
    )


def _need_families(desk: Plan, groups: list[Any], path: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            desk.wording.say(f"choice.family.{family}"), f"sg-{family.replace('_', '-')}",
            links=_need_links(desk, chosen, path),
        )
        for family in _FAMILIES
        if (chosen := [row for row in groups if row.family == family])
    )  # fmt: skip


def _need_index(desk: Plan, groups: list[Any]) -> ListView:
    wording = desk.wording
    heading = wording.say("home.whom")
    return ListView(
        frame=_frame(desk, urls.NEEDS, heading, crumbs=_crumbs(desk, urls.NEEDS)),
        heading=Markup.escape(heading), intro=Markup(""), note="", count=len(groups), facts=(),
        sections=_need_families(desk, groups, urls.NEEDS), pages=(),
    )  # fmt: skip


def _need_view(desk: Plan, row: Any, place: Ref | None) -> ListView:
    wording, directory = desk.wording, desk.directory
    path = urls.need_path(row.ref.slug, place.slug if place else "")
    helpers = _helpers_of(desk, row.ref)
    group = desk.edition.text(row.question or _label(row))
    crumbs = [(urls.NEEDS, Markup.escape(wording.say("home.whom")))]
    sections: tuple[Section, ...]
    if place:
        town = directory.rows[place]
        heading = wording.say("need.at", group=group, place=desk.edition.text(_label(town)))
        crumbs.append((urls.need_path(row.ref.slug), Markup.escape(group)))
        here = [ref for ref in helpers if _reaches(desk, ref, place)]
        unplaced = [ref for ref in helpers if not _locations(desk, ref)]
        sections = _by_kind(desk, here, path)
        if unplaced:
            cards = _cards(desk, unplaced, path)
            sections += (Section(wording.say("need.elsewhere"), "sg-elsewhere", cards),)
        count = len(here) + len(unplaced)
    else:
        heading = wording.say("need.heading", group=group)
        sections, count = _by_kind(desk, helpers, path), len(helpers)
    links = tuple(
        Value(
            wording.html(_label(directory.rows[ref])),
            urls.href(path, urls.need_path(row.ref.slug, ref.slug)),
        )
        for ref in _need_places(desk, helpers)
        if ref != place
    )
    facts = [_fact(wording, "need_places", links)] if links else []
    everything = urls.href(path, urls.record_path(row.ref))
    facts.append(_fact(wording, "need_all", [Value(wording.html(_label(row)), everything)]))
    return ListView(
        frame=_frame(desk, path, heading, crumbs=_crumbs(desk, path, *crumbs), origin=row.path),
        heading=Markup.escape(heading),
        intro=wording.html(row.definition) if row.definition else Markup(""),
        note="", count=count, facts=tuple(facts), sections=sections, pages=(),
    )  # fmt: skip


# --- pages of ours ---------------------------------------------------------------------------


def _home(desk: Plan) -> Iterator[Page]:
    directory = desk.directory
    counts = [len(directory.of(folder)) for folder in RECORDS]
    shown = [
        (row.ref, len(_members(desk, row.ref)), len(_helpers_of(desk, row.ref)))
        for folder in (AREAS, GROUPS, PLACES) for row in directory.of(folder)
    ]  # fmt: skip
    rows = "".join(desk.digests[row.ref] for f in (AREAS, GROUPS, PLACES) for row in directory.of(f))
    yield desk.page(
        urls.HOME, "home.html", partial(_home_view, desk), str(counts), str(shown), rows
    )


def _home_view(desk: Plan) -> HomeView:
    directory, wording = desk.directory, desk.wording
    path = urls.HOME
    groups = [row for row in directory.of(GROUPS) if _helpers_of(desk, row.ref)]
    towns = [row for row in directory.of(PLACES) if row.type in _TOWNS and _is_shown(desk, row)]
    areas = [row for row in directory.of(AREAS) if _is_shown(desk, row)]
    kinds = tuple(
        Link(
            urls.href(path, urls.folder_path(folder)),
            Markup.escape(wording.say(f"kind.{_KIND_OF[folder]}.many")),
            note=str(len(directory.of(folder))),
        )
        for folder in RECORDS
        if directory.of(folder)
    )
    helps = [page for page in directory.of(PAGES) if page.menu == "header"]
    first = min(helps, key=lambda page: (page.order or 1000, page.ref), default=None)
    return HomeView(
        frame=_frame(desk, path, desk.edition.text(directory.site.title)),
        heading=Markup.escape(wording.say("home.heading")),
        intro=wording.html(directory.site.description),
        families=_need_families(desk, groups, path),
        places=_row_links(desk, towns, path),
        kinds=kinds,
        areas=_row_links(desk, areas, path),
        help_href=urls.href(path, urls.record_path(first.ref)) if first else "",
    )


def _texts(desk: Plan) -> Iterator[Page]:
    for page in desk.directory.of(PAGES):
        yield desk.page(
            urls.record_path(page.ref), "text.html", partial(_text_view, desk, page),
            desk.digests[page.ref], origin=page.path,
        )  # fmt: skip


def _text_view(desk: Plan, page: Any) -> TextView:
    path = urls.record_path(page.ref)
    summary = page.summary
    return TextView(
        frame=_frame(
            desk, path, desk.edition.text(page.title),
            description=desk.edition.text(summary) if summary else "",
            crumbs=_crumbs(desk, path), origin=page.path,
        ),
        heading=desk.wording.html(page.title),
        summary=desk.wording.html(summary) if summary else Markup(""),
        body=desk.edition.fragment(page.body, partial(_resolve, path, page.path)),
    )  # fmt: skip


def _alphabet(desk: Plan) -> Iterator[Page]:
    refs = desk.order(ref for ref in desk.directory.records if ref.folder in RECORDS)
    yield desk.page(
        urls.ALPHABET, "list.html", partial(_alphabet_view, desk, refs), desk.shown(refs)
    )


def _alphabet_view(desk: Plan, refs: list[Ref]) -> ListView:
    wording, script = desk.wording, desk.edition.script
    path = urls.ALPHABET
    groups: dict[str, list[Ref]] = {}
    for ref in refs:
        initial = script.initial(desk.directory.records[ref].title.plain)
        if not script.is_latin and initial.isascii():
            initial = ""
        groups.setdefault(initial, []).append(ref)
    sections = tuple(
        Section(
            initial or wording.say("alphabet.other"), f"sg-{number}",
            links=tuple(
                Link(
                    urls.href(path, card.href), card.title, note=card.kind_label
                )
                for card in (desk.cards[ref] for ref in chosen)
            ),
        )
        for number, (initial, chosen) in enumerate(groups.items(), start=1)
    )  # fmt: skip
    heading = wording.say("alphabet.heading")
    return ListView(
        frame=_frame(desk, path, heading, crumbs=_crumbs(desk, path)),
        heading=Markup.escape(heading), intro=Markup(""), note="", count=len(refs), facts=(),
        sections=sections, pages=(),
    )  # fmt: skip


def _search(desk: Plan) -> Iterator[Page]:
    directory = desk.directory
    shown = [
        (row.ref, len(_members(desk, row.ref))) for f in (AREAS, GROUPS, PLACES) for row in directory.of(f)
    ]
    rows = "".join(desk.digests[row.ref] for f in (AREAS, GROUPS, PLACES) for row in directory.of(f))
    yield desk.page(urls.SEARCH, "search.html", partial(_search_view, desk), str(shown), rows)


def _search_view(desk: Plan) -> SearchView:
    wording, directory = desk.wording, desk.directory
    path = urls.SEARCH
    here = desk.edition.prefix + path
    browse = []
    for folder, _, kind in _VOCABULARIES:
        rows = [row for row in directory.of(folder) if _is_shown(desk, row)]
        if rows:
            browse.append(
                Section(
                    wording.say(f"kind.{kind}.many"), f"sg-{folder}",
                    links=_row_links(desk, rows, path),
                    more_href=urls.href(path, urls.folder_path(folder)),
                )
            )  # fmt: skip
    kinds = tuple(
        Link(
            urls.href(path, urls.folder_path(folder)),
            Markup.escape(wording.say(f"kind.{_KIND_OF[folder]}.many")),
            note=str(len(directory.of(folder))),
        )
        for folder in RECORDS
        if directory.of(folder)
    )
    alphabet = Link(urls.href(path, urls.ALPHABET), Markup.escape(wording.say("alphabet.heading")))
    browse.insert(0, Section(wording.say("home.what"), "sg-kinds", links=(*kinds, alphabet)))
    return SearchView(
        frame=_frame(desk, path, wording.say("search.heading"), crumbs=_crumbs(desk, path)),
        script_href=urls.href(here, "search/s.js"),
        root_href=urls.root_of(path),
        kinds=tuple((kind, wording.say(f"result_kind.{kind}")) for kind in RESULT_KINDS),
        browse=tuple(browse),
    )


_SOURCES_PAGE = urls.folder_path(SOURCES)


def _sources(desk: Plan) -> Iterator[Page]:
    rows = desk.directory.of(SOURCES)
    cited = [_citing(desk, row.ref) for row in rows]
    yield desk.page(
        _SOURCES_PAGE, "sources.html", partial(_sources_view, desk),
        "".join(desk.digests[row.ref] for row in rows), *(desk.shown(refs) for refs in cited),
    )  # fmt: skip


def _citing(desk: Plan, source: Ref) -> list[Ref]:
    return desk.order(
        link.source for link in desk.directory.backlinks(source) if link.source.folder in RECORDS
    )


def _sources_view(desk: Plan) -> SourcesView:
    path = _SOURCES_PAGE
    entries = tuple(
        (
            f"sg-{ref.slug}",
            _source_view(desk, desk.directory.rows[ref]),
            tuple(
                Link(urls.href(path, desk.cards[citing].href), desk.cards[citing].title)
                for citing in _citing(desk, ref)
            ),
        )
        for ref in desk.order(row.ref for row in desk.directory.of(SOURCES))
    )
    heading = desk.wording.say("sources.heading")
    return SourcesView(
        _frame(desk, path, heading, crumbs=_crumbs(desk, path)), Markup.escape(heading), entries
    )


def _redirects(desk: Plan) -> Iterator[Page]:
    for record in desk.directory.records.values():
        for alias in record.aliases:
            old = urls.record_path(Ref(record.ref.folder, alias))
            yield desk.page(
                old, "redirect.html", partial(_redirect_view, desk, record, old),
                desk.digests[record.ref], origin=record.path,
            )  # fmt: skip


def _redirect_view(desk: Plan, record: Record, old: str) -> RedirectView:
    target = urls.record_path(record.ref)
    title = desk.edition.text(record.title)
    return RedirectView(_frame(desk, old, title, noindex=True), urls.href(old, target))


def _not_found(desk: Plan) -> Iterator[Page]:
    yield desk.page(urls.NOT_FOUND, "not_found.html", partial(_not_found_view, desk))


def _not_found_view(desk: Plan) -> NotFoundView:
    """Served for any address, so its links start from the root of the site."""
    site_root = urlsplit(desk.directory.site.base_url or "").path.rstrip("/") + "/"
    other = Plan(
        desk.directory, desk.other, desk.edition, desk.other_words, desk.words, desk.as_of
    )
    return NotFoundView(_rooted_frame(desk, site_root), _rooted_frame(other, site_root))


def _rooted_frame(desk: Plan, site_root: str) -> Frame:
    frame = _frame(desk, urls.NOT_FOUND, desk.wording.say("not_found.heading"), noindex=True)
    root = site_root + desk.edition.prefix

    def rooted(links: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(replace(link, href=root + link.href, current=False) for link in links)

    return replace(
        frame,
        site_href=site_root,
        home_href=root + frame.home_href,
        other_href=site_root + desk.other.prefix + urls.HOME,
        search_href=root + frame.search_href,
        header=rooted(frame.header),
        footer=rooted(frame.footer),
        canonical="",
        alternates=(),
    )


def _label(entity: Any) -> Prose:
    """The name of a record or a table row."""
    return entity.title if isinstance(entity, Record) else entity.label  # type: ignore[no-any-return]


def _fact(wording: Wording, key: str, values: Iterable[Value]) -> Fact:
    return Fact(key, wording.say(f"field.{key}"), tuple(values))


def _lower_first(text: str) -> str:
    """A label inside a sentence; an acronym keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
