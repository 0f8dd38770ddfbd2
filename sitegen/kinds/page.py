"""A page of plain text: about the directory, how to find help, how to propose a change."""

from __future__ import annotations

from sitegen.frozen import dataclass
from sitegen.kinds.common import Citation, Record
from sitegen.schema import many, number, one_of, optional, shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Record):
    """``content/stranice/``; published at the root of the site."""

    menu: str | None = optional(one_of("header", "footer"))
    order: int | None = optional(number)  # place in its menu, small first
    sources: tuple[Citation, ...] = optional(many(shape(Citation, "source")))
