"""An author's text, in either script, as canonical Prose, and what is doubtful about it.

The short texts of a directory repeat and are remembered whole. Any other is cut at its spaces. Most of
what lies between two spaces is surely Serbian whatever stands beside it; its Cyrillic form is looked up
in a table that fills itself, and where nothing else is met the text is done. Around the rest the text is read from wall to wall: a wall is a word that no
neighbour can make foreign, so that what lies between two walls depends on nothing beyond them and is
remembered as well. Only what was not met yet is cut into tokens, weighed and decided.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple, TypeVar

from sitegen import shortcuts
from sitegen.patterns import regex
from sitegen.scripts import foreign, lexicon, words
from sitegen.scripts.foreign import Suspicion
from sitegen.scripts.letters import SINGLE_CODE_POINTS, cut, in_cyrillic, is_mostly_latin, to_latin
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
from sitegen.scripts.tokens import Token, tokens
from sitegen.scripts.words import Surroundings, Vocabulary


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


def to_cyrillic(text: str, glossary: Glossary = EMPTY_GLOSSARY) -> Conversion:
    """Serbian Latin *text* as canonical Prose; foreign words, codes and addresses are Kept.

    Words that are written in Cyrillic already stay. Unsure decisions are in ``doubts``.
    """
    known = _KNOWN_WITHOUT_GLOSSARY if glossary is EMPTY_GLOSSARY else _known(glossary)
    return known.texts[text]


# --- what is known already -------------------------------------------------------------------

_MOST_REMEMBERED = 30_000  # words of each kind; then it starts anew. About 5 MB
_MOST_TEXTS = 12_000  # some 7 MB, and never more than 20
_LONGEST_REMEMBERED = 200  # characters

_Value = TypeVar("_Value")


class _Memory(dict[str, _Value]):
    """What *make* says of a key, asked once."""

    def __init__(self, make: Callable[[str], _Value], most: int) -> None:
        self._make = make
        self._most = most

    def __missing__(self, key: str) -> _Value:
        value = self._make(key)
        if len(key) <= _LONGEST_REMEMBERED:
            if len(self) >= self._most:
                self.clear()
            self[key] = value
        return value


class _Known:
    """A glossary, ready to be asked, and what has been decided with it."""

    def __init__(self, glossary: Glossary) -> None:
        self.vocabulary = words.vocabulary(glossary)
        self.languages = dict(lexicon.phrases()) | dict(glossary.keep)  # of a kept phrase
        longest_first = sorted(self.languages, key=lambda phrase: (-len(phrase), phrase))
        self.phrases = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        pieces = [_PIECE.findall(phrase) for phrase in longest_first]
        self._opens_phrase = frozenset(found[0] for found in pieces if found)
        self._in_phrase = frozenset(piece for found in pieces for piece in found)
        self.pieces = _Memory(self._sure_piece, _MOST_REMEMBERED)
        self.chunks = _Memory(self._sure_chunk, _MOST_REMEMBERED)
        self.is_easily_foreign = _Memory(self._is_easily_foreign, _MOST_REMEMBERED)
        self.walls = _Memory(self._wall, _MOST_REMEMBERED)
        self.texts = _Memory(self._text, _MOST_TEXTS)
        self.stretches: dict[str, Conversion] = {}
        self.among_foreign: dict[str, Conversion] = {}  # the same, in texts that hold foreign words

    def _text(self, text: str) -> Conversion:
        text = unicodedata.normalize("NFC", text)
        chunks = text.split(" ")
        found = list(map(self.chunks.__getitem__, chunks))
        if None in found:
            conversion = _read(text, chunks, found, self)
            if not _holds_foreign(conversion):
                return conversion
            if any(map(self.is_easily_foreign.__getitem__, chunks)):
                found = [None if self.is_easily_foreign[chunk] else value for chunk, value in zip(chunks, found, strict=True)]
                conversion = _read(text, chunks, found, self, is_among_foreign=True)
            return _with_suspicions(text, conversion, self)
        return Conversion(Prose((" ".join(found),) if text else ()))  # type: ignore[arg-type]

    def is_decided(self, word: str) -> bool:
        """Whether the glossary or our own lists say how *word* is written in Cyrillic."""
        return word in self.vocabulary.domestic or word in self.vocabulary.words

    def _sure_chunk(self, chunk: str) -> str | None:
        """What stands between two spaces in Cyrillic; None where more than itself must be asked."""
        if chunk.isalpha():
            return None if _SIGN.fullmatch(chunk) else self.pieces[chunk]
        if len(chunk) < _LONGER_THAN_SIGN and _SIGN.fullmatch(chunk):
            return None
        if not chunk[:1].isalnum() and (_QUOTED_LETTER.search(chunk) or foreign.quotes_term(chunk)):
            return None
        found = [self.pieces[piece] for piece in _PIECE.findall(chunk)]
        is_plain = len(found) < 3 and chunk[:1].isalpha()  # a word with a stop behind it: no code
        if None in found or (not is_plain and (_OPTION.match(chunk) or any(token.kept for token in tokens(chunk, None, {})))):
            return None
        return "".join(map(str, found))

    def _sure_piece(self, piece: str) -> str | None:
        """A word or the signs between two, in Cyrillic; None where the neighbours must be asked."""
        if not piece.isalpha():
            return piece if _is_plain(piece) else None
        if piece in self._opens_phrase or not unicodedata.is_normalized("NFC", piece):
            return None
        return words.sure_word(piece, self.vocabulary)

    @staticmethod
    def _is_easily_foreign(chunk: str) -> bool:
        """Whether *chunk* has a word that is rather foreign in a text that holds foreign words."""
        return any(map(foreign.is_likelier_among_foreign, _WORD.findall(chunk)))

    def _wall(self, chunk: str) -> str | None:
        """*chunk* in Cyrillic if it is a wall, else None."""
        if (
            len(chunk) < len(_WALL) - 1
            or not (chunk.isalpha() and chunk.islower())
            or chunk in self._in_phrase
            or chunk in self.vocabulary.words
            or chunk in self.vocabulary.domestic
            or words.is_asked_for(chunk)
            or lexicon.serbian(chunk) != lexicon.Standing.WORD
            or foreign.evidence(chunk) > _CALM
        ):
            return None
        return self.chunks[chunk]


# A word alone, or the signs between two words that cannot belong to an address, a unit or a code.
_PIECE = regex(r"[.:]\w+|[^\W_]+|[\W_]+")
_TELLING_SIGNS = regex(r"[@#&{}<>/\\_=~^|`$°+*:%.]")  # they may mean an address, a unit, a place
_PLAIN_SIGNS = regex(
    r"[\s.,:;!?„“”\"«»()–—…-]*[\s„“”\"«»()–—…,;!?-]|[:.]\d+|\s?/\s?|\.\.\.|[“”\"»)]?[.:]|[“”\"»)]*[.:]\s[\s„“”\"«»()–—-]*|[“”\"»)]*\s?%[\s,.;)]+"
)
_QUOTED_LETTER = regex("[„“\"«‚'][b-df-hj-np-tv-zA-Z][“”\"»‘']")
# A letter that is neither a word nor an initial: the neighbours say what it is.
_SIGN = regex(r"(?:[B-HJLMNPRTZ]|\([A-Zb-z]\))[,;:!?]?")
_LONGER_THAN_SIGN = 5
_OPTION = regex(r"[„“\"'‚]?-{1,2}[A-Za-z]")  # of a command, or an ending: the neighbours say
_CALM = -6.0  # evidence below which no neighbour takes a word along


def _is_plain(piece: str) -> bool:
    """Whether *piece*, which is no word, is a number or signs that say nothing about words."""
    if (piece.isdigit() and piece.isascii()) or _PLAIN_SIGNS.fullmatch(piece):
        return True
    return not _TELLING_SIGNS.search(piece) and all(
        sign.isspace() or unicodedata.category(sign)[0] in "PSZ" for sign in piece
    )


@cache
def _known(glossary: Glossary) -> _Known:
    return _Known(glossary)


_KNOWN_WITHOUT_GLOSSARY = _known(EMPTY_GLOSSARY)


# --- from wall to wall -----------------------------------------------------------------------

_WALL, _WALL_IN_CYRILLIC = "kuća", "кућа"  # one wall is as good as any other
_QUOTE = regex("[„“”\"«»‚]")


def _read(
    text: str, chunks: list[str], values: list[str | None], known: _Known, *, is_among_foreign: bool = False
) -> Conversion:
    """*text* as far as its *chunks* have values; around the rest, from wall to wall, as it was read
    before or is now."""
    loud = words.shouted(text)
    if loud or "{{" in text or ("(" in text and words.explained(text)) or foreign.quoted_terms(text):
        return _looked_at(text, known, loud, is_among_foreign=is_among_foreign)
    parts: list[Part] = []
    doubts: list[Doubt] = []
    plain, done = "", 0  # text that waits for a part that is kept; chunks that are done
    at, counted = 0, 0  # characters of the chunks that were counted
    for first, end in _stretches(text, chunks, values, known):
        if done < first:
            plain += " ".join(values[done:first]) + " "  # type: ignore[arg-type]
        stretch = _stretch(" ".join(chunks[first:end]), first > 0, end < len(chunks), known, is_among_foreign)
        for part in stretch.prose.parts:
            if isinstance(part, str):
                plain += part
            else:
                parts += (plain, part) if plain else (part,)
                plain = ""
        if stretch.doubts:
            at += sum(map(len, chunks[counted:first])) + first - counted
            counted = first
            doubts += [Doubt(d.start + at, d.end + at, d.word, d.kind, d.reading) for d in stretch.doubts]
        if end < len(chunks):
            plain += " "
        done = end
    plain += " ".join(values[done:])  # type: ignore[arg-type]
    return Conversion(Prose((*parts, plain) if plain else tuple(parts)), tuple(doubts))


def _stretches(
    text: str, chunks: list[str], values: list[str | None], known: _Known
) -> Iterator[tuple[int, int]]:
    """Around each of *chunks* without a value, the first and the one after the last up to a wall.

    In a quotation are no walls: it is foreign or not as a whole.
    """
    quoted = _quoted(text, chunks) if _QUOTE.search(text) else ()
    end = 0
    for number, value in enumerate(values):
        if value is not None or number < end:
            continue
        first = number
        while first > end and (first - 1 in quoted or known.walls[chunks[first - 1]] is None):
            first -= 1
        end = number + 1
        while end < len(chunks) and (end in quoted or known.walls[chunks[end]] is None):
            end += 1
        yield first, end


def _quoted(text: str, chunks: list[str]) -> set[int]:
    """Which of *chunks* stand in quotations, a mark beside them included."""
    ends = [end + number for number, end in enumerate(accumulate(map(len, chunks)))]
    quoted: set[int] = set()
    for found in foreign.QUOTED.finditer(text):
        quoted.update(range(bisect_left(ends, found.start() + 1), bisect_left(ends, found.end()) + 1))
    return quoted


def _stretch(text: str, has_before: bool, has_after: bool, known: _Known, is_among_foreign: bool) -> Conversion:
    """What becomes of a stretch with or without a wall on either side."""
    before, after = (f"{_WALL} " if has_before else ""), (f" {_WALL}" if has_after else "")
    whole = f"{before}{text}{after}"
    stretches = known.among_foreign if is_among_foreign else known.stretches
    if whole in stretches:
        return stretches[whole]
    found = _looked_at(whole, known, (), is_among_foreign=is_among_foreign)
    parts = list(found.prose.parts)
    if before:
        parts[0] = str(parts[0]).removeprefix(f"{_WALL_IN_CYRILLIC} ")
    if after:
        parts[-1] = str(parts[-1]).removesuffix(f" {_WALL_IN_CYRILLIC}")
    doubts = []
    for doubt in found.doubts:
        start, end = max(doubt.start - len(before), 0), min(doubt.end - len(before), len(text))
        doubts.append(Doubt(start, end, text[start:end], doubt.kind, doubt.reading))
    conversion = Conversion(joined(parts), tuple(doubts))
    if len(text) <= _LONGEST_REMEMBERED:
        if len(stretches) >= _MOST_REMEMBERED:
            stretches.clear()
        stretches[whole] = conversion
    return conversion


# --- token by token --------------------------------------------------------------------------


class _Piece(NamedTuple):
    """A stretch of the author's text that was decided, and what became of it."""

    start: int
    end: int
    part: Part
    doubt: str = ""


