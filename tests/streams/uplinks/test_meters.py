"""The states of a device's counter become the use of a building's meter."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from klimamosaik.observations.kernel.details import read
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.operations.reported_use import stream_of_reported_use
from klimamosaik.observations.queries.readings import daily, readings
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.undoing import noting, undo
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.streams.uplinks import counter_use
from klimamosaik.streams.uplinks.operations import take_uplinks, tie_counter, untie_counter
from klimamosaik.streams.uplinks.rows import frame_of
from klimamosaik.terms.complaint import InputRejected
from tests.sources.lorawan.messages import EUI, things_stack
from tests.streams.uplinks.conftest import Push, values

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 3, 1, 23, tzinfo=UTC)  # local midnight of 2 March
KEY = f"{EUI}/total_energy_kwh"


def state(hour: float, value: float, name: str = "total_energy_kwh") -> bytes:
    """A message with a state of the meter."""
    sent = (BEGIN + timedelta(hours=hour)).isoformat().replace("+00:00", "Z")
    return things_stack(
        counter=round(hour * 100), payload=None, decoded={name: value}, gateway_at=sent,
        received_at=sent,
    )  # fmt: skip


@pytest.fixture
def tell(push: Push) -> Any:
    """Pushes states told as (hour, state)."""

    def told(*states: tuple[float, float], name: str = "total_energy_kwh") -> None:
        for hour, value in states:
            push(state(hour, value, name), at=BEGIN + timedelta(hours=hour, minutes=1))

    return told


@pytest.fixture
def meter(tell: Any, meter_point: MeterPoint) -> Datastream:
    """The school's meter, tied to a counter with three states."""
    tell((0, 100.0), (1, 102.0), (2, 105.0))
    return tie_counter(series=SourceSeries.objects.get(key=KEY), meter_point=meter_point)


def used(meter: Datastream) -> list[tuple[float, float, float]]:
    """The use of a meter as (from hour, to hour, use)."""
    rows = readings(datastreams=[meter.pk]).select("start", "end", "value").iter_rows()
    hour = timedelta(hours=1)
    return [((start - BEGIN) / hour, (end - BEGIN) / hour, value) for start, end, value in rows]


def test_an_uplink_of_a_meter_changes_the_building_s_daily_use(
    meter: Datastream, tell: Any
) -> None:
    def day() -> float:
        found = daily(datastreams=[meter.pk], first=date(2026, 3, 2), last=date(2026, 3, 3))
        return float(found["value"].sum())

    assert day() == pytest.approx(5.0)
    tell((3, 109.5))
    assert day() == pytest.approx(9.5)
    assert meter.quantity == Quantity.ENERGY
    assert meter.thing is not None
    assert meter.thing.building is not None


def test_states_known_before_it_was_tied_become_use_too(meter: Datastream) -> None:
    assert used(meter) == [(0, 1, 2.0), (1, 2, 3.0)]


def test_a_state_that_comes_late_splits_the_span_it_lies_in(meter: Datastream, tell: Any) -> None:
    tell((4, 111.0), (3, 106.0))
    assert used(meter) == [(0, 1, 2.0), (1, 2, 3.0), (2, 3, 1.0), (3, 4, 5.0)]


def test_a_late_state_that_fits_nowhere_makes_no_use_and_is_marked(
    meter: Datastream, tell: Any
) -> None:
    tell((4, 111.0), (3, 300.0))
    assert used(meter) == [(0, 1, 2.0), (1, 2, 3.0), (2, 4, 6.0)]
    counter = SourceSeries.objects.get(key=KEY).datastream
    assert counter is not None
    told = {row["value"]: read(row["details"]) for row in
            readings(datastreams=[counter.pk]).iter_rows(named=True)}  # fmt: skip
    assert told[300.0] == {"parameters": {"counter": "counter_odd"}}


def test_a_state_told_twice_is_one(meter: Datastream, tell: Any) -> None:
    before = used(meter)
    tell((2, 105.0), (2, 105.0))
    assert used(meter) == before


def test_a_roll_over_goes_on_and_says_so(tell: Any, meter_point: MeterPoint) -> None:
    tell((0, 99_990.0), (1, 99_995.0))
    meter = tie_counter(series=SourceSeries.objects.get(key=KEY), meter_point=meter_point)
    tell((2, 3.0))
    assert used(meter) == [(0, 1, 5.0), (1, 2, 8.0)]
    last = readings(datastreams=[meter.pk])["details"].to_list()[-1]
    assert read(last)["parameters"]["counter"] == "counter_rolled_over"


def test_a_reset_after_weeks_of_silence_is_a_gap_and_a_new_start(
    meter: Datastream, tell: Any
) -> None:
    weeks = 24 * 7 * 5
    tell((weeks, 1.0), (weeks + 1, 3.0))
    assert used(meter) == [(0, 1, 2.0), (1, 2, 3.0), (weeks, weeks + 1, 2.0)]
    (told,) = SourceSeries.objects.get(key=KEY).state["decisions"]
    assert (told["step"], told["before"], told["after"]) == ("meter_exchanged", 105.0, 1.0)


def test_a_meter_that_was_silent_for_weeks_and_counted_on_has_one_long_span(
    meter: Datastream, tell: Any
) -> None:
    weeks = 24 * 7 * 3
    tell((weeks, 1105.0))
    assert used(meter)[-1] == (2, weeks, 1000.0)


def test_another_meter_s_state_is_never_a_giant_use(meter: Datastream, tell: Any) -> None:
    tell(*((hour, 100.0 + hour) for hour in range(6, 14)))
    before = sum(use for _, _, use in used(meter))
    tell((14, 88_000.0), (15, 88_001.0))
    assert sum(use for _, _, use in used(meter)) == pytest.approx(before + 1.0)
    assert all(use >= 0 for _, _, use in used(meter))


