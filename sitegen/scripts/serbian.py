"""Serbian in Cyrillic and Latin: conversion both ways, alphabetical order, the search fold.

Cyrillic to Latin is a table with a rule for capitals. Latin to Cyrillic needs knowledge: which
two letters are one, which words are foreign (``foreign``), which acronyms are ours; what it does
not know for sure it reports as a ``Doubt``. Knows nothing of HTML, Markdown or records.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple

from sitegen import shortcuts
from sitegen.scripts import foreign, lexicon
from sitegen.scripts.lexicon import Standing
from sitegen.scripts.spans import (
    EMPTY_GLOSSARY,
    Conversion,
    Doubt,
    Glossary,
    Kept,
    Part,
    Prose,
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
# The same table as a code page, four times as fast as str.translate: what Serbian texts are made of
# fits into 256 places, and the codecs of Python are written in C. No mark that combines is among it.
_WRITTEN = "".join(map(chr, range(128))) + "".join(c + c.upper() for c in _LATIN if c not in _DIGRAPHS and len(c.upper()) == 1 and c not in "ѐѝ") + "čćđšžČĆĐŠŽ\u00a0«»°·×§©²³ÄÖÜäöüß–—‘’‚“”„•…€→"
_READ = _WRITTEN.translate(_SIMPLE)
_CODE_PAGE = codecs.charmap_build(_WRITTEN + "\ufffe" * (256 - len(_WRITTEN)))


def to_latin(text: str) -> str:
    """*text* with its Serbian Cyrillic letters in Latin; everything else stays. Result is NFC.

    A capital Љ, Њ or Џ gives two capitals when a neighbouring letter of its word is a capital
    (the next one decides, at the end of a word the one before), else one: ЉУБАВ → LJUBAV,
    Љубав → Ljubav, Њ. П. → Nj. P.
    """
    if text.isascii():
        return text
    if "Њ" in text or "Љ" in text or "Џ" in text:
        text = _CAPITAL_DIGRAPH.sub(_capital_digraph, text)
    bare = text.replace("њ", "nj").replace("љ", "lj").replace("џ", "dž")
    try:
        return codecs.charmap_decode(codecs.charmap_encode(bare, "strict", _CODE_PAGE)[0], "strict", _READ)[0]
    except UnicodeEncodeError:
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
_LONE_LETTERS = frozenset("abcčćdđefghijklmnoprsštuvzžABCČĆDĐEFGHJKLMNOPRSŠTUZŽ")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_SINGLE_CODE_POINTS = str.maketrans(
    {"ǉ": "lj", "ǈ": "Lj", "Ǉ": "LJ", "ǌ": "nj", "ǋ": "Nj", "Ǌ": "NJ"}
    | {"ǆ": "dž", "ǅ": "Dž", "Ǆ": "DŽ", "Ð": "Đ"}
)
# Look-alikes that end up in a word of the other script when a keyboard was switched too late.
_TO_CYRILLIC_TWIN = str.maketrans("aeojcpxyABEJKMHOPCTXYeS", "аеојсрхуАВЕЈКМНОРСТХУеЅ")
_TO_LATIN_TWIN = str.maketrans("аеојсрхуАВЕЈКМНОРСТХУ", "aeojcpxyABEJKMHOPCTXY")

_SPLIT_PREFIX = (
    "(?:ne|naj|mikro|makro|hiper|hipo|de|re|auto|anti|bio|elektro|foto|pre|super|vakum|iz|po){0,9}"
)
_DOMESTIC = lexicon.vocabulary("domestic")
# Some of ours that are English as well: a foreign neighbour takes them along (UN Women).
_SHARED = lexicon.vocabulary("shared")
_OWNERS = frozenset("RS BiH FBiH SRS".split())  # an acronym before them is domestic: SZ RS
_FOREIGN = lexicon.vocabulary("foreign")
# They take Serbian endings without a hyphen.
_NETWORKS = re.compile(rf"(?:{'|'.join(sorted(lexicon.vocabulary('networks')))})(?:a|u|e|om)?\Z")
_UNITS = (
    "kVA|Mbit/s|Mb/s|Gb/s|kb/s|Mbps|MW|kV|dB|px|dpi|kcal|kJ|kPa|hPa|km/h|km²|km|m²|m³|m/s|m|cm|mm|kg|mg|dag|g|t|hl|dl|ml|l|ha|kWh|kW|Hz|kHz|MHz|GHz|KB|MB|GB|TB|min|h"
    "|°C|V|EUR|USD|CHF|RSD|HRK|GBP"
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
    r"|(?<!\w)[A-Za-z]:\\[^\s<>„“”\"]{1,200}[\w\\]|(?<!\w)localhost(?::\d+)?(?!\w)"
    r"|(?<!\w)(?:sr|bs|hr|en|de|fr):(?=[^\W\d_])"  # a page of another language in a wiki
    r"|(?<!\w)[@#][A-Za-z]\w+|(?<!\w)[A-Z]&[A-Z](?!\w)|(?<!\w)(?:[Ee]-?mail[a-z]{0,3}|Wi-Fi|e\. ?V\.)(?!\w))"
    rf"|(?P<unit>(?<=\d)(?:[ \u00a0\u202f]?)(?:{_UNITS})(?!\w))"
    r"|(?P<mixed>[^\W\d_]+\d[\w]*|(?<!\d)\d+[^\W\d_]+\d\w*)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad\u200c\u034f])*)"
)
_UNIT = re.compile(rf"(?:{_UNITS})\Z")
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


def has_cyrillic(text: str) -> bool:
    """Whether *text* holds a letter of any Cyrillic alphabet."""
    return _CYRILLIC_LETTER.search(text) is not None


def is_mostly_latin(text: str) -> bool:
    """Whether an author wrote *text* in Latin: more Latin letters than Cyrillic ones.

    A text that begins in Cyrillic and has no Serbian Latin letter is Cyrillic with a long
    foreign name in it.
    """
    cyrillic = len(text) - len(_CYRILLIC_LETTER.sub("", text))
    if cyrillic == 0:
        return True
    latin = sum(map(str.isalpha, text)) - cyrillic
    if latin <= cyrillic:
        return False
    return not _BEGINS_IN_CYRILLIC.match(text) or bool(_SERBIAN_LATIN_ONLY.search(text))


_CYRILLIC_LETTER = re.compile("[\u0400-\u052f\u1c80-\u1c8f]+")  # as in is_cyrillic_letter
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
    known = _KNOWN_WITHOUT_GLOSSARY if glossary is EMPTY_GLOSSARY else _known(glossary)
    found: list[str] = _PIECES.findall(text)
    conversion = _converted_by_pieces(found, known)
    if conversion is not None:
        return conversion
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        found = []
    sure, windows = _sure_stretches(text, found, known)
    pieces = _decided(text, known, _latin_word, windows)
    conversion = _assembled(text, sorted((*pieces, *sure)) if sure else pieces)
    if all(isinstance(p.part, Kept) or p.part is known.pieces.get(text[p.start : p.end]) for p in pieces):
        return conversion  # each of them has been read back
    return _round_trip(text, conversion)


_RADIUS = 8  # pieces: four words and what parts them


def _sure_stretches(
    text: str, pieces: list[str], known: _Known
) -> tuple[list[_Piece], tuple[tuple[int, int], ...]]:
    """What of *text* is too far from any doubtful piece to depend on it, converted; and the rest.

    A piece's chunk between two spaces, the quotation it stands in and four words on each side
    belong to the rest. A text with a phrase of the glossary is looked at whole.
    """
    whole = ((0, len(text)),)
    table = known.pieces
    open_ = [number for number, piece in enumerate(pieces) if table.get(piece) is None]
    if len(pieces) < 4 * _RADIUS or len(open_) * _RADIUS > len(pieces):
        return [], whole
    if any(pieces[number] in known.first_words for number in open_):
        return [], whole
    starts = [0, *accumulate(map(len, pieces))]
    windows: list[list[int]] = []
    for number in open_:
        first, last = max(_chunk(pieces, number, -1) - _RADIUS, 0), _chunk(pieces, number, 1) + _RADIUS
        first, last = _chunk(pieces, first, -1), _chunk(pieces, min(last, len(pieces) - 1), 1)
        windows.append([starts[first], starts[last + 1]])
    for quoted in foreign.QUOTED.finditer(text):
        a, b = quoted.span()
        if any(start < b and a < end for start, end in windows):
            first, last = bisect_right(starts, a) - 1, bisect_left(starts, b)
            windows.append([starts[first], starts[last]])
    merged: list[list[int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    sure: list[_Piece] = []
    edges = [0, *(edge for window in merged for edge in window), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start < end:
            inside = pieces[bisect_left(starts, start) : bisect_left(starts, end)]
            sure.append(_Piece(start, end, "".join(str(table[piece]) for piece in inside)))
    return sure, tuple((start, end) for start, end in merged)


def _chunk(pieces: list[str], number: int, step: int) -> int:
    """The last piece from *number* on in the direction *step* before one with a space."""
    while 0 <= number + step < len(pieces) and not _SPACE.search(pieces[number + step]):
        number += step
    return number


def canonical_side_by_side(
    texts: Sequence[str], glossary: Glossary = EMPTY_GLOSSARY, *, latin: bool
) -> tuple[tuple[Prose, ...], tuple[Doubt, ...]]:
    """Texts that a reader sees as one, as ``in`` and ``jekcija`` around the start of emphasis.

    Words and phrases are decided together; one Prose for each text comes back. Offsets of doubts
    count characters of all texts in a row.
    """
    if len(texts) == 1:
        conversion = canonical(texts[0], glossary, latin=latin)
        return (conversion.prose,), conversion.doubts
    texts = [unicodedata.normalize("NFC", text) for text in texts]
    whole, known = "".join(texts), _known(glossary)
    alone = _each_alone(texts, whole, known, latin=latin)
    if alone is not None:
        return alone, ()
    pieces = _decided(whole, known, _latin_word if latin else _cyrillic_word)
    conversion = _assembled(whole, pieces)
    if latin:
        conversion = _round_trip(whole, conversion)
    proses, start = [], 0
    for text in texts:
        inside = _pieces_within(pieces, whole, start, start + len(text))
        proses.append(_assembled(text, inside).prose)
        start += len(text)
    return tuple(proses), conversion.doubts


def _each_alone(
    texts: Sequence[str], whole: str, known: _Known, *, latin: bool
) -> tuple[Prose, ...] | None:
    """*texts* one by one, where that is sure to give the same as the *whole* of them."""
    if not shortcuts.are_taken():
        return None
    if not latin:
        return tuple(joined([text]) for text in texts) if _is_plain_cyrillic(whole, known) else None
    plain = _sure_text(whole, known)
    if plain is None:
        return None
    each = [_sure_text(text, known) for text in texts]
    if None in each or "".join(map(str, each)) != plain:  # a word goes through
        return None
    return tuple(Prose((text,) if text else ()) for text in each)


def _sure_text(text: str, known: _Known) -> str | None:
    """*text* in Cyrillic if nothing in it is kept or doubtful, else None."""
    conversion = _converted_by_pieces(_PIECES.findall(text), known)
    if conversion is None or conversion.doubts:
        return None
    parts = conversion.prose.parts
    return "".join(map(str, parts)) if all(isinstance(part, str) for part in parts) else None


def _pieces_within(pieces: list[_Piece], whole: str, start: int, end: int) -> list[_Piece]:
    """The *pieces* of one stretch of a text, counted from its start, cut at both its ends."""
    inside = []
    for piece in pieces:
        if piece.start < end and piece.end > start:
            a, b = max(piece.start, start), min(piece.end, end)
            part = piece.part
            if (a, b) != (piece.start, piece.end):
                written = whole[piece.start : a], whole[a:b], whole[b : piece.end]
                part = (
                    Kept(written[1], part.lang)
                    if isinstance(part, Kept)
                    else cut(_kept_text(part), written)[1]
                )
            inside.append(_Piece(a - start, b - start, part))
    return inside


def cut(converted: str, sources: Sequence[str]) -> tuple[str, ...]:
    """*converted* cut where *sources*, of which it was made in a row, meet; in either direction.

    A letter that was written in two sources goes to the first of them.
    """
    letters = iter(converted)
    out, done, wanted = [], 0, 0
    for source in sources[:-1]:
        wanted += _latin_length(source)
        piece = ""
        while done < wanted and (letter := next(letters, "")):
            piece += letter
            done += _latin_length(letter)
        out.append(piece)
    return (*out, "".join(letters))


def _latin_length(text: str) -> int:
    return sum(2 if letter in "љњџЉЊЏ" else 0 if letter in "\u200c\u034f" else 1 for letter in text)


# Plain prose goes piece by piece through a table of words already decided: words alone, and
# between them signs that cannot belong to an address, a unit or a code.
_PIECES = re.compile(r"[.:]\w+|[^\W_]+|[\W_]+")
_TELLING_SIGNS = re.compile(r"[@#&{}<>/\\_=~^|`$°+*:%.]")  # they may mean an address, a unit, a place
_PLAIN_SIGNS = re.compile(
    r"[\s.,:;!?„“”\"«»()–—…-]*[\s„“”\"«»()–—…,;!?-]|[:.]\d+|\s?/\s?|\.\.\.|[“”\"»)]?[.:]|[“”\"»)]*[.:]\s[\s„“”\"«»()–—-]*|[“”\"»)]*\s?%[\s,.;)]+"
)
_MIXED = re.compile(r"[A-Za-z]+\d[A-Za-z\d]*|\d+[A-Za-z]+\d[A-Za-z\d]*")
_IS_UNIT = "unit"
_CALM = -6.0  # a score below which no neighbour takes a word along
_MOST_PIECES = 40_000  # then the table starts anew; about 8 MB


_SPACE = re.compile(r"\s")


def _converted_by_pieces(pieces: list[str], known: _Known) -> Conversion | None:
    """A text of *pieces* in Cyrillic if every piece of it is sure wherever it stands, or is kept wherever it
    stands between such; else None."""
    table = known.pieces
    try:
        return _plain("".join(map(table.__getitem__, pieces)))  # type: ignore[arg-type]
    except KeyError:
        if len(table) > _MOST_PIECES:
            table.clear()
            known.lone.clear()
        for piece in pieces:
            if piece not in table:
                table[piece] = _sure_piece(piece, known)
        found = [table[piece] for piece in pieces]
        if None not in found:
            return _plain("".join(map(str, found)))
    except TypeError:
        pass
    return _with_lone_pieces(pieces, known)


def _plain(text: str) -> Conversion:
    return Conversion(Prose((text,) if text else ()))


def _with_lone_pieces(pieces: list[str], known: _Known) -> Conversion | None:
    """A text whose pieces are sure but for acronyms, units and codes that stand alone in it."""
    parts: list[Part] = []
    doubts: list[Doubt] = []
    run: list[str] = []
    at = 0
    for number, piece in enumerate(pieces):
        sure = known.pieces[piece]
        if sure is not None:
            run.append(sure)
        else:
            if piece not in known.lone:
                known.lone[piece] = _lone_piece(piece, known)
            doubt = known.lone[piece]
            if doubt is None or not _stands_alone(pieces, number, known):
                return None
            if run:
                parts.append("".join(run))
                run = []
            parts.append(Kept(piece))
            if doubt:
                doubts.append(Doubt(at, at + len(piece), piece, doubt, piece))
        at += len(piece)
    if run:
        parts.append("".join(run))
    return Conversion(Prose(tuple(parts)), tuple(doubts))


def _lone_piece(piece: str, known: _Known) -> str | None:
    """The doubt about a piece that stays Latin among Serbian words ("" for none); None if that is
    not sure."""
    if not piece.isascii() or piece in known.first_words or piece in known.words:
        return None
    if not piece.isalnum() or len(piece) < 2 or piece in known.domestic:
        return None
    if not piece.isalpha():
        return "" if _MIXED.fullmatch(piece) else None
    if _UNIT.match(piece):
        return _IS_UNIT
    if (piece in _FOREIGN and piece.isupper()) or _NETWORKS.match(piece):
        return ""
    shape = _PAIR.sub(_as_one_letter, piece)
    if shape.isupper() and len(shape) <= _LONGEST_ACRONYM:
        if _ROMAN.match(shape):
            return ""
        return None if _is_known_word(shape) or _is_only_serbian(shape.lower()) else "acronym"
    return None


def _stands_alone(pieces: list[str], number: int, known: _Known) -> bool:
    """Whether the words beside a piece are surely Serbian or numbers, so that none goes with it."""
    if known.lone[pieces[number]] == _IS_UNIT:
        return False
    for step in (-1, 1):
        sign, word = number + step, number + 2 * step
        if not 0 <= sign < len(pieces):
            continue
        if known.pieces[pieces[sign]] is None or pieces[sign][-1:].isalnum():
            return False
        if 0 <= word < len(pieces):
            is_name = step == 1 and not pieces[number].isupper()  # Facebook Srbija: one name?
            if not _is_calm(pieces[word], known) or (is_name and pieces[word][0].isupper()):
                return False
    return True


def _is_calm(piece: str, known: _Known) -> bool:
    if known.pieces[piece] is None or piece in known.domestic or (piece.isupper() and len(piece) > 1):
        return False
    return piece.isdigit() or not piece.isalpha() or foreign.evidence(piece) <= _CALM


def _is_plain(piece: str) -> bool:
    """Whether *piece*, which is no word, is a number or signs that say nothing about words."""
    if (piece.isdigit() and piece.isascii()) or _PLAIN_SIGNS.fullmatch(piece):
        return True
    return not _TELLING_SIGNS.search(piece) and all(
        sign.isspace() or unicodedata.category(sign)[0] in "PSZ" for sign in piece
    )


def _sure_piece(piece: str, known: _Known) -> str | None:
    """A word or the signs between two, in Cyrillic; None where the neighbours must be asked."""
    if not piece.isalpha():
        return piece if _is_plain(piece) else None
    if not unicodedata.is_normalized("NFC", piece) or piece in known.first_words:
        return None
    if piece in known.words:
        return known.words[piece]
    if all(map(is_cyrillic_letter, piece)):
        return piece
    if piece in known.domestic:
        return _letters_to_cyrillic(piece, ())
    if piece in _FOREIGN or _UNIT.match(piece) or _NETWORKS.match(piece) or piece in "IV":
        return None
    shape = _PAIR.sub(_as_one_letter, piece)
    if (len(shape) > 1 and shape.isupper()) or _CAMEL.match(shape):
        return None
    if not (foreign.is_surely_serbian(piece) if len(piece) > 1 else piece in _LONE_LETTERS):
        return None
    if piece[1:].startswith(("itamin", "epatitis")) or piece.startswith(("mail", "Mail")):
        return None  # the letter after it does not change; an e before it
    splits, by_rule = _splits(piece, known.split)
    plain = _letters_to_cyrillic(piece, splits)
    return None if by_rule or to_latin(plain).lower() != piece.lower() else plain


def _recognize(text: str, glossary: Glossary) -> Conversion:
    """Cyrillic *text* with the Latin stretches in it marked as Kept."""
    known = _KNOWN_WITHOUT_GLOSSARY if glossary is EMPTY_GLOSSARY else _known(glossary)
    if _is_plain_cyrillic(text, known) or not (_LATIN_LETTER.search(text) or glossary.keep):
        return Conversion(joined([text]))
    return _converted(text, known, _cyrillic_word)


_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Nothing in it can be a token but a word in Cyrillic.
_PLAIN_CYRILLIC = re.compile(r"[\s\u0400-\u0482\u048a-\u052f0-9.,:;!?()„“”\"'«»–—…%/+-]*")


def _is_plain_cyrillic(text: str, known: _Known) -> bool:
    """Whether *text* stays as it is whatever the rules: Cyrillic words, numbers and stops."""
    if not shortcuts.are_taken() or not _PLAIN_CYRILLIC.fullmatch(text):
        return False
    return known.phrases is None or not known.phrases.search(text)


@dataclass(frozen=True, slots=True)
class _Known:
    """A glossary, ready to be asked about one word after another."""

    phrases: re.Pattern[str] | None
    languages: dict[str, str]  # of a kept phrase
    words: dict[str, str]
    domestic: frozenset[str]
    split: tuple[str, ...]
    first_words: frozenset[str]  # words with which a kept phrase begins
    pieces: dict[str, str | None] = field(default_factory=dict)  # what has been decided already
    lone: dict[str, str | None] = field(default_factory=dict)  # and of those that stay Latin


@cache
def _known(glossary: Glossary) -> _Known:
    kept = dict(lexicon.phrases()) | dict(glossary.keep)
    longest_first = sorted(kept, key=lambda phrase: (-len(phrase), phrase))
    phrases = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
    return _Known(
        re.compile(phrases) if longest_first else None,
        kept,
        dict(glossary.words),
        _DOMESTIC | frozenset(glossary.domestic),
        glossary.split,
        frozenset(piece for phrase in longest_first for piece in _PIECES.findall(phrase)[:1]),
    )


_KNOWN_WITHOUT_GLOSSARY = _known(EMPTY_GLOSSARY)
_Decide = Callable[[str, _Known, "_Surroundings"], tuple[Part, str]]


class _Piece(NamedTuple):
    """A stretch of the author's text that was decided, and what became of it."""

    start: int
    end: int
    part: Part
    doubt: str = ""


