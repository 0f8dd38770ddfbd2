"""One line of Markdown in the other script, every byte that is not text left as it is.

For the command line, where text comes without a document around it. The build itself converts
parsed tokens (``markup``), never lines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from sitegen.scripts.serbian import cut

_READABLE = re.compile(r"""(?P<before>\b(?:title|alt|aria-label|placeholder)\s*=\s*)(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
_KEPT = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<span>\[[^\[\]]*\]\{:?[^{}]*\b(?:lang=[\"']?(?!sr\b)|translate=[\"']?no)[^{}]*\})"
    r"|(?P<foreign><(?P<element>\w+)\b[^<>]*\b(?:lang=[\"'](?!sr\b)|translate=[\"']no)[^<>]*>.*?</(?P=element)>)"
    r"|(?P<verbatim><(?P<raw>code|pre|script|style|kbd|samp)\b[^<>]*>.*?</(?P=raw)>)"
    r"|(?P<tag></?[A-Za-z][^<>]*>|<!--.*?-->)"
    r"|(?P<target>\]\(\s*(?:<[^<>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"|(?P<reference>^\s{0,3}\[[^\[\]]+\]:\s*\S+)"
    r"|(?P<label>\]\[[^\[\]]*\]|\[\^[^\[\]]+\])"
    r"|(?P<attributes>\{:?\s*[#.][^{}]*\}|\{:?\s*\w+=[^{}]*\})"
    r"|(?P<placeholder>\{\{.*?\}\}|\{%.*?%\})"
    r"|(?P<fence>^\s*(?:```|~~~).*$)"
)  # fmt: skip


# Marks and tags that a word may go through: in**jekcija**, in<b>jekcija</b>. Entities that are no
# letters stay.
_MARK = re.compile(
    r"(?:(?<=\w)(?:\*{1,3}|~~)(?=\w)|</?(?:a|abbr|b|cite|del|em|i|ins|mark|q|s|small|span|strong|u)\b[^<>]*>"
    r"|&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w*);)+"
)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w*);")


def convert_line(line: str, convert: Callable[[str], str]) -> str:
    """*line* with its text through *convert*.

    Code, link targets, ids, labels, tags, placeholders and marked foreign spans stay; the
    readable attributes of tags (title, alt, aria-label, placeholder) are text. Entities of letters
    become letters.
    """
    line = _ENTITY.sub(_letter, line)
    out: list[str] = []
    run = ""
    last = 0
    for match in _KEPT.finditer(line):
        run += line[last : match.start()]
        last = match.end()
        kept = match.group()
        if match.group("tag"):
            kept = _READABLE.sub(lambda found: _attribute(found, convert), kept)
            if _MARK.fullmatch(kept):
                run += kept
                continue
        out += (_text(run, convert), kept)
        run = ""
    out.append(_text(run + line[last:], convert))
    return "".join(out)


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
