"""What the checks know of a built page: read once from its bytes.

Pages as our templates write them are plain: every tag spelled out in small letters, attributes in
double quotation marks, few elements in another script. Those are cut into pieces, a tag and the text
behind it, and as pages share most of their pieces, what a piece says is remembered. Any page that
is not as plain, or that may hold a letter out of place, is read by ``html.parser``, which decides
alone; both give the same facts.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from html.parser import HTMLParser
from itertools import compress
from string import ascii_letters
from typing import Literal, NamedTuple, TypeVar

from sitegen import shortcuts
from sitegen.frozen import dataclass
from sitegen.patterns import regex
from sitegen.scripts.serbian import is_cyrillic_letter
from sitegen.seal import seal_of

T = TypeVar("T")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_LATIN = regex(r"[A-Za-z\u00c0-\u024f]")
_READ_ALOUD = ("title", "alt", "aria-label", "placeholder", "content")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Ids, addresses and stray letters of one page."""

    lang: str
    ids: tuple[str, ...]
    links: tuple[str, ...]  # href of links a reader can follow, in order, each once
    resources: tuple[str, ...]  # what the browser fetches by itself, each once
    pairs: tuple[tuple[str, str], ...]  # (hreflang, href), each once
    strays: tuple[str, ...]  # text in letters that the language of its element does not use
    inline: tuple[str, ...]  # scripts, styles and handlers inside the page


def read_page(content: bytes) -> PageFacts:
    """The facts of one page."""
    return (shortcuts.are_taken() and read_plainly(content)) or read_exactly(content.decode())


# Data for search engines: nothing that runs, and nothing in it that could end the element early.
_DATA = regex('<script type="application/ld\\+json">[^<]*</script>')


def read_exactly(html: str) -> PageFacts:
    """The facts of any page."""
    reader = _Reader()
    reader.feed(_DATA.sub("", html))
    reader.close()
    return PageFacts(
        reader.lang, tuple(reader.ids), _once(reader.links), _once(reader.resources),
        _once(reader.pairs), tuple(reader.strays), tuple(reader.inline),
    )  # fmt: skip


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lang = ""
        self.ids: list[str] = []
        self.links: list[str] = []
        self.resources: list[str] = []
        self.pairs: list[tuple[str, str]] = []
        self.strays: list[str] = []
        self.inline: list[str] = []
        self._policy = ""
        self._own = ""  # the text of the style or the script that is open
        self._open: list[tuple[str, str]] = []  # (element, script its text must be in)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        outer = self._open[-1][1] if self._open else ""
        if tag == "html":
            self.lang = given.get("lang", "")
        script = _script(given, tag, outer)
        if "id" in given:
            self.ids.append(given["id"])
        kind, address = _address(tag, given)
        if kind == "link":
            self.links.append(address)
        elif kind == "resource":
            self.resources.append(address)
        elif kind == "pair":
            self.pairs.append((given["hreflang"], address))
        self.inline += _inline(tag, given)
        if given.get("http-equiv", "").lower() == "content-security-policy":
            self._policy = given.get("content", "")
        self._own = ""
        for name, value in given.items():
            if (name in _READ_ALOUD or name.startswith("data-say")) and script == "Latn":
                if name != "content" or given.get("name") in ("description", "author"):
                    self._check(value, script)
        if tag not in _VOID:
            self._open.append((tag, script))

    def handle_endtag(self, tag: str) -> None:
        # What the page's own policy names by its hash is meant to be there.
        if tag in ("style", "script") and self._own and seal_of(self._own) in self._policy:
            self.inline.remove(tag)
        self._own = ""
        while self._open:
            name, _ = self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, script = self._open[-1]
            if tag in ("script", "style"):
                self._own += data
            if tag in ("script", "style") or (tag == "title" and script == "Cyrl"):
                return  # a title has no elements that could say which words are foreign
            self._check(data, script)

    def _check(self, text: str, script: str) -> None:
        if script == "Cyrl":
            match = _LATIN.search(text)
            if match:
                self.strays.append(" ".join(text[match.start() :].split())[:60])
        elif script == "Latn":
            at = next((n for n, letter in enumerate(text) if is_cyrillic_letter(letter)), None)
            if at is not None:
                self.strays.append(" ".join(text[at:].split())[:60])


def _address(tag: str, given: dict[str, str]) -> tuple[Literal["link", "resource", "pair", ""], str]:
    """The address that an element names, and who follows it; two empty texts if it has none."""
    href = given.get("href", "")
    if tag == "a" and "href" in given:
        return "link", href
    if tag == "link":
        relation = given.get("rel", "")
        if relation == "alternate" and "hreflang" in given:
            return "pair", href
        return ("resource", href) if relation != "canonical" else ("", "")
    if tag == "form":
        return "link", given.get("action", "")
    return ("resource", given["src"]) if given.get("src") else ("", "")


