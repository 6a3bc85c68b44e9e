"""What a harvester gets: page after page, in any format, and nothing new the second time."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any
from xml.etree.ElementTree import fromstring

import polars as pl
import pytest
from django.contrib.auth.models import User
from django.test import Client
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries.readings import readings
from klimamosaik.places.models import Building, BuildingKind
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import note_editions, publish, switch_off, take_back
from klimamosaik.publication.public.catalogue import entry
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.publication.catalogue.conftest import ADDRESS
from tests.publication.catalogue.shapes import DCAT, SPDX

pytestmark = [pytest.mark.django_db, pytest.mark.long]
JANUARY, LATER = datetime(2025, 1, 1, tzinfo=UTC), DEMO_AT + timedelta(hours=1)
HYDRA = "http://www.w3.org/ns/hydra/core#"
MEDIA = {"ttl": "text/turtle", "rdf": "application/rdf+xml", "jsonld": "application/ld+json"}
READ = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "PER_PAGE", 10)


def page_at(harvester: Client, address: str, ending: str = "ttl") -> Graph:
    """A page as a harvester reads it, by its full address."""
    response = harvester.get(address.removeprefix(ADDRESS))
    assert response.status_code == 200
    assert response["Content-Type"].startswith(MEDIA[ending])
    return Graph().parse(response.content, format=READ[ending])


def harvest(harvester: Client, start: str, *, word: str) -> tuple[Graph, int]:
    """Follow the pages to the end; all of them together, and how many they were."""
    whole, address, pages = Graph(), start, 0
    while address:
        page = page_at(harvester, address)
        pages += 1
        assert pages < 100
        whole += page
        (here,) = page.subjects(RDF.type, URIRef(HYDRA + "PagedCollection"))
        address = str(page.value(here, URIRef(HYDRA + word)) or "")
    return whole, pages


def datasets(graph: Graph) -> set[str]:
    return {str(each) for each in graph.subjects(RDF.type, DCAT.Dataset)}


def without_pages(graph: Graph) -> set[Any]:
    """All that is said besides the ways from page to page."""
    pages = set(graph.subjects(RDF.type, URIRef(HYDRA + "PagedCollection")))
    return {triple for triple in graph if triple[0] not in pages}


@pytest.mark.usefixtures("everything", "small_pages")
@pytest.mark.parametrize("word", ["next", "nextPage"])
def test_a_harvester_gets_every_dataset_once_and_nothing_new_the_second_time(
    word: str, client: Client
) -> None:
    first, pages = harvest(client, "/offene-daten/catalog.ttl", word=word)
    assert pages == ceil(len(datasets(first)) / 10) > 3
    seen: list[str] = []
    for number in range(1, pages + 1):
        page = page_at(client, f"/offene-daten/catalog.ttl?page={number}")
        seen += [str(each) for each in page.objects(None, DCAT.dataset)]
    assert len(seen) == len(set(seen)) == len(datasets(first)) > 30
    another = Client()  # nothing was made for it before
    again, _ = harvest(another, "/offene-daten/catalog.ttl", word=word)
    assert set(again) - set(first) == set()


@pytest.mark.usefixtures("everything", "small_pages")
def test_a_page_in_the_middle_tells_both_ways_on_in_both_vocabularies(client: Client) -> None:
    page = page_at(client, "/offene-daten/catalog.ttl?page=2")
    (here,) = page.subjects(RDF.type, URIRef(HYDRA + "PagedCollection"))
    told = {
        name: str(page.value(here, URIRef(HYDRA + name))).removeprefix(
            ADDRESS + "/offene-daten/catalog.ttl?page="
        )
        for name in ("first", "next", "previous", "last")
    }
    total = int(str(page.value(here, URIRef(HYDRA + "totalItems"))))
    last = str(ceil(total / 10))
    assert told == {"first": "1", "next": "3", "previous": "1", "last": last}
    for name in told:
        assert page.value(here, URIRef(f"{HYDRA}{name}")) == page.value(
            here, URIRef(f"{HYDRA}{name}Page")
        )
    assert int(str(page.value(here, URIRef(HYDRA + "itemsPerPage")))) == 10
    assert total > 30


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own reader
@pytest.mark.usefixtures("everything")
def test_the_three_formats_say_the_same(client: Client) -> None:
    graphs = [page_at(client, f"/offene-daten/catalog.{ending}", ending) for ending in MEDIA]
    said = [without_pages(graph) for graph in graphs]
    assert len(said[0]) > 1000
    assert said[0] ^ said[1] == set()
    assert said[0] ^ said[2] == set()


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("ending", MEDIA)
def test_without_an_ending_the_accept_header_decides(ending: str, client: Client) -> None:
    answer = client.get("/offene-daten/catalog", headers={"accept": MEDIA[ending]})
    assert answer["Content-Type"].startswith(MEDIA[ending])
    assert "Accept" in answer["Vary"]


@pytest.mark.usefixtures("story")
def test_a_browser_gets_turtle_and_an_unknown_page_a_sentence(client: Client) -> None:
    answer = client.get("/offene-daten/catalog", headers={"accept": "text/html,*/*;q=0.8"})
    assert answer["Content-Type"].startswith("text/turtle")
    for wrong in ("0", "99", "-1", "x", "1e3", "9" * 40, ""):
        assert client.get(f"/offene-daten/catalog.ttl?page={wrong}").status_code == 404


def test_addresses_stay_whatever_things_and_towns_are_called(
    everything: Story, client: Client
) -> None:
    before = page_at(client, "/offene-daten/catalog.ttl")
    pk = published_in(everything.municipality.ags).ids(PublishedKind.MEASURE)[0]
    for row in (Measure.objects.get(pk=pk), everything.municipality):
        row.name = "Anders"
        row.save()
    after = page_at(client, "/offene-daten/catalog.ttl")
    assert set(before.subjects()) == set(after.subjects())
    assert set(before) != set(after)


def test_the_town_s_own_catalogue_names_the_same_datasets(
    everything: Story, client: Client
) -> None:
    ags = everything.municipality.ags
    whole = page_at(client, "/offene-daten/catalog.ttl")
    for root in (f"/klima/{ags}", f"/en/klima/{ags}"):
        own = page_at(client, f"{root}/offene-daten/catalog.ttl")
        assert datasets(own) == datasets(whole)
        titles = set(own.triples((None, DCTERMS.title, None)))
        told = {triple for triple in titles if "#katalog" not in str(triple[0])}
        assert told <= set(whole)


def test_what_is_taken_back_leaves_the_catalogue_at_once(everything: Story, client: Client) -> None:
    town, user = everything.municipality, User.objects.get(username="demo")
    pk = published_in(town.ags).ids(PublishedKind.MEASURE)[0]
    name = Measure.objects.get(pk=pk).name
    assert name in client.get("/offene-daten/catalog.ttl").content.decode()
    item = PublicItem(PublishedKind.MEASURE, str(pk))
    take_back(municipality=town, items=[item], by=user, at=DEMO_AT)
    after = client.get("/offene-daten/catalog.ttl").content.decode()
    assert f"massnahme-{pk}/" not in after
    assert name not in after


def test_a_page_that_was_switched_off_is_gone_and_empty(everything: Story, client: Client) -> None:
    user, ags = User.objects.get(username="demo"), everything.municipality.ags
    switch_off(page=everything.municipality.public_page, by=user, at=DEMO_AT)
    assert client.get(f"/klima/{ags}/offene-daten/catalog.ttl").status_code == 410
    assert client.get(f"/klima/{ags}/orte.geojson").status_code == 410
    assert datasets(page_at(client, "/offene-daten/catalog.ttl")) == set()
    assert client.get("/klima/03403000/offene-daten/catalog.ttl").status_code == 404


def test_places_are_points_and_only_those_one_may_know(everything: Story, client: Client) -> None:
    """Longitude first; where people live the place stays with them."""
    town = everything.municipality
    building = Building.objects.filter(municipality=town, latitude__isnull=False).first()
    assert building is not None
    places = f"/klima/{town.ags}/orte.geojson"
    named = {each["properties"]["name"]: each for each in features(client, places)}
    longitude, latitude = named[building.name]["geometry"]["coordinates"]
    assert (latitude, longitude) == (building.latitude, building.longitude)
    building.kind = BuildingKind.HOUSING
    building.save()
    left = {each["properties"]["name"] for each in features(client, places)}
    assert left == {*named} - {building.name}


def features(client: Client, address: str) -> list[dict[str, Any]]:
    found = json.loads(client.get(address).content)
    assert found["type"] == "FeatureCollection"
    return list(found["features"])


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(("prefix", "words"), [("", "Offene Daten"), ("/en", "Open data")])
def test_people_find_every_dataset_with_its_files(prefix: str, words: str, client: Client) -> None:
    whole = client.get(f"{prefix}/offene-daten/").content.decode()
    assert words in whole
    link = f"{prefix}/klima/03999999/offene-daten/"
    assert link in whole
    page = client.get(link).content.decode()
    assert words in page
    for below in ("zahlen/mosaik/", "zahlen/mosaik.csv", "energiebericht/2023-2025/"):
        assert f'href="{prefix}/klima/03999999/{below}"' in page
    assert 'href="/klima/03999999/orte.geojson"' in page
    assert 'id="orte"' in page


FORMATS = ("csv", "json", "xlsx", "parquet", "bericht-pdf", "bericht-xlsx", "geojson")


def body(answer: Any) -> bytes:
    """All bytes of an answer, also of one that is sent in parts."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_each_file_is_what_the_catalogue_says_of_it(everything: Story, client: Client) -> None:
    """Size, checksum and media type, for the first file of every format."""
    graph = page_at(client, "/offene-daten/catalog.ttl")
    files = sorted(graph.subject_objects(DCAT.downloadURL), key=str)
    register = [pair for pair in files if str(pair[1]).endswith("/measures.csv")]
    assert len(register) == 1
    first = [next(f for f in files if str(f[0]).endswith(f"-{each}")) for each in FORMATS]
    another = Client()  # nothing was made for it before
    for file, address in first + register:
        answer = another.get(str(address).removeprefix(ADDRESS))
        assert answer.status_code == 200, address
        media = str(graph.value(file, DCAT.mediaType)).partition("media-types/")[2]
        assert answer["Content-Type"].partition(";")[0] == media
        content = body(answer)
        assert int(str(graph.value(file, DCAT.byteSize))) == len(content), address
        checksum = graph.value(file, SPDX.checksum)
        told = str(graph.value(checksum, SPDX.checksumValue)).lower()
        assert told == sha256(content).hexdigest(), address
    narrowed = [str(address) for _, address in files if "von=2023" in str(address)]
    assert len(narrowed) == 4


