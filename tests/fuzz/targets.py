"""What must hold of any bytes at all, one function for each way into the program.

Every function takes any text and raises when a promise is broken. ``run.py`` feeds them with what a
coverage-guided fuzzer invents; ``test_targets.py`` with chance and with what was once found.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3
from oracle import elements, faults

from sitegen import report
from sitegen.artifacts import OutPath
from sitegen.editions import Edition
from sitegen.links import read_link
from sitegen.markdown_lines import convert_line
from sitegen.markup import parse
from sitegen.pipeline import decode_source
from sitegen.plain_markdown import TAGS
from sitegen.scripts import CYRILLIC, LATIN
from sitegen.scripts.serbian import fold, is_cyrillic_letter, to_cyrillic, to_latin
from sitegen.scripts.spans import EMPTY_GLOSSARY
from sitegen.search_keys import key, words
from sitegen.slugs import is_slug, slug
from sitegen.source import SourceFile
from sitegen.values import read_date, read_email, read_phone, read_url

CYRL, LATN = Edition(CYRILLIC, "", "sr-Cyrl-BA"), Edition(LATIN, "lat/", "sr-Latn-BA")
AZBUKA = set("абвгдђежзијклљмнњопрстћуфхцчџш" + "абвгдђежзијклљмнњопрстћуфхцчџш".upper())
_WORDS = report.read_messages("sr-Cyrl")
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ATTRIBUTES = {"*": {"lang", "translate", "id", "title", "href", "start", "align"}}


def front_matter(text: str) -> None:
    """Every header is read or refused in its own lines, and the report says it in one piece."""
    path = "content/organizacije/a.md"
    file = SourceFile(path, text)
    found = list(decode_source(file, EMPTY_GLOSSARY, "BA").diagnostics)
    lines = text.count("\n") + 1
    for one in found:
        assert one.place.path == path
        assert 1 <= one.place.line <= lines + 1, one
        assert one.place.column >= 1
    said = report.human(found, [file], _WORDS, colour=False)
    assert not _STEERING.search(said)


def markup(text: str) -> None:
    """A body becomes tags of our list, runs nothing and is read again as it was written."""
    fragment = parse(text, "p.md", 1, EMPTY_GLOSSARY).value
    assert fragment is not None
    html = str(CYRL.fragment(fragment, str))
    once = elements(html, "div")
    assert {element.tag for element in once} <= {*TAGS, "DOCUMENT_FRAGMENT"}
    assert [] == [fault for fault in faults(html, container="div") if "from" not in fault]
    again = nh3.clean(html, tags=set(TAGS), attributes=_ATTRIBUTES, link_rel=None)
    assert [(e.tag, e.attrib) for e in once] == [(e.tag, e.attrib) for e in elements(again, "div")]
    latin = str(LATN.fragment(fragment, str))
    assert [e.tag for e in elements(latin, "div") if e.tag != "span"] == [
        e.tag for e in once if e.tag != "span"
    ]


def slugs(text: str) -> None:
    """A slug is a slug, stays one, and is the same for both scripts of a word."""
    made = slug(text)
    assert made == "" or is_slug(made)
    assert made == slug(made)
    if made:
        OutPath(f"{made[:80].strip('-')}/index.html")


def conversion(text: str) -> None:
    """Latin has no Cyrillic letter; twice is once; the key is that of both scripts."""
    latin = to_latin(text)
    assert not set(latin) & AZBUKA
    assert latin == to_latin(latin)
    assert fold(text) == fold(fold(text))
    if any(is_cyrillic_letter(letter) and letter not in AZBUKA for letter in text):
        return  # of another language: its Latin is not ours to say
    assert fold(latin) == fold(text)
    if not set(text) & AZBUKA:  # a look-alike among them would be mended
        assert fold(to_cyrillic(text).prose.plain) == fold(text)
    convert_line(text.replace("\n", " "), to_latin)


def values(text: str) -> None:
    """Dates, phones, addresses: a value or a reason, and no address that a browser could run."""
    read_date(text)
    read_phone(text, "BA")
    mail = read_email(text)
    assert mail is None or not re.search(r"[\s<>\"?&]", mail)
    address = read_url(text)
    assert address is None or re.match(r"https?://[^\s<>\"'\\]+\Z", address), address
    read_link("content/stranice/a.md", text)


def search_keys(text: str) -> None:
    """Words of a query have keys, the same for both scripts."""
    for word in words(text):
        assert key(word.form) == key(word.form)
    assert [key(word.form) for word in words(to_latin(text))] == [key(word.form) for word in words(text)]




TARGETS: dict[str, Callable[[str], None]] = {
    check.__name__: check
    for check in (front_matter, markup, slugs, conversion, values, search_keys)
}
