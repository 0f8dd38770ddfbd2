"""The door: ``python build.py`` builds the whole site; ``python build.py --help`` shows the rest."""

from sitegen.__main__ import main

if __name__ == "__main__":
    main()
