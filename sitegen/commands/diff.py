"""``sitegen diff REF``: what a change does to the published site, as Markdown for people.

What could lead people astray stands first. Whatever comes from content is shown so that neither
Markdown, HTML, a table nor a build server reads it as anything but text.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import click

from sitegen.catalog import Catalog
from sitegen.commands.differences import (
    BODY,
    Change,
    Changed,
    Thing,
    Vanished,
    addresses_of,
    compare,
    things_of,
    vanished,
)
from sitegen.commands.project import epoch_from, source_option
from sitegen.commands.revisions import RevisionError, commit_of, files_of
from sitegen.diagnostics import has_errors
from sitegen.frozen import dataclass
from sitegen.pipeline import Built, Options, build
from sitegen.report import read_messages
from sitegen.source import CONTENT, printable
from sitegen.theme import ThemeError
from sitegen.usage import Command
from sitegen.voice import CONTENT_PROBLEMS, say, words_of

_MAX_BYTES = 900_000  # of the whole; GitHub refuses a summary above 1 MiB
_MAX_TEXT = 300  # characters of one value
_MAX_ROWS = 400  # of one table
_MAX_PAGES = 100


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that differs, with the first lines that do."""

    address: str  # of the Cyrillic edition, or of the one that has it
    editions: int
    kind: str  # added, changed, gone
    lines: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that a change does."""

    records: tuple[Changed, ...]
    pages: tuple[PageChange, ...]
    vanished: tuple[Vanished, ...]
    broken: str  # which side cannot be built: "", "before", "after"


@click.command("diff", cls=Command)
@click.argument("ref")
@click.option("--to", "to", default="", metavar="REF", help="Упореди са овом верзијом, а не са оним што је у фасцикли.")
@click.option("--format", "form", default="markdown", type=click.Choice(["markdown", "json"]))
@source_option
def diff(ref: str, to: str, form: str, source: Path) -> None:
    """Каже шта измјена од верзије REF мијења на сајту, страницу по страницу."""
    words = read_messages("sr-Cyrl")
    try:
        old = _state(source, commit_of(source, ref), words)
        new = _state(source, commit_of(source, to), words) if to else _Side(source, words)
    except RevisionError as error:
        key = f"diff.git.{error.code}"
        raise click.UsageError(words.say(key, found=printable(ref)[:80])) from None
    words = words_of(new.built.loaded)
    found = _difference(old, new)
    say(_json(found) if form == "json" else markdown(found, words))
    if found.vanished or found.broken == "after":
        for one in found.vanished:
            key = "diff.vanished.add" if one.line else "diff.vanished.row"
            place = f"{printable(one.path)}: {printable(one.address)}"
            say(f"{place} – {words.say(key, line=printable(one.line), path=printable(one.path))}", err=True)
        if found.broken:
            say(words.say("diff.after_broken"), err=True)
        sys.exit(CONTENT_PROBLEMS)


class _Side:
    """One state of the project: what its files say, and the site that is built of them."""

    def __init__(self, root: Path, words: Catalog) -> None:
        options = Options(epoch=epoch_from(words), offline=False)
        self.built: Built = build(root, options)
        self.things: Mapping[str, Thing] = things_of(self.built.loaded.sources)

    @property
    def is_whole(self) -> bool:
        return bool(self.built.artifacts) and not has_errors(self.built.diagnostics)

    @property
    def pages(self) -> dict[str, bytes]:
        return {
            artifact.path.text: artifact.content for artifact in self.built.artifacts
            if artifact.path.text.endswith(".html")
        }  # fmt: skip


def _state(root: Path, commit: str, words: Catalog) -> _Side:
    """The state of a commit, laid out in a folder of its own for as long as it is looked at."""
    files = files_of(root, commit, (CONTENT, "themes"))
    with tempfile.TemporaryDirectory(prefix="sitegen-") as folder:
        for path, content in files.items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        try:
            return _Side(Path(folder), words)
        except ThemeError:  # a theme of then that today's program cannot use
            shutil.rmtree(Path(folder) / "themes", ignore_errors=True)
            return _Side(Path(folder), words)


def _difference(old: _Side, new: _Side) -> Difference:
    records = compare(old.things, new.things)
    lost = vanished(records, new.things)
    if not new.is_whole or not old.is_whole:
        return Difference(records, (), lost, "after" if not new.is_whole else "before")
    pages = tuple(_page_changes(old.pages, new.pages))
    own = {f"/{address}/" for one in records for address in addresses_of(one.thing)}
    pages = tuple(sorted(pages, key=lambda page: (page.address not in own, page.address)))
    if any(one.hides_a_place for one in records):
        pages = tuple(dataclasses.replace(page, lines=()) for page in pages)
    return Difference(records, pages, lost, "")


def _page_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[PageChange]:
    """Pages that differ, the same page of both editions as one."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for path in sorted({*old, *new}):
        if old.get(path) != new.get(path):
            kind = "added" if path not in old else "gone" if path not in new else "changed"
            kinds.setdefault(path.removeprefix("lat/"), []).append((path, kind))
    for paths in kinds.values():
        path, kind = paths[-1] if not paths[-1][0].startswith("lat/") else paths[0]
        lines = _lines_changed(old[path], new[path]) if kind == "changed" and len(kinds) <= _MAX_PAGES else ()
        yield PageChange(f"/{path.removesuffix('index.html')}", len(paths), kind, lines)


