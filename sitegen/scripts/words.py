"""What becomes of one word: its Cyrillic form or a stretch that is kept, and the kind of doubt.

Which words are of another language is decided before (``foreign``); here are digraphs, capitals,
acronyms, and letters of the other script.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from sitegen.frozen import dataclass
from sitegen.patterns import regex
from sitegen.scripts import foreign, lexicon
from sitegen.scripts.letters import (
    PAIR,
    SINGLE_CODE_POINTS,
    TO_CYRILLIC_TWIN,
    TO_LATIN_TWIN,
    in_cyrillic,
    is_cyrillic_letter,
    to_latin,
)
from sitegen.scripts.lexicon import Standing
from sitegen.scripts.spans import Glossary, Kept, Part
from sitegen.scripts.tokens import is_unit, token_at

_DOMESTIC = lexicon.vocabulary("domestic")
# Some of ours that are English as well: a foreign neighbour takes them along (UN Women).
_SHARED = lexicon.vocabulary("shared")
_LOUD = frozenset("NE DA ILI ALI NI SVE SVI SVAKI BEZ SAMO NIJE".split())  # said with force: NE puši se
_OWNERS = frozenset("RS BiH FBiH SRS".split())  # an acronym before them is domestic: SZ RS
_FOREIGN = lexicon.vocabulary("foreign")
# They take Serbian endings without a hyphen.
_NETWORKS = regex(rf"(?:{'|'.join(sorted(lexicon.vocabulary('networks')))})(?:a|u|e|om)?\Z")
_ROMAN = regex(
    r"(?=[MDCLXVI]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z"
)
_ROMAN_IN_CAPITALS = frozenset("II III IV VII VIII IX".split())  # VI is a word as well
_SYLLABLES = regex(r"(?:[^aeiou]{0,2}[aeiou])+(?:[^aeiou]|st|zd)?\Z")
_SHORTEST_WORD, _LONGEST_ACRONYM = 5, 6  # letters; between them the shape of the word decides
_CAMEL = regex(r"[^\W\d_]*[a-zčćđšž][A-ZČĆĐŠŽ]")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of words before they are looked at: our own lists and those of a glossary."""

    words: dict[str, str]
    domestic: frozenset[str]
    split: tuple[str, ...]


def vocabulary(glossary: Glossary) -> Vocabulary:
    """Our words with those of *glossary*."""
    return Vocabulary(dict(glossary.words), _DOMESTIC | frozenset(glossary.domestic), glossary.split)


class Surroundings(NamedTuple):
    """Where a word stands, for the few words that only their neighbours explain."""

    text: str
    start: int
    end: int
    loud: tuple[tuple[int, int], ...]  # stretches written in capitals, from ``shouted``
    is_foreign: bool  # whether it is of another language
    is_doubtful: bool

    def is_shouted(self) -> bool:
        """Whether the word is one of several that are written in capitals."""
        return _lies_in(self.loud, self.start)

    def is_before_owner(self) -> bool:
        """Whether the state or entity follows to which an institution belongs: SZ RS."""
        return self.text[self.end : self.end + 1] in (" ", "\u00a0") and token_at(self.text, self.end + 1) in _OWNERS

    def is_letter_of_science(self) -> bool:
        """Whether a lone letter is a name that all scripts share: vitamin C, hepatitis B i C."""
        return bool(_LETTERED.search(self.text[max(0, self.start - 60) : self.start]))

    def is_sign(self) -> bool:
        """Whether a lone letter is no word, no initial and not what tells a house, a class or a way in from another."""
        letter = self.text[self.start]
        if not letter.isascii() or letter in "AIKOSUaeiou" or self.is_shouted():
            return False
        if self.text[self.end : self.end + 1] in _BEHIND_INITIAL:
            return self.text[self.start - 1 : self.end + 1] == f"({letter})"
        return not _NUMBERED_BY_LETTER.search(self.text[max(0, self.start - 30) : self.start])

    def is_number(self) -> bool:
        """Whether a lone I or V counts here: ``Petra I``, ``V razred``; not I at a beginning."""
        if self.text[self.end : self.end + 1] == ".":
            return bool(_COUNTED.match(self.text, self.end + 1))
        before = self.start - 1
        while before >= 0 and self.text[before] in " \u00a0":
            before -= 1
        return self.text[self.start] == "V" or (before >= 0 and self.text[before].isalnum())


