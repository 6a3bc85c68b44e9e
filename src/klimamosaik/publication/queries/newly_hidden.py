"""What strangers see now and no longer, once more is public: few homes could be worked out."""

from collections.abc import Collection, Iterator
from datetime import datetime

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.hiding import METER, TOWN
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import (
    NoLongerPublic,
    NotPublic,
    PublicItem,
    Published,
    preview_of,
    published_in,
)
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.terms.text import Text

ALL_BUILDINGS = Text("alle Gebäude: {medium}", "all buildings: {medium}")
ONE = Text("{name}: {medium}", "{name}: {medium}")
EFFECT = Text("{name}: Wirkung", "{name}: effect")
READINGS = Text("{name}: Messwerte", "{name}: readings")


def newly_hidden(
    municipality: Municipality, items: Collection[PublicItem], at: datetime
) -> tuple[Text, ...]:
    """What is told now and would not be beside these things, by name."""
    try:
        now = published_in(municipality.ags)
    except (NotPublic, NoLongerPublic):
        return ()
    then = preview_of(municipality, items, at)
    fresh = Known(then, at).hidden.names - Known(now, at).hidden.names
    told = {name: said for name in fresh if (said := told_now(name, now)) is not None}
    return tuple(told[name] for name in sorted(told))


def told_now(name: str, published: Published) -> Text | None:
    """What a hidden sum is called; None where it is not public now."""
    subject, _, rest = name.partition("-")
    if subject == TOWN:
        told = bool(published.subjects(PublishedKind.REPORT))
        return ALL_BUILDINGS.format(medium=Medium(rest).text) if told else None
    return next(named(name, rest, published), None)


def named(name: str, rest: str, published: Published) -> Iterator[Text]:
    """The words for a building's medium, a measure's effect, a meter's readings."""
    pk, _, medium = rest.partition("-")
    if name.startswith(METER):
        rows = MeterPoint.objects.filter(pk=pk, building__municipality=published.ags)
        things = published.ids(PublishedKind.READINGS)
        for point in rows.filter(building__thing__in=things).distinct():
            yield READINGS.format(name=point.name)
    elif medium and int(pk) in published.ids(PublishedKind.BUILDING):
        building = Building.objects.get(pk=pk)
        yield ONE.format(name=building.name, medium=Medium(medium).text)
    elif not medium and int(pk) in published.ids(PublishedKind.MEASURE):
        yield EFFECT.format(name=Measure.objects.get(pk=pk).name)
