"""A town, a source with sensors, and readings that arrive."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.test import override_settings

from klimamosaik.alarms.models import Trouble, TroubleRule
from klimamosaik.alarms.operations.promise_round import watch
from klimamosaik.observations.models import Datastream, ObservedProperty, Thing
from klimamosaik.observations.operations import deliveries
from klimamosaik.places.models import Municipality
from klimamosaik.streams.models import DataSource, SourceKind, SourceSeries
from tests.web.conftest import (  # noqa: F401
    admin,
    as_admin,
    as_editor,
    as_reader,
    editor,
    reader,
    town,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> object:
    """Locks and readings in a folder of the test's own."""
    with override_settings(DATA_DIR=tmp_path):
        yield


@pytest.fixture
def source(town: Municipality) -> DataSource:  # noqa: F811
    """A network server that promised a value an hour."""
    return DataSource.objects.create(
        municipality=town,
        kind=SourceKind.PUSH,
        name="LoRaWAN der Stadtwerke",
        owner="Stadtwerke",
        legal_basis="Vertrag",
        licence="dl-de/by-2-0",
        promised_every=HOUR,
        added_at=NOW - 30 * DAY,
    )


@pytest.fixture
def sensor(source: DataSource) -> Callable[..., Datastream]:
    """Makes a series of the source."""

    def make(
        name: str = "Beet 1", observed: str = "Lufttemperatur", unit: str = "°C"
    ) -> Datastream:
        thing = Thing.objects.create(municipality=source.municipality, name=name)
        stream = Datastream.objects.create(
            name=f"{name}: {observed}",
            thing=thing,
            observed_property=ObservedProperty.objects.create(name=observed),
            unit=unit,
        )
        SourceSeries.objects.create(
            source=source,
            key=f"{name}/{observed}",
            datastream=stream,
            first_seen=NOW - DAY,
            last_seen=NOW,
        )
        return stream

    return make


def said(
    stream: Datastream,
    values: Sequence[float],
    *,
    first: datetime,
    step: timedelta = HOUR,
    at: datetime | None = None,
) -> None:
    """Instants arrive, all at once; the last one at its own time where nothing else is said."""
    starts = [first + step * place for place in range(len(values))]
    frame = pl.DataFrame(
        {
            "datastream": [stream.pk] * len(values),
            "start": starts,
            "end": starts,
            "value": [float(value) for value in values],
            "quality": ["measured"] * len(values),
        }
    )
    deliveries.deliver(
        readings=frame, name="Sensor", municipality=None, by=None, at=at or starts[-1]
    )


def looked(at: datetime) -> tuple[int, int]:
    """Somebody looks in passing."""
    return watch(at=at, works=False)


def worked(at: datetime) -> tuple[int, int]:
    """The work that looks all the time looks."""
    return watch(at=at, works=True)


def lasting() -> list[TroubleRule]:
    """What is wrong now."""
    return [each.kind for each in Trouble.objects.filter(ended_at=None).order_by("rule", "pk")]
