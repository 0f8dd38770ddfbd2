"""The verbs that stand in pipes, ``translit`` and ``fold``: a line in, a line out.

Reads and writes the standard streams. Imports only what these verbs need, so that they start at
once; the command line (``cli``) knows their options and hands over to ``answer``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NamedTuple

from sitegen.markdown_lines import convert_line
from sitegen.scripts.serbian import fold, to_cyrillic, to_latin
from sitegen.scripts.spans import EMPTY_GLOSSARY, Doubt, Glossary

_CHUNK = 1 << 18  # bytes


class Answer(NamedTuple):
    """What one line becomes."""

    text: str
    doubts: tuple[Doubt, ...] = ()


Verb = Callable[[str], Answer]


def asked(arguments: list[str]) -> tuple[Verb, bool] | None:
    """What plain *arguments* of these verbs mean, and whether doubts are asked for.

    None for everything else, mistakes and help included: that is for the whole command line.
    """
    if arguments == ["fold"]:
        return folding, False
    options = [argument for argument in arguments[1:] if argument not in ("--markdown", "--warn")]
    if arguments[:1] != ["translit"] or options not in (["--to", "latin"], ["--to", "cyrillic"]):
        return None
    return verb(options[1], "--markdown" in arguments, EMPTY_GLOSSARY), "--warn" in arguments


def folding(line: str) -> Answer:
    """The search key of *line*."""
    return Answer(fold(line))


def verb(target: str, as_markdown: bool, glossary: Glossary) -> Verb:
    """The conversion to *target*, "latin" or "cyrillic", of a line of text or of Markdown."""
    if target == "latin":
        if as_markdown:
            return lambda line: Answer(convert_line(line, to_latin))
        return lambda line: Answer(to_latin(line))

    def cyrillic(line: str) -> Answer:
        conversion = to_cyrillic(line, glossary)
        return Answer(conversion.prose.plain, conversion.doubts)

    def cyrillic_markdown(line: str) -> Answer:
        doubts: list[Doubt] = []

        def convert(text: str) -> str:
            conversion = to_cyrillic(text, glossary)
            doubts.extend(conversion.doubts)
            return conversion.prose.plain

        return Answer(convert_line(line, convert), tuple(doubts))

    return cyrillic_markdown if as_markdown else cyrillic


def answer(decide: Verb, *, only_doubts: bool) -> None:
    """Answers every line of the standard input as it comes; doubts go to the standard error.

    With *only_doubts* each line is answered by its doubtful words, parted by tabs.
    """
    number, rest = 0, b""
    while chunk := os.read(sys.stdin.fileno(), _CHUNK):
        whole, end, rest = (rest + chunk).rpartition(b"\n")
        if end:
            number = _answered(whole, decide, number, only_doubts)
    if rest:
        _answered(rest, decide, number, only_doubts)


def _words(doubt: Doubt) -> list[str]:
    """The doubtful words one by one; a text that could not be read back is doubtful as a whole."""
    return [doubt.word] if doubt.kind == "round_trip" else doubt.word.split()


def _answered(lines: bytes, decide: Verb, number: int, only_doubts: bool) -> int:
    out: list[str] = []
    aside: list[str] = []
    for line in lines.decode("utf-8", errors="replace").split("\n"):
        number += 1
        found = decide(line.rstrip("\r"))
        if only_doubts:
            out.append("\t".join(word for doubt in found.doubts for word in _words(doubt)))
            continue
        out.append(found.text)
        for doubt in found.doubts:
            place = f"{number}:{doubt.start + 1}"
            aside.append(f"{place}: {doubt.kind}: {doubt.word} → {doubt.reading}")
    for texts, stream in ((out, sys.stdout), (aside, sys.stderr)):
        if texts:
            try:
                text = "\n".join(texts) + "\n"
                stream.buffer.write(text.encode("utf-8", errors="replace"))
                stream.flush()
            except BrokenPipeError:  # the reader has seen enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
                sys.exit(0)
    return number
