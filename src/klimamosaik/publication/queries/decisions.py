"""What of published measures is decided next, by whom and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from klimamosaik.measures.models import Measure
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import COUNCIL, decided_by, since
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class PublicDecision:
    """A decision that is still to come."""

    measure: int
    name: str
    day: date
    by: Text
    known_since: datetime  # public, and the day is the one named


def public_decisions(known: Known) -> tuple[PublicDecision, ...]:
    """Decisions on published measures from today on, the next one first."""
    today = known.at.astimezone(LOCAL).date()
    rows = Measure.objects.filter(
        municipality=known.published.ags,
        pk__in=known.published.ids(PublishedKind.MEASURE),
        next_decision_on__gte=today,
    )
    found = [decision(row, row.next_decision_on, known) for row in rows if row.next_decision_on]
    return tuple(sorted(found, key=lambda each: (each.day, each.name)))


def decision(row: Measure, day: date, known: Known) -> PublicDecision:
    """One measure's next decision."""
    public = since(known, PublishedKind.MEASURE, row.pk)
    times = row.history.order_by("-history_date", "-history_id")
    set_at = named_since(times.values_list("history_date", "next_decision_on"), day)
    return PublicDecision(
        measure=row.pk,
        name=row.name,
        day=day,
        by=decided_by(row) or COUNCIL,
        known_since=max(public, set_at) if set_at else public,
    )


def named_since(history: Iterable[tuple[datetime, date | None]], day: date) -> datetime | None:
    """When this day was first named, of those in force until now; `history` newest first."""
    found = None
    for at, named in history:
        if named != day:
            break
        found = at
    return found
