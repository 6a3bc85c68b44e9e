"""One town with the people who do things there."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import Involvement, Measure
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.operations import involve, write_measure
from klimamosaik.people.models import Membership, Organisation, OrganisationKind, Role
from klimamosaik.places.models import Municipality

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.fixture
def town(db: None) -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


@pytest.fixture
def office(town: Municipality) -> Organisation:
    return Organisation.objects.create(municipality=town, name="Klimabüro")


@pytest.fixture
def works(town: Municipality) -> Organisation:
    kind = OrganisationKind.COMPANY
    return Organisation.objects.create(municipality=town, name="Stadtwerke", kind=kind)


def measure_in(town: Municipality, **facts: Any) -> Measure:
    """A measure written down by its door, an idea unless told otherwise."""
    given = {"name": "Bodenfeuchte messen"} | facts
    new = Measure(municipality=town, **given)
    return write_measure(measure=new, meter_points=[], aim=None, stated=True, by=None, at=AT)


def takes_part(measure: Measure, organisation: Organisation, *roles: str) -> None:
    """Give an organisation its roles in a measure."""
    for role in roles:
        involvement = Involvement(measure=measure, organisation=organisation, role=role)
        involve(involvement=involvement, by=None)


def answered_for(
    measure: Measure, organisation: Organisation, confirmed: date | None = TODAY
) -> None:
    """Give a measure both contacts, as functions, found right on a day."""
    for role in (InvolvementRole.EXPERT, InvolvementRole.ORGANISER):
        part = Involvement(
            measure=measure,
            organisation=organisation,
            role=role,
            desk="Leitung Klimaschutz",
            confirmed_on=confirmed,
        )
        involve(involvement=part, by=None)


def somebody(
    town: Municipality, role: Role, organisation: Organisation | None = None
) -> tuple[User, Client]:
    """A person with a role in the town, logged in."""
    user = User.objects.create(username=f"{role}-{organisation}")
    Membership.objects.create(user=user, municipality=town, role=role, organisation=organisation)
    client = Client()
    client.force_login(user)
    return user, client
