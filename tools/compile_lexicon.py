"""Compiles the word knowledge of ``sitegen/scripts/data`` from dictionaries of the machine.

    python tools/compile_lexicon.py            (about two minutes; needs no package but Python)

Reads hunspell-sr (Debian ``hunspell-sr``: GPL-2+ or LGPL-2.1 or MPL-1.1, taken under MPL-1.1) and
SCOWL (Debian ``scowl``: a permissive licence). Writes, all of it reproducible byte by byte:

    serbian.words     every form, in Latin letters, as a minimal acyclic automaton (MPL-1.1)
    serbian.splits    beginnings of words in which lj, nj or dž are two letters (MPL-1.1)
    english.words     common English words in the same format (SCOWL licence)
    foreign.names     rarer names of people and places that are spelt like Serbian ones, in the same format (SCOWL licence)
    spelling.odds     how much likelier three letters are in English than in Serbian (both)

The format of an automaton is told in ``sitegen/scripts/lexicon.py``.
"""

from __future__ import annotations

import math
import re
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitegen.scripts.evidence import SPELLING  # noqa: E402
from sitegen.scripts.lexicon import ALPHABET, NAME, ODDS_LETTERS, ODDS_STEP  # noqa: E402
from sitegen.scripts.serbian import to_latin  # noqa: E402

HUNSPELL = Path("/usr/share/hunspell")
SCOWL = Path("/usr/share/dict/scowl")
OUT = ROOT / "sitegen" / "scripts" / "data"

# Entries of hunspell-sr that are no words of standard Serbian (misspellings with њ, љ or дј, and
# English spelt by sound whose Latin form would hide the English word).
WRONG = re.compile(r"понједељ|онјлајн|онлјан")
SPLIT = re.compile("нј|лј|дж")
# Right, common, and missing in hunspell-sr; the dot stands between two letters.
SPLIT_BY_HAND = (
    "in·jekt in·jekc in·jicir kon·junk kon·jug kon·jektur dis·junk van·jezič izvan·jezič van·jugoslov"
    " an·jon pan·jelin šen·jang dabl·ju tan·jug nad·živ nad·žnj nad·žanj nad·ždr nad·žet nad·župan"
    " od·žvać od·žvak od·živ od·ždrij od·ždr od·žubor pod·žanr pod·žanj pod·žnj pod·žbun pod·župan"
    " pod·žeć pod·žeg pod·žež pod·žiga pod·žiz pred·žetv pred·župan pred·živ pred·želu"
).split()
SCOWL_LEVELS = (10, 20, 35, 40, 50)
COMMON_LEVELS = (10, 20, 35)
_TRIES = 60  # then the places before are too full for nodes of that size
SCOWL_NAMES = (10, 20, 35, 40, 50)
SCOWL_RARE_NAMES = (60, 70, 80, 95)


def hunspell_forms(name: str) -> Iterator[str]:
    """Every form of the dictionary *name*, as it is spelt there. It has suffixes only."""
    suffixes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in (HUNSPELL / f"{name}.aff").read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if len(fields) >= 4 and fields[0] == "SFX" and fields[2] not in ("Y", "N"):
            strip = "" if fields[2] == "0" else fields[2]
            suffixes[fields[1]].append((strip, "" if fields[3] == "0" else fields[3]))
    for line in (HUNSPELL / f"{name}.dic").read_text(encoding="utf-8").splitlines()[1:]:
        stem, _, flags = line.partition("/")
        yield stem
        for flag in flags.split(","):
            for strip, ending in suffixes.get(flag, ()):
                if stem.endswith(strip):
                    yield stem[: len(stem) - len(strip)] + ending


def scowl(kinds: Iterable[str], levels: Iterable[int]) -> set[str]:
    words: set[str] = set()
    for kind in kinds:
        for level in levels:
            path = SCOWL / f"{kind}.{level}"
            if path.exists():
                words.update(path.read_text(encoding="iso-8859-1").split())
    return {word for word in words if re.fullmatch("[A-Za-z]+", word)}