_Decide = Callable[[str, Vocabulary, Surroundings], tuple[Part, str]]
_Stretches = tuple[tuple[int, int], ...]


def _looked_at(text: str, known: _Known, loud: _Stretches, *, is_among_foreign: bool = False) -> Conversion:
    """Latin *text*, every token of it decided; and read back."""
    pieces = _decided(text, known, words.latin_word, loud, is_among_foreign)
    conversion = _assembled(text, pieces)
    if all(isinstance(p.part, Kept) or p.part is known.pieces.get(text[p.start : p.end]) for p in pieces):
        return conversion  # each of them has been read back
    return _round_trip(text, conversion)


def _decided(
    text: str, known: _Known, decide: _Decide, loud: _Stretches, is_among_foreign: bool = False
) -> list[_Piece]:
    found = list(tokens(text, known.phrases, known.languages))
    latin = decide is words.latin_word
    verdicts = _verdicts(text, found, known, loud, is_among_foreign) if latin else {}
    pieces = []
    for start, end, kept in found:
        word = text[start:end]
        is_foreign, is_doubtful = verdicts.get(start, (False, False))
        if kept is not None:
            pieces.append(_Piece(start, end, kept))
        elif (
            latin and not is_foreign
            and (len(word) > 1 or (word in "aikosu" and not foreign.is_quoted(text, start, end)))
            and (sure := known.pieces[word])
        ):  # fmt: skip
            is_open = len(word) > 1 and word not in known.vocabulary.domestic
            pieces.append(_Piece(start, end, sure, "foreign" if is_doubtful and is_open else ""))
        else:
            around = Surroundings(text, start, end, loud, is_foreign, is_doubtful)
            pieces.append(_Piece(start, end, *decide(word, known.vocabulary, around)))
    return pieces


