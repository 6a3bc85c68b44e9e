"""What looks wrong is said; what is usual is not."""

from datetime import date, timedelta

from klimamosaik.sources.tables import Preview, read


def daily(values: list[float], header: str = "Strom kWh") -> Preview:
    rows = "".join(
        f"{date(2022, 1, 1) + timedelta(days=day):%d.%m.%Y};{value:.2f}\n"
        for day, value in enumerate(values)
    )
    return read(f"Datum;{header}\n{rows}".encode(), name="a.csv")


def test_a_jump_into_a_month_without_values_is_named_at_the_next() -> None:
    starts = [date(2023, month, 1) for month in (1, 2, 3, 4, 6, 7, 8, 9)]
    rows = "".join(
        f"{start:%d.%m.%Y};{(start.replace(month=start.month + 1) - timedelta(days=1)):%d.%m.%Y};"
        f"{5 if start.month < 5 else 5000}\n"
        for start in starts
    )
    preview = read(f"von;bis;Strom kWh\n{rows}".encode(), name="a.csv")
    assert [(each.code, each.row) for each in preview.warnings if each.code == "unit_jump"] == [
        ("unit_jump", 6)
    ]


def test_a_spike_is_named() -> None:
    values = [100.0 + day % 7 for day in range(60)]
    values[30] = 1_000_000.0
    (warning,) = daily(values).warnings
    assert (warning.code, warning.row) == ("far_outside", 32)


def test_negative_heat_is_named() -> None:
    values = [100.0 + day % 7 for day in range(20)]
    values[4] = -5.0
    (warning,) = daily(values, "Wärme kWh").warnings
    assert (warning.code, warning.row) == ("negative_use", 6)
    assert "1 negativer Wert, zuerst in Zeile 6." in warning.text.de
    assert "1 negative value, first in row 6." in warning.text.en


def test_a_steady_series_gives_no_warning() -> None:
    assert daily([100.0 + day % 7 for day in range(400)]).warnings == ()


def test_a_flat_series_is_no_counter() -> None:
    (series,) = daily([50.0] * 30).series
    assert (series.counter, series.count) == (False, 30)


def test_a_day_seven_times_the_one_before_is_named_though_the_year_has_higher_ones() -> None:
    values = [800.0 + 600 * (day < 90) + day % 7 for day in range(200)]
    values[150] = 5700.0
    (warning,) = daily(values, "Gas kWh").warnings
    assert (warning.code, warning.row) == ("odd_day", 152)
    assert "zuerst der 31.05.2022 mit 5.700, dem 7-Fachen des Tags davor" in warning.text.de
