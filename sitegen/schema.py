"""Field types, and the one place where a header becomes an entity.

A kind is a frozen dataclass whose fields are declared with ``required``, ``wanted`` or
``optional`` and a field type; decoding, back-links and the field guide all read that declaration.
Knows no kind by name and no page.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from collections.abc import Mapping as Readonly
from dataclasses import field
from functools import cache
from itertools import count, islice, takewhile
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeVar, runtime_checkable

from sitegen import frontmatter, markup
from sitegen.diagnostics import Diagnostic, Place, notice, problem, warning
from sitegen.frontmatter import Document, Mapping, Node, Scalar, Sequence
from sitegen.frozen import dataclass
from sitegen.scripts.serbian import canonical
from sitegen.scripts.spans import EMPTY_GLOSSARY, Glossary, Kept, Pair, Prose
from sitegen.slugs import is_slug
from sitegen.source import SourceFile
from sitegen.spelling import mixed_words, with_latin_letters
from sitegen.spelling import nearest as nearest  # asked for together with declarations
from sitegen.suggestions import (
    akin_to,
    bullet_in,
    choice_for,
    date_for,
    decimal_for,
    email_for,
    field_for,
    flag_for,
    language_for,
    list_for,
    number_for,
    phone_for,
    slug_for,
    span_for,
    time_for,
    url_for,
    uuid_for,
    weekdays_for,
    without_printed_quotes,
)
from sitegen.values import (
    CERTAINTIES,
    PartialDate,
    Phone,
    Ref,
    Relation,
    count_digits,
    date_steps,
    read_amount,
    read_base_url,
    read_date,
    read_decimal,
    read_edit_url,
    read_email,
    read_number,
    read_phone,
    read_time,
    read_true,
    read_url,
    read_weekdays,
    to_record,
    without_glued_label,
    without_likely_label,
)
from sitegen.yaml_lines import with_plain_blanks

E = TypeVar("E")


class Reference(NamedTuple):
    """A record names another one: checked when all records are known."""

    ref: Ref
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that people read, as its author typed it, and where it stands."""

    field: str  # "summary", "sources.quote", "body"
    text: str
    place: Place
    indent: int = 0  # of the lines of a block
    lang: str = ""  # when it is not Serbian
    file: str = ""  # the text of the whole file, for values that go over several lines


_MOST_GUESSES = 100  # near names looked for in one file; a report shows 200 findings of all


@dataclasses.dataclass(slots=True)
class Reading:
    """What decoding one file needs to know, and what it collects on the way."""

    path: str
    glossary: Glossary = EMPTY_GLOSSARY
    text: str = ""  # of the whole file
    country: str = "BA"  # ISO 3166: whose phone numbers are read without a prefix
    lang: str = ""  # of the text being read, when it is not Serbian
    key: str = ""  # of the field being read: "claims.what"
    found: list[Diagnostic] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    lost: list[Place] = field(default_factory=list)  # items of lists that gave no value
    guesses: int = 0

    def nearest(self, word: str, known: tuple[str, ...]) -> str:
        """As ``spelling.nearest``, until so many were asked for that nobody reads the answers."""
        self.guesses += 1
        return nearest(word, known) if self.guesses <= _MOST_GUESSES else ""

    def keep(self, node: Scalar, lang: str = "") -> None:
        """Remembers *node* as text that people read."""
        self.passages.append(
            Passage(self.key, node.text, node.place, node.indent, lang, self.text)
        )


@dataclass(frozen=True, slots=True)
class Type:
    """How the text of a field becomes a value. ``name`` keys its description in the messages."""

    name: str

    def decode(self, node: Node, reading: Reading) -> Any:
        """The value, or None when a finding says why there is none."""
        raise NotImplementedError

    def relations(self, value: Any) -> Iterator[tuple[str, Relation]]:
        """Relations held in *value*, each with a word that tells it apart ("" if none)."""
        return iter(())

    def can_relate(self) -> bool:
        """Whether a value of this type may hold relations."""
        return False

    def leaves(self, node: Node) -> Iterator[tuple[Type, Scalar]]:
        """The scalars of *node* with the type that reads each; what is not read is left out."""
        if isinstance(node, Scalar):
            yield self, node


@dataclass(frozen=True, slots=True)
class TextType(Type):
    """One scalar through a reader of ``values``; *suggest* knows the right form of a wrong one."""

    read: Callable[[str], Any]
    suggest: Callable[[str], str] | None = None

    def decode(self, node: Node, reading: Reading) -> Any:
        text = _scalar(node, self, reading)
        if text is None:
            return None
        value = self.read(text)
        if value is None:
            reading.found.append(_wrong_value(text, node.place, self.name, self.read, self.suggest))
        elif isinstance(value, str):
            reading.found += _mixed(value, node.place)
        return value