_SHOWN_LINES = 3


def _lines_changed(old: bytes, new: bytes) -> tuple[Change, ...]:
    """The first lines of text that differ between two states of a page."""
    was, now = _text_of(old), _text_of(new)
    found: list[Change] = []
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            found.append(Change("", " · ".join(was[first:last]), " · ".join(now[start:end])))
    return tuple(dict.fromkeys(found))[:_SHOWN_LINES]


def _text_of(page: bytes) -> list[str]:
    reader = _Reader()
    reader.feed(page.decode("utf-8", "replace"))
    lines = [" ".join(line.split()) for line in "".join(reader.text).split("\n")]
    return [line for line in lines if line]


class _Reader(HTMLParser):
    """The text of a page that readers see, a line for each block of it."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("head", "script", "style")
        if tag not in ("a", "span", "strong", "em", "b", "i", "abbr", "bdi", "code", "q"):
            self.text.append("\n")
        href = dict(attrs).get("href") or ""
        if tag == "a" and re.match(r"(?!mailto:[^?]*\?)[a-z]+:", href):
            self.text.append(f"[{href}] ")  # where a link leads is part of what it says

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("head", "script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


# --- in Markdown -----------------------------------------------------------------------------


def markdown(found: Difference, words: Catalog) -> str:
    """*found* for people, at most 900 kB: what could lead them astray first."""
    rows: list[str] = [f"## {words.say('diff.title')}", ""]
    rows += _danger(found.records, words)
    rows += [f"**{_counted(found, words)}**", ""]
    if found.broken:
        rows += [words.say(f"diff.{found.broken}_broken"), ""]
    rows += _vanished(found.vanished, words)
    rows += _records(found.records, words)
    rows += _pages(found.pages, words)
    return _bounded(rows, words)


def _danger(records: Iterable[Changed], words: Catalog) -> Iterator[str]:
    rows: list[tuple[str, str, str, str]] = []
    for one in records:
        name = _named(one.thing)
        for what in one.lifted:
            gone = words.say("diff.gone") if one.after is None else words.say("diff.not_set")
            rows.append((name, _field(what, words), code(f"{what}: true"), gone))
    for one in records:
        for change in one.contacts:
            rows.append((_named(one.thing), _field(change.field, words), *_both(change, words)))
    if rows:
        yield f"### ⚠ {words.say('diff.danger.title')}"
        yield ""
        yield words.say("diff.danger.request")
        yield ""
        yield from _table(("record", "field", "old", "new"), rows, words)


def _counted(found: Difference, words: Catalog) -> str:
    counts = {"changed": 0, "added": 0, "removed": 0, "other": 0}
    for one in found.records:
        if not one.is_record:
            counts["other"] += 1
        elif one.before is None:
            counts["added"] += 1
        else:
            counts["removed" if one.after is None else "changed"] += 1
    parts = [words.say(f"diff.count.{name}", count=count) for name, count in counts.items() if count]
    if not parts:
        parts.append(words.say("diff.count.nothing"))
    if not found.broken:
        parts.append(words.say("diff.count.pages", count=sum(page.editions for page in found.pages)))
        if found.pages and all(page.editions == 2 for page in found.pages):
            parts[-1] += " " + words.say("diff.count.both")
    return ", ".join(parts) + "."


def _vanished(lost: Iterable[Vanished], words: Catalog) -> Iterator[str]:
    rows = []
    for one in lost:
        key = "diff.vanished.add" if one.line else "diff.vanished.row"
        told = words.say(key, line=code(one.line), path=code(one.path))
        rows.append((code(one.address), told))
    if rows:
        yield f"### {words.say('diff.vanished.title')}"
        yield ""
        yield words.say("diff.vanished.why")
        yield ""
        yield from _table(("address", "mend"), rows, words)


def _records(records: Iterable[Changed], words: Catalog) -> Iterator[str]:
    for one in records:
        yield f"### {words.say(f'diff.state.{_state_of(one)}')}: {_named(one.thing)}"
        yield ""
        rows = [(_field(change.field, words), *_both(change, words)) for change in one.changes]
        yield from _table(("field", "old", "new"), rows, words)


def _state_of(one: Changed) -> str:
    if one.before is None:
        return "added"
    return "changed" if one.after else "removed"


def _pages(pages: tuple[PageChange, ...], words: Catalog) -> Iterator[str]:
    if not pages:
        return
    yield f"### {words.say('diff.pages')}"
    yield ""
    rows = []
    for page in pages:
        state = words.say(f"diff.page.{page.kind}")
        lines = page.lines or (Change("", "", ""),)
        for number, line in enumerate(lines):
            name = code(page.address) if number == 0 else ""
            both = _both(line, words) if page.lines else ("", "")
            rows.append((name, state if number == 0 else "", *both))
    yield from _table(("page", "state", "old", "new"), rows, words, limit=_MAX_PAGES * _SHOWN_LINES)


def _table(
    heads: tuple[str, ...], rows: list[Any], words: Catalog, *, limit: int = _MAX_ROWS
) -> Iterator[str]:
    yield f"| {' | '.join(words.say(f'diff.column.{head}') for head in heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows[:limit]:
        yield f"| {' | '.join(row)} |"
    yield ""
    if len(rows) > limit:
        yield words.say("diff.more", count=len(rows) - limit)
        yield ""


def _bounded(rows: Iterable[str], words: Catalog) -> str:
    kept: list[str] = []
    size = 0
    for row in rows:
        size += len(row.encode("utf-8", "replace")) + 1
        if size > _MAX_BYTES:
            kept += ["", words.say("diff.cut")]
            break
        kept.append(row)
    return "\n".join(kept)


def _named(thing: Thing) -> str:
    where = thing.path if thing.path.endswith(".md") else f"{thing.path} ({thing.ref})"
    return f"{code(thing.title, 120)} ({code(where, 160)})"


def _field(name: str, words: Catalog) -> str:
    if not name:
        return words.say("diff.column.file")
    return words.say("diff.body") if name == BODY else code(name, 60)


def _both(change: Change, words: Catalog) -> tuple[str, str]:
    old, new = _windows(change.old, change.new)
    nothing = words.say("diff.nothing")
    return (code(old) if old else nothing, code(new) if new else nothing)


def _windows(old: str, new: str) -> tuple[str, str]:
    """Both texts, long ones from a little before the place where they begin to differ."""
    if max(len(old), len(new)) <= _MAX_TEXT or not old or not new:
        return old, new
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(same - 60, 0)
    return tuple(("…" if start else "") + text[start:] for text in (old, new))  # type: ignore[return-value]


def code(text: str, limit: int = _MAX_TEXT) -> str:
    """*text* from content as a code span of a table, or with every sign spelled out where a code
    span could be left; on one line and of bounded length."""
    plain = printable(" ".join(text[: 8 * limit].split()))
    if len(plain) > limit:
        plain = plain[: limit - 1] + "…"
    if not plain:
        return ""
    if re.search(r"[`\\|]|##", plain):
        return re.sub(r"[^\w\s,]|_", lambda match: f"&#{ord(match.group())};", plain)
    return f"`{plain}`"


def _json(found: Difference) -> str:
    def row(one: Changed) -> dict[str, Any]:
        return {
            "path": one.thing.path, "record": one.thing.ref, "title": one.thing.title,
            "state": _state_of(one),
            "changes": [dataclasses.asdict(change) for change in one.changes],
            "contacts": [dataclasses.asdict(change) for change in one.contacts],
            "lifted": list(one.lifted),
        }  # fmt: skip

    whole = {
        "contacts": any(one.contacts or one.lifted for one in found.records),
        "records": [row(one) for one in found.records],
        "pages": [dataclasses.asdict(page) for page in found.pages],
        "vanished": [dataclasses.asdict(one) for one in found.vanished],
        "broken": found.broken,
    }
    return json.dumps(whole, ensure_ascii=True, indent=1)
