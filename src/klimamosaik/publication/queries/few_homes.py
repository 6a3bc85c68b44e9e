"""Whether a municipality has meters of few homes, and in which kinds of buildings."""

from collections.abc import Sequence, Set

from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.households import homes_of, of_homes
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.rules import homes_rule


def kinds_with_few_homes(known: Known) -> Set[str]:
    """The kinds of buildings among which one has few homes, or whose use is withheld."""

    def found() -> Set[str]:
        of_town = Building.objects.filter(pk__in=known.published.ids(PublishedKind.BUILDING))
        kinds = of_town.values_list("pk", "kind")
        hidden = {kind for pk, kind in kinds if known.hidden.any_of(pk)}
        return hidden | {each.building.kind for each in few_homes(known)}

    return known.once("kinds with few homes", found)


def any_few_homes(known: Known) -> bool:
    """True where any meter serves few homes: what names each building would tell of it."""
    return bool(few_homes(known))


def few_homes(known: Known) -> Sequence[MeterPoint]:
    """The meters that serve fewer homes than may be told of."""

    def found() -> Sequence[MeterPoint]:
        points = of_homes(MeterPoint.objects.filter(building__municipality=known.published.ags))
        least = homes_rule().least
        return [each for each in points.select_related("building") if 0 < homes_of(each) < least]

    return known.once("meters of few homes", found)
