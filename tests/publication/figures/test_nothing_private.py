"""What a figure or the wall leaves out is told without the names of things nobody published."""

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building, BuildingKind, MeterPoint
from klimamosaik.publication.queries.figures.every import public_figures
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import published_in
from klimamosaik.publication.queries.wall import public_wall

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SECRET = "Unverwechselbar"


def test_notes_name_nothing_that_is_not_published(story: "Story") -> None:
    town = story.municipality
    Measure.objects.create(municipality=town, name=f"{SECRET} Entwurf")
    house = Building.objects.create(
        municipality=town, name=f"{SECRET} Haus", kind=BuildingKind.OFFICE
    )
    MeterPoint.objects.create(building=house, name="Zähler", carrier="gas")
    known = Known(published_in(town.ags), timezone.now())
    wall = public_wall(known, "de")
    assert wall is not None
    assert wall.notes
    told = [note.de for figure in public_figures(known) for note in figure.notes]
    assert any(note.startswith("Nicht verglichen") for note in told)
    assert [note for note in (*told, *(each.de for each in wall.notes)) if SECRET in note] == []
