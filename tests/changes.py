"""What may happen to a project between two builds: every kind of edit, good and bad, and to what
a build left behind. Each is a function of chance and the folder of the project; who takes the same
chance does the same edit.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import yaml

from sitegen.kinds import KINDS as _KINDS

Change = Callable[[Random, Path], None]

WORDS = (
    "ријеч", "Љубав", "цвијет", "Open Door", "**јако**", "12. маја", "и", "џеп", "`код`", "ЈУ",
    "насиље", "невољници", "људи у невољи", "ISO 9001", "немам гдје", "Његош", "injekcija",
    "[план](../dokumenti/plan-2025-2026.md)", "[центар](../organizacije/centar-za-pomoc.md)", "*нагласак*",
    "<https://primjer.invalid/>", "„наводници“", "051/000-009",
)  # fmt: skip
NAMES = (
    "Нови центар", "Удружење „Љиљан“", "Novi centar", "Заједно", "Центар за помоћ", "Kuća", "Мјесто А", "ЈУ Дом",
    "Џез", "Ђачки клуб", "Open Door", "Пробни назив 2", "Пробни назив 10",
)  # fmt: skip
# Blocks that may stand in a record, right or wrong for its kind.
BLOCKS = (
    "status: active", "status: paused", "status: closed", "status: unknown", "status: trči",
    "type: association", "type: ministry", "kind: work_area", "location_confidential: true", "emergency: true",
    "areas: [socijalna-zastita]", "areas: [dnevni-boravak]", "areas: [nema]", "target_groups: [zene, mladi]",
    "target_groups: [{ref: djeca, certainty: implied}]", "place: ljubicevo", "place: mz-njivice",
    "serves: [ljubicevo]", "member_of: [fondacija-open-door]", "cooperates_with: [centar-za-pomoc]",
    "supporters: [{text: грађани, unnamed: true}, fondacija-open-door]", "founded: 2001", "dissolved: 2020-05",
    "phones: [051/000-777]", "phones:\n  - {number: \"051000008\", label: централа, verified: {date: 2025-12-01, by: Пробно уредништво, how: phone}}",
    "verified: {date: 2025-06-01, by: Пробно уредништво, how: phone}", "verified: {date: 2026-01-14, by: Неко, how: visit}",
    "emails: [novo@primjer.invalid]", "websites: [https://novo.primjer.invalid/]",
    "summary: Сасвим другачији сажетак.", "summary: Drugačiji sažetak o nasilju.", "short_title: Кратко",
    "aliases: [staro-ime]", "aliases: [jos-starije, staro-ime]", "unknown: [address]", "provider: centar-za-pomoc",
    "partners: [fondacija-open-door]", "part_of: dnevni-boravak", "first_step: Доћи лично.",
    "coordinates: {lat: 44.7722, lon: 17.1910}", "address: {street: Друга улица, number: \"7\", locality: Пробноград}",
    "hours:\n  - {days: mon-sun, from: \"8:00\", to: \"20:00\"}", "languages: [sr, de]",
    "adopted_by: [fondacija-open-door]", "covers: [ljubicevo]", "period: {from: 2020, to: 2021}", "menu: header",
    "order: 9", "programme: mreza-podrske", "participants: [fondacija-open-door]", "sources: [usmeno]",
    "capacity:\n  - {unit: мјеста, count: 7, as_of: unknown, source: usmeno}", "cost: {kind: free}",
    "contacts:\n  - {role: предсједница, name: Измишљена Особа, as_of: unknown, source: usmeno}",
)  # fmt: skip
SETTINGS = (
    "as_of: 2026-01-16", "as_of: 2026-04-20", "as_of: 2027-02-01", "default_script: latin", "default_script: cyrillic",
    "title: Други именик", "description: Други опис.", "help_desk: fondacija-open-door", "help_desk: nema",
    "contact_email: drugi@primjer.invalid", "base_url: https://primjer.invalid/a/", "town: Другиград", "theme: default",
    "theme: plain", "theme: nema", "edit_url: https://primjer.invalid/drugo/{path}", "licence: Друга лиценца",
    "locale: sr-RS", "publisher: Друго уредништво",
)  # fmt: skip
ROWS = {
    "areas.yml": ("- {id: nova-oblast, pref: Нова област}", "- {id: novo-uze, pref: Новo уже, broader: dnevni-boravak}"),
    "target_groups.yml": ("- {id: stari, pref: Стари људи, family: violence_and_need, question: старим људима}",),
    "places.yml": ("- {id: novo-selo, name: Ново Село, type: city, parent: probna-zemlja}",),
    "sources.yml": ("- {id: novi-izvor, title: Нови извор, publisher: нико, published: 2024}",),
    "thesaurus.yml": ("- {id: hrana, words: [гладан, нема хране], find: [usluge/dnevni-boravak]}",),
    "danger_words.yml": ("- {id: strah, words: [бојим се, пријети ми]}",),
    "words.yml": ("- {id: osobe, preferred: особе, outdated: [инвалиди, помоћ], reason: Измишљено.}",),
}
NEW = {
    "organizacije": "type: network\nstatus: active\nplace: probnograd\ntarget_groups: [djeca]\nunknown: [sources]",
    "usluge": "kind: service\nstatus: active\nsummary: Нова услуга.\nprovider: centar-za-pomoc\nsources: [usmeno]",
    "projekti": "status: running\nsummary: Нови пројекат.\nroles:\n  - {org: centar-za-pomoc, role: lead}\nsources: [usmeno]",
    "programi": "status: unknown\nsummary: Нови програм.\nsources: [usmeno]",
    "dogadjaji": "date: 2026-02-03\nsummary: Нови догађај.\norganisers: [centar-za-pomoc]\nsources: [usmeno]",
    "dokumenti": "doc_type: plan\nsummary: Нови план.\nadopted_by: [centar-za-pomoc]\nsources: [usmeno]",
    "stranice": "menu: footer\nsummary: Нова страница.",
    "nepoznato": "summary: Фасцикла које нема.",
}
_BLOCK = re.compile(r"^(\w+):.*(?:\n(?:[ -].*)?(?=\n))*", re.M)  # a key and what is indented under it


def _records(root: Path, pattern: str = "content/*/*.md") -> list[Path]:
    """Files that an edit may touch; links are left to those that made them."""
    return [path for path in sorted(root.glob(pattern)) if path.is_file() and not path.is_symlink()]


def _one(chance: Random, files: Iterable[Path]) -> Path | None:
    found = list(files)
    return chance.choice(found) if found else None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def _set(text: str, block: str) -> str:
    """*text* with *block* in the place of the one of the same key, or before the header's end."""
    key = block.partition(":")[0]
    for found in _BLOCK.finditer(text):
        if found.group(1) == key:
            return text[: found.start()] + block + text[found.end() :]
    head, line, rest = text.partition("\n---") if text.startswith("---\n") else (text.rstrip("\n"), "\n", "")
    return f"{head}\n{block}{line}{rest}"


