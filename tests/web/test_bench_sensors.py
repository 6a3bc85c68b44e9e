"""The measurement of sensors sends what it says."""

import json
from datetime import timedelta

import pytest

from klimamosaik.observations.models import Datastream
from klimamosaik.web.bench import sensors


def test_an_array_has_the_rows_it_is_counted_with_each_later_than_before() -> None:
    begins = (sensors.BEGIN, sensors.BEGIN + timedelta(seconds=50))
    parts = [json.loads(sensors.array_of([7, 8], begin, 50)) for begin in begins]
    counted = [stream["dataArray@iot.count"] for part in parts for stream in part]
    assert counted == [len(stream["dataArray"]) for part in parts for stream in part] == [50] * 4
    assert {stream["Datastream"]["@iot.id"] for stream in parts[0]} == {7, 8}
    of_one = [row[0] for part in parts for row in part[0]["dataArray"]]
    assert of_one == sorted(set(of_one))


def test_the_newest_are_one_reading_of_each() -> None:
    parts = json.loads(sensors.array_of([1, 2, 3], sensors.BEGIN, 1))
    assert [part["dataArray"] for part in parts] == [[["2026-01-01T00:00:00.000Z", 0.5]]] * 3


def test_the_script_sends_to_each_datastream_by_turns() -> None:
    script = sensors.SCRIPT % ("4, 5", 1000, sensors.ROOT)
    assert "local streams = {4, 5}" in script
    assert "/sensorthings/v1.1/Datastreams(" in script
    assert '"%Y-%m-%dT%H:%M:%S"' in script.replace("!", "")


@pytest.mark.django_db
def test_each_thing_has_a_datastream() -> None:
    assert len(sensors.sensors_of(3)) == Datastream.objects.exclude(thing=None).count() == 3
