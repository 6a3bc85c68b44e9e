"""The newest value of a measure or a building, with its day, in one sentence."""

from collections.abc import Sequence
from datetime import date

from klimamosaik.publication.kernel.periods import written_period
from klimamosaik.publication.queries.results import Datum, PublicFigure, PublicIndicator
from klimamosaik.terms.text import Text, joined

MOST = 2  # indicators on one card
MONTH = Text("{month}: {value:n} {unit} {known_by}", "{month}: {value:n} {unit} {known_by}")
AND_EXPECTED = Text(
    "{said}; ohne die Maßnahme waren {value:n} {unit} zu erwarten.",
    "{said}; without the measure {value:n} {unit} was to be expected.",
)
ALONE = Text("{said}.", "{said}.")
INDICATOR = Text("{name}: {value} {unit} ({day:short})", "{name}: {value} {unit} ({day:short})")
NOTHING = Text("Noch ist kein Messwert veröffentlicht.", "No measured value is published yet.")
YEAR = Text("{headline}.", "{headline}.")


def newest_of_measure(figure: PublicFigure, indicators: Sequence[PublicIndicator]) -> Text:
    """The newest month that was metered; else the newest indicators."""
    measured = newest(figure, "measured")
    if measured is None:
        return of_indicators(indicators)
    said = MONTH.format(
        month=month_of(measured),
        value=measured.value,
        unit=measured.unit,
        known_by=measured.quality.text,
    )
    expected = [
        each
        for each in figure.data
        if each.series == "expected" and each.period == measured.period and each.value is not None
    ]
    if not expected:
        return ALONE.format(said=said)
    return AND_EXPECTED.format(said=said, value=expected[0].value, unit=expected[0].unit)


def newest_of_building(figure: PublicFigure) -> Text:
    """The newest whole year."""
    if all(each.value is None for each in figure.data):
        return NOTHING
    return YEAR.format(headline=figure.headline)


def newest(figure: PublicFigure, series: str) -> Datum | None:
    """The newest known value of a series."""
    known = [each for each in figure.data if each.series == series and each.value is not None]
    return max(known, key=lambda each: each.period, default=None)


def month_of(datum: Datum) -> Text:
    """Its period as each language writes it."""
    return Text(written_period(datum.period, "de"), written_period(datum.period, "en"))


def of_indicators(indicators: Sequence[PublicIndicator]) -> Text:
    """The newest values of indicators; of those of one day the last of the impact chain."""
    known = [each for each in indicators if each.newest is not None and each.newest_on is not None]
    known.sort(key=lambda each: each.newest_on or date.min)
    if not known:
        return NOTHING
    said = [
        INDICATOR.format(name=each.name, value=each.newest, unit=each.unit, day=each.newest_on)
        for each in reversed(known[-MOST:])
    ]
    return ALONE.format(said=joined(said, "; "))
