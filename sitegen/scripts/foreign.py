"""Which words of a Serbian Latin text are of another language: word by word, then by neighbours.

Each word brings evidence (a natural logarithm, above 0 for foreign): what the word lists say and
how the word is spelt. Changing the language between two words costs something, little at a
capital or a comma and much inside a quotation, so the likeliest reading of the whole text keeps
``Save the Children`` together and leaves ``na obali Save`` alone (the Viterbi algorithm, with
two states). Decides nothing about acronyms, addresses and glossaries; they arrive decided.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.letters import is_cyrillic_letter
from sitegen.scripts.lexicon import Standing


class Word(NamedTuple):
    """A word as it stands in the text."""

    start: int
    end: int
    plain: str  # without soft hyphens and with digraphs in two letters
    known: float | None = None  # evidence that is not to be asked for: an acronym, a glossary word


class Verdict(NamedTuple):
    """What was decided about a word, and by how much the other reading lost."""

    is_foreign: bool
    margin: float


# Spellings that no Serbian word has, whatever its prefix and ending.
SPELLING = regex(
    r"zion[ei]\Z|eaux?\Z|ieux?\Z|ois\Z|eurs?\Z|[a-z]{3}ung\Z|[hk]eit(?:en)?\Z|oo[klmpt]s?\Z|ch|ph(?!od)|ght|ss|tt|ll|pp|ff|bb|cc|gg|mm|nn|kk|zz|\Ath|th\Z|sh\Z|(?<=[aeiou])ck\Z|[^s]tions?\Z"
    r"|(?<=[iu])dd|sch|[aeiou]tz\Z|(?:schaft|stiftung)\Z"
)
# A letter outside the alphabet; ś and ź are Montenegrin.
LETTER = regex("[^\\W\\d_abcčćdđefghijklmnoprsštuvzžśź]")
_SERBIAN_LETTER = regex("[čćđšžśź]")
_ACCENTS = regex("[\u0302\u0304\u030f\u0311]")  # over a vowel that is long or falls: kôd
# … or an ending by which Serbian makes words of foreign stems its own: readmisiran, modelovanje.
_SERBIAN_ONLY = regex(
    "[čćđšžśź]|(?:iran|iranj|ovan|ovanj|acij|icij|ističk|ovsk|evsk|insk|anstv|enstv|nost|ic|cion|sion)(?:a|e|i|o|u|og|om|im|ih|oj|ima|ama)\\Z"
)

# How a name of no list tells that it is spelt by its sound: Gunaj, Kristofijas. Of 2,300 names of towns that are spelt so 52 %
# do it, of 16,000 surnames and towns as their own language spells them 2 %.
_TRANSCRIBED = regex("[aeiou]j(?![aeiou])|ij[aeiou]")

# Little words of English and German that no Serbian sentence uses, whatever a dictionary holds.
_LITTLE = frozenset("the of and with for from by be or is in it he his its not are this that our und der das für von zur zum".split())
_PARTICLES = lexicon.vocabulary("particles")
_HINTS = lexicon.vocabulary("german") | lexicon.vocabulary("romance") | _PARTICLES
_GIVEN = lexicon.vocabulary("given")
_SAME = lexicon.vocabulary("same")
_ABBREVIATIONS = frozenset(
    "adr br bb cca dipl dir doc dr ekon el eng fax god inž itd itsl kab kat kuc lok mag med mob mr npr obl odn odg"
    " op opšt pok pom pon pr prim prof red rukov sl spec sr st stom str tač tel tzv ul vd vl vr zgr".split()
)
_BRANDS = frozenset(map(str.lower, lexicon.vocabulary("brands")))
_SHORTEST_STEM = 3  # letters
_BEGINNINGS_OF_BRANDS = frozenset(brand[:_SHORTEST_STEM] for brand in _BRANDS)
_EITHER = lexicon.vocabulary("either")
_OURS = frozenset("bin bint ibn abu".split()) | lexicon.vocabulary("places")  # Osama bin Laden, Hong Kong
_VOWEL = regex("[aeiou]")
_LONE = frozenset("aikosu")  # words of one letter

_PRIOR = -0.5  # most words are Serbian
_BEGINNING = 0.5  # what a text that begins in another language costs
# A word that loses by less is worth a warning: a Serbian one among foreign ones; one of no list, the more
# so if it is no name. The two latter were chosen on the curve in docs/script.md.
_DOUBTFUL_KNOWN, _DOUBTFUL_NAME, _DOUBTFUL_WORD, _DOUBTFUL_LISTED = 0.7, 3.0, 5.5, 20.0

_DOUBTFUL_PAIR = 6.5  # … two names of no list beside each other
_ALIEN = 2.5  # a name that loses by less is asked about beside a Serbian name too: Angelina *Jolie*


def has_foreign_letter(lower: str) -> bool:
    """Whether a letter of *lower* is outside the alphabet, and no accent by which Serbian tells two words apart: kôd, but fête."""
    if not LETTER.search(lower):
        return False
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", lower)))
    return lower.endswith("e") or bool(LETTER.search(bare)) or lexicon.serbian(bare) != Standing.WORD or bool(lexicon.english(bare)) or bare in _HINTS


@lru_cache(maxsize=20_000)
def evidence(word: str) -> float:
    """How surely *word*, written as in the text, is foreign when it stands alone."""
    lower = word.lower()
    if LETTER.search(lower):
        return 12.0 if has_foreign_letter(lower) else -8.0
    capital = word[0].isupper()
    if len(lower) == 1:
        return -1.0 if capital else -6.0 if lower in _LONE else -3.0
    if not lower.isascii() and _SERBIAN_LETTER.search(lower):
        return -8.0
    if lower in _LITTLE:
        return 3.0
    serbian, english = lexicon.serbian(lower), lexicon.english(lower)
    is_word_of_both = serbian == english == Standing.WORD
    if word in _OURS or (lower in _ABBREVIATIONS and not (capital and is_word_of_both)):  # red. prof., but Red Cross
        return -8.0
    if capital and lower[:_SHORTEST_STEM] in _BEGINNINGS_OF_BRANDS and is_own_spelling(lower):
        return 2.5 if serbian else 6.0
    if serbian == Standing.NAME and not capital:
        serbian = Standing.UNKNOWN
    if not capital and not serbian and lower in _BRANDS:
        return 5.0
    if serbian and lower in _SAME:
        return -4.0
    if not english and (serbian == Standing.WORD or (not serbian and lexicon.is_derived(lower))):
        return -2.5 if lower in _HINTS else -7.0
    odds = lexicon.english_odds(lower) / 2
    if serbian:
        own = (-5.0, -3.0, -1.0)[english] if serbian == Standing.NAME else (-7.0, -3.5, -2.0)[english]
        own += between(-1.0, odds / 5, 1.0)
        return max(own, -1.5 if lower in _PARTICLES else -2.5) if lower in _HINTS else own
    if SPELLING.search(lower) or lower in _HINTS:
        return 6.0
    if english == Standing.WORD:
        return (1.5 if len(lower) > 3 else 0.5) + between(-1.5, odds, 4.0)
    if english == Standing.NAME:
        return 0.5 + between(-2.5, odds, 4.0)
    if not capital and len(lower) > 2 and not _VOWEL.search(lower):  # vrgb, msgstr
        return 4.5
    if stem := english_stem(lower):
        return (1.0 if lexicon.english(stem) == Standing.WORD else -1.0) + between(-2.0, lexicon.english_odds(stem) / 2, 3.0)
    if not capital:
        return _NO_LIST + between(-4.0, odds, 6.0)
    if _TRANSCRIBED.search(lower):
        return -8.0
    return _NAME_OF_NO_LIST + between(-4.0, odds, 6.0)


_ENDINGS = ("a", "e", "i", "u", "om", "em", "ov", "ima", "ova", "ove", "ovi", "ovo", "ovu", "ovog", "ovoj", "ovom", "ovim", "ovih", "ovima", "in", "ina", "ine")


def _stems(lower: str) -> Iterator[str]:
    """What *lower* may be without a Serbian ending: Google|ov, Toyot|om of Toyota."""
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= _SHORTEST_STEM:
            yield lower[: -len(ending)]


@lru_cache(maxsize=5_000)
def is_own_spelling(lower: str) -> bool:
    """Whether a name, in lower case, is known by its own spelling, with a Serbian ending or without."""
    return lower in _BRANDS or any(stem in _BRANDS or f"{stem}a" in _BRANDS for stem in _stems(lower))


@lru_cache(maxsize=5_000)
def is_rare_name(lower: str) -> bool:
    """Whether *lower* is a rarer foreign name, as it is or with a Serbian ending: Rinaldija."""
    if lexicon.is_rare_name(lower):
        return True
    return len(lower) > _SHORTEST_STEM + 2 and any(
        len(stem) > _SHORTEST_STEM and lexicon.is_rare_name(stem.removesuffix("j")) for stem in _stems(lower)
    )


def english_stem(lower: str) -> str:
    """The English word in *lower*, a word of no list that has a Serbian ending: managementu; else empty."""
    for stem in _stems(lower):
        if len(stem) > _SHORTEST_STEM + 1 and stem[-1] not in "aeiou" and lexicon.english(stem) and not lexicon.serbian(stem):
            return stem
    return ""


def is_surely_serbian(word: str) -> bool:
    """Whether *word* raises no doubt among Serbian words, wherever it stands, and no question of its neighbours."""
    margin = -(evidence(word) + _PRIOR)
    if margin >= _DOUBTFUL_WORD and word[0].islower():
        return True
    return (
        margin >= _enough(word)
        and not (word[0].isupper() and word.lower() in _ARTICLES)
        and not _is_of_both(word)
        and not _is_somebody_foreign(word)
    )


def _enough(word: str) -> float:
    """By how much *word* must be Serbian to raise no doubt."""
    lower = word.lower()
    if len(lower) < 3 or lexicon.serbian(lower) or _SERBIAN_ONLY.search(lower) or lexicon.is_derived(lower):
        return _DOUBTFUL_KNOWN
    if not word[0].isupper():
        return _DOUBTFUL_WORD
    if _TRANSCRIBED.search(lower):
        return _DOUBTFUL_KNOWN
    return _DOUBTFUL_LISTED if is_rare_name(lower) else _DOUBTFUL_NAME


def _is_of_both(word: str) -> bool:
    """Whether *word* may be a foreign name spelt like a Serbian word: the application Signal."""
    lower = word.lower()
    if word in _EITHER:
        return True
    if len(word) < 4 or not word[0].isupper() or lower in _SAME:
        return False
    return lexicon.english(lower) == Standing.WORD == lexicon.serbian(lower)


_SOMEBODYS = regex(r"(?P<name>\w{4,})[oe]v(?:a|o|e|i|u|og|om|im|ih|oj)?\Z")


@lru_cache(maxsize=5_000)
def _is_somebody_foreign(word: str) -> bool:
    """Whether *word* says what belongs to a foreign name that is spelt as abroad: Alzheimerova."""
    whose = _SOMEBODYS.match(word.lower()) if word[0].isupper() else None
    return (
        whose is not None
        and not lexicon.serbian(word.lower())
        and not lexicon.serbian(whose["name"])
        and lexicon.english(whose["name"]) == Standing.NAME
    )


def is_doubtful(text: str, words: list[Word], verdicts: list[Verdict], number: int) -> bool:
    """Whether an author should look at the word *number* of *text*, which was read as Serbian."""
    word = words[number]
    margin = min(verdicts[number].margin, -score(word))
    if _is_term_of_both(word.plain) and is_quoted(text, word.start, word.end):
        return True
    if margin >= _DOUBTFUL_WORD and word.plain.islower():
        return False
    if _has_serbian_title(text, word):
        return False
    if word.known is None and _is_unknown_name(word.plain) and _is_title(text, words, number):
        return True
    if margin < _DOUBTFUL_KNOWN or (number and is_named_kind(text, words[number - 1], word)):
        return True
    if word.known is not None or not word.plain.isalpha():
        return False
    if (
        margin >= (_DOUBTFUL_PAIR if _is_of_unknown_pair(text, words, number) else _enough(word.plain))
        and not _is_somebody_foreign(word.plain)
        and (not _is_of_both(word.plain) or begins_sentence(text, word.start) or _ends_serbian_name(text, words, number))
        and not _stands_where_foreign_names_do(text, words, verdicts, number)
    ):
        return False
    is_alien = not lexicon.serbian(word.plain.lower()) and -score(word) < _ALIEN
    return is_alien or not (word.plain[0].isupper() and _stands_by_serbian_name(text, words, verdicts, number))


def _is_of_unknown_pair(text: str, words: list[Word], number: int) -> bool:
    """Whether two names of no Serbian list stand beside each other: Tineke Strik."""
    if not _is_unknown_name(words[number].plain):
        return False
    for beside in (number - 1, number + 1):
        if 0 <= beside < len(words) and _is_unknown_name(words[beside].plain):
            first, second = sorted((number, beside))
            if text[words[first].end : words[second].start] == " ":
                return True
    return False


_BODY = regex(rf"(?:{'|'.join(sorted(lexicon.vocabulary('bodies')))})\w{{0,3}}\Z")


@lru_cache(maxsize=5_000)
def is_body(word: str) -> bool:
    """Whether what stands behind *word*, a body of people or their work, is called by a name of its own: *institut*."""
    return bool(_BODY.match(word.lower())) or is_kind(word)


def _is_title(text: str, words: list[Word], number: int) -> bool:
    """Whether a name is quoted alone or stands behind what is called by it: „Guernica“, institut Fraunhofer."""
    word = words[number]
    if is_quoted(text, word.start, word.end):
        return True
    return bool(number) and text[words[number - 1].end : word.start] in _BEHIND_A_KIND and is_body(words[number - 1].plain)


_TITLE = regex(rf"(?:{'|'.join(sorted(lexicon.vocabulary('titles')))})\w{{0,3}}\Z")
_BEFORE = regex(r"(\w{2,12})[ \u00a0]\Z")


def names_ours(word: str) -> bool:
    """Whether the name behind *word* is one of ours: *kralja* Petra, *obala* Save."""
    return bool(_TITLE.match(word.lower()))


def _has_serbian_title(text: str, name: Word) -> bool:
    """Whether a name that is a word of Serbian stands behind a saint's title or with a river: Svetog Save, obala Save."""
    before = _BEFORE.search(text, max(0, name.start - 14), name.start) if _is_capitalized(name.plain) else None
    return before is not None and names_ours(before[1]) and bool(lexicon.serbian(name.plain.lower()))


