"""The forms of Sveltia CMS, made of the same declarations that decode the fields.

Labels are those of the site, hints those of the field guide. A form writes the short way of each field;
what has a longer one (a foreign name, a relation with its source) is edited as text, and
``docs/uredjivanje.md`` says so. Deleting is not offered: a published address must lead somewhere.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import yaml

from sitegen.catalog import Catalog
from sitegen.config import GLOSSARY_FILE, SITE_FILE, GlossaryFile, Site
from sitegen.forms import schema_of_type
from sitegen.guide import example, meaning, meanings
from sitegen.kinds import KINDS, TABLES
from sitegen.kinds.common import Record
from sitegen.patterns import regex
from sitegen.schema import (
    Choice,
    Declared,
    Many,
    MarkdownType,
    ProseType,
    ReferenceType,
    Shape,
    Type,
    declarations,
    key_of,
)

_FILES = {table.folder: table for table in TABLES}
_FOLDERS = frozenset(kind.folder for kind in KINDS)
_ROWS = "rows"  # the list that is the whole of a table's file
_SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
_BUTTONS = ["bold", "italic", "link", "heading-two", "heading-three", "quote", "bulleted-list", "numbered-list"]


def config(words: Catalog, edit_url: str = "", site_url: str = "") -> str:
    """The whole configuration as YAML. *words* are the theme's; without an *edit_url* that names a
    repository the forms can be tried and save nothing."""
    forms = _Forms(words)
    whole: dict[str, Any] = {"backend": backend(edit_url)}
    if whole["backend"]["name"] in ("github", "gitlab"):
        whole["publish_mode"] = "editorial_workflow"  # a change is proposed, checked and then taken
    if site_url:
        whole["site_url"] = site_url
    whole |= {
        "media_folder": "mediji",  # it has to be named; no form takes pictures
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "output": {"omit_empty_optional_fields": True},
        "collections": [forms.collection(kind) for kind in KINDS],
        "singletons": [
            *(forms.table(table) for table in TABLES),
            forms.settings("site", SITE_FILE, Site),
            forms.settings("glossary", GLOSSARY_FILE, GlossaryFile),
        ],
    }  # fmt: skip
    told = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=120)
    return f"# {words_of_guide('cms.made')}\n{told}"


def words_of_guide(key: str) -> str:
    """A sentence of ``messages/fields.yml``."""
    return meanings().say(key)


_HOSTS = (
    ("gitlab", regex(r"/(?P<repo>.+)/-/edit/(?P<branch>.+)/\{path\}\Z")),
    ("gitea", regex(r"/(?P<repo>[^/]+/[^/]+)/_edit/(?P<branch>.+)/\{path\}\Z")),
    ("github", regex(r"\A/(?P<repo>[^/]+/[^/]+)/edit/(?P<branch>.+)/\{path\}\Z")),
)


def backend(edit_url: str) -> dict[str, Any]:
    """Where files are saved, by the address at which a site's files are edited."""
    parts = urlsplit(edit_url)
    root = f"{parts.scheme}://{parts.netloc}"
    for name, pattern in _HOSTS:
        match = pattern.search(parts.path)
        if match is None:
            continue
        told: dict[str, Any] = {"name": name, "repo": match["repo"], "branch": match["branch"]}
        if name == "github":
            told["open_authoring"] = True  # whoever may not write proposes from a copy
            if parts.netloc != "github.com":
                told |= {"base_url": root, "api_root": f"{root}/api/v3"}
        elif name == "gitlab":
            told |= {"auth_type": "pkce"}
            if parts.netloc != "gitlab.com":
                told |= {"base_url": root, "api_root": f"{root}/api/v4"}
        else:
            told |= {"base_url": root, "api_root": f"{root}/api/v1"}
        return told
    return {"name": "test-repo"}


