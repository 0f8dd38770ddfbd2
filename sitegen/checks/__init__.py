"""Checks of the finished files, before they are published. A shelf: one module, one name here."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sitegen.checks import links, scripts, sizes
from sitegen.checks.site import BuiltSite, Standing
from sitegen.diagnostics import Diagnostic, has_errors

CHECKS = (links.check, scripts.check, sizes.check)


def check(site: BuiltSite) -> Standing:
    """The findings of every check about all pages."""
    return Standing(
        tuple(site.files), tuple(links.asked(site, site.pages)), tuple(_findings(site, site.pages))
    )


def check_again(site: BuiltSite, changed: Collection[str], before: Standing) -> Standing:
    """What ``check`` finds, where *before* is known and only the pages *changed* are not as they
    were then. Facts and bytes of the others are asked for only if they may have lost something
    that they name: a file, or an id on one of the pages that changed.
    """
    lost = any(path not in site.files for path in before.files) or any(
        name not in site.pages[page].ids
        for page, _, name in (one.partition("#") for one in before.asked)
        if page in changed
    )
    if lost or has_errors(before.findings):
        return check(site)
    kept = (one for one in before.findings if one.fact("page") not in changed)
    asked = links.asked(site, changed).union(before.asked)
    return Standing(tuple(site.files), tuple(asked), (*kept, *_findings(site, changed)))


def _findings(site: BuiltSite, paths: Collection[str]) -> Iterator[Diagnostic]:
    for one in CHECKS:
        yield from one(site, paths)
