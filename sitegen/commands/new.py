"""``sitegen new KIND TITLE``: a correct file with a comment for every field, ready to be filled.

Asks on a terminal, takes flags elsewhere. What nobody has said yet stands under ``unknown``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from sitegen import frontmatter, report
from sitegen.catalog import Catalog
from sitegen.commands.project import is_latin, kind_named, source_option
from sitegen.config import Site
from sitegen.diagnostics import Severity
from sitegen.edits import flow
from sitegen.frozen import dataclass
from sitegen.kinds import Kind
from sitegen.originals import create_original, remove_original
from sitegen.pipeline import Loaded, decode_source, load
from sitegen.schema import Choice, Many, declarations, key_of, nearest
from sitegen.scripts.serbian import to_latin
from sitegen.scripts.spans import EMPTY_GLOSSARY
from sitegen.slugs import fits_address, slug
from sitegen.source import SourceFile
from sitegen.usage import Command
from sitegen.voice import CONTENT_PROBLEMS, is_asked_at_a_terminal, say, words_of


@dataclass(frozen=True, slots=True)
class Form:
    """How a new record of a kind begins: its fields in their order, what stands in those that
    must have a value, and which are unknown until somebody finds out."""

    fields: tuple[str, ...]
    given: Callable[[str], dict[str, str]]  # from the title
    unknown: tuple[str, ...] = ()


# The first word found in the slug of a title decides; the editor sees the whole list beside it.
_TYPES = (
    ("ministarstvo", "ministry"), ("sekretarijat", "ministry"), ("skupstina", "assembly"),
    ("fondacija", "foundation"), ("fond", "foundation"), ("karitas", "religious_charity"),
    ("crveni-krst", "humanitarian"), ("crveni-kriz", "humanitarian"), ("humanitarn", "humanitarian"),
    ("radna-grupa", "working_group"), ("mreza", "network"), ("savez", "network"),
    ("odjeljenje", "city_department"), ("odeljenje", "city_department"),
    ("gradska-uprava", "local_government"), ("opstina", "local_government"),
    ("javna-ustanova", "public_institution"), ("ju", "public_institution"),
    ("dom", "public_institution"), ("centar-za-socijalni-rad", "public_institution"),
    ("bolnica", "public_institution"), ("skola", "public_institution"),
)  # fmt: skip
_DOCUMENTS = (
    ("akcioni-plan", "action_plan"), ("akcijski-plan", "action_plan"), ("strategij", "strategy"),
    ("godisnji-plan", "annual_plan"), ("izvjestaj", "report"), ("izvestaj", "report"),
    ("protokol", "protocol"), ("sporazum", "agreement"), ("ugovor", "agreement"),
    ("memorandum", "agreement"), ("pravilnik", "regulation"), ("odluka", "regulation"),
    ("zakon", "regulation"), ("uredba", "regulation"), ("standard", "standard"),
    ("program", "programme"), ("plan", "plan"),
)  # fmt: skip


def _guess(title: str, words: tuple[tuple[str, str], ...], otherwise: str) -> str:
    name = f"-{slug(title)}"
    whole = name + "-"
    return next(
        (
            value for word, value in words
            if (f"-{word}-" if len(word) < 5 else f"-{word}") in (whole if len(word) < 5 else name)
        ),
        otherwise,
    )  # fmt: skip


_PROJECT = Form(
    ("status", "summary", "period", "roles", "budget", "target_groups", "areas", "sources"),
    lambda title: {"status": "unknown"},
    ("summary", "period", "roles", "budget", "sources"),
)
FORMS = {
    "organization": Form(
        (
            "type", "status", "summary", "place", "address", "phones", "emails", "websites",
            "hours", "accessibility", "identifiers", "target_groups", "areas", "sources",
        ),
        lambda title: {"type": _guess(title, _TYPES, "association"), "status": "unknown"},
        (
            "summary", "founded", "legal_form", "identifiers", "address", "phones", "emails",
            "websites", "hours", "accessibility", "sources",
        ),
    ),
    "service": Form(
        (
            "kind", "status", "summary", "for_whom", "first_step", "provider", "cost", "hours",
            "phones", "emails", "websites", "location_confidential", "serves", "target_groups",
            "areas", "sources",
        ),
        lambda title: {"kind": "service", "status": "unknown"},
        (
            "provider", "first_step", "how_to_apply", "eligibility", "cost", "hours", "phones",
            "languages", "accessibility", "sources",
        ),
    ),
    "project": _PROJECT,
    "programme": _PROJECT,
    "document": Form(
        (
            "doc_type", "summary", "period", "dates", "adopted_by", "url", "covers",
            "target_groups", "areas", "sources",
        ),
        lambda title: {"doc_type": _guess(title, _DOCUMENTS, "plan")},
        ("summary", "period", "dates", "adopted_by", "files", "url", "sources"),
    ),
    "event": Form(
        ("date", "summary", "place", "organisers", "participants", "project", "sources"),
        lambda title: {"date": "unknown"},
        ("summary", "place", "organisers", "participants", "sources"),
    ),
    "page": Form(("summary", "menu", "order"), lambda title: {}),
}  # fmt: skip

# What a flag or an answer is for; the rest is set with --set FIELD=VALUE.
_FLAGS = ("type", "status", "summary", "date", "place", "provider", "phones", "emails", "websites", "areas", "target_groups", "sources")
_ASKED = ("type", "kind", "doc_type", "status", "date", "summary", "provider", "first_step", "phones", "emails", "websites", "areas", "sources")


def _flags(command: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(_FLAGS):
        option = "--" + name.replace("_", "-")
        command = click.option(option, name, default=None, metavar="VALUE", help=f"Поље {name}.")(command)
    return command


@click.command("new", cls=Command)
@click.argument("kind")
@click.argument("title", required=False, default="")
@click.option("--slug", "name", default="", help="Ознака у адреси; без тога: од наслова.")
@_flags
@click.option("--set", "others", multiple=True, metavar="FIELD=VALUE", help="Било које поље.")
@click.option("--no-input", is_flag=True, help="Ништа не питај.")
@source_option
def new(
    kind: str, title: str, name: str, others: tuple[str, ...], no_input: bool, source: Path,
    **flags: str | None,
) -> None:  # fmt: skip
    """Прави датотеку записа врсте KIND (на примјер organization, service) са насловом TITLE."""
    loaded = load(source)
    words = words_of(loaded)
    what = kind_named(kind, words)
    asks = is_asked_at_a_terminal() and not no_input
    if not title.strip() and asks:
        title = click.prompt(words.say("new.title"), err=True)
    title = " ".join(title.split())
    if not title:
        raise click.UsageError(words.say("new.no_title"))
    values = _told(what, flags, others, words)
    if asks:
        values |= _answers(what, title, values, loaded.site, words)
    stem = name or slug_of(title)
    if not fits_address(stem):
        raise click.UsageError(words.say("new.slug", found=stem[:80]))
    path = f"content/{what.folder}/{stem}.md"
    tongue = "en" if loaded.site and loaded.site.messages == "en" else "sr-Cyrl"
    text = draft_text(what, title, values, report.read_messages(tongue))
    try:
        create_original(source / path, text.encode())
    except FileExistsError:
        raise click.UsageError(words.say("new.exists", path=path)) from None
    _take_back_what_is_wrong(source, path, loaded, words)
    say(words.say("new.done", path=path))


def slug_of(title: str) -> str:
    """The slug of *title*, cut between words where it would be too long."""
    whole = slug(title)
    while len(whole) > _LONGEST and "-" in whole:
        whole = whole.rpartition("-")[0]
    return whole[:_LONGEST].strip("-")


_LONGEST = 80


def draft_text(kind: Kind, title: str, values: dict[str, Any], messages: Catalog) -> str:
    """The file of a new record: *values* (field → text, list or mapping) where they are known,
    the fields of its form as comments where they are not."""
    form = FORMS[kind.name]
    script = to_latin if is_latin(title) else str
    fields: dict[str, Any] = {**form.given(title), **values}
    if _needs_summary(kind) and "summary" not in fields:
        fields["summary"] = script(messages.say("new.summary", title=title))[:200]
    rows = ["---", *_comment("title", kind, messages, script), f"title: {flow(title)}"]
    for field in (*form.fields, *(name for name in fields if name not in form.fields)):
        rows += _comment(field, kind, messages, script)
        if field in fields:
            rows.append(f"{field}: {flow(fields[field])}")
        else:
            example = messages.template(f"new.fields.{field}.example").rstrip()
            between = "" if example.startswith("\n") else " "
            rows += [f"# {line}" for line in script(f"{field}:{between}{example}").split("\n")]
    unknown = [field for field in form.unknown if field not in fields]
    if unknown:
        rows += [*_comment("unknown", kind, messages, script), f"unknown: {flow(unknown)}"]
    return "\n".join((*rows, "---", ""))


def _needs_summary(kind: Kind) -> bool:
    return declarations(kind.entity)["summary"].need == "required"


def _comment(
    field: str, kind: Kind, messages: Catalog, script: Callable[[str], str]
) -> Iterator[str]:
    key = f"new.fields.{field}.says"
    if messages.has(key):
        yield f"# {script(messages.template(key).strip())}"
    declared = {key_of(name): what for name, what in declarations(kind.entity).items()}
    what = declared[field].type if field in declared else None
    if isinstance(what, Choice):
        yield f"# {script(messages.say('new.choice', values=', '.join(what.values)))}"


# --- what people type ------------------------------------------------------------------------


def _told(
    kind: Kind, flags: dict[str, str | None], others: tuple[str, ...], words: Catalog
) -> dict[str, Any]:
    """The fields given on the command line."""
    known = [key_of(name) for name in declarations(kind.entity)]
    told = {name: value for name, value in flags.items() if value is not None}
    for other in others:
        name, between, value = other.partition("=")
        if not between:
            raise click.UsageError(words.say("new.set", found=other[:80]))
        told[name.strip()] = value
    values: dict[str, Any] = {}
    for name, text in told.items():
        if name not in known or name in ("title", "unknown"):
            near = nearest(name, known)
            key = "helpers.field_near" if near else "helpers.field"
            expected = ", ".join(known)
            raise click.UsageError(words.say(key, found=name[:40], near=near, expected=expected))
        values[name] = value_of(kind, name, text)
        wrong = problem_with(kind, name, values[name], "BA", words)
        if wrong:
            raise click.UsageError(f"{name}: {wrong}")
    return values


def value_of(kind: Kind, name: str, text: str) -> Any:
    """What was typed for a field: YAML in braces or brackets, else a list where it holds one."""
    if text.strip()[:1] in ("{", "["):
        node = frontmatter.parse_table(SourceFile("x.yml", text.strip() + "\n")).value
        if node is not None:
            value = _typed(node)
            return [value] if isinstance(value, dict) and _is_list(kind, name) else value
    plain = " ".join(text.split())
    if _is_list(kind, name):
        return [part.strip() for part in re.split(r"[;,]", plain) if part.strip()]
    return plain


def _is_list(kind: Kind, name: str) -> bool:
    declared = {key_of(one): what for one, what in declarations(kind.entity).items()}
    return isinstance(declared[name].type, Many)


def _typed(node: frontmatter.Node) -> Any:
    if isinstance(node, frontmatter.Scalar):
        return node.text
    if isinstance(node, frontmatter.Sequence):
        return [_typed(item) for item in node.items]
    return {entry.key.text: _typed(entry.value) for entry in node.entries}


def problem_with(kind: Kind, name: str, value: Any, country: str, words: Catalog) -> str:
    """Why *value* cannot stand in the field *name*; empty when it can."""
    path = f"content/{kind.folder}/proba.md"
    checked = decode_source(
        SourceFile(path, f"---\n{name}: {flow(value)}\n---\n"), EMPTY_GLOSSARY, country
    )
    found = [*checked.diagnostics, *(f for one in checked.value or () for f in one.diagnostics)]
    for finding in found:
        if finding.severity is Severity.ERROR and finding.code != "field.missing":
            told = report.sentence(finding, words)
            return f"{told.says} {told.mends}"
    return ""


def _answers(
    kind: Kind, title: str, known: dict[str, Any], site: Site | None, words: Catalog
) -> dict[str, Any]:
    """What a person answers on the terminal; an empty answer leaves a field unknown."""
    form = FORMS[kind.name]
    given = form.given(title)
    country = site.country if site else "BA"
    declared = {key_of(name): what for name, what in declarations(kind.entity).items()}
    answers: dict[str, Any] = {}
    for name in form.fields:
        if name not in _ASKED or name in known:
            continue
        type_ = declared[name].type
        says = words.template(f"new.fields.{name}.says").strip()
        if isinstance(type_, Choice):
            says += " " + words.say("new.choice", values=", ".join(type_.values))
        while True:
            default = given.get(name, "")
            text = click.prompt(f"{says}\n  {name}", default=default, show_default=bool(default), err=True)
            if not text.strip():
                break
            value = value_of(kind, name, text)
            wrong = problem_with(kind, name, value, country, words)
            if not wrong:
                answers[name] = value
                break
            say(f"  {wrong}", err=True)
    return answers


def _take_back_what_is_wrong(root: Path, path: str, before: Loaded, words: Catalog) -> None:
    """A new file must not bring an error; what was wrong before is not its fault."""
    after = load(root)
    known = {(finding.place.path, finding.code, finding.facts) for finding in before.diagnostics}
    errors = [
        finding for finding in after.diagnostics
        if finding.severity is Severity.ERROR
        and (finding.place.path == path or (finding.place.path, finding.code, finding.facts) not in known)
    ]  # fmt: skip
    if errors:
        remove_original(root / path)
        say(report.human(errors, after.sources, words, colour=False), err=True)
        say(words.say("new.taken_back", path=path), err=True)
        sys.exit(CONTENT_PROBLEMS)


