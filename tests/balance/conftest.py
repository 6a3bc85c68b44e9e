"""A town, the people who look after its balance, and their browsers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from tests.visitors import visitor_of

OLDENBURG = "03403000"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path) -> Iterator[Path]:
    """Each test keeps statistics and uploads in a folder of its own."""
    with override_settings(DATA_DIR=tmp_path):
        yield tmp_path


@pytest.fixture
def town(db: None) -> Municipality:
    """Oldenburg, of which public statistics ship."""
    return Municipality.objects.create(ags=OLDENBURG, name="Oldenburg")


@pytest.fixture
def nowhere(db: None) -> Municipality:
    """A municipality no statistics ship of."""
    return Municipality.objects.create(ags="05515000", name="Münster")


def client(town: Municipality, role: Role) -> Client:
    """Somebody with a role in the town, logged in."""
    return visitor_of(town, role, f"{role}-{town.ags}")


@pytest.fixture
def editor(town: Municipality) -> Client:
    """Who edits the town."""
    return client(town, Role.EDITOR)


@pytest.fixture
def reader(town: Municipality) -> Client:
    """Who reads the town."""
    return client(town, Role.READER)
