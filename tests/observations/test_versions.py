"""Whatever happens, every version stays as it was, and the roll-up is what the readings say."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from klimamosaik.observations.models import Datastream, Delivery, Latest
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.queries import readings as queries
from klimamosaik.terms.period import LOCAL
from tests.observations.conftest import HOUR, NOW, deliver, rows
from tests.observations.rebuilding import rebuild_days

AUTUMN = datetime(2024, 10, 25, 22, tzinfo=UTC)  # two days before the clocks go back
FIRST, LAST = date(2024, 10, 1), date(2024, 12, 1)
Known = dict[tuple[int, datetime], float]

pytestmark = pytest.mark.django_db


def known(meters: list[int], as_of: int | None = None) -> Known:
    read = queries.readings(datastreams=meters, as_of=as_of)
    return {(d, start): value for d, start, _, value, *_ in read.iter_rows()}


def daily(meters: list[int], as_of: int | None = None) -> pl.DataFrame:
    return queries.daily(datastreams=meters, first=FIRST, last=LAST, as_of=as_of)


def latest() -> list[tuple[int, int, int | None, float | None]]:
    return list(Latest.objects.order_by("pk").values_list("pk", "seq", "start", "value"))


def withdraw(delivery: Delivery) -> Delivery:
    return operations.withdraw(delivery=delivery, by=None, at=NOW)


@pytest.mark.parametrize("seed", range(4))
def test_every_version_of_a_random_history_stays(
    seed: int, new_meter: Callable[..., Datastream]
) -> None:
    dice = random.Random(seed)
    meters = [new_meter(), new_meter()]
    ids = [meter.pk for meter in meters]
    model: Known = {}
    versions: dict[int, tuple[Known, pl.DataFrame]] = {}
    undo: dict[int, Known] = {}
    for _ in range(12):
        act = dice.choice(["deliver", "deliver", "deliver", "withdraw", "settle"])
        if act == "settle":
            operations.settle(at=NOW)
        elif act == "withdraw" and undo:
            model = undo_last(undo)
        else:
            undo.clear()
            before = dict(model)
            model |= delivered(dice, dice.choice(meters))
            undo[queries.data_version()] = before
        assert known(ids) == model
        versions[queries.data_version()] = (dict(model), daily(ids))
    kept_days, kept_latest = daily(ids), latest()
    for seq, (state, days) in versions.items():
        assert known(ids, as_of=seq) == state
        assert_same_days(daily(ids, as_of=seq), days)
    rebuild_days()
    assert_same_days(daily(ids), kept_days)
    assert latest() == kept_latest


def undo_last(undo: dict[int, Known]) -> Known:
    seq, before = undo.popitem()
    withdraw(Delivery.objects.get(seq=seq))
    return before


def delivered(dice: random.Random, meter: Datastream) -> Known:
    begin = AUTUMN + HOUR * dice.randrange(100)
    values = [float(dice.randrange(5)) for _ in range(dice.randrange(1, 60))]
    frame = rows(meter, begin, values)
    deliver(frame)
    return {(meter.pk, begin + HOUR * place): value for place, value in enumerate(values)}


def assert_same_days(one: pl.DataFrame, other: pl.DataFrame) -> None:
    assert one.select("datastream", "day").equals(other.select("datastream", "day"))
    for name in ("value", "covered"):
        assert one[name].to_list() == pytest.approx(other[name].to_list(), abs=1e-6)


def test_a_withdrawn_delivery_is_gone_and_can_come_back(meter: Datastream) -> None:
    first = deliver(rows(meter, AUTUMN, [1, 2]))
    second = deliver(rows(meter, AUTUMN, [1, 5, 6]))
    undone = withdraw(second)
    assert undone.withdraws == second
    assert (undone.changed, undone.same) == (2, 0)
    assert [*known([meter.pk]).values()] == [1.0, 2.0]
    assert [*known([meter.pk], as_of=second.seq).values()] == [1.0, 5.0, 6.0]
    operations.withdraw(delivery=undone, by=None, at=NOW, again=True)
    assert [*known([meter.pk]).values()] == [1.0, 5.0, 6.0]
    withdraw(first)
    assert [*known([meter.pk]).values()] == [5.0, 6.0], "what was corrected since stays"


def test_a_withdrawn_delivery_leaves_no_day_behind(meter: Datastream) -> None:
    withdraw(deliver(rows(meter, AUTUMN, [1] * 48)))
    assert daily([meter.pk]).is_empty()
    assert Latest.objects.get(pk=meter.pk).value is None


def test_a_month_can_be_withdrawn(meter: Datastream) -> None:
    withdraw(deliver(rows(meter, AUTUMN, [100.0], step=timedelta(days=31))))
    assert known([meter.pk]) == {}


def test_the_last_reading_is_the_latest_even_if_older_ones_come_later(meter: Datastream) -> None:
    deliver(rows(meter, AUTUMN + 100 * 24 * HOUR, [9.0]))
    deliver(rows(meter, AUTUMN, [1.0]))
    assert Latest.objects.get(pk=meter.pk).value == 9.0


def test_withdrawing_the_last_reading_shows_the_one_before(meter: Datastream) -> None:
    deliver(rows(meter, AUTUMN, [1.0]))
    withdraw(deliver(rows(meter, AUTUMN + 100 * 24 * HOUR, [9.0])))
    assert Latest.objects.get(pk=meter.pk).value == 1.0


def test_moments_can_be_asked_for_in_any_zone_but_not_without_one(meter: Datastream) -> None:
    deliver(rows(meter, AUTUMN, [1, 2, 3]))
    operations.settle(at=NOW)
    deliver(rows(meter, AUTUMN + 3 * HOUR, [4]))
    start = (AUTUMN + HOUR).astimezone(LOCAL)
    found = queries.readings(datastreams=[meter.pk], start=start, end=start + 2 * HOUR)
    assert found["value"].to_list() == [2.0, 3.0]
    with pytest.raises(ValueError, match="names no time zone"):
        queries.readings(datastreams=[meter.pk], start=start.replace(tzinfo=None))
