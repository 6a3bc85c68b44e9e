"""Single readings are published by an act of their own; a page says what strangers see."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from rdflib import Graph, URIRef

from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.places.models import BuildingKind, MeterPoint
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.publication.operations import publish, take_back
from klimamosaik.publication.public.catalogue.words import DCAT
from klimamosaik.publication.queries import readings
from klimamosaik.publication.queries.adaptation import public_adaptation
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.publication.queries.readings import (
    PublicReadings,
    public_datastreams,
    public_readings,
)
from klimamosaik.publication.queries.sensors import public_sensor, public_sensors

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(story: "Story", client: Client) -> Client:
    client.force_login(User.objects.get(username="demo"))
    return client


def a_thing(story: "Story") -> Thing:
    """A building with meters that is not public, nobody living in it."""
    things = Thing.objects.filter(building__municipality=story.municipality)
    things = things.exclude(pk__in=known(story).published.ids(PublishedKind.READINGS))
    found: Thing = things.exclude(building__kind=BuildingKind.HOUSING).order_by("pk")[0]
    return found


def made_public(story: "Story", thing: Thing) -> PublicItem:
    item = PublicItem(PublishedKind.READINGS, str(thing.pk))
    publish(municipality=story.municipality, items=[item], by=None, at=timezone.now())
    return item


def known(story: "Story") -> Known:
    return Known(published_in(story.municipality.ags), timezone.now())


def test_publishing_a_building_publishes_no_single_reading(story: "Story") -> None:
    assert Publication.objects.filter(kind=PublishedKind.BUILDING, until=None).count() > 1
    public = public_sensors(known(story))  # the demo's: sensors outside, and one building
    things = Thing.objects.filter(pk__in=[each.id for each in public])
    assert things.exclude(building=None).count() == 1
    shown = public_datastreams(public_readings())
    told = {series.id for each in public for series in each.series}
    assert {*shown.values_list("pk", flat=True)} == told


def test_the_office_sees_what_strangers_would_read_before_it_publishes(
    story: "Story", office: Client
) -> None:
    thing, ags = a_thing(story), story.municipality.ags
    assert thing.building is not None
    code = f"readings:{thing.pk}"
    page = office.get(f"/{ags}/veroeffentlichen/").content.decode()
    assert f'value="{code}"' in page
    form = {"do": "look", "item": code}
    shown = office.post(f"/{ags}/veroeffentlichen/aendern/", form).content.decode()
    assert "Messwerte" in shown
    preview = office.get(f"/{ags}/veroeffentlichen/vorschau/{code}/").content.decode()
    assert thing.building.name in preview
    assert "kWh" in preview
    assert Client().get(f"/klima/{ags}/sensoren/{thing.pk}/").status_code == 404
    office.post(f"/{ags}/veroeffentlichen/aendern/", {"do": "publish", "item": code})
    public = Client().get(f"/klima/{ags}/sensoren/{thing.pk}/").content.decode()
    assert f"/sensorthings/v1.1/Things({thing.pk})" in public
    assert Client().get(f"/sensorthings/v1.1/Things({thing.pk})").status_code == 200


def test_the_page_and_the_interface_tell_the_same_last_reading(story: "Story") -> None:
    thing = a_thing(story)
    made_public(story, thing)
    page = public_sensor(known(story), thing.pk)
    assert page.series
    for series in page.series:
        asked = "$expand=Observations($top=1;$orderby=phenomenonTime desc;$count=true)"
        one = Client().get(f"/sensorthings/v1.1/Datastreams({series.id})?{asked}").json()
        assert one["Observations@iot.count"] == series.count
        assert one["unitOfMeasurement"]["symbol"] == series.unit
        assert series.last is not None
        result = one["Observations"][0]["result"]
        assert series.last.en.split()[0].replace(",", "") == f"{result:.3f}".rstrip("0").rstrip(".")


def test_what_is_taken_back_is_gone_from_page_and_interface(story: "Story") -> None:
    thing, ags = a_thing(story), story.municipality.ags
    item = made_public(story, thing)
    take_back(municipality=story.municipality, items=[item], by=None, at=timezone.now())
    for address in (f"/klima/{ags}/sensoren/{thing.pk}/", f"/sensorthings/v1.1/Things({thing.pk})"):
        assert Client().get(address).status_code == 410


def test_few_homes_stay_hidden_and_the_page_says_why(story: "Story") -> None:
    thing = a_thing(story)
    point = MeterPoint.objects.filter(building=thing.building_id).order_by("pk")[0]
    point.homes = 3
    point.save()
    made_public(story, thing)
    page = public_sensor(known(story), thing.pk)
    hidden = set(Datastream.objects.filter(meter_point=point).values_list("pk", flat=True))
    assert hidden
    assert not hidden & {series.id for series in page.series}
    assert page.withheld is not None
    for pk in hidden:
        assert Client().get(f"/sensorthings/v1.1/Datastreams({pk})").status_code == 404


def test_a_towns_page_asks_nothing_of_other_towns_readings(
    story: "Story", monkeypatch: pytest.MonkeyPatch
) -> None:
    def every_town() -> PublicReadings:
        raise AssertionError

    monkeypatch.setattr(readings, "worked_out", every_town)
    cache.clear()
    targets = [each for each in public_adaptation(known(story)) if each.shape]
    assert targets  # of readings that are public in this town


def test_few_homes_cannot_be_worked_out_from_a_public_sum(story: "Story") -> None:
    """Sum of a building less the readings of its other meters would be those of three homes."""
    public = Publication.objects.filter(kind=PublishedKind.BUILDING, until=None)
    thing = Thing.objects.get(building=int(public.order_by("pk")[0].subject))
    first = MeterPoint.objects.counting().filter(building=thing.building_id).order_by("pk")[0]
    home = MeterPoint.objects.create(
        building=first.building, carrier=first.carrier, name="Hausmeister", homes=3
    )
    made_public(story, thing)
    shown = public_datastreams(public_readings())
    told = known(story).hidden
    assert not shown.filter(meter_point=home).exists()
    assert home.pk in told.meters
    assert first.pk in told.meters or any(name.startswith("building-") for name in told.names)


def test_the_catalogue_names_the_interface_and_its_dataset(story: "Story") -> None:
    graph = Graph().parse(data=Client().get("/offene-daten/catalog.ttl").content, format="turtle")
    services = {str(each) for each in graph.objects(None, DCAT.endpointURL)}
    endpoint = next(each for each in services if each.endswith("/sensorthings/v1.1"))
    service = graph.value(None, DCAT.endpointURL, URIRef(endpoint))
    assert graph.value(service, DCAT.servesDataset) is not None
    assert (None, DCAT.service, service) in graph
    ags = story.municipality.ags
    page = Client().get(f"/klima/{ags}/offene-daten/").content.decode()
    assert "Messwerte der Sensoren" in page


def test_no_page_of_sensors_where_there_are_none(story: "Story") -> None:
    ags = story.municipality.ags
    Publication.objects.filter(kind=PublishedKind.READINGS).delete()
    assert "Noch sind keine" in Client().get(f"/klima/{ags}/sensoren/").content.decode()
    data = Client().get(f"/klima/{ags}/offene-daten/").content.decode()
    assert "Messwerte der Sensoren" not in data


def told_at(story: "Story", thing: Thing) -> str:
    """What a resident reads who scans the code at a thing."""
    answer = Client().get(f"/klima/{story.municipality.ags}/sensoren/{thing.pk}/")
    return " ".join(answer.content.decode().split())


def test_whoever_scans_a_code_reads_why_who_uses_it_and_what_it_changed(story: "Story") -> None:
    page = told_at(story, Thing.objects.get(name="Stadtpark (erfunden)"))
    trees = Measure.objects.get(name="Stadtbäume nach Bodenfeuchte gießen")
    assert f"Um zu prüfen, ob wirkt, was die Gemeinde tut: {trees.name}." in page
    assert "Kennzahl „Bodenfeuchte an den Bäumen im Park“" in page
    assert "Anpassungsziel „Bodenfeuchte im Stadtpark“" in page
    assert f'massnahmen/{trees.pk}/">{trees.name}</a>' in page
    assert "Bodenfeuchte an den Bäumen im Park</span>: 24,3" in page  # what it changed there
    ags = story.municipality.ags
    near = Client().get(f"/klima/{ags}/bei-mir/").content.decode()
    assert f'href="/klima/{ags}/sensoren/"' in near  # found without a code


def test_of_a_building_the_measured_effect_stands_at_its_sensor(story: "Story") -> None:
    heated = Measure.objects.get(name="Heizungsoptimierung Grundschule")
    point = heated.meter_points.get()
    thing = Thing.objects.get(building=point.building)
    made_public(story, thing)
    page = told_at(story, thing)
    assert public_measure(known(story), heated.pk).said.de in page
    assert "der Energiebericht" in page
    take_back(
        municipality=story.municipality,
        items=[PublicItem(PublishedKind.MEASURE, str(heated.pk))],
        by=None,
        at=timezone.now(),
    )
    assert heated.name not in told_at(story, thing)


def test_where_nobody_uses_a_sensor_the_page_says_so(story: "Story") -> None:
    page = told_at(story, Thing.objects.get(name="parkplatz-rathaus-erfunden"))
    assert "Das hat die Gemeinde noch nicht eingetragen" in page
    assert "keine Kennzeichen" in page
    Indicator.objects.create(
        measure=Measure.objects.get(name="Kühle Orte für heiße Tage"),
        name="Freie Plätze, noch nicht öffentlich",
        datastream=Datastream.objects.get(thing__name="parkplatz-rathaus-erfunden"),
    )
    assert "noch nicht öffentlich" not in told_at(
        story, Thing.objects.get(name="parkplatz-rathaus-erfunden")
    )