def automaton(words: list[str]) -> bytes:
    """*words*, sorted by their code points in ALPHABET, as a minimal automaton, compressed.

    Incremental construction from sorted input: Daciuk, Mihov, Watson and Watson,
    Computational Linguistics 26 (2000), algorithm 1.
    """
    register: dict[tuple[int, ...], int] = {(): 0}

    def frozen(node: list[int]) -> int:
        """The number of *node*, a list of edges; equal nodes have one number."""
        return register.setdefault(tuple(node), len(register))

    path: list[list[int]] = [[]]  # open nodes; their last edge has no target yet
    before: list[int] = []
    for word in words:
        letters = [ALPHABET.index(letter) + 1 for letter in word]
        same = 0
        while same < len(before) and same < len(letters) and before[same] == letters[same]:
            same += 1
        while len(path) > same + 1:
            number = frozen(path.pop())
            path[-1][-1] |= number << 8
        for letter in letters[same:]:
            path[-1].append(letter)
            path.append([])
        path[-2][-1] |= 0x80  # a word ends with this edge
        before = letters
    while len(path) > 1:
        number = frozen(path.pop())
        path[-1][-1] |= number << 8
    root = frozen(path[0])
    edges = interleaved(list(register), root)
    if sys.byteorder == "big":
        edges.byteswap()
    print(f"{len(words)} words, {len(register)} nodes, {len(edges)} places")
    return zlib.compress(edges.tobytes(), 9)


def interleaved(nodes: list[tuple[int, ...]], root: int) -> array[int]:
    """*nodes*, whose edges lead to numbers of nodes, laid into one another: each edge as many places
    behind its node as its letter says. The fullest nodes first, each at the first place where it fits.
    """
    most = 2 * sum(map(len, nodes)) + 2 * len(ALPHABET)
    is_full, is_taken = bytearray(most), bytearray(most)  # by an edge; by a node
    is_full[0] = is_taken[0] = 1  # the root is named there, and place 0 is the node without edges
    places = [0] * len(nodes)
    begin: dict[tuple[int, ...], int] = {}  # where to look, for nodes alike
    for number in sorted(range(1, len(nodes)), key=lambda number: -len(nodes[number])):
        letters = [edge & 0x3F for edge in nodes[number]]
        alike = tuple(letters) if len(letters) == 1 else (0, len(letters))
        gap = is_full.find(0, begin.get(alike, 1))
        tries = 0
        while (
            (place := gap - min(letters)) < 1 or is_taken[place] or any(is_full[place + letter] for letter in letters)
        ):  # fmt: skip
            gap = is_full.find(0, gap + 1)
            tries += 1
            if tries > _TRIES:
                begin[alike] = gap
        places[number] = place
        is_taken[place] = 1
        for letter in letters:
            is_full[place + letter] = 1
    edges = array("I", bytes(4 * (is_full.rindex(1) + 1 + len(ALPHABET))))
    for node, place in zip(nodes, places, strict=True):
        for edge in node:
            edges[place + (edge & 0x3F)] = edge & 0xFF | places[edge >> 8] << 8
    edges[0] = places[root]
    return edges


def in_order(words: Iterable[str]) -> list[str]:
    order = {letter: number for number, letter in enumerate(ALPHABET)}
    return sorted(words, key=lambda word: [order[letter] for letter in word])


def splits(forms: set[str]) -> list[str]:
    """The shortest beginnings that tell words with two letters from words with one."""
    two = {form.lower() for form in forms if SPLIT.search(form.lower()) and not WRONG.search(form.lower())}
    latin = {to_latin(form): form for form in two}
    others = {to_latin(form.lower()) for form in forms if re.search("[љњџ]", form.lower())}
    others -= set(latin)  # a form that also stands with one letter is misspelt there
    beginnings: Counter[str] = Counter()
    for word in others:
        for end in range(3, len(word) + 1):
            beginnings[word[:end]] += 1
    found: set[str] = set()
    for word, form in latin.items():
        match = SPLIT.search(form)
        at = len(to_latin(form[: match.start() + 1])) if match else 0
        end = min(at + 4, len(word))
        while end < len(word) and beginnings[word[:end]]:
            end += 1
        found.add(word[:at] + "·" + word[at:end])
    found |= set(SPLIT_BY_HAND)
    shortest: list[str] = []
    for stem in sorted(found, key=lambda stem: (len(stem), stem)):
        if not any(stem.startswith(known) for known in shortest):
            shortest.append(stem)
    return sorted(shortest)


