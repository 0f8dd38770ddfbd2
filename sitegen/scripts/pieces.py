"""A text cut into tokens, every one of them decided: what becomes of it, and what is doubtful about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sitegen.patterns import regex
from sitegen.scripts.doubts import is_doubtful
from sitegen.scripts.evidence import LONE_WORDS, Word, score
from sitegen.scripts.known import Known
from sitegen.scripts.letters import SINGLE_CODE_POINTS, to_latin
from sitegen.scripts.names import is_name
from sitegen.scripts.neighbours import begins_sentence, is_ended_by_hyphen
from sitegen.scripts.quotations import is_quoted, quoted_terms
from sitegen.scripts.recognition import Verdict, is_telling, recognized
from sitegen.scripts.spans import Conversion, Doubt, Kept, Part, joined
from sitegen.scripts.surroundings import Surroundings
from sitegen.scripts.tokens import Token, tokens
from sitegen.scripts.words import Vocabulary, evidence_of_lists, latin_word


class Piece(NamedTuple):
    """A stretch of the author's text that was decided, and what became of it."""

    start: int
    end: int
    part: Part
    doubt: str = ""


_Decide = Callable[[str, Vocabulary, Surroundings], tuple[Part, str]]
_Stretches = tuple[tuple[int, int], ...]


def looked_at(text: str, known: Known, loud: _Stretches, *, is_among_foreign: bool = False) -> Conversion:
    """Latin *text*, every token of it decided; and read back."""
    pieces = pieces_of(text, known, latin_word, loud, is_among_foreign)
    conversion = assembled(text, pieces)
    if all(isinstance(p.part, Kept) or p.part is known.pieces.get(text[p.start : p.end]) for p in pieces):
        return conversion  # each of them has been read back
    return round_trip(text, conversion)


def pieces_of(
    text: str, known: Known, decide: _Decide, loud: _Stretches, is_among_foreign: bool = False
) -> list[Piece]:
    found = list(tokens(text, known.phrases, known.languages))
    latin = decide is latin_word
    verdicts = _verdicts(text, found, known, loud, is_among_foreign) if latin else {}
    pieces = []
    for start, end, kept in found:
        word = text[start:end]
        is_foreign, doubtful = verdicts.get(start, (False, False))
        if kept is not None:
            pieces.append(Piece(start, end, kept))
        elif (
            latin and not is_foreign
            and (len(word) > 1 or (word in LONE_WORDS and not is_quoted(text, start, end)))
            and (sure := known.pieces[word])
        ):  # fmt: skip
            is_open = len(word) > 1 and word not in known.vocabulary.domestic
            pieces.append(Piece(start, end, sure, "foreign" if doubtful and is_open else ""))
        else:
            around = Surroundings(text, start, end, loud, is_foreign, doubtful)
            pieces.append(Piece(start, end, *decide(word, known.vocabulary, around)))
    return pieces


def _verdicts(
    text: str, found: list[Token], known: Known, loud: _Stretches, is_among_foreign: bool
) -> dict[int, tuple[bool, bool]]:
    """Which words of *text* are of another language, and which doubtful, by where they start."""
    asked: list[Word] = []
    is_mixed = is_among_foreign
    for start, end, kept in found:
        if kept is not None:
            if kept.text in known.languages:
                asked.append(Word(start, end, kept.text, 6.0))
                is_mixed = True
            continue
        plain = text[start:end]
        if (
            known.pieces.get(plain) not in (None, plain)  # a word in Cyrillic is its own
            and plain[1:].islower()
            and plain not in known.vocabulary.words
        ):
            asked.append(Word(start, end, plain))  # an ordinary word, met before
            continue
        plain = plain.translate(SINGLE_CODE_POINTS).replace("\u00ad", "")
        before = asked[-1] if asked else None
        is_ending = before is not None and is_ended_by_hyphen(text, before, Word(start, end, plain))
        is_ours = is_ending or _ends_acronym(text, start, end) or (end - start == 1 and _is_of_a_dotted_form(text, start))
        word = Word(start, end, plain, -20.0 if is_ours else evidence_of_lists(plain, start, known.vocabulary, loud))
        is_mixed = is_mixed or is_ending or is_telling(text, word, before)
        asked.append(word)
    if is_mixed or quoted_terms(text):
        verdicts = recognized(text, asked, is_among_foreign)
    else:
        verdicts = [Verdict(False, -score(word)) for word in asked]
    return {
        word.start: (verdict.is_foreign, not verdict.is_foreign and is_doubtful(text, asked, verdicts, number))
        for number, (word, verdict) in enumerate(zip(asked, verdicts, strict=True))
    }


