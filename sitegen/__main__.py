"""``sitegen`` and ``python -m sitegen``: what must start fast starts alone, all else with ``cli``."""

import gc
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
    if not sys.argv[1:] or sys.argv[1] == "build" or sys.argv[1].startswith("--"):
        from sitegen import again

        if again.answer(sys.argv[1:]):
            sys.exit(0)
    gc.disable()  # what is imported stays, and there is a lot of it to look at
    from sitegen import cli

    gc.freeze()
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
