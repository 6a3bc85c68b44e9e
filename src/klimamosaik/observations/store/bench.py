"""How fast the store is, measured on invented readings in an empty store.

Only for a data folder made for it: `large_store` writes past the doors, straight into the
settled readings and the roll-up.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np
import polars as pl
from django.db import transaction

from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.store import cold, cold_writing, days, file_sums, latest, version
from klimamosaik.observations.store import compacting as settling
from klimamosaik.observations.store.frames import DETAILS
from klimamosaik.observations.store.log_entries import MONTH
from klimamosaik.observations.store.roll_up import roll_up
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.batched_ids import at_once
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.reading import INSTANT

FIRST, YEARS = 2023, 3
BEGIN = datetime(FIRST - 1, 12, 31, 23, tzinfo=UTC)  # local midnight of New Year
QUARTER = timedelta(minutes=15)
TOGETHER = 600  # meters that settle at a time: two million quarter-hours a month, as in earnest
SCANNED = 38  # meters whose readings are all read: four million
REPEATS = 15  # of each question; the median counts
Figure = tuple[str, float, str, str]  # name, value, unit, what is aimed at
QUARTERS = 96 * (date(FIRST + YEARS, 1, 1) - date(FIRST, 1, 1)).days  # of an hour, in all years


def refuse_used_store() -> None:
    """Measuring writes invented readings: only into a store that holds nothing."""
    if Municipality.objects.exists() or version.current().newest:
        raise rejected(
            "store_in_use",
            "Die Messung braucht einen leeren Datenordner: dieser enthält schon Daten.",
            "The benchmark needs an empty data folder: this one holds data already.",
        )


def town_of(meters: int, name: str) -> tuple[Municipality, list[int]]:
    """A municipality with so many electricity meters; returns it and their datastreams."""
    town = Municipality.objects.create(
        ags=f"{Municipality.objects.count():08}", name=name, synthetic=True
    )
    building = Building.objects.create(municipality=town, name=name)
    points = MeterPoint.objects.bulk_create(
        [
            MeterPoint(building=building, carrier=Carrier.ELECTRICITY, name=str(number))
            for number in range(meters)
        ]
    )
    streams = Datastream.objects.bulk_create(
        [
            Datastream(
                name=point.name,
                meter_point=point,
                quantity=Quantity.ENERGY,
                unit="kWh",
                spacing="PT15M",
            )
            for point in points
        ]
    )
    return town, [stream.pk for stream in streams]


def invented(datastreams: list[int], begin: datetime, count: int, seed: int) -> pl.DataFrame:
    """So many quarter-hours of each datastream from `begin` on, as DELIVERED and sorted."""
    dice = np.random.default_rng(seed)
    starts = pl.datetime_range(
        begin, begin + QUARTER * (count - 1), QUARTER, time_unit="us", eager=True
    ).cast(INSTANT)
    shape = 1.0 + np.sin(np.arange(count) * 2 * np.pi / 96)
    values = np.round(dice.gamma(2.0, 1.0, (len(datastreams), 1)) * shape, 1)
    values = values + np.round(dice.random((len(datastreams), count)), 2)
    frame = pl.DataFrame(
        {
            "datastream": np.repeat(np.asarray(datastreams, np.int64), count),
            "start": pl.concat([starts] * len(datastreams)),
            "value": values.ravel(),
        }
    )
    return frame.select(
        "datastream",
        "start",
        (pl.col("start") + QUARTER).alias("end"),
        "value",
        pl.lit("measured").alias("quality"),
        pl.lit(None, pl.String).alias(DETAILS),
    )


def large_store(readings: int) -> Iterator[Figure]:
    """Ask a store of about so many readings, of three years."""
    refuse_used_store()
    town, streams = town_of(max(1, readings // QUARTERS), "Große Stadt")
    with transaction.atomic():
        seq = version.advance()
    for begin, count in months():
        filled(streams, begin, count, seq)
    settling.finish(seq)
    held = cold.folder().rglob("*.parquet")
    size = f"over {len(streams) * QUARTERS:,} readings"
    first, week = spent_on(lambda: last_week(streams[0])), weeks(streams)
    yield from both(f"one meter's last week {size}", week, "10 ms")
    yield from both("  the first question of a process", first)
    for name, year in (("a year", FIRST + YEARS - 1), ("all years", FIRST)):
        spent = asked(partial(curve, town, year))
        yield from both(f"the city's daily curve of {name} {size}", spent, "50 ms")
    spent = asked(lambda: queries.states(municipality=town, now=BEGIN))
    yield from both(f"list of all {len(streams):,} meters", spent)
    yield from full_scan(streams[:SCANNED])
    yield "settled readings on disk", sum(file.stat().st_size for file in held) / 1e6, "MB", ""


def months() -> list[tuple[datetime, int]]:
    """Begin and number of quarter-hours of each local month."""
    firsts = [date(FIRST + month // 12, month % 12 + 1, 1) for month in range(12 * YEARS + 1)]
    edges = [datetime.combine(day, time.min, tzinfo=LOCAL).astimezone(UTC) for day in firsts]
    return [(begin, (end - begin) // QUARTER) for begin, end in pairwise(edges)]


def filled(streams: list[int], begin: datetime, count: int, seq: int) -> None:
    """Put invented readings where they would be after they have settled, some meters at a time."""
    for some in at_once(streams, TOGETHER):
        made = invented(list(some), begin, count, seed=count + some[0])
        stored = made.with_columns(seq=pl.lit(seq, pl.Int64))
        cold_writing.append([stored], upto=seq)
        rolled = roll_up(stored, averaged=frozenset())
        with transaction.atomic():
            days.write(rolled, touched=rolled.select("datastream", "day"))
            latest.put(latest.spans_of(stored), seq=seq)


class Spent(NamedTuple):
    """What a question took; on a busy machine the clock tells of others, too."""

    clock: float  # [s]
    processor: float  # [s] of all threads


def spent_on(question: Callable[[], object]) -> Spent:
    """What the question takes, asked once."""
    begun, worked = perf_counter(), process_time()
    question()
    return Spent(perf_counter() - begun, process_time() - worked)


def usual(each: Iterable[Spent]) -> Spent:
    """What is usual of several."""
    clocks, processors = zip(*each, strict=True)
    return Spent(median(clocks), median(processors))


def asked(question: Callable[[], object]) -> Spent:
    """What the question usually takes."""
    return usual(spent_on(question) for _ in range(REPEATS))


def both(name: str, spent: Spent, aim: str = "") -> Iterator[Figure]:
    """A figure by the clock, then the processor's part."""
    yield name, 1e3 * spent.clock, "ms", aim
    yield "  the same, processor time", 1e3 * spent.processor, "ms", aim


