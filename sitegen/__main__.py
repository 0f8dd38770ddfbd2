"""``sitegen`` and ``python -m sitegen``: verbs of pipes start alone, all others with ``cli``."""

import sys


def main() -> None:
    """Runs the command of ``sys.argv`` and ends the process with its status."""
    if sys.argv[1:2] in (["translit"], ["fold"]):
        from sitegen import pipes

        found = pipes.asked(sys.argv[1:])
        if found:
            decide, only_doubts = found
            try:
                pipes.answer(decide, only_doubts=only_doubts)
            except KeyboardInterrupt:
                sys.exit(2)
            sys.exit(0)
    from sitegen import cli

    cli.main()


if __name__ == "__main__":
    main()
