"""The story of a build, top to bottom: what happens, in order, and nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sitegen import cache, checks, findable, frontmatter, packing, search_sketch, search_words
from sitegen.artifacts import Artifact, Kept, OutPath, collisions
from sitegen.bundle import ARCHIVE, COMPRESSION, bundle
from sitegen.catalog import CatalogError
from sitegen.checks.reading import PageFacts, read_page
from sitegen.checks.site import Look, built_site
from sitegen.checks.sizes import weight_of
from sitegen.config import GLOSSARY_FILE, SITE_FILE, GlossaryFile, Site
from sitegen.diagnostics import (
    Checked,
    Diagnostic,
    Place,
    Severity,
    has_errors,
    in_order,
    problem,
    warning,
)
from sitegen.directory import (
    Directory,
    assemble,
    judge,
    recalled,
)
from sitegen.editions import Edition, editions
from sitegen.exports import dataset, exports, shown
from sitegen.exports.tables import Liner, Lines, Part
from sitegen.feeds import feeds, open_search
from sitegen.findable import danger_phrases, facet_rows, recalled_facets
from sitegen.frozen import dataclass
from sitegen.history import Days
from sitegen.kinds import KINDS, TABLES
from sitegen.kinds.common import AREAS, GROUPS, WORDS
from sitegen.late import Late
from sitegen.packing import Held, held
from sitegen.pages import Desk, Page, page_alone, plan_key, planned, rows_of
from sitegen.pages import recalled as recalled_plan
from sitegen.render import Renderer
from sitegen.rules import LINK_CODES, TEXT_CODES
from sitegen.rules.secrecy import Silence, tells
from sitegen.rules.texts import Phrase, outdated_words, review
from sitegen.schema import (
    Decoded,
    Reading,
    Surroundings,
    decode,
    decode_row,
    decode_settings,
    places_of,
)
from sitegen.scripts import SCRIPTS
from sitegen.scripts.spans import EMPTY_GLOSSARY, Glossary
from sitegen.search import PROGRAMS, Facet, index, program
from sitegen.search_sketch import Entry, sketched
from sitegen.search_words import merged
from sitegen.sitemap import closed, last_changes, sitemap
from sitegen.slugs import is_slug
from sitegen.source import CONTENT, NOTHING, SourceFile, Sure, read_one, read_tree
from sitegen.spelling import nearest
from sitegen.theme import Theme, ThemeError, UnknownThemeError, find_theme, read_theme
from sitegen.values import PartialDate, Ref

I = TypeVar("I")  # noqa: E741 - the usual names for an input and an output type
O = TypeVar("O")  # noqa: E741


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who builds may choose; what is left out is the site's own setting."""

    theme: str | None = None
    base_url: str | None = None
    epoch: int | None = None  # SOURCE_DATE_EPOCH, seconds
    edit_url: str | None = None
    offline: bool = True
    days: Days = field(default_factory=dict)  # first and last day of each file, if they are known
    preview: bool = False  # marked as not published, and not to be found by search engines
    search: bool = True  # without it the index is empty: for measuring what the rest costs


