"""Values of the model as bytes and back, for the memory of a build.

Knows frozen dataclasses, named tuples, enumerations, tuples, read-only mappings and plain values; a class is
packed by its place among those that are known, so nothing foreign can come out. The text of a record
is packed apart, and read when somebody asks for it.
"""

from __future__ import annotations

import dataclasses
import enum
import marshal
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from operator import attrgetter
from types import MappingProxyType, ModuleType
from typing import Any

from sitegen import artifacts, config, diagnostics, markup, schema, values
from sitegen.checks import reading, site
from sitegen.diagnostics import Checked, Diagnostic, Place, has_errors
from sitegen.directory import digest_of
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
from sitegen.markup import Fragment, Link, Packed, Token, spelled_token, token_spelled
from sitegen.schema import Decoded, Places, Reference
from sitegen.scripts import spans
from sitegen.scripts.spans import Prose
from sitegen.source import SourceFile
from sitegen.values import Ref, Relation, to_record

_ROOMS: tuple[ModuleType, ...] = (
    diagnostics, spans, markup, values, schema, common, document, event, organization, page,
    project, service, tables, config, reading, site, artifacts,
)  # fmt: skip


def pack(value: object) -> bytes:
    """*value* as bytes; TypeError for what is not known."""
    return marshal.dumps(_plain(value))


def unpack(body: bytes) -> Any:
    """The value that ``pack`` made *body* of."""
    return _value(marshal.loads(body))  # noqa: S302 - the memory has compared its checksum


class Held:
    """The one record of a Markdown file in which no error was found; decoded when it is asked for."""

    __slots__ = ("asks", "decoded", "diagnostics", "header", "place", "ref", "source")

    def __init__(
        self, ref: Ref, place: Place, header: str, asks: str, source: SourceFile,
        diagnostics: tuple[Diagnostic, ...], decoded: Callable[[], Decoded],
    ) -> None:  # fmt: skip
        self.ref, self.place, self.header = ref, place, header
        self.asks = asks  # a digest of what its text asks of other records, and they of it
        self.source = source
        self.diagnostics = diagnostics  # all that was found in the file
        self.decoded = decoded  # gives all of it but those

    @property
    def text(self) -> str:
        """The whole file, as its author typed it."""
        return self.source.text

    def entity(self) -> Any:
        """The record itself."""
        return self.decoded().entity


Read = Checked[tuple[Decoded, ...]] | Held


def held(result: Read) -> Read:
    """What was read of a file as ``Held``, where it can be."""
    if isinstance(result, Held) or len(result.value or ()) != 1:
        return result
    [one] = result.value or ()
    if not one.header or one.source is None or not isinstance(one.entity, common.Record):
        return result
    found = (*result.diagnostics, *one.diagnostics)
    if has_errors(found):
        return result
    body = one.entity.body
    asks = digest_of(repr(([link.target for link in body.links], body.anchors)))
    bare = dataclasses.replace(one, diagnostics=()) if one.diagnostics else one
    return Held(one.ref, one.place, one.header, asks, one.source, found, lambda: bare)


def pack_file(result: Read) -> bytes:
    """What was read of one file as bytes: the gist of a record in which no error was found, all that was
    read but the text of a record, and that text."""
    one = held(result)
    if isinstance(one, Held):
        apart, text = _parted(Checked((one.decoded(),)))
        found = pack(one.diagnostics) if one.diagnostics else None
        return marshal.dumps(((*one.ref, one.header, one.asks, found), pack(apart), text))
    apart, text = _parted(one)
    return marshal.dumps((None, pack(apart), text))


def unpack_file(read: Callable[[], bytes], source: SourceFile) -> Read:
    """What ``pack_file`` made of *source*, or the same file as it is read now; *read* gives those bytes,
    now and whenever a part is asked for."""
    gist, inside, _ = marshal.loads(read())  # noqa: S302 - the memory has compared its checksum
    if gist is None:
        return _joined(unpack(inside), read, source)
    folder, slug, header, asks, found = gist

    def decoded() -> Decoded:
        again = unpack(marshal.loads(read())[1])  # noqa: S302 - as above
        [one] = _joined(again, read, source).value or ()
        return one

    told = unpack(found) if found else ()
    return Held(Ref(folder, slug), Place(source.path, 1, 1, 3), header, asks, source, told, decoded)