# --- records -------------------------------------------------------------------------------------


def add_words(chance: Random, root: Path) -> None:
    if file := _one(chance, _records(root)):
        _write(file, f"{_read(file)}\nЈош: {' '.join(chance.sample(WORDS, 3))}.\n")


def take_from_the_body(chance: Random, root: Path) -> None:
    if file := _one(chance, _records(root)):
        head, line, body = _read(file).partition("\n---\n")
        paragraphs = body.split("\n\n")
        del paragraphs[chance.randrange(len(paragraphs))]
        _write(file, head + line + "\n\n".join(paragraphs))


def title(chance: Random, root: Path) -> None:
    if file := _one(chance, _records(root)):
        _write(file, _set(_read(file), f"title: {chance.choice(NAMES)}"))


def field(chance: Random, root: Path) -> None:
    if file := _one(chance, _records(root)):
        _write(file, _set(_read(file), chance.choice(_fitting(chance, file, BLOCKS))))


def _fitting(chance: Random, file: Path, blocks: Iterable[str]) -> list[str]:
    """Those of *blocks* that a record of this kind may have; now and then all of them."""
    entity = next((kind.entity for kind in _KINDS if kind.folder == file.parent.name), None)
    known = {one.name for one in dataclasses.fields(entity)} if entity and chance.random() < 0.9 else set()
    return [one for one in blocks if one.partition(":")[0] in known] or list(blocks)


