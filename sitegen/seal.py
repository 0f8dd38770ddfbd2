"""A page that must be one file carries its style and its script inside, under a policy that allows
exactly these: their hashes stand in the policy where the template wrote ``SEAL``.

Source of the form: Content Security Policy Level 3, section 2.3.1 (hash sources).
"""

from __future__ import annotations

import base64
import hashlib
import re

from sitegen.patterns import regex

_INSIDE = regex(r"<(style|script)>(.*?)</\1>", re.DOTALL)


def sealed(html: str) -> str:
    """*html* with the hashes of its own styles and scripts in its policy."""
    if "-src SEAL" not in html:
        return html
    for tag in ("style", "script"):
        found = [seal_of(text) for name, text in _INSIDE.findall(html) if name == tag]
        html = html.replace(f"{tag}-src SEAL", f"{tag}-src {' '.join(found) or chr(39) + 'none' + chr(39)}")
    return html


def seal_of(text: str) -> str:
    """The hash source of the *text* of an element."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