def test_a_process_that_lost_a_step_is_made_up_for_by_the_next_state(
    meter: Datastream, tell: Any
) -> None:
    tell((3, 106.0))
    series = SourceSeries.objects.get(key=KEY)
    series.state["tail"] = series.state["tail"][:-1]  # another process overwrote it
    series.save()
    tell((4, 110.0))
    assert sum(use for _, _, use in used(meter)) == pytest.approx(10.0)


def test_states_far_back_are_looked_up_in_the_store(meter: Datastream, tell: Any) -> None:
    hours = range(3, 3 + counter_use.TAIL + 5)
    tell(*((hour, 200.0 + hour) for hour in hours if hour != 4))
    assert min(counter_use.tail_of(SourceSeries.objects.get(key=KEY))) > counter_use.milliseconds(
        BEGIN + timedelta(hours=4)
    )
    total = sum(use for _, _, use in used(meter))
    tell((4, 203.5))
    spans = used(meter)
    assert (3, 4, 0.5) in spans
    assert (4, 5, 1.5) in spans
    assert sum(use for _, _, use in spans) == pytest.approx(total)


def test_states_that_come_together_are_each_a_step(meter: Datastream, source: DataSource) -> None:
    bodies = [state(hour, 105.0 + hour) for hour in (6, 4, 5)]
    take_uplinks(source=source, bodies=bodies, at=BEGIN + timedelta(hours=7))
    assert used(meter)[-3:] == [(2, 4, 4.0), (4, 5, 1.0), (5, 6, 1.0)]


def test_watt_hours_become_kilowatt_hours(tell: Any, meter_point: MeterPoint) -> None:
    tell((0, 1000), (1, 3500), name="energyImportWh")
    series = SourceSeries.objects.get(key=f"{EUI}/energyImportWh")
    assert values(tie_counter(series=series, meter_point=meter_point)) == [2.5]


def test_pulses_need_a_factor_and_get_it(tell: Any, meter_point: MeterPoint) -> None:
    tell((0, 10), (1, 30), name="pulses")
    series = SourceSeries.objects.get(key=f"{EUI}/pulses")
    with pytest.raises(InputRejected, match="how many kWh one unit is"):
        tie_counter(series=series, meter_point=meter_point)
    assert values(tie_counter(series=series, meter_point=meter_point, factor=0.01)) == [0.2]
    for wrong in (0.0, -1.0, float("nan"), 1e12):
        with pytest.raises(InputRejected):
            tie_counter(series=series, meter_point=meter_point, factor=wrong)


def test_two_counters_never_count_for_one_meter(
    meter: Datastream, tell: Any, meter_point: MeterPoint
) -> None:
    tell((5, 1.0), name="energy_total_kwh")
    second = SourceSeries.objects.get(key=f"{EUI}/energy_total_kwh")
    with pytest.raises(InputRejected, match="counts for this meter already"):
        tie_counter(series=second, meter_point=meter_point)
    untie_counter(series=SourceSeries.objects.get(key=KEY))
    tie_counter(series=second, meter_point=meter_point)
    tell((6, 107.0))
    assert used(meter)[-1] == (1, 2, 3.0)  # the first counts no more, and what it counted stays


def test_a_counter_untied_by_mistake_misses_nothing(
    meter: Datastream, tell: Any, meter_point: MeterPoint
) -> None:
    tell((5, 106.0))
    before = sum(value for *_, value in used(meter))
    with noting() as act:
        untie_counter(series=SourceSeries.objects.get(key=KEY))
    tell((6, 108.0))
    assert sum(value for *_, value in used(meter)) == before
    by = User.objects.create_user("ada")
    undo(act=act, by=by, at=BEGIN)
    assert sum(value for *_, value in used(meter)) == before + 2.0
    with pytest.raises(InputRejected, match="meanwhile it counts for"):
        undo(act=act, by=by, at=BEGIN)


def test_use_that_files_told_is_not_counted_again(tell: Any, meter_point: MeterPoint) -> None:
    held = stream_of_reported_use(meter_point, expected_every=timedelta(days=31))
    told = (held.pk, BEGIN, BEGIN + timedelta(hours=1, minutes=30), 3.5, "measured", None)
    take_in(frame_of([told]), name="Ablesung")
    tell((0, 100.0), (1, 102.0), (2, 105.0), (3, 109.0))
    meter = tie_counter(series=SourceSeries.objects.get(key=KEY), meter_point=meter_point)
    assert meter == held
    tell((4, 110.0))
    assert used(meter) == [(0, 1.5, 3.5), (2, 3, 4.0), (3, 4, 1.0)]


def test_a_new_device_goes_on_where_the_old_one_stopped(
    meter: Datastream, push: Push, meter_point: MeterPoint
) -> None:
    untie_counter(series=SourceSeries.objects.get(key=KEY))
    other = "ff" * 8
    for hour, value in ((1, 5.0), (3, 6.0), (4, 8.0)):
        sent = (BEGIN + timedelta(hours=hour)).isoformat().replace("+00:00", "Z")
        decoded = {"total_energy_kwh": value}
        push(things_stack(eui=other, counter=hour, payload=None, decoded=decoded,
                          gateway_at=sent, received_at=sent),
             at=BEGIN + timedelta(hours=hour, minutes=1))  # fmt: skip
    second = SourceSeries.objects.get(key=f"{other}/total_energy_kwh")
    assert tie_counter(series=second, meter_point=meter_point) == meter
    assert used(meter) == [(0, 1, 2.0), (1, 2, 3.0), (3, 4, 2.0)]