@lru_cache(maxsize=5_000)
def _is_unknown_name(word: str) -> bool:
    lower = word.lower()
    return (
        len(word) > _SHORTEST_STEM
        and _is_capitalized(word)
        and not _SERBIAN_ONLY.search(lower)
        and not _TRANSCRIBED.search(lower)
        and not lexicon.serbian(lower)
        and not lexicon.is_derived(lower)
    )


def _ends_serbian_name(text: str, words: list[Word], number: int) -> bool:
    """Whether a word of both languages closes a name whose word before it is Serbian only: Crne *Gore*."""
    if not number or text[words[number - 1].end : words[number].start] not in (" ", "\u00a0"):
        return False
    before = words[number - 1]
    lower = before.plain.lower()
    return (
        _is_capitalized(before.plain)
        and not begins_sentence(text, before.start)
        and bool(lexicon.serbian(lower))
        and not lexicon.english(lower)
        and before.plain not in _GIVEN
        and not is_kind(lower)
    )


def _stands_where_foreign_names_do(text: str, words: list[Word], verdicts: list[Verdict], number: int) -> bool:
    """Whether a name stands in a row with a foreign name (Philips, Drager and Braun)."""
    name = words[number].plain
    if not _is_capitalized(name) or _SERBIAN_LETTER.search(name.lower()) or lexicon.serbian(name.lower()) == Standing.WORD:
        return False
    return any(verdicts[other].is_foreign for step in (-1, 1) for other in _row(text, words, number, step))