def _wrong_value(
    text: str, place: Place, name: str, read: Callable[[str], Any],
    suggest: Callable[[str], str] | None,
) -> Diagnostic:  # fmt: skip
    twin = with_latin_letters(text)
    if twin != text and read(twin) is not None:
        return problem(place, "value.lookalike", found=text, suggestion=twin)
    suggestion = suggest(text) if suggest else ""
    return problem(place, "field.value", found=text, expected=name, suggestion=suggestion)


def _mixed(text: str, place: Place) -> Iterator[Diagnostic]:
    """Words of two scripts in a value that is not read as Serbian."""
    for offset, word, reading in mixed_words(text):
        at = _within(place, text, offset, len(word))
        yield warning(at, "script.homoglyph", found=word, reading=reading)


def _within(place: Place, text: str, offset: int, length: int) -> Place:
    """The place of a stretch of the value *text* that stands at *place*; the value where that
    cannot be told from it."""
    quotation_marks = place.length - len(text)
    if quotation_marks not in (0, 2):
        return place
    start = place.column + quotation_marks // 2 + offset
    return Place(place.path, place.line, start, length)


@dataclass(frozen=True, slots=True)
class ProseType(Type):
    """Text for readers: a scalar in either script, ``{text, lang}`` or ``{cyrl, latn}``."""

    limit: int = 400  # characters

    def decode(self, node: Node, reading: Reading) -> Prose | None:
        if isinstance(node, Mapping):
            return self._marked(node, reading)
        text = _scalar(node, self, reading)
        if text is None:
            return None
        if self._is_too_long(text, node.place, reading):
            return Prose((text[: self.limit],))
        if isinstance(node, Scalar):
            reading.keep(node, reading.lang)
        return read_prose(text, node.place, reading)

    def _is_too_long(self, text: str, place: Place, reading: Reading) -> bool:
        if len(text) <= self.limit:
            return False
        reading.found.append(
            problem(place, "field.too_long", found=str(len(text)), expected=str(self.limit))
        )
        return True

    def _marked(self, node: Mapping, reading: Reading) -> Prose | None:
        keys = {entry.key.text for entry in node.entries}
        texts = {
            entry.key.text: _tidy(entry.value.text) for entry in node.entries
            if isinstance(entry.value, Scalar)
        }  # fmt: skip
        known = keys in ({"text", "lang"}, {"cyrl", "latn"})
        if not known or len(texts) != 2 or not all(texts.values()):
            found = ", ".join(sorted(keys))
            reading.found.append(problem(node.place, "field.marked_text", found=found))
            return None
        for text in texts.values():
            if self._is_too_long(text, node.place, reading):
                return None
        for entry in node.entries:
            if isinstance(entry.value, Scalar) and entry.key.text != "lang":
                reading.found += _mixed(entry.value.text, entry.value.place)
                if entry.key.text != "text":
                    reading.keep(entry.value)
        if "cyrl" in texts:
            return Prose((Pair(texts["cyrl"], texts["latn"]),))
        lang = language.decode(node.get("lang") or node, reading)
        return Prose((Kept(texts["text"], lang),)) if lang else None


@dataclass(frozen=True, slots=True)
class MarkdownType(Type):
    """A passage of Markdown inside a field."""

    def decode(self, node: Node, reading: Reading) -> markup.Fragment | None:
        text = _scalar(node, self, reading)
        if text is None or not isinstance(node, Scalar):
            return None
        reading.keep(node, reading.lang)
        start = node.place.line + (1 if node.indent else 0)
        checked = markup.parse(text, reading.path, start, reading.glossary, indent=node.indent)
        reading.found += checked.diagnostics
        # Headings of a field are no anchors: the body of the record has those.
        return checked.value.without_anchors() if checked.value else None


@dataclass(frozen=True, slots=True)
class Choice(Type):
    """One word of a closed list."""

    values: tuple[str, ...]

    def decode(self, node: Node, reading: Reading) -> str | None:
        text = _scalar(node, self, reading)
        if text is None or text in self.values:
            return text
        twin = with_latin_letters(text)
        if twin != text and twin in self.values:
            reading.found.append(
                problem(node.place, "value.lookalike", found=text, suggestion=twin)
            )
            return None
        reading.found.append(
            problem(
                node.place, "field.choice", found=text, expected=", ".join(self.values),
                suggestion=akin_to(text, self.values)
                or reading.nearest(text, self.values)
                or choice_for(text, self.values),
            )
        )  # fmt: skip
        return None


