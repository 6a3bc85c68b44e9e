"""The trend without measures: what towns usually do, corrected by the town's own years."""

import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from klimamosaik.factors.queries import factor_set
from klimamosaik.pathway.kernel.trend import (
    OwnTrend,
    UsualTrend,
    own_trend,
    trend,
)
from klimamosaik.pathway.shipped_trends import shipped_trends
from klimamosaik.sources.statistics.published import PublishedRow, read_published
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from tests.pathway.usual_trends import PastSeries, change_over_time, slope_and_error, usual_trend

USUAL = UsualTrend(change=-0.01, towns=0.01, time=0.015, scatter=0.04)


def steady(rate: float, years: range) -> OwnTrend:
    told = list(years)
    return own_trend(told, [900_000 * math.exp(rate * (y - told[0])) for y in told], USUAL)


def test_without_years_of_its_own_a_town_goes_on_as_towns_do() -> None:
    found = trend(USUAL)
    assert found.change == USUAL.change
    assert found.deviation == pytest.approx(math.hypot(0.01, 0.015))
    assert found.weight == 0


def test_many_years_of_its_own_come_before_the_others() -> None:
    found = trend(USUAL, steady(-0.05, range(1990, 2024)))
    assert found.weight > 0.95
    assert found.change == pytest.approx(-0.05, abs=0.003)
    assert 0.015 < found.deviation < 0.0155


def test_two_years_are_hardly_more_than_none() -> None:
    found = trend(USUAL, steady(-0.05, range(2020, 2022)))
    assert found.weight < 0.1
    assert -0.015 < found.change < USUAL.change


def test_the_fewer_years_the_wider_the_range() -> None:
    found = [trend(USUAL, steady(-0.03, range(2024 - n, 2024))) for n in (2, 4, 8, 16)]
    deviations = [one.deviation for one in found]
    assert deviations == sorted(deviations, reverse=True)
    assert all(one < trend(USUAL).deviation for one in deviations)
    low, high = found[0].yearly.low, found[0].yearly.high
    assert low < found[0].yearly.mean < high < 0.03


def test_restless_years_say_less_than_steady_ones() -> None:
    years = list(range(2010, 2020))
    dice = np.random.default_rng(0)
    restless = own_trend(years, list(1000 * np.exp(0.2 * dice.standard_normal(10))), USUAL)
    assert restless.error > 2 * steady(0.0, range(2010, 2020)).error


@pytest.mark.parametrize(
    ("years", "tonnes"), [([2020], [5.0]), ([2020, 2021], [5.0, 0.0]), ([2020, 2020], [5.0, 6.0])]
)
def test_one_year_shows_no_trend(years: list[int], tonnes: list[float]) -> None:
    with pytest.raises(InputRejected, match="at least two years"):
        own_trend(years, tonnes, USUAL)


def test_simulated_towns_fall_into_the_stated_range() -> None:
    """Towns drawn from what is taken as usual: nine in ten lie in the range of nine in ten."""
    dice = np.random.default_rng(3)
    inside = []
    for _ in range(600):
        past = USUAL.change + USUAL.towns * dice.standard_normal()
        years = np.arange(2012, 2022)
        noise = USUAL.scatter * dice.standard_normal(years.size)
        seen = 1000 * np.exp(past * (years - 2012) + noise)
        found = trend(USUAL, own_trend(years.tolist(), seen.tolist(), USUAL)).yearly
        coming = math.expm1(past + USUAL.time * dice.standard_normal())
        inside.append(found.low <= coming <= found.high)
    assert 0.87 < np.mean(inside) < 0.93


def test_each_shipped_trend_says_where_it_is_from() -> None:
    shipped = shipped_trends()
    assert {"heat", "electricity", "transport", "all"} <= set(shipped)
    for one in shipped.values():
        assert one.source.de
        assert one.source.en
        assert one.status == "derived"
        assert one.usual.towns > 0
        assert one.usual.time > 0


def test_the_trend_of_electricity_is_that_of_the_shipped_mix() -> None:
    mix = factor_set("direct").by_carrier[Carrier.ELECTRICITY]
    years = np.array([row.year for row in mix])
    grams = np.array([row.value for row in mix])
    slope, _ = slope_and_error(years, grams)
    usual = shipped_trends()["electricity"].usual
    assert slope == pytest.approx(usual.change, abs=0.0005)
    assert change_over_time([PastSeries(years, grams)]) == pytest.approx(usual.time, abs=0.001)


OF_USE = {
    "Verkehr": "transport",
    "Verkehr (Kraftstoffe)": "transport",
    "Private Haushalte": "heat",
    "Haushalte": "heat",
    "Wärme": "heat",
    "Wärme (witterungsbereinigt)": "heat",
    "Gebäude": "heat",
    "PHH/GHD": "heat",
    "Gesamt": "all",
}
OTHER_BOUNDARY = ("EU", "berlin_verursacherbilanz")  # no city, and the same city twice


def published(folder: Path) -> dict[str, list[PastSeries]]:
    """Series of five years or more since 2000, by use."""
    found: dict[str, list[PastSeries]] = defaultdict(list)
    for city in read_published(folder):
        told: dict[str, dict[int, float]] = defaultdict(dict)
        for point in city.points:
            if point.kind is PublishedRow.REAL and point.category in OF_USE and point.year >= 2000:
                told[point.category][point.year] = point.value
        for category, values in told.items():
            years = np.array(sorted(values))
            if city.code not in OTHER_BOUNDARY and years.size >= 3 and years[-1] - years[0] >= 5:
                series = PastSeries(years, np.array([values[int(year)] for year in years]))
                found[OF_USE[category]].append(series)
    return found


def test_the_shipped_trends_follow_from_the_published_series(shared: Path) -> None:
    series = published(shared / "data" / "measures_and_balances")
    time = change_over_time([one for use in ("heat", "transport", "all") for one in series[use]])
    assert time == pytest.approx(0.015, abs=0.001)
    for use in ("heat", "transport", "all"):
        shipped, learnt = shipped_trends()[use].usual, usual_trend(series[use], time)
        assert shipped_trends()[use].series == len(series[use])
        for name in ("change", "towns", "time", "scatter"):
            assert getattr(shipped, name) == pytest.approx(getattr(learnt, name), abs=0.001)


def test_few_years_of_its_own_scatter_as_years_usually_do() -> None:
    """Equation 14: four usual years stand beside those of the town, less the two a line takes."""
    even = steady(-0.02, range(2018, 2024))
    distances = sum((year - 2020.5) ** 2 for year in range(2018, 2024))
    assert even.error == pytest.approx(0.04 * math.sqrt(4 / 8) / math.sqrt(distances))
    logs = [0.0, 0.1, -0.1, 0.0]
    uneven = own_trend([2020, 2021, 2022, 2023], [math.exp(each) for each in logs], USUAL)
    slope = np.polyfit(range(4), logs, 1)
    around = float(((np.array(logs) - np.polyval(slope, range(4))) ** 2).sum())
    told = math.sqrt((4 * 0.04**2 + around) / 6)
    assert uneven.change == pytest.approx(slope[0])
    assert uneven.error == pytest.approx(told / math.sqrt(5))
