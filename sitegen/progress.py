"""Where a long build has got to, on one line of a terminal that is wiped at the end.

An ``each`` around another one: it counts what passes through. Says nothing in the first second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TypeVar

from sitegen.cache import Each, Read
from sitegen.catalog import Catalog

I_contra = TypeVar("I_contra")
O = TypeVar("O")  # noqa: E741 - as in ``cache``
_PATIENCE, _PAUSE = 1.0, 0.1  # seconds before the first word, and between two
_WIPED = "\r\x1b[K"


class Progress:
    """Counts for *each*; *write* puts text on the terminal as it is, if there is one, *clock* gives seconds."""

    def __init__(
        self, each: Each, words: Catalog, write: Callable[[str], None] | None, clock: Callable[[], float]
    ) -> None:
        self._each, self._words, self._write, self._clock = each, words, write, clock
        self._next = clock() + _PATIENCE
        self._shown = False

    def __call__(
        self,
        step: str,
        function: Callable[[I_contra], O],
        items: Iterable[I_contra],
        *,
        key: Callable[[I_contra], str],
        encode: Callable[[O], bytes],
        decode: Callable[[I_contra, Read], O],
        as_read: bool = False,
    ) -> Iterator[O]:
        """The same as *each*."""
        if self._write is not None and isinstance(items, Sized):  # else nobody knows how many come
            items = self._counted(step, items, len(items), self._write)
        return self._each(step, function, items, key=key, encode=encode, decode=decode, as_read=as_read)

    def _counted(
        self, step: str, items: Iterable[I_contra], total: int, write: Callable[[str], None]
    ) -> Iterator[I_contra]:
        for done, item in enumerate(items, start=1):
            now = self._clock()
            if now >= self._next:
                self._next = now + _PAUSE
                self._shown = True
                write(_WIPED + self._words.say(f"progress.{step}", done=done, total=total))
            yield item

    def wipe(self) -> None:
        """Leaves the terminal as it was."""
        if self._shown and self._write is not None:
            self._write(_WIPED)
            self._shown = False
