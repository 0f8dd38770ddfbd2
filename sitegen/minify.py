"""Programs for the browser without what only people read: remarks, layout, long names.

Knows the tokens of JavaScript, its brackets and where a name is declared, not its grammar. Names of
properties stay, names that the program does not declare stay, and line ends stay where one
may end a statement.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import NamedTuple

from sitegen.patterns import regex

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Token(NamedTuple):
    sort: str  # "name", "number", "text" (a pattern too), "mark" or "line", which is a line's end
    text: str


def minified(source: str) -> str:
    """*source* in fewer bytes, with the same effect. No pattern may follow a closing bracket in it, and
    no function but an arrow may stand as a value."""
    tokens = list(_tokens(source))
    for shorter in (_counted, _let, _joined, _without_spare):
        tokens = list(shorter(tokens))
    code = [one for one in tokens if one.sort != "line"]
    places = list(_places(code))
    names = _shorter(code, places)
    written: list[_Token] = []
    numbers = iter(range(len(code)))
    for one in tokens:
        n = next(numbers) if one.sort != "line" else -1
        if n in names and places[n] == "both":
            written += (one, _Token("mark", ":"))
        written.append(_Token("name", names[n]) if n in names else one)
    return "".join(_laid_out(written)).strip("\n") + "\n"


def _counted(tokens: Sequence[_Token]) -> Iterator[_Token]:
    """*tokens* with the number itself for a name in capitals that is declared once, as that number."""
    lines = [n for n, one in enumerate(tokens) if one.sort != "line"]
    code = [tokens[n] for n in lines]
    places = list(_places(code))
    held = [n for n, one in enumerate(code) if one.sort == "name" and places[n] != "property"]
    declared = Counter(code[n].text for n in set(_declared(code)))
    written = "".join(one.text for one in code if one.text[0] == "`")
    numbers: dict[str, _Token] = {}
    gone: set[int] = set()
    for n in held:
        name, number = code[n].text, code[n + 2] if n + 3 < len(code) else _EDGE
        if (
            _CAPITALS.fullmatch(name) and declared[name] == 1 and name not in written
            and code[n - 1].text == "const" and number.sort == "number" and code[n + 3].text == ";"
        ):  # fmt: skip
            numbers[name] = number
            gone.update(lines[n - 1 : n + 4])
    known = {lines[n]: n for n in held if code[n].text in numbers}
    for n, one in enumerate(tokens):
        if n in gone:
            continue
        if n in known and places[known[n]] == "both":
            yield from (one, _Token("mark", ":"))
        yield numbers[one.text] if n in known else one


_CAPITALS = regex("[A-Z][A-Z_]+")


def _joined(tokens: Sequence[_Token]) -> Iterator[_Token]:
    """*tokens* with declarations that follow each other in one."""
    lines = [n for n, one in enumerate(tokens) if one.sort != "line"]
    code = [tokens[n] for n in lines]
    closes, _ = _brackets(code)
    commas: set[int] = set()
    gone: set[int] = set()
    for n, (before, one, _) in enumerate(_with_neighbours(code)):
        if one.text not in ("const", "let") or before.text == "(":
            continue
        end = n
        while end < len(code) and code[end].text not in (";", "of", "in", ")", "}"):
            end = closes.get(end, end) + 1
        if end + 1 < len(code) and code[end].text == ";" and code[end + 1].text == one.text:
            commas.add(lines[end])
            gone.update(range(lines[end] + 1, lines[end + 1] + 1))
    for n, one in enumerate(tokens):
        if n not in gone:
            yield _Token("mark", ",") if n in commas else one


def _let(tokens: Sequence[_Token]) -> Iterator[_Token]:
    """*tokens* with one word for all that is declared; no program here is meant to fail where it assigns."""
    for one in tokens:
        yield _Token("name", "let") if one.text == "const" else one


def _without_spare(tokens: Sequence[_Token]) -> Iterator[_Token]:
    """*tokens* without signs that say nothing: a semicolon or a comma before a closing bracket, brackets around
    the one parameter of an arrow, a line's end after a block."""
    lines = [n for n, one in enumerate(tokens) if one.sort != "line"]
    code = [tokens[n] for n in lines]
    _, opens = _brackets(code)
    gone: set[int] = set()
    for n, (before, one, after) in enumerate(_with_neighbours(code)):
        is_head = n - 1 in opens and code[opens[n - 1] - 1].text in ("for", "while", "if")
        ends = one.text == ";" and after.text == "}" and not is_head
        if ends or (one.text == "," and after.text in ("]", "}", ")") and before.text not in ("[", ",")):
            gone.add(lines[n])
        elif one.text == "(" and after.sort == "name" and [t.text for t in code[n + 2 : n + 4]] == [")", "=>"]:
            gone.update((lines[n], lines[n + 2]))
        elif one.text == "}" and code[opens[n] - 1].text not in _BEFORE_AN_OBJECT | {"=>"}:
            gone.update(range(lines[n] + 1, lines[n + 1] if n + 1 < len(lines) else len(tokens)))
    return (one for n, one in enumerate(tokens) if n not in gone)


