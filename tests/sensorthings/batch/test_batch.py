"""Several requests in one: in order, change sets whole or not at all."""

import json
from email.message import Message
from email.parser import BytesParser
from typing import Any

import pytest
from django.http import HttpResponse

from klimamosaik.observations.models import Sensor, Thing
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.places.models import Municipality
from tests.sensorthings.writing.conftest import (
    LOCATION,
    OBSERVED,
    ROOT,
    SENSOR,
    STREAM,
    THING,
    SensingClient,
    number,
)
from tests.sensorthings.writing.test_observing import AT, post

END = "\r\n"


def part(method: str, address: str, body: Any = None, name: str = "", media: str = "") -> str:
    """One request as clients write it."""
    head = ["Content-Type: application/http", "Content-Transfer-Encoding: binary"]
    head += [f"Content-ID: {name}"] if name else []
    kind = [f"Content-Type: {media or 'application/json'}"] if body is not None else []
    told = json.dumps(body, ensure_ascii=False) if body is not None else ""
    return END.join([*head, "", f"{method} {address} HTTP/1.1", *kind, "", told])


def change_set(*parts: str) -> str:
    """Requests that stand or fall together."""
    return f"Content-Type: multipart/mixed; boundary=cs{END}{END}{multipart(parts, 'cs')}"


def multipart(parts: tuple[str, ...] | list[str], boundary: str) -> str:
    told = "".join(f"--{boundary}{END}{each}{END}" for each in parts)
    return f"{told}--{boundary}--{END}"


def send(api: SensingClient, *parts: str) -> HttpResponse:
    media = "multipart/mixed; boundary=b1"
    return api.send("POST", "$batch", multipart(parts, "b1").encode(), media=media)


def answers(response: HttpResponse) -> list[Any]:
    """Each answer as (status, name, document); a change set as a list of these."""
    assert response.status_code == 200, response.content
    head = f"Content-Type: {response['Content-Type']}\r\n\r\n".encode()
    return [answer_in(each) for each in parts_of(BytesParser().parsebytes(head + response.content))]


def parts_of(message: Message) -> Any:
    return message.get_payload()


def answer_in(message: Message) -> Any:
    if message.is_multipart():
        return [answer_in(each) for each in parts_of(message)]
    told: Any = message.get_payload(decode=True)
    line, _, rest = told.partition(b"\r\n")
    inner = BytesParser().parsebytes(rest)
    body: Any = inner.get_payload(decode=True) or b""
    told = json.loads(body) if body else inner["Location"]
    return int(line.split()[1]), message["Content-ID"], told


def test_requests_are_answered_in_their_order(api: SensingClient, stream: str) -> None:
    told = answers(
        send(
            api,
            part("GET", "Things?$select=name", name="a"),
            part("POST", f"{ROOT}/{stream}/Observations", {"phenomenonTime": AT, "result": "früh"}),
            part("GET", f"http://anywhere.example{ROOT}/{stream}/Observations?$count=true"),
            part("GET", "/v1.1/Things(4711)"),
            part("GET", "Farben"),
        )
    )
    assert [each[0] for each in told] == [200, 201, 200, 404, 404]
    assert told[0][1:] == ("a", {"value": [{"name": "Beet 7"}]})
    assert told[2][2]["value"][0]["result"] == "früh"


def test_who_reads_packed_answers_finds_plain_ones_inside(api: SensingClient) -> None:
    media, body = "multipart/mixed; boundary=b1", multipart([part("GET", "/v1.1/")], "b1").encode()
    packing = {"Accept-Encoding": "gzip"}
    [(status, _, root)] = answers(api.send("POST", "$batch", body, media=media, **packing))
    assert status == 200
    assert len(root["value"]) == 9


def test_a_host_inside_is_not_looked_at(api: SensingClient, stream: str) -> None:
    reading = post(api, stream, 5)
    address = f"http://host/v1.1/{reading}"
    told = answers(send(api, change_set(part("PATCH", address, {"result": 6}))))
    assert told[0][0][0] == 200
    assert api.get(reading)["result"] == 6


