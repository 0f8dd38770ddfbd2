"""What the checks read from the bytes of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.checks.reading import read_exactly, read_page, read_plainly
from sitegen.seal import seal_of


def page(body: str, lang: str = "sr-Cyrl-BA", head: str = "") -> bytes:
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'.encode()


def test_ids_links_resources_and_pairs_are_listed_in_order() -> None:
    facts = read_page(
        page(
            '<h1 id="a">x</h1><p id="b"><a href="x/index.html">1</a><a href="#b">2</a></p>'
            '<form action="../pretraga/index.html"></form><img src="slika.png" alt="">'
            '<script src="s.js" defer></script>',
            head='<link rel="stylesheet" href="a.css"><link rel="icon" href="i.svg">'
            '<link rel="canonical" href="https://primjer.invalid/">'
            '<link rel="alternate" hreflang="sr-Latn-BA" href="lat/index.html">',
        )
    )
    assert "sr-Cyrl-BA" == facts.lang
    assert ("a", "b") == facts.ids
    assert ("x/index.html", "#b", "../pretraga/index.html") == facts.links
    assert ("a.css", "i.svg", "slika.png", "s.js") == facts.resources
    assert (("sr-Latn-BA", "lat/index.html"),) == facts.pairs
    assert () == facts.inline


@pytest.mark.parametrize(
    ("body", "strays"),
    [
        ("<p>слово</p>", ()),
        ("<p>слово word</p>", ("word",)),
        ("<p>č</p>", ("č",)),
        ("<p>1 2 § – „“</p>", ()),
        ('<p>слово <span lang="en">word</span></p>', ()),
        ('<p>слово <span translate="no">word</span></p>', ()),
        ("<p><code>word</code> и <pre>word</pre></p>", ()),
        ('<p lang="sr-Latn-BA">riječ</p>', ()),
        ('<p lang="sr-Latn-BA">ријеч</p>', ("ријеч",)),
        ('<p lang="en">word <span lang="sr-Cyrl">word</span></p>', ("word",)),
        ("<script>var x;</script><style>p {}</style>", ()),
        ("<p>a<br>слово</p><p>b</p>", ("a", "b")),
        ('<p><img alt="x">слово</p>', ()),
        ("<p>&#119;ord</p>", ("word",)),
    ],
)
def test_letters_of_the_other_script_are_found_on_a_cyrillic_page(
    body: str, strays: tuple[str, ...]
) -> None:
    assert strays == read_page(page(body)).strays


@pytest.mark.parametrize(
    ("body", "strays"),
    [
        ("<p>riječ word</p>", ()),
        ("<p>riječ ј</p>", ("ј",)),
        ('<p title="x" aria-label="слово">a</p>', ("слово",)),
        ('<input placeholder="слово">', ("слово",)),
        ('<div data-say-none="слово"></div>', ("слово",)),
        ('<a lang="sr-Cyrl-BA">Ћирилица</a>', ()),
        ('<meta name="description" content="слово">', ("слово",)),
        ("<title>слово</title>", ("слово",)),
        ("<!-- слово -->", ()),
    ],
)
def test_letters_of_the_other_script_are_found_on_a_latin_page(
    body: str, strays: tuple[str, ...]
) -> None:
    assert strays == read_page(page(body, "sr-Latn-BA")).strays


def test_a_title_in_cyrillic_may_hold_a_latin_name() -> None:
    """It has no elements that could say which words are foreign."""
    assert () == read_page(page("", head="<title>Фондација Open Door</title>")).strays


@pytest.mark.parametrize(
    ("body", "inline"),
    [
        ('<p onclick="x()">а</p>', ("onclick",)), ('<p style="color:red">а</p>', ("style",)),
        ("<script>x()</script>", ("script",)), ("<style>p{}</style>", ("style",)),
        ('<script src="a.js"></script>', ()),
    ],
)  # fmt: skip
def test_inline_scripts_styles_and_handlers_are_found(body: str, inline: tuple[str, ...]) -> None:
    assert inline == read_page(page(body)).inline


# Pieces of pages: as our templates write them, and as nobody should.
_PIECES = st.sampled_from(
    """<p>|</p>|<p class="a">|<a href="x/index.html">|<a href="#b" title="т">|</a>|<br>|<br/>|<em>|</em>|слово|word
    |&amp;|&#39;|&lt;|&#1040;|&copy|&|<|>|"|<span translate="no">|<span lang="en">|</span>|<h2 id="a">|</h2>|<code>|</code>
    |<pre>|</pre>|<title>|</title>|<script src="s.js" defer></script>|<script>|</script>|<style>|</style>|<!-- x -->
    |<a lang="sr-Latn-BA" href="y">|<a lang="sr-Cyrl-BA">|<form action="z">|</form>|<input placeholder="слово">|<A HREF="q">
    |<a href=x>|<a href="x>|<p on="1" onclick="x()">|<p style="a">|<a title="x href=" href="y">|<a href="1" href="2">|<img src="i.png">
    |<meta name="description" content="слово">|<link rel="alternate" hreflang="x" href="y">|<link rel="icon" href="i">
    |<p lang="sr-Latn">|<div\ndata-say-one="слово"\n>|<svg viewBox="0 0"><path d="M7 3"/></svg>|<textarea>|</textarea>|<html lang="en">
    |&nbsp;|č|ј| |\n|<style>a{}</style>|<script>a()</script>|<script>b()</script>|POLICY|<!-- POLICY -->""".replace("\n    |", "|")
    .replace("POLICY", f'''<meta http-equiv="Content-Security-Policy" content="{seal_of("a{}")} {seal_of("a()")}">''')
    .split("|")
)
_PAIRS = st.sampled_from(
    [("<p>", "</p>"), ('<a href="x">', "</a>"), ('<span lang="en">', "</span>"), ("<code>", "</code>"),
     ('<a translate="no" href="mailto:a@b.ba">', "</a>"), ('<p lang="sr-Latn">', "</p>"), ("<pre><code>", "</code></pre>"),
     ("<title>", "</title>")]
)  # fmt: skip
_LANGS = st.sampled_from(["sr-Cyrl-BA", "sr-Latn-BA", "en"])


@given(st.lists(_PIECES, max_size=12), _LANGS)
def test_any_page_is_read_plainly_as_it_is_exactly_or_not_at_all(pieces: list[str], lang: str) -> None:
    html = page("".join(pieces), lang)
    assert read_plainly(html) in (None, read_exactly(html.decode()))


def test_what_the_policy_names_by_its_hash_does_not_make_a_page_hard_to_read() -> None:
    policy = f'<meta http-equiv="Content-Security-Policy" content="style-src {seal_of("a{}")}; script-src {seal_of("1<2")}">'
    content = page(f'{policy}<style>a{{}}</style><p id="a">слово&nbsp;1</p><script>1<2</script>')
    plainly = read_plainly(content)
    assert plainly is not None
    assert plainly == read_exactly(content.decode())
    assert read_plainly(content.replace(b"1<2", b"1<3", 1)) is None


@given(st.lists(st.tuples(_PAIRS, st.sampled_from(["слово", "word", "1 &amp; 2", "č", "ј"])), max_size=8), _LANGS)
def test_elements_around_text_are_read_the_same_way(
    inside: list[tuple[tuple[str, str], str]], lang: str
) -> None:
    html = page("".join(f"{start}{text}{end}" for (start, end), text in inside), lang)
    plain, exact = read_plainly(html), read_exactly(html.decode())
    assert plain in (None, exact)
    assert plain is not None or exact.strays or any("&amp;" in text for _, text in inside)


@pytest.mark.parametrize("remark", ["<!-- 1 -->", "<!--слово word-->", "<!-- a-b -->", "<!-- -->"])
def test_a_remark_does_not_make_a_page_hard_to_read(remark: str) -> None:
    content = page(f'<p>слово</p>{remark}<p id="a">ријеч</p>\n{remark}')
    plainly = read_plainly(content)
    assert plainly is not None
    assert plainly == read_exactly(content.decode())


@pytest.mark.parametrize("remark", ["<!-->", "<!--->", "<!-- a -- b -->", "<!-- a --->", "<!-- <p> -->", "<!- a ->"])
def test_a_strange_remark_is_left_to_the_parser(remark: str) -> None:
    assert read_plainly(page(f"<p>слово</p>{remark}<p>ријеч</p>")) is None


def test_text_behind_a_remark_is_looked_at() -> None:
    assert ("word",) == read_page(page("<p><!-- 1 -->word</p>")).strays