@dataclass(frozen=True, slots=True)
class Built:
    """The finished files, and everything found on the way. No files while there is an error."""

    artifacts: tuple[Artifact, ...]
    loaded: Loaded
    diagnostics: tuple[Diagnostic, ...]
    tags: Mapping[str, str] = field(default_factory=dict)  # of files by path; equal: equal files
    desks: tuple[Desk, ...] = ()
    renderer: Renderer | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the content says, and everything found while reading it."""

    site: Site | None
    directory: Directory | None  # None while there is an error
    sources: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    settings: Mapping[str, Place] = field(default_factory=dict)  # where each setting stands

    def place_of(self, setting: str) -> Place:
        """Where *setting* stands in ``site.yml``; the file itself if it is not written."""
        return self.settings.get(setting, Place(SITE_FILE))


def load(
    root: Path, epoch: int | None = None, *, each: cache.Each = cache.plain, sure: Sure = NOTHING
) -> Loaded:
    """Read, decode and assemble the content under the project *root*. *epoch* is the day to speak
    of where the site does not set one, in seconds; files of which it is *sure* what they hold are not read."""
    tree = read_tree(root, sure)
    sources = tree.value or ()
    glossary = _settings(sources, GLOSSARY_FILE, GlossaryFile, EMPTY_GLOSSARY)
    words = glossary.entity.glossary() if glossary.entity else EMPTY_GLOSSARY
    settings = _settings(sources, SITE_FILE, Site, words)
    site = settings.entity
    found = [*tree.diagnostics, *glossary.diagnostics, *settings.diagnostics]
    if site is None and not settings.diagnostics and tree.value is not None:
        found.append(problem(Place(SITE_FILE), "site.missing"))
    if site is not None and not site.emergency:
        found.append(warning(Place(SITE_FILE), "site.no_emergency"))
    decoded = [settings, *_refused(tree.diagnostics, {source.path for source in sources})]
    country = site.country if site else "BA"
    outdated = _outdated(sources, words, country)
    # The pattern by its text: Python cuts the repr of a long one.
    banned = [(phrase.key, phrase.pattern.pattern, phrase.preferred) for phrase in outdated]
    around = cache.digest(repr((words, country, banned)).encode())
    tags = {source.path: f"{source.digest.hex()} {source.path} {around}" for source in sources}
    read = [held(result) for result in each(
        "records", partial(_judged, words, country, outdated, is_known=site is not None), sources,
        key=lambda source: tags[source.path], as_read=True,
        encode=packing.pack_file, decode=lambda source, read: packing.unpack_file(read, source),
    )]  # fmt: skip
    found += [finding for result in read for finding in result.diagnostics]
    directory = _assembled(around, decoded, read, tags, site, epoch, each)
    found += directory.diagnostics
    lost = _lost_tables(found, read)
    found = [one for one in found if not (one.code == "reference.unknown" and one.fact("folder") in lost)]
    if directory.value is not None:
        found += _stale_emergency(directory.value, directory.value.day)
    whole = None if has_errors(found) else directory.value
    return Loaded(site, whole, sources, in_order(found), settings.places)


def _lost_tables(found: Iterable[Diagnostic], read: Iterable[packing.Read]) -> set[str]:
    """Tables of which an error left no row: that their rows are unknown only follows from it."""
    broken = {one.place.path for one in found if one.severity is Severity.ERROR}
    held = {row.ref.folder for one in read if not isinstance(one, Held) for row in one.value or ()}
    return {table.folder for path, table in _TABLES.items() if path in broken} - held


def _judged(
    words: Glossary, country: str, outdated: tuple[Phrase, ...], source: SourceFile, *, is_known: bool
) -> Checked[tuple[Decoded, ...]]:
    """The records in *source*, with what is wrong within each; *is_known*: the country is the site's."""
    decoded = decode_source(source.whole(), words, country, outdated)
    place = country if is_known else ""
    wrong = [finding for one in decoded.value or () for finding in judge(one, place)]
    return Checked(decoded.value, (*decoded.diagnostics, *wrong))


def _assembled(
    around: str, settings: Iterable[Decoded], results: Iterable[packing.Read], tags: Mapping[str, str],
    site: Site | None, epoch: int | None, each: cache.Each,
) -> Checked[Directory]:  # fmt: skip
    """One directory of what is in all files. Where nothing but texts is new it is known already, and
    records are fetched when they are asked for; *around*: what all files are read with."""
    read = tuple(results)
    known = [one for one in read if isinstance(one, Held)]
    others = [record for one in read if not isinstance(one, Held) for record in one.value or ()]
    texts = [one for one in others if one.place.path.endswith(".md")]
    files: dict[Ref, str] = {}
    headers: dict[Ref, str] = {}
    both: tuple[Held | Decoded, ...] = (*known, *texts)
    for one in both:
        files[one.ref] = tags[one.place.path]
        if one.header:
            headers[one.ref] = f"{one.header} {one.place.path} {around}"
    alike = {one.place.path: f"{headers[one.ref]} {one.asks}" for one in known}
    said = [alike.get(path, tag) for path, tag in tags.items()]
    broken = [one.ref for one in settings]

    def anew(_: None) -> Checked[Directory]:
        decoded = (*settings, *others, *(one.decoded() for one in known))
        return assemble(decoded, site, epoch, files, headers, judged=True)

    def again(_: None, read: cache.Read) -> Checked[Directory]:
        plain = packing.unpack(read())
        if plain is None or site is None:
            raise cache.DamagedError("directory")
        outline, found = plain
        records: dict[Ref, Callable[[], Any]] = {one.ref: one.entity for one in known}
        records |= {one.ref: partial(getattr, one, "entity") for one in texts}
        rows = {one.ref: one.entity for one in others if not one.place.path.endswith(".md")}
        directory = recalled(site, records, rows, outline, files, headers)
        alone = (directory.records[ref] for ref in sorted(directory.hidden.alone))
        silence = Silence.of(alone, directory.records, rows.values())
        told = tuple(tells(silence, ((one.ref, one.place.path, one.text) for one in both)))
        return Checked(None if has_errors(told) else directory, (*found, *told))

    def kept(made: Checked[Directory]) -> bytes:
        # Places of these lie in texts, and those of errors may.
        if made.value is None or any(one.code in LINK_CODES for one in made.diagnostics):
            return packing.pack(None)
        found = tuple(one for one in made.diagnostics if one.code not in TEXT_CODES)
        return packing.pack((made.value.outline(), found))

    [made] = each(
        "directory", anew, (None,), encode=kept, decode=again,
        key=lambda _: cache.digest(repr((site, epoch, broken, said)).encode()),
    )  # fmt: skip
    return made