_RELATION_KEYS = ("ref", "text", "unnamed", "certainty", "source", "from", "to", "note")


@dataclass(frozen=True, slots=True)
class ReferenceType(Type):
    """A record by its slug, or by ``folder/slug`` where several kinds are possible.

    Long form: ``{ref, certainty, source, from, to, note}``; people whom no source names:
    ``{text, unnamed: true}``.
    """

    folders: tuple[str, ...]
    unnamed: bool = False

    def decode(self, node: Node, reading: Reading) -> Relation | None:
        if not isinstance(node, Mapping):
            ref = self._ref(node, reading)
            return to_record(ref.folder, ref.slug) if ref else None
        _known_keys(node, _RELATION_KEYS, reading)
        target, text = node.get("ref"), node.get("text")
        if (target is None) == (text is None) or (text is not None and not self.unnamed):
            reading.found.append(problem(node.place, "reference.form"))
            return None
        ref = self._ref(target, reading) if target is not None else None
        _optional(flag, node.get("unnamed"), reading)
        if target is not None and ref is None:
            return None
        return Relation(
            ref,
            certainty=_optional(certainty, node.get("certainty"), reading) or "stated",
            source=_target(_optional(references("izvori"), node.get("source"), reading)),
            since=_optional(date, node.get("from"), reading),
            until=_optional(date, node.get("to"), reading),
            text=_optional(prose(200), text, reading),
            note=_optional(prose(400), node.get("note"), reading),
        )

    def _ref(self, node: Node, reading: Reading) -> Ref | None:
        text = _scalar(node, self, reading)
        if text is None:
            return None
        folder, _, slug = text.rpartition("/")
        if not folder and len(self.folders) == 1:
            folder = self.folders[0]
        if not is_slug(slug) or (not folder and len(self.folders) != 1):
            reading.found.append(self._not_a_slug(text, node.place))
            return None
        if folder not in self.folders:
            near = reading.nearest(folder, self.folders)
            reading.found.append(
                problem(
                    node.place, "reference.kind", found=text, expected=", ".join(self.folders),
                    suggestion=f"{near}/{slug}" if near else "",
                )
            )  # fmt: skip
            return None
        ref = Ref(folder, slug)
        reading.references.append(Reference(ref, node.place))
        return ref

    def _not_a_slug(self, text: str, place: Place) -> Diagnostic:
        twin = with_latin_letters(text)
        if twin != text and is_slug(twin.rpartition("/")[2]):
            return problem(place, "value.lookalike", found=text, suggestion=twin)
        folder, _, slug = text.rpartition("/")
        near = slug_for(slug.removesuffix(".md"))
        if len(self.folders) > 1:
            near = f"{folder}/{near}" if near and folder in self.folders else ""
        return problem(
            place, "reference.form_slug", found=text, suggestion=near,
            expected=", ".join(f"{name}/…" for name in self.folders),
        )  # fmt: skip

    def relations(self, value: Any) -> Iterator[tuple[str, Relation]]:
        if isinstance(value, Relation):
            yield "", value

    def can_relate(self) -> bool:
        return True

    def leaves(self, node: Node) -> Iterator[tuple[Type, Scalar]]:
        if isinstance(node, Mapping):
            for key, type_ in (("text", prose(200)), ("note", prose(400)), ("from", date), ("to", date)):
                value = node.get(key)
                if value is not None:
                    yield from type_.leaves(value)


@dataclass(frozen=True, slots=True)
class Many(Type):
    """A list of values of one type; the value is a tuple."""

    item: Type

    def decode(self, node: Node, reading: Reading) -> tuple[Any, ...] | None:
        if isinstance(node, Scalar) and not node.text:
            reading.found.append(problem(node.place, "field.empty"))
            return None
        if not isinstance(node, Sequence):
            found = node.text if isinstance(node, Scalar) else ""
            bullet = bullet_in(found)
            if bullet:
                first = Place(node.place.path, node.place.line, node.place.column, 1)
                reading.found.append(
                    problem(first, "yaml.bullet", found=found[0], suggestion=bullet)
                )
            else:
                reading.found.append(
                    problem(node.place, "field.list", found=found, suggestion=_list_meant(self.item, found))
                )
            return None
        values = [self.item.decode(item, reading) for item in node.items]
        reading.lost += [item.place for item, value in zip(node.items, values, strict=True) if value is None]
        return tuple(value for value in values if value is not None)

    def relations(self, value: Any) -> Iterator[tuple[str, Relation]]:
        for item in value:
            yield from self.item.relations(item)

    def can_relate(self) -> bool:
        return self.item.can_relate()

    def leaves(self, node: Node) -> Iterator[tuple[Type, Scalar]]:
        for item in node.items if isinstance(node, Sequence) else ():
            yield from self.item.leaves(item)


