"""What has not begun, and what was stopped, is said so by everything that reads measures."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.evidence.operations import assess
from klimamosaik.measures.models import Gate, Lesson, Measure
from klimamosaik.measures.operations import CriterionDraft, stop, write_measure
from klimamosaik.pathway.documents import pathways_document
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.operations import expect
from klimamosaik.pathway.queries.pathways import pathways_of, wall_of
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import GateVerdict, Verdict
from tests.measures.conftest import AT, TODAY, measure_in, somebody
from tests.measures.test_life import LEARNT


def metered(town: Municipality) -> MeterPoint:
    building = Building.objects.create(municipality=town, name="Rathaus")
    return MeterPoint.objects.create(building=building, carrier=Carrier.HEAT, name="Rathaus")


def expected(measure: Measure) -> None:
    effect = Prior.of(5_000, 8_000, 9_000)
    expect(measure=measure, effect=effect, field=Field.HEAT, reasoning="wie nebenan", by=None)


def test_the_effect_of_an_idea_is_not_decidable_and_says_why(town: Municipality) -> None:
    measure = Measure(municipality=town, name="Wärmepumpe")
    write_measure(measure=measure, meter_points=[metered(town)], aim=None, by=None, at=AT)
    assessment = assess(measure=measure, by=None, at=AT)
    (effect,) = assessment.effects.all()
    assert effect.verdict == Verdict.NOT_DECIDABLE.value
    assert [warning["code"] for warning in effect.warnings] == ["not_begun"]
    assert (assessment.first_day, effect.saved_kwh, effect.saved_tonnes) == (None, None, None)


@pytest.mark.parametrize("address", ["", "wirkung.json", "register/", "bearbeiten/"])
def test_the_pages_of_an_idea_open(town: Municipality, address: str) -> None:
    client: Client = somebody(town, Role.EDITOR)[1]
    measure = Measure(municipality=town, name="Wärmepumpe")
    write_measure(measure=measure, meter_points=[metered(town)], aim=None, by=None, at=AT)
    assert client.get(f"/{town.ags}/massnahmen/{measure.pk}/{address}").status_code == 200


def test_a_look_at_the_readings_is_noted_at_the_gate(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missed(*_: Any) -> GateVerdict:
        return GateVerdict.MISSED

    measure = Measure(municipality=town, name="Aushänge", start=date(2025, 1, 1))
    write_measure(measure=measure, meter_points=[], aim=CriterionDraft(5.0), by=None, at=AT)
    monkeypatch.setattr("klimamosaik.evidence.operations.gate_of", missed)
    ada = User.objects.create_user("ada")
    assess(measure=measure, by=ada, at=AT)
    assess(measure=measure, by=None, at=AT)
    gate = Gate.objects.get()
    assert (gate.judgement, gate.judged_on) == (GateVerdict.MISSED, TODAY)
    told = [(past.judgement, past.history_user) for past in gate.history.all()]
    assert told == [("missed", ada), ("open", None)]  # a change like any other, told once
    write_measure(measure=measure, meter_points=[], aim=CriterionDraft(3.0), by=None, at=AT)
    gate.refresh_from_db()
    assert (gate.judgement, gate.judged_on) == (GateVerdict.OPEN, None)


def test_an_idea_without_a_first_day_lays_no_stone(town: Municipality) -> None:
    measure = measure_in(town)
    expected(measure)
    wall = wall_of(municipality=town, at=AT)
    assert wall.stones == ()
    (document,) = pathways_document(pathways_of(municipality=town, at=AT))["measures"]
    assert document["start"] is None


def test_a_stopped_measure_leaves_its_stones_pale(town: Municipality) -> None:
    measure = measure_in(town, start=date(2027, 1, 1))
    expected(measure)
    (stone,) = wall_of(municipality=town, at=AT).stones
    assert stone.state is ContributionState.EXPECTED
    stop(measure=measure, lesson=Lesson(**LEARNT), by=None, at=AT)
    (stone,) = wall_of(municipality=town, at=AT).stones
    assert (stone.state, stone.tonnes.mean) == (ContributionState.STOPPED, 8_000)


def test_a_list_of_measures_without_a_first_day_has_them_last(town: Municipality) -> None:
    idea = measure_in(town)
    begun = measure_in(town, name="Solardach", start=date(2024, 1, 1))
    assert list(Measure.objects.all()) == [begun, idea]