def _parted(read: Checked[tuple[Decoded, ...]]) -> tuple[Checked[tuple[Decoded, ...]], bytes]:
    """What was *read* of a Markdown file without the text of its record, and that."""
    one = read.value[0] if read.value and len(read.value) == 1 else None
    if one is None or one.source is None or not isinstance(one.entity, common.Record):
        return read, b""
    body = one.entity.body
    bare = dataclasses.replace(one.entity, body=body.elsewhere())
    return Checked((dataclasses.replace(one, entity=bare),), read.diagnostics), _packed_text(body)


def _joined(
    read: Checked[tuple[Decoded, ...]], fetch: Callable[[], bytes], source: SourceFile
) -> Checked[tuple[Decoded, ...]]:
    """What ``_parted`` left of what was *read*, with the file that it came from and a way to the text."""
    if read.value is None:
        return read
    return Checked(tuple([_with_source(one, fetch, source) for one in read.value]), read.diagnostics)


def _with_source(one: Decoded, fetch: Callable[[], bytes], source: SourceFile) -> Decoded:
    if one.places is not _ELSEWHERE:
        return one
    body = getattr(one.entity, "body", None)
    if isinstance(body, Fragment) and isinstance(body.held, Packed) and body.held.is_elsewhere:
        body.held.lies(lambda: _text(marshal.loads(fetch())[2]))  # noqa: S302 - as above
    places = Places(source)
    return Decoded(
        one.ref, one.place, one.entity, one.references, one.diagnostics, places, source, one.header, one.body,
        one.lost,
    )  # fmt: skip


# A plain form: None, text, numbers and bytes as they are; a list stands for a tuple; a tuple for
# an instance, its first item being the number of its class; a dict for a mapping.
_AS_IT_IS = frozenset({type(None), str, int, float, bool, bytes})
# Short words of ASCII are names that many records have: marked so that who unpacks them holds each once.
_BARE, _SHORT = _AS_IT_IS - {str}, 40
_new: Any = tuple.__new__  # takes half the time of a call of the class
_ELSEWHERE: Mapping[str, Any] = MappingProxyType({})  # stands for places in a file


@cache
def _classes() -> tuple[type, ...]:
    return tuple(
        held
        for room in _ROOMS
        for _, held in sorted(vars(room).items())
        if isinstance(held, type)
        and held.__module__ == room.__name__
        and (issubclass(held, tuple | enum.Enum) or hasattr(held, "__dataclass_fields__"))
    )


def _names(held: type) -> tuple[str, ...]:
    if dataclasses.is_dataclass(held):
        return tuple(item.name for item in dataclasses.fields(held))
    return getattr(held, "_fields", ("value",))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return sys.intern(value) if len(value) <= _SHORT and value.isascii() else value
    if kind in _AS_IT_IS:
        return value
    if kind is tuple:
        return [item if type(item) in _BARE else _plain(item) for item in value]
    packer = _packers().get(kind)
    if packer is not None:
        return packer(value)
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    raise TypeError(kind)


@cache
def _packers() -> dict[type, Callable[[Any], Any]]:
    special: dict[type, Callable[[int, Any], Any]] = {
        Fragment: _packed_fragment, Decoded: _packed_decoded, Prose: _packed_prose,
        Relation: _packed_relation,
    }  # fmt: skip
    return {
        held: partial(special[held], number) if held in special else _packer(held, number)
        for number, held in enumerate(_classes())
    }


def _packer(held: type, number: int) -> Callable[[Any], Any]:
    names = _names(held)
    if len(names) < 2:
        return lambda value: (number, *[_plain(getattr(value, name)) for name in names])
    fields = attrgetter(*names)
    return lambda value: (
        number, *[item if type(item) in _BARE else _plain(item) for item in fields(value)]
    )  # fmt: skip


def _value(plain: Any) -> Any:
    kind = type(plain)
    if kind is tuple:
        return _makers()[plain[0]](plain)
    if kind is list:
        return tuple([item if type(item) in _AS_IT_IS else _value(item) for item in plain])
    if kind is dict:
        return _Places(plain) if plain else MappingProxyType({})
    return plain


@cache
def _makers() -> tuple[Callable[[tuple[Any, ...]], Any], ...]:
    return tuple(map(_maker, _classes()))


def _maker(held: type) -> Callable[[tuple[Any, ...]], Any]:
    if held in _SPECIAL:
        return _SPECIAL[held]
    if issubclass(held, enum.Enum):
        return lambda plain: held(plain[1])
    if issubclass(held, tuple):
        return lambda plain: _new(held, map(_value, plain[1:]))
    return _slots_maker(held)


