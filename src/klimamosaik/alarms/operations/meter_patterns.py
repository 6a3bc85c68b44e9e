"""What the values of one meter show: night, weekend, summer, a flow that never ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.alarms.kernel.waste import (
    NightLimits,
    leak_waste,
    night_waste,
    summer_waste,
    weekend_waste,
)
from klimamosaik.alarms.models import TroubleRule
from klimamosaik.alarms.operations.waste_wording import (
    GAS_RUNS,
    LEAK_UNTOLD,
    NIGHT,
    NIGHT_UNTOLD,
    SUMMER_HEATING,
    SUMMER_UNTOLD,
    WATER_RUNS,
    WEEKEND,
)
from klimamosaik.alarms.rules import facts
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries.newest import newest_readings
from klimamosaik.observations.queries.readings import daily_matrix
from klimamosaik.observations.queries.resolution import HOURLY
from klimamosaik.places.models import BuildingKind, MeterPoint
from klimamosaik.signals.base_load import BaseLoad, base_load
from klimamosaik.signals.leak import endless_flow
from klimamosaik.signals.summer_heat import SummerHeat, summer_heat
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.period import LOCAL, local_day, midnight
from klimamosaik.terms.text import Text

DAY = timedelta(days=1)
SUMMER, WINTER = (6, 7, 8), (12, 1, 2)  # months
MOST_OF_A_DAY = 0.9  # 1, share that must be known
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class FoundWaste:
    """Something a meter shows."""

    rule: TroubleRule
    because: Text
    amount: Estimate  # [kWh/a or m³/a]
    first: datetime  # of the values looked at
    last: datetime


@dataclass(frozen=True)
class Meter:
    """A meter with what is known of it."""

    stream: Datastream
    point: MeterPoint

    @property
    def carrier(self) -> Carrier:
        """What it counts."""
        return Carrier(self.point.carrier)

    @property
    def kind(self) -> str:
        """What its building is used for."""
        return self.point.building.kind

    @property
    def hourly(self) -> bool:
        """True where its values tell night from day."""
        return self.stream.spacing in HOURLY

    @cached_property
    def readings(self) -> pl.DataFrame:
        """Its newest year, without values that are not there."""
        span = timedelta(days=facts()["buildings"]["newest_days"])
        return newest_readings(stream=self.stream, span=span).drop_nulls("value")

    @cached_property
    def hours(self) -> Numbers:
        """How long each reading is [h]."""
        length = (self.readings["end"] - self.readings["start"]).dt.total_microseconds()
        return length.to_numpy().astype(float) / 3600e6

    @property
    def span(self) -> tuple[datetime, datetime]:
        """First and last moment of these readings."""
        first, last = self.readings["start"].min(), self.readings["end"].max()
        assert isinstance(first, datetime)
        assert isinstance(last, datetime)
        return first, last

    def sentence_values(self, **values: object) -> dict[str, object]:
        """Values of its sentences: its name and the days looked at."""
        first, last = self.span
        days = {"first": local_day(first)}
        days["last"] = local_day(last - timedelta(seconds=1))
        return {"name": str(self.point), **days, **values}


def meter_of(stream: Datastream) -> Meter:
    """The meter of a datastream that has one."""
    assert stream.meter_point is not None
    return Meter(stream, stream.meter_point)


def judged(meter: Meter) -> tuple[list[FoundWaste], list[Text]]:
    """What a meter shows, and what its values cannot tell."""
    if meter.readings.is_empty():
        return [], []
    found: list[FoundWaste] = []
    untold: list[Text] = []
    for each in (*of_electricity(meter), *of_heat(meter), *of_flow(meter)):
        (untold if isinstance(each, Text) else found).append(each)  # type: ignore[arg-type]
    return found, untold


def of_electricity(meter: Meter) -> Iterator[FoundWaste | Text]:
    """Base load of nights and weekends."""
    night, weekend = (facts()["buildings"][name] for name in ("night", "weekend"))
    if meter.carrier is not Carrier.ELECTRICITY or meter.kind not in night["kinds"]:
        return
    if not meter.hourly:
        yield NIGHT_UNTOLD
        return
    load = load_of(meter)
    limit = limit_of(night, meter)
    wasted = night_waste(
        load, NightLimits(limit, night["good"], tuple(night["hours"]), night["least_kw"])
    )
    if wasted is not None:
        told = meter.sentence_values(
            night=load.night_kw, work=load.working_kw, share=load.night_share, limit=limit,
            saved=wasted,
        )  # fmt: skip
        yield FoundWaste(TroubleRule.NIGHT_LOAD, NIGHT.format(**told), wasted, *meter.span)
    limits = {name: weekend[name] for name in ("limit", "above_night", "hours", "least_kw")}
    wasted = weekend_waste(load, **limits) if meter.kind in weekend["kinds"] else None
    if wasted is not None:
        told = meter.sentence_values(weekend=load.weekend_kw, night=load.night_kw, saved=wasted)
        yield FoundWaste(TroubleRule.WEEKEND_LOAD, WEEKEND.format(**told), wasted, *meter.span)


def limit_of(rule: dict[str, Any], meter: Meter) -> float:
    """A share that holds for the building; another one where nobody said what it is used for."""
    unsaid = meter.kind == BuildingKind.OTHER
    return float(rule["limit_unsaid" if unsaid else "limit"])


def load_of(meter: Meter) -> BaseLoad:
    """Power by kind of hour, in local time; a zero of electricity is a gap."""
    local = meter.readings["start"].dt.convert_time_zone(LOCAL.key).dt.replace_time_zone(None)
    values = meter.readings["value"].to_numpy().astype(float)
    fine = meter.hours <= 1
    used = np.where(values > 0, values, np.nan)
    return base_load(local.to_numpy()[fine], meter.hours[fine], used[fine])


def of_heat(meter: Meter) -> Iterator[FoundWaste | Text]:
    """Heating on days that need none."""
    rule = facts()["buildings"]["summer"]
    energy = meter.stream.quantity == Quantity.ENERGY
    if not (meter.carrier.heats and energy) or meter.kind not in rule["kinds"]:
        return
    found = heat_by_day(meter, rule) if meter.hourly or meter.stream.spacing == "P1D" else None
    if meter.stream.spacing == "P1M":
        found = heat_by_month(meter, rule)
    if found is None:
        yield SUMMER_UNTOLD
        return
    limit = limit_of(rule, meter)
    wasted = summer_waste(found, limit=limit, days=rule["days"], least_a_day=rule["least_a_day"])
    if wasted is not None:
        told = meter.sentence_values(warm=found.warm, share=found.share, limit=limit, saved=wasted)
        yield FoundWaste(
            TroubleRule.SUMMER_HEAT, SUMMER_HEATING.format(**told), wasted, *meter.span
        )


def heat_by_day(meter: Meter, rule: dict[str, Any]) -> SummerHeat | None:
    """Days of summer beside days of winter, of the newest year."""
    first, last = (local_day(at) for at in meter.span)
    matrix = daily_matrix(datastreams=[meter.stream.pk], first=first, last=last + DAY)
    whole = matrix.covered[0] >= MOST_OF_A_DAY
    values = np.where(whole, matrix.values[0] / np.where(whole, matrix.covered[0], 1), np.nan)
    months = matrix.days.astype("datetime64[M]").astype(int) % 12 + 1
    return summer_heat(
        values,
        warm=np.isin(months, SUMMER),
        cold=np.isin(months, WINTER),
        needed=tuple(rule["needed_days"]),
    )


def heat_by_month(meter: Meter, rule: dict[str, Any]) -> SummerHeat | None:
    """Months of summer beside months of winter, each as the mean of its days."""
    middle = meter.readings["start"] + (meter.readings["end"] - meter.readings["start"]) / 2
    months = middle.dt.convert_time_zone(LOCAL.key).dt.month().to_numpy()
    a_day = meter.readings["value"].to_numpy().astype(float) / (meter.hours / 24)
    return summer_heat(
        a_day,
        warm=np.isin(months, SUMMER),
        cold=np.isin(months, WINTER),
        needed=tuple(rule["needed_months"]),
    )


def of_flow(meter: Meter) -> Iterator[FoundWaste | Text]:
    """Water or gas that never stops."""
    rule = facts()["buildings"]["leak"]
    resting = meter.kind not in (BuildingKind.POOL, BuildingKind.HOUSING)
    if meter.carrier.value not in rule["least"] or not resting:
        return
    if not meter.hourly:
        yield LEAK_UNTOLD
        return
    seen = window(meter, rule)
    if seen is None:
        return
    first, last = seen
    part = (pl.col("start") >= first) & (pl.col("end") <= last)
    frame = meter.readings.filter(part)
    lengths = (frame["end"] - frame["start"]).dt.total_seconds().to_numpy()
    starts = frame["start"].dt.epoch("s").to_numpy()
    fine = lengths <= 3600
    values = frame["value"].to_numpy().astype(float)
    flow = endless_flow(starts[fine], lengths[fine], values[fine], needed=rule["needed_hours"])
    water = meter.carrier is Carrier.WATER
    least = rule["least"][meter.carrier.value]
    wasted = flow and leak_waste(flow, least=least, unit="m³" if water else "kWh")
    if flow and wasted:
        told = meter.sentence_values(least=flow.least * (1000 if water else 1), saved=wasted)
        told |= {"first": local_day(first), "last": local_day(last)}
        said = WATER_RUNS if water else GAS_RUNS
        yield FoundWaste(TroubleRule.LEAK, said.format(**told), wasted, first, last)


def window(meter: Meter, rule: dict[str, Any]) -> tuple[datetime, datetime] | None:
    """The newest days that can show a leak: of gas those of a summer. None where there are none."""
    end, long = meter.span[1], timedelta(days=rule["newest_days"])
    if meter.carrier is not Carrier.WATER:
        end = min(end, end_of_summer(local_day(end - long), rule["gas_months"]))
    return (end - long, end) if end - long >= meter.span[0] else None


def end_of_summer(day: date, months: list[int]) -> datetime:
    """The first moment after the newest of these months that has begun by `day`."""
    year = day.year if day.month >= months[0] else day.year - 1
    return midnight(date(year, months[-1] + 1, 1)).astimezone(UTC)
