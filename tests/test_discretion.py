"""Which pages may be dangerous to be seen reading: what the data says, and what follows from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import edit, small, tree

from sitegen.discretion import sensitive_refs
from sitegen.pipeline import Options, load

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


@pytest.mark.parametrize(
    "secret", ["location_confidential: true", "locations: [{place: probnograd, confidential: true}]"]
)
def test_nobody_can_tell_from_the_site_who_keeps_a_confidential_place(tmp_path: Path, secret: str) -> None:
    """Whichever organization the file names as the provider, all that is published is the same: every
    page, list, search, picture, table and feed, byte for byte."""
    outputs = []
    for keeper in ("fondacija-open-door", "centar-za-pomoc"):
        root = small(tmp_path / keeper)
        edit(root, f"content/{SHELTER}.md", "location_confidential: true", secret)
        edit(root, f"content/{SHELTER}.md", "provider: fondacija-open-door", f"provider: {keeper}")
        outputs.append(tree(root, Options(theme="default")))
    one, other = outputs
    assert any("sigurno-mjesto" in path for path in one)
    assert set(one) == set(other)
    assert [] == [path for path in one if one[path] != other[path]]


def test_the_same_comparison_sees_a_provider_that_is_no_secret(tmp_path: Path) -> None:
    outputs = []
    for keeper in ("fondacija-open-door", "centar-za-pomoc"):
        root = small(tmp_path / keeper)
        edit(root, f"content/{SHELTER}.md", "location_confidential: true\n", "")
        edit(root, f"content/{SHELTER}.md", "provider: fondacija-open-door", f"provider: {keeper}")
        outputs.append(tree(root, Options(theme="default")))
    assert outputs[0]["usluge/sigurno-mjesto/index.html"] != outputs[1]["usluge/sigurno-mjesto/index.html"]
