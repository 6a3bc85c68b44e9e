"""The measurement of sensors sends what it says."""

import json

import pytest

from klimamosaik.observations.models import Datastream
from klimamosaik.web.bench import sensors


def test_an_array_has_the_rows_it_is_counted_with_each_later_than_before() -> None:
    parts = [json.loads(sensors.array_of([7, 8], part)) for part in (0, 1)]
    rows = [row for part in parts for stream in part for row in stream["dataArray"]]
    assert len(rows) == 2 * sensors.ROWS
    assert {stream["Datastream"]["@iot.id"] for stream in parts[0]} == {7, 8}
    of_one = [row[0] for part in parts for row in part[0]["dataArray"]]
    assert of_one == sorted(set(of_one))


def test_the_newest_are_one_reading_of_each() -> None:
    parts = json.loads(sensors.newest_of([1, 2, 3], sensors.BEGIN))
    assert [part["dataArray"] for part in parts] == [[["2026-01-01T00:00:00.000Z", 1.5]]] * 3


def test_the_script_sends_to_each_datastream_by_turns() -> None:
    script = sensors.SCRIPT % ("4, 5", 1000, sensors.ROOT)
    assert "local streams = {4, 5}" in script
    assert "/sensorthings/v1.1/Datastreams(" in script
    assert '"%Y-%m-%dT%H:%M:%S"' in script.replace("!", "")


@pytest.mark.django_db
def test_each_thing_has_a_datastream() -> None:
    assert len(sensors.sensors_of(3)) == Datastream.objects.exclude(thing=None).count() == 3
