"""What a link in Markdown means: the path of a file as it lies in the repository.

``../usluge/dnevni-centri.md#kome`` works in a Git host's preview and becomes the page's address
here. Knows the layout of ``content/``; does not know which records exist.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache

from sitegen.frozen import dataclass
from sitegen.kinds import KINDS, TABLES
from sitegen.kinds.common import DANGER, NEEDS, WORDS, Record
from sitegen.markup import Fragment, Link
from sitegen.patterns import regex
from sitegen.schema import declarations
from sitegen.slugs import is_slug
from sitegen.source import CONTENT
from sitegen.values import Ref, is_address


@dataclass(frozen=True, slots=True)
class Outside:
    """An address of another site, a mailbox or a telephone."""

    url: str


@dataclass(frozen=True, slots=True)
class ToRecord:
    """A record, or a heading of it."""

    ref: Ref
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ToFolder:
    """The list of a kind: a folder of records or the file of a table."""

    folder: str


@dataclass(frozen=True, slots=True)
class ToHeading:
    """A heading of the same text."""

    anchor: str


@dataclass(frozen=True, slots=True)
class Astray:
    """A link that cannot lead anywhere, with a code of what is wrong."""

    code: str


Destination = Outside | ToRecord | ToFolder | ToHeading | Astray

_FOLDERS = {kind.folder for kind in KINDS}
_TABLES = {
    f"{CONTENT}/{table.file}": table.folder for table in TABLES
    if table.folder not in (WORDS, NEEDS, DANGER)
}  # fmt: skip


@lru_cache(maxsize=20_000)  # once for the rules and once for each edition
def read_link(path: str, target: str) -> Destination:
    """Where *target*, written in the file *path*, leads."""
    if re.match(r"https?:", target, re.IGNORECASE):
        return Outside(target) if is_address(target) and not re.search(r"\s", target) else Astray("link.address")
    if re.match(r"(?:mailto|tel):", target, re.IGNORECASE):
        return Outside(target)
    if target.startswith("#"):
        return ToHeading(target[1:])
    if not target.strip():  # [текст](): an address that nobody has written yet
        return Astray("link.empty")
    if target.lower().startswith("www."):
        return Astray("link.address")
    if target.startswith("/") or "\\" in target or "?" in target:
        return Astray("link.absolute")
    name, _, anchor = target.partition("#")
    full = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    if full in _TABLES:
        return ToFolder(_TABLES[full])
    steps = full.split("/")
    if steps[0] != CONTENT:
        return Astray("link.dead")
    if len(steps) == 2 and steps[1] in _FOLDERS:
        return ToFolder(steps[1])
    if len(steps) == 3 and steps[1] in _FOLDERS and steps[2].endswith(".md"):
        slug = steps[2].removesuffix(".md")
        if is_slug(slug):
            return ToRecord(Ref(steps[1], slug), anchor)
    return Astray("link.dead")


_PAGE_OR_FILE = regex(
    rf"(?:.*/)?(?P<folder>{'|'.join(sorted(_FOLDERS))})/(?P<slug>[^/#?]+?)(?:\.(?:md|html?))?(?:/(?:index\.html)?)?(?:#(?P<anchor>.*))?",
    re.IGNORECASE,
)  # fmt: skip


def record_meant(target: str) -> ToRecord | None:
    """The record that a link which leads nowhere names all the same: by the address of its page, from a
    wrong folder, or without the end of the file's name."""
    match = _PAGE_OR_FILE.fullmatch(target.strip().replace("\\", "/"))
    slug = match["slug"].lower() if match else ""
    return ToRecord(Ref(match["folder"].lower(), slug), match["anchor"] or "") if match and is_slug(slug) else None


def link_to(path: str, to: ToRecord) -> str:
    """How the file *path* writes a link to a record."""
    name = posixpath.relpath(f"{CONTENT}/{to.ref.folder}/{to.ref.slug}.md", posixpath.dirname(path))
    return f"{name}#{to.anchor}" if to.anchor else name


def address_meant(target: str) -> str:
    """A web address with what it lacks: ``www.example.org`` with its beginning, blanks as ``%20``."""
    whole = re.sub(r"\s", "%20", target if re.match(r"https?:", target, re.IGNORECASE) else f"https://{target}")
    return whole if is_address(whole) else ""


def links_of(record: Record) -> Iterator[Link]:
    """Every link of *record*: of its body and of its fields in Markdown."""
    yield from record.body.links
    for name in declarations(type(record)):
        held = getattr(record, name)
        if isinstance(held, Fragment):
            yield from held.links