def _row(text: str, words: list[Word], number: int, step: int) -> Iterator[int]:
    """The names in a row with the word *number*, after it or, with a *step* of -1, before it."""
    for _ in range(_LONGEST_ROW):
        beside = number + step
        if 0 <= beside < len(words) and words[beside].plain in ("i", "ili"):
            beside += step
        if not 0 <= beside < len(words) or not _is_capitalized(words[beside].plain):
            return
        first, last = sorted((number, beside))
        if text[words[first].end : words[last].start] not in (", ", " i ", " ili "):
            return
        yield beside
        number = beside


_LONGEST_ROW = 5


_KIND = regex(rf"(?:{'|'.join(sorted(lexicon.vocabulary('kinds')))})\w{{0,3}}\Z")
_BEHIND_A_KIND = (" ", " „", " \"", " “", " «", " »")


@lru_cache(maxsize=5_000)
def is_kind(word: str) -> bool:
    """Whether foreign names stand behind *word*, a thing that is called by them: *sistem*, *kompanije*."""
    return bool(_KIND.match(word.lower()))


def is_named_kind(text: str, before: Word, name: Word) -> bool:
    """Whether *name* stands behind the kind of a thing and may be its foreign name: *sistem* Joomla."""
    return (
        name.known is None
        and name.plain[0].isupper()
        and text[before.end : name.start] in _BEHIND_A_KIND
        and is_name_of_two_languages(name.plain)
        and is_kind(before.plain)
    )


