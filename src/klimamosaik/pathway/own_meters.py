"""What the municipality's own meters add up to in a year: a start for its administration."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from django.db.models import Max

from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.evidence.queries.readings import FINE
from klimamosaik.observations.kernel.instants import stored_day
from klimamosaik.observations.models import Datastream, Latest, Quantity
from klimamosaik.observations.queries import readings as observations
from klimamosaik.observations.queries.resolution import place_of
from klimamosaik.pathway.co2e import metered_factor
from klimamosaik.pathway.kernel.course import EmissionUse
from klimamosaik.pathway.queries.uses import flat
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.period import midnight
from klimamosaik.terms.quality import Quality, read_by, worked_out
from klimamosaik.terms.reading import GUESSED
from klimamosaik.terms.text import Text, joined

DAY = 86_400.0  # [s]
YEARS_BACK = 5  # newest years looked at
WHOLE = 0.98  # share of a year's days from which its sum stands for the year
MOST_METERS = 0.5  # of all; below, the sum says too little about the administration


@dataclass(frozen=True)
class MeteredYear:
    """The energy of all meters that tell of a whole year."""

    year: int
    kwh: tuple[tuple[Carrier, float], ...]  # [kWh] by carrier
    meters: int  # that tell of the whole year
    known: int  # meters there are
    estimated: int  # of those that tell, with estimated readings


@dataclass(frozen=True)
class WholeYear:
    """What a meter tells of a whole year."""

    kwh: float
    estimated: bool  # some of its readings are


def metered_year(*, municipality: Municipality, before: int) -> MeteredYear | None:
    """The newest year most meters tell of as a whole; None where fewer than half of them do."""
    points = list(
        MeterPoint.objects.counting()
        .filter(building__municipality=municipality)
        .exclude(carrier=Carrier.WATER)
    )
    streams = finest_streams(points)
    newest = newest_year(streams)
    if newest is None:
        return None
    newest = min(newest, before - 1)
    best: MeteredYear | None = None
    for year in range(newest, newest - YEARS_BACK, -1):
        found = whole_year(year, streams, len(points))
        if best is None or found.meters > best.meters:
            best = found
        if best.meters == len(points):
            break
    return best if best and best.meters >= MOST_METERS * len(points) else None


def finest_streams(points: Sequence[MeterPoint]) -> list[tuple[MeterPoint, Datastream]]:
    """The datastream that tells most about each meter, where there is one."""
    rows = Datastream.objects.filter(meter_point__in=points, quantity=Quantity.ENERGY)
    best: dict[int | None, Datastream] = {}
    for stream in sorted(rows, key=lambda row: (place_of(row.spacing), row.pk)):
        best.setdefault(stream.meter_point_id, stream)
    return [(point, best[point.pk]) for point in points if point.pk in best]


def newest_year(streams: Sequence[tuple[MeterPoint, Datastream]]) -> int | None:
    """The year of the newest reading."""
    known = Latest.objects.filter(datastream__in=[stream.pk for _, stream in streams])
    end = known.aggregate(newest=Max("end"))["newest"]
    return stored_day(end).year if end is not None else None


def whole_year(
    year: int, streams: Sequence[tuple[MeterPoint, Datastream]], known: int
) -> MeteredYear:
    """The sums of the meters that tell of a whole year."""
    fine = [(point, stream) for point, stream in streams if stream.spacing in FINE]
    coarse = [(point, stream) for point, stream in streams if stream.spacing not in FINE]
    sums: dict[Carrier, float] = defaultdict(float)
    told = [*of_days(year, fine), *of_intervals(year, coarse)]
    whole = [each for each in told if each is not None]
    for (point, _), found in zip([*fine, *coarse], told, strict=True):
        if found is not None:
            sums[Carrier(point.carrier)] += found.kwh
    estimated = sum(each.estimated for each in whole)
    return MeteredYear(year, tuple(sums.items()), len(whole), known, estimated)


def of_days(year: int, streams: Sequence[tuple[MeterPoint, Datastream]]) -> list[WholeYear | None]:
    """Each meter's sum of a year's days; None where too many are missing."""
    if not streams:
        return []
    matrix = observations.daily_matrix(
        datastreams=[stream.pk for _, stream in streams],
        first=date(year, 1, 1),
        last=date(year + 1, 1, 1),
    )
    covered = matrix.covered.sum(axis=1) / matrix.covered.shape[1]
    sums = np.nansum(matrix.values, axis=1)
    guessed = np.any(matrix.estimated, axis=1).tolist()
    return [
        WholeYear(float(total) / float(share), marked) if share >= WHOLE else None
        for total, share, marked in zip(sums, covered, guessed, strict=True)
    ]


def of_intervals(
    year: int, streams: Sequence[tuple[MeterPoint, Datastream]]
) -> list[WholeYear | None]:
    """Each meter's sum of the months, bills or years that begin in a year; None unless whole."""
    if not streams:
        return []
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    keys = [stream.pk for _, stream in streams]
    frame = observations.readings(datastreams=keys, start=midnight(first), end=midnight(last))
    sums = frame.group_by("datastream").agg(
        pl.col("value").sum(),
        pl.col("value").is_null().any().alias("unknown"),
        GUESSED.any().alias("estimated"),
        ((pl.col("end") - pl.col("start")).dt.total_seconds().sum() / DAY).alias("days"),
    )
    due = (last - first).days
    whole = sums.filter(
        ~pl.col("unknown") & (pl.col("days") / due).is_between(WHOLE, 2 - WHOLE)
    ).with_columns(pl.col("value") * due / pl.col("days"))
    known = {
        pk: WholeYear(kwh, guessed)
        for pk, kwh, guessed in whole.select("datastream", "value", "estimated").iter_rows()
    }
    return [known.get(key) for key in keys]


def metered_uses(found: MeteredYear, table: FactorTable) -> tuple[EmissionUse, ...] | None:
    """Emissions of electricity and heat as the balance counts; None where a factor is unknown."""
    sums: dict[str, float] = defaultdict(float)
    for carrier, kwh in found.kwh:
        factor = metered_factor(table=table, carrier=carrier, year=found.year)
        if factor is None:
            return None
        sums["electricity" if carrier is Carrier.ELECTRICITY else "heat"] += kwh * factor.per_kwh
    return tuple(flat(code, tonnes) for code, tonnes in sums.items() if tonnes > 0)


def metered_known_by(found: MeteredYear, table: FactorTable) -> Quality:
    """How these emissions came to be: as weak as readings and factors."""
    factors = (
        metered_factor(table=table, carrier=carrier, year=found.year) for carrier, _ in found.kwh
    )
    read = read_by(estimated=found.estimated > 0)
    return worked_out(read, *(each.quality if each else Quality.UNKNOWN for each in factors))


def metered_source(found: MeteredYear) -> Text:
    """What the start stands on, with what it leaves out."""
    said = METERED.format(meters=found.meters, known=found.known)
    if not found.estimated:
        return said
    return joined([said, ESTIMATED.format(count=found.estimated)], "; ")


METERED = Text(
    "gemessen, {meters} von {known} Zählern der Gebäude ganz; ohne Fuhrpark und ohne Zähler, "
    "die fehlen",
    "metered, {meters} of {known} meters of buildings whole; without vehicles and without "
    "meters that are missing",
)
ESTIMATED = Text(
    "bei {count:Zähler|Zählern} sind Ablesungen geschätzt",
    "with estimated readings at {count:meter|meters}",
)
