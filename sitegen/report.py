"""Findings in words: for a terminal, a pull request, a code host and programs.

The only place where a sentence about content is made; the words come from ``messages/``. Every
function returns text and prints nothing. Whatever comes from content is shown without characters
that could steer a terminal or a log, and never at the start of a line.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any
from urllib.parse import quote

from sitegen.catalog import Catalog, read_catalog
from sitegen.diagnostics import Diagnostic, Place, Severity
from sitegen.frozen import dataclass
from sitegen.scripts import LATIN
from sitegen.source import SourceFile, printable

TAGS = ("sr-Cyrl", "sr-Latn", "en")  # the languages in which we speak to editors

_MAX_OUTPUT = 2_000_000  # bytes of a report for people; hosts cut longer logs anyway
_MAX_SUMMARY = 900_000  # bytes; GitHub refuses a summary above 1 MiB
_MAX_FACT = 80  # characters of a value from content
_MAX_LIST = 700  # characters of a list of what is allowed: the longest kind has some forty fields
_MAX_ANNOTATIONS = 10  # of one step; GitHub drops the rest without a word
_MAX_WIDTH = 100  # columns of a quoted line
_MAX_LETTERS = 400  # characters of a quoted line; marks without width must not pile up
_BEFORE_CARET = 30  # columns kept before the caret when a line is cut
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding in words: what is wrong, and how to mend it."""

    says: str
    mends: str


@cache
def read_messages(tag: str) -> Catalog:
    """The sentences for editors in ``sr-Cyrl``, ``sr-Latn`` or ``en``; KeyError for another tag."""
    name = {"sr-Cyrl": "sr.yml", "sr-Latn": "sr.yml", "en": "en.yml"}[tag]
    with as_file(files("sitegen").joinpath("messages", name)) as path:
        catalog = read_catalog(path)
    return catalog.converted(LATIN.convert, None) if tag == LATIN.tag else catalog


def sentence(finding: Diagnostic, messages: Catalog) -> Sentence:
    """*finding* in words. A code without words is a fault of ours and raises CatalogError."""
    key = f"codes.{finding.code}"
    facts = _Facts({name: _fact(name, value) for name, value in finding.facts})
    expected = f"types.{facts['expected']}"
    if messages.has(expected):
        facts["expected"] = messages.template(expected)
    near = bool(facts["suggestion"]) and messages.has(f"{key}.near")
    count = int(facts["count"]) if facts["count"].isdecimal() else None  # chooses the plural form
    says, mends = (
        string.Formatter().vformat(messages.template(name, count), (), facts).strip()
        for name in (f"{key}.says", f"{key}.near" if near else f"{key}.mend")
    )
    return Sentence(says, mends)


def codes(messages: Catalog) -> tuple[str, ...]:
    """Every code that *messages* have words for, in alphabetical order."""
    start, end = "codes.", ".says"
    return tuple(
        sorted(
            key[len(start) : -len(end)]
            for key in messages.sentences
            if key.startswith(start) and key.endswith(end)
        )
    )


def explain(code: str, messages: Catalog) -> str | None:
    """A few plain sentences about *code* with one right example; None if there is no such code."""
    key = f"codes.{code}.explain"
    return messages.template(key).strip() if messages.has(key) else None


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _fact(name: str, value: str) -> str:
    """A value that fits into a sentence: one line, nothing invisible, of bounded length."""
    limit = _MAX_LIST if name == "expected" else _MAX_FACT
    text = printable(" ".join(value[: 4 * limit].split()))
    return text if len(text) <= limit else text[: limit - 1] + "…"


# --- for people ------------------------------------------------------------------------------

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTICE: "36"}