class _Forms:
    """Fields as widgets, in the words of a theme."""

    def __init__(self, words: Catalog) -> None:
        self._words = words

    def collection(self, kind: Any) -> dict[str, Any]:
        fields = self.fields(kind.entity, kind.name)
        body = {
            "name": "body", "label": words_of_guide("cms.body"), "widget": "markdown", "required": False,
            "buttons": _BUTTONS, "editor_components": [], "modes": ["raw", "rich_text"],
        }  # fmt: skip
        return {
            "name": kind.folder, "label": self._say(f"kind.{kind.name}.many", kind.name),
            "label_singular": self._say(f"kind.{kind.name}.one", kind.name),
            "description": self._say(f"kind.{kind.name}.intro", ""),
            "folder": f"content/{kind.folder}", "extension": "md", "format": "yaml-frontmatter",
            "create": True, "delete": False, "identifier_field": "title",
            "slug": {
                "editable": ["create"], "hint": words_of_guide("cms.slug"),
                "pattern": [_SLUG, words_of_guide("cms.slug")],
            },
            "fields": [*fields, body],
        }  # fmt: skip

    def table(self, table: Any) -> dict[str, Any]:
        label = self._say(f"kind.{table.name}.many", words_of_guide(f"cms.tables.{table.name}"))
        rows = {
            "name": _ROWS, "label": label, "widget": "list", "root": True, "collapsed": True,
            "summary": "{{id}}", "fields": self.fields(table.entity, table.name),
        }  # fmt: skip
        return {"name": table.name, "label": label, "file": f"content/{table.file}", "fields": [rows]}

    def settings(self, name: str, file: str, cls: type[Any]) -> dict[str, Any]:
        label = words_of_guide(f"cms.tables.{name}")
        return {"name": name, "label": label, "file": file, "fields": self.fields(cls, name)}

    def fields(self, cls: type[Any], kind: str) -> list[dict[str, Any]]:
        """Required fields first; otherwise in the order of the declarations."""
        every = declarations(cls).items()
        ordered = sorted(every, key=lambda item: item[1].need != "required")
        return [self._field(cls, key_of(name), declared, kind) for name, declared in ordered]

    def _field(self, cls: type[Any], key: str, declared: Declared, kind: str) -> dict[str, Any]:
        told: dict[str, Any] = {"name": key, "label": self._label(key)}
        if key == "unknown" and issubclass(cls, Record):
            options = [key_of(name) for name in declarations(cls) if key_of(name) != "unknown"]
            told |= {"widget": "select", "multiple": True} | self._options(options, "field")
        else:
            told |= self._widget(declared.type, key, kind)
        told["required"] = declared.need == "required"
        hint = meaning(cls, key)
        if told["widget"] in ("string", "text", "number"):
            hint += f" {words_of_guide('cms.example')} {example(cls, key).removeprefix(f'{key}: ')}"
        return told | ({"hint": hint} if hint else {})

    def _widget(self, type_: Type, key: str, kind: str) -> dict[str, Any]:
        if isinstance(type_, Many):
            return self._list(type_.item, key, kind)
        if isinstance(type_, Choice):
            scopes = (f"choice.{key}.{kind}", f"choice.{kind}", f"choice.{key}")
            scope = next((one for one in scopes if all(self._words.has(f"{one}.{value}") for value in type_.values)), scopes[-1])
            return {"widget": "select"} | self._options(type_.values, scope)
        if isinstance(type_, Shape):
            return {"widget": "object", "collapsed": True, "fields": self.fields(type_.cls, type_.cls.__name__.lower())}
        if isinstance(type_, ReferenceType):
            return self._relation(type_)
        if isinstance(type_, MarkdownType):
            return {"widget": "markdown", "buttons": _BUTTONS, "editor_components": [], "modes": ["raw", "rich_text"]}
        if isinstance(type_, ProseType):
            look = "string" if type_.limit <= 250 else "text"
            return {"widget": look, "maxlength": type_.limit}
        if type_.name == "true":  # what does not hold is left out, and is never "false"
            return {"widget": "select", "options": [{"label": words_of_guide("cms.yes"), "value": "true"}]}
        if type_.name in ("number", "decimal"):
            return {"widget": "number", "value_type": "int" if type_.name == "number" else "float"}
        return {"widget": "string", "pattern": [_pattern(type_), words_of_guide("cms.form")]}

    def _list(self, item: Type, key: str, kind: str) -> dict[str, Any]:
        inner = self._widget(item, key, kind)
        if inner["widget"] in ("select", "relation"):
            return inner | {"multiple": True}
        if inner["widget"] == "object":
            return {"widget": "list", "collapsed": True, "fields": inner["fields"]}
        field = {"name": "item", "label": self._label(key)} | inner
        return {"widget": "list", "field": field}

    def _relation(self, type_: ReferenceType) -> dict[str, Any]:
        """A choice of records where all are of one kind; else the folder and the slug are typed."""
        only = type_.folders[0]
        if len(type_.folders) > 1:
            return {"widget": "string", "pattern": [_pattern(type_), words_of_guide("cms.several")]}
        if only in _FOLDERS:
            return {
                "widget": "relation", "collection": only, "value_field": "{{slug}}",
                "display_fields": ["title"], "search_fields": ["title", "short_title"],
            }  # fmt: skip
        table = _FILES[only]
        names = [key_of(name) for name in declarations(table.entity)]
        shown = next((name for name in ("name", "pref", "title") if name in names), "id")
        return {
            "widget": "relation", "collection": "_singletons", "file": table.name, "value_field": f"{_ROWS}.*.id",
            "display_fields": [f"{_ROWS}.*.{shown}"], "search_fields": [f"{_ROWS}.*.{shown}", f"{_ROWS}.*.id"],
        }  # fmt: skip

    def _options(self, values: Any, scope: str) -> dict[str, Any]:
        return {
            "options": [
                {"label": self._say(f"{scope}.{value}", value), "value": value} for value in values
            ]
        }

    def _label(self, key: str) -> str:
        """The site's word for a field; ours where only editors see it."""
        own = f"cms.labels.{key}"
        return self._say(f"field.{key}", words_of_guide(own) if meanings().has(own) else key)

    def _say(self, key: str, otherwise: str) -> str:
        return self._words.template(key) if self._words.has(key) else otherwise


def _pattern(type_: Type) -> str:
    """What a value typed by hand has to look like, as the JSON Schema has it."""
    told = schema_of_type(type_)
    for form in (told, *told.get("anyOf", ())):
        if "pattern" in form:
            return str(form["pattern"])
    return r"\S"
