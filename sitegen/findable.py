"""What of the directory can be found: one search document for each page worth finding.

Knows which fields of which kind a reader would search by; not how the index works.
"""

from __future__ import annotations

import datetime
import re
from typing import Any
from urllib.parse import urlsplit

from sitegen import search_keys, urls
from sitegen.directory import Directory
from sitegen.freshness import freshness
from sitegen.kinds.common import AREAS, DANGER, GROUPS, PLACES, SOURCES, Record
from sitegen.pages.cards import result_kind
from sitegen.schema import relations_of
from sitegen.scripts import by_ear
from sitegen.scripts.serbian import cyrillic_order
from sitegen.scripts.spans import Kept, Prose
from sitegen.search import Choice, Facet, SearchDocument
from sitegen.values import PartialDate, Ref

_SEARCH_KIND = {"programme": "project"}
_NOTHING = Prose(())


def documents(
    directory: Directory, as_of: datetime.date = datetime.date.max
) -> tuple[SearchDocument, ...]:
    """Every record, text page, place, area and target group that has a page, with what is known
    of its contact on the day *as_of*."""
    found = [_record(directory, record, as_of) for record in directory.records.values()]
    for folder in (PLACES, AREAS, GROUPS):
        found += [_row(directory, row) for row in directory.of(folder) if directory.members(row.ref)]
    return tuple(found)


def danger_phrases(directory: Directory) -> tuple[str, ...]:
    """What readers in danger may type, phrase by phrase."""
    return tuple(phrase.plain for row in directory.of(DANGER) for phrase in row.words)


_FACETS = (("oblast", AREAS), ("grupa", GROUPS), ("mjesto", PLACES))


def facets(directory: Directory) -> tuple[Facet, ...]:
    """Areas, target groups and places as ways to narrow a result: each holds the records that
    its page lists."""
    return tuple(
        Facet(
            name,
            tuple(
                Choice(row.id, row.label, frozenset(urls.record_path(ref) for ref in members))
                for row in sorted(
                    directory.of(folder), key=lambda row: cyrillic_order(row.label.plain)
                )
                if (members := directory.members(row.ref))
            ),
        )
        for name, folder in _FACETS
    )  # fmt: skip


def _record(directory: Directory, record: Any, as_of: datetime.date) -> SearchDocument:
    hidden = [name.name.plain for name in record.other_names if name.kind == "misspelling"]
    names = [name.name.plain for name in record.other_names if name.kind != "misspelling"]
    if record.short_title:
        names.append(record.short_title.plain)
    texts = [record.body.plain]
    for key in ("for_whom", "first_step"):
        held = getattr(record, key, None)
        if held:
            texts.append(held.plain)
    for key in ("eligibility", "not_for", "how_to_apply"):
        held = getattr(record, key, None)
        if held:
            texts.append(held.plain)
    for key in ("goals", "results", "required_documents"):
        texts += [item.plain for item in getattr(record, key, ())]
    period = getattr(record, "period", None)
    if period:
        texts.append("-".join(str(end.year) for end in (period.from_, period.to) if end))
    texts += [text.plain for one in getattr(record, "contacts", ()) for text in _person(one)]
    address = getattr(record, "address", None)
    if address and not record.location_confidential:
        parts = (address.street, address.number, address.postal_code, address.locality)
        texts.append(" ".join(getattr(part, "plain", part) for part in parts if part))
    return SearchDocument(
        path=urls.record_path(record.ref),
        kind=_SEARCH_KIND.get(result_kind(record), result_kind(record)),
        title=record.title,
        names=tuple(names),
        summary=record.summary or _NOTHING,
        body=" ".join(texts),
        labels=_labels(directory, record),
        hidden=(*hidden, record.ref.slug.replace("-", " "), *_hosts(record)),
        contact=_contact(record),
        needs=(
            *_needs(directory, record.ref), *_respelled(record), *_initials(record), *_days(record)
        ),
        topic=next((area.ref.slug for area in record.areas if area.ref), ""),
        doubt=_doubt(directory, record, as_of),
    )


def _days(record: Any) -> list[str]:
    """The dates of an event, or of what a document went through."""
    days = [getattr(record, "date", None), *(one.date for one in getattr(record, "dates", ()))]
    return list(dict.fromkeys(day.iso for day in days if isinstance(day, PartialDate)))


