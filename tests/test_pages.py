"""Which pages there are, what is on them, and that a key stands for all that a page says."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from building import edit, project, small, tree

from sitegen.pipeline import Options

# --- a key stands for the whole page ---------------------------------------------------------

ORGANIZATION = "content/organizacije/centar-za-pomoc.md"
FOUNDATION = "content/organizacije/fondacija-open-door.md"
SERVICE = "content/usluge/dnevni-boravak.md"
SHELTER = "content/usluge/sigurno-mjesto.md"
PROJECT = "content/projekti/zajedno.md"
PLAN = "content/dokumenti/plan-2025-2026.md"
MEETING = "content/dogadjaji/sastanak-2025-11-05.md"
HELP, ABOUT = "content/stranice/kako-naci-pomoc.md", "content/stranice/o-imeniku.md"
PLACES, SOURCES = "content/data/places.yml", "content/data/sources.yml"
GROUPS, AREAS = "content/data/target_groups.yml", "content/data/areas.yml"
SITE, STRINGS = "content/site.yml", "themes/plain/strings/sr.yml"
THEME = "themes/plain/templates/"
NEW_SERVICE = (
    "---\ntitle: Нова услуга\nkind: service\nstatus: active\nsummary: Ново.\n"
    "unknown: [provider, first_step, sources]\n---\n"
)
BARE_SITE = {
    "content/dogadjaji/skup.md": "---\ntitle: Скуп\ndate: unknown\nunknown: [sources]\n---\n"
}

Change = Callable[[Path], None]


def swap(path: str, old: str, new: str) -> Change:
    return lambda root: edit(root, path, old, new)


def add(path: str, text: str) -> Change:
    return lambda root: _write(root / path, text)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def append(path: str, text: str) -> Change:
    return lambda root: _write(root / path, (root / path).read_text("utf-8") + text)


def without_documents(root: Path) -> None:
    shutil.rmtree(root / "content/dokumenti")
    edit(root, SERVICE, "legal_basis: [plan-2025-2026]\n", "")
    edit(root, ABOUT, ", па и [план](../dokumenti/plan-2025-2026.md)", "")


CHANGES: dict[str, Change] = {
    # what records say
    "title": swap(ORGANIZATION, "title: Центар за помоћ „", "title: Завод за помоћ „"),
    "foreign-title": swap(FOUNDATION, "title: Fondacija „Open Door“", "title: Fondacija „Отворено“"),
    "short-title-of-a-provider": swap(ORGANIZATION, "short_title: Центар", "short_title: Завод"),
    "short-title-in-a-menu": swap(HELP, "short_title: Помоћ", "short_title: Прва помоћ"),
    "menu": swap(ABOUT, "menu: footer", "menu: header"),
    "order-in-a-menu": swap(ABOUT, "menu: footer", "menu: header\norder: 0"),
    "body": swap(ORGANIZATION, "Прима људе", "Прима све људе"),
    "heading": swap(ORGANIZATION, "## Шта ради", "## Како ради"),
    "summary": swap(SERVICE, "послије школе", "прије школе"),
    "phone-of-a-provider": swap(ORGANIZATION, '"051000001"', '"051000009"'),
    "label-of-a-phone": swap(ORGANIZATION, "label: пријава", "label: централа"),
    "hours-of-a-helper": swap(ORGANIZATION, '"15:30"', '"16:30"'),
    "address-of-a-helper": swap(ORGANIZATION, "street: Улица љиљана", "street: Улица ружа"),
    "verified": swap(ORGANIZATION, "how: phone", "how: web"),
    "unverified": swap(ORGANIZATION, "verified: {date: 2026-01-12, by: Пробно уредништво, how: phone}\n", ""),
    "claim": swap(FOUNDATION, 'value: "12"', 'value: "13"'),
    "collective": swap(FOUNDATION, "count: 4", "count: 5"),
    "unknown": swap(FOUNDATION, "unknown: [founded, address, hours]", "unknown: [founded, address]"),
    "notice": swap(SERVICE, "kind: service", "kind: service\nnotice: {text: Затворено у мају}"),
    "status-of-a-service": swap(SERVICE, "status: active", "status: paused"),
    "type": swap(ORGANIZATION, "type: public_institution", "type: association"),
    "alias": swap(SERVICE, "[stari-boravak]", "[najstariji-boravak]"),
    "alias-of-a-foreign-name": swap(FOUNDATION, "type: foundation", "type: foundation\naliases: [open-door]"),
    "period": swap(PROJECT, "{from: 2025, to: 2026}", "{from: 2024, to: 2026}"),
    "period-of-a-document": swap(PLAN, "to: 2026-03-31", "to: 2026-01-01"),
    "date-of-an-event": swap(MEETING, "date: 2025-11-05", "date: 2025-11-06"),
    # who is with whom
    "relation-goes": swap(FOUNDATION, "member_of: [centar-za-pomoc]\n", ""),
    "relation-comes": swap(PROJECT, "[usluge/dnevni-boravak]", "[usluge/dnevni-boravak, usluge/sigurno-mjesto]"),
    "provider": swap(SERVICE, "provider: centar-za-pomoc", "provider: fondacija-open-door"),
    "certainty": swap(PROJECT, "certainty: editor", "certainty: implied"),
    "note-of-a-role": swap(PROJECT, "по нашем закључку", "по нашој процјени"),
    "unnamed": swap(PROJECT, "три удружења", "четири удружења"),
    "record-goes": lambda root: (root / MEETING).unlink(),
    "record-without-any-tag": add("content/usluge/nova.md", NEW_SERVICE),
    "no-documents": without_documents,
    "part-of": add("content/usluge/nova.md", NEW_SERVICE.replace("kind: service", "kind: service\npart_of: dnevni-boravak")),
    # places, areas, groups, sources
    "place": swap(PLACES, "name: Љубичево", "name: Ружичево"),
    "place-below": swap(PLACES, "name: Мјесна заједница Њивице", "name: МЗ Њивице"),
    "place-moves": swap(PLACES, "type: local_community\n  parent: probnograd", "type: local_community\n  parent: ljubicevo"),
    "country-between": swap(PLACES, "- id: ljubicevo", "- id: pokrajina\n  name: Покрајина\n  type: entity\n  parent: probna-zemlja\n- id: ljubicevo"),
    "town-no-more": swap(PLACES, "type: municipality", "type: venue"),
    "area": swap(AREAS, "pref: Дневни боравак", "pref: Цјелодневни боравак"),
    "area-moves": swap(AREAS, "  broader: socijalna-zastita\n", ""),
    "definition": swap(AREAS, "definition: Измишљена област", "definition: Замишљена област"),
    "provisional": swap(AREAS, "  provisional: true\n", ""),
    "group": swap(GROUPS, "pref: Жене", "pref: Жене и дјевојке"),
    "question": swap(GROUPS, "question: жени", "question: женама"),
    "family": swap(GROUPS, "family: violence_and_need", "family: migration"),
    "group-of-a-service": swap(SHELTER, "target_groups: [zene]", "target_groups: [mladi]"),
    "place-of-a-helper": swap(ORGANIZATION, "serves: [probnograd]", "serves: [ljubicevo]"),
    "source": swap(SOURCES, "title: Пробни билтен", "title: Пробни гласник"),
    "date-of-a-source": swap(SOURCES, "published: 2025-03", "published: 2025-04"),
    "quote": swap(ORGANIZATION, "Центар ради сваког радног дана.", "Центар ради сваки дан."),
    # settings, sentences, theme
    "site-title": swap(SITE, "title: Именик Пробнограда", "title: Адресар Пробнограда"),
    "help-desk": swap(SITE, "help_desk: centar-za-pomoc", "help_desk: fondacija-open-door"),
    "emergency": swap(SITE, 'number: "051000000"', 'number: "051000007"'),
    "day": swap(SITE, "as_of: 2026-01-15", "as_of: 2026-06-15"),
    "base-url": swap(SITE, "theme: plain", "theme: plain\nbase_url: https://primjer.invalid/im"),
    "official": swap(SITE, "theme: plain", "theme: plain\nofficial: true"),
    "country": swap(SITE, "locale: sr-BA", "locale: sr-ME"),
    "sentence": swap(STRINGS, "heading: Пронађите помоћ и подршку", "heading: Тражите помоћ"),
    "latin-sentence": add("themes/plain/strings/sr-Latn.yml", "not_found:\n  heading: Nema te stranice\n"),
    "shared-template": swap(THEME + "_parts.html", 'text("caution"', 'text("nije provjereno"'),
    "base-template": swap(THEME + "base.html", "<header>", '<header class="top">'),
    "own-template": swap(THEME + "list.html", "<h1>", '<h1 class="list">'),
    "include": swap(THEME + "text.html", "{{ view.body }}", '{{ view.body }}{%+ include "dodatak.html" %}'),
    "computed-include": swap(THEME + "text.html", "{{ view.body }}", '{% include "dodatak.html" if true else "text.html" %}'),
}  # fmt: skip
BEFORE: dict[str, Change] = {
    # What must be there before for the change to be seen.
    "include": add(THEME + "dodatak.html", "<p>1</p>"),
    "computed-include": add(THEME + "dodatak.html", "<p>1</p>"),
}
CHANGES["include-changes"] = add(THEME + "dodatak.html", "<p>2</p>")
CHANGES["computed-include-changes"] = add(THEME + "dodatak.html", "<p>2</p>")


class Witness:
    """An ``each`` that makes everything anew and remembers which bytes a key stood for."""

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self.known = dict(known or {})
        self.broken: list[str] = []
        self.misses: list[str] = []

    def __call__(
        self, step: str, function: Callable[[Any], Any], items: Iterable[Any], *,
        key: Callable[[Any], str], encode: Callable[[Any], str],
        decode: Callable[[Any, str], Any], as_read: bool = False,
    ) -> list[Any]:  # fmt: skip
        results = []
        for item in items:
            result = function(item)
            if step == "pages":
                text, name = encode(result), key(item)
                if name not in self.known:
                    self.misses.append(item.path)
                if text != self.known.setdefault(name, text):
                    self.broken.append(item.path)
            results.append(result)
        return results


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The keys of the small site as it is, each with its page."""
    witness = Witness()
    tree(small(tmp_path_factory.mktemp("untouched")), each=witness)
    return witness.known