def build(
    root: Path, options: Options, *, each: cache.Each = cache.plain, sure: Sure = NOTHING
) -> Built:
    """The whole site of the project *root*, in memory. *sure*: as for ``load``."""
    loaded = load(root, options.epoch, each=each, sure=sure)
    if loaded.directory is None:
        return Built((), loaded, loaded.diagnostics)
    directory = _chosen(loaded.directory, options)
    site = directory.site
    try:
        theme = read_theme(find_theme(root, site.theme or "default"), site.locale)
    except UnknownThemeError as error:
        if options.theme:
            raise
        place = loaded.place_of("theme")
        unknown = problem(place, "site.theme", found=error.name, expected=", ".join(error.known))
        return Built((), loaded, in_order([*loaded.diagnostics, unknown]))
    both = editions(site)
    day = directory.day
    try:
        desks = _desks(directory, both, theme, day)
        plans = each(
            "plan", planned, desks, key=plan_key,
            encode=lambda plan: packing.pack(rows_of(plan)),
            decode=lambda desk, read: recalled_plan(desk, packing.unpack(read())),
        )  # fmt: skip
        pages = [page for plan in plans for page in plan]
    except CatalogError as error:
        raise ThemeError(f"strings/{error}") from error
    renderer = Renderer(theme, both)
    tags = {page.path: renderer.key(page) for page in pages}
    rendered = _fetches(
        each, "pages", lambda page: renderer.render(page).content, pages,
        lambda page: tags[page.path], as_read=True,
    )  # fmt: skip
    artifacts = (
        *(Kept(renderer.path(page), fetch) for page, fetch in zip(pages, rendered, strict=True)),
        *theme.assets,
        *_data(directory, both, theme, day, pages, options, each, tags),
    )
    found = [*loaded.diagnostics, *_checked(artifacts, pages, tags, both, site, each)]
    if has_errors(found):
        return Built((), loaded, in_order(found))
    if options.offline:
        whole = bundle(artifacts, "imenik")
        rows = sorted((one.path.text, tags.get(one.path.text) or cache.digest(one.content)) for one in artifacts)
        tags[ARCHIVE.text] = cache.digest(repr((COMPRESSION, rows)).encode())
        artifacts += (whole,)
    finished = tuple(sorted(artifacts, key=lambda one: one.path.text))
    return Built(finished, loaded, in_order(found), tags, desks, renderer)


def _fetches(
    each: cache.Each, step: str, make: Callable[[I], O], items: Iterable[I], key: Callable[[I], str],
    *, as_read: bool = False,
) -> Iterator[Callable[[], O]]:  # fmt: skip
    """Ways to get what *make* makes of *items*: what is known is read when somebody asks for it."""

    def now(item: I) -> Callable[[], O]:
        value = make(item)
        return lambda: value

    def later(_: I, read: cache.Read) -> Callable[[], O]:
        return lambda: packing.unpack(read())

    return each(
        step, now, items, key=key, encode=lambda fetch: packing.pack(fetch()), decode=later,
        as_read=as_read,
    )  # fmt: skip


