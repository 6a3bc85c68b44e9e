"""Devices and what they measure come to be when they are first heard."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from klimamosaik.observations.models import (
    MEASUREMENT,
    OM,
    Datastream,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Quantity,
    Sensor,
    Thing,
)
from klimamosaik.observations.operations.things import common
from klimamosaik.sources.lorawan.measurement import MeasuredValue, Measurement
from klimamosaik.sources.lorawan.naming import NamedProperty, property_named
from klimamosaik.sources.lorawan.uplink import DevicePlace, Uplink
from klimamosaik.sources.lorawan.walking import values_in
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.streams.other_units import is_another_unit
from klimamosaik.terms.text import Text

MOST_SERIES = 20_000  # of a source: beyond, somebody sends what is not ours
MOVED = 1e-4  # degrees, about 10 m: less is how exactly a place is known
LONGEST_KEY, LONGEST_UNIT = 300, 60
ASKED_AT_ONCE = 500  # keys a query; SQLite allows a limited number of parameters
CATEGORY, TRUTH = f"{OM}OM_CategoryObservation", f"{OM}OM_TruthObservation"
ABOUT_SENSOR = Text("LoRaWAN-Gerät, gehört über {network}.", "LoRaWAN device, heard by {network}.")
ABOUT_STREAM = Text(
    "{label}, vom Gerät als „{name}“ gemeldet.", "{label}, told by the device as “{name}”."
)


def kind_of(value: MeasuredValue) -> str:
    """The standard's type of observation for a value."""
    if isinstance(value, bool):
        return TRUTH
    return CATEGORY if isinstance(value, str) else MEASUREMENT


