"""What all pictures share: text that fits beside a shape."""

from __future__ import annotations

import html
import re

from markupsafe import Markup, escape

from sitegen.pages.desk import Desk
from sitegen.views import Mark, Node, Value

LETTER = 7  # the width of a letter in a picture, as a rule a little less
BROAD_LETTER = 8  # the same of bold ones, and where nothing may stand beyond the edge
SLIM = 320  # the width of a picture on a narrow screen


def fitted(text: Markup, most: int) -> Markup:
    """*text* of a page as text of a picture: languages marked as there, at most *most* letters."""
    left = most if _length(text) <= most else most - 1
    cut = left < most
    out = [Markup("")]
    for piece in re.split(r"(<[^<>]*>)", text):
        if piece.startswith("<"):
            # SVG knows no "translate": a name that keeps its letters is in a language not known.
            tag = piece.replace("span", "tspan", 1).replace('translate="no"', 'lang="und"')
            out.append(Markup(tag))  # noqa: S704 - a tag of ours
        else:
            letters = html.unescape(piece)[:left]
            left -= len(letters)
            out.append(escape(letters.rstrip() if cut and not left else letters))
            if cut and not left:
                out.append(Markup("…"))
                cut = False
    return Markup("").join(out)


def _length(text: Markup) -> int:
    return len(html.unescape(re.sub(r"<[^<>]*>", "", text)))


def wide(text: Markup, letter: int = LETTER) -> int:
    """How wide *text* is at most, as a rule."""
    return _length(text) * letter


def words(text: str, x: int, y: int, look: str = "") -> Mark:
    """Words of the theme in a picture."""
    return Mark("text", x, y, look=look, text=Markup.escape(text))


def sentence(desk: Desk, key: str, count: int, **parts: object) -> Markup:
    """A sentence of the theme; what is ``Markup`` among its *parts* keeps its marks."""
    template = desk.wording.words.template(key, count)
    return Markup.escape(template).format(count=count, **parts)


def still(*marks: Mark) -> Node:
    """Marks that lead nowhere: axes, gaps, headings."""
    return Node("", marks)


def plain(value: object) -> Value:
    """A number or words of the theme in a table."""
    return Value(Markup.escape(value))
