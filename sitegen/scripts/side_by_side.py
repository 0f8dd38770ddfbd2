"""Texts that a reader sees as one, as ``in`` and ``jekcija`` around the start of emphasis."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sitegen import shortcuts
from sitegen.scripts.capitals import shouted
from sitegen.scripts.known import Known, known_with
from sitegen.scripts.letters import cut
from sitegen.scripts.pieces import Piece, assembled, kept_text, pieces_of, round_trip
from sitegen.scripts.reading import canonical, is_plain_cyrillic
from sitegen.scripts.spans import EMPTY_GLOSSARY, Doubt, Glossary, Kept, Prose, joined
from sitegen.scripts.suspicions import holds_foreign, with_suspicions
from sitegen.scripts.words import cyrillic_word, latin_word


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
    whole, known = "".join(texts), known_with(glossary)
    alone = _each_alone(texts, whole, known, latin=latin)
    if alone is not None:
        return alone, ()
    decide = latin_word if latin else cyrillic_word
    pieces = pieces_of(whole, known, decide, shouted(whole))
    conversion = assembled(whole, pieces)
    if latin:
        if holds_foreign(conversion):
            if any(map(known.is_easily_foreign.__getitem__, whole.split(" "))):
                pieces = pieces_of(whole, known, decide, shouted(whole), is_among_foreign=True)
                conversion = assembled(whole, pieces)
            conversion = with_suspicions(whole, conversion, known)
        conversion = round_trip(whole, conversion)
    proses, start = [], 0
    for text in texts:
        inside = _pieces_within(pieces, whole, start, start + len(text))
        proses.append(assembled(text, inside).prose)
        start += len(text)
    return tuple(proses), conversion.doubts


def _each_alone(
    texts: Sequence[str], whole: str, known: Known, *, latin: bool
) -> tuple[Prose, ...] | None:
    """*texts* one by one, where that is sure to give the same as the *whole* of them."""
    if not shortcuts.are_taken():
        return None
    if not latin:
        return tuple(joined([text]) for text in texts) if is_plain_cyrillic(whole, known) else None
    each = [_sure_text(text, known) for text in texts]
    if None in each or "".join(map(str, each)) != _sure_text(whole, known):  # a word goes through
        return None
    return tuple(Prose((text,) if text else ()) for text in each)


def _sure_text(text: str, known: Known) -> str | None:
    """*text* in Cyrillic if nothing in it is kept or doubtful, else None."""
    found = [known.chunks[chunk] for chunk in text.split(" ")]
    return None if None in found else " ".join(map(str, found))


def _pieces_within(pieces: list[Piece], whole: str, start: int, end: int) -> list[Piece]:
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
                    else cut(kept_text(part), written)[1]
                )
            inside.append(Piece(a - start, b - start, part))
    return inside
