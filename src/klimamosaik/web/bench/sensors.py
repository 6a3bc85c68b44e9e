"""How many readings a server takes in and gives out by the sensor standard, answered for real."""

import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median, quantiles

from django.utils import timezone

from klimamosaik.observations.models import (
    Datastream,
    FeatureOfInterest,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.people.models import TokenScope
from klimamosaik.people.tokens import make_token
from klimamosaik.web.bench.figure import Speed, seconds
from klimamosaik.web.bench.under_load import (
    SECONDS,
    asked_once,
    load,
    needs_wrk,
    processor,
    settled,
)
from klimamosaik.web.bench.yardsticks import Yardsticks, yardsticks

ROOT = "/sensorthings/v1.1"
THINGS = 1_000  # with a datastream each
SENDERS = 16  # each with a datastream of its own
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
ROWS, STREAMS_IN_ONE, ARRAYS, ARRAY_SENDERS = 10_000, 10, 16, 4  # rows of a data array
SCRIPT = """
local streams = {%s}
local made = 0
request = function()
  made = made + 1
  local at = %d + made
  local text = os.date("!%%Y-%%m-%%dT%%H:%%M:%%S", math.floor(at / 1000))
  local time = string.format("%%s.%%03dZ", text, at %% 1000)
  local body = string.format('{"phenomenonTime":"%%s","result":%%d.5}', time, made)
  local path = "%s/Datastreams(" .. streams[made %% #streams + 1] .. ")/Observations"
  return wrk.format("POST", path, nil, body)
end
"""


@dataclass(frozen=True)
class Answering:
    """The processes that answer, and which readings are theirs: none is sent twice."""

    words: str
    begins: int


ONE, TWO = Answering("", 1), Answering(", two processes", 2)


def sensors() -> Iterator[Speed]:
    """Single readings and data arrays in; pages, arrays and newest readings out."""
    needs_wrk()
    streams = sensors_of(THINGS)
    key = make_token(
        name="bench",
        scopes=[TokenScope.READ, TokenScope.OBSERVATIONS],
        municipality=None,
        by=None,
        at=timezone.now(),
    ).key
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    least = yardsticks(headers)
    yield from least.speeds()
    with settled("--workers", "1") as (port, pid):
        client = SensorClient(port, pid, headers)
        yield from arrays_in(client, streams, least)
        yield from singles_in(client, streams[:SENDERS], least)
        yield from out(client, streams, least)
    with settled("--workers", "2") as (port, pid):
        client = SensorClient(port, pid, headers)
        yield from arrays_in(client, streams, least, TWO)
        yield from singles_in(client, streams[:SENDERS], least, TWO)


def sensors_of(count: int) -> list[int]:
    """So many things with a sensor each; returns their datastreams."""
    sensor = Sensor.objects.create(name="bench")
    observed = ObservedProperty.objects.create(name="bench")
    feature = FeatureOfInterest.objects.create(name="bench")
    things = Thing.objects.bulk_create([Thing(name=f"{n}") for n in range(count)])
    same = {"sensor": sensor, "observed_property": observed, "feature": feature}
    rows = [Datastream(name=thing.name, thing=thing, **same) for thing in things]
    return [stream.pk for stream in Datastream.objects.bulk_create(rows)]


@dataclass(frozen=True)
class SensorClient:
    """Somebody with a token."""

    port: int
    server: int  # its process
    headers: dict[str, str]

    def asked(self, path: str, body: bytes | None = None) -> bytes:
        """The body of an answer; RuntimeError where it is no success."""
        status, found = asked_once(self.port, f"{ROOT}{path}", self.headers, body)
        if status not in (200, 201):
            raise RuntimeError(f"{status} {path}: {found[:200]!r}")
        return found


def singles_in(
    client: SensorClient, streams: Sequence[int], least: Yardsticks, among: Answering = ONE
) -> Iterator[Speed]:
    """One reading a request, answered once it is committed."""
    begin = int((BEGIN + timedelta(days=100 * among.begins)).timestamp() * 1000)
    script = SCRIPT % (", ".join(map(str, streams)), begin, ROOT)
    before = processor(client.server)
    found = load(client.port, script, client.headers)
    each = (processor(client.server) - before) / max(found.rate * SECONDS, 1.0)
    name = f"single readings of {SENDERS} senders for {SECONDS} s{among.words}"
    yield Speed(f"{name}: rate", found.rate, "1/s", "2,000/s", least.rate)
    yield Speed(f"{name}: p50", found.usual, "ms")
    yield Speed(f"{name}: p99", found.p99, "ms")
    yield Speed(f"{name}: processor of the server each", 1e3 * each, "ms", "0.5 ms", least.work)
    yield Speed(f"{name}: refused", found.refused, "")
    yield Speed(f"{name}: the load itself", found.generator, "processors")


def arrays_in(
    client: SensorClient, streams: Sequence[int], least: Yardsticks, among: Answering = ONE
) -> Iterator[Speed]:
    """Many readings a request."""
    each = ROWS // STREAMS_IN_ONE
    first = BEGIN + timedelta(days=10 * among.begins)
    begins = [first + timedelta(seconds=each * part) for part in range(ARRAYS)]
    bodies = [array_of(streams[:STREAMS_IN_ONE], begin, each) for begin in begins]
    spent: list[float] = []

    def send(body: bytes) -> None:
        spent.append(seconds(partial(client.asked, "/CreateObservations", body)))

    begun, before = time.perf_counter(), processor(client.server)
    with ThreadPoolExecutor(ARRAY_SENDERS) as pool:
        list(pool.map(send, bodies))
    rate = ARRAYS * ROWS / (time.perf_counter() - begun)
    work = (processor(client.server) - before) / ARRAYS
    name = f"data arrays of {ROWS:,}, {ARRAY_SENDERS} senders{among.words}"
    yield Speed(f"{name}: rate", rate, "1/s", "100,000/s", least.many)
    yield Speed(f"{name}: processor of the server each", 1e3 * work, "ms", "100 ms", least.many)
    yield from tail(name, spent)


def array_of(streams: Sequence[int], begin: datetime, each: int) -> bytes:
    """A body with so many readings of each of these datastreams, one a second from `begin` on."""
    times = [(begin + timedelta(seconds=n)).strftime("%Y-%m-%dT%H:%M:%S.000Z") for n in range(each)]
    parts = [
        {
            "Datastream": {"@iot.id": stream},
            "components": ["phenomenonTime", "result"],
            "dataArray@iot.count": each,
            "dataArray": [[at, 0.5 + n] for n, at in enumerate(times)],
        }
        for stream in streams
    ]
    return json.dumps(parts).encode()


def out(client: SensorClient, streams: Sequence[int], least: Yardsticks) -> Iterator[Speed]:
    """What is asked for most."""
    last = BEGIN + timedelta(days=200)
    for begin in range(0, len(streams), STREAMS_IN_ONE):  # so that each has a newest one
        some = streams[begin : begin + STREAMS_IN_ONE]
        client.asked("/CreateObservations", array_of(some, last, 1))
    of_one = f"/Datastreams({streams[0]})/Observations"
    newest = "Observations($top=1;$orderby=phenomenonTime%20desc)"
    for name, path, times, aim in (
        ("a page of 100 readings", f"{of_one}?$top=100", 100, "5 ms"),
        (
            "10,000 readings as dataArray",
            f"{of_one}?$top=10000&$resultFormat=dataArray",
            20,
            "50 ms",
        ),
        (
            f"newest of {THINGS:,} datastreams by $expand",
            f"/Datastreams?$top={THINGS}&$expand={newest}",
            20,
            "100 ms",
        ),
    ):
        spent = [seconds(partial(client.asked, path)) for _ in range(times)]
        yield from tail(name, spent, aim, least.alone)


def tail(name: str, spent: Sequence[float], aim: str = "", beside: str = "") -> Iterator[Speed]:
    """The usual time and the longest of a hundred."""
    yield Speed(f"{name}: p50", 1e3 * median(spent), "ms", aim, beside)
    yield Speed(f"{name}: p99", 1e3 * quantiles(spent, n=100, method="inclusive")[98], "ms")
