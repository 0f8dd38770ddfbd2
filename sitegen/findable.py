"""What of the directory can be found: one search document for each page worth finding.

Knows which fields of which kind a reader would search by; not how the index works.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

from sitegen import search_keys, urls
from sitegen.directory import BackLink, Directory, digest_of
from sitegen.freshness import freshness
from sitegen.kinds.common import AREAS, DANGER, GROUPS, PLACES, Record
from sitegen.pages.cards import result_kind
from sitegen.patterns import regex
from sitegen.scripts import by_ear
from sitegen.scripts.serbian import cyrillic_order
from sitegen.scripts.spans import Kept, Prose
from sitegen.search import Choice, Facet
from sitegen.search_sketch import Entry, SearchDocument
from sitegen.values import PartialDate, Ref

_SEARCH_KIND = {"programme": "project"}
_NOTHING = Prose(())


def entries(
    directory: Directory, as_of: datetime.date = datetime.date.max
) -> tuple[Entry, ...]:
    """Every record, text page, place, area and target group that has a page, with what is known
    of its contact on the day *as_of*. A document is made when it is asked for."""
    return recalled(directory, as_of, rows_of(directory, as_of))


def key(directory: Directory, as_of: datetime.date) -> str:
    """A digest of all that ``rows_of`` depends on."""
    return digest_of(f"{directory.site!r} {as_of} {directory.all_facts}")


def rows_of(directory: Directory, as_of: datetime.date) -> tuple[tuple[str, ...], ...]:
    """What of ``entries`` depends on no text, as plain values: folder, slug, kind, and a digest of what
    the document says of other records."""
    find = _Finder(directory, as_of)
    found: list[Any] = list(directory.records.values())
    for folder in (PLACES, AREAS, GROUPS):
        found += [row for row in directory.of(folder) if directory.members(row.ref)]
    return tuple((*one.ref, _kind(one), find.digest_of_others(one)) for one in found)


def recalled(
    directory: Directory, as_of: datetime.date, rows: Iterable[tuple[str, ...]]
) -> tuple[Entry, ...]:
    """The ``entries`` of a directory whose *rows* are known."""
    find, digests = _Finder(directory, as_of), directory.digests
    return tuple(
        Entry(urls.record_path(ref), kind, digest_of(f"{digests[ref]} {others}"), partial(find.document, ref))
        for ref, kind, others in ((Ref(folder, slug), kind, others) for folder, slug, kind, others in rows)
    )


def documents(
    directory: Directory, as_of: datetime.date = datetime.date.max
) -> tuple[SearchDocument, ...]:
    """The documents of all ``entries``."""
    return tuple(entry.document() for entry in entries(directory, as_of))


def danger_phrases(directory: Directory) -> tuple[str, ...]:
    """What readers in danger may type, phrase by phrase."""
    return tuple(phrase.plain for row in directory.of(DANGER) for phrase in row.words)


_FACETS = (("oblast", AREAS), ("grupa", GROUPS), ("mjesto", PLACES))


_FacetRow = tuple[str, tuple[tuple[str, Prose, tuple[str, ...]], ...]]


def facet_rows(directory: Directory) -> tuple[_FacetRow, ...]:
    """Areas, target groups and places as ways to narrow a result, in plain values: each holds the records
    that its page lists. Like ``rows_of`` they depend on no text."""
    return tuple(
        (
            name,
            tuple(
                (row.id, row.label, tuple(urls.record_path(ref) for ref in sorted(members)))
                for row in sorted(
                    directory.of(folder), key=lambda row: cyrillic_order(row.label.plain)
                )
                if (members := directory.members(row.ref))
            ),
        )
        for name, folder in _FACETS
    )  # fmt: skip


def recalled_facets(rows: Iterable[_FacetRow]) -> tuple[Facet, ...]:
    """The ways to narrow a result that *rows* tell of."""
    return tuple(
        Facet(name, tuple(Choice(id_, label, frozenset(paths)) for id_, label, paths in choices))
        for name, choices in rows
    )


class _Finder:
    """What is found of each record and row of *directory*, and what that depends on."""

    def __init__(self, directory: Directory, as_of: datetime.date) -> None:
        self._directory, self._as_of = directory, as_of
        self._labels: dict[Ref, tuple[str, ...]] = {}  # of rows: they are asked for again and again

    def digest_of_others(self, entity: Any) -> str:
        """Of everything that the document of *entity* says and *entity* does not."""
        facts = self._directory.facts
        said = [facts[ref] for ref in _labelling(entity)]
        said += [facts[link.source] for link in self._finding(entity.ref)]
        if isinstance(entity, Record):
            said.append(_doubt(self._directory, entity, self._as_of))
        return digest_of(" ".join(said))

    def document(self, ref: Ref) -> SearchDocument:
        """The document of the record or row *ref*."""
        records = self._directory.records
        return self.record(records[ref]) if ref in records else self.row(self._directory.rows[ref])

    def record(self, record: Any) -> SearchDocument:
        """The document of a record."""
        hidden = [name.name.plain for name in record.other_names if name.kind == "misspelling"]
        names = [name.name.plain for name in record.other_names if name.kind != "misspelling"]
        if record.short_title:
            names.append(record.short_title.plain)
        return SearchDocument(
            path=urls.record_path(record.ref),
            kind=_kind(record),
            title=record.title,
            names=tuple(names),
            summary=record.summary or _NOTHING,
            body=_body(record),
            labels=tuple(dict.fromkeys(
                label for ref in _labelling(record) for label in self._labels_of(ref)
            )),
            hidden=(
                *hidden, record.ref.slug.replace("-", " "), *_hosts(record),
                *self._needs(record.ref, is_foreign=True),
            ),
            contact=_contact(record),
            needs=(
                *self._needs(record.ref), *_respelled(record), *_initials(record), *_days(record)
            ),
            doubt=_doubt(self._directory, record, self._as_of),
        )  # fmt: skip

    def row(self, row: Any) -> SearchDocument:
        """The document of a place, an area or a group."""
        names = [text.plain for key in ("alt", "aliases") for text in getattr(row, key, ())]
        hidden = [text.plain for key in ("hidden", "preferred_over") for text in getattr(row, key, ())]
        summary = getattr(row, "definition", None) or getattr(row, "note", None)
        return SearchDocument(
            path=urls.record_path(row.ref),
            kind=_kind(row),
            title=row.label,
            names=tuple(names),
            summary=summary or _NOTHING,
            body="",
            labels=(),
            hidden=(*hidden, *self._needs(row.ref, is_foreign=True)),
            contact="",
            needs=self._needs(row.ref),
        )

    def _finding(self, ref: Ref) -> list[BackLink]:
        """Where the thesaurus leads to *ref*."""
        return [link for link in self._directory.backlinks(ref) if link.field == "find"]

    def _needs(self, ref: Ref, *, is_foreign: bool = False) -> tuple[str, ...]:
        """What readers type when they look for *ref*: phrases of the thesaurus, in our language or in another.
        The other stay out of the dictionary, so that no word of ours is taken for a slip in one of theirs."""
        rows = (self._directory.rows[link.source] for link in self._finding(ref))
        return tuple(
            phrase.plain for row in rows for phrase in row.words if is_foreign == _is_foreign(phrase)
        )

    def _labels_of(self, ref: Ref) -> tuple[str, ...]:
        """The words of a place, an area or a group, synonyms and outdated words included; the name
        of whoever provides a service."""
        if ref in self._directory.records:
            return (self._directory.records[ref].title.plain,)
        known = self._labels.get(ref)
        if known is None:
            row: Any = self._directory.rows[ref]
            others = ("alt", "hidden", "preferred_over", "aliases")
            texts = (text.plain for key in others for text in getattr(row, key, ()))
            self._labels[ref] = known = (row.label.plain, *texts)
        return known


def _is_foreign(phrase: Prose) -> bool:
    return all(isinstance(part, Kept) for part in phrase.parts)


def _kind(entity: Any) -> str:
    kind = result_kind(entity)
    return _SEARCH_KIND.get(kind, kind)


def _labelling(entity: Any) -> list[Ref]:
    """The places, areas and groups of a record, and whoever provides it."""
    found: list[Ref] = []
    for name in ("place", "serves", "areas", "target_groups", "provider") if isinstance(entity, Record) else ():
        held = getattr(entity, name, None) or ()
        relations = held if isinstance(held, tuple) else (held,)
        found += [relation.ref for relation in relations if relation.ref]
    return found


def _body(record: Any) -> str:
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
    texts += [text.plain for one in getattr(record, "contacts", ()) for text in _person(one)]
    address = getattr(record, "address", None)
    if address and not record.location_confidential:
        parts = (address.street, address.number, address.postal_code, address.locality)
        texts.append(" ".join(getattr(part, "plain", part) for part in parts if part))
    return " ".join(texts)


def _days(record: Any) -> list[str]:
    """The date of an event, the years of a project or a document, the dates of what it went through."""
    days = [getattr(record, "date", None), *(one.date for one in getattr(record, "dates", ()))]
    found = [day.iso for day in days if isinstance(day, PartialDate)]
    period = getattr(record, "period", None)
    if period:
        found.append("-".join(str(end.year) for end in (period.from_, period.to) if end))
    return list(dict.fromkeys(found))


def _person(contact: Any) -> list[Prose]:
    return [text for text in (contact.role, contact.name) if isinstance(text, Prose)]


def _hosts(record: Any) -> list[str]:
    """Where its sites are, without what half of all addresses share: „primjer“ of www.primjer.ba."""
    hosts = [urlsplit(site.url).hostname or "" for site in getattr(record, "websites", ())]
    return [host.removeprefix("www.").rpartition(".")[0] for host in hosts]


def _respelled(record: Any) -> tuple[str, ...]:
    """Foreign names as one hears them: „сејв“ finds Save, „каритас“ Caritas."""
    names = (record.title, *(name.name for name in record.other_names))
    kept = [part for name in names for part in name.parts if isinstance(part, Kept)]
    return tuple(way for part in kept for way in by_ear.spellings(part.text, part.lang or ""))


_WORD = regex(r"[^\W\d_]+")
_PARTS_OF_NAMES = regex(r"\s[–—-]\s|[„“”()]")
_INITIALS = range(3, 8)


def _initials(record: Any) -> tuple[str, ...]:
    """The initials that readers make of a name themselves: ЦСР for Центар за социјални рад.

    Two letters are initials of an organization only.
    """
    lengths = range(2, 8) if record.ref.folder == "organizacije" else _INITIALS
    names = [record.title, *filter(None, [record.short_title])]
    found: list[str] = []
    for name in names:
        for part in dict.fromkeys((name.plain, *_PARTS_OF_NAMES.split(name.plain))):
            words = _WORD.findall(part)
            telling = [word for word in words if not _is_small(word)]
            for chosen in (telling, words):
                if len(chosen) in lengths:
                    found.append("".join([word[0] for word in chosen]).upper())
    return tuple(letters for letters in dict.fromkeys(found) if not _is_small(letters))


@lru_cache(maxsize=1 << 14)
def _is_small(word: str) -> bool:
    return search_keys.is_stop_word(search_keys.folded(word))


def _contact(record: Any) -> str:
    phones = [telephone.number.shown for telephone in getattr(record, "phones", ())]
    mailboxes = [mailbox.address for mailbox in getattr(record, "emails", ())]
    return " ".join(dict.fromkeys((*phones, *mailboxes)))


def _doubt(directory: Directory, record: Any, as_of: datetime.date) -> str:
    """Why the line of contacts is not to be relied on: the worst of what it shows."""
    shown = [name for name in ("phones", "emails") if getattr(record, name, ())]
    codes = {freshness(record, name, directory.site, as_of).code for name in shown}
    return next((code for code in ("never", "stale") if code in codes), "")
