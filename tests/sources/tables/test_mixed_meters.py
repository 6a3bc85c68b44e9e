"""Two meters in one column, with nothing that tells them apart."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from klimamosaik.sources.tables import Preview, read
from klimamosaik.sources.tables.series.levels import in_pieces, two_levels

START = datetime(2023, 1, 2, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def column(values: Iterable[float], *, step: timedelta, header: str = "Strom kWh") -> Preview:
    rows = "".join(
        f"{START + step * at:%d.%m.%Y %H:%M};{value:.1f}\n" for at, value in enumerate(values)
    )
    return read(f"Zeit;{header}\n{rows}".encode(), name="export.csv")


def codes(preview: Preview) -> list[str]:
    return [each.code for each in preview.warnings]


def noise(count: int, seed: int = 1) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return 1 + 0.1 * np.random.default_rng(seed).standard_normal(count)


def in_turn(count: int, ratio: float) -> list[float]:
    levels = np.where(np.arange(count) % 2, 100.0, 100.0 * ratio)
    return list(levels * noise(count))


def test_two_meters_that_report_in_turn_are_doubted() -> None:
    found = column(in_turn(120, 7), step=DAY)
    assert "two_meters" in codes(found)
    (said,) = [each.text for each in found.warnings if each.code == "two_meters"]
    assert "Vielleicht" in said.de
    assert "There may be" in said.en


def test_two_meters_in_no_order_are_doubted() -> None:
    dice = np.random.default_rng(3)
    values = np.where(dice.random(300) < 0.5, 100, 600) * noise(300)
    assert "two_meters" in codes(column(values, step=DAY))


def test_the_season_hides_nothing() -> None:
    season = 1.2 + np.cos(np.arange(700) * 2 * np.pi / 365)
    assert two_levels(np.array(in_turn(700, 3)) * season) == pytest.approx(3, rel=0.2)


def test_week_and_weekend_are_one_meter() -> None:
    weekend = [(START + DAY * at).weekday() > 4 for at in range(300)]
    values = np.where(weekend, 100, 700) * noise(300)
    assert "two_meters" not in codes(column(values, step=DAY))


def test_day_and_night_are_one_meter() -> None:
    values = np.where((np.arange(2000) % 24 > 6) & (np.arange(2000) % 24 < 20), 50, 5)
    assert "two_meters" not in codes(column(values * noise(2000), step=HOUR))


@pytest.mark.parametrize("spread", [0.05, 0.3, 0.8, 1.5])
def test_a_restless_meter_is_one_meter(spread: float) -> None:
    values = np.exp(spread * np.random.default_rng(5).standard_normal(1000))
    assert two_levels(values) is None


def test_a_pump_that_runs_now_and_then_is_one_meter() -> None:
    on = np.repeat(np.random.default_rng(7).random(400) < 0.4, 4)
    assert two_levels(np.where(on, 9.0, 1.0) * noise(1600)) is None


def counters(count: int) -> list[float]:
    return [80_000 + 50 * at if at % 2 == 0 else 1_000 + 5 * at for at in range(count)]


def test_two_counters_in_one_column_give_no_use() -> None:
    found = column(counters(120), step=DAY, header="Zählerstand kWh")
    assert codes(found).count("two_meters") == 1
    assert "meter_exchanged" not in codes(found)
    assert not found.series


def test_two_counters_read_at_the_same_times_give_no_use() -> None:
    rows = "".join(
        f"{START + DAY * (at // 2):%d.%m.%Y};{v:.0f}\n" for at, v in enumerate(counters(80))
    )
    found = read(f"Datum;Zählerstand kWh\n{rows}".encode(), name="export.csv")
    assert "two_meters" in codes(found)
    assert not found.series


def test_an_exchanged_meter_is_one_meter() -> None:
    old, new = 1000 + 50 * np.arange(60), 5 + 50 * np.arange(60)
    found = column([*old, *new], step=DAY, header="Zählerstand kWh")
    assert "two_meters" not in codes(found)
    assert "meter_exchanged" in codes(found)
    assert found.series[0].count == 118


def test_of_a_long_series_pieces_are_looked_at_and_neighbours_stay_neighbours() -> None:
    values = np.array(in_turn(200_000, 3))
    assert len(in_pieces(values)) == 20_000
    assert two_levels(values) == pytest.approx(3, rel=0.2)
    assert list(in_pieces(values)[:1_000]) == list(values[:1_000])
    assert list(in_pieces(values)[-1_000:]) == list(values[-1_000:])
