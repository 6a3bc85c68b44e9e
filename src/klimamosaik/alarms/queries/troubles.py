"""Troubles of a municipality, those that last first, and whether anything is watched."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from klimamosaik.alarms.kernel.durations import lasting
from klimamosaik.alarms.models import Trouble
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.things import things_in
from klimamosaik.places.models import Municipality
from klimamosaik.streams.models import DataSource
from klimamosaik.terms.document import Document, document
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class TroubleLine:
    """One trouble as a list shows it."""

    trouble: Trouble
    because: Text
    lasted: timedelta  # until now, or until it was over
    overdue: bool
    cost: Estimate | None  # [EUR/a]
    cost_source: Text

    @property
    def lasts(self) -> Text:
        """How long it has lasted, or lasted; of thousands few are shown."""
        return lasting(self.lasted)

    @property
    def ended(self) -> bool:
        """True where it is over."""
        return self.trouble.ended_at is not None


# What is due first, then what costs most, then what began last.
URGENCY = (F("due").asc(nulls_last=True), Coalesce("cost", 0.0).desc(), "-since")


def troubles_of(
    *,
    municipality: Municipality,
    ended: bool = False,
    now: datetime,
    today: date,
    datastream: int | None = None,
    most: int | None = None,
) -> list[TroubleLine]:
    """Troubles that last, what is due soonest and costs most first; or those that are over.

    datastream: only those of one series. most: so many at most.
    """
    found = known(municipality).filter(ended_at__isnull=not ended)
    if datastream is not None:
        found = found.filter(datastream=datastream)
    ordered = found.order_by("-ended_at", "-since") if ended else found.order_by(*URGENCY)
    return [line_of(trouble, now, today) for trouble in ordered[:most]]


def line_of(trouble: Trouble, now: datetime, today: date) -> TroubleLine:
    """One trouble with what is told of it."""
    until = trouble.ended_at or now
    return TroubleLine(
        trouble=trouble,
        because=stored(trouble.because),
        lasted=max(until - trouble.since, timedelta(0)),
        overdue=trouble.ended_at is None and trouble.due is not None and trouble.due < today,
        cost=trouble.cost_a_year,
        cost_source=stored(trouble.cost_source),
    )


def stored(said: dict[str, str]) -> Text:
    """A sentence as it was stored."""
    return Text(said.get("de", ""), said.get("en", ""))


def known(municipality: Municipality) -> QuerySet[Trouble]:
    """Troubles of a municipality with all that a line shows."""
    return standing(municipality).select_related(
        "source", "datastream", "meter_point__building", "owner"
    )


def standing(municipality: Municipality) -> QuerySet[Trouble]:
    """Without those of meters that stand no more; what went with an import is nobody's trouble."""
    found = Trouble.objects.filter(municipality=municipality)
    return found.filter(datastream__meter_point__withdrawn=None, meter_point__withdrawn=None)


@dataclass(frozen=True)
class TroubleCounts:
    """How many troubles of a municipality there are."""

    lasting: int
    over: int
    overdue: int  # of those that last


def count_troubles(*, municipality: Municipality, today: date) -> TroubleCounts:
    """Count them without telling them."""
    lasts = Q(ended_at=None)
    counted = standing(municipality).aggregate(
        lasting=Count("pk", filter=lasts),
        over=Count("pk", filter=~lasts),
        overdue=Count("pk", filter=lasts & Q(due__lt=today)),
    )
    return TroubleCounts(**counted)


@dataclass(frozen=True)
class WatchedTown:
    """What of a municipality is watched."""

    promised: bool  # a source that is not on hold has promised readings
    anything: bool  # there are readings or sources


def watched_in(municipality: Municipality) -> WatchedTown:
    """What is watched in this municipality."""
    sources = DataSource.objects.filter(municipality=municipality)
    metered = Q(meter_point__building__municipality=municipality)
    measured = Datastream.objects.filter(metered | Q(thing__in=things_in(municipality.ags)))
    return WatchedTown(
        promised=sources.filter(paused_at=None).exists(),
        anything=sources.exists() or measured.exists(),
    )


@document
def trouble_document(line: TroubleLine) -> Document:
    """One trouble for machines."""
    trouble = line.trouble
    cost = line.cost
    return {
        "id": trouble.pk,
        "municipality": trouble.municipality_id,
        "rule": trouble.rule,
        "kind": trouble.kind_text,
        "because": line.because,
        "since": trouble.since,
        "noticed_at": trouble.noticed_at,
        "ended_at": trouble.ended_at,
        "source": trouble.source_id,
        "datastream": trouble.datastream_id,
        "meter_point": trouble.meter_point_id,
        "building": trouble.meter_point and trouble.meter_point.building.name,
        "cost_eur_a_year": cost and {"mean": cost.mean, "low": cost.low, "high": cost.high},
        "cost_source": line.cost_source,
        "owner": trouble.owner and trouble.owner.name,
        "due": trouble.due,
        "overdue": line.overdue,
    }
