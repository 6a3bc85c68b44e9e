"""Two towns and the people who look after them."""

import pytest
from django.contrib.auth.models import User

from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality


@pytest.fixture
def town(db: None) -> Municipality:
    """A town with nothing in it."""
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


@pytest.fixture
def neighbour(db: None) -> Municipality:
    """Another town."""
    return Municipality.objects.create(ags="03404000", name="Osnabrück")


@pytest.fixture
def anna(town: Municipality) -> User:
    """Who manages the town."""
    user = User.objects.create_user("anna")
    Membership.objects.create(user=user, municipality=town, role=Role.ADMIN)
    return user
