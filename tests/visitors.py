"""Who asks for pages: a browser with somebody in it who has a role in a municipality."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.people.models import Membership
from klimamosaik.people.roles import Role
from klimamosaik.places.models import Municipality


def visitor_of(town: Municipality, role: Role, name: str, **sent: Any) -> Client:
    """Logged in as a new account; sent: what its browser sends with each request."""
    user = User.objects.create(username=name)
    Membership.objects.create(user=user, municipality=town, role=role)
    client = Client(**sent)
    client.force_login(user)
    return client
