"""The newest that is known: of indicators, and of the meters a measure reads."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor, log10

from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.measures.models.kinds import ReadingBasis
from klimamosaik.measures.queries.live_reading import LiveReading
from klimamosaik.measures.queries.values_from_readings import Basis, ReadValue, values_read
from klimamosaik.observations.kernel.instants import stored_day
from klimamosaik.observations.models import Latest
from klimamosaik.observations.queries.readings import newest_change
from klimamosaik.places.models import Municipality
from klimamosaik.terms.quality import Quality, read_by
from klimamosaik.terms.text import Text, decimal

MOST_DIGITS = 7


@dataclass(frozen=True)
class NewestValue:
    """The newest value of an indicator and where it is from."""

    day: date
    value: float  # [unit of the indicator]
    source: Text
    read: bool = False  # made of readings, not entered
    live: LiveReading | None = None  # see ReadValue
    estimated: bool = False  # see ReadValue

    @property
    def quality(self) -> Quality:
        """How it came to be: stated by a person, or measured, unless a reading is estimated."""
        return read_by(estimated=self.estimated) if self.read else Quality.STATED


def newest_values(
    *, indicators: Iterable[Indicator], unread: Collection[int] = ()
) -> Mapping[int, NewestValue]:
    """The newest value of each indicator by its id: entered, or read; absent where none is known.

    Where both are known the newer one counts; of `unread` (ids) what was entered alone.
    """
    indicators = list(indicators)
    asked = (each for each in indicators if each.datastream_id and each.pk not in unread)
    made = values_read(basis_of(each) for each in asked)
    found = {}
    for indicator in indicators:
        told = None if indicator.pk in unread else made.get(basis_of(indicator))
        known = [*entered(indicator), *read(told)]
        if known:
            found[indicator.pk] = max(known, key=lambda newest: newest.day)
    return found


def entered(indicator: Indicator) -> list[NewestValue]:
    """The newest value somebody entered, if any."""
    values = list(indicator.values.all()[:1])
    return [NewestValue(row.day, row.value, Text(row.source, row.source)) for row in values]


def basis_of(indicator: Indicator) -> Basis:
    """Which readings an indicator is made of, and how."""
    return indicator.datastream_id or 0, ReadingBasis(indicator.basis)


def read(made: ReadValue | None) -> list[NewestValue]:
    """The value made of readings, if any, with the decimals it is written with everywhere."""
    if made is None:
        return []
    value = round(made.value, digits_of(made.value))
    return [NewestValue(made.day, value, made.source, True, made.live, made.estimated)]


def last_readings(*, measures: Iterable[Measure]) -> Mapping[int, date]:
    """The day of the newest reading at the meters of each measure, by its id; absent: none."""
    table = Measure.meter_points.through.objects
    points = defaultdict(list)
    pairs = table.filter(measure__in=[measure.pk for measure in measures])
    for measure, point in pairs.values_list("measure_id", "meterpoint_id"):
        points[point].append(measure)
    rows = Latest.objects.filter(datastream__meter_point__in=list(points), end__gt=0)
    found: dict[int, date] = {}
    for point, end in rows.values_list("datastream__meter_point_id", "end"):
        day = stored_day(end or 0)
        for measure in points[point]:
            found[measure] = max(found.get(measure, date.min), day)
    return found


def readings_key(*, municipality: Municipality) -> tuple[object, ...]:
    """What the register tells of readings: another one as soon as these say something else of it.

    Of meters it tells the last day alone, of datastreams behind indicators their values.
    """
    measures = Measure.objects.filter(municipality=municipality)
    behind = Indicator.objects.filter(measure__in=measures, datastream__isnull=False)
    streams = sorted(set(behind.values_list("datastream_id", flat=True)))
    days = sorted(last_readings(measures=measures).items())
    return tuple(days), newest_change(datastreams=streams)


def measures_reading(*, meter_points: Collection[int]) -> Mapping[int, tuple[Measure, ...]]:
    """Which measures read each meter point, measured or for comparison; empty where none does."""
    found: dict[int, list[Measure]] = defaultdict(list)
    for link in ("meter_points", "comparison_points"):
        table = Measure._meta.get_field(link).remote_field.through  # type: ignore[union-attr]
        rows = table.objects.filter(meterpoint__in=meter_points).select_related("measure")
        for row in rows:
            if row.measure not in found[row.meterpoint_id]:
                found[row.meterpoint_id].append(row.measure)
    return {point: tuple(found[point]) for point in meter_points}


def written(value: float | None) -> Text | None:
    """A whole number without, any other with one or two digits after the comma; see `digits_of`."""
    if value is None:
        return None
    digits = digits_of(value)
    return Text(decimal(value, digits=digits), decimal(value, digits=digits, language="en"))


def digits_of(value: float) -> int:
    """Decimals a value is written with; below 1 two figures of it, so that none is told as 0."""
    if value == round(value):
        return 0
    order = floor(log10(abs(value)))
    return 1 if order >= 1 else min(max(2, 1 - order), MOST_DIGITS)
