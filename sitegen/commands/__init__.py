"""The editor's helpers. A shelf: one module a command, its name and its line here.

Each is imported when it is asked for, so that the command line starts quickly.
"""

from __future__ import annotations

import click

NAMES = ("dates", "diff", "export", "import", "new", "new site", "schema", "stale", "verify")


def command(name: str) -> click.Command | None:
    """The command *name* of this shelf; None if it is not one of them."""
    if name == "dates":
        from sitegen.commands.dates import dates

        return dates
    if name == "diff":
        from sitegen.commands.diff import diff

        return diff
    if name == "export":
        from sitegen.commands.export import export

        return export
    if name == "new site":
        from sitegen.commands.new_site import new_site

        return new_site
    if name == "import":
        from sitegen.commands.importing import import_

        return import_
    if name == "new":
        from sitegen.commands.new import new

        return new
    if name == "schema":
        from sitegen.commands.schema import schema

        return schema
    if name == "stale":
        from sitegen.commands.stale import stale

        return stale
    if name == "verify":
        from sitegen.commands.verify import verify

        return verify
    return None
