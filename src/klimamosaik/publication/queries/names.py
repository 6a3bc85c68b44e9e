"""What published things are called, and nothing else of them."""

from collections.abc import Mapping

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known


def measure_names(known: Known) -> Mapping[int, str]:
    """The names of all published measures by id, in their order."""
    rows = Measure.objects.filter(pk__in=known.published.ids(PublishedKind.MEASURE))
    return dict(rows.order_by("name").values_list("pk", "name"))


def building_names(known: Known) -> Mapping[int, str]:
    """The names of all published buildings by id, in their order."""
    rows = Building.objects.filter(pk__in=known.published.ids(PublishedKind.BUILDING))
    return dict(rows.order_by("name").values_list("pk", "name"))
