"""Series of one name in several tables of a file."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.doubles import without_doubles
from klimamosaik.sources.tables.preview import SeriesPreview
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text


def across_tables(
    series: Sequence[SeriesPreview], readings: pl.DataFrame
) -> tuple[list[SeriesPreview], pl.DataFrame, list[Question]]:
    """Series of one name and carrier in several tables of a file are one series.

    readings: series (String), start, end, value, quality. Equal readings count once, and totals
    of others not at all; where tables contradict each other, a question says so.
    """
    kept: dict[str, SeriesPreview] = {}
    for each in series:
        kept[each.name] = _longer(kept[each.name], each) if each.name in kept else each
    if len(kept) == len(series):
        return list(series), readings.sort("series", "start"), []
    numbers = {name: number for number, name in enumerate(kept)}
    long = readings.with_row_index("row").with_columns(
        pl.col("series").replace_strict(numbers, return_dtype=pl.UInt32)
    )
    refused, warned = SheetProblems(), SheetProblems()
    names = {number: name for name, number in numbers.items()}
    one = without_doubles(long, names, refused, warned)
    questions = [_contradicting(refused)] if refused.total else []
    back = one.with_columns(pl.col("series").replace_strict(names, return_dtype=pl.String)).select(
        readings.columns
    )
    found = {name: _counted(each, back) for name, each in kept.items()}
    return list(found.values()), back.sort("series", "start"), questions


def _longer(first: SeriesPreview, second: SeriesPreview) -> SeriesPreview:
    return first if first.count >= second.count else second


def _counted(each: SeriesPreview, readings: pl.DataFrame) -> SeriesPreview:
    own = readings.filter(pl.col("series") == each.name)
    return replace(
        each, count=len(own), total=float(own["value"].sum()),
        first=_moment(own["start"].min()), last=_moment(own["end"].max()),
    )  # fmt: skip


def _moment(found: object) -> datetime | None:
    return found if isinstance(found, datetime) else None


def _contradicting(refused: SheetProblems) -> Question:
    first = refused.shown[0].text
    return Question(
        "tables_contradict",
        Text(
            "Zwei Tabellen der Datei nennen für denselben Zähler verschiedene Werte: {first} "
            "Bitte eine davon auswählen.",
            "Two tables of the file give different values of one meter: {first} Please choose one "
            "of them.",
        ).format(first=first),
        answers=(
            Answer(Text("so speichern, ohne die widersprüchlichen Werte",
                        "store without the contradicting values"),
                   json.dumps({"accepted": ["tables_contradict"]})),
        ),
        field="sheet",
    )  # fmt: skip
