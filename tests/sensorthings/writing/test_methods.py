"""Each address says which methods it takes, and what it reads of a request."""

import gzip
import json

import pytest

from tests.sensorthings.writing.conftest import SensingClient

READ = "GET, HEAD, OPTIONS"
LIST, ENTITY = "GET, HEAD, POST, OPTIONS", "GET, HEAD, PATCH, PUT, DELETE, OPTIONS"


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("", READ),
        ("Things", LIST),
        ("Things/", LIST),
        ("Things(1)/Datastreams", LIST),
        ("Things(1)", ENTITY),
        ("Datastreams(1)/Thing", ENTITY),
        ("Things(1)/name", READ),
        ("Things(1)/name/$value", READ),
        ("Things(1)/Locations/$ref", "GET, HEAD, POST, PUT, DELETE, OPTIONS"),
        ("CreateObservations", "POST, OPTIONS"),
        ("$batch", "POST, OPTIONS"),
        ("Farben(", READ),
    ],
)
def test_who_asks_is_told_the_methods_of_an_address(
    api: SensingClient, path: str, methods: str
) -> None:
    answer = api.send("OPTIONS", path)
    assert (answer.status_code, answer["Allow"], answer.content) == (204, methods, b"")


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "Things"), ("DELETE", "Things"), ("PATCH", "Things({thing})/name")]
)
def test_a_method_that_is_refused_leads_to_those_there_are(
    api: SensingClient, stream: str, method: str, path: str
) -> None:
    path = path.format(thing=json.loads(api.send("GET", f"{stream}/Thing").content)["@iot.id"])
    answer = api.send(method, path, {"name": "x"})
    assert answer.status_code == 405
    assert answer["Allow"] == api.send("OPTIONS", path)["Allow"]
    assert method not in answer["Allow"].split(", ")


def test_all_methods_that_are_named_are_there(api: SensingClient, stream: str) -> None:
    for path in ("Things", "Things(1)", stream, f"{stream}/Observations"):
        for method in api.send("OPTIONS", path)["Allow"].split(", "):
            if method != "DELETE":
                assert api.send(method, path, {}).status_code != 405, (method, path)


def test_a_packed_request_is_told_that_nobody_unpacks_it(api: SensingClient, stream: str) -> None:
    packed = gzip.compress(json.dumps({"result": 1}).encode())
    for path in (f"{stream}/Observations", "Things"):
        answer = api.send("POST", path, packed, **{"Content-Encoding": "gzip"})
        assert answer.status_code == 415
        assert "gzip" in json.loads(answer.content)["message"]
    plain = {"Content-Encoding": "identity"}
    assert api.send("POST", f"{stream}/Observations", {"result": 1}, **plain).status_code == 201
    assert len(api.get(f"{stream}/Observations")["value"]) == 1