def preview(built: Built, root: Path, path: str) -> Checked[tuple[Artifact, ...]]:
    """The pages of the one record whose file *path* was edited since *built*, before all others.

    No value where this is not enough to know them: another kind of file, a record that was not
    there, a name that nobody has, a mistake. Nothing beside these pages is looked at.
    """
    source = read_one(root, path)
    if source.value is None or built.renderer is None or not path.endswith(".md"):
        return Checked(None, source.diagnostics)
    around = surroundings(built.loaded.sources)
    decoded = decode_source(source.value, around.glossary, around.country)
    one = next(iter(decoded.value or ()), None)
    found = (*source.diagnostics, *decoded.diagnostics, *(one.diagnostics if one else ()))
    directory = built.desks[0].directory
    if (
        one is None or one.entity is None or has_errors(found)
        or one.ref not in directory.records
        or any(
            reference.ref not in directory.records and reference.ref not in directory.rows
            for reference in one.references
        )
    ):  # fmt: skip
        return Checked(None, in_order(found))
    record = directory.hidden.beside(one.entity).of(one.entity)
    pages = [page_alone(desk.with_record(record), record) for desk in built.desks]
    return Checked(tuple(map(built.renderer.render, pages)), in_order(found))


def _data(
    directory: Directory, both: tuple[Edition, ...], theme: Theme, day: PartialDate, pages: list[Page],
    options: Options, each: cache.Each, tags: dict[str, str],
) -> Iterator[Artifact]:  # fmt: skip
    """The search index, the exports, the feeds and the list of pages: made of all records together,
    and of nothing that a page says. Adds to *tags*."""
    def found() -> tuple[tuple[Entry, ...], tuple[Facet, ...]]:
        [(rows, ways)] = each(
            "found", lambda _: (findable.rows_of(directory, day.last_day), facet_rows(directory)), (None,),
            key=lambda _: findable.key(directory, day.last_day),
            encode=packing.pack, decode=lambda _, read: packing.unpack(read()),
        )  # fmt: skip
        return findable.recalled(directory, day.last_day, rows), recalled_facets(ways)

    def indexed() -> Iterator[Artifact]:
        entries, ways = found()
        return index(
            entries if options.search else (), danger_phrases(directory), ways,
            lambda stretches: each(
                "search", sketched, stretches, key=lambda stretch: stretch.key,
                encode=search_sketch.packed, decode=lambda _, read: search_sketch.unpacked(read()),
            ),
            lambda parts: each(
                "words", merged, parts, key=lambda part: part.key,
                encode=search_words.packed, decode=lambda _, read: search_words.unpacked(read()),
            ),
            programs,
        )  # fmt: skip

    def programs() -> Mapping[str, bytes]:
        names = tuple(PROGRAMS)
        made = each(
            "programs", program, names, key=str, encode=bytes, decode=lambda _, read: read()
        )
        return dict(zip(names, made, strict=True))

    def lined(lines: Callable[[Part], Lines], parts: Iterable[Part]) -> Iterator[Lines]:
        return each(
            "lines", lines, parts, key=lambda part: part.key,
            encode=packing.pack, decode=lambda _, read: tuple(packing.unpack(read())),
        )  # fmt: skip

    makers: dict[str, Callable[[], Iterable[Artifact]]] = {
        "index": indexed,
        "exports": lambda: _exported(directory, theme, day, lined=lined),
        "feeds": lambda: _for_readers(directory, both, theme, day, options.days),
        "robots": lambda: _for_robots(directory, both, pages, options.days),
    }
    days = sorted(options.days.items())
    shows: dict[str, object] = {
        "index": (options.search, *directory.digests.values()),
        "exports": tuple(shown(directory)),
        "feeds": (days, directory.all_facts),
        "robots": (days, directory.all_facts, [(page.path, page.template) for page in pages]),
    }
    words = [theme.words(script).sentences for script in SCRIPTS]
    around = repr((directory.site, day, words))
    keys = {name: cache.digest(f"{name} {around} {shows[name]!r}".encode()) for name in makers}
    yield from _files(makers, keys, each, tags)


_Named = tuple[str, str]  # the path of a file, and a digest of what it holds