def is_name_of_two_languages(word: str) -> bool:
    """Whether *word* is written as a name and may be Serbian or not, as its neighbours say."""
    lower = word.lower()
    if len(word) < 3 or not _is_capitalized(word) or _SERBIAN_LETTER.search(lower) or lower in _SAME or word in _OURS:
        return False
    if word in _EITHER:
        return True
    standing = lexicon.serbian(lower)
    return standing == Standing.UNKNOWN or (standing == Standing.NAME and bool(lexicon.english(lower)))


def _is_capitalized(word: str) -> bool:
    return word[0].isupper() and word[1:].islower()


def _stands_by_serbian_name(text: str, words: list[Word], verdicts: list[Verdict], number: int) -> bool:
    """Whether the word beside it is a Serbian name or surname, so that it is one as well: Kofi Anan,
    Vedat Ibrahimović."""
    for beside in (number - 1, number + 1):
        if not 0 <= beside < len(words) or verdicts[beside].is_foreign:
            continue
        first, second = sorted((number, beside))
        name = words[beside].plain
        if (
            text[words[first].end : words[second].start] not in (" ", "-")
            or not _is_capitalized(name)
            or name in _GIVEN
        ):
            continue
        if lexicon.serbian(name.lower()) == Standing.NAME:
            return True
        if _SERBIAN_LETTER.search(name.lower()) and not begins_sentence(text, words[beside].start):
            return True
    return False


def is_spelt_as_serbian(lower: str) -> bool:
    """Whether letters or an ending say that *lower*, whatever its stem, is a word of Serbian."""
    return bool(_SERBIAN_ONLY.search(lower))


_NAME_OF_NO_LIST = -4.0
_NO_LIST = -2.5
_LOOKS_SERBIAN = -4.7  # evidence of a word of no list that is spelt like no other language


_AMONG_FOREIGN, _AMONG_FOREIGN_NAME = 5.0, 4.0  # what a word of no list gains in a text that holds foreign words


@lru_cache(maxsize=20_000)
def is_likelier_among_foreign(word: str) -> bool:
    """Whether *word* is of no list, so that it is easily foreign in a text that holds foreign words: zlib."""
    lower = word.lower()
    return (
        len(word) > 2
        and word.isascii()
        and word[1:].islower()
        and evidence(word) < 0
        and not lexicon.serbian(lower)
        and not lexicon.is_derived(lower)
        and not is_spelt_as_serbian(lower)
        and lower not in _ABBREVIATIONS
    )


