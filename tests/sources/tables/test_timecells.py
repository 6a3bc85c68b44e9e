"""The zone a header names, and days joined with their times of day."""

import polars as pl
import pytest

from klimamosaik.sources.grid.zones import WITHOUT_SUMMER
from klimamosaik.sources.tables import Preview, SeriesPreview, read
from klimamosaik.sources.tables.times.timecells import with_clock, zone_in


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Zeit (UTC)", "UTC"),
        ("time_gmt", "UTC"),
        ("UTC+1", "Etc/GMT-1"),  # the sign is POSIX's
        ("UTC-02:00", "Etc/GMT+2"),
        ("Zeit Europe/Vienna", "Europe/Vienna"),
        ("Zeit Europe/Osnabrueck", None),
        ("Winterzeit", WITHOUT_SUMMER),
        ("MEZ (ganzjährig)", WITHOUT_SUMMER),
        ("Normalzeit", WITHOUT_SUMMER),
        ("Zeit", None),
        ("Computec", None),
    ],
)
def test_a_header_names_its_zone(text: str, zone: str | None) -> None:
    assert zone_in(text) == zone


def joined(days: list[str | None], clocks: list[str]) -> list[str | None]:
    return with_clock(pl.Series(days, dtype=pl.String), pl.Series(clocks)).to_list()


@pytest.mark.parametrize(
    ("clock", "right"),
    [
        ("7", "1.2.2024 07:00"),
        ("07:15", "1.2.2024 07:15"),
        ("7 - 8 Uhr", "1.2.2024 7:00"),
        ("1899-12-30T07:15", "1.2.2024 07:15"),
    ],
)
def test_a_day_and_its_time_of_day_are_one(clock: str, right: str) -> None:
    assert joined(["1.2.2024"], [clock]) == [right]


def test_midnight_behind_a_day_gives_way_to_its_time_of_day() -> None:
    assert joined(["2024-02-01 00:00:00"], ["07:15"]) == ["2024-02-01 07:15"]


def test_a_merged_day_stands_for_the_rows_below_it() -> None:
    clocks = ["00:00", "01:00", "02:00", "03:00"]
    found = joined(["1.2.2024", None, None, None], clocks)
    assert found == [f"1.2.2024 {clock}" for clock in clocks]
    assert joined(["1.2.2024", None, "2.2.2024", "3.2.2024"], clocks)[1] is None


def began(series: SeriesPreview) -> str:
    assert series.first is not None
    return series.first.strftime("%d %H:%M")


def table(head: str, *rows: str, name: str = "rathaus.csv") -> Preview:
    return read("\n".join([head, *rows]).encode(), name=name)


def test_a_zone_in_a_column_of_its_own_counts_for_its_row() -> None:
    rows = [f"01.07.2024 {at:02}:00;MESZ;{at * 5 % 7 + 10},5" for at in range(24)]
    (series,) = table("Zeit;Zeitzone;Strom kWh", *rows).series
    assert began(series) == "30 22:00"
    rows = [f"01.07.2024 {at:02}:00;UTC;{at * 5 % 7 + 10},5" for at in range(24)]
    (series,) = table("Zeit;Zeitzone;Strom kWh", *rows).series
    assert began(series) == "01 00:00"


def test_clocks_up_to_24_mark_ends() -> None:
    rows = [f"01.02.2024 {at:02}:00;{at * 5 % 7 + 10},5" for at in range(1, 25)]
    (series,) = table("Zeit;Strom kWh", *rows).series
    assert (series.count, began(series)) == (24, "31 23:00")


def test_a_year_beside_months_makes_times_of_them() -> None:
    rows = [f"2024;{month};{month * 5 % 7 + 10},5" for month in range(1, 13)]
    (series,) = table("Jahr;Monat;Strom kWh", *rows).series
    assert (series.spacing, series.count) == ("P1M", 12)
