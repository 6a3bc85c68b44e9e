"""A long drop-down is searched without script; what it offers can be told apart."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.places.models import Building, BuildingKind, MeterPoint, Municipality
from klimamosaik.records.long_lists import MOST, SEARCHED_FROM
from klimamosaik.terms.carrier import Carrier
from tests.web.conftest import AGS
from tests.web.conftest import admin as admin
from tests.web.conftest import as_admin as as_admin
from tests.web.conftest import own_data as own_data
from tests.web.conftest import town as town

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 1, tzinfo=UTC)
MANY = 25  # buildings, each with three series


@pytest.fixture
def form(town: Municipality) -> str:
    """The address of an indicator's form in a town with many series."""
    for number in range(MANY):
        house = Building.objects.create(
            municipality=town, name=f"Schule {number:02}", kind=BuildingKind.SCHOOL
        )
        for carrier in (Carrier.HEAT, Carrier.ELECTRICITY):
            point = MeterPoint.objects.create(building=house, carrier=carrier, name=house.name)
            spacings = ("P1D", "P1Y") if carrier is Carrier.HEAT else ("P1D",)
            for spacing in spacings:
                Datastream.objects.create(
                    name=f"{house.name} {carrier} {spacing}", meter_point=point, unit="kWh",
                    quantity=Quantity.ENERGY, spacing=spacing,
                )  # fmt: skip
    measure = Measure.objects.create(municipality=town, name="Heizung")
    return f"/{AGS}/massnahmen/{measure.pk}/zeile/kennzahl/neu/"


def offered(page: str) -> list[str]:
    """The words of each choice with its heading."""
    found, heading = [], ""
    select = page.partition('<select name="datastream"')[2].partition("</select>")[0]
    for part in select.split("<")[1:]:
        tag, _, words = part.partition(">")
        if tag.startswith("optgroup"):
            heading = tag.partition('label="')[2].partition('"')[0]
        elif tag.startswith("option") and 'value=""' not in tag:
            found.append(f"{heading}: {words.strip()}")
    return found


def test_too_many_are_looked_for_and_nothing_is_stored(as_admin: Client, form: str) -> None:
    assert offered(as_admin.get(form).content.decode()) == []
    sent = {"do": "search", "datastream-words": "schule 07 wärme", "name": "Verbrauch"}
    page = as_admin.post(form, sent).content.decode()
    assert offered(page) == [
        "Schule 07: Wärme · jährlich · kWh",
        "Schule 07: Wärme · täglich · kWh",
    ]
    assert 'value="Verbrauch"' in page, "what was typed stays"
    assert 'id="problems"' not in page, "nobody asked for it to be stored"
    assert "Fehler:" not in page
    assert Indicator.objects.count() == 0


def test_enter_with_new_words_looks_and_with_the_same_stores(as_admin: Client, form: str) -> None:
    sent = {"do": "enter", "datastream-words": "Schule 07", "datastream-found": "", "name": ""}
    assert 'id="problems"' not in as_admin.post(form, sent).content.decode()
    again = as_admin.post(form, sent | {"datastream-found": "Schule 07"}).content.decode()
    assert 'id="problems"' in again


def test_what_is_chosen_stays_whatever_is_looked_for(as_admin: Client, form: str) -> None:
    chosen = Datastream.objects.get(name__startswith="Schule 03 electricity")
    sent = {"do": "search", "datastream-words": "Schule 07", "datastream": str(chosen.pk)}
    page = as_admin.post(form, sent).content.decode()
    assert offered(page)[0] == "Schule 03: Strom · täglich · kWh"
    assert f'<option value="{chosen.pk}" selected>' in page


def test_a_choice_that_was_looked_for_is_stored(as_admin: Client, form: str) -> None:
    chosen = Datastream.objects.get(name__startswith="Schule 07 electricity")
    sent = {
        "link": "outcome", "name": "Strom", "unit": "kWh", "datastream": str(chosen.pk),
        "datastream-words": "Schule 07", "datastream-found": "Schule 07", "subject": "other",
        "basis": "last",
    }  # fmt: skip
    page = as_admin.post(form, sent).content.decode()
    assert 'id="problems"' not in page, page.partition('id="problems"')[2][:600]
    assert [each.datastream for each in Indicator.objects.all()] == [chosen]


def test_a_short_list_has_no_search(as_admin: Client, form: str, town: Municipality) -> None:
    assert SEARCHED_FROM < MOST < 3 * MANY
    kept = Datastream.objects.all()[:SEARCHED_FROM].values_list("pk", flat=True)
    Datastream.objects.exclude(pk__in=list(kept)).delete()
    page = as_admin.get(form).content.decode()
    assert "datastream-words" not in page
    assert len(offered(page)) == len(set(offered(page))) == SEARCHED_FROM