def _verdicts(
    text: str, found: list[Token], known: _Known, loud: _Stretches, is_among_foreign: bool
) -> dict[int, tuple[bool, bool]]:
    """Which words of *text* are of another language, and which doubtful, by where they start."""
    asked: list[foreign.Word] = []
    is_mixed = is_among_foreign
    for start, end, kept in found:
        if kept is not None:
            if kept.text in known.languages:
                asked.append(foreign.Word(start, end, kept.text, 6.0))
                is_mixed = True
            continue
        plain = text[start:end]
        if (
            known.pieces.get(plain) not in (None, plain)  # a word in Cyrillic is its own
            and plain[1:].islower()
            and plain not in known.vocabulary.words
        ):
            asked.append(foreign.Word(start, end, plain))  # an ordinary word, met before
            continue
        plain = plain.translate(SINGLE_CODE_POINTS).replace("\u00ad", "")
        is_ending = end - start <= 4 and plain.islower() and bool(_BEFORE_ENDING.search(text[max(0, start - 3) : start]))
        if not is_ending and asked:
            is_ending = foreign.is_ended_by_hyphen(text, asked[-1], foreign.Word(start, end, plain))
        is_ours = is_ending or (end - start == 1 and _is_of_a_dotted_form(text, start))
        evidence = -20.0 if is_ours else words.evidence(plain, start, known.vocabulary, loud)
        word = foreign.Word(start, end, plain, evidence)
        is_mixed = is_mixed or foreign.is_telling(text, word, asked[-1] if asked else None)
        asked.append(word)
    if is_mixed or foreign.quoted_terms(text):
        verdicts = foreign.recognized(text, asked, is_among_foreign)
    else:
        verdicts = [foreign.Verdict(False, -foreign.score(word)) for word in asked]
    return {
        word.start: (verdict.is_foreign, not verdict.is_foreign and foreign.is_doubtful(text, asked, verdicts, number))
        for number, (word, verdict) in enumerate(zip(asked, verdicts, strict=True))
    }


