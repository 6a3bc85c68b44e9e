"""Measures at one meter: each is judged by the days in which no other changed anything."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from klimamosaik.evidence.kernel.days_alone import EARLIEST, LATEST, DaysAlone, MeasureDays
from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.operations import assess, up_to_date
from klimamosaik.evidence.queries.inputs import inputs_of
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.places.models import Building, MeterPoint, Municipality, WeatherStation
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.period import midnight

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
FIRST, LAST = date(2022, 1, 1), date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
CONTROL, WINDOWS = date(2023, 1, 1), date(2024, 7, 1)  # first days of two measures
OWN = MeasureDays("Regelung", date(2024, 1, 1), date(2024, 3, 1), None)


def other(begins: date, start: date | None = None, end: date | None = None) -> MeasureDays:
    return MeasureDays("Fenster", begins, start or begins, end)


def alone(*others: MeasureDays) -> tuple[date, date, bool]:
    found = DaysAlone(OWN, others)
    return found.first, found.until, found.any


def test_a_measure_by_itself_has_all_days() -> None:
    assert alone() == (EARLIEST, LATEST, True)


@pytest.mark.parametrize(
    ("at_the_meter", "days"),
    [
        (other(date(2025, 5, 1)), (EARLIEST, date(2025, 5, 1), True)),
        (other(date(2025, 5, 1), date(2025, 8, 1)), (EARLIEST, date(2025, 5, 1), True)),
        (other(date(2023, 2, 1)), (date(2023, 2, 1), LATEST, True)),
        (other(date(2022, 12, 1), date(2023, 2, 1)), (date(2023, 2, 1), LATEST, True)),
        (other(date(2020, 1, 1), None, date(2023, 6, 1)), (date(2023, 6, 1), LATEST, True)),
        (
            other(date(2020, 1, 1), None, date(2025, 1, 1)),
            (date(2020, 1, 1), date(2025, 1, 1), True),
        ),
    ],
)
def test_days_end_where_another_begins_or_ends(
    at_the_meter: MeasureDays, days: tuple[date, date, bool]
) -> None:
    assert alone(at_the_meter) == days


@pytest.mark.parametrize(
    "at_the_meter",
    [
        other(date(2024, 1, 1), date(2024, 3, 1)),  # at once
        other(date(2024, 2, 1)),  # while it is installed
        other(date(2023, 6, 1), date(2024, 2, 1)),  # its works reach into the installation
        other(date(2024, 3, 1)),  # with the first day of the effect
    ],
)
def test_what_changes_at_once_cannot_be_told_apart(at_the_meter: MeasureDays) -> None:
    found = DaysAlone(OWN, (at_the_meter,))
    assert not found.any
    (said,) = found.problems
    assert said.code == "other_measure_at_once"
    assert "„Fenster“" in said.text.de


def test_what_comes_after_its_end_is_no_matter() -> None:
    ended = MeasureDays("Regelung", date(2024, 1, 1), date(2024, 1, 1), date(2025, 1, 1))
    assert DaysAlone(ended, (other(date(2025, 6, 1)),)).until == LATEST


# ---- with readings -----------------------------------------------------------------------------


def temperatures() -> np.ndarray:
    generator = np.random.default_rng(7)
    day = np.arange(len(DAYS))
    season = 10 - 9 * np.cos(2 * np.pi * day / 365.25)
    return np.asarray(season + 2 * generator.standard_normal(day.size))


def use() -> np.ndarray:
    """A fifth less with the control, three tenths of the rest less with the windows."""
    generator = np.random.default_rng(8)
    asked = 80 + 25 * np.maximum(15 - temperatures(), 0) + 15 * generator.standard_normal(len(DAYS))
    control = np.array([0.8 if day >= CONTROL else 1.0 for day in DAYS])
    windows = np.array([0.7 if day >= WINDOWS else 1.0 for day in DAYS])
    return np.asarray(asked * control * windows)


def brought(stream: Datastream, values: np.ndarray, town: Municipality) -> None:
    readings = pl.DataFrame(
        {
            "datastream": [stream.pk] * len(DAYS),
            "start": [midnight(day).astimezone(UTC) for day in DAYS],
            "end": [midnight(day + timedelta(days=1)).astimezone(UTC) for day in DAYS],
            "value": values,
            "quality": ["measured"] * len(DAYS),
        },
        schema_overrides={"datastream": pl.Int64},
    )
    deliver(readings=readings, name=stream.name, municipality=town, by=None, at=NOW)


@pytest.fixture
def gas(db: None) -> MeterPoint:
    station = WeatherStation.objects.create(number="1", name="Prüfstation")
    town = Municipality.objects.create(
        ags="03999998", name="Prüfstadt", synthetic=True, station=station
    )
    building = Building.objects.create(municipality=town, name="Schule", kind="school")
    point = MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name="Gas")
    days = {"spacing": "P1D", "quantity": Quantity.ENERGY, "unit": "kWh"}
    air = {"spacing": "P1D", "quantity": Quantity.AIR_TEMPERATURE, "unit": "°C"}
    brought(Datastream.objects.create(name="Gas", meter_point=point, **days), use(), town)
    weather = Datastream.objects.create(name="Temperatur", station=station, **air)
    brought(weather, temperatures(), town)
    return point


def at(point: MeterPoint, name: str, start: date) -> Measure:
    town = point.building.municipality
    made: Measure = Measure.objects.create(municipality=town, name=name, start=start)
    made.meter_points.add(point)
    return made


def found(measure: Measure) -> Assessment:
    return assess(measure=measure, by=None, at=NOW)


def test_two_measures_at_one_meter_are_not_counted_twice(gas: MeterPoint) -> None:
    control, windows = at(gas, "Regelung", CONTROL), at(gas, "Fenster", WINDOWS)
    first, second = found(control), found(windows)
    assert first.last_day == WINDOWS
    assert first.whole.saved_percent == pytest.approx(20, abs=4)
    assert second.whole.saved_percent == pytest.approx(30, abs=4)
    (said,) = (each for each in first.effects.get().warnings if "other_measure" in each["code"])
    assert said["de"] == (
        "Gezählt wird bis vor 01.07.2024: Ab dann ändert auch „Fenster“ etwas an diesem Zähler."
    )


def test_a_baseline_begins_where_the_earlier_one_works(gas: MeterPoint) -> None:
    control, soon = at(gas, "Regelung", CONTROL), at(gas, "Fenster", date(2023, 12, 1))
    assert found(control).whole.said is Verdict.SAVED
    (row,) = found(soon).effects.all()
    (said,) = (each for each in row.warnings if "other_measure" in each["code"])
    assert said["de"] == (
        "Verglichen wird mit den Tagen ab 01.01.2023: Bis dahin hat „Regelung“ an diesem Zähler "
        "etwas geändert."
    )


def test_measures_that_begin_at_once_claim_nothing_each(gas: MeterPoint) -> None:
    both = [at(gas, name, CONTROL) for name in ("Regelung", "Fenster")]
    for measure, name in zip(both, ("Fenster", "Regelung"), strict=True):
        (row,) = found(measure).effects.all()
        assert row.verdict == Verdict.NOT_DECIDABLE
        assert [each["code"] for each in row.warnings] == ["other_measure_at_once"]
        assert f"„{name}“" in row.warnings[0]["de"]


def test_an_effect_is_worked_out_again_where_another_measure_comes_or_moves(
    gas: MeterPoint,
) -> None:
    control = at(gas, "Regelung", CONTROL)
    before, stood = found(control), inputs_of([control])
    windows = at(gas, "Fenster", WINDOWS)
    assert inputs_of([control]) != stood
    now = up_to_date(measure=control, by=None, at=NOW)
    assert now.pk != before.pk
    assert now.last_day == WINDOWS
    assert now.because["de"].startswith("An einem Zähler der Maßnahme kam eine andere dazu")
    windows.delete()
    assert inputs_of([control]) == stood
