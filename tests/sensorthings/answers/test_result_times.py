"""From when to when a datastream's results were there, as it tells and as it is asked for."""

from typing import Any

import pytest

from klimamosaik.people.models import TokenScope
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import ROOT, new_datastream, readings
from tests.sensorthings.writing.conftest import SensingClient, client_with, number

DAY = "2026-05-0{day}T00:00:00Z"


@pytest.fixture
def writer(scene: Scene) -> SensingClient:
    """Who may do everything in the town."""
    return client_with(scene.town, TokenScope.ADMIN)


def post(writer: SensingClient, stream: int, day: int, result_time: str | None) -> int:
    """A reading of a day; returns its number."""
    told: dict[str, Any] = {"phenomenonTime": DAY.format(day=day), "result": day}
    more = {"resultTime": result_time} if result_time else {}
    return number(writer.post(f"Datastreams({stream})/Observations", told | more))


def test_a_datastream_tells_the_interval_of_its_result_times(
    scene: Scene, writer: SensingClient
) -> None:
    own = f"Datastreams({scene.stream.pk})"
    assert "resultTime" not in scene.stranger.get(own)
    assert scene.stranger.response(f"{own}/resultTime").status_code == 204
    post(writer, scene.stream.pk, 1, None)
    post(writer, scene.stream.pk, 2, "2026-05-02T08:00:00.5+02:00")
    assert scene.stranger.get(own)["resultTime"] == (
        "2026-05-02T06:00:00.500Z/2026-05-02T06:00:00.500Z"
    )
    post(writer, scene.stream.pk, 3, "2026-05-01T12:00:00Z")  # a forecast: known before it was so
    expected = "2026-05-01T12:00:00Z/2026-05-02T06:00:00.500Z"
    assert scene.stranger.get(own)["resultTime"] == expected
    assert scene.stranger.get(f"{own}/resultTime") == {"resultTime": expected}
    assert scene.stranger.get(f"{own}?$select=resultTime") == {"resultTime": expected}
    expanded = scene.stranger.get(f"Things({scene.thing.pk})?$expand=Datastreams")
    assert expanded["Datastreams"][0]["resultTime"] == expected


def test_it_shrinks_and_moves_with_the_readings(scene: Scene, writer: SensingClient) -> None:
    own = f"Datastreams({scene.stream.pk})"
    first, middle, last = (
        post(writer, scene.stream.pk, day, DAY.format(day=day)) for day in (3, 4, 5)
    )
    writer.send("DELETE", f"Observations({last})")
    assert scene.stranger.get(own)["resultTime"] == f"{DAY.format(day=3)}/{DAY.format(day=4)}"
    writer.send("PATCH", f"Observations({middle})", {"resultTime": DAY.format(day=9)})
    assert scene.stranger.get(own)["resultTime"] == f"{DAY.format(day=3)}/{DAY.format(day=9)}"
    writer.send("PATCH", f"Observations({middle})", {"resultTime": DAY.format(day=8)})
    assert scene.stranger.get(own)["resultTime"] == f"{DAY.format(day=3)}/{DAY.format(day=8)}"
    for each in (first, middle):
        writer.send("DELETE", f"Observations({each})")
    assert "resultTime" not in scene.stranger.get(own)


def test_what_came_as_an_interval_was_there_at_its_end(scene: Scene) -> None:
    stream = new_datastream(scene.thing, "Menge")
    from datetime import timedelta

    readings(stream, [1, 2], step=timedelta(hours=1), length=timedelta(hours=1))
    told = scene.stranger.get(f"Datastreams({stream.pk})")
    assert told["resultTime"] == "2026-03-01T01:00:00Z/2026-03-01T02:00:00Z"


def test_datastreams_are_asked_for_by_it_and_sorted(scene: Scene, writer: SensingClient) -> None:
    silent, early = (new_datastream(scene.thing, name) for name in ("ohne", "früh"))
    readings(silent, [1])
    post(writer, early.pk, 1, DAY.format(day=2))
    post(writer, scene.stream.pk, 1, DAY.format(day=4))
    ask = scene.stranger.names
    assert ask("Datastreams?$filter=resultTime ge 2026-05-03T00:00:00Z") == ["Feuchte"]
    assert ask("Datastreams?$filter=resultTime lt 2026-05-03T00:00:00Z") == ["früh"]
    assert ask("Datastreams?$filter=resultTime eq null") == ["ohne"]
    assert ask("Datastreams?$orderby=resultTime") == ["ohne", "früh", "Feuchte"]
    assert ask("Datastreams?$orderby=resultTime desc") == ["Feuchte", "früh", "ohne"]
    first = scene.stranger.get("Datastreams?$orderby=resultTime&$top=2")
    rest = scene.stranger.get(first["@iot.nextLink"].partition(ROOT)[2].lstrip("/"))
    assert [each["name"] for each in rest["value"]] == ["Feuchte"]


@pytest.mark.parametrize(
    "sent", ["2026-05-02T08:00:00z", "20260502T080000Z", "2026-05-02T10:00:00,000+02:00"]
)
def test_however_a_moment_is_written_it_is_found(
    scene: Scene, writer: SensingClient, sent: str
) -> None:
    post(writer, scene.stream.pk, 2, sent)
    found = scene.stranger.get("Observations?$filter=resultTime eq 2026-05-02T08:00:00Z")
    assert [each["result"] for each in found["value"]] == [2]
    told = scene.stranger.get(f"Datastreams({scene.stream.pk})")["resultTime"]
    assert told == "2026-05-02T08:00:00Z/2026-05-02T08:00:00Z"
