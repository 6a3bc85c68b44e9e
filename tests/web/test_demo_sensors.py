"""Ten invented sensors: made by the way real ones come in, with three faults that are found."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from klimamosaik.alarms.models import Mark, MarkRule, Trouble, TroubleRule
from klimamosaik.alarms.operations.marks import mark_news
from klimamosaik.alarms.operations.promise_round import watch
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Delivery, Latest, Thing
from klimamosaik.observations.queries.newest_in_words import newest_of_streams
from klimamosaik.observations.queries.readings import readings
from klimamosaik.places.models import MeterPoint
from klimamosaik.sources.lorawan.envelope import message_in
from klimamosaik.sources.lorawan.uplink import Uplink
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.streams.operations import remove_source
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import LOCAL
from klimamosaik.web.demo.living.history import NETWORK, bring_sensors, last_tuesday, missed, report
from klimamosaik.web.demo.living.messages import message, name_of
from klimamosaik.web.demo.living.sensors import SENSORS, STUCK_AT, SensorFault, SyntheticSensor
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

CENTRE = (52.6, 9.1)


def with_fault(fault: SensorFault) -> SyntheticSensor:
    (found,) = [sensor for sensor in SENSORS if sensor.fault is fault]
    return found


def stream_of(sensor: SyntheticSensor) -> Datastream:
    series = SourceSeries.objects.get(key=f"{sensor.eui}/{sensor.measures}")
    assert series.datastream is not None
    return series.datastream


def test_a_message_is_one_of_the_things_stack_and_says_that_it_is_invented() -> None:
    for sensor in SENSORS:
        value = sensor.at(DEMO_AT)
        read = message_in(message(sensor, value, at=DEMO_AT, frame=0, centre=CENTRE))
        assert isinstance(read, Uplink)
        assert (read.device, read.decoded) == (sensor.eui, {sensor.measures: value})
        assert read.place is not None
        assert "erfunden" in read.name
        assert "erfunden" in read.model
        assert "invented" in json.dumps(read.tags)


def test_the_same_moment_is_the_same_value_and_counters_never_fall() -> None:
    moments = [DEMO_AT + step * timedelta(minutes=7) for step in range(500)]
    for sensor in SENSORS:
        assert sensor.at(DEMO_AT) == sensor.at(DEMO_AT)
        said = [sensor.at(moment) for moment in moments]
        assert len(set(said)) > 1
        if sensor.measures in ("bicycle_count", "energy_total_kwh"):
            assert said == sorted(said, key=float)


@pytest.mark.parametrize("day", range(20, 28))
def test_the_silent_one_fell_silent_on_a_tuesday_of_the_last_week(day: int) -> None:
    now = datetime(2026, 11, day, 0, 30, tzinfo=LOCAL)
    since = last_tuesday(now)
    assert since.weekday() == 1
    assert timedelta(0) < now - since < timedelta(days=8)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_wrong_unit_is_beyond_what_there_can_be_in_every_season(month: int) -> None:
    hot = with_fault(SensorFault.OTHER_UNIT)
    outside = next(each for each in SENSORS if each.name == "lufttemperatur-marktplatz")
    at = datetime(2027, month, 15, 3, tzinfo=UTC)
    assert float(hot.at(at)) > 46 > float(outside.at(at)) > -46


def test_what_was_due_since_the_last_message_is_brought_first() -> None:
    quarter = timedelta(minutes=15)
    assert missed(DEMO_AT, DEMO_AT + timedelta(seconds=10)) == []
    assert missed(DEMO_AT, DEMO_AT + 2 * quarter) == [DEMO_AT + quarter, DEMO_AT + 2 * quarter]


@pytest.mark.long
def test_ten_devices_have_a_fortnight_of_readings_few_deliveries_and_a_place(story: Story) -> None:
    source = DataSource.objects.get(municipality=story.municipality, name=NETWORK)
    assert "erfunden" in source.name
    assert all((source.owner, source.legal_basis, source.licence, source.kept_for))
    assert source.promised_every == timedelta(minutes=15)
    things = Thing.objects.filter(name__in=[name_of(sensor) for sensor in SENSORS])
    assert things.count() == 10
    assert all(thing.locations.count() == 1 for thing in things)
    for sensor in SENSORS:
        assert Latest.objects.get(datastream=stream_of(sensor)).count == 14 * 96
    assert Delivery.objects.filter(streamed=True).count() == 4  # one is this server's


@pytest.mark.long
def test_the_sub_meter_is_a_part_and_counts_in_no_sum(story: Story) -> None:
    point = MeterPoint.objects.get(direction=Direction.PART.value)
    assert not MeterPoint.objects.counting().filter(pk=point.pk).exists()
    assert not Measure.objects.filter(meter_points=point).exists()
    (stream,) = Datastream.objects.filter(meter_point=point)
    used = readings(datastreams=[stream.pk])["value"]
    assert used.sum() == pytest.approx(14 * 21.5, rel=0.01)
    assert min(used.to_list()) >= 0


@pytest.mark.long
def test_a_watch_finds_the_silent_the_stuck_and_the_wrong_unit_and_nothing_else(
    story: Story,
) -> None:
    while mark_news(at=DEMO_AT):
        pass
    sensors = [stream_of(sensor).pk for sensor in SENSORS]
    marks = Mark.objects.filter(datastream__in=sensors)
    assert {(mark.datastream_id, mark.kind) for mark in marks} == {
        (stream_of(with_fault(SensorFault.STUCK)).pk, MarkRule.STUCK),
        (stream_of(with_fault(SensorFault.OTHER_UNIT)).pk, MarkRule.BEYOND),
    }
    watch(at=DEMO_AT, works=True)
    (trouble,) = Trouble.objects.all()
    silent = stream_of(with_fault(SensorFault.SILENT))
    assert (trouble.kind, trouble.datastream_id) == (TroubleRule.SERIES_SILENT, silent.pk)
    assert trouble.since.astimezone(LOCAL).weekday() == 1
    assert story.findings


@pytest.mark.long
def test_nine_report_while_one_watches_and_the_pages_show_it(story: Story, client: Client) -> None:
    later = DEMO_AT + timedelta(seconds=10)
    assert report(at=later) == 9
    said = {sensor.name: Latest.objects.get(datastream=stream_of(sensor)) for sensor in SENSORS}
    silent = with_fault(SensorFault.SILENT)
    assert said.pop(silent.name).count == 14 * 96
    assert {each.count for each in said.values()} == {14 * 96 + 1}
    assert said[with_fault(SensorFault.STUCK).name].value == STUCK_AT
    watch(at=later, works=True)
    client.force_login(User.objects.get(username="demo"))
    address = reverse("series", args=[story.municipality.ags])
    words = {"q": name_of(with_fault(SensorFault.STUCK))}
    page = client.get(address, words).content.decode()
    assert "erfunden" in page
    assert f"{STUCK_AT:.1f}".replace(".", ",") in page
    told = client.get(reverse("troubles", args=[story.municipality.ags])).content.decode()
    assert name_of(silent) in told


@pytest.mark.long
def test_what_sensors_said_while_nobody_served_comes_first_and_no_message_is_missing(
    story: Story,
) -> None:
    report(at=DEMO_AT + timedelta(hours=5))
    for sensor in SENSORS:
        device = SourceSeries.objects.get(key=sensor.eui)
        assert device.state["frames"]["missed"] == 0
    lively = [sensor for sensor in SENSORS if sensor.fault is not SensorFault.SILENT]
    counts = {Latest.objects.get(datastream=stream_of(sensor)).count for sensor in lively}
    assert counts == {14 * 96 + 21}
    assert story.findings


@pytest.mark.long
def test_a_network_that_was_removed_comes_again_with_the_next_demo(story: Story) -> None:
    user, later = User.objects.get(username="demo"), DEMO_AT + timedelta(days=1)
    source = DataSource.objects.get(name=NETWORK)
    remove_source(source=source, with_readings=True, by=user, at=later)
    bring_sensors(story.municipality, by=user, at=later)
    assert DataSource.objects.get(name=NETWORK).series.exclude(datastream=None).count() == 10
    point = MeterPoint.objects.get(direction=Direction.PART.value)
    (stream,) = Datastream.objects.filter(meter_point=point)
    used = readings(datastreams=[stream.pk])["value"]
    assert used.sum() == pytest.approx(15 * 21.5, rel=0.01)  # each day once


@pytest.mark.long
def test_strangers_see_the_sensors_outside_and_no_other(story: Story) -> None:
    client = Client()
    for sensor in SENSORS:
        thing = Thing.objects.get(name=name_of(sensor))
        answer = client.get(f"/sensorthings/v1.1/Things({thing.pk})")
        assert answer.status_code == (200 if sensor.public else 404), sensor.name
        if sensor.public:
            assert "erfunden" in answer.json()["name"]
            assert "invented" in json.dumps(answer.json()["properties"])
    assert story.findings


@pytest.mark.django_db
def test_without_the_demo_nothing_reports() -> None:
    assert report(at=DEMO_AT) == 0


def test_every_page_says_the_same_of_what_came_last(story: Story, client: Client) -> None:
    """A number, a counter of a million and a text: to the office, in the list and to strangers."""
    client.force_login(User.objects.get(username="demo"))
    ags = story.municipality.ags
    source = DataSource.objects.get(name=NETWORK)
    streams = [each.datastream for each in source.series.exclude(datastream=None)]
    known = [each for each in streams if each is not None]
    newest = newest_of_streams(known)
    assert len(newest) == len(SENSORS)
    assert {type(each.result) for each in newest.values()} == {float, str}
    office = client.get(reverse("source", args=[ags, source.pk])).content.decode()
    listed = client.get(reverse("series", args=[ags]), {"q": "erfunden"}).content.decode()
    strangers = Client().get(f"/klima/{ags}/sensoren/").content.decode()
    for stream in known:
        told = newest[stream.pk]
        pages = [office, listed, strangers] if stream.name in strangers else [office, listed]
        for page in pages:
            row = page.partition(stream.name)[2].partition("</tr>")[0]
            assert told.told.de in row
            assert told.at.de in row
    assert sum(stream.name in strangers for stream in known) == 6