def field_borrowed(chance: Random, root: Path) -> None:
    """A field of one record becomes that of another, a title or a summary as well."""
    one, other = _one(chance, _records(root)), _one(chance, _records(root))
    if one and other:
        blocks = [found.group() for found in _BLOCK.finditer(_read(one).partition("\n---\n")[0] + "\n")]
        if blocks:
            _write(other, _set(_read(other), chance.choice(_fitting(chance, other, blocks))))


def field_gone(chance: Random, root: Path) -> None:
    if file := _one(chance, _records(root)):
        text = _read(file)
        blocks = list(_BLOCK.finditer(text.partition("\n---\n")[0] + "\n"))
        if blocks:
            gone = chance.choice(blocks)
            _write(file, text[: gone.start()] + text[gone.end() + 1 :])


def line_gone(chance: Random, root: Path) -> None:
    """Any line of any file: often a mistake."""
    if file := _one(chance, _records(root, "content/**/*.*")):
        lines = _read(file).split("\n")
        del lines[chance.randrange(len(lines))]
        _write(file, "\n".join(lines))


def letter(chance: Random, root: Path) -> None:
    """One letter of any file becomes another one."""
    if file := _one(chance, _records(root, "content/**/*.*")):
        text = _read(file)
        if text:
            at = chance.randrange(len(text))
            _write(file, text[:at] + chance.choice("ажљa1 :-\n\"") + text[at + 1 :])


def created(chance: Random, root: Path) -> None:
    folder = chance.choice(sorted(NEW))
    body = " ".join(chance.sample(WORDS, 2))
    slug = f"novo-{chance.randrange(9)}" + ("-2026-02-03" if folder == "dogadjaji" else "")
    _write(root / f"content/{folder}/{slug}.md", f"---\ntitle: {chance.choice(NAMES)}\n{NEW[folder]}\n---\n\n{body}\n")


def deleted(chance: Random, root: Path) -> None:
    """A record, and perhaps all that names it."""
    if file := _one(chance, _records(root)):
        file.unlink()
        if chance.random() < 0.7:
            for other in _records(root, "content/**/*.*"):
                lines = _read(other).split("\n")
                kept = [line for line in lines if not re.search(rf"(?<![\w-]){re.escape(file.stem)}(?![\w-])", line)]
                if kept != lines:
                    _write(other, "\n".join(kept))


def renamed(chance: Random, root: Path) -> None:
    """A file under another name; who refers to it may follow, and the old address may stay."""
    if file := _one(chance, _records(root)):
        new = f"ime-{chance.randrange(20)}" + (file.stem[-11:] if "dogadjaji" in file.parts else "")
        if (file.parent / f"{new}.md").exists():
            return
        if chance.random() < 0.5:
            _write(file, _set(_read(file), f"aliases: [{file.stem}]"))
        file.rename(file.with_name(f"{new}.md"))
        if chance.random() < 0.8:
            for other in _records(root, "content/**/*.*"):
                text = _read(other)
                after = re.sub(rf"(?<![\w-]){re.escape(file.stem)}(?![\w-])(?!\])", new, text)
                if after != text:
                    _write(other, after)


