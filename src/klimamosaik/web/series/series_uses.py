"""Who uses a series: measures, indicators, the energy report, public pages, the town's weather."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse

from klimamosaik.measures.models import AdaptationTarget, Indicator
from klimamosaik.measures.queries import measures_reading
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.weather.queries.stations import station_in_use
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.publication.queries.published_ids import public_ids
from klimamosaik.reports.master_data.meters import (
    INDICATOR,
    USERS,
    MeterUse,
    by_indicators,
    reported,
    uses_in,
)
from klimamosaik.terms.text import Text

Uses = Mapping[int, Sequence[MeterUse]]  # by datastream


def uses_of(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """Everybody who uses each series; a series nobody uses is absent."""
    found: dict[int, list[MeterUse]] = defaultdict(list)
    for users in (by_meter, by_indicator, by_weather, by_public):
        for datastream, uses in users(municipality, streams).items():
            found[datastream].extend(uses)
    return {datastream: uses for datastream, uses in found.items() if uses}


def by_meter(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """What uses the meter a series belongs to: measures with their effects, report, public pages.

    Indicators and public readings take single series of a meter: they are told below.
    """
    found = uses_in(municipality, [each for each in USERS if each not in BY_SERIES])
    told = ((each.pk, found.get(each.meter_point_id or 0, ())) for each in streams)
    return {datastream: uses for datastream, uses in told if uses}


def by_indicator(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """Indicators of measures that take their values from a series, and those strangers see."""
    public = public_ids(municipality=municipality).indicators
    found: dict[int, list[MeterUse]] = defaultdict(list)
    taking = Indicator.objects.filter(measure__municipality=municipality).exclude(datastream=None)
    for each in taking.select_related("measure"):
        said = INDICATOR.format(name=each.name, measure=each.measure.name)
        link = reverse("measure_register", args=[municipality.ags, each.measure_id])
        uses = [MeterUse(said, link)]
        if each.pk in public:
            uses.append(MeterUse(PUBLIC_INDICATOR, publishing(municipality)))
        found[each.datastream_id or 0].extend(uses)
    for wish in AdaptationTarget.objects.filter(municipality=municipality):
        link = reverse("adaptation", args=[municipality.ags])
        found[wish.datastream_id].append(MeterUse(TARGET.format(name=wish.name), link))
    return only(found, streams)


def by_weather(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """The station that stands for the municipality corrects its heat."""
    station = station_in_use(municipality=municipality)
    if station is None:
        return {}
    use = MeterUse(WEATHER, reverse("weather", args=[municipality.ags]))
    return {each.pk: [use] for each in streams if each.station_id == station.pk}


def by_public(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """Readings that strangers see, one by one."""
    seen = public_ids(municipality=municipality)
    use = MeterUse(PUBLIC_READINGS, publishing(municipality))
    return {each.pk: [use] for each in streams if each.thing_id in seen.things}


def meters_in_public(
    municipality: Municipality, points: Sequence[int]
) -> Mapping[int, Sequence[MeterUse]]:
    """Public pages a meter's figures stand on: its building's, the report's, its measures'."""
    seen = public_ids(municipality=municipality)
    link = publishing(municipality)
    found: dict[int, list[MeterUse]] = defaultdict(list)
    in_report = reported(points)
    buildings = MeterPoint.objects.filter(pk__in=in_report).values_list("pk", "building_id")
    for point, building in buildings:
        if building in seen.buildings:
            found[point].append(MeterUse(PUBLIC_PAGE, link))
        if seen.report:
            found[point].append(MeterUse(PUBLIC_REPORT, link))
    for point, measures in measures_reading(meter_points=points).items():
        if any(measure.pk in seen.measures for measure in measures):
            found[point].append(MeterUse(PUBLIC_MEASURE, link))
    return found


def readings_in_public(
    municipality: Municipality, points: Sequence[int]
) -> Mapping[int, Sequence[MeterUse]]:
    """Meters with a series whose readings strangers see, one by one."""
    things = public_ids(municipality=municipality).things
    use = MeterUse(PUBLIC_READINGS, publishing(municipality))
    shown = Datastream.objects.filter(meter_point__in=points, thing__in=things)
    return {point: [use] for point in shown.values_list("meter_point_id", flat=True) if point}


def publishing(municipality: Municipality) -> str:
    """The page where it is said what strangers see."""
    return reverse("publishing", args=[municipality.ags])


def only(found: Uses, streams: Collection[Datastream]) -> Uses:
    """Those of these series."""
    asked = {each.pk for each in streams}
    return {datastream: uses for datastream, uses in found.items() if datastream in asked}


TARGET = Text("Anpassungsziel „{name}“", "adaptation target “{name}”")
WEATHER = Text("Wetter der Gemeinde", "weather of the municipality")
PUBLIC_PAGE = Text("öffentliche Gebäudeseite", "public page of the building")
PUBLIC_REPORT = Text("öffentlicher Energiebericht", "public energy report")
PUBLIC_MEASURE = Text("öffentliche Maßnahmenseite", "public page of the measure")
PUBLIC_INDICATOR = Text("öffentliche Kennzahl", "public indicator")
PUBLIC_READINGS = Text("öffentliche Messwerte", "public readings")
BY_SERIES = (by_indicators, readings_in_public)
USERS.extend((meters_in_public, readings_in_public))  # the list of meters tells them, too
