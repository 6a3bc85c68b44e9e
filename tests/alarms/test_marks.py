"""Odd readings are marked by rules as they come, and stay as they are."""

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klimamosaik.alarms import rules
from klimamosaik.alarms.models import LookedUpTo, Mark, MarkRule
from klimamosaik.alarms.operations.marks import mark_news, replace_marks
from klimamosaik.alarms.operations.reading_round import look_at_meters
from klimamosaik.alarms.queries import marked_count, marks_of
from klimamosaik.observations.models import Datastream, ObservedProperty, Quantity
from klimamosaik.observations.operations import deliveries
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.queries.readings import readings
from klimamosaik.places.models import Building, MeterPoint, Municipality
from tests.alarms.conftest import DAY, HOUR, MINUTE, NOW, said

pytestmark = pytest.mark.django_db
Sensors = Callable[..., Datastream]


def marks(rule: MarkRule) -> list[tuple[datetime, datetime, int]]:
    """First, last and count of the marks of a rule."""
    found = Mark.objects.filter(rule=rule.value).order_by("first")
    return list(found.values_list("first", "last", "count"))


def look() -> None:
    """Look at all that is new."""
    while mark_news(at=NOW):
        pass


def test_a_value_that_cannot_be_is_marked_with_the_rule_and_stays(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [20.0, 68.0, 21.0], first=NOW)
    look()
    mark = Mark.objects.get(rule=MarkRule.BEYOND.value)
    assert (mark.first, mark.count, mark.value, mark.version) == (
        NOW + HOUR, 1, 68.0, rules.version(),
    )  # fmt: skip
    assert readings(datastreams=[stream.pk])["value"].to_list() == [20.0, 68.0, 21.0]
    (line,) = [each for each in marks_of(stream=stream) if each.mark.kind is MarkRule.BEYOND]
    assert line.said.de == "01.06.2026 15:00: 68 °C kann nicht sein."
    assert marked_count(datastreams=[stream.pk])[stream.pk] >= 1


def test_a_sensor_that_gets_stuck_is_one_mark_that_grows(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [20.0, 20.7, *[21.3] * 10], first=NOW)
    look()
    assert marks(MarkRule.STUCK) == []
    for hour in range(12, 40):
        said(stream, [21.3], first=NOW + hour * HOUR)
        look()
    assert marks(MarkRule.STUCK) == [(NOW + 2 * HOUR, NOW + 39 * HOUR, 38)]
    said(stream, [22.0], first=NOW + 40 * HOUR)
    look()
    assert marks(MarkRule.STUCK) == [(NOW + 2 * HOUR, NOW + 39 * HOUR, 38)]


def test_looking_bit_by_bit_finds_what_looking_once_finds(sensor: Sensors) -> None:
    values = [20.0, 39.0, 20.4, *[19.1] * 15, 80.0, 81.0, 20.2, -60.0]
    bit_by_bit, once = sensor("Beet 1"), sensor("Beet 2")
    for place, value in enumerate(values):
        said(bit_by_bit, [value], first=NOW + place * HOUR)
        look()
    said(once, values, first=NOW)
    look()
    told = ("rule", "first", "last", "count", "value")
    one, other = (
        list(Mark.objects.filter(datastream=each).order_by("rule", "first").values_list(*told))
        for each in (bit_by_bit, once)
    )
    assert len(one) >= 4
    assert one == other


def test_a_corrected_reading_loses_its_mark_and_its_neighbours_keep_theirs(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [70.0, 71.0, 72.0], first=NOW)
    look()
    assert marks(MarkRule.BEYOND) == [(NOW, NOW + 2 * HOUR, 3)]
    said(stream, [21.0], first=NOW + HOUR, at=NOW + 3 * HOUR)
    look()
    assert marks(MarkRule.BEYOND) == [(NOW, NOW, 1), (NOW + 2 * HOUR, NOW + 2 * HOUR, 1)]


def test_a_reading_from_the_future_is_marked_by_when_it_came(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [20.0], first=NOW + 10 * MINUTE, at=NOW)
    said(stream, [20.5], first=NOW + 3 * HOUR, at=NOW)
    look()
    assert marks(MarkRule.FUTURE) == [(NOW + 3 * HOUR, NOW + 3 * HOUR, 1)]


def test_what_settled_before_anybody_looked_is_looked_at_all_the_same(sensor: Sensors) -> None:
    said(sensor("Beet 1"), [70.0], first=NOW)
    deliveries.settle(at=NOW)
    said(sensor("Beet 2"), [71.0], first=NOW)
    look()
    assert len(marks(MarkRule.BEYOND)) == 2


def test_readings_that_arrive_by_themselves_are_looked_at_before_and_after_they_settle(
    sensor: Sensors,
) -> None:
    first, second = sensor("Beet 1"), sensor("Beet 2")
    for stream, value in ((first, 70.0), (second, 71.0)):
        told = {"datastream": stream.pk, "start": NOW, "end": NOW, "value": value}
        take_in(pl.DataFrame([told | {"quality": "measured"}]), name="Sensor")
        if stream is first:
            look()
            assert len(marks(MarkRule.BEYOND)) == 1
        else:
            deliveries.settle(at=NOW)
    look()
    assert len(marks(MarkRule.BEYOND)) == 2


