"""Links between files mean what a Git host's preview would open."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import any_texts, steady

from sitegen.links import Astray, Destination, Outside, ToFolder, ToHeading, ToRecord, read_link
from sitegen.values import Ref

HERE = "content/usluge/sos-telefon.md"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://primjer.ba/a?b#c", Outside("https://primjer.ba/a?b#c")),
        ("HTTP://primjer.ba", Outside("HTTP://primjer.ba")),
        ("mailto:info@primjer.ba", Outside("mailto:info@primjer.ba")),
        ("tel:+38751301065", Outside("tel:+38751301065")),
        ("#kome", ToHeading("kome")),
        ("narodna-kuhinja.md", ToRecord(Ref("usluge", "narodna-kuhinja"))),
        ("./narodna-kuhinja.md", ToRecord(Ref("usluge", "narodna-kuhinja"))),
        ("../organizacije/a.md#kontakt", ToRecord(Ref("organizacije", "a"), "kontakt")),
        ("../../content/usluge/a.md", ToRecord(Ref("usluge", "a"))),
        ("../organizacije", ToFolder("organizacije")),
        ("../organizacije/", ToFolder("organizacije")),
        (".", ToFolder("usluge")),
        ("../data/areas.yml", ToFolder("oblasti")),
        ("/usluge/a.md", Astray("link.absolute")),
        ("//primjer.ba", Astray("link.absolute")),
        ("..\\usluge\\a.md", Astray("link.absolute")),
        ("a.md?x=1", Astray("link.absolute")),
        ("", Astray("link.empty")),
        ("../../README.md", Astray("link.dead")),
        ("../../../etc/passwd", Astray("link.dead")),
        ("a.html", Astray("link.dead")),
        ("A.md", Astray("link.dead")),
        ("../nepoznato/a.md", Astray("link.dead")),
        ("../site.yml", Astray("link.dead")),
        ("javascript:alert(1)", Astray("link.dead")),
        ("www.primjer.ba", Astray("link.address")),
    ],
)
def test_a_link_is_read_from_the_file_it_stands_in(target: str, expected: Destination) -> None:
    assert expected == read_link(HERE, target)


@given(target=any_texts)
@steady
def test_only_web_mail_and_telephone_lead_outside(target: str) -> None:
    to = read_link(HERE, target)
    if isinstance(to, Outside):
        assert to.url.lower().startswith(("http:", "https:", "mailto:", "tel:"))
