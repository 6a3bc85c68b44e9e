"""This server reads its own counters each minute, and stores one reading an interval."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from klimamosaik.observations.kernel.details import written
from klimamosaik.observations.models import Datastream, Quantity, Sensor, Thing
from klimamosaik.sources.own.counters import EnergyZone, MachineSample, sample
from klimamosaik.sources.own.energy import EnergyStep, energy_between
from klimamosaik.sources.sensorthings.asking import SourceUnreachable
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.streams.source_state import heard, keep_progress, state_of, stored
from klimamosaik.terms.text import Text

if TYPE_CHECKING:
    import polars as pl

    from klimamosaik.streams.mirror.rounds import Spare

NAME, SERIES = "Dieser Server", "Strom dieses Servers"
LONGEST = timedelta(minutes=10)  # between two samples; a counter of 262 kJ turns over at 400 W
ROOT = Path("/")


def meter(
    source: DataSource,
    *,
    now: datetime,
    spare: "Spare",
    root: Path = ROOT,
    cores: int | None = None,
) -> bool:
    """Read the counters, and store a reading where an interval is full; never more to do at once.

    A stretch in which the server was off has no reading. Raises SourceUnreachable where the
    machine says nothing of itself.
    """
    seen = sample(root, cores=cores or usable_cores())
    if not seen.zones and seen.busy is None:
        raise SourceUnreachable(NOTHING)
    progress = dict(state_of(source).progress)
    held = progress.get("sample")
    open_one = progress.get("open")
    if held:
        before, at = sample_from(held), datetime.fromisoformat(held["at"])
        later = grown(open_one, before, seen, at, now)
        if open_one and not (later and later["begin"] == open_one["begin"]):
            store(source, open_one, now)  # it was cut short: by a restart, or by another way
        open_one = later
        if open_one and full(source, open_one):
            store(source, open_one, now)
            open_one = None
    progress |= {"sample": sample_document(seen, now), "open": open_one}
    keep_progress(source, progress)
    heard(source, at=now)
    return False


def grown(
    open_one: dict[str, Any] | None,
    before: MachineSample,
    after: MachineSample,
    at: datetime,
    now: datetime,
) -> dict[str, Any] | None:
    """The interval that is being filled, with what came since `at`.

    After a gap it begins anew: what was drawn meanwhile nobody counted.
    """
    if now <= at:
        return open_one
    found = None
    if now - at <= LONGEST:
        seconds, longest = (now - at).total_seconds(), LONGEST.total_seconds()
        found = energy_between(before, after, seconds=seconds, longest=longest)
    if found is None:
        return None
    if open_one is None or open_one["end"] != at.isoformat() or open_one["step"] != found.step:
        open_one = {"begin": at.isoformat(), "kwh": 0.0, "step": found.step.value}
    return open_one | {"end": now.isoformat(), "kwh": open_one["kwh"] + found.kwh}


def full(source: DataSource, open_one: dict[str, Any]) -> bool:
    """True where the interval is nearly as long as promised: two looks later it would be longer."""
    begin, end = (datetime.fromisoformat(open_one[name]) for name in ("begin", "end"))
    least = max(source.promised_every / 2, source.promised_every - 2 * source.asked_every)
    return end - begin >= least


def store(source: DataSource, open_one: dict[str, Any], now: datetime) -> None:
    """Store one interval."""
    import polars as pl  # large, and most looks store nothing

    series = series_of(source, now)
    counted = open_one["step"] == EnergyStep.COUNTED
    frame = pl.DataFrame(
        {
            "datastream": [series.datastream_id],
            "start": [datetime.fromisoformat(open_one["begin"])],
            "end": [datetime.fromisoformat(open_one["end"])],
            "value": [open_one["kwh"]],
            "quality": ["measured" if counted else "estimated"],
            "details": [written({"parameters": {"step": open_one["step"]}})],
        }
    )
    keep(source, frame, now)


def keep(source: DataSource, frame: "pl.DataFrame", now: datetime) -> None:
    """Take intervals in, and note that they came."""
    from klimamosaik.observations.operations.arriving import take_in

    take_in(frame, name=source.name)
    stored(source, at=now)


def series_of(source: DataSource, now: datetime) -> SourceSeries:
    """The series of the server's electricity, made with the first reading."""
    from klimamosaik.observations.operations.things import common, property_of

    found = source.series.exclude(datastream=None).first()
    if found is not None:
        SourceSeries.objects.filter(pk=found.pk).update(last_seen=now)
        return found
    town = source.municipality
    thing = Thing.objects.create(municipality=town, name=NAME, description=ABOUT_THING)
    stream = Datastream.objects.create(
        name=SERIES,
        description=ABOUT_SERIES,
        thing=thing,
        sensor=common(Sensor, NAME, description=ABOUT_SENSOR),
        observed_property=property_of(Quantity.ENERGY),  # as all meters observe it
        quantity=Quantity.ENERGY,
        unit="kWh",
        expected_every=source.promised_every,
    )
    about = {"name": SERIES, "unit": "kWh", "place": None}
    return SourceSeries.objects.create(
        source=source, key="energy", datastream=stream, about=about, first_seen=now, last_seen=now
    )


def usable_cores() -> int:
    """The processors this machine, or its container, may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def sample_document(seen: MachineSample, at: datetime) -> dict[str, Any]:
    """A sample as it is kept between two looks."""
    zones = {name: [zone.counted, zone.turns_over] for name, zone in seen.zones.items()}
    return {
        "at": at.isoformat(),
        "boot": seen.boot,
        "zones": zones,
        "busy": seen.busy,
        "cores": seen.cores,
    }


def sample_from(told: dict[str, Any]) -> MachineSample:
    """A sample as it was kept."""
    zones = {name: EnergyZone(*both) for name, both in told["zones"].items()}
    return MachineSample(told["boot"], zones, told["busy"], told["cores"])


ABOUT_THING = "Der Rechner, auf dem Klimamosaik läuft."
ABOUT_SERIES = (
    "Strom des Rechners; jeder Wert sagt, ob er gezählt oder aus Rechenzeit geschätzt ist."
)
ABOUT_SENSOR = "Zähler des Prozessors (RAPL) mal 1,3, sonst Rechenzeit mal Leistung je Kern."
NOTHING = Text(
    "Dieser Rechner sagt weder, was sein Prozessor verbraucht, noch, wie lange er arbeitet.",
    "This machine says neither what its processor uses nor how long it works.",
)
