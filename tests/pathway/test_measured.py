"""What meters say of a measure, counted in tonnes: one figure with its range, from row to stone."""

import math

import pytest

from klimamosaik.evidence.models import ESTIMATED_READINGS, Assessment, MeasuredEffect
from klimamosaik.evidence.queries.newest import fingerprint
from klimamosaik.measures.models import Measure
from klimamosaik.pathway.documents import measured_document
from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import wall_of
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.terms.estimate import together
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.quality import Quality
from tests.pathway.conftest import CO2E_PER_KWH, NOW, measured

A_YEAR = 365.25 / 365  # of the days reported


def known(town: Municipality, measure: Measure) -> MeasureOutlook:
    found = wall_of(municipality=town, at=NOW).known
    return next(one for one in found if one.measure == measure)


def meters(measure: Measure, *halves: tuple[float, float]) -> None:
    """Gives a measure one more gas meter for each pair of noise and drift [kWh]."""
    assessment = Assessment.objects.get(measure=measure)
    first = assessment.effects.get().meter_point
    assert first is not None
    for place, (noise, drift) in enumerate(halves):
        point = MeterPoint.objects.create(
            building=first.building, carrier="gas", name=f"noch {place}"
        )
        half = math.hypot(noise, drift)
        MeasuredEffect.objects.create(
            assessment=assessment, meter_point=point, carrier="gas", verdict=Verdict.SAVED,
            saved_kwh=50_000, low_kwh=50_000 - half, high_kwh=50_000 + half, noise_kwh=noise,
            drift_kwh=drift, saved_tonnes=10.0, confidence=0.9, days_reported=365,
            years_reported=365 / 365.25,
        )  # fmt: skip
    Assessment.objects.filter(pk=assessment.pk).update(fingerprint=fingerprint(measure))


def test_a_measured_saving_is_a_year_of_tonnes_with_its_range(town: Municipality) -> None:
    heating = measured(town, "Heizung", saved_kwh=100_000, half_kwh=20_000)
    seen = known(town, heating).measured
    assert seen is not None
    per_kwh = A_YEAR * CO2E_PER_KWH
    assert seen.mean == pytest.approx(100_000 * per_kwh, rel=0.01)
    assert seen.half_width == pytest.approx(20_000 * per_kwh, rel=0.01)
    assert (seen.unit, seen.confidence, seen.quality) == ("t CO₂e/a", 0.9, Quality.CALCULATED)


def test_meters_of_one_measure_share_their_drift_and_not_their_noise(town: Municipality) -> None:
    heating = measured(town, "Heizung", saved_kwh=50_000, half_kwh=3_000)
    meters(heating, (4_000, 1_000), (0, 2_000))
    energy = known(town, heating).saved_energy
    assert energy is not None
    assert energy.mean == pytest.approx(150_000 * A_YEAR)
    assert energy.half_width == pytest.approx(math.hypot(3_000, 4_000, 1_000 + 2_000) * A_YEAR)


def test_measures_do_not_share_the_drift_of_their_buildings(town: Municipality) -> None:
    each = [measured(town, name, saved_kwh=50_000, half_kwh=3_000) for name in ("eins", "zwei")]
    for measure in each:
        row = MeasuredEffect.objects.filter(assessment__measure=measure)
        row.update(noise_kwh=0.0, drift_kwh=3_000.0)
    sizes = [headline.tonnes for one in each if (headline := headline_of(known(town, one)))]
    whole = together(sizes)
    assert whole.half_width == pytest.approx(math.sqrt(2) * sizes[0].half_width)


def test_nothing_measured_is_told_as_unknown(town: Municipality) -> None:
    idea = Measure.objects.create(municipality=town, name="Idee")
    one = known(town, idea)
    assert one.verdict is Verdict.NOT_DECIDABLE
    assert (one.measured, one.saved_energy, one.days, one.data_version) == (None,) * 4
    assert measured_document(one) is None


def test_a_meter_that_may_say_nothing_leaves_the_whole_unknown(town: Municipality) -> None:
    heating = measured(town, "Heizung")
    meters(heating, (1_000, 0))
    MeasuredEffect.objects.filter(meter_point__name="noch 0").update(low_kwh=None)
    assert known(town, heating).measured is None


def test_what_meters_say_stays_what_the_headline_and_the_stone_say(town: Municipality) -> None:
    heating = measured(town, "Heizung")
    found = wall_of(municipality=town, at=NOW)
    (one,), (stone,) = found.known, found.stones
    headline = headline_of(one)
    assert headline is not None
    assert headline.tonnes == one.measured
    assert one.measure == heating
    assert stone.tonnes.unit == headline.tonnes.unit
    assert stone.tonnes.verdict is one.verdict


@pytest.mark.parametrize(
    ("carrier", "quality"),
    [("gas", Quality.CALCULATED), ("heat", Quality.DEFAULT)],  # of a grid nobody knows
)
def test_tonnes_are_as_weak_as_the_factor_they_are_counted_with(
    town: Municipality, carrier: str, quality: Quality
) -> None:
    heating = measured(town, "Heizung")
    MeterPoint.objects.filter(name="Heizung").update(carrier=carrier)
    MeasuredEffect.objects.update(carrier=carrier)
    found = known(town, heating)
    assert found.measured is not None
    assert found.saved_energy is not None
    assert found.measured.quality is quality
    assert found.saved_energy.quality is Quality.CALCULATED


def test_one_estimated_part_makes_energy_and_tonnes_of_all_meters_estimated(
    town: Municipality,
) -> None:
    heating = measured(town, "Heizung")
    meters(heating, (1_000, 0))
    said = [{"code": ESTIMATED_READINGS, "de": "geschätzt", "en": "estimated"}]
    MeasuredEffect.objects.filter(meter_point__name="noch 0").update(warnings=said)
    found = known(town, heating)
    assert found.measured is not None
    assert found.saved_energy is not None
    assert found.saved_energy.quality is found.measured.quality is Quality.ESTIMATED
