"""Who uses a series: measures, indicators, the energy report, public pages, the town's weather."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse

from klimamosaik.measures.models import Indicator
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.weather.queries.stations import station_in_use
from klimamosaik.places.models import Municipality
from klimamosaik.publication.queries.used import seen_by_strangers
from klimamosaik.reports.master_data.meters import USERS, MeterUse
from klimamosaik.terms.text import Text

Uses = Mapping[int, Sequence[MeterUse]]  # by datastream
ASKED_AT_ONCE = 500  # a query; SQLite allows a limited number of parameters


def uses_of(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """Everybody who uses each series; a series nobody uses is absent."""
    found: dict[int, list[MeterUse]] = defaultdict(list)
    for users in (by_meter, by_indicator, by_weather, by_public):
        for datastream, uses in users(municipality, streams).items():
            found[datastream].extend(uses)
    return {datastream: uses for datastream, uses in found.items() if uses}


def by_meter(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """What uses the meter a series belongs to: measures with their effects, the energy report."""
    points = sorted({each.meter_point_id for each in streams if each.meter_point_id is not None})
    found: dict[int, list[MeterUse]] = defaultdict(list)
    for some in slices(points):
        for users in USERS:
            for point, uses in users(municipality, some).items():
                found[point].extend(uses)
    return {each.pk: found[each.meter_point_id] for each in streams if each.meter_point_id in found}


def slices(numbers: Sequence[int]) -> list[Sequence[int]]:
    """As many at once as a statement takes."""
    return [
        numbers[begin : begin + ASKED_AT_ONCE] for begin in range(0, len(numbers), ASKED_AT_ONCE)
    ]


def by_indicator(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """Indicators of measures that take their values from a series."""
    found: dict[int, list[MeterUse]] = defaultdict(list)
    taking = Indicator.objects.filter(measure__municipality=municipality).exclude(datastream=None)
    for each in taking.select_related("measure"):
        said = INDICATOR.format(name=each.name, measure=each.measure.name)
        link = reverse("measure_register", args=[municipality.ags, each.measure_id])
        found[each.datastream_id or 0].append(MeterUse(said, link))
    return only(found, streams)


def by_weather(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """The station that stands for the municipality corrects its heat."""
    station = station_in_use(municipality=municipality)
    if station is None:
        return {}
    use = MeterUse(WEATHER, reverse("weather", args=[municipality.ags]))
    return {each.pk: [use] for each in streams if each.station_id == station.pk}


def by_public(municipality: Municipality, streams: Sequence[Datastream]) -> Uses:
    """Pages and readings that strangers see."""
    seen = seen_by_strangers(municipality=municipality)
    link = reverse("publishing", args=[municipality.ags])
    found: dict[int, list[MeterUse]] = defaultdict(list)
    for each in streams:
        if each.meter_point is not None and each.meter_point.building_id in seen.buildings:
            found[each.pk].append(MeterUse(PUBLIC_PAGE, link))
        if each.thing_id in seen.things:
            found[each.pk].append(MeterUse(PUBLIC_READINGS, link))
    return found


def only(found: Uses, streams: Collection[Datastream]) -> Uses:
    """Those of these series."""
    asked = {each.pk for each in streams}
    return {datastream: uses for datastream, uses in found.items() if datastream in asked}


INDICATOR = Text("Kennzahl „{name}“ ({measure})", "indicator “{name}” ({measure})")
WEATHER = Text("Wetter der Gemeinde", "weather of the municipality")
PUBLIC_PAGE = Text("öffentliche Gebäudeseite", "public page of the building")
PUBLIC_READINGS = Text("öffentliche Messwerte", "public readings")
