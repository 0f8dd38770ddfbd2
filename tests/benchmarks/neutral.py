"""A made-up directory of any size, in words of no generator: what the benchmark builds.

Half of the records are organizations, a quarter services, then projects and documents. Each has
some fourteen fields and about 300 words of Serbian Markdown with headings, lists, tables and
links. The same number and seed give the same records. Nothing here is about real people.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("\n", "").split("|"))


AREAS = _words("""
деца и млади|старији|особе са инвалидитетом|жртве насиља|миграције|Роми|
становање|запошљавање|ментално здравље|хранитељство|социјално предузетништво|
људска права|родна равноправност|образовање|здравље|болести зависности|
сиромаштво|дневни боравци|помоћ у кући|правна помоћ|волонтирање|култура|
животна средина|локални развој
""")

MUNICIPALITIES = _words("""
Београд|Нови Сад|Ниш|Крагујевац|Суботица|Зрењанин|Панчево|Чачак|Краљево|
Нови Пазар|Смедерево|Лесковац|Ужице|Ваљево|Крушевац|Врање|Шабац|Сомбор|Пожаревац|Пирот|
Зајечар|Кикинда|Сремска Митровица|Јагодина|Вршац|Бор|Прокупље|Лозница|Горњи Милановац|Ћуприја|
Књажевац|Ариље|Бајина Башта|Љиг|Љубовија|Његошево|Аранђеловац|Инђија|Рума|Темерин
""")

ORGANIZATION_KINDS = _words("""
Удружење|Центар|Фондација|Мрежа|Савез|Друштво|Иницијатива|Форум|Клуб|Задруга|Покрет|Одбор
""")
ORGANIZATION_NAMES = _words("""
Наш дом|Солидарност|Пружена рука|Извор|Заједно|Корак по корак|Светионик|Мост|Окружење|
Нова шанса|Ослонац|Уједињени|Родитељ|Љубав и нада|Чувари детињства|Једнакост|Дом без зидова|
Живимо заједно|Отворена врата|Прва линија|Бољи живот|Компас|Хоризонт|Искра|Брезе|Ђердан|Ћилим|
Сунцокрет|Џез и деца|Њива|Под истим кровом|Снага жена|Млади у покрету|Сигурна кућа|
Породица на првом месту|Независни живот|Промена|Добар комшија|Чисто срце|Плави круг
""")
SERVICE_NAMES = _words("""
Помоћ у кући|Лични пратилац детета|Дневни боравак|Персонална асистенција|СОС телефон|
Прихватилиште|Становање уз подршку|Саветовалиште за породицу|Предах смештај|Бесплатна правна помоћ|
Народна кухиња|Мобилни тим|Клуб за младе|Радионице за родитеље|Подршка хранитељима|
Психосоцијална подршка|Обука за запошљавање|Превоз особа са инвалидитетом|Геронтодомаћице|
Теренски рад са бескућницима
""")
PROJECT_NAMES = _words("""
Јачање капацитета локалних заједница|Деца на сигурном|Запошљавање теже запошљивих лица|
Инклузија без препрека|Заједнички глас|Услуге по мери корисника|Старење са достојанством|
Мапирање потреба|Одговор на кризу|Мрежа подршке|Економско оснаживање жена|Школа за живот|
Деинституционализација у пракси|Дигитална писменост старијих|Зелене праксе у удружењима
""")
DOCUMENT_NAMES = _words("""
Стратегија развоја социјалне заштите|Акциони план за младе|Правилник о ближим условима пружања услуга|
Извештај о стању људских права|Анализа локалних услуга|Водич за пружаоце услуга|
Национални програм запошљавања|Мапирање услуга социјалне заштите|Смернице за рад са породицом|
Препоруке за унапређење положаја старијих|Одлука о правима у социјалној заштити|
Истраживање о сиромаштву деце
""")
DONORS = (
    "Европска унија", "ресорно министарство", "град", "страна фондација", "развојна агенција",
    "покрајински секретаријат", "приватни донатори", "привредна комора",
)
STREETS = _words("""
Карађорђева|Његошева|Светог Саве|Железничка|Трг ослобођења|Милоша Обилића|Џона Кенедија|
Вука Караџића|Бранкова|Чика Љубина|Хајдук Вељкова|Змај Јовина
""")

SUBJECTS = _words("""
Удружење|Стручни тим|Локална самоуправа|Центар за социјални рад|Мрежа организација|
Пружалац услуге|Водитељ случаја|Група волонтера|Саветник за подршку породици|Корисник услуге|
Радна група|Дневни боравак|Мобилни тим|Наша организација|Надлежно министарство|Школа|Дом здравља|
Хранитељска породица|Локални савет|Координатор пројекта|Млади активисти|Удружење родитеља|
Национална служба за запошљавање|Канцеларија за младе|Тим за брзи одговор|Лични пратилац|
Заједница|Саветовалиште|Сваки члан породице|Независни проценитељ
""")
MANNERS = _words("""
сваке недеље|у сарадњи са партнерима|током целе године|на територији општине|без накнаде|
уз подршку стручњака|у складу са законом|према утврђеном плану|на захтев корисника|на терену|
у просторијама удружења|у сеоским срединама|у оквиру пројекта|на основу процене потреба|
уз поштовање приватности|по препоруци лекара|уочи летњег распуста|од почетка године|
заједно са породицом|кроз индивидуални план
""")
VERBS = _words("""
пружа|организује|обезбеђује|унапређује|прати|развија|планира|финансира|спроводи|предлаже|
координира|представља|покреће|усклађује|објављује|процењује|подржава|препоручује|оснива|уређује
""")
OBJECTS = _words("""
услуге подршке за децу са сметњама у развоју|помоћ у кући за старија лица|радионице за младе|
бесплатно правно саветовање|психосоцијалну подршку жртвама насиља|обуке за запослене у установама|
приступ здравственим услугама|дневне активности за особе са инвалидитетом|
привремени смештај за породице у кризи|програме запошљавања теже запошљивих лица|
учење српског језика за мигранте|превоз корисника до установе|кампање о правима детета|
родитељске групе и саветовање|сигурно становање уз подршку|израду индивидуалних планова|
подршку хранитељским породицама|сарадњу институција и удружења|размену искустава међу општинама|
истраживање о потребама грађана|прикупљање одеће, хране и хигијенских пакета|
мрежу волонтера у свим насељима|стандарде квалитета рада|упитник о задовољству корисника|
јавне расправе о нацрту стратегије|обуку личних пратилаца|телефонску линију за помоћ|
теренски рад са бескућницима|програм међугенерацијске солидарности|
базу података о услугама социјалне заштите
""")
ENDINGS = _words("""
како би свако имао једнаке могућности|јер је то обавеза према закону|и о томе редовно извештава|
чиме се смањује ризик од сиромаштва|што потврђују и сами корисници|са циљем потпуне укључености|
уз јасне показатеље успеха|да би породица остала заједно|и води евиденцију о корисницима|
чак и када средства нису довољна|ради заштите најбољег интереса детета|
и омогућава учешће грађана у одлучивању
""")
HEADINGS = _words("""
О нама|Шта радимо|Коме је намењено|Како се пријавити|Циљеви|Активности|Резултати|Услови|
Контакт и радно време|Партнери и подршка|Правни оквир|Чиме се поносимо
""")
INTRODUCTIONS = ("Најважније активности су:", "Услуга обухвата:", "Потребна документација:", "Пројекат предвиђа:")
GROUPS = ("деца", "млади", "старији", "жене", "особе са инвалидитетом", "Роми", "избеглице", "породице")
FORMATS = ("PDF", "DOCX", "ODT")
PRICES = ("бесплатно", "партиципација", "по договору")


ORGANIZATIONS, SERVICES, PROJECTS, DOCUMENTS = "organizations", "services", "projects", "documents"
SHARES = ((ORGANIZATIONS, 0.50), (SERVICES, 0.25), (PROJECTS, 0.15), (DOCUMENTS, 0.10))
# The relations of each type, by name: to which type they lead, and the least and most of them.
RELATIONS = {
    ORGANIZATIONS: (
        ("services", SERVICES, 0, 4), ("projects", PROJECTS, 0, 3), ("partners", ORGANIZATIONS, 0, 3),
    ),
    SERVICES: (
        ("providers", ORGANIZATIONS, 1, 2), ("documents", DOCUMENTS, 0, 2), ("projects", PROJECTS, 0, 2),
    ),
    PROJECTS: (
        ("partners", ORGANIZATIONS, 1, 5), ("services", SERVICES, 0, 3), ("documents", DOCUMENTS, 0, 2),
    ),
    DOCUMENTS: (
        ("publishers", ORGANIZATIONS, 1, 2), ("projects", PROJECTS, 0, 3), ("services", SERVICES, 0, 3),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Neutral:
    """One record. A link in ``body`` is written ``[text](page:TYPE/SLUG)``."""

    type: str
    slug: str
    title: str
    summary: str
    municipality: str
    areas: tuple[str, ...]
    groups: tuple[str, ...]
    scalars: dict[str, str]  # what only its type has: "founded", "price", "donor", …
    relations: dict[str, tuple[str, ...]]  # name -> slugs
    email: str
    phone: str
    web: str
    updated: str  # a day, ISO
    body: str


@dataclass(frozen=True, slots=True)
class _Name:
    type: str
    slug: str
    title: str
    municipality: str


def records(count: int, seed: int = 7) -> list[Neutral]:
    """*count* records, in the order of their types."""
    luck = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    names = _names(count, luck)
    by_type = {kind: [name for name in names if name.type == kind] for kind, _ in SHARES}
    return [_record(name, names, by_type, luck) for name in names]


_LATIN = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
_LATIN |= {"љ": "lj", "њ": "nj", "џ": "dž"}
_LATIN |= {letter.upper(): latin.capitalize() for letter, latin in _LATIN.items()}
_TO_LATIN = str.maketrans(_LATIN)
_PLAIN = str.maketrans("čćžšđ", "cczsd")


def latin(text: str) -> str:
    """*text* in Latin letters, one by one: enough for words that the lists above hold."""
    return text.translate(_TO_LATIN)


def slug_of(title: str) -> str:
    """*title* as a file name."""
    letters = latin(title).lower().translate(_PLAIN)
    spaced = "".join(letter if letter.isalnum() else " " for letter in letters)
    return "-".join(spaced.split())


def _names(count: int, luck: random.Random) -> list[_Name]:
    counts = {kind: round(count * share) for kind, share in SHARES}
    counts[DOCUMENTS] = count - sum(counts[kind] for kind, _ in SHARES[:-1])
    seen: set[tuple[str, str]] = set()
    names: list[_Name] = []
    for kind, _ in SHARES:
        for _ in range(counts[kind]):
            town = luck.choice(MUNICIPALITIES)
            title = _title(kind, town, luck)
            base = slug = slug_of(title)
            number = 2
            while (kind, slug) in seen:
                slug, number = f"{base}-{number}", number + 1
            seen.add((kind, slug))
            names.append(_Name(kind, slug, title, town))
    return names


def _title(kind: str, town: str, luck: random.Random) -> str:
    if kind == ORGANIZATIONS:
        return f"{luck.choice(ORGANIZATION_KINDS)} „{luck.choice(ORGANIZATION_NAMES)}“ {town}"
    if kind == SERVICES:
        return f"{luck.choice(SERVICE_NAMES)} — {town}"
    if kind == PROJECTS:
        return f"{luck.choice(PROJECT_NAMES)} {luck.randint(2015, 2026)}"
    return f"{luck.choice(DOCUMENT_NAMES)} {town} {luck.randint(2012, 2026)}"


def _record(
    name: _Name, names: Sequence[_Name], by_type: dict[str, list[_Name]], luck: random.Random
) -> Neutral:
    host = f"{name.slug[:30].strip('-')}.example"
    year = str(luck.randint(1995, 2026))
    scalars = {
        ORGANIZATIONS: lambda: {
            "founded": year, "address": f"{luck.choice(STREETS)} {luck.randint(1, 120)}",
        },
        SERVICES: lambda: {"price": luck.choice(PRICES), "capacity": str(luck.randint(5, 200))},
        PROJECTS: lambda: {
            "donor": luck.choice(DONORS), "budget": str(luck.randint(2, 900) * 1000),
        },
        DOCUMENTS: lambda: {"year": year, "format": luck.choice(FORMATS)},
    }[name.type]()  # fmt: skip
    relations = {
        relation: tuple(other.slug for other in _some(by_type[to], least, most, luck))
        for relation, to, least, most in RELATIONS[name.type]
    }
    return Neutral(
        type=name.type,
        slug=name.slug,
        title=name.title,
        summary=_sentence(luck),
        municipality=name.municipality,
        areas=tuple(luck.sample(AREAS, luck.randint(1, 3))),
        groups=tuple(luck.sample(GROUPS, luck.randint(1, 3))),
        scalars=scalars,
        relations=relations,
        email=f"info@{host}",
        phone=f"+381 {luck.randint(10, 39)} {luck.randint(100000, 999999)}",
        web=f"https://{host}",
        updated=f"2026-{luck.randint(1, 10):02d}-{luck.randint(1, 28):02d}",
        body=_body(names, luck.randint(120, 330), luck),
    )


def _some(pool: list[_Name], least: int, most: int, luck: random.Random) -> list[_Name]:
    return luck.sample(pool, min(len(pool), luck.randint(least, most)))


def _sentence(luck: random.Random) -> str:
    words = " ".join(map(luck.choice, (SUBJECTS, MANNERS, VERBS, OBJECTS)))
    return f"{words}, {luck.choice(ENDINGS)}." if luck.random() < 0.6 else f"{words}."


def _body(names: Sequence[_Name], length: int, luck: random.Random) -> str:
    """Two or three headings, paragraphs, lists, now and then a table, two to five links."""
    headings = luck.sample(HEADINGS, luck.choice((2, 3)))
    links = luck.sample(names, min(len(names), luck.randint(2, 5)))
    blocks: list[str] = []
    for heading in headings:
        blocks.append(f"## {heading}")
        words = 0
        while words < length // len(headings):
            sentences = [_marked(_sentence(luck), luck) for _ in range(luck.randint(2, 4))]
            if links and luck.random() < 0.75:
                sentences.append(f"Погледајте и страницу {_link(links.pop())}.")
            blocks.append(" ".join(sentences))
            if luck.random() < 0.35:
                mark = luck.choice(("-", "-", "1."))
                items = luck.sample(OBJECTS, luck.randint(3, 5))
                blocks.append(luck.choice(INTRODUCTIONS))
                blocks.append("\n".join(f"{mark} {item}" for item in items))
            words += sum(len(block.split()) for block in blocks[-3:])
    if luck.random() < 0.2:
        blocks.append(_table(luck))
    blocks += [f"Више о теми: {_link(link)}." for link in links[:1]]
    return "\n\n".join(blocks) + "\n"


def _marked(sentence: str, luck: random.Random) -> str:
    """*sentence*, of eight one with a strong word inside."""
    words = sentence.split()
    if luck.random() < 0.12:
        at = luck.randrange(1, len(words) - 1)
        words[at] = f"**{words[at]}**"
    return " ".join(words)


def _link(name: _Name) -> str:
    return f"[{name.title}](page:{name.type}/{name.slug})"


def _table(luck: random.Random) -> str:
    rows = ["| Година | Корисници | Средства (РСД) |", "| --- | ---: | ---: |"]
    rows += [
        f"| {2022 + year} | {luck.randint(20, 900)} | {luck.randint(100, 9000)}.000 |"
        for year in range(luck.randint(2, 4))
    ]
    return "\n".join(rows)