@runtime_checkable
class HasRole(Protocol):
    """A shape whose relation is told apart by a role: ``roles.funder``."""

    @property
    def role(self) -> str: ...

    @property
    def relation(self) -> Relation: ...


@dataclass(frozen=True, slots=True)
class Shape(Type):
    """A mapping that becomes a declared dataclass of its own; ``short`` names the field that a
    bare scalar stands for."""

    cls: type[Any]
    short: str = ""

    def decode(self, node: Node, reading: Reading) -> Any:
        if isinstance(node, Scalar) and self.short and node.text:
            entry = declarations(self.cls)[self.short]
            value = entry.type.decode(node, reading)
            return None if value is None else self.cls(**{self.short: value})
        if not isinstance(node, Mapping):
            meant = _group_meant(self.cls, node)
            reading.found.append(problem(node.place, "field.mapping", expected=self.name, suggestion=meant))
            return None
        outer, reading.lang = reading.lang, _foreign_language(node) or reading.lang
        values = _decode_fields(node, self.cls, reading)
        reading.lang = outer
        return None if values is None else self.cls(**values)

    def leaves(self, node: Node) -> Iterator[tuple[Type, Scalar]]:
        if isinstance(node, Scalar) and self.short:
            yield from declarations(self.cls)[self.short].type.leaves(node)
        elif isinstance(node, Mapping):
            is_foreign = bool(_foreign_language(node))
            for type_, leaf in leaves_of(node, self.cls):
                if not (is_foreign and isinstance(type_, ProseType)):
                    yield type_, leaf

    def relations(self, value: Any) -> Iterator[tuple[str, Relation]]:
        told = value.relation if _has_role(self.cls) else None
        if told is not None:
            yield value.role, told
        for name, type_ in _relating(self.cls):
            held = getattr(value, name)
            if held is not None:
                for inner, relation in type_.relations(held):
                    if told is None or relation.ref != told.ref:
                        yield inner, relation

    def can_relate(self) -> bool:
        return _has_role(self.cls) or bool(_relating(self.cls))


@dataclass(frozen=True, slots=True)
class Declared:
    """What a kind says of one field."""

    type: Type
    need: str  # "required", "wanted" (its absence is worth a warning) or "optional"


def required(type_: Type) -> Any:
    """A field without which a record is no record."""
    return field(metadata={"declared": Declared(type_, "required")})


def wanted(type_: Type) -> Any:
    """A field whose absence is worth a warning."""
    return field(default=_default(type_), metadata={"declared": Declared(type_, "wanted")})


def optional(type_: Type) -> Any:
    """A field that many records do without."""
    return field(default=_default(type_), metadata={"declared": Declared(type_, "optional")})


def _default(type_: Type) -> Any:
    return () if isinstance(type_, Many) else None


def declarations(cls: type[Any]) -> dict[str, Declared]:
    """Front-matter fields of a declared dataclass, in their order. A trailing underscore
    (``from_``) only keeps clear of Python's words."""
    return _declarations(cls)  # type: ignore[arg-type]  # mypy takes the class for an instance


@cache
def _declarations(cls: type[Any]) -> dict[str, Declared]:
    return {
        item.name: item.metadata["declared"]
        for item in dataclasses.fields(cls)
        if "declared" in item.metadata
    }


def leaves_of(node: Mapping, cls: type[Any]) -> Iterator[tuple[Type, Scalar]]:
    """The scalars of a mapping that is read as *cls*, with the type that reads each of them."""
    for name, declared in declarations(cls).items():
        value = node.get(key_of(name))
        if value is not None:
            yield from declared.type.leaves(value)


def _relating(cls: type[Any]) -> tuple[tuple[str, Type], ...]:
    """The fields of *cls* that can hold a relation, with their types."""
    return _relating_fields(cls)  # type: ignore[arg-type]  # as in declarations


@cache
def _relating_fields(cls: type[Any]) -> tuple[tuple[str, Type], ...]:
    return tuple(
        (name, declared.type) for name, declared in declarations(cls).items()
        if declared.type.can_relate()
    )  # fmt: skip


def _has_role(cls: type[Any]) -> bool:
    """Whether *cls* is a ``HasRole``; asking an instance takes ten times as long."""
    return hasattr(cls, "role") and hasattr(cls, "relation")


def key_of(name: str) -> str:
    """The front-matter key of the dataclass field *name*."""
    return name.removesuffix("_")


