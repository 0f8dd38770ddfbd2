"""Which pages may be dangerous to be seen reading: what the data says, and what follows from it."""

from __future__ import annotations

import re
from pathlib import Path

from building import edit, small, tree

from sitegen.discretion import sensitive_refs
from sitegen.pipeline import load

SHELTER = "usluge/sigurno-mjesto"


def sensitive(root: Path) -> set[str]:
    directory = load(root).directory
    assert directory is not None
    return {str(ref) for ref in sensitive_refs(directory)}


def test_a_confidential_place_is_always_sensitive(tmp_path: Path) -> None:
    assert {SHELTER} == sensitive(small(tmp_path))


def test_a_sensitive_area_holds_what_is_narrower_and_its_records(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/data/areas.yml", "pref: Социјална заштита", "pref: Социјална заштита\n  sensitive: true")
    found = sensitive(root)
    assert {"oblasti/socijalna-zastita", "oblasti/dnevni-boravak", "usluge/dnevni-boravak",
            "organizacije/centar-za-pomoc", SHELTER} <= found  # fmt: skip
    assert "organizacije/fondacija-open-door" not in found


def test_a_record_may_say_so_itself(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/usluge/dnevni-boravak.md", "kind: service", "kind: service\nsensitive: true")
    assert {SHELTER, "usluge/dnevni-boravak"} == sensitive(root)


def test_titles_are_neutral_and_the_way_out_is_the_sites_own(tmp_path: Path) -> None:
    root = small(tmp_path)
    edit(root, "content/data/target_groups.yml", "question: жени\n", "question: жени\n  sensitive: true\n")
    edit(root, "content/site.yml", "help_desk:", "exit_url: https://primjer.invalid/vrijeme\nhelp_desk:")
    files = tree(root)
    pages = [path for path in files if re.search(r"(sigurno-mjesto|/zene)/", path)]
    assert len(pages) >= 8
    titles = []
    for path in pages:
        html = files[path].decode()
        title = re.search("<title>(.*)</title>", html)
        assert title
        titles.append(title[1])
        assert not re.search("жен|сигурн|žen|sigurn", title[1].lower()), path
        assert '<a href="https://primjer.invalid/vrijeme">' in html, path
    assert len(titles) == len(set(titles))
