"""The scripts a site is published in. A shelf: one module for a pair of scripts, one name here."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.frozen import dataclass
from sitegen.scripts import serbian


@dataclass(frozen=True, slots=True)
class Script:
    """One way to write the language of the site.

    All three functions take canonical text. ``folder`` is where the edition lives when this is
    not the site's default script.
    """

    tag: str  # BCP 47 language and script: "sr-Cyrl"
    name: str  # as `site.yml` and the command line call it
    folder: str
    is_latin: bool
    convert: Callable[[str], str]
    sort_key: Callable[[str], tuple[tuple[int, ...], str]]
    initial: Callable[[str], str]


CYRILLIC = Script(
    "sr-Cyrl", "cyrillic", "cir", False, str, serbian.cyrillic_order, serbian.cyrillic_initial
)
LATIN = Script(
    "sr-Latn", "latin", "lat", True, serbian.to_latin, serbian.latin_order, serbian.latin_initial
)
SCRIPTS = (CYRILLIC, LATIN)
