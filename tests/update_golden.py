"""Makes ``sites/small/expected`` anew: ``python tests/update_golden.py``.

To be run on purpose, after a change that should change pages; the difference is read line by
line before it is committed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from building import SMALL, readable, small, tree


def main() -> None:
    """Builds the small site and writes every readable file of it."""
    with tempfile.TemporaryDirectory() as folder:
        files = readable(tree(small(Path(folder))))
    expected = SMALL / "expected"
    shutil.rmtree(expected, ignore_errors=True)
    for path, text in files.items():
        file = expected / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    print(f"{len(files)} files in {expected}")


if __name__ == "__main__":
    main()