def relations_of(entity: Any) -> Iterator[tuple[str, Relation]]:
    """Every relation that *entity* writes: ``("provider", …)``, ``("roles.funder", …)``."""
    for name, type_ in _relating(type(entity)):
        value = getattr(entity, name)
        if value is not None:
            for word, relation in type_.relations(value):
                yield (f"{key_of(name)}.{word}" if word else key_of(name)), relation


# --- decoding --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a file alone does not say: the words of the site and whose phone numbers it lists."""

    glossary: Glossary
    country: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """What came of one record. It exists for references even when ``entity`` is None."""

    ref: Ref
    place: Place
    entity: Any
    references: tuple[Reference, ...]
    diagnostics: tuple[Diagnostic, ...]
    # Where values stand: "serves", "serves/banja-luka", "phones.0.number".
    places: Readonly[str, Place] = field(default_factory=lambda: MappingProxyType({}))
    source: SourceFile | None = None  # the file that is this record and nothing else; of a row None
    header: str = ""  # a digest of all of it that stands before the body
    body: markup.Fragment | None = None  # its text, where there is no entity that has it
    lost: tuple[Place, ...] = ()  # items of lists that are written and that the entity does not have

    @property
    def text(self) -> str:
        """The whole file, as its author typed it; empty for rows of tables."""
        return self.source.text if self.source else ""

    def place_of(self, key: str) -> Place:
        """Where the field *key* stands; the record itself if it is not written."""
        return self.places.get(key, self.place)

    def place_inside(self, *keys: str | int) -> Place:
        """Where ``phones``, 0, ``number`` stands, or the nearest of what it lies in. Items are counted as
        the entity has them."""
        place, path = self.place, ""
        for key in keys:
            path += f".{self._written(path, key) if isinstance(key, int) else key}"
            place = self.places.get(path[1:], place)
        return place

    def _written(self, path: str, number: int) -> int:
        """The place, among all that is written in the list at *path*, of its item *number*."""
        if not self.lost:
            return number
        written = takewhile(lambda n: f"{path[1:]}.{n}" in self.places, count())
        held = (n for n in written if self.places[f"{path[1:]}.{n}"] not in self.lost)
        return next(islice(held, number, None), number)

    def place_of_item(self, key: str, text: str) -> Place:
        """Where the item *text* of the list *key* stands; the list if it is written otherwise."""
        return self.places.get(f"{key}/{text}", self.place_of(key))


def decode(document: Document, cls: type[Any], ref: Ref, reading: Reading) -> Decoded:
    """A Markdown record as an entity of *cls*; all independent mistakes are reported at once."""
    path = document.source.path
    body = markup.parse(document.body, path, document.body_line, reading.glossary)
    if body.value is not None:
        reading.passages.append(Passage("body", document.body, Place(path, document.body_line)))
    reading.found += body.diagnostics
    entity = None
    if document.header is not None:
        values = _decode_fields(document.header, cls, reading)
        if values is not None:
            entity = cls(ref=ref, path=path, body=body.value or markup.Fragment(), **values)
    return Decoded(
        ref, Place(path, 1, 1, 3), entity, tuple(reading.references), _told_once(reading.found),
        Places(document.source), document.source, _digest_of_header(document),
        body.value if entity is None else None, tuple(reading.lost),
    )  # fmt: skip


def _digest_of_header(document: Document) -> str:
    header = document.source.text[: document.body_start]
    return hashlib.blake2b(header.encode(), digest_size=16).hexdigest() if header else ""


_DOUBTS = ("script.acronym", "script.digraph", "script.foreign")


def _told_once(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """*found* without doubts about a word that was told of before: one line of the glossary settles all."""
    first: dict[tuple[str, str], Diagnostic] = {}
    for one in sorted(found, key=attrgetter("place")):
        first.setdefault((one.code, one.fact("found")), one)
    return tuple(
        one for one in found if one.code not in _DOUBTS or one is first[one.code, one.fact("found")]
    )


def decode_row(node: Node, cls: type[Any], folder: str, reading: Reading) -> Decoded | None:
    """One row of a table as an entity of *cls*; None when it does not even have an ``id``."""
    if not isinstance(node, Mapping):
        reading.found.append(problem(node.place, "field.mapping", expected="row", suggestion=""))
        return None
    identity = node.get("id")
    if not isinstance(identity, Scalar) or not is_slug(identity.text):
        place = identity.place if identity is not None else node.place
        found = identity.text if isinstance(identity, Scalar) else ""
        reading.found.append(problem(place, "row.id", found=found))
        return None
    ref = Ref(folder, identity.text)
    values = _decode_fields(node, cls, reading)
    entity = None if values is None else cls(ref=ref, path=reading.path, **values)
    return Decoded(
        ref, identity.place, entity, tuple(reading.references), tuple(reading.found), places_of(node),
        lost=tuple(reading.lost),
    )


class Places(Readonly[str, Place]):
    """Where the fields of a Markdown record stand; its header is read again when somebody asks."""

    __slots__ = ("_found", "source")

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self._found: Readonly[str, Place] | None = None

    def _places(self) -> Readonly[str, Place]:
        if self._found is None:
            document = frontmatter.parse(self.source.whole()).value
            self._found = places_of(document.header if document else None)
        return self._found

    def __getitem__(self, key: str) -> Place:
        return self._places()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places())

    def __len__(self) -> int:
        return len(self._places())


