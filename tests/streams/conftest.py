"""A town, and sources that report by themselves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from klimamosaik.places.models import Municipality
from klimamosaik.streams.models import DataSource, SourceKind

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def town(db: None) -> Municipality:
    """A town with nothing in it."""
    return Municipality.objects.create(ags="03404000", name="Osnabrück")


@pytest.fixture
def new_source(town: Municipality) -> Callable[..., DataSource]:
    """Makes a source that may be taken in."""

    def make(kind: SourceKind = SourceKind.SENSORTHINGS, **told: Any) -> DataSource:
        return DataSource.objects.create(
            **{
                "municipality": town,
                "kind": kind,
                "name": "Parkplätze",
                "owner": "Stadt Osnabrück",
                "legal_basis": "NKlimaG § 17",
                "licence": "dl-de/by-2-0",
                "promised_every": timedelta(minutes=15),
                "options": {"internal": True},
                "added_at": NOW,
                **told,
            }
        )

    return make
