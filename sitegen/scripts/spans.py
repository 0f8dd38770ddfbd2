"""Text that exists in two scripts at once, and the stretches of it that never change.

Canonical text is Serbian Cyrillic. A ``Prose`` is canonical text cut into parts: plain ``str``
parts follow the edition's script, ``Kept`` parts keep their letters, ``Pair`` parts give each
script its own wording. Knows no letters: converting is the business of the script modules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from itertools import groupby

from sitegen.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch whose letters are the same in every edition: a foreign name, an address, a code.

    ``lang`` is its BCP 47 language for screen readers; empty where it has none (an e-mail
    address, a unit, ISO 9001) or where nobody has said.
    """

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A stretch that an author wrote for each script by hand."""

    cyrl: str
    latn: str


Part = str | Kept | Pair


@dataclass(frozen=True, slots=True)
class Prose:
    """A text in parts. In the model it is canonical; ``in_script`` makes the one of an edition."""

    parts: tuple[Part, ...]

    @property
    def plain(self) -> str:
        """The characters alone, a Pair in its Cyrillic form."""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        return "".join(map(_characters, self.parts))

    def converted(self, convert: Callable[[str], str], *, latin: bool) -> Prose:
        """The same text with its plain parts through *convert* and each Pair decided."""
        return Prose(
            tuple(
                convert(part)
                if isinstance(part, str)
                else (part.latn if latin else part.cyrl)
                if isinstance(part, Pair)
                else part
                for part in self.parts
            )
        )


def _characters(part: Part) -> str:
    if isinstance(part, str):
        return part
    return part.text if isinstance(part, Kept) else part.cyrl


def joined(parts: list[Part]) -> Prose:
    """A Prose of *parts*, with neighbouring plain parts made one and empty ones dropped."""
    out: list[Part] = []
    for is_plain, stretch in groupby(parts, key=lambda part: isinstance(part, str)):
        if not is_plain:
            out += stretch
            continue
        text = "".join(map(str, stretch))
        if text:
            out.append(text)
    return Prose(tuple(out))


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word about which conversion is not sure, in the author's own text."""

    start: int  # offset in characters of the text that was given
    end: int
    word: str
    kind: str  # "acronym", "digraph", "foreign", "homoglyph"
    reading: str  # what was chosen


@dataclass(frozen=True, slots=True)
class Conversion:
    """Canonical text made of an author's text, with what the author should look at."""

    prose: Prose
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Glossary:
    """What a site knows about its own words; an empty one knows nothing.

    ``keep``: phrases that stay as written, with their language; an ending joined by a hyphen
    follows the text. ``domestic``: acronyms that belong to Serbian. ``split``: Latin stems with
    a dot where two letters only look like one (``in·jekc``). ``words``: Latin words with the
    Cyrillic spelling that a rule would miss.
    """

    keep: tuple[tuple[str, str], ...] = ()
    domestic: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    _hash: int = field(default=0, init=False, repr=False, compare=False)  # asked for by every text

    def __post_init__(self) -> None:
        own = hash((self.keep, self.domestic, self.split, self.words))
        object.__setattr__(self, "_hash", own)

    def __hash__(self) -> int:
        return self._hash


EMPTY_GLOSSARY = Glossary()