def places_of(node: Node | None) -> Readonly[str, Place]:
    """Where each key of a mapping has its value, under ``key/text`` each item of a list, and under
    ``key.0.inner`` what lies deeper."""
    places: dict[str, Place] = {}
    if isinstance(node, Mapping):
        _add_places(node, "", places)
    return MappingProxyType(places)


def _add_places(node: Mapping, path: str, places: dict[str, Place]) -> None:
    for entry in node.entries:
        key, value = path + entry.key.text, entry.value
        places[key] = value.place
        if isinstance(value, Mapping):
            _add_places(value, f"{key}.", places)
        elif isinstance(value, Sequence):
            for number, item in enumerate(value.items):
                places[f"{key}.{number}"] = item.place
                if isinstance(item, Scalar):
                    places[f"{key}/{item.text}"] = item.place
                elif isinstance(item, Mapping):
                    _add_places(item, f"{key}.{number}.", places)


def decode_settings(node: Node, cls: type[E], reading: Reading) -> E | None:
    """A settings file as *cls*; None when a required setting is missing or broken."""
    if not isinstance(node, Mapping):
        reading.found.append(problem(node.place, "field.mapping", expected="settings", suggestion=""))
        return None
    values = _decode_fields(node, cls, reading)
    return None if values is None else cls(**values)


def _decode_fields(node: Mapping, cls: type[Any], reading: Reading) -> dict[str, Any] | None:
    declared = _declared_keys(cls)  # type: ignore[arg-type]  # as in declarations
    nodes = {entry.key.text: entry.value for entry in node.entries}
    misspelled = _known_keys(node, declared, reading)
    values: dict[str, Any] = {}
    complete = True
    outer = reading.key
    for key, (name, what) in declared.items():
        given = nodes.get(key)
        if given is None:
            if what.need == "optional":
                continue
            if what.need == "required":
                complete = False
            if key in misspelled or key in node.lost or "*" in node.lost:
                continue  # it is there, but wrongly written, which is reported
            if what.need == "required":
                reading.found.append(problem(node.place, "field.missing", field=key))
            elif what.need == "wanted" and not _is_named_unknown(node, key):
                reading.found.append(warning(node.place, "field.wanted", field=key))
            continue
        reading.key = f"{outer}.{key}" if outer else key
        value = what.type.decode(given, reading)
        reading.key = outer
        if value is not None:
            values[name] = value
        elif what.need == "required":
            complete = False
    return values if complete else None


@cache
def _declared_keys(cls: type[Any]) -> dict[str, tuple[str, Declared]]:
    """By front-matter key: the dataclass field, and what the kind says of it."""
    return {key_of(name): (name, what) for name, what in declarations(cls).items()}


def _is_named_unknown(node: Mapping, key: str) -> bool:
    if "unknown" in node.lost:
        return True
    unknown = node.get("unknown")
    return isinstance(unknown, Sequence) and any(
        isinstance(item, Scalar) and item.text == key for item in unknown.items
    )


def _known_keys(node: Mapping, keys: Collection[str], reading: Reading) -> set[str]:
    """Reports keys that are not among the known *keys*; returns those that they were meant to be."""
    meant: set[str] = set()
    for entry in node.entries:
        key = entry.key
        if key.text not in keys:
            known = tuple(keys)
            twin = with_latin_letters(key.text)
            if twin != key.text and twin in known:
                reading.found.append(
                    problem(key.place, "field.lookalike", found=key.text, suggestion=twin)
                )
                meant.add(twin)
                continue
            bare = with_plain_blanks(key.text)
            if bare != key.text and bare in known:
                reading.found.append(problem(key.place, "yaml.blank"))
                meant.add(bare)
                continue
            name, _, rest = key.text.partition(":")
            if name in known and rest:  # as in {number:"051/000-000"}
                mended = f"{name}: {rest}"
                reading.found.append(problem(key.place, "yaml.no_space", suggestion=mended))
                meant.add(name)
                continue
            near = reading.nearest(key.text, known) or field_for(key.text, known)
            meant.add(near)
            reading.found.append(
                problem(
                    key.place, "field.unknown", found=key.text, suggestion=near,
                    expected=", ".join(known),
                )
            )  # fmt: skip
    return meant


