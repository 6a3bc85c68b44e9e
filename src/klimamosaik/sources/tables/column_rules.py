"""What only the columns together can tell about each other's roles."""

import polars as pl

from klimamosaik.sources.tables.amount_columns import (
    attached,
    counter_ends,
    power_factor,
    statistics,
    unnamed_numbers,
    volumes,
)
from klimamosaik.sources.tables.cells import Cells
from klimamosaik.sources.tables.extreme_temperatures import extreme_temperatures
from klimamosaik.sources.tables.hints import FileHints
from klimamosaik.sources.tables.name_columns import (
    constant_numbers,
    names,
    numbered_buildings,
    row_numbers,
)
from klimamosaik.sources.tables.period_columns import clocks_of_periods, periods, two_times
from klimamosaik.sources.tables.preview import FileColumn
from klimamosaik.sources.tables.sampled import Columns, SampledTable, Settle
from klimamosaik.sources.tables.sensed_titles import depths, humidity_of_weather
from klimamosaik.sources.tables.time_columns import (
    day_numbers,
    hours,
    one_time,
    redundant_clock,
    tariff_of_the_time,
    unnamed_first_time,
    untitled_days,
)


def settled_together(
    columns: Columns, looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> tuple[FileColumn, ...]:
    """What only the columns together can tell."""
    rules: tuple[Settle, ...] = (
        attached,
        row_numbers,
        unnamed_first_time,
        untitled_days,
        day_numbers,
        clocks_of_periods,
        two_times,
        periods,
        one_time,
        hours,
        redundant_clock,
        tariff_of_the_time,
        names,
        numbered_buildings,
        constant_numbers,
        unnamed_numbers,
        power_factor,
        statistics,
        counter_ends,
        volumes,
        extreme_temperatures,
        humidity_of_weather,
        depths,
    )
    seen = SampledTable(looked, body, hints)
    for rule in rules:
        columns = rule(columns, seen)
    return tuple(columns)
