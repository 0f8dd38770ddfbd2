"""Text that people read, word by word: spaces, quotation marks, dates, figures, outdated words.

Looks at what the author typed, so that every finding stands under its letters. Quotations, code
and addresses are left alone: they are not the author's own words. Each pattern is linear in the
length of the text.
"""

from __future__ import annotations

import codecs
import datetime
import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Any

from sitegen.diagnostics import Diagnostic, Place, warning
from sitegen.frozen import dataclass
from sitegen.patterns import regex
from sitegen.schema import Decoded, Passage
from sitegen.scripts.serbian import is_mostly_latin, to_latin
from sitegen.source import place_at
from sitegen.spelling import mixed_words
from sitegen.values import month_number

# One letter for one letter, so that places stay true; digraphs of Cyrillic get stand-ins.
_SERBIAN = "абвгдђежзијклљмнњопрстћуфхцчџш"
_PLAIN = "abvgdđežzijklļmnņoprstćufhcčģš"
_ONE_LETTER = str.maketrans(_SERBIAN + _SERBIAN.upper(), _PLAIN + _PLAIN.upper())
# The same as a code page, as in ``scripts.serbian``: many times as fast as str.translate.
_WRITTEN = "".join(map(chr, range(128))) + _SERBIAN + _SERBIAN.upper() + "čćđšžČĆĐŠŽ\u00a0«»°·×§©²³ÄÖÜäöüß–—‘’‚“”„•…€→"
_READ = _WRITTEN.translate(_ONE_LETTER)
_CODE_PAGE = codecs.charmap_build(_WRITTEN + "\ufffe" * (256 - len(_WRITTEN)))
_LOWER, _UPPER = "a-zčćđšžļņģ", "A-ZČĆĐŠŽĻŅĢ"
_LJ, _DATE_GAP = "(?:lj|ļ)", r"[\s,(]{0,3}(?:dana |u )?"
_OUT = "\ufffc"  # stands for letters that are not the author's own


