"""A made-up town that uses every format to the full, with traps for each of them."""

from __future__ import annotations

import importlib
import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from building import project

from sitegen.pipeline import Options, export

BASE = "https://imenik.primjer.invalid/grad"
PLACES = """\
- {id: zemlja, name: Земља, type: country, external: ["iso3166:BA"]}
- {id: pokrajina, name: Покрајина, type: entity, parent: zemlja}
- {id: grad, name: Град Ђурђевац, type: city, parent: pokrajina, aliases: [Ђурђевца]}
- {id: tajna-kuca, name: Кућа у Тајној улици, type: venue, parent: grad}
"""
AREAS = """\
- {id: pomoc, pref: Помоћ, alt: [подршка], definition: Помоћ људима.}
- {id: njega, pref: Његa у кући, broader: pomoc, hidden: [нјега], exact_match: ["https://primjer.invalid/njega"]}
""".replace("a у", "а у")
GROUPS = """\
- {id: stari, pref: Старији људи, family: violence_and_need, preferred_over: [старци]}
- {id: zene, pref: Жене, family: violence_and_need}
"""
SOURCES = """\
- {id: bilten, title: "Билтен; бр. 1", publisher: Град, published: 2025, url: "https://primjer.invalid/b?a=1&b=2"}
"""
DOOR = """\
---
title: Отворена врата; „Њега, љубав“ & <други>
short_title: Отворена врата
aliases: [stara-vrata, srednja-vrata]
type: association
status: active
summary: "=SUM(1;2) помаже: запета, „наводници“ и \\\\ коса црта."
founded: 1998-05
identifiers: [{scheme: JIB, value: "0400000000000"}]
areas: [pomoc, {ref: njega, certainty: implied, source: bilten}]
target_groups: [stari]
place: grad
serves: [grad]
address: {street: Улица љиљана, number: 5а, postal_code: "78000", locality: Ђурђевац}
coordinates: {lat: 44.5, lon: 17.25, source: мјерење, precision: building}
phones:
  - {number: "051000001", extension: "12", label: пријава, languages: [sr, en]}
  - {number: "051000002", type: fax}
emails: [vrata@primjer.invalid]
websites: ["https://vrata.primjer.invalid/"]
contacts: [{role: секретар, name: Петра Петровић, as_of: 2025, phone: "051000003", source: bilten}]
hours:
  - {days: mon-fri, from: "8:00", to: "16:00", valid_from: 2025-09}
  - {by_appointment: true}
accessibility: [{what: step_free, value: yes, note: из дворишта}]
languages: [sr, en]
claims: [{what: чланова, value: "+12", as_of: unknown, source: bilten}]
sources: [{source: bilten, quote: "@navod", lang: sr}]
verified: {date: 2026-01-10, by: уредништво, how: phone}
notice: {text: Љети ради до подне., until: 2026-09}
---

Текст **о вратима**, за [стару](../organizacije/tvrdjava.md).
"""
OLD = """\
---
title: Тврђава
type: public_institution
status: unknown
phones: ["051000004"]
address: {street: Стара, number: "1", postal_code: "78000", locality: Ђурђевац}
place: grad
parent: vrata
verified: {date: 2020-01-10, by: уредништво, how: phone}
sources: [bilten]
---
"""
CLOSED = """\
---
title: Затворена фондација
type: foundation
status: closed
sources: [bilten]
---
"""
SHELTER_KEEPER = """\
---
title: Удружење Заклон
type: association
status: active
location_confidential: true
place: grad
phones: ["051000007"]
member_of: [vrata]
sources: [bilten]
verified: {date: 2026-01-10, by: уредништво, how: phone}
---
"""
SERVICE = """\
---
title: "-Кување код куће"
kind: service
status: active
summary: Куван оброк на кућном прагу.
provider: vrata
funders: [tvrdjava, {text: грађани, unnamed: true}]
areas: [njega]
target_groups: [stari]
serves: [grad]
first_step: Назвати Отворена врата.
for_whom: За старије људе.
eligibility: |
  Ко живи **сам**.
age_from: 60
cost: {kind: fee, amount: 5, currency: BAM, note: по оброку}
hours: [{always: true}]
locations: [{place: grad, address: {street: Улица љиљана, number: 5а, postal_code: "78000", locality: Ђурђевац}}]
capacity: [{unit: оброка, count: 40, as_of: 2025, source: bilten}]
required_documents: [лична карта]
languages: [sr]
phones: [{number: "051000005", type: mobile}]
emails: [obrok@primjer.invalid]
sources: [bilten]
verified: {date: 2026-01-10, by: уредништво, how: phone, fields: [phones, locations, hours]}
---
"""
PAUSED = SERVICE.replace("active", "paused").replace('"-Кување код куће"', "Шетња").replace(
    ", fields: [phones, locations, hours]", ", fields: [status]"
)  # fmt: skip
UNKNOWN = """\
---
title: Можда услуга
kind: service
status: {status}
summary: Не зна се.
{provider}
first_step: Питати.
sources: [bilten]
---
"""
SHELTER = """\
---
title: Заклон
kind: service
status: active
summary: Заклон за жене.
provider: zaklon
partners: [tvrdjava]
target_groups: [zene]
place: grad
first_step: Назвати у свако доба.
location_confidential: true
phones: [{number: "051000006", type: sos}]
sources: [bilten]
verified: {date: 2026-01-10, by: уредништво, how: phone}
---
"""
COUNSEL = """\
---
title: Савјетовалиште
kind: service
status: active
summary: Разговор.
provider: zaklon
first_step: Назвати.
place: grad
sources: [bilten]
---
"""
PROJECT = """\
---
title: Пројекат „А & Б“
status: running
period: {from: 2025-01, to: 2026}
roles:
  - {org: vrata, role: lead, source: bilten}
  - {org: zaklon, role: partner, certainty: implied}
  - {org: {text: шест општина, unnamed: true}, role: partner}
goals: ["@први циљ", други]
budget: {amount: 800000, currency: EUR, kind: total, as_written: 800.000 евра}
produced: [usluge/zaklon, usluge/obrok]
sources: [bilten]
---
"""
DOCUMENT = """\
---
title: План
doc_type: plan
period: {from: 2025, to: 2026}
dates: [{date: 2025-02-03, event: adopted}]
adopted_by: [tvrdjava]
sources: [bilten]
---
"""


