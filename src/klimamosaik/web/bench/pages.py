"""How long the server takes for a page of the synthetic town."""

from collections.abc import Iterator
from functools import partial

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building
from klimamosaik.terms.text import Text
from klimamosaik.web.bench.figure import Speed, seconds, usual_seconds
from klimamosaik.web.demo.story import tell_story
from klimamosaik.web.demo.town import AGS


def silent(share: float, text: Text) -> None:
    """Nobody watches."""


def demo() -> Iterator[Speed]:
    """The demo from nothing, once the software runs."""
    spent = seconds(partial(tell_story, at=timezone.now(), progress=silent))
    yield Speed("demo, readings to effects", spent, "s", "30 s in all")


def pages() -> Iterator[Speed]:
    """Every main page, as the server answers it; the first call warms up."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username="demo"))
    building = Building.objects.filter(municipality_id=AGS).first()
    measure = Measure.objects.filter(municipality_id=AGS).first()
    assert building is not None
    assert measure is not None
    for name, path in (
        ("mosaic", ""),
        ("mosaic of 2030", "?stand=2030"),
        ("energy", "energie/"),
        ("files", "dateien/"),
        ("meters", "zaehler/"),
        ("buildings", "gebaeude/"),
        ("a building", f"gebaeude/{building.pk}/"),
        ("measures", "massnahmen/"),
        ("a measure", f"massnahmen/{measure.pk}/"),
        ("report", "bericht/"),
        ("the way", "minderungspfad/"),
        ("history", "verlauf/"),
    ):
        address = f"/{AGS}/{path}"
        answer = client.get(address)
        if answer.status_code != 200:
            raise AssertionError(f"{address} answered {answer.status_code}")
        spent = usual_seconds(partial(client.get, address))
        yield Speed(f"page: {name}", spent * 1e3, "ms", "100 ms")
