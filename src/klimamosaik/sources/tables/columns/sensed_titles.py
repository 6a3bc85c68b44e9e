"""Columns that name only their place, in a table whose title, sheet or file names the quantity."""

import re
from collections.abc import Sequence
from dataclasses import replace

from klimamosaik.sources.sheets.columns import having
from klimamosaik.sources.tables.basics.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.sensed_columns import sensed_by_title
from klimamosaik.sources.tables.basics.vocabulary import vocabulary
from klimamosaik.sources.tables.columns.sampled import (
    Columns,
    SampledTable,
    given_role,
    without_known_roles,
)
from klimamosaik.terms.text import Text

HUMIDITY = "relative humidity"
ROOM_UNITS = ("ppm",)
WEATHER = Text(
    "Luftfeuchte zum Wetter in „{header}“; gelesen wird die Temperatur",
    "humidity of the weather in “{header}”; the temperature is read",
)
BY_TITLE = Text("{place} nennt die Größe: {quantity}", "{place} names the quantity: {quantity}")


def with_titles(
    columns: tuple[FileColumn, ...], titles: Sequence[tuple[str, Text]], hints: FileHints
) -> tuple[FileColumn, ...]:
    """The columns, those of numbers nothing calls use read as what the first title names."""
    return tuple(titled(column, titles, hints) for column in columns)


def titled(column: FileColumn, titles: Sequence[tuple[str, Text]], hints: FileHints) -> FileColumn:
    """A column as a title says; unchanged where its header says enough, or no title helps."""
    told = hints.of(column.header)
    if column.role is not ColumnRole.VALUE or told.role or told.carrier or says_use(column):
        return column
    for title, place in titles:
        found = sensed_by_title(title, column.header, told.unit or column.unit_text or "")
        if found is not None:
            why = BY_TITLE.format(place=place, quantity=found.label)
            unit = told.unit or found.unit
            return replace(column, role=ColumnRole.SENSED, quantity=found, unit=unit, why=why)
    return column


DEPTH = re.compile(r"(?i)^(?:\w*tiefe|depth|profondeur|diepte|\w*höhe|height|hauteur|hoogte)\b")
DEPTHS = 12  # different ones, from which on they are readings
AT_DEPTHS = Text("unterscheidet Sensoren eines Ortes", "tells sensors of one place apart")


def depths(columns: Columns, seen: SampledTable) -> Columns:
    """A few depths or heights, again and again beside readings, tell sensors of one place apart."""
    sensed = having(columns, ColumnRole.SENSED)
    for column in (
        without_known_roles(having(columns, ColumnRole.VALUE), seen.hints) if sensed else ()
    ):
        different = seen.held(column).drop_nulls().n_unique()
        if DEPTH.search(column.header) and different <= DEPTHS and different * 2 <= len(seen.body):
            columns = given_role(columns, column, ColumnRole.METER, AT_DEPTHS)
    return columns


def says_use(column: FileColumn) -> bool:
    """True where unit, carrier or a word of the header speak of energy or water."""
    words = vocabulary().consumption.search(column.header.lower())
    return column.unit is not None or column.carrier is not None or words is not None


def humidity_of_weather(columns: Columns, seen: SampledTable) -> Columns:
    """Humidity beside the temperature of the air is weather, of which only that is read."""
    air = having(columns, ColumnRole.TEMPERATURE)
    room = [each for each in having(columns, ColumnRole.SENSED) if each.unit in ROOM_UNITS]
    asked = without_known_roles(having(columns, ColumnRole.SENSED), seen.hints)
    for column in asked if air and not room else ():
        if column.quantity is not None and column.quantity.label.en == HUMIDITY:
            why = WEATHER.format(header=air[0].header)
            columns = given_role(columns, column, ColumnRole.IGNORED, why)
    return columns
