"""``dataclass``, made in half the time: the library compiles six functions for each class.

Here it compiles the constructor and the guards alone; how such values are shown, compared and hashed
comes from functions that all classes share. Only for frozen classes with slots, of which two hundred
are made whenever anything is built.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        *, frozen: bool, slots: bool, eq: bool = True, order: bool = False, repr: bool = True,
        kw_only: bool = False,
    ) -> Callable[[type], type]:  # fmt: skip
        """As ``dataclasses.dataclass``, for classes that are *frozen* and have *slots*."""
        if not frozen or not slots:
            raise TypeError("frozen, with slots")
        return lambda cls: _made(cls, eq=eq, order=order, shows=repr, kw_only=kw_only)


def _made(cls: type, *, eq: bool, order: bool, shows: bool, kw_only: bool) -> type:
    own = frozenset(cls.__dict__)
    made: Any = dataclasses.dataclass(frozen=True, slots=True, kw_only=kw_only, repr=False, eq=False)(cls)
    fields = dataclasses.fields(made)
    if shows and "__repr__" not in own:
        made.__repr__ = _showing(fields)
    if eq:
        values = _getter([item.name for item in fields if item.compare])
        if "__eq__" not in own:
            made.__eq__ = _equal(values)
        if "__hash__" not in own:
            made.__hash__ = lambda self: hash(values(self))
        if order:
            made.__lt__, made.__le__ = _comparing(values, lt), _comparing(values, le)
            made.__gt__, made.__ge__ = _comparing(values, gt), _comparing(values, ge)
    return made  # type: ignore[no-any-return]


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple([getattr(self, name) for name in names])


def _equal(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], Any]:
    def is_equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return is_equal


def _comparing(
    values: Callable[[Any], tuple[Any, ...]], compare: Callable[[Any, Any], bool]
) -> Callable[[Any, object], Any]:
    def compared(self: Any, other: object) -> Any:
        return compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

    return compared


def _showing(fields: tuple[dataclasses.Field[Any], ...]) -> Callable[[Any], str]:
    names = [item.name for item in fields if item.repr]
    values = _getter(names)
    template = f"({', '.join(f'{name}=%r' for name in names)})"
    return lambda self: type(self).__qualname__ + template % values(self)
