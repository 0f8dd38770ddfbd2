"""Values that are made when they are asked for."""

from __future__ import annotations

import pytest

from sitegen.late import Late


@pytest.mark.parametrize(("room", "expected"), [(None, "abc"), (2, "abcab"), (0, "aabcbab")])
def test_values_are_made_once_or_as_seldom_as_there_is_room(room: int | None, expected: str) -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    late = Late(("a", "b", "c"), make, room)
    assert ["A", "A", "B", "C", "B", "A", "B"] == [late[name] for name in "aabcbab"]
    assert expected == "".join(made)
    assert (3, ["a", "b", "c"], True, False) == (len(late), list(late), "c" in late, "d" in late)
    with pytest.raises(KeyError):
        late["d"]
