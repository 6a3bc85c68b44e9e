"""Readings of what is no use, as they come in files: soil moisture, level, noise, rain, room air.

They belong to a thing: the building of that name, or a place of the municipality's own. They are
datastreams like those sensors report, and never of a meter: nothing of them enters a sum of energy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from klimamosaik.observations.intake.spacings import so_many
from klimamosaik.observations.intake.spelling import normalised
from klimamosaik.observations.models import (
    Datastream,
    ObservedProperty,
    Quantity,
    Sensor,
    Thing,
)
from klimamosaik.observations.operations.things import common, things_of
from klimamosaik.places.models import Building, Municipality
from klimamosaik.sources.tables import Preview, SensedSeries
from klimamosaik.terms.period import local_day
from klimamosaik.terms.reading import READING
from klimamosaik.terms.text import Text

FROM_FILES = "Messgerät, dessen Werte als Datei kommen"
EXPECTED_FROM_FILES = timedelta(days=31)  # nobody is late before a month has passed
SUMS = {"precipitation": Quantity.PRECIPITATION}  # by the label in English; all else is averaged
SPAN = Text("{first:short} – {last:short}", "{first:short} – {last:short}")
AT_BUILDING = Text("Gebäude", "building")
AT_PLACE = Text("Ort oder Gerät", "place or device")


@dataclass(frozen=True)
class SensedPreview:
    """One such series for the preview."""

    series: SensedSeries
    shape: tuple[float | None, ...]
    known: bool  # readings of this quantity at this place are here already
    at: Text  # what the place is

    @property
    def span(self) -> Text:
        """From when to when."""
        first = local_day(self.series.first)
        last = local_day(self.series.last - timedelta(microseconds=1))
        return SPAN.format(first=first, last=last)

    @property
    def count(self) -> Text:
        """How many readings of which spacing."""
        return so_many(self.series.count, self.series.spacing)


def sensed_seen(
    preview: Preview,
    shapes: Sequence[tuple[float | None, ...]],
    *,
    municipality: Municipality | None,
    buildings: dict[str, Building],
) -> tuple[SensedPreview, ...]:
    """What the preview shows of them; nothing comes to be. buildings: by normalised name."""
    found = []
    for series, shape in zip(preview.sensed, shapes, strict=True):
        building = buildings.get(normalised(series.place))
        thing = known_thing(series.place, building, municipality) if municipality else None
        known = thing is not None and known_stream(series, thing) is not None
        found.append(SensedPreview(series, shape, known, AT_BUILDING if building else AT_PLACE))
    return tuple(found)


def placed_sensed(
    preview: Preview, *, municipality: Municipality, buildings: dict[str, Building]
) -> pl.DataFrame:
    """The readings as deliver() wants them; things and datastreams come to be as needed."""
    ids = {
        series.name: stream_for(series, municipality, buildings.get(normalised(series.place))).pk
        for series in preview.sensed
    }
    table = pl.DataFrame(
        {"series": list(ids), "datastream": list(ids.values())},
        schema={"series": pl.String, "datastream": pl.Int64},
    )
    return preview.sensed_readings.join(table, on="series", how="inner").select(
        "datastream", *READING
    )


def stream_for(
    series: SensedSeries, municipality: Municipality, building: Building | None
) -> Datastream:
    """The datastream of a series: the one that is there, or a new one at its thing."""
    thing = known_thing(series.place, building, municipality) or new_thing(
        series.place, building, municipality
    )
    return known_stream(series, thing) or Datastream.objects.create(
        name=series.name,
        thing=thing,
        sensor=common(Sensor, FROM_FILES),
        observed_property=common(ObservedProperty, series.label.de, description=series.label.en),
        quantity=SUMS.get(series.label.en, ""),
        unit=series.unit,
        spacing=series.spacing,
        expected_every=EXPECTED_FROM_FILES,
    )


def known_thing(place: str, building: Building | None, municipality: Municipality) -> Thing | None:
    """The thing of a building, or the municipality's own of that name; None: there is none yet."""
    found: Thing | None
    if building is not None:
        found = Thing.objects.filter(building=building).first()
    else:
        found = Thing.objects.filter(municipality=municipality, name__iexact=place).first()
    return found


def new_thing(place: str, building: Building | None, municipality: Municipality) -> Thing:
    """A thing for a place that had none."""
    if building is not None:
        return things_of("building", [building.pk])[building.pk]
    made: Thing = Thing.objects.create(municipality=municipality, name=place)
    return made


def known_stream(series: SensedSeries, thing: Thing) -> Datastream | None:
    """The datastream of this quantity, unit and spacing at a thing."""
    return Datastream.objects.filter(
        thing=thing,
        observed_property__name=series.label.de,
        unit=series.unit,
        spacing=series.spacing,
    ).first()
