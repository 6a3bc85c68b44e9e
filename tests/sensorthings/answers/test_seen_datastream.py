"""Whose readings may be listed is asked anew each time, though the question's words are kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from klimamosaik.people.models import TokenScope
from klimamosaik.sensorthings import seen_datastream
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import (
    new_datastream,
    new_thing,
    new_town,
    program,
    readings,
)


@pytest.fixture(autouse=True)
def no_words_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_datastream, "STATEMENTS", {})


def test_each_town_lists_the_readings_of_its_own_sensors_alone(scene: Scene) -> None:
    other = new_town("03459012", "Nachbarstadt")
    theirs = new_datastream(new_thing(other, "Ihre"), "Ihre")
    readings(theirs, [1, 2])
    offices = {scene.stream.pk: scene.office, theirs.pk: program(other, TokenScope.READ)}
    for _ in range(2):
        for own, office in offices.items():
            for asked in offices:
                status = 200 if asked == own else 404
                office.get(f"Datastreams({asked})/Observations", status)
    everything = program(None, TokenScope.READ)
    assert all(everything.get(f"Datastreams({pk})/Observations")["value"] for pk in offices)
    assert len(seen_datastream.STATEMENTS) == 3


def test_what_is_deleted_or_moves_to_another_town_is_seen_no_more(scene: Scene) -> None:
    asked = f"Datastreams({scene.stream.pk})/Observations"
    assert scene.office.get(asked)["value"]
    scene.thing.municipality = new_town("03459012", "Nachbarstadt")
    scene.thing.save()
    scene.office.get(asked, 404)
    everything = program(None, TokenScope.READ)
    assert everything.get(asked)["value"]
    scene.stream.gone_at = timezone.now()
    scene.stream.save()
    everything.get(asked, 404)


def test_a_list_of_results_is_found_in_its_own_set_only(scene: Scene) -> None:
    several = new_datastream(scene.thing, "Zwei", several=True)
    for _ in range(2):
        scene.office.get(f"MultiDatastreams({several.pk})/Observations")
        scene.office.get(f"Datastreams({several.pk})/Observations", 404)
        scene.office.get(f"MultiDatastreams({scene.stream.pk})/Observations", 404)


def test_the_database_is_asked_for_no_more_than_is_needed(scene: Scene) -> None:
    asked = f"Datastreams({scene.stream.pk})/Observations"
    scene.office.get(asked)
    with CaptureQueriesContext(connection) as queries:
        scene.office.get(asked)
    about = [each["sql"] for each in queries if 'FROM "observations_datastream"' in each["sql"]]
    assert len(about) == 1
    assert '"observations_datastream"."description"' not in about[0]


def test_sensors_at_one_place_share_what_is_said_of_it(scene: Scene) -> None:
    for number in range(4):
        new_datastream(scene.thing, f"Fühler {number}")
    with CaptureQueriesContext(connection) as queries:
        page = scene.office.get("Datastreams")["value"]
    told = [each["observedArea"]["coordinates"] for each in page]
    assert told.count([8.0, 52.3]) == 5
    features = [one for one in queries if 'FROM "observations_featureofinterest"' in one["sql"]]
    assert len(features) == 1
