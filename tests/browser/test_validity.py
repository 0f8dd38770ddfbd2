"""The Nu HTML checker, the one behind validator.w3.org, finds nothing to say."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import needs

# The checker takes no file for 'self' of a page that is a file; Chromium does, and
# test_site.py shows it. What comes from elsewhere is the business of test_whole_site.py.
OWN_FILES = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): "
    r"external (stylesheet|script) “[./]*(assets|search)/[\w.-]+” blocked"
)


# Nor does it count hashes: that the style and the script of the page in one file are those of its
# policy is shown by test_whole_site.py, and that they run by test_hands.py.
SEALED = re.compile(r"Inline (script|style) violates Content Security Policy \(meta tag\): ")

# A script element that holds data is not run, so no policy blocks it; the checker says it all the same.
DATA = '<script type="application/ld+json">'


def test_every_page_and_style_is_valid(site: Path) -> None:
    command = [needs.java(), "-jar", needs.vnu(), "--skip-non-html", "--format", "json"]
    styles = ["--also-check-css", "--also-check-svg"]
    result = subprocess.run([*command, *styles, site], capture_output=True, text=True, check=False)
    messages = json.loads(result.stderr)["messages"]
    found = {
        (message.get("subType", message["type"]), message["message"], message.get("extract", ""))
        for message in messages
        if not OWN_FILES.match(message["message"])
        and not (
            SEALED.match(message["message"])
            and (message["url"].endswith("/imenik.html") or DATA in message.get("extract", ""))
        )
    }
    assert set() == found


def test_the_checker_reads_every_page(site: Path, tmp_path: Path) -> None:
    """An empty answer must not come from a checker that looked at nothing."""
    broken = tmp_path / "index.html"
    page = (site / "index.html").read_text(encoding="utf-8")
    broken.write_text(page.replace("</main>", "<p id=sg-t-main></main>"), encoding="utf-8")
    command = [needs.java(), "-jar", needs.vnu(), "--skip-non-html", "--format", "json", tmp_path]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = [message["message"] for message in json.loads(result.stderr)["messages"]]
    assert ["Duplicate ID “sg-t-main”."] == [text for text in messages if "Duplicate" in text]
