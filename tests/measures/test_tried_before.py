"""Whoever plans what was stopped before reads why, before any money is asked for."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client

from klimamosaik.measures.models import Lesson, Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.name_similarity import LIKE, likeness
from klimamosaik.measures.operations import stop
from klimamosaik.measures.queries import MeasureIdea, tried_before
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, Municipality
from tests.measures.conftest import measure_in, somebody

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BINS = "Füllstand in Glascontainern messen"
CAUSE = "Die Fahrer leeren ohnehin nach Tour."
PHASES = {"confidence": "0.9", "phase": "idea"}


def stopped(town: Municipality, name: str, **facts: object) -> Measure:
    measure = measure_in(town, name=name, **facts)
    lesson = Lesson(
        hypothesis="weniger Fahrten", evidence="gleich viele", cause=CAUSE,
        advice="Erst mit den Fahrern reden", cost=12_000,
    )  # fmt: skip
    stop(measure=measure, lesson=lesson, by=None, at=AT)
    return measure


@pytest.fixture
def editor(town: Municipality) -> Client:
    return somebody(town, Role.EDITOR)[1]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Füllstand in Altglascontainern messen", BINS, True),
        ("Sensoren für Altglas-Container", BINS, True),
        ("Fuellstand in Glascontainern messen", BINS, True),
        ("Solardach Rathaus", "Solardach Schule", True),
        ("PV auf Schulen", "Photovoltaik auf Schulen", True),
        ("LED-Beleuchtung Gesamtschule", "LED-Beleuchtung Grundschule", True),
        ("Bodenfeuchte messen", BINS, False),
        ("Dämmung Grundschule", "Aushänge Grundschule", False),
        ("Klimaschutzkonzept", "Mobilitätskonzept", False),
        ("Radweg", "Wärmenetz", False),
        ("Maßnahme für die Stadt", "Maßnahme der Stadt", False),
        ("", "", False),
    ],
)
def test_names_are_alike_by_what_they_are_about(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= LIKE) is alike
    assert likeness(one, other) == likeness(other, one)


def test_a_like_name_is_found_and_the_rest_is_not(town: Municipality) -> None:
    stopped(town, BINS)
    stopped(town, "Seilbahn zum Bahnhof")
    measure_in(town, name="Füllstand der Papiercontainer")  # goes on, nothing to warn of
    found = tried_before(municipality=town, planned=MeasureIdea("Füllstand in Altglascontainern"))
    assert [one.name for one in found.like] == [BINS]
    assert found.near == ()
    assert (found.like[0].cause, found.like[0].cost) == (CAUSE, Decimal(12_000))
    assert not tried_before(municipality=town, planned=MeasureIdea("Wärmenetz"))


def test_a_shared_field_or_kind_of_building_is_told_apart(town: Municipality) -> None:
    school = Building.objects.create(municipality=town, name="Schule", kind="school")
    posters = stopped(town, "Aushänge", fields_of_action=["heat"])
    posters.buildings.add(school)
    stopped(town, "Wärmekarte", fields_of_action=["heat"])
    stopped(town, "Ideenwerkstatt", fields_of_action=["cross-cutting"])
    planned = MeasureIdea("Dämmung", fields=posters.fields, kinds=frozenset({"school"}))
    near = tried_before(municipality=town, planned=planned).near
    assert [(one.name, one.why.de) for one in near] == [
        ("Aushänge", "gleiche Art Gebäude: Schule"),
        ("Wärmekarte", "gleiches Handlungsfeld: Wärme"),
    ]


def test_never_more_than_a_few_are_shown(town: Municipality) -> None:
    for number in range(6):
        stopped(town, f"Solardach Haus {number}", fields_of_action=["electricity"])
    found = tried_before(municipality=town, planned=MeasureIdea("Solardach Rathaus"))
    assert len(found.like) == 3


def test_the_form_shows_it_before_it_saves_and_then_saves(
    town: Municipality, editor: Client
) -> None:
    stopped(town, BINS)
    given = {"name": "Füllstand in Altglascontainern messen", **PHASES}
    page = editor.post(f"/{town.ags}/massnahmen/neu/", given).content.decode()
    assert page.index("Das wurde schon einmal versucht") < page.index('name="cost"')
    assert CAUSE in page
    assert "Erst mit den Fahrern reden" in page
    assert Measure.objects.count() == 1
    read = page.split('name="read" value="')[1].split('"')[0]
    again = editor.post(f"/{town.ags}/massnahmen/neu/", given | {"read": read})
    assert again.status_code == 302
    new = Measure.objects.get(name=given["name"])
    assert CAUSE in editor.get(f"/{town.ags}/massnahmen/{new.pk}/register/").content.decode()


def test_nothing_stands_in_the_way_of_something_new(town: Municipality, editor: Client) -> None:
    stopped(town, BINS)
    given = {"name": "Wärmenetz", **PHASES}
    assert editor.post(f"/{town.ags}/massnahmen/neu/", given).status_code == 302
    page = editor.get(f"/{town.ags}/massnahmen/neu/").content.decode()
    assert "schon einmal versucht" not in page


def test_one_can_look_before_anything_else_is_filled_in(town: Municipality, editor: Client) -> None:
    stopped(town, BINS)
    look = {"name": "Glascontainer", "do": "look", **PHASES}
    page = editor.post(f"/{town.ags}/massnahmen/neu/", look).content.decode()
    assert CAUSE in page
    assert 'value="Glascontainer"' in page
    assert CAUSE in editor.get(f"/{town.ags}/massnahmen/neu/?name=Glascontainer").content.decode()
    assert Measure.objects.count() == 1


def test_a_measure_in_operation_is_not_warned_of_and_never_of_itself(
    town: Municipality, editor: Client
) -> None:
    old = stopped(town, BINS)
    runs = measure_in(town, name="Füllstand in Altglascontainern", phase=Phase.PERMANENT)
    for measure in (old, runs):
        page = editor.get(f"/{town.ags}/massnahmen/{measure.pk}/register/").content.decode()
        assert "schon einmal versucht" not in page


def test_a_stop_without_a_lesson_says_so(town: Municipality) -> None:
    bare = measure_in(town, name=BINS)
    Measure.objects.filter(pk=bare.pk).update(phase=Phase.STOPPED)
    (one,) = tried_before(municipality=town, planned=MeasureIdea("Glascontainer")).like
    assert one.cause == ""


def test_a_stopped_measure_of_another_town_is_not_this_towns(town: Municipality) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    stopped(other, BINS)
    assert not tried_before(municipality=town, planned=MeasureIdea(BINS))