@pytest.mark.parametrize("name", [name for name in CHANGES if "include" not in name])
def test_a_changed_page_has_another_key(
    tmp_path: Path, untouched: dict[str, str], name: str
) -> None:
    root = small(tmp_path)
    CHANGES[name](root)
    witness = Witness(untouched)
    tree(root, Options(offline=False), each=witness)
    assert [] == witness.broken
    assert witness.misses, "the change is seen somewhere"


@pytest.mark.parametrize("way", ["include", "computed-include"])
def test_a_page_has_another_key_when_an_included_template_changes(tmp_path: Path, way: str) -> None:
    root = small(tmp_path)
    BEFORE[way](root)
    CHANGES[way](root)
    witness = Witness()
    tree(root, Options(offline=False), each=witness)
    CHANGES[f"{way}-changes"](root)
    tree(root, Options(offline=False), each=witness)
    assert [] == witness.broken


def test_a_title_that_only_cyrillic_tells_apart_changes_the_latin_keys_too(tmp_path: Path) -> None:
    """„Инјектор“ and „Ињектор“ are one word in Latin letters and stand in two places of a list."""
    record = "---\ntitle: {}\nkind: service\nstatus: active\nsummary: Помоћ.\nprovider: davalac\nunknown: [first_step, sources]\n---\n"
    provider = "---\ntitle: Давалац\ntype: association\nstatus: active\nunknown: [sources]\n---\n"
    root = project(
        tmp_path,
        {
            "content/organizacije/davalac.md": provider,
            "content/usluge/a.md": record.format("Инјектор"),
            "content/usluge/b.md": record.format("Инко"),
            "content/usluge/c.md": record.format("Инко"),
        },
    )
    witness = Witness()
    tree(root, each=witness)
    edit(root, "content/usluge/a.md", "Инјектор", "Ињектор")
    tree(root, each=witness)
    assert [] == witness.broken