_VOWELS = frozenset("aeiou")
_BEHIND_INITIAL = (".", ")", "-", "–", "/", "'", "’")
_TOLD_BY_LETTERS = "ulaz|lamel|zgrad|blok|sob|sal|krug|tim|tip|grup|klas|razred|odjeljenj|odeljenj|kategorij|lig|tačk|stav|slov|nivo|aneks|prilog"
_NUMBERED_BY_LETTER = regex(
    rf"(?:\d|\b[IVX]+|\b(?:{_TOLD_BY_LETTERS})\w{{0,3}}|[-–/&]"
    r"|\b[A-Z][,.]?| i| ili)[. \u00a0]{0,2}\Z",
    re.IGNORECASE,
)
_SCIENCE = "vitamin|hepatitis"
_COUNTABLE = (
    "razred|vijek|vek|stepen|grup|kategorij|odjeljenj|odeljenj|gimnazij|armij|korpus|brigad|kolo|kola|glav"
    "|poglavlj|sprat|zon|lig|faz|mjesn|mesn|klas|dio|deo|tom|čas"
)
_LETTERED = regex(rf"(?:{_SCIENCE})\w{{0,5}}(?:,? [A-Z]\d?| i| ili){{0,9}},? \Z", re.IGNORECASE)
_COUNTED = regex(rf"[ \u00a0](?:{_COUNTABLE})")
_ASKED_FOR = regex(rf"{_SCIENCE}|(?:{_TOLD_BY_LETTERS})\w{{0,3}}\Z|{_COUNTABLE}|ili\Z", re.IGNORECASE)


def is_asked_for(word: str) -> bool:
    """Whether a word beside *word* may look for it: vitamin C, V razred, Oxfam ili Care, obala Save."""
    return bool(_ASKED_FOR.match(word)) or foreign.is_body(word) or foreign.names_ours(word)


def _lies_in(stretches: tuple[tuple[int, int], ...], at: int) -> bool:
    """Whether *at* lies in one of *stretches*, which are sorted and do not overlap."""
    nearest = bisect_right(stretches, at, key=itemgetter(0)) - 1
    return nearest >= 0 and at < stretches[nearest][1]


def latin_word(word: str, known: Vocabulary, around: Surroundings) -> tuple[Part, str]:
    """What becomes of one word of a Latin text: its canonical form, and the kind of doubt."""
    if not word.isascii():
        cyrillic = sum(map(is_cyrillic_letter, word))
        if cyrillic == len(word):
            return word, ""
        if cyrillic:
            return _mended(word, cyrillic)
    plain = word.translate(SINGLE_CODE_POINTS)
    if plain in known.words:
        return known.words[plain], ""
    if plain in known.domestic and not around.is_foreign:
        return in_cyrillic(plain, ()), ""
    if foreign.has_foreign_letter(plain.lower()) or plain in _FOREIGN or _NETWORKS.match(plain):
        return Kept(word), ""
    doubt = ""
    shape = _shape(plain)
    if foreign.is_brand(plain):
        return Kept(word), ""
    if around.is_foreign:
        return Kept(word), "foreign"
    if shape.isupper() or (len(plain) == 1 and plain not in _VOWELS and foreign.is_quoted(*around[:3])):
        keeps, doubt = _capitals(shape, around)
        if keeps:
            return Kept(word), doubt
    elif _CAMEL.match(shape):
        return Kept(word), "foreign"
    elif around.is_doubtful:
        doubt = "foreign"
    gaps, by_rule = splits(plain, known.split)
    return in_cyrillic(plain, gaps), "digraph" if by_rule else doubt


def sure_word(word: str, known: Vocabulary) -> str | None:
    """*word* in Cyrillic if nothing that stands beside it matters and nobody need look at it."""
    if word in known.words:
        return known.words[word]
    if not word.isascii() and all(map(is_cyrillic_letter, word)):
        return word
    if word in known.domestic:
        return in_cyrillic(word, ())
    if word in _FOREIGN or is_unit(word) or _OPENS.match(word) or (word[0].isupper() and _NETWORKS.match(word)):
        return None
    if len(word) == 1:
        return in_cyrillic(word, ()) if word in _LONE_LETTERS else None
    if len(word) == 2 or not word[1:].islower():  # a word in capitals may be one digraph: Nj
        shape = _shape(word)
        if shape.isupper() or _CAMEL.match(shape) or foreign.is_brand(word):
            return None
    if not foreign.is_surely_serbian(word) or foreign.is_name_of_two_languages(word):
        return None
    gaps, by_rule = splits(word, known.split)
    converted = in_cyrillic(word, gaps)
    return None if by_rule or to_latin(converted).lower() != word.lower() else converted


# A letter or a stop beside it is kept: vitamin C, e-mail, vs.
_OPENS = regex(rf"{_SCIENCE}|mail|(?:vs|etc|et|al)\Z", re.IGNORECASE)
_LONE_LETTERS = frozenset("abcčćdđefghijklmnoprsštuvzžABCČĆDĐEFGHJKLMNOPRSŠTUZŽ")  # not I and V


