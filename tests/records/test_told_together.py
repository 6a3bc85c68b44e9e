"""What is wrong with a form is told in one go: a date out of order beside a missing name."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality
from tests.web.conftest import AGS
from tests.web.conftest import admin as admin
from tests.web.conftest import as_admin as as_admin
from tests.web.conftest import own_data as own_data
from tests.web.conftest import town as town

pytestmark = pytest.mark.django_db

MEASURE = {"name": "", "start": "2025-06-01", "end": "2025-01-01", "confidence": "0.9"}
WRONG = {
    "massnahmen/neu/": (MEASURE, ("id_name", "id_end")),
    "massnahmen/{pk}/grundlagen/": (
        {"name": "", "first_year": "2030", "last_year": "2020"},
        ("id_name", "id_last_year"),
    ),
    "massnahmen/{pk}/zeile/stand/neu/": (
        {"state": "", "day": "2025-01-01", "first_day": "2026-01-01"},
        ("id_state", "id_first_day"),
    ),
    "massnahmen/{pk}/zeile/kennzahl/neu/": (
        {"name": "", "wanted_value": "5", "unit": "", "bound": ""},
        ("id_name", "id_unit"),
    ),
    "massnahmen/{pk}/zeile/erfahrung/neu/": (
        {"hypothesis": "", "cost": "viel"},
        ("id_hypothesis", "id_cost"),
    ),
    "gebaeude/neu/": (
        {"name": "", "since": "2025-01-01", "until": "2024-01-01"},
        ("id_name", "id_until"),
    ),
    "mosaik/ziel/": (
        {"year": "2030", "need_t": "5", "source": ""},
        ("id_source", "id_need_t"),
    ),
    "minderungspfad/zwischenziel/": (
        {"year": "2030", "base_year": "2031", "source": ""},
        ("id_source", "id_base_year"),
    ),
    "planung/neu/": (
        {"budget": "viel", "first_year": "2030", "last_year": "2028", "caution": "0.5"},
        ("id_budget", "id_last_year"),
    ),
    "minderungspfad/jahre/": ({"years": "Quatsch", "source": ""}, ("id_years", "id_source")),
}


@pytest.mark.parametrize("address", WRONG)
def test_all_faults_are_told_at_once(address: str, as_admin: Client, town: Municipality) -> None:
    measure = Measure.objects.create(municipality=town, name="Heizung")
    sent, wanted = WRONG[address]
    page = as_admin.post(f"/{AGS}/{address.format(pk=measure.pk)}", sent).content.decode()
    summary = page.partition('id="problems"')[2].partition("</div>")[0]
    for ident in wanted:
        assert f'href="#{ident}"' in summary, summary
        assert f'id="{ident}"' in page.partition("</div>")[2]


def test_after_a_fault_the_title_says_so_and_the_summary_has_the_focus(
    as_admin: Client, town: Municipality
) -> None:
    asked = as_admin.get(f"/{AGS}/massnahmen/neu/").content.decode()
    page = as_admin.post(f"/{AGS}/massnahmen/neu/", MEASURE).content.decode()
    title = " ".join(page.partition("<title>")[2].partition("</title>")[0].split())
    assert title.startswith("Fehler: Neue Maßnahme")
    assert "Fehler:" not in asked
    assert 'tabindex="-1" id="problems" autofocus' in page


def test_a_date_that_cannot_be_read_is_no_date_out_of_order(
    as_admin: Client, town: Municipality, admin: User
) -> None:
    sent = MEASURE | {"name": "x", "start": "irgendwann"}
    page = as_admin.post(f"/{AGS}/massnahmen/neu/", sent).content.decode()
    summary = page.partition('id="problems"')[2].partition("</div>")[0]
    assert 'href="#id_start"' in summary
    assert 'href="#id_end"' not in summary
