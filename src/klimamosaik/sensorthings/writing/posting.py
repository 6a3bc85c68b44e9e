"""Observations as they are posted, and the readings they become."""

from collections.abc import Mapping, Sequence
from typing import Any

from klimamosaik.observations.kernel import details
from klimamosaik.observations.kernel.numbers import number_of
from klimamosaik.observations.operations.reporting import ReportedReading, report
from klimamosaik.sensorthings.writing import times, values
from klimamosaik.sensorthings.writing.refusing import forbidden, refused
from klimamosaik.sensorthings.writing.streams import StreamTarget, target_of, with_feature
from klimamosaik.sensorthings.writing.values import wrong
from klimamosaik.sensorthings.writing.writer import NO_TARGET, NOT_OWN, SensingWriter
from klimamosaik.terms.text import Text

Body = Mapping[str, Any]
MILLISECOND = 1_000  # [µs]
TIME = "phenomenonTime"
LARGEST = 1e15  # beyond, a number is kept as it was sent, see observations.store.frames
BESIDE = (
    ("resultTime", times.checked_moment),
    ("validTime", times.checked_interval),
    ("resultQuality", values.anything),
    ("parameters", values.properties),
)

MISTAKEN = Text(
    "„{said}“ gibt es nicht; gemeint ist wohl „{meant}“.",
    "There is no “{said}”; “{meant}” may be meant.",
)
NO_RESULT = Text("Dem Messwert fehlt „result“.", "The reading lacks “result”.")
NOT_A_NUMBER = Text(
    "Diese Messreihe zählt in Auswertungen: erlaubt ist eine Zahl",
    "this datastream counts in figures: a number is allowed",
)
NO_SPAN = Text(
    "Diese Messreihe zählt, was in einem Zeitraum verbraucht wurde: bitte Anfang und Ende als "
    "phenomenonTime „…/…“ senden.",
    "This datastream counts what was used in a span of time: please send begin and end as "
    "phenomenonTime “…/…”.",
)
NOWHERE = Text(
    "Es fehlt, wo gemessen wird: bitte „{feature}“ nennen, oder dem {thing} der Reihe „{place}“ "
    "geben.",
    "It is not said where this is measured: please name a “{feature}”, or give the {thing} of the "
    "datastream a “{place}”.",
)
NOT_A_LIST = Text(
    "erlaubt ist eine Liste mit {count} Werten", "a list of {count} values is allowed"
)


def stream_for(writer: SensingWriter, number: int, relation: str) -> StreamTarget:
    """The datastream readings are written to. Raises SensingRefused where that may not be."""
    found = target_of(number)
    if found is None or not writer.reaches(found.owner):
        raise refused(NO_TARGET, relation=relation, single=relation, number=number)
    writer.need_stream(number)
    if writer.token.municipality_id not in (None, found.owner):
        raise forbidden(NOT_OWN, single=relation, number=number, name=writer.token.name)
    return found


def reading_in(
    body: Body, stream: StreamTarget, *, feature: int | None, now: int, anywhere: bool = False
) -> ReportedReading:
    """The reading that an Observation says. feature: named by it; now: [µs since 1970, UTC].

    anywhere: it may be about nothing, for it is stored already, or nobody could be told. Raises
    SensingRefused for a result or a time that cannot be, and for a reading that is about nothing.
    """
    if "result" not in body:
        raise refused(NO_RESULT)
    told = body.get(TIME)
    if told is None:
        refuse_mistaken(body)
    span = times.span(told, TIME) if told is not None else moment_now(now)
    value, beside = result_in(body["result"], stream)
    if stream.summed and span.start == span.end:
        raise refused(NO_SPAN)
    if not span.whole:
        beside["phenomenonTime"] = told
    for name, read in BESIDE:
        if (said := body.get(name)) is not None:
            beside[name] = read(said, name)
    if span.start < span.end and "resultTime" in body:
        beside.setdefault("resultTime", None)  # sent as null: else it would be the end
    about = other_feature(stream, feature, anywhere=anywhere)
    if about is not None:
        beside["feature"] = about
    return ReportedReading(stream.pk, span.start, span.end, value, details.written(beside))


def other_feature(stream: StreamTarget, feature: int | None, *, anywhere: bool) -> int | None:
    """The feature of a reading; None where it is that of its datastream.

    Raises SensingRefused for a reading that is about nothing, unless it may be.
    """
    if feature is None:
        stream = with_feature(stream)
    about = feature or stream.here
    if about is None and stream.feature is None and not anywhere:
        raise refused(NOWHERE, feature="FeatureOfInterest", thing="Thing", place="Location")
    return None if about == stream.feature else about


def refuse_mistaken(body: Body) -> None:
    """Raise SensingRefused where a time was meant: it would be now instead."""
    for name in body:
        if name != TIME and str(name).casefold() == TIME.casefold():
            raise refused(MISTAKEN, said=name, meant=TIME)


def moment_now(now: int) -> times.Span:
    """The moment a reading without a time is of, to the millisecond."""
    start = now // MILLISECOND * MILLISECOND
    return times.Span(start, start)


def result_in(result: Any, stream: StreamTarget) -> tuple[float | None, dict[str, Any]]:
    """The result as a double, or in the details where a double would not say it."""
    if stream.several and not (isinstance(result, list) and len(result) == stream.several):
        raise wrong("result", result, NOT_A_LIST.format(count=stream.several))
    if is_plain(result):
        return float(result), {}
    if stream.counts:
        raise wrong("result", result, NOT_A_NUMBER)
    return None, {"result": values.anything(result, "result")}


def is_plain(result: Any) -> bool:
    """True for a number that a double of the store says exactly."""
    if isinstance(result, float):
        return abs(result) <= LARGEST
    return type(result) is int and abs(result) <= LARGEST


def reported(
    writer: SensingWriter, rows: Sequence[ReportedReading], corrects: set[int]
) -> list[int]:
    """Store readings; returns their numbers once they are committed. Raises InputRejected."""
    starts = report(rows, corrects=corrects, name=writer.token.name)
    return [number_of(row.datastream, start) for row, start in zip(rows, starts, strict=True)]
