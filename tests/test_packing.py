"""Values of the model survive packing, and nothing foreign comes out."""

from __future__ import annotations

import dataclasses
import marshal
from pathlib import Path
from types import MappingProxyType

import pytest
from building import ROOT, SMALL

from sitegen import packing
from sitegen.diagnostics import Checked, Place, Severity, warning
from sitegen.markup import Fragment
from sitegen.pipeline import decode_source
from sitegen.scripts.spans import EMPTY_GLOSSARY
from sitegen.source import read_tree


@pytest.mark.parametrize("root", [SMALL, ROOT, ROOT / "tests/sites/broken"], ids=["small", "town", "broken"])
def test_what_is_decoded_comes_back_as_it_was(root: Path) -> None:
    for source in read_tree(root).value or ():
        made = decode_source(source, EMPTY_GLOSSARY, "BA")
        body = packing.pack_file(made)
        back = packing.unpack_file(lambda body=body: body, source)  # type: ignore[misc]
        if isinstance(back, packing.Held):
            [one] = made.value or ()
            assert (one.text, one.place) == (back.text, back.place)
            assert (*made.diagnostics, *one.diagnostics) == back.diagnostics
            made = Checked((dataclasses.replace(one, diagnostics=()),))
            back = Checked((back.decoded(),))
        assert made.diagnostics == back.diagnostics
        assert made.value is not None
        for one, other in zip(made.value, back.value, strict=True):
            assert one.entity == other.entity
            assert repr(one.entity) == repr(other.entity)
            if hasattr(one.entity, "body"):
                assert one.entity.body.plain == other.entity.body.plain
            assert dict(one.places) == dict(other.places)
            assert one.text == other.text
            assert (one.ref, one.place, one.references, one.diagnostics) == (
                other.ref, other.place, other.references, other.diagnostics,
            )  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        None, True, 7, 1.5, "ријеч", b"\x00", (), ("a", ("b", None)), Place("a", 1, 2, 3), Severity.WARNING,
        warning(Place("a"), "b.c", found="д"), MappingProxyType({}), Fragment(),
    ],
)  # fmt: skip
def test_plain_values_come_back(value: object) -> None:
    assert value == packing.unpack(packing.pack(value))


@pytest.mark.parametrize("value", [object(), {1, 2}, [1], Path(), len, Place])
def test_what_is_not_known_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        packing.pack((value,))


def test_a_class_is_known_by_its_number_alone() -> None:
    with pytest.raises(IndexError):
        packing.unpack(marshal.dumps((10_000, "os", "system")))
