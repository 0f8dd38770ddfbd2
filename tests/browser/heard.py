"""What a screen reader says of the real site, as a transcript: python tests/browser/heard.py FILE

A command, not a test. Walks the tree of accessibility that Chromium gives to screen readers, in the
order of reading, and writes a line for each thing that would be said: its role, its name, its
language where that changes. Home, a list, a service and the search, in both scripts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import needs
from chromium import look, served, started

ROOT = Path(__file__).parents[2]
PAGES = {
    "home": "index.html",
    "list": "usluge/index.html",
    "service": "usluge/smjestaj-zrtava-nasilja-u-sigurnu-kucu/index.html",
    "search": "pretraga/index.html?q=црвени%20крст",
}
ANSWERED = """
const done = arguments[0];
const box = document.querySelector("[data-search]");
const wait = () => !box || ["done", "failed"].includes(box.dataset.searchState)
  ? setTimeout(done, 1200) : setTimeout(wait, 20);
wait();
"""
# As a reader of Serbian hears them; roles that are only boxes are not said.
ROLES = {
    "banner": "заглавље", "navigation": "навигација", "main": "главни садржај", "search": "претрага",
    "contentinfo": "подножје", "complementary": "уз садржај", "region": "област", "form": "образац",
    "article": "чланак", "heading": "наслов", "link": "веза", "button": "дугме", "list": "списак",
    "listitem": "ставка", "searchbox": "поље за претрагу", "textbox": "поље", "checkbox": "поље за означавање",
    "blockquote": "навод", "term": "појам", "definition": "опис", "DisclosureTriangle": "отвара",
    "status": "јавља", "group": "група", "table": "табела", "Abbr": "скраћеница", "figure": "слика",
}  # fmt: skip
SILENT = {
    "none", "generic", "StaticText", "InlineTextBox", "RootWebArea", "LineBreak", "ListMarker", "paragraph",
    "sectionheader", "sectionfooter", "LabelText", "DescriptionList", "strong", "emphasis", "Details",
}  # fmt: skip


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    program, chromedriver = needs.chromium()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        command = [sys.executable, "build.py", "--output", site, "--cache", f"{folder}/cache"]
        subprocess.run(command, cwd=ROOT, check=True)
        with served(site) as address, started(program, chromedriver, Path(folder) / "p") as driver:
            look(driver, width=360)
            lines = ["# Heard: what Chromium gives to a screen reader, in the order of reading\n"]
            for prefix, script in (("", "ћирилица"), ("lat/", "latinica")):
                for name, path in PAGES.items():
                    driver.get(f"{address}/{prefix}{path}")
                    driver.execute_async_script(ANSWERED)
                    lines += [f"\n## {name}, {script}: {driver.title}\n", *heard(driver)]
    Path(sys.argv[1]).write_text("\n".join(lines) + "\n", encoding="utf-8")


def heard(driver: Any) -> Iterator[str]:
    """The lines of the page that is open."""
    driver.execute_cdp_cmd("Accessibility.enable", {})
    nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    yield from _said(by_id, nodes[0]["nodeId"], 0)


def _said(nodes: dict[str, Any], at: str, depth: int) -> Iterator[str]:
    node = nodes[at]
    role = node.get("role", {}).get("value", "")
    name = " ".join(str(node.get("name", {}).get("value", "")).split())
    is_said = not node.get("ignored") and role not in SILENT
    if is_said:
        yield f"{'  ' * depth}- {ROLES.get(role, role)}{_state(node)}{f': {name}' if name else ''}"
    elif role == "StaticText" and name and not node.get("ignored"):
        yield f"{'  ' * depth}- „{name}“"
        return
    # The name of these is made of what they hold: it would be said twice.
    if is_said and name and role in ("link", "button", "heading"):
        return
    for child in node.get("childIds", ()):
        yield from _said(nodes, child, depth + is_said)


def _state(node: dict[str, Any]) -> str:
    held = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    words = []
    if "level" in held:
        words.append(f"{held['level']}. нивоа")
    if held.get("expanded") is False:
        words.append("затворено")
    if node.get("checked", {}).get("value") == "true" or held.get("checked") == "true":
        words.append("означено")
    return f" ({', '.join(words)})" if words else ""


if __name__ == "__main__":
    main()
