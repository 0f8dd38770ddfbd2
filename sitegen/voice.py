"""How the doors speak: to which stream, in whose words, and what their statuses mean.

Knows the standard streams and the sentences for editors; not what a command does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from sitegen import report
from sitegen.catalog import Catalog
from sitegen.pipeline import Loaded

CONTENT_PROBLEMS, USAGE, OUR_FAULT = 1, 2, 3


def say(text: str, *, err: bool = False) -> None:
    """*text* and a line end on the standard output, or with *err* on the standard error."""
    stream = sys.stderr if err else sys.stdout
    try:
        stream.buffer.write((text.rstrip("\n") + "\n").encode("utf-8", errors="replace"))
        stream.flush()
    except BrokenPipeError:  # the reader has seen enough; click would end with 1
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        sys.exit(0)


def terminal() -> Callable[[str], None] | None:
    """A way to write on the terminal of standard error as it is, if it is one."""
    stream = sys.stderr
    if stream is None or not stream.isatty() or os.environ.get("CI"):
        return None

    def write(text: str) -> None:
        stream.buffer.write(text.encode("utf-8", errors="replace"))
        stream.flush()

    return write


def words_of(loaded: Loaded | None) -> Catalog:
    """The sentences in the language that the site speaks to its editors."""
    site = loaded.site if loaded else None
    return report.read_messages((site.messages if site else None) or "sr-Cyrl")


def is_asked_at_a_terminal() -> bool:
    """Whether a person sits there who can answer."""
    return sys.stdin is not None and sys.stdin.isatty() and not os.environ.get("CI")


def epoch() -> str:
    """``SOURCE_DATE_EPOCH`` as it stands in the surroundings."""
    return os.environ.get("SOURCE_DATE_EPOCH", "")
