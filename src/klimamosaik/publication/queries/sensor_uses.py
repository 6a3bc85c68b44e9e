"""What the readings of a thing are good for: who uses them, why they are taken, what that changed.

Told is only what is public by itself; what the office alone uses stays in the office.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from klimamosaik.measures.models import AdaptationTarget, Indicator
from klimamosaik.measures.queries import measures_reading
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.observations.weather.queries.stations import station_in_use
from klimamosaik.places.models import MeterPoint
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.footprint import public_own_use
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure
from klimamosaik.publication.queries.reports import public_reports
from klimamosaik.publication.queries.results import PublicMeasure
from klimamosaik.publication.queries.sensors import PublicSensor
from klimamosaik.terms.text import Text, first_few

NAMED = 3  # of measures or targets in one sentence


@dataclass(frozen=True)
class SensorUse:
    """Somebody who uses the readings of a thing."""

    said: Text
    below: str  # path below the municipality's public page that tells more


@dataclass(frozen=True)
class SensorPurpose:
    """What the readings of a thing are good for, as far as it is public."""

    why: Text
    uses: tuple[SensorUse, ...]
    measures: tuple[PublicMeasure, ...]  # that use them: what each of them brought
    indicators: tuple[int, ...] = ()  # of theirs that are made of these readings


def purpose_of(known: Known, one: PublicSensor) -> SensorPurpose:
    """Why a public thing measures, who uses it, and which measures tell what it changed."""
    thing = Thing.objects.get(pk=one.id)
    streams = [series.id for series in one.series]
    points = meters_behind(streams)
    indicators = public_indicators(known, streams)
    targets = list(AdaptationTarget.objects.filter(datastream__in=streams).order_by("name"))
    measures = measures_of(known, points, indicators)
    uses = (
        *(SensorUse(MEASURE.format(name=each.name), f"massnahmen/{each.id}/") for each in measures),
        *(SensorUse(INDICATOR.format(name=each.name), figure_of(each)) for each in indicators),
        *(SensorUse(TARGET.format(name=each.name), TARGETS) for each in targets),
        *pages_using(known, thing, points),
    )
    reason = why(thing, measures, targets, points, uses)
    return SensorPurpose(reason, uses, tuple(measures), tuple(each.pk for each in indicators))


def meters_behind(streams: Sequence[int]) -> list[int]:
    """The meter points whose use these series are, or count for."""
    own = Q(pk__in=streams) | Q(counters__datastream__in=streams)
    found = Datastream.objects.filter(own).exclude(meter_point=None)
    return sorted({pk for pk in found.values_list("meter_point_id", flat=True) if pk})


def public_indicators(known: Known, streams: Sequence[int]) -> list[Indicator]:
    """The published indicators that take their values from these series."""
    public = known.published.ids(PublishedKind.INDICATOR)
    return list(Indicator.objects.filter(datastream__in=streams, pk__in=public).order_by("name"))


def measures_of(
    known: Known, points: Sequence[int], indicators: Iterable[Indicator]
) -> list[PublicMeasure]:
    """The published measures that stand on these meters, or on these indicators."""
    reading = measures_reading(meter_points=points).values()
    asked = {measure.pk for found in reading for measure in found}
    asked |= {each.measure_id for each in indicators}
    public = asked & set(known.published.ids(PublishedKind.MEASURE))
    return sorted((public_measure(known, pk) for pk in public), key=lambda one: one.name)


def figure_of(indicator: Indicator) -> str:
    """The page of an indicator's figure."""
    return f"zahlen/kennzahl-{indicator.pk}/"


def pages_using(known: Known, thing: Thing, points: Sequence[int]) -> Iterator[SensorUse]:
    """The building's page, the energy report, the weather all heat is compared by."""
    if thing.building_id and known.published.has(PublishedKind.BUILDING, thing.building_id):
        yield SensorUse(BUILDING, f"gebaeude/{thing.building_id}/")
    if MeterPoint.objects.counting().filter(pk__in=points).exists() and public_reports(known):
        yield SensorUse(REPORT, "energiebericht/")
    own = public_own_use(known)
    if own is not None and own.thing == thing.pk:
        yield SensorUse(OWN_USE, "eigener-strom/")
    station = station_in_use(municipality=known.municipality) if thing.station_id else None
    if station is not None and station.pk == thing.station_id:
        yield SensorUse(WEATHER, "gebaeude/")


def why(
    thing: Thing,
    measures: Sequence[PublicMeasure],
    targets: Sequence[AdaptationTarget],
    points: Sequence[int],
    uses: Sequence[SensorUse],
) -> Text:
    """Why it measures, by the first reason there is."""
    if measures:
        return TO_PROVE.format(names=first_few((each.name for each in measures), NAMED))
    if targets:
        return TO_REACH.format(names=first_few((each.name for each in targets), NAMED))
    if thing.station_id:
        return TO_CORRECT
    if points or thing.building_id:
        return TO_SAVE
    return TO_INFORM if uses else NOT_SAID


TARGETS = "#anpassung"  # of the first page
MEASURE = Text("Maßnahme „{name}“", "measure “{name}”")
INDICATOR = Text("Kennzahl „{name}“", "indicator “{name}”")
TARGET = Text("Anpassungsziel „{name}“", "adaptation target “{name}”")
BUILDING = Text("die Seite des Gebäudes", "the building's page")
REPORT = Text("der Energiebericht", "the energy report")
OWN_USE = Text("die Seite „Was braucht die Technik selbst?“", "“What does the technology use?”")
WEATHER = Text(
    "alle Vergleiche von Heizenergie: Sie werden um das Wetter bereinigt",
    "all comparisons of heating: they are corrected for the weather",
)
TO_PROVE = Text(
    "Um zu prüfen, ob wirkt, was die Gemeinde tut: {names}.",
    "To see whether what the municipality does works: {names}.",
)
TO_REACH = Text(
    "Um zu sehen, ob die Gemeinde erreicht, was sie sich vorgenommen hat: {names}.",
    "To see whether the municipality reaches what it set itself: {names}.",
)
TO_CORRECT = Text(
    "Um kalte und milde Winter vergleichen zu können.",
    "So that cold and mild winters can be compared.",
)
TO_SAVE = Text(
    "Um zu sehen, ob das Gebäude weniger Energie und Wasser braucht.",
    "To see whether the building needs less energy and water.",
)
TO_INFORM = Text("Für die Seiten, die unten stehen.", "For the pages named below.")
NOT_SAID = Text(
    "Das hat die Gemeinde noch nicht eingetragen: Keine Maßnahme, keine Kennzahl und kein Ziel "
    "nimmt diese Werte.",
    "The municipality has not entered that yet: no measure, no indicator and no target takes "
    "these values.",
)
