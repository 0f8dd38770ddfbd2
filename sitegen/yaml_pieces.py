"""A header or a table that YAML refuses, read field by field or row by row.

One mistake hides no other: what can be read is read, and each piece that cannot be has its own
finding, in the words of the mistake that its lines show. Knows no fields.
"""

from __future__ import annotations

from sitegen import yaml_engine, yaml_lines
from sitegen.diagnostics import Checked, Diagnostic, Place, has_errors, problem
from sitegen.plain_yaml import Entry, Mapping, Node, Scalar, Sequence

_MOST_PIECES = 500  # whoever has more gets the first mistake alone


def read(text: str, path: str, first_line: int) -> Checked[Node]:
    """As ``yaml_engine.read``; of broken text what can be read of it."""
    whole = yaml_engine.read(text, path, first_line)
    if whole.value is not None or not whole.diagnostics or whole.diagnostics[-1].code in _WHOLE_ONLY:
        return whole
    return _piece_by_piece(yaml_engine.readable(text), path, first_line) or whole


# Limits, which pieces would keep and the whole does not.
_WHOLE_ONLY = frozenset({"yaml.depth", "yaml.size", "yaml.documents", "source.combining"})


def _piece_by_piece(text: str, path: str, first_line: int) -> Checked[Node] | None:
    """What can be read of a broken header or table, with the mistakes of all its pieces; None if
    none of them is broken by itself."""
    pieces = yaml_lines.pieces(text.split("\n"))
    if not 1 <= len(pieces) <= _MOST_PIECES:
        return None
    of_rows = pieces[0].lines[0].lstrip().startswith("-")
    entries: dict[str, Entry] = {}
    rows: list[Node] = []
    found: list[Diagnostic] = []
    lost: set[str] = set()
    for piece in pieces:
        line = first_line + piece.start
        part = yaml_engine.read(piece.text, path, line)
        node = part.value
        if isinstance(node, Sequence) and of_rows:
            found += part.diagnostics
            rows += node.items
        elif isinstance(node, Mapping) and not of_rows:
            found += part.diagnostics
            for entry in node.entries:
                if entry.key.text in entries:
                    found.append(yaml_engine.repeated(entry, entries[entry.key.text]))
                entries.setdefault(entry.key.text, entry)
        else:
            found.append(_slip(piece, part, path, line))
            lost |= set(yaml_lines.keys_in(piece)) or {"*"}
            identity = yaml_lines.identity_in(piece) if of_rows else None
            if identity:
                rows.append(_row_by_its_id(*identity, path, line))
    if not has_errors(found):
        return None
    place = Place(path, first_line + pieces[0].start, 1)
    if of_rows:
        return Checked(Sequence(tuple(rows), place), tuple(found))
    mapping = Mapping(tuple(entries.values()), place, frozenset(lost)) if entries else None
    return Checked(mapping, tuple(found))


def _slip(piece: yaml_lines.Piece, part: Checked[Node], path: str, line: int) -> Diagnostic:
    """The mistake of one piece: by the look of its lines, else in the parser's words."""
    said = part.diagnostics[-1] if part.diagnostics else None
    slip = yaml_lines.slip_in(piece)
    if slip and not (said and said.code == "yaml.tab"):
        place = Place(path, line + slip.line, slip.column, slip.length)
        if slip.code == "yaml.blank":
            return problem(place, "yaml.blank")
        if slip.code == "yaml.bullet":
            return problem(place, "yaml.bullet", found=slip.found, suggestion=slip.suggestion)
        if slip.code == "yaml.no_space":
            return problem(place, "yaml.no_space", suggestion=slip.suggestion)
        return problem(place, "yaml.no_colon", suggestion=slip.suggestion)
    if said is None:  # fields among rows, or rows among fields
        row = piece.lines[0]
        return problem(Place(path, line, 1, len(row)), "yaml.indent", found=row.strip())
    number = said.place.line - line
    last = max(number for number, row in enumerate(piece.lines) if row.strip())
    if number > last:  # the parser went on looking: what is open was opened in the last line
        row = piece.lines[last]
        column = max(row.rfind("["), row.rfind("{"), 0) + 1
        return problem(Place(path, line + last, column, 1), said.code, found=row.strip())
    row = piece.lines[number]
    if said.code == "yaml.colon" and yaml_lines.shifted_key(row, said.place.column - 1):
        blanks = len(row) - len(row.lstrip(" "))
        return problem(Place(path, said.place.line, 1, blanks), "yaml.indent", found=row.strip())
    return said


def _row_by_its_id(number: int, column: int, text: str, path: str, line: int) -> Mapping:
    """A row of which only the id can be read, so that references to it are not called unknown."""
    place = Place(path, line + number, column, len(text))
    name = Scalar("id", Place(path, line + number, max(column - 4, 1), 2))
    return Mapping((Entry(name, Scalar(text, place)),), name.place, frozenset({"*"}))