def _converted(text: str, known: _Known, decide: _Decide) -> Conversion:
    return _assembled(text, _decided(text, known, decide))


def _decided(
    text: str, known: _Known, decide: _Decide, windows: tuple[tuple[int, int], ...] | None = None
) -> list[_Piece]:
    """The pieces of *text*, or of what lies in *windows* of it, decided."""
    windows = windows or ((0, len(text)),)
    tokens = [token for start, end in windows for token in _tokens(text, known, start, end)]
    loud = _shouted(text)
    verdicts = _verdicts(text, tokens, known, loud) if decide is _latin_word else {}
    pieces = []
    for start, end, kept in tokens:
        verdict = verdicts.get(start, _SERBIAN)
        if kept is not None:
            pieces.append(_Piece(start, end, kept))
        elif (
            decide is _latin_word and not verdict.is_foreign and (end - start > 1 or text[start] in "aikosu")
            and (sure := known.pieces.get(text[start:end]))
        ):  # fmt: skip
            is_open = end - start > 1 and text[start:end] not in known.domestic
            doubtful = is_open and foreign.is_doubtful(text[start:end], verdict)
            pieces.append(_Piece(start, end, sure, "foreign" if doubtful else ""))
        else:
            around = _Surroundings(text, start, end, loud, verdict)
            pieces.append(_Piece(start, end, *decide(text[start:end], known, around)))
    return pieces


