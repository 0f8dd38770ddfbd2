"""What templates get: frozen views of plain values, ready to be shown.

A view is complete and self-contained: equal views give equal pages. ``Markup`` values are safe
HTML of the edition; ``str`` values are plain text. Knows no records.
"""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup


class Link(NamedTuple):
    """A link with its label; ``note`` is a count or a word beside it."""

    href: str
    label: Markup
    note: str = ""
    current: bool = False


class EmergencyView(NamedTuple):
    """One number of the emergency strip."""

    label: Markup
    number: str
    href: str
    area: Markup
    hours: Markup
    checked: str


class Shell(NamedTuple):
    """What is the same around all pages of one edition that lie in the same place: rendered once."""

    lang: str
    site_href: str  # the way to the folder that holds both editions: "../../"
    home_href: str
    site_title: Markup
    header: tuple[Link, ...]
    footer: tuple[Link, ...]
    search_href: str
    booklet_href: str  # the page of the reader's list
    help_href: str  # the page that says how to find help; empty where there is none
    as_of: str
    as_of_day: str  # ISO, for scripts
    publisher: Markup
    official: bool
    town: Markup
    licence: Link | None
    report_href: str  # where mistakes are reported in public; empty where there is no such place
    corrections: Link | None  # the page that says how mistakes are put right
    emergency: tuple[EmergencyView, ...]
    base: str  # the address of the site with its last slash; empty where it has none
    preview: bool  # a proposed state of the site, published nowhere


class _Own(NamedTuple):
    """What only one page has around its content, and the shell that it shares."""

    shell: Shell
    other_lang: str  # empty on a site of one script
    other_href: str  # the same page in the other script; empty on a site of one script
    other_is_latin: bool
    title: str  # of the browser's tab
    description: str
    path: str
    canonical: str  # absolute; empty without base_url
    alternates: tuple[tuple[str, str], ...]  # (hreflang, href)
    edit_href: str
    mail_href: str  # a letter about this page, begun; empty where the site has no mailbox
    crumbs: tuple[Link, ...]
    linked: Markup = Markup("")  # JSON-LD, ready to stand in a script element
    feeds: tuple[Link, ...] = ()  # Atom: of the edition, and of the page's own list
    open_search_href: str = ""  # empty without base_url
    exit_href: str = ""  # a way out, on pages that it may be dangerous to be seen reading
    noindex: bool = False


class Frame(_Own):
    """What a page has around its content. All that its ``shell`` has, it has as well."""

    __slots__ = ()

    lang = property(attrgetter("shell.lang"))
    site_href = property(attrgetter("shell.site_href"))
    home_href = property(attrgetter("shell.home_href"))
    site_title = property(attrgetter("shell.site_title"))
    header = property(attrgetter("shell.header"))
    footer = property(attrgetter("shell.footer"))
    search_href = property(attrgetter("shell.search_href"))
    booklet_href = property(attrgetter("shell.booklet_href"))
    help_href = property(attrgetter("shell.help_href"))
    as_of = property(attrgetter("shell.as_of"))
    as_of_day = property(attrgetter("shell.as_of_day"))
    publisher = property(attrgetter("shell.publisher"))
    official = property(attrgetter("shell.official"))
    town = property(attrgetter("shell.town"))
    licence = property(attrgetter("shell.licence"))
    report_href = property(attrgetter("shell.report_href"))
    corrections = property(attrgetter("shell.corrections"))
    emergency = property(attrgetter("shell.emergency"))
    base = property(attrgetter("shell.base"))
    preview = property(attrgetter("shell.preview"))


class Value(NamedTuple):
    """One value of a fact. ``note`` says how sure it is or what else to know."""

    html: Markup
    href: str = ""
    note: Markup = Markup("")


class Fact(NamedTuple):
    """A label and its values."""

    key: str
    label: str
    values: tuple[Value, ...]


class Card(NamedTuple):
    """A record in a list."""

    href: str
    title: Markup
    kind: str  # org, institution, service, project, programme, document, event, page
    kind_label: str
    summary: Markup
    details: tuple[Markup, ...] = ()  # provider, place, period, standing
    phone: str = ""
    phone_href: str = ""
    phone_doubt: str = ""  # said beside the number that nobody has checked lately
    note: Markup = Markup("")  # of the relation that brings it here: certainty, role


class Section(NamedTuple):
    """Cards or links under a heading; ``anchor`` is its id."""

    heading: str
    anchor: str
    cards: tuple[Card, ...] = ()
    links: tuple[Link, ...] = ()
    more_href: str = ""


