"""An indicator of a measure, with every value that was entered or read."""

from collections.abc import Iterable
from dataclasses import replace

from klimamosaik.measures.models import Indicator
from klimamosaik.measures.queries.newest import NewestValue, digits_of
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.figures.kind import (
    FigureKind,
    changed_at,
    datum,
    id_in,
    name_of,
    own_source,
)
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import indicators_in, newest_in
from klimamosaik.publication.queries.paths import measure_path, page_path
from klimamosaik.publication.queries.publications import since
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.terms.text import Text

PREFIX, DIGITS = "kennzahl-", 3
NEWEST = Text("{value} {unit} am {day:short}", "{value} {unit} on {day:short}")
NOTHING = Text("noch kein Wert", "no value yet")
BEFORE = Text(
    "Vor der Maßnahme waren es {value} {unit}.", "Before the measure it was {value} {unit}."
)
DEFINITION = Text(
    "Kennzahl der Maßnahme „{measure}“: {what}.", "Indicator of the measure “{measure}”: {what}."
)


def keys(known: Known) -> Iterable[str]:
    """All published indicators."""
    return [f"{PREFIX}{pk}" for pk in known.published.ids(PublishedKind.INDICATOR)]


def make(known: Known, key: str) -> PublicFigure:
    """One indicator's values over time."""
    pk = id_in(key, PREFIX)
    if pk is None:
        raise NotPublic
    known.published.require(PublishedKind.INDICATOR, pk)
    row = indicators_in(known)[pk]
    values = values_of(row, newest_in(known).get(pk))
    named = Text(row.name, row.name)
    newest = values[-1] if values else None
    measure = row.measure if known.published.has(PublishedKind.MEASURE, row.measure_id) else None
    before = row.start_value
    digits = max([DIGITS, *(digits_of(each.value) for each in values)])
    return PublicFigure(
        key=key,
        town=known.town,
        title=named,
        headline=NEWEST.format(value=newest.value, unit=row.unit, day=newest.day)
        if newest
        else NOTHING,
        sentence=BEFORE.format(value=before, unit=row.unit) if before is not None else named,
        definition=DEFINITION.format(measure=measure.name, what=row.observed_property or row.name)
        if measure
        else named,
        shape=FigureShape.LINES,
        digits=digits,
        data=tuple(value_of(row, each, digits) for each in values),
        source=own_source(known),
        method="",
        data_version=known.data_version,
        changed_at=changed_at(known, 0, since(known, PublishedKind.INDICATOR, pk)),
        theme="ENVI",
        page=measure_path(known.town.ags, measure.pk) if measure else page_path(known.town.ags),
        notes=(homes_rule().text,) if pk in known.untold_indicators else (),
        marked=measure.start if measure else None,
    )


def value_of(row: Indicator, told: NewestValue, digits: int) -> Datum:
    """One value; the newest one of a series that goes on says so."""
    found = datum(
        "value",
        Text(row.name, row.name),
        told.day.isoformat(),
        told.value,
        row.unit,
        digits=digits,
        quality=told.quality,
        note=told.source,
    )
    return replace(found, live=told.live)


def values_of(row: Indicator, newest: NewestValue | None) -> list[NewestValue]:
    """Every value that was entered, and the newest one readings make; the oldest first."""
    entered = [
        NewestValue(each.day, each.value, Text(each.source, each.source))
        for each in row.values.all()
    ]
    if newest is not None and newest.day not in {each.day for each in entered}:
        entered.append(newest)
    return sorted(entered, key=lambda each: each.day)


def title(known: Known, key: str) -> Text:
    """What the indicator is called."""
    ags = known.published.ags
    name = name_of(known, lambda: Indicator.objects.filter(measure__municipality=ags), key, PREFIX)
    return Text(name, name)


INDICATOR = FigureKind(
    keys,
    lambda key: id_in(key, PREFIX) is not None,
    make,
    title,
    PublishedKind.INDICATOR,
    PREFIX,
)
