"""How many strangers the public pages bear: a real server, real connections, on this machine."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection
from statistics import fmean, quantiles

from django.utils import timezone

from klimamosaik.places.models import Municipality
from klimamosaik.publication.queries.figures.every import figure_keys
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import figure_path, page_path
from klimamosaik.publication.queries.published import published_in
from klimamosaik.records.operations import save
from klimamosaik.web.bench.figure import Speed
from klimamosaik.web.bench.under_load import (
    ANSWERING,
    Load,
    load,
    memory,
    memory_of_each,
    needs_wrk,
    program_of,
    settled,
)
from klimamosaik.web.bench.yardsticks import yardsticks
from klimamosaik.web.demo.town import AGS

ADDRESSES = 50
UNPACKED, PACKED = {"Connection": "keep-alive"}, {"Accept-Encoding": "gzip"}
MINUTE = 60  # [s]
PATIENCE = 600.0  # [s] with a page nobody asked before, on a busy machine
SUFFIXES = ("/", ".csv", ".json", ".svg")
SCRIPT = """
local paths = {%s}
local every, place, made = %d, 0, 0
request = function()
  place = place %% #paths + 1
  made = made + 1
  local headers = {}
  for name, value in pairs(wrk.headers) do headers[name] = value end
  if every > 0 and made %% every == 0 then
    headers["Host"] = "127.0.0.1:" .. made .. tostring(math.random(1e9))
  end
  return wrk.format("GET", paths[place], headers)
end
"""


def public(minutes: int = 0) -> Iterator[Speed]:
    """Rates, tails, cold pages and memory of the demo town's public addresses.

    The tails are what 16 who ask without a pause wait, at this machine: see `Load`.
    minutes: how long memory is watched under load afterwards.
    """
    needs_wrk()
    yield from yardsticks(PACKED).speeds()
    with settled() as (port, pid):
        paths = addresses(port)
        yield Speed("public: addresses asked", len(paths), "")
        yield from cold(port, paths)
        before = memory(pid)
        yield from under_load(port, paths)
        yield Speed("public: memory more after the load", memory(pid) - before, "MB", "flat")
        yield from lasting(port, pid, paths, minutes)
    with settled("--workers", "2") as (port, _pid):
        yield from under_load(port, paths, ", two processes")


def under_load(port: int, paths: Sequence[str], also: str = "") -> Iterator[Speed]:
    """Rates and tails of a static file, of kept pages, and where every tenth is made anew.

    The first load is not told: in it each process makes the pages that changed before.
    """
    load(port, script_for(paths, 0), PACKED)
    for name, asked, every, aim in (
        ("a static file", ("/static/favicon.svg",), 0, ""),
        ("public pages, nothing changed", paths, 0, "1,000 requests/s"),
        ("public pages, every tenth made anew", paths, 10, "200 requests/s"),
    ):
        found = load(port, script_for(asked, every), PACKED)
        yield Speed(f"{name}{also}: rate", found.rate, "requests/s", aim)
        yield Speed(f"{name}{also}: p95, waiting included", found.p95, "ms", "50 ms" if aim else "")
        yield Speed(
            f"{name}{also}: p99, waiting included", found.p99, "ms", "150 ms" if aim else ""
        )
        yield Speed(f"{name}{also}: the load itself", found.generator, "processors")


def lasting(port: int, pid: int, paths: Sequence[str], minutes: int) -> Iterator[Speed]:
    """Memory minute by minute, while every tenth answer is made anew; the whole at the end."""
    if not minutes:
        return
    begun, held, each = memory(pid), [], []
    for minute in range(1, minutes + 1):
        each.append(found := load(port, script_for(paths, 10), PACKED, MINUTE))
        held.append(memory_of_each(pid))
        yield Speed(f"public: memory after minute {minute}", sum(held[-1].values()), "MB")
        yield Speed(f"public: refused in minute {minute}", found.refused, "requests", "0")
    yield Speed("public, lasting: memory at the start", begun, "MB")
    yield Speed("public, lasting: memory at the end", sum(held[-1].values()), "MB")
    yield from whole(each)
    if len(held) > 1:
        yield from growing(held)


def whole(each: Sequence[Load]) -> Iterator[Speed]:
    """All minutes together: the mean rate, and the worst minute's tails."""
    yield Speed(
        "public, lasting: rate", fmean(one.rate for one in each), "requests/s", "200 requests/s"
    )
    yield Speed("public, lasting: p95, worst minute", max(one.p95 for one in each), "ms", "50 ms")
    yield Speed("public, lasting: p99, worst minute", max(one.p99 for one in each), "ms", "150 ms")
    yield Speed(
        "public, lasting: the load itself", fmean(one.generator for one in each), "processors"
    )


def growing(held: Sequence[Mapping[int, float]]) -> Iterator[Speed]:
    """How much more each programme holds a minute in the second half: what is kept is full by then.

    Only those that are there from the middle to the end are compared. The background has its work
    now and then, and begins anew when it has none left: it is told apart from who answers.
    """
    for name, more in growth(held, {each: program_of(each) for each in held[-1]}).items():
        aim = "flat" if name == ANSWERING else ""
        yield Speed(f"public: memory more a minute, second half, {name}", more, "MB", aim)


def growth(held: Sequence[Mapping[int, float]], programs: Mapping[int, str]) -> Mapping[str, float]:
    """How much more each programme holds a minute in the second half [MB].

    held: memory of each process after each minute [MB], by number; programs: their names.
    """
    middle = (len(held) - 1) // 2
    first, last = held[middle], held[-1]
    more: dict[str, float] = defaultdict(float)
    for each in first.keys() & last.keys():
        more[programs[each]] += (last[each] - first[each]) / (len(held) - 1 - middle)
    return more


def addresses(port: int) -> tuple[str, ...]:
    """Public pages, pictures and files that answer."""
    known = Known(published_in(AGS), timezone.now())
    pages = [page_path(AGS), page_path(AGS, language="en"), page_path(AGS, "massnahmen/")]
    files = [figure_path(AGS, key, end) for end in SUFFIXES for key in figure_keys(known)]
    found = [path for path in (*pages, *files) if get(port, path)[0] == 200]
    step = max(len(found) // ADDRESSES, 1)
    return tuple(found[::step][:ADDRESSES])


def get(port: int, path: str, headers: Mapping[str, str] = UNPACKED) -> tuple[int, float]:
    """The status of an answer, and how long it took [s]."""
    begun = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path, headers=dict(headers))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.perf_counter() - begun


def cold(port: int, paths: Sequence[str]) -> Iterator[Speed]:
    """Each page after a change, so that it has to be made anew."""
    town = Municipality.objects.get(ags=AGS)
    spent = []
    for path in paths:
        save(town, by=None)  # a record of it is newer now
        spent.append(1e3 * get(port, path)[1])
    yield Speed("public, made anew: median", quantiles(spent, n=2)[0], "ms", "300 ms")
    yield Speed("public, made anew: slowest", max(spent), "ms", "300 ms")


def script_for(paths: Sequence[str], every: int) -> str:
    """Ask for the paths by turns; every so-many-th at a host nobody asked before.

    Pages name the host they are asked at. What they do not read of a query has none made anew.
    """
    return SCRIPT % (", ".join(f'"{path}"' for path in paths), every)