class Suspicion(IntEnum):
    """Where in a text that holds foreign words a word read as Serbian is worth a look."""

    NOWHERE = 0
    AS_TERM = 1  # quoted alone: „port“
    AS_NAME = 2  # … and inside a sentence, where a capital makes it a name: Boston
    ANYWHERE = 3  # a word of no list


@lru_cache(maxsize=20_000)
def suspicion(word: str) -> Suspicion:
    """Where *word* is worth a look: in a text without foreign words it raises no doubt."""
    lower = word.lower()
    if any(map(is_cyrillic_letter, word)):
        return Suspicion.NOWHERE
    if len(word) == 1:
        return Suspicion.ANYWHERE if word.isascii() and lower not in _LONE and lower != "e" else Suspicion.NOWHERE
    if is_spelt_as_serbian(lower) or lower in _ABBREVIATIONS or lower in _SAME or word in _OURS:
        return Suspicion.NOWHERE
    standing = lexicon.serbian(lower)
    if not standing and not lexicon.is_derived(lower):
        return Suspicion.ANYWHERE if not word.islower() or evidence(word) > _LOOKS_SERBIAN else Suspicion.NOWHERE
    if word in _EITHER or lower in _HINTS or lexicon.english(lower):
        is_name = _is_capitalized(word) and (standing != Standing.WORD or word in _EITHER)
        return Suspicion.AS_NAME if is_name else Suspicion.AS_TERM
    return Suspicion.NOWHERE


@lru_cache(maxsize=20_000)
def is_serbian_only(word: str) -> bool:
    """Whether *word* is a Serbian name and none of another language, so that the name beside it is Serbian too."""
    lower = word.lower()
    if not _is_capitalized(word) or word in _GIVEN:
        return False
    return bool(_SERBIAN_LETTER.search(lower)) or (bool(lexicon.serbian(lower)) and not lexicon.english(lower))


def is_name(word: str) -> bool:
    """Whether *word* is known as a name and nothing else, in Serbian or beside foreign surnames."""
    return word in _GIVEN or lexicon.serbian(word.lower()) == Standing.NAME


def between(least: float, value: float, most: float) -> float:
    return max(least, min(most, value))


@lru_cache(maxsize=5_000)
def _is_homograph(word: str) -> bool:
    """Whether *word* is a word of Serbian and of English: on, most, test, care."""
    return len(word) > 1 and bool(lexicon.serbian(word)) and lexicon.english(word) == Standing.WORD


_HUMPS = regex("[A-ZČĆĐŠŽ][a-zčćđšž]{3,}")


def is_brand(word: str) -> bool:
    """Whether *word* is put together of English words by capitals: OpenStreetMap, SETimes."""
    if word[1:].islower():
        return False
    humps = [hump.lower() for hump in _HUMPS.findall(word[1:])]
    return any(
        lexicon.english(hump) == Standing.WORD and lexicon.serbian(hump) != Standing.WORD for hump in humps
    )


def is_telling(text: str, word: Word, before: Word | None) -> bool:
    """Whether the neighbours of *word* must be asked: it is foreign, the article of a title, the
    name behind a kind of thing or the ending of a foreign name."""
    return (
        score(word) > 0
        or word.plain.lower() in _ARTICLES
        or (before is not None and (is_named_kind(text, before, word) or is_ended_by_hyphen(text, before, word)))
    )


def score(word: Word) -> float:
    """The evidence that counts for *word* before its neighbours are asked."""
    return evidence(word.plain) + _PRIOR if word.known is None else word.known


def recognized(text: str, words: list[Word], is_among_foreign: bool = False) -> list[Verdict]:
    """A verdict on each of *words*, which stand in *text* in this order; is it known to hold foreign words?"""
    if not words:
        return []
    scores = list(map(score, words))
    gains = _gains_among_foreign(text, words) if is_among_foreign else {}
    for number, gain in gains.items():
        scores[number] += gain
    _favour_quotations(text, words, scores)
    _favour_kinds(text, words, scores)
    if max(scores) <= 0:  # no stretch of words can outweigh what it costs
        return [Verdict(False, gains.get(number, 0.0) - own) for number, own in enumerate(scores)]
    _favour_names(text, words, scores)
    _favour_articles(text, words, scores)
    _pull_neighbours(text, words, scores)
    costs = [_cost(text, before, after) for before, after in pairwise(words)]
    ahead = _best(scores, costs)
    behind = _best(scores[::-1], costs[::-1])[::-1]
    verdicts: list[Verdict] = []
    for own, (s, f), (s_back, f_back) in zip(scores, ahead, behind, strict=True):
        lead = (f + f_back - own) - (s + s_back)  # the word's own score stands in both ways
        lead = round(lead, 6)  # however the sums were rounded
        # what a word did not gain enough by makes it no more doubtful
        verdicts.append(Verdict(lead > 0, abs(lead) if lead > 0 else gains.get(len(verdicts), 0.0) - lead))
    for number, (before, after) in enumerate(pairwise(words)):
        if verdicts[number].is_foreign != verdicts[number + 1].is_foreign:
            serbian = number if verdicts[number + 1].is_foreign else number + 1
            if _could_be_one_name(text, before, after, words[serbian]):
                verdicts[serbian] = Verdict(False, 0.0)
    _keep_chapters(text, words, verdicts)
    return verdicts


