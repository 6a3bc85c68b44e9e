"""What is asked of a figure: in which language, and which of its periods."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from klimamosaik.publication.kernel.periods import first_day, last_day, written_period
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.results import Datum, PublicFigure
from klimamosaik.terms.text import Language, Text

FROM, TO = "von", "bis"  # parameters of the address
FORM = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
NO_PERIOD = Text(
    "„{name}“ in der Adresse muss ein Jahr, ein Monat oder ein Tag sein, wie 2024, 2024-03 oder "
    "2024-03-01.",
    "“{name}” in the address must be a year, a month or a day, as 2024, 2024-03 or 2024-03-01.",
)
TURNED = Text(
    "„von“ liegt in der Adresse hinter „bis“: tauschen Sie beide.",
    "In the address “von” (from) lies after “bis” (to): swap them.",
)
ONLY = Text(
    "Gezeigt ist nur ein Teil: {span}. Überschrift und Satz gelten für alle Zeiträume.",
    "Only a part is shown: {span}. Headline and sentence hold for all periods.",
)
BOTH = Text("{first} bis {last}", "{first} to {last}")
SINCE = Text("ab {first}", "from {first}")
UNTIL = Text("bis {last}", "up to {last}")


class NotUnderstood(Exception):
    """The address asks for something there cannot be; says so in a sentence."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


@dataclass(frozen=True)
class SpanAsked:
    """Periods from `first` to `last`, both included; "" where that end is open."""

    first: str = ""
    last: str = ""

    def __bool__(self) -> bool:
        return bool(self.first or self.last)

    def holds(self, datum: Datum) -> bool:
        """True where a value belongs to it; what has no period belongs to all."""
        begin, end = first_day(datum.period), last_day(datum.period)
        after = begin is None or begin >= (first_day(self.first) or date.min)
        return after and (end is None or end <= (last_day(self.last) or date.max))

    def contains(self, day: date) -> bool:
        """True where a day lies in it."""
        return (first_day(self.first) or date.min) <= day <= (last_day(self.last) or date.max)

    @property
    def text(self) -> Text:
        """In words."""
        first, last = (
            Text(*(written_period(end, language) for language in ("de", "en")))
            for end in (self.first, self.last)
        )
        if self.first == self.last:
            return first
        form = BOTH if self.first and self.last else SINCE if self.first else UNTIL
        return form.format(first=first, last=last)

    @property
    def query(self) -> str:
        """As it stands in an address."""
        ends = ((FROM, self.first), (TO, self.last))
        return "&".join(f"{name}={value}" for name, value in ends if value)


def span_in(given: Mapping[str, str]) -> SpanAsked:
    """The span the parameters of an address ask for. Raises NotUnderstood."""
    first, last = (period_in(given, name) for name in (FROM, TO))
    begin, end = first_day(first), last_day(last)
    if begin and end and begin > end:
        raise NotUnderstood(TURNED)
    return SpanAsked(first, last)


def period_in(given: Mapping[str, str], name: str) -> str:
    """One end of the span; "" where it is not given."""
    value = given.get(name, "")
    try:
        if value and not (FORM.fullmatch(value) and last_day(value)):
            raise ValueError
    except ValueError:
        raise NotUnderstood(NO_PERIOD.format(name=name)) from None
    return value


def narrowed(figure: PublicFigure, span: SpanAsked) -> PublicFigure:
    """The figure with the values of the span alone, and a note that says so."""
    if not span or not figure.periods:
        return figure
    marked = figure.marked if figure.marked and span.contains(figure.marked) else None
    return replace(
        figure,
        data=tuple(each for each in figure.data if span.holds(each)),
        notes=(ONLY.format(span=span.text), *figure.notes),
        marked=marked,
    )


@dataclass(frozen=True)
class FigureAsked:
    """A figure as it was asked for: page, picture and files are made of this alone."""

    figure: PublicFigure  # narrowed
    language: Language
    root: str  # scheme and host, without a slash at its end
    span: SpanAsked = SpanAsked()

    def address(self, suffix: str = "/", *, query: str = "") -> str:
        """Where its page, or a file of it, is found; narrowed as it is."""
        path = figure_path(self.figure.town.ags, self.figure.key, suffix, self.language)
        asked = "&".join(part for part in (self.span.query, query) if part)
        return f"{self.root}{path}?{asked}" if asked else f"{self.root}{path}"

    @property
    def name(self) -> str:
        """What a file of it is called; a part says which part it is."""
        ends = (
            self.span.first and f"ab-{self.span.first}",
            self.span.last and f"bis-{self.span.last}",
        )
        return "_".join((self.figure.key, *filter(None, ends)))

    def said(self, text: Text) -> str:
        """A sentence in its language."""
        return text.in_(self.language)