def _assembled(text: str, pieces: list[_Piece]) -> Conversion:
    parts: list[Part] = []
    doubts: list[Doubt] = []
    last = 0
    for start, end, part, doubt in pieces:
        parts += (text[last:start], part)
        last = end
        if doubt:
            doubts.append(Doubt(start, end, text[start:end], doubt, _kept_text(part)))
    parts.append(text[last:])
    return Conversion(joined(_neighbours_joined(parts)), tuple(doubts))


_SERBIAN = foreign.Verdict(False, 99.0)


def _verdicts(
    text: str,
    tokens: list[tuple[int, int, Kept | None]],
    known: _Known,
    loud: tuple[tuple[int, int], ...],
) -> dict[int, foreign.Verdict]:
    """Which words of *text* are of another language, by where they start."""
    words: list[foreign.Word] = []
    is_mixed = False
    for start, end, kept in tokens:
        if kept is not None:
            if kept.text in known.languages:
                words.append(foreign.Word(start, end, kept.text, 6.0))
                is_mixed = True
            continue
        plain = text[start:end]
        if known.pieces.get(plain) and plain[1:].islower() and plain not in known.words:
            words.append(foreign.Word(start, end, plain))  # an ordinary word, met before
            continue
        plain = plain.translate(_SINGLE_CODE_POINTS).replace("\u00ad", "")
        is_ending = end - start <= 4 and plain.islower() and bool(_BEFORE_ENDING.search(text[max(0, start - 3) : start]))
        evidence = -20.0 if is_ending else _known_evidence(plain, start, known, loud)
        word = foreign.Word(start, end, plain, evidence)
        words.append(word)
        is_mixed = is_mixed or foreign.is_telling(word)
    if not is_mixed:
        return {
            word.start: foreign.Verdict(False, -foreign.score(word))
            for word in words
            if not known.pieces.get(word.plain)
        }
    verdicts = foreign.recognized(text, words)
    return {word.start: verdict for word, verdict in zip(words, verdicts, strict=True)}


