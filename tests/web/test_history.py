"""The history of everything: who changed what, and what it was before."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building, Municipality
from klimamosaik.web.views.history import KINDS, told
from tests.web.conftest import AGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(town: Municipality) -> Measure:
    """A measure that was renamed once and was given two buildings, then one."""
    made = Measure.objects.create(municipality=town, name="Dämmung", start=date(2024, 1, 1))
    made.name = "Dämmung des Dachs"
    made.save()
    buildings = [Building.objects.create(municipality=town, name=name) for name in ("A", "B")]
    made.buildings.set(buildings)
    made.buildings.remove(buildings[0])
    return made


def test_what_links_to_many_is_told_by_how_many(measure: Measure) -> None:
    found = [changes for _, changes in told(Measure, list(Measure.history.all()))]
    assert [[(c.field.de, c.before, c.after) for c in changes] for changes in found] == [
        [("Gebäude", "2", "1")],
        [("Gebäude", "–", "2")],
        [("Name", "Dämmung", "Dämmung des Dachs")],
        [],
    ]


def test_it_tells_what_the_library_tells(measure: Measure) -> None:
    compared = 0
    for model, _, _ in KINDS:
        mine = {r.history_id: changes for r, changes in told(model, list(model.history.all()))}
        for record in model.history.filter(history_type="~"):
            delta = record.diff_against(record.prev_record)
            assert len(mine.get(record.history_id, ())) == len(delta.changes)
            compared += 1
    assert compared >= 3


def test_a_record_that_changed_nothing_is_left_out(town: Municipality) -> None:
    building = Building.objects.create(municipality=town, name="Rathaus")
    building.save()
    assert [r.history_type for r, _ in told(Building, list(Building.history.all()))] == ["+"]


def test_more_changes_need_no_more_questions(as_reader: Client, measure: Measure) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_reader.get(f"/{AGS}/verlauf/").status_code == 200
        return len(queries)

    few = asked()
    for number in range(5):
        measure.name = f"Dämmung {number}"
        measure.save()
    assert asked() == few


def test_older_changes_are_one_step_away(
    as_reader: Client, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("klimamosaik.web.views.history.SHOWN", 2)
    address, seen = f"/{AGS}/verlauf/", ""
    for _ in range(10):
        page = as_reader.get(address).content.decode()
        seen += page
        older = re.search(r'href="(\?vor=[^"]+)"', page)
        if older is None:
            break
        address = f"/{AGS}/verlauf/{unescape(older[1])}"
    else:
        pytest.fail("the pages do not end")
    assert "Maßnahme angelegt" in seen
    assert "Dämmung → Dämmung des Dachs" in seen


def test_a_moment_nobody_can_read_shows_the_newest(as_reader: Client, measure: Measure) -> None:
    for moment in ("gestern", "2024-01-01", ""):
        page = as_reader.get(f"/{AGS}/verlauf/", {"vor": moment})
        assert "Dämmung des Dachs" in page.content.decode()
