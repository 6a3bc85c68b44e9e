"""This server's own energy arrives as a series like any other."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries.readings import readings
from klimamosaik.sources.sensorthings.asking import SourceUnreachable
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.own.operations import meter
from klimamosaik.streams.own.yearly import own_use
from tests.sources.own.test_energy import machine
from tests.streams.conftest import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def source(new_source: Callable[..., DataSource]) -> DataSource:
    return new_source(SourceKind.OWN, name="Server")


def run(source: DataSource, root: Path, minutes: range, *, watts: int, at: datetime = NOW) -> None:
    """Look each minute at a machine that draws so much behind its power supply."""
    for minute in minutes:
        counted = round(minute * 60 * watts / 1.3 * 1e6)
        machine(root, zones={"0": ("package-0", counted)})
        meter(source, now=at + minute * MINUTE, spare=lambda: True, root=root, cores=4)


def held() -> list[tuple[datetime, datetime, float, str]]:
    (stream,) = Datastream.objects.all()
    found = readings(datastreams=[stream.pk])
    return [
        (row["start"], row["end"], row["value"], str(row["quality"]))
        for row in found.iter_rows(named=True)
    ]


def test_each_interval_is_one_reading(source: DataSource, tmp_path: Path) -> None:
    run(source, tmp_path, range(31), watts=40)
    step, kwh = 13 * MINUTE, pytest.approx(40 * 13 / 60 / 1000)  # before the promise is broken
    expected: list[Any] = [
        (NOW, NOW + step, kwh, "measured"),
        (NOW + step, NOW + 2 * step, kwh, "measured"),
    ]
    assert held() == expected
    (stream,) = Datastream.objects.all()
    assert stream.quantity == Quantity.ENERGY
    assert stream.thing is not None
    assert stream.thing.name == "Dieser Server"
    assert stream.meter_point is None  # no building's: it enters no sum of theirs


def test_while_the_server_was_off_nobody_knows(source: DataSource, tmp_path: Path) -> None:
    run(source, tmp_path, range(11), watts=40)
    run(source, tmp_path, range(60, 74), watts=40)
    (cut, whole) = held()
    assert cut[:2] == (NOW, NOW + 10 * MINUTE)
    assert whole[:2] == (NOW + 60 * MINUTE, NOW + 73 * MINUTE)


def test_an_estimate_is_never_called_measured(source: DataSource, tmp_path: Path) -> None:
    for minute in range(14):
        root = machine(tmp_path, zones={}, busy=minute * 30_000_000)
        meter(source, now=NOW + minute * MINUTE, spare=lambda: True, root=root, cores=2)
    ((_, _, kwh, quality),) = held()
    assert quality == "estimated"
    watts = 2 * 0.74 + 0.5 * (3.5 - 0.74)
    assert kwh == pytest.approx(watts * 1.6 * 13 / 60 / 1000)


def test_a_clock_that_was_set_back_makes_no_reading_twice(
    source: DataSource, tmp_path: Path
) -> None:
    run(source, tmp_path, range(11), watts=40)
    run(source, tmp_path, range(5, 8), watts=40)
    run(source, tmp_path, range(11, 17), watts=40)
    starts = [start for start, *_ in held()]
    assert len(starts) == len(set(starts))


def test_a_machine_that_says_nothing_is_a_fault(source: DataSource, tmp_path: Path) -> None:
    with pytest.raises(SourceUnreachable):
        meter(source, now=NOW, spare=lambda: True, root=tmp_path, cores=4)


def test_a_year_is_told_only_from_a_whole_day(source: DataSource, tmp_path: Path) -> None:
    town = source.municipality
    assert own_use(municipality=town, now=NOW) is None
    source.promised_every = timedelta(hours=1)
    run(source, tmp_path, range(0, 61, 5), watts=40)
    early = own_use(municipality=town, now=NOW + timedelta(hours=1))
    assert early is not None
    assert early.used is None
    run(source, tmp_path, range(60, 25 * 60 + 1, 5), watts=40)
    later = own_use(municipality=town, now=NOW + timedelta(hours=25))
    assert later is not None
    assert later.used is not None
    assert later.used.mean == pytest.approx(40 * 8.76, rel=0.01)
