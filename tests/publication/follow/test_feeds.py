"""Whoever wants to follow does so by a feed, and leaves no address."""

from datetime import date, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from klimamosaik.measures.models import IndicatorValue, Measure, Task
from klimamosaik.people.models import Organisation
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import note_editions, publish, take_back
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.publication.follow.test_changes import public_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ATOM = "{http://www.w3.org/2005/Atom}"
LATER = DEMO_AT + timedelta(hours=2)
TOWN = "/klima/03999999/"


@pytest.fixture
def measure(story: Story) -> Measure:
    """A published measure on which something is decided next year."""
    pk = published_in(story.municipality.ags).ids(PublishedKind.MEASURE)[0]
    found = Measure.objects.get(pk=pk)
    found.next_decision_on = date(2027, 3, 12)
    found.save()
    return found


def feed(address: str) -> Element:
    """A feed, read as a reader does."""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "Set-Cookie" not in answer
    return fromstring(answer.content)


def parts(entry: Element) -> dict[str, str]:
    """Title, id, summary, updated and the link of an entry."""
    link = entry.find(ATOM + "link")
    found = {
        name: entry.findtext(ATOM + name, "") for name in ("title", "id", "summary", "updated")
    }
    return found | {"link": link.get("href", "") if link is not None else ""}


def entries(address: str) -> list[dict[str, str]]:
    return [parts(each) for each in feed(address).iter(ATOM + "entry")]


def test_what_is_public_stands_in_the_town_s_feed_once(story: Story, measure: Measure) -> None:
    note_editions(at=DEMO_AT)
    found = entries(f"{TOWN}neues.atom")
    assert len(found) > 20
    assert len({each["id"] for each in found}) == len(found)
    assert all(each["id"].startswith("tag:testserver,2026:/klima/03999999/") for each in found)
    assert all(each["title"] and each["summary"] and each["updated"] for each in found)
    assert [each for each in found if each["link"].endswith(f"/zahlen/massnahme-{measure.pk}/")]


def test_a_changed_figure_comes_first_with_its_reason(story: Story) -> None:
    note_editions(at=DEMO_AT)
    row = public_indicator()
    before = {each["id"] for each in entries(f"{TOWN}neues.atom")}
    IndicatorValue.objects.create(indicator=row, day=LATER.date(), value=77.0, source="erfunden")
    note_editions(at=LATER)
    found = entries(f"{TOWN}neues.atom")
    new = [each for each in found if each["id"] not in before]
    assert len(new) == 1
    assert new[0] in found[:3]
    assert "77" in new[0]["title"]
    assert "Neue Angaben der Gemeinde. Vorher:" in new[0]["summary"]
    english = entries("/en/klima/03999999/neues.atom")
    assert any("New statements of the municipality. Before:" in e["summary"] for e in english)


def test_the_next_decision_is_told_with_its_day(measure: Measure) -> None:
    (told,) = [e for e in entries(f"{TOWN}massnahmen/{measure.pk}/neues.atom") if "2027" in e["id"]]
    assert told["title"] == f"Nächste Entscheidung: {measure.name}"
    assert "12. März 2027" in told["summary"]
    measure.next_decision_on = date(2027, 4, 2)
    measure.save()
    (other,) = [e for e in entries(f"{TOWN}neues.atom") if f"-{measure.pk}/entsch" in e["id"]]
    assert other["id"] != told["id"]
    measure.next_decision_on = date(2020, 1, 1)
    measure.save()
    assert not [e for e in entries(f"{TOWN}neues.atom") if f"-{measure.pk}/entsch" in e["id"]]


def test_a_task_that_is_a_decision_is_told_by_its_day_alone(measure: Measure) -> None:
    """As the office counts it; what the task is called is the office's own."""
    measure.next_decision_on = None
    measure.save()
    row = measure.tasks.create(
        organisation=Organisation.objects.all()[0],
        what="Heimliche Vorlage",
        due=date(2027, 5, 4),
        decision=True,
    )
    feed_of, page_of = (
        f"{TOWN}massnahmen/{measure.pk}/neues.atom",
        f"{TOWN}massnahmen/{measure.pk}/",
    )
    (told,) = [e for e in entries(feed_of) if "2027" in e["id"]]
    page = Client().get(page_of).content.decode()
    assert told["summary"] == "Am 4. Mai 2027 wird entschieden."
    assert "4. Mai 2027" in page
    assert "Heimlich" not in page + str(told)
    row.decision = False
    row.save()
    assert not [e for e in entries(feed_of) if "2027" in e["id"]]
    assert "4. Mai 2027" not in Client().get(page_of).content.decode()


