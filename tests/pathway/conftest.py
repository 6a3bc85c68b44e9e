"""A town with a measure that saved, one that did nothing, and its people."""

from datetime import UTC, date, datetime

import pytest

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.newest import fingerprint
from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building, MeterPoint, Municipality, Population
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PER_KWH = 0.0002  # [t CO2/kWh] direct, of the invented gas
CO2E_PER_KWH = 0.000247 / 1.11  # [t CO2e/kWh] as billed, of gas in the balance


@pytest.fixture
def town(db: None) -> Municipality:
    """Oldenburg: its first balance ships."""
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


@pytest.fixture
def unknown_town(db: None) -> Municipality:
    """A town no statistics know."""
    town = Municipality.objects.create(ags="03999001", name="Musterstadt", synthetic=True)
    Population.objects.create(municipality=town, year=2024, inhabitants=10_000, source="erfunden")
    return town


def measured(
    town: Municipality,
    name: str,
    *,
    saved_kwh: float = 100_000.0,
    half_kwh: float = 20_000.0,
    verdict: Verdict = Verdict.SAVED,
    days: int = 365,
    start: date = date(2025, 1, 1),
) -> Measure:
    """A measure whose newest assessment says this."""
    measure = Measure.objects.create(municipality=town, name=name, start=start)
    building = Building.objects.create(municipality=town, name=f"Haus {name}")
    point = MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name=name)
    assessment = Assessment.objects.create(
        measure=measure,
        at=NOW,
        data_version=7,
        method_version="test",
        fingerprint=fingerprint(measure),
    )
    decided = verdict is not Verdict.NOT_DECIDABLE
    MeasuredEffect.objects.create(
        assessment=assessment,
        meter_point=point,
        carrier=Carrier.GAS,
        verdict=verdict.value,
        saved_kwh=saved_kwh if decided else None,
        low_kwh=saved_kwh - half_kwh if decided else None,
        high_kwh=saved_kwh + half_kwh if decided else None,
        noise_kwh=half_kwh if decided else None,
        drift_kwh=0.0 if decided else None,
        saved_tonnes=saved_kwh * PER_KWH if decided else None,
        confidence=0.9,
        days_reported=days,
        years_reported=days / 365.25,
    )
    return measure
