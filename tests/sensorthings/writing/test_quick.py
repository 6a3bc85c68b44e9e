"""A single reading takes the short way, and is what the usual way would have made of it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.arriving import NotAhead, take_in_ahead
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.observations.store.batch import batch_of
from klimamosaik.records.installation import installation_mark
from klimamosaik.sources.sensorthings.asking import SAID_BY
from tests.sensorthings.writing.conftest import SensingClient, number

READING = {"phenomenonTime": "2026-03-01T12:00:00Z", "result": 3.5}
LATER = {"phenomenonTime": "2026-03-01T12:15:00Z", "result": 4.5}


def test_by_the_path_and_by_the_link_the_same_is_stored(api: SensingClient, stream: str) -> None:
    by_path = api.get(api.post(f"{stream}/Observations", READING))
    link = {"Datastream": {"@iot.id": number(stream)}}
    by_link = api.get(api.post("Observations", LATER | link))
    assert (by_path["result"], by_link["result"]) == (3.5, 4.5)
    assert by_path.keys() == by_link.keys()
    assert Delivery.objects.filter(streamed=True).count() == 2


def test_the_answer_says_its_length_and_whose_it_is(api: SensingClient, stream: str) -> None:
    answer = api.send("POST", f"{stream}/Observations", READING)
    assert answer.status_code == 201
    assert answer["Content-Length"] == "0"  # else the server closes the connection after it
    assert answer[SAID_BY] == installation_mark()


@pytest.mark.django_db(transaction=True)
def test_it_asks_the_database_for_little(api: SensingClient, stream: str) -> None:
    api.post(f"{stream}/Observations", READING)  # token and datastream are known for a moment
    with CaptureQueriesContext(
        connection,
    ) as asked:
        api.post(f"{stream}/Observations", LATER)
    tables = ("dataversion", "latest", "chunk", "delivery")
    words = [each["sql"] for each in asked if " " in each["sql"] and "BEGIN" not in each["sql"]]
    assert all(any(table in word for table in tables) for word in words), words
    assert 0 < len(words) <= 7


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"result": 1, "phenomenonTime": "heute"}', 400),
        (b'{"phenomenonTime": "2026-03-01T12:00:00Z"}', 400),
    ],
)
def test_what_is_wrong_is_refused_as_ever(
    api: SensingClient, stream: str, body: bytes, status: int
) -> None:
    told, sentence = api.refused("POST", f"{stream}/Observations", body)
    assert (told, bool(sentence)) == (status, True)
    assert api.refused("POST", "Datastreams(999999)/Observations", READING)[0] == 404
    assert SensingClient().refused("POST", f"{stream}/Observations", body)[0] == 401
    assert data_version() == 0


def test_who_wants_to_see_it_is_shown_it(api: SensingClient, stream: str) -> None:
    answer = api.send("POST", f"{stream}/Observations", READING, Prefer="return=representation")
    assert json.loads(answer.content)["result"] == 3.5


def test_only_what_is_ahead_is_stored_where_that_is_asked_for(
    api: SensingClient, stream: str
) -> None:
    api.post(f"{stream}/Observations", LATER)
    held = readings(datastreams=[number(stream)])
    with pytest.raises(NotAhead):
        take_in_ahead(batch_of(held.drop("seq")), name="Probe")
    assert data_version() == 1
    first = api.post(f"{stream}/Observations", READING)  # late, and stored all the same
    assert api.get(first)["result"] == 3.5
    second = api.post(f"{stream}/Observations", READING | {"result": 9.9})
    assert second != first
    assert readings(datastreams=[number(stream)]).height == 3