def test_an_unchanged_site_is_known_whole(tmp_path: Path, untouched: dict[str, str]) -> None:
    """Keys do not depend on the folder, the moment or the order of work."""
    witness = Witness(untouched)
    tree(small(tmp_path), each=witness)
    assert [] == witness.misses


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        # Of a helper, a service shows how to reach it and nothing else.
        ("body", {"organizacije/centar-za-pomoc/index.html"}),
        ("quote", {"organizacije/centar-za-pomoc/index.html"}),
        ("own-template", None),
    ],
)
def test_a_small_change_leaves_other_pages_alone(
    tmp_path: Path, untouched: dict[str, str], name: str, pages: set[str] | None
) -> None:
    root = small(tmp_path)
    CHANGES[name](root)
    witness = Witness(untouched)
    tree(root, Options(offline=False), each=witness)
    assert [] == witness.broken
    if pages is None:
        assert not [path for path in witness.misses if path.count("/") == 2 and "usluge/" in path
                    and not path.startswith("lat/")]  # fmt: skip
    else:
        assert pages | {f"lat/{path}" for path in pages} == set(witness.misses)


def test_a_part_of_one_town_that_becomes_a_part_of_another_moves_between_the_pages_of_a_need(
    tmp_path: Path,
) -> None:
    """Neither the towns nor the record have changed, only the row between them."""
    root = small(tmp_path)
    edit(root, FOUNDATION, "  - {ref: zene, certainty: implied}", "  - djeca")
    edit(root, ORGANIZATION, "target_groups: [zene, djeca]", "target_groups: [djeca]")
    witness = Witness()
    before = tree(root, each=witness)
    CHANGES["place-moves"](root)
    after = tree(root, each=witness)
    assert [] == witness.broken
    moved = b'href="../../../usluge/dnevni-boravak/index.html"'
    assert [True, False, False, True] == [
        moved in files[f"potrebe/djeca/{town}/index.html"]
        for files in (before, after) for town in ("probnograd", "ljubicevo")
    ]  # fmt: skip


# --- what stands on pages --------------------------------------------------------------------


def organization(title: str, **fields: str) -> str:
    more = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\ntitle: {title}\ntype: association\nstatus: active\n{more}unknown: [sources]\n---\n"


