"""Published buildings: what they are, where, and how their use compares."""

from collections.abc import Iterable

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building, BuildingKind
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import since
from klimamosaik.publication.queries.results import PublicBuilding
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.reports.kernel.figures import BuildingReport
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.sentences import comparison_text, trend_of_building
from klimamosaik.terms.text import Text


def public_buildings(known: Known) -> tuple[PublicBuilding, ...]:
    """All published buildings, by name."""
    rows = Building.objects.filter(
        municipality=known.published.ags, pk__in=known.published.ids(PublishedKind.BUILDING)
    )
    return tuple(public(row, known) for row in rows.order_by("name"))


def public_building(known: Known, pk: int) -> PublicBuilding:
    """One published building. Raises NoLongerPublic or NotPublic."""
    known.published.require(PublishedKind.BUILDING, pk)
    return public(Building.objects.get(pk=pk, municipality=known.published.ags), known)


def public(row: Building, known: Known) -> PublicBuilding:
    """A building without anything that is not for strangers."""
    lived_in = row.kind == BuildingKind.HOUSING
    hides = any(known.hidden.building(row.pk, medium) for medium in Medium)
    return PublicBuilding(
        id=row.pk,
        name=row.name,
        kind=BuildingKind(row.kind).text,
        kind_code=row.kind,
        area=row.usable_area,
        address="" if lived_in else row.address,
        postcode=row.postcode,
        latitude=None if lived_in else row.latitude,
        longitude=None if lived_in else row.longitude,
        measures=tuple(measures_of(row, known)),
        compared=() if hides else tuple(compared(row, known)),
        withheld=homes_rule().text if hides else None,
        figure=key_of(row.pk),
        since=since(known, PublishedKind.BUILDING, row.pk),
    )


def key_of(pk: int) -> str:
    """The key of a building's figure."""
    return f"gebaeude-{pk}"


def measures_of(row: Building, known: Known) -> Iterable[tuple[int, str]]:
    """Its published measures."""
    public = known.published.ids(PublishedKind.MEASURE)
    rows = Measure.objects.filter(pk__in=public)
    found = {each.pk: each.name for each in rows.filter(buildings=row)}
    found |= {each.pk: each.name for each in rows.filter(meter_points__building=row)}
    yield from sorted(found.items(), key=lambda pair: pair[1])


def compared(row: Building, known: Known) -> Iterable[Text]:
    """Its own past first, then buildings like it."""
    found = reported(row.pk, known)
    if found is None:
        return
    yield from (trend_of_building(trend) for trend in found.trends)
    yield from (comparison_text(each, found.kind_name) for each in found.comparisons)


def reported(pk: int, known: Known) -> BuildingReport | None:
    """The building in the report; None where nothing is known of it."""
    report = known.report
    found = report.buildings if report else ()
    return next((each for each in found if each.id == pk), None)
