"""A small town that shows three measures, and its folder."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.test import override_settings

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_on
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.publication.site.export import ExportedSite, export_site
from klimamosaik.terms.text import Language
from tests.demo import DEMO_AT

ADDRESS = "https://klima.neudorf.example"
AGS = "03999998"


@pytest.fixture(autouse=True)
def _public_address(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: DEMO_AT)
    with override_settings(PUBLIC_ADDRESS=ADDRESS, ALLOWED_HOSTS=["klima.neudorf.example"]):
        yield


@pytest.fixture
def town(db: None) -> Municipality:
    """A town of three measures, all public."""
    town = Municipality.objects.create(ags=AGS, name="Neudorf")
    page = PublicPage(
        municipality=town,
        publisher="Stadt Neudorf",
        desk="Klimaschutz",
        email="klima@neudorf.example",
    )
    switch_on(page=page, by=None, at=DEMO_AT)
    for name in ("Dach dämmen", "Heizung einstellen", "Leuchten tauschen"):
        Measure.objects.create(municipality=town, name=name, phase="pilot", done=f"{name} & mehr")
    items = [item_of(measure) for measure in Measure.objects.all()]
    publish(municipality=town, items=items, by=None, at=DEMO_AT)
    return town


def item_of(measure: Measure) -> PublicItem:
    """A measure as something that can be public."""
    return PublicItem(PublishedKind.MEASURE, str(measure.pk))


def exported(folder: Path, languages: Sequence[Language] = ("de",)) -> ExportedSite:
    """The town's pages, written."""
    return export_site(ags=AGS, root=folder, at=DEMO_AT, languages=languages)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file a visitor could open."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".klimamosaik" not in path.parts
    }
