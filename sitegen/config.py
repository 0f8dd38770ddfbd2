"""The site's settings and glossary, read by the same rules as every record.

Knows ``content/site.yml`` and ``content/data/glossary.yml``; a mistake there gets the same report.
"""

from __future__ import annotations

from sitegen.frozen import dataclass
from sitegen.kinds.common import ORGANIZATIONS, PAGES
from sitegen.schema import (
    base_address,
    code,
    date,
    edit_address,
    email,
    flag,
    language,
    many,
    number,
    one_of,
    optional,
    phone,
    prose,
    references,
    required,
    shape,
    uuid,
    web_address,
)
from sitegen.scripts.spans import Glossary, Prose
from sitegen.values import PartialDate, Phone, Relation

SITE_FILE = "content/site.yml"
GLOSSARY_FILE = "content/data/glossary.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """A number for people in danger; never from memory, so source and date are required."""

    label: Prose = required(prose(80))
    number: Phone = required(phone)
    area: Prose = required(prose(120))
    hours: Prose = required(prose(80))
    source: str = required(web_address)
    checked: PartialDate = required(date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """``content/site.yml``."""

    title: Prose = required(prose(80))
    description: Prose = required(prose(200))
    town: Prose | None = optional(prose(80))
    publisher: Prose = required(prose(200))
    official: bool | None = optional(flag)  # an official service of the town
    locale: str = required(one_of("sr-BA", "sr-RS", "sr-ME", "sr-HR"))
    default_script: str | None = optional(one_of("cyrillic", "latin"))
    scripts: tuple[str, ...] = optional(many(one_of("sr-Cyrl", "sr-Latn")))  # both if none is named
    base_url: str | None = optional(base_address)
    theme: str | None = optional(code)
    as_of: PartialDate | None = optional(date)
    contact_email: str | None = optional(email)
    corrections: Relation | None = optional(references(PAGES))  # how mistakes are put right
    exit_url: str | None = optional(web_address)  # where a reader in a hurry is sent
    edit_url: str | None = optional(edit_address)  # with {path}
    report_url: str | None = optional(web_address)  # where mistakes are reported in public
    licence: Prose | None = optional(prose(200))
    licence_url: str | None = optional(web_address)
    emergency: tuple[Emergency, ...] = optional(many(shape(Emergency)))
    help_desk: Relation | None = optional(references(ORGANIZATIONS))  # who is asked when nobody else
    uuid_namespace: str | None = optional(uuid)
    review_months: int | None = optional(number)
    messages: str | None = optional(one_of("sr-Cyrl", "sr-Latn", "en"))

    preview: bool = False  # chosen for one build, never written: the site says it is not published

    @property
    def zone(self) -> str:
        """The time zone of the site's country, as the IANA database names it."""
        return _ZONES[self.country]

    @property
    def country(self) -> str:
        """ISO 3166 code of the site's country."""
        return self.locale.split("-")[1]


_ZONES = {
    "BA": "Europe/Sarajevo", "RS": "Europe/Belgrade", "ME": "Europe/Podgorica", "HR": "Europe/Zagreb",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPhrase:
    """A phrase that keeps its letters, and its language."""

    text: str = required(code)
    lang: str | None = optional(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A Latin word whose Cyrillic spelling no rule gives."""

    latin: str = required(code)
    cyrillic: str = required(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryFile:
    """``content/data/glossary.yml``."""

    keep: tuple[KeptPhrase, ...] = optional(many(shape(KeptPhrase, "text")))
    domestic: tuple[str, ...] = optional(many(code))
    split: tuple[str, ...] = optional(many(code))
    words: tuple[Spelling, ...] = optional(many(shape(Spelling)))

    def glossary(self) -> Glossary:
        """The same as the converters want it."""
        return Glossary(
            keep=tuple((phrase.text, phrase.lang or "") for phrase in self.keep),
            domestic=self.domestic,
            split=self.split,
            words=tuple((word.latin, word.cyrillic) for word in self.words),
        )
