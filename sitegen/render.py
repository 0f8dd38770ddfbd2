"""Pages to bytes: a view through a template of the theme.

Undefined names fail, everything is escaped, and a template sees the view and the theme's
sentences and nothing else. Knows no records.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import jinja2
from jinja2.filters import do_striptags
from jinja2.runtime import Macro
from markupsafe import Markup

from sitegen import shortcuts
from sitegen.abbreviations import expanded
from sitegen.artifacts import Artifact, OutPath
from sitegen.catalog import Catalog, CatalogError
from sitegen.editions import Edition
from sitegen.pages import Page
from sitegen.patterns import regex
from sitegen.scripts.serbian import canonical
from sitegen.scripts.spans import Kept
from sitegen.seal import sealed
from sitegen.theme import Theme, ThemeError
from sitegen.views import Shell

_USE = regex(r"\{%[-+]?\s*(?:extends|include|import|from)\b")
_NAMED = regex(
    _USE.pattern + r"""\s+["']([^"']+)["']\s*(?:[-+]?%\}|(?:import|as|with|without|ignore)\b)"""
)


class Renderer:
    """A theme made ready for the editions of a site."""

    def __init__(self, theme: Theme, editions: tuple[Edition, ...]) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.DictLoader(theme.templates),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        # Sentences for attributes: the same few on every page.
        self._environment.filters["striptags"] = lru_cache(maxsize=1_000)(do_striptags)
        self._environment.template_class = _Template
        self._environment.globals["logo"] = theme.logo
        self._environment.globals["once"] = _Once()
        self._theme = theme
        self._digests: dict[str, str] = {}  # of templates with all that they use
        self._abbreviations = {
            edition.lang: _abbreviations(theme.words(edition.script)) for edition in editions
        }
        self._says = {
            edition.lang: _sayer(
                theme.words(edition.script), Markup.escape if edition.script.is_latin else _marked
            )
            for edition in editions
        }

    def render(self, page: Page) -> Artifact:
        """*page* as a file. ThemeError says what a template or a catalog lacks."""
        say = self._says[page.lang]
        try:
            template = self._environment.get_template(page.template)
            html = template.render(view=page.build_view(), say=say)
        except CatalogError as error:
            raise ThemeError(f"strings/{error}") from error
        except jinja2.TemplateSyntaxError as error:
            raise ThemeError(f"{error.name}:{error.lineno}: {error.message}") from error
        except jinja2.TemplateError as error:
            raise ThemeError(f"{page.template}: {error.message}") from error
        html = expanded(tidy(html), self._abbreviations[page.lang])
        return Artifact(self.path(page), sealed(html).encode())

    def path(self, page: Page) -> OutPath:
        """Where *page* lies in the site."""
        return OutPath(page.path)

    def key(self, page: Page) -> str:
        """The page's key together with everything that its template is made of."""
        digest = self._digests.get(page.template)
        if digest is None:
            sign = hashlib.blake2b(self._theme.logo.encode(), digest_size=4).hexdigest()
            digest = f"{template_digest(self._theme, page.template)}-{sign}"
            self._digests[page.template] = digest
        return f"{page.key}-{digest}"


class _Once:
    """``once(macro, shell, say)`` of the templates: what a macro makes of one ``shell``.

    A macro sees nothing but what it is given, so it is called once for all pages that share the
    shell. Each kept answer keeps its shell as well, so that no other object takes its place.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Macro, int], tuple[Shell, Markup]] = {}

    def __call__(self, macro: Macro, shell: Shell, say: Callable[..., Markup]) -> Markup:
        if not shortcuts.are_taken():
            return Markup(macro(shell, say))  # noqa: S704 - a macro's answer is Markup
        key = macro, id(shell)
        if key not in self._made:
            self._made[key] = shell, Markup(macro(shell, say))  # noqa: S704 - as above
        return self._made[key][1]


class _Template(jinja2.Template):
    """A template that takes what is HTML already as it is; most values of a page are."""

    @classmethod
    def from_code(cls, *given: Any, **named: Any) -> jinja2.Template:
        template = super().from_code(*given, **named)
        template.root_render_func.__globals__["escape"] = _escaped
        return template


def _escaped(value: Any) -> Markup:
    return value if type(value) is Markup else Markup.escape(value)


def _abbreviations(words: Catalog) -> dict[str, str]:
    """The theme's abbreviations: each sentence is „ЈУ: јавна установа“."""
    pairs = (words.template(f"abbreviation.{key}").partition(": ") for key in words.under("abbreviation"))
    return {short: full for short, _, full in pairs}


def template_digest(theme: Theme, name: str) -> str:
    """A digest of a template and all that it extends, includes or imports.

    A template that computes the name of another one may use any: then it is the whole theme's.
    """
    seen: list[str] = []
    waiting = [name]
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.append(at)
            source = theme.templates.get(at, "")
            named = _NAMED.findall(source)
            if len(named) < len(_USE.findall(source)):
                return theme.digest
            waiting += named
    sources = "\0".join(f"{at}\0{theme.templates.get(at, '')}" for at in sorted(seen))
    return hashlib.blake2b(sources.encode(), digest_size=16).hexdigest()


def tidy(html: str) -> str:
    """Without the blank lines and the indentation that template control leaves behind.

    ``pre`` keeps its lines: nothing inside it is touched.
    """
    if "<pre" not in html:  # the same line by line, six times as fast
        lines = [line.rstrip(" \t").lstrip() for line in html.split("\n")]
        return "\n".join(filter(None, lines)).strip() + "\n"
    parts = re.split(r"(<pre\b.*?</pre>)", html, flags=re.DOTALL)
    for at in range(0, len(parts), 2):
        parts[at] = re.sub(r"(?<![ \t])[ \t]*\n\s*", "\n", parts[at])
    return "".join(parts).strip() + "\n"


def _sayer(words: Catalog, mark: Callable[[str], Markup]) -> Callable[..., Markup]:
    """``say`` of the templates: a sentence as HTML, Latin words of a Cyrillic one marked."""
    marked = cache(mark)

    @cache
    def plain(key: str) -> Markup:
        return Markup(words.filled(key, marked(words.template(key)), {}))  # noqa: S704 - as below

    def say(key: str, **facts: Any) -> Markup:
        if not facts:
            return plain(key)
        count = facts.get("count")
        template = words.template(key, count if isinstance(count, int) else None)
        return Markup(words.filled(key, marked(template), facts))  # noqa: S704 - Markup made it

    return say


def _marked(sentence: str) -> Markup:
    conversion = canonical(sentence, latin=False)
    parts = []
    for part in conversion.prose.parts:
        if isinstance(part, Kept) and not re.fullmatch(r"\{\w+\}", part.text):
            parts.append(Markup('<span translate="no">{}</span>').format(part.text))
        else:
            parts.append(Markup.escape(part.text if isinstance(part, Kept) else str(part)))
    return Markup("").join(parts)
