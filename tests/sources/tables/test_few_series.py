"""Readings are looked at a few series at a time: the same is said, and little memory is taken."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from klimamosaik.sources import tables
from klimamosaik.sources.tables import Preview
from klimamosaik.sources.tables.basics import few_series
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.series import counted, counters, readings

DAYS, METERS = 45, 7
ROWS = DAYS * 24


def profile(unit: str = "kWh", extra: str = "") -> bytes:
    """An invented hourly load profile of some meters, with gaps, a leap and negative hours."""
    heads = [f"Schule {n} Strom [{unit}]" for n in range(METERS)]
    rows = [";".join(["Zeit", *heads, *([extra] if extra else [])])]
    for hour in range(ROWS):
        at = datetime(2024, 2, 1, tzinfo=UTC) + timedelta(hours=hour)
        values = [value(meter, hour) for meter in range(METERS)]
        more = [f"{sum(map(float, filter(None, values))):.1f}"] if extra else []
        rows.append(";".join([at.strftime("%d.%m.%Y %H:%M"), *values, *more]))
    return "\n".join(rows).encode()


def value(meter: int, hour: int) -> str:
    """What stands in a cell; every 41st is empty."""
    if (hour + meter) % 41 == 0:
        return ""
    use = 1 + ((hour * (meter + 3)) % 97) / 10
    if meter == 2 and hour == 700:
        return f"{use * 500:.1f}"
    if meter == 3 and hour > 900:
        return f"{use * 1000:.1f}"
    return f"{-use if meter == 4 and hour % 9 == 0 else use:.1f}"


def daily_list() -> bytes:
    """An invented list, a row a reading, some of them twice, in the order of the days."""
    rows = ["Zähler;Datum;Verbrauch [kWh]"]
    for day in range(DAYS):
        at = datetime(2024, 2, 1, tzinfo=UTC) + timedelta(days=day)
        rows += [f"Z{meter};{at:%d.%m.%Y};{200 + day * 13 % 101}" for meter in range(METERS)]
        rows += [f"Z1;{at:%d.%m.%Y};{200 + day * 13 % 101}"] if day % 20 == 0 else []
    return "\n".join(rows).encode()


def list_by_meter() -> bytes:
    """An invented list, meter by meter, with names in several columns and units of their own."""
    rows = ["Gebäude;Zähler;Energieträger;Einheit;Datum;Verbrauch"]
    for meter in range(METERS):
        unit, use = (" MWh ", "0,2") if meter % 3 == 1 else ("kWh", "200,5")
        told = f"Schule {meter // 2} ;Z{meter};{'Gas' if meter == 5 else 'Strom'};{unit}"
        days = (datetime(2024, 2, 1, tzinfo=UTC) + timedelta(days=day) for day in range(DAYS))
        rows += [f"{told};{day:%d.%m.%Y};{use if day.day % 11 else ''}" for day in days]
    return "\n".join(rows).encode()


FILES = {
    "load profile": profile(),
    "power": profile(unit="kW"),
    "with a total": profile(extra="Summe Strom [kWh]"),
    "list": daily_list(),
    "list by meter": list_by_meter(),
}


def told(data: bytes) -> tuple[Preview, pl.DataFrame]:
    """What is said of a file, and its readings."""
    preview = tables.read(data, name="Lastgang.csv")
    return preview, preview.readings.with_columns(pl.col("series").cast(pl.String))


@pytest.mark.parametrize("name", FILES)
def test_a_few_series_at_a_time_say_the_same_as_all_at_once(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, values = told(FILES[name])
    assert len(whole.series) == METERS
    monkeypatch.setattr(few_series, "PORTION", 2 * len(values) // METERS)
    parted, same = told(FILES[name])
    assert parted == whole
    assert same.equals(values)


@pytest.mark.parametrize("name", FILES)
def test_a_long_list_says_the_same_without_the_times_of_its_rows(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, values = told(FILES[name])
    monkeypatch.setattr(readings, "PORTION", 1)
    without, same = told(FILES[name])
    assert without == whole
    assert same.equals(values)


def meter_readings() -> bytes:
    """Invented running totals of some meters: one is exchanged, one rolls over, one not read."""
    rows = [";".join(["Zeit", *(f"Zählerstand Schule {n} Strom [kWh]" for n in range(METERS))])]
    for hour in range(ROWS):
        at = datetime(2024, 2, 1, tzinfo=UTC) + timedelta(hours=hour)
        counts = [(5000 + meter * 700 + hour * (meter + 1)) % 10_000 for meter in range(METERS)]
        counts[1] -= 6000 if hour > 500 else 0
        counts[3] = 0 if hour == 300 else counts[3]
        rows.append(";".join([at.strftime("%d.%m.%Y %H:%M"), *map(str, counts)]))
    return "\n".join(rows).encode()


def test_the_use_of_running_totals_is_taken_of_a_few_meters_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, values = told(meter_readings())
    given: list[int] = []
    of_all = counters.use_of_counters

    def noting(some: pl.DataFrame, *told: Any) -> pl.DataFrame:
        given.append(some["series"].n_unique())
        return of_all(some, *told)

    monkeypatch.setattr(counted, "PORTION", 2 * ROWS)
    monkeypatch.setattr(counted, "use_of_counters", noting)
    parted, same = told(meter_readings())
    assert given == [2, 2, 2, 1]  # ten million readings of 1,000 meters: a gigabyte and a half less
    assert same.equals(values)
    assert set(parted.warnings) == set(whole.warnings)
    assert {"counter_zero", "counter_rolled_over"} <= {each.code for each in whole.warnings}


def test_rows_told_twice_in_a_long_list_are_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [datetime(2024, 2, 1, tzinfo=UTC) + timedelta(days=day) for day in range(DAYS)]
    rows = [f"Z1;{at:%d.%m.%Y};{kind};{200 + at.day}" for at in days for kind in ("A", "B")]
    data = "\n".join(["Zähler;Datum;Sparte;Verbrauch [kWh]", *rows]).encode()
    monkeypatch.setattr(readings, "PORTION", 1)
    assert "column_unknown" in {each.code for each in told(data)[0].questions}


def test_readings_of_a_series_stay_together_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_series, "PORTION", 5)
    long = pl.DataFrame({"series": [1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4], "at": range(13)})
    parts = [part["series"].unique(maintain_order=True).to_list() for part in few_parts(long)]
    assert parts == [[1, 2], [3], [4]]
    assert by_few_series(long, lambda part: part).equals(long)


def test_series_whose_readings_are_mixed_are_looked_at_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(few_series, "PORTION", 2)
    long = pl.DataFrame({"series": [1, 2, 1, 2, 1, 2]})
    assert [len(part) for part in few_parts(long)] == [6]


def test_nothing_is_looked_at_as_nothing() -> None:
    empty = pl.DataFrame({"series": []}, schema={"series": pl.UInt32})
    assert by_few_series(empty, lambda part: part).equals(empty)


def test_the_meters_of_a_load_profile_share_their_times() -> None:
    rows = [f"{stamp};1,5;2,5" for stamp in ("1.1.2024 00:00", "1.1.2024 01:00", "1.1.2024 02:00")]
    data = "\n".join(["Zeit;Schule Strom [kWh];Rathaus Strom [kWh]", *rows]).encode()
    starts = tables.read(data, name="Lastgang.csv").readings["start"].get_chunks()
    places = {
        part.to_physical().to_numpy(allow_copy=False).__array_interface__["data"][0]
        for part in starts
    }
    assert (len(starts), len(places)) == (2, 1)  # ten million readings of 50 meters: 80 MB less


def few_parts(long: pl.DataFrame) -> list[pl.DataFrame]:
    """The parts of a table."""
    return list(few_series.few_series(long))