def links_of(page: bytes, part: str = "main") -> list[str]:
    text = page.decode()
    inside = text[text.index(f"<{part}") : text.index(f"</{part}>")]
    return re.findall(r'<a (?:class="[^"]*" )?href="([^"]*)"', inside)


def titles_of(page: bytes) -> list[str]:
    text = page.decode()
    inside = text[text.index("<main>") : text.index("</main>")]
    return re.findall(r'<li><a href="[^"]*">([^<]*)</a>', inside)


def plain_project(tmp_path: Path, files: dict[str, str]) -> Path:
    """A project with the plain theme."""
    root = small(tmp_path)
    shutil.rmtree(root / "content")
    project(root, files)
    edit(root, SITE, "locale: sr-BA", "locale: sr-BA\ntheme: plain")
    return root


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """450 organizations of one area, one group and one place, as a built site."""
    tags = {"areas": "[oblast]", "target_groups": "[grupa]", "place": "grad"}
    files = {
        f"content/organizacije/o-{n:03}.md": organization(f"Удружење {n:03}", **tags)
        for n in range(450)
    }
    files["content/data/areas.yml"] = "- {id: oblast, pref: Област}\n"
    files["content/data/target_groups.yml"] = "- {id: grupa, pref: Група, family: migration}\n"
    files["content/data/places.yml"] = "- {id: grad, name: Град, type: city}\n"
    root = plain_project(tmp_path_factory.mktemp("many"), files)
    return tree(root, Options(offline=False))


@pytest.mark.parametrize("edition", ["", "lat/"])
def test_a_list_of_more_than_two_hundred_is_cut_into_pages(
    many: dict[str, bytes], edition: str
) -> None:
    parts = ["", "2/", "3/"]
    pages = [many[f"{edition}organizacije/{part}index.html"] for part in parts]
    assert f"{edition}organizacije/4/index.html" not in many
    listed = [
        [link for link in links_of(page) if re.search(r"o-\d{3}/index\.html$", link)]
        for page in pages
    ]
    assert [200, 200, 50] == [len(links) for links in listed]
    assert [f"o-{n:03}" for n in range(450)] == [
        link.split("/")[-2] for links in listed for link in links
    ]
    assert "o-000/index.html" == listed[0][0]
    assert "../o-200/index.html" == listed[1][0]
    assert ["index.html", "2/index.html", "3/index.html"] == links_of(pages[0])[-3:]
    assert ["../index.html", "index.html", "../3/index.html"] == links_of(pages[1])[-3:]
    assert ["../index.html", "../2/index.html", "index.html"] == links_of(pages[2])[-3:]
    for page in pages:
        assert b"<code>count</code> 450<" in page
        assert 1 == page[page.index(b"<main>") :].count(b'aria-current="page"')


def test_two_hundred_are_one_page(tmp_path: Path) -> None:
    files = {
        f"content/organizacije/o-{n:03}.md": organization(f"Удружење {n:03}") for n in range(200)
    }
    built = tree(plain_project(tmp_path, files), Options(offline=False))
    assert "organizacije/index.html" in built
    assert "organizacije/2/index.html" not in built
    assert b"<code>pages</code>" not in built["organizacije/index.html"]


@pytest.mark.parametrize(
    "path",
    ["azbuka/", "oblasti/oblast/", "grupe/grupa/", "mjesta/grad/", "potrebe/grupa/",
     "potrebe/grupa/grad/"],
)  # fmt: skip
def test_no_list_is_longer_than_two_hundred(many: dict[str, bytes], path: str) -> None:
    links = [link for link in links_of(many[f"{path}index.html"]) if "/o-" in link]
    assert 0 < len(links) <= 200


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """300 members and 30 funders of one network, and an organization that names 300 others."""
    names = [f"udruzenje-za-pomoc-i-podrsku-{n:03}" for n in range(300)]
    files = {
        f"content/organizacije/{name}.md": organization(
            f"Удружење за помоћ и подршку {n * 7919 % 1000:03}", member_of="[mreza]",
            **({"funds": "[mreza]"} if n < 30 else {}),
        )
        for n, name in enumerate(names)
    }  # fmt: skip
    files["content/organizacije/mreza.md"] = organization("Мрежа")
    files["content/organizacije/pisac.md"] = organization("Писац", cooperates_with=f"[{', '.join(names)}]")
    return tree(project(tmp_path_factory.mktemp("hub"), files), Options(theme="default", offline=False))


