"""The stored row of an effect tells itself: saving, share, worth, verdict, whole and parts."""

from datetime import UTC, datetime

import pytest

from klimamosaik.evidence.models import ESTIMATED_READINGS, Assessment, MeasuredEffect
from klimamosaik.evidence.rows import whole_of
from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.estimate import around
from klimamosaik.terms.figure import Because, Verdict
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

COUNTING = MeterPoint(carrier=Carrier.GAS, direction=Direction.DRAWN)
ASIDE = MeterPoint(carrier=Carrier.ELECTRICITY, direction=Direction.FED_IN)


def row(saved: float | None, point: MeterPoint = COUNTING, **more: object) -> MeasuredEffect:
    """A meter's row: half widths of 30 kWh of noise and 40 kWh of drift."""
    if saved is None:
        return MeasuredEffect(
            meter_point=point, verdict=Verdict.NOT_DECIDABLE, confidence=0.9, **more
        )
    estimate = around(saved, 50.0, "kWh", drift=40.0)
    figures: dict[str, object] = {
        "saved_percent": saved / 10, "expected_kwh": 1_000.0, "measured_kwh": 1_000.0 - saved,
        "days_used": 365, "days_reported": 300, "years_reported": 0.8,
        "price": 0.5,
    }  # fmt: skip
    return MeasuredEffect(
        meter_point=point, verdict=estimate.verdict, confidence=0.9, saved_kwh=saved,
        low_kwh=estimate.low, high_kwh=estimate.high, noise_kwh=30.0, drift_kwh=40.0,
        **(figures | more),
    )  # fmt: skip


def test_a_row_tells_its_saving_with_the_years_its_range_is_from() -> None:
    found = row(200.0, drift_source={"de": "Standardwert", "en": "shipped"}).estimate
    assert found is not None
    assert (found.mean, found.low, found.high) == (200.0, 150.0, 250.0)
    assert (found.noise, found.drift, found.unit, found.confidence) == (30.0, 40.0, "kWh", 0.9)
    assert found.quality is Quality.CALCULATED
    assert found.because == (Because(Text("Standardwert", "shipped")),)


def test_a_row_tells_its_share_and_its_worth() -> None:
    one = row(200.0, price_source={"de": "Rechnung", "en": "bill"})
    assert one.share_said == Text("20 % (16 bis 24 %) gespart", "20 % (16 to 24 %) saved")
    assert one.worth is not None
    assert (one.worth.mean, one.worth.low, one.worth.high) == (100.0, 75.0, 125.0)
    assert one.worth.because[0].text.en == "bill"
    more = row(-200.0)
    assert more.share_said == Text(
        "20 % (14 bis 26 %) mehr verbraucht", "20 % (14 to 26 %) used more"
    )


def test_what_is_not_decided_has_no_figure_of_any_kind() -> None:
    none = row(None)
    assert (none.estimate, none.percent, none.share_said, none.worth) == (None,) * 4
    assert not none.claims
    assert row(200.0, saved_percent=None).percent is None
    assert row(200.0, price=None).worth is None


def test_the_whole_adds_meters_that_count_use() -> None:
    whole = whole_of([row(200.0), row(100.0), row(500.0, ASIDE)], confidence=0.9)
    assert whole.estimate is not None
    assert whole.estimate.mean == 300.0
    assert whole.estimate.drift == 80.0
    assert whole.estimate.noise == pytest.approx(30.0 * 2**0.5)
    assert whole.saved_percent == 15.0
    assert (whole.method, whole.meter_point) == ("sum of meters", None)


def test_a_range_that_holds_two_readings_keeps_its_side_in_the_whole() -> None:
    closed = row(-400.0)
    closed.high_kwh = 60.0
    assert closed.estimate is not None
    assert (closed.estimate.low, closed.estimate.high) == (-450.0, 60.0)
    whole = whole_of([closed, row(0.0)], confidence=0.9)
    assert whole.estimate is not None
    assert whole.estimate.high > 60.0
    assert whole.estimate.low > -520.0
    assert not whole.said.claims


def test_the_whole_is_as_decided_as_its_parts() -> None:
    assert whole_of([row(200.0), row(None)], confidence=0.9).said is Verdict.NOT_DECIDABLE
    silent = whole_of([row(None, ASIDE), row(None, ASIDE)], confidence=0.8)
    assert (silent.said, silent.confidence) == (Verdict.NOT_DECIDABLE, 0.8)
    nobody = whole_of([], confidence=0.9)
    assert [warning["code"] for warning in nobody.warnings] == ["no_meters"]
    net = whole_of([row(200.0), row(100.0, saved_percent=None)], confidence=0.9)
    assert (net.saved_kwh, net.saved_percent) == (300.0, None)


def test_one_meter_that_counts_beside_others_is_the_whole() -> None:
    one = row(200.0, method="daily", warnings=[{"code": "x", "de": "x", "en": "x"}])
    whole = whole_of([one, row(None, ASIDE)], confidence=0.9)
    assert whole is not one
    assert whole.estimate == one.estimate
    assert (whole.method, whole.warnings, whole.meter_point) == ("daily", one.warnings, None)
    assert whole_of([one], confidence=0.9) is one


@pytest.mark.django_db
def test_the_worth_of_a_measure_is_that_of_its_meters_at_their_own_prices() -> None:
    town = Municipality.objects.create(ags="03404000", name="Osnabrück")
    building = Building.objects.create(municipality=town, name="Schule")
    points = [
        MeterPoint.objects.create(building=building, carrier=carrier, name=carrier)
        for carrier in (Carrier.GAS, Carrier.ELECTRICITY)
    ]
    assessment = Assessment.objects.create(
        measure=Measure.objects.create(municipality=town, name="Wärmepumpe"),
        at=datetime(2026, 1, 1, tzinfo=UTC), data_version=1, method_version="x", fingerprint="x",
    )  # fmt: skip
    rows = [row(200.0, points[0], price=0.1), row(-60.0, points[1], price=0.5)]
    for one in rows:
        one.assessment = assessment
        one.save()
    worth = assessment.worth
    assert worth is not None
    assert worth.unit == "EUR"
    assert worth.mean == pytest.approx(-10.0)
    assert worth.drift == pytest.approx(4.0 + 20.0)
    assert worth.noise == pytest.approx((3.0**2 + 15.0**2) ** 0.5)
    MeasuredEffect.objects.filter(meter_point=points[0]).update(price=None)
    assert Assessment.objects.get().worth is None


def test_what_a_stored_row_says_is_put_into_words_once() -> None:
    one = row(200.0)
    assert one.share_said is not None
    assert one.share_said is one.share_said
    assert one.a_year is one.a_year
    assert one.a_year is not None
    assert one.a_year.mean == pytest.approx(200.0 / 0.8)
    assert row(200.0, years_reported=None).a_year is None


def test_what_a_row_is_worth_is_no_better_known_than_what_it_saves() -> None:
    said = [{"code": ESTIMATED_READINGS, "de": "geschätzt", "en": "estimated"}]
    for one, quality in (
        (row(200.0), Quality.CALCULATED),  # though readings and price are better known
        (row(200.0, warnings=said), Quality.ESTIMATED),
    ):
        found = (one.estimate, one.percent, one.a_year, one.worth)
        assert {each and each.quality for each in found} == {quality}