_BEFORE_ENDING = regex(r"[A-ZČĆĐŠŽ][A-ZČĆĐŠŽ\d]-\Z")
# Letters with full stops, as in d.o.o. and a. d.: ours whatever name they stand behind, and all of them alike.
_DOTTED = regex(r"(?<![\w.])(?!(?:e\. ?g|i\. ?e|[ap]\. ?m)\.)(?:[a-zčćđšž]\. ?){1,3}[a-zčćđšž](?=\.)")


def _is_of_a_dotted_form(text: str, at: int) -> bool:
    """Whether the letter at *at* is one of several that full stops shorten words to."""
    first = max(0, at - 9)
    return any(found.start() <= at < found.end() for found in _DOTTED.finditer(text, first, at + 12))


def _assembled(text: str, pieces: list[_Piece]) -> Conversion:
    parts: list[Part] = []
    last = 0
    for piece in pieces:
        parts += (text[last : piece.start], piece.part)
        last = piece.end
    parts.append(text[last:])
    return Conversion(joined(_neighbours_joined(parts)), tuple(_doubts(text, pieces)))


def _doubts(text: str, pieces: list[_Piece]) -> Iterator[Doubt]:
    """What is doubtful about *pieces*; of a foreign name or phrase all its words at once."""
    end = 0
    for number, piece in enumerate(pieces):
        if not piece.doubt or number < end:
            continue
        first, end = number, number + 1
        if piece.doubt == "foreign":
            while first > 0 and _goes_with(text, pieces[first - 1], pieces[first], pieces[first - 1]):
                first -= 1
            while end < len(pieces) and _goes_with(text, pieces[end - 1], pieces[end], pieces[end]):
                end += 1
        a, b = pieces[first].start, pieces[end - 1].end
        reading = text[a:b]
        for one in reversed(pieces[first:end]):
            reading = reading[: one.start - a] + _kept_text(one.part) + reading[one.end - a :]
        yield Doubt(a, b, text[a:b], piece.doubt, reading)


