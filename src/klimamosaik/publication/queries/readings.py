"""Whose single readings strangers may see: the one gate of the sensor standard's interface.

What is public is a thing by itself; publishing a building's figures does not publish its readings.
What would tell of fewer homes than the rule asks for stays hidden, also where it could be worked
out from what else is public.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from klimamosaik.measures.models import Indicator
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.places.models import BuildingKind
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.publication.queries.hiding import gate_name, hidden_in
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic, published_in
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.records.queries import newest_records
from klimamosaik.streams.models import SourceSeries

STAGES = ("places", "streams", "measures", "publication")  # whose changes may hide or show a meter
KEPT = 3600  # [s]
NAMED = 500  # things named in a query; SQLite allows a limited number of parameters
PUBLIC = Q(until=None, municipality__public_page__on_since__isnull=False)


@dataclass(frozen=True)
class PublicReadings:
    """What is public at a stand of publications, buildings and measures."""

    things: tuple[int, ...] | None  # ids; None: too many to be named in a query
    hidden: tuple[int, ...]  # meter points that stay hidden beside everything else that is public
    states: tuple[int, ...]  # datastreams that stay hidden as they are states of such meters
    version: int | None  # of the data, where how much is used was looked at


def public_readings() -> PublicReadings:
    """What is public now; worked out anew as soon as a publication, building or measure changes."""
    if connection.in_atomic_block:
        return worked_out()
    stands = "-".join(each or "" for each in newest_records(stages=STAGES))
    key = f"public-readings-{stands}-{counters_tied()}"
    held: PublicReadings | None = cache.get(key)
    if held is None or held.version not in (None, data_version()):
        held = worked_out()
        cache.set(key, held, KEPT)
    return held


def counters_tied() -> str:
    """Another one as soon as a device's states become the use of another meter, or of none."""
    tied = SourceSeries.objects.exclude(counts_for=None)
    found = tied.aggregate(count=Count("pk"), pairs=Sum(F("pk") * F("counts_for")))
    return f"{found['count']}-{found['pairs']}"


def worked_out() -> PublicReadings:
    """What is public, asked of the tables."""
    rows = Publication.objects.filter(PUBLIC, kind=PublishedKind.READINGS)
    towns = sorted(set(rows.values_list("municipality_id", flat=True)))
    some = tuple(every_public_thing().values_list("pk", flat=True)[: NAMED + 1])
    version, at = data_version(), timezone.now()
    public = [published_in(ags) for ags in towns]
    found = [hidden_in(each, at, gate_name(each, at)) for each in public]
    hidden = tuple(pk for each in found for pk in each.meters)
    by_use = any(each.by_use for each in found)
    named = some if len(some) <= NAMED else None
    return PublicReadings(named, hidden, states_of_few(hidden), version if by_use else None)


def public_things(known: PublicReadings) -> "QuerySet[Thing]":
    """The things whose readings are public, in towns whose page is on."""
    if known.things is None:
        return every_public_thing()
    found: QuerySet[Thing] = Thing.objects.filter(pk__in=known.things)
    return found


def every_public_thing() -> "QuerySet[Thing]":
    """The same, asked of the tables."""
    found: QuerySet[Thing] = Thing.objects.filter(Exists(publications().filter(PUBLIC)))
    return found


def public_datastreams(known: PublicReadings) -> "QuerySet[Datastream]":
    """The datastreams of public things that tell of no few homes."""
    streams = Datastream.objects.filter(thing__in=public_things(known))
    shown = by_own_meter(streams, known.hidden)
    return shown.exclude(pk__in=known.states) if known.states else shown


def datastreams_of_things(
    things: "QuerySet[Thing]", hidden: Sequence[int]
) -> "QuerySet[Datastream]":
    """The datastreams of these things that tell of no few homes. hidden: meter points."""
    return without_few_homes(Datastream.objects.filter(thing__in=things), hidden)


def without_few_homes(
    streams: "QuerySet[Datastream]", hidden: Sequence[int]
) -> "QuerySet[Datastream]":
    """Those of these datastreams that tell of no few homes. hidden: meter points."""
    shown = by_own_meter(streams, hidden).exclude(of_few("meter_point", hidden))
    return shown.exclude(pk__in=states_of_few(hidden))


def indicators_of_few_homes(public: Sequence[int], hidden: Sequence[int]) -> frozenset[int]:
    """Of public indicators (ids) those whose readings would tell of few homes.

    What readings say of them is not told, what a person entered is.
    """
    rows = Indicator.objects.filter(pk__in=public)
    made = dict(rows.exclude(datastream=None).values_list("pk", "datastream"))
    streams = Datastream.objects.filter(pk__in=made.values())
    shown = without_few_homes(streams, hidden)
    told = set(shown.values_list("pk", flat=True)) if made else set()
    return frozenset(pk for pk, stream in made.items() if stream not in told)


def by_own_meter(streams: "QuerySet[Datastream]", hidden: Sequence[int]) -> "QuerySet[Datastream]":
    """Those of these datastreams that are no use of few homes, and stand in no home."""
    few = Q(meter_point__homes__gt=0, meter_point__homes__lt=homes_rule().least)
    lived_in = Q(thing__building__kind=BuildingKind.HOUSING)
    unsaid = lived_in & Q(meter_point__homes=None)  # also what is no meter: in one home, maybe
    return streams.exclude(few).exclude(unsaid).exclude(meter_point__in=hidden)


def states_of_few(hidden: Sequence[int]) -> tuple[int, ...]:
    """The series in which devices report the states of meters of few homes, or of hidden ones."""
    found = SourceSeries.objects.filter(of_few("counts_for__meter_point", hidden))
    return tuple(found.exclude(datastream=None).values_list("datastream_id", flat=True))


def of_few(meter: str, hidden: Sequence[int]) -> Q:
    """True of what belongs to a meter of few homes, or to one of `hidden`, by the way to it."""
    few = {f"{meter}__homes__gt": 0, f"{meter}__homes__lt": homes_rule().least}
    unsaid = {f"{meter}__homes": None, f"{meter}__building__kind": BuildingKind.HOUSING}
    return Q(**few) | Q(**unsaid) | Q(**{f"{meter}__in": hidden})


def publications() -> "QuerySet[Publication]":
    """Publications of the outer thing's readings, by whose it is."""
    return Publication.objects.filter(
        kind=PublishedKind.READINGS,
        subject=Cast(OuterRef("pk"), CharField(max_length=20)),
        municipality=Coalesce(OuterRef("building__municipality"), OuterRef("municipality")),
    )


def refuse_thing(thing: int) -> None:
    """Raise NoLongerPublic for a thing whose readings were public once, else NotPublic.

    What is hidden of a thing that is public was never public.
    """
    off = Q(municipality__public_page__on_since=None)
    off &= Q(municipality__public_page__off_since__isnull=False)
    taken = Q(until__isnull=False, municipality__public_page__on_since__isnull=False)
    was = Thing.everything.filter(Exists(publications().filter(off | taken)), pk=thing)
    raise NoLongerPublic if was.exists() else NotPublic