def moved(chance: Random, root: Path) -> None:
    """Into the folder of another kind, a deeper one, or a hidden one."""
    if file := _one(chance, _records(root)):
        to = root / "content" / chance.choice([*NEW, f"{file.parent.name}/dublje", ".skriveno"])
        to.mkdir(parents=True, exist_ok=True)
        file.rename(to / file.name)


def swapped(chance: Random, root: Path) -> None:
    """Two records change places: the same files, the same contents, but each in the other's."""
    one, other = _one(chance, _records(root)), _one(chance, _records(root))
    if one and other and one != other:
        first, second = _read(one), _read(other)
        _write(one, second)
        _write(other, first)


def copied(chance: Random, root: Path) -> None:
    """A twin of a record."""
    if file := _one(chance, _records(root)):
        _write(file.with_name(f"{file.stem}-2.md"), _read(file))


def encoded(chance: Random, root: Path) -> None:
    """The same text as another editor would save it, or in an old encoding."""
    if file := _one(chance, _records(root)):
        text = _read(file)
        as_saved = chance.choice([
            lambda: text.replace("\r\n", "\n").replace("\n", "\r\n").encode(), lambda: b"\xef\xbb\xbf" + text.encode(),
            lambda: text.encode("cp1251", "replace"), lambda: text.encode("utf-16"), lambda: text.replace("й", "й").encode(),
        ])  # fmt: skip
        file.write_bytes(as_saved())


def into_latin(chance: Random, root: Path) -> None:
    from sitegen.scripts.serbian import to_latin

    if file := _one(chance, _records(root)):
        head, line, body = _read(file).partition("\n---\n")
        _write(file, head + line + "".join(map(to_latin, body.splitlines(keepends=True))))


# --- times -----------------------------------------------------------------------------------------


def touched(chance: Random, root: Path) -> None:
    for file in _records(root, "content/**/*.*"):
        if chance.random() < 0.5:
            os.utime(file)


def older(chance: Random, root: Path) -> None:
    """Edited, and dated before the last build, as a restored copy is."""
    if file := _one(chance, _records(root)):
        _write(file, _read(file) + f"\nВраћено {chance.randrange(99)}.\n")
        os.utime(file, (1_000_000_000, 1_000_000_000))


def same_size_and_time(chance: Random, root: Path) -> None:
    """Two letters change places; all that a program can set is as before."""
    if file := _one(chance, _records(root)):
        held, text = file.stat(), _read(file)
        found = list(re.finditer("[а-ш]{2}", text))
        if found:
            at = chance.choice(found).start()
            _write(file, text[:at] + text[at + 1] + text[at] + text[at + 2 :])
            os.utime(file, ns=(held.st_atime_ns, held.st_mtime_ns))


def saved_anew(chance: Random, root: Path) -> None:
    """As most editors save: another file under the old name, here with the same content."""
    if file := _one(chance, _records(root)):
        other = file.with_name(f".{file.name}.swp")
        other.write_bytes(file.read_bytes())
        other.replace(file)


def linked(chance: Random, root: Path) -> None:
    """A record becomes a link to itself elsewhere: nothing that may be read."""
    if file := _one(chance, _records(root)):
        aside = root / f"aside-{chance.randrange(9)}.md"
        file.replace(aside)
        file.symlink_to(aside)


# --- tables, settings, theme ----------------------------------------------------------------------


def row_added(chance: Random, root: Path) -> None:
    name = chance.choice(sorted(ROWS))
    file = root / "content/data" / name
    if file.is_file():
        _write(file, f"{_read(file).rstrip()}\n{chance.choice(ROWS[name])}\n")