def test_every_dataset_s_page_is_there_and_gone_with_it(everything: Story, client: Client) -> None:
    graph = page_at(client, "/offene-daten/catalog.ttl")
    pages = {str(each).removeprefix(ADDRESS) for each in graph.objects(None, DCAT.landingPage)}
    assert len(pages) > 30
    key = min(each for each in pages if "/zahlen/massnahme-" in each)
    assert client.get(key).status_code == 200
    item = PublicItem(PublishedKind.MEASURE, key.rstrip("/").rpartition("-")[2])
    user = User.objects.get(username="demo")
    take_back(municipality=everything.municipality, items=[item], by=user, at=DEMO_AT)
    assert client.get(key).status_code == 410


def test_a_letter_no_document_may_hold_breaks_neither_catalogue_nor_feed(
    everything: Story, client: Client
) -> None:
    pk = published_in(everything.municipality.ags).ids(PublishedKind.MEASURE)[0]
    measure = Measure.objects.get(pk=pk)
    measure.name = "Heizung \x0b<neu> & \x01„gut“"
    measure.save()
    note_editions(at=DEMO_AT)
    assert page_at(client, "/offene-daten/catalog.rdf", "rdf")
    for address in ("neues.atom", f"massnahmen/{pk}/neues.atom"):
        feed = client.get(f"/klima/{everything.municipality.ags}/{address}").content
        told = [each.text for each in fromstring(feed).iter("{http://www.w3.org/2005/Atom}title")]
        assert any("Heizung <neu> & „gut“" in str(each) for each in told)


