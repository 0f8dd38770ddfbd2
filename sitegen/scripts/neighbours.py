"""What stands beside a word in its text: the signs, the word before it, the words in a row with it."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.scripts import lexicon
from sitegen.scripts.evidence import Word
from sitegen.scripts.lexicon import Standing
from sitegen.scripts.names import is_capitalized, is_kind, is_name_of_two_languages, may_be_foreign

SPACES = (" ", "\u00a0")


def gap(text: str, before: Word, after: Word) -> str:
    """What parts two neighbouring words."""
    return text[before.end : after.start]


def is_tight(text: str, before: Word, after: Word) -> bool:
    """Whether only a space or a hyphen parts two words."""
    return gap(text, before, after) in (*SPACES, "-")


def beside(text: str, words: list[Word], number: int, gaps: tuple[str, ...]) -> Iterator[int]:
    """The numbers of the words on both sides of one, where it is one of *gaps* that parts them."""
    if number and gap(text, words[number - 1], words[number]) in gaps:
        yield number - 1
    if number + 1 < len(words) and gap(text, words[number], words[number + 1]) in gaps:
        yield number + 1


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence, or the text, begins at *at*."""
    while at and text[at - 1] in " \u00a0„“”\"«»(":
        at -= 1
    return at == 0 or text[at - 1] in ".!?:\n"


BEHIND_A_KIND = (" ", " „", " \"", " “", " «", " »")


def is_named_kind(text: str, before: Word, name: Word) -> bool:
    """Whether *name* stands behind the kind of a thing and may be its foreign name: *sistem* Joomla."""
    return (
        name.known is None
        and name.plain[0].isupper()
        and gap(text, before, name) in BEHIND_A_KIND
        and is_name_of_two_languages(name.plain)
        and is_kind(before.plain)
    )


_HYPHEN_ENDINGS = lexicon.vocabulary("hyphened")


def is_ended_by_hyphen(text: str, name: Word, ending: Word) -> bool:
    """Whether *name* may be spelt as abroad, which is why its *ending* stands behind a hyphen: Lille-a, not Il-e-Vilen."""
    lower = name.plain.lower()
    return (
        ending.plain in _HYPHEN_ENDINGS
        and gap(text, name, ending) == "-" != text[ending.end : ending.end + 1]
        and name.known is None
        and len(lower) > 2
        and may_be_foreign(name.plain)
        and lexicon.serbian(lower) != Standing.WORD
    )


_LONGEST_ROW = 5  # names on either side


def row(text: str, words: list[Word], number: int, step: int) -> Iterator[int]:
    """The names in a row with the word *number*, after it or, with a *step* of -1, before it."""
    for _ in range(_LONGEST_ROW):
        other = number + step
        if 0 <= other < len(words) and words[other].plain in ("i", "ili"):
            other += step
        if not 0 <= other < len(words) or not is_capitalized(words[other].plain):
            return
        first, last = sorted((number, other))
        if gap(text, words[first], words[last]) not in (", ", " i ", " ili "):
            return
        yield other
        number = other
