"""A town, and two people who write in its records."""

import pytest
from django.contrib.auth.models import User

from klimamosaik.places.models import Municipality


@pytest.fixture
def town(db: None) -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


@pytest.fixture
def klara(db: None) -> User:
    return User.objects.create(username="klara", first_name="Klara", last_name="Klima")
