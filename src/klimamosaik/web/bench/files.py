"""A million readings from a file into the store."""

from collections.abc import Iterator
from functools import partial

import polars as pl
from django.utils import timezone

from klimamosaik.observations import intake
from klimamosaik.places.models import Municipality
from klimamosaik.web.bench.figure import Speed, seconds

METERS = 10


def profile_file(readings: int) -> bytes:
    """An invented load profile of ten meters, quarter-hourly, as offices export it."""
    rows = readings // METERS
    stamps = pl.datetime_range(
        pl.datetime(2022, 1, 1),
        pl.datetime(2022, 1, 1) + pl.duration(minutes=15 * (rows - 1)),
        interval="15m",
        eager=True,
        time_zone="UTC",
    ).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    index = pl.int_range(rows, eager=True)
    columns = {f"Zähler {n} Strom [kWh]": 1 + ((index * (n + 3)) % 97) / 10 for n in range(METERS)}
    return pl.DataFrame({"Zeit": stamps, **columns}).write_csv(separator=";").encode()


def a_million(readings: int = 1_000_000) -> Iterator[Speed]:
    """Understand and store a file of so many readings."""
    data = profile_file(readings)
    town = Municipality.objects.create(ags="00000099", name="Dateien", synthetic=True)
    understood = []

    def understand() -> None:
        understood.append(intake.preview(municipality=town, data=data, name="Lastgang.csv"))

    reading = seconds(understand)
    storing = seconds(
        partial(intake.take_in, municipality=town, files=understood, by=None, at=timezone.now())
    )
    yield Speed(f"understand a file of {readings:,} readings", reading, "s")
    yield Speed("store them", storing, "s")
    yield Speed("file to store", reading + storing, "s", "5 s")