def test_only_what_is_new_is_looked_at(sensor: Sensors, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = sensor("Beet 1"), sensor("Beet 2")
    said(first, [20.0], first=NOW)
    look()
    said(second, [20.0], first=NOW)
    assert mark_news(at=NOW) == 1
    assert mark_news(at=NOW) == 0


def test_where_nothing_is_new_nothing_is_written(sensor: Sensors) -> None:
    said(sensor(), [20.0], first=NOW)
    look()
    with CaptureQueriesContext(connection) as asked:
        assert mark_news(at=NOW) == 0
    told = [each["sql"].split(" ", 1)[0] for each in asked.captured_queries]
    assert told
    assert not {"INSERT", "UPDATE", "DELETE"} & set(told)


def test_a_long_look_goes_on_where_it_was_ended(sensor: Sensors) -> None:
    for number in range(5):
        said(sensor(f"Beet {number}"), [70.0], first=NOW)
    assert mark_news(at=NOW, most=2) == 2
    assert LookedUpTo.objects.get().done == 0
    assert [mark_news(at=NOW, most=2) for _ in range(3)] == [2, 1, 0]
    assert len(marks(MarkRule.BEYOND)) == 5


def test_other_rules_look_at_everything_again(
    sensor: Sensors, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(sensor(), [20.0], first=NOW)
    look()
    monkeypatch.setattr(
        "klimamosaik.alarms.operations.reading_progress.version", lambda: "2027-01-01"
    )
    assert mark_news(at=NOW) == 1


def test_a_mark_that_stays_keeps_the_moment_it_was_found(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [70.0], first=NOW)
    mark_news(at=NOW)
    said(stream, [71.0], first=NOW + HOUR)
    mark_news(at=NOW + 2 * HOUR)
    mark = Mark.objects.get(rule=MarkRule.BEYOND.value)
    assert (mark.count, mark.found_at) == (2, NOW)
    replace_marks(stream.pk, MarkRule.BEYOND, [mark], [], NOW)
    assert marks(MarkRule.BEYOND) == []


def test_a_series_in_another_unit_is_held_to_no_limit(sensor: Sensors) -> None:
    said(sensor(unit="°F"), [68.0], first=NOW)
    look()
    assert not Mark.objects.exists()


def test_units_and_names_of_the_world_are_known(sensor: Sensors) -> None:
    stream = sensor(observed="Air Temperature", unit="degC")
    assert rules.rules_for(stream).most == 46
    moist = Datastream(
        name="x", unit="%", observed_property=ObservedProperty(name="Bodenfeuchte 30 cm")
    )
    assert rules.rules_for(moist).name == "soil moisture"
    assert rules.rules_for(Datastream(name="x", unit="belegt")) is rules.NO_RULES


def test_gas_used_less_than_nothing_is_marked_and_electricity_flows_back(
    town: Municipality,
) -> None:
    building = Building.objects.create(municipality=town, name="Rathaus")
    for carrier in ("gas", "electricity"):
        point = MeterPoint.objects.create(building=building, carrier=carrier, name=carrier)
        stream = Datastream.objects.create(
            name=carrier, meter_point=point, quantity=Quantity.ENERGY, unit="kWh"
        )
        said(stream, [5.0, -1.0, 5.0], first=NOW)
    look()
    mark = Mark.objects.get()
    assert (mark.rule, mark.datastream.name) == (MarkRule.BEYOND.value, "gas")


def test_a_sensor_that_drifts_is_marked_until_it_is_right_again(sensor: Sensors) -> None:
    stream = sensor(observed="CO2", unit="ppm")
    begin = datetime(2025, 5, 3, 22, tzinfo=UTC)
    year = [430.0 + day % 7 for day in range(364)]
    said(stream, [*year, *(value + 400 for value in year[:29])], first=begin, step=DAY)
    look_at_meters(at=NOW)
    mark = Mark.objects.get(rule=MarkRule.DRIFT.value)
    assert mark.value == pytest.approx(400, abs=1)
    later = begin + 393 * DAY
    said(stream, [430.0 + day % 7 for day in range(29, 62)], first=later, step=DAY)
    look_at_meters(at=NOW + 40 * DAY)
    assert not Mark.objects.filter(rule=MarkRule.DRIFT.value).exists()


def test_every_rule_has_a_source_and_a_day() -> None:
    found = rules.facts()
    groups = [found["promise"], found["readings"], *found["readings"]["kinds"]]
    groups += [found["buildings"][name] for name in ("night", "weekend", "summer", "leak")]
    assert len(groups) > 12
    assert [group for group in groups if not group.get("source")] == []
    assert rules.version() == "2026-11-26"