def in_one_alphabet(text: str) -> str:
    """*text* with a Latin letter in place of each Cyrillic one, letter for letter."""
    if text.isascii():
        return text
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _CODE_PAGE)[0], "strict", _READ)[0]
    except UnicodeEncodeError:
        return text.translate(_ONE_LETTER)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that people are not called by any more, in all their cases."""

    key: str  # lower-case letters that stand in each form, for a quick look
    pattern: re.Pattern[str]
    preferred: str


def review(
    one: Decoded, passages: Iterable[Passage], outdated: Sequence[Phrase]
) -> Iterator[Diagnostic]:
    """What is doubtful in the *passages* of one record or row."""
    reported = {finding.fact("found") for finding in one.diagnostics if finding.code == "script.homoglyph"}
    for passage in passages:
        field = passage.field.rpartition(".")[2]
        if passage.field == "body":
            yield from _mixed(passage, reported)
            yield from _bullets(passage)
        if field in _OTHERS_WORDS or passage.lang:
            continue
        bare = _without_code(in_one_alphabet(passage.text))
        own = _without_quotations(bare)
        yield from _spacing(passage, own)
        yield from _quotation_marks(passage, bare)
        numbers = [match.start() for match in _DIGITS.finditer(own)]
        if numbers:
            yield from _dates(passage, own, numbers)
            yield from _figures(passage, own, numbers, one.entity)
        lowered = own.replace("İ", "I").lower()  # the one letter that would become two
        yield from _relative_days(passage, own, lowered)
        if outdated and passage.field.partition(".")[0] not in _OFFICIAL:
            yield from _outdated(passage, own, lowered, outdated)


# Quotations, and what readers type into a search.
_OTHERS_WORDS = frozenset(
    {"quote", "as_written", "cyrl", "latn", "words", "hidden", "outdated", "preferred_over"}
)
_OFFICIAL = frozenset(
    "title short_title other_names sources outdated hidden alt preferred_over words aliases note".split()
)


def _place(passage: Passage, start: int, end: int) -> Place:
    """Where characters of a passage stand in its file; the value itself where only YAML knows."""
    place, text = passage.place, passage.text
    if passage.field == "body":
        return place_at(text, start, end - start, place.path, first_line=place.line)
    if passage.indent:
        inside = place_at(text, start, end - start, place.path, first_line=place.line + 1)
        return Place(inside.path, inside.line, inside.column + passage.indent, inside.length)
    marks = place.length - len(text)
    if marks in (0, 2) and "\n" not in text:
        return Place(place.path, place.line, place.column + marks // 2 + start, end - start)
    found = _in_file(passage, text[start:end])
    return found or place


_FURTHEST = 4_000  # characters of a file in which the words of one value are looked for


def _in_file(passage: Passage, words: str) -> Place | None:
    """Where *words* of a value stand that goes over several lines of its file."""
    at = 0
    for _ in range(passage.place.line - 1):
        at = passage.file.find("\n", at) + 1
    at = passage.file.find(words, at + passage.place.column - 1, at + _FURTHEST)
    return place_at(passage.file, at, len(words), passage.place.path) if at >= 0 else None


# --- what is not the author's own words ------------------------------------------------------

# All of it begins with one of a few signs, so that all other letters are passed over at once.
_CODE = regex(
    r"[`\](hw{<>](?:(?<=`)`*[^`]*`+|(?<=\])\([^()\s]*(?:\s[^()\n]{0,200})?\)|(?<=h)ttps?://[^\s<>)]+|(?<=w)ww\.[^\s<>)]+"
    r"|(?<=\{)[^{}\n]*\}|(?<=<)[^<>\s]+>|(?<=^>).*$)", re.MULTILINE
)  # fmt: skip
_QUOTATION = regex(r"„[^„“”]{0,600}[“”]|“[^„“”]{0,600}”|\"[^\"\n]{0,600}\"|»[^«»]{0,600}«|«[^«»]{0,600}»")
_QUOTATION_MARK = regex("[„“\"«»]")


def _without_code(text: str) -> str:
    return _CODE.sub(_blank, text)


def _without_quotations(bare: str) -> str:
    return _QUOTATION.sub(_blank, bare) if _QUOTATION_MARK.search(bare) else bare


def own_words(text: str) -> str:
    """*text* in one alphabet, with code, addresses and quotations blanked out."""
    return _without_quotations(_without_code(in_one_alphabet(text)))


def _blank(match: re.Match[str]) -> str:
    whole = match.group()
    if "\n" not in whole:
        return _OUT * len(whole)
    return "\n".join(_OUT * len(line) for line in whole.split("\n"))


# --- lists and tables as other programs make them -------------------------------------------------------

# A line that begins so is no item of a list to Markdown: it flows into one paragraph with the next.
_BULLET = regex(r"^[ \t]*(?P<mark>[•·▪●◦‣∙\uf0a7\uf0b7]|o(?=\t))[ \t\u00a0]*(?=\S)", re.MULTILINE)


# Lines of words with tabs between, one below the other, as they come from a sheet.
_CELLS = r"(?!\W{0,3}\w{0,2}[.)]?\t)[^\s|][^\t\n]*+\t[^\n]*+"  # not the mark of a list
_COLUMNS = regex(rf"^(?P<line>{_CELLS})(?:\n{_CELLS})+", re.MULTILINE)


def _bullets(passage: Passage) -> Iterator[Diagnostic]:
    for match in _BULLET.finditer(passage.text):
        start, end = match.span("mark")
        shown = "•" if match["mark"] >= "\ue000" else match["mark"]
        yield warning(_place(passage, start, end), "text.bullet", found=shown)
    for match in _COLUMNS.finditer(passage.text) if "\t" in passage.text else ():
        yield warning(_place(passage, *match.span("line")), "text.columns")


# --- spaces and marks ------------------------------------------------------------------------

_DOUBLE_WORD = regex(r"\b(?P<word>[^\W\d_]{1,40}+)[ \n](?P=word)\b(?![-’'])")
_TWICE_ON_PURPOSE = frozenset(("сам", "sam"))  # „сам сам“: I am alone
_DOUBLE_SPACE = regex(r"(?<=[\w.,;:!?)]) {2,}(?=[\w(„])")
_SPACE_BEFORE = regex(r"  *[,;:.!?](?=\s|\Z)")
_SPACED_SIGNS = (" ,", " ;", " :", " .", " !", " ?")
# The mark comes first, so that the search goes from mark to mark.
_NO_SPACE = regex(
    rf"[.!?;,](?:(?<=[{_LOWER}][{_LOWER}][.!?;])(?=[{_UPPER}][{_LOWER}])|(?<=[{_LOWER}][{_LOWER}],)(?=[{_LOWER}]{{2}})"
    rf"|(?<=\d\.)(?=[{_LOWER}]{{3}})|(?<=\b[Uu]l\.)(?=[{_UPPER}]))"
)
_WORD_BEFORE, _WORD_AFTER = regex(r"\w{1,40}\Z"), regex(r"\w{1,40}")


def _spacing(passage: Passage, own: str) -> Iterator[Diagnostic]:
    text = passage.text
    words = own.split()
    if any(map(str.isalpha, compress(words, map(operator.eq, words, words[1:])))):
        for match in _DOUBLE_WORD.finditer(own):
            if match["word"].lower() in _TWICE_ON_PURPOSE:
                continue
            start, end = match.start() + len(match["word"]) + 1, match.end()
            yield warning(_place(passage, start, end), "text.double_word", found=text[start:end])
    if "  " in own:
        for match in _DOUBLE_SPACE.finditer(own):
            start, end = match.span()
            around = text[max(0, start - 15) : start].split("\n")[-1] + " " + text[end : end + 15].split("\n")[0]
            yield warning(_place(passage, start, end), "text.double_space", found=around.strip())
    for match in _SPACE_BEFORE.finditer(own) if any(sign in own for sign in _SPACED_SIGNS) else ():
        start, end = match.span()
        if start and own[start - 1].isalnum():
            yield warning(_place(passage, start, end), "text.space_before", found=text[end - 1])
    for match in _NO_SPACE.finditer(own):
        at = match.end()
        before, after = _WORD_BEFORE.search(text, max(0, at - 41), at - 1), _WORD_AFTER.match(text, at)
        if before and after and "@" not in own[at : at + 40].split(" ")[0]:
            found = text[before.start() : after.end()]
            yield warning(
                _place(passage, before.start(), after.end()), "text.no_space", found=found,
                suggestion=f"{text[before.start() : at]} {after.group()}",
            )  # fmt: skip


_MARK = regex("[„“”\"«»]|\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\\d+\\.)[ \t])")
# Without marks, or each „ closed on its line before the next one.
_IN_PAIRS = regex("[^„“”\"«»]*+(?:„[^„“”\"«»\n]*+“[^„“”\"«»]*+)*+")
_SYSTEM = {"„": "„…“", "“": "“…”", '"': '"…"', "«": "«…»", "»": "»…«"}


def _quotation_marks(passage: Passage, bare: str) -> Iterator[Diagnostic]:
    """Marks that stay open in their paragraph, and a second system beside the first."""
    if _IN_PAIRS.fullmatch(bare):
        return
    opened: list[int] = []
    first = ""
    is_mixed = False
    for match in _MARK.finditer(bare):
        mark, at = match.group(), match.start()
        if "\n" in mark:
            yield from _unclosed(passage, opened)
            opened.clear()
            continue
        if opened and _closes(bare[opened[-1]], mark):
            start = opened.pop()
            if bare[start] != first and not is_mixed and not opened:
                is_mixed = True
                yield warning(
                    _place(passage, start, start + 1), "text.quotation_mixed", found=_SYSTEM[bare[start]],
                    expected=_SYSTEM[first],
                )  # fmt: skip
            continue
        if opened and _stands_at_an_end(bare, at):  # of another system than the one that opens
            yield _half_of_another(passage, opened.pop(), at)
            continue
        if mark == '"' and at and bare[at - 1].isdigit():  # inches, seconds
            continue
        if mark == "”" or (mark == "“" and at and not bare[at - 1].isspace() and bare[at - 1] not in "(["):
            place = _place(passage, at, at + 1)
            found = _from(passage.text, max(0, at - 20))[:21]
            yield warning(place, "text.quotation_mark", found=found, suggestion="")
            continue
        first = first or mark
        opened.append(at)
    yield from _unclosed(passage, opened)


def _closes(opening: str, mark: str) -> bool:
    return mark in {"„": "“”", "“": "”", '"': '"', "«": "»", "»": "«"}[opening]


def _stands_at_an_end(text: str, at: int) -> bool:
    """Whether a mark closes by where it stands: behind a word, and before none."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before) and not before.isspace() and before not in "([" and not after.isalnum()


def _half_of_another(passage: Passage, start: int, end: int) -> Diagnostic:
    """A quotation of two halves that are no pair; told at the one that is not „ or “ in its place."""
    words = passage.text[start + 1 : end]
    wrong = end if passage.text[start] == "„" else start
    return warning(
        _place(passage, wrong, wrong + 1), "text.quotation_mark", found=_from(passage.text[: end + 1], start),
        suggestion=f"„{words}“" if len(words) <= _LONGEST_QUOTED and "\n" not in words else "",
    )  # fmt: skip


_LONGEST_QUOTED = 60  # letters that are written out in a message


def _unclosed(passage: Passage, opened: list[int]) -> Iterator[Diagnostic]:
    for at in opened[:3]:
        found = _from(passage.text, at)
        yield warning(_place(passage, at, at + 1), "text.quotation_mark", found=found, suggestion="")


def _from(text: str, at: int) -> str:
    return text[at : at + 30].split("\n")[0]


# --- days ------------------------------------------------------------------------------------

_DIGITS = regex("[0-9]+")
_DAY_NAMES = (
    (0, rf"ponedj?e{_LJ}\w{{1,6}}"), (1, r"utor\w{2,5}"), (2, r"sri?jed\w{1,4}|sred(?:a|e|i|u|om)"),
    (3, r"četvrt(?:ak|k\w{1,4})"), (4, r"pet(?:ak|k(?:a|u|om))"), (5, r"subot\w{1,4}"),
    (6, rf"nedj?e{_LJ}(?:a|e|i|u|om)"),
)  # fmt: skip
_NOMINATIVE = ("понедјељак", "уторак", "сриједа", "четвртак", "петак", "субота", "недјеља")
_ANY_DAY = "|".join(f"(?P<d{number}>{words})" for number, words in _DAY_NAMES)
_WRITTEN = rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}}\.|[IVX]{{1,4}}\.?|[{_LOWER}]{{3,10}})\s?(?P<year>\d{{4}})\b"
_DAY_THEN_DATE = regex(rf"\b(?:{_ANY_DAY}){_DATE_GAP}{_WRITTEN}", re.IGNORECASE)
_WRITTEN_DATE = regex(_WRITTEN, re.IGNORECASE)
_DATE_THEN_DAY = regex(
    rf"(?<!\d){_WRITTEN}\.?(?:\s?god(?:ine|\.))?[\s,(]{{1,3}}(?:u )?(?:{_ANY_DAY})\b", re.IGNORECASE
)
# A year, or the author's word that there is none.
_DATED = regex(r"(?<!\d)(?:19|20)\d\d(?!\d)|bez datuma|n(?:em|ij)\w+ datum|nedatiran", re.IGNORECASE)
_RANGE = regex(
    r"(?<![\w/.,–-])(?:(?P<from>(?:1[5-9]|20)\d\d)(?:\.? ?- ?|\.?–-)(?P<to>(?:1[5-9]|20)\d\d)(?![\w/-])"
    r"|(?P<low>\d{1,3})\.?-(?P<high>\d{1,3})(?=\.? (?:god|dan|sat|h\b|mjesec|meseci|osob|čas|%)))"
)


