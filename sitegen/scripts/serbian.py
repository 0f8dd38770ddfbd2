"""Serbian in Cyrillic and Latin: conversion both ways, alphabetical order, the search fold.

Cyrillic to Latin is a table with a rule for capitals. Latin to Cyrillic needs knowledge: which
two letters are one, which words are foreign, which acronyms are ours; what it does not know for
sure it reports as a ``Doubt``. Knows nothing of HTML, Markdown or records.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

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
_SINGLE_CODE_POINTS = str.maketrans(
    {"ǉ": "lj", "ǈ": "Lj", "Ǉ": "LJ", "ǌ": "nj", "ǋ": "Nj", "Ǌ": "NJ"}
    | {"ǆ": "dž", "ǅ": "Dž", "Ǆ": "DŽ", "Ð": "Đ"}
)
_SERBIAN_LATIN = set("abcčćdđefghijklmnoprsštuvzž")
# Look-alikes that end up in a word of the other script when a keyboard was switched too late.
_TO_CYRILLIC_TWIN = str.maketrans("aeojcpxyABEJKMHOPCTXYeS", "аеојсрхуАВЕЈКМНОРСТХУеЅ")
_TO_LATIN_TWIN = str.maketrans("аеојсрхуАВЕЈКМНОРСТХУ", "aeojcpxyABEJKMHOPCTXY")

_SPLIT_PREFIX = (
    "(?:ne|naj|mikro|makro|hiper|hipo|de|re|auto|anti|bio|elektro|foto|pre|super|vakum|iz|po)*"
)
_DOMESTIC = frozenset(
    "JU UG NVO OCD BiH FBiH RS MZ CK KM EU MUP JIB PIO PIB JMB JMBG SAD UN SO SG TV PDV NSRS VSTV RTRS"
    " RTV AD DOO KUD SOS ZZO FZO JKP JP CSR DZ UKC OO SŠC OŠ VKV NK PR LGBT LGBTI LGBTIQ ŽFK FK".split()
)
_FOREIGN = frozenset(
    "GIZ CARE ISO EN DIN UNICEF UNDP UNHCR USAID OSCE OEBS WHO UNESCO NATO EEA IPA IOM CEB SIDA ADA ASB ABS"
    " IRIS LIR CD HSDS PDF HTML CSV XML URL USB SMS PIN GPS IT HR VIP GmbH CARITAS".split()
)
_UNITS = "km|m|cm|mm|kg|g|dag|l|dl|ml|ha|kWh|kW|MB|GB|KB|min|h|EUR|USD|CHF|RSD|HRK|GBP|m²|m³|km²"
_TOP_LEVEL = "ba|rs|me|hr|si|mk|com|org|net|info|eu|edu|gov|int|de|at|ch|uk|no|cz|io"
_FILE_TYPES = "pdf|docx?|xlsx?|odt|ods|csv|txt|md|ya?ml|html?|jpe?g|png|svg|zip|js|css|py"
_TOKEN = re.compile(
    r"(?P<code>\{\{.*?\}\}|\{[A-Za-z_][\w.]*\})"
    r"|(?P<address>(?:https?://|www\.)[^\s<>„“”\"»«]*[^\s<>„“”\"»«.,;:!?)\]]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?<![\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:{_TOP_LEVEL})(?:/[^\s<>„“”\"]*[\w/])?(?![\w-])"
    rf"|(?<![\w/])[\w-]+\.(?:{_FILE_TYPES})(?!\w)"
    r"|(?<!\w)[@#][A-Za-z]\w+)"
    rf"|(?P<unit>(?<=\d)(?:[ \u00a0\u202f]?)(?:{_UNITS})(?!\w))"
    r"|(?P<mixed>[^\W\d_]+\d[\w]*|(?<!\d)\d+[^\W\d_]+\d\w*)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad\u200c\u034f])*)"
)
_ROMAN = re.compile(
    r"(?=[MDCLXVI]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z"
)
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
    """Whether an author wrote *text* in Latin: more Latin letters than Cyrillic ones."""
    cyrillic = sum(map(is_cyrillic_letter, text))
    if cyrillic == 0:
        return True
    letters = sum(map(str.isalpha, text))
    return letters - cyrillic > cyrillic


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


_Decide = Callable[[str, Glossary, bool], tuple[Part, str]]


def _converted(text: str, glossary: Glossary, decide: _Decide) -> Conversion:
    parts: list[Part] = []
    doubts: list[Doubt] = []
    shouting = _shouting_lines(text)
    last = 0
    for start, end, kept in _tokens(text, glossary):
        parts.append(text[last:start])
        last = end
        if kept is not None:
            parts.append(kept)
            continue
        word = text[start:end]
        part, doubt = decide(word, glossary, shouting(start))
        parts.append(part)
        if doubt:
            doubts.append(Doubt(start, end, word, doubt, _kept_text(part)))
    parts.append(text[last:])
    return Conversion(joined(_neighbours_joined(parts)), tuple(doubts))


def _tokens(text: str, glossary: Glossary) -> Iterator[tuple[int, int, Kept | None]]:
    """Words to decide about (None) and stretches that are Kept whatever they say, in order."""
    phrases = _phrases(glossary)
    at = 0
    while at < len(text):
        token = _TOKEN.search(text, at)
        phrase = phrases.search(text, at) if phrases else None
        if phrase and (token is None or phrase.start() <= token.start()):
            yield phrase.start(), phrase.end(), Kept(phrase.group(), dict(glossary.keep)[phrase.group()])
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


@cache
def _phrases(glossary: Glossary) -> re.Pattern[str] | None:
    if not glossary.keep:
        return None
    longest_first = sorted((phrase for phrase, _ in glossary.keep), key=lambda p: (-len(p), p))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _latin_word(word: str, glossary: Glossary, shouted: bool) -> tuple[Part, str]:
    """What becomes of one word of a Latin text: its canonical form, and the kind of doubt."""
    cyrillic = sum(map(is_cyrillic_letter, word))
    if cyrillic == len(word):
        return word, ""
    if cyrillic:
        return _mended(word, cyrillic)
    plain = word.translate(_SINGLE_CODE_POINTS)
    known = dict(glossary.words).get(plain)
    if known is not None:
        return known, ""
    if plain in _DOMESTIC or plain in glossary.domestic:
        return _letters_to_cyrillic(plain, ()), ""
    letters = {letter for letter in plain.lower() if letter.isalpha()}
    if not letters <= _SERBIAN_LATIN:
        # ś and ź are Montenegrin: a base letter and an accent in Cyrillic.
        if letters <= _SERBIAN_LATIN | {"ś", "ź"}:
            return _letters_to_cyrillic(plain, _splits(plain, glossary)), ""
        return Kept(word), ""
    if plain in _FOREIGN:
        return Kept(word), ""
    if not shouted:
        if _ROMAN.match(plain):
            return Kept(word), ""
        if plain.isupper() and 2 <= len(plain) <= 6 and plain.isascii():
            return Kept(word), "acronym"
    if _CAMEL.match(plain):
        return Kept(word), "foreign"
    return _letters_to_cyrillic(plain, _splits(plain, glossary)), ""


def _cyrillic_word(word: str, glossary: Glossary, shouted: bool) -> tuple[Part, str]:
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


def _letters_to_cyrillic(word: str, splits: tuple[int, ...]) -> str:
    """Letter by letter; *splits* are offsets between two letters that must not be joined."""
    out: list[str] = []
    at = 0
    while at < len(word):
        pair = word[at : at + 2]
        if pair in _CYRILLIC and len(pair) == 2 and at + 1 not in splits:
            out.append(_CYRILLIC[pair])
            at += 2
            continue
        letter = word[at]
        if letter in "\u200c\u034f":  # an author's sign that n and j stand apart
            at += 1
            continue
        out.append(_CYRILLIC.get(letter) or _accented(letter))
        at += 1
    return "".join(out)


def _accented(letter: str) -> str:
    """A letter with an accent: the base letter converted, the accent kept as it is."""
    parts = unicodedata.normalize("NFD", letter)
    return _CYRILLIC.get(parts[0], parts[0]) + parts[1:]


def _splits(word: str, glossary: Glossary) -> tuple[int, ...]:
    match = _split_stems(glossary.split).match(word.lower())
    if match is None:
        return ()
    stem = match.group("stem")
    return (match.start("stem") + _split_offsets(glossary.split)[stem],)


@cache
def _split_offsets(extra: tuple[str, ...]) -> dict[str, int]:
    lines = files(__package__).joinpath("digraph_splits.txt").read_text(encoding="utf-8")
    stems = [line for line in lines.splitlines() if line and not line.startswith("#")]
    return {stem.replace("·", ""): stem.index("·") for stem in (*stems, *extra) if "·" in stem}


@cache
def _split_stems(extra: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(_split_offsets(extra), key=lambda stem: (-len(stem), stem))
    return re.compile(rf"{_SPLIT_PREFIX}(?P<stem>{'|'.join(map(re.escape, longest_first))})")


def _shouting_lines(text: str) -> Callable[[int], bool]:
    """A test whether an offset lies in a line written mostly in capitals."""
    if not any(letter.isupper() for letter in text):
        return lambda offset: False
    lines: list[tuple[int, bool]] = []
    end = 0
    for line in text.splitlines(keepends=True) or [text]:
        end += len(line)
        words = re.findall(r"[^\W\d_]{3,}", line)
        loud = sum(word.isupper() for word in words)
        lines.append((end, len(words) >= 2 and loud * 3 >= len(words) * 2))

    def is_shouted(offset: int) -> bool:
        return next((loud for end, loud in lines if offset < end), False)

    return is_shouted


def _neighbours_joined(parts: list[Part]) -> list[Part]:
    """Kept words that only spaces part, of one language, become one Kept phrase."""
    out: list[Part] = []
    for part in parts:
        if (
            isinstance(part, Kept)
            and len(out) >= 2
            and isinstance(out[-1], str)
            and isinstance(out[-2], Kept)
            and re.fullmatch(r"[ \u00a0&]*", out[-1])
            and out[-2].lang == part.lang
        ):
            between, before = str(out.pop()), out.pop()
            part = Kept(_kept_text(before) + between + part.text, part.lang)
        if part != "":
            out.append(part)
    return out


# --- order and fold --------------------------------------------------------------------------

_AZBUKA = "абвгдђежзијклљмнњопрстћуфхцчџш"
_FIRST_LETTER = 100  # spaces sort first, then digits, then letters
_FOREIGN_BLOCK = 1000  # in the Cyrillic list Latin names stand after the azbuka
_CYRILLIC_RANK = {letter: _FIRST_LETTER + n for n, letter in enumerate(_AZBUKA)}
_ABECEDA_RANK = {letter: _FIRST_LETTER + n for n, letter in enumerate(_TABLE["abeceda"])}
_LATIN_RANK = {c: _ABECEDA_RANK[latin] for c, latin in _LATIN.items() if latin in _ABECEDA_RANK}
_LATIN_RANK |= {letter: rank for letter, rank in _ABECEDA_RANK.items() if len(letter) == 1}


def cyrillic_order(canonical_text: str) -> tuple[tuple[int, ...], str]:
    """Sort key of a canonical text in a Cyrillic list; names that stay Latin come last."""
    ranks = dict(_CYRILLIC_RANK)
    ranks |= {
        letter: rank + _FOREIGN_BLOCK for letter, rank in _ABECEDA_RANK.items() if len(letter) == 1
    }
    return _key(canonical_text, ranks)


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


_FOLD_DROPPED = dict.fromkeys(map(ord, _TABLE["fold_dropped"]))


def fold(text: str) -> str:
    """The search key of *text*: the same for both scripts, any capitals, with or without marks.

    đ, dj and d meet, so do dž and dz; č ć → c, š → s, ž → z; other accents fall away.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_FOLD_DROPPED)
    text = to_latin(text)
    for written, key in _TABLE["fold_pairs"]:
        text = text.replace(written, key)
    bare = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