def files() -> dict[str, str]:
    """The content of the town."""
    return {
        "content/site.yml": SITE,
        "content/data/places.yml": PLACES,
        "content/data/areas.yml": AREAS,
        "content/data/target_groups.yml": GROUPS,
        "content/data/sources.yml": SOURCES,
        "content/organizacije/vrata.md": DOOR,
        "content/organizacije/tvrdjava.md": OLD,
        "content/organizacije/zatvorena.md": CLOSED,
        "content/organizacije/zaklon.md": SHELTER_KEEPER,
        "content/usluge/obrok.md": SERVICE,
        "content/usluge/setnja.md": PAUSED,
        "content/usluge/nepoznata.md": UNKNOWN.format(status="unknown", provider="provider: vrata"),
        "content/usluge/najavljena.md": UNKNOWN.format(status="planned", provider="provider: vrata"),
        "content/usluge/nicija.md": UNKNOWN.format(status="active", provider="unknown: [provider]"),
        "content/usluge/ugasena.md": UNKNOWN.format(status="ended", provider="provider: zatvorena"),
        "content/usluge/zaklon.md": SHELTER,
        "content/usluge/savjet.md": COUNSEL,
        "content/projekti/projekat.md": PROJECT,
        "content/dokumenti/plan.md": DOCUMENT,
    }


SITE = """\
title: Именик Ђурђевца
description: Измишљена помоћ у измишљеном граду.
town: Ђурђевац
publisher: Пробно уредништво
locale: sr-BA
as_of: 2026-01-15
base_url: https://imenik.primjer.invalid/grad
licence: Измишљена лиценца
licence_url: https://primjer.invalid/licenca
contact_email: urednistvo@primjer.invalid
uuid_namespace: 6f0d3b52-58a1-5c0e-9a4e-0d5a4f1f6a11
emergency:
  - {label: Број, number: "051000000", area: Град, hours: непрекидно, source: "https://primjer.invalid/", checked: 2026-01-10}
"""


@cache
def exported() -> dict[str, bytes]:
    """Every file that the town offers to machines, by path."""
    with TemporaryDirectory() as folder:
        return files_of(project(Path(folder), files()))


def files_of(root: Path, *formats: str, options: Options | None = None) -> dict[str, bytes]:
    """What the project *root* offers, by path."""
    built = export(root, options or Options(), formats)
    errors = [finding for finding in built.diagnostics if finding.severity == "error"]
    assert not errors, errors
    return {artifact.path.text: artifact.content for artifact in built.artifacts}


def tool(name: str) -> Any:
    """A library that only validates: where it is missing a test is skipped, in CI it fails."""
    if os.environ.get("CI") == "true":
        return importlib.import_module(name)
    return pytest.importorskip(name)
