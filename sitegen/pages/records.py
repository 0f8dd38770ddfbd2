"""The page of one record of any kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from markupsafe import Markup

from sitegen import urls
from sitegen.editions import Edition
from sitegen.freshness import CONTACT_FIELDS, freshness
from sitegen.kinds.common import HOLIDAYS, PLACES, RECORDS, SOURCES, Record
from sitegen.kinds.document import Document
from sitegen.kinds.event import Event
from sitegen.kinds.organization import Organization
from sitegen.pages.cards import KIND_OF, kind_label, label_of, moved
from sitegen.pages.contact import contact_of, helper_of, helper_view, reached_by
from sitegen.pages.desk import Desk, Page, fact_of
from sitegen.pages.facts import (
    claims_of,
    collectives_of,
    facts_of,
    lead_of,
    passages_of,
    relation_notes,
    resolve,
    tags_of,
)
from sitegen.pages.frame import crumbs_of, frame_of
from sitegen.pages.members import in_parts, numbered, pager
from sitegen.schema import relations_of
from sitegen.values import PartialDate, Ref, Relation
from sitegen.views import Fact, ListView, RecordView, Section, SourceView, StandingView, Value
from sitegen.wording import Wording

_STANDING_BODIES = frozenset(
    "state ministry assembly local_government city_department".split()
)
_NOT_SECTIONS = frozenset({"areas", "target_groups", "place", "serves", "sources", "countries", "locations", "capacity"})


def record_pages(desk: Desk) -> Iterator[Page]:
    for folder in RECORDS:
        for record in desk.directory.of(folder):
            uses = _what_a_record_shows(desk, record)
            yield desk.page(
                urls.record_path(record.ref), "record.html", partial(record_view, desk, record),
                *uses, origin=record.path, of=record.ref,
            )  # fmt: skip
            parts = _relation_parts(desk, record)
            for number, part in enumerate(parts, start=1):
                yield desk.page(
                    urls.paged(urls.relations_path(record.ref), number), "list.html",
                    partial(_relations_view, desk, record, part, number, len(parts)),
                    *uses, str((number, len(parts))), origin=record.path,
                )  # fmt: skip


def _what_a_record_shows(desk: Desk, record: Record) -> tuple[str, ...]:
    directory = desk.directory
    own, back = directory.relations[record.ref], directory.backlinks(record.ref)
    related = [relation.ref for _, relation in own if relation.ref]
    related += [link.source for link in back]
    places = [place for ref in related if ref.folder == PLACES for place in directory.around(ref)]
    told_by = {relation.source for _, relation in own if relation.source}
    told_by |= {relation.source for relation in map(directory.written, back) if relation.source}
    helper = helper_of(directory, record)
    return (
        desk.shown([*related, *places, *sorted(told_by)]),
        "".join(directory.ties[link.source] for link in back),
        "".join(desk.facts[ref] for ref in related if ref.folder == SOURCES),
        reached_by(directory, helper) if helper else "",
        repr(directory.of(HOLIDAYS)) if getattr(record, "hours", ()) else "",
        str(desk.sensitive.get(record.ref)),
        desk.disclosed(record.ref),
    )


def record_view(desk: Desk, record: Any) -> RecordView:
    directory, wording, edition = desk.directory, desk.wording, desk.edition
    path = urls.record_path(record.ref)
    kind = KIND_OF[record.ref.folder]
    title = edition.text(record.title)
    folder_label = Markup.escape(wording.say(f"kind.{kind}.many"))
    frame = frame_of(
        desk, path, title,
        description=edition.text(record.summary) if record.summary else "",
        crumbs=crumbs_of(desk, path, (urls.folder_path(record.ref.folder), folder_label)),
        origin=record.path, about=record.ref,
    )  # fmt: skip
    named = _naming(desk, record)
    contact = contact_of(desk, record, path, "contact.own")
    helper = None if contact else helper_of(directory, record)
    return RecordView(
        frame=frame,
        ref=str(record.ref),
        kind=kind,
        kind_label=kind_label(wording, record),
        title=wording.html(record.title),
        names=_names(desk, record),
        summary=wording.html(record.summary) if record.summary else Markup(""),
        notice=_notice(desk, record),
        standing=_standing(desk, record),
        lead=lead_of(desk, record),
        contact=contact,
        helper=helper_view(desk, record, helper, path) if helper else None,
        facts=facts_of(desk, record, path),
        passages=passages_of(desk, record, path),
        body=edition.fragment(record.body, partial(resolve, path, record.path)),
        sections=_back_sections(desk, _with_room(named), path),
        all_href=urls.href(path, urls.relations_path(record.ref)) if _is_crowded(named) else "",
        claims=claims_of(desk, record),
        collectives=collectives_of(desk, record, path),
        tags=tags_of(desk, record, path),
        unknown=unknown_of(wording, record),
        sources=_source_views(desk, record),
        checked=wording.checked(record.verified),
        stale=_stale(desk, record),
        translations=tuple((item.lang, edition.text(item.text)) for item in record.summaries),
        confidential=bool(record.location_confidential),
        emergency=bool(getattr(record, "emergency", False)),
    )


def _names(desk: Desk, record: Record) -> tuple[Fact, ...]:
    wording = desk.wording
    facts = []
    if record.short_title:
        facts.append(fact_of(wording, "short_title", [Value(wording.html(record.short_title))]))
    for name in record.other_names:
        label = wording.say(f"choice.name.{name.kind or 'variant'}")
        note = Markup("")
        if isinstance(name.as_of, PartialDate):
            note = Markup.escape(wording.say("contact.as_of", date=wording.date(name.as_of)))
        facts.append(Fact("other_names", label, (Value(wording.html(name.name), note=note),)))
    return tuple(facts)


def _standing(desk: Desk, record: Any) -> StandingView | None:
    wording = desk.wording
    if isinstance(record, Document):
        found, words = wording.standing(record, desk.as_of)
        return StandingView(found.code, words, found.day.last_day.isoformat() if found.day else "")
    if isinstance(record, Event):
        return StandingView("dated", wording.date(record.date))
    status = getattr(record, "status", None)
    if status is None or (status == "unknown" and _simply_exists(record)):
        return None
    return StandingView(status, wording.say(f"choice.status.{KIND_OF[record.ref.folder]}.{status}"))


def _simply_exists(record: Any) -> bool:
    """A state or a ministry: that nobody has checked whether it works says nothing."""
    return isinstance(record, Organization) and record.type in _STANDING_BODIES


_Named = dict[str, dict[Ref, Relation]]  # the records that name one, by the role it has there


def _naming(desk: Desk, record: Record) -> _Named:
    """Who names this record, in the alphabet of the edition."""
    own = {(key, relation.ref) for key, relation in relations_of(record)}
    groups: _Named = {}
    for link in desk.directory.backlinks(record.ref):
        if link.field.split(".")[0] in _NOT_SECTIONS or (link.field, link.source) in own:
            continue
        if link.source.folder in RECORDS:
            groups.setdefault(link.field, {}).setdefault(link.source, desk.directory.written(link))
    return {name: {ref: found[ref] for ref in desk.order(found)} for name, found in groups.items()}


def _back_sections(desk: Desk, named: _Named, path: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            desk.wording.say(f"inverse.{name}"), "sg-" + name.replace(".", "-").replace("_", "-"),
            tuple(
                moved(desk.cards[ref], path, relation_notes(desk, relation))
                for ref, relation in found.items()
            ),
        )
        for name, found in named.items()
    )  # fmt: skip


# Beyond so many relations a record shows the first of each kind, and all on pages of their own.
_ROOM = 200
_AT_LEAST = 3


def _is_crowded(named: _Named) -> bool:
    return sum(map(len, named.values())) > _ROOM


def _with_room(named: _Named) -> _Named:
    """As much of *named* as a record's own page has room for."""
    if not _is_crowded(named):
        return named
    each = max(_AT_LEAST, _ROOM // 2 // len(named))
    return {name: dict(islice(found.items(), each)) for name, found in named.items()}


def _relation_parts(desk: Desk, record: Record) -> list[_Named]:
    """All that names *record*, page by page; none where its own page has room for all."""
    if len(desk.directory.backlinks(record.ref)) <= _ROOM:
        return []
    named = _naming(desk, record)
    if not _is_crowded(named):
        return []
    parts: list[_Named] = []
    for part in in_parts([(name, ref) for name, found in named.items() for ref in found]):
        parts.append({})
        for name, ref in part:
            parts[-1].setdefault(name, {})[ref] = named[name][ref]
    return parts


def _relations_view(desk: Desk, record: Record, named: _Named, number: int, pages: int) -> ListView:
    wording = desk.wording
    first = urls.relations_path(record.ref)
    path = urls.paged(first, number)
    heading = Markup("{}: {}").format(wording.html(record.title), wording.say("record.relations"))
    kind = Markup.escape(wording.say(f"kind.{KIND_OF[record.ref.folder]}.many"))
    steps = (urls.folder_path(record.ref.folder), kind), (urls.record_path(record.ref), wording.html(label_of(record)))
    return ListView(
        frame=frame_of(
            desk, path, numbered(heading.striptags(), number, pages), crumbs=crumbs_of(desk, path, *steps),
            origin=record.path, about=record.ref, detail=f": {numbered(wording.say('record.relations'), number, pages)}",
        ),
        heading=heading, intro=Markup(""), note="", count=sum(map(len, _naming(desk, record).values())), facts=(),
        sections=_back_sections(desk, named, path), pages=pager(path, first, pages),
    )  # fmt: skip


def _source_views(desk: Desk, record: Record) -> tuple[SourceView, ...]:
    return tuple(
        source_view(
            desk, desk.directory.rows[citation.source.ref],  # type: ignore[index]
            quote=desk.wording.html(citation.quote) if citation.quote else Markup(""),
            lang=citation.lang or "",
            note=desk.wording.html(citation.note) if citation.note else Markup(""),
        )
        for citation in record.sources
    )  # fmt: skip


def source_view(
    desk: Desk, source: Any, *, quote: Markup = Markup(""), lang: str = "",
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


def _stale(desk: Desk, record: Record) -> str:
    """That the last look at any fact of *record* is too long ago; empty when it is not, or when
    nobody has looked yet."""
    site, day = desk.directory.site, desk.as_of.last_day
    names = record.verified.fields if record.verified else ()
    fields = names or [name for name in CONTACT_FIELDS if getattr(record, name, ())] or ["title"]
    known = [freshness(record, name, site, day) for name in fields]
    if not any(one.code == "stale" for one in known):
        return ""
    return desk.wording.say("verified.stale", date=desk.wording.date(known[0].checked))


def _notice(desk: Desk, record: Record) -> Markup:
    """The note on top of a page, until its last day has passed."""
    notice = record.notice
    if notice is None or (notice.until and notice.until.last_day < desk.as_of.first_day):
        return Markup("")
    return desk.wording.html(notice.text)


def unknown_of(wording: Wording, record: Record) -> tuple[str, ...]:
    """The labels of what was looked for and not found, as they stand inside a sentence."""
    return tuple(wording.inside(wording.say(f"field.{name}")) for name in record.unknown)
