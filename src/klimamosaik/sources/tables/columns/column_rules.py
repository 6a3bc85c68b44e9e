"""What only the columns together can tell about each other's roles."""

import re

import polars as pl

from klimamosaik.sources.sheets.columns import having
from klimamosaik.sources.tables.basics.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.vocabulary import plain_header
from klimamosaik.sources.tables.columns.amount_columns import (
    attached,
    balance,
    counter_ends,
    differences,
    power_factor,
    statistics,
    unnamed_numbers,
    volumes,
)
from klimamosaik.sources.tables.columns.cells import Cells
from klimamosaik.sources.tables.columns.name_columns import (
    constant_numbers,
    meter_readers,
    names,
    numbered_buildings,
    row_numbers,
)
from klimamosaik.sources.tables.columns.period_columns import clocks_of_periods, periods, two_times
from klimamosaik.sources.tables.columns.sampled import (
    Columns,
    SampledTable,
    Settle,
    given_role,
    without_known_roles,
)
from klimamosaik.sources.tables.columns.sensed_titles import depths, humidity_of_weather
from klimamosaik.sources.tables.columns.time_columns import (
    day_numbers,
    hours,
    one_time,
    redundant_clock,
    tariff_of_the_time,
    unnamed_first_time,
    untitled_days,
)
from klimamosaik.terms.text import Text


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
        meter_readers,
        numbered_buildings,
        constant_numbers,
        unnamed_numbers,
        power_factor,
        statistics,
        balance,
        counter_ends,
        differences,
        volumes,
        extreme_temperatures,
        humidity_of_weather,
        depths,
    )
    seen = SampledTable(looked, body, hints)
    for rule in rules:
        columns = rule(columns, seen)
    return tuple(columns)


WORDS = (
    r"min|max|minimum|maximum|minimal\w*|maximal\w*|high|low|highest|lowest|höchst\w*|tiefst\w*"
    r"|niedrigst\w*"
)
OF_DEGREES = re.compile(rf"(?i)[\s_.-](?:{WORDS})$|^(?:{WORDS})[\s_.-]*\w*temp|temp\w*(?:min|max)$")
BY_CODE = re.compile(r"(?i)^(?:t|temp|temperature?)[_ .-]?(?:min|max)$|^t[nx]$")
NO_MEAN = Text(
    "höchste oder niedrigste Temperatur; gebraucht wird das Mittel",
    "highest or lowest temperature; the mean is needed",
)


def extreme_temperatures(columns: Columns, seen: SampledTable) -> Columns:
    """Temperatures of highest and lowest are not read; "tn" and "tx" only beside a temperature."""
    air = having(columns, ColumnRole.TEMPERATURE)
    for column in without_known_roles(having(columns, ColumnRole.TEMPERATURE), seen.hints):
        if _is_extreme(column):
            columns = given_role(columns, column, ColumnRole.IGNORED, NO_MEAN)
    for column in without_known_roles(having(columns, ColumnRole.VALUE), seen.hints):
        coded = BY_CODE.search(plain_header(column.header).strip())
        if coded and (air or len(coded[0]) > len("tn")):
            columns = given_role(columns, column, ColumnRole.IGNORED, NO_MEAN)
    return columns


def _is_extreme(column: FileColumn) -> bool:
    header = plain_header(column.header).strip()
    return bool(OF_DEGREES.search(header) or BY_CODE.search(header))
