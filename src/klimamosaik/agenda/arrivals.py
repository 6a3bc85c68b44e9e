"""What can be done now that readings, bills, buildings or weather came in."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.utils import timezone

from klimamosaik.agenda.meters import STATION, weather_due
from klimamosaik.agenda.offers import Offered, offer
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.queries.bills import bills_brought
from klimamosaik.observations.queries.delivered_series import series_brought
from klimamosaik.observations.queries.resolution import finest
from klimamosaik.observations.queries.states import DatastreamState, states
from klimamosaik.places.models import Municipality
from klimamosaik.reports.queries.doubtful import doubtful_meters
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text
from klimamosaik.terms.whole_number import whole_number

CHOOSE = Text("Station wählen", "Choose the station")
FETCH = Text("Wetter holen", "Fetch the weather")
A_YEAR = timedelta(days=365)


def after_files(town: Municipality, about: str) -> Iterator[Offered]:
    """What fits that which came; `about` names the deliveries."""
    numbers = [n for n in map(whole_number, about.split(",")) if n is not None]
    series = series_brought(numbers)
    metered = list(series.exclude(meter_point=None).select_related("meter_point__building"))
    if not metered and series.exclude(station=None).exists():
        yield from after_weather(town, "")
        return
    known = finest(states(municipality=town, now=timezone.now()))
    if not known:
        yield offer(METERS_NEXT, "files", town.ags)
        return
    yield from weather_wanted(town, known)
    yield from doubts(town, metered)
    yield from effects(begun_at(town, [stream.meter_point_id for stream in metered]))
    if not metered and town.buildings.filter(usable_area=None).exists():
        yield offer(AREAS, "buildings", town.ags)
    yield from curve(town, metered)
    if not Measure.objects.filter(municipality=town).exists():
        yield offer(FIRST_MEASURE, "measure_new", town.ags)
    billed = bills_brought(list(Delivery.objects.filter(seq__in=numbers)))
    if billed or any(spans_a_year(state) for state in known):
        yield offer(REPORT, "report", town.ags)
    if metered and town.buildings.filter(usable_area=None).exists():
        yield offer(AREAS, "buildings", town.ags)


def after_weather(town: Municipality, _: str) -> Iterator[Offered]:
    """With weather effects of heating measures can be told, and with years of it heat corrected."""
    known = finest(states(municipality=town, now=timezone.now()))
    if not known:
        yield offer(METERS_NEXT, "files", town.ags)
        return
    wanted = tuple(weather_wanted(town, known))  # a station whose place nobody knows counts not yet
    yield from wanted
    yield from effects(begun_at(town, None))
    if not Measure.objects.filter(municipality=town).exists():
        yield offer(FIRST_MEASURE, "measure_new", town.ags)
    yield offer(REPORT if wanted else CORRECTED, "report", town.ags)


def weather_wanted(town: Municipality, known: Sequence[DatastreamState]) -> Iterator[Offered]:
    """Weather, where meters of heat reach further than it does."""
    for line in weather_due(town, known):
        yield Offered(CHOOSE if line.headline == STATION else FETCH, line.link)


def doubts(town: Municipality, metered: Sequence[Datastream]) -> Iterator[Offered]:
    """A meter of these whose unit is in doubt."""
    points = {stream.meter_point_id for stream in metered}
    for each in doubtful_meters(municipality=town):
        if each.point.pk in points:
            words = DOUBT.format(building=each.point.building.name)
            yield offer(words, "doubtful", town.ags, each.point.pk)


def begun_at(town: Municipality, points: Sequence[int | None] | None) -> list[Measure]:
    """The measures that work already at some meters; None asks for any meters."""
    today = local_day(timezone.now())
    begun = Measure.objects.filter(municipality=town, start__lte=today)
    if points is None:
        metered = begun.exclude(meter_points=None)
    else:
        metered = begun.filter(meter_points__in=points)
    return list(metered.distinct().order_by("name")[:2])


def effects(begun: Sequence[Measure]) -> Iterator[Offered]:
    """What the one measure brought, or all of them."""
    if len(begun) == 1:
        measure = begun[0]
        words = EFFECT.format(name=measure.name)
        yield offer(words, "effect", measure.municipality_id, measure.pk)
    elif begun:
        yield offer(EFFECTS, "answer", begun[0].municipality_id)


def curve(town: Municipality, metered: Sequence[Datastream]) -> Iterator[Offered]:
    """The course of what came: of the one series, or the list of meters."""
    if len(metered) == 1:
        yield offer(CURVE, "one_series", town.ags, metered[0].pk)
    elif metered:
        yield offer(METERS, "meters", town.ags)


def spans_a_year(state: DatastreamState) -> bool:
    """True where the readings of a meter reach over a year."""
    first, last = state.gaps.first, state.last_end
    return first is not None and last is not None and last.date() - first >= A_YEAR


METERS_NEXT = Text("Jetzt die Zählerdateien ablegen", "Now drop the meter files")
DOUBT = Text("Einheit klären: {building}", "Settle the unit: {building}")
EFFECT = Text("Was „{name}“ gebracht hat", "What “{name}” brought")
EFFECTS = Text("Was die Maßnahmen gebracht haben", "What the measures brought")
CURVE = Text("Den Verbrauch ansehen", "See the use")
METERS = Text("Die Zähler und ihren Verbrauch ansehen", "See the meters and their use")
FIRST_MEASURE = Text(
    "Aufschreiben, was sich geändert hat (Maßnahme)", "Write down what was changed (a measure)"
)
AREAS = Text("Flächen der Gebäude ergänzen", "Add the areas of buildings")
REPORT = Text("Energiebericht ansehen", "See the energy report")
CORRECTED = Text("Energiebericht mit diesem Wetter", "Energy report with this weather")
