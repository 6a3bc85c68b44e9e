"""What takes longest in a large town: the report's PDF, and public pages first after a change."""

from collections.abc import Iterator
from functools import partial
from statistics import median

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from klimamosaik.places.models import Municipality
from klimamosaik.publication.operations import publish
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.records.operations import save
from klimamosaik.web.bench.figure import Speed, seconds
from klimamosaik.web.demo.published import chosen
from klimamosaik.web.demo.story import USER
from klimamosaik.web.demo.town import AGS

REPORT = f"/{AGS}/bericht/energiebericht.pdf"
PAGES = (
    "", "antwort/", "massnahmen/", "gebaeude/", "bei-mir/", "geaendert/", "zahlen/",
    "eigener-strom/", "energiebericht/", "offene-daten/", "zahlen/wirkung/", "zahlen/verbrauch/",
    "zahlen/mosaik/",
)  # fmt: skip


def publish_all() -> None:
    """Publish what the demo would of a town."""
    town, at = Municipality.objects.get(ags=AGS), timezone.now()
    user = User.objects.get(username=USER)
    publish(municipality=town, items=chosen(town, at), by=user, at=at)


def report_pdf() -> Iterator[Speed]:
    """The town's energy report as PDF, twice."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username=USER))
    for said, aim in (("the first time", "5 s"), ("again", "1 s")):
        yield Speed(f"report as PDF, {said}", seconds(partial(asked, client, REPORT)), "s", aim)


def public_pages() -> Iterator[Speed]:
    """Each public page first after a record of the town changed, all of it published."""
    publish_all()
    client, spent = Client(HTTP_HOST="localhost"), {}
    for below in PAGES:
        asked(client, page_path(AGS, below))
        save(Municipality.objects.get(ags=AGS), by=None)
        spent[below] = 1e3 * seconds(partial(asked, client, page_path(AGS, below)))
    slowest = max(spent, key=lambda below: spent[below])
    yield Speed("public page after a change: median", median(spent.values()), "ms", "300 ms")
    yield Speed(f"public page after a change: {slowest}", spent[slowest], "ms", "300 ms")


def asked(client: Client, path: str) -> None:
    """Ask for an address, and take all of its answer. Raises AssertionError where it is none."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    answer.getvalue()
