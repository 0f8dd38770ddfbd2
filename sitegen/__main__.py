"""``python -m sitegen``: the same door as ``sitegen``."""

from sitegen.cli import main

main()
