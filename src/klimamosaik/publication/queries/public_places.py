"""Buildings that strangers see, so that they stay in the register."""

from collections.abc import Collection

from klimamosaik.observations.models import Thing
from klimamosaik.observations.queries.place_keepers import KeptPlaces
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.records.batched_ids import at_once
from klimamosaik.terms.text import Text

PUBLIC = Text(
    "ist öffentlich; nehmen Sie erst die Veröffentlichung zurück",
    "is public; take the publication back first",
)


def of_publications(buildings: Collection[int], _: Collection[int]) -> KeptPlaces:
    """Those of some buildings that are public now: they themselves, or their readings."""
    found = public(PublishedKind.BUILDING, {str(pk): pk for pk in buildings})
    for some in at_once(sorted(buildings)):
        things = Thing.objects.filter(building__in=some).values_list("pk", "building_id")
        found |= public(PublishedKind.READINGS, {str(pk): building for pk, building in things})
    return KeptPlaces(buildings=dict.fromkeys(found, PUBLIC))


def public(kind: PublishedKind, subjects: dict[str, int]) -> set[int]:
    """The ids of those subjects that are public now."""
    rows = Publication.objects.filter(kind=kind.value, until=None)
    return {subjects[each] for each in rows.values_list("subject", flat=True) if each in subjects}
