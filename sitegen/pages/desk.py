"""What planning the pages of one edition needs, and what a planned page is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sitegen.catalog import Catalog
from sitegen.directory import Directory, digest_of
from sitegen.discretion import sensitive_refs
from sitegen.editions import Edition
from sitegen.exports.dataset import Dataset, disclosed
from sitegen.kinds.common import PAGES, PLACES, RECORDS, Record
from sitegen.pages.around import Around, around
from sitegen.pages.cards import card_of, label_of
from sitegen.pages.ties import Tie, ties_of
from sitegen.pages.whereabouts import locations_of
from sitegen.values import PartialDate, Ref
from sitegen.views import Card, Fact, Shell, Value, View
from sitegen.wording import Wording


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
class Desk:
    """What planning one edition needs."""

    directory: Directory
    edition: Edition
    other: Edition | None  # None on a site of one script
    words: Catalog
    other_words: Catalog | None
    as_of: PartialDate

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.edition, self.words)

    @cached_property
    def around(self) -> Around:
        """What all pages have around them."""
        return around(self.directory, self.wording, self.as_of)

    @cached_property
    def shells(self) -> dict[str, Shell]:
        """What pages have around them, by where they lie; filled as they are asked for."""
        return {}

    @property
    def digests(self) -> Mapping[Ref, str]:
        """A digest of everything that each record and row says."""
        return self.directory.digests

    @cached_property
    def locations(self) -> dict[Ref, frozenset[Ref]]:
        """Where each record helps."""
        return {ref: locations_of(self.directory, ref) for ref in self.directory.records}

    @cached_property
    def whereabouts(self) -> dict[Ref, str]:
        """Where each record helps and what those places lie in, in a form to compare by."""
        around = {row.ref: f"{row.ref.slug}<{self.directory.around(row.ref)}" for row in self.directory.of(PLACES)}
        return {
            ref: ";".join(around[place] for place in sorted(places))
            for ref, places in self.locations.items()
        }

    @cached_property
    def members(self) -> dict[Ref, tuple[Ref, ...]]:
        """The records of each area, group and place, in the alphabet of the edition."""
        return {
            row: tuple(self.order(self.directory.members(row))) for row in self.directory.rows
        }

    @cached_property
    def data(self) -> Dataset:
        """The directory as machines may have it, in the words of this edition."""
        tag = self.edition.script.tag
        return Dataset(disclosed(self.directory), {tag: self.words}, self.as_of)

    def disclosed(self, ref: Ref) -> str:
        """A digest of what machines get of the record *ref* where it is not all of it."""
        told = self.data.directory.records[ref]
        return "" if told is self.directory.records[ref] else digest_of(repr(told))

    @cached_property
    def ties(self) -> list[Tie]:
        """Who runs, funds and works with whom."""
        return ties_of(self.data)

    @cached_property
    def sensitive(self) -> dict[Ref, int]:
        """What it may be dangerous to be seen reading, each with a number to call it by."""
        return {ref: n for n, ref in enumerate(sorted(sensitive_refs(self.directory)), start=1)}

    @cached_property
    def surroundings(self) -> str:
        """A digest of what every page has around it."""
        menus = [
            (page.ref, page.title, page.short_title, page.menu, page.order)
            for page in self.directory.of(PAGES)
        ]
        folders = [folder for folder in RECORDS if self.directory.of(folder)]
        sentences = sorted(self.words.sentences.items())
        return digest_of(
            repr((self.edition.lang, self.edition.prefix, self.directory.site, self.as_of))
            + repr(menus) + repr(folders) + repr(sentences)
        )  # fmt: skip

    @cached_property
    def cards(self) -> dict[Ref, Card]:
        """The card of every record, its link counted from the root of the edition."""
        return {
            ref: card_of(self.directory, self.wording, self.as_of, record)
            for ref, record in self.directory.records.items()
        }

    def with_record(self, record: Record) -> Desk:
        """The same desk with another version of one *record*, without working out anything else:
        order, members and menus stay those of this desk."""
        records = {**self.directory.records, record.ref: record}
        other = replace(self, directory=replace(self.directory, records=records))
        kept = {name: value for name, value in vars(self).items() if name not in vars(other)}
        card = card_of(other.directory, self.wording, self.as_of, record)
        vars(other).update(kept | {"cards": {**self.cards, record.ref: card}})
        return other

    @cached_property
    def card_digests(self) -> dict[Ref, str]:
        # The title as well: it orders lists, and two may differ in Cyrillic and not in Latin.
        return {
            ref: digest_of(repr((card, self.directory.records[ref].title)))
            for ref, card in self.cards.items()
        }

    def order(self, refs: Iterable[Ref]) -> list[Ref]:
        """*refs* without repetitions, in the alphabet of the edition."""
        return sorted(set(refs), key=self._positions.__getitem__)

    @cached_property
    def _positions(self) -> dict[Ref, int]:
        """Where each record and row stands in the alphabet of the edition, among all of them."""
        sort_key = self.edition.script.sort_key
        held: dict[Ref, Any] = {**self.directory.records, **self.directory.rows}
        ordered = sorted(held, key=lambda ref: (sort_key(label_of(held[ref]).plain), ref))
        return {ref: position for position, ref in enumerate(ordered)}

    def page(
        self, path: str, template: str, build: Callable[[], View], *uses: str, origin: str = ""
    ) -> Page:
        """A page whose view is made of *uses* and of its surroundings."""
        key = digest_of("\0".join((template, path, self.surroundings, *uses)))
        return Page(self.edition.prefix + path, template, key, build, origin, self.edition.lang)

    def shown(self, refs: Iterable[Ref]) -> str:
        """One digest of how *refs* look in lists, in this order."""
        return digest_of("".join(
            self.card_digests.get(ref) or self.digests[ref] for ref in refs
        ))  # fmt: skip


def fact_of(wording: Wording, key: str, values: Iterable[Value]) -> Fact:
    """A fact with the label of the field *key*."""
    return Fact(key, wording.say(f"field.{key}"), tuple(values))


