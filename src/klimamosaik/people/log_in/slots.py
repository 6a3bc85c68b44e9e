"""By what the tries of a request are counted."""

from ipaddress import ip_address

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.http import HttpRequest

from klimamosaik.people.log_in.known_browser import browser_of
from klimamosaik.people.log_in.throttle import ADDRESS_TRIES, Slot
from klimamosaik.records.addresses import client_address, client_network


def by_name(name: str) -> Slot:
    """The count of a user name, whoever tries it, however it is spelled."""
    return Slot("name", name.casefold())


def by_address(
    request: HttpRequest, kind: str = "address", tries: int = ADDRESS_TRIES
) -> list[Slot]:
    """The count of the network that asks; none for this machine: a proxy may hide them all."""
    told = client_address(request)
    if not told or ip_address(told).is_loopback:
        return []
    return [Slot(kind, client_network(request), tries, shared=True)]


def person_called(name: str) -> User | None:
    """Who has this user name."""
    return get_user_model().objects.filter(username=name).first()


def slots_of(request: HttpRequest, name: str) -> list[Slot]:
    """By what a log-in counts: a browser that has logged in as this person before for itself,
    others by name and address.
    """
    browser, person = browser_of(request), person_called(name)
    if person is not None and browser.knows(person):
        return [Slot("browser", f"{browser.name}:{person.pk}")]
    return [by_name(name), *by_address(request)]


def described(name: str) -> str:
    """Who a name is, for the log: it may be a password typed into the wrong field."""
    person = person_called(name)
    return f"user {person.pk}" if person else "a name nobody has"