def _goes_with(text: str, before: _Piece, after: _Piece, new: _Piece) -> bool:
    """Whether *new*, one of two neighbours, belongs to the doubtful name or phrase of the other."""
    if text[before.end : after.start] not in (" ", "\u00a0", "-", " & "):
        return False
    if new.doubt:
        return new.doubt == "foreign"
    other = after if new is before else before
    word = text[new.start : new.end]
    if not (text[other.start].isupper() and word[0].isupper() and word[1:].islower()):
        return False
    return foreign.is_name(word) or not foreign.begins_sentence(text, new.start)


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


def _round_trip(text: str, conversion: Conversion) -> Conversion:
    """Adds a doubt where the canonical text, read in Latin, is not what the author wrote.

    Capitals of digraphs and mended look-alikes are repairs, not differences.
    """
    written = re.sub("[\u200c\u034f]", "", text.translate(SINGLE_CODE_POINTS)).casefold()
    parts = conversion.prose.parts
    back = "".join(to_latin(p) if isinstance(p, str) else _kept_text(p) for p in parts).casefold()
    mended = any(doubt.kind == "homoglyph" for doubt in conversion.doubts)
    if back == unicodedata.normalize("NFC", to_latin(written)) or mended:
        return conversion
    doubt = Doubt(0, len(text), text, "round_trip", back)
    return Conversion(conversion.prose, (*conversion.doubts, doubt))


# --- words beside foreign ones ---------------------------------------------------------------

_WORD = regex(r"[^\W\d_]+")
_FOREIGN_WORD = regex(r"(?<![^\W\d_])[A-Za-z]?[a-z]{3,}(?![^\W\d_])")  # in what is kept: no unit, acronym or SETimes
_BEFORE, _AFTER = regex(r"([^\W\d_]+)[ -]\Z"), regex(r"[ -]([^\W\d_]+)")
_LONGEST_NAME = 40  # characters


def _holds_foreign(conversion: Conversion) -> bool:
    return any(isinstance(part, Kept) and _FOREIGN_WORD.search(part.text) for part in conversion.prose.parts)