_HAS_CHAPTERS = frozenset(("Caritas",))
# … whose names look like adjectives: Caritas Hrvatske, but not Caritas Banjalučke biskupije.
_COUNTRIES = frozenset(
    "austrijske češke danske engleske finske francuske grčke hrvatske irske mađarske nemačke njemačke norveške poljske slovačke švajcarske švedske švicarske turske".split()
)


def _keep_chapters(text: str, words: list[Word], verdicts: list[Verdict]) -> None:
    """Keeps the country in the name of a chapter, which is one name in one script: Caritas Švicarske, Caritas Bosne i Hercegovine."""
    for number, (before, after) in enumerate(pairwise(words), start=1):
        if not verdicts[number - 1].is_foreign or not _is_tight(text, before, after):
            continue
        if before.plain in _HAS_CHAPTERS:
            lower = after.plain.lower()
            if _is_capitalized(after.plain) and (lexicon.serbian(lower) == Standing.NAME or lower in _COUNTRIES):
                verdicts[number] = Verdict(True, 0.0)
        elif text[before.start : after.end] == "Bosne i" and text[after.end :].startswith(" Hercegovine"):
            verdicts[number : number + 2] = [Verdict(True, 0.0)] * 2


def _favour_articles(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of an article and of the name behind it where a foreign word follows: La Strada International."""
    for number, (article, name, after) in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if (
            article.plain.lower() in _ARTICLES
            and _is_capitalized(article.plain)
            and name.known is None
            and _is_capitalized(name.plain)
            and not _SERBIAN_LETTER.search(name.plain.lower())
            and scores[number + 2] > _STRONG
            and _is_tight(text, article, name)
            and _is_tight(text, name, after)
        ):
            scores[number] = max(scores[number], 1.0)
            scores[number + 1] = max(scores[number + 1], 1.0)


def _gains_among_foreign(text: str, words: list[Word]) -> dict[int, float]:
    """What words of no list gain, by their number, in a *text* that is known to hold foreign ones."""
    return {
        number: _AMONG_FOREIGN if word.plain.islower() else _AMONG_FOREIGN_NAME
        for number, word in enumerate(words)
        if word.known is None
        and is_likelier_among_foreign(word.plain)
        and (word.plain.islower() or not begins_sentence(text, word.start))
    }


def _could_be_one_name(text: str, before: Word, after: Word, serbian: Word) -> bool:
    """Whether a word read as Serbian may belong to the foreign one beside it: Petra Müller."""
    lower = serbian.plain.lower()
    if serbian.known is not None or lower in _SAME or not _is_tight(text, before, after):
        return False
    standing = lexicon.serbian(lower)
    are_capital = before.plain[0].isupper() and after.plain[0].isupper()
    if before.known is not None or after.known is not None:
        return are_capital and serbian is after and not before.plain.isupper()  # Caritas Austrije
    if are_capital:
        return standing != Standing.WORD or bool(lexicon.english(lower)) or lower in _HINTS
    is_homograph = len(lower) > 2 and lexicon.english(lower) == Standing.WORD
    return is_homograph or lower in _HINTS or (not standing and not _SERBIAN_LETTER.search(lower))


def _is_tight(text: str, before: Word, after: Word) -> bool:
    """Whether only a space or a hyphen parts two words."""
    return text[before.end : after.start] in (" ", "\u00a0", "-")


def _best(scores: list[float], costs: list[float]) -> list[tuple[float, float]]:
    """For each word the score of the best way to it that reads it as Serbian, and as foreign."""
    ways = [(0.0, scores[0] - _BEGINNING)]
    for own, cost in zip(scores[1:], costs, strict=True):
        s, f = ways[-1]
        ways.append((max(s, f - cost), max(f, s - cost) + own))
    return ways


def _favour_names(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of words of both languages that are written like names."""
    for number, (before, after) in enumerate(pairwise(words)):
        if text[before.end : after.start] == "-" and before.plain in _GIVEN and after.plain in _GIVEN:
            scores[number] += 8.0  # Karl-Heinz
            scores[number + 1] += 8.0
        if text[before.end : after.start] == " " and _are_of_one_title(before, after):
            scores[number] += 2.0  # Open Centre
            scores[number + 1] += 2.0
    for number, word in enumerate(words):
        if word.plain in _CONTRACTED and text[word.start - 1 : word.start] in ("'", "’"):
            scores[number] = 3.0  # People's, Let's, don't
        if (
            number
            and word.known is None
            and -4.0 < scores[number] < 0
            and word.plain[0].isupper()
            and not word.plain.isupper()
            and lexicon.english(word.plain.lower()) == Standing.WORD
        ):
            if not begins_sentence(text, word.start):
                scores[number] += 1.0
            if number >= 2 and scores[number - 2] > 1 and _is_link(words[number - 1], text, word):
                scores[number] += 3.5  # „Oxfam i Care“: the second name of a pair


_HYPHEN_ENDINGS = frozenset("a e u om em i ov ova ovo ove ovi ovu ovog ovom ovoj ovim ovih in ina ine ino ini inu inoj ju je jem jom jev".split())


def is_ended_by_hyphen(text: str, name: Word, ending: Word) -> bool:
    """Whether *name* may be spelt as abroad, which is why its *ending* stands behind a hyphen: Lille-a, not Il-e-Vilen."""
    lower = name.plain.lower()
    return (
        ending.plain in _HYPHEN_ENDINGS
        and text[name.end : ending.start] == "-" != text[ending.end : ending.end + 1]
        and name.known is None
        and len(lower) > 2
        and _is_capitalized(name.plain)
        and not _SERBIAN_LETTER.search(lower)
        and lexicon.serbian(lower) != Standing.WORD
    )


def _favour_kinds(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of names behind the kind of a thing, and before a hyphen and an ending."""
    for number, (before, name) in enumerate(pairwise(words), start=1):
        if is_ended_by_hyphen(text, before, name):
            scores[number - 1] += 8.0
        if scores[number] <= _STRONG and is_named_kind(text, before, name):
            lower = name.plain.lower()
            if name.plain in _EITHER:
                scores[number] = max(scores[number], 3.0)
            elif scores[number] <= 0:
                scores[number] += 5.0 if lexicon.is_rare_name(lower) or lexicon.english(lower) else 2.0
            elif is_own_spelling(lower):
                scores[number] += 3.0


def _are_of_one_title(before: Word, after: Word) -> bool:
    """Whether two words with capitals are common English ones and not both Serbian, or two rarer names."""
    if before.known is not None or after.known is not None or not (_is_capitalized(before.plain) and _is_capitalized(after.plain)):
        return False
    lowers = before.plain.lower(), after.plain.lower()
    if min(map(len, lowers)) <= _SHORTEST_STEM or all(map(lexicon.serbian, lowers)):
        return False
    if all(lexicon.english(lower) == Standing.WORD for lower in lowers):
        return True
    return not any(map(lexicon.serbian, lowers)) and all(lexicon.english(lower) or lexicon.is_rare_name(lower) for lower in lowers)


_CONTRACTED = frozenset("s t re ll ve".split())
QUOTED = regex("[„“\"«»‚]([^„“”\"«»‚‘\n]{2,200})[“”\"«»‘]")
_ARTICLES = frozenset("le la les el los las il lo der die das un une una uno".split())


def _favour_quotations(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of words in quotation marks together with one that is surely foreign,
    or behind a foreign article; not where a Serbian letter stands."""
    starts = [word.start for word in words]
    _favour_terms(text, words, starts, scores)
    for quoted in QUOTED.finditer(text):
        first, end = bisect_left(starts, quoted.start(1)), bisect_left(starts, quoted.end(1))
        inside = range(first, end)
        if len(inside) == 1 and _is_unknown_term(text[slice(*quoted.span(1))]):
            scores[first] += _QUOTED_ALONE
        if len(inside) < 2 or any(
            (words[n].known or 0.0) < -1.0 or _SERBIAN_LETTER.search(words[n].plain.lower()) for n in inside
        ):
            continue
        lowers = [words[n].plain.lower() for n in inside]
        has_article = lowers[0] in _ARTICLES and lowers[1] not in _LONE
        has_particle = any(lower in _PARTICLES for lower in lowers) and not all(map(lexicon.serbian, lowers))
        if has_article or has_particle or max(scores[first:end]) > _STRONG:
            for n in inside:
                scores[n] += 4.0 if has_article or has_particle else 2.5


def _favour_terms(text: str, words: list[Word], starts: list[int], scores: list[float]) -> None:
    """Raises the *scores* of words in small letters that are quoted one by one, if all of them may be
    foreign and one is no Serbian word: „none“, „rgb“, „auto“."""
    quoted = [bisect_left(starts, term.start(1)) for term in _QUOTED_TERM.finditer(text)]
    quoted = [n for n in quoted if n < len(words) and _may_be_term(words[n].plain)]
    if len(quoted) > 1 and any(not lexicon.serbian(words[n].plain) for n in quoted):
        for n in quoted:
            scores[n] += 6.0
    elif quoted and any(own > 0 for n, own in enumerate(scores) if n not in quoted):  # among other foreign words
        for n in quoted:
            if words[n].plain not in _SAME:
                scores[n] += 4.5


@lru_cache(maxsize=20_000)
def _is_term_of_both(word: str) -> bool:
    """Whether *word*, quoted alone, is rather English than the Serbian word that is spelt alike: „set“."""
    return len(word) > 1 and word.islower() and lexicon.english(word) == Standing.WORD and word not in _SAME


def quotes_term(text: str) -> bool:
    """Whether a word of both languages or of no list is quoted alone in *text*."""
    return any(_is_term_of_both(term[1]) or _is_unknown_term(term[1]) for term in _QUOTED_TERM.finditer(text))


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether what stands from *start* to *end* of *text* is alone in quotation marks."""
    return text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING


_OPENING, _CLOSING = tuple("„“\"«‚'"), tuple("“”\"»‘'")


def _may_be_term(word: str) -> bool:
    return lexicon.english(word) == Standing.WORD or _is_unknown_term(word)


_QUOTED_TERM = regex("[„“\"«‚]([a-z]{2,30})[“”\"»‘]")


def quoted_terms(text: str) -> int:
    """How many words in small letters are quoted in *text*, each alone."""
    return len(_QUOTED_TERM.findall(text))


def _is_unknown_term(quoted: str) -> bool:
    """Whether a quotation is one word of no list in small letters, and not spelt as Serbian only: „popd“, „none“."""
    return (
        quoted.isascii()
        and quoted.isalpha()
        and quoted.islower()
        and not lexicon.serbian(quoted)
        and not lexicon.is_derived(quoted)
        and not _SERBIAN_ONLY.search(quoted)
        and evidence(quoted) > _LOOKS_SERBIAN
    )


_QUOTED_ALONE = 6.0  # what a word of no list gains
_STRONG = 2.0  # a score that pulls the words beside it


def _pull_neighbours(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of words that are easily foreign, beside one that surely is.

    Given names, words of no list, and the little words of other languages; from left to right
    and back, so that one pulls the next: Don Juan de la Cruz.
    """
    pulled = set()
    for step in (1, -1):
        for number in range(len(words))[::step]:
            word, beside = words[number], number - step
            if (
                number not in pulled
                and word.known is None
                and 0 <= beside < len(words)
                and scores[number] <= _STRONG
                and _is_strong(words[beside], scores[beside], step)
                and _is_tight(text, *((words[beside], word) if step == 1 else (word, words[beside])))
            ):
                scores[number] += _pull(word, words[beside], is_first=step == -1)
                pulled.add(number)


_COMPANY = frozenset("AG GmbH Ltd Inc LLC SpA SE BV NV KG Kft SA SAS plc".split())


def _is_strong(word: Word, score: float, step: int) -> bool:
    """Whether *word* pulls the one beside it; *step* is -1 where that stands before it."""
    if word.known is None:
        return score > _STRONG
    return step == -1 and word.plain in _COMPANY  # Strabag AG


def _pull(word: Word, beside: Word, *, is_first: bool) -> float:
    lower = word.plain.lower()
    capital = word.plain[0].isupper()
    standing = lexicon.serbian(lower)
    if lower in _HINTS:
        return 5.5
    if capital and beside.plain in _PARTICLES and not is_first:
        return 10.0  # degli Studi
    goes_on = beside.plain[0].isupper() or beside.plain in _PARTICLES
    if capital and is_first and goes_on and word.plain in _GIVEN:
        return 7.0
    if beside.plain in _COMPANY:
        return 8.0 if capital and not standing else 0.0
    if not standing and not _SERBIAN_LETTER.search(lower):
        if capital and beside.plain[0].isupper():
            return 8.0 if is_first else 6.0
        return 3.5 if lexicon.english(lower) == Standing.WORD else 2.0
    if is_first and len(lower) > (2 if capital else 3) and capital == beside.plain[0].isupper() and lexicon.english(lower) == Standing.WORD:
        return 3.0  # soft skills
    return 3.0 if capital and standing == Standing.NAME and lexicon.english(lower) else 0.0


def _is_link(link: Word, text: str, after: Word) -> bool:
    return link.plain in ("i", "ili") and text[link.end : after.start].isspace()


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence, or the text, begins at *at*."""
    while at and text[at - 1] in " \u00a0„“”\"«»(":
        at -= 1
    return at == 0 or text[at - 1] in ".!?:\n"


_QUOTES_AND_BRACKETS = regex("[„“”\"«»()\\[\\]{}<>|\n]")


_CLOSE = regex("[ \u00a0]|-|['’]|[ \u00a0]?&[ \u00a0]?")


def _cost(text: str, before: Word, after: Word) -> float:
    """What it costs to change the language between two neighbouring words."""
    gap = text[before.end : after.start]
    if gap != " ":
        if gap == "." and (LETTER.search(before.plain.lower()) or LETTER.search(after.plain.lower())):
            return 12.0  # a name with a dot: Yandex.Fotki
        if _QUOTES_AND_BRACKETS.search(gap):
            return 0.2
        if gap == ". " and len(before.plain) == 1:
            return 1.5  # an initial
        if not _CLOSE.fullmatch(gap):
            return 0.4
    if gap in ("'", "’"):
        return 9.0  # People's
    if gap == "-":
        return 5.0 if before.plain[0].isupper() and after.plain[0].isupper() else 2.0
    if before.plain[0].isupper() and after.plain[0].isupper():
        return 0.7 if begins_sentence(text, before.start) else 2.5
    if before.plain[0].islower() and after.plain[0].islower():
        return 1.5 if not (_is_homograph(before.plain) or _is_homograph(after.plain)) else 2.5
    lower = before if before.plain[0].islower() else after
    if evidence(lower.plain) > 0:
        return 6.0 if lower is after else 3.0  # Save the, by Step
    return 2.0 if _is_homograph(lower.plain) else 0.7
