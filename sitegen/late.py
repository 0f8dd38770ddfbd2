"""A mapping whose values are made when they are asked for, each once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Late(Mapping[K, V]):
    """*names*, in their order, and what *make* makes of each."""

    __slots__ = ("_known", "_make", "_names")

    def __init__(self, names: Collection[K], make: Callable[[K], V]) -> None:
        self._names, self._make = names, make
        self._known: dict[K, V] = {}

    def __getitem__(self, name: K) -> V:
        try:
            return self._known[name]
        except KeyError:
            if name not in self._names:
                raise
        self._known[name] = made = self._make(name)
        return made

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[K]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
