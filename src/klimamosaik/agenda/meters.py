"""What meters, sensors and weather ask for: broken promises, odd readings, what is missing."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse

from klimamosaik.agenda.lines import (
    AgendaKind,
    AgendaLine,
    Urgency,
    accountable,
    missing,
    pressing,
)
from klimamosaik.alarms.models import Trouble, TroubleRule
from klimamosaik.alarms.queries import TroubleLine, brought_in, troubles_of
from klimamosaik.observations.queries.resolution import finest
from klimamosaik.observations.queries.states import DatastreamState
from klimamosaik.observations.weather.queries.stations import asked_about, weather_until
from klimamosaik.people.roles import Role
from klimamosaik.places.models import Municipality
from klimamosaik.reports.queries.doubtful import Doubtful, doubtful_meters
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text, about, first_few

PROMISES = (TroubleRule.SERIES_SILENT, TroubleRule.SOURCE_SILENT)  # somebody said how often
OF_SOURCES = (TroubleRule.SOURCE_SILENT, TroubleRule.SOURCE_FAILING)  # all its series with it
NAMED = 3  # silent meters
LATE_WEATHER = timedelta(days=62)  # meters are read by the month


def of_meters(
    *, municipality: Municipality, states: Sequence[DatastreamState], now: datetime
) -> Iterator[AgendaLine]:
    """Everything that has to do with readings; a silent meter that is a trouble is told once."""
    yield from first_steps(municipality, states)
    today = local_day(now)
    troubles = without_series_of_silent_sources(
        troubles_of(municipality=municipality, now=now, today=today)
    )
    for line in troubles:
        urgency = pressing_trouble(line, today)
        if urgency:
            yield trouble(municipality, line, urgency)
    for each in doubtful_meters(municipality=municipality):
        yield doubt(municipality, each)
    counted = finest(states)
    yield from weather_due(municipality, counted)
    told = {line.trouble.datastream_id for line in troubles}
    yield from silence(municipality, counted, brought_in(municipality).union(told))
    areas = municipality.buildings.filter(usable_area=None).count() if states else 0
    if areas:
        yield missing(AREAS, areas, reverse("buildings", args=[municipality.ags]))


def first_steps(
    municipality: Municipality, states: Sequence[DatastreamState]
) -> Iterator[AgendaLine]:
    """Without a place and the first files there is nothing to see."""
    if municipality.latitude is None and municipality.station_id is None:
        headline, sentence, button = PLACE
        yield AgendaLine(
            kind=AgendaKind.START,
            urgency=Urgency.FIRST,
            headline=headline,
            sentence=sentence.format(name=municipality.name),
            link=reverse("municipality", args=[municipality.ags]),
            asks=Role.EDITOR,
            button=button,
        )
    if not states:
        headline, sentence, button = FIRST_FILES
        link = reverse("files", args=[municipality.ags])
        kind, urgency = AgendaKind.START, Urgency.FIRST
        yield AgendaLine(kind, urgency, headline, sentence, link, button=button)


def without_series_of_silent_sources(troubles: Sequence[TroubleLine]) -> list[TroubleLine]:
    """Without the single series of a source that is silent as a whole."""
    whole = sources_in(troubles)
    return [
        line
        for line in troubles
        if line.trouble.kind is not TroubleRule.SERIES_SILENT or line.trouble.source_id not in whole
    ]


def sources_in(troubles: Sequence[TroubleLine]) -> set[int]:
    """Ids of the sources that are silent or failing as a whole."""
    found = {line.trouble.source_id for line in troubles if line.trouble.kind in OF_SOURCES}
    return {pk for pk in found if pk is not None}


def pressing_trouble(line: TroubleLine, today: date) -> Urgency | None:
    """Overdue by its day; without one where a promise is broken. None: somebody does it later."""
    if line.trouble.due is None and line.trouble.kind in PROMISES:
        return Urgency.OVERDUE
    return pressing(line.trouble.due, today)


def trouble(municipality: Municipality, line: TroubleLine, urgency: Urgency) -> AgendaLine:
    """A trouble with what it costs, where that is known."""
    found, said = line.trouble, line.because
    if line.cost:
        said = COSTS.format(said=said, cost=line.cost.mean)
    name = subject_of(found)
    return AgendaLine(
        kind=AgendaKind.TROUBLE,
        urgency=urgency,
        headline=about(name, found.kind_text) if name else found.kind_text,
        sentence=said,
        link=reverse("trouble", args=[municipality.ags, found.pk]),
        due=found.due,
        since=local_day(found.since),
        who=accountable([found.owner]),
    )


def subject_of(found: Trouble) -> str:
    """What it is about, as people call it."""
    if found.meter_point is not None:
        return found.meter_point.building.name
    return str(found.datastream or found.source or "")


def silence(
    municipality: Municipality, counted: Sequence[DatastreamState], told: frozenset[int | None]
) -> Iterator[AgendaLine]:
    """Meters nothing new came of; those that are told elsewhere are left out: as a trouble, or by
    the promise of the source that brings them."""
    silent = [state for state in counted if state.silent and state.datastream not in told]
    if silent:
        ends = [state.last_end for state in silent if state.last_end]
        since = local_day(max(ends) - timedelta(seconds=1)) if ends else None
        names = first_few((f"{one.building_name}: {one.meter_point_name}" for one in silent), NAMED)
        counts = {"silent": len(silent), "all": len(counted), "names": names}
        yield soon(municipality, AgendaKind.SILENT, "meters", SILENT, since, **counts)


def weather_due(
    municipality: Municipality, counted: Sequence[DatastreamState]
) -> Iterator[AgendaLine]:
    """Weather for the meters of heat: which station it is, or that it is missing since a day."""
    heated = [state.last_end for state in counted if state.carrier.heats and state.last_end]
    if not heated:
        return
    asked = asked_about(municipality=municipality)
    if asked is not None:
        yield soon(municipality, AgendaKind.WEATHER, "weather", (STATION, asked))
        return
    until = weather_until(municipality=municipality)
    if until is None:
        yield soon(municipality, AgendaKind.WEATHER, "weather", WEATHER)
    elif max(heated) - until > LATE_WEATHER:
        day = local_day(until)
        yield soon(municipality, AgendaKind.WEATHER, "weather", OLD_WEATHER, since=day)


def doubt(municipality: Municipality, found: Doubtful) -> AgendaLine:
    """A meter whose unit is in doubt, and the page where a person settles it."""
    headline, sentence = DOUBT
    return AgendaLine(
        kind=AgendaKind.DOUBT,
        urgency=Urgency.SOON,
        headline=headline.format(
            building=found.point.building.name, carrier=found.point.carrier_text
        ),
        sentence=sentence.format(start=found.start, end=found.last),
        link=reverse("doubtful", args=[municipality.ags, found.point.pk]),
        since=found.start,
        asks=Role.EDITOR,
    )


def soon(
    municipality: Municipality,
    kind: AgendaKind,
    page: str,
    words: tuple[Text, Text],
    since: date | None = None,
    **values: object,
) -> AgendaLine:
    """Something to be done soon, on a page of the municipality."""
    headline, sentence = (text.format(since=since, **values) for text in words)
    link = reverse(page, args=[municipality.ags])
    return AgendaLine(kind, Urgency.SOON, headline, sentence, link, since=since)


COSTS = Text(
    "{said} Kostet etwa {cost:rough} € im Jahr.", "{said} Costs about {cost:rough} € a year."
)
PLACE = (
    Text("Ort bestätigen", "Confirm the place"),
    Text(
        "Wo {name} liegt, weiß das Verzeichnis nicht. Erst mit dem Ort steht fest, welche "
        "Wetterstation die richtige ist.",
        "The register does not know where {name} lies. Only with the place it is certain which "
        "weather station is the right one.",
    ),
    Text("Ort angeben", "Enter the place"),
)
STATION = Text("Wetterstation bestätigen", "Confirm the weather station")
WEATHER = (
    Text("Wetter fehlt", "Weather is missing"),
    Text(
        "Ohne Wetter bleibt Wärme unbereinigt, und was eine Maßnahme an der Heizung brachte, ist "
        "nicht zu sagen.",
        "Without weather heat stays uncorrected, and what a heating measure brought cannot be "
        "told.",
    ),
)
OLD_WEATHER = (
    Text("Wetter fehlt seit {since:short}", "Weather is missing since {since:short}"),
    Text(
        "Die Zähler reichen weiter. Ohne Wetter bleibt ihre Wärme unbereinigt.",
        "The meters reach further. Without weather their heat stays uncorrected.",
    ),
)
DOUBT = (
    Text("{building}, {carrier}: andere Einheit?", "{building}, {carrier}: another unit?"),
    Text(
        "Die Werte von {start:month} bis {end:month} weichen um ein Vielfaches ab. Sie zählen "
        "nirgends mit, bis jemand sagt, was stimmt.",
        "The values from {start:month} to {end:month} are off by a multiple. They count nowhere "
        "until somebody says what is right.",
    ),
)
FIRST_FILES = (
    Text("Legen Sie Ihre Zählerdateien ab", "Drop your meter files"),
    Text(
        "CSV oder Excel, wie Sie sie haben. Sie sehen zuerst, was erkannt wurde.",
        "CSV or Excel, the way you have them. First you see what was understood.",
    ),
    Text("Dateien ablegen", "Drop files"),
)
SILENT = (
    Text("Ohne neue Werte: {silent} von {all} Zählern", "Silent: {silent} of {all} meters"),
    Text(
        "{names}. Bitte lesen Sie neue Verbrauchsdaten ein, sonst bleiben Auswertungen stehen.",
        "{names}. Please bring in new readings; until then nothing is worked out any further.",
    ),
)
AREAS = (
    Text("Nutzflächen fehlen: {count}", "Usable areas missing: {count}"),
    Text(
        "Der Energiebericht vergleicht je Quadratmeter. Eine Gebäudeliste mit Flächen genügt.",
        "The energy report compares per square metre. A list of buildings with areas will do.",
    ),
)
