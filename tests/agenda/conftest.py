"""A town with a place, two organisations and a measure: nothing waits for anybody yet."""

from datetime import UTC, datetime

import pytest

from klimamosaik.agenda.lines import AgendaKind, AgendaLine
from klimamosaik.agenda.queries import agenda_of
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from tests.reports.conftest import monthly, months, stream_of
from tests.web.conftest import (  # noqa: F401
    admin,
    as_admin,
    as_editor,
    as_reader,
    editor,
    own_data,
    reader,
)

NOW = datetime(2026, 1, 20, 8, tzinfo=UTC)
TODAY = NOW.date()
AGS = "09162000"


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is always the same morning."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def town(db: None) -> Municipality:
    """A town that is set up, in a state whose law asks for no report."""
    town = Municipality.objects.create(
        ags=AGS, name="Probestadt", latitude=48.14, longitude=11.58, synthetic=True
    )
    school = Building.objects.create(municipality=town, name="Schule", usable_area=1000)
    point = MeterPoint.objects.create(building=school, carrier=Carrier.ELECTRICITY, name="Strom")
    bring(point, last=2025)
    return town


def bring(point: MeterPoint, last: int, odd: int | None = None) -> None:
    """Months of a meter up to a year's end; those of the year `odd` are in another unit."""
    stream = Datastream.objects.filter(meter_point=point).first() or stream_of(point, "P1M")
    spans = [start for start, _ in months(2023, last)]
    readings = monthly(stream, {day: 1.0 if day.year == odd else 1000.0 for day in spans})
    town = point.building.municipality
    deliver(readings=readings, name="Strom.csv", municipality=town, by=None, at=NOW)


@pytest.fixture
def measure(town: Municipality) -> Measure:
    """A measure that is only an idea."""
    return Measure.objects.create(municipality=town, name="Heizung", phase=Phase.IDEA)


@pytest.fixture
def utility(town: Municipality) -> Organisation:
    """Another house in the same street."""
    return Organisation.objects.create(municipality=town, name="Stadtwerke")


def lines(town: Municipality, kind: AgendaKind | None = None) -> list[AgendaLine]:
    """What waits, of one kind or of all."""
    found = agenda_of(municipality=Municipality.objects.get(pk=town.pk), now=NOW).lines
    return [line for line in found if kind in (None, line.kind)]


def told(town: Municipality, kind: AgendaKind | None = None) -> list[str]:
    """Their headlines in German."""
    return [line.headline.de for line in lines(town, kind)]