_BEFORE_ENDING = re.compile(r"[A-ZČĆĐŠŽ][A-ZČĆĐŠŽ\d]-\Z")


def _known_evidence(
    plain: str, start: int, known: _Known, loud: tuple[tuple[int, int], ...]
) -> float | None:
    """What is known about a word before its letters are looked at; None: nothing."""
    if plain in known.words or not plain.isalpha() or any(map(is_cyrillic_letter, plain)):
        return -20.0
    if plain in known.domestic:
        return -1.5 if plain in _SHARED else -20.0
    if plain in _FOREIGN or _NETWORKS.match(plain):
        return 6.0
    if len(plain) == 1 and plain.isupper():
        return -0.5
    if plain.isupper() and not any(a <= start < b for a, b in loud):
        return -0.5 if len(plain) <= _LONGEST_ACRONYM else None
    return None


def _tokens(
    text: str, known: _Known, start: int, end: int
) -> Iterator[tuple[int, int, Kept | None]]:
    """Words to decide about (None) and stretches that are Kept whatever they say, in order."""
    phrase = known.phrases.search(text, start, end) if known.phrases else None
    if phrase is None:
        for found in _TOKEN.finditer(text, start, end):
            yield from _token(found)
        return
    at = start
    while at < end:
        token = _TOKEN.search(text, at, end)
        if known.phrases and phrase and phrase.start() < at:
            phrase = known.phrases.search(text, at, end)
        if phrase and (token is None or phrase.start() <= token.start()):
            yield phrase.start(), phrase.end(), Kept(phrase.group(), known.languages[phrase.group()])
            at = phrase.end()
            continue
        if token is None:
            return
        yield from _token(token)
        at = token.end()


