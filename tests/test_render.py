"""Pages to bytes: everything escaped, nothing undefined, no stray lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from building import small

from sitegen import shortcuts
from sitegen.artifacts import Artifact, OutPath
from sitegen.editions import Edition
from sitegen.pages import Page
from sitegen.render import Renderer, template_digest, tidy
from sitegen.scripts import CYRILLIC, LATIN
from sitegen.theme import Theme, ThemeError, read_theme

EDITIONS = (Edition(CYRILLIC, "", "sr-Cyrl-BA"), Edition(LATIN, "lat/", "sr-Latn-BA"))


@dataclass(frozen=True)
class View:
    """A view of the tests."""

    text: str = ""


def theme_of(tmp_path: Path, **templates: str) -> Theme:
    folder = small(tmp_path) / "themes/plain"
    (folder / "strings/sr.yml").write_text(
        "hello: Здраво, {name}\nforeign: „Open Door“ и {name}\n"
        "count: {one: '{count} ствар', few: '{count} ствари', other: '{count} ствари (много)'}\n",
        encoding="utf-8",
    )
    for name, text in templates.items():
        (folder / f"templates/{name}.html").write_text(text, encoding="utf-8")
    return read_theme(folder)


def shown(tmp_path: Path, template: str, view: Any, lang: str = "sr-Cyrl-BA", **more: str) -> str:
    renderer = Renderer(theme_of(tmp_path, page=template, **more), EDITIONS)
    page = Page("a/index.html", "page.html", "key", lambda: view, "", lang)
    artifact = renderer.render(page)
    assert Artifact(OutPath("a/index.html"), artifact.content) == artifact
    return artifact.content.decode()


def test_text_is_escaped_wherever_it_stands(tmp_path: Path) -> None:
    hostile = "<script>\"'&"
    assert '<p title="&lt;script&gt;&#34;&#39;&amp;">&lt;script&gt;&#34;&#39;&amp;</p>\n' == shown(
        tmp_path, '<p title="{{ view.text }}">{{ view.text }}</p>', View(hostile)
    )


def test_what_is_put_into_a_sentence_is_escaped(tmp_path: Path) -> None:
    assert "Здраво, &lt;b&gt;\n" == shown(
        tmp_path, '{{ say("hello", name=view.text) }}', View("<b>")
    )


def test_latin_words_of_a_cyrillic_sentence_are_marked_and_those_of_a_latin_one_not(
    tmp_path: Path,
) -> None:
    template = '{{ say("foreign", name=view.text) }}'
    cyrillic = shown(tmp_path / "c", template, View("x"))
    assert '„<span translate="no">Open Door</span>“ и x\n' == cyrillic
    assert "„Open Door“ i x\n" == shown(tmp_path / "l", template, View("x"), "sr-Latn-BA")


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 ствар"), (2, "2 ствари"), (5, "5 ствари (много)"), (21, "21 ствар"), (11, "11 ствари (много)")]
)
def test_numbers_choose_the_form_of_a_sentence(tmp_path: Path, count: int, words: str) -> None:
    assert f"{words}\n" == shown(tmp_path, f'{{{{ say("count", count={count}) }}}}', View())


@pytest.mark.parametrize(
    "template",
    ["{{ nema }}", "{{ view.nema }}", "{% if view.nema %}{% endif %}", '{{ say("nema") }}',
     "{% for x in nema %}{% endfor %}", '{% include "nema.html" %}', "{{ view.text", "{% if %}"],
)  # fmt: skip
def test_what_is_not_there_is_a_fault_of_the_theme(tmp_path: Path, template: str) -> None:
    with pytest.raises(ThemeError):
        shown(tmp_path, template, View())


def test_a_template_sees_the_view_the_sentences_and_the_sign_and_nothing_else(tmp_path: Path) -> None:
    names = "{{ self._TemplateReference__context.get_all()|list|sort|join(' ') }}"
    ours = set(shown(tmp_path, names, View()).split()) - {
        "range", "dict", "lipsum", "cycler", "joiner", "namespace",  # jinja's own
    }  # fmt: skip
    assert {"logo", "once", "say", "view"} == ours


def test_what_pages_share_is_rendered_once_and_the_same_without_the_short_way(tmp_path: Path) -> None:
    template = (
        "{% macro part(shell, say) %}{{ shell.menu }}{% endmacro %}"
        "{{ once(part, view.one, say) }} {{ once(part, view.other, say) }} {{ once(part, view.one, say) }}"
    )

    class Shelled:
        one = SimpleNamespace(menu="<први>")
        other = SimpleNamespace(menu="други")

    quick = shown(tmp_path / "a", template, Shelled())
    assert "&lt;први&gt; други &lt;први&gt;\n" == quick
    with shortcuts.exactly():
        assert shown(tmp_path / "b", template, Shelled()) == quick


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>\n\n   a\n\n</p>\n\n", "<p>\na\n</p>\n"),
        ("<p>a  b</p>", "<p>a  b</p>\n"),
        ("\n\n<p>a</p>   \n", "<p>a</p>\n"),
        ("<pre>  a\n\n   b </pre>\n\n\n<p>c</p>", "<pre>  a\n\n   b </pre>\n<p>c</p>\n"),
        ("<pre><code>a\n\n</code></pre><pre>\n b</pre>", "<pre><code>a\n\n</code></pre><pre>\n b</pre>\n"),
    ],
)  # fmt: skip
def test_blank_lines_and_indentation_go_and_preformatted_text_stays(html: str, clean: str) -> None:
    assert clean == tidy(html)
    assert clean == tidy(clean)


USES = {
    "extends": '{% extends "part.html" %}', "include": '{% include "part.html" %}',
    "single-quotes": "{%- include 'part.html' -%}", "plus": '{%+ include "part.html" %}',
    "import": '{% import "part.html" as part %}', "from": '{% from "part.html" import a %}',
    "ignore": '{% include "part.html" ignore missing %}', "far": '{% include "between.html" %}',
    "computed": '{% include view.text %}', "list": '{% include ["nema.html", "part.html"] %}',
    "either": '{% include "list.html" if view.text else "part.html" %}',
    "lines": '{%\n  include\n  "part.html"\n%}',
}  # fmt: skip


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_the_digest_of_a_template_changes_with_all_that_it_uses(tmp_path: Path, use: str) -> None:
    between = '{% include "part.html" %}'
    one = theme_of(tmp_path / "1", page=use, between=between, part="1", unused="1")
    two = theme_of(tmp_path / "2", page=use, between=between, part="2", unused="1")
    assert template_digest(one, "page.html") != template_digest(two, "page.html")


def test_the_digest_of_a_template_does_not_change_with_others(tmp_path: Path) -> None:
    use = '{% extends "part.html" %}'
    one = theme_of(tmp_path / "1", page=use, part="1", unused="1")
    two = theme_of(tmp_path / "2", page=use, part="1", unused="2")
    assert template_digest(one, "page.html") == template_digest(two, "page.html")
