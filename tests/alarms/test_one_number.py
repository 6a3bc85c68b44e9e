"""How many series of a source are silent is the same wherever it is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.alarms.models import Trouble
from klimamosaik.observations.models import Datastream
from klimamosaik.places.models import Municipality
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.streams.queries.sources import series_of_source, source_line, sources_of
from klimamosaik.web.commands.source_records import line_record
from klimamosaik.web.series.listing import known_of, rows_of
from tests.alarms.conftest import DAY, HOUR, MINUTE, NOW, looked, said

pytestmark = pytest.mark.django_db
Sensors = Callable[..., Datastream]
SECOND = timedelta(seconds=1)


@pytest.fixture
def beds(sensor: Sensors) -> list[Datastream]:
    """Five sensors that promised a value an hour; each was heard of 20 minutes after the other."""
    found = [sensor(f"Beet {number}") for number in range(5)]
    for number, stream in enumerate(found):
        stream.expected_every = HOUR
        stream.save()
        said(stream, [20.0], first=NOW + number * 20 * MINUTE)
    return found


def told(source: DataSource, streams: list[Datastream], now: datetime) -> list[set[int | None]]:
    """Silent series by the troubles, the source's page, and the list of series."""
    looked(now)
    lasting = Trouble.objects.filter(ended_at=None, datastream__isnull=False)
    listed = rows_of(known_of(source.municipality, streams), now)
    return [
        set(lasting.values_list("datastream", flat=True)),
        {
            one.series.datastream_id
            for one in series_of_source(source=source, now=now)
            if one.silent
        },
        {row.stream.pk for row in listed if row.silent},
    ]


@pytest.mark.parametrize("silent", [0, 1, 2, 3, 4])
def test_the_same_series_are_silent_for_alarms_source_and_list(
    source: DataSource, beds: list[Datastream], silent: int
) -> None:
    now = NOW + HOUR + silent * 20 * MINUTE - 10 * MINUTE
    late = {stream.pk for stream in beds[:silent]}
    assert told(source, beds, now) == [late, late, late]
    (line,) = sources_of(municipality=source.municipality, now=now)
    assert line.silent == source_line(source, now).silent == silent
    assert line_record(line)["silent"] == silent


def test_a_value_once_a_day_beside_one_an_hour_is_silent_nowhere(
    source: DataSource, sensor: Sensors
) -> None:
    moisture, battery = sensor("Beet 1"), sensor("Batterie")
    battery.thing, battery.expected_every = moisture.thing, HOUR
    battery.save()
    said(battery, [3.6, 3.5], first=NOW, step=DAY)
    said(moisture, [20.0] * 36, first=NOW)
    assert told(source, [moisture, battery], NOW + 35 * HOUR + MINUTE) == [set(), set(), set()]


def test_what_is_on_hold_or_left_out_is_silent_nowhere(
    source: DataSource, beds: list[Datastream]
) -> None:
    keys = list(source.series.values_list("key", flat=True))
    source.options = {"left_out": keys[:1]}
    source.save()
    late = {stream.pk for stream in beds[1:]}
    assert told(source, beds, NOW + 5 * HOUR)[1:] == [late, late]
    source.paused_at = NOW
    source.save()
    assert told(source, beds, NOW + 5 * HOUR) == [set(), set(), set()]


def test_a_meter_is_silent_where_its_counter_is(
    source: DataSource, beds: list[Datastream], sensor: Sensors
) -> None:
    meter = Datastream.objects.create(name="Zähler", expected_every=HOUR)
    SourceSeries.objects.filter(datastream=beds[0]).update(counts_for=meter)
    now = NOW + HOUR + SECOND
    (row,) = rows_of(known_of(source.municipality, [meter]), now)
    assert row.silent
    (row,) = rows_of(known_of(source.municipality, [meter]), NOW + HOUR)
    assert not row.silent


def test_both_pages_write_the_number_the_alarms_tell(
    as_reader: Client,
    source: DataSource,
    town: Municipality,
    beds: list[Datastream],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = NOW + HOUR + 30 * MINUTE
    monkeypatch.setattr(timezone, "now", lambda: now)
    looked(now)
    assert Trouble.objects.filter(ended_at=None).count() == 2
    for path in ("quellen/", f"quellen/{source.pk}/"):
        assert "stumm: 2" in as_reader.get(f"/{town.ags}/{path}").content.decode()
