"""Serbian in Cyrillic and Latin: the door to conversion both ways, alphabetical order and search keys.

Cyrillic to Latin is a table (``letters``). Latin to Cyrillic (``reading``) needs knowledge: which
two letters are one, which words are foreign, which acronyms are ours; what it does not know for sure
it reports as a ``Doubt``. Knows nothing of HTML, Markdown or records.
"""

from sitegen.scripts.folding import fold
from sitegen.scripts.letters import (
    cut,
    has_cyrillic,
    is_cyrillic_letter,
    is_latin_letter,
    is_mostly_latin,
    to_latin,
)
from sitegen.scripts.order import cyrillic_initial, cyrillic_order, latin_initial, latin_order
from sitegen.scripts.reading import canonical, to_cyrillic
from sitegen.scripts.side_by_side import canonical_side_by_side

__all__ = [
    "canonical",
    "canonical_side_by_side",
    "cut",
    "cyrillic_initial",
    "cyrillic_order",
    "fold",
    "has_cyrillic",
    "is_cyrillic_letter",
    "is_latin_letter",
    "is_mostly_latin",
    "latin_initial",
    "latin_order",
    "to_cyrillic",
    "to_latin",
]