def evidence(word: str, start: int, known: Vocabulary, loud: tuple[tuple[int, int], ...]) -> float | None:
    """What is known about a word before its letters are looked at; None: nothing."""
    if word in known.words or not word.isalpha() or any(map(is_cyrillic_letter, word)):
        return -20.0
    if word in known.domestic:
        return -1.5 if word in _SHARED else -20.0
    if word in _FOREIGN or _NETWORKS.match(word):
        return 6.0
    if len(word) == 1 and word.isupper():
        return -0.5
    if word.isupper() and not _lies_in(loud, start):
        return -0.5 if len(word) <= _LONGEST_ACRONYM else None
    return None


def _shape(word: str) -> str:
    """*word* with one letter for a digraph: UDRUŽENjA is in capitals, a lone LJ is an initial."""
    return PAIR.sub(_as_one_letter, word)


def _as_one_letter(pair: re.Match[str]) -> str:
    return "Ž" if pair.group()[0].isupper() else "ž"


def _capitals(word: str, around: Surroundings) -> tuple[bool, str]:
    """Whether a word in capitals stays Latin, and the kind of doubt about it."""
    if len(word) == 1:
        if around.is_letter_of_science():
            return True, ""
        if word in "IV":
            return not around.is_shouted() and around.is_number(), ""
        if foreign.is_quoted(around.text, around.start, around.end) and word.isascii():
            return True, "foreign"
        return False, "foreign" if around.is_sign() else ""
    if around.is_shouted():
        return word in _ROMAN_IN_CAPITALS, ""
    if _ROMAN.match(word):
        return True, ""
    if word in _LOUD:
        return False, ""
    if len(word) <= _LONGEST_ACRONYM and word.isascii():
        if word in explained(around.text):
            return False, ""
        reads_as_word = _is_known_word(word) or _is_only_serbian(word.lower())
        if len(word) >= _SHORTEST_WORD and reads_as_word and _is_only_serbian(word.lower()):
            return False, ""
        return not (reads_as_word or around.is_before_owner()), "acronym"
    return _is_long_code(word.lower())


def _is_long_code(lower: str) -> tuple[bool, str]:
    """The same for more letters than an acronym has: words said loudly, and codes like EMSGSIZE."""
    if foreign.is_spelt_as_serbian(lower) or lexicon.serbian(lower) or lexicon.is_derived(lower):
        return False, ""
    return lexicon.english_odds(lower) > 0 or not _SYLLABLES.match(lower), "acronym"


def _is_pronounceable(word: str) -> bool:
    """Whether a word in capitals reads like a word (USLUGE) and not like letters (UNFPA)."""
    return len(word) >= _SHORTEST_WORD and bool(_SYLLABLES.match(PAIR.sub("l", word.lower())))


def _is_known_word(word: str) -> bool:
    """Whether a short word in capitals is a word of Serbian (KUĆA) and not letters (EUFOR)."""
    return _is_pronounceable(word) and bool(lexicon.serbian(word.lower()))


def _is_only_serbian(lower: str) -> bool:
    """Whether the letters of an acronym are as well a Serbian word, and no English one: RADI."""
    if len(lower) < _SHORTEST_WORD - 1 or lexicon.english(lower) == Standing.WORD:
        return False
    standing = lexicon.serbian(lower)
    return standing == Standing.WORD or (standing == Standing.NAME and not lexicon.english(lower))


def cyrillic_word(word: str, known: Vocabulary, around: Surroundings) -> tuple[Part, str]:
    """What becomes of one word of a Cyrillic text: only Latin words and look-alikes matter."""
    cyrillic = sum(map(is_cyrillic_letter, word))
    letters = sum(map(str.isalpha, word))
    if cyrillic == letters:
        return word, ""
    if cyrillic:
        return _mended(word, cyrillic)
    return Kept(word), ""


def _mended(word: str, cyrillic: int) -> tuple[Part, str]:
    """A word with letters of both scripts, in the script that most of it is written in."""
    if cyrillic * 2 >= len(word):
        twin = word.translate(TO_CYRILLIC_TWIN)
        if all(map(is_cyrillic_letter, filter(str.isalpha, twin))):
            return twin, "homoglyph"
        return in_cyrillic(word, ()), "homoglyph"
    return in_cyrillic(word.translate(TO_LATIN_TWIN), ()), "homoglyph"


# --- two letters that look like one ----------------------------------------------------------

