"""Meters whose readings are public."""

from datetime import datetime
from typing import Annotated

from klimamosaik.publication.public.api.entries.values import ApiEntity, SaidText, described, taken
from klimamosaik.publication.queries.meters import PublicMeter
from klimamosaik.publication.queries.paths import SENSORS, page_path
from klimamosaik.terms.text import Text


class SeriesEntry(ApiEntity):
    """A series of readings of a meter."""

    id: int
    name: str
    unit: str
    count: Annotated[int, described(Text("Messwerte", "readings"))]
    last: Annotated[SaidText | None, described(Text("letzter Messwert", "last reading"))]
    at: Annotated[SaidText | None, described(Text("wann das war", "when that was"))]
    readings: Annotated[
        str, described(Text("Adresse ihrer Messwerte (SensorThings)", "address of its readings"))
    ]


class MeterEntry(ApiEntity):
    """A meter; without its number, and none that would tell of few homes."""

    id: int
    carrier: SaidText
    carrier_code: str
    direction: Annotated[SaidText, described(Text("Richtung", "direction"))]
    direction_code: str
    counts: Annotated[bool, described(Text("zählt als Verbrauch", "counts as use"))]
    thing: Annotated[int, described(Text("Gerät bei den Sensoren", "thing among the sensors"))]
    place: Annotated[str, described(Text("wo er zählt", "where it counts"))]
    building: Annotated[
        int | None, described(Text("leer: nicht einzeln öffentlich", "null: not public by itself"))
    ]
    series: list[SeriesEntry]
    since: Annotated[datetime, described(Text("öffentlich seit", "public since"))]
    page: Annotated[str, described(Text("Adresse seiner Seite", "address of its page"))]


def meter_entry(one: PublicMeter, ags: str) -> MeterEntry:
    """A meter of a municipality."""
    series = [
        taken(SeriesEntry, each, readings=f"{SENSORS}/Datastreams({each.id})/Observations")
        for each in one.series
    ]
    return taken(MeterEntry, one, series=series, page=page_path(ags, f"sensoren/{one.thing}/"))
