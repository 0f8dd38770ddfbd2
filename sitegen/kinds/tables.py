"""The small tables under ``content/data/``: places, areas, target groups, sources."""

from __future__ import annotations

from sitegen.frozen import dataclass
from sitegen.kinds.common import (
    AREAS,
    GROUPS,
    ORGANIZATIONS,
    PLACES,
    SERVICES,
    SOURCES,
    Coordinates,
)
from sitegen.schema import (
    code,
    date,
    date_or_unknown,
    flag,
    language,
    many,
    one_of,
    optional,
    prose,
    references,
    required,
    shape,
    slug_text,
    web_address,
)
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Ref, Relation

# From the country down; a confidential record may name nothing below a town.
PLACE_TYPES = (
    "country", "entity", "district", "city", "municipality", "local_community", "venue",
)  # fmt: skip
BELOW_TOWN = frozenset({"local_community", "venue"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry of a table; its ``id`` is its slug."""

    ref: Ref
    path: str

    id: str = required(slug_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Row):
    """``content/data/places.yml``."""

    name: Prose = required(prose(120))
    locative: Prose | None = optional(prose(120))  # „у Бањој Луци“
    type: str = required(one_of(*PLACE_TYPES))
    parent: Relation | None = optional(references(PLACES))
    coordinates: Coordinates | None = optional(shape(Coordinates))
    aliases: tuple[Prose, ...] = optional(many(prose(80)))
    external: tuple[str, ...] = optional(many(code))
    note: Prose | None = optional(prose())

    @property
    def label(self) -> Prose:
        """The name readers see."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Row):
    """One concept of a vocabulary, in the words of SKOS."""

    pref: Prose = required(prose(120))
    alt: tuple[Prose, ...] = optional(many(prose(120)))
    hidden: tuple[Prose, ...] = optional(many(prose(120)))
    definition: Prose | None = optional(prose(500))
    exact_match: tuple[str, ...] = optional(many(web_address))
    preferred_over: tuple[Prose, ...] = optional(many(prose(120)))
    provisional: bool | None = optional(flag)
    sensitive: bool | None = optional(flag)  # as of a record, and of all that belongs to it

    @property
    def label(self) -> Prose:
        """The name readers see."""
        return self.pref


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Term):
    """``content/data/areas.yml``."""

    broader: Relation | None = optional(references(AREAS))


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetGroup(Term):
    """``content/data/target_groups.yml``."""

    family: str = required(
        one_of("children_and_youth", "disability_and_health", "migration", "violence_and_need")
    )
    question: Prose | None = optional(prose(120))  # the group in a reader's words, for the home page
    broader: Relation | None = optional(references(GROUPS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Row):
    """``content/data/sources.yml``."""

    title: Prose = required(prose(250))
    publisher: Prose = required(prose(200))
    url: str | None = optional(web_address)
    published: PartialDate | str = required(date_or_unknown)
    retrieved: PartialDate | str | None = optional(date_or_unknown)
    lang: str | None = optional(language)
    rights: Prose | None = optional(prose())
    note: Prose | None = optional(prose())

    @property
    def label(self) -> Prose:
        """The name readers see."""
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Row):
    """``content/data/words.yml``: how this site calls people, and what it does not call them."""

    preferred: Prose = required(prose(120))
    outdated: tuple[Prose, ...] = required(many(prose(120)))
    reason: Prose = required(prose(300))
    source: Relation | None = optional(references(SOURCES))
    provisional: bool | None = optional(flag)  # until organizations of those concerned agree

    @property
    def label(self) -> Prose:
        """The word to use."""
        return self.preferred


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Row):
    """``content/data/thesaurus.yml``: what a reader types, and where it leads."""

    words: tuple[Prose, ...] = required(many(prose(120)))
    find: tuple[Relation, ...] = required(
        many(references(GROUPS, AREAS, SERVICES, ORGANIZATIONS))
    )

    @property
    def label(self) -> Prose:
        """The first of its phrases."""
        return self.words[0] if self.words else Prose(())


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerWord(Row):
    """``content/data/danger_words.yml``: words of somebody who may be in danger; a search for
    them is answered first with where to call."""

    words: tuple[Prose, ...] = required(many(prose(120)))

    @property
    def label(self) -> Prose:
        """The first of its phrases."""
        return self.words[0] if self.words else Prose(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Row):
    """``content/data/holidays.yml``: days on which usual hours do not hold. Only for the years that
    it speaks of can a page say that a door is open now."""

    name: Prose = required(prose(120))
    days: tuple[PartialDate, ...] = required(many(date))
    source: Relation | None = optional(references(SOURCES))

    @property
    def label(self) -> Prose:
        """What is celebrated."""
        return self.name
