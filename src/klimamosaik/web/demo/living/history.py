"""The network of the invented sensors, a fortnight of their readings, and their news."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.operations import save
from klimamosaik.streams.models import DataSource, SourceKind, SourceSeries
from klimamosaik.streams.operations import add_source
from klimamosaik.streams.source_draft import SourceWish
from klimamosaik.streams.uplinks.operations import take_uplinks, tie_counter
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import LOCAL, local_day
from klimamosaik.web.demo.living.messages import message
from klimamosaik.web.demo.living.sensors import (
    SENSORS,
    STUCK_AT,
    SUB_METER,
    SensorFault,
    SyntheticSensor,
)

NETWORK = "Sensornetz (erfunden)"
OWNER = "Stadtwerke Musterstadt (erfunden)"
FORTNIGHT = timedelta(days=14)
EVERY = timedelta(minutes=15)
STUCK_FOR = timedelta(days=3)
APART = timedelta(seconds=67)  # from one sensor's message to the next one's
TUESDAY = 1
FELL_SILENT = time(14, 37)  # local time
BUILDING, PART_OF_IT = "Bürgerhaus", "Lüftung (Unterzähler, erfunden)"
Moments = Iterable[tuple[datetime, int]]  # when, and the counter of frames


def bring_sensors(municipality: Municipality, *, by: User, at: datetime) -> None:
    """Set the network up with a fortnight of readings; a second demo changes nothing."""
    if DataSource.objects.filter(municipality=municipality, name=NETWORK).exists():
        return
    source = network(municipality, by=by, at=at - FORTNIGHT)
    silent_since = last_tuesday(at)
    for faulty in (True, False):
        bodies = [
            body
            for sensor in SENSORS
            if (sensor.fault is SensorFault.SILENT) == faulty
            for body in past(sensor, municipality, at=silent_since if faulty else at)
        ]
        take_uplinks(source=source, bodies=bodies, at=silent_since if faulty else at)
        if faulty:  # nothing came since: its delivery is not of today
            Delivery.objects.filter(seq=data_version()).update(at=silent_since)
    tie_sub_meter(source, by=by)


def network(municipality: Municipality, *, by: User, at: datetime) -> DataSource:
    """The source all of them belong to."""
    wish = SourceWish(
        municipality=municipality,
        kind=SourceKind.PUSH,
        name=NETWORK,
        owner=OWNER,
        legal_basis="Daseinsvorsorge, NKomVG § 4 (Beispiel)",
        licence="dl-de/zero-2-0",
        promised="15 Minuten",
        kept="2 Jahre",
    )
    return add_source(wish=wish, by=by, at=at).source


def last_tuesday(at: datetime) -> datetime:
    """The afternoon of the last Tuesday that is over."""
    day = local_day(at)
    back = (day.weekday() - TUESDAY) % 7 or 7
    return datetime.combine(day - timedelta(days=back), FELL_SILENT, tzinfo=LOCAL)


def past(sensor: SyntheticSensor, municipality: Municipality, *, at: datetime) -> Iterator[bytes]:
    """The messages of a fortnight up to `at`, the oldest first."""
    count = FORTNIGHT // EVERY
    newest = at - sensor.number * APART
    moments = ((newest - (count - 1 - frame) * EVERY, frame) for frame in range(count))
    stuck = at - STUCK_FOR if sensor.fault is SensorFault.STUCK else None
    return messages(sensor, municipality, moments, stuck_since=stuck)


def messages(
    sensor: SyntheticSensor,
    municipality: Municipality,
    moments: Moments,
    *,
    stuck_since: datetime | None,
) -> Iterator[bytes]:
    """Messages of a sensor; from `stuck_since` on they say the same number."""
    centre = (municipality.latitude or 0.0, municipality.longitude or 0.0)
    for at, frame in moments:
        stuck = stuck_since is not None and at >= stuck_since
        value = STUCK_AT if stuck else sensor.at(at)
        yield message(sensor, value, at=at, frame=frame, centre=centre)


def tie_sub_meter(source: DataSource, *, by: User) -> None:
    """The counter of electricity becomes a meter of a building: a part of what is counted there."""
    building = source.municipality.buildings.get(name=BUILDING)
    told = {"carrier": Carrier.ELECTRICITY.value, "direction": Direction.PART.value}
    point = building.meter_points.filter(name=PART_OF_IT, **told).first()
    if point is None:
        with transaction.atomic():
            point = save(MeterPoint(building=building, name=PART_OF_IT, **told), by=by)
    series = source.series.get(key__startswith=f"{SUB_METER.eui}/")
    tie_counter(series=series, meter_point=point)


def report(*, at: datetime) -> int:
    """Bring what the sensors say at `at`, and what they said since they were last heard.

    How many messages; none where nobody built the demo, or somebody took the network away.
    """
    source = DataSource.objects.filter(name=NETWORK, municipality__synthetic=True).first()
    if source is None:
        return 0
    rows = source.series.filter(key__in=[sensor.eui for sensor in SENSORS])
    devices = {row.key: row for row in rows}
    bodies = [
        body
        for sensor in SENSORS
        if sensor.fault is not SensorFault.SILENT and sensor.eui in devices
        for body in news(sensor, devices[sensor.eui], source.municipality, at)
    ]
    take_uplinks(source=source, bodies=bodies, at=at)
    return len(bodies)


def news(
    sensor: SyntheticSensor, device: SourceSeries, municipality: Municipality, at: datetime
) -> Iterator[bytes]:
    """The messages of a sensor since it was last heard, as a network keeps them, and one of now."""
    heard = device.state["frames"]
    last = max(datetime.fromisoformat(heard["at"]), at - FORTNIGHT)
    times = [*missed(last, at), at]
    moments = ((each, heard["counter"] + place) for place, each in enumerate(times, 1))
    stuck = last if sensor.fault is SensorFault.STUCK else None
    return messages(sensor, municipality, moments, stuck_since=stuck)


def missed(last: datetime, at: datetime) -> Sequence[datetime]:
    """The moments between the last message and now at which one was due."""
    return [last + step * EVERY for step in range(1, (at - last) // EVERY + 1)]