def test_of_a_stopped_measure_nothing_is_decided_any_more(measure: Measure) -> None:
    address = f"{TOWN}massnahmen/{measure.pk}/neues.atom"
    assert [e for e in entries(address) if "2027" in e["id"]]
    measure.phase = "stopped"
    measure.save()
    assert not [e for e in entries(address) if "2027" in e["id"]]


def test_a_day_of_decision_that_passed_is_never_told_as_to_come(measure: Measure) -> None:
    """Pages and the interface say that nobody entered the outcome; the list of steps drops it."""
    measure.next_decision_on = date(2026, 3, 12)
    measure.save()
    said = "Die Entscheidung stand am 12. März 2026 an; wie sie ausfiel, ist noch nicht eingetragen"
    page = Client().get(f"{TOWN}massnahmen/{measure.pk}/").content.decode()
    assert said in page
    assert "Nächste Entscheidung" not in page
    assert "12. März 2026: Entscheidung" not in Client().get(TOWN).content.decode()
    told = Client().get(f"/api/v1/municipalities/03999999/measures/{measure.pk}").json()
    assert (told["next_decision"], told["undecided_since"]) == (None, "2026-03-12")


def test_a_measure_s_feed_tells_of_nothing_else(story: Story, measure: Measure) -> None:
    note_editions(at=DEMO_AT)
    links = {each["link"] for each in entries(f"{TOWN}massnahmen/{measure.pk}/neues.atom")}
    others = set(published_in(story.municipality.ags).ids(PublishedKind.MEASURE)) - {measure.pk}
    assert any(f"/zahlen/massnahme-{measure.pk}/" in each for each in links)
    assert not any(f"massnahme-{pk}/" in each for each in links for pk in others)


def test_what_is_taken_back_is_in_no_feed(story: Story, measure: Measure) -> None:
    town, user = story.municipality, User.objects.get(username="demo")
    note_editions(at=DEMO_AT)
    item = PublicItem(PublishedKind.MEASURE, str(measure.pk))
    take_back(municipality=town, items=[item], by=user, at=LATER)
    assert Client().get(f"{TOWN}massnahmen/{measure.pk}/neues.atom").status_code == 410
    assert Client().get(f"{TOWN}massnahmen/99999/neues.atom").status_code == 404
    assert measure.name not in Client().get(f"{TOWN}neues.atom").content.decode()
    publish(municipality=town, items=[item], by=user, at=LATER)
    assert measure.name in Client().get(f"{TOWN}neues.atom").content.decode()


def test_an_empty_feed_is_the_same_each_time(story: Story) -> None:
    Measure.objects.update(next_decision_on=None)
    Task.objects.update(decision=False)
    first = Client().get(f"{TOWN}neues.atom").content
    assert entries(f"{TOWN}neues.atom") == []
    assert Client().get(f"{TOWN}neues.atom").content == first


@override_settings(PUBLIC_ADDRESS="https://klima.example.org")
def test_addresses_are_those_of_the_town_hall(story: Story) -> None:
    note_editions(at=DEMO_AT)
    whole = feed(f"{TOWN}neues.atom")
    (own,) = [each for each in whole.findall(ATOM + "link") if each.get("rel") == "self"]
    assert own.get("href") == "https://klima.example.org/klima/03999999/neues.atom"
    links = [parts(each)["link"] for each in whole.iter(ATOM + "entry")]
    assert links
    assert all(each.startswith("https://klima.example.org/klima/") for each in links)
    page = Client().get(TOWN).content.decode()
    assert 'type="application/atom+xml" href="/klima/03999999/neues.atom"' in page
