"""Doubts are said before a series is taken in, and only where there are any."""

from datetime import timedelta
from typing import Any

import pytest

from klimamosaik.sources.quantities.plausible import properties
from klimamosaik.streams.doubts import (
    SeriesSample,
    doubts_about,
    gaps_in,
    same_series,
)
from tests.streams.conftest import NOW

QUARTER = timedelta(minutes=15)


def sample(observed: str, unit: str, *values: Any, key: str = "a", measures: bool = True) -> Any:
    times = [NOW - (len(values) - 1 - place) * QUARTER for place in range(len(values))]
    readings = tuple(zip(times, values, strict=True))
    return SeriesSample(key, f"Fühler {key}", observed, unit, measures, readings)


def said(*args: Any, **told: Any) -> list[str]:
    return [each.en for each in doubts_about(sample(*args, **told), every=QUARTER, now=NOW)]


@pytest.mark.parametrize(
    "args",
    [
        ("Lufttemperatur", "°C", 21.5, -12.0),
        ("air temperature", "K", 294.0),
        ("Luftfeuchte", "%", 45.0, 100.0),
        ("CO2", "ppm", 425),
        ("Belegung", "", "frei", "belegt"),
        ("Energieverbrauch", "kWh", 1.5, 0.0),
        ("PM10", "µg/m³", 12.0),
    ],
)
def test_what_is_right_raises_no_doubt(args: Any) -> None:
    assert said(*args, measures=isinstance(args[2], int | float)) == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("Lufttemperatur", "K", 21.5), "outside 210 to 410 K"),
        (("Lufttemperatur", "°C", 294.0), "outside −60 to 130 °C"),
        (("Lufttemperatur", "°C", 215, 218), "2 values lie outside"),  # tenths of a degree
        (("Lufttemperatur", "kWh", 21.5), "no unit of Lufttemperatur"),
        (("Lufttemperatur", "", 21.5), "unit is missing"),
        (("Luftfeuchte", "%", 0.4, 0.5, 0.45, 0.41, 0.39), "shares of 1"),
        (("Lufttemperatur", "°C", "21.5"), "numbers come as text"),
        (("Lufttemperatur", "°C", "21.5", "n/a"), "“n/a” comes as well"),
    ],
)
def test_a_wrong_unit_or_kind_is_named(args: Any, words: str) -> None:
    (doubt,) = said(*args)
    assert words in doubt.replace("-", "−")


def test_silence_future_and_doubled_times_are_told() -> None:
    one = sample("Belegung", "", "frei", "belegt", measures=False)
    late = NOW + timedelta(hours=1)
    assert "Silent since" in doubts_about(one, every=QUARTER, now=late)[0].en
    early = NOW - timedelta(hours=1)
    assert "future" in doubts_about(one, every=QUARTER, now=early)[0].en
    twice = SeriesSample("a", "a", "", "", False, (one.readings[0], one.readings[0]))
    assert "there twice" in doubts_about(twice, every=None, now=NOW)[0].en


def test_gaps_are_what_is_longer_than_promised() -> None:
    times = [NOW + place * QUARTER for place in (0, 1, 2, 9, 10)]
    assert gaps_in(times, QUARTER) == 1
    assert gaps_in(times, None) == 1
    assert gaps_in(times, timedelta(hours=1)) == 0
    assert gaps_in(times[:2], QUARTER) is None


def test_a_series_that_says_what_another_says_is_named() -> None:
    values = (1.0, 2.0, 3.0, 4.0, 5.0)
    one, two = sample("x", "", *values, key="a"), sample("x", "", *values, key="b")
    other = sample("x", "", *values[::-1], key="c")
    idle = [sample("x", "", *[0.0] * 5, key=key) for key in ("d", "e")]
    found = same_series([one, two, other, *idle])
    assert list(found) == ["b"]
    assert "Fühler a" in found["b"].de


def test_every_property_has_units_bounds_and_a_source() -> None:
    assert len(properties()) > 5
    for each in properties():
        assert each["source"]
        assert all(least < most for least, most in each["units"].values())