def last_week(datastream: int) -> pl.DataFrame:
    """The last week of a meter."""
    end = BEGIN + QUARTER * QUARTERS
    return queries.readings(datastreams=[datastream], start=end - timedelta(days=7), end=end)


def weeks(streams: list[int]) -> Spent:
    """What the last week of a meter usually takes, each time of another one."""
    chosen = np.random.default_rng(1).choice(streams, REPEATS)
    return usual(spent_on(partial(last_week, int(meter))) for meter in chosen)


def full_scan(streams: list[int]) -> Iterator[Figure]:
    """All readings of some meters through the store, beside DuckDB's own sum of them."""
    files = [str(file) for file in cold.folder().glob(f"{MONTH}=*/*.parquet")]
    given = {"files": files, "first": streams[0], "last": streams[-1]}
    ours = asked(lambda: queries.readings(datastreams=streams))
    theirs = asked(lambda: file_sums.asked(SUM, given).fetchall())
    yield from both(f"all {len(streams) * QUARTERS:,} readings of {len(streams)} meters", ours)
    times = ours.processor / theirs.processor
    yield "  as many times DuckDB's own sum of them, processor time", times, "", "20"


SUM = """
    SELECT sum(value) FROM read_parquet($files, hive_partitioning = false)
    WHERE datastream BETWEEN $first AND $last
"""


def curve(town: Municipality, first: int) -> pl.DataFrame:
    """The daily curve of a city from the year `first` on."""
    return queries.city_days(
        municipality=town,
        quantity=Quantity.ENERGY,
        carrier=Carrier.ELECTRICITY,
        first=date(first, 1, 1),
        last=date(FIRST + YEARS, 1, 1),
    )


def matrix(meters: int) -> Iterator[Figure]:
    """Read three years of daily values of so many meters as one array."""
    _, streams = town_of(meters, "Viele Zähler")
    first, last = date(FIRST, 1, 1), date(FIRST + YEARS, 1, 1)
    for group in at_once(streams):
        every = pl.DataFrame({"day": pl.date_range(first, last, closed="left", eager=True)})
        known = pl.DataFrame({"datastream": group}).join(every, how="cross")
        rolled = known.with_columns(
            value=pl.lit(24.0), covered=pl.lit(1.0), estimated=pl.lit(value=False)
        )
        with transaction.atomic():
            days.write(rolled, touched=known)
    read = spent_on(lambda: queries.daily_matrix(datastreams=streams, first=first, last=last)).clock
    name = f"{(last - first).days:,} days of {meters:,} meters read as one array"
    yield name, read, "s", "20 s with effects"