_SPLIT_PREFIX = (
    "(?:ne|naj|mikro|makro|hiper|hipo|de|re|auto|anti|bio|elektro|foto|pre|super|vakum|iz|po){0,9}"
)
_SEAM = regex(
    "(?:ne|naj)?(?:(?:iznad|nad|od|pod|ispod|pred|sred|grad)(?=ž)|(?:in|kon|van|izvan|pan|dis)(?=j))"
)


def splits(word: str, extra: tuple[str, ...]) -> tuple[tuple[int, ...], bool]:
    """Where two letters of *word* that look like one part, and whether only a rule says so."""
    lower = word.lower()
    if "nj" not in lower and "dž" not in lower and "lj" not in lower:
        return (), False
    match = _split_stems(extra).match(lower)
    if match:
        stem = match.group("stem")
        return (match.start("stem") + _split_offsets(extra)[stem],), False
    seam = _SEAM.match(lower)
    if (
        seam
        and len(lower) - seam.end() >= _SHORTEST_WORD
        and lexicon.serbian(lower[seam.end() :]) == Standing.WORD
        and lexicon.serbian(lower) == Standing.UNKNOWN
    ):
        return (seam.end(),), True
    return (), False


@cache
def _split_offsets(extra: tuple[str, ...]) -> dict[str, int]:
    stems = (*lexicon.split_beginnings(), *extra)
    return {stem.replace("·", ""): stem.index("·") for stem in stems if "·" in stem}


@cache
def _split_stems(extra: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(_split_offsets(extra), key=lambda stem: (-len(stem), stem))
    return re.compile(rf"{_SPLIT_PREFIX}(?P<stem>{'|'.join(map(re.escape, longest_first))})")


# --- acronyms that the text explains ----------------------------------------------------------

_IN_BRACKETS = regex(r"[ \u00a0]\(([A-ZČĆĐŠŽ]{2,7})\)")
_BEFORE_BRACKETS = regex(r"(?<!\w)([A-ZČĆĐŠŽ]{2,7})[ \u00a0]\(([^()\n]{4,160})\)")
_LONGEST_PHRASE = 160  # characters
_BETWEEN = frozenset("i u na o od do s sa za bez pri po iz protiv".split())


@lru_cache(maxsize=16)
def explained(text: str) -> frozenset[str]:
    """The acronyms for which *text* gives the Serbian words: Savez za mir (SZM), SZM (Savez za mir)."""
    found = set()
    for letters in _IN_BRACKETS.finditer(text):
        if _begins_with(text[max(0, letters.start() - _LONGEST_PHRASE) : letters.start()], letters.group(1)):
            found.add(letters.group(1))
    for letters in _BEFORE_BRACKETS.finditer(text):
        if _begins_with(letters.group(2), letters.group(1)):
            found.add(letters.group(1))
    return frozenset(found)


def _begins_with(phrase: str, letters: str) -> bool:
    """Whether the last words of *phrase* are Serbian and begin with *letters*; little words need not."""
    words = re.findall(r"[^\W\d_]+", phrase.lower())
    for letter in reversed(letters.lower()):
        while words and words[-1][0] != letter and words[-1] in _BETWEEN:
            words.pop()
        if not words or words[-1][0] != letter or not lexicon.serbian(words.pop()):
            return False
    return True


# --- several words in capitals ---------------------------------------------------------------

_LOUDEST = regex(rf"[A-Z\u00c0-\u024f]{{{_SHORTEST_WORD}}}")  # what a plain word in capitals has
_RUN_OF_CAPITALS = regex(r"(?<![A-ZČĆĐŠŽ])[A-ZČĆĐŠŽ]+(?:[ \u00a0,–-]+[A-ZČĆĐŠŽ]+)+(?![^\W\d_])")


def shouted(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches written in capitals, where a short word in capitals is no acronym.

    A line mostly in capitals is one, and so are neighbouring words in capitals; one of them
    must be a plain word: CENTAR ZA MLADE, but not USAID UNDP.
    """
    if not _LOUDEST.search(text):
        return ()
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        words = re.findall(r"[^\W\d_]{3,}", line)
        loud = [word for word in words if word.isupper()]
        if len(words) >= 2 and len(loud) * 3 >= len(words) * 2 and any(map(_is_plain_word, loud)):
            found.append((start, start + len(line)))
        start += len(line)
    for run in _RUN_OF_CAPITALS.finditer(text):
        if any(map(_is_plain_word, re.findall(r"[^\W\d_]+", run.group()))):
            found.append(run.span())
    whole: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if whole and start <= whole[-1][1]:
            start, end = whole[-1][0], max(end, whole.pop()[1])
        whole.append((start, end))
    return tuple(whole)


def _is_plain_word(word: str) -> bool:
    return _is_pronounceable(word) and word not in _FOREIGN