def _token(token: re.Match[str]) -> tuple[tuple[int, int, Kept | None], ...]:
    start, end = token.span()
    if token.lastgroup == "word":
        return ((start, end, None),)
    if token.lastgroup == "mixed" and any(map(is_cyrillic_letter, token.group())):
        return ()  # „2-годишњи“ or а1: Cyrillic letters beside digits follow the script
    kept = token.group().lstrip()
    return ((end - len(kept), end, Kept(kept)),)


class _Surroundings(NamedTuple):
    """Where a word stands, for the few words that only their neighbours explain."""

    text: str
    start: int
    end: int
    loud: tuple[tuple[int, int], ...]  # stretches written in capitals, from _shouted
    verdict: foreign.Verdict  # whether it is of another language

    def is_shouted(self) -> bool:
        """Whether the word is one of several that are written in capitals."""
        return _lies_in(self.loud, self.start)

    def is_before_owner(self) -> bool:
        """Whether the state or entity follows to which an institution belongs: SZ RS."""
        owner = _TOKEN.match(self.text, self.end + 1)
        return self.text[self.end : self.end + 1] in (" ", "\u00a0") and bool(
            owner and owner.group() in _OWNERS
        )

    def is_letter_of_science(self) -> bool:
        """Whether a lone letter is a name that all scripts share: vitamin C, hepatitis B i C."""
        return bool(_LETTERED.search(self.text[max(0, self.start - 60) : self.start]))

    def is_number(self) -> bool:
        """Whether a lone I or V counts here: ``Petra I``, ``V razred``; not I at a beginning."""
        if self.text[self.end : self.end + 1] == ".":
            return bool(_COUNTED.match(self.text, self.end + 1))
        before = self.start - 1
        while before >= 0 and self.text[before] in " \u00a0":
            before -= 1
        return self.text[self.start] == "V" or (before >= 0 and self.text[before].isalnum())


