"""Serbian in Cyrillic and Latin: conversion both ways, alphabetical order, the search fold.

Cyrillic to Latin is a table with a rule for capitals. Latin to Cyrillic needs knowledge: which
two letters are one, which words are foreign, which acronyms are ours; what it does not know for
sure it reports as a ``Doubt``. Knows nothing of HTML, Markdown or records.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from sitegen.scripts.spans import (
    EMPTY_GLOSSARY,
    Conversion,
    Doubt,
    Glossary,
    Kept,
    Part,
    joined,
)

_TABLE = json.loads(files(__package__).joinpath("letters.json").read_text(encoding="utf-8"))
_LATIN: dict[str, str] = _TABLE["latin"]
_DIGRAPHS = {letter: latin for letter, latin in _LATIN.items() if latin in ("lj", "nj", "dž")}

# --- Cyrillic to Latin -----------------------------------------------------------------------

_SIMPLE = str.maketrans(
    {c: latin for c, latin in _LATIN.items() if c not in _DIGRAPHS}
    | {c.upper(): latin.upper() for c, latin in _LATIN.items() if c not in _DIGRAPHS}
    | _DIGRAPHS
)
_CAPITAL_DIGRAPH = re.compile("[ЉЊЏ]")


def to_latin(text: str) -> str:
    """*text* with its Serbian Cyrillic letters in Latin; everything else stays. Result is NFC.

    A capital Љ, Њ or Џ gives two capitals when a neighbouring letter of its word is a capital
    (the next one decides, at the end of a word the one before), else one: ЉУБАВ → LJUBAV,
    Љубав → Ljubav, Њ. П. → Nj. P.
    """
    if text.isascii():
        return text
    if _CAPITAL_DIGRAPH.search(text):
        text = _CAPITAL_DIGRAPH.sub(_capital_digraph, text)
    return unicodedata.normalize("NFC", text.translate(_SIMPLE))


def _capital_digraph(match: re.Match[str]) -> str:
    text, at = match.string, match.start()
    latin = _DIGRAPHS[match.group().lower()]
    after = _next_letter(text, at + 1, 1)
    before = _next_letter(text, at - 1, -1)
    decides = after or before
    return latin.upper() if decides.isupper() else latin.capitalize()


def _next_letter(text: str, at: int, step: int) -> str:
    """The neighbouring letter of the same word, looking through soft hyphens and accents."""
    while 0 <= at < len(text):
        letter = text[at]
        if letter != "\u00ad" and not unicodedata.combining(letter):
            return letter if letter.isalpha() else ""
        at += step
    return ""


# --- Latin to Cyrillic -----------------------------------------------------------------------

_CYRILLIC = {latin: c for c, latin in _LATIN.items()}
_CYRILLIC |= {latin.upper(): c.upper() for latin, c in _CYRILLIC.items()}
_CYRILLIC |= {latin.capitalize(): c.upper() for c, latin in _DIGRAPHS.items()}
_PAIR = re.compile("|".join(pair for pair in _CYRILLIC if len(pair) == 2))
_SINGLE_LETTERS = str.maketrans(
    {latin: c for latin, c in _CYRILLIC.items() if len(latin) == 1}
    | {"\u200c": None, "\u034f": None}  # an author's signs that n and j stand apart
)
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_SINGLE_CODE_POINTS = str.maketrans(
    {"ǉ": "lj", "ǈ": "Lj", "Ǉ": "LJ", "ǌ": "nj", "ǋ": "Nj", "Ǌ": "NJ"}
    | {"ǆ": "dž", "ǅ": "Dž", "Ǆ": "DŽ", "Ð": "Đ"}
)
_SERBIAN_LATIN = set("abcčćdđefghijklmnoprsštuvzž")
# ś and ź are Montenegrin: a base letter and an accent in Cyrillic. Marks are no letters.
_FOREIGN_LETTER = re.compile("(?![abcčćdđefghijklmnoprsštuvzžśź])[^\\W\\d_]")
# Look-alikes that end up in a word of the other script when a keyboard was switched too late.
_TO_CYRILLIC_TWIN = str.maketrans("aeojcpxyABEJKMHOPCTXYeS", "аеојсрхуАВЕЈКМНОРСТХУеЅ")
_TO_LATIN_TWIN = str.maketrans("аеојсрхуАВЕЈКМНОРСТХУ", "aeojcpxyABEJKMHOPCTXY")

_SPLIT_PREFIX = (
    "(?:ne|naj|mikro|makro|hiper|hipo|de|re|auto|anti|bio|elektro|foto|pre|super|vakum|iz|po){0,9}"
)
_DOMESTIC = frozenset(
    "JU UG NVO OCD BiH FBiH RS MZ CK KM EU MUP JIB PIO PIB JMB JMBG SAD UN SO SG TV PDV NSRS VSTV RTRS"
    " RTV AD DOO KUD SOS ZZO FZO JKP JP CSR DZ UKC OO SŠC OŠ VKV NK PR LGBT LGBTI LGBTIQ ŽFK FK".split()
)
_FOREIGN = frozenset(
    "GIZ CARE ISO EN DIN UNICEF UNDP UNHCR UNFPA USAID OSCE OEBS WHO UNESCO NATO EEA IPA IOM CEB SIDA ADA"
    " ASB ABS IRIS LIR CD HSDS PDF HTML CSV XML URL USB SMS PIN GPS IT HR VIP GmbH CARITAS COVID OXFAM"
    " Oxfam Caritas online offline of the and for with und".split()
)
# Names of networks; they take Serbian endings without a hyphen.
_NETWORKS = re.compile(
    r"(?:Facebook|Instagram|Viber|Google|Twitter|LinkedIn|TikTok|Messenger|YouTube|WhatsApp)"
    r"(?:a|u|e|om)?\Z"
)
# Spellings that no Serbian word has, whatever its prefix and ending.
_FOREIGN_SPELLING = re.compile(
    r"ch|ph(?!od)|ght|ss|tt|ll|pp|ff|bb|cc|gg|mm|kk|\Ath|th\Z|sh\Z|(?<=[aeiou])ck\Z|[^s]tions?\Z|(?<=[iu])dd"
)
_QUOTATION = re.compile('[„“"«]([^„“”"«»\n]+)[“”"»]')
_SERBIAN_LITTLE_WORD = re.compile(r"\b(?:i|u|na|za|se|je|su|od|sa|iz|po|o)\b", re.IGNORECASE)
_UNITS = (
    "km/h|km²|km|m²|m³|m/s|m|cm|mm|kg|mg|dag|g|t|hl|dl|ml|l|ha|kWh|kW|Hz|kHz|MHz|GHz|KB|MB|GB|TB|min|h"
    "|°C|EUR|USD|CHF|RSD|HRK|GBP"
)
_TOP_LEVEL = "ba|rs|me|hr|si|mk|com|org|net|info|eu|edu|gov|int|de|at|ch|uk|no|cz|io"
_FILE_TYPES = "pdf|docx?|xlsx?|pptx?|odt|ods|csv|txt|md|json|xml|ya?ml|html?|php|jpe?g|png|svg|zip|js|css|py"
# Every repetition has a bound or begins only where its run begins: a long line of hyphens, dots
# or braces is looked at once and not once for each of its signs.
_TOKEN = re.compile(
    r"(?P<code>\{\{.{0,300}?\}\}|\{[A-Za-z_][\w.]*\})"
    r"|(?P<address>(?:https?://|www\.)[^\s<>„“”\"»«]*[^\s<>„“”\"»«.,;:!?)\]]"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?<![\w.])[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,9}}\.(?:{_TOP_LEVEL})(?:/[^\s<>„“”\"]*[\w/])?(?![\w-])"
    rf"|(?<![\w/])[\w-]{{1,200}}\.(?:{_FILE_TYPES})(?!\w)"
    r"|(?<!\w)[@#][A-Za-z]\w+|(?<!\w)[A-Z]&[A-Z](?!\w)|(?<!\w)(?:[Ee]-?mail[a-z]{0,3}|Wi-Fi)(?!\w))"
    rf"|(?P<unit>(?<=\d)(?:[ \u00a0\u202f]?)(?:{_UNITS})(?!\w))"
    r"|(?P<mixed>[^\W\d_]+\d[\w]*|(?<!\d)\d+[^\W\d_]+\d\w*)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad\u200c\u034f])*)"
)
_ROMAN = re.compile(
    r"(?=[MDCLXVI]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z"
)
_ROMAN_IN_CAPITALS = frozenset("II III IV VII VIII IX".split())  # VI is a word as well
_SYLLABLES = re.compile(r"(?:[^aeiou]{0,2}[aeiou])+(?:[^aeiou]|st|zd)?\Z")
_SHORTEST_WORD, _LONGEST_ACRONYM = 5, 6  # letters; between them the shape of the word decides
_CAMEL = re.compile(r"[^\W\d_]*[a-zčćđšž][A-ZČĆĐŠŽ]")


def is_latin_letter(letter: str) -> bool:
    """Whether *letter* belongs to any Latin alphabet."""
    return unicodedata.name(letter, "").startswith(("LATIN ", "FULLWIDTH LATIN")) and (
        letter.isalpha()
    )


def is_cyrillic_letter(letter: str) -> bool:
    """Whether *letter* belongs to any Cyrillic alphabet."""
    return "\u0400" <= letter <= "\u052f" or "\u1c80" <= letter <= "\u1c8f"


def is_mostly_latin(text: str) -> bool:
    """Whether an author wrote *text* in Latin: more Latin letters than Cyrillic ones.

    A text that begins in Cyrillic and has no Serbian Latin letter is Cyrillic with a long
    foreign name in it.
    """
    cyrillic = sum(map(is_cyrillic_letter, text))
    if cyrillic == 0:
        return True
    latin = sum(map(str.isalpha, text)) - cyrillic
    if latin <= cyrillic:
        return False
    return not _BEGINS_IN_CYRILLIC.match(text) or bool(_SERBIAN_LATIN_ONLY.search(text))


_BEGINS_IN_CYRILLIC = re.compile(r"[\W\d_]*[\u0400-\u052f]{2,}(?![^\W\d_])")
_SERBIAN_LATIN_ONLY = re.compile("[čćđšžČĆĐŠŽ]")


def canonical(
    text: str, glossary: Glossary = EMPTY_GLOSSARY, *, latin: bool | None = None
) -> Conversion:
    """An author's text, in either script, as canonical Prose.

    *latin* says which script the author writes; left out, the letters of *text* decide.
    Latin text is converted, Cyrillic text only searched for stretches that stay Latin.
    Offsets of doubts count characters of the NFC form of *text*.
    """
    text = unicodedata.normalize("NFC", text)
    if latin is None:
        latin = is_mostly_latin(text)
    return to_cyrillic(text, glossary) if latin else _recognize(text, glossary)


def _round_trip(text: str, conversion: Conversion) -> Conversion:
    """Adds a doubt where the canonical text, read in Latin, is not what the author wrote.

    Capitals of digraphs and mended look-alikes are repairs, not differences.
    """
    written = re.sub("[\u200c\u034f]", "", text.translate(_SINGLE_CODE_POINTS)).casefold()
    parts = conversion.prose.parts
    back = "".join(to_latin(p) if isinstance(p, str) else _kept_text(p) for p in parts).casefold()
    mended = any(doubt.kind == "homoglyph" for doubt in conversion.doubts)
    if back == unicodedata.normalize("NFC", to_latin(written)) or mended:
        return conversion
    doubt = Doubt(0, len(text), text, "round_trip", back)
    return Conversion(conversion.prose, (*conversion.doubts, doubt))


def _kept_text(part: Part) -> str:
    return part if isinstance(part, str) else part.text if isinstance(part, Kept) else part.latn


def to_cyrillic(text: str, glossary: Glossary = EMPTY_GLOSSARY) -> Conversion:
    """Serbian Latin *text* as canonical Prose; foreign words, codes and addresses are Kept.

    Words that are written in Cyrillic already stay. Unsure decisions are in ``doubts``.
    """
    text = unicodedata.normalize("NFC", text)
    return _round_trip(text, _converted(text, glossary, _latin_word))


def _recognize(text: str, glossary: Glossary) -> Conversion:
    """Cyrillic *text* with the Latin stretches in it marked as Kept."""
    if not re.search(r"[A-Za-z\u00c0-\u024f]", text) and not glossary.keep:
        return Conversion(joined([text]))
    return _converted(text, glossary, _cyrillic_word)


@dataclass(frozen=True, slots=True)
class _Known:
    """A glossary, ready to be asked about one word after another."""

    phrases: re.Pattern[str] | None
    languages: dict[str, str]  # of a kept phrase
    words: dict[str, str]
    domestic: frozenset[str]
    split: tuple[str, ...]


@cache
def _known(glossary: Glossary) -> _Known:
    longest_first = sorted((phrase for phrase, _ in glossary.keep), key=lambda p: (-len(p), p))
    phrases = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
    return _Known(
        re.compile(phrases) if longest_first else None,
        dict(glossary.keep),
        dict(glossary.words),
        _DOMESTIC | frozenset(glossary.domestic),
        glossary.split,
    )


_Decide = Callable[[str, _Known, "_Surroundings"], tuple[Part, str]]


def _converted(text: str, glossary: Glossary, decide: _Decide) -> Conversion:
    parts: list[Part] = []
    doubts: list[Doubt] = []
    known = _known(glossary)
    loud, foreign = _shouted(text), _foreign_quotations(text)
    last = 0
    for start, end, kept in _tokens(text, known):
        parts.append(text[last:start])
        last = end
        if kept is not None:
            parts.append(kept)
            continue
        word = text[start:end]
        part, doubt = decide(word, known, _Surroundings(text, start, end, loud, foreign))
        parts.append(part)
        if doubt:
            doubts.append(Doubt(start, end, word, doubt, _kept_text(part)))
    parts.append(text[last:])
    return Conversion(joined(_neighbours_joined(parts)), tuple(doubts))


def _tokens(text: str, known: _Known) -> Iterator[tuple[int, int, Kept | None]]:
    """Words to decide about (None) and stretches that are Kept whatever they say, in order."""
    at = 0
    phrase = known.phrases.search(text) if known.phrases else None
    while at < len(text):
        token = _TOKEN.search(text, at)
        if known.phrases and phrase and phrase.start() < at:
            phrase = known.phrases.search(text, at)
        if phrase and (token is None or phrase.start() <= token.start()):
            yield phrase.start(), phrase.end(), Kept(phrase.group(), known.languages[phrase.group()])
            at = phrase.end()
            continue
        if token is None:
            return
        if token.lastgroup == "word":
            yield token.start(), token.end(), None
        elif token.lastgroup == "mixed" and any(map(is_cyrillic_letter, token.group())):
            pass  # „2-годишњи“ or а1: Cyrillic letters beside digits follow the script
        else:
            kept = token.group().lstrip()
            yield token.end() - len(kept), token.end(), Kept(kept)
        at = token.end()


class _Surroundings(NamedTuple):
    """Where a word stands, for the few words that only their neighbours explain."""

    text: str
    start: int
    end: int
    loud: tuple[tuple[int, int], ...]  # stretches written in capitals, from _shouted
    foreign: tuple[tuple[int, int], ...]  # quotations in another language

    def is_shouted(self) -> bool:
        """Whether the word is one of several that are written in capitals."""
        return _lies_in(self.loud, self.start)

    def is_in_foreign_quotation(self) -> bool:
        """Whether the word stands in a quotation that reads as another language."""
        return _lies_in(self.foreign, self.start)

    def is_number(self) -> bool:
        """Whether a lone I or V counts here: ``Petra I``, ``V razred``; not I at a beginning."""
        if self.text[self.end : self.end + 1] == ".":
            return False
        before = self.start - 1
        while before >= 0 and self.text[before] in " \u00a0":
            before -= 1
        return self.text[self.start] == "V" or (before >= 0 and self.text[before].isalnum())


def _lies_in(stretches: tuple[tuple[int, int], ...], at: int) -> bool:
    """Whether *at* lies in one of *stretches*, which are sorted and do not overlap."""
    nearest = bisect_right(stretches, at, key=itemgetter(0)) - 1
    return nearest >= 0 and at < stretches[nearest][1]


def _latin_word(word: str, known: _Known, around: _Surroundings) -> tuple[Part, str]:
    """What becomes of one word of a Latin text: its canonical form, and the kind of doubt."""
    if not word.isascii():
        cyrillic = sum(map(is_cyrillic_letter, word))
        if cyrillic == len(word):
            return word, ""
        if cyrillic:
            return _mended(word, cyrillic)
    plain = word.translate(_SINGLE_CODE_POINTS)
    if plain in known.words:
        return known.words[plain], ""
    if plain in known.domestic:
        return _letters_to_cyrillic(plain, ()), ""
    lower = plain.lower()
    if _FOREIGN_LETTER.search(lower):
        return Kept(word), ""
    if plain in _FOREIGN or _NETWORKS.match(plain):
        return Kept(word), ""
    if around.foreign and around.is_in_foreign_quotation():
        return Kept(word), "foreign"
    doubt = ""
    shape = _PAIR.sub(_as_one_letter, plain)  # UDRUŽENjA is in capitals, a lone LJ is an initial
    if shape.isupper():
        keeps, doubt = _capitals(shape, around)
        if keeps:
            return Kept(word), doubt
    elif _FOREIGN_SPELLING.search(lower) or _CAMEL.match(shape):
        return Kept(word), "foreign"
    return _letters_to_cyrillic(plain, _splits(plain, known.split)), doubt


def _capitals(word: str, around: _Surroundings) -> tuple[bool, str]:
    """Whether a word in capitals stays Latin, and the kind of doubt about it."""
    if len(word) == 1:
        return word in "IV" and not around.is_shouted() and around.is_number(), ""
    if around.is_shouted():
        return word in _ROMAN_IN_CAPITALS, ""
    if _ROMAN.match(word):
        return True, ""
    if len(word) <= _LONGEST_ACRONYM and word.isascii():
        return not _is_pronounceable(word), "acronym"
    return False, ""


def _as_one_letter(pair: re.Match[str]) -> str:
    return "Ž" if pair.group()[0].isupper() else "ž"


def _is_pronounceable(word: str) -> bool:
    """Whether a word in capitals reads like a word (USLUGE) and not like letters (UNFPA)."""
    return len(word) >= _SHORTEST_WORD and bool(_SYLLABLES.match(_PAIR.sub("l", word.lower())))


def _is_plain_word(word: str) -> bool:
    return _is_pronounceable(word) and word not in _FOREIGN


def _cyrillic_word(word: str, known: _Known, around: _Surroundings) -> tuple[Part, str]:
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
        twin = word.translate(_TO_CYRILLIC_TWIN)
        if all(map(is_cyrillic_letter, filter(str.isalpha, twin))):
            return twin, "homoglyph"
        return _letters_to_cyrillic(word, ()), "homoglyph"
    twin = word.translate(_TO_LATIN_TWIN)
    return _letters_to_cyrillic(twin, ()), "homoglyph"


@lru_cache(maxsize=10_000)
def _letters_to_cyrillic(word: str, splits: tuple[int, ...]) -> str:
    """Letter by letter; *splits* are offsets between two letters that must not be joined."""
    ends = (0, *splits, len(word))
    pieces = (word[start:end] for start, end in pairwise(ends))
    text = "".join(_PAIR.sub(_one_letter, piece) for piece in pieces).translate(_SINGLE_LETTERS)
    return text if text.isascii() else _ACCENTED.sub(_accented, text)


def _one_letter(pair: re.Match[str]) -> str:
    return _CYRILLIC[pair.group()]


def _accented(letter: re.Match[str]) -> str:
    """A letter with an accent: the base letter converted, the accent kept as it is."""
    parts = unicodedata.normalize("NFD", letter.group())
    return _CYRILLIC.get(parts[0], parts[0]) + parts[1:]


def _splits(word: str, extra: tuple[str, ...]) -> tuple[int, ...]:
    lower = word.lower()
    if "nj" not in lower and "dž" not in lower and "lj" not in lower:
        return ()
    match = _split_stems(extra).match(lower)
    if match is None:
        return ()
    stem = match.group("stem")
    return (match.start("stem") + _split_offsets(extra)[stem],)


@cache
def _split_offsets(extra: tuple[str, ...]) -> dict[str, int]:
    lines = files(__package__).joinpath("digraph_splits.txt").read_text(encoding="utf-8")
    stems = [line for line in lines.splitlines() if line and not line.startswith("#")]
    return {stem.replace("·", ""): stem.index("·") for stem in (*stems, *extra) if "·" in stem}


@cache
def _split_stems(extra: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(_split_offsets(extra), key=lambda stem: (-len(stem), stem))
    return re.compile(rf"{_SPLIT_PREFIX}(?P<stem>{'|'.join(map(re.escape, longest_first))})")


def _foreign_quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Quotations without a Serbian letter or little word, in which some word is surely foreign."""
    return tuple(
        quotation.span(1)
        for quotation in _QUOTATION.finditer(text)
        if quotation[1].isascii()
        and not _SERBIAN_LITTLE_WORD.search(quotation[1])
        and any(_is_surely_foreign(word) for word in re.findall("[a-z]+", quotation[1].lower()))
    )