def read_prose(text: str, place: Place, reading: Reading) -> Prose:
    """*text* as canonical Prose, its doubts reported under the words themselves."""
    tidy = _tidy(text)
    if reading.lang:
        return Prose((Kept(tidy, reading.lang),))
    conversion = canonical(tidy, reading.glossary)
    opening = 1 if place.length == len(text) + 2 else 0
    for doubt in conversion.doubts:
        at = place
        if place.length >= len(tidy):
            at = Place(
                place.path, place.line, place.column + opening + doubt.start,
                doubt.end - doubt.start,
            )  # fmt: skip
        reading.found.append(
            warning(at, f"script.{doubt.kind}", found=doubt.word, reading=doubt.reading)
        )
    return conversion.prose


# Languages that are read in both scripts as Serbian is.
_SHARED = ("sr", "bs", "hr", "cnr", "sh")


def _foreign_language(node: Mapping) -> str:
    """The language that a mapping gives its texts with ``lang``; empty where they convert."""
    lang = node.get("lang")
    if not isinstance(lang, Scalar) or lang.text.split("-")[0] in _SHARED:
        return ""
    return lang.text


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _scalar(node: Node, type_: Type, reading: Reading) -> str | None:
    if not isinstance(node, Scalar):
        reading.found.append(problem(node.place, "field.scalar", expected=type_.name))
        return None
    text = node.text.strip()
    if not text:
        reading.found.append(problem(node.place, "field.empty"))
        return None
    if not isinstance(type_, (ProseType, MarkdownType)):
        bare = without_printed_quotes(node.text)
        if bare:
            reading.found.append(
                problem(node.place, "value.quotes", found=text, suggestion=bare)
            )
            return None
    return unicodedata.normalize("NFC", text)


def _list_meant(item: Type, found: str) -> str:
    """How a list is written in place of one value; nothing where its items cannot be told from it."""
    if isinstance(item, Shape) and not item.short:
        return f"[{_skeleton(item.cls)}]"
    meant = list_for(found.strip("[]"))
    return "" if isinstance(item, ReferenceType) and '"' in meant else meant


def _group_meant(cls: type[Any], node: Node) -> str:
    """How a group of *cls* is written in place of *node*: both ends of a span of days, else its fields."""
    first = declarations(cls).get("from_")
    written = node.text if isinstance(node, Scalar) and first and first.type is date else ""
    return span_for(written) or _skeleton(cls)


def _skeleton(cls: type[Any]) -> str:
    """The fields that a group of *cls* has to have, or its first ones, as they are written."""
    declared = declarations(cls)
    names = [name for name, what in declared.items() if what.need == "required"]
    shown = names if len(names) > 1 else [*declared][:3]
    return "{" + ", ".join(f"{name.rstrip('_')}: …" for name in shown) + "}"


def _optional(type_: Type, node: Node | None, reading: Reading) -> Any:
    return None if node is None else type_.decode(node, reading)


def _target(relation: Relation | None) -> Ref | None:
    return relation.ref if relation else None


# --- the types -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _PhoneType(Type):
    """A telephone number of the site's country; a prefix makes it of any country."""

    def decode(self, node: Node, reading: Reading) -> Phone | None:
        text = _scalar(node, self, reading)
        if text is None:
            return None
        phone = read_phone(text, reading.country)
        if isinstance(phone, Phone):
            return phone
        reading.found.append(_wrong_phone(text, phone, node.place, reading.country))
        return None


def _wrong_phone(text: str, fault: str, place: Place, country: str) -> Diagnostic:
    digits = count_digits(text, country) if fault == "length" else None
    suggestion = phone_for(text, country)
    if digits:
        return problem(
            place, "phone.length", found=text, area=digits.area, count=str(digits.found),
            expected="–".join(map(str, digits.needed)), suggestion=suggestion,
        )  # fmt: skip
    if fault == "length":
        return problem(place, "phone.size", found=text, suggestion=suggestion)
    return problem(place, f"phone.{fault}", found=text, suggestion=suggestion)


@dataclass(frozen=True, slots=True)
class _EmailType(Type):
    """An e-mail address; a label glued to it is named, with the address that was meant."""

    def decode(self, node: Node, reading: Reading) -> str | None:
        text = _scalar(node, self, reading)
        if text is None:
            return None
        meant = without_glued_label(text)
        if meant:
            reading.found.append(problem(node.place, "email.label", found=text, suggestion=meant))
            return None
        if read_email(text) is None:
            reading.found.append(_wrong_value(text, node.place, self.name, read_email, email_for))
            return None
        likely = without_likely_label(text)
        if likely:
            reading.found.append(warning(node.place, "email.label", found=text, suggestion=likely))
        return text


