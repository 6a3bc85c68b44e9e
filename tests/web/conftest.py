"""A town and three people with their roles."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality

AGS = "03403000"
PASSWORD = "mosaik-steine-legen"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path) -> Iterator[None]:
    """Each test keeps its uploads in a folder of its own."""
    with override_settings(DATA_DIR=tmp_path):
        yield


@pytest.fixture
def town(db: None) -> Municipality:
    """A town with nothing in it."""
    return Municipality.objects.create(ags=AGS, name="Oldenburg")


def person(name: str, town: Municipality, role: Role) -> User:
    """Somebody with a role in the town."""
    user = User.objects.create_user(username=name, password=PASSWORD)
    Membership.objects.create(user=user, municipality=town, role=role)
    return user


@pytest.fixture
def admin(town: Municipality) -> User:
    """Who manages the town."""
    return person("ada", town, Role.ADMIN)


@pytest.fixture
def editor(town: Municipality) -> User:
    """Who edits."""
    return person("edda", town, Role.EDITOR)


@pytest.fixture
def reader(town: Municipality) -> User:
    """Who only reads."""
    return person("rolf", town, Role.READER)


@pytest.fixture
def as_admin(admin: User) -> Client:
    """Logged in as the admin."""
    return logged_in(admin)


@pytest.fixture
def as_editor(editor: User) -> Client:
    """Logged in as the editor."""
    return logged_in(editor)


@pytest.fixture
def as_reader(reader: User) -> Client:
    """Logged in as the reader."""
    return logged_in(reader)


def logged_in(user: User) -> Client:
    """A client that is logged in."""
    client = Client()
    client.force_login(user)
    return client
