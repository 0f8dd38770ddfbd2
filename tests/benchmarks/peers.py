"""The same neutral corpus laid out for other generators, with a theme of the same shape.

Each gets both scripts as sources, so that it pays nothing for conversion; pages with a header, a
breadcrumb, a table of facts, the body, related pages by their titles; one list for each type and
area; a sitemap. No search, no checks, no needs pages, no offline copy: they have none of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from neutral import AREAS, RELATIONS, SHARES, Neutral, latin, slug_of

TYPES = tuple(kind for kind, _ in SHARES)
SCRIPTS = ("cyr", "lat")
_TARGETS = {name: to for rules in RELATIONS.values() for name, to, _, _ in rules}
_SCALARS = (
    "municipality", "address", "founded", "price", "capacity", "donor", "budget", "year", "format",
    "updated",
)  # fmt: skip
_LABELS = {
    "site": "Именик за мјерење", "home": "Почетна", "organizations": "Организације",
    "services": "Услуге", "projects": "Пројекти", "documents": "Документи", "areas": "Области",
    "groups": "Групе", "contacts": "Контакт", "partners": "Партнери", "providers": "Пружаоци",
    "publishers": "Издавачи", "municipality": "Општина", "address": "Адреса",
    "founded": "Основано", "price": "Цијена", "capacity": "Капацитет", "donor": "Донатор",
    "budget": "Буџет", "year": "Година", "format": "Формат", "updated": "Ажурирано",
    "related": "Повезано", "menu": "Главни мени", "footer": "Измишљени подаци за мјерење.",
}  # fmt: skip
LABELS = {
    "cyr": {**_LABELS, "tag": "sr-Cyrl", "other": "Latinica"},
    "lat": {**{key: latin(text) for key, text in _LABELS.items()}, "tag": "sr-Latn", "other": "Ћирилица"},
}
_CSS = "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:auto}\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _in(script: str) -> Callable[[str], str]:
    return latin if script == "lat" else str


def body_of(record: Neutral, script: str) -> str:
    """The body in *script*, its links as addresses of the finished site."""
    head, *links = _in(script)(record.body.replace("](page:", "\0")).split("\0")
    turned = [record.body.split("](page:")[n + 1].partition(")")[0] for n in range(len(links))]
    texts = [link.partition(")")[2] for link in links]
    pairs = zip(turned, texts, strict=True)
    return head + "".join(f"](/{script}/{target}/){text}" for target, text in pairs)


def _values(record: Neutral, script: str) -> dict[str, str]:
    turn = _in(script)
    values = {"municipality": turn(record.municipality), "updated": record.updated}
    return values | {name: turn(value) for name, value in record.scalars.items()}


def _header(record: Neutral, script: str) -> str:
    turn = _in(script)
    fields: dict[str, object] = {
        "title": turn(record.title),
        "slug": record.slug,
        "type": record.type,
        "summary": turn(record.summary),
        **_values(record, script),
        "areas": [turn(area) for area in record.areas],
        "groups": [turn(group) for group in record.groups],
        "contacts": {"email": record.email, "phone": record.phone, "web": record.web},
        **{name: list(slugs) for name, slugs in record.relations.items()},
    }
    return "".join(f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in fields.items())


# --- Hugo ------------------------------------------------------------------------------------

_HUGO_BASE = """{{ $L := site.Params.L }}{{ $lang := site.Language.Lang }}<!doctype html>
<html lang="{{ $L.tag }}">
<head>
<meta charset="utf-8">
<title>{{ .Title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{{ with .Params.summary }}{{ . }}{{ else }}{{ $L.site }}{{ end }}">
<link rel="canonical" href="{{ .Permalink }}">
{{ range .Translations }}<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">{{ end }}
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">{{ $L.menu }}</a>
<header><a href="/{{ $lang }}/">{{ $L.site }}</a>
<nav aria-label="{{ $L.menu }}"><ul>{{ range slice TYPES }}<li><a href="/{{ $lang }}/{{ . }}/">{{ index $L . }}</a></li>{{ end }}</ul></nav></header>
<main id="main">
{{ block "main" . }}{{ end }}
</main>
<footer><p>{{ $L.footer }}</p></footer>
</body>
</html>
""".replace("TYPES", " ".join(f'"{kind}"' for kind in TYPES))
_HUGO_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1><ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <p>{{ .Params.summary }}</p></li>
{{ end }}</ul>{{ end }}"""
_HUGO_PAGE = """{{ define "main" }}{{ $L := site.Params.L }}{{ $lang := site.Language.Lang }}<nav class="breadcrumb"><ol><li><a href="/{{ $lang }}/">{{ $L.home }}</a></li><li><a href="/{{ $lang }}/{{ .Section }}/">{{ index $L .Section }}</a></li><li>{{ .Title }}</li></ol></nav>
{{ range .Translations }}<p class="script"><a href="{{ .RelPermalink }}">{{ $L.other }}</a></p>{{ end }}
<h1>{{ .Title }}</h1>
<p class="lead">{{ .Params.summary }}</p>
<dl>
SCALARS<dt>{{ $L.areas }}</dt><dd><ul>{{ range .GetTerms "areas" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul></dd>
<dt>{{ $L.groups }}</dt><dd>{{ delimit .Params.groups ", " }}</dd>
<dt>{{ $L.contacts }}</dt><dd><a href="mailto:{{ .Params.contacts.email }}">{{ .Params.contacts.email }}</a>, {{ .Params.contacts.phone }}, <a href="{{ .Params.contacts.web }}">{{ .Params.contacts.web }}</a></dd>
</dl>
<article>
{{ .Content }}
</article>
<section class="related"><h2>{{ $L.related }}</h2>
RELATIONS</section>{{ end }}"""


def hugo(records: Sequence[Neutral], folder: Path) -> None:
    """A Hugo site with two languages, one a script."""
    for record in records:
        for script in SCRIPTS:
            text = f"---\n{_header(record, script)}---\n\n{body_of(record, script)}"
            _write(folder / "content" / script / record.type / f"{record.slug}.md", text)
    settings = [
        'baseURL = "https://example.org/"', 'defaultContentLanguage = "cyr"',
        "defaultContentLanguageInSubdir = true", 'disableKinds = ["rss"]',
        "disableHugoGeneratorInject = true", "[taxonomies]", 'area = "areas"',
        "[markup.goldmark.renderHooks.link]", 'useEmbedded = "never"',
        "[markup.goldmark.renderHooks.image]", 'useEmbedded = "never"',
    ]  # fmt: skip
    for weight, script in enumerate(SCRIPTS, start=1):
        labels = LABELS[script]
        for name in ("", *TYPES):
            title = labels[name or "site"]
            _write(folder / "content" / script / name / "_index.md", f"---\ntitle: {title}\n---\n")
        settings += [
            f"[languages.{script}]", f'contentDir = "content/{script}"', f"weight = {weight}",
            f'title = "{labels["site"]}"', f'locale = "{labels["tag"]}"',
            f"[languages.{script}.params.L]", *(f'{key} = "{text}"' for key, text in labels.items()),
        ]  # fmt: skip
    _write(folder / "hugo.toml", "\n".join(settings) + "\n")
    _write(folder / "static/style.css", _CSS)
    layouts = folder / "layouts/_default"
    _write(layouts / "baseof.html", _HUGO_BASE)
    _write(layouts / "list.html", _HUGO_LIST)
    scalars = "".join(
        f"{{{{ with .Params.{name} }}}}<dt>{{{{ $L.{name} }}}}</dt><dd>{{{{ . }}}}</dd>\n{{{{ end }}}}"
        for name in _SCALARS
    )
    relations = "".join(
        f"{{{{ with .Params.{name} }}}}<h3>{{{{ $L.{name} }}}}</h3><ul>{{{{ range . }}}}"
        f'{{{{ with site.GetPage (printf "/{to}/%s" .) }}}}'
        '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>\n{{ end }}{{ end }}</ul>{{ end }}'
        for name, to in _TARGETS.items()
    )
    page = _HUGO_PAGE.replace("SCALARS", scalars).replace("RELATIONS", relations)
    _write(layouts / "single.html", page)


# --- templates shared by Pelican (Jinja) and Eleventy (Nunjucks) ----------------------------

_BASE = """<!doctype html>
<html lang="{{ L.tag }}">
<head>
<meta charset="utf-8">
<title>TITLE</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="SUMMARY">
ALTERNATE
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">{{ L.menu }}</a>
<header><a href="/{{ lang }}/">{{ L.site }}</a>
<nav aria-label="{{ L.menu }}"><ul>{% for t in TYPES %}<li><a href="/{{ lang }}/{{ t }}/">{{ L[t] }}</a></li>{% endfor %}</ul></nav></header>
<main id="main">
MAIN
</main>
<footer><p>{{ L.footer }}</p></footer>
</body>
</html>
"""
_ALTERNATE = """<link rel="canonical" href="https://example.org/{{ lang }}/{{ m.type }}/{{ m.pslug }}/">
<link rel="alternate" hreflang="{{ O.tag }}" href="https://example.org/{{ other }}/{{ m.type }}/{{ m.pslug }}/">"""
_PAGE = """<nav class="breadcrumb"><ol><li><a href="/{{ lang }}/">{{ L.home }}</a></li><li><a href="/{{ lang }}/{{ m.type }}/">{{ L[m.type] }}</a></li><li>{{ m.title }}</li></ol></nav>
<p class="script"><a href="/{{ other }}/{{ m.type }}/{{ m.pslug }}/">{{ L.other }}</a></p>
<h1>{{ m.title }}</h1>
<p class="lead">{{ m.lead }}</p>
<dl>
SCALARS<dt>{{ L.areas }}</dt><dd><ul>{% for a in m.areas %}<li><a href="/{{ lang }}/areas/{{ AREA_SLUG[a] }}/">{{ a }}</a></li>{% endfor %}</ul></dd>
<dt>{{ L.groups }}</dt><dd>{{ m.groups }}</dd>
<dt>{{ L.contacts }}</dt><dd><a href="mailto:{{ m.email }}">{{ m.email }}</a>, {{ m.phone }}, <a href="{{ m.web }}">{{ m.web }}</a></dd>
</dl>
<article>
{{ content }}
</article>
<section class="related"><h2>{{ L.related }}</h2>
RELATIONS</section>"""
_ROWS = '<h1>HEADING</h1><ul>{% for p in PAGES %}<li><a href="URL">{{ p.title }}</a> <p>{{ p.lead }}</p></li>\n{% endfor %}</ul>'


def _area_slugs() -> dict[str, str]:
    return {script(area): slug_of(area) for area in AREAS for script in (str, latin)}


# --- Pelican ---------------------------------------------------------------------------------

_PELICAN = '''\
import json, os
from pelican import signals
HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = json.load(open(os.path.join(HERE, "shared.json"), encoding="utf-8"))
LOOKUP = {"cyr": {}, "lat": {}}
AUTHOR = "x"; SITENAME = "Именик"; SITEURL = ""; PATH = os.path.join(HERE, "content")
TIMEZONE = "Europe/Sarajevo"; DEFAULT_LANG = "cyr"; THEME = os.path.join(HERE, "theme")
DEFAULT_PAGINATION = False; TYPOGRIFY = False; SUMMARY_MAX_LENGTH = 0
ARTICLE_PATHS = ["cyr", "lat"]; STATIC_PATHS = ["static/style.css"]
EXTRA_PATH_METADATA = {"static/style.css": {"path": "style.css"}}
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = TAGS_SAVE_AS = CATEGORIES_SAVE_AS = ""
CATEGORY_URL = "{slug}/"; CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = "areas/{slug}/"; TAG_SAVE_AS = "areas/{slug}/index.html"
DIRECT_TEMPLATES = ["index", "sitemap"]; SITEMAP_SAVE_AS = "sitemap.xml"
MARKDOWN = {"output_format": "html5", "extension_configs": {
    f"markdown.extensions.{name}": {} for name in ("meta", "tables", "attr_list", "toc", "footnotes")}}
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
JINJA_GLOBALS = dict(SHARED, LOOKUP=LOOKUP)
def fill(generator):
    for article in generator.articles + generator.translations:
        held = article.metadata
        LOOKUP[held["lang"]][held["type"] + "/" + held["pslug"]] = article.title
class _Plugin:
    @staticmethod
    def register(): signals.article_generator_finalized.connect(fill)
PLUGINS = [_Plugin]
'''


def pelican(records: Sequence[Neutral], folder: Path) -> None:
    """A Pelican site: articles with a language, categories for types, tags for areas."""
    for record in records:
        for script in SCRIPTS:
            turn = _in(script)
            lines = {
                "Title": turn(record.title), "Slug": f"{script}-{record.type}-{record.slug}",
                "Date": record.updated, "Lang": script, "Category": f"{script} {record.type}",
                "Tags": ", ".join(f"{script} {turn(area)}" for area in record.areas),
                "Url": f"{script}/{record.type}/{record.slug}/",
                "Save_as": f"{script}/{record.type}/{record.slug}/index.html",
                "type": record.type, "pslug": record.slug, "lead": turn(record.summary),
                "areas": "|".join(map(turn, record.areas)),
                "groups": ", ".join(map(turn, record.groups)), **_values(record, script),
                "email": record.email, "phone": record.phone, "web": record.web,
                **{name: "|".join(slugs) for name, slugs in record.relations.items() if slugs},
            }  # fmt: skip
            head = "".join(f"{key}: {value}\n" for key, value in lines.items())
            path = folder / "content" / script / record.type / f"{record.slug}.md"
            _write(path, f"{head}\n{body_of(record, script)}")
    shared = {"TYPES": TYPES, "L2": LABELS, "AREA_SLUG": _area_slugs()}
    _write(folder / "shared.json", json.dumps(shared, ensure_ascii=False))
    _write(folder / "content/static/style.css", _CSS)
    _write(folder / "pelicanconf.py", _PELICAN)
    _write(folder / "theme/static/.keep", "")
    templates = folder / "theme/templates"
    base = _BASE.replace("TITLE", "{% block title %}{{ L.site }}{% endblock %}")
    base = base.replace("SUMMARY", "{% block summary %}{{ L.site }}{% endblock %}")
    base = base.replace("ALTERNATE", "{% block alternate %}{% endblock %}")
    base = base.replace("MAIN", "{% block main %}{% endblock %}")
    _write(templates / "base.html", base)
    scalars = "".join(
        f"{{% if m.{name} %}}<dt>{{{{ L.{name} }}}}</dt><dd>{{{{ m.{name} }}}}</dd>\n{{% endif %}}"
        for name in _SCALARS
    )
    relations = "".join(
        f"{{% if m.{name} %}}<h3>{{{{ L.{name} }}}}</h3><ul>{{% for s in m.{name}.split('|') %}}"
        f"<li><a href=\"/{{{{ lang }}}}/{to}/{{{{ s }}}}/\">{{{{ LOOKUP[lang]['{to}/' ~ s] }}}}</a></li>\n"
        "{% endfor %}</ul>{% endif %}"
        for name, to in _TARGETS.items()
    )
    page = _PAGE.replace("SCALARS", scalars).replace("RELATIONS", relations)
    page = page.replace("in m.areas", "in m.areas.split('|')")
    page = page.replace("{{ content }}", "{{ article.content|safe }}")
    known = (
        "{% extends 'base.html' %}{% set m = article.metadata %}{% set lang = m.lang %}"
        "{% set other = 'lat' if lang == 'cyr' else 'cyr' %}{% set L = L2[lang] %}{% set O = L2[other] %}"
    )
    _write(
        templates / "article.html",
        known + "{% block title %}{{ article.title }}{% endblock %}{% block summary %}{{ m.lead }}{% endblock %}"
        "{% block alternate %}" + _ALTERNATE + "{% endblock %}{% block main %}" + page + "{% endblock %}",
    )
    for name in ("category", "tag"):
        rows = (
            _ROWS.replace("HEADING", f"{{{{ {name}.name[4:] }}}}").replace("PAGES", "articles")
            .replace("URL", "/{{ p.url }}").replace("p.lead", "p.metadata.lead")
        )  # fmt: skip
        start = f"{{% extends 'base.html' %}}{{% set lang = {name}.name[:3] %}}{{% set L = L2[lang] %}}"
        _write(templates / f"{name}.html", f"{start}{{% block main %}}{rows}{{% endblock %}}")
    home = "{% extends 'base.html' %}{% set lang = 'cyr' %}{% set L = L2[lang] %}{% block main %}<h1>{{ L.site }}</h1>{% endblock %}"
    _write(templates / "index.html", home)
    entries = "<url><loc>https://example.org/{{ %s.url }}</loc></url>"
    _write(
        templates / "sitemap.html",
        "<urlset>{% for a in articles %}" + entries % "a"
        + "{% for b in a.translations %}" + entries % "b" + "{% endfor %}\n{% endfor %}</urlset>",
    )  # fmt: skip
    for name in ("author", "authors", "categories", "tags", "archives", "period_archives", "page"):
        _write(templates / f"{name}.html", "")


# --- Eleventy --------------------------------------------------------------------------------

_ELEVENTY = """\
module.exports = function (c) {
  c.addPassthroughCopy({ "static": "/" });
  c.addGlobalData("eleventyComputed.permalink", () => (data) =>
    data.permalink || (data.pslug && data.lang ? `/${data.lang}/${data.type}/${data.pslug}/` : data.permalink));
  for (const lang of ["cyr", "lat"]) {
    for (const t of ["organizations", "services", "projects", "documents"])
      c.addCollection(`${lang}-${t}`, (api) => api.getFilteredByGlob(`src/${lang}/${t}/*.md`));
    c.addCollection(`${lang}Areas`, (api) => {
      const found = new Map();
      for (const p of api.getFilteredByGlob(`src/${lang}/**/*.md`))
        for (const a of p.data.areas || []) { if (!found.has(a)) found.set(a, []); found.get(a).push(p); }
      return [...found].map(([name, items]) => ({ name, items }));
    });
  }
  c.addCollection("lookup", (api) => {
    const titles = {};
    for (const p of api.getAll())
      if (p.data.pslug) titles[`${p.data.lang}/${p.data.type}/${p.data.pslug}`] = p.data.title;
    return titles;
  });
  return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false };
};
"""


def eleventy(records: Sequence[Neutral], folder: Path) -> None:
    """An Eleventy site with Nunjucks layouts."""
    source = folder / "src"
    for record in records:
        for script in SCRIPTS:
            head = _header(record, script).replace("\nslug: ", "\npslug: ", 1)
            text = f"---\n{head}---\n\n{body_of(record, script)}"
            _write(source / script / record.type / f"{record.slug}.md", text)
    rows = _ROWS.replace("URL", "{{ p.url }}").replace("p.title", "p.data.title")
    rows = rows.replace("p.lead", "p.data.summary")
    for script, other in (SCRIPTS, SCRIPTS[::-1]):
        data = {"lang": script, "other": other, "layout": "page.njk"}
        _write(source / script / f"{script}.json", json.dumps(data))
        start = f"layout: base.njk\nlang: {script}\neleventyExcludeFromCollections: true\n"
        for name in TYPES:
            title = LABELS[script][name]
            page = rows.replace("HEADING", "{{ title }}").replace("PAGES", f"collections['{script}-{name}']")
            head = f"---\n{start}permalink: /{script}/{name}/\ntitle: {title}\n---\n"
            _write(source / "lists" / f"{script}-{name}.njk", head + page)
        paged = f"pagination: {{data: collections.{script}Areas, size: 1, alias: area}}\n"
        page = rows.replace("HEADING", "{{ area.name }}").replace("PAGES", "area.items")
        head = f"---\n{start}{paged}permalink: /{script}/areas/{{{{ AREA_SLUG[area.name] }}}}/\n---\n"
        _write(source / "lists" / f"{script}-areas.njk", head + page)
        title = LABELS[script]["site"]
        head = f"---\n{start}permalink: /{script}/\ntitle: {title}\n---\n"
        _write(source / "lists" / f"{script}-home.njk", head + "<h1>{{ title }}</h1>")
    _write(
        source / "sitemap.njk",
        "---\npermalink: /sitemap.xml\neleventyExcludeFromCollections: true\n---\n<urlset>"
        "{% for p in collections.all %}<url><loc>https://example.org{{ p.url }}</loc></url>\n"
        "{% endfor %}</urlset>",
    )
    for name, held in (("TYPES", TYPES), ("L2", LABELS), ("AREA_SLUG", _area_slugs())):
        _write(source / "_data" / f"{name}.json", json.dumps(held, ensure_ascii=False))
    _write(folder / "static/style.css", _CSS)
    known = "{% set L = L2[lang] %}{% set O = L2[other] %}"
    alternate = _ALTERNATE.replace("m.", "")
    base = _BASE.replace("TITLE", "{{ title }}").replace("SUMMARY", "{{ summary }}")
    base = base.replace("ALTERNATE", "{% if pslug %}" + alternate + "{% endif %}")
    _write(source / "_includes/base.njk", known + base.replace("MAIN", "{{ content | safe }}"))
    scalars = "".join(
        f"{{% if {name} %}}<dt>{{{{ L.{name} }}}}</dt><dd>{{{{ {name} }}}}</dd>\n{{% endif %}}"
        for name in _SCALARS
    )
    relations = "".join(
        f"{{% if {name} and {name}.length %}}<h3>{{{{ L.{name} }}}}</h3><ul>{{% for s in {name} %}}"
        f"<li><a href=\"/{{{{ lang }}}}/{to}/{{{{ s }}}}/\">{{{{ collections.lookup[lang + '/{to}/' + s] }}}}</a></li>\n"
        "{% endfor %}</ul>{% endif %}"
        for name, to in _TARGETS.items()
    )
    page = _PAGE.replace("SCALARS", scalars).replace("RELATIONS", relations)
    page = page.replace("{{ content }}", "{{ content | safe }}").replace("m.lead", "summary")
    for name in ("email", "phone", "web"):
        page = page.replace(f"m.{name}", f"contacts.{name}")
    page = page.replace("{{ m.groups }}", "{{ groups | join(', ') }}").replace("m.", "")
    _write(source / "_includes/page.njk", f"---\nlayout: base.njk\n---\n{known}{page}")
    _write(folder / "eleventy.config.js", _ELEVENTY)
