"""The kinds of things a directory holds. A shelf: one module a kind, one line here."""

from __future__ import annotations

from sitegen.frozen import dataclass
from sitegen.kinds import (
    common,
    document,
    event,
    organization,
    page,
    project,
    service,
    tables,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record with files and pages of its own."""

    name: str  # as commands and strings call it
    folder: str  # under content/, and the first step of its addresses
    entity: type[common.Record]


@dataclass(frozen=True, slots=True)
class Table:
    """A kind whose entries are rows of one YAML file."""

    name: str
    folder: str  # of its addresses, where it has pages
    file: str  # under content/
    entity: type[tables.Row]


KINDS = (
    Kind("organization", common.ORGANIZATIONS, organization.Organization),
    Kind("service", common.SERVICES, service.Service),
    Kind("project", common.PROJECTS, project.Project),
    Kind("programme", common.PROGRAMMES, project.Programme),
    Kind("document", common.DOCUMENTS, document.Document),
    Kind("event", common.EVENTS, event.Event),
    Kind("page", common.PAGES, page.Page),
)
TABLES = (
    Table("place", common.PLACES, "data/places.yml", tables.Place),
    Table("area", common.AREAS, "data/areas.yml", tables.Area),
    Table("target_group", common.GROUPS, "data/target_groups.yml", tables.TargetGroup),
    Table("source", common.SOURCES, "data/sources.yml", tables.Source),
    Table("word", common.WORDS, "data/words.yml", tables.Word),
    Table("need", common.NEEDS, "data/thesaurus.yml", tables.Need),
    Table("danger_word", common.DANGER, "data/danger_words.yml", tables.DangerWord),
    Table("holiday", common.HOLIDAYS, "data/holidays.yml", tables.Holiday),
)