@pytest.mark.parametrize("edition", ["", "lat/"])
def test_a_record_that_hundreds_name_is_light_and_leads_to_all_of_them(
    hub: dict[str, bytes], edition: str
) -> None:
    own = f"{edition}organizacije/mreza/"
    shown = [link for link in links_of(hub[f"{own}index.html"]) if "udruzenje-" in link]
    assert 30 < len(shown) <= 200
    assert "veze/index.html" in links_of(hub[f"{own}index.html"])
    parts = [hub[f"{own}veze/{part}index.html"] for part in ("", "2/")]
    assert f"{own}veze/3/index.html" not in hub
    listed = [link.split("/")[-2] for part in parts for link in links_of(part) if "udruzenje-" in link]
    assert 330 == len(listed)
    assert 300 == len(set(listed))
    for part in parts:
        assert b"330" in part
    style, script = hub["assets/style.css"], hub["assets/hands.js"]
    for name in ("mreza", "pisac"):
        page = hub[f"{edition}organizacije/{name}/index.html"]
        assert len(gzip.compress(page)) <= 14 * 1024, name
        assert sum(len(gzip.compress(file)) for file in (page, style, script)) <= 35 * 1024, name


ORDERED = {
    # azbuka: А Б В Г Д Ђ Е Ж З И Ј К Л Љ М Н Њ О П Р С Т Ћ У Ф Х Ц Ч Џ Ш, Latin names last
    "": ["Авала", "Врело", "Ђурђевак", "Жена", "Златар", "Лука", "Љиљан", "Нада", "Њива", "Ода",
         "Слога", "Ћуприја", "Улица", "Цвијет", "Чувар", "Џеп", "Шума", "Open Door"],
    # abeceda: a b c č ć d dž đ e f g h i j k l lj m n nj o p r s š t u v z ž, Latin names within
    "lat/": ["Avala", "Cvijet", "Čuvar", "Ćuprija", "Džep", "Đurđevak", "Luka", "Ljiljan", "Nada",
             "Njiva", "Oda", "Open Door", "Sloga", "Šuma", "Ulica", "Vrelo", "Zlatar", "Žena"],
}  # fmt: skip


@pytest.fixture(scope="module")
def alphabet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    files = {
        f"content/organizacije/o-{n}.md": organization(title)
        for n, title in enumerate(sorted(ORDERED[""], key=lambda title: title[::-1]))
    }
    files["content/data/glossary.yml"] = "keep:\n  - {text: Open Door, lang: en}\n"
    return tree(plain_project(tmp_path_factory.mktemp("alphabet"), files))


@pytest.mark.parametrize("edition", ["", "lat/"])
@pytest.mark.parametrize("page", ["organizacije", "azbuka"])
def test_each_edition_is_in_the_order_of_its_own_alphabet(
    alphabet: dict[str, bytes], edition: str, page: str
) -> None:
    text = alphabet[f"{edition}{page}/index.html"].replace(b'<span lang="en">', b"")
    text = text.replace(b"</span>", b"")
    assert ORDERED[edition] == titles_of(text)


def test_the_alphabet_has_a_heading_for_each_letter_with_digraphs_as_letters(
    alphabet: dict[str, bytes],
) -> None:
    def headings(path: str) -> list[str]:
        return re.findall(r"<h2>(.*?)</h2>", alphabet[path].decode())

    assert "А В Ђ Ж З Л Љ Н Њ О С Ћ У Ц Ч Џ Ш".split() == headings("azbuka/index.html")[:-1]
    assert "A C Č Ć Dž Đ L Lj N Nj O S Š U V Z Ž".split() == headings("lat/azbuka/index.html")


# --- help for a group at a place -------------------------------------------------------------

PLACE_ROWS = {  # id: (type, parent)
    "zemlja": ("country", ""), "istok": ("entity", "zemlja"), "zapad": ("entity", "zemlja"),
    "grad": ("city", "istok"), "varos": ("municipality", "istok"), "selo": ("municipality", "zapad"),
    "grad-centar": ("local_community", "grad"), "grad-sala": ("venue", "grad-centar"),
    "selo-polje": ("local_community", "selo"),
}  # fmt: skip
GROUP_ROWS = {"djeca": "", "mladi": "djeca", "zene": ""}
# slug: (folder, groups, place, serves, provider)
HELPERS = {
    "savez": ("organizacije", ("zene", "djeca"), "grad", (), ""),
    "krug": ("organizacije", ("zene",), "selo-polje", ("varos",), ""),
    "mreza": ("organizacije", ("mladi",), "", (), ""),
    "odbor": ("organizacije", (), "grad", (), ""),
    "a-boravak": ("usluge", ("djeca",), "grad-sala", (), ""),
    "b-savjet": ("usluge", ("zene", "mladi"), "", ("istok",), ""),
    "c-telefon": ("usluge", ("zene", "djeca"), "", ("zemlja",), "savez"),
    "d-prevoz": ("usluge", ("djeca",), "", (), "savez"),
    "e-klub": ("usluge", ("mladi",), "", (), "mreza"),
    "f-kuhinja": ("usluge", ("zene",), "selo", ("grad-centar",), "odbor"),
    "g-klinika": ("usluge", (), "grad", (), ""),
}


