"""A town with tokens, and a client that speaks to the interface as programs do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.utils import timezone

from klimamosaik.people.models import TokenScope
from klimamosaik.people.tokens import make_token
from klimamosaik.places.models import Municipality
from klimamosaik.web.wsgi import application

ROOT = "/sensorthings/v1.1"
PUBLIC = "http://testserver"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path) -> Iterator[None]:
    """Each test has a data folder of its own."""
    with override_settings(DATA_DIR=tmp_path):
        yield


@pytest.fixture
def town(db: None) -> Municipality:
    """A municipality with nothing in it."""
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


class WholeHandler(ClientHandler):
    """What answers a test as the server does: single readings before Django's handler."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        """The answer to a single reading, or that of the usual way."""
        environ["CONTENT_LENGTH"] = str(environ.get("CONTENT_LENGTH", ""))  # as servers say it
        told = application.answer(environ)
        if told is None:
            return super().__call__(environ)
        answer: Any = HttpResponse(status=told.status_code, headers=told)
        answer.wsgi_request = WSGIRequest(environ)  # a client of tests looks for it
        return answer


def whole_client() -> Client:
    """A client of the whole application."""
    client = Client()
    client.handler = WholeHandler()
    return client


@dataclass
class SensingClient:
    """Asks and writes as a program with a token; answers are documents."""

    key: str = ""
    client: Client = field(default_factory=whole_client)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        media: str = "application/json",
        **more: str,
    ) -> HttpResponse:
        """The answer to one request; body: a document, or bytes as they are."""
        told = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        address = path if path.startswith("http") else f"{ROOT}/{path}"
        answer: HttpResponse = self.client.generic(  # type: ignore[assignment]
            method, address, told if body is not None else b"", media, headers=headers | more
        )
        return answer

    def get(self, path: str) -> Any:
        """What an address says."""
        answer = self.send("GET", path.removeprefix(PUBLIC + ROOT + "/"))
        assert answer.status_code == 200, (path, answer.status_code, answer.content)
        return json.loads(answer.content)

    def post(self, path: str, body: Any) -> str:
        """The path below the root of what was made."""
        answer = self.send("POST", path, body)
        assert answer.status_code == 201, (path, answer.content.decode())
        return answer["Location"].removeprefix(PUBLIC + ROOT + "/")

    def refused(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, str]:
        """Status and sentence of what is not done."""
        answer = self.send(method, path, body, **more)
        assert answer.status_code >= 400, answer.content
        return answer.status_code, json.loads(answer.content)["message"]


def document(answer: HttpResponse) -> Any:
    """What an answer says."""
    return json.loads(answer.content)


def client_with(town: Municipality | None, *scopes: TokenScope, **given: Any) -> SensingClient:
    """A client with a new token."""
    handed = make_token(
        name="Probe", scopes=scopes, municipality=town, by=None, at=timezone.now(), **given
    )
    return SensingClient(handed.key)


@pytest.fixture
def api(town: Municipality) -> SensingClient:
    """Who may do everything in the town."""
    return client_with(town, TokenScope.ADMIN)


def number(path: str) -> int:
    """The id in a path."""
    return int(path.split("(")[1].split(")")[0])


POINT: dict[str, Any] = {"type": "Point", "coordinates": [8.21, 53.14]}
LOCATION = {
    "name": "Stadtpark",
    "description": "am Teich",
    "encodingType": "application/geo+json",
    "location": POINT,
}
THING = {"name": "Beet 7", "description": "Staudenbeet", "properties": {"floor": 3}}
SENSOR = {
    "name": "SM-3",
    "description": "Bodenfeuchte",
    "encodingType": "application/pdf",
    "metadata": "https://example.org/sm3.pdf",
}
OBSERVED = {"name": "Bodenfeuchte", "definition": "https://example.org/soil", "description": "vol"}
STREAM = {
    "name": "Bodenfeuchte Beet 7",
    "description": "in 20 cm",
    "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
    "unitOfMeasurement": {"name": "Prozent", "symbol": "%", "definition": "ucum:%"},
}
WHOLE: dict[str, Any] = THING | {
    "Locations": [LOCATION],
    "Datastreams": [
        STREAM
        | {
            "Sensor": SENSOR,
            "ObservedProperty": OBSERVED,
            "Observations": [
                {"phenomenonTime": "2026-03-01T00:00:00Z", "result": 21.5},
                {"phenomenonTime": "2026-03-01T01:00:00Z", "result": 22},
            ],
        }
    ],
}


@pytest.fixture
def stream(api: SensingClient) -> str:
    """A datastream of a thing in a park, without readings."""
    bare = STREAM | {"Sensor": SENSOR, "ObservedProperty": OBSERVED}
    thing = api.post("Things", THING | {"Locations": [LOCATION], "Datastreams": [bare]})
    return f"Datastreams({api.get(f'{thing}/Datastreams')['value'][0]['@iot.id']})"
