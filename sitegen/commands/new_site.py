"""``sitegen new site DIR``: a small finished directory for another town, ready to be built.

Asks on a terminal, takes flags elsewhere. The files lie under ``sitegen/starter/``; a name between
two ``@`` stands for an answer. Nothing about the town is made up but the sample records, and those
say so.
"""

from __future__ import annotations

import datetime
import re
import time
import uuid
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from sitegen import __version__
from sitegen.catalog import Catalog
from sitegen.commands.project import epoch_from
from sitegen.edits import flow
from sitegen.originals import create_original
from sitegen.scripts.serbian import canonical
from sitegen.slugs import fits_address, slug
from sitegen.usage import Command
from sitegen.values import read_base_url, read_email
from sitegen.voice import is_asked_at_a_terminal, say, words_of

LOCALES = ("sr-BA", "sr-RS", "sr-ME", "sr-HR")
_COUNTRIES = {"BA": "Босна и Херцеговина", "RS": "Србија", "ME": "Црна Гора", "HR": "Хрватска"}
_SCRIPTS = {"both": "", "cyrillic": "sr-Cyrl", "latin": "sr-Latn"}
_LICENCE = ("Creative Commons Ауторство 4.0", "https://creativecommons.org/licenses/by/4.0/")
# Names that Git hosts want with a dot, which no packer should leave out.
_DOTTED = {"dot-github": ".github", "dot-gitignore": ".gitignore"}


@click.command("new site", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--town", default="", help="Град или општина.")
@click.option("--name", default="", help="Име именика; без тога: Именик – град.")
@click.option("--locale", default="", metavar="|".join(LOCALES), help="Земља и изговор (sr-BA).")
@click.option("--scripts", default="", metavar="|".join(_SCRIPTS), help="Писма сајта (both).")
@click.option("--default-script", default="", metavar="cyrillic|latin", help="Писмо почетне странице.")
@click.option("--base-url", default="", help="Адреса сајта на мрежи.")
@click.option("--contact", default="", help="Електронска пошта уредништва.")
@click.option("--publisher", default="", help="Ко издаје именик.")
@click.option("--no-input", is_flag=True, help="Ништа не питај.")
def new_site(
    folder: Path, town: str, name: str, locale: str, scripts: str, default_script: str,
    base_url: str, contact: str, publisher: str, no_input: bool,
) -> None:  # fmt: skip
    """Прави нов мали именик у фасцикли FOLDER, спреман за build."""
    words = words_of(None)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(words.say("new_site.taken", path=str(folder)))
    if is_asked_at_a_terminal() and not no_input:
        town = town or click.prompt(words.say("new_site.town"), err=True)
        locale = locale or click.prompt(words.say("new_site.locale"), default="sr-BA", err=True)
        scripts = scripts or click.prompt(words.say("new_site.scripts"), default="both", err=True)
        base_url = base_url or click.prompt(words.say("new_site.base_url"), default="", err=True)
        contact = contact or click.prompt(words.say("new_site.contact"), default="", err=True)
    town = _canonical(town) or "Наш град"
    locale, scripts = locale or "sr-BA", scripts or "both"
    _agreed(locale, LOCALES, "--locale", words)
    _agreed(scripts, tuple(_SCRIPTS), "--scripts", words)
    _agreed(default_script or "cyrillic", ("cyrillic", "latin"), "--default-script", words)
    if base_url and read_base_url(base_url) is None:
        raise click.UsageError(words.say("cli.base_url", found=base_url[:80]))
    if contact and read_email(contact) is None:
        raise click.UsageError(words.say("new_site.mailbox", found=contact[:80]))
    name = _canonical(name) or f"Именик – {town}"
    publisher = _canonical(publisher) or "Уредништво именика"
    place = slug(town)
    if not fits_address(place) or place == "drzava":
        place = "grad"
    today = _today(words)
    country = locale.partition("-")[2]
    answers = {
        "TITLE_TEXT": name, "TOWN": flow(town), "TOWN_SLUG": place, "PUBLISHER": flow(publisher),
        "PUBLISHER_TEXT": publisher, "TODAY": today, "COUNTRY": country,
        "COUNTRY_NAME": flow(_COUNTRIES[country]), "LICENCE_TEXT": _LICENCE[0],
        "VERSION": __version__,
    }  # fmt: skip
    settings = _settings(name, town, publisher, locale, scripts, default_script, base_url, contact)
    create_original(folder / "content/site.yml", settings.encode())
    for path, text in starter():
        filled = re.sub(r"@([A-Z_]+)@", lambda match: answers[match[1]], text)
        create_original(folder / path, filled.encode())
    say(words.say("new_site.done", path=str(folder)))


def starter() -> Iterator[tuple[str, str]]:
    """Every file of the starter but ``site.yml``: its path in the new project and its text."""
    waiting: list[tuple[str, Traversable]] = [("", files("sitegen") / "starter")]
    while waiting:
        path, at = waiting.pop()
        for entry in sorted(at.iterdir(), key=lambda entry: entry.name):
            inside = f"{path}{_DOTTED.get(entry.name, entry.name)}"
            if entry.is_dir():
                waiting.append((f"{inside}/", entry))
            else:
                yield inside, entry.read_text(encoding="utf-8")


def _settings(
    name: str, town: str, publisher: str, locale: str, scripts: str, default_script: str,
    base_url: str, contact: str,
) -> str:  # fmt: skip
    """``site.yml``, with the answers where there are any and a comment where there are none."""
    namespace = uuid.uuid5(uuid.NAMESPACE_URL, base_url or f"{contact} {locale} {town} {name}")
    script = "latin" if scripts == "latin" else default_script or "cyrillic"
    rows = [
        f"title: {flow(name)}",
        f"description: {flow(f'Ко помаже, коме и како: организације, услуге и документи. {town}.')}",
        f"town: {flow(town)}",
        f"publisher: {flow(publisher)}",
        f"locale: {locale}",
        f"default_script: {script}",
        f"scripts: [{_SCRIPTS[scripts]}]" if _SCRIPTS[scripts] else "# scripts: [sr-Cyrl]   само једно писмо",
        f"base_url: {base_url}" if base_url else "# base_url: https://…   без тога нема мапе сајта",
        f"contact_email: {contact}" if contact else "# contact_email: …   куда се јављају грешке",
        "# edit_url: https://…/edit/main/{path}   веза за уређивање на сваком запису",
        f"licence: {_LICENCE[0]}",
        f"licence_url: {_LICENCE[1]}",
        "# Од овога настају трајне ознаке у подацима; не дира се никад.",
        f"uuid_namespace: {namespace}",
        "review_months: 12",
        "# emergency: бројеви које је неко позвао, сваки са извором и даном",
        "#   - {label: …, number: \"…\", area: …, hours: непрекидно, source: \"https://…\", checked: 2026-01-31}",
    ]  # fmt: skip
    return "\n".join(rows) + "\n"


def _canonical(text: str) -> str:
    """*text* as the starter is written, in Cyrillic: no field then mixes two scripts."""
    return canonical(" ".join(text.split())).prose.plain


def _agreed(value: str, known: tuple[str, ...], option: str, words: Catalog) -> None:
    if value not in known:
        found = words.say("new_site.choice", option=option, found=value[:40], known=", ".join(known))
        raise click.UsageError(found)


def _today(words: Catalog) -> str:
    """The day on which the samples came into being."""
    epoch = epoch_from(words)
    moment = time.time() if epoch is None else epoch
    return datetime.datetime.fromtimestamp(moment, datetime.UTC).date().isoformat()
