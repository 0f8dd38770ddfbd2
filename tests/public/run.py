"""Runs three public test sets through our parser: ``python tests/public/run.py FOLDER``.

The sets are not ours and are not copied here. ``FOLDER`` holds, as their authors give them out,
``yaml/src/*.yaml`` (YAML test suite), ``commonmark/spec.txt`` (CommonMark) and
``dompurify/test/fixtures/expect.mjs`` (DOMPurify); ``.ci/nightly`` fetches them. Prints how many cases
there are, how many agree, and why each other one differs. Exit status 1: a difference without a
reason, or something that could run.
"""

from __future__ import annotations

import collections
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS), str(TESTS / "hostile"), str(TESTS / "fuzz")]

from targets import CYRL, TARGETS

from sitegen.frontmatter import Mapping, Node, Scalar, parse_table
from sitegen.markup import parse
from sitegen.scripts.spans import EMPTY_GLOSSARY
from sitegen.source import SourceFile

Answer = tuple[str, str]  # the case, and "" where it agrees, else why not


# --- YAML ------------------------------------------------------------------------------------

_BY_DESIGN = {
    "yaml.anchor": "refused by design: anchor or alias",
    "yaml.tag": "refused by design: tag",
    "yaml.documents": "refused by design: more than one document",
    "yaml.key": "refused by design: key that is no text",
    "yaml.duplicate": "refused by design: the same key twice",
}


def yaml_cases(folder: Path) -> Iterator[Answer]:
    for path in sorted(folder.glob("*.yaml")):
        last: dict[str, Any] = {}
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            last = {**{key: last[key] for key in ("yaml", "tree") if key in last}, **case}
            if "skip" in case:
                continue
            yield f"{path.stem}.{number}", _yaml_answer(last)


def _yaml_answer(case: dict[str, Any]) -> str:
    text = _shown(case["yaml"])
    must_fail = bool(case.get("fail"))
    checked = parse_table(SourceFile("content/data/x.yml", text))
    codes = [one.code for one in checked.diagnostics]
    if codes:
        if must_fail:
            return ""
        reasons = [_BY_DESIGN[code] for code in codes if code in _BY_DESIGN]
        return reasons[0] if reasons else f"PyYAML (YAML 1.1) refuses it: {codes[0]}"
    if must_fail:
        return "PyYAML (YAML 1.1) takes what YAML 1.2 refuses"
    wanted = _events(_shown(case.get("tree") or ""))
    if wanted is None or (checked.value is None and not wanted):
        return ""
    ours = list(_of(checked.value)) if checked.value is not None else []
    if ours == wanted:
        return ""
    return "PyYAML (YAML 1.1) reads it in another way"


def _shown(text: str) -> str:
    """The suite writes blanks, tabs and ends that an editor would hide as signs."""
    text = text.replace("␣", " ").replace("↵", "").replace("∎\n", "").replace("∎", "").replace("←", "\r").replace("⇔", "\ufeff")
    return re.sub("—*»", "\t", text)


def _events(tree: str) -> list[str] | None:
    """The suite's events as ours; None for what has no single document."""
    if tree.count("+DOC") > 1:
        return None
    found = []
    for line in tree.split("\n"):
        line = line.strip()
        match = re.match(r"=VAL (?:&\S+ )?(?:<\S+> )?[:'\"|>](.*)\Z", line, re.DOTALL)
        if match:
            found.append("=" + re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "b": "\b", "r": "\r"}.get(m[1], m[1]), match[1]))
        elif line[:4] in ("+MAP", "+SEQ", "-MAP", "-SEQ"):
            found.append(line[:4])
    return found


def _of(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield "=" + node.text
        return
    name = "MAP" if isinstance(node, Mapping) else "SEQ"
    yield "+" + name
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield "=" + entry.key.text
            yield from _of(entry.value)
    else:
        for item in node.items:
            yield from _of(item)
    yield "-" + name


# --- CommonMark ------------------------------------------------------------------------------

_SECTIONS_OF_HTML = {"HTML blocks", "Raw HTML"}


def commonmark_cases(spec: Path) -> Iterator[Answer]:
    section, number = "", 0
    text = spec.read_text(encoding="utf-8")
    pattern = re.compile(r"^#{1,6} ([^\n]*)$|^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
    for match in pattern.finditer(text):
        if match[1]:
            section = match[1]
            continue
        number += 1
        yield f"{section} {number}", _markdown_answer(section, match[2].replace("→", "\t"), match[3].replace("→", "\t"))


def _markdown_answer(section: str, source: str, wanted: str) -> str:
    TARGETS["markup"](source)
    checked = parse(source, "p.md", 1, EMPTY_GLOSSARY)
    codes = {one.code for one in checked.diagnostics}
    assert checked.value is not None
    ours = str(CYRL.fragment(checked.value, str))
    if _plain(ours) == _plain(wanted):
        return ""
    if "markup.html" in codes or section in _SECTIONS_OF_HTML:
        return "refused by design: HTML of the author's own"
    if "markup.image" in codes or "<img" in wanted:
        return "refused by design: picture"
    if "link.scheme" in codes:
        return "refused by design: scheme of a link"
    if codes & {"markup.too_long", "markup.depth"}:
        return "refused by design: size"
    return f"Python-Markdown is not CommonMark: {section}"


class _Outline(HTMLParser):
    """Tags and words; what the two dialects write in different ways but mean alike is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "span":
            self.parts.append(f"<{tag.replace('h1', 'h2')}{dict(attrs).get('href', '')}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("span", "p", "li"):
            self.parts.append(f"</{tag.replace('h1', 'h2')}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _plain(html: str) -> list[str]:
    """Our conversion of letters is taken out: both sides are read as Latin."""
    from sitegen.scripts.serbian import fold

    outline = _Outline()
    outline.feed(html)
    outline.close()
    return fold("".join(part for part in outline.parts if part not in ("<p>", "<hr>"))).split()


# --- DOMPurify -------------------------------------------------------------------------------


def dompurify_cases(fixtures: Path) -> Iterator[Answer]:
    """Each payload as a body: what comes out is checked by ``targets.markup``, which asserts."""
    script = "import(process.argv[1]).then(m => console.log(JSON.stringify(m.default.map(c => c.payload))))"
    printed = subprocess.run(
        ["node", "-e", script, fixtures.resolve().as_uri()], capture_output=True, text=True, check=True
    ).stdout
    for number, payload in enumerate(json.loads(printed)):
        TARGETS["markup"](payload)
        TARGETS["markup"](f"Текст {payload} текст")
        yield str(number), ""


SETS = {
    "YAML test suite": lambda folder: yaml_cases(folder / "yaml/src"),
    "CommonMark": lambda folder: commonmark_cases(folder / "commonmark/spec.txt"),
    "DOMPurify": lambda folder: dompurify_cases(folder / "dompurify/test/fixtures/expect.mjs"),
}


def main(folder: Path) -> int:
    unexplained = 0
    for name, cases in SETS.items():
        answers = list(cases(folder))
        agree = sum(not why for _, why in answers)
        print(f"{name}: {len(answers)} cases, {agree} agree")
        unexplained += not answers
        reasons = collections.Counter(why for _, why in answers if why)
        for why, count in reasons.most_common():
            cases_of = [case for case, other in answers if other == why]
            print(f"  {count:4}  {why}   ({', '.join(cases_of[:4])}{' …' if count > 4 else ''})")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
