"""Units of the file -> kWh or m³."""

import re
from dataclasses import dataclass

import polars as pl

from klimamosaik.factors.queries import fuel_energy
from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, both, joined
from klimamosaik.terms.unit import UNITS

ASSUMED = {Carrier.ELECTRICITY: "kWh", Carrier.HEAT: "kWh", Carrier.WATER: "m³"}


@dataclass(frozen=True)
class Conversion:
    """What is done to the values of one series."""

    unit: str  # of the result: "kWh", "m³" or ""
    source_unit: str
    carrier: Carrier | None
    factor: float  # source unit -> unit, per hour for power
    power: bool  # mean power of the interval, times its hours
    by_row: bool  # gas: factor of each row
    assumed: bool  # the unit is not in the file
    why: Text


def conversions(
    table: Table, channels: tuple[Channel, ...], counters: set[int]
) -> dict[int, Conversion]:
    """Decide for each series what its values are turned into."""
    with_factor = energy_per_volume(table) is not None
    return {
        channel.number: _conversion(channel, with_factor, channel.number in counters)
        for channel in channels
    }


def _conversion(channel: Channel, with_factor: bool, counter: bool) -> Conversion:
    carrier, symbol = channel.carrier, channel.unit
    if carrier is None and symbol == "m³" and with_factor:
        carrier = Carrier.GAS
    assumed = symbol is None and carrier in ASSUMED and channel.strange is None
    if symbol is None and channel.strange is None:
        symbol = ASSUMED.get(carrier) if carrier is not None else None
    if symbol is None:
        return Conversion("", "", carrier, 1.0, False, False, False, channel.why)
    unit = UNITS[symbol]
    if carrier is Carrier.WATER and unit.dimension != "volume":
        carrier = None  # "Wasserturm [kWh]" is a place: asked
    fuel = fuel_energy(carrier, unit.dimension, f"{channel.column.header} {channel.name}")
    if fuel is not None:
        return _of_fuel(channel, carrier, symbol, unit.size * fuel.value, fuel.source)
    if unit.dimension == "power" and not counter:
        why = _more(channel.why, "Leistung mal Stunden", "power times hours")
        return Conversion("kWh", symbol, carrier, unit.size, True, False, assumed, why)
    if unit.dimension in ("energy", "power"):
        return Conversion(
            "kWh",
            symbol,
            carrier,
            unit.size,
            False,
            False,
            assumed,
            _scaled(channel.why, unit.size),
        )
    if unit.dimension == "volume":
        return _volume(channel, carrier, symbol, unit.size, with_factor, assumed)
    return Conversion("", symbol, carrier, 1.0, False, False, assumed, channel.why)


def _of_fuel(
    channel: Channel, carrier: Carrier | None, symbol: str, factor: float, source: Text
) -> Conversion:
    """Litres and kilograms of a fuel as the energy it holds."""
    per_unit = Text(
        "1 {symbol} = {factor} kWh ({source})", "1 {symbol} = {factor} kWh ({source})"
    ).format(symbol=symbol, factor=exactly(factor), source=source)
    why = joined([channel.why, per_unit], "; ")
    return Conversion("kWh", symbol, carrier, factor, False, False, False, why)


def _volume(
    channel: Channel,
    carrier: Carrier | None,
    symbol: str,
    size: float,
    with_factor: bool,
    assumed: bool,
) -> Conversion:
    if carrier is Carrier.GAS and with_factor:
        why = _more(
            channel.why,
            "kWh = m³ × Brennwert × Zustandszahl",
            "kWh = m³ × calorific value × state number",
        )
        return Conversion("kWh", symbol, carrier, size, False, True, assumed, why)
    why = channel.why
    if carrier is Carrier.GAS:
        why = _more(
            why,
            "bleibt Volumen, weil Brennwert oder Zustandszahl fehlt",
            "stays a volume because calorific value or state number is missing",
        )
    return Conversion("m³", symbol, carrier, size, False, False, assumed, why)


def _scaled(why: Text, size: float) -> Text:
    if size == 1.0:
        return why
    times = Text("in kWh umgerechnet: mal {factor}", "converted to kWh: times {factor}")
    return joined([why, times.format(factor=exactly(size))], "; ")


def exactly(value: float) -> Text:
    """A factor with the decimals it has, six at most."""
    return both(value, digits=len(f"{value:.6f}".rstrip("0").partition(".")[2]))


def _more(why: Text, de: str, en: str) -> Text:
    return joined([why, Text(de, en)], "; ")


def converted(long: pl.DataFrame, plan: dict[int, Conversion]) -> pl.DataFrame:
    """Apply the plan; gas rows without their factors are left out."""
    if all(each.factor == 1.0 and not each.power and not each.by_row for each in plan.values()):
        return long.drop("factor")
    power, by_row = (
        pl.col("series").is_in([number for number, each in plan.items() if getattr(each, way)])
        for way in ("power", "by_row")
    )
    sizes = {number: each.factor for number, each in plan.items()}
    hours = (pl.col("end") - pl.col("start")).dt.total_microseconds() / 3.6e9
    value = pl.col("value") * pl.col("series").replace_strict(sizes, return_dtype=pl.Float64)
    value = value * pl.when(power).then(hours).otherwise(1.0)
    value = value * pl.when(by_row).then(pl.col("factor")).otherwise(1.0)
    return by_few_series(
        long, lambda part: part.with_columns(value=value).drop_nulls("value").drop("factor")
    )


CALORIFIC_RANGE = (7.0, 14.0)  # kWh/m³ as DVGW G 260 allows for natural gas of groups L and H
STATE_RANGE = (0.8, 1.2)  # metered at up to about 1000 m height and common pressures


def energy_per_volume(table: Table) -> pl.Series | None:
    """kWh per metered m³ of each row: calorific value x state number (DVGW G 685).

    None where the file and the hints give no calorific value or no state number; null in a row
    whose factors are missing or out of range. One column may hold both, multiplied.
    """
    both = _of_both(table) if table.hints.calorific_value is None else None
    if both is not None:
        return both
    calorific = _factor(
        table, ColumnRole.CALORIFIC_VALUE, table.hints.calorific_value, CALORIFIC_RANGE
    )
    state = _factor(table, ColumnRole.STATE_NUMBER, table.hints.state_number, STATE_RANGE)
    return None if calorific is None or state is None else calorific * state


BOTH = re.compile(r"(?i)umrechnung|brennwert\W{1,3}(?:x|×|\*|mal)?\W{0,3}z")
BOTH_RANGE = (6.0, 14.0)  # kWh/m³; a state number alone is about 1


def _of_both(table: Table) -> pl.Series | None:
    """Calorific value times state number, where one column holds that: "Umrechnungsfaktor"."""
    for column in table.having(ColumnRole.STATE_NUMBER, ColumnRole.CALORIFIC_VALUE):
        if BOTH.search(column.header):
            numbers = parse_numbers(table.cells(column), column.decimal or ",")
            known = numbers.drop_nulls()
            if len(known) and known.is_between(*BOTH_RANGE).all():
                return numbers
    return None


def _factor(
    table: Table, role: ColumnRole, told: float | None, allowed: tuple[float, float]
) -> pl.Series | None:
    if told is not None:
        return pl.Series([told]).new_from_index(0, len(table.body))
    column = table.one(role)
    if column is None:
        return None
    numbers = parse_numbers(table.cells(column), column.decimal or ",")
    low, high = allowed
    frame = numbers.alias("number").to_frame()
    fits = pl.col("number").is_between(low, high)
    return frame.select(pl.when(fits).then(pl.col("number"))).to_series()
