"""Values of the model as bytes and back, for the memory of a build.

Knows frozen dataclasses, named tuples, enumerations, tuples, read-only mappings and plain values; a class is
packed by its place among those that are known, so nothing foreign can come out. Long texts are
unpacked when somebody asks for them.
"""

from __future__ import annotations

import dataclasses
import enum
import marshal
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any

from sitegen import artifacts, config, diagnostics, markup, schema, values
from sitegen.checks import reading, site
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
from sitegen.markup import Fragment, Packed
from sitegen.scripts import spans

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


# A plain form: None, text, numbers and bytes as they are; a list stands for a tuple; a tuple for
# an instance, its first item being the number of its class; a dict for a mapping.


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


@cache
def _numbers() -> dict[type, tuple[int, tuple[str, ...]]]:
    return {
        held: (
            number,
            tuple(item.name for item in dataclasses.fields(held))
            if dataclasses.is_dataclass(held)
            else getattr(held, "_fields", ("value",)),
        )
        for number, held in enumerate(_classes())
    }


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is tuple:
        return [_plain(item) for item in value]
    if kind is Fragment:
        number = _numbers()[Fragment][0]
        tokens = marshal.dumps(_plain(value.tokens))
        links, anchors = _plain(value.links), _plain(value.anchors)
        return (number, value.digest, value.plain, tokens, links, anchors)
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    found = _numbers().get(kind)
    if found is None:
        raise TypeError(kind)
    number, names = found
    return (number, *[_plain(getattr(value, name)) for name in names])


_AS_IT_IS = frozenset({type(None), str, int, float, bool, bytes})


def _value(plain: Any) -> Any:
    kind = type(plain)
    if kind is tuple:
        return _makers()[plain[0]](plain)
    if kind is list:
        return tuple([_value(item) for item in plain])
    if kind is dict:
        return _Places(plain) if plain else MappingProxyType({})
    return plain


@cache
def _makers() -> tuple[Callable[[tuple[Any, ...]], Any], ...]:
    return tuple(map(_maker, _classes()))


def _maker(held: type) -> Callable[[tuple[Any, ...]], Any]:
    if held is Fragment:
        return _fragment
    if issubclass(held, enum.Enum):
        return lambda plain: held(plain[1])
    if issubclass(held, tuple):
        return lambda plain: tuple.__new__(held, map(_value, plain[1:]))
    # The slots themselves: past the guard of a frozen class, and three times as fast as calls.
    setters = [getattr(held, name).__set__ for name in _numbers()[held][1]]
    new = object.__new__

    def make(plain: tuple[Any, ...]) -> Any:
        made = new(held)
        for put, item in zip(setters, plain[1:], strict=True):
            put(made, item if type(item) in _AS_IT_IS else _value(item))
        return made

    return make


def _fragment(plain: tuple[Any, ...]) -> Fragment:
    _, digest, text, tokens, links, anchors = plain
    return Fragment(Packed(digest, text, lambda: unpack(tokens)), _value(links), _value(anchors))


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
