"""JSON Schemas of the kinds, made of the same declarations that decode them.

For editors' tools that offer fields and values while one types. A schema knows shapes, lists and
the look of a value; what only our own readers know (days that exist, area codes, records that are
there) is beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sitegen.config import GLOSSARY_FILE, SITE_FILE, GlossaryFile, Site
from sitegen.kinds import KINDS, TABLES
from sitegen.schema import (
    Choice,
    Many,
    MarkdownType,
    ProseType,
    ReferenceType,
    Shape,
    Type,
    declarations,
    key_of,
)
from sitegen.values import CERTAINTIES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Describe = Callable[[type[Any], str], str]  # the meaning of a field; empty if nobody has told it


def undescribed(_cls: type[Any], _key: str) -> str:
    """No meanings at all."""
    return ""


SETTINGS: Mapping[str, tuple[str, type[Any]]] = {
    "site": (SITE_FILE, Site), "glossary": (GLOSSARY_FILE, GlossaryFile),
}  # fmt: skip
NAMES = (*(kind.name for kind in KINDS), *(table.name for table in TABLES), *SETTINGS)


def schema_of(name: str, describe: Describe = undescribed) -> dict[str, Any]:
    """The schema of the header of a kind, of the rows of a table, or of a settings file."""
    table = next((one for one in TABLES if one.name == name), None)
    kind = next((one for one in KINDS if one.name == name), None)
    cls: type[Any] = table.entity if table else kind.entity if kind else SETTINGS[name][1]
    maker = _Maker(describe)
    body = maker.fields(cls)
    whole: dict[str, Any] = {"$schema": DIALECT, "title": name}
    whole |= {"type": "array", "items": body} if table else body
    if maker.defs:
        whole["$defs"] = dict(sorted(maker.defs.items()))
    return whole


def schema_of_type(type_: Type) -> dict[str, Any]:
    """The schema of one value of *type_*."""
    return _Maker(undescribed).type(type_)


class _Maker:
    """Writes schemas of types, and keeps those of groups of fields for reference."""

    def __init__(self, describe: Describe) -> None:
        self.defs: dict[str, Any] = {}
        self._describe = describe

    def fields(self, cls: type[Any]) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        for name, declared in declarations(cls).items():
            key = key_of(name)
            means = self._describe(cls, key)
            properties[key] = self.type(declared.type) | ({"description": means} if means else {})
        needed = [key_of(name) for name, one in declarations(cls).items() if one.need == "required"]
        whole: dict[str, Any] = {"type": "object", "properties": properties}
        whole |= {"required": needed} if needed else {}
        return whole | {"additionalProperties": False}

    def type(self, type_: Type) -> dict[str, Any]:
        if isinstance(type_, Choice):
            return {"enum": list(type_.values)}
        if isinstance(type_, Many):
            return {"type": "array", "items": self.type(type_.item)}
        if isinstance(type_, Shape):
            return self._shape(type_)
        if isinstance(type_, ReferenceType):
            return self._reference(type_)
        if isinstance(type_, MarkdownType):
            return {"type": "string", "pattern": r"\S"}
        if isinstance(type_, ProseType):
            return self._prose(type_.limit)
        return dict(_SCALARS[type_.name])

    def _shape(self, type_: Shape) -> dict[str, Any]:
        name = type_.cls.__name__
        if name not in self.defs:
            self.defs[name] = {}  # a group never holds itself, but two may hold the same
            self.defs[name] = self.fields(type_.cls)
        whole = {"$ref": f"#/$defs/{name}"}
        if not type_.short:
            return whole
        return {"anyOf": [self.type(declarations(type_.cls)[type_.short].type), whole]}

    def _prose(self, limit: int) -> dict[str, Any]:
        text = {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": limit}
        word = {"type": "string", "pattern": r"\S", "maxLength": limit}
        return {"anyOf": [text, _exactly(text=word, lang=_SCALARS["language"]), _exactly(cyrl=word, latn=word)]}

    def _reference(self, type_: ReferenceType) -> dict[str, Any]:
        folders = "|".join(type_.folders)
        slug = "[a-z0-9]+(?:-[a-z0-9]+)*"
        only = f"(?:{folders})/{slug}"
        ref = {"type": "string", "pattern": f"^(?:{only}|{slug})$" if len(type_.folders) == 1 else f"^{only}$"}
        more = {
            "certainty": {"enum": list(CERTAINTIES)},
            "source": {"type": "string", "pattern": f"^(?:izvori/)?{slug}$"},
            "from": _SCALARS["date"], "to": _SCALARS["date"], "note": self._prose(400),
            "unnamed": _SCALARS["true"],
        }  # fmt: skip
        forms = [ref, _open("ref", {"ref": ref} | more)]
        if type_.unnamed:
            forms.append(_open("text", {"text": self._prose(200)} | more))
        return {"anyOf": forms}


def _exactly(**properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(properties),
        "additionalProperties": False,
    }  # fmt: skip


def _open(needed: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": dict(properties), "required": [needed],
        "additionalProperties": False,
    }  # fmt: skip


def _text(pattern: str, *kinds: str, **more: Any) -> dict[str, Any]:
    return {"type": ["string", *kinds] if kinds else "string", "pattern": pattern} | more


_LETTERS = "A-Za-zČĆĐŠŽčćđšžЀ-ӿ"
_DATE = (
    rf"\d{{4}}(?:-\d{{2}}){{0,2}}|(?:(?:\d{{1,2}}\.\s*)?(?:\d{{1,2}}\.|[{_LETTERS}]+\.?)\s*)?\d{{4}}\.?(?:\s*[{_LETTERS}]+\.?)?"
)
_DAY = "(?:mon|tue|wed|thu|fri|sat|sun)"
_DAYS = rf"{_DAY}(?:\s*[-–]\s*{_DAY})?"
_URL = r"https?://[A-Za-z0-9.-]+\.[A-Za-z][A-Za-z0-9-]+(?::\d{1,5})?(?:[/?#][!-~]*)?"
# What each type of one value looks like; a number may stand bare, as tools read it.
_SCALARS: dict[str, dict[str, Any]] = {
    "date": _text(f"^(?:{_DATE})$", "integer"),
    "date_or_unknown": _text(f"^(?:unknown|{_DATE})$", "integer"),
    "number": _text(r"^\D{0,3}\d[\d. ,]*(?:\s*[^\d\s]{1,30})?$", "integer"),
    "decimal": _text(r"^-?\d{1,5}(?:\.\d{1,9})?$", "number"),
    "true": {"enum": [True, "true"]},
    "time": _text(r"^\d{1,2}:\d{2}$"),
    "weekdays": _text(rf"^{_DAYS}(?:\s*,\s*{_DAYS})*$", maxLength=80),
    "language": _text("^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"),
    "code": _text(r"\S", "number", "boolean", maxLength=200),
    "uuid": _text("^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    "slug": _text("^[a-z0-9]+(?:-[a-z0-9]+)*$", "integer"),
    "phone": _text(r"^[+(]?\d[\d\s/().–-]*$", "integer"),
    "email": _text(r"^[!-~]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$", maxLength=254),
    "web_address": _text(f"^{_URL}$"),
    "base_address": _text(f"^{_URL}$"),
    "edit_address": _text(r"^https?://[^\s]*\{path\}[^\s]*$"),
}
