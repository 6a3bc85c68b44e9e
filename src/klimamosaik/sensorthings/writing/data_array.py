"""CreateObservations: many readings in one request, as columns; a bad row stops no other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.observations.kernel.numbers import numbers_of
from klimamosaik.observations.operations.reporting import ReportedReading, report_instants
from klimamosaik.sensorthings.language.vocabulary import PROPERTIES
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.writing import values
from klimamosaik.sensorthings.writing.posting import (
    LARGEST,
    reading_in,
    reported,
    stream_for,
)
from klimamosaik.sensorthings.writing.refusing import refused
from klimamosaik.sensorthings.writing.streams import StreamTarget, with_feature
from klimamosaik.sensorthings.writing.times import EARLIEST, LATEST
from klimamosaik.sensorthings.writing.writer import SensingWriter
from klimamosaik.terms.reading import INSTANT
from klimamosaik.terms.text import Text

STREAMS = ("Datastream", "MultiDatastream")
FEATURE_ID = ("FeatureOfInterest/id", "FeatureOfInterest/@iot.id", "FeatureOfInterest")
COLUMNS = {*PROPERTIES["Observations"], *FEATURE_ID, "id", "@iot.id"}  # an id is given by us
PLAIN = {"phenomenonTime", "result"}  # columns that are read all at once
LONGEST_TIME = 24  # letters: to the millisecond
UTC_TIME = "%Y-%m-%dT%H:%M:%S%.fZ"
ERROR = None  # stands for a row that is not stored

NOT_GROUPS = Text(
    "CreateObservations erwartet eine Liste von Objekten mit Datastream, components und dataArray.",
    "CreateObservations expects a list of objects with Datastream, components and dataArray.",
)
NO_COLUMN = Text(
    "In „components“ steht „{said}“; möglich sind {known}.",
    "“components” has “{said}”; possible are {known}.",
)
TWICE = Text("In „components“ steht „{said}“ zweimal.", "“components” has “{said}” twice.")
Rows = list[ReportedReading | None]


def create_observations(writer: SensingWriter, body: Any) -> list[int | None]:
    """Take the rows of data arrays in; returns the number of each, None for one that is bad.

    Raises SensingRefused where the request is not a data array, or the token may not write.
    """
    groups = body.get("value") if isinstance(body, Mapping) else body
    if not isinstance(groups, list) or not all(isinstance(each, Mapping) for each in groups):
        raise refused(NOT_GROUPS)
    corrects: set[int] = set()
    parts = [rows_of(writer, group, corrects) for group in groups]
    plain = [part for part in parts if isinstance(part, PlainRows)]
    if plain and len(plain) == len(parts) and not corrects:
        numbers_told = stored_at_once(writer, plain)
        if numbers_told is not None:
            return numbers_told
    rows: Rows = [row for part in parts for row in part]
    rows = without_contradictions(rows, corrects)
    good = [row for row in rows if row is not ERROR]
    numbers = iter(reported(writer, good, corrects) if good else [])
    return [ERROR if row is ERROR else next(numbers) for row in rows]


@dataclass(frozen=True)
class PlainRows:
    """The rows of a group that are a moment and a number each, as columns."""

    datastream: int
    starts: NDArray[np.int64]  # shape (n,) [µs since 1970, UTC]
    values: NDArray[np.float64]  # shape (n,)

    def __iter__(self) -> Iterator[ReportedReading]:
        for start, value in zip(self.starts.tolist(), self.values.tolist(), strict=True):
            yield ReportedReading(self.datastream, start, start, value, None)


def stored_at_once(writer: SensingWriter, groups: Sequence[PlainRows]) -> list[int | None] | None:
    """The numbers of rows that are later than all there is, once they are committed.

    None where one is not: nothing is stored, and each row has to be looked at.
    """
    streams = np.repeat([each.datastream for each in groups], [each.starts.size for each in groups])
    starts = np.concatenate([each.starts for each in groups])
    values = np.concatenate([each.values for each in groups])
    if not report_instants(streams, starts, values, name=writer.token.name):
        return None
    return [*numbers_of(streams, starts)]


@dataclass(frozen=True)
class ArrayGroup:
    """The rows of one datastream."""

    stream: StreamTarget
    columns: tuple[str, ...]
    rows: list[Any]

    @property
    def is_plain(self) -> bool:
        """True where each row is a time and a number of one of the usual kind."""
        known = set(self.columns) == PLAIN and len(self.columns) == len(PLAIN)
        return known and not self.stream.several and not self.stream.summed


def rows_of(
    writer: SensingWriter, group: Mapping[str, Any], corrects: set[int]
) -> Rows | PlainRows:
    """The rows of a group, in their order. Raises SensingRefused for one that is none."""
    columns, told = group.get("components"), group.get("dataArray")
    if not isinstance(columns, list) or not isinstance(told, list):
        raise refused(NOT_GROUPS)
    for each in columns:
        if each not in COLUMNS:
            raise refused(NO_COLUMN, said=str(each)[:60], known=", ".join(sorted(COLUMNS)))
        if columns.count(each) > 1:
            raise refused(TWICE, said=each)
    try:
        stream = stream_of(writer, group)
    except SensingRefused as refusal:
        if refusal.status != 400:
            raise
        return [ERROR] * len(told)
    if stream.corrects:
        corrects.add(stream.pk)
    if not {*FEATURE_ID} & {*columns}:
        stream = with_feature(stream)
    read = ArrayGroup(stream, tuple(map(str, columns)), told)
    usual = stream.feature is not None and stream.here in (None, stream.feature)
    found = plain_rows(read) if read.is_plain and usual else None
    return found or list(single_rows(writer, read))


def stream_of(writer: SensingWriter, group: Mapping[str, Any]) -> StreamTarget:
    """The datastream of a group. Raises SensingRefused where it may not be written to."""
    for relation in STREAMS:
        number = writer.link_in(group.get(relation), relation)
        if number is not None:
            return stream_for(writer, number, relation)
    raise refused(NOT_GROUPS)


def plain_rows(group: ArrayGroup) -> PlainRows | None:
    """All rows at once; None where one is not a moment in UTC with a number."""
    if set(map(type, group.rows)) != {list} or set(map(len, group.rows)) != {len(PLAIN)}:
        return None
    told = dict(zip(group.columns, zip(*group.rows, strict=True), strict=True))
    times, results = told["phenomenonTime"], told["result"]
    if not set(map(type, results)) <= {int, float} or set(map(type, times)) != {str}:
        return None
    if max(map(len, times)) > LONGEST_TIME or max(map(abs, results)) > LARGEST:
        return None
    starts = pl.Series(times, dtype=pl.String).str.to_datetime(
        UTC_TIME, time_unit="us", strict=False
    )
    moments = starts.dt.replace_time_zone("UTC").cast(INSTANT).to_physical()
    if moments.null_count() or not moments.is_between(EARLIEST, LATEST).all():
        return None
    return PlainRows(group.stream.pk, moments.to_numpy(), np.array(results, np.float64))


def single_rows(writer: SensingWriter, group: ArrayGroup) -> Iterator[ReportedReading | None]:
    """Rows one by one; a bad one is an error in its place."""
    now = microseconds(writer.at)
    for row in group.rows:
        try:
            yield single_row(writer, group, row, now)
        except SensingRefused:
            yield ERROR


def single_row(writer: SensingWriter, group: ArrayGroup, row: Any, now: int) -> ReportedReading:
    """One row as a reading. Raises SensingRefused for one that is none."""
    if not isinstance(row, list) or len(row) != len(group.columns):
        raise refused(NOT_GROUPS)
    body = dict(zip(group.columns, row, strict=True))
    feature = None
    for name in FEATURE_ID:
        if (told := body.get(name)) is not None:
            number = told if not isinstance(told, Mapping) else told.get("@iot.id")
            feature = writer.number_in(number, name)
            writer.linked("FeaturesOfInterest", feature, name)
    values.anything(body, "dataArray")
    return reading_in(body, group.stream, feature=feature, now=now)


def without_contradictions(rows: Rows, corrects: set[int]) -> Rows:
    """Rows of meters that say two things of one time: the first stands, the others are errors."""
    if not corrects:
        return rows
    first: dict[tuple[int, int], ReportedReading] = {}
    return [
        row
        if row is ERROR
        or row.datastream not in corrects
        or first.setdefault((row.datastream, row.start), row) == row
        else ERROR
        for row in rows
    ]
