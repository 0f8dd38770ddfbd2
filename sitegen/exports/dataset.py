"""What every export is made of: the records that may leave, their lasting names, their words.

Decides once what no format may give away: who and what stands in relation to a record whose
location is confidential, and contacts that nobody has looked at in time. Knows no format.
"""

from __future__ import annotations

import dataclasses
import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sitegen.catalog import Catalog
from sitegen.directory import Directory, digest_of, secluded
from sitegen.editions import Edition
from sitegen.freshness import freshness
from sitegen.kinds.common import PLACES, RECORDS, SOURCES, Record
from sitegen.kinds.tables import BELOW_TOWN
from sitegen.markup import Close, Fragment, Text, Verbatim
from sitegen.schema import declarations
from sitegen.scripts import CYRILLIC, LATIN, SCRIPTS
from sitegen.scripts.spans import Prose
from sitegen.urls import record_path
from sitegen.values import PartialDate, Ref, Relation

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://pypi.org/project/sitegen/")


@dataclass(frozen=True)
class Dataset:
    """The directory as machines may have it. Make it with ``dataset``."""

    directory: Directory
    words: Mapping[str, Catalog]  # the theme's sentences, by tag of script
    as_of: PartialDate
    beside: str = ""  # a digest of what decides, beside its own facts, how much of a record may leave

    @cached_property
    def both(self) -> tuple[Edition, Edition]:
        """Cyrillic and Latin, whichever of them the site is published in."""
        region = self.directory.site.country
        cyrillic, latin = (Edition(one, "", f"{one.tag}-{region}") for one in (CYRILLIC, LATIN))
        return cyrillic, latin

    @cached_property
    def edition(self) -> Edition:
        """The edition whose script stands where a format has room for one."""
        return self.both[self.directory.site.default_script == "latin"]

    def text(self, prose: Prose | None) -> str:
        """*prose* in the default script; nothing gives an empty text."""
        return self.edition.text(prose) if prose else ""

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the theme in the default script."""
        return self.words[self.edition.script.tag].say(key, **facts)

    def labels(self, key: str) -> dict[str, str]:
        """A sentence of the theme in each script."""
        return {tag: words.say(key) for tag, words in self.words.items()}

    @cached_property
    def namespace(self) -> uuid.UUID:
        """What sets our UUIDs apart from another site's."""
        site = self.directory.site
        if site.uuid_namespace:
            return uuid.UUID(site.uuid_namespace)
        return uuid.uuid5(_OURS, f"{site.locale} {site.title.plain}")

    def uuid(self, ref: Ref) -> str:
        """The lasting identifier of a record or row: of its FIRST slug, so a rename keeps it."""
        known = self._uuids.get(ref)
        if known is None:
            entity = self.directory.get(ref)
            pinned: str | None = getattr(entity, "uuid", None)
            known = pinned or self._named(f"{ref.folder}/{first_slug(entity)}")
            self._uuids[ref] = known
        return known

    @cached_property
    def _uuids(self) -> dict[Ref, str]:
        return {}

    def part(self, owner: str, *steps: object) -> str:
        """The identifier of something that only exists inside *owner*, such as a phone."""
        return self._named("/".join((owner, *map(str, steps))))

    def _named(self, name: str) -> str:
        """The UUID of *name* (RFC 9562, version 5): ``uuid.uuid5``, without an object on the way."""
        digest = hashlib.sha1(self._space + name.encode(), usedforsecurity=False).hexdigest()
        variant = "89ab"[int(digest[16], 16) % 4]
        return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"

    @cached_property
    def _space(self) -> bytes:
        return self.namespace.bytes

    @cached_property
    def base(self) -> str:
        """The address of the site without its last slash; empty where the site knows none."""
        return (self.directory.site.base_url or "").rstrip("/")

    def page(self, ref: Ref) -> str:
        """The address of the page of a record or row, counted from the root of the site where
        the site knows no address; empty for what has no page."""
        if ref.folder == SOURCES:
            return self.address(f"{SOURCES}/index.html") + f"#sg-{ref.slug}"
        return self.address(record_path(ref)) if self.has_page(ref) else ""

    def has_page(self, ref: Ref) -> bool:
        """Whether a page is about the record or row."""
        return ref in self.directory.records or bool(self.directory.members(ref))

    def address(self, path: str) -> str:
        """Where the file *path* of the site is: absolute, or as it is without a base."""
        return f"{self.base}/{path.removesuffix('index.html')}" if self.base else path

    def may_reach(self, record: Any, field: str) -> bool:
        """Whether the contact *field* of *record* was looked at, and lately enough, to be handed
        to a program that will not show how old it is."""
        day = self.as_of.last_day
        return freshness(record, field, self.directory.site, day).is_fresh

    @property
    def written(self) -> Iterator[tuple[Ref, tuple[tuple[str, Relation], ...]]]:
        """Every record of the directory with the relations that it writes."""
        for ref in self.directory.records:
            if ref.folder in RECORDS:
                yield ref, self.directory.relations[ref]

    def records(self) -> Iterator[Record]:
        """Every record that has a page of facts, by kind and slug."""
        for folder in RECORDS:
            yield from self.directory.of(folder)