def human(
    diagnostics: Iterable[Diagnostic],
    sources: Iterable[SourceFile],
    messages: Catalog,
    *,
    colour: bool,
    limit: int = 200,
) -> str:
    """A report for a terminal: each finding with its line of text, then one line that counts.

    Of more than *limit* findings the gravest are shown, in the order given, and the rest is
    counted. The whole is at most 2 MB of UTF-8.
    """
    found = tuple(diagnostics)
    paint = _painted if colour else _plain
    lines_of = _Lines(sources)
    blocks: list[str] = []
    size = 0
    for finding in _gravest(found, limit):
        block = _block(finding, lines_of.at(finding.place), messages, paint)
        size += len(block.encode("utf-8", "replace"))
        if size > _MAX_OUTPUT - 10_000:
            break
        blocks.append(block)
    hidden = len(found) - len(blocks)
    if hidden:
        blocks.append(messages.say("report.hidden", count=hidden) + "\n")
    blocks.append(_count(found, messages) + "\n")
    return _without_commands("\n".join(blocks))


def _without_commands(text: str) -> str:
    """*text* without ``##[…]``: some build servers obey such commands anywhere in a line."""
    return re.sub(r"##(?=\w*\[)", "#\ufffd", text)


def _gravest(found: Sequence[Diagnostic], limit: int) -> list[Diagnostic]:
    by_weight = sorted(range(len(found)), key=lambda n: (_SEVERITIES.index(found[n].severity), n))
    return [found[n] for n in sorted(by_weight[: max(limit, 0)])]


def _block(finding: Diagnostic, line: str | None, messages: Catalog, paint: _Paint) -> str:
    place = finding.place
    words = sentence(finding, messages)
    tint = _COLOURS[finding.severity]
    label = f"{messages.say(f'severity.{finding.severity}')} [{finding.code}]"
    rows = [f"{_position(place)}: {paint(label, tint)}: {words.says}"]
    if line is not None:
        text, carets = _quoted(line, place)
        number = str(place.line)
        rows.append(f"  {number} | {text}".rstrip())
        rows.append(f"  {' ' * len(number)} | {paint(carets, tint)}")
    rows.append(f"  → {words.mends}")
    rows.append("  " + messages.say("report.more", code=finding.code))
    return "\n".join(rows) + "\n"


def _position(place: Place) -> str:
    return f"{printable(place.path)}:{place.line}:{place.column}"


def _count(found: Sequence[Diagnostic], messages: Catalog) -> str:
    counts = Counter(finding.severity for finding in found)
    parts = [
        messages.say(f"count.{severity}", count=counts[severity])
        for severity in _SEVERITIES
        if counts[severity]
    ]
    return ", ".join(parts) if parts else messages.say("report.clean")


class _Lines:
    """Lines of the sources, each file split once."""

    def __init__(self, sources: Iterable[SourceFile]) -> None:
        self._sources = {source.path: source for source in sources}
        self._split: dict[str, list[str]] = {}

    def at(self, place: Place) -> str | None:
        """The line of *place*; None when the file could not be read or has no such line."""
        if place.path not in self._sources:
            return None
        if place.path not in self._split:
            try:
                text = self._sources[place.path].text
            except OSError:  # it was changed or taken away meanwhile
                return None
            self._split[place.path] = text.split("\n")
        lines = self._split[place.path]
        return lines[place.line - 1] if 1 <= place.line <= len(lines) else None


def _quoted(line: str, place: Place) -> tuple[str, str]:
    """*line* as it may be shown, cut around the place, and carets for the row below it."""
    first = min(max(place.column - 1, 0), len(line))
    last = min(first + max(place.length, 1), max(len(line), first + 1))
    begin, end = _window(line, first)
    cells = [_cell(letter) for letter in line[begin:end]]
    widths = [width for _, width in cells]
    before = sum(widths[: first - begin]) + (1 if begin else 0)
    under = sum(widths[first - begin : last - begin])
    text = ("…" if begin else "") + "".join(shown for shown, _ in cells)
    return text + ("…" if end < len(line) else ""), " " * before + "^" * max(under, 1)


