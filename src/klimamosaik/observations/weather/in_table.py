"""The temperatures a table holds beside or instead of use."""

import json
from collections.abc import Sequence

import polars as pl

from klimamosaik.sources.tables import ColumnRole, FileColumn, FileHints, Preview
from klimamosaik.sources.weather import (
    IMPLAUSIBLE,
    TABLE,
    TEMPERATURE,
    WEATHER_SCHEMA,
    Doubt,
    Station,
    WeatherFile,
    ask_unit,
    doubts_in,
    possible,
)
from klimamosaik.sources.weather.opening import stem_of
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text


def leaving_out(columns: Sequence[FileColumn]) -> Answer | None:
    """The answer that the temperatures of a table are not stored."""
    warm = [each.header for each in columns if each.role is ColumnRole.TEMPERATURE]
    if not warm:
        return None
    told = [{"header": header, "role": ColumnRole.IGNORED.value} for header in warm]
    text = Text("Die Temperaturen weglassen", "Leave the temperatures out")
    return Answer(text, json.dumps({"columns": told}, ensure_ascii=False))


def in_table(preview: Preview, *, hints: FileHints) -> WeatherFile | None:
    """The temperatures of a table as a weather file; None where it holds none."""
    table = preview.temperatures
    if table.is_empty():
        return None
    named = hints.series if not preview.series else None
    own_name = named or stem_of(preview.name)
    place = pl.when(pl.col("place") == "").then(pl.lit(own_name)).otherwise("place")
    frame = table.select(
        place.alias("station"), "start", "end", pl.lit(TEMPERATURE).alias("property"), "value"
    )
    kept, warnings = possible(frame.cast(WEATHER_SCHEMA))  # type: ignore[arg-type]
    doubts = () if IMPLAUSIBLE in hints.accepted else doubts_in(kept, "station")
    asked = (ask_columns(doubts, preview),) if doubts else ()
    return WeatherFile(
        name=preview.name,
        readings=kept.sort("station", "property", "start"),
        stations=tuple(
            Station(place or own_name, place or own_name, *spot)
            for place, spot in preview.spots.items()
        ),
        source=preview.why,
        warnings=warnings,
        questions=asked,
        kind=TABLE,
        named_here=True,
    )


def ask_columns(doubts: Sequence[Doubt], preview: Preview) -> Question:
    """Ask about the columns of a table that hold doubtful temperatures."""
    columns = doubtful(doubts, preview.columns)

    def told(**said: str) -> dict[str, object]:
        return {"columns": [{"header": column.header, **said} for column in columns]}

    named = any(column.unit for column in columns)
    return ask_unit(
        doubts,
        unit=None if named else lambda unit: told(unit=unit),
        leave_out=told(role=ColumnRole.IGNORED.value),
    )


def doubtful(doubts: Sequence[Doubt], columns: Sequence[FileColumn]) -> list[FileColumn]:
    """The columns of temperature that are meant; of several, those the places are named after."""
    warm = [column for column in columns if column.role is ColumnRole.TEMPERATURE]
    named = [
        column
        for column in warm
        if any(column.header.startswith(each.place.split(" · ")[-1]) for each in doubts)
    ]
    return named if len(warm) > 1 and named else warm