_ACRONYM = regex(r"[A-ZČĆĐŠŽ][A-ZČĆĐŠŽ\d]-\Z")
_LONGEST_ENDING = 4  # letters: NVO-ovima


def _ends_acronym(text: str, start: int, end: int) -> bool:
    """Whether what stands from *start* to *end* of *text* is the ending of an acronym: USAID-a."""
    if end - start > _LONGEST_ENDING or text[start - 1 : start] != "-":
        return False
    return text[start:end].islower() and bool(_ACRONYM.search(text, max(0, start - 3), start))


# Letters with full stops, as in d.o.o. and a. d.: ours whatever name they stand behind, and all of them alike.
_DOTTED = regex(r"(?<![\w.])(?!(?:e\. ?g|i\. ?e|[ap]\. ?m)\.)(?:[a-zčćđšž]\. ?){1,3}[a-zčćđšž](?=\.)")


def _is_of_a_dotted_form(text: str, at: int) -> bool:
    """Whether the letter at *at* is one of several that full stops shorten words to."""
    first = max(0, at - 9)
    return any(found.start() <= at < found.end() for found in _DOTTED.finditer(text, first, at + 12))


def assembled(text: str, pieces: list[Piece]) -> Conversion:
    parts: list[Part] = []
    last = 0
    for piece in pieces:
        parts += (text[last : piece.start], piece.part)
        last = piece.end
    parts.append(text[last:])
    return Conversion(joined(_neighbours_joined(parts)), tuple(_doubts(text, pieces)))


def _doubts(text: str, pieces: list[Piece]) -> Iterator[Doubt]:
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
            reading = reading[: one.start - a] + kept_text(one.part) + reading[one.end - a :]
        yield Doubt(a, b, text[a:b], piece.doubt, reading)


def _goes_with(text: str, before: Piece, after: Piece, new: Piece) -> bool:
    """Whether *new*, one of two neighbours, belongs to the doubtful name or phrase of the other."""
    if text[before.end : after.start] not in (" ", "\u00a0", "-", " & "):
        return False
    if new.doubt:
        return new.doubt == "foreign"
    other = after if new is before else before
    word = text[new.start : new.end]
    if not (text[other.start].isupper() and word[0].isupper() and word[1:].islower()):
        return False
    return is_name(word) or not begins_sentence(text, new.start)


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
            _, pieces = phrases.setdefault(len(out) - 1, (part.lang, [kept_text(first)]))
            pieces += (str(between), part.text)
        elif part != "":
            out.append(part)
    for at, (lang, pieces) in phrases.items():
        out[at] = Kept("".join(pieces), lang)
    return out


def round_trip(text: str, conversion: Conversion) -> Conversion:
    """Adds a doubt where the canonical text, read in Latin, is not what the author wrote.

    Capitals of digraphs and mended look-alikes are repairs, not differences.
    """
    written = re.sub("[\u200c\u034f]", "", text.translate(SINGLE_CODE_POINTS)).casefold()
    parts = conversion.prose.parts
    back = "".join(to_latin(p) if isinstance(p, str) else kept_text(p) for p in parts).casefold()
    mended = any(doubt.kind == "homoglyph" for doubt in conversion.doubts)
    if back == unicodedata.normalize("NFC", to_latin(written)) or mended:
        return conversion
    doubt = Doubt(0, len(text), text, "round_trip", back)
    return Conversion(conversion.prose, (*conversion.doubts, doubt))


def kept_text(part: Part) -> str:
    return part if isinstance(part, str) else part.text if isinstance(part, Kept) else part.latn