def _is_surely_foreign(lower: str) -> bool:
    return not _SERBIAN_LATIN.issuperset(lower) or bool(_FOREIGN_SPELLING.search(lower))


_RUN_OF_CAPITALS = re.compile(r"(?<![A-ZČĆĐŠŽ])[A-ZČĆĐŠŽ]+(?:[ \u00a0,–-]+[A-ZČĆĐŠŽ]+)+(?![^\W\d_])")


def _shouted(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches written in capitals, where a short word in capitals is no acronym.

    A line mostly in capitals is one, and so are neighbouring words in capitals; one of them
    must be a plain word: CENTAR ZA MLADE, but not USAID UNDP.
    """
    if not any(letter.isupper() for letter in text):
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


def _neighbours_joined(parts: list[Part]) -> list[Part]:
    """Kept words that only spaces part, of one language, become one Kept phrase."""
    out: list[Part] = []
    phrases: dict[int, tuple[str, list[str]]] = {}  # by their place in out: language, pieces
    for part in parts:
        if (
            isinstance(part, Kept)
            and len(out) >= 2
            and isinstance(out[-1], str)
            and isinstance(out[-2], Kept)
            and re.fullmatch(r"[ \u00a0&]*", out[-1])
            and out[-2].lang == part.lang
        ):
            between, first = out.pop(), out[-1]
            _, pieces = phrases.setdefault(len(out) - 1, (part.lang, [_kept_text(first)]))
            pieces += (str(between), part.text)
        elif part != "":
            out.append(part)
    for at, (lang, pieces) in phrases.items():
        out[at] = Kept("".join(pieces), lang)
    return out


# --- order and fold --------------------------------------------------------------------------

_AZBUKA = "абвгдђежзијклљмнњопрстћуфхцчџш"
_FIRST_LETTER = 100  # spaces sort first, then digits, then letters
_FOREIGN_BLOCK = 1000  # in the Cyrillic list Latin names stand after the azbuka
_CYRILLIC_RANK = {letter: _FIRST_LETTER + n for n, letter in enumerate(_AZBUKA)}
_ABECEDA_RANK = {letter: _FIRST_LETTER + n for n, letter in enumerate(_TABLE["abeceda"])}
_LATIN_RANK = {c: _ABECEDA_RANK[latin] for c, latin in _LATIN.items() if latin in _ABECEDA_RANK}
_LATIN_RANK |= {letter: rank for letter, rank in _ABECEDA_RANK.items() if len(letter) == 1}
_CYRILLIC_RANK |= {
    letter: rank + _FOREIGN_BLOCK for letter, rank in _ABECEDA_RANK.items() if len(letter) == 1
}


def cyrillic_order(canonical_text: str) -> tuple[tuple[int, ...], str]:
    """Sort key of a canonical text in a Cyrillic list; names that stay Latin come last."""
    return _key(canonical_text, _CYRILLIC_RANK)


def latin_order(canonical_text: str) -> tuple[tuple[int, ...], str]:
    """Sort key of the same text in a Latin list: abeceda, digraphs known and never guessed."""
    return _key(canonical_text, _LATIN_RANK)


def _key(text: str, ranks: dict[str, int]) -> tuple[tuple[int, ...], str]:
    key: list[int] = []
    for letter in text.lower():
        rank = ranks.get(letter)
        if rank is None:
            base = unicodedata.normalize("NFD", letter)[0]
            rank = ranks.get(base)
        if rank is not None:
            key.append(rank)
        elif letter.isdigit():
            key.append(10 + int(unicodedata.digit(letter, 0)))
        elif letter.isspace() or letter in "-–—/":
            if key and key[-1] != 0:
                key.append(0)
    return tuple(key), text


def cyrillic_initial(canonical_text: str) -> str:
    """The letter under which a text stands in the azbuka; a digit or Latin name has its own."""
    return next((c.upper() for c in canonical_text if c.isalnum()), "#")


def latin_initial(canonical_text: str) -> str:
    """The letter under which a text stands in the abeceda: Lj, Nj and Dž are one letter."""
    first = cyrillic_initial(canonical_text)
    latin = _LATIN.get(first.lower())
    if latin:
        return latin.capitalize()
    base = unicodedata.normalize("NFD", first)[0]
    return first if first.lower() in _ABECEDA_RANK else base


_FOLD_PAIRS: list[tuple[str, str]] = [(written, key) for written, key in _TABLE["fold_pairs"]]
_FOLD_DROPPED = dict.fromkeys(map(ord, _TABLE["fold_dropped"]))


def fold(text: str) -> str:
    """The search key of *text*: the same for both scripts, any capitals, with or without marks.

    đ, dj and d meet, so do dž and dz; č ć → c, š → s, ž → z; other accents fall away.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_FOLD_DROPPED)
    text = to_latin(text)
    for written, key in _FOLD_PAIRS:
        text = text.replace(written, key)
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
