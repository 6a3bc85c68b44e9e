"""Meters by programs: those whose readings are published, as the sensor standard tells them."""

import csv
import io
import json

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.places.models import BuildingKind, MeterPoint
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import publish, take_back
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.publication.queries.readings import public_datastreams, public_readings
from klimamosaik.web.demo.story import Story
from tests.publication.api.conftest import ROOT, Answers, body, every

pytestmark = pytest.mark.django_db


@pytest.fixture
def thing(story: Story) -> Thing:
    """A building nobody lives in, its readings published."""
    metered = Datastream.objects.exclude(meter_point=None).values("thing")
    found: Thing | None = (
        Thing.objects.filter(pk__in=metered, building__municipality=story.municipality)
        .exclude(building__kind=BuildingKind.HOUSING)
        .order_by("pk")
        .first()
    )
    assert found is not None
    publish(municipality=story.municipality, items=[item(found)], by=None, at=timezone.now())
    return found


def item(thing: Thing) -> PublicItem:
    return PublicItem(PublishedKind.READINGS, str(thing.pk))


def test_each_public_meter_has_the_series_strangers_read_elsewhere(
    ags: str, thing: Thing, ask: Answers, stranger: Client
) -> None:
    found = every(ask, f"/municipalities/{ags}/meters?limit=2")
    shown = public_datastreams(public_readings()).exclude(meter_point=None)
    told = {series["id"] for meter in found for series in meter["series"]}
    assert told == set(shown.values_list("pk", flat=True)) != set()
    for meter in found:
        assert ask(f"/municipalities/{ags}/meters/{meter['id']}") == meter
        for series in meter["series"]:
            assert stranger.get(series["readings"]).status_code == 200


def test_the_file_holds_all_of_them(ags: str, thing: Thing, ask: Answers, stranger: Client) -> None:
    path = f"/municipalities/{ags}/meters"
    rows = list(csv.DictReader(io.StringIO(body(stranger.get(f"{ROOT}{path}.csv")).decode())))
    assert [int(row["id"]) for row in rows] == [each["id"] for each in every(ask, path)] != []


def test_number_and_office_name_of_a_meter_are_never_told(
    ags: str, thing: Thing, stranger: Client
) -> None:
    points = MeterPoint.objects.filter(building=thing.building_id)
    points.update(number="DE0001112223334445556667778889990")
    told = body(stranger.get(f"{ROOT}/municipalities/{ags}/meters")).decode()
    assert json.loads(told)["total"] > 0
    assert "DE000111222" not in told


def test_a_meter_of_few_homes_is_not_there(ags: str, thing: Thing, stranger: Client) -> None:
    point = MeterPoint.objects.filter(building=thing.building_id).order_by("pk")[0]
    path = f"{ROOT}/municipalities/{ags}/meters"
    assert stranger.get(f"{path}/{point.pk}").status_code == 200
    point.homes = 3
    point.save()
    assert stranger.get(f"{path}/{point.pk}").status_code == 404
    told = json.loads(body(stranger.get(path)))["items"]
    assert point.pk not in [each["id"] for each in told]


def test_what_is_taken_back_is_gone_and_says_so(
    story: Story, ags: str, thing: Thing, stranger: Client
) -> None:
    point = MeterPoint.objects.filter(building=thing.building_id).order_by("pk")[0]
    take_back(municipality=story.municipality, items=[item(thing)], by=None, at=timezone.now())
    answer = stranger.get(f"{ROOT}/municipalities/{ags}/meters/{point.pk}")
    assert answer.status_code == 410
    assert stranger.get(f"{ROOT}/municipalities/{ags}/meters/999999").status_code == 404
