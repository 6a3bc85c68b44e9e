"""Every text anybody ever typed is marked; a stranger reads only what is meant to be public."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import models
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Concat, Left
from django.test import Client
from django.utils import timezone

from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.operations import assess
from klimamosaik.evidence.queries.points import points_of
from klimamosaik.measures.models import Indicator, Measure, StatusReport, Task
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Building, BuildingKind, MeterPoint
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.publication.queries import published as door
from klimamosaik.publication.queries.known import Known
from tests.publication.api.addresses import every_address
from tests.publication.walk import Walk

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# What strangers may read of things that are published; everything else anybody typed is not.
PUBLIC = {
    "AdaptationTarget.name",
    "Building.address",
    "Building.district",
    "Building.name",
    "Building.postcode",
    "Indicator.name",
    "Indicator.observed_property",
    "Indicator.unit",
    "IndicatorValue.source",
    "Involvement.desk",
    "Lesson.advice",
    "Lesson.cause",
    "Lesson.evidence",
    "Lesson.hypothesis",
    "Measure.aim",
    "Measure.council_decision",
    "Measure.done",
    "Measure.key",
    "Measure.name",
    "Measure.obstacles",  # of an example others copy; tests/publication/test_examples.py
    "Municipality.name",
    "Organisation.name",
    "Population.source",
    "PublicPage.barriers",
    "PublicPage.desk",
    "PublicPage.publisher",
    "Target.source",
    "Thing.description",  # of a sensor that was published, as its preview shows
    "Thing.name",
}
# Columns that are no words: keys others look up by.
WORDLESS = {
    "Chunk", "Datastream", "Delivery", "Latest", "Session", "ContentType", "Permission", "Group",
    "LogEntry", "WeatherStation", "Assessment", "MeasuredEffect", "OwnDrift", "FigureEdition",
}  # fmt: skip
SKIPPED = {
    "Municipality.ags", "User.username", "User.password", "Publication.subject",
    "PublicPage.contributor", "PublicPage.website", "PublicPage.email", "Involvement.email",
    "MeterPoint.read_as", "Organisation.name_key", "User.email",
}  # fmt: skip
MARK = re.compile(r"zq(\d{3})q")


def columns() -> list[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Every column of words."""
    return [
        (model, each)
        for model in apps.get_models()
        if not hasattr(model, "history_id") and model.__name__ not in WORDLESS
        for each in model._meta.local_concrete_fields
        if type(each) in (CharField, TextField)
        and not each.choices
        and not each.primary_key
        and f"{model.__name__}.{each.name}" not in SKIPPED
    ]


def mark_everything() -> dict[str, str]:
    """Put a mark before every text; answers by mark whose column it is."""
    found = {}
    for place, (model, column) in enumerate(columns()):
        mark = f"zq{place:03d}q"
        rest = (column.max_length or 1000) - len(mark)
        if rest < 1:
            continue
        marked = Concat(Value(mark), Left(column.name, rest), output_field=TextField())
        model._base_manager.exclude(**{column.name: ""}).update(**{column.name: marked})
        found[f"{place:03d}"] = f"{model.__name__}.{column.name}"
    return found


# Files of the same kind are made alike: of many buildings and indicators two are read, of English
# files those that are text.
ALIKE = re.compile(
    r"(gebaeude|kennzahl)-(?![12]\D)\d+(\.|/teilen)"
    r"|^/en/.*(\.(png|pdf|docx|zip|parquet|xlsx)|teilen)"
)
SECRET = "Unverwechselbar"  # in everything nobody published