_LETTERED = re.compile(r"(?:vitamin|hepatitis)\w{0,5}(?:,? [A-Z]\d?| i| ili){0,9},? \Z", re.IGNORECASE)
_COUNTED = re.compile(
    r"[ \u00a0](?:razred|vijek|vek|stepen|grup|kategorij|odjeljenj|odeljenj|gimnazij|armij|korpus|brigad|kolo|kola|glav"
    r"|poglavlj|sprat|zon|lig|faz|mjesn|mesn|klas|dio|deo|tom|čas)"
)


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
    verdict = around.verdict
    if plain in known.domestic and not verdict.is_foreign:
        return _letters_to_cyrillic(plain, ()), ""
    if foreign.LETTER.search(plain.lower()) or plain in _FOREIGN or _NETWORKS.match(plain):
        return Kept(word), ""
    doubt = ""
    shape = _PAIR.sub(_as_one_letter, plain)  # UDRUŽENjA is in capitals, a lone LJ is an initial
    if verdict.is_foreign:
        return Kept(word), "foreign"
    if shape.isupper():
        keeps, doubt = _capitals(shape, around)
        if keeps:
            return Kept(word), doubt
    elif _CAMEL.match(shape):
        return Kept(word), "foreign"
    elif foreign.is_doubtful(plain, verdict):
        doubt = "foreign"
    splits, by_rule = _splits(plain, known.split)
    return _letters_to_cyrillic(plain, splits), "digraph" if by_rule else doubt