def _with_suspicions(text: str, conversion: Conversion, known: _Known) -> Conversion:
    """Adds what raises no doubt in a Serbian text, but does in *text*, which holds foreign words."""
    kept = [part.text for part in conversion.prose.parts if isinstance(part, Kept)]
    decided = {word for part in kept for word in _WORD.findall(part)}
    told = sorted(conversion.doubts, key=lambda doubt: doubt.start)
    starts = [doubt.start for doubt in told]
    found: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        suspicion = foreign.suspicion(word[0])
        if not suspicion or word[0] in decided or known.is_decided(word[0]) or not _is_suspicious(word, suspicion):
            continue
        start, end = word.span()
        before = bisect_left(starts, end) - 1  # the last doubt that begins before its end
        if before >= 0 and told[before].end > start:
            continue
        if found and text[found[-1][1] : start] == " ":
            start = found.pop()[0]
        found.append((start, end))
    if not found:
        return conversion

    def cyrillic(word: re.Match[str]) -> str:
        return in_cyrillic(word[0], words.splits(word[0], known.vocabulary.split)[0])

    new = [Doubt(a, b, text[a:b], "foreign", _WORD.sub(cyrillic, text[a:b])) for a, b in found]
    return Conversion(conversion.prose, tuple(sorted([*conversion.doubts, *new], key=lambda doubt: doubt.start)))


def _is_suspicious(word: re.Match[str], suspicion: Suspicion) -> bool:
    """Whether a *word* read as Serbian in a text with foreign ones may be one of them, where it stands."""
    text, start, end = word.string, *word.span()
    if len(word[0]) == 1:
        return words.Surroundings(text, start, end, (), False, False).is_sign()
    if suspicion == Suspicion.ANYWHERE:
        return True
    if foreign.is_quoted(text, start, end):
        return True
    if suspicion == Suspicion.AS_TERM or foreign.begins_sentence(text, start):
        return False
    beside = _BEFORE.search(text, max(0, start - _LONGEST_NAME), start), _AFTER.match(text, end)
    return not any(name and foreign.is_serbian_only(name[1]) for name in beside)


def _kept_text(part: Part) -> str:
    return part if isinstance(part, str) else part.text if isinstance(part, Kept) else part.latn


# --- texts side by side ----------------------------------------------------------------------


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
    decide = words.latin_word if latin else words.cyrillic_word
    pieces = _decided(whole, known, decide, words.shouted(whole))
    conversion = _assembled(whole, pieces)
    if latin:
        if _holds_foreign(conversion):
            if any(map(known.is_easily_foreign.__getitem__, whole.split(" "))):
                pieces = _decided(whole, known, decide, words.shouted(whole), is_among_foreign=True)
                conversion = _assembled(whole, pieces)
            conversion = _with_suspicions(whole, conversion, known)
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
    each = [_sure_text(text, known) for text in texts]
    if None in each or "".join(map(str, each)) != _sure_text(whole, known):  # a word goes through
        return None
    return tuple(Prose((text,) if text else ()) for text in each)


def _sure_text(text: str, known: _Known) -> str | None:
    """*text* in Cyrillic if nothing in it is kept or doubtful, else None."""
    found = [known.chunks[chunk] for chunk in text.split(" ")]
    return None if None in found else " ".join(map(str, found))


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


# --- a text in Cyrillic ----------------------------------------------------------------------


def _recognize(text: str, glossary: Glossary) -> Conversion:
    """Cyrillic *text* with the Latin stretches in it marked as Kept."""
    known = _KNOWN_WITHOUT_GLOSSARY if glossary is EMPTY_GLOSSARY else _known(glossary)
    if _is_plain_cyrillic(text, known) or not (_LATIN_LETTER.search(text) or glossary.keep):
        return Conversion(joined([text]))
    return _assembled(text, _decided(text, known, words.cyrillic_word, words.shouted(text)))


_LATIN_LETTER = regex(r"[A-Za-z\u00c0-\u024f]")
# Nothing in it can be a token but a word in Cyrillic.
_PLAIN_CYRILLIC = regex(r"[\s\u0400-\u0482\u048a-\u052f0-9.,:;!?()„“”\"'«»–—…%/+-]*")


def _is_plain_cyrillic(text: str, known: _Known) -> bool:
    """Whether *text* stays as it is whatever the rules: Cyrillic words, numbers and stops."""
    return shortcuts.are_taken() and bool(_PLAIN_CYRILLIC.fullmatch(text)) and not known.phrases.search(text)
