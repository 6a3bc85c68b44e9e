"""A town, three people with their roles, and a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AGS = "03403000"
PASSWORD = "mosaik-steine-legen"
NAMES = ("chromium", "chromium-browser", "google-chrome")  # Debian's, Ubuntu's, a hosted machine's
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path) -> Iterator[None]:
    """Each test keeps its uploads in a folder of its own, and hashes passwords quickly."""
    fast = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(DATA_DIR=tmp_path, PASSWORD_HASHERS=fast):
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


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The Chromium of this machine; skips where it or Playwright is missing."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        pytest.skip("no browser here: Chromium is missing (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    # Playwright keeps a loop running in this thread; the database is asked in it all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()