class PhoneView(NamedTuple):
    """A number to call, or to send a fax to: then ``href`` is empty."""

    shown: str
    href: str
    label: str
    note: Markup
    doubt: str = ""  # said beside the number that nobody has checked lately


class WayView(NamedTuple):
    """One way to reach a record: where, when, by letter, through whom."""

    key: str  # address, hours, emails, websites, contacts
    label: str
    values: tuple[Value, ...]
    doubt: str = ""


class OpeningView(NamedTuple):
    """What a script needs to say whether the door is open now; only of hours verified in time."""

    rules: str  # JSON: [[days from 0 for Monday], from, to, valid from, valid to]
    zone: str
    until: str  # ISO: the last day on which the hours count as verified
    holidays: str  # ISO days with spaces between, of every year that can be spoken of


class ContactView(NamedTuple):
    """How to reach a record, or who is reached instead."""

    heading: str
    name: Markup
    href: str
    phones: tuple[PhoneView, ...]
    ways: tuple[WayView, ...]
    opening: OpeningView | None = None
    caution: str = ""  # a sentence for the whole of it: nothing here has been checked lately


class StandingView(NamedTuple):
    """A document's or record's standing in words that can be proved."""

    code: str
    words: str
    until: str = ""  # ISO day that the words depend on


class SourceView(NamedTuple):
    """A source with the words that carry the record."""

    title: Markup
    publisher: Markup
    date: str
    href: str
    quote: Markup = Markup("")
    quote_lang: str = ""
    note: Markup = Markup("")


class RecordView(NamedTuple):
    """The page of one record of any kind."""

    frame: Frame
    ref: str  # folder/slug
    kind: str
    kind_label: str
    title: Markup
    names: tuple[Fact, ...]
    summary: Markup
    notice: Markup
    standing: StandingView | None
    lead: tuple[Fact, ...]  # what to know first: for whom, first step, cost
    contact: ContactView | None
    helper: ContactView | None  # whom to turn to when the record has no contact of its own
    facts: tuple[Fact, ...]
    passages: tuple[Fact, ...]  # longer texts with a heading
    body: Markup
    sections: tuple[Section, ...]
    all_href: str  # the page of all relations, where the sections hold only the first of each kind
    claims: tuple[Fact, ...]
    collectives: tuple[Value, ...]
    tags: tuple[Fact, ...]
    unknown: tuple[str, ...]
    sources: tuple[SourceView, ...]
    checked: str  # when and how the facts were looked at, or that nobody has yet
    stale: str  # said on top when the last look is too long ago
    translations: tuple[tuple[str, str], ...]
    confidential: bool
    emergency: bool  # help for people in danger: said before everything else


class ListView(NamedTuple):
    """A list of records, or of ways to lists."""

    frame: Frame
    heading: Markup
    intro: Markup
    note: str
    count: int  # type: ignore[assignment]
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    pages: tuple[Link, ...]  # of a list that is cut into pages


class HomeView(NamedTuple):
    """The first page: whom, where, what."""

    frame: Frame
    heading: Markup
    intro: Markup
    families: tuple[Section, ...]
    choose_href: str  # the page that combines conditions; empty where there is nothing to choose
    places: tuple[Link, ...]
    kinds: tuple[Link, ...]
    areas: tuple[Link, ...]
    pictures: tuple[Link, ...]  # for those who would rather look than read


class TextView(NamedTuple):
    """A page of plain text."""

    frame: Frame
    heading: Markup
    summary: Markup
    body: Markup


class SearchView(NamedTuple):
    """The search page, and the ways on without JavaScript."""

    frame: Frame
    script_href: str
    root_href: str  # the way to the edition's own root
    kinds: tuple[tuple[str, str], ...]  # result kind, label
    browse: tuple[Section, ...]
    help: tuple[Link, ...]  # for somebody in danger
    facets: tuple[tuple[str, str], ...]  # name in addresses, label


class SourcesView(NamedTuple):
    """All sources, each with the records that rest on it."""

    frame: Frame
    heading: Markup
    sources: tuple[tuple[str, SourceView, tuple[Link, ...]], ...]  # (anchor, source, records)


class Gap(NamedTuple):
    """What nobody has found about one record, and where to write it."""

    record: Link
    unknown: tuple[str, ...]
    edit_href: str  # empty where the site has no editor's address; then the path helps
    path: str