def _files(
    makers: Mapping[str, Callable[[], Iterable[Artifact]]], keys: Mapping[str, str],
    each: cache.Each, tags: dict[str, str],
) -> Iterator[Artifact]:  # fmt: skip
    """The files of each of *makers*, which need not make them where its key is known; a file is remembered by
    what it holds, and that is its tag. Names are remembered apart from the files, which nobody may ask for."""
    rows = {name: _Row(make) for name, make in makers.items()}
    files: dict[str, list[Artifact]] = {}

    def remembered(name: str, named: Iterable[_Named]) -> tuple[_Named, ...]:
        listed: list[_Named] = []

        def noted() -> Iterator[_Named]:
            for one in named:
                listed.append(one)
                yield one

        files[name] = list(each(
            name, rows[name].file, noted(), key=" ".join, encode=lambda file: file.content,
            decode=lambda one, read: Kept(OutPath(one[0]), read), as_read=True,
        ))  # fmt: skip
        return tuple(listed)

    found = each(
        "data", lambda name: remembered(name, rows[name].names()), makers, key=keys.__getitem__,
        encode=packing.pack, decode=lambda name, read: remembered(name, packing.unpack(read())),
    )  # fmt: skip
    for name, named in zip(makers, found, strict=True):
        tags.update(named)
        yield from files[name]


class _Row:
    """Files that are made one after another; of all of them one is at hand."""

    def __init__(self, make: Callable[[], Iterable[Artifact]]) -> None:
        self._make = make
        self._files: Iterator[Artifact] = iter(())
        self._now: Artifact | None = None

    def names(self) -> Iterator[_Named]:
        """The names of all, each when its file is at hand."""
        self._files = iter(self._make())
        for now in self._files:
            self._now = now
            yield now.path.text, cache.digest(now.content)
        self._now = None

    def file(self, named: _Named) -> Artifact:
        """The file that is *named*: the one at hand, one of those that come, or one of all made anew."""
        path, _ = named
        if self._now is None or self._now.path.text != path:
            self._look_for(path)
        if self._now is None:
            self._files = iter(self._make())
            self._look_for(path)
        assert self._now is not None, path
        return self._now

    def _look_for(self, path: str) -> None:
        self._now = next((file for file in self._files if file.path.text == path), None)


def _for_readers(
    directory: Directory, both: tuple[Edition, ...], theme: Theme, day: PartialDate, days: Days
) -> Iterator[Artifact]:
    """Feeds, and the way to search from the browser's own field."""
    whole = {script.tag: theme.words(script) for script in SCRIPTS}
    data = dataset(directory, whole, day)
    for edition in both:
        yield from feeds(data, edition, whole[edition.script.tag], days)
        yield from open_search(edition, whole[edition.script.tag], directory.site)


def _for_robots(
    directory: Directory, both: tuple[Edition, ...], pages: list[Page], days: Days
) -> Iterator[Artifact]:
    """The list of pages, or the wish to be left alone."""
    if directory.site.preview:
        yield from closed()
    else:
        yield from sitemap(pages, both, directory.site.base_url or "", last_changes(directory, days))


def export(root: Path, options: Options, formats: tuple[str, ...] = ()) -> Built:
    """The data of the project *root* in the *formats* named, all of them if none is, and no page."""
    loaded = load(root, options.epoch)
    if loaded.directory is None:
        return Built((), loaded, loaded.diagnostics)
    directory = _chosen(loaded.directory, options)
    theme = read_theme(find_theme(root, directory.site.theme or "default"), directory.site.locale)
    files = tuple(_exported(directory, theme, directory.day, formats))
    return Built(tuple(sorted(files, key=lambda one: one.path)), loaded, loaded.diagnostics)


def _exported(
    directory: Directory, theme: Theme, day: PartialDate, formats: tuple[str, ...] = (), lined: Liner = map
) -> Iterator[Artifact]:
    """The files of the *formats* named, of all where none is; *lined* remembers lines of tables."""
    words = {script.tag: theme.words(script) for script in SCRIPTS}
    try:
        yield from exports(dataset(directory, words, day), formats, lined)
    except CatalogError as error:
        raise ThemeError(f"strings/{error}") from error


def _chosen(directory: Directory, options: Options) -> Directory:
    site = directory.site
    if options.theme:
        site = dataclasses.replace(site, theme=options.theme)
    if options.base_url is not None:
        site = dataclasses.replace(site, base_url=options.base_url or None)
    if options.edit_url:
        site = dataclasses.replace(site, edit_url=options.edit_url)
    if options.preview:  # it has no address of its own that could be anybody's canonical one
        site = dataclasses.replace(site, base_url=None, preview=True)
    return directory.with_site(site)