# --- tokens ----------------------------------------------------------------------------------

_TOKEN = regex(
    r"(?P<remark>//[^\n]*|/\*.*?\*/)|(?P<line>\n)|(?P<space>\s)"
    r'|(?P<text>"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`)'
    r"|(?P<name>[A-Za-z_$][\w$]*)|(?P<number>[0-9][\w.]*)"
    r"|(?P<mark>=>|\.\.\.|[=!]==?|\?\.|\?\?|&&|\|\||<<|>>>?|\+\+|--|\*\*|[-+*/%<>]=|.)",
    re.DOTALL,
)
_PATTERN = regex(r"/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*")
_WORDS = frozenset(
    "async await break case catch class const continue default delete do else false finally for "
    "function if in instanceof let new null of return switch this throw true try typeof undefined "
    "var void while yield".split()
)
_AFTER_THEM_A_VALUE = frozenset(
    "await case delete do else in of return throw typeof void yield".split()
)


def _tokens(source: str) -> Iterator[_Token]:
    """All tokens without remarks and spaces; of lines that end one after another, one."""
    at, before = 0, _EDGE
    while match := (_is_value_next(before) and _PATTERN.match(source, at)) or _TOKEN.match(
        source, at
    ):
        at = match.end()
        sort = match.lastgroup or "text"
        if sort in ("remark", "space") or sort == before.sort == "line":
            continue
        before = _Token(sort, match.group())
        yield before


def _is_value_next(before: _Token) -> bool:
    """Whether a slash begins a pattern and does not divide."""
    if before.sort == "name":
        return before.text in _AFTER_THEM_A_VALUE
    return before.sort == "line" or (before.sort == "mark" and before.text not in (")", "]", "}"))


_EDGE = _Token("line", "\n")


def _with_neighbours(tokens: Sequence[_Token]) -> Iterator[tuple[_Token, _Token, _Token]]:
    return zip([_EDGE, *tokens], tokens, [*tokens[1:], _EDGE], strict=False)


# --- layout ----------------------------------------------------------------------------------

_NO_END_AFTER = frozenset(
    "; { , ( [ => = + - * / % ? : < > && || ?? === !== == != ! . ?. ...".split()
)
_NO_END_BEFORE = frozenset(") ] } . ?. , ; : ? && || ?? === !== = => * % < >".split())


def _laid_out(tokens: Sequence[_Token]) -> Iterator[str]:
    """The texts of *tokens*, and between two of them what keeps them apart."""
    for before, one, after in _with_neighbours(tokens):
        if one.sort == "line":
            if before.text not in _NO_END_AFTER and after.text not in _NO_END_BEFORE:
                yield "\n"
        elif {before.sort, one.sort} <= {"name", "number"} or (
            before.text[-1] == one.text[0] and one.text[0] in "+-"
        ):
            yield " " + one.text
        else:
            yield one.text


# --- names -----------------------------------------------------------------------------------

_OPENS = {"(": ")", "[": "]", "{": "}"}
_BEFORE_AN_OBJECT = frozenset("( , = : [ ? ... && || ?? return const let var of".split())


def _places(code: Sequence[_Token]) -> Iterator[str]:
    """What each of *code* names: a "property" where it is one, "both" where ``{ name }`` stands for
    ``{ name: name }``, else nothing."""
    is_object: list[bool] = [False]  # of each bracket that is open
    for before, one, after in _with_neighbours(code):
        if one.sort == "mark" and one.text in _OPENS:
            is_object.append(one.text == "{" and before.text in _BEFORE_AN_OBJECT)
        elif one.sort == "mark" and one.text in _OPENS.values():
            is_object.pop()
        is_key = is_object[-1] and before.text in ("{", ",")
        if one.sort != "name":
            yield ""
        elif before.text in (".", "?.") or (is_key and after.text in (":", "(")):
            yield "property"
        else:
            yield "both" if is_key and after.text in (",", "}", "=") else ""


@dataclass(frozen=True, slots=True)
class _Scope:
    """A block, a function or a loop with what stands in brackets before it."""

    start: int
    end: int  # the last token of it
    outer: int  # the number of the scope around it; of the whole program, itself


