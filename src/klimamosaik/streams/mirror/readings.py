"""Readings of another server in the form the store takes."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import polars as pl

from klimamosaik.observations.kernel.details import written
from klimamosaik.observations.kernel.instants import BEGIN, END
from klimamosaik.observations.kernel.said_quality import quality_said
from klimamosaik.sources.sensorthings.observation import RemoteReading
from klimamosaik.terms.reading import READING

STEP = timedelta(milliseconds=1)  # between different readings of one instant
COLUMNS = {"datastream": pl.Int64(), **READING, "details": pl.String()}


def readings_of(datastream: int, found: Iterable[RemoteReading]) -> pl.DataFrame:
    """Readings of one series as the store takes them.

    What says the same twice is one reading. Different ones of the same instant are all kept, each
    a millisecond after the one before it, in the order of their ids: so they are the same ones
    whenever they are read again.
    """
    rows = [
        (datastream, *row)
        for begin, same in groupby(sorted(found, key=in_order), key=lambda each: each.begin)
        if begin >= BEGIN
        for row in apart([each for each in same if each.end <= END])
    ]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def in_order(reading: RemoteReading) -> tuple[datetime, int, str]:
    """By time, then by id: 9 before 10."""
    return reading.begin, len(reading.number), reading.number


Row = tuple[datetime, datetime, float | None, str, str | None]


def apart(same: Sequence[RemoteReading]) -> list[Row]:
    """The readings of one instant as rows, each different one with a start of its own."""
    different = {(each.end, content_of(each)): each for each in reversed(same)}
    return [row_of(each, place) for place, each in enumerate(reversed(different.values()))]


def content_of(reading: RemoteReading) -> str:
    """What a reading says, for comparing: 1, 1.0 and true are three things."""
    return json.dumps([reading.result, reading.beside], sort_keys=True)


def row_of(reading: RemoteReading, place: int) -> Row:
    """A reading that is the `place`-th of its instant, from 0."""
    beside = dict(reading.beside)
    if reading.said:
        beside["result"] = reading.result
    start, end = reading.begin + place * STEP, reading.end
    if place:
        beside["phenomenonTime"] = time_text(reading)
        end = max(start, end)
    quality = quality_said(beside.get("resultQuality"))
    return start, end, reading.value, quality.value, written(beside)


def time_text(reading: RemoteReading) -> str:
    """The time as it was sent."""
    begin, end = (each.isoformat().replace("+00:00", "Z") for each in (reading.begin, reading.end))
    return begin if begin == end else f"{begin}/{end}"
