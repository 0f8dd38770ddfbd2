"""A mapping whose values are made when they are asked for, each once or as seldom as there is room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Late(Mapping[K, V]):
    """*names*, in their order, and what *make* makes of each. Where there is *room* for so many only, the
    first goes when another one comes, and is made again if need be."""

    __slots__ = ("_known", "_make", "_names", "_room")

    def __init__(self, names: Collection[K], make: Callable[[K], V], room: int | None = None) -> None:
        self._names, self._make, self._room = names, make, room
        self._known: dict[K, V] = {}

    def __getitem__(self, name: K) -> V:
        try:
            return self._known[name]
        except KeyError:
            if name not in self._names:
                raise
        made = self._make(name)
        self._known[name] = made
        if self._room is not None and len(self._known) > self._room:
            del self._known[next(iter(self._known))]
        return made

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[K]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
