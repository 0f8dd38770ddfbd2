"""The short ways: readers of plain texts and plain pages, each proved equal to a parser.

``exactly`` leaves them out, so that whole sites can be compared; ``build --no-fast`` uses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TAKEN = ContextVar("taken", default=True)


def are_taken() -> bool:
    """Whether plain input may be read without the parser that reads all input."""
    return _TAKEN.get()


@contextmanager
def exactly() -> Iterator[None]:
    """While this lasts, everything is read by the parsers."""
    token = _TAKEN.set(False)
    try:
        yield
    finally:
        _TAKEN.reset(token)
