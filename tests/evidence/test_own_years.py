"""A town's own measure-free years take over from the shipped prior."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.kernel.ranges.drift import BaselineInstability, DriftPrior, moved
from klimamosaik.evidence.kernel.ranges.placebo import Placebos
from klimamosaik.evidence.kernel.ranges.town_drift import pair_weights, town_drift
from klimamosaik.evidence.models import OwnDrift
from klimamosaik.evidence.operations import learn_drift, learn_from_news, up_to_date
from klimamosaik.evidence.own_years import own_priors
from klimamosaik.evidence.priors import shipped_priors
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.places.models import Building, MeterPoint, Municipality, WeatherStation
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import midnight
from klimamosaik.web.cli import commands

SCALE = 0.06  # 1, what the prior expects of the invented meters


def prior() -> DriftPrior:
    """The shipped prior, its spread the same for every meter."""
    shipped = shipped_priors().of(Carrier.ELECTRICITY, BaselineMethod.DAILY)
    return replace(shipped, intercept=np.log(SCALE), slope=0.0, bounds=(0.01, 0.5))


def town(meters: int, years: int, scale: float, seed: int = 1) -> Placebos:
    """Pairs of a town whose meters drift `scale` times as far as the prior expects."""
    rng = np.random.default_rng(seed)
    meter = np.repeat(np.arange(float(meters)), years)
    own = np.exp(0.2 * rng.standard_normal(meters))[meter.astype(np.int64)]
    some = np.full(meter.shape, 0.05)
    return Placebos(
        change=scale * SCALE * own * rng.standard_t(5, meter.shape),
        noise=np.zeros(meter.shape),
        unrest=BaselineInstability(100 * some, some, some),
        cvrmse=some,
        meter=meter,
    )


def test_a_steady_town_narrows_and_a_restless_one_widens() -> None:
    few, many = (town_drift(prior(), town(n, 3, 0.5)).by for n in (4, 100))
    assert many < few < 0
    assert many == pytest.approx(np.log(0.5), abs=0.1)
    assert town_drift(prior(), town(100, 3, 2.0)).by == pytest.approx(np.log(2), abs=0.1)


def test_a_town_as_the_prior_expects_it_changes_little() -> None:
    assert abs(town_drift(prior(), town(40, 3, 1.0)).by) < 0.12


def test_one_meter_with_many_years_does_not_speak_for_the_town() -> None:
    weights = pair_weights(np.array([0.0] * 10 + [1.0]), apart=0.5)
    assert weights[:10].sum() < 3.3
    assert weights[0] < weights[-1] < 1
    assert pair_weights(np.zeros(5), apart=0.0).tolist() == [1.0] * 5


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_the_range_of_a_town_holds_the_truth_whatever_the_town(scale: float) -> None:
    """Learnt from its first years, tested on the next year of the same meters."""
    covered, without = [], []
    t_factor = 2.015  # of Student's t with 5 degrees of freedom at 90 %
    for seed in range(20):
        drift = town_drift(prior(), town(20, 3, scale, seed))
        after = np.abs(town(20, 3, scale, seed + 1_000).change)
        covered.append(after <= t_factor * SCALE * np.exp(drift.by))
        without.append(after <= t_factor * SCALE)
    assert 0.85 <= np.mean(covered) <= 0.95
    assert abs(np.mean(covered) - 0.9) <= abs(np.mean(without) - 0.9) + 0.02


def test_the_moved_prior_keeps_its_bounds_on_the_other_side() -> None:
    wider = moved(prior(), np.log(2))
    assert wider.bounds == pytest.approx((0.01, 1.0))
    assert moved(prior(), -np.log(2)).bounds == pytest.approx((0.005, 0.5))


# From the store

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
FIRST, LAST = date(2021, 1, 1), date(2026, 1, 1)
START = date(2025, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]


def delivered(stream: Datastream, values: np.ndarray) -> None:
    frame = pl.DataFrame(
        {
            "datastream": [stream.pk] * len(DAYS),
            "start": [midnight(day).astimezone(UTC) for day in DAYS],
            "end": [midnight(day + timedelta(days=1)).astimezone(UTC) for day in DAYS],
            "value": values,
            "quality": ["measured"] * len(DAYS),
        },
        schema_overrides={"datastream": pl.Int64},
    )
    deliver(readings=frame, name="x.csv", municipality=None, by=None, at=NOW)


def temperatures() -> np.ndarray:
    day = np.arange(len(DAYS))
    season = 10 - 9 * np.cos(2 * np.pi * day / 365.25)
    return np.asarray(season + 2 * np.random.default_rng(7).standard_normal(day.size))


@pytest.fixture
def steady_town(db: None) -> Municipality:
    """Three schools whose gas follows the weather year after year."""
    place = Municipality.objects.create(ags="03999998", name="Prüfstadt", synthetic=True)
    station = WeatherStation.objects.create(number="1", name="Prüfstation")
    place.station = station
    place.save()
    air = Datastream.objects.create(
        name="Temperatur",
        station=station,
        unit="°C",
        spacing="P1D",
        quantity=Quantity.AIR_TEMPERATURE,
    )
    delivered(air, temperatures())
    for number in range(3):
        building = Building.objects.create(municipality=place, name=f"Schule {number}")
        point = MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name="Gas")
        stream = Datastream.objects.create(
            name="Gas",
            meter_point=point,
            quantity=Quantity.ENERGY,
            unit="kWh",
            spacing="P1D",
        )
        rng = np.random.default_rng(number)
        heat = 80 + 25 * np.maximum(15 - temperatures(), 0)
        delivered(stream, heat + 15 * rng.standard_normal(len(DAYS)))
    return place


def test_a_town_learns_from_years_without_a_measure_only(steady_town: Municipality) -> None:
    point = MeterPoint.objects.earliest("pk")
    measure = Measure.objects.create(municipality=steady_town, name="Regelung", start=START)
    measure.meter_points.add(point)
    (row,) = learn_drift(municipality=steady_town, by=None, at=NOW)
    # Four pairs of each of three meters; the last one of the meter with the measure is out.
    assert (row.pairs, row.meters, row.bills, row.data_version) == (11, 3, False, 4)
    assert row.moved < 0


def test_the_effect_says_whose_years_set_its_range(steady_town: Municipality) -> None:
    measure = Measure.objects.create(municipality=steady_town, name="Regelung", start=START)
    measure.meter_points.add(MeterPoint.objects.earliest("pk"))
    (before,) = up_to_date(measure=measure, by=None, at=NOW).effects.all()
    assert "eigenen Jahren" not in before.drift_source["de"]
    learn_drift(municipality=steady_town, by=None, at=NOW)
    (after,) = up_to_date(measure=measure, by=None, at=NOW).effects.all()
    assert "11 Vergleichsjahre der Zähler des Ortes" in after.drift_source["de"]
    assert "11 comparison years of the town's meters" in after.drift_source["en"]
    assert after.saved_kwh == before.saved_kwh
    assert (after.drift_kwh or 0) < (before.drift_kwh or 0)


def test_what_is_known_already_is_not_written_again(steady_town: Municipality) -> None:
    (first,) = learn_drift(municipality=steady_town, by=None, at=NOW)
    (again,) = learn_drift(municipality=steady_town, by=None, at=NOW + timedelta(days=1))
    assert again == first
    assert OwnDrift.objects.count() == 1


def test_a_town_learns_by_itself_whenever_there_is_something_new(
    steady_town: Municipality,
) -> None:
    seen = learn_from_news(seen={}, at=NOW)
    assert OwnDrift.objects.get().pairs == 12
    OwnDrift.objects.all().delete()
    assert learn_from_news(seen=seen, at=NOW) == seen
    assert not OwnDrift.objects.exists()
    measure = Measure.objects.create(municipality=steady_town, name="Regelung", start=START)
    measure.meter_points.add(MeterPoint.objects.earliest("pk"))
    assert learn_from_news(seen=seen, at=NOW) != seen
    assert OwnDrift.objects.get().pairs == 11


@pytest.mark.django_db
def test_a_town_without_weather_is_left_alone() -> None:
    bare = Municipality.objects.create(ags="03999997", name="Neustadt", synthetic=True)
    building = Building.objects.create(municipality=bare, name="Rathaus")
    MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name="Gas")
    assert bare.pk in learn_from_news(seen={}, at=NOW)
    assert not OwnDrift.objects.exists()


def test_the_newest_row_of_a_town_holds(steady_town: Municipality) -> None:
    def row(by: float, at: datetime) -> None:
        OwnDrift.objects.create(
            municipality=steady_town,
            carrier=Carrier.GAS,
            bills=False,
            moved=by,
            pairs=9,
            meters=3,
            data_version=1,
            prior_learnt_on=shipped_priors().learnt_on,
            at=at,
        )

    row(0.3, NOW)
    row(-0.2, NOW - timedelta(days=1))
    shipped = shipped_priors().of(Carrier.GAS, BaselineMethod.DAILY)
    found = own_priors(steady_town)
    assert found.of(Carrier.GAS, BaselineMethod.DAILY) == replace(moved(shipped, 0.3), city_pairs=9)
    bills = shipped_priors().of(Carrier.GAS, BaselineMethod.BILLS)
    assert found.of(Carrier.GAS, BaselineMethod.BILLS) == bills


def test_the_command_says_how_far_a_town_drifts(
    steady_town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLIMAMOSAIK_LANGUAGE", "en")
    runner = CliRunner()
    done = runner.invoke(commands(), ["own-years", "--municipality", steady_town.ags])
    assert done.exit_code == 0, done.output
    (row,) = OwnDrift.objects.all()
    assert "12 " in done.output
    assert f"{row.factor:.2f}" in done.output
    unknown = runner.invoke(commands(), ["own-years", "--municipality", "99999999"])
    assert isinstance(unknown.exception, InputRejected)


def test_a_town_without_weather_is_told_so(db: None) -> None:
    place = Municipality.objects.create(ags="03999997", name="Wetterlos", synthetic=True)
    building = Building.objects.create(municipality=place, name="Schule")
    MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name="Gas")
    with pytest.raises(InputRejected, match=r"no weather"):
        learn_drift(municipality=place, by=None, at=NOW)
