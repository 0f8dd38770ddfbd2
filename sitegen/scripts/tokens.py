"""What a text is cut into before its words are read: addresses, codes and units stay as they are.

Knows signs and shapes, and of words only which are Serbian ones before a number (DATOTEKA1). Offsets count the characters of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sitegen import shortcuts
from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.letters import is_cyrillic_letter
from sitegen.scripts.spans import Kept

_UNITS = (
    "kVA|Mbit/s|Mb/s|Gb/s|kb/s|Mbps|MW|kV|dB|px|dpi|kcal|kJ|kPa|hPa|km/h|km²|km|m²|m³|m/s|m|cm|mm|kg|mg|dag|g|t|hl|dl|ml|l|ha|kWh|kW|Hz|kHz|MHz|GHz|KB|MB|GB|TB|min|h"
    "|°C|V|EUR|USD|CHF|RSD|HRK|GBP"
    "|cm²|mm²|cm³|dm³|mm³|nm|pm|dm|ft|lb|oz|yd|Pa|MPa|MJ|kN|ms|ns|kbit|Mbit|Gbit|kbit/s|Gbit/s|kB|KiB|MiB|GiB|TiB|PB|kbps|Gbps|rpm|fps|Ah|lm|lx"
    "|cl|mmol|µmol|μmol|mol|µg|μg|mcg|IU|mmHg|mA|mAh|mV|W|GW|GWh|MWh|TWh|ppm"
)
_UNIT = frozenset(_UNITS.split("|"))
_TOP_LEVEL = "ba|rs|me|hr|si|mk|com|org|net|info|eu|edu|gov|int|de|at|ch|uk|no|cz|io"
_FILE_TYPES = (
    "pdf|docx?|xlsx?|pptx?|odt|ods|odp|csv|txt|md|json|xml|ya?ml|html?|php|jpe?g|png|svg|zip|js|css|py|tar|gz|bz2|xz|rar|iso|exe|deb|rpm|dll|so"
    "|ini|conf|cfg|log|desktop|epub|mp3|mp4|avi|mkv|wav|ogg|flac|webm|webp|gif|bmp|tiff?|pot|sql|java|class|sh|bat|apk|ics|vcf|tex"
)
# Every repetition has a bound or begins only where its run begins: a long line of hyphens, dots
# or braces is looked at once and not once for each of its signs.
_TOKEN = regex(
    r"(?P<code>\{\{.{0,300}?\}\}|\{[A-Za-z_][\w.]*\})"
    r"|(?P<address>(?:https?://|www\.)[^\s<>„“”\"»«]*[^\s<>„“”\"»«.,;:!?)\]]"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?<![\w.])[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,9}}\.(?:{_TOP_LEVEL})(?:/[^\s<>„“”\"]*[\w/])?(?![\w-])"
    rf"|(?<![\w/])[\w-]{{1,200}}(?:\.tar)?\.(?:{_FILE_TYPES})(?!\w)|(?<![\w.])(?:\*\.|\.)(?:{_FILE_TYPES})(?![\w])"
    r"|(?<=[„“\"'‚])\*?\.[a-z][\w.-]{1,40}(?=[“”\"'‘])"  # „.rsrc“
    r"|(?<!\w)[A-Za-z]:\\[^\s<>„“”\"]{1,200}[\w\\]|(?<!\w)localhost(?::\d+)?(?!\w)"
    r"|(?<!\w)[a-z]{2,12}://[^\s<>„“”\"()]{0,300}|(?<![\w.])(?:org|com)(?:\.[\w-]{1,40}){2,9}"
    r"|(?<!\w)(?:sr|bs|hr|en|de|fr):(?=[^\W\d_])"  # a page of another language in a wiki
    r"|(?<![\w/])/[A-Za-z][\w.-]{0,60}(?:/[\w.-]{1,60}){1,9}|(?<!\w)(?:application|audio|font|image|text|video)/[a-z][\w.+-]{1,60}"
    r"|(?<![^\s„“\"'‚(,/|])--[a-z][a-z\d]{1,30}(?:-[a-z\d]{1,30}){0,9}(?![\w-])"  # options of a command
    r"|(?<![\w-])-[b-df-hj-np-tv-zA-Z](?![\w-])|(?<![^\n])[ \t]*-[a-z](?=[\s,]+-{0,2}[^\W_])|(?<=[^\W_], )-[a-z](?![\w-])|(?<=[„“\"'‚])-[a-z](?=[“”\"'‘])"
    r"|(?<!\w)(?:e\.g\.|i\.e\.|vs\.?|etc\.?|et al\.?)(?!\w)|(?<=\d )[ap]\.m\.(?!\w)"
    r"|(?<!\w)(?:(?:Ctrl|Alt|AltGr|Shift|Super|Cmd)(?:\+|-(?=[A-Z](?!\w)))){1,3}\w{1,9}|(?<=\w\+)[A-Z](?!\w)|(?<!\w)[A-Z](?:\+\+|#)(?!\w)"  # Ctrl+C, C++
    r"|(?<!\w)[@#][A-Za-z]\w+|(?<!\w)[A-Z]&[A-Z](?!\w)|(?<=& )Co(?!\w)|(?<!\w)[A-Z][A-Za-z]{2,20}['’]s(?!\w)|(?<!\w)(?:[Ee]-?mail[a-z]{0,3}|[Ww]i-[Ff]i|[Oo](?:n|ff)-line|e\. ?V\.)(?!\w)"
    r"|(?<!\w)[A-Za-z_]\w{0,40}\(\)|(?<![\w-])[b-hj-np-tv-zB-HJ-NP-TV-Z](?=-t(?:[aeiou]|og|om|oj|im|ih)(?!\w))"  # a function; the N-th
    r"|(?<![\w-])(?:[a-z]{3,10}-(?:up|out|off|down)|(?:add|check|drop|log|opt|plug|sign|sit|walk)-(?:in|on))(?![\w-]))"  # start-up, check-in
    rf"|(?P<unit>(?:(?<=\d)(?:[ \u00a0\u202f]?)|(?<=[a-zčćđšž]{{3}},)|(?<=[a-zčćđšž]{{2}} \())(?:{_UNITS})(?:/(?:{_UNITS})){{0,2}}(?!\w)|[°˚º] ?[CFK](?!\w))"
    r"|(?P<symbol>(?<=[^\W\d_],)[A-Za-z]{1,4}(?!\w))"
    r"|(?P<grade>(?<!\w)(?:[2-6]G|[248]K|\d{3,4}[kKMG]|(?:360|480|720|1080)p)(?!\w))"
    r"|(?P<mixed>[^\W\d_]+\d[\w]*|(?<!\d)\d+[^\W\d_]+\d\w*)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad\u200c\u034f])*)"
)


# A text in which nothing can be a token but its words: most of those that are looked at.
_LETTERS = regex(r"[^\W\d_]+")
_ONLY_WORDS = regex(r"[^\W\d_]+(?:(?:,? |,? [„“\"]|[“”\"],? )[^\W\d_]+)*[.,“”\"!?]{0,3}")
_TELLING_WORD = regex(r"(?<!\w)(?:[Ee]mail|vs|etc|et al|localhost)")


class Token(NamedTuple):
    """A stretch of a text: a word to decide about, or what is kept whatever it says."""

    start: int
    end: int
    kept: Kept | None


def tokens(text: str, phrases: re.Pattern[str] | None, languages: Mapping[str, str]) -> Iterator[Token]:
    """The tokens of *text* in order; of two that overlap the *phrases* of a glossary come first."""
    phrase = phrases.search(text) if phrases else None
    if phrase is None:
        if shortcuts.are_taken() and _ONLY_WORDS.fullmatch(text) and not _TELLING_WORD.search(text):
            for word in _LETTERS.finditer(text):
                yield Token(*word.span(), None)
            return
        for found in _TOKEN.finditer(text):
            if found.lastgroup == "word":
                yield Token(*found.span(), None)
            else:
                yield from _token(found)
        return
    at = 0
    while at < len(text):
        token = _TOKEN.search(text, at)
        if phrases and phrase and phrase.start() < at:
            phrase = phrases.search(text, at)
        if phrase and (token is None or phrase.start() <= token.start()):
            yield Token(phrase.start(), phrase.end(), Kept(phrase.group(), languages[phrase.group()]))
            at = phrase.end()
            continue
        if token is None:
            return
        yield from _token(token)
        at = token.end()


def _token(found: re.Match[str]) -> tuple[Token, ...]:
    start, end = found.span()
    if found.lastgroup == "word":
        return (Token(start, end, None),)
    if found.lastgroup == "mixed" and any(map(is_cyrillic_letter, found.group())):
        return ()  # „2-годишњи“ or а1: Cyrillic letters beside digits follow the script
    if found.lastgroup == "mixed" and (numbered := _NUMBERED.fullmatch(found.group())) and lexicon.is_only_serbian(numbered[1].lower()):
        return (Token(start, start + len(numbered[1]), None),)  # DATOTEKA1, izraz2
    if found.lastgroup == "symbol" and not _closes_forms(found):
        return (Token(start, end, None),)
    if found.lastgroup == "grade" and _is_house(found):
        return (Token(end - 1, end, None),)
    kept = found.group().lstrip()
    return (Token(end - len(kept), end, Kept(kept)),)


_NUMBERED = regex(r"([^\W\d_]{4,})\d{1,2}")
_FORMS = regex(r"(?<![^\s„“\"(])([^\W\d_]{3})[^\W\d_]*,\1[^\W\d_]*,[\w,]{0,60}\Z")


def _closes_forms(found: re.Match[str]) -> bool:
    """Whether *found* is the sign of what is named before it in several forms: metar,metra,metara,m."""
    forms = _FORMS.search(found.string[max(0, found.start() - 100) : found.start()])
    return forms is not None and not found.group().startswith(forms.group(1))  # sat,sata,sati


_BEHIND_A_NAME = regex(r"(?:[^\W\d_a-zčćđšž]\w*|br\.|\d\.?) \Z")


def _is_house(found: re.Match[str]) -> bool:
    """Whether *found* is the number of a house (Petra Kočića 3D) and not a grade (3D štampač)."""
    text, start, end = found.string, *found.span()
    if text[end : end + 1] in (" ", "-") and text[end + 1 : end + 2].islower():
        return False
    return bool(_BEHIND_A_NAME.search(text[max(0, start - 60) : start]))


def token_at(text: str, at: int) -> str:
    """The token that begins at *at*, empty if none does."""
    found = _TOKEN.match(text, at)
    return found.group() if found else ""


def is_unit(word: str) -> bool:
    """Whether *word* stays Latin after a number: km, EUR."""
    return word in _UNIT
