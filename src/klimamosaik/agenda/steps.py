"""What is to be done next in a municipality, most urgent first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.observations.queries.resolution import finest
from klimamosaik.observations.queries.states import DatastreamState
from klimamosaik.observations.weather.queries.stations import asked_about, weather_until
from klimamosaik.places.models import Municipality
from klimamosaik.reports.queries.doubtful import Doubtful, doubtful_meters
from klimamosaik.reports.queries.duty import duty_due
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class TodoStep:
    """Something to do: why, and the page where it is done."""

    headline: Text
    sentence: Text
    button: Text
    link: str


def steps(
    *, municipality: Municipality, states: Sequence[DatastreamState], now: datetime
) -> Iterator[TodoStep]:
    """All steps due, the most urgent one first."""
    if municipality.latitude is None and municipality.station_id is None:
        yield step(municipality, "municipality", PLACE, name=municipality.name)
    if not states:
        yield step(municipality, "files", FIRST_FILES)
        return
    counted = finest(states)
    yield from weather_due(municipality, counted)
    for each in doubtful_meters(municipality=municipality):
        yield doubt(municipality, each)
    silent = sum(bool(state.silent) for state in counted)
    if silent:
        yield step(municipality, "meters", SILENT, silent=silent, all=len(counted))
    missing = municipality.buildings.filter(usable_area=None).count()
    if missing:
        yield step(municipality, "buildings", AREAS, count=missing)
    if not Measure.objects.filter(municipality=municipality).exists():
        yield step(municipality, "measure_new", FIRST_MEASURE)
    begun = Measure.objects.filter(
        municipality=municipality, start__lte=now.astimezone(LOCAL).date()
    )
    lost = begun.exclude(phase=Phase.STOPPED).filter(meter_points=None).count()
    if lost:
        yield step(municipality, "measures", UNMETERED, count=lost)
    yield from report_due(municipality, now.astimezone(LOCAL).date())


def weather_due(
    municipality: Municipality, counted: Sequence[DatastreamState]
) -> Iterator[TodoStep]:
    """Weather for the meters of heat: which station it is, or that it is missing since a day."""
    heated = [state.last_end for state in counted if state.carrier.heats and state.last_end]
    if not heated:
        return
    asked = asked_about(municipality=municipality)
    if asked is not None:
        headline, _, button = STATION
        yield TodoStep(headline, asked, button, reverse("weather", args=[municipality.ags]))
        return
    until = weather_until(municipality=municipality)
    if until is None:
        yield step(municipality, "weather", WEATHER)
    elif max(heated) - until > LATE_WEATHER:
        yield step(municipality, "weather", OLD_WEATHER, day=f"{until.astimezone(LOCAL):%d.%m.%Y}")


def doubt(municipality: Municipality, found: Doubtful) -> TodoStep:
    """A meter whose unit is in doubt, and the page where a person settles it."""
    link = reverse("doubtful", args=[municipality.ags, found.point.pk])
    headline, sentence, button = DOUBT
    said = headline.format(building=found.point.building.name, carrier=found.point.carrier_text)
    return TodoStep(said, sentence.format(start=found.start, end=found.last), button, link)


def report_due(municipality: Municipality, today: date) -> Iterator[TodoStep]:
    """The energy report the law of the state asks for next, once its period is over."""
    due = duty_due(municipality.state, today)
    if due is not None:
        yield step(
            municipality,
            "report",
            REPORT,
            first=due.first,
            last=due.last,
            due=due.due,
            law=due.law,
        )


def step(
    municipality: Municipality, page: str, words: tuple[Text, Text, Text], **values: object
) -> TodoStep:
    """Fill the words of a step and find its page."""
    headline, sentence, button = (text.format(**values) if values else text for text in words)
    return TodoStep(headline, sentence, button, reverse(page, args=[municipality.ags]))


LATE_WEATHER = timedelta(days=62)  # meters are read by the month
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
STATION = (
    Text("Wetterstation bestätigen", "Confirm the weather station"),
    Text("", ""),
    Text("Station wählen", "Choose the station"),
)
WEATHER = (
    Text("Wetter fehlt", "Weather is missing"),
    Text(
        "Ohne Wetter bleibt Wärme unbereinigt, und was eine Maßnahme an der Heizung brachte, ist "
        "nicht zu sagen.",
        "Without weather heat stays uncorrected, and what a heating measure brought cannot be "
        "told.",
    ),
    Text("Wetter holen", "Fetch the weather"),
)
OLD_WEATHER = (
    Text("Wetter fehlt seit {day}", "Weather is missing since {day}"),
    Text(
        "Die Zähler reichen weiter. Ohne Wetter bleibt ihre Wärme unbereinigt.",
        "The meters reach further. Without weather their heat stays uncorrected.",
    ),
    Text("Wetter holen", "Fetch the weather"),
)
DOUBT = (
    Text("{building}, {carrier}: andere Einheit?", "{building}, {carrier}: another unit?"),
    Text(
        "Die Werte von {start:month} bis {end:month} weichen um ein Vielfaches ab. Sie zählen "
        "nirgends mit, bis jemand sagt, was stimmt.",
        "The values from {start:month} to {end:month} are off by a multiple. They count nowhere "
        "until somebody says what is right.",
    ),
    Text("Klären", "Settle it"),
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
        "Bitte lesen Sie neue Verbrauchsdaten ein, sonst bleiben Auswertungen stehen.",
        "Please bring in new readings; until then nothing is worked out any further.",
    ),
    Text("Zähler ansehen", "See the meters"),
)
AREAS = (
    Text("Nutzflächen fehlen: {count}", "Usable areas missing: {count}"),
    Text(
        "Der Energiebericht vergleicht je Quadratmeter. Eine Gebäudeliste mit Flächen genügt.",
        "The energy report compares per square metre. A list of buildings with areas will do.",
    ),
    Text("Gebäude ergänzen", "Complete the buildings"),
)
FIRST_MEASURE = (
    Text("Schreiben Sie eine Maßnahme auf", "Write down a measure"),
    Text(
        "Was wurde wann und wo geändert? Die Zähler sagen dann, was es gebracht hat.",
        "What was changed, when and where? The meters then say what it brought.",
    ),
    Text("Maßnahme aufschreiben", "Write down a measure"),
)
UNMETERED = (
    Text("Maßnahmen ohne Zähler: {count}", "Measures without a meter: {count}"),
    Text(
        "Ohne Zähler bleibt offen, was sie gebracht haben.",
        "Without a meter it stays open what they brought.",
    ),
    Text("Zähler zuordnen", "Choose meters"),
)
REPORT = (
    Text("Energiebericht {first} bis {last}", "Energy report {first} to {last}"),
    Text(
        "Muss bis {due:short} veröffentlicht sein ({law}).",
        "Must be published by {due} ({law}).",
    ),
    Text("Bericht ansehen", "See the report"),
)
