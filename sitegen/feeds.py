"""What is new and what changed, as Atom: for the whole edition, for each kind and for each area.

An entry needs a day that can be proved (``history``); a record without one is in no feed, and one
that it may be dangerous to be seen reading is in none either: feeds keep titles on the device.
"""

from __future__ import annotations

import datetime
import html
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import islice
from urllib.parse import urlsplit

from sitegen import urls
from sitegen.artifacts import Artifact, OutPath
from sitegen.catalog import Catalog
from sitegen.config import Site
from sitegen.directory import Directory
from sitegen.discretion import sensitive_refs
from sitegen.editions import Edition
from sitegen.exports.dataset import Dataset, first_slug
from sitegen.frozen import dataclass
from sitegen.history import Days, added, changed
from sitegen.kinds import KINDS
from sitegen.kinds.common import AREAS, RECORDS, Record
from sitegen.values import Ref

_MOST = 50  # entries of one feed
# RFC 4151 wants a year in which the name was ours; sites of this program begin here.
_SINCE = "2026"
_KIND = {kind.folder: kind.name for kind in KINDS}


@dataclass(frozen=True, slots=True, eq=False)
class _News:
    """One record with the days that an entry shows."""

    record: Record
    changed: datetime.date
    added: datetime.date | None


def feeds(
    data: Dataset, edition: Edition, words: Catalog, days: Days
) -> Iterator[Artifact]:
    """Every feed of one edition; *words* are in its script."""
    directory = data.directory
    hidden = sensitive_refs(directory)
    news = _news(directory, days, hidden)
    entry = cache(partial(_entry, data, edition, words))
    feed = partial(_feed, data, edition, words, entry)
    title = edition.text(directory.site.title)
    yield feed(urls.FEED, title, urls.HOME, news)
    for folder in RECORDS:
        if directory.of(folder):
            name = f"{words.say(f'kind.{_KIND[folder]}.many')} – {title}"
            own = (one for one in news if one.record.ref.folder == folder)
            path = urls.feed_path(urls.folder_path(folder))
            yield feed(path, name, urls.folder_path(folder), own)
    for area in directory.of(AREAS):
        members = directory.members(area.ref)
        if members and area.ref not in hidden:
            own = (one for one in news if one.record.ref in members)
            page = urls.record_path(area.ref)
            yield feed(urls.feed_path(page), f"{edition.text(area.pref)} – {title}", page, own)


def _news(directory: Directory, days: Days, hidden: frozenset[Ref]) -> list[_News]:
    """Every record that is not *hidden* and whose day is known, the newest first."""
    found = [
        _News(record, day, added(record, days))
        for ref, record in directory.records.items()
        if ref.folder in RECORDS and ref not in hidden and (day := changed(record, days))
    ]
    return sorted(found, key=lambda one: (-one.changed.toordinal(), one.record.ref))


def _feed(
    data: Dataset, edition: Edition, words: Catalog, entry: Callable[[_News], tuple[str, str]],
    path: str, title: str, page: str, news: Iterable[_News],
) -> Artifact:  # fmt: skip
    site = data.directory.site
    here = edition.prefix + path
    newest = list(islice(news, _MOST))
    last = newest[0].changed if newest else data.as_of.last_day
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{edition.lang}">',
        f"<id>{_text(_tag(data, edition, path))}</id>",
        f"<title>{_text(title)}</title>",
        f"<subtitle>{_text(words.say('feed.subtitle'))}</subtitle>",
        f"<updated>{_moment(last)}</updated>",
        f"<author><name>{_text(edition.text(site.publisher))}</name></author>",
        f'<link rel="alternate" type="text/html" href={_quoted(_to(data, edition, here, page))}/>',
    ]
    if data.base:
        lines.append(
            f'<link rel="self" type="application/atom+xml" href={_quoted(f"{data.base}/{here}")}/>'
        )
    if site.licence:
        lines.append(f"<rights>{_text(edition.text(site.licence))}</rights>")
    for one in newest:
        before, after = entry(one)
        to = _to(data, edition, here, urls.record_path(one.record.ref))
        lines.append(f"{before}href={_quoted(to)}/>\n{after}")
    text = "\n".join([*lines, "</feed>"]) + "\n"
    return Artifact(OutPath(here), text.encode())


def _entry(data: Dataset, edition: Edition, words: Catalog, one: _News) -> tuple[str, str]:
    """An entry up to the address of its page and from there on: that alone is another one in each
    feed."""
    record = one.record
    kind = _KIND[record.ref.folder]
    identity = _tag(data, edition, f"{record.ref.folder}/{first_slug(record)}")
    label = _quoted(words.say(f"kind.{kind}.one"))
    before = [
        "<entry>",
        f"<id>{_text(identity)}</id>",
        f"<title>{_text(edition.text(record.title))}</title>",
        f"<updated>{_moment(one.changed)}</updated>",
        f"<published>{_moment(one.added)}</published>" if one.added else "",
        '<link rel="alternate" type="text/html" ',
    ]
    after = [
        f'<category term="{kind}" label={label}/>',
        f"<summary>{_text(edition.text(record.summary))}</summary>" if record.summary else "",
        "</entry>",
    ]
    return "\n".join(line for line in before if line), "\n".join(line for line in after if line)


def _tag(data: Dataset, edition: Edition, what: str) -> str:
    """A name for ever (RFC 4151): of the site's host, else its mailbox; without either a UUID."""
    site = data.directory.site
    authority = (urlsplit(data.base).hostname or "") if data.base else site.contact_email
    name = f"{edition.script.tag}/{what}"
    if not authority:
        return f"urn:uuid:{data.part('feed', name)}"
    return f"tag:{authority},{_SINCE}:{name}"


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _to(data: Dataset, edition: Edition, here: str, page: str) -> str:
    """The address of *page* as the feed at *here* gives it."""
    target = edition.prefix + page
    if data.base:
        return f"{data.base}/{target.removesuffix('index.html')}"
    return urls.href(here, target)


def open_search(edition: Edition, words: Catalog, site: Site) -> Iterator[Artifact]:
    """How a browser asks this site; nothing where the site does not know its address."""
    if not site.base_url:
        return
    base = f"{site.base_url.rstrip('/')}/{edition.prefix}"
    search = f"{base}{urls.SEARCH.removesuffix('index.html')}?q={{searchTerms}}"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{_text(words.say('search.heading'))}</ShortName>",
        f"<Description>{_text(edition.text(site.title))}</Description>",
        f"<Language>{edition.lang}</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Url type="text/html" method="get" template={_quoted(search)}/>',
        "</OpenSearchDescription>",
    ]
    path = OutPath(edition.prefix + urls.OPEN_SEARCH)
    yield Artifact(path, ("\n".join(lines) + "\n").encode())


# As XML has them; the library's own functions for it bring half of the network with them.
def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _quoted(text: str) -> str:
    return f'"{html.escape(text)}"'
