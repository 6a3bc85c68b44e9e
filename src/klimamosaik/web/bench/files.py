"""Readings from files into the store."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import xlsxwriter
from django.utils import timezone

from klimamosaik.observations.intake import files as intake
from klimamosaik.places.models import Municipality
from klimamosaik.web.bench.figure import Speed, cpu_seconds, seconds
from klimamosaik.web.bench.memory import peak_memory

METERS = 10
FIRST = 2014  # year of the first reading: ten million later none is yet to come


def files() -> Iterator[Speed]:
    """Files of many readings and of many meters."""
    yield from a_million()
    yield from many_meters()
    yield from long_list()
    yield from many_readings()
    yield from memory_of_import()


def profile_file(readings: int, meters: int = METERS) -> bytes:
    """An invented load profile, quarter-hourly, a column a meter, as offices export it."""
    rows = readings // meters
    stamps = pl.datetime_range(
        pl.datetime(FIRST, 1, 1),
        pl.datetime(FIRST, 1, 1) + pl.duration(minutes=15 * (rows - 1)),
        interval="15m",
        eager=True,
        time_zone="UTC",
    ).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    index = pl.int_range(rows, eager=True)
    columns = {f"Schule {n} Strom [kWh]": 1 + ((index * (n + 3)) % 97) / 10 for n in range(meters)}
    return pl.DataFrame({"Zeit": stamps, **columns}).write_csv(separator=";").encode()


def months_workbook(meters: int, months: int) -> bytes:
    """An invented workbook of monthly use, a row a meter and a column a month."""
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": True, "in_memory": True}) as book:
        sheet = book.add_worksheet("Verbrauch")
        names = [f"{month % 12 + 1:02}/{FIRST + month // 12}" for month in range(months)]
        sheet.write_row(0, 0, ["Gebäude", "Zähler", "Energieträger", "Einheit", *names])
        for meter in range(meters):
            use = [200 + (meter * 7 + month * 13) % 101 for month in range(months)]
            told = [f"Haus {meter // 2:04}", f"Z{meter:06}", "Strom", "kWh"]
            sheet.write_row(meter + 1, 0, [*told, *use])
    return data.getvalue()


def days_list(readings: int, meters: int) -> bytes:
    """An invented list of daily use, a row a reading, as exports of energy managements are."""
    days = readings // meters
    first = pl.date(FIRST, 1, 1)
    calendar = pl.date_range(first, first + pl.duration(days=days - 1), eager=True)
    told = pl.DataFrame({"meter": range(meters)}).join(
        pl.DataFrame({"Datum": calendar.dt.to_string("%d.%m.%Y")}).with_row_index("day"),
        how="cross",
    )
    number = pl.col("meter").cast(pl.String).str.zfill(6)
    house = (pl.col("meter") // 4).cast(pl.String).str.zfill(4)
    return (
        told.select(
            pl.format("Haus {}", house).alias("Gebäude"),
            pl.format("Z{}", number).alias("Zähler"),
            pl.lit("Strom").alias("Energieträger"),
            pl.lit("kWh").alias("Einheit"),
            "Datum",
            (200 + (pl.col("meter") * 7 + pl.col("day") * 13) % 101).alias("Verbrauch"),
        )
        .write_csv(separator=";")
        .encode()
    )


def town(name: str) -> Municipality:
    """A municipality with nothing in it."""
    ags = f"{Municipality.objects.count():08}"
    return Municipality.objects.create(ags=ags, name=name, synthetic=True)


def imported(municipality: Municipality, data: bytes, name: str) -> None:
    """What `klimamosaik import` does with a file."""
    understood = intake.preview(municipality=municipality, data=data, name=name)
    intake.store_import(municipality=municipality, files=[understood], by=None, at=timezone.now())


def many_meters(meters: int = 5000, months: int = 120) -> Iterator[Speed]:
    """Import a workbook of many meters: a meter must not cost more than its values."""
    what, data = f"{meters:,} meters x {months} months", months_workbook(meters, months)
    yield cost_of(data, "Verbrauch.xlsx", f"{what} from Excel", "20 s")


def long_list(readings: int = 1_000_000, meters: int = 5000) -> Iterator[Speed]:
    """Import a long list of daily readings of many meters: the cost follows the readings."""
    what, data = f"list of {readings:,} values of {meters:,} meters", days_list(readings, meters)
    yield cost_of(data, "Tageswerte.csv", what, "20 s")


def many_readings(readings: int = 5_000_000, meters: int = 50) -> Iterator[Speed]:
    """Import a long load profile of some meters."""
    what, data = f"{readings:,} values of {meters} meters", profile_file(readings, meters)
    yield cost_of(data, "Lastgang.csv", what, "8 s")


def cost_of(data: bytes, name: str, what: str, aim: str) -> Speed:
    """What a file costs on its way into the store."""
    spent = cpu_seconds(partial(imported, town(what), data, name))
    return Speed(f"import: {what}", spent, "s CPU", aim)


def memory_of_import(readings: int = 10_000_000) -> Iterator[Speed]:
    """The most memory `klimamosaik import` takes for a long load profile and for a long list."""
    yield most_memory(profile_file(readings, 50), f"{readings:,} values of 50 meters")
    yield most_memory(days_list(readings, 5000), f"list of {readings:,} values of 5,000 meters")


def most_memory(data: bytes, what: str) -> Speed:
    """The most memory `klimamosaik import` takes for a file."""
    place = town(what)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "Werte.csv"
        file.write_bytes(data)
        most = peak_memory(["import", str(file), "--municipality", place.ags])
    return Speed(f"import: {what}, most memory", most, "MB", "1 GB")


def a_million(readings: int = 1_000_000) -> Iterator[Speed]:
    """Understand and store a file of so many readings."""
    data = profile_file(readings)
    place = town("Dateien")
    understood = partial(intake.preview, municipality=place, data=data, name="Lastgang.csv")
    reading = seconds(understood)
    both = seconds(partial(imported, place, data, "Lastgang.csv"))
    yield Speed(f"understand a file of {readings:,} readings", reading, "s")
    yield Speed("file to store", both, "s", "5 s")
