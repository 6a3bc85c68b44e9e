"""A damaged roll-up is made anew from the readings, day by day and to the last reading."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from klimamosaik.observations.models import Datastream, Latest, YearOfDays
from klimamosaik.observations.operations.changing import change
from klimamosaik.observations.operations.deliveries import settle, withdraw
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store import rebuilding
from tests.observations.conftest import NOW, deliver, rows
from tests.observations.rebuilding import rebuild_days

DAY = timedelta(days=1)
NEW_YEAR = datetime(2023, 12, 31, 23, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def glance() -> list[dict[str, Any]]:
    return [dict(row) for row in Latest.objects.order_by("pk").values()]


def days_of(*streams: Datastream) -> list[tuple[Any, ...]]:
    asked = [stream.pk for stream in streams]
    return queries.daily(datastreams=asked, first=date(2024, 1, 1), last=date(2025, 1, 1)).rows()


def test_what_was_lost_or_wrong_is_as_before(new_meter: Callable[..., Datastream]) -> None:
    one, other = new_meter("Rathaus", spacing="P1D"), new_meter("Schule", spacing="P1D")
    deliver(rows(one, NEW_YEAR, [1.0, 2.0, 3.0], step=DAY))
    deliver(rows(other, NEW_YEAR, [4.0], step=DAY), rows(one, NEW_YEAR, [9.0], step=DAY))
    days, latest = days_of(one, other), glance()
    assert (len(days), len(latest)) == (4, 2)
    YearOfDays.objects.filter(datastream=one).delete()
    Latest.objects.filter(datastream=other).update(value=77.0, end=1, seq=1)
    Latest.objects.filter(datastream=one).delete()
    rebuild_days()
    assert (days_of(one, other), glance()) == (days, latest)


def test_a_meter_whose_readings_were_all_taken_back_keeps_its_version(
    new_meter: Callable[..., Datastream],
) -> None:
    meter = new_meter(spacing="P1D")
    withdraw(delivery=deliver(rows(meter, NEW_YEAR, [1.0], step=DAY)), by=None, at=NOW)
    latest = glance()
    assert latest[0]["value"] is None
    Latest.objects.all().delete()
    rebuild_days()
    assert glance() == latest
    assert days_of(meter) == []


def test_a_folder_of_before_learns_when_its_results_were_there(
    new_meter: Callable[..., Datastream],
) -> None:
    meter, silent = new_meter("Rathaus"), new_meter("Schule")
    deliver(rows(meter, NEW_YEAR, [1.0, 2.0, 3.0], step=DAY))
    before = glance()
    Latest.objects.update(result_first=None, result_until=None)
    assert glance() != before
    step = import_module("klimamosaik.observations.migrations.0006_result_times")
    step.look_once(apps, None)
    assert glance() == before
    assert not Latest.objects.filter(pk=silent.pk).exists()


def test_the_number_a_moved_reading_kept_is_known_again() -> None:
    sensor = Datastream.objects.create(name="Bodenfeuchte")
    deliver(rows(sensor, NEW_YEAR, [1.0, 2.0], step=DAY))
    gone = queries.readings(datastreams=[sensor.pk])[1:]
    start = int((NEW_YEAR - DAY).timestamp()) * 1_000_000
    change(
        readings=rows(sensor, NEW_YEAR - DAY, [2.0], step=DAY),
        gone=gone, went=(sensor.pk, start), name="Probe", at=NOW,
    )  # fmt: skip
    latest = glance()
    assert latest[0]["kept"] == int((NEW_YEAR + DAY).timestamp()) * 1_000_000
    assert latest[0]["start"] < latest[0]["kept"]
    Latest.objects.all().delete()
    rebuild_days()
    assert glance() == latest
    Latest.objects.update(kept=None)
    step = import_module("klimamosaik.observations.migrations.0007_kept_numbers")
    step.look_once(apps, None)
    assert glance() == latest


def test_only_days_that_were_changed_since_are_read_for_an_older_version(
    new_meter: Callable[..., Datastream], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = new_meter("Rathaus", spacing="P1D"), new_meter("Schule", spacing="P1D")
    year = [float(number) for number in range(300)]
    first = deliver(rows(one, NEW_YEAR, year, step=DAY), rows(other, NEW_YEAR, year, step=DAY))
    before = days_of(one, other)
    deliver(rows(one, NEW_YEAR + 100 * DAY, [7.0, 7.0], step=DAY))
    deliver(rows(other, NEW_YEAR + 104 * DAY, [7.0], step=DAY))
    read = list[timedelta]()
    state = store.state

    def noted(*, start: datetime, end: datetime, **asked: Any) -> object:
        read.append(end - start)
        return state(start=start, end=end, **asked)

    monkeypatch.setattr(store, "state", noted)
    begin, end = date(2024, 1, 1), date(2025, 1, 1)
    for _ in ("fresh", "settled"):
        asked = [one.pk, other.pk]
        days = queries.daily(datastreams=asked, first=begin, last=end, as_of=first.seq)
        assert days.rows() == before
        assert max(read) < 9 * DAY
        settle(at=NOW + 900 * DAY)


def test_as_many_days_are_read_together_as_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "AT_ONCE", 2)
    monkeypatch.setattr(rebuilding, "TOGETHER", 8)
    day = 24 * 3_600_000_000
    starts = dict.fromkeys(range(6), (0, 0)) | {7: (100 * day, 300 * day)}
    first, last = date(1970, 1, 1), date(1970, 7, 1)
    found = list(rebuilding.together(starts, first=first, last=last))
    assert [(each.datastreams, each.since, each.until) for each in found] == [
        ([0, 1, 2, 3], first, date(1970, 1, 3)),
        ([4, 5], first, date(1970, 1, 3)),
        ([7], date(1970, 4, 11), last),
    ]
