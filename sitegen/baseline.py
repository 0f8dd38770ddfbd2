"""Old warnings that must not block new work: what was found once, and is not told again.

A baseline is a JSON file that lies with the content and is read by people in a change: one line a
finding, with its file and code, known again by a fingerprint that does not change when lines move.
Errors are never in it: while there is one, nothing is published.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sitegen.diagnostics import Diagnostic, Severity
from sitegen.frozen import dataclass
from sitegen.report import fingerprints

_VERSION = 1


class BaselineError(ValueError):
    """The text is no baseline."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings beside a baseline."""

    new: tuple[Diagnostic, ...]  # and every error
    old: int  # how many were left out
    gone: int  # how many of the baseline are not found any more


def written(diagnostics: Iterable[Diagnostic]) -> str:
    """The text of a baseline with every warning and notice."""
    found = [one for one in diagnostics if one.severity is not Severity.ERROR]
    rows = [
        json.dumps({"path": one.place.path, "code": one.code, "fingerprint": name}, ensure_ascii=False)
        for one, name in sorted(zip(found, fingerprints(found), strict=True), key=lambda pair: (pair[0].order, pair[1]))
    ]
    inside = ",\n".join(f"  {row}" for row in rows)
    listed = f"[\n{inside}\n ]" if rows else "[]"
    return f'{{\n "version": {_VERSION},\n "findings": {listed}\n}}\n'


def read(text: str) -> frozenset[str]:
    """The fingerprints in the *text* of a baseline; raises BaselineError if it is none."""
    try:
        told = json.loads(text)
        if told["version"] != _VERSION:
            raise BaselineError(f"version {told['version']}")
        return frozenset(str(row["fingerprint"]) for row in told["findings"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BaselineError(str(error)) from error


def compare(diagnostics: Iterable[Diagnostic], known: frozenset[str]) -> Compared:
    """What of *diagnostics* is new against the fingerprints *known*."""
    found = tuple(diagnostics)
    mild = [one for one in found if one.severity is not Severity.ERROR]
    names = dict(zip(map(id, mild), fingerprints(mild), strict=True))
    old = {id(one) for one in mild if names[id(one)] in known}
    new = tuple(one for one in found if id(one) not in old)
    return Compared(new, len(old), len(known - set(names.values())))
