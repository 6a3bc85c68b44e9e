"""A small client of any SensorThings server: requests in, status and JSON out."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

JSON = dict[str, Any]
SETS = (
    "Things", "Locations", "HistoricalLocations", "Datastreams", "Sensors",
    "ObservedProperties", "Observations", "FeaturesOfInterest",
)  # fmt: skip


@dataclass(frozen=True)
class SensorServer:
    """A server by its address ending in /v1.1, and what opens it for writing."""

    url: str
    token: str = ""

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """One request; `path` is relative to the root, or whole."""
        address = path if path.startswith("http") else f"{self.url}/{path}"
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        return requests.request(method, address, headers=headers, timeout=120, **more)

    def get(self, path: str, status: int = 200, **options: str) -> Any:
        """The JSON there; options are the query options without their dollar sign."""
        query = "&".join(f"${name}={quote(value, safe='')}" for name, value in options.items())
        joined = f"{path}{'&' if '?' in path else '?'}{query}" if query else path
        answer = self.ask("GET", joined)
        assert answer.status_code == status, f"{joined}: {answer.status_code} {answer.text[:300]}"
        return answer.json() if answer.content else None

    def refused(self, path: str, *, status: tuple[int, ...] = (400,)) -> str:
        """The sentence of a refusal, which must be one of these codes."""
        answer = self.ask("GET", path)
        assert answer.status_code in status, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer.text

    def post(self, path: str, entity: Any, status: int = 201) -> str:
        """Create; returns the address of what was made."""
        answer = self.ask("POST", path, json=entity)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer.headers.get("Location", "")

    def made(self, path: str, entity: Any) -> int:
        """Create; returns the id of what was made."""
        return id_in(self.post(path, entity))

    def change(self, method: str, path: str, body: Any, status: int = 200, **more: Any) -> Any:
        """PATCH or PUT; returns the entity afterwards."""
        answer = self.ask(method, path, json=body, **more)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer.json() if answer.content else None

    def delete(self, path: str, status: int = 200) -> None:
        """Delete."""
        answer = self.ask("DELETE", path)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:300]}"


def id_in(address: str) -> int:
    """The id in an address that ends in "(17)"."""
    assert address.endswith(")"), address
    return int(address[address.rindex("(") + 1 : -1])


def ids(answer: JSON) -> list[int]:
    """The ids of a list, in its order."""
    return [each["@iot.id"] for each in answer["value"]]