def needs_project(tmp_path: Path) -> Path:
    files = {}
    for slug, (folder, groups, place, serves, provider) in HELPERS.items():
        lines = [f"title: Назив {slug.replace('-', ' ')}", f"target_groups: [{', '.join(groups)}]"]
        lines += [f"place: {place}"] * bool(place) + [f"serves: [{', '.join(serves)}]"]
        lines += [f"provider: {provider}"] * bool(provider)
        if folder == "usluge":
            lines += ["kind: service", "status: active", "summary: Помоћ."]
        else:
            lines += ["type: association", "status: active"]
        lines = [line for line in lines if not line.endswith("[]")]
        missing = ["sources"] + ["provider"] * (folder == "usluge" and not provider)
        missing += ["first_step"] * (folder == "usluge")
        lines.append(f"unknown: [{', '.join(missing)}]")
        files[f"content/{folder}/{slug}.md"] = "\n".join(["---", *lines, "---", ""])
    files["content/data/places.yml"] = "".join(
        f"- {{id: {name}, name: Мјесто {n}, type: {kind}{', parent: ' + up if up else ''}}}\n"
        for n, (name, (kind, up)) in enumerate(PLACE_ROWS.items())
    )
    files["content/data/target_groups.yml"] = "".join(
        f"- {{id: {name}, pref: Група {n}, family: migration"
        f"{', broader: ' + up if up else ''}}}\n"
        for n, (name, up) in enumerate(GROUP_ROWS.items())
    )
    return plain_project(tmp_path, files)


def above(name: str, rows: dict[str, Any]) -> list[str]:
    """*name* and all that it lies in."""
    found = []
    while name:
        found.append(name)
        row = rows[name]
        name = row if isinstance(row, str) else row[1]
    return found


def expected_needs() -> dict[tuple[str, str], set[str]]:
    """Who helps whom where, worked out anew from the tables above.

    A record helps at a town when one of its places is the town, lies in it or has it inside.
    Records without any place are listed on every page of their group.
    """

    def places(slug: str) -> set[str]:
        _, _, place, serves, provider = HELPERS[slug]
        own = {place, *serves} - {""}
        return own or (places(provider) if provider else set())

    found: dict[tuple[str, str], set[str]] = {}
    for group in GROUP_ROWS:
        helpers = {
            slug for slug, (_, groups, *_rest) in HELPERS.items()
            if any(group in above(own, GROUP_ROWS) for own in groups)
        }  # fmt: skip
        found[group, ""] = helpers
        for town, (kind, _) in PLACE_ROWS.items():
            inside = {
                slug for slug in helpers
                if any(town in above(place, PLACE_ROWS) for place in places(slug))
            }  # fmt: skip
            around = {slug for slug in helpers if places(slug) & set(above(town, PLACE_ROWS))}
            if kind in ("city", "municipality") and inside:
                nowhere = {slug for slug in helpers if not places(slug)}
                found[group, town] = inside | around | nowhere
    return {pair: slugs for pair, slugs in found.items() if slugs}


@pytest.fixture(scope="module")
def needs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return tree(needs_project(tmp_path_factory.mktemp("needs")))


def listed_on(page: bytes) -> list[str]:
    return [
        link.split("/")[-2] for link in links_of(page)
        if re.search(r"(organizacije|usluge)/[a-z-]+/index\.html$", link)
    ]  # fmt: skip


@pytest.mark.parametrize("edition", ["", "lat/"])
def test_pages_of_a_need_list_exactly_who_helps_there(
    needs: dict[str, bytes], edition: str
) -> None:
    start = f"{edition}potrebe/"
    actual: dict[tuple[str, str], set[str]] = {}
    for path, page in needs.items():
        if path.startswith(start) and path != f"{start}index.html":
            group, place, *_ = [*path.removeprefix(start).removesuffix("index.html").split("/"), ""]
            slugs = listed_on(page)
            assert len(slugs) == len(set(slugs)), path
            assert f"<code>count</code> {len(slugs)}<" in page.decode(), path
            actual[group, place] = set(slugs)
    assert expected_needs() == actual


def test_a_need_has_a_page_only_where_somebody_helps() -> None:
    """The recomputation above is not empty by mistake."""
    assert {"savez", "b-savjet", "c-telefon", "f-kuhinja"} == expected_needs()["zene", "grad"]
    assert ("mladi", "selo") not in expected_needs()
    assert ("djeca", "varos") not in expected_needs()
    assert {"b-savjet", "mreza", "e-klub"} == expected_needs()["mladi", ""]