@pytest.fixture
def planted(story: "Story") -> "Story":
    """Drafts, notes, private names and a household nobody published."""
    town = story.municipality
    idea = Measure.objects.create(municipality=town, name=f"{SECRET} Entwurf", aim=SECRET)
    Indicator.objects.create(measure=idea, link="output", name=f"{SECRET} Kennzahl")
    public = Publication.objects.filter(kind=PublishedKind.MEASURE).first()
    assert public is not None
    measure = Measure.objects.get(pk=public.subject)
    office = Organisation.objects.filter(municipality=town).first()
    assert office is not None
    Task.objects.create(measure=measure, organisation=office, what=f"{SECRET} Aufgabe")
    StatusReport.objects.create(
        measure=measure, day=date(2026, 1, 1), state="on track", words=f"{SECRET} Notiz"
    )
    User.objects.create(username="kg", first_name=SECRET, last_name=f"{SECRET}-Name")
    User.objects.filter(username="demo").update(first_name=SECRET, last_name=SECRET)
    house = Building.objects.create(
        municipality=town,
        name=f"{SECRET} Wohnhaus",
        address=f"{SECRET}gasse 3",
        kind=BuildingKind.HOUSING,
    )
    MeterPoint.objects.create(building=house, name=f"{SECRET} Zähler", carrier="gas", homes=1)
    thing = Thing.objects.create(municipality=town, name=f"{SECRET} Sensor")
    Datastream.objects.create(thing=thing, name=f"{SECRET} Messreihe", unit="°C")
    plant_beside_a_public_one()
    return story


def plant_beside_a_public_one() -> None:
    """A measure nobody published, at the meters of one that is: its effect names the other."""
    row = Publication.objects.filter(kind=PublishedKind.MEASURE, until=None)
    public = Assessment.objects.filter(measure__in=row.values("subject"))
    found = public.exclude(last_day=None).latest("pk")
    measure = found.measure
    assert found.last_day is not None
    beside = Measure.objects.create(
        municipality=measure.municipality,
        name=f"{SECRET} daneben",
        start=found.last_day - timedelta(days=60),
    )
    beside.meter_points.set(points_of([measure])[measure.pk])
    again = assess(measure=measure, by=None, at=timezone.now())
    assert any(SECRET in each["de"] for row in again.effects.all() for each in row.warnings)


@pytest.fixture
def walked(planted: "Story", client: Client) -> tuple[Walk, dict[str, str]]:
    marks = mark_everything()
    cache.clear()
    ags = planted.municipality.ags
    starts = ("/sitemap.xml", "/robots.txt", "/llms.txt", "/api/v1/openapi.json", "/api/v1/")
    towns = (f"/klima/{ags}/", f"/en/klima/{ags}/", "/offene-daten/catalog.ttl")
    return Walk(client, ALIKE).walk(*towns, *starts), marks


def test_strangers_read_only_what_is_meant_for_them(
    walked: tuple[Walk, dict[str, str]],
) -> None:
    walk, marks = walked
    seen = {marks[each] for text in walk.pages.values() for each in MARK.findall(text)}
    assert len(walk.pages) > 20, "hardly anything was walked"
    assert seen - PUBLIC == set()
    assert "Measure.name" in seen, "nothing public was seen: the walk proves nothing"
    leaking = [address for address, text in walk.pages.items() if SECRET in text]
    assert leaking == []


def test_programs_read_only_what_is_meant_for_them(
    planted: "Story", client: Client, settings: Any
) -> None:
    settings.API_PER_MINUTE = 1_000_000
    marks, walk = mark_everything(), Walk(client)
    cache.clear()
    known = Known(door.published_in(planted.municipality.ags), timezone.now())
    addresses = [*every_address(known)]
    assert len(addresses) > 100
    for address in addresses:
        walk.read(address)
    seen = {marks[each] for text in walk.pages.values() for each in MARK.findall(text)}
    assert seen - PUBLIC == set()
    assert {"Measure.name", "Building.name", "Lesson.advice"} <= seen
    assert [address for address, text in walk.pages.items() if SECRET in text] == []


def test_without_the_gate_the_walk_reads_what_nobody_published(
    planted: "Story", client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two gates stand before a measure: each must be gone before the walk can read it."""
    idea, ids = Measure.objects.get(name=f"{SECRET} Entwurf"), door.Published.ids
    monkeypatch.setattr(door.Published, "require", lambda *asked: None)
    monkeypatch.setattr(
        door.Published,
        "ids",
        lambda published, kind: (
            (*ids(published, kind), idea.pk)
            if kind is PublishedKind.MEASURE
            else ids(published, kind)
        ),
    )
    there = f"/klima/{planted.municipality.ags}/massnahmen/{idea.pk}/"
    walk = Walk(client)
    walk.read(there)
    assert SECRET in walk.pages[there]
