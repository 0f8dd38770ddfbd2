"""A page is small enough for one round trip on a slow line, and carries nothing inline."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator

from sitegen.checks.site import BuiltSite
from sitegen.diagnostics import Diagnostic, problem, warning
from sitegen.kinds.common import RECORDS

BUDGET = 14 * 1024  # bytes of gzip: ten TCP segments, the first window of a connection
# A letter that says anything needs five bits at most, and markup far less: what is not longer than
# this is light, whatever it says.
_LIGHT = BUDGET * 8 // 5


def check(site: BuiltSite, paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Findings about the weight of record pages and about inline scripts and styles."""
    for path in paths:
        for name in dict.fromkeys(site.pages[path].inline):
            yield problem(site.place(path), "output.inline", found=name, page=path)
        weight = site.weights.get(path, 0)
        if weight > BUDGET:
            yield warning(
                site.place(path), "output.too_large", found=str(weight), page=path,
                expected=str(BUDGET),
            )  # fmt: skip


def weight_of(path: str, content: bytes) -> int:
    """Bytes of gzip of the page *path* inside its edition, where they may be more than the budget
    of a record page; else 0."""
    return len(gzip.compress(content, 6)) if len(content) > _LIGHT and _is_record(path) else 0


def _is_record(path: str) -> bool:
    steps = path.split("/")
    return len(steps) == 3 and steps[0] in RECORDS and not steps[1].isdigit()
