"""One line of Markdown in the other script, every byte that is not text left as it is.

For the command line, where text comes without a document around it. The build itself converts
parsed tokens (``markup``), never lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable

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


def convert_line(line: str, convert: Callable[[str], str]) -> str:
    """*line* with its text through *convert*.

    Code, link targets, ids, labels, tags, placeholders and marked foreign spans stay; the
    readable attributes of tags (title, alt, aria-label, placeholder) are text.
    """
    out: list[str] = []
    last = 0
    for match in _KEPT.finditer(line):
        out.append(_text(line[last : match.start()], convert))
        kept = match.group()
        if match.lastgroup == "tag" or match.group("tag"):
            kept = _READABLE.sub(lambda found: _attribute(found, convert), kept)
        out.append(kept)
        last = match.end()
    out.append(_text(line[last:], convert))
    return "".join(out)


def _text(text: str, convert: Callable[[str], str]) -> str:
    return convert(text) if text else text


def _attribute(match: re.Match[str], convert: Callable[[str], str]) -> str:
    quote = match.group("quote")
    return f"{match.group('before')}{quote}{convert(match.group('text'))}{quote}"
