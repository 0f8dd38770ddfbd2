"""What one word may be by its capital and by the lists of names: a name of ours, of others or of both,
or the thing behind which a name stands. Knows no neighbours.
"""

from __future__ import annotations

from functools import lru_cache

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.evidence import (
    SAME,
    SERBIAN_LETTER,
    SHORTEST_STEM,
    SPELT_AS_ABROAD,
    TRANSCRIBED,
    is_unknown,
    stems,
)
from sitegen.scripts.lexicon import Standing

GIVEN = lexicon.vocabulary("given")
EITHER = lexicon.vocabulary("either")


def is_capitalized(word: str) -> bool:
    """Whether *word* is written as a name."""
    return word[0].isupper() and word[1:].islower()


def may_be_foreign(word: str) -> bool:
    """Whether *word* is written as a name, with no letter that only Serbian has."""
    return is_capitalized(word) and not SERBIAN_LETTER.search(word.lower())


def is_name(word: str) -> bool:
    """Whether *word* is known as a name and nothing else, in Serbian or beside foreign surnames."""
    return word in GIVEN or lexicon.serbian(word.lower()) == Standing.NAME


_DECLINED = ("a", "e", "i", "u", "om", "em")


def is_declined_given(name: str, surname: str) -> bool:
    """Whether *name* is one of many languages with a Serbian ending, as the *surname* behind it: Boba Dylana."""
    return any(
        name.endswith(ending) and surname.endswith(ending) and name.removesuffix(ending) in GIVEN for ending in _DECLINED
    )


@lru_cache(maxsize=20_000)
def is_serbian_only(word: str) -> bool:
    """Whether *word* is a Serbian name and none of another language, so that the name beside it is Serbian too."""
    lower = word.lower()
    if not is_capitalized(word) or word in GIVEN:
        return False
    return bool(SERBIAN_LETTER.search(lower)) or (bool(lexicon.serbian(lower)) and not lexicon.english(lower))


def is_name_of_two_languages(word: str) -> bool:
    """Whether *word* is written as a name and may be Serbian or not, as its neighbours say."""
    lower = word.lower()
    if len(word) < 3 or not may_be_foreign(word) or lower in SAME or word in SPELT_AS_ABROAD:
        return False
    if word in EITHER:
        return True
    standing = lexicon.serbian(lower)
    return standing == Standing.UNKNOWN or (standing == Standing.NAME and bool(lexicon.english(lower)))


@lru_cache(maxsize=5_000)
def is_unknown_name(word: str) -> bool:
    """Whether *word* is written as a name, and nothing tells whose."""
    lower = word.lower()
    return len(word) > SHORTEST_STEM and is_capitalized(word) and not TRANSCRIBED.search(lower) and is_unknown(lower)


def is_of_both(word: str) -> bool:
    """Whether *word* may be a foreign name spelt like a Serbian word: the application Signal."""
    lower = word.lower()
    if word in EITHER or (is_capitalized(word) and any(stem.capitalize() in EITHER for stem in stems(lower))):
        return True
    if len(word) < 4 or not word[0].isupper() or lower in SAME:
        return False
    return lexicon.english(lower) == Standing.WORD == lexicon.serbian(lower)


@lru_cache(maxsize=5_000)
def is_homograph(word: str) -> bool:
    """Whether *word* is a word of Serbian and of English: on, most, test, care."""
    return len(word) > 1 and bool(lexicon.serbian(word)) and lexicon.english(word) == Standing.WORD


_SOMEBODYS = regex(r"(?P<name>\w{4,})[oe]v(?:a|o|e|i|u|og|om|im|ih|oj)?\Z")


@lru_cache(maxsize=5_000)
def is_somebody_foreign(word: str) -> bool:
    """Whether *word* says what belongs to a foreign name that is spelt as abroad: Alzheimerova."""
    whose = _SOMEBODYS.match(word.lower()) if word[0].isupper() else None
    return (
        whose is not None
        and not lexicon.serbian(word.lower())
        and not lexicon.serbian(whose["name"])
        and lexicon.english(whose["name"]) == Standing.NAME
    )


_HUMPS = regex("[A-ZČĆĐŠŽ][a-zčćđšž]{3,}")


def is_brand(word: str) -> bool:
    """Whether *word* is put together of English words by capitals: OpenStreetMap, SETimes."""
    if word[1:].islower():
        return False
    humps = [hump.lower() for hump in _HUMPS.findall(word[1:])]
    return any(
        lexicon.english(hump) == Standing.WORD and lexicon.serbian(hump) != Standing.WORD for hump in humps
    )


_KIND = regex(rf"(?:{lexicon.any_of('kinds')})\w{{0,3}}\Z")


@lru_cache(maxsize=5_000)
def is_kind(word: str) -> bool:
    """Whether foreign names stand behind *word*, a thing that is called by them: *sistem*, *kompanije*."""
    return bool(_KIND.match(word.lower()))


_BODY = regex(rf"(?:{lexicon.any_of('bodies')})\w{{0,3}}\Z")


@lru_cache(maxsize=5_000)
def is_body(word: str) -> bool:
    """Whether what stands behind *word*, a body of people or their work, is called by a name of its own: *institut*."""
    return bool(_BODY.match(word.lower())) or is_kind(word)


_TITLE = regex(rf"(?:{lexicon.any_of('titles')})\w{{0,3}}\Z")


def names_ours(word: str) -> bool:
    """Whether the name behind *word* is one of ours: *kralja* Petra, *obala* Save."""
    return bool(_TITLE.match(word.lower()))