def _inline(tag: str, given: Collection[str]) -> list[str]:
    """Handlers, styles and scripts that stand in the page itself."""
    found = [name for name in given if name.startswith("on") or name == "style"]
    if tag == "style" or (tag == "script" and "src" not in given):
        found.append(tag)
    return found


def _script(given: dict[str, str], tag: str, outer: str) -> str:
    """Which script the text of an element must be in: "Cyrl", "Latn", or "" for any."""
    if given.get("translate") == "no" or tag in ("code", "pre"):
        return ""
    lang = given.get("lang")
    if lang is None:
        return outer
    steps = lang.split("-")
    return next((step for step in steps[1:] if step in ("Cyrl", "Latn")), "")


# --- plain pages -----------------------------------------------------------------------------

_BARE = regex("/?[a-z][a-z0-9]*", re.ASCII)
_ATTRIBUTE = r"""[ \n]+([A-Za-z][A-Za-z0-9:-]*)(="")?"""
_ATTRIBUTES = regex(_ATTRIBUTE, re.ASCII)
_OPENING = regex(rf"([a-z][a-z0-9]*)((?:{_ATTRIBUTE})*)[ \n]*/?", re.ASCII)
_SIGNS = regex(b"&(?:amp|lt|gt|quot|nbsp|#34|#39);")  # the references of a plain page, no letters
# What no text in a script holds on a plain page: our own signs, and what letters of the other script
# begin with in UTF-8. A few other letters begin so as well: their pages are left to the parser.
_WRONG = {
    "Cyrl": b"&>" + ascii_letters.encode() + bytes(range(0xC3, 0xCA)),
    "Latn": b"&>\xd0\xd1\xd2\xd3\xd4\xe1",
    "": b"&>",
}
# Elements whose text a parser reads in a way of its own, and those that say themselves what it is.
_PECULIAR = frozenset("html script style textarea xmp iframe noembed noframes plaintext".split())
_OTHERS = frozenset({"code", "pre", "title"})
_DOCTYPE = b"!DOCTYPE html>"
_ROOT = regex(b'html lang="([A-Za-z0-9-]*)">[ \n]*')
_DATA_TAG = b'script type="application/ld+json"'
_REMARK = regex(rb"!--(?!-)[^<>-]*(?:-[^<>-]+)*--")  # of a template's author, not of a page's
_SHORT, _MANY = 150, 20_000  # bytes of a piece worth remembering, and how many are
_TELLING = frozenset("id href src action rel hreflang lang translate".split())
_NONE = "?"  # no script of its own


class _NotPlainError(Exception):
    """Only a parser can tell."""


class _Said(NamedTuple):
    """What a piece says, where it is more than the address of a link."""

    id: str | None = None
    kind: str = ""  # of its address, as in _address
    address: str = ""
    hreflang: str = ""
    end: bytes = b""  # what the next piece must begin with


_Remark = str | _Said | None  # the address of a link, or more, or nothing
_Told = tuple[bytes, _Remark]  # of a tag: what may not be in the text behind it, and the rest


def read_plainly(content: bytes) -> PageFacts | None:
    """The facts of a plain page without stray letters; None where only a parser can tell."""
    pieces = _without_sealed(content).split(b"<")
    try:
        lang, start = _root(pieces)
        del pieces[:start]
        remarks = list(map(_pieces(_script({"lang": lang}, "html", "")).__getitem__, pieces))
    except _NotPlainError:
        return None
    ids: list[str] = []
    links: list[str] = []
    resources: list[str] = []
    pairs: list[tuple[str, str]] = []
    for at, said in compress(enumerate(remarks), remarks):
        if isinstance(said, str):
            links.append(said)
        elif said is not None:
            if said.end and not _ends(pieces, at + 1, said.end):
                return None
            if said.id is not None:
                ids.append(said.id)
            if said.kind == "link":
                links.append(said.address)
            elif said.kind == "resource":
                resources.append(said.address)
            elif said.kind == "pair":
                pairs.append((said.hreflang, said.address))
    return PageFacts(lang, tuple(ids), _once(links), _once(resources), _once(pairs), (), ())


_OWN = regex(b"<(style|script)>(.*?)</\\1>", re.DOTALL)
_POLICY = regex(b'<meta http-equiv="Content-Security-Policy" content="([^"<>]*)">')


def _without_sealed(content: bytes) -> bytes:
    """A page without those of its own styles and scripts that its policy names by their hashes: they
    say nothing then."""

    def rest(own: re.Match[bytes]) -> bytes:
        policies = _POLICY.findall(content, 0, own.start())
        is_sealed = policies and seal_of(own[2].decode()) in entities.unescape(policies[-1].decode())
        return b"" if is_sealed and b"<!--" not in own[2] else own[0]

    return _OWN.sub(rest, content) if _POLICY.search(content) else content