@dataclass
class KnownDevices:
    """The series of a source that a few messages are about; new ones come to be."""

    source: DataSource
    at: datetime
    series: dict[str, SourceSeries] = field(default_factory=dict)
    room: int | None = None  # for new series; None: not counted yet

    def look_up(self, keys: Iterable[str]) -> None:
        """Read the series of these keys."""
        asked = sorted(set(keys))
        for begin in range(0, len(asked), ASKED_AT_ONCE):
            found = self.source.series.filter(key__in=asked[begin : begin + ASKED_AT_ONCE])
            self.series |= {each.key: each for each in found.select_related("datastream")}

    def device(self, uplink: Uplink) -> SourceSeries | None:
        """The row of a device; None where there is no room for another."""
        row = self.series.get(uplink.device)
        if row is None:
            if not self.has_room():
                return None
            thing = Thing.objects.create(
                municipality=self.source.municipality,
                name=uplink.name,
                properties=properties_of(uplink),
            )
            row = self.make(uplink.device, None, {"kind": "device", "thing": thing.pk})
        row.about |= {"name": uplink.name, "network": uplink.network.value, "model": uplink.model}
        self.place(row, uplink.place)
        return row

    def has_room(self) -> bool:
        """True where the source may have more series."""
        if self.room is None:
            self.room = MOST_SERIES - self.source.series.count()
        return self.room > 0

    def make(self, key: str, stream: Datastream | None, about: dict[str, Any]) -> SourceSeries:
        """A new row."""
        row = SourceSeries.objects.create(
            source=self.source,
            key=key,
            datastream=stream,
            about=about,
            first_seen=self.at,
            last_seen=self.at,
        )
        self.series[key] = row
        self.room = None if self.room is None else self.room - 1
        return row

    def place(self, row: SourceSeries, place: DevicePlace | None) -> None:
        """Where a device is: kept with its history where it moved."""
        if place is None or not has_moved(row.about.get("place"), place):
            return
        row.about["place"] = [place.latitude, place.longitude]
        point = [place.longitude, place.latitude]
        if place.altitude is not None:
            point.append(place.altitude)
        location = Location.objects.create(
            municipality=self.source.municipality,
            name=row.about.get("name", row.key),
            location={"type": "Point", "coordinates": point},
        )
        thing = Thing.everything.get(pk=row.about["thing"])
        thing.locations.set([location])
        HistoricalLocation.objects.create(thing=thing, time=self.at).locations.set([location])

    def measured(
        self, device: SourceSeries, uplink: Uplink, measured: Measurement
    ) -> SourceSeries | None:
        """The row of what a device measures; None where there is no room for another.

        What it tells in another unit than before is another series.
        """
        key = key_of(uplink, measured)
        row = self.series.get(key)
        stream = row.datastream if row is not None and measured.unit else None
        if stream and is_another_unit(stream.unit, str(measured.unit)[:LONGEST_UNIT]):
            key = key_of(uplink, measured, in_unit=True)
            row = self.series.get(key)
        if row is None and self.has_room():
            told = property_named(measured)
            stream = self.stream(device, uplink, measured, told)
            about = {
                "name": stream.name,
                "unit": stream.unit,
                "place": device.about.get("place"),
                "counter": told.counter,
            }
            row = self.make(key, stream, about)
        return row

    def stream(
        self, device: SourceSeries, uplink: Uplink, measured: Measurement, told: NamedProperty
    ) -> Datastream:
        """The datastream of what a device measures."""
        label = told.label
        return Datastream.objects.create(
            name=self.series_name(device, uplink, measured, told),
            description=ABOUT_STREAM.format(label=label, name=measured.name).de,
            quantity=Quantity.COUNTER if told.counter else "",
            unit=told.unit[:LONGEST_UNIT],
            expected_every=self.source.promised_every,
            thing_id=device.about["thing"],
            sensor=self.sensor(uplink),
            observed_property=self.observed(told),
            observation_type=kind_of(measured.value),
        )

    def series_name(
        self, device: SourceSeries, uplink: Uplink, measured: Measurement, told: NamedProperty
    ) -> str:
        """What a person calls it; with the device's own word where it measures that twice."""
        name = f"{uplink.name}: {told.label.de}"
        twice = Datastream.everything.filter(thing=device.about["thing"], name=name).exists()
        return f"{name} ({measured.name})" if twice else name

    def sensor(self, uplink: Uplink) -> Sensor:
        """The instrument: one for all devices of a model in the town."""
        found: Sensor
        found, _ = Sensor.objects.get_or_create(
            municipality=self.source.municipality,
            name=uplink.model or uplink.network.text.de,
            gone_at=None,
            description=ABOUT_SENSOR.format(network=uplink.network.text).de,
        )
        return found

    def observed(self, told: NamedProperty) -> ObservedProperty:
        """What is observed: common to all where the name tells it, else the town's own."""
        if told.known:
            return common(ObservedProperty, told.label.de, description=told.label.en)
        found: ObservedProperty
        found, _ = ObservedProperty.objects.get_or_create(
            municipality=self.source.municipality, name=told.label.de, gone_at=None
        )
        return found


def key_of(uplink: Uplink, measured: Measurement, *, in_unit: bool = False) -> str:
    """The key of what a device measures; in_unit: where it told it in another unit before."""
    unit = f" [{measured.unit}]"[:LONGEST_UNIT] if in_unit else ""
    return f"{uplink.device}/{measured.name}"[: LONGEST_KEY - len(unit)] + unit


def properties_of(uplink: Uplink) -> dict[str, Any]:
    """What is kept of a device beside its name."""
    told = {"devEUI": uplink.device, "network": uplink.network.text.de, "model": uplink.model}
    tags = {each.name: each.value for each in values_in(uplink.tags).values}
    return {name: value for name, value in told.items() if value} | ({"tags": tags} if tags else {})


def has_moved(before: list[float] | None, now: DevicePlace) -> bool:
    """True where a place is another one than before."""
    if before is None:
        return True
    pairs = zip(before, (now.latitude, now.longitude), strict=True)
    return max(abs(one - other) for one, other in pairs) > MOVED
