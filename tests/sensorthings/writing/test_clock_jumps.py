"""The server's clock jumps by an hour and by a year while sensors report."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from klimamosaik.observations.models import Delivery
from tests.sensorthings.writing.conftest import (
    LOCATION,
    OBSERVED,
    SENSOR,
    STREAM,
    THING,
    SensingClient,
)

HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
EACH = 5  # readings between two jumps
pytestmark = pytest.mark.django_db(transaction=True)  # stored as a server does


class WrongClock:
    """A clock on the wall that is set again and again, but for what nobody sets."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.by = timedelta()
        real, seconds = timezone.now, time.time
        patch.setattr(timezone, "now", lambda: real() + self.by)
        patch.setattr(time, "time", lambda: seconds() + self.by.total_seconds())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> WrongClock:
    """The server's clock."""
    return WrongClock(monkeypatch)


def stream_of(api: SensingClient) -> str:
    """A series of a new thing."""
    links = {"Sensor": SENSOR, "ObservedProperty": OBSERVED}
    thing = api.post("Things", THING | {"Locations": [LOCATION]})
    return api.post(f"{thing}/Datastreams", STREAM | links)


@pytest.mark.parametrize("jump", [HOUR, -HOUR, YEAR, -YEAR])
def test_every_reading_is_there_once_and_in_the_order_it_came(
    api: SensingClient, clock: WrongClock, jump: timedelta
) -> None:
    path = f"{stream_of(api)}/Observations"
    sent: list[int] = []
    untimed: list[str] = []
    for by in (timedelta(), jump, timedelta(), jump + jump, timedelta()):
        clock.by = by
        for _ in range(EACH):
            at = BEGIN + timedelta(minutes=len(sent))
            api.post(path, {"phenomenonTime": at.isoformat(), "result": len(sent)})
            sent.append(len(sent))
        untimed.append(api.post(path, {"result": "ohne Zeit"}))
    known = "phenomenonTime lt 2026-03-02T00:00:00Z and result ne 'ohne Zeit'"
    found = api.get(f"{path}?$filter={known}&$orderby=phenomenonTime&$select=result&$top=1000")
    assert [each["result"] for each in found["value"]] == sent
    assert len(set(untimed)) == len(untimed)  # each where the clock stood, none lost
    assert [api.get(each)["result"] for each in untimed] == ["ohne Zeit"] * len(untimed)
    versions = list(Delivery.objects.order_by("seq").values_list("seq", flat=True))
    assert versions == list(range(1, len(sent) + len(untimed) + 1))
    # The control: by the clock they came in another order.
    assert list(Delivery.objects.order_by("at").values_list("seq", flat=True)) != versions


def test_the_newest_of_all_can_be_from_a_year_ahead_and_later_ones_still_count(
    api: SensingClient, clock: WrongClock
) -> None:
    stream = stream_of(api)
    path = f"{stream}/Observations"
    clock.by = YEAR
    api.post(path, {"result": 1})
    clock.by = timedelta()
    api.post(path, {"result": 2})
    api.post(path, {"result": 3})
    newest = api.get(f"{path}?$orderby=phenomenonTime desc&$select=result")["value"]
    assert [each["result"] for each in newest] == [1, 3, 2]
    begin, end = api.get(stream)["phenomenonTime"].split("/")
    assert begin[:4] < end[:4]