def _root(pieces: list[bytes]) -> tuple[str, int]:
    """The language of a page, and where what follows its first tag begins."""
    start = 2 if len(pieces) > 1 and pieces[1].rstrip() == _DOCTYPE else 1
    found = _ROOT.fullmatch(pieces[start]) if len(pieces) > start else None
    if found is None or pieces[0].strip():
        raise _NotPlainError
    return found[1].decode(), start + 1


def _ends(pieces: list[bytes], at: int, end: bytes) -> bool:
    """Whether the piece *at* begins with *end*; an element of code may stand inside a ``pre``."""
    if end == b"/pre>" and at < len(pieces) and pieces[at].startswith(b"code>"):
        at += 2
    return at < len(pieces) and pieces[at].startswith(end)


@cache
def _pieces(script: str) -> _Pieces:
    return _Pieces(script)


class _Pieces(dict[bytes, _Remark]):
    """What each piece says on a page in *script*: a tag without its first sign, and the text up to
    the next tag. Raises where only a parser can tell, and where a letter may be out of place."""

    def __init__(self, script: str) -> None:
        super().__init__()
        self._script = script
        self._tags = _Tags(script)

    def __missing__(self, piece: bytes) -> _Remark:
        tag, closed, text = piece.partition(b">")
        if not closed:
            raise _NotPlainError
        wrong, remark = self._tags[tag]
        if len(text.translate(None, wrong)) < len(text) and not _is_without(wrong, text):
            raise _NotPlainError
        if len(piece) <= _SHORT:
            if len(self) >= _MANY:
                self.clear()
            self[piece] = remark
        return remark


class _Tags(dict[bytes, _Told]):
    """What each tag says on a page in *script*."""

    def __init__(self, script: str) -> None:
        super().__init__()
        self._script = script

    def __missing__(self, tag: bytes) -> _Told:
        if tag == _DATA_TAG:
            return b"", _Said(end=b"/script>")
        if _REMARK.fullmatch(tag):
            return _WRONG[self._script], None
        own, remark = _bare(tag, self._script) if b" " not in tag else _full(tag)
        script = self._script if own is None else own
        # In Latin some attributes are read aloud; none of them may hold Cyrillic.
        if not _is_without(_WRONG["Latn" if "Latn" in (script, self._script) else ""], tag):
            raise _NotPlainError
        told = _WRONG[script], remark
        if len(tag) <= _SHORT:
            if len(self) >= _MANY:
                self.clear()
            self[tag] = told
        return told


def _bare(tag: bytes, script: str) -> tuple[str | None, _Remark]:
    """As ``_full``, of an end or of a start without attributes, on a page in *script*."""
    name = tag.decode()
    if not _BARE.fullmatch(name) or name in _PECULIAR:
        raise _NotPlainError
    if name not in _OTHERS:
        return None, None
    return "Latn" if name == "title" and script == "Latn" else "", _Said(end=b"/%b>" % tag)


def _full(tag: bytes) -> tuple[str | None, _Remark]:
    """The script that the element asks for its text, if any, and what its *tag* says."""
    parts = tag.decode().split('"')
    outline = _outline(tuple(parts[::2]))
    given = {key: _text(parts[at]) if at else "" for key, at in outline.telling}
    own = "" if outline.name == "script" else _script(given, outline.name, _NONE)
    kind, address = _address(outline.name, given)
    if own is not _NONE or "id" in given or kind in ("pair", "resource") or (kind and not address):
        said = _Said(given.get("id"), kind, address, given.get("hreflang", ""))
        if own is _NONE:
            return None, said
        return own, said._replace(end=f"/{outline.name}>".encode())
    return None, address or None


def _is_without(wrong: bytes, text: bytes) -> bool:
    """Whether no byte of *wrong* is in *text*, the usual references apart."""
    if len(text.translate(None, wrong)) == len(text):
        return True
    rest = _SIGNS.sub(b"", text)
    return rest != text and len(rest.translate(None, wrong)) == len(rest)


class _Outline(NamedTuple):
    """What a tag is made of, whatever the values are."""

    name: str
    telling: tuple[tuple[str, int], ...]  # attributes that say something, and where their values are


@lru_cache(maxsize=2_000)
def _outline(parts: tuple[str, ...]) -> _Outline:
    """The outline of a tag of which *parts* is all that stands around its values."""
    opening = _OPENING.fullmatch('""'.join(parts))
    if opening is None:
        raise _NotPlainError
    name, attributes = opening[1], _ATTRIBUTES.findall(opening[2])
    given: dict[str, int] = {}
    values = iter(range(1, 2 * len(parts), 2))
    for key, valued in attributes:
        if key.lower() in given:
            raise _NotPlainError
        given[key.lower()] = next(values) if valued else 0
    if name == "title" or (name in _PECULIAR and name != "script") or _inline(name, given):
        raise _NotPlainError
    return _Outline(name, tuple((key, at) for key, at in given.items() if key in _TELLING))


def _text(value: str) -> str:
    return entities.unescape(value) if "&" in value else value
