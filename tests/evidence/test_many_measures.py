"""A page on all measures asks of all effects at once whether they are those of the data."""

# ruff: noqa: F811 (the fixtures of the assessment's scene are used here, too)

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klimamosaik.evidence.operations import renew
from klimamosaik.evidence.queries.data_status import status_of_measures
from klimamosaik.evidence.queries.inputs import inputs_of
from klimamosaik.evidence.queries.newest import newest_of, newest_of_each, newest_with_effects
from klimamosaik.measures.models import Gate, Measure
from klimamosaik.observations.models import Bill, Datastream
from klimamosaik.places.models import Building, MeterPoint, Municipality
from tests.evidence.test_assessment import (  # noqa: F401
    NOW,
    START,
    delivered,
    measure,
    point,
    stream,
    town,
    weather,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def measures(
    town: Municipality, measure: Measure, stream: Datastream, weather: Datastream, point: MeterPoint
) -> list[Measure]:
    """One with meters, one with a building, one with neither, one with another to compare with."""
    delivered(stream, 0.25)
    house = Measure.objects.create(municipality=town, name="Haus", start=START)
    house.buildings.add(point.building)
    bare = Measure.objects.create(municipality=town, name="Ohne Zähler", start=START)
    beside = MeterPoint.objects.create(building=point.building, carrier="heat", name="daneben")
    compared = Measure.objects.create(municipality=town, name="Verglichen", start=START)
    compared.meter_points.add(point)
    compared.comparison_points.add(beside)
    Gate.objects.create(measure=compared, saving_percent=5, written_on=START)
    Bill.objects.create(
        meter_point=point, start=START, end=START + timedelta(30), amount=500, quantity=5_000
    )
    idea = Measure.objects.create(municipality=town, name="Idee")
    return [measure, house, bare, compared, idea]


def test_what_effects_stand_on_is_the_same_for_many_as_for_each(measures: list[Measure]) -> None:
    together = inputs_of(measures)
    assert together == {each.pk: inputs_of([each])[each.pk] for each in measures}
    lines = together[measures[3].pk]
    assert [line.split()[0] for line in lines].count("point") == 2
    assert "bills 1 version None" in lines
    assert lines[-1] == "gate 5.0 0.9"
    assert together[measures[1].pk][1] == lines[1]  # the building's meter


def test_what_is_current_is_the_same_for_many_as_for_each(measures: list[Measure]) -> None:
    renew(by=None, at=NOW)
    Gate.objects.filter(measure=measures[3]).update(saving_percent=50)
    together = newest_of_each(measures)
    assert together == {each.pk: newest_of(each) for each in measures}
    said = [together[each.pk].current for each in measures]
    assert said == [True, True, True, False, True]
    assert together[measures[4].pk].assessment is None


def test_more_measures_ask_no_more_questions(measures: list[Measure], town: Municipality) -> None:
    renew(by=None, at=NOW)
    asked = questions_of(town)
    for number in range(5):
        more = Measure.objects.create(municipality=town, name=f"Weitere {number}", start=START)
        more.meter_points.add(*measures[0].meter_points.all())
    renew(by=None, at=NOW)
    assert questions_of(town) == asked > 0


def questions_of(town: Municipality) -> int:
    """How often the database is asked."""
    with CaptureQueriesContext(connection) as questions:
        status_of_measures(town)
        for each in newest_with_effects(list(Measure.objects.all())).values():
            assert each.whole.meter_point_id is None or each.whole.meter_point
        return len(questions)


def test_own_points_come_in_their_usual_order(town: Municipality, measure: Measure) -> None:
    house = Building.objects.create(municipality=town, name="Anfang")
    first = MeterPoint.objects.create(building=house, carrier="heat", name="A")
    measure.meter_points.add(first)
    lines = inputs_of([measure])[measure.pk]
    assert next(line for line in lines if line.startswith("point")) == f"point {first.pk} drawn"
