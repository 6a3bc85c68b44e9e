"""Whose single readings strangers may see: the one gate of the sensor standard's interface.

What is public is a thing by itself; publishing a building's figures does not publish its readings.
What would tell of fewer homes than the rule asks for stays hidden, also where it could be worked
out from what else is public.
"""

from collections.abc import Iterable

from django.core.cache import cache
from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce

from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.places.models import BuildingKind, MeterPoint
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.publication.queries.hiding import hidden_in
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic, published_in
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.records.queries import newest_records

STAGES = ("places", "measures", "publication")  # whose changes may hide or show a meter
KEPT = 3600  # [s]


def public_things() -> "QuerySet[Thing]":
    """The things whose readings are public, in towns whose page is on."""
    found: QuerySet[Thing] = Thing.objects.filter(Exists(publications(page_on=True)))
    return found


def public_datastreams() -> "QuerySet[Datastream]":
    """The datastreams of public things that tell of no few homes."""
    few = Q(meter_point__homes__gt=0, meter_point__homes__lt=homes_rule().least)
    lived_in = Q(thing__building__kind=BuildingKind.HOUSING)
    unsaid = lived_in & Q(meter_point__homes=None)  # also what is no meter: in one home, maybe
    shown = Datastream.objects.filter(thing__in=public_things()).exclude(few).exclude(unsaid)
    return shown.exclude(meter_point__in=hidden_meters())


def publications(*, page_on: bool) -> "QuerySet[Publication]":
    """Publications of the outer thing's readings, by whose it is."""
    rows = Publication.objects.filter(
        kind=PublishedKind.READINGS,
        subject=Cast(OuterRef("pk"), CharField(max_length=20)),
        municipality=Coalesce(OuterRef("building__municipality"), OuterRef("municipality")),
    )
    if page_on:
        rows = rows.filter(municipality__public_page__on_since__isnull=False, until=None)
    return rows


def refuse_thing(thing: int) -> None:
    """Raise NoLongerPublic for a thing whose readings were public once, else NotPublic.

    What is hidden of a thing that is public was never public.
    """
    off = Q(municipality__public_page__on_since=None)
    off &= Q(municipality__public_page__off_since__isnull=False)
    taken = Q(until__isnull=False, municipality__public_page__on_since__isnull=False)
    shown = publications(page_on=False).filter(off | taken)
    was = Thing.everything.filter(pk=thing).filter(Exists(shown))
    raise NoLongerPublic if was.exists() else NotPublic


def hidden_meters() -> Iterable[int]:
    """Meter points whose readings stay hidden beside everything else that is public."""
    if connection.in_atomic_block:
        return worked_out()
    key = f"hidden-meters-{'-'.join(each or '' for each in newest_records(stages=STAGES))}"
    held: Iterable[int] | None = cache.get(key)
    if held is None:
        held = worked_out()
        cache.set(key, held, KEPT)
    return held


def worked_out() -> list[int]:
    """Meter points of all towns that stay hidden."""
    rows = Publication.objects.filter(
        kind=PublishedKind.READINGS,
        until=None,
        municipality__public_page__on_since__isnull=False,
    )
    towns = sorted(set(rows.values_list("municipality_id", flat=True)))
    return [pk for ags in towns for pk in hidden_of(ags)]


def hidden_of(ags: str) -> Iterable[int]:
    """Meter points of one town that stay hidden."""
    hidden = hidden_in(published_in(ags))
    points = MeterPoint.objects.filter(building__municipality=ags)
    return (pk for pk in points.values_list("pk", flat=True) if hidden.meter(pk))
