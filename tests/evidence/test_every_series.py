"""Many meters read together are read as each one by itself is."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klimamosaik.evidence.queries import readings
from klimamosaik.evidence.queries.readings import energy_series, every_series
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.period import midnight

FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)
AT = datetime(2026, 3, 1, tzinfo=UTC)


def delivered(streams: list[Datastream], seed: int) -> None:
    """Days of random use with random holes, whole months of it missing now and then."""
    rng = np.random.default_rng(seed)
    frames = []
    for stream in streams:
        days = [date(2023, 1, 1) + timedelta(days=int(d)) for d in range(rng.integers(1, 900))]
        kept = [day for day in days if rng.random() > 0.1 and (day.month, day.year) != (5, 2024)]
        if stream.spacing == "P1M":
            kept = [day.replace(day=1) for day in kept if day.day == 3]
        long = 31 if stream.spacing == "P1M" else 1
        frames.append(
            pl.DataFrame(
                {
                    "datastream": pl.Series([stream.pk] * len(kept), dtype=pl.Int64),
                    "start": [midnight(day).astimezone(UTC) for day in kept],
                    "end": [midnight(day + timedelta(days=long)).astimezone(UTC) for day in kept],
                    "value": rng.uniform(0, 900, len(kept)),
                    "quality": ["measured"] * len(kept),
                }
            )
        )
    deliver(readings=pl.concat(frames), name="x.csv", municipality=None, by=None, at=AT)


@pytest.fixture
def streams(db: None) -> list[Datastream]:
    """Seven meters of days, one of months, one without any reading."""
    town = Municipality.objects.create(ags="03999011", name="Vielstadt")
    house = Building.objects.create(municipality=town, name="Haus")
    found = []
    for number in range(9):
        point = MeterPoint.objects.create(
            building=house, carrier=Carrier.ELECTRICITY, name=f"Z{number}"
        )
        spacing = "P1M" if number == 3 else "P1D"
        found.append(
            Datastream.objects.create(
                meter_point=point,
                name=f"Z{number}",
                quantity=Quantity.ENERGY,
                unit="kWh",
                spacing=spacing,
            )
        )
    delivered(found[:-1], seed=1)
    return found


def test_each_is_to_the_last_bit_what_it_is_alone(
    streams: list[Datastream], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "TOGETHER", 3)
    together = dict(every_series(streams, first=FIRST, last=LAST, as_of=None))
    assert {stream.pk for stream in together} == {stream.pk for stream in streams}
    for stream, series in together.items():
        alone = energy_series(stream, first=FIRST, last=LAST, as_of=None)
        assert np.array_equal(series.starts, alone.starts)
        assert np.array_equal(series.local, alone.local)
        assert np.array_equal(series.seconds, alone.seconds)
        assert np.array_equal(series.values, alone.values, equal_nan=True)
    assert sum(series.starts.size > 0 for series in together.values()) == 8


def test_the_number_of_queries_does_not_grow_with_the_meters(streams: list[Datastream]) -> None:
    days = [stream for stream in streams if stream.spacing == "P1D"]
    counts = []
    for some in (days[:2], days):
        with CaptureQueriesContext(connection) as queries:
            list(every_series(some, first=FIRST, last=LAST, as_of=None))
        counts.append(len(queries))
    assert counts[0] == counts[1]
