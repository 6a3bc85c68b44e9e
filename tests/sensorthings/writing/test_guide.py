"""The guide is tried: each request it shows is sent as it stands there."""

import json
import re
from pathlib import Path

from tests.sensorthings.writing.conftest import SensingClient

GUIDE = Path(__file__).resolve().parents[3] / "docs/how-to/sensorthings.md"
REQUEST = re.compile(r"`(POST|PATCH) ([^`]+)`:\n```json\n(.*?)```", re.DOTALL)


def test_each_request_of_the_guide_works(api: SensingClient) -> None:
    requests = REQUEST.findall(GUIDE.read_text(encoding="utf-8"))
    assert [path for _, path, _ in requests] == [
        "Things",
        "Datastreams(1)/Observations",
        "CreateObservations",
        "Things(1)",
    ]
    thing, stream = "Things(1)", "Datastreams(1)"
    for method, path, body in requests:
        told = body.replace('{"@iot.id": 1}', json.dumps({"@iot.id": number_in(stream)}))
        address = path.replace("Things(1)", thing).replace("Datastreams(1)", stream)
        answer = api.send(method, address, told.encode())
        assert answer.status_code in (200, 201), answer.content
        if path == "Things":
            thing = f"Things({api.get('Things')['value'][0]['@iot.id']})"
            stream = f"Datastreams({api.get('Datastreams')['value'][0]['@iot.id']})"
    assert len(api.get(f"{stream}/Observations")["value"]) == 3
    assert api.get(thing)["description"] == "perennials and grasses"


def number_in(path: str) -> int:
    return int(path.split("(")[1].rstrip(")"))
