"""Doors that read datastreams and whose they are."""

from collections.abc import Collection

from django.db.models import Q

from klimamosaik.observations.models import Datastream
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import rejected


def belonging_to(municipality: Municipality) -> Q:
    """Datastreams of a municipality's own things and of its buildings; stations are everybody's."""
    return Q(thing__municipality=municipality) | Q(meter_point__building__municipality=municipality)


def known_datastreams(*, ids: Collection[int], municipality: Municipality | None) -> list[int]:
    """The ids again, sorted. Raises InputRejected for one that is not there, or another town's."""
    found = Datastream.objects.filter(pk__in=set(ids))
    if municipality is not None:
        found = found.filter(belonging_to(municipality))
    known = sorted(found.values_list("pk", flat=True))
    unknown = sorted(set(ids) - set(known))
    if unknown:
        raise rejected(
            "unknown_datastream",
            "Die Messreihe {number} gibt es hier nicht.",
            "There is no datastream {number} here.",
            number=unknown[0],
        )
    return known