def _capitals(word: str, around: _Surroundings) -> tuple[bool, str]:
    """Whether a word in capitals stays Latin, and the kind of doubt about it."""
    if len(word) == 1:
        if around.is_letter_of_science():
            return True, ""
        return word in "IV" and not around.is_shouted() and around.is_number(), ""
    if around.is_shouted():
        return word in _ROMAN_IN_CAPITALS, ""
    if _ROMAN.match(word):
        return True, ""
    if len(word) <= _LONGEST_ACRONYM and word.isascii():
        reads_as_word = _is_known_word(word) or _is_only_serbian(word.lower())
        return not (reads_as_word or around.is_before_owner()), "acronym"
    return False, ""


def _as_one_letter(pair: re.Match[str]) -> str:
    return "Ž" if pair.group()[0].isupper() else "ž"


def _is_pronounceable(word: str) -> bool:
    """Whether a word in capitals reads like a word (USLUGE) and not like letters (UNFPA)."""
    return len(word) >= _SHORTEST_WORD and bool(_SYLLABLES.match(_PAIR.sub("l", word.lower())))


def _is_known_word(word: str) -> bool:
    """Whether a short word in capitals is a word of Serbian (KUĆA) and not letters (EUFOR)."""
    return _is_pronounceable(word) and bool(lexicon.serbian(word.lower()))


