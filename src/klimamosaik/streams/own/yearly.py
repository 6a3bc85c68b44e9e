"""What this server uses in a year, by its own readings."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import polars as pl

from klimamosaik.observations.queries.readings import daily, readings
from klimamosaik.places.models import Municipality
from klimamosaik.sources.own.energy import EnergyStep, reach_of
from klimamosaik.streams.models import SourceKind, SourceSeries
from klimamosaik.streams.own.renewable import NOT_SAID, renewable_of
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

YEAR = timedelta(days=365)
UNIT = "kWh/a"
LEAST = 1.0  # [d] of readings, before a year is told from them


@dataclass(frozen=True)
class OwnUse:
    """A year of this server, as far as it is known."""

    used: Estimate | None  # None: too little is known yet
    days: float  # [d] with readings in the last year
    step: Text  # how it is known
    source: int  # its page
    thing: int | None  # whose readings they are
    renewable: Text  # how much of it is, as its operator says

    @property
    def said(self) -> Text | None:
        """The year in words; None where too little is known."""
        return None if self.used is None else in_a_year(self.used)


def in_a_year(use: Estimate) -> Text:
    """Energy of a year as it is told: no finer than its range, and a little is not nothing."""
    if use.high < LITTLE:
        return NEARLY_NOTHING
    shown = replace(use.stepped, unit="kWh")  # "a year" is said in words
    return YEARLY.format(use=shown.text(".0n" if shown.step >= 1 else ".1n"))


LITTLE = 0.05  # [kWh/a] would be written as 0,0
YEARLY = Text("{use} im Jahr", "{use} a year")
NEARLY_NOTHING = Text("weniger als 0,1 kWh im Jahr", "less than 0.1 kWh a year")


def own_use(*, municipality: Municipality, now: datetime) -> OwnUse | None:
    """The server's electricity of a year; None where the municipality has no such source.

    The days with readings of the last year, taken to a whole year.
    """
    series = (
        SourceSeries.objects.filter(source__municipality=municipality, source__kind=SourceKind.OWN)
        .exclude(datastream=None)
        .select_related("source", "datastream")
        .first()
    )
    if series is None or series.datastream is None:
        return None
    today = local_day(now)
    stream = series.datastream
    found = daily(datastreams=[stream.pk], first=today - YEAR, last=today + timedelta(days=1))
    days, kwh = float(found["covered"].sum()), float(found["value"].sum())
    step = step_of(stream.pk, now)
    share = renewable_of(series.source)
    return OwnUse(
        used=in_range(kwh / days * YEAR.days, step) if days >= LEAST else None,
        days=days,
        step=step.text,
        source=series.source_id,
        thing=stream.thing_id,
        renewable=share.said if share else NOT_SAID,
    )


def in_range(kwh: float, step: EnergyStep) -> Estimate:
    """A year with how far it may be off, by how it is known."""
    least, most = reach_of(step)
    return Estimate(kwh, kwh * least, kwh * most, UNIT)


def step_of(datastream: int, now: datetime) -> EnergyStep:
    """How the last day is known: counted only where all of it is."""
    found = readings(datastreams=[datastream], start=now - timedelta(days=1))
    counted = not found.is_empty() and (found["quality"].cast(pl.String) == "measured").all()
    return EnergyStep.COUNTED if counted else EnergyStep.ESTIMATED
