"""Which words of a Serbian Latin text are of another language: each by its score, all of them at once.

Changing the language between two words costs something, little at a capital or a comma and much inside a
quotation, so the likeliest reading of the whole text keeps ``Save the Children`` together and leaves
``na obali Save`` alone (the Viterbi algorithm, with two states). Decides nothing about acronyms, addresses
and glossaries; they arrive decided.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.evidence import HINTS, LETTER, SAME, SERBIAN_LETTER, Word, evidence, score
from sitegen.scripts.favours import (
    favour_articles,
    favour_kinds,
    favour_names,
    favour_pairs,
    gains_among_foreign,
    pull_neighbours,
)
from sitegen.scripts.lexicon import Standing
from sitegen.scripts.names import is_homograph
from sitegen.scripts.neighbours import (
    begins_sentence,
    gap,
    is_named_kind,
    is_tight,
)
from sitegen.scripts.quotations import ARTICLES, favour_quotations


class Verdict(NamedTuple):
    """What was decided about a word, and by how much the other reading lost."""

    is_foreign: bool
    margin: float


def is_telling(text: str, word: Word, before: Word | None) -> bool:
    """Whether the neighbours of *word* must be asked: it is foreign, the article of a title or the
    name behind a kind of thing."""
    return score(word) > 0 or word.plain.lower() in ARTICLES or (before is not None and is_named_kind(text, before, word))


def recognized(text: str, words: list[Word], is_among_foreign: bool = False) -> list[Verdict]:
    """A verdict on each of *words*, which stand in *text* in this order; is it known to hold foreign words?"""
    if not words:
        return []
    scores = list(map(score, words))
    gains = gains_among_foreign(text, words) if is_among_foreign else {}
    for number, gain in gains.items():
        scores[number] += gain
    favour_quotations(text, words, scores)
    favour_kinds(text, words, scores)
    if max(scores) <= 0:  # no stretch of words can outweigh what it costs
        return [Verdict(False, gains.get(number, 0.0) - own) for number, own in enumerate(scores)]
    favour_pairs(text, words, scores)
    favour_names(text, words, scores)
    favour_articles(text, words, scores)
    pull_neighbours(text, words, scores)
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
    return verdicts


_BEGINNING = 0.5  # what a text that begins in another language costs


def _best(scores: list[float], costs: list[float]) -> list[tuple[float, float]]:
    """For each word the score of the best way to it that reads it as Serbian, and as foreign."""
    ways = [(0.0, scores[0] - _BEGINNING)]
    for own, cost in zip(scores[1:], costs, strict=True):
        s, f = ways[-1]
        ways.append((max(s, f - cost), max(f, s - cost) + own))
    return ways


_QUOTES_AND_BRACKETS = regex("[„“”\"«»()\\[\\]{}<>|\n]")
_CLOSE = regex("[ \u00a0]|-|['’]|[ \u00a0]?&[ \u00a0]?")


def _cost(text: str, before: Word, after: Word) -> float:
    """What it costs to change the language between two neighbouring words."""
    between = gap(text, before, after)
    if between != " ":
        if between == "." and (LETTER.search(before.plain.lower()) or LETTER.search(after.plain.lower())):
            return 12.0  # a name with a dot: Yandex.Fotki
        if _QUOTES_AND_BRACKETS.search(between):
            return 0.2
        if between == ". " and len(before.plain) == 1:
            return 1.5  # an initial
        if not _CLOSE.fullmatch(between):
            return 0.4
    if between in ("'", "’"):
        return 9.0  # People's
    if between == "-":
        return 5.0 if before.plain[0].isupper() and after.plain[0].isupper() else 2.0
    if before.plain[0].isupper() and after.plain[0].isupper():
        return 0.7 if before.plain[1:].islower() and begins_sentence(text, before.start) else 2.5
    if before.plain[0].islower() and after.plain[0].islower():
        return 1.5 if not (is_homograph(before.plain) or is_homograph(after.plain)) else 2.5
    lower = before if before.plain[0].islower() else after
    if evidence(lower.plain) > 0:
        if lower is before:
            return 3.0  # by Step
        return 6.0 if not begins_sentence(text, before.start) or lexicon.english(before.plain.lower()) else 1.5  # Save the, but Traže freelance
    return 2.0 if is_homograph(lower.plain) else 0.7


def _could_be_one_name(text: str, before: Word, after: Word, serbian: Word) -> bool:
    """Whether a word read as Serbian may belong to the foreign one beside it: Petra Müller."""
    lower = serbian.plain.lower()
    if serbian.known is not None or lower in SAME or not is_tight(text, before, after):
        return False
    standing = lexicon.serbian(lower)
    are_capital = before.plain[0].isupper() and after.plain[0].isupper()
    if before.known is not None or after.known is not None:
        return are_capital and serbian is after and not before.plain.isupper()  # Caritas Austrije
    if are_capital:
        return standing != Standing.WORD or bool(lexicon.english(lower)) or lower in HINTS
    is_homograph = len(lower) > 2 and lexicon.english(lower) == Standing.WORD
    return is_homograph or lower in HINTS or (not standing and not SERBIAN_LETTER.search(lower))
