"""Prints a reference for authors of themes, in Markdown: every token, template, view with its fields,
and sentence of the default theme.

``python tools/describe_theme.py > reference.md``
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from sitegen.catalog import Plural
from sitegen.theme import read_theme

ROOT = Path(__file__).parent.parent

def reference() -> str:
    """The whole page."""
    theme = read_theme(ROOT / "themes/default")
    style = (ROOT / "themes/default/assets/style.css").read_text(encoding="utf-8")
    parts = [
        "# Theme reference\n\nWhat a theme is stands in `docs/themes.md`.\n",
        "## Tokens\n\nCustom properties of `assets/style.css`; `theme.yml` of a theme that extends `default` sets them.\n",
        "| token | light | dark | |\n| --- | --- | --- | --- |\n" + "".join(_tokens(style)),
        "## Templates\n\n| template | views |\n| --- | --- |\n" + "".join(_templates()),
        "## Views\n\n" + "\n".join(_views()),
        "## Sentences\n\n| key | Cyrillic |\n| --- | --- |\n" + "".join(_sentences(theme.strings.sentences)),
    ]
    return "\n".join(parts)


def _tokens(style: str) -> Iterator[str]:
    light = style[style.index(":root {") : style.index("}")]
    dark = dict(re.findall(r"--([a-z0-9-]+): ([^;]+);", style[style.index("[data-look=dark] {") :].partition("}")[0]))
    for name, value, note in re.findall(r"--([a-z0-9-]+): ([^;]+);(?: +/\* (.*?) \*/)?", light):
        yield f"| `--{name}` | `{value}` | {f'`{dark[name]}`' if name in dark else ''} | {note} |\n"


def _templates() -> Iterator[str]:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "sitegen/pages").glob("*.py")))
    for path in sorted((ROOT / "themes/default/templates").glob("*.html")):
        is_page = f'"{path.name}"' in pages
        yield f"| `{path.name}` | {'a page' if is_page else 'used by others'} |\n"


def _views() -> Iterator[str]:
    source = (ROOT / "sitegen/views.py").read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef):
            continue
        text = (ast.get_docstring(node) or "").replace("\n", " ")
        rows = [f"### {node.name}\n\n{re.sub(' +', ' ', text)}\n\n| field | type | |\n| --- | --- | --- |\n"]
        for field in node.body:
            if isinstance(field, ast.AnnAssign):
                note = lines[(field.end_lineno or 1) - 1].partition("  # ")[2]
                kind = ast.unparse(field.annotation).replace("|", "\\|")
                rows.append(f"| `{ast.unparse(field.target)}` | `{kind}` | {note} |\n")
        yield "".join(rows)


def _sentences(sentences: dict[str, str | Plural]) -> Iterator[str]:
    for key, said in sorted(sentences.items()):
        words = " / ".join((said.one, said.few, said.other)) if isinstance(said, Plural) else said
        yield f"| `{key}` | {words.replace('|', chr(92) + '|')} |\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