def test_counts_beside_links_are_the_counts_on_the_pages_they_lead_to(
    needs: dict[str, bytes],
) -> None:
    checked = 0
    for path, page in needs.items():
        if not path.endswith(".html"):
            continue
        for href, number in re.findall(r'<li><a href="([^"]+)">[^<]*</a> – (\d+)</li>', page.decode()):
            target = (Path("/") / path).parent / href
            at = Path(*Path(re.sub(r"[^/]+/\.\./", "", str(target))).parts[1:])
            while ".." in at.parts:
                at = Path(re.sub(r"[^/]+/\.\./", "", str(at), count=1))
            assert f"<code>count</code> {number}<".encode() in needs[at.as_posix()], (path, href)
            checked += 1
    assert checked > 40


# --- addresses -------------------------------------------------------------------------------


def test_an_old_address_leads_to_the_new_one_in_both_scripts(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, FOUNDATION, "type: foundation", "type: foundation\naliases: [otvorena-vrata, od]")
    files = tree(root)
    for edition in ("", "lat/"):
        for old, new in (
            ("organizacije/otvorena-vrata", "fondacija-open-door"),
            ("organizacije/od", "fondacija-open-door"),
            ("usluge/stari-boravak", "dnevni-boravak"),
        ):
            page = files[f"{edition}{old}/index.html"].decode()
            assert f'content="0; url=../{new}/index.html"' in page
            assert f'<a href="../{new}/index.html">' in page
            assert '<meta name="robots" content="noindex">' in page


def test_without_a_base_url_pairs_are_relative_and_there_is_no_canonical_address(
    tmp_path: Path,
) -> None:
    page = tree(small(tmp_path))["lat/usluge/dnevni-boravak/index.html"].decode()
    assert "canonical" not in page
    assert [
        ("sr-Cyrl-BA", "../../../usluge/dnevni-boravak/index.html"),
        ("sr-Latn-BA", "index.html"),
        ("x-default", "../../../usluge/dnevni-boravak/index.html"),
    ] == re.findall(r'hreflang="([^"]+)" href="([^"]+)"', page)


@pytest.mark.parametrize("base", ["https://primjer.invalid", "https://primjer.invalid/im/enik/"])
def test_with_a_base_url_pairs_and_canonical_addresses_are_absolute(
    tmp_path: Path, base: str
) -> None:
    files = tree(small(tmp_path), Options(base_url=base))
    root = base.rstrip("/")
    page = files["lat/usluge/dnevni-boravak/index.html"].decode()
    assert [f"{root}/lat/usluge/dnevni-boravak/"] == re.findall(
        r'<link rel="canonical" href="([^"]+)"', page
    )
    assert [
        ("sr-Cyrl-BA", f"{root}/usluge/dnevni-boravak/"),
        ("sr-Latn-BA", f"{root}/lat/usluge/dnevni-boravak/"),
        ("x-default", f"{root}/usluge/dnevni-boravak/"),
    ] == re.findall(r'hreflang="([^"]+)" href="([^"]+)"', page)
    assert not [link for link in links_of(files["index.html"]) if link.startswith(("/", root))]


@pytest.mark.parametrize(
    ("base", "start"),
    [(None, "/"), ("https://primjer.invalid", "/"), ("https://primjer.invalid/im/enik/", "/im/enik/")],
)
def test_links_of_the_page_for_lost_readers_start_from_the_root_of_the_site(
    tmp_path: Path, base: str | None, start: str
) -> None:
    """The server shows this page at any address, so nothing on it can be relative."""
    files = tree(small(tmp_path), Options(theme="default", base_url=base))
    page = files["404.html"].decode()
    links = re.findall(r'(?:href|src|action)="([^"]+)"', page)
    ours = [link for link in links if not link.startswith(("https://primjer.invalid/licenca", "mailto:", "tel:", "#"))]  # fmt: skip
    assert len(ours) > 10
    assert [] == [link for link in ours if not link.startswith(start)]
    for link in ours:
        assert link.removeprefix(start) in files, link
    assert "canonical" not in page
    assert "lat/404.html" not in files


# --- what must stay secret -------------------------------------------------------------------


def test_an_address_of_a_confidential_record_is_an_error(tmp_path: Path) -> None:
    from sitegen.pipeline import build

    secrets = {
        "locations: [{place: probnograd, address: {street: Тајна улица}}]": "confidential.location",
        "place: mz-njivice": "confidential.place",
        "serves: [mz-njivice]": "confidential.place",
    }
    for number, (line, code) in enumerate(secrets.items()):
        root = small(tmp_path / str(number))
        edit(root, SHELTER, "serves: [probnograd]\n", "")
        edit(root, SHELTER, "emergency: true", f"emergency: true\n{line}")
        built = build(root, Options())
        assert (line, ()) == (line, built.artifacts)
        assert code in [finding.code for finding in built.diagnostics], line


def test_an_address_of_a_confidential_organization_is_an_error(tmp_path: Path) -> None:
    from sitegen.pipeline import build

    root = small(tmp_path)
    edit(root, ORGANIZATION, "type: public_institution", "type: public_institution\nlocation_confidential: true")
    built = build(root, Options())
    assert () == built.artifacts
    assert "confidential.location" in [finding.code for finding in built.diagnostics]


