"""What of published measures is decided next, by whom and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from klimamosaik.measures.models import Measure
from klimamosaik.measures.queries.decision import NextDate, next_decision
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.publications import since
from klimamosaik.publication.queries.registered import decides
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class PublicDecision:
    """A decision that is still to come."""

    measure: int
    name: str
    day: date
    by: Text | None  # None: only the day is public
    known_since: datetime  # public, and the day is the one named


def public_decisions(known: Known) -> tuple[PublicDecision, ...]:
    """Decisions on published measures from today on, the next one first."""
    today = local_day(known.at)
    rows = Measure.objects.filter(
        municipality=known.published.ags, pk__in=known.published.ids(PublishedKind.MEASURE)
    ).prefetch_related("tasks")
    coming = [(row, next_decision(row)) for row in rows]
    found = [decision(row, date, known) for row, date in coming if date and not date.passed(today)]
    return tuple(sorted(found, key=lambda each: (each.day, each.name)))


def decision(row: Measure, coming: NextDate, known: Known) -> PublicDecision:
    """One measure's next decision."""
    public = since(known, PublishedKind.MEASURE, row.pk)
    set_at = named_since(days_named(row, coming), coming.day)
    return PublicDecision(
        measure=row.pk,
        name=row.name,
        day=coming.day,
        by=decides(coming),
        known_since=max(public, set_at) if set_at else public,
    )


def days_named(row: Measure, coming: NextDate) -> Iterable[tuple[datetime, date | None]]:
    """When which day was named for the decision, newest first."""
    if coming.task is None:
        times = row.history.order_by("-history_date", "-history_id")
        named: Iterable[tuple[datetime, date | None]]
        named = times.values_list("history_date", "next_decision_on")
        return named
    times = coming.task.history.order_by("-history_date", "-history_id")
    rows = times.values_list("history_date", "due", "decision")
    return ((at, due if is_decision else None) for at, due, is_decision in rows)


def named_since(history: Iterable[tuple[datetime, date | None]], day: date) -> datetime | None:
    """When this day was first named, of those in force until now; `history` newest first."""
    found = None
    for at, named in history:
        if named != day:
            break
        found = at
    return found