def odds(serbian: Iterable[str], english: Iterable[str]) -> bytes:
    """Log odds of every three letters, English against Serbian, one signed byte each."""
    number = {letter: n for n, letter in enumerate(ODDS_LETTERS)}
    size = len(ODDS_LETTERS)

    def counts(words: Iterable[str]) -> list[float]:
        seen = [0.5] * size**3
        for word in words:
            padded = f"  {word} "
            for a, b, c in zip(padded, padded[1:], padded[2:], strict=False):
                seen[(number[a] * size + number[b]) * size + number[c]] += 1
        # given the two letters before, so that common beginnings do not count twice
        for pair in range(size * size):
            row = seen[pair * size : (pair + 1) * size]
            total = sum(row)
            seen[pair * size : (pair + 1) * size] = [value / total for value in row]
        return seen

    sr, en = counts(serbian), counts(english)
    values = array("b", (max(-127, min(127, round(math.log(e / s) * ODDS_STEP))) for e, s in zip(en, sr, strict=True)))
    return zlib.compress(values.tobytes(), 9)


def main() -> None:
    OUT.mkdir(exist_ok=True)
    forms = set(hunspell_forms("sr_RS"))
    print(len(forms), "forms of hunspell-sr")
    forms = {form for form in forms if not (len(form) > 1 and form.isupper())}  # acronyms
    lower = {to_latin(form) for form in forms if form.islower() and not WRONG.search(form)}
    names = {to_latin(form).lower() for form in forms if form[:1].isupper()} - lower
    allowed = set(ALPHABET) - {NAME}
    lower = {word for word in lower if set(word) <= allowed and (len(word) > 1 or word in "aikosu")}
    names = {word for word in names if set(word) <= allowed and len(word) > 1}
    write("serbian.words", automaton(in_order(lower | {word + NAME for word in names})))

    lines = splits(forms)
    header = (
        "# Beginnings of Serbian words in which lj, nj or dž are two letters; the dot stands between them.\n"
        "# Compiled by tools/compile_lexicon.py from hunspell-sr (Goran Rakić, Milos Popović, Aleksandar\n"
        "# Urošević and others) with additions by hand. Licence: MPL-1.1, see LICENSES.md.\n"
    )
    (OUT / "serbian.splits").write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "split beginnings")

    kinds = ("english-words", "american-words", "british-words")
    english = {word for word in scowl(kinds, SCOWL_LEVELS) if len(word) > 1}
    common = {word for word in scowl(kinds, COMMON_LEVELS) if len(word) > 1}
    english = {word.lower() for word in english}
    common = {word.lower() for word in common} | {"a", "i"}
    proper = ("english-upper", "american-upper", "british-upper", "english-proper-names")
    upper = {word.lower() for word in scowl(proper, SCOWL_NAMES) if len(word) > 2 and not word.isupper()}
    # NAME marks what is a name or rare: English, but weak evidence of it
    marked = ((english - common) | upper) - common
    write("english.words", automaton(in_order(common | {word + NAME for word in marked})))

    rare = {word.lower() for word in scowl(proper, SCOWL_RARE_NAMES) if len(word) > 3 and not word.isupper()}
    rare -= common | marked | lower | names
    is_plain = re.compile("[a-pr-vz]+").fullmatch  # w, x, y and q tell by themselves
    write("foreign.names", automaton(in_order(word for word in rare if is_plain(word) and not SPELLING.search(word))))

    bare = str.maketrans("čćšžđ", "ccszd")
    sample = sorted(lower)[::7] + sorted(names)[::3]
    plain = [word.translate(bare) for word in sample if word.isascii()]
    write("spelling.odds", odds(plain, sorted(english)))


def write(name: str, data: bytes) -> None:
    (OUT / name).write_bytes(data)
    print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
