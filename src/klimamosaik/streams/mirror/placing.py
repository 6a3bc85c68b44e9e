"""The sensors of another server become ours: named, placed and described as there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from klimamosaik.observations.models import (
    COMPLEX,
    MEASUREMENT,
    Datastream,
    DatastreamPart,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.sources.sensorthings.entities import (
    RemoteEntity,
    RemoteLocation,
    RemoteProperty,
    RemoteSensor,
    RemoteSeries,
    RemoteThing,
)
from klimamosaik.streams.mirror.unit_changes import means_else, parted
from klimamosaik.streams.models import UNTIL, DataSource, SourceSeries

Row = TypeVar("Row", bound=Model)
LONG = 500  # characters of an encoding or of a unit


@dataclass
class MirroredPlaces:
    """What of a server is here already, by its links there."""

    source: DataSource
    series: dict[str, SourceSeries] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)  # Things(1) -> Thing, Sensors(1) -> Sensor

    @classmethod
    def of(cls, source: DataSource) -> "MirroredPlaces":
        """Read what earlier rounds made."""
        found = cls(source)
        listed = source.series.select_related(
            "datastream__thing", "datastream__sensor", "datastream__observed_property"
        )
        for each in listed.exclude(about__has_key=UNTIL):
            found.series[each.key] = each
            found.remember(each)
        return found

    def remember(self, series: SourceSeries) -> None:
        """What one series knows of the links it belongs to."""
        stream, about = series.datastream, series.about
        if stream is None:
            return
        self.rows[about.get("thing", "")] = stream.thing
        self.rows[about.get("sensor", "")] = stream.sensor
        parts: list[ObservedProperty | None] = [stream.observed_property]
        if stream.several:
            parts = [part.observed_property for part in stream.parts.all()]
        self.rows.update(zip(about.get("observed", []), parts, strict=False))
        for link, key in about.get("locations", {}).items():
            self.rows.setdefault(link, Location.objects.filter(pk=key).first())

    def take(self, remote: Iterable[RemoteSeries], *, at: datetime) -> list[SourceSeries]:
        """Make or bring up to date what a page of series says; all of it, or nothing."""
        with transaction.atomic():
            found = [self.as_before(each) or self.take_one(each, at=at) for each in remote]
            seen = SourceSeries.objects.filter(pk__in=[each.pk for each in found])
            seen.update(last_seen=at)
        return found

    def as_before(self, remote: RemoteSeries) -> SourceSeries | None:
        """The series where nothing of it has changed; None where there is something to do."""
        known = self.series.get(remote.entity.link)
        if known is None or known.datastream is None or known.datastream.gone_at is not None:
            return None
        return known if known.about.get("digest") == self.digest(remote) else None

    def digest(self, remote: RemoteSeries) -> str:
        """What tells whether a series, or what was promised of it, is as it was."""
        told = (replace(remote, span=None), self.source.promised_every)
        return sha256(repr(told).encode()).hexdigest()[:24]

    def take_one(self, remote: RemoteSeries, *, at: datetime) -> SourceSeries:
        """One series with its thing, places, sensor and properties."""
        thing = self.thing(remote.thing, at)
        sensor = self.sensor(remote.sensor) if remote.sensor else None
        observed = [self.observed(each) for each in remote.observed]
        known = self.series.get(remote.entity.link)
        if known is not None and means_else(known, remote):
            known = self.series[remote.entity.link] = parted(known, at=at)
        stream = known.datastream if known and known.datastream else Datastream(quantity="")
        kept(
            stream,
            name=remote.entity.name,
            description=remote.entity.description,
            properties=remote.entity.properties,
            thing=thing,
            sensor=sensor,
            observed_property=None if remote.several or not observed else observed[0],
            observation_type=remote.observation_type[:LONG]
            or (COMPLEX if remote.several else MEASUREMENT),
            unit=remote.symbol[:60],
            unit_of_measurement=remote.unit,
            observed_area=remote.observed_area,
            several=remote.several,
            expected_every=self.source.promised_every,
            gone_at=None,
        )
        if remote.several:
            self.parts(stream, remote.observed, observed)
        return self.noted(remote, stream, at)

    def noted(self, remote: RemoteSeries, stream: Datastream, at: datetime) -> SourceSeries:
        """The series as the source tells it."""
        link = remote.entity.link
        series = self.series.get(link) or SourceSeries(
            source=self.source, key=link[:300], first_seen=at
        )
        series.datastream, series.last_seen = stream, at
        series.about = about(remote) | {
            "digest": self.digest(remote),
            "locations": {
                each.entity.link: self.rows[each.entity.link].pk for each in remote.thing.locations
            },
        }
        series.save()
        self.series[link] = series
        return series

    def thing(self, remote: RemoteThing, at: datetime) -> Thing:
        """A thing; where it stands elsewhere than before, the move is kept."""
        row = self.entity(Thing, remote.entity)
        places = [self.location(each) for each in remote.locations]
        before = {each.pk for each in row.locations.all()}
        if {each.pk for each in places} != before:
            row.locations.set(places)
            if places:
                moved = HistoricalLocation.objects.create(thing=row, time=at)
                moved.locations.set(places)
        return row

    def location(self, remote: RemoteLocation) -> Location:
        """A place."""
        return self.entity(
            Location,
            remote.entity,
            encoding_type=remote.encoding[:LONG],
            location=remote.location,
        )

    def sensor(self, remote: RemoteSensor) -> Sensor:
        """An instrument."""
        told = {"encoding_type": remote.encoding[:LONG], "metadata": remote.metadata}
        return self.entity(Sensor, remote.entity, **told)

    def observed(self, remote: RemoteProperty) -> ObservedProperty:
        """What is observed."""
        return self.entity(ObservedProperty, remote.entity, definition=remote.definition)

    def parts(
        self,
        stream: Datastream,
        remote: Iterable[RemoteProperty],
        observed: Iterable[ObservedProperty],
    ) -> None:
        """The properties of a series whose results are lists, in their order."""
        told = [
            (row.pk, each.observation_type or MEASUREMENT, each.unit)
            for each, row in zip(remote, observed, strict=True)
        ]
        fields = ("observed_property", "observation_type", "unit_of_measurement")
        if list(stream.parts.values_list(*fields)) == told:
            return
        stream.parts.all().delete()
        DatastreamPart.objects.bulk_create(
            DatastreamPart(
                datastream=stream,
                place=place,
                observed_property_id=key,
                observation_type=kind,
                unit_of_measurement=unit,
            )
            for place, (key, kind, unit) in enumerate(told)
        )

    def entity(self, kind: type[Row], remote: RemoteEntity, **told: Any) -> Row:
        """The row of an entity, made or brought up to date once a round."""
        row = self.rows.get(remote.link) or kind()
        kept(
            row,
            municipality=self.source.municipality,
            name=remote.name,
            description=remote.description,
            properties=remote.properties,
            gone_at=None,
            **told,
        )
        self.rows[remote.link] = row
        return row


def kept(row: Model, **told: Any) -> None:
    """Bring a row up to what is told; saved only where something differs."""
    changed = [name for name, value in told.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, told[name])
    if changed or row._state.adding:
        row.save()


def about(remote: RemoteSeries) -> dict[str, Any]:
    """What the source says of a series, as pages show it and later rounds find it by."""
    return {
        "name": remote.entity.name,
        "thing_name": remote.thing.entity.name,
        "unit": remote.symbol,
        "place": list(remote.place) if remote.place else None,
        "thing": remote.thing.entity.link,
        "sensor": remote.sensor.entity.link if remote.sensor else "",
        "observed": [each.entity.link for each in remote.observed],
    }
