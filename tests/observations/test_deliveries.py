"""Readings come in, are corrected, and every earlier state can be had again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.queries import readings as queries
from klimamosaik.terms.complaint import InputRejected
from tests.observations.conftest import deliver, rows

MONDAY = datetime(2024, 1, 7, 23, tzinfo=UTC)  # local midnight of 8 January

pytestmark = pytest.mark.django_db


def values(meter: Datastream, as_of: int | None = None) -> list[float]:
    return queries.readings(datastreams=[meter.pk], as_of=as_of)["value"].to_list()


def test_what_is_delivered_can_be_read(meter: Datastream) -> None:
    delivery = deliver(rows(meter, MONDAY, [1, 2, 3]))
    assert (delivery.new, delivery.changed, delivery.same) == (3, 0, 0)
    read = queries.readings(datastreams=[meter.pk])
    assert read["value"].to_list() == [1.0, 2.0, 3.0]
    assert read["start"][0] == MONDAY
    assert read["seq"].to_list() == [delivery.seq] * 3


def test_the_same_readings_twice_change_nothing(meter: Datastream) -> None:
    deliver(rows(meter, MONDAY, [1, 2, 3]))
    again = deliver(rows(meter, MONDAY, [1, 2, 3]))
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    assert values(meter) == [1.0, 2.0, 3.0]


def test_a_correction_wins_and_the_earlier_state_can_be_had_again(meter: Datastream) -> None:
    first = deliver(rows(meter, MONDAY, [1, 2, 3]))
    second = deliver(rows(meter, MONDAY, [1, 20, 3, 4]))
    assert (second.new, second.changed, second.same) == (1, 1, 2)
    assert values(meter) == [1.0, 20.0, 3.0, 4.0]
    assert values(meter, as_of=first.seq) == [1.0, 2.0, 3.0]


def test_a_changed_quality_is_a_correction(meter: Datastream) -> None:
    deliver(rows(meter, MONDAY, [1], quality="estimated"))
    assert deliver(rows(meter, MONDAY, [1])).changed == 1
    assert queries.readings(datastreams=[meter.pk])["quality"].to_list() == ["measured"]


def test_a_refused_delivery_leaves_nothing_behind(meter: Datastream) -> None:
    stranger = Datastream(pk=meter.pk + 1)
    with pytest.raises(InputRejected, match="There is no datastream"):
        deliver(rows(meter, MONDAY, [1, 2]), rows(stranger, MONDAY, [1]))
    assert values(meter) == []
    assert queries.data_version() == 0
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ({"value": float("nan")}, "not_a_number"),
        ({"value": float("inf")}, "not_a_number"),
        ({"value": 1e30}, "too_large_to_be_true"),
        ({"value": -1e308}, "too_large_to_be_true"),
        ({"end": MONDAY - timedelta(seconds=1)}, "not_a_span"),
        ({"quality": "withdrawn"}, "not_a_quality"),
        ({"quality": "good"}, "not_a_quality"),
    ],
)
def test_nonsense_is_refused(meter: Datastream, spoil: dict[str, object], code: str) -> None:
    import polars as pl

    spoilt = rows(meter, MONDAY, [1]).with_columns(
        **{name: pl.lit(value) for name, value in spoil.items()}
    )
    with pytest.raises(InputRejected) as refused:
        deliver(spoilt)
    assert [complaint.code for complaint in refused.value.complaints] == [code]


def test_the_largest_reading_there_can_be_is_taken(meter: Datastream) -> None:
    assert deliver(rows(meter, MONDAY, [1e15])).new == 1
    with pytest.raises(InputRejected, match=r"larger than there can be .*: 1\.1e\+15\. In a year"):
        deliver(rows(meter, MONDAY, [1.1e15]))


def test_contradicting_readings_are_refused_and_doubles_taken_once(meter: Datastream) -> None:
    one = rows(meter, MONDAY, [1])
    assert deliver(one, one).new == 1
    with pytest.raises(InputRejected, match="contradict"):
        deliver(one, rows(meter, MONDAY, [2]))


def test_hours_become_days(meter: Datastream) -> None:
    deliver(rows(meter, MONDAY, [1.0] * 36))
    days = queries.daily(datastreams=[meter.pk], first=date(2024, 1, 1), last=date(2024, 2, 1))
    assert days["day"].to_list() == [date(2024, 1, 8), date(2024, 1, 9)]
    assert days["value"].to_list() == [24.0, 12.0]
    assert days["covered"].to_list() == [1.0, 0.5]


def test_a_temperature_is_averaged(thermometer: Datastream) -> None:
    deliver(rows(thermometer, MONDAY, [0.0] * 12 + [10.0] * 12))
    days = queries.daily(
        datastreams=[thermometer.pk], first=date(2024, 1, 8), last=date(2024, 1, 9)
    )
    assert days["value"].to_list() == [5.0]


@pytest.mark.parametrize(
    ("midnight", "day", "hours"),
    [
        (datetime(2024, 3, 30, 23, tzinfo=UTC), date(2024, 3, 31), 23),
        (datetime(2024, 10, 26, 22, tzinfo=UTC), date(2024, 10, 27), 25),
    ],
)
def test_the_days_of_the_clock_change_have_23_and_25_hours(
    meter: Datastream, midnight: datetime, day: date, hours: int
) -> None:
    deliver(rows(meter, midnight, [1.0] * 26))
    days = queries.daily(datastreams=[meter.pk], first=day, last=date(day.year, 12, 31))
    assert days["value"].to_list()[0] == float(hours)
    assert days["covered"].to_list()[0] == 1.0
