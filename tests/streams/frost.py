"""A small server that speaks as FROST does, on loopback, with faults one can ask for."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Json = dict[str, Any]
PATH = "/FROST-Server/v1.1"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass
class FakeFrost:
    """What the server holds, what it shall do wrong, and what it was asked."""

    address: str = ""
    series: dict[int, Json] = field(default_factory=dict)  # without readings
    readings: dict[int, list[Json]] = field(default_factory=dict)
    page: int = 10  # readings a page at most
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    faults: list[Any] = field(
        default_factory=list
    )  # one an answer: status, (status, headers), "cut"
    host: str = ""  # that next links name
    etags: bool = False
    slips: bool = False  # one before the second page is deleted while the list is read
    number: int = 0
    at_once: int = 0  # requests being answered
    most_at_once: int = 0

    def sensor(self, key: int, name: str = "", **more: Any) -> int:
        """Add a parking sensor, shaped as Osnabrück's are."""
        self.series[key] = {
            "@iot.id": key,
            "name": name or f"Parkplatz {key}",
            "description": "Belegung",
            "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CategoryObservation",
            "unitOfMeasurement": {"name": None, "symbol": None, "definition": None},
            "observedArea": {"type": "Point", "coordinates": [8.05, 52.28]},
            "properties": {"betriebsstatus": "in Betrieb"},
            "Thing": {
                "@iot.id": key,
                "name": f"Parkplatz {key}",
                "description": "",
                "Locations": [],
            },
            "Sensor": {
                "@iot.id": 1,
                "name": "Bodensensor",
                "encodingType": "text/html",
                "metadata": "x",
            },
            "ObservedProperty": {
                "@iot.id": 1,
                "name": "Belegung",
                "definition": "urn:x",
                "description": "",
            },
            **more,
        }
        self.readings.setdefault(key, [])
        return key

    def meter(self, key: int, name: str = "Temperatur", unit: str = "°C", **more: Any) -> int:
        """Add a sensor of numbers."""
        kind = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"
        measured = {"name": unit, "symbol": unit, "definition": "urn:u"}
        observed = {"@iot.id": 10 + key, "name": name, "definition": "urn:t", "description": ""}
        told = {
            "observationType": kind,
            "unitOfMeasurement": measured,
            "ObservedProperty": observed,
        }
        return self.sensor(key, name, **{**told, **more})

    def says(self, key: int, time: str, result: Any, **more: Any) -> Json:
        """Add a reading."""
        self.number += 1
        row = {"@iot.id": self.number, "phenomenonTime": time, "result": result, "resultTime": None}
        self.readings[key].append(row | more)
        return self.readings[key][-1]

    def span(self, key: int) -> str | None:
        times = [each for row in self.readings[key] for each in row["phenomenonTime"].split("/")]
        return f"{min(times)}/{max(times)}" if times else None

    def answer(self, path: str, query: dict[str, str]) -> Json | None:
        """The document behind an address; None where there is none."""
        if path == "":
            return {"value": [{"name": "Things", "url": f"{self.address}/Things"}]}
        if path == "Datastreams":
            return self.listed(
                path, query, [self.told(key, query) for key in sorted(self.series)], 2
            )
        one = re.fullmatch(r"Datastreams\((\d+)\)", path)
        if one is not None:
            return self.told(int(one[1]), query) if int(one[1]) in self.series else None
        found = re.fullmatch(r"Datastreams\((\d+)\)/Observations", path)
        if found is None or int(found[1]) not in self.series:
            return None
        rows = sorted(
            self.readings[int(found[1])], key=lambda row: (row["phenomenonTime"], row["@iot.id"])
        )
        for word, limit in re.findall(r"phenomenonTime (ge|lt) (\S+)", query.get("$filter", "")):
            bound = moment(limit)
            rows = [row for row in rows if keeps(row, word, bound)]
        return self.listed(path, query, rows, self.page)

    def told(self, key: int, query: dict[str, str]) -> Json:
        span = self.span(key)
        row = {**self.series[key], **({"phenomenonTime": span} if span else {})}
        newest = re.search(r"Observations\([^)]*\$top=(\d+)", query.get("$expand", ""))
        if newest:
            rows = sorted(self.readings[key], key=lambda row: row["phenomenonTime"], reverse=True)
            row["Observations"] = rows[: int(newest[1])]
        return row

    def listed(self, path: str, query: dict[str, str], rows: list[Json], page: int) -> Json:
        if self.slips and path == "Datastreams" and "$skip" in query:
            rows = rows[1:]
        skip, top = int(query.get("$skip", 0)), min(int(query.get("$top", 100)), page)
        found: Json = {"value": rows[skip : skip + top]}
        if skip + top < len(rows):
            kept = {**query, "$skip": str(skip + top)}
            host = self.host or self.address
            found["@iot.nextLink"] = f"{host}/{path}?" + "&".join(
                f"{k}={v}" for k, v in kept.items()
            )
            found["@iot.nextLink"] = found["@iot.nextLink"].replace(" ", "%20")
        return found


def keeps(row: Json, word: str, bound: datetime) -> bool:
    begin, _, end = row["phenomenonTime"].partition("/")
    return moment(begin) >= bound if word == "ge" else moment(end or begin) < bound


@contextmanager
def frost(**set_up: Any) -> Iterator[FakeFrost]:
    """The server while it runs."""
    held = FakeFrost(**set_up)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                held.at_once += 1
                held.most_at_once = max(held.most_at_once, held.at_once)
            try:
                self.one()
            finally:
                with lock:
                    held.at_once -= 1

        def one(self) -> None:
            held.asked.append(self.path)
            held.agents.add(self.headers["User-Agent"])
            fault = held.faults.pop(0) if held.faults else None
            if isinstance(fault, int | tuple):
                status, headers = fault if isinstance(fault, tuple) else (fault, {})
                self.send(status, b"{}", headers)
                return
            url = urlsplit(self.path)
            query = {name: each[0] for name, each in parse_qs(url.query).items()}
            document = held.answer(unquote(url.path)[len(PATH) :].strip("/"), query)
            if document is None:
                self.send(404, b"{}", {})
                return
            body = json.dumps(document).encode()
            tag = f'"{hash(body)}"'
            if held.etags and self.headers.get("If-None-Match") == tag:
                self.send(304, b"", {"ETag": tag})
                return
            self.send(200, body, {"ETag": tag} if held.etags else {}, cut=fault == "cut")

        def send(
            self, status: int, body: bytes, headers: dict[str, str], *, cut: bool = False
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)
            if cut:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.address = f"http://127.0.0.1:{server.server_address[1]}{PATH}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
