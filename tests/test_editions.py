"""The one door from canonical text to what a reader of one script sees."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import nh3
import pytest
from building import project

from sitegen.editions import Edition, editions
from sitegen.pipeline import load
from sitegen.scripts import CYRILLIC, LATIN
from sitegen.scripts.spans import Kept, Pair, Prose

CYRL = Edition(CYRILLIC, "", "sr-Cyrl-BA")
LATN = Edition(LATIN, "lat/", "sr-Latn-BA")

TEXTS: list[tuple[Prose, str, str]] = [
    (Prose(("Његош и џеп",)), "Његош и џеп", "Njegoš i džep"),
    (Prose(("<сцрипт>",)), "&lt;сцрипт&gt;", "&lt;script&gt;"),
    (
        Prose(("Код ", Kept("Open Door", "en"), "-а")),
        'Код <span lang="en">Open Door</span>-а', 'Kod <span lang="en">Open Door</span>-a',
    ),
    (
        Prose(("Пише на ", Kept("a@primjer.invalid"))),
        'Пише на <span translate="no">a@primjer.invalid</span>', "Piše na a@primjer.invalid",
    ),
    (Prose((Kept("Ђ"),)), '<span translate="no">Ђ</span>', '<span translate="no">Ђ</span>'),
    (Prose((Pair("Њујорк", "New York"),)), "Њујорк", "New York"),
    (Prose((Kept("<b>", "en"),)), '<span lang="en">&lt;b&gt;</span>', '<span lang="en">&lt;b&gt;</span>'),
    (Prose(()), "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("prose", "cyrillic", "latin"), TEXTS)
def test_text_for_a_page_says_what_keeps_its_letters(
    prose: Prose, cyrillic: str, latin: str
) -> None:
    assert (cyrillic, latin) == (str(CYRL.html(prose)), str(LATN.html(prose)))


@pytest.mark.parametrize(("prose", "cyrillic", "latin"), TEXTS)
def test_plain_text_is_the_page_without_its_marks(prose: Prose, cyrillic: str, latin: str) -> None:
    assert (unescape(_TAG.sub("", cyrillic)), unescape(_TAG.sub("", latin))) == (
        CYRL.text(prose), LATN.text(prose),
    )  # fmt: skip


_TAG = re.compile(r"<[^>]*>")


BODY = """\
## Шта радимо

Код `šifra` и 3 < 5, [веза](../stranice/b.md "Наслов „х“") и
[вани](https://primjer.invalid/?a=1&b=„2“).

| Љ | Њ |
| --- | --- |
| 1 | 2 > 1 |

> Навод
"""


@pytest.fixture
def fragment(tmp_path: Path) -> object:

    loaded = load(
        project(
            tmp_path,
            {
                "content/stranice/a.md": f"---\ntitle: А\n---\n\n{BODY}",
                "content/stranice/b.md": "---\ntitle: Б\n---\n",
            },
        )
    )
    assert loaded.directory is not None, loaded.diagnostics
    return loaded.directory.of("stranice")[0].body


def test_a_fragment_keeps_its_code_and_its_addresses_in_both_scripts(fragment: object) -> None:
    cyrillic = CYRL.fragment(fragment, lambda target: f"→{target}")  # type: ignore[arg-type]
    latin = LATN.fragment(fragment, lambda target: f"→{target}")  # type: ignore[arg-type]
    for html in (cyrillic, latin):
        assert '<h2 id="sta-radimo">' in html
        assert "<code>šifra</code>" in html
        assert 'href="→../stranice/b.md"' in html
        assert 'href="→https://primjer.invalid/?a=1&amp;b=' in html
    assert "Шта радимо" in cyrillic
    assert "Šta radimo" in latin
    assert "<th>Lj</th>" in latin
    assert 'title="Naslov „h“"' in latin


def test_a_cleaner_of_html_finds_nothing_to_remove(fragment: object) -> None:
    """nh3 with the tags that Markdown may make; what it would drop should not have been there."""
    tags = {
        "h2", "h3", "h4", "p", "a", "code", "span", "table", "thead", "tbody", "tr", "th", "td",
        "blockquote", "ul", "ol", "li", "em", "strong", "pre", "br", "hr",
    }  # fmt: skip
    for edition in (CYRL, LATN):
        html = edition.fragment(fragment, lambda target: target)  # type: ignore[arg-type]
        cleaned = nh3.clean(
            html, tags=tags, link_rel=None,
            attributes={"*": {"id", "lang", "translate", "title"}, "a": {"href"}},
        )  # fmt: skip
        assert _calm(html) == _calm(cleaned)


def _calm(html: str) -> str:
    return html.replace("&quot;", '"').replace("&#34;", '"').replace("&#39;", "'")


def test_the_default_edition_is_first_and_at_the_root(tmp_path: Path) -> None:

    site = load(project(tmp_path, {})).site
    assert site is not None
    assert [("", "sr-Cyrl-BA"), ("lat/", "sr-Latn-BA")] == [
        (edition.prefix, edition.lang) for edition in editions(site)
    ]
