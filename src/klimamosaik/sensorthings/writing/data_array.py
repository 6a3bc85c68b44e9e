"""CreateObservations: many readings in one request, as columns; a bad row stops no other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.observations.operations.reporting import ReportedReading
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
    rows: Rows = [row for group in groups for row in rows_of(writer, group, corrects)]
    rows = without_contradictions(rows, corrects)
    good = [row for row in rows if row is not ERROR]
    numbers = iter(reported(writer, good, corrects) if good else [])
    return [ERROR if row is ERROR else next(numbers) for row in rows]


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


def rows_of(writer: SensingWriter, group: Mapping[str, Any], corrects: set[int]) -> Rows:
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


def plain_rows(group: ArrayGroup) -> Rows | None:
    """All rows at once; None where one is not a moment in UTC with a number."""
    time, result = (group.columns.index(name) for name in ("phenomenonTime", "result"))
    if any(type(row) is not list or len(row) != len(PLAIN) for row in group.rows):
        return None
    if any(type(row[result]) not in (int, float) for row in group.rows):
        return None
    if any(type(row[time]) is not str or len(row[time]) > 24 for row in group.rows):
        return None
    texts = pl.Series([row[time] for row in group.rows], dtype=pl.String)
    starts = texts.str.to_datetime(UTC_TIME, time_unit="us", strict=False)
    moments = starts.dt.replace_time_zone("UTC").cast(INSTANT).to_physical()
    if moments.null_count() or not moments.is_between(EARLIEST, LATEST).all():
        return None
    numbers = [float(row[result]) for row in group.rows]
    if any(abs(number) > LARGEST for number in numbers):
        return None
    pk = group.stream.pk
    return [
        ReportedReading(pk, start, start, number, None)
        for start, number in zip(moments.to_list(), numbers, strict=True)
    ]


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
    first: dict[tuple[int, int], ReportedReading] = {}
    return [
        row
        if row is ERROR
        or row.datastream not in corrects
        or first.setdefault((row.datastream, row.start), row) == row
        else ERROR
        for row in rows
    ]
