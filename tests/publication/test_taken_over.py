"""What a public answer takes over from the one before is what a new process works out."""

from collections.abc import Callable
from datetime import UTC, date, timedelta
from itertools import count
from typing import TYPE_CHECKING

import polars as pl
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from klimamosaik.balance.models import Entry
from klimamosaik.evidence.operations import renew
from klimamosaik.measures.models import CostLine, Gate, Indicator, Lesson, Measure
from klimamosaik.measures.models.kinds import CostKind, ReadingBasis
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.pathway.models import ExpectedEffect, Target
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import note_editions, take_back
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.records.database_mark import DatabaseMark
from klimamosaik.records.memory_cache import forget_all
from klimamosaik.records.operations import save
from klimamosaik.records.query_cache import KEPT
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import midnight
from klimamosaik.web.demo.town import AGS
from tests.demo import DEMO_AT

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
HOME = f"/klima/{AGS}/"
PAGES = (
    "", "bei-mir/", "massnahmen/", "zahlen/", "karten/", "antwort/", "energiebericht/",
    "offene-daten/", "zahlen/wirkung/", "zahlen/verbrauch/", "zahlen/bilanz/", "zahlen/mosaik/",
    "zahlen/warum-co2/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody wrote anything between any two looks at the database."""
    marks = count()
    monkeypatch.setattr(DatabaseMark, "now", lambda self: next(marks))


def school() -> Measure:
    return Measure.objects.get(name__startswith="Heizungsoptimierung")


def meter() -> MeterPoint:
    return MeterPoint.objects.filter(measures=school()).order_by("pk")[0]


def a_day(used: float) -> None:
    """A day of the school's meter is another one."""
    stream = Datastream.objects.get(meter_point=meter(), spacing="P1D")
    bring(stream, date(DEMO_AT.year - 1, 12, 20), used)


def bring(stream: Datastream, day: date, value: float) -> None:
    start, end = (midnight(each).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    row = {"datastream": stream.pk, "start": start, "end": end, "value": value}
    readings = pl.DataFrame({**{name: [each] for name, each in row.items()}, "quality": "measured"})
    deliver(readings=readings, name="Tag.csv", municipality=None, by=None, at=DEMO_AT)


def of_an_indicator() -> None:
    """A day of the last whole month, whose mean is the newest value of an indicator."""
    stream = Indicator.objects.exclude(datastream=None).order_by("pk")[0].datastream
    assert stream is not None
    bring(stream, DEMO_AT.date().replace(day=1) - timedelta(days=15), 3.0)


def of_a_live_indicator() -> None:
    """A newer reading of a sensor, whose last one is an indicator's newest value."""
    row = Indicator.objects.exclude(datastream=None).order_by("pk")[0]
    row.basis = ReadingBasis.LAST
    save(row, by=None)
    assert row.datastream is not None
    bring(row.datastream, DEMO_AT.date() - timedelta(days=1), 7.0)


def effects() -> None:
    renew(municipality=school().municipality, by=None, at=DEMO_AT, wait=True)


def kept(row: object, **fields: object) -> None:
    """A row as the office saves it."""
    for name, value in fields.items():
        setattr(row, name, value)
    save(row, by=None)  # type: ignore[type-var]


def no_longer_public() -> None:
    item = PublicItem(PublishedKind.MEASURE, str(school().pk))
    take_back(municipality=school().municipality, items=[item], by=None, at=DEMO_AT)


CHANGES: dict[str, Callable[[], object]] = {
    "a reading": lambda: a_day(9_000.0),
    "another reading": lambda: a_day(4_000.0),
    "what was noted of figures": lambda: note_editions(at=DEMO_AT),
    "a reading of an indicator": of_an_indicator,
    "a reading of a live indicator": of_a_live_indicator,
    "effects made anew": effects,
    "a measure's words": lambda: kept(
        school(), done="Pumpe getauscht.", name="Heizungsoptimierung mit Pumpe"
    ),
    "its criterion": lambda: kept(
        Gate.objects.get(measure__name="Heizungsoptimierung mit Pumpe"), saving_percent=2
    ),
    "what it costs": lambda: kept(
        CostLine.objects.get(measure=school(), actual__isnull=False, kind=CostKind.INVESTMENT),
        actual=123_456,
    ),
    "an indicator": lambda: kept(Indicator.objects.order_by("pk")[0], name="Alle Wege"),
    "a lesson": lambda: kept(Lesson.objects.order_by("pk")[0], advice="Früher fragen."),
    "an expectation": lambda: kept(ExpectedEffect.objects.order_by("pk")[0], likely_t=500.0),
    "a target": lambda: kept(Target.objects.order_by("pk")[0], year=2038),
    "a value of the balance": lambda: kept(
        Entry.objects.order_by("-year", "-energy")[0], energy=123_456.0
    ),
    "an organisation": lambda: kept(Organisation.objects.order_by("pk")[0], name="Amt für Klima"),
    "a building": lambda: kept(Building.objects.order_by("pk")[0], name="Alte Schule"),
    "an area": lambda: kept(Building.objects.order_by("pk")[1], usable_area=12_345),
    "few homes": lambda: kept(meter(), homes=2),
    "a meter that is not counted": lambda: kept(
        MeterPoint.objects.filter(carrier=Carrier.ELECTRICITY).order_by("pk")[0],
        direction=Direction.FED_IN,
    ),
}


def asked(client: Client) -> dict[str, bytes]:
    """What strangers see, without what is another one each time."""
    public = published_in(AGS)
    measures = [f"massnahmen/{pk}/" for pk in public.ids(PublishedKind.MEASURE)]
    indicators = [f"zahlen/kennzahl-{pk}/" for pk in public.ids(PublishedKind.INDICATOR)]
    found = {}
    for page in (*PAGES, *measures, *indicators, f"gebaeude/{meter().building_id}/"):
        answer = client.get(HOME + page)
        assert answer.status_code == 200, page
        found[page] = answer.content
    return found


def asked_of_a_new_process() -> dict[str, bytes]:
    cache.clear()
    forget_all()
    KEPT.clear()
    return asked(Client())


def test_after_each_change_strangers_see_what_a_new_process_works_out(
    story: "Story", monkeypatch: pytest.MonkeyPatch
) -> None:
    client, before = Client(), asked_of_a_new_process()
    unseen = []
    for name, change in CHANGES.items():
        asked(client)  # so that there is something to take over
        change()
        seen = asked(client)
        assert seen == asked_of_a_new_process(), name
        unseen += [name] if seen == before else []
        before = seen
    assert unseen == ["what was noted of figures"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: DEMO_AT + timedelta(days=1))
    assert asked(client) == asked_of_a_new_process(), "the next day"
    assert timezone.now() > DEMO_AT


def test_what_is_taken_back_is_gone(story: "Story") -> None:
    client, name = Client(), school().name
    assert name.encode() in asked(client)["massnahmen/"]
    no_longer_public()
    assert [page for page, body in asked(client).items() if name.encode() in body] == []
