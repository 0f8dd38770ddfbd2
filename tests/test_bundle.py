"""The offline copy: the finished files, and the same bytes for the same files."""

from __future__ import annotations

import io
import random
import zipfile
from typing import BinaryIO, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.artifacts import Artifact, OutPath
from sitegen.bundle import bundle

FILES = st.dictionaries(
    st.sampled_from(["index.html", "a/b.txt", "a/index.html", "lat/index.html", "x.js"]),
    st.binary(max_size=200),
)


def artifacts(files: dict[str, bytes]) -> list[Artifact]:
    return [Artifact(OutPath(path), content) for path, content in files.items()]


@settings(derandomize=True, max_examples=50)
@given(FILES, st.randoms())
def test_the_archive_holds_the_files_whatever_their_order(
    files: dict[str, bytes], rng: object
) -> None:
    packed = bundle(artifacts(files), "imenik")
    shuffled = artifacts(files)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert packed == bundle(shuffled, "imenik")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {f"imenik/{path}": data for path, data in files.items()} == {
            name: archive.read(name) for name in names
        }
    assert sorted(names) == names


def test_times_and_modes_are_fixed() -> None:
    archive = zipfile.ZipFile(io.BytesIO(bundle(artifacts({"a.txt": b"a"}), "x").content))
    (entry,) = archive.infolist()
    archive.close()
    assert ((1980, 1, 1, 0, 0, 0), 0o100644 << 16, 3) == (
        entry.date_time, entry.external_attr, entry.create_system,
    )  # fmt: skip


def test_the_archive_lies_at_the_top_of_the_site() -> None:
    assert "offline.zip" == str(bundle([], "imenik").path)


def test_what_was_packed_is_passed_on_and_not_held() -> None:
    """Member after member: none waits for the next one, and nothing is asked of the file but to take it."""

    lengths: list[int] = []

    class Taking:
        def write(self, data: memoryview) -> int:
            lengths.append(len(data))
            return len(data)

    files = {f"f{number}.bin": random.Random(number).randbytes(100_000) for number in range(20)}  # noqa: S311
    archive = bundle(artifacts(files), "imenik")
    archive.write_to(cast(BinaryIO, Taking()))
    assert sum(lengths) == len(archive.content)
    assert 21 == len(lengths)
    assert max(lengths) < 110_000
