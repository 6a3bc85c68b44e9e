"""Writing measures down: places, days, and the gate that cannot be dated back."""

from datetime import UTC, date, datetime

import pytest

from klimamosaik.measures.models import Gate, Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import CriterionDraft, write_measure
from klimamosaik.measures.operations.fitting import grant_that_fits
from klimamosaik.measures.queries import measures_reading
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected

BEFORE = datetime(2025, 9, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 1, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


def meter(town: Municipality, name: str) -> MeterPoint:
    building = Building.objects.create(municipality=town, name=name)
    return MeterPoint.objects.create(building=building, carrier=Carrier.HEAT, name=name)


def new(town: Municipality, **facts: object) -> Measure:
    given = {"name": "Neue Regelung", "start": date(2025, 10, 1)} | facts
    return Measure(municipality=town, **given)


def test_the_buildings_of_its_meters_are_its_buildings(town: Municipality) -> None:
    point = meter(town, "Rathaus")
    measure = write_measure(measure=new(town), meter_points=[point], aim=None, by=None, at=BEFORE)
    assert list(measure.buildings.all()) == [point.building]
    assert list(town.measures.all()) == [measure]


def test_a_gate_carries_the_day_it_was_written(town: Municipality) -> None:
    measure = write_measure(
        measure=new(town), meter_points=[], aim=CriterionDraft(5.0), by=None, at=BEFORE
    )
    gate = Gate.objects.get(measure=measure)
    assert (gate.written_on, gate.written_beforehand) == (date(2025, 9, 1), True)


def test_a_changed_gate_is_written_afterwards(town: Municipality) -> None:
    measure = new(town)
    write_measure(measure=measure, meter_points=[], aim=CriterionDraft(5.0), by=None, at=BEFORE)
    write_measure(measure=measure, meter_points=[], aim=CriterionDraft(3.0), by=None, at=LATER)
    gate = Gate.objects.get(measure=measure)
    assert (gate.saving_percent, gate.written_beforehand) == (3.0, False)
    assert [past.saving_percent for past in gate.history.all()] == [3.0, 5.0]


def test_a_gate_left_as_it_is_keeps_its_day(town: Municipality) -> None:
    measure = new(town)
    write_measure(measure=measure, meter_points=[], aim=CriterionDraft(5.0), by=None, at=BEFORE)
    write_measure(measure=measure, meter_points=[], aim=CriterionDraft(5.0), by=None, at=LATER)
    assert Gate.objects.get(measure=measure).written_on == date(2025, 9, 1)


def test_all_that_is_wrong_is_said_at_once(town: Municipality) -> None:
    point = meter(town, "Rathaus")
    wrong = new(town, installation_start=date(2025, 11, 1), end=date(2025, 9, 1))
    with pytest.raises(InputRejected) as refusal:
        write_measure(
            measure=wrong,
            meter_points=[point],
            comparison_points=[point],
            aim=None,
            by=None,
            at=BEFORE,
        )
    assert [complaint.code for complaint in refusal.value.complaints] == [
        "installed_later",
        "ended_earlier",
        "compared_with_itself",
    ]
    assert not Measure.objects.exists()


def test_a_meter_of_another_town_is_refused(town: Municipality) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    with pytest.raises(InputRejected) as refusal:
        write_measure(
            measure=new(town), meter_points=[meter(other, "Halle")], aim=None, by=None, at=BEFORE
        )
    assert refusal.value.complaints[0].code == "other_municipality"


def test_it_is_known_which_measures_read_a_meter(town: Municipality) -> None:
    changed, compared, unused = (meter(town, name) for name in ("Rathaus", "Schule", "Bauhof"))
    measure = write_measure(
        measure=new(town),
        meter_points=[changed],
        comparison_points=[compared],
        aim=None,
        by=None,
        at=BEFORE,
    )
    found = measures_reading(meter_points=[changed.pk, compared.pk, unused.pk])
    assert found == {changed.pk: (measure,), compared.pk: (measure,), unused.pk: ()}


@pytest.mark.parametrize("start", [date(1, 1, 1), date(1989, 12, 31), date(2190, 1, 1)])
def test_a_day_of_another_century_is_refused(town: Municipality, start: date) -> None:
    with pytest.raises(InputRejected) as refused:
        write_measure(measure=new(town, start=start), meter_points=[], aim=None, by=None, at=BEFORE)
    assert [each.column for each in refused.value.complaints] == ["start"]
    assert not Measure.objects.exists()


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"grant_percent": 60.0}, set()),
        ({"grant_eur": 1_000.0}, set()),
        ({"grant_percent": 60.0, "grant_eur": 1_000.0}, {"grant_twice"}),
        ({"grant_eur": 1_000.0, "cost": 1_000.0}, set()),
        ({"grant_eur": 1_001.0, "cost": 1_000.0}, {"grant_above_cost"}),
        ({"grant_eur": 0.0, "cost": 0.0}, set()),
    ],
)
def test_a_grant_is_a_share_or_an_amount_no_higher_than_the_cost(
    town: Municipality, facts: dict[str, float], codes: set[str]
) -> None:
    assert {each.code for each in grant_that_fits(new(town, **facts))} == codes


def test_a_measure_may_be_written_down_as_stopped_and_has_no_gate_to_pass(
    town: Municipality,
) -> None:
    measure = write_measure(
        measure=new(town, phase=Phase.STOPPED), meter_points=[], aim=None, by=None, at=BEFORE
    )
    (step,) = measure.steps.all()
    assert (step.to_phase, step.gate) == (Phase.STOPPED, [])
