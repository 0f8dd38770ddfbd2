"""Markdown becomes harmless tokens: what is dangerous is shown as text, and reported in its place."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_texts, cyrillic_texts, steady

from sitegen.diagnostics import Diagnostic, Place
from sitegen.editions import Edition
from sitegen.markup import Fragment, Link, parse
from sitegen.plain_markdown import TAGS
from sitegen.scripts import CYRILLIC, LATIN
from sitegen.scripts.serbian import is_cyrillic_letter
from sitegen.scripts.spans import EMPTY_GLOSSARY, Glossary

IN_CYRILLIC = Edition(CYRILLIC, "", "sr-Cyrl-BA")
IN_LATIN = Edition(LATIN, "lat/", "sr-Latn-BA")


def read(text: str, glossary: Glossary = EMPTY_GLOSSARY) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    checked = parse(text, "p.md", 10, glossary)
    assert checked.value is not None
    return checked.value, checked.diagnostics


def html(text: str, edition: Edition = IN_CYRILLIC, glossary: Glossary = EMPTY_GLOSSARY) -> str:
    return str(edition.fragment(read(text, glossary)[0], str))


def findings(text: str) -> list[tuple[str, int, int, int]]:
    return [(f.code, f.place.line, f.place.column, f.place.length) for f in read(text)[1]]


# --- what authors write ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cyrillic", "latin"),
    [
        ("*Њега* и **љубав**", "<p><em>Њега</em> и <strong>љубав</strong></p>", "<p><em>Njega</em> i <strong>ljubav</strong></p>"),
        ("in**jekcija** i *nad*[živjeti](x.md)", '<p>ин<strong>јекција</strong> и <em>над</em><a href="x.md">живјети</a></p>', '<p>in<strong>jekcija</strong> i <em>nad</em><a href="x.md">živjeti</a></p>'),
        ("*Step* by **Step** i kuća", '<p><em><span lang="en">Step</span></em><span lang="en"> by </span><strong><span lang="en">Step</span></strong> и кућа</p>', '<p><em><span lang="en">Step</span></em><span lang="en"> by </span><strong><span lang="en">Step</span></strong> i kuća</p>'),
        ("Njega i ljubav", "<p>Њега и љубав</p>", "<p>Njega i ljubav</p>"),
        ("> цитат", "<blockquote>\n<p>цитат</p>\n</blockquote>", "<blockquote>\n<p>citat</p>\n</blockquote>"),
        ("3. а\n4. б", '<ol start="3">\n<li>а</li>\n<li>б</li>\n</ol>', '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("Појам\n:   Опис", "<dl>\n<dt>Појам</dt>\n<dd>Опис</dd>\n</dl>", "<dl>\n<dt>Pojam</dt>\n<dd>Opis</dd>\n</dl>"),
        ("`njega` и `код <b>`", "<p><code>njega</code> и <code>код &lt;b&gt;</code></p>", "<p><code>njega</code> i <code>код &lt;b&gt;</code></p>"),
        ("    код <b>", "<pre><code>код &lt;b&gt;\n</code></pre>", "<pre><code>код &lt;b&gt;\n</code></pre>"),
        ("# Љубав", '<h2 id="ljubav">Љубав</h2>', '<h2 id="ljubav">Ljubav</h2>'),
        ("## Како {#njega}", '<h2 id="njega">Како</h2>', '<h2 id="njega">Kako</h2>'),
        ("[Save the Children]{lang=en} помаже", '<p><span lang="en">Save the Children</span> помаже</p>', '<p><span lang="en">Save the Children</span> pomaže</p>'),
        ("[АБВ]{translate=no}", '<p><span translate="no">АБВ</span></p>', '<p><span translate="no">АБВ</span></p>'),
        ('[њега](x.md "Љубав")', '<p><a href="x.md" title="Љубав">њега</a></p>', '<p><a href="x.md" title="Ljubav">njega</a></p>'),
        ("R&D и 5 &lt; 6 &copy;", '<p><span translate="no">R&amp;D</span> и 5 &lt; 6 ©</p>', "<p>R&amp;D i 5 &lt; 6 ©</p>"),
        ("<info@primjer.ba>", '<p><a href="mailto:info@primjer.ba"><span translate="no">info@primjer.ba</span></a></p>', '<p><a href="mailto:info@primjer.ba">info@primjer.ba</a></p>'),
    ],
)  # fmt: skip
def test_what_authors_write_reads_right_in_both_scripts(text: str, cyrillic: str, latin: str) -> None:
    assert (cyrillic, latin) == (html(text), html(text, IN_LATIN))


def test_a_glossary_phrase_keeps_its_letters_and_says_its_language() -> None:
    glossary = Glossary(keep=(("Save the Children", "en"),))
    expected = '<p>Помаже <span lang="en">Save the Children</span> дјеци</p>'
    assert expected == html("Pomaže Save the Children djeci", glossary=glossary)


def test_the_script_of_a_body_is_judged_as_a_whole() -> None:
    """A body in Cyrillic keeps a Latin word; a body in Latin turns it."""
    assert '<p>Пише <span translate="no">Njega</span> на табли испред зграде.</p>' == html("Пише Njega на табли испред зграде.")
    assert "<p>Пише Њега на табли испред зграде.</p>" == html("Piše Njega na tabli ispred zgrade.")


def test_headings_get_names_that_do_not_depend_on_the_script_and_do_not_repeat() -> None:
    names = ("ljubav", "ljubav-2", "ljubav-3", "x-sg-main", "dio")
    fragment, found = read("## Љубав\n## Ljubav\n### Љубав!\n## А {#sg-main}\n## …\n")
    assert (names, ()) == (fragment.anchors, found)


def test_links_are_listed_with_their_places() -> None:
    fragment, found = read("Текст [а](b.md) и [в](c.md#d)\n\n* [а](b.md)\n\n[e]: https://f.ba\n[г][e]\n")
    expected = (
        Link("b.md", Place("p.md", 10, 11, 4)), Link("c.md#d", Place("p.md", 10, 23, 6)),
        Link("b.md", Place("p.md", 12, 7, 4)), Link("https://f.ba", Place("p.md", 14, 6, 12)),
    )  # fmt: skip
    assert (expected, ()) == (fragment.links, found)


def test_the_plain_text_parts_blocks_and_not_words() -> None:
    fragment, _ = read("## Њега\nЉу*бав* `x`\n\n* један\n* два\n\n| а | б |\n|---|---|\n| 1 | 2 |\n")
    assert "Њега. Љубав x један два а б 1 2" == fragment.plain


# --- what must not pass ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<сцрипт>", "<p>&lt;script&gt;</p>"),
        ("<svg/onload=alert(1)>", "<p>&lt;svg/onload=alert(1)&gt;</p>"),
        ("&#x3C;script&#x3E;", "<p>&lt;script&gt;</p>"),
        ("а <b onclick=x>б</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"),
        ("<div>\n\nја\n\n</div>", "<p>&lt;div&gt;</p>\n<p>ja</p>\n<p>&lt;/div&gt;</p>"),
        ("<!-- тајна -->", "<p>&lt;!-- tajna --&gt;</p>"),
        ("<!-- [њега](y.md) -->", "<p>&lt;!-- njega --&gt;</p>"),
        ("<?php x ?>", "<p>&lt;?php x ?&gt;</p>"),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>"),
    ],
)
def test_raw_html_is_shown_as_text(text: str, shown: str) -> None:
    assert shown == html(text, IN_LATIN)


def test_in_plain_text_a_heading_ends_with_a_sign() -> None:
    fragment, _ = read("Прво.\n\n## Како ради\n\nОвако.\n\n### Коме?\n\nСвима.")
    assert "Прво. Како ради. Овако. Коме? Свима." == fragment.plain


def test_every_tag_is_reported_where_it_stands_but_not_in_code() -> None:
    text = "Ред `<b>` <i>а</i>\n\nЉубав <br>\n\n    <u>\n"
    assert [("markup.html", 10, 11, 3), ("markup.html", 10, 15, 4), ("markup.html", 12, 7, 4)] == findings(text)


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "  javascript:alert(1)", "\x01javascript:alert(1)", "javascript&colon;alert(1)",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "&#106;avascript:alert(1)", "jav&#x0A;ascript:alert(1)",
        "java\tscript:alert(1)", "feed:javascript:x", "blob:x", "ftp://a", "magnet:?x", "sms:1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["[а]({})", "[а](<{}>)", "[б]: {}\n\n[а][б]", '[а]({} "т")', "![а]({})"])
def test_no_address_runs_code(target: str, form: str) -> None:
    """A browser drops tabs and line ends inside a scheme; no other character hides it."""
    tags = Tags(html(form.format(target)))
    for address in tags.values("href"):
        scheme = "".join(address.split()).lower().partition(":")[0]
        assert scheme not in ("javascript", "data", "vbscript", "file", "feed", "blob", "ftp", "magnet", "sms") or " " in address
    assert [] == tags.values("src")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "VBScript:x", "\x01javascript:x"])
def test_a_refused_scheme_is_reported_in_its_place(target: str) -> None:
    length = len(target)
    assert [("link.scheme", 10, 5, length)] == findings(f"[а]({target})")


def test_a_picture_is_reported_and_its_description_stays() -> None:
    assert "<p><span>Слика</span></p>" == html("![Слика](x.png)")
    assert [("markup.image", 10, 10, 5)] == findings("![Слика](x.png)")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## А {#b onclick=alert(1) style=color:red class=x}", '<h2 id="b">А</h2>'),
        ("Текст\n{: onclick=x id=y style=z class=w }", "<p>Текст</p>"),
        ("[а](x.md){: onclick=x target=_blank rel=y ping=z}", '<p><a href="x.md">а</a></p>'),
        ('[а](x.md){: href="javascript:x"}', "<p><a>а</a></p>"),
        ("[а]{lang=en onclick=x}", '<p><span lang="en">а</span></p>'),
        ('[а]{lang="en\' onclick=x"}', '<p><span lang="en">а</span></p>'),
        ("* а\n{: onclick=x }", "<ul>\n<li>а</li>\n</ul>"),
        ('[а](x.md "б\\" onclick=\\"в")', '<p><a href="x.md" title="б\\&#34; '),
    ],
)
def test_no_attribute_gets_in_through_a_brace_or_a_title(text: str, shown: str) -> None:
    assert html(text).startswith(shown)
    assert {"href", "id", "lang", "title", "translate"} >= Tags(html(text)).names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (">" * 50_000, "markup.depth"),
        ("* " * 5_000 + "а", "markup.depth"),
        ("[" * 50_000, "markup.depth"),
        ("[а](" * 50_000, "markup.depth"),
        ("а" * 400_001, "markup.too_long"),
    ],
)
def test_text_made_to_stop_the_parser_is_refused_at_once(text: str, code: str) -> None:
    start = time.perf_counter()
    fragment, found = read(text)
    assert (Fragment(), [code]) == (fragment, [finding.code for finding in found])
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("text", ["*" * 4000 + "а", "_" * 4000, "`" * 3999, "(" * 4000, "<" * 3000, "&" * 4000, "[а](b" * 390, "\\" * 4000, "{:" * 2000, "| " * 2000 + "\n" + "|-" * 2000])
def test_other_long_rows_of_one_sign_take_no_minutes(text: str) -> None:
    start = time.perf_counter()
    read(text)
    assert time.perf_counter() - start < 5


# --- properties ------------------------------------------------------------------------------

HOSTILE = (
    "<b onclick=x>", "<script>", "</p>", "<!--", "-->", "](javascript:x)", "](&#106;avascript:x)", "[a", "![", "{: onclick=x}",
    '{lang="', "<a href='x'>", "&lt;script&gt;", "\n\n", "    ", "| a | b |\n|---|---|\n", "> ", "* ", "# ", "`", "``", "\x02", "\x03",
    "<сцрипт>", '"', "'>", "[x]{lang=en}", "[x]{translate=no}", "<x@y.ba>", "<https://a.ba>", "\n:   ", "\\", "&", ";", "<Ј>",
)  # fmt: skip
hostile_texts = st.lists(st.one_of(st.sampled_from(HOSTILE), any_texts), max_size=8).map("".join)


class Tags(HTMLParser):
    """Tags, attributes and characters as a browser gets them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple[str, str, tuple[tuple[str, str | None], ...]]] = []
        self.feed(text)
        self.close()

    @property
    def names(self) -> set[str]:
        return {name for _, _, attributes in self.seen for name, _ in attributes}

    def values(self, name: str) -> list[str]:
        return [value or "" for _, _, given in self.seen for key, value in given if key == name]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(("<", tag, tuple(sorted(attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append((">", tag, ()))

    def handle_data(self, data: str) -> None:
        if self.seen and self.seen[-1][0] == "text":
            data = self.seen.pop()[1] + data
        self.seen.append(("text", data, ()))

    def handle_comment(self, data: str) -> None:
        self.seen.append(("comment", data, ()))

    def handle_decl(self, decl: str) -> None:
        self.seen.append(("declaration", decl, ()))


ATTRIBUTES = {
    "*": {"lang", "translate"}, "a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}  # fmt: skip


def sanitised(text: str) -> str:
    schemes = {"http", "https", "mailto", "tel"}
    return nh3.clean(text, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=schemes, link_rel=None)


@given(text=hostile_texts)
@steady
def test_a_sanitiser_finds_nothing_to_remove_in_either_script(text: str) -> None:
    fragment, _ = read(text)
    for edition in (IN_CYRILLIC, IN_LATIN):
        shown = str(edition.fragment(fragment, str))
        assert Tags(sanitised(shown)).seen == Tags(shown).seen


@given(text=hostile_texts)
@steady
def test_both_scripts_have_the_same_elements(text: str) -> None:
    fragment, _ = read(text)

    def elements(edition: Edition) -> list[str]:
        tags = Tags(str(edition.fragment(fragment, str))).seen
        return [mark + name for mark, name, _ in tags if mark != "text" and name != "span"]

    assert elements(IN_CYRILLIC) == elements(IN_LATIN)


@given(text=cyrillic_texts())
@steady
def test_no_cyrillic_letter_is_left_in_the_latin_edition(text: str) -> None:
    assert "" == "".join(filter(is_cyrillic_letter, html(text, IN_LATIN)))


@given(text=cyrillic_texts())
@steady
def test_every_finding_lies_inside_the_text(text: str) -> None:
    text = f"## {text}\n\n{text} <b> [a](javascript:{text.split()[0]}) ![x](y)\n"
    lines = text.split("\n")
    for finding in read(text)[1]:
        line = lines[finding.place.line - 10]
        assert 1 <= finding.place.column <= len(line) + 1
        assert finding.place.column + finding.place.length <= len(line) + 1


@pytest.mark.parametrize("text", ["## A\n\n#### Б\n", "A\n-\n\n#### Б `x`\n", "# A\n\n#### Б\n"])
def test_a_skipped_level_is_told_of_however_the_text_is_read(text: str) -> None:
    before = text[: text.index("####")].count("\n")
    assert [("markup.level", 10 + before, 1, 6 if "`" not in text else 10)] == findings(text)


@pytest.mark.parametrize(
    "text",
    ["## A\n\n### Б\n\n## В\n\n### Г\n", "A\n=\n\n### Б\n", "## A\n\n    #### Б\n", "`a\n#### б`\n"],
)
def test_levels_in_order_and_those_in_code_are_right(text: str) -> None:
    assert [] == findings(text)