def _desks(
    directory: Directory, both: tuple[Edition, ...], theme: Theme, as_of: PartialDate
) -> tuple[Desk, ...]:
    words = {edition.lang: theme.words(edition.script) for edition in both}
    desks = []
    for edition in both:
        other = next((one for one in both if one is not edition), None)
        desks.append(
            Desk(directory, edition, other, words[edition.lang], words[other.lang] if other else None, as_of)
        )
    return tuple(desks)


def _refused(diagnostics: Iterable[Diagnostic], read: set[str]) -> Iterator[Decoded]:
    """Records whose files could not be read: they exist, so nobody's reference is unknown."""
    for path in dict.fromkeys(finding.place.path for finding in diagnostics):
        steps = path.split("/")
        if path not in read and len(steps) == 3 and steps[1] in _KINDS and steps[2].endswith(".md"):
            slug = steps[2].removesuffix(".md")
            if is_slug(slug):
                yield Decoded(Ref(steps[1], slug), Place(path), None, (), ())


_EMERGENCY_DAYS = 90


def _stale_emergency(directory: Directory, as_of: PartialDate) -> Iterator[Diagnostic]:
    """Emergency numbers that nobody has looked at for 90 days."""
    for entry in directory.site.emergency:
        age = (as_of.last_day - entry.checked.last_day).days
        if age > _EMERGENCY_DAYS:
            yield warning(
                Place(SITE_FILE), "site.emergency_stale", found=entry.number.shown,
                date=entry.checked.iso, days=str(age),
            )  # fmt: skip


def _checked(
    artifacts: tuple[Artifact, ...], pages: list[Page], tags: Mapping[str, str],
    both: tuple[Edition, ...], site: Site, each: cache.Each,
) -> Iterator[Diagnostic]:  # fmt: skip
    """What is wrong with the finished files; *each* remembers what was read from a page."""
    for path in collisions(artifacts):
        yield problem(Place(path), "output.collision", found=path)
    html = {artifact.path.text: artifact for artifact in artifacts if artifact.path.text.endswith(".html")}
    prefix = next((edition.prefix for edition in both if edition.prefix), "")

    def read(path: str) -> tuple[PageFacts, int]:
        content = html[path].content
        return read_page(content), weight_of(path.removeprefix(prefix), content)

    same = {path: tags.get(path) or cache.digest(artifact.content) for path, artifact in html.items()}
    fetches = dict(zip(html, _fetches(each, "checks", read, html, same.__getitem__, as_read=True), strict=True))
    # Those of a stretch are asked for again and again, and then never.
    readings = Late(fetches, lambda path: fetches[path](), room=_AT_HAND)
    facts = Late(readings, lambda path: readings[path][0], room=_AT_HAND)
    weights = Late(readings, lambda path: readings[path][1], room=_AT_HAND)
    origins = {page.path: page.origin for page in pages}
    whole = built_site(artifacts, facts, weights, origins, prefix, site.base_url or "", same)

    # The look at no page comes first, under a name made of all paths: it is known where they all are as they were.
    nowhere = cache.digest("\n".join(sorted(whole.files)).encode())
    same_paths = False

    def still(part: tuple[str, ...], fetch: cache.Read) -> Look:
        nonlocal same_paths
        findings, others, asked = packing.unpack(fetch())
        before = Look(findings, others, lambda: packing.unpack(asked))
        if not part:
            same_paths = True
        elif not checks.holds(whole, before, same_paths=same_paths):
            raise cache.DamagedError("looks")
        return before

    around = f"{whole.base_url} {prefix}"
    looks = each(
        "looks", partial(checks.look, whole), ((), *checks.stretches(html)),
        key=lambda part: cache.digest(
            repr((around, [(path, same[path], origins.get(path)) for path in part] or nowhere)).encode()
        ),
        encode=lambda look: packing.pack((look.findings, look.others, packing.pack(look.asked()))), decode=still,
    )  # fmt: skip
    for one in looks:
        yield from one.findings


_AT_HAND = 256  # pages of which it is known what the checks read from them


def surroundings(sources: Iterable[SourceFile]) -> Surroundings:
    """What a file is read with beside its own text; without it where the settings are broken."""
    files = tuple(sources)
    glossary = _settings(files, GLOSSARY_FILE, GlossaryFile, EMPTY_GLOSSARY).entity
    words = glossary.glossary() if glossary else EMPTY_GLOSSARY
    site = _settings(files, SITE_FILE, Site, words).entity
    return Surroundings(words, site.country if site else "BA")


