"""Every link on a public page leads somewhere, whatever the ids are."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import publish
from klimamosaik.publication.queries.published import PublicItem
from tests.publication.test_html import FILES
from tests.publication.walk import Walk

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LARGE = 12_345  # German readers write it with a point


def test_every_link_leads_somewhere_also_where_ids_are_large(
    story: "Story", client: Client
) -> None:
    town = story.municipality
    house = Building.objects.create(
        pk=LARGE, municipality=town, name="Große Halle", latitude=52.61, longitude=9.11
    )
    for start in (None, "2026-01-01", "2030-01-01"):
        pk = LARGE + 1 + Measure.objects.filter(pk__gt=LARGE).count()
        made = Measure.objects.create(
            pk=pk, municipality=town, name=f"Maßnahme {pk}", start=start, phase="pilot"
        )
        made.buildings.add(house)
    kinds = {Building: PublishedKind.BUILDING, Measure: PublishedKind.MEASURE}
    items = [
        PublicItem(kind, str(row.pk))
        for model, kind in kinds.items()
        for row in model._default_manager.filter(pk__gte=LARGE)
    ]
    publish(municipality=town, items=items, by=None, at=timezone.now())
    walk = Walk(client, FILES).walk(f"/klima/{town.ags}/", f"/en/klima/{town.ags}/")
    assert {path: code for path, code in walk.statuses.items() if code != 200} == {}
    assert f"/klima/{town.ags}/massnahmen/{LARGE + 1}/" in walk.statuses
    assert f"/klima/{town.ags}/gebaeude/{LARGE}/" in walk.statuses
