"""Published buildings: what they are, where, and how their use compares."""

from collections.abc import Iterable

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building, BuildingKind
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.few_homes import kinds_with_few_homes
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.publications import since
from klimamosaik.publication.queries.results import PublicBuilding
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.records.memory_cache import LastMade
from klimamosaik.reports.kernel.figures import BuildingReport, StockComparison
from klimamosaik.reports.kernel.sentences import comparison_text, trend_of_building
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

COMPARED = LastMade[tuple[Text, ...]](most=4000)  # by building


def public_buildings(known: Known) -> tuple[PublicBuilding, ...]:
    """All published buildings, by name."""
    return known.once("buildings", lambda: tuple(every_building(known)))


def every_building(known: Known) -> Iterable[PublicBuilding]:
    """The same, each worked out once."""
    public_ones = known.published.ids(PublishedKind.BUILDING)
    rows = Building.objects.filter(municipality=known.published.ags, pk__in=public_ones)
    read = known.beside_readings("buildings", lambda: tuple(rows.order_by("name")))
    return (public(row, known) for row in read)


def public_building(known: Known, pk: int) -> PublicBuilding:
    """One published building. Raises NoLongerPublic or NotPublic."""
    known.published.require(PublishedKind.BUILDING, pk)

    def made() -> PublicBuilding:
        return worked_out(Building.objects.get(municipality=known.published.ags, pk=pk), known)

    return known.once(("building", pk), made)


def public(row: Building, known: Known) -> PublicBuilding:
    """A building without anything that is not for strangers; worked out once an answer."""
    return known.once(("building", row.pk), lambda: worked_out(row, known))


def worked_out(row: Building, known: Known) -> PublicBuilding:
    """A building without anything that is not for strangers."""
    lived_in = row.kind == BuildingKind.HOUSING
    hides = known.hidden.any_of(row.pk)
    return PublicBuilding(
        id=row.pk,
        name=row.name,
        kind=BuildingKind(row.kind).text,
        kind_code=row.kind,
        area=row.usable_area,
        used_until=row.until if row.until and row.until <= local_day(known.at) else None,
        address="" if lived_in else row.address,
        postcode=row.postcode,
        district=row.district,
        latitude=None if lived_in else row.latitude,
        longitude=None if lived_in else row.longitude,
        measures=measures_of(row.pk, known),
        compared=() if hides else compared(row, known),
        withheld=homes_rule().text if hides else None,
        figure=key_of(row.pk),
        since=since(known, PublishedKind.BUILDING, row.pk),
    )


def key_of(pk: int) -> str:
    """The key of a building's figure."""
    return f"gebaeude-{pk}"


def measures_of(pk: int, known: Known) -> tuple[tuple[int, str], ...]:
    """A building's published measures, by name."""
    every = known.beside_readings("measures at", lambda: measures_at_buildings(known))
    return tuple(sorted(every.get(pk, {}).items(), key=lambda pair: pair[1]))


def measures_at_buildings(known: Known) -> dict[int, dict[int, str]]:
    """Published measures and their names by building: named for it, or at one of its meters."""
    rows = Measure.objects.filter(pk__in=known.published.ids(PublishedKind.MEASURE))
    found: dict[int, dict[int, str]] = {}
    for way in ("buildings", "meter_points__building"):
        for building, pk, name in rows.values_list(way, "pk", "name"):
            found.setdefault(building, {})[pk] = name
    return found


def compared(row: Building, known: Known) -> tuple[Text, ...]:
    """Its own past first, then buildings like it."""
    found = reported(row.pk, known)
    if found is None:
        return ()
    like = () if row.kind in kinds_with_few_homes(known) else found.comparisons
    parts = (found.trends, like, found.kind_name)
    return COMPARED.of(f"{row.pk}", parts, lambda: tuple(sentences_of(found, like)))


def sentences_of(found: BuildingReport, like: Iterable[StockComparison]) -> Iterable[Text]:
    """How its use compares, in words.

    like: with others of its kind; of few of them median and quartiles tell what each uses.
    """
    yield from (trend_of_building(trend) for trend in found.trends)
    yield from (comparison_text(each, found.kind_name) for each in like)


def reported(pk: int, known: Known) -> BuildingReport | None:
    """The building in the report; None where nothing is known of it."""
    return known.once("reported buildings", lambda: reported_buildings(known)).get(pk)


def reported_buildings(known: Known) -> dict[int, BuildingReport]:
    """The buildings in the report, by id."""
    return {each.id: each for each in known.report.buildings} if known.report else {}
