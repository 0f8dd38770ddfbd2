"""What quotation marks say about the words between them: the title of a work, or terms quoted one by one."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from sitegen.patterns import regex
from sitegen.scripts import lexicon
from sitegen.scripts.evidence import (
    LONE_WORDS,
    LOOKS_SERBIAN,
    PARTICLES,
    SAME,
    SERBIAN_LETTER,
    Word,
    evidence,
    is_unknown,
)
from sitegen.scripts.lexicon import Standing

QUOTED = regex("[„“\"«»‚]([^„“”\"«»‚‘\n]{2,200})[“”\"«»‘]")
_OPENING, _CLOSING = tuple("„“\"«‚'"), tuple("“”\"»‘'")


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether what stands from *start* to *end* of *text* is alone in quotation marks."""
    return text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING


_QUOTED_TERM = regex("[„“\"«‚]([a-z]{2,30})[“”\"»‘]")


def quoted_terms(text: str) -> int:
    """How many words in small letters are quoted in *text*, each alone."""
    return len(_QUOTED_TERM.findall(text))


def quotes_term(text: str) -> bool:
    """Whether a word of both languages or of no list is quoted alone in *text*."""
    return any(is_term_of_both(term[1]) or _is_unknown_term(term[1]) for term in _QUOTED_TERM.finditer(text))


STRONG = 2.0  # a score that pulls the words beside it
ARTICLES = lexicon.vocabulary("articles")
_QUOTED_ALONE = 6.0  # what a word of no list gains


def favour_quotations(text: str, words: list[Word], scores: list[float]) -> None:
    """Raises the *scores* of words in quotation marks together with one that is surely foreign,
    or behind a foreign article; not where a Serbian letter stands."""
    starts = [word.start for word in words]
    _favour_terms(text, words, starts, scores)
    for quoted in QUOTED.finditer(text):
        first, end = bisect_left(starts, quoted.start(1)), bisect_left(starts, quoted.end(1))
        inside = range(first, end)
        if len(inside) == 1 and _is_unknown_term(text[slice(*quoted.span(1))]):
            scores[first] += _QUOTED_ALONE
        if len(inside) < 2 or any(
            (words[n].known or 0.0) < -1.0 or SERBIAN_LETTER.search(words[n].plain.lower()) for n in inside
        ):
            continue
        lowers = [words[n].plain.lower() for n in inside]
        has_article = lowers[0] in ARTICLES and lowers[1] not in LONE_WORDS
        has_particle = any(lower in PARTICLES for lower in lowers) and not all(map(lexicon.serbian, lowers))
        if has_article or has_particle or max(scores[first:end]) > STRONG:
            for n in inside:
                scores[n] += 4.0 if has_article or has_particle else 2.5


def _favour_terms(text: str, words: list[Word], starts: list[int], scores: list[float]) -> None:
    """Raises the *scores* of words in small letters that are quoted one by one, if all of them may be
    foreign and one is no Serbian word: „none“, „rgb“, „auto“."""
    quoted = [bisect_left(starts, term.start(1)) for term in _QUOTED_TERM.finditer(text)]
    quoted = [n for n in quoted if n < len(words) and _may_be_term(words[n].plain)]
    if len(quoted) > 1 and any(not lexicon.serbian(words[n].plain) for n in quoted):
        for n in quoted:
            scores[n] += 6.0
    elif quoted and any(own > 0 for n, own in enumerate(scores) if n not in quoted):  # among other foreign words
        for n in quoted:
            if words[n].plain not in SAME:
                scores[n] += 4.5


@lru_cache(maxsize=20_000)
def is_term_of_both(word: str) -> bool:
    """Whether *word*, quoted alone, is rather English than the Serbian word that is spelt alike: „set“."""
    return len(word) > 1 and word.islower() and lexicon.english(word) == Standing.WORD and word not in SAME


def _may_be_term(word: str) -> bool:
    """Whether *word*, quoted alone, may be foreign."""
    return lexicon.english(word) == Standing.WORD or _is_unknown_term(word)


def _is_unknown_term(quoted: str) -> bool:
    """Whether a quotation is one word of no list in small letters, and not spelt as Serbian only: „popd“, „none“."""
    return (
        quoted.isascii()
        and quoted.isalpha()
        and quoted.islower()
        and is_unknown(quoted)
        and evidence(quoted) > LOOKS_SERBIAN
    )
