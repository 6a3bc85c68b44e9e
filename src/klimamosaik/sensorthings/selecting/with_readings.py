"""Datastreams and features asked for by their readings: `Observations/result gt 30`."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.known_spans import KnownSpan, known_spans
from klimamosaik.observations.queries.readings import readings
from klimamosaik.sensorthings.language.options import Expression
from klimamosaik.sensorthings.selecting.reading_columns import ReadingColumns
from klimamosaik.sensorthings.selecting.readings import ReadingRule, reading_rule
from klimamosaik.sensorthings.selecting.values import Selects
from klimamosaik.terms.complaint import rejected

FEATURES = "FeaturesOfInterest"
READ = ("Datastreams", "MultiDatastreams")
MOST = 1_000_000  # readings that are looked through for one filter


def owners_of_readings(select: Selects, owner: str, condition: Expression | None) -> set[int]:
    """Ids of the entities of a set that have a reading for which a condition is true.

    owner: "Datastreams", "MultiDatastreams" or "FeaturesOfInterest". Raises InputRejected where
    more readings would have to be looked through than one answer may.
    """
    sets = READ if owner == FEATURES else (owner,)
    visible = {pk for each in sets for pk in select.seen.of(each).values_list("pk", flat=True)}
    spans = known_spans(sorted(visible))
    if condition is None:
        return noted_features(spans) if owner == FEATURES else set(spans)
    rule = reading_rule(select, condition, ())
    asked = {pk: span for pk, span in spans.items() if can_fit(pk, span, rule)}
    refuse_too_many(asked.values(), rule)
    assert rule.keep is not None
    found = rule.keep(readings(datastreams=sorted(asked), start=rule.start, end=rule.end))
    if owner != FEATURES:
        return set(found["datastream"].unique().to_list())
    columns = ReadingColumns(select)
    feature = columns.feature()
    ids = columns.beside(found).select(about=feature)["about"]
    return set(ids.drop_nulls().unique().to_list())


def noted_features(spans: Mapping[int, KnownSpan]) -> set[int]:
    """Features that readings of datastreams are about."""
    rows = Datastream.objects.filter(pk__in=spans).values_list("feature", "features")
    return {pk for row in rows for pk in row if pk is not None}


def can_fit(pk: int, span: KnownSpan, rule: ReadingRule) -> bool:
    """Whether a datastream can have readings that are wanted."""
    if rule.datastreams is not None and pk not in rule.datastreams:
        return False
    too_old = rule.start is not None and span.last < rule.start
    return not too_old and (rule.end is None or span.first < rule.end)


def refuse_too_many(spans: Iterable[KnownSpan], rule: ReadingRule) -> None:
    """Refuse to look through more readings than one answer may, were they evenly spread."""
    if sum(share(span, rule.start, rule.end) * span.count for span in spans) > MOST:
        raise rejected(
            "unsupported_volume",
            "Dafür müssten mehr als {most:n} Messwerte durchgesehen werden: bitte die Zeit "
            "eingrenzen, z. B. mit phenomenonTime ge 2026-01-01T00:00:00Z.",
            "More than {most:n} readings would have to be looked through for this: please narrow "
            "the time, e.g. with phenomenonTime ge 2026-01-01T00:00:00Z.",
            most=MOST,
        )


def share(span: KnownSpan, start: datetime | None, end: datetime | None) -> float:
    """The part of a datastream's time that is asked for, 0..1."""
    length = (span.last - span.first).total_seconds()
    first = span.first if start is None else max(start, span.first)
    last = span.last if end is None else min(end, span.last)
    return 1.0 if length <= 0 else max(0.0, (last - first).total_seconds() / length)
