"""Which meters are silent is one rule: lists of meters and of series and Heute say the same."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.observations.models import Datastream, Latest, Quantity
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.streams.models import DataSource, SourceKind, SourceSeries
from tests.visitors import visitor_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SILENT = r"(?:Werk|Hort|Bad)"


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03999998", name="Prüfstadt", synthetic=True)


@pytest.fixture
def reader(town: Municipality) -> Client:
    return visitor_of(town, Role.READER, "anna")


def meter(town: Municipality, name: str, *, days: int, promised: timedelta | None = None) -> None:
    """A daily meter whose last value is so old; promised: how often its source brings one."""
    now = timezone.now()
    house = Building.objects.create(municipality=town, name=name)
    point = MeterPoint.objects.create(building=house, carrier="heat", name="Wärme")
    stream = Datastream.objects.create(
        name="Wärme", meter_point=point, quantity=Quantity.ENERGY, spacing="P1D"
    )
    end = now - days * DAY
    Latest.objects.create(
        datastream=stream,
        seq=1,
        start=int((end - DAY).timestamp() * 1e6),
        end=int(end.timestamp() * 1e6),
        value=1.0,
    )
    if promised:
        source = DataSource.objects.create(
            municipality=town,
            kind=SourceKind.PUSH,
            name=f"Netz {name}",
            promised_every=promised,
            added_at=end,
        )
        SourceSeries.objects.create(
            source=source, key="1", datastream=stream, first_seen=end, last_seen=end
        )


def named(reader: Client, path: str) -> set[str]:
    """Buildings a page names."""
    answer = reader.get(f"/03999998/{path}")
    assert answer.status_code == 200
    return set(re.findall(SILENT, answer.content.decode()))


def test_what_a_source_brings_is_held_to_its_promise_on_every_page(
    town: Municipality, reader: Client
) -> None:
    meter(town, "Werk", days=12)
    meter(town, "Hort", days=12, promised=30 * DAY)  # not late: it comes once a month
    meter(town, "Bad", days=1, promised=DAY / 24)  # late: it was to come each hour
    assert named(reader, "messreihen/?nur=still") == {"Werk", "Bad"}
    assert named(reader, "zaehler/?nur=still") == {"Werk", "Bad"}
    assert "12 Tage ohne neue Werte" in reader.get("/03999998/zaehler/").content.decode()
    assert "Ohne neue Werte: 1 von 3 Zählern" in reader.get("/03999998/heute/").content.decode()


def test_a_source_on_hold_owes_nothing_on_any_page(town: Municipality, reader: Client) -> None:
    meter(town, "Bad", days=40, promised=DAY / 24)
    DataSource.objects.update(paused_at=timezone.now())
    for path in ("messreihen/?nur=still", "zaehler/?nur=still"):
        assert named(reader, path) == set()
    assert "Ohne neue Werte" not in reader.get("/03999998/heute/").content.decode()
