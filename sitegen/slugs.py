"""Names for addresses: ASCII Latin, the same from either script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sitegen import shortcuts
from sitegen.artifacts import is_safe_name
from sitegen.patterns import regex
from sitegen.scripts.serbian import to_latin

SLUG = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)


@lru_cache(maxsize=10_000)  # headings repeat
def slug(text: str) -> str:
    """*text* as a slug: Serbian letters as in the City's own addresses (đ → dj, č ć → c, š → s).

    The text is brought to Latin first: a general slug library reads Cyrillic as Russian.
    Empty if nothing of *text* can stand in an address.
    """
    latin = to_latin(unicodedata.normalize("NFC", text)).replace("đ", "dj").replace("Đ", "Dj")
    if _PLAIN.fullmatch(latin) and shortcuts.are_taken():
        return _NO_LETTERS.sub("-", latin.lower().translate(_BARE)).strip("-")
    from slugify import (
        slugify,  # the library reads all letters of the world, and takes long to import
    )

    return str(slugify(latin, lowercase=True))


# What the library reads letter by letter, each sign as a hyphen.
_PLAIN = regex("[A-Za-z0-9čćžšČĆŽŠ .:;!?()/„“–-]*")
_BARE = str.maketrans("čćžš", "cczs")
_NO_LETTERS = regex("[^a-z0-9]+")


_LONGEST = 80  # characters: two of them and our own words still fit a path of 200


def fits_address(text: str) -> bool:
    """Whether *text* may be a step of an address of its own: a slug of at most 80 characters, not
    a number (lists are paged with those) and not a name that Windows keeps for devices."""
    return is_slug(text) and len(text) <= _LONGEST and not text.isdigit() and is_safe_name(text)


def is_slug(text: str) -> bool:
    """Whether *text* is a slug as it stands: ``[a-z0-9]`` words joined by single hyphens."""
    return bool(SLUG.match(text))
