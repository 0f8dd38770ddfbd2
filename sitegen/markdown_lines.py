"""One line of Markdown in the other script, every byte that is not text left as it is.

For the command line, where text comes without a document around it. The build itself converts
parsed tokens (``markup``), never lines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from sitegen.patterns import regex
from sitegen.scripts.serbian import cut

_READABLE = regex(r"""(?P<before>\b(?:title|alt|aria-label|placeholder)\s*=\s*)(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
# Every repetition ends where the next of its kind begins, so that a line of a thousand openings
# that nobody closes is looked at once. What an element or a span encloses is looked for in code.
_KEPT = regex(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<span>\[[^\[\]]*\]\{(?P<given>[^{}]*)\})"
    r"|(?P<tag></?(?P<element>[A-Za-z]\w*)[^<>]*>|<!--(?:(?!<!--|-->).)*-->)"
    r"|(?P<target>\]\(\s*(?:<[^<>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"|(?P<reference>^\s{0,3}\[[^\[\]]+\]:\s*\S+)"
    r"|(?P<label>\]\[[^\[\]]*\]|\[\^[^\[\]]+\])"
    r"|(?P<attributes>\{:?\s*[#.][^{}]*\}|\{:?\s*\w+=[^{}]*\})"
    r"|(?P<placeholder>\{\{(?:(?!\{\{|\}\}).)*\}\}|\{%(?:(?!\{%|%\}).)*%\})"
    r"|(?P<fence>^\s*(?:```|~~~).*$)"
)
_STAYS = regex(r"""\b(?:lang=["']?(?!sr\b)|translate=["']?no)""")
_VERBATIM = frozenset("code pre script style kbd samp".split())

# Marks and tags that a word may go through: in**jekcija**, in<b>jekcija</b>. Entities that are no
# letters stay.
_MARK = regex(
    r"(?:(?<=\w)(?:\*{1,3}|~~)(?=\w)|</?(?:a|abbr|b|cite|del|em|i|ins|mark|q|s|small|span|strong|u)\b[^<>]*>"
    r"|&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w*);)+"
)
_ENTITY = regex(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w*);")


def convert_line(line: str, convert: Callable[[str], str]) -> str:
    """*line* with its text through *convert*.

    Code, link targets, ids, labels, tags, placeholders and marked foreign spans stay; the
    readable attributes of tags (title, alt, aria-label, placeholder) are text. Entities of letters
    become letters.
    """
    line = _ENTITY.sub(_letter, line)
    out: list[str] = []
    run: list[str] = []
    unclosed: set[str] = set()  # elements that nobody closes any more
    at = 0
    while match := _KEPT.search(line, at):
        end = match.end()
        if match["span"] and not _STAYS.search(match["given"]):
            end = match.start() + 1  # only its attributes stay
            run.append(line[at:end])
            at = end
            continue
        run.append(line[at : match.start()])
        kept = match.group()
        if match["element"]:
            end = _end_of_element(line, match, unclosed)
            kept = line[match.start() : end]
            if end == match.end():
                kept = _READABLE.sub(lambda found: _attribute(found, convert), kept)
        at = end
        if match["tag"] and _MARK.fullmatch(kept):
            run.append(kept)
            continue
        out += (_text("".join(run), convert), kept)
        run = []
    out.append(_text("".join((*run, line[at:])), convert))
    return "".join(out)


def _end_of_element(line: str, tag: re.Match[str], unclosed: set[str]) -> int:
    """Where the element that *tag* opens ends, if all of it stays as it is; else the end of *tag*."""
    name, opening = tag["element"], tag.group()
    stays = name in _VERBATIM or _STAYS.search(opening)
    if not stays or opening.startswith("</") or name in unclosed:
        return tag.end()
    closing = f"</{name}>"
    start = line.find(closing, tag.end())
    if start < 0:
        unclosed.add(name)
        return tag.end()
    return start + len(closing)


def _letter(entity: re.Match[str]) -> str:
    character = html.unescape(entity.group())
    return character if character.isalpha() and not character.isascii() else entity.group()


def _text(text: str, convert: Callable[[str], str]) -> str:
    """*text* converted as if its marks were not there, with the marks back in their places."""
    if not text:
        return text
    marks = _MARK.findall(text)
    if not marks:
        return convert(text)
    texts = _MARK.split(text)
    pieces = cut(convert("".join(texts)), texts)
    return "".join(piece + mark for piece, mark in zip(pieces, (*marks, ""), strict=True))


def _attribute(match: re.Match[str], convert: Callable[[str], str]) -> str:
    quote = match.group("quote")
    return f"{match.group('before')}{quote}{convert(match.group('text'))}{quote}"