def _shorter(code: Sequence[_Token], places: Sequence[str]) -> dict[int, str]:
    """What the names become that the program declares, by where they stand: the more often one does,
    the shorter. Two become the same if no place knows both."""
    scopes = _scopes(code)
    inside = [0] * len(code)
    for number, scope in enumerate(scopes):
        for n in range(scope.start, scope.end + 1):
            inside[n] = number
    declared = {(code[n].text, inside[n]) for n in _declared(code)}
    in_templates = {
        name
        for one in code
        if one.text[0] == "`"
        for name in re.findall(r"[A-Za-z_$][\w$]*", one.text)
    }
    # Where each name stands that is declared in a scope; in the scope 0 also those that are in none.
    stands: dict[tuple[str, int], list[int]] = defaultdict(list)
    for n, (one, place) in enumerate(zip(code, places, strict=True)):
        if one.sort != "name" or place == "property" or one.text in _WORDS:
            continue
        number = inside[n]
        while number and (one.text, number) not in declared:
            number = scopes[number].outer
        stands[one.text, number].append(n)
    # What each scope knows already: names that are seen in it and declared around it.
    known: list[set[str]] = [{*_WORDS, *in_templates} for _ in scopes]

    def learn(name: str, owner: int, seen: Sequence[int]) -> None:
        for n in seen:
            number = inside[n]
            while name not in known[number]:
                known[number].add(name)
                if number == owner:
                    break
                number = scopes[number].outer

    own = [one for one in stands if one in declared and one[0] not in in_templates]
    for name, owner in stands.keys() - own:
        learn(name, owner, stands[name, owner])
    given: dict[int, str] = {}
    for name, owner in sorted(own, key=lambda one: (one[1], -len(stands[one]), one)):
        seen = stands[name, owner]
        around = {number for n in seen for number in _from(inside[n], owner, scopes)}
        short = next(one for one in _SHORT if not any(one in known[number] for number in around))
        learn(short, owner, seen)
        given |= dict.fromkeys(seen, short)
    return given


_SHORT = [
    "".join(letters) for length in (1, 2) for letters in product(_LETTERS, repeat=length)
]  # fmt: skip


def _from(number: int, owner: int, scopes: Sequence[_Scope]) -> Iterator[int]:
    """A scope and those around it up to *owner*."""
    yield number
    while number != owner:
        number = scopes[number].outer
        yield number


def _scopes(code: Sequence[_Token]) -> list[_Scope]:
    """All scopes in the order in which they begin; the first is the whole program."""
    closes, opens = _brackets(code)
    found = {(0, len(code) - 1)}
    for n, one in enumerate(code):
        if one.text == "=>":
            start = opens[n - 1] if n - 1 in opens else n - 1
            found.add(
                (start, closes[n + 1] if code[n + 1].text == "{" else _end(code, n + 1, closes))
            )
        elif one.text == "{" and code[n - 1].text not in _BEFORE_AN_OBJECT | {"=>"}:
            has_head = n - 1 in opens and code[n - 1].text == ")"
            found.add((opens[n - 1] if has_head else n, closes[n]))
        elif one.text == "for":
            body = closes[n + 1] + 1
            if code[body].text != "{":
                found.add((n + 1, _end(code, body, closes)))
    ordered = sorted(found, key=lambda ends: (ends[0], -ends[1]))
    scopes: list[_Scope] = []
    for start, end in ordered:
        outer = len(scopes) - 1
        while outer > 0 and scopes[outer].end < start:
            outer = scopes[outer].outer
        scopes.append(_Scope(start, end, max(outer, 0)))
    return scopes


def _end(code: Sequence[_Token], n: int, closes: dict[int, int]) -> int:
    """The last token of the expression or statement that begins at *n*."""
    while code[n].text not in (",", ";", ")", "]", "}"):
        n = closes.get(n, n) + 1
    return n - 1


def _declared(code: Sequence[_Token]) -> Iterator[int]:
    """Where names of variables, functions and parameters are declared; some twice."""
    closes, opens = _brackets(code)
    for n, (one, following) in enumerate(pairwise(code)):
        if one.text in ("const", "let"):
            yield from _variables(code, n + 1, closes)
        elif one.text == "function":
            yield n + 1
            yield from _named(code, n + 2, closes[n + 2])
        elif one.text == "catch" and following.text == "(":
            yield n + 2
        elif following.text == "=>" and one.sort == "name":
            yield n
        elif following.text == "=>":
            yield from _named(code, opens[n], n)


def _variables(code: Sequence[_Token], n: int, closes: dict[int, int]) -> Iterator[int]:
    """Those of one declaration, of which the first begins at *n*."""
    while True:
        if n in closes:
            yield from _named(code, n, closes[n])
        else:
            yield n
        while code[n].text not in (",", ";", "of", "in", ")", "}"):
            n = closes.get(n, n) + 1
        if code[n].text != ",":
            return
        n += 1


def _named(code: Sequence[_Token], start: int, end: int) -> Iterator[int]:
    """The names that a pattern between two brackets declares."""
    for n in range(start + 1, end):
        before, one, after = code[n - 1 : n + 2]
        if (
            one.sort == "name"
            and before.text in ("(", "[", "{", ",", ":", "...")
            and after.text != ":"
        ):
            yield n


def _brackets(code: Sequence[_Token]) -> tuple[dict[int, int], dict[int, int]]:
    """Where each opening bracket is closed, and the other way round."""
    closes: dict[int, int] = {}
    held: list[int] = []
    for n, one in enumerate(code):
        if one.sort == "mark" and one.text in _OPENS:
            held.append(n)
        elif one.sort == "mark" and one.text in _OPENS.values():
            closes[held.pop()] = n
    return closes, {end: start for start, end in closes.items()}
