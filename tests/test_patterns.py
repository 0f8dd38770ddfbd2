"""Patterns that are compiled when they are first used are as whole as those that are compiled at once."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

import sitegen
from sitegen.patterns import _Late, regex


def _held() -> Iterator[tuple[str, _Late]]:
    """Every pattern that a module of ours holds by a name, alone or among others."""
    for found in pkgutil.walk_packages(sitegen.__path__, "sitegen."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            several = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
            for one in several:
                yield from ((f"{found.name}.{name}", part) for part in _parts(one) if isinstance(part, _Late))


def _parts(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_every_pattern_is_one() -> None:
    held = dict(_held())
    assert len(held) > 100
    for name, one in held.items():
        try:
            assert one.pattern
        except re.error as error:
            pytest.fail(f"{name}: {error}")


def test_it_answers_as_a_compiled_one() -> None:
    late, compiled = regex(r"(?P<day>\d+)\.", re.ASCII), re.compile(r"(?P<day>\d+)\.", re.ASCII)
    assert [one.span() for one in late.finditer("12. 3.")] == [one.span() for one in compiled.finditer("12. 3.")]
    assert late.sub("x", "12. 3.") == compiled.sub("x", "12. 3.") == "x x"
    assert (late.pattern, late.flags, late.groups, late.groupindex) == (
        compiled.pattern, compiled.flags, compiled.groups, compiled.groupindex,
    )  # fmt: skip
    assert late.search("нема") is None
    with pytest.raises(AttributeError):
        _ = late.nothing  # type: ignore[attr-defined]


def test_a_mistake_shows_when_it_is_used() -> None:
    with pytest.raises(re.error):
        regex("(").search("")
