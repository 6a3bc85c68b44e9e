"""A source's page tells of its network's devices, and whose meter a counter is."""

import pytest
from django.test import Client

from klimamosaik.people.models import Role
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.streams.models import DataSource
from tests.paper import form_with
from tests.streams.uplinks.conftest import Push
from tests.streams.uplinks.test_seeing import message
from tests.visitors import visitor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(town: Municipality) -> Client:
    """Somebody who edits."""
    return visitor_of(town, Role.EDITOR, "edda")


@pytest.fixture
def source(source: DataSource) -> DataSource:
    """Its network decodes by itself."""
    source.options = {}
    source.save()
    return source


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_missing_messages_of_a_device_are_told(
    client: Client, source: DataSource, push: Push
) -> None:
    for count in (1, 2, 7):
        push(message(count, temperature=20.5))
    page = text(client, f"/03404000/quellen/{source.pk}/")
    assert "beet-7: 4 Nachrichten kamen nicht an" in page
    assert page.count("beet-7: Temperatur") == 2  # once as the series, once for its button
    assert "1 Messreihen mit" not in page


def test_what_is_left_out_of_a_message_is_told_until_one_comes_whole(
    client: Client, source: DataSource, push: Push
) -> None:
    push(message(1, **{f"v{number}": 1.0 * number for number in range(1, 204)}))
    page = text(client, f"/03404000/quellen/{source.pk}/")
    assert "beet-7: Die Meldung hat mehr als 200 Werte: ab „v201“ ist nichts gespeichert" in page
    push(message(2, v1=1.0))
    assert "v201" not in text(client, f"/03404000/quellen/{source.pk}/")


def test_a_counter_becomes_the_meter_of_a_building_on_a_page(
    client: Client, source: DataSource, push: Push, meter_point: MeterPoint
) -> None:
    push(message(1, energy_kwh=1000.0))
    series = source.series.exclude(datastream=None).get()
    page = text(client, f"/03404000/quellen/{source.pk}/")
    address = f"/03404000/quellen/zaehler/{series.pk}/"
    assert address in page
    assert "Wessen Zähler ist das?" in text(client, address)
    told = client.post(address, {"meter_point": meter_point.pk, "factor": ""}, follow=True)
    assert "zählt für" in told.content.decode()
    series.refresh_from_db()
    assert series.counts_for is not None
    assert series.counts_for.meter_point == meter_point
    untied = client.post(address, {"do": "untie"}, follow=True)
    series.refresh_from_db()
    assert series.counts_for is None
    undo = form_with(untied, "act")
    undo.send(client, undo.buttons[0])
    series.refresh_from_db()
    assert series.counts_for is not None
    assert series.counts_for.meter_point == meter_point


def test_a_counter_whose_unit_says_nothing_asks_what_a_unit_is(
    client: Client, source: DataSource, push: Push, meter_point: MeterPoint
) -> None:
    push(message(1, pulse_count=1000))
    series = source.series.exclude(datastream=None).get()
    address = f"/03404000/quellen/zaehler/{series.pk}/"
    asked = client.post(address, {"meter_point": meter_point.pk, "factor": ""})
    assert 'class="error"' in asked.content.decode()
    client.post(address, {"meter_point": meter_point.pk, "factor": "0,01"})
    series.refresh_from_db()
    assert series.counts_for is not None
    assert series.state["factor"] == 0.01