def dataset(directory: Directory, words: Mapping[str, Catalog], as_of: PartialDate) -> Dataset:
    """What may leave of *directory*; *words* are the theme's, by tag of script."""
    whole = {script.tag: words[script.tag] for script in SCRIPTS}
    return Dataset(disclosed(directory), whole, as_of, _beside(directory))


def _beside(directory: Directory) -> str:
    hidden = directory.hidden
    if not hidden.secret:
        return ""
    places = [directory.facts[ref] for ref in directory.refs(PLACES)]
    return digest_of(repr((sorted(hidden.secret), sorted(hidden.provided), places)))


def first_slug(entity: Any) -> str:
    """The slug that the record had first: its oldest alias, else its own."""
    aliases = entity.aliases if isinstance(entity, Record) else ()
    return str(aliases[0] if aliases else entity.ref.slug)


def plain_text(fragment: Fragment, edition: Edition) -> str:
    """*fragment* as text of *edition*, its blocks parted by a space."""
    out: list[str] = []
    for token in fragment.tokens:
        if isinstance(token, Text):
            out.append(edition.text(token.prose))
        elif isinstance(token, Verbatim):
            out.append(token.text)
        elif isinstance(token, Close) and token.name not in _INLINE:
            out.append(" ")
    return " ".join("".join(out).split())


_INLINE = frozenset("a abbr b code del em i ins s span strong sub sup".split())


def disclosed(directory: Directory) -> Directory:
    """*directory* as programs may have it: beside what is secluded for all, no word of others in a
    record with a confidential place, no such place, and nothing of who provides by way of one.
    """
    seen = secluded(directory)  # whoever made it by hand may not have asked for that
    hidden = seen.hidden
    if not hidden.secret:
        return directory
    changed = {ref: _silent(seen.records[ref]) for ref in hidden.secret}
    for ref in hidden.provided:
        changed[ref] = _at_the_town(dataclasses.replace(seen.records[ref], provider=None), seen)  # type: ignore[call-arg]
    return seen.with_records(changed)


def _silent(record: Record) -> Record:
    """*record* without unnamed people and without its own confidential locations."""

    def stays(item: Any) -> bool:
        if isinstance(item, Relation):
            return item.ref is not None
        return not getattr(item, "confidential", False)

    changes: dict[str, Any] = {"collectives": ()}
    for name in declarations(type(record)):
        held = getattr(record, name)
        if isinstance(held, tuple) and name not in changes:
            kept = tuple(item for item in held if stays(item))
            if len(kept) < len(held):
                changes[name] = kept
    return dataclasses.replace(record, **changes)


def _at_the_town(record: Any, directory: Directory) -> Any:
    """*record* without addresses and points, its places no finer than a town."""
    changes: dict[str, Any] = {}
    names = {item.name for item in dataclasses.fields(record)}
    for name in ("locations", "capacity"):
        if name in names:
            changes[name] = ()
    if record.place:
        changes["place"] = _town(record.place, directory)
    towns = [_town(relation, directory) for relation in record.serves]
    changes["serves"] = tuple(dict.fromkeys(town for town in towns if town))
    return dataclasses.replace(record, **changes)


def _town(relation: Relation, directory: Directory) -> Relation | None:
    """The place of *relation*, or the nearest around it that is a town or larger."""
    for ref in (relation.ref, *directory.around(relation.ref)) if relation.ref else ():
        if directory.rows[ref].type not in BELOW_TOWN:
            return dataclasses.replace(relation, ref=ref)
    return None
