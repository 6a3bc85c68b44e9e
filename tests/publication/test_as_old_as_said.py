"""A figure is as old as what it says: date, data version and files stay until it says another."""

from datetime import timedelta
from pathlib import PurePath

import polars as pl
import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.publication.models import FigureEdition, PublishedKind
from klimamosaik.publication.operations import note_editions, publish, take_back
from klimamosaik.publication.queries.figures.every import public_figure, public_figures
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LATER = DEMO_AT + timedelta(hours=2)
ENDINGS = (".csv", ".json", ".xlsx", ".parquet")


def figure(story: Story, key: str) -> PublicFigure:
    return public_figure(Known(published_in(story.municipality.ags), LATER), key)


def corrected(stream: Datastream, by: float) -> int:
    """A reading of a past year says more; the building it belongs to."""
    assert stream.meter_point is not None
    days = readings(datastreams=[stream.pk]).tail(500).head(1).drop("seq")
    more = days.with_columns(pl.col("value") + by)
    deliver(readings=more, name="x.csv", municipality=None, by=None, at=LATER)
    return stream.meter_point.building_id


def files(story: Story, key: str) -> dict[str, bytes]:
    paths = [figure_path(story.municipality.ags, key, ending) for ending in ENDINGS]
    return {PurePath(path).suffix: Client().get(path).content for path in paths}


def test_a_reading_of_another_building_leaves_date_version_and_files(story: Story) -> None:
    note_editions(at=DEMO_AT)
    stream = Datastream.objects.filter(meter_point__building__isnull=False).earliest("pk")
    assert stream.meter_point is not None
    own = f"gebaeude-{stream.meter_point.building_id}"
    published = published_in(story.municipality.ags).ids(PublishedKind.BUILDING)
    other = f"gebaeude-{next(pk for pk in published if f'gebaeude-{pk}' != own)}"
    before, files_before = figure(story, other), files(story, other)
    corrected(stream, 5_000)
    assert figure(story, other) == before
    assert before.data_version < data_version()
    assert files(story, other) == files_before
    changed = figure(story, own)
    assert (changed.data_version, changed.changed_at) == (data_version(), LATER)
    assert f'"data_version": {data_version()}' in files(story, own)[".json"].decode()


def test_all_figures_together_are_as_old_as_each_by_itself(story: Story) -> None:
    note_editions(at=DEMO_AT)
    corrected(Datastream.objects.filter(meter_point__building__isnull=False).earliest("pk"), 5_000)
    known = Known(published_in(story.municipality.ags), LATER)
    together = public_figures(known)
    assert len(together) > 30
    assert together == tuple(figure(story, each.key) for each in together)


def test_what_was_never_noted_is_of_the_newest_data(story: Story) -> None:
    assert not FigureEdition.objects.exists()
    corrected(Datastream.objects.filter(meter_point__building__isnull=False).earliest("pk"), 0.001)
    assert figure(story, "verbrauch").data_version == data_version()


def test_what_is_public_again_is_no_older_than_that(story: Story) -> None:
    note_editions(at=DEMO_AT)
    town, user = story.municipality, User.objects.get(username="demo")
    pk = published_in(town.ags).ids(PublishedKind.BUILDING)[0]
    item = PublicItem(PublishedKind.BUILDING, str(pk))
    take_back(municipality=town, items=[item], by=user, at=DEMO_AT + timedelta(hours=1))
    publish(municipality=town, items=[item], by=user, at=LATER)
    assert figure(story, f"gebaeude-{pk}").changed_at == LATER