def _window(line: str, first: int) -> tuple[int, int]:
    """From which character to which *line* is shown so that *first* is seen with neighbours."""
    if len(line) <= _MAX_LETTERS and sum(_cell(letter)[1] for letter in line) <= _MAX_WIDTH:
        return 0, len(line)
    begin, width = first, 0
    while begin > 0 and width < _BEFORE_CARET and first - begin < _MAX_LETTERS // 2:
        begin -= 1
        width += _cell(line[begin])[1]
    end = first
    while end < len(line) and width < _MAX_WIDTH and end - begin < _MAX_LETTERS:
        width += _cell(line[end])[1]
        end += 1
    return begin, end


@lru_cache(maxsize=1 << 10)
def _cell(letter: str) -> tuple[str, int]:
    """A character as it is shown, and how many columns a terminal gives it."""
    if letter == "\t":
        return "    ", 4
    if unicodedata.category(letter) == "Zs":  # a no-break space is not to be seen as a fault
        return " ", 1
    shown = printable(letter)
    if unicodedata.category(shown) in ("Mn", "Me"):
        return shown, 0
    return shown, 2 if unicodedata.east_asian_width(shown) in "WF" else 1


class _Paint:
    """How a stretch gets its colour: not at all, or with the codes of a terminal."""

    def __init__(self, before: str, after: str) -> None:
        self._before, self._after = before, after

    def __call__(self, text: str, tint: str) -> str:
        return self._before.format(tint) + text + self._after


def unpainted(text: str) -> str:
    """A report for people without its colours; nothing from content looks like one."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


_plain = _Paint("", "")
_painted = _Paint("\x1b[1;{}m", "\x1b[0m")


# --- for programs ----------------------------------------------------------------------------


def as_json(diagnostics: Iterable[Diagnostic], messages: Catalog) -> str:
    """One JSON object with every finding; facts are whole, the two sentences are as people see."""
    rows = []
    for finding in diagnostics:
        words = sentence(finding, messages)
        rows.append(
            {
                "path": finding.place.path,
                "line": finding.place.line,
                "column": finding.place.column,
                "length": finding.place.length,
                "severity": finding.severity.value,
                "code": finding.code,
                "message": words.says,
                "help": words.mends,
                "facts": dict(finding.facts),
            }
        )
    return _json({"diagnostics": rows})


def gitlab(diagnostics: Iterable[Diagnostic], messages: Catalog) -> str:
    """GitLab's Code Quality report. A fingerprint does not change when lines move."""
    weights = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}
    found = tuple(diagnostics)
    return _json(
        [
            {
                "description": _both(finding, messages, " "),
                "check_name": finding.code,
                "fingerprint": fingerprint,
                "severity": weights[finding.severity],
                "location": {
                    "path": finding.place.path,
                    "lines": {"begin": finding.place.line},
                },
            }
            for finding, fingerprint in zip(found, fingerprints(found), strict=True)
        ]
    )


def sarif(diagnostics: Iterable[Diagnostic], messages: Catalog) -> str:
    """SARIF 2.1.0 (OASIS), one run; columns count Unicode code points."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
    found = tuple(diagnostics)
    names = sorted({finding.code for finding in found})
    results = []
    for finding, fingerprint in zip(found, fingerprints(found), strict=True):
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": names.index(finding.code),
            "level": levels[finding.severity],
            "message": {"text": _both(finding, messages, "\n")},
            "locations": [_location(finding.place)],
            "partialFingerprints": {"sitegen/v1": fingerprint},
        }
        if finding.related:
            result["relatedLocations"] = [_location(place) for place in finding.related]
        results.append(result)
    rules = [{"id": name, "help": {"text": explain(name, messages) or name}} for name in names]
    driver = {"name": "sitegen", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return _json({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.length:
        region["endColumn"] = place.column + place.length
    artifact = {"uri": quote(place.path, errors="replace"), "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _both(finding: Diagnostic, messages: Catalog, between: str) -> str:
    words = sentence(finding, messages)
    return f"{words.says}{between}{words.mends}"


_MOVING = frozenset({"line", "days"})  # facts that change although the finding stays


def fingerprints(found: Sequence[Diagnostic]) -> list[str]:
    """For each finding a name made of file, code and facts, the same when lines move; equal ones
    are numbered."""
    seen: Counter[str] = Counter()
    names = []
    for finding in found:
        facts = [fact for fact in finding.facts if fact[0] not in _MOVING]
        key = json.dumps([finding.place.path, finding.code, facts])
        names.append(hashlib.sha256(f"{key}{seen[key]}".encode()).hexdigest())
        seen[key] += 1
    return names


def _json(value: object) -> str:
    """Readable JSON with every invisible character as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    text = re.sub(r"[^\n -~]", lambda match: _escaped(match.group()), text)
    return re.sub(r"##(?=\w*\[)", r"#\\u0023", text) + "\n"


