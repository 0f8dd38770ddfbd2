"""How values read in one edition: dates, periods, money, hours, standings, field by field.

Turns the values of fields into words with the theme's sentences. Knows no pages and no markup.
"""

from __future__ import annotations

import datetime as calendar
from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from sitegen.catalog import Catalog
from sitegen.editions import Edition
from sitegen.freshness import Freshness
from sitegen.frozen import dataclass
from sitegen.kinds.common import Accessibility, Address, Hours, Period, Telephone, Verified
from sitegen.kinds.document import Document, DocumentDate, File, Gazette, Standing, standing
from sitegen.kinds.organization import Accreditation, Identifier
from sitegen.kinds.project import Budget
from sitegen.kinds.service import Capacity, Cost
from sitegen.scripts.spans import Prose
from sitegen.values import PartialDate, Phone


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one edition: its script and the theme's sentences in that script."""

    edition: Edition
    words: Catalog

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the theme."""
        return self.words.say(key, **facts)

    def date(self, day: PartialDate | str | None) -> str:
        """„3. маја 2018.“, „мај 2018.“, „2018.“; what is not known is said so."""
        if not isinstance(day, PartialDate):
            return self.say("date.unknown")
        if not day.month:
            return self.say("date.year", year=day.year)
        case = "genitive" if day.day else "nominative"
        month = self.say(f"month.{case}.{day.month}")
        if not day.day:
            return self.say("date.month", month=month, year=day.year)
        return self.say("date.day", day=day.day, month=month, year=day.year)

    def period(self, period: Period) -> str:
        """„2003–2005.“, „од маја 2018. до …“; an end of our own reckoning is marked."""
        start, end = period.from_, period.to
        if start and end and not start.month and not end.month:
            words = self.say("period.year_to_year", start=start.year, end=end.year)
        elif start and end:
            words = self.say("period.from_to", start=self.date(start), end=self.date(end))
        elif start:
            words = self.say("period.from", start=self.date(start))
        elif end:
            words = self.say("period.to", end=self.date(end))
        else:
            return self.say("date.unknown")
        return f"{words} {self.say('period.computed')}" if period.basis == "computed" else words

    def standing(self, document: Document, as_of: PartialDate) -> tuple[Standing, str]:
        """The standing of a document on the day *as_of* and its words, with the exact day: a
        year alone begins on its first day and ends on its last."""
        found = standing(document, as_of.last_day)
        day = found.day
        if day and found.code in ("runs", "ends_soon", "ended"):
            day = _exactly(day.last_day)
        elif day and found.code == "not_begun":
            day = _exactly(day.first_day)
        return found, self.say(f"standing.{found.code}", day=self.date(day) if day else "")

    def amount(self, number: int) -> str:
        """A whole number with the thousands dot: 800.000."""
        return f"{number:,}".replace(",", ".")

    def checked(self, verified: Verified | None) -> str:
        """When and how the facts were looked at, or that nobody has yet."""
        if verified is None:
            return self.say("verified.never")
        how = self.say(f"choice.how.{verified.how}")
        words = self.say("verified.on", date=self.date(verified.date), how=how)
        if not verified.fields:
            return words
        fields = ", ".join(self.inside(self.say(f"field.{name}")) for name in verified.fields)
        return f"{words} {self.say('verified.only', fields=fields)}"

    def doubt(self, known: Freshness) -> str:
        """What is said beside a contact that is not freshly checked; empty beside one that is."""
        if known.is_fresh:
            return ""
        return self.say(f"doubt.{known.code}", date=self.date(known.checked))

    def inside(self, label: str) -> str:
        """A label as it stands inside a sentence; an acronym keeps its capitals."""
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]

    def html(self, prose: Prose) -> Markup:
        """*prose* for a page of this edition."""
        return self.edition.html(prose)

    def address(self, address: Address) -> tuple[Markup, ...]:
        """The lines of an address, as on an envelope."""
        street = [address.street, address.number]
        town = [address.locality]
        lines = [
            Markup(" ").join(self.html(part) for part in street if part),
            Markup(" ").join(
                [escape(code) for code in (address.postal_code,) if code]
                + [self.html(part) for part in town if part]
            ),
            self.html(address.note) if address.note else Markup(""),
        ]
        return tuple(line for line in lines if line)

    def hours(self, rule: Hours) -> Markup:
        """One rule of opening hours."""
        if rule.always:
            words = self.say("hours.always")
        elif rule.by_appointment:
            words = self.say("hours.by_appointment")
        else:
            days = self._days(rule.days or ())
            words = self.say("hours.rule", days=days, start=rule.from_ or "", end=rule.to or "")
        note = Markup(" ({})").format(self.html(rule.note)) if rule.note else Markup("")
        return escape(words) + note

    def phone_label(self, telephone: Telephone) -> str:
        """What a number is for: its own label, else its type."""
        if telephone.label:
            return self.html(telephone.label)
        return self.say(f"choice.phone.{telephone.type or 'voice'}")

    def value(self, key: str, value: Any, kind: str) -> Markup | None:
        """The words of one value of the field *key*; None for what is not shown as a fact.

        *kind* tells words apart that several kinds share ("status").
        """
        if isinstance(value, Prose):
            return self.html(value)
        if isinstance(value, PartialDate):
            return escape(self.date(value))
        if isinstance(value, Period):
            return escape(self.period(value))
        if isinstance(value, Phone):
            return escape(value.shown)
        if isinstance(value, bool):
            return None
        if isinstance(value, int):
            return escape(self.amount(value))
        if isinstance(value, str):
            for choice in (f"choice.{key}.{kind}.{value}", f"choice.{key}.{value}"):
                if self.words.has(choice):
                    return escape(self.say(choice))
            if key == "languages":
                return escape(self.language(value))
            return escape(value)
        words = next((words for cls, words in self._shapes if isinstance(value, cls)), None)
        return words(value) if words else None

    def language(self, tag: str) -> str:
        """The name of a language; an unknown tag stays as it is."""
        key = f"languages.{tag.split('-')[0]}"
        return self.say(key) if self.words.has(key) else tag

    @property
    def _shapes(self) -> tuple[tuple[type[Any], Callable[[Any], Markup]], ...]:
        return (
            (Budget, self._budget),
            (Cost, self._cost),
            (Capacity, self.capacity),
            (DocumentDate, self._document_date),
            (Gazette, self._gazette),
            (File, lambda file: escape(file.path)),
            (Identifier, self._identifier),
            (Accreditation, self._accreditation),
            (Accessibility, self._accessibility),
            (Hours, self.hours),
        )

    def _budget(self, budget: Budget) -> Markup:
        kind = self.say(f"choice.budget.{budget.kind}")
        return Markup("{} {} ({}; „{}“)").format(
            self.amount(budget.amount), self._currency(budget.currency), kind,
            self.html(budget.as_written),
        )

    def _cost(self, cost: Cost) -> Markup:
        words = escape(self.say(f"choice.cost.{cost.kind}"))
        if cost.amount is not None:
            words += Markup(": {} {}").format(
                self.amount(cost.amount), self._currency(cost.currency or "")
            )
        return words + Markup(" – {}").format(self.html(cost.note)) if cost.note else words

    def _currency(self, code: str) -> Markup:
        key = f"choice.currency.{code}"
        if self.words.has(key):
            return escape(self.say(key))
        return Markup('<span translate="no">{}</span>').format(code)

    def capacity(self, capacity: Capacity) -> Markup:
        """How many there is room for, and on which day that was so."""
        return Markup("{} {}; {}").format(
            self.amount(capacity.count), self.html(capacity.unit), self.as_of(capacity.as_of)
        )

    def as_of(self, day: PartialDate | str) -> str:
        """The day that a figure or a name is of, or that the source has no date."""
        known = isinstance(day, PartialDate)
        key = "contact.as_of" if known else "contact.as_of_unknown"
        return self.say(key, date=self.date(day))

    def _document_date(self, dated: DocumentDate) -> Markup:
        return Markup("{} ({})").format(
            self.date(dated.date), self.say(f"choice.event.{dated.event}")
        )

    def _gazette(self, gazette: Gazette) -> Markup:
        return Markup("{} {}/{}").format(
            self.html(gazette.name), gazette.number, gazette.year.year
        )

    def _identifier(self, identifier: Identifier) -> Markup:
        number = Markup('<span translate="no">{} {}</span>').format(
            identifier.scheme, identifier.value
        )
        register = identifier.register
        return number + Markup(" – {}").format(self.html(register)) if register else number

    def _accreditation(self, held: Accreditation) -> Markup:
        parts = [self.html(held.standard)]
        if held.since or held.until:
            parts.append(escape(self.period(Period(from_=held.since, to=held.until))))
        if held.body:
            parts.append(self.html(held.body))
        return Markup(" – ").join(parts)

    def _accessibility(self, fact: Accessibility) -> Markup:
        what = self.say(f"choice.what.{fact.what}")
        words = Markup("{}: {}").format(what, self.say(f"choice.value.{fact.value}"))
        return words + Markup(" – {}").format(self.html(fact.note)) if fact.note else words

    def _days(self, days: tuple[int, ...]) -> str:
        names = [self.say(f"day.{day}") for day in days]
        if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
            return f"{names[0]}–{names[-1]}"
        return ", ".join(names)


def _exactly(day: calendar.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