def rows(chance: Random, root: Path) -> None:
    """Rows of a table change places, one goes or one of their values is another's."""
    if file := _one(chance, _records(root, "content/data/*.yml")):
        try:
            table = yaml.safe_load(_read(file))
        except (yaml.YAMLError, UnicodeError):
            return
        if not isinstance(table, list) or not table:
            return
        what = chance.randrange(3)
        row = chance.choice(table)
        if what == 0:
            chance.shuffle(table)
        elif what == 1:
            table.remove(row)
        elif isinstance(row, dict):
            key = chance.choice(sorted(map(str, row)))
            others = [other[key] for other in table if isinstance(other, dict) and key in other]
            row[key] = chance.choice([*others, chance.choice(NAMES)]) if key != "id" else chance.choice(NAMES)
        _write(file, yaml.safe_dump(table, allow_unicode=True, sort_keys=False))


def word_in_a_table(chance: Random, root: Path) -> None:
    if file := _one(chance, _records(root, "content/data/*.yml")):
        text = _read(file)
        found = list(re.finditer(r"(?<=[ \[{,])[а-шђјљњћџ]{3,}", text))
        if found:
            at = chance.choice(found)
            _write(file, text[: at.start()] + chance.choice(["ријеч", "љубав", "његош", "помоћ"]) + text[at.end() :])


def kept_name(chance: Random, root: Path) -> None:
    """A word that stands somewhere in the content keeps its letters from now on, or no longer."""
    file = root / "content/data/glossary.yml"
    if file.is_file():
        lines = _read(file).rstrip().split("\n")
        if chance.random() < 0.2:
            del lines[-1]
        else:
            lines.append(f'  - {{text: "{_word(chance, root)}"}}')
        _write(file, "\n".join(lines) + "\n")


def word_with_a_meaning(chance: Random, root: Path) -> None:
    """A word that stands somewhere in the content becomes outdated, dangerous or a need."""
    word = _word(chance, root)
    name, row = chance.choice([
        ("words.yml", f"- {{id: r{chance.randrange(99)}, preferred: боље, outdated: [{word}], reason: Измишљено.}}"),
        ("danger_words.yml", f"- {{id: o{chance.randrange(99)}, words: [{word}]}}"),
        ("thesaurus.yml", f"- {{id: p{chance.randrange(99)}, words: [{word}], find: [usluge/dnevni-boravak]}}"),
    ])  # fmt: skip
    if (root / "content/data" / name).is_file():
        _write(root / "content/data" / name, f"{_read(root / 'content/data' / name).rstrip()}\n{row}\n")


def _word(chance: Random, root: Path) -> str:
    files = _records(root)
    words = re.findall(r"[^\W\d_]{4,}", _read(chance.choice(files))) if files else []
    latin = [word for word in words if "a" <= word[0].lower() <= "ž"]
    return chance.choice((latin if chance.random() < 0.5 else words) or ["Ријеч"])


def setting(chance: Random, root: Path) -> None:
    file = root / "content/site.yml"
    if file.is_file():
        _write(file, _set(_read(file), chance.choice(SETTINGS)))


def setting_gone(chance: Random, root: Path) -> None:
    file = root / "content/site.yml"
    if file.is_file():
        blocks = list(_BLOCK.finditer(_read(file)))
        gone = chance.choice([one for one in blocks if one.group(1) in ("as_of", "town", "base_url", "help_desk", "theme", "emergency", "edit_url")] or blocks)
        _write(file, _read(file)[: gone.start()] + _read(file)[gone.end() + 1 :])


def template(chance: Random, root: Path) -> None:
    if file := _one(chance, _records(root, "themes/plain/templates/*.html")):
        marks = ["<p>", "<li>", "<h1>", "<main", "</body>", "</head>"]
        found = [mark for mark in marks if mark in _read(file)]
        if found:
            mark = chance.choice(found)
            new = mark.replace(">", f' class="c{chance.randrange(9)}">') if mark[1] != "/" else f"<!-- {chance.randrange(9)} -->{mark}"
            _write(file, _read(file).replace(mark, new, 1))


def template_broken(chance: Random, root: Path) -> None:
    if file := _one(chance, _records(root, "themes/plain/templates/*.html")):
        _write(file, _read(file) + chance.choice(["{{ nema_toga }}", "{% if %}", "{{ say('nema.toga') }}"]))


