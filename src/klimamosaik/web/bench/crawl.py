"""Every address of the office that links lead to: what it takes warm, and after writing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from html import unescape
from itertools import count
from statistics import median

from django.contrib.auth.models import User
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from klimamosaik.alarms.operations.signs_of_life import alive
from klimamosaik.measures.models import Measure
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from klimamosaik.web.bench.figure import Speed, cpu_seconds

LINK = re.compile(r'href="([^"#]+)"')
FIRST, AGAIN = 1.0, 0.1  # [s] aimed at
SIGNS = count(1)


def crawl(town: Municipality) -> Iterator[Speed]:
    """What takes longer than aimed at, for who manages a town and for who only reads."""
    for role in (Role.ADMIN, Role.READER):
        client = Client(HTTP_HOST="localhost")
        client.force_login(somebody(town, role))
        found = dict(reached(client, f"/{town.ags}/"))
        yield Speed(f"office, {role.value}: addresses", len(found), "")
        for address, first in found.items():
            yield from slow(f"{role.value} {address}, first", first, FIRST)
            asking = partial(cpu_seconds, partial(client.get, address))
            yield from slow(f"{role.value} {address}", median(asking() for _ in range(3)), AGAIN)
            give_a_sign()
            yield from slow(f"{role.value} {address}, after a sign of life", asking(), AGAIN)
            change_a_measure(town)
            yield from slow(f"{role.value} {address}, after a measure", asking(), AGAIN)


def slow(name: str, spent: float, aim: float) -> Iterator[Speed]:
    """A figure that is not reached."""
    if spent > aim:
        yield Speed(f"office, {name}", spent * 1e3, "ms", f"{aim * 1e3:,.0f} ms")


def somebody(town: Municipality, role: Role) -> User:
    """A person with a role there, for the bench."""
    user, _ = User.objects.get_or_create(username=f"bench-{role.value}")
    Membership.objects.get_or_create(user=user, municipality=town, defaults={"role": role})
    return user


def reached(client: Client, root: str) -> Iterator[tuple[str, float]]:
    """An address of each kind that links lead to, with what it took the first time [s]."""
    waiting, kinds = [root], set()
    while waiting:
        address = waiting.pop(0)
        path, asks, _ = address.partition("?")
        kind = (view_of(path), bool(asks))
        if kind[0] is None or kind in kinds or not path.startswith(root):
            continue
        kinds.add(kind)
        answers = []
        spent = cpu_seconds(lambda: answers.append(client.get(address)))  # noqa: B023
        if answers[0].status_code != 200:
            continue
        yield address, spent
        if answers[0]["Content-Type"].startswith("text/html"):
            links = map(unescape, LINK.findall(answers[0].content.decode()))
            waiting += [path + link if link.startswith("?") else link for link in links]


def view_of(path: str) -> str | None:
    """The name of the page at an address; None: there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def give_a_sign() -> None:
    """Write what no page tells of."""
    alive(name=f"bench {next(SIGNS)}", every=timedelta(minutes=1), at=timezone.now())


def change_a_measure(town: Municipality) -> None:
    """Write what many pages tell of, and take it back with the next."""
    measure = Measure.objects.filter(municipality=town).order_by("pk")[0]
    measure.name = (
        measure.name.removesuffix("*") if measure.name.endswith("*") else f"{measure.name}*"
    )
    save(measure, by=None)
