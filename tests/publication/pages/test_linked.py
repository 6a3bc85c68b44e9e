"""What search engines read in pages of a town, its measures and buildings: schema.org's words."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from klimamosaik.places.models import Building, BuildingKind
from klimamosaik.publication.public.pages.linked_data import KINDS
from klimamosaik.publication.public.schema_org import written
from klimamosaik.web.demo.story import Story
from tests.publication.pages.conftest import every_page

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# Which properties schema.org 29 has for a type, its own or inherited, of those that are used here.
THING = {"@type", "@id", "name", "description", "url", "identifier", "subjectOf"}
WORK = THING | {
    "inLanguage", "isAccessibleForFree", "license", "publisher", "spatialCoverage", "dataset",
}  # fmt: skip
PLACE = THING | {"address", "geo", "containedInPlace"}
ORGANIZATION = THING | {
    "foundingDate", "dissolutionDate", "parentOrganization", "areaServed", "location",
}  # fmt: skip
SHAPES = {
    "DataCatalog": WORK,
    "Dataset": WORK,
    "Project": ORGANIZATION,
    "GovernmentOrganization": ORGANIZATION,
    "AdministrativeArea": PLACE,
    "Place": PLACE,
    "CivicStructure": PLACE,
    **dict.fromkeys(KINDS.values(), PLACE),
    "PostalAddress": THING | {"streetAddress", "postalCode", "addressCountry"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "PropertyValue": THING | {"propertyID", "value"},
}


def facts_in(page: str) -> dict[str, Any]:
    (found,) = SCRIPT.findall(page)
    facts: dict[str, Any] = json.loads(found)
    assert facts.pop("@context") == "https://schema.org"
    return facts


def parts(facts: Any) -> Iterator[dict[str, Any]]:
    """Every typed part, the whole first."""
    if isinstance(facts, dict):
        yield facts
        facts = list(facts.values())
    if isinstance(facts, list):
        for each in facts:
            yield from parts(each)


def told(story: Story, language: str) -> dict[str, dict[str, Any]]:
    """The facts of the first page, of every measure and every building that is public."""
    pages = every_page(story, language)
    wanted = re.compile(r"/\d{8}/((massnahmen|gebaeude)/\d+/)?$")
    found = {
        path: facts_in(answer.content.decode())
        for path, answer in pages.items()
        if wanted.search(path) and answer.status_code == 200
    }
    assert len(found) > 5
    return found


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_part_has_a_type_and_only_what_that_type_has(story: Story, language: str) -> None:
    for path, facts in told(story, language).items():
        for part in parts(facts):
            assert part.keys() <= SHAPES[part["@type"]], path
            assert all(value not in (None, "", []) for value in part.values()), path


def test_the_town_is_a_catalogue_a_measure_a_project_and_a_building_a_place(story: Story) -> None:
    kinds = {
        re.sub(r"\d+/$", "", path.partition(story.municipality.ags)[2]): facts["@type"]
        for path, facts in told(story, "de").items()
        if facts["@type"] != "CivicStructure"
    }
    assert kinds["/"] == "DataCatalog"
    assert kinds["/massnahmen/"] == "Project"
    assert kinds["/gebaeude/"] in KINDS.values()


def test_each_leads_to_its_page_and_to_its_figure(story: Story) -> None:
    stranger = Client()
    for path, facts in told(story, "de").items():
        assert facts["url"].endswith(path)
        for part in parts(facts):
            if part["@type"] == "Dataset":
                page = stranger.get(part["url"].removeprefix("http://testserver"))
                assert f'"@id": "{part["@id"]}"' in page.content.decode()


def test_every_kind_of_building_named_there_is_one_of_ours() -> None:
    assert KINDS.keys() <= {each.value for each in BuildingKind}


def test_where_people_live_there_is_no_street(story: Story) -> None:
    building = Building.objects.filter(
        pk__in=[int(path.rsplit("/", 2)[-2]) for path in told(story, "de") if "/gebaeude/" in path]
    )[0]
    path = f"/klima/{story.municipality.ags}/gebaeude/{building.pk}/"
    building.address, building.postcode = "Geheimgasse 3", "49999"
    building.save()
    assert facts_in(Client().get(path).content.decode())["address"]["streetAddress"] == (
        "Geheimgasse 3"
    )
    building.kind = BuildingKind.HOUSING
    building.save()
    page = Client().get(path).content.decode()
    assert "streetAddress" not in facts_in(page)["address"]  # the postcode alone is public
    assert "Geheimgasse" not in page


def test_a_name_cannot_end_the_element_it_stands_in() -> None:
    told = str(written({"name": "</script><b>&amp;"}))
    assert "<" not in told
    assert json.loads(told)["name"] == "</script><b>&amp;"
