"""What planning the pages of one edition needs, and what a planned page is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sitegen.catalog import Catalog
from sitegen.directory import Directory, digest_of, laid_over
from sitegen.discretion import sensitive_refs
from sitegen.editions import Edition
from sitegen.exports.dataset import Dataset, disclosed
from sitegen.kinds.common import PAGES, PLACES, RECORDS, Record
from sitegen.late import Late
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
    uses: str  # a digest of all that the view is made of, but for the text of ``of``
    build_view: Callable[[], View]
    origin: str  # the file of content it comes from; empty for pages of ours
    lang: str
    of: Ref | None = None  # the record whose own text the page shows, if it shows one
    text: str = ""  # a digest of everything that this record says

    @property
    def key(self) -> str:
        """A digest of all that the view is made of: equal keys mean equal pages."""
        return digest_of(f"{self.uses}\0{self.text}") if self.of else self.uses


_FEW = 50  # records that are rather fetched and put in order than all of them


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
    def facts(self) -> Mapping[Ref, str]:
        """A digest of what each record and row says outside of its text."""
        return self.directory.facts

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
        folders = [folder for folder in RECORDS if self.directory.has(folder)]
        sentences = sorted(self.words.sentences.items())
        return digest_of(
            repr((self.edition.lang, self.edition.prefix, self.directory.site, self.as_of))
            + repr(menus) + repr(folders) + repr(sentences)
        )  # fmt: skip

    @cached_property
    def cards(self) -> Mapping[Ref, Card]:
        """The card of every record, its link counted from the root of the edition."""
        records = self.directory.records
        return Late(records, lambda ref: card_of(self.directory, self.wording, self.as_of, records[ref]))

    def with_record(self, record: Record) -> Desk:
        """The same desk with another version of one *record*, without working out anything else:
        order, members and menus stay those of this desk."""
        records = laid_over(self.directory.records, {record.ref: record})
        other = replace(self, directory=replace(self.directory, records=records))
        kept = {name: value for name, value in vars(self).items() if name not in vars(other)}
        kept.pop("cards", None)
        vars(other).update(kept)
        return other

    @cached_property
    def card_digests(self) -> dict[Ref, str]:
        # The title as well: it orders lists, and two may differ in Cyrillic and not in Latin.
        return {
            ref: digest_of(repr((self.cards[ref], record.title)))
            for ref, record in self.directory.records.items()
        }

    def order(self, refs: Iterable[Ref]) -> list[Ref]:
        """*refs* without repetitions, in the alphabet of the edition."""
        several = set(refs)
        alone = len(several) < _FEW and self.directory.is_recalled and "_positions" not in vars(self)
        return sorted(several, key=self._place if alone else self._positions.__getitem__)

    def _place(self, ref: Ref) -> tuple[Any, Ref]:
        return self.edition.script.sort_key(label_of(self.directory.get(ref)).plain), ref

    @cached_property
    def _positions(self) -> dict[Ref, int]:
        """Where each record and row stands in the alphabet of the edition, among all of them."""
        held = (*self.directory.records, *self.directory.rows)
        return {ref: position for position, ref in enumerate(sorted(held, key=self._place))}

    def page(
        self, path: str, template: str, build: Callable[[], View], *uses: str, origin: str = "",
        of: Ref | None = None,
    ) -> Page:  # fmt: skip
        """A page whose view is made of *uses*, of its surroundings and of the text of *of*."""
        digest = digest_of("\0".join((template, path, self.surroundings, *uses)))
        text = self.directory.digests[of] if of else ""
        return Page(self.edition.prefix + path, template, digest, build, origin, self.edition.lang, of, text)

    def shown(self, refs: Iterable[Ref]) -> str:
        """One digest of how *refs* look in lists, in this order."""
        return digest_of("".join(
            self.card_digests.get(ref) or self.facts[ref] for ref in refs
        ))  # fmt: skip


def fact_of(wording: Wording, key: str, values: Iterable[Value]) -> Fact:
    """A fact with the label of the field *key*."""
    return Fact(key, wording.say(f"field.{key}"), tuple(values))