def modified(graph: Graph) -> dict[str, str]:
    """When each dataset changed last, by its address."""
    return {each: str(graph.value(URIRef(each), DCTERMS.modified)) for each in datasets(graph)}


def test_a_harvester_sees_newer_what_changed_in_between_and_nothing_else(everything: Story) -> None:
    """A measure is published and a reading of a school corrected: all that tells of these."""
    town, kind = everything.municipality, PublishedKind.MEASURE
    item = PublicItem(kind, str(published_in(town.ags).ids(kind)[0]))
    take_back(municipality=town, items=[item], by=None, at=DEMO_AT)
    note_editions(at=DEMO_AT)
    before = modified(harvest(Client(), "/offene-daten/catalog.ttl", word="next")[0])
    meter = Datastream.objects.filter(meter_point__building__name__contains="Am Anger").earliest(
        "pk"
    )
    assert meter.meter_point is not None
    school = meter.meter_point.building_id
    days = readings(datastreams=[meter.pk], start=JANUARY).head(1).drop("seq")
    more = days.with_columns(pl.col("value") + 5000)
    deliver(readings=more, name="Gas.csv", municipality=town, by=None, at=LATER)
    publish(municipality=town, items=[item], by=None, at=LATER)
    after = modified(harvest(Client(), "/offene-daten/catalog.ttl", word="next")[0])
    newer = {each for each in after if after[each] != before.get(each)}
    whole = ["verbrauch", "warum-co2", "warum-energie", "warum-kosten", "wirkung"]
    whole += ["mosaik", "mosaik-ziel"]  # where the measure has its name now
    own = {f"zahlen/{key}/" for key in (f"gebaeude-{school}", f"massnahme-{item.subject}", *whole)}
    root = f"{ADDRESS}/klima/{town.ags}/"
    assert newer == {f"{root}{below}#datensatz" for below in (*own, "massnahmen/")}
    assert all(after[each] > before.get(each, "") for each in newer)
    note_editions(at=LATER + timedelta(hours=1))
    again, _ = harvest(Client(), "/offene-daten/catalog.ttl", word="next")
    assert modified(again) == after
