"""A dataclass of ours is one of the library's, made sooner."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from sitegen.frozen import dataclass


def made(with_: Callable[..., Any]) -> tuple[Any, Any]:
    @with_(frozen=True, slots=True, order=True)
    class One:
        a: str
        b: int = 0
        c: tuple[str, ...] = ()
        d: list[int] = field(default_factory=list)
        told: str = field(default="", compare=False)
        hidden: int = field(default=7, init=False, repr=False)

        @property
        def whole(self) -> str:
            return f"{self.a}{self.b}"

    @with_(frozen=True, slots=True, kw_only=True)
    class Other:
        a: str
        b: int = 1
        sum_: int = field(default=0, init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "sum_", self.b + 1)

        def __repr__(self) -> str:
            return "Other"

    return One, Other


OURS, THEIRS = made(dataclass), made(dataclasses.dataclass)


def test_it_does_what_the_other_does() -> None:
    seen = []
    for one, other in (OURS, THEIRS):
        x, y, z = one("a"), one("a", told="x"), one("b", 2, ("c",), [3])
        seen.append([
            repr(x).rpartition("One")[2], repr(z).rpartition("One")[2], x == y, x != z, x < z, z <= x, x == "a", x.whole,
            dataclasses.asdict(z), dataclasses.replace(z, b=5).b, [item.name for item in dataclasses.fields(one)],
            x.d is not y.d, x.hidden, hash(other(a="q")) == hash(other(a="q", b=1)), repr(other(a="q")), other(a="q", b=4).sum_,
            copy.deepcopy(z) == z, copy.copy(z) == z, one.__match_args__, other.__match_args__,
        ])  # fmt: skip
    assert seen[1] == seen[0]


@pytest.mark.parametrize("classes", [OURS, THEIRS], ids=["ours", "theirs"])
def test_nobody_changes_it(classes: tuple[Any, Any]) -> None:
    one, other = classes
    held = one("a")
    for change in (
        lambda: setattr(held, "a", "b"), lambda: delattr(held, "a"),
        lambda: one(), lambda: one("a", e=1), lambda: other("a"), lambda: one("a", hidden=1), lambda: hash(held),
    ):  # fmt: skip
        with pytest.raises((AttributeError, TypeError)):
            change()


@dataclass(frozen=True, slots=True)
class Kept:
    a: str


@dataclass(frozen=True, slots=True)
class Longer(Kept):
    b: int = 0


def test_it_is_inherited_and_pickled() -> None:
    held = Longer("a", 2)
    assert held == pickle.loads(pickle.dumps(held))  # noqa: S301
    assert "Longer(a='a', b=2)" == repr(held)
    assert not hasattr(held, "__dict__")
    assert Kept("a") != Longer("a")


def test_other_kinds_are_left_to_the_library() -> None:
    with pytest.raises(TypeError):
        dataclass(frozen=False, slots=True)
