"""What an assessment found is read once, as long as the meters it stands on are the same."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.newest import newest_with_effects
from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.operations import save
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.figure import Verdict

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def measure() -> Measure:
    town = Municipality.objects.create(ags="03999001", name="Musterstadt", synthetic=True)
    building = save(Building(municipality=town, name="Schule"), by=None)
    save(MeterPoint(building=building, carrier=Carrier.HEAT, name="Wärme"), by=None)
    return save(Measure(municipality=town, name="Regelung"), by=None)


def look(measure: Measure, saved: float) -> Assessment:
    """A look at the measure's meter that found a saving."""
    found = Assessment.objects.create(measure=measure, at=NOW, data_version=1)
    MeasuredEffect.objects.create(
        assessment=found,
        meter_point=MeterPoint.objects.get(),
        carrier=Carrier.HEAT,
        verdict=Verdict.SAVED,
        saved_kwh=saved,
        confidence=0.9,
    )
    return found


def saved_by(measure: Measure) -> float | None:
    return newest_with_effects([measure])[measure.pk].whole.saved_kwh


def test_the_second_who_asks_is_handed_what_was_read(measure: Measure) -> None:
    look(measure, 100.0)
    first = newest_with_effects([measure])[measure.pk]
    with CaptureQueriesContext(connection) as questions:
        assert newest_with_effects([measure])[measure.pk] is first
    assert not any("measuredeffect" in each["sql"] for each in questions)


def test_a_newer_look_is_read(measure: Measure) -> None:
    look(measure, 100.0)
    assert saved_by(measure) == 100.0
    look(measure, 200.0)
    assert saved_by(measure) == 200.0


def test_a_meter_that_is_another_one_is_read_again(measure: Measure) -> None:
    look(measure, 100.0)
    assert newest_with_effects([measure])[measure.pk].whole.counts
    point = MeterPoint.objects.get()
    point.direction = Direction.FED_IN
    save(point, by=None)
    assert not newest_with_effects([measure])[measure.pk].whole.counts


def test_a_renamed_building_has_no_look_read_again(measure: Measure) -> None:
    """It says nothing of a building; the address on a page is asked for by the page."""
    look(measure, 100.0)
    first = newest_with_effects([measure])[measure.pk]
    building = MeterPoint.objects.get().building
    building.name = "Altes Rathaus"
    save(building, by=None)
    assert newest_with_effects([measure])[measure.pk] is first


def test_what_was_seen_in_a_transaction_that_never_was_is_not_held(measure: Measure) -> None:
    with transaction.atomic():
        look(measure, 100.0)
        assert saved_by(measure) == 100.0
        transaction.set_rollback(True)
    look(measure, 300.0)
    assert saved_by(measure) == 300.0
