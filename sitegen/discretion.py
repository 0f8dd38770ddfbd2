"""What it may be dangerous to be seen reading: pages about violence, and places that stay secret.

The one place that decides it: titles and previews, the quick exit, the reader's list, feeds and
anything that is kept or sent ask here. What is written in ``sensitive`` or
``location_confidential`` counts, and what belongs to it. Knows no words and no pages.
"""

from __future__ import annotations

from sitegen.directory import Directory
from sitegen.kinds.tables import Term
from sitegen.values import Ref


def sensitive_refs(directory: Directory) -> frozenset[Ref]:
    """Every record, area and target group whose page a reader may have to leave in a hurry.

    A term is sensitive with all that is narrower, and a record with any of its areas or groups.
    """
    found = set(directory.delicate)
    for ref, row in directory.rows.items():
        if isinstance(row, Term) and row.sensitive:
            found.update(directory.within(ref))
            found.update(directory.members(ref))
    return frozenset(found)
