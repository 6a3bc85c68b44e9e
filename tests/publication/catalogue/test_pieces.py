"""What a dataset says is written once, and anew as soon as it says something else."""

from collections.abc import Callable

import polars as pl
import pytest
from django.contrib.auth.models import User

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries.readings import readings
from klimamosaik.places.models import Building, Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import take_back
from klimamosaik.publication.public.catalogue import catalogue
from klimamosaik.publication.public.catalogue.datasets import describe_dataset
from klimamosaik.publication.public.catalogue.entry import CatalogueEntry, whole_root
from klimamosaik.publication.public.catalogue.views import page_of
from klimamosaik.publication.public.catalogue.words import CatalogueGraph
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.records.memory_cache import forget_all
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.publication.catalogue.conftest import ADDRESS

pytestmark = [pytest.mark.django_db, pytest.mark.long]
FORMS = ("turtle", "xml", "json-ld")


def whole(town: Municipality, form: str = "turtle", address: str = ADDRESS) -> bytes:
    """The catalogue of a town as it is at this moment."""
    known = Known(published_in(town.ags), DEMO_AT)
    return catalogue.written(page_of([known], address, whole_root(), "ttl"), form)


def renamed(town: Municipality) -> None:
    row = Measure.objects.get(pk=published_in(town.ags).ids(PublishedKind.MEASURE)[0])
    row.name = "Anders"
    row.save()


def read_again(town: Municipality) -> None:
    stream = Datastream.objects.filter(meter_point__building__municipality=town).earliest("pk")
    days = readings(datastreams=[stream.pk]).tail(400).head(1).drop("seq")
    more = days.with_columns(pl.col("value") + 5000)
    deliver(readings=more, name="x.csv", municipality=town, by=None, at=DEMO_AT)


def licensed(town: Municipality) -> None:
    PublicPage.objects.filter(municipality=town).update(licence="cc-zero")


def named_by_law(town: Municipality) -> None:
    PublicPage.objects.filter(municipality=town).update(high_value="mosaik: Statistik")


def called(town: Municipality) -> None:
    town.name = "L’Île-Übersee „O'Hara“"
    town.save()


def moved(town: Municipality) -> None:
    pk = published_in(town.ags).ids(PublishedKind.BUILDING)[0]
    Building.objects.filter(pk=pk).update(latitude=51.5, longitude=7.25)


def taken_back(town: Municipality) -> None:
    item = PublicItem(
        PublishedKind.MEASURE, str(published_in(town.ags).ids(PublishedKind.MEASURE)[0])
    )
    user = User.objects.get(username="demo")
    take_back(municipality=town, items=[item], by=user, at=DEMO_AT)


@pytest.mark.parametrize(
    "change", [renamed, read_again, licensed, named_by_law, called, moved, taken_back]
)
def test_after_a_change_it_is_what_a_new_process_writes(
    change: Callable[[Municipality], None], everything: Story
) -> None:
    town = everything.municipality
    before = {form: whole(town, form) for form in FORMS}
    change(town)
    kept = {form: whole(town, form) for form in FORMS}
    forget_all()
    assert {form: whole(town, form) for form in FORMS} == kept
    assert all(kept[form] != before[form] for form in FORMS)


def test_only_the_dataset_that_changed_is_written_again(
    everything: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, written = everything.municipality, []

    def seen(graph: CatalogueGraph, entry: CatalogueEntry) -> None:
        written.append(entry.identifier)
        describe_dataset(graph, entry)

    monkeypatch.setattr(catalogue, "describe_dataset", seen)
    whole(town)
    assert len(written) > 30
    written.clear()
    renamed(town)
    whole(town)
    pk = published_in(town.ags).ids(PublishedKind.MEASURE)[0]
    figures = {each.partition("/")[2] for each in written}
    assert f"massnahme-{pk}" in figures
    assert not [each for each in figures if each.startswith("gebaeude-")]
    assert len([each for each in figures if each.startswith("massnahme-")]) == 1
    written.clear()
    whole(town, address="https://anders.example.org")
    assert len(written) > 30  # its addresses are others