class GapsView(NamedTuple):
    """What the directory does not know, kind by kind."""

    frame: Frame
    heading: Markup
    count: int  # type: ignore[assignment]
    sections: tuple[tuple[str, str, tuple[Gap, ...]], ...]  # (heading, anchor, gaps)


class DataColumn(NamedTuple):
    """One column of a table of the data."""

    name: str
    label: str
    note: str


class DataTable(NamedTuple):
    """One table of the data and what is in it."""

    name: str
    href: str
    heading: str
    count: int | None  # type: ignore[assignment]  # rows, where they are records
    columns: tuple[DataColumn, ...]


class DataView(NamedTuple):
    """What there is for machines, and under which terms."""

    frame: Frame
    heading: Markup
    intro: Markup
    groups: tuple[tuple[str, tuple[Link, ...]], ...]  # (format, files): a name of data.format.*
    tables: tuple[DataTable, ...]
    feeds: tuple[Link, ...]
    licence: Link | None
    citation: Markup


class OptionView(NamedTuple):
    """One value of a choice: where its list is, and how many records that list has."""

    id: str
    label: Markup
    href: str
    count: int  # type: ignore[assignment]


class ChoiceView(NamedTuple):
    """One way to choose among services and organizations."""

    name: str
    label: str
    options: tuple[OptionView, ...]


class ChosenView(NamedTuple):
    """A record among which is chosen; ``marks`` are the ids of what holds for it, by choice.

    ``*`` instead of ids: no source says, so every value may hold.
    """

    card: Card
    marks: tuple[tuple[str, str], ...]


class ChooseView(NamedTuple):
    """Ways to lists by several conditions; with a script they narrow the list on the same page."""

    frame: Frame
    heading: str
    choices: tuple[ChoiceView, ...]
    records: tuple[ChosenView, ...]  # empty where there are too many for one page
    script_href: str


class EntryView(NamedTuple):
    """A record on paper, in the reader's list or in a pocket: what one needs to go there."""

    ref: str  # folder/slug: what a list is made of
    href: str
    title: Markup
    kind_label: str
    summary: Markup
    phones: tuple[PhoneView, ...]
    address: Markup
    first_step: Markup
    checked: str
    sensitive: bool


class BookletView(NamedTuple):
    """Every record, to be printed; what the reader has kept, on the same page."""

    frame: Frame
    heading: str
    count: int  # type: ignore[assignment]
    sections: tuple[tuple[str, str, tuple[EntryView, ...]], ...]  # (heading, anchor, entries)
    left_out: int = 0  # of the pocket copy: what did not fit
    brief: bool = False  # too many records for their summaries


class Mark(NamedTuple):
    """One shape of a picture; what its four numbers mean depends on the shape.

    bar: corner, width, height. line: from, and how far right and down. dot: centre, radius as
    width. text: where it begins. path: ``d`` in ``text``.
    """

    shape: str
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    look: str = ""  # a class: what the shape stands for
    text: Markup = Markup("")  # may hold tspan


class Node(NamedTuple):
    """Marks that belong together; with ``href`` all of them are one link, named by its text."""

    href: str
    marks: tuple[Mark, ...]


class TableView(NamedTuple):
    """The same as a picture, to be read."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


class Sketch(NamedTuple):
    """A drawing alone."""

    width: int
    height: int
    nodes: tuple[Node, ...]


class Picture(NamedTuple):
    """A drawing with what it shows in one sentence, and the tables that say the same."""

    anchor: str
    heading: str  # empty on a page of one picture
    said: Markup
    note: str
    width: int
    height: int
    nodes: tuple[Node, ...]
    tables: tuple[TableView, ...]
    more: Link | None = None  # where all of it is, when not all fits
    slim: Sketch | None = None  # the same for a narrow screen, where the drawing is too wide for it


class PicturesView(NamedTuple):
    """A page of pictures."""

    frame: Frame
    heading: str
    intro: str
    others: tuple[Link, ...]  # the pages of pictures, this one among them
    pictures: tuple[Picture, ...]
    outlined: bool = False  # a country is drawn, and where its outline is from must be said


class NotFoundView(NamedTuple):
    """One page for both scripts, at an address that nobody knows beforehand."""

    frame: Frame
    other: Frame | None  # None on a site of one script


class RedirectView(NamedTuple):
    """An old address that leads to the new one."""

    frame: Frame
    title: Markup
    target: str


View = (
    RecordView | ListView | HomeView | TextView | SearchView | SourcesView | GapsView
    | BookletView | ChooseView | DataView | PicturesView | NotFoundView | RedirectView
)  # fmt: skip