def _is_only_serbian(lower: str) -> bool:
    """Whether the letters of an acronym are as well a Serbian word, and no English one: RADI."""
    if len(lower) < _SHORTEST_WORD - 1 or lexicon.english(lower) == Standing.WORD:
        return False
    standing = lexicon.serbian(lower)
    return standing == Standing.WORD or (standing == Standing.NAME and not lexicon.english(lower))


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


_SEAM = re.compile(
    "(?:ne|naj)?(?:(?:iznad|nad|od|pod|ispod|pred|sred|grad)(?=ž)|(?:in|kon|van|izvan|pan|dis)(?=j))"
)


def _splits(word: str, extra: tuple[str, ...]) -> tuple[tuple[int, ...], bool]:
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


_TWO_CAPITALS = re.compile("[A-ZČĆĐŠŽ]{2}|[A-ZČĆĐŠŽ].?[A-ZČĆĐŠŽ]")
_RUN_OF_CAPITALS = re.compile(r"(?<![A-ZČĆĐŠŽ])[A-ZČĆĐŠŽ]+(?:[ \u00a0,–-]+[A-ZČĆĐŠŽ]+)+(?![^\W\d_])")


def _shouted(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches written in capitals, where a short word in capitals is no acronym.

    A line mostly in capitals is one, and so are neighbouring words in capitals; one of them
    must be a plain word: CENTAR ZA MLADE, but not USAID UNDP.
    """
    if not _TWO_CAPITALS.search(text):
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
    if sum(isinstance(part, Kept) for part in parts) < 2:
        return parts
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


_MARKS = re.compile(f"[{_TABLE['fold_marks']}]")
_DJ = re.compile("dj+")


def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d")


_FOLDED = str.maketrans(
    {letter: _bare(latin) for letter, latin in _LATIN.items()}
    | _TABLE["fold_letters"]
    | dict.fromkeys(_TABLE["fold_dropped"], "")
)


def fold(text: str) -> str:
    """The search key of *text*: the same for both scripts, any capitals, with or without marks.

    đ, dj and d meet, so do dž and dz; č ć → c, š → s, ž → z; other accents fall away, and letters
    of other Cyrillic alphabets become those by which they are read. Folding twice is folding once.
    ``fold`` of ``browser/search.js`` takes the same steps by the same table.
    """
    if text.isascii():
        return _DJ.sub("d", text.lower())
    text = unicodedata.normalize("NFKC", text).lower().translate(_FOLDED)
    text = _bare(text).translate(_FOLDED)
    return _DJ.sub("d", text)
