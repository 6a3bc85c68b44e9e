"""What this server uses in a year, by its own readings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from klimamosaik.observations.queries.readings import daily, readings
from klimamosaik.places.models import Municipality
from klimamosaik.sources.own.energy import EnergyStep, reach_of
from klimamosaik.streams.models import SourceKind, SourceSeries
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

YEAR = timedelta(days=365)
LEAST = 1.0  # [d] of readings, before a year is told from them


@dataclass(frozen=True)
class OwnUse:
    """A year of this server, as far as it is known."""

    kwh: float | None  # [kWh/a]; None: too little is known yet
    days: float  # [d] with readings in the last year
    step: Text  # how it is known
    source: int  # its page
    least: float  # the lowest it may be, as a part of it
    most: float  # the highest


def own_use(*, municipality: Municipality, now: datetime) -> OwnUse | None:
    """The server's electricity of a year; None where the municipality has no such source.

    The days with readings of the last year, taken to a whole year.
    """
    series = (
        SourceSeries.objects.filter(source__municipality=municipality, source__kind=SourceKind.OWN)
        .exclude(datastream=None)
        .first()
    )
    if series is None or series.datastream_id is None:
        return None
    today = local_day(now)
    found = daily(
        datastreams=[series.datastream_id], first=today - YEAR, last=today + timedelta(days=1)
    )
    days, kwh = float(found["covered"].sum()), float(found["value"].sum())
    told = kwh / days * YEAR.days if days >= LEAST else None
    step = step_of(series.datastream_id, now)
    return OwnUse(told, days, step.text, series.source_id, *reach_of(step))


def step_of(datastream: int, now: datetime) -> EnergyStep:
    """How the last day is known: counted only where all of it is."""
    found = readings(datastreams=[datastream], start=now - timedelta(days=1))
    counted = not found.is_empty() and (found["quality"].cast(pl.String) == "measured").all()
    return EnergyStep.COUNTED if counted else EnergyStep.ESTIMATED
