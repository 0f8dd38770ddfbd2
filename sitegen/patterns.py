"""Regular expressions that are compiled when they are first used: a program that is started for one edit
uses a third of all that it knows, and to compile them takes longer than to load the code around them."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_PUBLIC = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "pattern", "flags", "groups", "groupindex")


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As ``re.compile``, but that a mistake in *source* is found when somebody looks for it."""
    return cast("re.Pattern[AnyStr]", _Late(source, flags))


class _Late:
    """A pattern that has what a compiled one has from the moment somebody asks for any of it."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._source, self._flags)
        vars(self).update((one, getattr(compiled, one)) for one in _PUBLIC)
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"regex({self._source!r}, {self._flags!r})"
