"""A large delivery is taken in parts, and says the same as if it were taken at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import polars as pl
import pytest

from klimamosaik.observations.models import Chunk, Datastream, Latest, Revision
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.store import portions
from klimamosaik.terms.complaint import InputRejected
from tests.observations.conftest import NOW, deliver, rows

MONDAY = datetime(2024, 1, 30, 23, tzinfo=UTC)  # local midnight; the month ends the day after

pytestmark = pytest.mark.django_db
Meters = Callable[..., Datastream]


def told(meters: list[Datastream]) -> list[object]:
    """What three deliveries, the last of them taken back, left behind, by place of the meter."""
    place = {meter.pk: number for number, meter in enumerate(meters)}
    many = [rows(meter, MONDAY, range(number, number + 40)) for number, meter in enumerate(meters)]
    first = deliver(*many)
    second = deliver(*(rows(meter, MONDAY, [7.0, 8.0, 9.0]) for meter in reversed(meters)))
    third = deliver(*(rows(meter, MONDAY, [5.0] * 60) for meter in meters))
    undone = operations.withdraw(delivery=third, by=None, at=NOW)
    acts = [first, second, third, undone]
    days = queries.daily_matrix(
        datastreams=list(place), first=date(2024, 1, 30), last=date(2024, 2, 4)
    )
    revisions = Revision.objects.filter(datastream__in=meters).order_by(
        "delivery_id", "datastream_id"
    )
    known = Latest.objects.filter(pk__in=meters).order_by("pk")
    return [
        [(act.new, act.changed, act.same) for act in acts],
        queries.readings(datastreams=list(place))["value"].to_list(),
        queries.readings(datastreams=list(place), as_of=second.seq)["value"].to_list(),
        days.values.tobytes(),
        days.covered.tobytes(),
        [(place[one.datastream_id], one.count, one.before, one.now) for one in revisions],
        [(one.start, one.end, one.value, one.first, one.until, one.count) for one in known],
        Chunk.objects.filter(datastream__in=meters).count(),
    ]


def test_in_parts_it_says_the_same_as_at_once(
    new_meter: Meters, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = told([new_meter() for _ in range(5)])
    meters = [new_meter() for _ in range(5)]
    monkeypatch.setattr(portions, "PORTION", 90)
    parts = list(portions.parted(pl.concat(rows(meter, MONDAY, range(40)) for meter in meters)))
    assert [part.height for part in parts] == [80, 80, 40]
    assert told(meters) == at_once


def test_a_meter_is_never_parted(new_meter: Meters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "PORTION", 10)
    few, many, other = (new_meter() for _ in range(3))
    given = [rows(few, MONDAY, range(4)), rows(many, MONDAY, range(30)), rows(other, MONDAY, [1])]
    assert [part.height for part in portions.parted(pl.concat(given))] == [4, 30, 1]


def test_every_complaint_of_all_parts_is_told(
    new_meter: Meters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "PORTION", 2)
    good, odd, huge = (new_meter() for _ in range(3))
    with pytest.raises(InputRejected) as refused:
        deliver(
            rows(good, MONDAY, [1, 2]),
            rows(odd, MONDAY, [1, float("nan")]),
            rows(huge, MONDAY, [1e20, 2e20]),
        )
    assert [one.code for one in refused.value.complaints] == [
        "not_a_number",
        "too_large_to_be_true",
    ]
    assert "2 readings are larger" in refused.value.complaints[1].text.en
    assert queries.readings(datastreams=[good.pk]).is_empty()
