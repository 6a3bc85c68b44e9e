"""Degrees: which unit a header names, values as °C, and what no outdoor temperature in °C is."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from klimamosaik.sources.grid.zones import BERLIN
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.period import local_day
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, decimal, first_few

CELSIUS, FAHRENHEIT, KELVIN = "°C", "°F", "K"
WORDS = {
    CELSIUS: r"°\s?c|deg\s?c|celsius|c|grad|gradc|℃",
    FAHRENHEIT: r"°\s?f|deg\s?f|fahrenheit|f|℉",
    KELVIN: r"k|kelvin|°\s?k",
}
ENDING = r"(?:[\[(]\s*(?:{0})\s*[\])]|(?:[\s_.,]|\bin\s)(?:{0}))\s*$"
POSSIBLE = (-60.0, 55.0)  # [°C] beyond what any station of Europe has measured (-58 and 49)
SEASONS = {  # [°C] beyond these no mean of an outdoor place in Germany lies, not even of one day
    **dict.fromkeys((12, 1, 2), (-32.0, 18.0)),
    **dict.fromkeys((3, 11), (-22.0, 21.0)),
    **dict.fromkeys((4, 10), (-12.0, 25.0)),
    **dict.fromkeys((5, 9), (-5.0, 29.0)),
    **dict.fromkeys((6, 7, 8), (1.0, 35.0)),
}
HOTTEST_IN_FAHRENHEIT = 110.0  # [°F] no month is warmer, so such a mean is none of °F either
COLDEST_IN_KELVIN = 220.0  # [K] no month is colder
IMPLAUSIBLE = "temperature_unit"  # code of the question
LISTED = 4  # places a sentence names


def unit_in(header: str) -> str | None:
    """The unit a header ends with: "temp [°F]", "T in K", "temp_f"; None where it names none."""
    for unit, words in WORDS.items():
        if re.search(ENDING.format(words), header.strip().lower()):
            return unit
    return None


def celsius(values: pl.Series, unit: str | None) -> pl.Series:
    """Temperatures [`unit`, None is °C] as °C."""
    if unit == FAHRENHEIT:
        return (values - 32.0) * (5.0 / 9.0)
    return values - 273.15 if unit == KELVIN else values


def possible(readings: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Without the few values that no thermometer outdoors shows, which are named.

    readings: at least start and value [°C]. Where more than one in a hundred is impossible, all
    stay: then the unit is in doubt, not a value.
    """
    outside = ~readings["value"].is_between(*POSSIBLE)
    count = int(outside.sum())
    if not count or count > 0.01 * readings.height:
        return readings, ()
    first = readings.filter(outside).row(0, named=True)
    day, value = local_day(first["start"]), first["value"]
    low, high = (decimal(each) for each in POSSIBLE)
    said = problem(
        "temperature_left_out",
        "{count} Temperaturen außerhalb von {low} bis {high} °C wurden weggelassen, die erste "
        "am {day:short} ({value:.1n}).",
        "{count} temperatures outside {low} to {high} °C were left out, the first on {day} "
        "({value:.1n}).",
        count=count,
        low=low,
        high=high,
        day=day,
        value=value,
    )
    return readings.filter(~outside), (said,)


@dataclass(frozen=True)
class Doubt:
    """A place whose temperatures cannot be outdoor ones in °C."""

    place: str
    month: date  # its first day
    mean: float  # of that month, in the unit the values were read in

    @property
    def guesses(self) -> tuple[str, ...]:
        """Units in which this mean would be weather, the likeliest first."""
        if self.mean > COLDEST_IN_KELVIN:
            return (KELVIN,)
        return (FAHRENHEIT,) if self.mean <= HOTTEST_IN_FAHRENHEIT else ()


def doubts_in(readings: pl.DataFrame, place: str) -> tuple[Doubt, ...]:
    """Places with a month whose mean no outdoor place in Germany has, the oddest first.

    readings: `place` (name of its column), start (UTC), value [°C].
    """
    bounds = pl.DataFrame(
        [(number, low, high) for number, (low, high) in SEASONS.items()],
        schema={"number": pl.Int8, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    )
    local = pl.col("start").dt.convert_time_zone(BERLIN).dt.date()
    odd = (
        readings.group_by(place, local.dt.truncate("1mo").alias("month"))
        .agg(pl.col("value").mean().alias("mean"))
        .join(bounds, left_on=pl.col("month").dt.month(), right_on="number")
        .with_columns(
            off=pl.max_horizontal(pl.col("mean") - pl.col("high"), pl.col("low") - pl.col("mean"))
        )
        .filter(pl.col("off") > 0)
        .sort("off", place, "month", descending=[True, False, False])
        .unique(place, keep="first", maintain_order=True)
    )
    return tuple(Doubt(str(row[place]), row["month"], row["mean"]) for row in odd.to_dicts())


def ask_unit(
    doubts: Sequence[Doubt],
    *,
    unit: Callable[[str], Mapping[str, object]] | None,
    leave_out: Mapping[str, object] | None = None,
) -> Question:
    """Ask in which unit the temperatures are, or only whether they are outdoor ones.

    unit: the answer that they are in this unit, as `klimamosaik import --hints` takes it; None
    where the unit is known. leave_out: the answer that they are no outdoor ones, where the rest
    of the file can do without.
    """
    worst = doubts[0]
    answers = [Answer(UNIT_TEXTS[each], written(unit(each))) for each in worst.guesses if unit]
    if leave_out is not None:
        answers.append(Answer(NOT_OUTDOORS, written(leave_out)))
    answers.append(Answer(AS_IT_IS, written({"accepted": [IMPLAUSIBLE]})))
    text = NO_WEATHER_IN_C.format(
        places=first_few((each.place for each in doubts), LISTED),
        month=f"{worst.month:%m/%Y}",
        mean=f"{worst.mean:.0f}",
    )
    return Question(IMPLAUSIBLE, text, answers=tuple(answers))


def written(hints: Mapping[str, object]) -> str:
    """Hints as JSON."""
    return json.dumps(hints, ensure_ascii=False)


NO_WEATHER_IN_C = Text(
    "{places}: Im Monat {month} ist die Temperatur im Mittel {mean}; im Freien gibt es das in °C "
    "nicht. Welche Einheit ist es, oder sind es keine Außentemperaturen?",
    "{places}: in {month} the mean temperature is {mean}; outdoors there is no such thing in °C. "
    "Which unit is it, or are these no outdoor temperatures?",
)
NOT_OUTDOORS = Text(
    "Keine Außentemperatur: nicht benutzen", "No outdoor temperature: do not use it"
)
AS_IT_IS = Text("Es ist so, in °C und im Freien", "It is so, in °C and outdoors")
UNIT_TEXTS = {
    FAHRENHEIT: Text("Grad Fahrenheit (°F)", "degrees Fahrenheit (°F)"),
    KELVIN: Text("Kelvin (K)", "kelvins (K)"),
}
