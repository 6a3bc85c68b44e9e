"""Buildings that use energy or water for nothing are told with amount, cost and reason."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from klimamosaik.alarms.models import MeterLook, Trouble, TroubleRule
from klimamosaik.alarms.operations.reading_round import look_at_meters
from klimamosaik.observations.models import Bill, Datastream, Quantity
from klimamosaik.observations.operations import deliveries
from klimamosaik.places.models import Building, BuildingKind, MeterPoint, Municipality
from tests.alarms.conftest import DAY, HOUR, lasting

pytestmark = pytest.mark.django_db
BEGIN = datetime(2025, 5, 31, 22, tzinfo=UTC)  # local midnight of 1 June
AFTER = datetime(2026, 6, 1, tzinfo=UTC)
HOURS = np.arange(365 * 24)
OF_DAY = HOURS % 24
WORKING = (
    (OF_DAY >= 7) & (OF_DAY < 18) & np.isin(HOURS // 24 % 7, range(1, 6))
)  # 1 June 2025 is a Sunday
MONTHS = (BEGIN.date().toordinal() + 1 + HOURS // 24).astype(int)
MONTH = np.array([date.fromordinal(int(day)).month for day in MONTHS])
SUMMER, WINTER = np.isin(MONTH, [6, 7, 8]), np.isin(MONTH, [12, 1, 2])
Meters = Callable[..., Datastream]


@pytest.fixture
def meter(town: Municipality) -> Meters:
    """Makes a meter with a year of values."""

    def make(
        values: Sequence[float] | np.ndarray,
        carrier: str = "electricity",
        *,
        kind: str = BuildingKind.SCHOOL,
        step: timedelta = HOUR,
        spacing: str = "PT1H",
        name: str = "Grundschule",
    ) -> Datastream:
        building, _ = Building.objects.get_or_create(municipality=town, name=name, kind=kind)
        point = MeterPoint.objects.create(building=building, carrier=carrier, name=name)
        water = carrier == "water"
        stream = Datastream.objects.create(
            name=name,
            meter_point=point,
            quantity=Quantity.VOLUME if water else Quantity.ENERGY,
            unit="m³" if water else "kWh",
            spacing=spacing,
            expected_every=timedelta(days=31),
        )
        if len(values):
            deliver(stream, values, step)
        return stream

    return make


def deliver(
    stream: Datastream,
    values: Sequence[float] | np.ndarray,
    step: timedelta,
    first: datetime = BEGIN,
) -> None:
    """Values one after the other."""
    starts = pl.Series([first + step * place for place in range(len(values))])
    frame = pl.DataFrame(
        {"datastream": stream.pk, "start": starts, "end": starts + step, "value": values}
    ).with_columns(pl.lit("measured").alias("quality"), pl.col("value").cast(pl.Float64))
    deliveries.deliver(readings=frame, name="x.csv", municipality=None, by=None, at=AFTER)


def only() -> Trouble:
    """The only trouble that lasts."""
    return Trouble.objects.get(ended_at=None)


def test_a_school_that_runs_at_night_is_told_with_what_it_costs(meter: Meters) -> None:
    point = meter(np.where(WORKING, 20.0, 14.0)).meter_point
    assert point is not None
    Bill.objects.create(
        meter_point=point, start=date(2025, 6, 1), end=date(2026, 6, 1),
        amount=Decimal(3000), quantity=10_000,
    )  # fmt: skip
    look_at_meters(at=AFTER)
    found = only()
    assert found.kind is TroubleRule.NIGHT_LOAD
    assert "nachts laufen im Mittel 14,0 kW, 70\u00a0% der 20,0 kW" in found.because["de"]
    cost = found.cost_a_year
    assert cost is not None
    assert cost.low == pytest.approx((14 - 10) * 1825 * 0.3, rel=0.02)
    assert cost.high == pytest.approx((14 - 5) * 4015 * 0.3, rel=0.02)
    assert "30,00 ct/kWh im Mittel (1 Rechnung des Zeitraums)" in found.cost_source["de"]


def test_without_a_bill_the_amount_is_told_and_the_cost_is_not_known(meter: Meters) -> None:
    meter(np.where(WORKING, 20.0, 14.0))
    look_at_meters(at=AFTER)
    assert only().cost_a_year is None
    assert only().cost_source["de"] == "Kosten nicht bekannt: keine Rechnung bekannt."


def test_a_school_that_sleeps_is_no_trouble(meter: Meters) -> None:
    meter(np.where(WORKING, 20.0, 4.0))
    look_at_meters(at=AFTER)
    assert lasting() == []


def test_a_pool_may_run_at_night_and_where_nobody_said_what_it_is_more_is_allowed(
    meter: Meters,
) -> None:
    meter(np.where(WORKING, 20.0, 19.0), kind=BuildingKind.POOL, name="Hallenbad")
    meter(np.where(WORKING, 20.0, 11.0), kind=BuildingKind.OTHER, name="Etwas")
    look_at_meters(at=AFTER)
    assert lasting() == []


def test_days_and_months_cannot_tell_the_night_and_that_is_said(meter: Meters) -> None:
    stream = meter([300.0] * 365, step=DAY, spacing="P1D")
    look_at_meters(at=AFTER)
    assert lasting() == []
    untold = MeterLook.objects.get(datastream=stream).untold
    assert "je Stunde oder feiner" in untold[0]["de"]


def test_an_office_that_works_at_weekends_without_people_is_told(meter: Meters) -> None:
    by_day = (OF_DAY >= 6) & (OF_DAY < 20)
    weekend = np.isin(HOURS // 24 % 7, [0, 6])
    night = np.where(by_day, np.where(weekend, 16.0, 20.0), 5.0)
    meter(night, kind=BuildingKind.OFFICE, name="Rathaus")
    look_at_meters(at=AFTER)
    assert lasting() == [TroubleRule.WEEKEND_LOAD]
    assert "obwohl niemand da ist?" in only().because["de"]


@pytest.mark.parametrize(("step", "spacing"), [(HOUR, "PT1H"), (DAY, "P1D")])
def test_heating_in_summer_is_told_from_hours_and_days(
    meter: Meters, step: timedelta, spacing: str
) -> None:
    values = np.where(WINTER, 40.0, np.where(SUMMER, 16.0, 25.0))
    meter(values if step == HOUR else 24 * values[::24], "gas", step=step, spacing=spacing)
    look_at_meters(at=AFTER)
    assert TroubleRule.SUMMER_HEAT in lasting()
    found = Trouble.objects.get(rule=TroubleRule.SUMMER_HEAT.value)
    assert "ein Sommertag braucht 384 kWh, 40\u00a0% eines Wintertags" in found.because["de"]


def test_heating_in_summer_is_told_from_months(meter: Meters, town: Municipality) -> None:
    stream = meter([], "heat", spacing="P1M", name="Halle")
    starts = [date(2025 + (month + 5) // 12, (month + 5) % 12 + 1, 1) for month in range(13)]
    moments = [datetime(day.year, day.month, 1, tzinfo=UTC) - HOUR for day in starts]
    values = [9000.0 if day.month in (6, 7, 8) else 20_000.0 for day in starts]
    frame = pl.DataFrame(
        {
            "datastream": stream.pk,
            "start": moments[:-1],
            "end": moments[1:],
            "value": values[:-1],
            "quality": "measured",
        }
    )
    deliveries.deliver(readings=frame, name="x", municipality=None, by=None, at=AFTER)
    look_at_meters(at=AFTER)
    assert lasting() == [TroubleRule.SUMMER_HEAT]


def test_hot_water_alone_is_no_heating(meter: Meters) -> None:
    meter(np.where(SUMMER, 4.0, 40.0), "heat")
    look_at_meters(at=AFTER)
    assert lasting() == []


def test_water_that_runs_in_every_hour_is_a_leak_and_ends_when_it_was_mended(meter: Meters) -> None:
    stream = meter(np.where(WORKING, 0.4, 0.02), "water")
    look_at_meters(at=AFTER)
    assert lasting() == [TroubleRule.LEAK]
    assert "mindestens 20 Liter. Das sind 175" in only().because["de"]
    deliver(stream, np.where(WORKING[: 20 * 24], 0.4, 0.0), HOUR, BEGIN + 365 * DAY)
    look_at_meters(at=AFTER + HOUR)
    assert lasting() == [TroubleRule.LEAK], "a meter is looked at once a day"
    look_at_meters(at=AFTER + 25 * HOUR)
    assert lasting() == []


def test_gas_that_burns_all_winter_is_no_leak_but_all_summer_is(meter: Meters) -> None:
    meter(np.where(WINTER, 40.0, np.where(SUMMER & ~WORKING, 0.0, 3.0)), "gas", name="Dicht")
    meter(np.where(WINTER, 40.0, 1.5), "gas", name="Undicht")
    look_at_meters(at=AFTER)
    assert lasting() == [TroubleRule.LEAK]
    point = only().meter_point
    assert point is not None
    assert point.name == "Undicht"


def test_a_meter_behind_the_others_is_silent_and_one_lot_of_files_is_not(meter: Meters) -> None:
    meter(np.where(WORKING, 20.0, 2.0), name="Schule A")
    meter(np.where(WORKING, 20.0, 2.0)[: 200 * 24], name="Schule B")
    look_at_meters(at=AFTER + 300 * DAY)
    assert lasting() == [TroubleRule.METER_SILENT]
    assert "Schule B" in only().because["de"]
    assert only().because["de"].endswith("5 Monate zurück.")


def test_where_only_coarser_values_came_later_it_is_told_when_the_finer_ended(
    meter: Meters,
) -> None:
    meter(np.where(WORKING, 20.0, 2.0), name="Schule A")
    finer = meter(np.where(WORKING, 20.0, 2.0)[: 100 * 24], name="Schule B")
    coarser = Datastream.objects.create(
        name="Jahre", meter_point=finer.meter_point, quantity=Quantity.ENERGY, unit="kWh",
        spacing="P1D", expected_every=timedelta(days=31),
    )  # fmt: skip
    deliver(coarser, [200.0] * 200, DAY)
    look_at_meters(at=AFTER + 300 * DAY)
    because = only().because
    assert "letzter Wert vom 17. Dezember 2025" in because["de"]
    assert because["de"].endswith("Werte in kürzeren Abständen enden schon am 8. September 2025.")
    assert because["en"].endswith("Values at shorter intervals end on 8 September 2025 already.")


def test_what_is_told_follows_the_newest_values(meter: Meters) -> None:
    stream = meter(np.where(WORKING, 20.0, 14.0))
    look_at_meters(at=AFTER)
    before = only().because["de"]
    deliver(stream, np.where(WORKING[: 60 * 24], 20.0, 18.0), HOUR, BEGIN + 365 * DAY)
    look_at_meters(at=AFTER + 2 * DAY)
    assert only().because["de"] != before
    assert Trouble.objects.count() == 1


def test_a_day_known_in_part_counts_as_a_whole_one_would(meter: Meters) -> None:
    """Of each summer's day the last two hours are missing: 22 hours tell what 24 would."""
    use = np.where(SUMMER, 10.0, 20.0)
    stream = meter([], "heat")
    known = ~(SUMMER & (OF_DAY >= 22))
    starts = pl.Series([BEGIN + HOUR * int(place) for place in HOURS[known]])
    frame = pl.DataFrame(
        {"datastream": stream.pk, "start": starts, "end": starts + HOUR, "value": use[known]}
    ).with_columns(pl.lit("measured").alias("quality"))
    deliveries.deliver(readings=frame, name="y.csv", municipality=None, by=None, at=AFTER)
    look_at_meters(at=AFTER)
    found = Trouble.objects.get(rule=TroubleRule.SUMMER_HEAT.value)
    assert "ein Sommertag braucht 240 kWh, 50\u00a0% eines Wintertags" in found.because["de"]
