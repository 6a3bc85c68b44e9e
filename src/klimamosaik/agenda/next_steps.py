"""What can be done now, after something was done: at most three ways, the likeliest first.

The one place that says so, for all deeds; pages say only what was done (`records.done_messages`).
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from django.urls import reverse
from django.utils import timezone

from klimamosaik.agenda.arrivals import after_files, after_weather
from klimamosaik.agenda.offers import Offered, offer
from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality
from klimamosaik.records.done_messages import Deed
from klimamosaik.terms.text import Text
from klimamosaik.terms.whole_number import whole_number

MOST = 3  # ways offered: more is a menu
Rule = Callable[[Municipality, str], Iterator[Offered]]


def next_steps(*, municipality: Municipality, deed: str, about: str) -> tuple[Offered, ...]:
    """What is offered after a deed; nothing for one nobody knows."""
    rule = RULES.get(deed)
    return () if rule is None else tuple(islice(rule(municipality, about), MOST))


def after_measure(town: Municipality, about: str) -> Iterator[Offered]:
    """Its meters where it has none, its expectation before the first day; always: change it."""
    measure = Measure.objects.filter(municipality=town, pk=whole_number(about) or 0).first()
    if measure is None:
        return
    begun = measure.start is not None and measure.start <= timezone.localdate()
    metered = measure.meter_points.exists()
    if not begun and not hasattr(measure, "expected_effect"):
        yield offer(EXPECT, "expectation", town.ags, measure.pk)
    if not metered:
        yield offer(METERS_OF_IT, "measure_edit", town.ags, measure.pk)
    if begun and metered:
        yield offer(REGISTER, "measure_register", town.ags, measure.pk)
    yield offer(CHANGE, "measure_edit", town.ags, measure.pk)


def after_list(town: Municipality, _: str) -> Iterator[Offered]:
    """Without expected reductions a list changes nothing on the mosaic."""
    yield offer(EXPECT_ALL, "expectations", town.ags)
    yield offer(PHASES, "measures", town.ags)
    yield offer(PRIORITIES, "planning", town.ags)


def after_expecting(town: Municipality, _: str) -> Iterator[Offered]:
    """Where the tonnes that were entered are seen."""
    yield offer(PATHWAY, "way", town.ags)
    yield offer(PRIORITIES, "planning", town.ags)


def after_building(town: Municipality, about: str) -> Iterator[Offered]:
    """The next one without an area, else its own page."""
    here = whole_number(about) or 0
    lacking = town.buildings.filter(usable_area=None).exclude(pk=here).order_by("name").first()
    if lacking is not None:
        words = NEXT_BUILDING.format(name=lacking.name)
        yield Offered(words, reverse("building_edit", args=[town.ags, lacking.pk]))
    if town.buildings.filter(pk=here).exists():
        yield offer(BUILDING, "building", town.ags, here)
    yield offer(REPORT, "report", town.ags)


def after_source(town: Municipality, _: str) -> Iterator[Offered]:
    """Who hears when it falls silent, and where its values will be."""
    yield offer(WHO_HEARS, "trouble_addresses", town.ags)
    yield offer(SERIES, "series", town.ags)


def after_target(town: Municipality, _: str) -> Iterator[Offered]:
    """Where one sees what is missing to the target, and what is to close the gap."""
    yield offer(PATHWAY, "way", town.ags)
    yield offer(MILESTONE, "milestone", town.ags)
    yield offer(EXPECT_ALL, "expectations", town.ags)


def after_inviting(town: Municipality, _: str) -> Iterator[Offered]:
    """What somebody new is to do."""
    yield offer(TASKS, "tasks", town.ags)


def after_balance(town: Municipality, about: str) -> Iterator[Offered]:
    """The balance of that year, and what follows from it."""
    year = whole_number(about)
    if year is not None:
        yield offer(BALANCE.format(year=year), "balance_year", town.ags, year)
    yield offer(WHY_OTHER, "balance_change", town.ags)
    yield offer(PATHWAY, "way", town.ags)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        Deed.FILES_STORED: after_files,
        Deed.WEATHER_HELD: after_weather,
        Deed.MEASURE_SAVED: after_measure,
        Deed.MEASURES_LISTED: after_list,
        Deed.EXPECTED: after_expecting,
        Deed.BUILDING_SAVED: after_building,
        Deed.SOURCE_ADDED: after_source,
        Deed.TARGET_SET: after_target,
        Deed.PERSON_INVITED: after_inviting,
        Deed.BALANCE_ENTERED: after_balance,
    }
)
EXPECT = Text("Erwartete Minderung eintragen", "Enter the expected reduction")
EXPECT_ALL = Text("Erwartete Minderungen eintragen", "Enter the expected reductions")
METERS_OF_IT = Text("Zähler zuordnen, die es zeigen werden", "Choose the meters that will show it")
REGISTER = Text("Stand und Aufgaben der Maßnahme", "State and tasks of the measure")
CHANGE = Text("Noch etwas ändern", "Change something")
PHASES = Text("Die Maßnahmen ansehen", "See the measures")
PRIORITIES = Text("Welche zuerst? Ein Budget verteilen", "Which first? Spread a budget")
PATHWAY = Text("Was bis zum Ziel noch fehlt", "What is still missing to the target")
NEXT_BUILDING = Text("Das nächste ohne Fläche: {name}", "The next without an area: {name}")
BUILDING = Text("Das Gebäude ansehen", "See the building")
REPORT = Text("Energiebericht ansehen", "See the energy report")
WHO_HEARS = Text(
    "Eintragen, wer bei einer Störung eine Nachricht bekommt", "Enter who is told of a fault"
)
SERIES = Text("Alle Messreihen", "All series")
MILESTONE = Text("Ein Zwischenziel eintragen", "Enter a milestone")
TASKS = Text("Aufgaben, die jemand übernehmen kann", "Tasks somebody can take on")
BALANCE = Text("Die Bilanz {year} ansehen", "See the balance of {year}")
WHY_OTHER = Text("Warum sie anders ist als im Jahr davor", "Why it differs from the year before")