def read_glossary(text: str) -> Checked[Glossary]:
    """The *text* of a glossary file by itself, for the command line."""
    source = SourceFile(GLOSSARY_FILE, text)
    settings = _settings([source], GLOSSARY_FILE, GlossaryFile, EMPTY_GLOSSARY)
    value = settings.entity.glossary() if settings.entity else None
    return Checked(value, settings.diagnostics)


_KINDS = {kind.folder: kind for kind in KINDS}
_TABLES = {f"{CONTENT}/{table.file}": table for table in TABLES}
_SETTINGS = (SITE_FILE, GLOSSARY_FILE)


def _outdated(sources: Iterable[SourceFile], glossary: Glossary, country: str) -> tuple[Phrase, ...]:
    """The words that the site's own vocabularies call outdated."""
    rows: list[tuple[Iterable[str], str]] = []
    for source in sources:
        table = _TABLES.get(source.path)
        if table and table.folder in (WORDS, AREAS, GROUPS):
            for one in decode_source(source, glossary, country).value or ():
                held = getattr(one.entity, "outdated", getattr(one.entity, "preferred_over", ()))
                if held:
                    rows.append(([phrase.plain for phrase in held], one.entity.label.plain))
    return outdated_words(rows)


def decode_source(
    source: SourceFile, glossary: Glossary, country: str, outdated: tuple[Phrase, ...] = ()
) -> Checked[tuple[Decoded, ...]]:
    """The records in one file: one of a Markdown file, one a row of a table."""
    if source.path in _SETTINGS:
        return Checked(())
    if source.path.endswith(".md"):
        kind = _KINDS.get(source.folder)
        if kind is None:
            return Checked((), (_misplaced(source),))
        parsed = frontmatter.parse(source)
        assert parsed.value is not None  # a document always comes back
        reading = Reading(source.path, glossary, source.text, country)
        one = decode(parsed.value, kind.entity, Ref(kind.folder, source.stem), reading)
        doubts = tuple(review(one, reading.passages, outdated))
        return Checked((one,), (*parsed.diagnostics, *doubts))
    table = _TABLES.get(source.path)
    if table is None:
        return Checked((), (_misplaced(source),))
    node = frontmatter.parse_table(source)
    if node.value is None:
        return Checked((), node.diagnostics)
    if not isinstance(node.value, frontmatter.Sequence):
        return Checked((), (*node.diagnostics, problem(node.value.place, "table.list")))
    rows: list[Decoded] = []
    found = list(node.diagnostics)
    for item in node.value.items:
        reading = Reading(source.path, glossary, source.text, country)
        row = decode_row(item, table.entity, table.folder, reading)
        if row is None:
            found += reading.found
        else:
            rows.append(row)
            found += review(row, reading.passages, outdated)
    return Checked(tuple(rows), tuple(found))


def _misplaced(source: SourceFile) -> Diagnostic:
    folders = [kind.folder for kind in KINDS]
    files = [table.file for table in TABLES]
    if source.path.endswith(".md"):
        known, suggestion = folders, nearest(source.folder, folders)
    else:
        known, suggestion = files, nearest(source.path.removeprefix("content/"), files)
    return problem(
        Place(source.path), "source.place", expected=", ".join(known), suggestion=suggestion
    )


def _settings(
    sources: Iterable[SourceFile], path: str, cls: type[Any], glossary: Glossary
) -> Decoded:
    """A settings file as if it were a record, so that its references are checked with the rest."""
    ref = Ref("", path.rsplit("/", 1)[-1])
    source = next((source for source in sources if source.path == path), None)
    node = frontmatter.parse_table(source) if source else Checked(None)
    if node.value is None:
        return Decoded(ref, Place(path), None, (), node.diagnostics)
    reading = Reading(path, glossary, source.text if source else "", _country(node.value))
    value = decode_settings(node.value, cls, reading)
    found = (*node.diagnostics, *reading.found)
    return Decoded(ref, Place(path), value, tuple(reading.references), found, places_of(node.value))


def _country(settings: frontmatter.Node) -> str:
    """The country of the ``locale`` in *settings*: their own numbers are numbers of it."""
    locale = settings.get("locale") if isinstance(settings, frontmatter.Mapping) else None
    return locale.text.rpartition("-")[2] if isinstance(locale, frontmatter.Scalar) else "BA"
