"""Checks of the finished files, before they are published. A shelf: one module, one name here."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.checks import links, scripts, sizes
from sitegen.checks.site import BuiltSite
from sitegen.diagnostics import Diagnostic

CHECKS = (links.check, scripts.check, sizes.check)


def check(site: BuiltSite) -> Iterator[Diagnostic]:
    """The findings of every check."""
    for one in CHECKS:
        yield from one(site)
