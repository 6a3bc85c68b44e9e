"""How long the server takes for the pages of a town."""

from collections.abc import Iterator
from functools import partial

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building
from klimamosaik.web.bench.figure import Speed, seconds, usual_seconds
from klimamosaik.web.demo.story import USER, tell_story
from klimamosaik.web.demo.town import AGS


def demo() -> Iterator[Speed]:
    """The demo from nothing, once the software runs."""
    spent = seconds(partial(tell_story, at=timezone.now(), progress=lambda share, text: None))
    yield Speed("demo, readings to effects", spent, "s", "30 s in all")


def pages(ending: str = "") -> Iterator[Speed]:
    """Every main page: the first time, usually, its queries and its size.

    ending: of the names of the building and the measure that are looked at.
    """
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username=USER))
    house = Building.objects.filter(municipality_id=AGS, name__endswith=ending)[0]
    measure = Measure.objects.filter(municipality_id=AGS, name__endswith=ending)[0]
    for name, path in (
        ("mosaic", ""),
        ("energy", "energie/"),
        ("files", "dateien/"),
        ("meters", "zaehler/"),
        ("series", "messreihen/"),
        ("alarms", "stoerungen/"),
        ("buildings", "gebaeude/"),
        ("a building", f"gebaeude/{house.pk}/"),
        ("measures", "massnahmen/"),
        ("a measure", f"massnahmen/{measure.pk}/"),
        ("its form", f"massnahmen/{measure.pk}/bearbeiten/"),
        ("its register", f"massnahmen/{measure.pk}/register/"),
        ("a new measure", "massnahmen/neu/"),
        ("report", "bericht/"),
        ("steering", "massnahmencontrolling/"),
        ("what they bring", "wirkung/"),
        ("costs", "planung/kosten/"),
        ("planning", "planung/"),
        ("the way", "minderungspfad/"),
        ("tasks", "aufgaben/"),
        ("balance", "bilanz/"),
        ("history", "verlauf/"),
    ):
        yield from page(client, name, f"/{AGS}/{path}")


def page(client: Client, name: str, address: str) -> Iterator[Speed]:
    """One page as the server answers it."""
    first = seconds(partial(client.get, address))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        asked = len(queries)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answered {answer.status_code}")
    yield Speed(f"page: {name}, the first time", first * 1e3, "ms", "1,000 ms")
    usual = usual_seconds(partial(client.get, address), 3)
    yield Speed(f"page: {name}", usual * 1e3, "ms", "100 ms")
    yield Speed(f"page: {name}, queries", asked, "")
    yield Speed(f"page: {name}, before packing", len(answer.content) / 1e3, "kB", "150 kB")
