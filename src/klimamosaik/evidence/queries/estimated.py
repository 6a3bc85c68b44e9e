"""Which of the values an effect stands on were estimated: they count, and it is said."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from klimamosaik.evidence.models import ESTIMATED_READINGS, MeasuredEffect
from klimamosaik.evidence.queries.readings import FINE
from klimamosaik.evidence.rows import warn
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries import readings as observations
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.period import LOCAL, midnight
from klimamosaik.terms.reading import GUESSED


def note_estimated(
    rows: Mapping[int, MeasuredEffect], streams: Sequence[Datastream], *, as_of: int
) -> None:
    """Note in the course of each effect, and in its warnings, which of its values are estimated.

    rows: by the id of the datastream each was read from.
    """
    asked = [stream for stream in streams if stream.pk in rows and rows[stream.pk].course]
    if not asked:
        return
    days = [day for stream in asked for day in ends_of(rows[stream.pk])]
    found = estimated_days(asked, min(days), max(days) + timedelta(days=1), as_of=as_of)
    for stream in asked:
        row = rows[stream.pk]
        held = [day for day in row.course["days"] if day in found.get(stream.pk, ())]
        if held:
            row.course = {**row.course, "estimated": held}
            warn(row, problem_of(row, len(held), len(row.course["days"])))


def ends_of(row: MeasuredEffect) -> list[date]:
    """The first and the last day of an effect's course."""
    return [date.fromisoformat(row.course["days"][place]) for place in (0, -1)]


def estimated_days(
    streams: Sequence[Datastream], first: date, end: date, *, as_of: int
) -> Mapping[int, frozenset[str]]:
    """Local days (ISO) from `first` to before `end` on which estimated values start, by stream."""
    fine = [stream.pk for stream in streams if stream.spacing in FINE]
    coarse = [stream.pk for stream in streams if stream.spacing not in FINE]
    found: dict[int, frozenset[str]] = {}
    if fine:
        matrix = observations.daily_matrix(datastreams=fine, first=first, last=end, as_of=as_of)
        for pk, marked in zip(fine, matrix.estimated, strict=True):
            found[pk] = frozenset(str(day) for day in matrix.days[marked])
    if coarse:
        frame = observations.readings(
            datastreams=coarse, start=midnight(first), end=midnight(end), as_of=as_of
        )
        guessed = frame.filter(GUESSED)
        starts = guessed["start"].dt.convert_time_zone(LOCAL.key).dt.date()
        for pk in coarse:
            found[pk] = frozenset(str(day) for day in starts.filter(guessed["datastream"] == pk))
    return found


def note_in_whole(whole: MeasuredEffect, rows: Sequence[MeasuredEffect]) -> None:
    """Say of the whole measure that a part of it stands on estimated values."""
    parts = (row.stands_on_estimates for row in rows if row.counts)
    if whole.saved_kwh is not None and not whole.stands_on_estimates and any(parts):
        warn(whole, SOME)


def problem_of(row: MeasuredEffect, count: int, every: int) -> Problem:
    """How many of the values at a meter are estimated."""
    return problem(
        ESTIMATED_READINGS,
        "{meter}: {count:n} von {every:n} Tages- oder Abrechnungswerten, auf denen die Wirkung "
        "beruht, sind geschätzt; sie zählen mit.",
        "{meter}: {count:n} of {every:n} values of days or bills the effect stands on are "
        "estimated; they count.",
        meter=row.meter_point.name if row.meter_point else "",
        count=count,
        every=every,
    )


SOME = problem(
    ESTIMATED_READINGS,
    "Ein Teil der Werte, auf denen die Wirkung beruht, ist geschätzt; sie zählen mit.",
    "Some of the values the effect stands on are estimated; they count.",
)
