"""Published indicators whose readings would tell of few homes."""

from klimamosaik.measures.models import Indicator
from klimamosaik.observations.models import Datastream
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.hiding import Hidden
from klimamosaik.publication.queries.published import Published
from klimamosaik.publication.queries.readings import without_few_homes


def indicators_of_few_homes(published: Published, hidden: Hidden) -> frozenset[int]:
    """Their ids: what readings say of them is not told, what a person entered is."""
    rows = Indicator.objects.filter(pk__in=published.ids(PublishedKind.INDICATOR))
    made = dict(rows.exclude(datastream=None).values_list("pk", "datastream"))
    streams = Datastream.objects.filter(pk__in=made.values())
    shown = without_few_homes(streams, hidden.meters)
    told = set(shown.values_list("pk", flat=True)) if made else set()
    return frozenset(pk for pk, stream in made.items() if stream not in told)
