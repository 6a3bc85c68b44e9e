"""A thousand rows make no list slower to ask for and none larger."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality
from tests.web.conftest import AGS
from tests.web.many_rows import ROWS

pytestmark = pytest.mark.django_db

FEW, MANY = 60, 1000
MOST = 150_000  # bytes of a page, before it is packed


def asked(client: Client, path: str) -> tuple[int, bytes]:
    """Questions to the database, and the page."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/{AGS}/{path}")
    assert answer.status_code == 200
    return len(queries), answer.content


@pytest.mark.parametrize("path", ROWS)
def test_a_thousand_rows_are_asked_for_as_sixty(
    as_editor: Client, town: Municipality, path: str
) -> None:
    Measure.objects.create(municipality=town, name="Regelung")
    ROWS[path](town, range(FEW))
    asked(as_editor, path)  # what is kept for the whole process is kept now
    few, _ = asked(as_editor, path)
    ROWS[path](town, range(FEW, MANY))
    many, page = asked(as_editor, path)
    assert many == few
    assert len(page) < MOST


def test_every_plan_there_was_is_found(as_editor: Client, town: Municipality) -> None:
    Measure.objects.create(municipality=town, name="Regelung")
    ROWS["planung/"](town, range(45))
    seen: set[str] = set()
    address = f"/{AGS}/planung/"
    for _ in range(3):
        page = as_editor.get(address).content.decode()
        seen |= set(re.findall(r"planung/(\d+)/", page))
        link = re.search(r'rel="next"\s+href="([^"]+)"', page)
        address = f"/{AGS}/planung/{link[1] if link else ''}"
    assert len(seen) == 45
    assert "41 bis 45 von 45 Plänen" in page


def test_the_whole_history_of_a_measure_is_there(as_editor: Client, town: Municipality) -> None:
    measure = Measure.objects.create(municipality=town, name="Regelung 0000")
    for n in range(1, 120):
        measure.name = f"Regelung {n:04}"
        measure.save()
    path, seen = f"massnahmen/{measure.pk}/verlauf/", set()
    query = ""
    for _ in range(3):
        page = as_editor.get(f"/{AGS}/{path}{query}").content.decode()
        seen |= set(re.findall(r'<th scope="row">Regelung (\d{4})', page))
        older = re.search(r'href="(\?vor=[^"]+)"', page)
        query = older[1] if older else ""
    assert len(seen) == 120
    assert not query