def _slots_maker(held: type) -> Callable[[tuple[Any, ...]], Any]:
    # The slots themselves: past the guard of a frozen class, and three times as fast as calls.
    setters = [getattr(held, name).__set__ for name in _names(held)]
    new: Any = object.__new__

    def make(plain: tuple[Any, ...]) -> Any:
        made = new(held)
        for put, item in zip(setters, plain[1:], strict=True):
            put(made, item if type(item) in _AS_IT_IS else _value(item))
        return made

    return make


# --- what there is most of, in short forms -----------------------------------------------------


def _packed_prose(number: int, prose: Prose) -> Any:
    parts = prose.parts
    return (number, parts[0] if len(parts) == 1 and type(parts[0]) is str else _plain(parts))


def _prose(plain: tuple[Any, ...]) -> Prose:
    parts = plain[1]
    return Prose((parts,) if type(parts) is str else _value(parts))


def _packed_relation(number: int, relation: Relation) -> Any:
    if relation.ref is not None:
        plain = to_record(*relation.ref)
        if relation is plain or relation == plain:
            return (number, *map(_plain, relation.ref))
    return (number, [_plain(getattr(relation, name)) for name in _names(Relation)])


def _relation(plain: tuple[Any, ...]) -> Relation:
    if len(plain) == 3:
        return to_record(plain[1], plain[2])
    return Relation(*map(_value, plain[1]))


def _packed_fragment(number: int, fragment: Fragment) -> Any:
    links = _flat([(link.target, link.place) for link in fragment.links])
    is_apart = isinstance(fragment.held, Packed) and fragment.held.is_elsewhere
    text = None if is_apart else _packed_text(fragment)
    return (number, fragment.digest, text, links, _plain(fragment.anchors))


def _packed_text(fragment: Fragment) -> bytes:
    tokens = marshal.dumps([spelled_token(token) or _plain(token) for token in fragment.tokens])
    return marshal.dumps((fragment.plain, tokens))


def _flat(placed: list[tuple[Any, Place]]) -> Any:
    """Things with their places in one file: its path once, and a row for each of them."""
    path = placed[0][1].path if placed else ""
    rows = [(held, *place[1:]) for held, place in placed if place.path == path]
    if len(rows) < len(placed):
        raise TypeError(path)
    return (path, *rows)


def _fragment(plain: tuple[Any, ...]) -> Fragment:
    _, digest, text, (path, *links), anchors = plain
    placed = tuple([Link(target, _new(Place, (path, *place))) for target, *place in links])
    return Fragment(Packed(digest, None if text is None else partial(_text, text)), placed, tuple(anchors))


def _text(body: bytes) -> tuple[str, Callable[[], tuple[Token, ...]]]:
    text, tokens = marshal.loads(body)  # noqa: S302 - a part of what was compared
    return text, partial(_tokens, tokens)


def _tokens(body: bytes) -> tuple[Token, ...]:
    return tuple([
        token_spelled(held) if type(held) is str else _value(held)
        for held in marshal.loads(body)  # noqa: S302 - as above
    ])  # fmt: skip


def _packed_decoded(number: int, one: Decoded) -> Any:
    references = _flat([(tuple(named.ref), named.place) for named in one.references])
    fields = (
        _plain(one.ref), _plain(one.place), _plain(one.entity), references, _plain(one.diagnostics),
        _plain(one.body), _plain(one.lost),
    )  # fmt: skip
    if isinstance(one.places, Places):
        return (number, one.header, *fields)
    return (number, one.header, *fields, _plain(one.places))


def _decoded(plain: tuple[Any, ...]) -> Decoded:
    _, header, ref, place, entity, (path, *rows), diagnostics, body, lost, *rest = plain
    references = tuple([
        _new(Reference, (_new(Ref, named), _new(Place, (path, *at)))) for named, *at in rows
    ])  # fmt: skip
    places = _value(rest[0]) if rest else _ELSEWHERE
    return Decoded(
        _value(ref), _value(place), _value(entity), references, _value(diagnostics), places, None, header,
        _value(body), _value(lost),
    )


_SPECIAL: dict[type, Callable[[tuple[Any, ...]], Any]] = {
    Prose: _prose, Relation: _relation, Fragment: _fragment, Decoded: _decoded,
}  # fmt: skip


class _Places(Mapping[str, Any]):
    """A mapping whose values are unpacked one by one: the places of fields, asked for rarely."""

    __slots__ = ("_plain",)

    def __init__(self, plain: dict[str, Any]) -> None:
        self._plain = plain

    def __getitem__(self, name: str) -> Any:
        return _value(self._plain[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)
