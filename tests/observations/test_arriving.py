"""Readings that arrive by themselves: the same answers as if each had been brought by hand."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from klimamosaik.observations.kernel import details
from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.observations.models import Datastream, Delivery, Latest, YearOfDays
from klimamosaik.observations.operations.arriving import Arrived, commit, take_in
from klimamosaik.observations.operations.deliveries import settle, withdraw
from klimamosaik.observations.operations.group_commit import WaitingSender
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.store import hot_and_cold, pending
from klimamosaik.observations.store.batch import batch_of
from klimamosaik.observations.store.roll_up import roll_up
from klimamosaik.terms.complaint import InputRejected
from tests.observations.conftest import HOUR, NOW, deliver, rows
from tests.observations.rebuilding import rebuild_days

MIDNIGHT = datetime(2024, 1, 7, 23, tzinfo=UTC)  # local, of 8 January
TWO_HOURS = float(np.float32(2 / 24))  # as the share of a day is kept
RESULTS = ("result_first", "result_until")
FIRST, LAST = date(2023, 12, 1), date(2024, 12, 31)
TOLD = ["datastream", "start", "end", "value", "details"]
KINDS: Any = {"value": pl.Float64, "details": pl.String}
pytestmark = pytest.mark.django_db


def arrive(*frames: pl.DataFrame, name: str = "Sensor") -> int:
    return take_in(pl.concat(frames), name=name).version


def days(*streams: Datastream, as_of: int | None = None) -> list[tuple[Any, ...]]:
    asked = [stream.pk for stream in streams]
    return queries.daily(datastreams=asked, first=FIRST, last=LAST, as_of=as_of).rows()


def glance() -> list[tuple[Any, ...]]:
    noted = ("pk", "start", "end", "value", "first", "until", "count", *RESULTS)
    return list(Latest.objects.order_by("pk").values_list(*noted))


def test_a_reading_is_on_its_day_before_the_day_is_written(meter: Datastream) -> None:
    arrive(rows(meter, MIDNIGHT, [1.0]))
    arrive(rows(meter, MIDNIGHT + HOUR, [2.0]))
    assert not YearOfDays.objects.exists()
    assert days(meter) == [(meter.pk, date(2024, 1, 8), 3.0, TWO_HOURS)]
    assert pending.years([meter.pk]) == (2024, 2024)
    settle(at=NOW)
    assert YearOfDays.objects.count() == 1
    assert not Latest.objects.filter(pending__isnull=False).exists()
    assert days(meter) == [(meter.pk, date(2024, 1, 8), 3.0, TWO_HOURS)]


def test_what_is_known_already_makes_no_version(meter: Datastream) -> None:
    first = arrive(rows(meter, MIDNIGHT, [1.0, 2.0]))
    assert arrive(rows(meter, MIDNIGHT, [1.0, 2.0])) == first
    assert arrive(rows(meter, MIDNIGHT, [1.0])) == first
    assert Delivery.objects.count() == 1
    assert arrive(rows(meter, MIDNIGHT, [1.0, 9.0])) == first + 1
    told = Delivery.objects.first()
    assert told is not None
    assert (told.new, told.changed, told.same) == (0, 1, 1)


def test_a_correction_of_long_ago_is_written_at_once(meter: Datastream) -> None:
    deliver(rows(meter, MIDNIGHT, [1.0] * 24 * 30))
    arrive(rows(meter, MIDNIGHT, [11.0]))
    assert not Latest.objects.filter(pending__isnull=False).exists()
    assert days(meter)[0] == (meter.pk, date(2024, 1, 8), 34.0, 1.0)


def test_texts_and_months_wait_for_no_day(meter: Datastream) -> None:
    month = rows(meter, MIDNIGHT, [1000.0], step=timedelta(days=31))
    text = rows(meter, MIDNIGHT + 40 * timedelta(days=1), [0.0]).with_columns(
        value=pl.lit(None, pl.Float64), details=pl.lit('{"result":"frei"}')
    )
    arrive(month)
    arrive(text)
    assert not Latest.objects.filter(pending__isnull=False).exists()
    found = queries.readings(datastreams=[meter.pk])
    assert found["details"].to_list() == [None, '{"result":"frei"}']


@pytest.mark.parametrize("told", ["bald", "2024-01-08T12:00:00", "0001-01-01T00:00:00+09:00", 7])
def test_a_result_time_that_another_server_made_up_is_none(meter: Datastream, told: Any) -> None:
    said = details.written({"resultTime": told})
    frame = rows(meter, MIDNIGHT, [1.0], step=HOUR).with_columns(end="start")
    arrive(frame.with_columns(details=pl.lit(said)))
    assert glance()[0][-2:] == (None, None)
    found = queries.readings(datastreams=[meter.pk])
    assert found["details"].to_list() == [said]


def test_who_writes_to_what_was_just_deleted_is_refused_and_nobody_else(
    meter: Datastream, thermometer: Datastream
) -> None:
    """Whoever looked the datastream up a moment before its deletion is not told that it came."""
    Datastream.objects.filter(pk=meter.pk).update(gone_at=NOW)
    frames = [rows(stream, NOW, [1.0]) for stream in (meter, thermometer)]
    refused, kept = (WaitingSender[Arrived](batch_of(frame), ["Sensor"]) for frame in frames)
    commit([refused, kept])
    assert isinstance(refused.fault, InputRejected)
    assert refused.fault.complaints[0].code == "deleted_datastream"
    assert kept.answer is not None
    both = queries.readings(datastreams=[meter.pk, thermometer.pk])
    assert both["datastream"].to_list() == [thermometer.pk]


def test_a_bad_reading_is_refused_in_words(meter: Datastream) -> None:
    with pytest.raises(InputRejected, match="end before they start"):
        arrive(rows(meter, MIDNIGHT, [1.0], step=-HOUR))
    with pytest.raises(InputRejected, match="not a finite number"):
        arrive(rows(meter, MIDNIGHT, [float("nan")]))
    with pytest.raises(InputRejected, match="There is no datastream"):
        arrive(rows(meter, MIDNIGHT, [1.0]).with_columns(datastream=pl.lit(meter.pk + 1)))
    assert queries.data_version() == 0


class Sent:
    """Readings as they come by chance, and what a model without any cleverness knows of them."""

    def __init__(self, seed: int, streams: list[Datastream]) -> None:
        self.dice = random.Random(seed)
        self.streams = streams
        self.known: dict[tuple[int, datetime], tuple[datetime, float, str | None]] = {}
        self.clock = datetime(2024, 3, 30, 20, tzinfo=UTC)  # the night that lacks an hour is near

    def some(self) -> pl.DataFrame:
        """A few readings: most of them the next, some late, again, corrected or long past."""
        found = {}
        for _ in range(self.dice.randint(1, 6)):
            stream = self.dice.choice(self.streams)
            self.clock += timedelta(minutes=self.dice.choice((0, 5, 15, 60, 600)))
            back = self.dice.choice((0, 0, 0, 0, 1, 30, 24 * 5, 24 * 60))
            start = self.clock - back * HOUR
            if self.known and self.dice.random() < 0.2:
                start = self.dice.choice(list(self.known))[1]
            length = self.dice.choice((0, 0.25, 1, 1, 24, 25, 700)) * HOUR
            value = self.dice.choice((0.1, 0.2, 0.3, 7.7, -3.0, 21.5))
            found[stream.pk, start] = (start + length, value, self.beside(start))
        self.known |= found
        rows = [(key[0], key[1], *rest, "measured") for key, rest in found.items()]
        return pl.DataFrame(rows, schema=[*TOLD, "quality"], orient="row").cast(KINDS)

    def beside(self, start: datetime) -> str | None:
        """When the result was there, of some; a few say it of something else."""
        if self.dice.random() < 0.6:
            return None
        late = (start + self.dice.choice((-9, 0, 0.5, 800)) * HOUR).isoformat()
        return details.written(
            self.dice.choice(({"resultTime": late}, {"parameters": {"resultTime": late}}))
        )

    def results(self) -> dict[int, tuple[int, int]]:
        """From when to when results were there, of each datastream where that is known."""
        found: dict[int, list[int]] = {}
        for (number, start), (end, _, said) in self.known.items():
            told = details.read(said).get("resultTime")
            at = datetime.fromisoformat(told) if told else end if end > start else None
            found.setdefault(number, []).extend([microseconds(at)] if at else [])
        return {number: (min(each), max(each)) for number, each in found.items() if each}

    def frame(self) -> pl.DataFrame:
        """What is known, as `queries.readings` tells it."""
        rows = [(*key, *rest) for key, rest in sorted(self.known.items())]
        return pl.DataFrame(rows, schema=TOLD, orient="row")


@pytest.mark.parametrize("seed", range(4))
def test_whatever_arrives_is_told_as_if_every_day_were_made_anew(
    seed: int, new_meter: Callable[..., Datastream], thermometer: Datastream
) -> None:
    streams = [new_meter("A"), new_meter("B"), thermometer]
    sent = Sent(seed, streams)
    told = sent.frame()
    known: dict[int, pl.DataFrame] = {0: told}
    seen: dict[int, list[tuple[Any, ...]]] = {}
    for _ in range(25):
        version = arrive(sent.some())
        chance = sent.dice.random()
        if chance < 0.1:
            settle(at=NOW)
        elif chance < 0.15:
            undone = Delivery.objects.get(seq=version)
            withdraw(delivery=undone, by=None, at=NOW)
            sent.known = {row[:2]: row[2:] for row in known[version - 1].iter_rows()}
        elif chance < 0.2:
            pending.write_down()
        state = hot_and_cold.state(
            datastreams=[each.pk for each in streams], start=None, end=None, upto=10**9
        )
        told = state.select(TOLD)
        assert told.rows() == sent.frame().rows()
        noted = Latest.objects.filter(result_first__isnull=False)
        assert {pk: span for pk, *span in noted.values_list("pk", *RESULTS)} == {
            pk: [*span] for pk, span in sent.results().items()
        }
        rolled = roll_up(state, averaged=frozenset({thermometer.pk}))
        expected = [row[:4] for row in rolled.iter_rows() if FIRST <= row[1] < LAST]
        assert days(*streams) == in_order(expected, streams)
        known[queries.data_version()], seen[queries.data_version()] = told, days(*streams)
    arrive(rows(streams[0], datetime(2024, 12, 1, tzinfo=UTC), [1.0]))
    assert Latest.objects.filter(pending__isnull=False).exists()
    seen[queries.data_version()] = days(*streams)
    held = glance()
    pending.write_down()
    assert days(*streams) == seen[queries.data_version()]
    for version, then in seen.items():
        assert days(*streams, as_of=version) == then
    rebuild_days()
    assert days(*streams) == seen[queries.data_version()]
    assert glance() == held


def in_order(rows: list[tuple[Any, ...]], streams: list[Datastream]) -> list[tuple[Any, ...]]:
    places = {each.pk: place for place, each in enumerate(streams)}
    rows = [(*row[:3], float(np.float32(row[3]))) for row in rows]
    return sorted(rows, key=lambda row: (places[row[0]], row[1]))