def _at_numbers(pattern: re.Pattern[str], own: str, numbers: Sequence[int]) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` finds, of a pattern that matches nowhere but where a number begins."""
    end = 0
    for start in numbers:
        match = pattern.match(own, start) if start >= end else None
        if match:
            end = match.end()
            yield match


def _dates(passage: Passage, own: str, numbers: Sequence[int]) -> Iterator[Diagnostic]:
    if any(_WRITTEN_DATE.match(own, start) for start in numbers):
        for pattern in (_DAY_THEN_DATE, _DATE_THEN_DAY):
            for match in pattern.finditer(own):
                yield from _weekday(passage, match)
    for match in _at_numbers(_RANGE, own, numbers):
        start, end = match.span()
        low, high = match["from"] or match["low"], match["to"] or match["high"]
        if int(low) < int(high):
            yield warning(
                _place(passage, start, end), "text.range", found=passage.text[start:end],
                suggestion=f"{low}–{high}",
            )  # fmt: skip
    for match in _at_numbers(_FOREIGN_MONEY, own, numbers):
        start, end = match.span()
        yield warning(
            _place(passage, start, end), "text.money", found=match.group(),
            suggestion=match.group().translate(str.maketrans(",.", ".,")),
        )  # fmt: skip


def _weekday(passage: Passage, match: re.Match[str]) -> Iterator[Diagnostic]:
    month = month_number(to_latin(match["month"].rstrip(".")).lower())
    try:
        day = datetime.date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return
    named = next(number for number in range(7) if match[f"d{number}"])
    if day.weekday() != named:
        start, end = match.span()
        found = passage.text[start:end].strip(" (")
        right = _NOMINATIVE[day.weekday()]
        is_latin = is_mostly_latin(found)
        yield warning(
            _place(passage, start, end), "text.weekday", found=found,
            suggestion=to_latin(right) if is_latin else right,
        )  # fmt: skip


# Spelled out from its first letters, so that all others are passed over at once.
_RELATIVE = regex(
    rf"(?:danas|jučer?|sutra|ov(?:ih dana|e godine|og mj?eseca|e (?:sedmice|nedj?e{_LJ}e))"
    rf"|(?:prošl|naredn)(?:e godine|og mj?eseca|e (?:sedmice|nedj?e{_LJ}e))|protekle godine|iduće godine"
    rf"|s{_LJ}edeće(?: godine|g mj?eseca))\b"
)
_NEAR, _FAR = 60, 120  # characters on either side
# One of these stands in each of them; looking for words is many times as fast as for a pattern.
_MAY_BE_RELATIVE = (
    "danas", "juče", "sutra", "ovih dana", "ove godine", "šle godine", "kle godine", "dne godine",
    "će godine", "g mjeseca", "g meseca", "e sedmice", "e nedj", "e nede",
)  # fmt: skip


def _relative_days(passage: Passage, own: str, lowered: str) -> Iterator[Diagnostic]:
    if not any(word in lowered for word in _MAY_BE_RELATIVE):
        return
    for match in _RELATIVE.finditer(lowered):
        start, end = match.span()
        if start and (own[start - 1].isalnum() or own[start - 1] == "_"):
            continue  # the end of a word, as in „прекосутра“
        if not _DATED.search(own, max(0, start - _NEAR), end + _NEAR):
            yield warning(_place(passage, start, end), "text.relative_day", found=passage.text[start:end])


# --- figures and money -----------------------------------------------------------------------

_FOREIGN_MONEY = regex(
    r"(?<![\w.,/])(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,12}\.\d{1,2})(?=\s?(?:KM|EUR|€|BAM|USD|RSD|eur|evr|mara?k|dolar|din)\w{0,5}\b)"
)
_COUNTED = regex(
    rf"(?<![\w.,/–-])(?P<figure>\d{{1,3}}(?:\.\d{{3}})+|\d{{2,6}}) (?:[{_LOWER}]{{2,20}} ){{0,2}}"
    rf"(?:udruženj|organizacij|korisni[kc]|članova\b|članica|volonter|osob|{_LJ}udi\b|djec[eau]\b|porodic|domaćinst|građan"
    rf"|stanova\b|krevet|zaposlen|žena\b|muškar|mladih\b|povratni[kc]|izbj?eglic|lica\b|radnik|stručnja|pacij|učeni[kc]|učesni)\w{{0,10}}",
)
_DATED_FIELDS = frozenset({"claims", "capacity", "collectives", "sources", "budget"})


def _figures(
    passage: Passage, own: str, numbers: Sequence[int], record: Any
) -> Iterator[Diagnostic]:
    """A number of people or things in running text that says of no time."""
    if passage.field.partition(".")[0] in _DATED_FIELDS:
        return
    known: set[str] | None = None
    for match in _at_numbers(_COUNTED, own, numbers):
        start, end = match.span()
        figure = match["figure"]
        if _DATED.search(own, max(0, start - _FAR), end + _FAR):
            continue
        if known is None:
            known = _dated_figures(record)
        if figure.replace(".", "") not in known:
            yield warning(
                _place(passage, match.start("figure"), match.end("figure")), "text.figure",
                found=passage.text[start:end],
            )  # fmt: skip


def _dated_figures(record: Any) -> set[str]:
    """The figures that *record* holds with a date and a source."""
    held = [claim.value.plain for claim in getattr(record, "claims", ())]
    held += [str(room.count) for room in getattr(record, "capacity", ())]
    held += [str(group.count) for group in getattr(record, "collectives", ())]
    return {digits.replace(".", "") for text in held for digits in re.findall(r"\d[\d.]*", text)}


# --- letters ---------------------------------------------------------------------------------


def _mixed(passage: Passage, reported: set[str]) -> Iterator[Diagnostic]:
    """Look-alike letters where no Serbian is read: in code, in addresses, in foreign names."""
    for start, word, reading in mixed_words(passage.text):
        if word not in reported:
            yield warning(
                _place(passage, start, start + len(word)), "script.homoglyph", found=word,
                reading=reading,
            )  # fmt: skip


# --- words for people ------------------------------------------------------------------------

_ENDING = (
    "(?:ima|ama|ovima|ova|ove|ovi|oga|omu|ome|iji|og|om|em|im|ih|oj|ov|ju|a|e|i|o|u)?"
)
_STEM = regex(r"(?:[aeiou]|im|ih|om|og|ama|ima|oj)\Z")


def outdated_words(rows: Iterable[tuple[Iterable[str], str]]) -> tuple[Phrase, ...]:
    """What to look for, from rows of outdated phrases (canonical) and the preferred one; the
    longest phrase first.

    A phrase is found in all its cases: each word may have another ending.
    """
    phrases: list[Phrase] = []
    for forms, preferred in rows:
        for form in forms:
            words = [_STEM.sub("", word) for word in in_one_alphabet(form).lower().split()]
            if words and len(words[0]) > 2:
                body = r"\s".join(_either_way(word) + _ENDING for word in words)
                key = max(re.split("[ļņģ ]", " ".join(words)), key=len)
                phrases.append(Phrase(key, re.compile(rf"\b{body}\b", re.IGNORECASE), preferred))
    return tuple(sorted(phrases, key=lambda phrase: -len(phrase.pattern.pattern)))


def _either_way(word: str) -> str:
    """A pattern of *word* with its digraphs as one letter or as two."""
    pattern = re.escape(word)
    for one, two in (("ļ", "lj"), ("ņ", "nj"), ("ģ", "dž")):
        pattern = pattern.replace(one, f"(?:{one}|{two})")
    return pattern


_LINK_TEXT = regex(r"\[[^\[\]]*\](?=\()|\[[^\[\]]*\](?=\ufffc)")


def _outdated(
    passage: Passage, own: str, lowered: str, outdated: Sequence[Phrase]
) -> Iterator[Diagnostic]:
    likely = [phrase for phrase in outdated if phrase.key in lowered]
    if not likely:
        return
    own = _LINK_TEXT.sub(_blank, own)  # the title of a record is said as it is
    taken: list[tuple[int, int]] = []
    for phrase in likely:
        for match in phrase.pattern.finditer(own):
            start, end = match.span()
            if any(start < other_end and end > other for other, other_end in taken):
                continue
            taken.append((start, end))
            found = passage.text[start:end]
            preferred = to_latin(phrase.preferred) if is_mostly_latin(found) else phrase.preferred
            yield warning(
                _place(passage, start, end), "text.outdated", found=found, suggestion=preferred
            )