def test_what_a_request_made_is_named_by_the_next(api: SensingClient) -> None:
    links = {
        "Thing": {"@iot.id": "$thing1"},
        "Sensor": {"@iot.id": "$2"},
        "ObservedProperty": OBSERVED,
    }
    told = answers(
        send(
            api,
            change_set(
                part("POST", "Things", THING | {"Locations": [LOCATION]}, name="thing1"),
                part("POST", "Sensors", SENSOR, name="<2>"),
                part("POST", "Datastreams", STREAM | links, name="3"),
                part("POST", "$3/Observations", {"phenomenonTime": AT, "result": 1}),
                part("GET", "$thing1?$expand=Datastreams/Observations"),
            ),
        )
    )
    assert [each[0] for each in told[0]] == [201, 201, 201, 201, 200]
    assert told[0][4][2]["Datastreams"][0]["Observations"][0]["result"] == 1
    assert data_version() == 1


@pytest.mark.parametrize("fault", [{"name": 7}, {}])
def test_a_change_set_stands_or_falls_as_a_whole(
    api: SensingClient, stream: str, fault: dict[str, Any]
) -> None:
    version = data_version()
    told = answers(
        send(
            api,
            part("POST", "Sensors", SENSOR | {"name": "davor"}),
            change_set(
                part("POST", "Things", THING, name="1"),
                part("POST", f"{stream}/Observations", {"phenomenonTime": AT, "result": 1}),
                part("POST", "Things", fault, name="2"),
            ),
            part("GET", "$1"),
            part("POST", "Sensors", SENSOR | {"name": "danach"}),
        )
    )
    assert [each[0] for each in told] == [201, 400, 404, 201]
    assert told[1][1] == "2"
    assert Thing.objects.count() == 1
    assert data_version() == version
    assert {each.name for each in Sensor.objects.all()} == {"SM-3", "davor", "danach"}


def test_strangers_write_nothing_in_a_batch(api: SensingClient, stream: str) -> None:
    told = answers(
        send(
            SensingClient(),
            part("POST", f"{stream}/Observations", {"result": 1}),
            part("GET", "Things"),
        )
    )
    assert [each[0] for each in told] == [401, 200]
    assert told[1][2]["value"] == []


def test_other_kinds_of_change_work_inside_too(api: SensingClient, stream: str) -> None:
    thing = api.get(f"{stream}/Thing")["@iot.id"]
    steps = [{"op": "replace", "path": "/name", "value": "neu"}]
    rows = [
        {
            "Datastream": {"@iot.id": number(stream)},
            "components": ["phenomenonTime", "result"],
            "dataArray": [[AT, 1]],
        }
    ]
    told = answers(
        send(
            api,
            part("PATCH", f"Things({thing})", steps, media="application/json-patch+json"),
            part("POST", "CreateObservations", rows),
            part("DELETE", f"Things({thing})"),
        )
    )
    assert [each[0] for each in told] == [200, 201, 200]


def test_bare_line_ends_are_read_too(api: SensingClient) -> None:
    body = multipart([part("POST", "Things", THING)], "b1").replace("\r\n", "\n").encode()
    answer = api.send("POST", "$batch", body, media='multipart/mixed; boundary="b1"')
    assert answers(answer)[0][0] == 201


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"", "multipart/mixed; boundary=b1"),
        (b"x", "multipart/mixed"),
        (b'{"requests": []}', "application/json"),
        (b"--b1\r\n\r\nhallo\r\n--b1--\r\n", "multipart/mixed; boundary=b1"),
        (
            b"--b1\r\nContent-Type: application/http\r\n\r\nhallo\r\n--b1--",
            "multipart/mixed; boundary=b1",
        ),
        (b"\xff\x00", "multipart/mixed; boundary=\xff"),
    ],
)
def test_what_is_no_batch_is_400(api: SensingClient, body: bytes, media: str) -> None:
    assert api.refused("POST", "$batch", body, media=media)[0] == 400


def test_too_many_parts_are_refused_before_the_first_is_done(api: SensingClient) -> None:
    response = send(api, *[part("POST", "Things", THING)] * 1_001)
    assert response.status_code == 413
    assert not Thing.objects.exists()


def test_a_stranger_asks_twenty_things_at_once_at_most(town: Municipality) -> None:
    for count, status in ((20, 200), (21, 413)):
        assert send(SensingClient(), *[part("GET", "Things")] * count).status_code == status


def test_a_batch_inside_a_batch_is_none(api: SensingClient) -> None:
    inner = part("POST", "$batch", {"a": 1})
    assert answers(send(api, inner))[0][0] == 400


def test_an_address_that_is_none_is_told_like_any_unknown_one(api: SensingClient) -> None:
    found = answers(send(api, part("GET", "http://[x/Things"), part("GET", "Things")))
    assert [status for status, *_ in found] == [404, 200]
