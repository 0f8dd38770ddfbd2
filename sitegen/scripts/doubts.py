"""Whether an author should look at a word that was read as Serbian."""

from __future__ import annotations

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.evidence import (
    PRIOR,
    SERBIAN_LETTER,
    TRANSCRIBED,
    Word,
    evidence,
    is_rare_name,
    is_unknown,
    score,
)
from sitegen.scripts.lexicon import Standing
from sitegen.scripts.names import (
    GIVEN,
    is_body,
    is_capitalized,
    is_kind,
    is_of_both,
    is_somebody_foreign,
    is_unknown_name,
    may_be_foreign,
    names_ours,
)
from sitegen.scripts.neighbours import (
    BEHIND_A_KIND,
    SPACES,
    begins_sentence,
    beside,
    gap,
    is_named_kind,
    row,
)
from sitegen.scripts.quotations import ARTICLES, is_quoted, is_term_of_both
from sitegen.scripts.recognition import Verdict

# A word that loses by less is worth a warning: a Serbian one among foreign ones; one of no list, the more
# so if it is no name. The two latter were chosen on the curve in docs/script.md.
_DOUBTFUL_KNOWN, _DOUBTFUL_NAME, _DOUBTFUL_WORD, _DOUBTFUL_LISTED = 0.7, 3.0, 5.5, 20.0
_DOUBTFUL_PAIR = 6.5  # … two names of no list beside each other
_ALIEN = 2.5  # a name that loses by less is asked about beside a Serbian name too: Angelina *Jolie*


def is_surely_serbian(word: str) -> bool:
    """Whether *word* raises no doubt among Serbian words, wherever it stands, and no question of its neighbours."""
    margin = -(evidence(word) + PRIOR)
    if margin >= _DOUBTFUL_WORD and word[0].islower():
        return True
    return (
        margin >= _enough(word)
        and not (word[0].isupper() and word.lower() in ARTICLES)
        and not is_of_both(word)
        and not is_somebody_foreign(word)
    )


def is_doubtful(text: str, words: list[Word], verdicts: list[Verdict], number: int) -> bool:
    """Whether an author should look at the word *number* of *text*, which was read as Serbian."""
    word = words[number]
    margin = min(verdicts[number].margin, -score(word))
    if word.plain.islower():
        if is_term_of_both(word.plain) and is_quoted(text, word.start, word.end):
            return True
        if margin >= _DOUBTFUL_WORD:
            return False
    if _has_serbian_title(text, word):
        return False
    if word.known is not None:
        return margin < _DOUBTFUL_KNOWN
    if is_unknown_name(word.plain) and _is_title(text, words, number):
        return True
    if margin < _DOUBTFUL_KNOWN or (number and is_named_kind(text, words[number - 1], word)):
        return True
    if not word.plain.isalpha():
        return False
    if (
        margin >= (_DOUBTFUL_PAIR if _is_of_unknown_pair(text, words, number) else _enough(word.plain))
        and not is_somebody_foreign(word.plain)
        and (not is_of_both(word.plain) or begins_sentence(text, word.start) or _ends_serbian_name(text, words, number))
        and not _stands_where_foreign_names_do(text, words, verdicts, number)
    ):
        return False
    is_alien = not lexicon.serbian(word.plain.lower()) and -score(word) < _ALIEN
    return is_alien or not (word.plain[0].isupper() and _stands_by_serbian_name(text, words, verdicts, number))


def _enough(word: str) -> float:
    """By how much *word* must be Serbian to raise no doubt."""
    lower = word.lower()
    if len(lower) < 3 or not is_unknown(lower):
        return _DOUBTFUL_KNOWN
    if not word[0].isupper():
        return _DOUBTFUL_WORD
    if TRANSCRIBED.search(lower):
        return _DOUBTFUL_KNOWN
    return _DOUBTFUL_LISTED if is_rare_name(lower) else _DOUBTFUL_NAME


def _is_of_unknown_pair(text: str, words: list[Word], number: int) -> bool:
    """Whether two names of no Serbian list stand beside each other: Tineke Strik."""
    if not is_unknown_name(words[number].plain):
        return False
    return any(is_unknown_name(words[other].plain) for other in beside(text, words, number, (" ",)))


def _is_title(text: str, words: list[Word], number: int) -> bool:
    """Whether a name is quoted alone or stands behind what is called by it: „Guernica“, institut Fraunhofer."""
    word = words[number]
    if is_quoted(text, word.start, word.end):
        return True
    return bool(number) and gap(text, words[number - 1], word) in BEHIND_A_KIND and is_body(words[number - 1].plain)


_BEFORE = regex(r"(\w{2,12})[ \u00a0](?:[^\W\d_a-zčćđšž]\w{1,15}(?:,| i| ili)[ \u00a0])?\Z")  # rijeka Dunava i *Save*


_FARTHEST_TITLE = 36  # characters


def _has_serbian_title(text: str, name: Word) -> bool:
    """Whether a name that is a word of Serbian stands behind a saint's title or with a river: Svetog Save, obala Save."""
    before = _BEFORE.search(text, max(0, name.start - _FARTHEST_TITLE), name.start) if is_capitalized(name.plain) else None
    return before is not None and names_ours(before[1]) and bool(lexicon.serbian(name.plain.lower()))


def _ends_serbian_name(text: str, words: list[Word], number: int) -> bool:
    """Whether a word of both languages closes a name whose word before it is Serbian only: Crne *Gore*."""
    if not number or gap(text, words[number - 1], words[number]) not in SPACES:
        return False
    before = words[number - 1]
    lower = before.plain.lower()
    return (
        is_capitalized(before.plain)
        and not begins_sentence(text, before.start)
        and bool(lexicon.serbian(lower))
        and not lexicon.english(lower)
        and before.plain not in GIVEN
        and not is_kind(lower)
    )


def _stands_where_foreign_names_do(text: str, words: list[Word], verdicts: list[Verdict], number: int) -> bool:
    """Whether a name stands in a row with a foreign name (Philips, Drager and Braun)."""
    name = words[number].plain
    if not may_be_foreign(name) or lexicon.serbian(name.lower()) == Standing.WORD:
        return False
    return any(verdicts[other].is_foreign for step in (-1, 1) for other in row(text, words, number, step))


def _stands_by_serbian_name(text: str, words: list[Word], verdicts: list[Verdict], number: int) -> bool:
    """Whether the word beside it is a Serbian name or surname, so that it is one as well: Kofi Anan,
    Vedat Ibrahimović."""
    for other in beside(text, words, number, (" ", "-")):
        name = words[other].plain
        if verdicts[other].is_foreign or not is_capitalized(name) or name in GIVEN:
            continue
        if lexicon.serbian(name.lower()) == Standing.NAME:
            return True
        if SERBIAN_LETTER.search(name.lower()) and not begins_sentence(text, words[other].start):
            return True
    return False
