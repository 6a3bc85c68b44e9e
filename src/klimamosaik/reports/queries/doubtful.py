"""Meters whose unit is in doubt, what their values may be, and how a person settles it."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import polars as pl
from django.contrib.auth.models import User

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries import readings as observations
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.query_cache import once
from klimamosaik.reports.doubts import doubts_in
from klimamosaik.reports.kernel.months import MONTHS, day_number, month_edges, speaking
from klimamosaik.reports.metering import bills_by_month, readings_by_month, series_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.period import midnight


@dataclass(frozen=True)
class UnitChoice:
    """What the values may be in."""

    code: str
    name: str
    factor: float  # of one such unit in kWh, or m³ of water


UNITS = (
    UnitChoice("Wh", "Wh", 0.001),
    UnitChoice("MJ", "MJ", 1 / 3.6),
    UnitChoice("GJ", "GJ", 1000 / 3.6),
    UnitChoice("MWh", "MWh", 1000.0),
)
WATER_UNITS = (UnitChoice("l", "Liter", 0.001),)


@dataclass(frozen=True)
class Doubtful:
    """A meter point with a span of months that enter no sum."""

    point: MeterPoint
    start: date  # first local day of the first month in doubt
    end: date  # first local day after the last one
    total: float  # [kWh], [m³] as stored
    usual: float | None  # [kWh], [m³] what the other months, or bills, make of as many months

    @property
    def last(self) -> date:
        """The last month, as its first day."""
        number = self.end.year * MONTHS + self.end.month - 2
        return date(number // MONTHS, number % MONTHS + 1, 1)

    @property
    def end_year(self) -> int:
        """First calendar year not touched."""
        return self.last.year + 1

    @property
    def unit(self) -> str:
        """Of what is stored."""
        return "m³" if self.point.carrier == Carrier.WATER else "kWh"

    @property
    def readings(self) -> tuple["UnitReading", ...]:
        """What the values would be in each unit, the likeliest first."""
        units = WATER_UNITS if self.point.carrier == Carrier.WATER else UNITS
        found = [UnitReading(unit, self.total * unit.factor, self.fits(unit)) for unit in units]
        return tuple(sorted(found, key=lambda each: each.off))

    def fits(self, unit: UnitChoice) -> float:
        """How far the total would be from the usual one, as a logarithm."""
        if not self.usual or self.total <= 0:
            return float(abs(np.log(unit.factor)))
        return float(abs(np.log(self.total * unit.factor / self.usual)))


@dataclass(frozen=True)
class UnitReading:
    """The values taken as a unit."""

    unit: UnitChoice
    total: float  # [kWh], [m³] of the doubtful months then
    off: float  # distance from the usual, as a logarithm

    @property
    def digits(self) -> int:
        """Decimals it is written with, so that a little is not told as nothing."""
        return 0 if self.total >= 10 else 3


def doubtful_meters(*, municipality: Municipality) -> tuple[Doubtful, ...]:
    """The meters that count with months in doubt, by building and name."""

    def found() -> tuple[Doubtful, ...]:
        doubts = doubts_in(municipality=municipality)
        points = MeterPoint.objects.counting().filter(pk__in=list(doubts))
        held = points.select_related("building")
        return tuple(doubtful_of(point, doubts[point.pk]) for point in held)

    return once(("doubtful", municipality.pk), found, of=(municipality,))


def doubtful_of(point: MeterPoint, months: frozenset[int]) -> Doubtful:
    """Months in doubt of one meter, with what is stored and what would be usual."""
    start, end = first_day(min(months)), first_day(max(months) + 1)
    edges = month_edges(start.year - 2, end.year + 2)
    read = readings_by_month([point], {point.pk: 0}, edges, None)
    billed, _ = bills_by_month({point.pk: 0}, edges, None)
    numbers = edges[:-1].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    doubted = np.isin(numbers, sorted(months))
    total = float(read.amount[0][doubted].sum())
    rates = [
        sums.amount[0][chosen].sum() / sums.days[0][chosen].sum()
        for sums, chosen in ((billed, doubted), (read, ~doubted))
        if sums.days[0][chosen].sum() > 0
    ]
    days = read.days[0][doubted].sum()
    return Doubtful(point, start, end, total, float(rates[0] * days) if rates else None)


def first_day(month: int) -> date:
    """The first day of a month since 1970-01."""
    return date(1970 + month // MONTHS, month % MONTHS + 1, 1)


def take_as(*, doubtful: Doubtful, unit: str, by: User, at: datetime) -> Delivery:
    """A person says in which unit the values are: a correcting delivery makes them kWh (or m³).

    It is taken back like any other delivery. Raises InputRejected for a unit there is not.
    """
    chosen = next((each.unit for each in doubtful.readings if each.unit.code == unit), None)
    if chosen is None:
        raise rejected(
            "unknown_unit",
            "Die Einheit „{unit}“ steht hier nicht zur Wahl.",
            "The unit “{unit}” is not among those to choose from.",
            unit=unit,
        )
    corrected = readings_in(doubtful).with_columns(pl.col("value") * chosen.factor)
    return deliver(
        readings=corrected,
        name=f"{doubtful.point}: {chosen.code} → {doubtful.unit}"[:200],
        municipality=doubtful.point.building.municipality,
        by=by,
        at=at,
    )


def readings_in(doubtful: Doubtful) -> pl.DataFrame:
    """The readings of the months in doubt as `deliver` takes them.

    Only those of datastreams that speak for the meter then: a year's quantity from a bill beside
    them is in no doubt.
    """
    edges = month_edges(doubtful.start.year, doubtful.last.year)
    found = series_of({doubtful.point.pk: 0}, edges, None)
    assert found is not None
    heard = speaking(found.sums, found.owner, count=1, edges=edges) & (found.sums.days > 0)
    inside = (edges[:-1] >= day_number(doubtful.start)) & (edges[:-1] < day_number(doubtful.end))
    rows = observations.readings(
        datastreams=[
            stream.pk
            for stream, months in zip(found.streams, heard, strict=True)
            if (months & inside).any()
        ],
        start=midnight(doubtful.start),
        end=midnight(doubtful.end),
    )
    return rows.select("datastream", "start", "end", "value", "quality")