def template_gone(chance: Random, root: Path) -> None:
    if file := _one(chance, _records(root, "themes/plain/templates/*.html")):
        file.unlink()


def sentence(chance: Random, root: Path) -> None:
    file = root / "themes/plain/strings/sr.yml"
    lines = _read(file).split("\n")
    ends = [n for n, line in enumerate(lines) if line.endswith(("а", "и", "е"))]
    at = chance.choice(ends)
    lines[at] += chance.choice(["!", " још", " ипак"])
    if chance.random() < 0.1:
        del lines[at]
    _write(file, "\n".join(lines))


def asset(chance: Random, root: Path) -> None:
    file = root / "themes/plain/assets" / chance.choice(["plain.txt", "novo.css", "novo/slika.svg"])
    if file.is_file() and chance.random() < 0.4:
        file.unlink()
    else:
        _write(file, f"/* {chance.randrange(99)} */\n")


def theme_shadowed(chance: Random, root: Path) -> None:
    """The project brings a theme of the same name as ours, or takes it away again."""
    file = root / "themes/default/templates/base.html"
    if file.is_file():
        shutil.rmtree(root / "themes/default")
    else:
        _write(file, "x")


def folders_alone(chance: Random, root: Path) -> None:
    """Folders without a file come, as they stay behind when somebody moves away, or go."""
    folder = root / chance.choice(["themes/default/templates", "themes/plain/assets/x", "content/prazno", "content/usluge/x"])
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    else:
        folder.mkdir(parents=True, exist_ok=True)


# --- what a build left behind --------------------------------------------------------------------


def memory_damaged(chance: Random, root: Path) -> None:
    for file in _records(root, "cache/**/*"):
        data = bytearray(file.read_bytes())
        if data and chance.random() < 0.7:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            file.write_bytes(data[: chance.choice([len(data), len(data), chance.randrange(len(data))])])


def memory_gone(chance: Random, root: Path) -> None:
    files = _records(root, "cache/**/*")
    for file in files if chance.random() < 0.3 else chance.sample(files, len(files) // 2):
        file.unlink()


def memory_put_back(chance: Random, root: Path) -> None:
    """The memory of some earlier state of the project, whole or in part; or it is kept for later."""
    kept, now = root / "kept-cache", root / "cache"
    if not now.is_dir():
        return
    if not kept.is_dir() or chance.random() < 0.3:
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(now, kept)
        return
    for file in _records(root, "kept-cache/**/*"):
        if chance.random() < 0.6:
            target = now / file.relative_to(kept)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)


def page_damaged(chance: Random, root: Path) -> None:
    if file := _one(chance, [path for path in _records(root, "public/**/*") if path.name != ".sitegen-site"]):
        what = chance.randrange(3)
        if what == 0:
            file.unlink()
        elif what == 1:
            _write(file, "другачије")
        else:
            _write(file.with_name("tudje.txt"), "туђе")


def site_gone(chance: Random, root: Path) -> None:
    if chance.random() < 0.5:
        shutil.rmtree(root / "public", ignore_errors=True)
    else:
        (root / ".public.staging-99").mkdir(exist_ok=True)


CHANGES: tuple[Change, ...] = (
    add_words, take_from_the_body, title, title, field, field, field, field_borrowed, field_gone, line_gone, letter,
    created, created, deleted, renamed, moved, swapped, copied, encoded, into_latin, touched, older, same_size_and_time,
    saved_anew, linked, row_added, rows, rows, word_in_a_table, kept_name, kept_name, kept_name,
    word_with_a_meaning, word_with_a_meaning, setting, setting, setting, setting_gone, template,
    template, template_broken, template_gone, sentence, sentence, asset, theme_shadowed, folders_alone, memory_damaged, memory_gone,
    memory_put_back, page_damaged, site_gone,
)  # fmt: skip