def _escaped(letter: str) -> str:
    if printable(letter) == letter:
        return letter
    return json.dumps(letter)[1:-1]


# --- for a pull request ----------------------------------------------------------------------


def github(
    diagnostics: Iterable[Diagnostic],
    messages: Catalog,
    *,
    changed: frozenset[str] = frozenset(),
) -> str:
    """Workflow commands that become annotations, at most ten.

    Findings in *changed* files come first, so that an old pile does not push out what the
    change brought, then the gravest. The last annotation says how many are not shown; the
    summary of the run has them all.
    """
    found = sorted(
        diagnostics,
        key=lambda one: (one.place.path not in changed, _SEVERITIES.index(one.severity)),
    )
    shown, hidden = found[:_MAX_ANNOTATIONS], len(found) - _MAX_ANNOTATIONS
    commands = [
        _command(finding, _both(finding, messages, "\n") + _more(finding is shown[-1], hidden, messages))
        for finding in shown
    ]
    return "".join(f"{command}\n" for command in commands)


def _more(is_last: bool, hidden: int, messages: Catalog) -> str:
    return "\n" + messages.say("report.and_more", count=hidden) if is_last and hidden > 0 else ""


def _command(finding: Diagnostic, text: str) -> str:
    place = finding.place
    properties = {"file": place.path, "line": str(place.line), "col": str(place.column)}
    if place.length:
        properties["endColumn"] = str(place.column + place.length)
    properties["title"] = finding.code
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.severity} {told}::{_data(text)}"


def _data(text: str) -> str:
    lines = _without_commands("\n".join(printable(line) for line in text.split("\n")))
    return lines.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def github_summary(diagnostics: Iterable[Diagnostic], messages: Catalog) -> str:
    """Every finding as a Markdown table for the summary of a run, at most 900 kB."""
    found = tuple(diagnostics)
    rows = [f"## {messages.say('report.title')}", "", _count(found, messages), ""]
    if found:
        heads = [messages.say(f"report.column.{name}") for name in ("place", "says", "mends")]
        rows += [f"| {' | '.join(heads)} |", "| --- | --- | --- |"]
    size = 0
    for number, finding in enumerate(found):
        words = sentence(finding, messages)
        kind = f"{messages.say(f'severity.{finding.severity}')}: {words.says}"
        cells = [_position(finding.place), kind, f"{words.mends} ({finding.code})"]
        row = f"| {' | '.join(map(_cell_text, cells))} |"
        size += len(row.encode("utf-8", "replace"))
        if size > _MAX_SUMMARY:
            rows += ["", messages.say("report.hidden", count=len(found) - number)]
            break
        rows.append(row)
    return "\n".join(rows) + "\n"


def _cell_text(text: str) -> str:
    """*text* that neither Markdown nor HTML nor a table reads as anything but text."""
    escaped = html.escape(text)
    return re.sub(r"[\\`*_{}\[\]()#!|~@:]", lambda match: f"&#{ord(match.group())};", escaped)