def _person(contact: Any) -> list[Prose]:
    return [text for text in (contact.role, contact.name) if isinstance(text, Prose)]


def _hosts(record: Any) -> list[str]:
    """Where its sites are: www.primjer.ba."""
    return [urlsplit(site.url).hostname or "" for site in getattr(record, "websites", ())]


def _respelled(record: Any) -> tuple[str, ...]:
    """Foreign names as one hears them: „сејв“ finds Save, „каритас“ Caritas."""
    names = (record.title, *(name.name for name in record.other_names))
    kept = [part for name in names for part in name.parts if isinstance(part, Kept)]
    return tuple(way for part in kept for way in by_ear.spellings(part.text, part.lang or ""))


_WORD = re.compile(r"[^\W\d_]+")
_PARTS_OF_NAMES = re.compile(r"\s[–—-]\s|[„“”()]")
_INITIALS = range(3, 8)


def _initials(record: Any) -> tuple[str, ...]:
    """The initials that readers make of a name themselves: ЦСР for Центар за социјални рад.

    Two letters are initials of an organization only.
    """
    lengths = range(2, 8) if record.ref.folder == "organizacije" else _INITIALS
    names = [record.title, *filter(None, [record.short_title])]
    found: list[str] = []
    for name in names:
        for part in (name.plain, *_PARTS_OF_NAMES.split(name.plain)):
            words = _WORD.findall(part)
            telling = [word for word in words if not search_keys.is_stop_word(search_keys.folded(word))]
            for chosen in (telling, words):
                letters = "".join(word[0].upper() for word in chosen)
                if len(chosen) in lengths and not search_keys.is_stop_word(search_keys.folded(letters)):
                    found.append(letters)
    return tuple(dict.fromkeys(found))


def _labels(directory: Directory, record: Record) -> tuple[str, ...]:
    """The words of its place, areas and groups, synonyms and outdated words included."""
    labels: list[str] = []
    for name, relation in relations_of(record):
        if name in ("place", "serves", "areas", "target_groups") and relation.ref:
            row: Any = directory.rows[relation.ref]
            labels.append(row.label.plain)
            for key in ("alt", "hidden", "preferred_over", "aliases"):
                labels += [text.plain for text in getattr(row, key, ())]
        elif relation.ref and relation.ref.folder != SOURCES and name == "provider":
            labels.append(directory.records[relation.ref].title.plain)
    return tuple(dict.fromkeys(labels))


def _needs(directory: Directory, ref: Ref) -> tuple[str, ...]:
    """What readers type when they look for *ref*: phrases of the thesaurus."""
    return tuple(
        phrase.plain
        for link in directory.backlinks(ref)
        if link.field == "find"
        for phrase in directory.rows[link.source].words
    )


def _contact(record: Any) -> str:
    phones = [telephone.number.shown for telephone in getattr(record, "phones", ())]
    mailboxes = [mailbox.address for mailbox in getattr(record, "emails", ())]
    return " ".join(dict.fromkeys((*phones, *mailboxes)))


def _doubt(directory: Directory, record: Any, as_of: datetime.date) -> str:
    """Why the line of contacts is not to be relied on: the worst of what it shows."""
    shown = [name for name in ("phones", "emails") if getattr(record, name, ())]
    codes = {freshness(record, name, directory.site, as_of).code for name in shown}
    return next((code for code in ("never", "stale") if code in codes), "")


def _row(directory: Directory, row: Any) -> SearchDocument:
    names = [text.plain for key in ("alt", "aliases") for text in getattr(row, key, ())]
    hidden = [text.plain for key in ("hidden", "preferred_over") for text in getattr(row, key, ())]
    summary = getattr(row, "definition", None) or getattr(row, "note", None)
    return SearchDocument(
        path=urls.record_path(row.ref),
        kind=result_kind(row),
        title=row.label,
        names=tuple(names),
        summary=summary or _NOTHING,
        body="",
        labels=(),
        hidden=tuple(hidden),
        contact="",
        needs=_needs(directory, row.ref),
        topic=row.id if row.ref.folder == AREAS else "",
    )
