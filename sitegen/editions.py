"""The site in one script: which letters, which addresses, which ``lang``.

The one door from canonical text to what a reader sees. Text changes script by type: only
``Prose`` and ``Fragment`` have a way through here, so no address or number can be converted by
accident. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup, escape

from sitegen.config import Site
from sitegen.frozen import dataclass
from sitegen.markup import Close, Fragment, Open, Text
from sitegen.scripts import CYRILLIC, LATIN, SCRIPTS, Script
from sitegen.scripts.spans import Kept, Pair, Prose


@dataclass(frozen=True, slots=True)
class Edition:
    """One script of the site and where it lives."""

    script: Script
    prefix: str  # of its addresses: "" or "lat/"
    lang: str  # BCP 47: sr-Latn-BA

    def text(self, prose: Prose) -> str:
        """The characters of *prose* in this edition."""
        if len(prose.parts) == 1 and isinstance(prose.parts[0], str):
            return self.script.convert(prose.parts[0])
        return "".join(self._part(part) for part in prose.parts)

    def html(self, prose: Prose) -> Markup:
        """*prose* for a page; what keeps its letters stands in a span that says so."""
        is_plain = len(prose.parts) == 1 and isinstance(prose.parts[0], str)
        return _escaped(self.script.convert, prose.parts[0]) if is_plain else self._html(prose)

    def _html(self, prose: Prose) -> Markup:
        if len(prose.parts) == 1 and isinstance(prose.parts[0], str):
            return escape(self.script.convert(prose.parts[0]))
        return Markup("").join(
            _kept(part, self.script) if isinstance(part, Kept) else escape(self._part(part))
            for part in prose.parts
        )

    def fragment(self, fragment: Fragment, resolve: Callable[[str], str]) -> Markup:
        """*fragment* as HTML; *resolve* turns each link target into an address."""
        out: list[str] = []
        for token in fragment.tokens:
            if isinstance(token, Text):
                out.append(self._html(token.prose))  # no text is there twice
            elif isinstance(token, Close):
                out.append(f"</{token.name}>")
            elif isinstance(token, Open):
                out.append(self._open(token, resolve) if token.attributes else f"<{token.name}>")
            else:
                out.append(escape(token.text))
        return Markup("".join(out))  # noqa: S704 - made of escaped text and allow-listed tags

    def _open(self, token: Open, resolve: Callable[[str], str]) -> str:
        attributes = []
        for name, value in token.attributes:
            if isinstance(value, Prose):
                value = self.text(value)
            elif name == "href":
                value = resolve(value)
            attributes.append(f' {name}="{escape(value)}"')
        return f"<{token.name}{''.join(attributes)}>"

    def _part(self, part: str | Kept | Pair) -> str:
        if isinstance(part, str):
            return self.script.convert(part)
        if isinstance(part, Pair):
            return part.latn if self.script.is_latin else part.cyrl
        return part.text


@lru_cache(maxsize=1 << 12)
def _escaped(convert: Callable[[str], str], text: str) -> Markup:
    """Names and labels stand on many pages."""
    return escape(convert(text))


def _kept(part: Kept, script: Script) -> Markup:
    if part.lang:
        return Markup('<span lang="{}">{}</span>').format(part.lang, part.text)
    if script.is_latin and part.text.isascii():
        return escape(part.text)
    return Markup('<span translate="no">{}</span>').format(part.text)


def editions(site: Site) -> tuple[Edition, ...]:
    """The editions of *site*, one or two, the default one first and at the root."""
    default = LATIN if site.default_script == "latin" else CYRILLIC
    region = site.country
    wanted = [script for script in SCRIPTS if not site.scripts or script.tag in site.scripts]
    if default not in wanted:
        default = wanted[0]
    return tuple(
        Edition(script, "" if script is default else f"{script.folder}/", f"{script.tag}-{region}")
        for script in sorted(wanted, key=lambda script: script is not default)
    )
