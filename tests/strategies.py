"""Generators for property tests: Serbian text in both scripts, and small records.

Every test that uses them takes ``steady`` as well, so that a run never depends on luck; the long
one (``SITEGEN_LONG``) tries others each time, and more of them.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

_LONG = bool(os.environ.get("SITEGEN_LONG"))
steady = settings(
    derandomize=not _LONG, deadline=None, database=None, max_examples=1_000 if _LONG else 150,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip

AZBUKA = "абвгдђежзијклљмнњопрстћуфхцчџш"

# Words of this field, with every letter of the azbuka and the digraph exceptions among them.
WORDS = tuple(
    "услуга услуге центар социјални рад удружење жртва насиља њега старијих људи љубав џеп Џабић"
    " одељење одјељење дјеца подјела надживјети инјекција конјугација предшколски општина Њемачка"
    " Бања Лука Љубија Хаџић ћерка чекаоница шума жена ђак вођа здравље фондација грађани омладина"
    " подршка савјет избјеглице повратници лица инвалидитет мјесна заједница зајам хумка црква"
    " УДРУЖЕЊЕ ЉУДИ ЊЕГОВАТЕЉИЦА ЏЕМПЕР ОПШТИНА и у на за са од".split()
)

cyrillic_letters = st.sampled_from(AZBUKA + AZBUKA.upper())
cyrillic_words = st.one_of(st.sampled_from(WORDS), st.text(cyrillic_letters, min_size=1, max_size=9))
marks = st.sampled_from([" ", " ", " ", ", ", " – ", ". ", " („", "“) ", "\u00a0", " 2018. ", "-"])


@st.composite
def cyrillic_texts(draw: st.DrawFn) -> str:
    """A text in Serbian Cyrillic: words of the field and words of chance, with marks between."""
    out: list[str] = []
    for _ in range(draw(st.integers(1, 8))):
        out += (draw(cyrillic_words), draw(marks))
    return "".join(out)


domain_texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)

any_texts = st.text(
    st.one_of(
        cyrillic_letters,
        st.sampled_from("abcčćdđefghijklmnoprsštuvzžwxyqLNDJŽljnjdž 0123456789.,-–@:/#„“\"'&<>[](){}*_`\\\n"),
        st.sampled_from("\u00ad\u200b\u200c\u0301\u030cǆǉǌÉüß°²½ѝй\u2028"),
    ),
    max_size=60,
)

slugs = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)


@st.composite
def organizations(draw: st.DrawFn) -> dict[str, str]:
    """Files of one to five organizations; later ones may be members of earlier ones."""
    names = draw(st.lists(slugs, min_size=1, max_size=5, unique=True))
    files: dict[str, str] = {}
    for number, name in enumerate(names):
        header = [f"title: {draw(domain_texts)}", "type: association", "status: unknown"]
        parents = draw(st.lists(st.sampled_from(names[:number]), unique=True)) if number else []
        if parents:
            header.append(f"member_of: [{', '.join(parents)}]")
        body = draw(domain_texts)
        files[f"content/organizacije/{name}.md"] = "\n".join(("---", *header, "---", body, ""))
    return files