# --- foreign words ---------------------------------------------------------------------------

FOREIGN: dict[str, Change] = {
    "label-of-a-phone": swap(ORGANIZATION, "label: пријава", "label: Open Door"),
    "note-of-a-phone": swap(ORGANIZATION, "label: пријава", "note: Open Door"),
    "short-title": swap(ORGANIZATION, "short_title: Центар за помоћ", "short_title: Open Door"),
    "street": swap(ORGANIZATION, "street: Улица љиљана", "street: Улица Open Door"),
    "claim": swap(FOUNDATION, "what: volontera", "what: članova Open Door"),
    "unit": swap(FOUNDATION, 'value: "12"', 'value: "12", unit: Open Door'),
    "collective": swap(FOUNDATION, "text: korisnička udruženja", "text: Open Door udruženja"),
    "unnamed": swap(PROJECT, "text: три удружења", "text: Open Door"),
    "role": swap(ORGANIZATION, "languages: [sr, en]", "contacts:\n  - {role: Open Door, name: Open Door, as_of: unknown, source: usmeno}"),
    "first-step": swap(SERVICE, "first_step: Назвати", "first_step: Open Door Назвати"),
    "cost": swap(SERVICE, "note: годишње", "note: Open Door"),
    "unit-of-capacity": swap(SERVICE, "unit: мјеста", "unit: Open Door"),
    "document-to-bring": swap(SERVICE, "[извод из матичне књиге", "[Open Door"),
    "notice": swap(SERVICE, "kind: service", "kind: service\nnotice: {text: Open Door}"),
    "summary": swap(SERVICE, "summary: Мјесто", "summary: Open Door Мјесто"),
    "gazette": swap(PLAN, "name: Probni glasnik", "name: Open Door"),
    "event": swap(MEETING, "title: Састанак мреже", "title: Open Door"),
    "page": swap(HELP, "title: Како наћи", "title: Open Door Како наћи"),
    "menu": swap(HELP, "short_title: Помоћ", "short_title: Open Door"),
    "summary-of-a-page": swap(HELP, "summary: Шта прво", "summary: Open Door прво"),
    "alias": swap(FOUNDATION, "type: foundation", "type: foundation\naliases: [open-door]"),
    "town": swap(PLACES, "name: Љубичево", "name: Open Door"),
    "place-below": swap(PLACES, "name: Мјесна заједница Њивице", "name: Open Door"),
    "area": swap(AREAS, "pref: Дневни боравак", "pref: Open Door"),
    "definition": swap(AREAS, "definition: Измишљена област", "definition: Open Door област"),
    "group": swap(GROUPS, "pref: Жене", "pref: Open Door"),
    "question": swap(GROUPS, "question: жени", "question: жени из Open Door"),
    "source": swap(SOURCES, "title: Пробни билтен", "title: Open Door"),
    "publisher": swap(SOURCES, "publisher: нико", "publisher: Open Door"),
    "quote": swap(ORGANIZATION, "quote: \"Центар ради", "quote: \"Open Door ради"),
    "site-title": swap(SITE, "title: Именик Пробнограда", "title: Open Door"),
    "site-description": swap(SITE, "description: Измишљена", "description: Open Door"),
    "town-of-the-site": swap(SITE, "town: Пробноград", "town: Open Door"),
    "publisher-of-the-site": swap(SITE, "publisher: Пробно", "publisher: Open Door"),
    "licence": swap(SITE, "licence: Измишљена", "licence: Open Door"),
    "emergency": swap(SITE, "label: Пробни телефон, ", "label: Open Door, "),
}  # fmt: skip


@pytest.mark.parametrize("theme", ["plain", "default"])
@pytest.mark.parametrize("other", ["note-of-a-phone", "label-of-a-phone"])
def test_a_foreign_name_may_stand_in_any_text(tmp_path: Path, theme: str, other: str) -> None:
    """It keeps its letters in both editions, in an element that says so; nothing is refused."""
    root = small(tmp_path)
    for name, change in FOREIGN.items():
        if name != other:  # the two would stand in one place
            change(root)
    tree(root, Options(theme=theme, offline=False))


def test_a_booklet_of_very_many_records_leaves_their_summaries_out_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No record leaves it: the reader's own list is shown from it."""
    whole = tree(small(tmp_path), Options(theme="default"))["knjizica/index.html"].decode()
    monkeypatch.setattr("sitegen.pages.booklet._BOOKLET_BYTES", 1_000)
    brief = tree(small(tmp_path / "again"), Options(theme="default"))["knjizica/index.html"].decode()
    entries = re.compile(r'data-entry="([^"]+)"')
    assert entries.findall(whole) == entries.findall(brief)
    assert len(brief) < len(whole)
    said = "па овдје пише само ко је ко"
    assert (said in whole, said in brief) == (False, True)
