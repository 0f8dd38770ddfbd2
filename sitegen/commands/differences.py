"""Two states of the content beside each other: what is added, changed and gone, and what of it
could lead people astray.

Works on what files say, field by field, so that it has an answer also while one of the states
cannot be built. Reads no files and makes no sentences.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from sitegen import frontmatter
from sitegen.config import SITE_FILE
from sitegen.frontmatter import Mapping as Fields
from sitegen.frontmatter import Node, Scalar, Sequence
from sitegen.frozen import dataclass
from sitegen.kinds import KINDS, TABLES
from sitegen.patterns import regex
from sitegen.source import CONTENT, SourceFile
from sitegen.values import read_date

_FOLDERS = frozenset(kind.folder for kind in KINDS)
_TABLES = {f"{CONTENT}/{table.file}": table.folder for table in TABLES}
BODY = "text"  # stands for what is below the fields

# Fields that tell people where to call, write, look, go or pay.
_CONTACT = frozenset(
    "phones emails websites social contacts address coordinates locations url archived_url report"
    " number emergency contact_email base_url edit_url report_url".split()
)
# What a place that stays secret must not be told by, not even in a report of its change.
_WHERE = frozenset(("address", "coordinates", "locations"))
_HIDDEN = "•••"
_SECRETS = ("location_confidential", "sensitive")


@dataclass(frozen=True, slots=True)
class Thing:
    """One record, row of a table or settings file, as far as it can be read."""

    path: str
    ref: str  # "usluge/dnevni-centri"; a row: "mjesta/ada"; settings: the path
    title: str
    fields: Mapping[str, tuple[str, ...]]  # each item of a list, or the one value, on one line
    body: str = ""
    aliases: tuple[str, ...] = ()
    secret: Mapping[str, int] = field(default_factory=dict)  # how often each kind of secrecy is set


@dataclass(frozen=True, slots=True)
class Change:
    """What a field said and says; empty where it said or says nothing."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A thing before and after; one of them may be missing."""

    before: Thing | None
    after: Thing | None
    changes: tuple[Change, ...]
    contacts: tuple[Change, ...]  # those that could lead people astray
    lifted: tuple[str, ...]  # kinds of secrecy that are no longer set

    @property
    def thing(self) -> Thing:
        """The thing as it is, or as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of them is there
        return found

    @property
    def hides_a_place(self) -> bool:
        """Whether its place is or was to stay secret: then no text of pages is quoted."""
        return any(_hides_its_place(thing) for thing in (self.before, self.after) if thing)

    @property
    def is_record(self) -> bool:
        """Whether it is a record with a page of its own."""
        return self.thing.path.endswith(".md")


@dataclass(frozen=True, slots=True)
class Vanished:
    """An address that was published and leads nowhere now."""

    address: str  # "/usluge/dnevni-centri/"
    path: str  # where it can be mended
    line: str  # what to add there; empty for a row of a table, which has to stay


def things_of(sources: Iterable[SourceFile]) -> dict[str, Thing]:
    """Everything that *sources* tell, by reference."""
    found: dict[str, Thing] = {}
    for source in sources:
        for thing in _things(source.whole()):
            found.setdefault(thing.ref, thing)
    return found


def _things(source: SourceFile) -> Iterator[Thing]:
    if source.path.endswith(".md"):
        if source.folder in _FOLDERS:
            document = frontmatter.parse(source).value
            ref = f"{source.folder}/{source.stem}"
            if document is not None and document.header is not None:
                yield _thing(source.path, ref, document.header, document.body)
            else:  # fields that cannot be read are compared as text
                yield Thing(source.path, ref, source.stem, {}, source.text)
        return
    node = frontmatter.parse_table(source).value
    if isinstance(node, Sequence):
        folder = _TABLES.get(source.path, source.path)
        for row in node.items:
            identity = row.get("id") if isinstance(row, Fields) else None
            if isinstance(row, Fields) and isinstance(identity, Scalar):
                yield _thing(source.path, f"{folder}/{identity.text}", row, "")
    elif isinstance(node, Fields):
        yield _thing(source.path, source.path, node, "")
    else:
        yield Thing(source.path, source.path, source.path, {}, source.text)


def _thing(path: str, ref: str, node: Fields, body: str) -> Thing:
    fields = {entry.key.text: tuple(_items(entry.value)) for entry in node.entries}
    return Thing(
        path, ref, _title(node) or ref.rpartition("/")[2], fields, body,
        fields.get("aliases", ()), dict(_secrets(node)),
    )  # fmt: skip


def _title(node: Fields) -> str:
    for name in ("title", "name", "pref", "preferred"):
        value = node.get(name)
        if isinstance(value, Scalar):
            return value.text
        if isinstance(value, Fields):
            return next((e.value.text for e in value.entries if isinstance(e.value, Scalar)), "")
    return ""


def _items(node: Node) -> Iterator[str]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield _line(item)
    else:
        yield _line(node)


def _line(node: Node) -> str:
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, Sequence):
        return ", ".join(_line(item) for item in node.items)
    return ", ".join(f"{entry.key.text}: {_line(entry.value)}" for entry in node.entries)


def _secrets(node: Fields) -> Iterator[tuple[str, int]]:
    for name in _SECRETS:
        value = node.get(name)
        yield name, int(isinstance(value, Scalar) and value.text == "true")
    locations = node.get("locations")
    items = locations.items if isinstance(locations, Sequence) else ()
    confidential = [item.get("confidential") for item in items if isinstance(item, Fields)]
    yield "confidential", sum(isinstance(one, Scalar) and one.text == "true" for one in confidential)


# --- comparing -------------------------------------------------------------------------------


def compare(before: Mapping[str, Thing], after: Mapping[str, Thing]) -> tuple[Changed, ...]:
    """What differs, renamed records beside their old selves, in the order of paths."""
    moved = _moved(before, after)
    pairs = [(before[ref], after.get(moved.get(ref, ref))) for ref in before]
    taken = {moved.get(ref, ref) for ref in before}
    new: list[tuple[Thing | None, Thing | None]] = [
        (None, after[ref]) for ref in after if ref not in taken
    ]
    found = [_changed(old, now) for old, now in (*pairs, *new)]
    whole = [one for one in found if one is not None]
    return tuple(sorted(whole, key=lambda one: (one.thing.path, one.thing.ref)))


_ALIKE = 0.6  # of two records that are taken for one with a new name
_MOST_PAIRS = 400  # that are looked at for likeness


def _moved(before: Mapping[str, Thing], after: Mapping[str, Thing]) -> dict[str, str]:
    """Old references of records to the new ones: by an alias, else by what they say."""
    gone = [ref for ref in before if ref not in after and before[ref].path.endswith(".md")]
    fresh = [ref for ref in after if ref not in before and after[ref].path.endswith(".md")]
    compares = len(gone) * len(fresh) <= _MOST_PAIRS
    moved: dict[str, str] = {}
    for ref in gone:
        folder, _, slug = ref.partition("/")
        near: list[tuple[float, str]] = [
            (1.0 if slug in after[to].aliases else _likeness(before[ref], after[to]) if compares else 0.0, to)
            for to in fresh if to.partition("/")[0] == folder and to not in moved.values()
        ]  # fmt: skip
        best = max(near, default=(0.0, ""))
        if best[0] >= _ALIKE:
            moved[ref] = best[1]
    return moved


def _likeness(one: Thing, other: Thing) -> float:
    matcher = difflib.SequenceMatcher(None, _told_by(one), _told_by(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _told_by(thing: Thing) -> str:
    return f"{thing.title}\n{sorted(thing.fields.items())}\n{thing.body}"[:2000]


def _changed(old: Thing | None, new: Thing | None) -> Changed | None:
    if old == new:
        return None
    was = old.fields if old else {}
    now = new.fields if new else {}
    changes: list[Change] = []
    contacts: list[Change] = []
    hides = any(_hides_its_place(thing) for thing in (old, new) if thing)
    for name in dict.fromkeys((*was, *now)):
        mine = list(_differences(name, was.get(name, ()), now.get(name, ())))
        if hides and name in _WHERE:
            mine = [Change(name, _HIDDEN if one.old else "", _HIDDEN if one.new else "") for one in mine]
        changes += mine
        if name in _CONTACT:
            contacts += mine
        else:
            contacts += _strays(name, " ; ".join(was.get(name, ())), " ; ".join(now.get(name, ())))
    body = (old.body if old else "", new.body if new else "")
    if body[0] != body[1]:
        changes += _passages(*body)
        contacts += _strays(BODY, *body)
    if old and new and old.path != new.path:
        changes.insert(0, Change("", old.path, new.path))
    lifted = tuple(
        name for name, count in (old.secret.items() if old else ())
        if count > (new.secret.get(name, 0) if new else 0)
    )  # fmt: skip
    return Changed(old, new, tuple(changes), tuple(contacts), lifted) if changes else None


def _hides_its_place(thing: Thing) -> bool:
    return any(thing.secret.get(name) for name in ("location_confidential", "confidential"))


def _differences(name: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """Items that went and items that came, side by side."""
    gone = list((Counter(old) - Counter(new)).elements())
    come = list((Counter(new) - Counter(old)).elements())
    if not gone and not come and old != new:
        yield Change(name, "; ".join(old), "; ".join(new))  # another order
    for number in range(max(len(gone), len(come))):
        yield Change(
            name, gone[number] if number < len(gone) else "",
            come[number] if number < len(come) else "",
        )  # fmt: skip


def _passages(old: str, new: str) -> Iterator[Change]:
    """Paragraphs that went and paragraphs that came."""
    was, now = (_paragraphs(text) for text in (old, new))
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            for number in range(max(last - first, end - start)):
                yield Change(
                    BODY, was[first + number] if first + number < last else "",
                    now[start + number] if start + number < end else "",
                )  # fmt: skip


def _paragraphs(text: str) -> list[str]:
    found = [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", text)]
    return [part for part in found if part]


# --- what could lead people astray -----------------------------------------------------------

_TOP = "ba|rs|me|hr|si|mk|eu|com|org|net|info|edu|gov|int|io|app|biz|ru|cn|xyz|online|site|link|shop|top|club"
_STRAY = regex(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>()\"'„“”]+"  # an address on the web
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # a mailbox
    r"|(?<![\w@.])@[\w.]{2,}"  # an account
    rf"|\b(?:[a-z0-9-]+\.)+(?:{_TOP})\b(?![\w.-]*@)[^\s<>()\"'„“”]*"  # an address without its scheme
    r"|(?<![\w.,/-])(?:\+|\(?0|\d)[\d\s/().\u2010-\u2015\u00a0-]{4,}\d(?![\w])",  # a number to call or to pay to
    re.IGNORECASE,
)
_AMOUNT = regex(r"[1-9]\d{0,2}(?:[.\s\u00a0]\d{3})+\Z")
_YEARS = regex(r"(?:1[5-9]|20)\d\d\s*[-/\u2010-\u2015]\s*(?:(?:1[5-9]|20)\d\d|\d\d)\Z")


def _strays(name: str, old: str, new: str) -> Iterator[Change]:
    """Ways to reach somebody in running text that went or came."""
    yield from _differences(name, tuple(_found(old)), tuple(_found(new)))


def _found(text: str) -> Iterator[str]:
    seen: set[str] = set()
    for match in _STRAY.finditer(text):
        found = " ".join(match.group().split()).rstrip(".,;:!?")
        if found in seen or _is_no_contact(found):
            continue
        seen.add(found)
        yield found


def _is_no_contact(text: str) -> bool:
    if any(letter.isalpha() or letter == "@" for letter in text):
        return False
    digits = sum(letter.isdigit() for letter in text)
    return bool(digits < 6 or _AMOUNT.match(text) or _YEARS.match(text) or read_date(text))


# --- addresses -------------------------------------------------------------------------------


def vanished(changed: Iterable[Changed], after: Mapping[str, Thing]) -> tuple[Vanished, ...]:
    """Addresses of records, and of rows with pages, that nothing answers for any more."""
    held = {address for thing in after.values() for address in addresses_of(thing)}
    found: list[Vanished] = []
    for one in changed:
        old, new = one.before, one.after
        if old is None or old.path == SITE_FILE:
            continue
        for address, slug in addresses_of(old).items():
            if address in held:
                continue
            if not old.path.endswith(".md"):
                found.append(Vanished(f"/{address}/", old.path, ""))
                continue
            known = (*new.aliases, slug) if new else (slug,)
            line = f"aliases: [{', '.join(dict.fromkeys(known))}]"
            where = new.path if new else f"{CONTENT}/{old.ref.partition('/')[0]}/"
            found.append(Vanished(f"/{address}/", where, line))
    return tuple(found)


_WITH_PAGES = frozenset(("mjesta", "oblasti", "grupe"))


def addresses_of(thing: Thing) -> dict[str, str]:
    """Addresses of *thing* inside an edition, each with its slug."""
    folder, between, slug = thing.ref.rpartition("/")
    if not between or (not thing.path.endswith(".md") and folder not in _WITH_PAGES):
        return {}
    slugs = (slug, *thing.aliases) if thing.path.endswith(".md") else (slug,)
    return {(one if folder == "stranice" else f"{folder}/{one}"): one for one in slugs}
