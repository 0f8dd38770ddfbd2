"""An author's text, in either script, as canonical Prose, and what is doubtful about it.

The short texts of a directory repeat and are remembered whole. Any other is cut at its spaces. Most of
what lies between two spaces is surely Serbian whatever stands beside it (``known``); where nothing else is
met the text is done. Around the rest the text is read from wall to wall (``walls``).
"""

from __future__ import annotations

import unicodedata
from functools import cache, partial

from sitegen import shortcuts
from sitegen.patterns import regex
from sitegen.scripts.capitals import shouted
from sitegen.scripts.known import Known, Memory, known_with
from sitegen.scripts.letters import is_mostly_latin
from sitegen.scripts.pieces import assembled, pieces_of
from sitegen.scripts.spans import EMPTY_GLOSSARY, Conversion, Glossary, Prose, joined
from sitegen.scripts.suspicions import holds_foreign, with_suspicions
from sitegen.scripts.walls import read_by_walls
from sitegen.scripts.words import cyrillic_word


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
    texts = _TEXTS_WITHOUT_GLOSSARY if glossary is EMPTY_GLOSSARY else _texts(glossary)
    return texts[text]


_MOST_TEXTS = 12_000  # some 7 MB, and never more than 20


@cache
def _texts(glossary: Glossary) -> Memory[Conversion]:
    """Whole texts, converted with *glossary*."""
    return Memory(partial(_converted, known_with(glossary)), _MOST_TEXTS)


def _converted(known: Known, text: str) -> Conversion:
    text = unicodedata.normalize("NFC", text)
    chunks = text.split(" ")
    found = list(map(known.chunks.__getitem__, chunks))
    if None not in found:
        return Conversion(Prose((" ".join(found),) if text else ()))  # type: ignore[arg-type]
    conversion = read_by_walls(text, chunks, found, known)
    if not holds_foreign(conversion):
        return conversion
    if any(map(known.is_easily_foreign.__getitem__, chunks)):
        found = [None if known.is_easily_foreign[chunk] else value for chunk, value in zip(chunks, found, strict=True)]
        conversion = read_by_walls(text, chunks, found, known, is_among_foreign=True)
    return with_suspicions(text, conversion, known)


_TEXTS_WITHOUT_GLOSSARY = _texts(EMPTY_GLOSSARY)


def _recognize(text: str, glossary: Glossary) -> Conversion:
    """Cyrillic *text* with the Latin stretches in it marked as Kept."""
    known = known_with(glossary)
    if is_plain_cyrillic(text, known) or not (_LATIN_LETTER.search(text) or glossary.keep):
        return Conversion(joined([text]))
    return assembled(text, pieces_of(text, known, cyrillic_word, shouted(text)))


_LATIN_LETTER = regex(r"[A-Za-z\u00c0-\u024f]")
# Nothing in it can be a token but a word in Cyrillic.
_PLAIN_CYRILLIC = regex(r"[\s\u0400-\u0482\u048a-\u052f0-9.,:;!?()„“”\"'«»–—…%/+-]*")


def is_plain_cyrillic(text: str, known: Known) -> bool:
    """Whether *text* stays as it is whatever the rules: Cyrillic words, numbers and stops."""
    return shortcuts.are_taken() and bool(_PLAIN_CYRILLIC.fullmatch(text)) and not known.phrases.search(text)