@dataclass(frozen=True, slots=True)
class _WebType(Type):
    """A web address with its scheme."""

    read: Callable[[str], str | None] = read_url

    def decode(self, node: Node, reading: Reading) -> str | None:
        text = _scalar(node, self, reading)
        if text is None:
            return None
        if self.read(text):
            if text.startswith("http://") and reading.key.startswith(("websites", "social")):
                reading.found.append(notice(node.place, "url.http", found=text))
            return text
        if "://" not in text and self.read(f"https://{text}"):
            reading.found.append(
                problem(node.place, "url.scheme", found=text, suggestion=f"https://{text}")
            )
        else:
            reading.found.append(_wrong_value(text, node.place, self.name, self.read, url_for))
        return None


@dataclass(frozen=True, slots=True)
class _DateType(Type):
    """A date as precise as it is known; *other* is a word that may stand instead of one."""

    other: str = ""

    def decode(self, node: Node, reading: Reading) -> PartialDate | str | None:
        text = _scalar(node, self, reading)
        if text is None or (self.other and text == self.other):
            return text
        day = read_date(text)
        if day is not None:
            return day
        if date_steps(text) is not None:
            reading.found.append(problem(node.place, "date.impossible", found=text))
        else:
            suggestion = date_for(text)
            if self.other and not suggestion:
                suggestion = reading.nearest(text, (self.other,))
            reading.found.append(
                problem(
                    node.place, "field.value", found=text, expected=self.name,
                    suggestion=suggestion,
                )
            )  # fmt: skip
        return None


@dataclass(frozen=True, slots=True)
class _AmountType(Type):
    """A whole amount of money; separators and a currency are read and reported."""

    def decode(self, node: Node, reading: Reading) -> int | None:
        text = _scalar(node, self, reading)
        if text is None:
            return None
        plain = read_number(text)
        if plain is not None:
            return plain
        amount = read_amount(text)
        if amount is None:
            code = "money.ambiguous" if re.search(r"\d[.,]\d", text) else "field.value"
            reading.found.append(problem(node.place, code, found=text, expected=self.name))
            return None
        suggestion = str(amount.value) + (f", currency: {amount.currency}" if amount.currency else "")
        reading.found.append(
            warning(node.place, "money.form", found=text, suggestion=suggestion)
        )
        return amount.value


def _read_language(text: str) -> str | None:
    return text if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text, re.ASCII) else None


def _read_code(text: str) -> str | None:
    return text if len(text) <= 200 and text.isprintable() else None


def _read_uuid(text: str) -> str | None:
    pattern = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return text if re.fullmatch(pattern, text, re.ASCII) else None


def prose(limit: int = 400) -> ProseType:
    """Text for readers of at most *limit* characters."""
    return ProseType("prose", limit)


def many(item: Type) -> Many:
    """A list of *item*."""
    return Many("many", item)


def one_of(*values: str) -> Choice:
    """A word of a closed list."""
    return Choice("choice", values)


def references(*folders: str) -> ReferenceType:
    """A record of one of *folders*."""
    return ReferenceType("reference", folders)


def parties(*folders: str) -> ReferenceType:
    """A record of one of *folders*, or people whom no source names."""
    return ReferenceType("reference", folders, unnamed=True)


def shape(cls: type[Any], short: str = "") -> Shape:
    """A mapping declared as *cls*; a bare scalar stands for its field *short*."""
    return Shape("mapping", cls, short)


markdown_text = MarkdownType("markdown")
date = _DateType("date")
date_or_unknown = _DateType("date_or_unknown", "unknown")
number = TextType("number", read_number, number_for)
amount = _AmountType("number")
decimal = TextType("decimal", read_decimal, decimal_for)
flag = TextType("true", read_true, flag_for)
time = TextType("time", read_time, time_for)
weekdays = TextType("weekdays", read_weekdays, weekdays_for)
language = TextType("language", _read_language, language_for)
code = TextType("code", _read_code)
uuid = TextType("uuid", _read_uuid, uuid_for)
slug_text = TextType("slug", lambda text: text if is_slug(text) else None, slug_for)
phone = _PhoneType("phone")
email = _EmailType("email")
web_address = _WebType("web_address")
base_address = _WebType("base_address", read_base_url)
edit_address = _WebType("edit_address", read_edit_url)
certainty = Choice("choice", CERTAINTIES)
