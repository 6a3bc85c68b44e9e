"""The demo shows each page in each of its states, and says everywhere that it is invented."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.planning.models import Selection
from klimamosaik.web.demo.story import Story
from tests.web.conftest import logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.long]

HEATING, POSTERS = "Heizungsoptimierung Grundschule", "Aushänge „Fenster zu!“ Stadtbücherei"
LIGHTS, POOL = "LED-Beleuchtung Gesamtschule", "Wärmerückgewinnung Hallenbad"
TREES, COOL = "Stadtbäume nach Bodenfeuchte gießen", "Kühle Orte für heiße Tage"


@pytest.fixture
def office(story: Story) -> Client:
    """The demo's user, logged in."""
    del story
    return logged_in(User.objects.get(username="demo"))


STATES = {  # what is seen: the page it is seen on ("measure:NAME" its register page), and its words
    "why emissions changed": ("bilanz/warum-anders/", "t CO₂e weniger als"),
    "a balance of eight tonnes a head": ("bilanz/", "7,7 t je Einwohner"),
    "adaptation that is reached": ("anpassung/", "Bodenfeuchte im Stadtpark"),
    "adaptation that is not reached": ("anpassung/", "noch nicht wie gewünscht"),
    "a co-effect worse than before": ("anpassung/", "schlechter als vorher"),
    "adaptation on the first screen": ("", "Hochwasser am Mühlbach"),
    "an indicator the soil itself says": (f"measure:{TREES}", "Messwerte, "),
    "staff time saved": (f"measure:{TREES}", "Kontrollfahrten zu den Bäumen"),
    "what was passed on": (f"measure:{POOL}", "Mit der Abdeckung beginnen"),
    "an idea with hardly anything said": (f"measure:{COOL}", "fehlt"),
    "a doubtful unit": ("heute/", "Bauhof, Strom: andere Einheit?"),
    "a meter without news": ("heute/", "Ohne neue Werte"),
    "a silent sensor": ("stoerungen/", "erfunden"),
    "a broken promise": ("quellen/", "Sensornetz (erfunden)"),
    "an overdue task": ("aufgaben/", "Überfällig insgesamt"),
    "a task due this week": ("aufgaben/", "Angebote für die Verstärkung der Dächer einholen"),
    "what used more than before": (f"measure:{LIGHTS}", "LED-Beleuchtung"),
    "a stopped measure": ("massnahmen/", "gestoppt"),
    "a decision due": ("massnahmencontrolling/", POSTERS),
    "an expected effect nobody decided on": ("planung/", "Rathaus dämmen"),
    "a resident's question without an answer": ("rueckmeldungen/", "Anwohnerin (erfunden)"),
    "a series nobody uses": ("messreihen/", "Friedhof (erfunden)"),
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_seen_on_its_page(office: Client, story: Story, state: str) -> None:
    address, words = STATES[state]
    if address.startswith("measure:"):
        pk = Measure.objects.get(name=address.removeprefix("measure:")).pk
        address = f"massnahmen/{pk}/register/"
    answer = office.get(f"/{story.municipality.ags}/{address}")
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_there_is_a_measure_in_every_phase(story: Story) -> None:
    found = Measure.objects.filter(municipality=story.municipality).values_list("phase", flat=True)
    assert set(found) == set(Phase)


def test_what_others_learnt_is_shown_before_one_plans_the_same(
    office: Client, story: Story
) -> None:
    lights = Measure.objects.get(name="Straßenlicht auf LED")
    page = office.get(f"/{story.municipality.ags}/massnahmen/{lights.pk}/register/")
    assert "Beispielhausen (erfunden)" in page.content.decode()


def test_a_plan_was_kept(office: Client, story: Story) -> None:
    plan = Selection.objects.get(municipality=story.municipality)
    page = office.get(f"/{story.municipality.ags}/planung/{plan.pk}/").content.decode()
    assert "Luftwärmepumpen in drei Kitas" in page


def test_steps_lie_in_the_last_two_years(story: Story) -> None:
    for name, phases in ((HEATING, 4), (POOL, 5)):
        steps = list(Measure.objects.get(name=name).steps.order_by("day", "pk"))
        assert len(steps) == phases
        assert steps[0].day.year < steps[-1].day.year


FILES = (  # what can be taken along
    "bilanz/tabelle.xlsx",
    "bilanz/{year}/bilanz.json",
    "mosaik/pfad.json",
    "massnahmencontrolling/massnahmencontrolling.json",
    "wirkung/wirkung.json",
    "planung/kosten.json",
    "planung/{plan}/plan.json",
    "planung/{plan}/plan.xlsx",
    "massnahmen/listen/massnahmen.xlsx",
    "massnahmen/{measure}/wirkung.json",
    "bericht/energiebericht.json",
    "bericht/energiebericht.xlsx",
)


def downloads(story: Story) -> Iterator[str]:
    """Every address of the office that ends as a file does."""
    told = {
        "year": story.whole_years[-1],
        "plan": Selection.objects.latest("pk").pk,
        "measure": Measure.objects.get(name=HEATING).pk,
    }
    for each in FILES:
        yield f"/{story.municipality.ags}/{each.format(**told)}"


def test_what_is_taken_along_says_that_the_town_is_invented(office: Client, story: Story) -> None:
    silent, seen = [], 0
    for address in downloads(story):
        answer = office.get(address)
        assert answer.status_code == 200, address
        seen += 1
        content = answer.getvalue()
        text = unpacked(content) if content[:2] == b"PK" else content.decode("utf-8", "replace")
        said = "synthetisch" in text or "erfunden" in text
        if address.endswith(".json"):
            said = '"synthetic": true' in json.dumps(json.loads(content))
        if not said:
            silent.append(address)
    assert seen > 5
    assert silent == []


def unpacked(content: bytes) -> str:
    """All text of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


@pytest.mark.parametrize(
    "address", ["", "heute/", "massnahmen/", "bilanz/", "anpassung/", "minderungspfad/", "zaehler/"]
)
def test_every_page_of_the_town_says_that_it_is_invented(
    office: Client, story: Story, address: str
) -> None:
    page = office.get(f"/{story.municipality.ags}/{address}").content.decode()
    assert "(erfundene Stadt)" in page
