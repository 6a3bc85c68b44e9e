"""The history of everything: who changed what, and what it was before."""

import re
from datetime import UTC, date, datetime
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from klimamosaik.alarms.models import Trouble, TroubleRule
from klimamosaik.measures.models import CostLine, Indicator, IndicatorValue, Measure
from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Building, Municipality
from klimamosaik.records.changes import UNTOLD, effective_changes
from klimamosaik.records.history import KINDS
from klimamosaik.records.language import in_both
from klimamosaik.records.operations import save
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


def test_what_links_to_many_is_told_by_its_names(measure: Measure) -> None:
    found = [changes for _, changes in effective_changes(Measure, list(Measure.history.all()))]
    assert [[(c.field, c.before, c.after) for c in changes] for changes in found] == [
        [("Gebäude", "A, B", "B")],
        [("Gebäude", "–", "A, B")],
        [("Name", "Dämmung", "Dämmung des Dachs")],
        [],
    ]


def test_many_things_named_by_what_they_are_need_no_more_questions(
    as_reader: Client, town: Municipality
) -> None:
    def asked(more: int) -> int:
        at = datetime(2026, 1, 2, tzinfo=UTC)
        for _ in range(more):
            Trouble(municipality=town, rule=TroubleRule.LEAK, since=at, noticed_at=at).save()
        with CaptureQueriesContext(connection) as queries:
            page = as_reader.get(f"/{AGS}/verlauf/").content.decode()
        assert page.count(TroubleRule.LEAK.text.de) == Trouble.objects.count()
        return len(queries)

    few = asked(2)
    assert asked(5) == few


def test_it_tells_what_the_library_tells(measure: Measure) -> None:
    compared = 0
    for model in (kind.model for kind in KINDS.values()):
        mine = {
            r.history_id: changes
            for r, changes in effective_changes(model, list(model.history.all()))
        }
        for record in model.history.filter(history_type="~"):
            delta = record.diff_against(record.prev_record)
            assert len(mine.get(record.history_id, ())) == len(delta.changes)
            compared += 1
    assert compared >= 3


def test_a_record_that_changed_nothing_is_left_out(town: Municipality) -> None:
    building = Building.objects.create(municipality=town, name="Rathaus")
    building.save()
    assert [
        r.history_type for r, _ in effective_changes(Building, list(Building.history.all()))
    ] == ["+"]


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
    monkeypatch.setattr("klimamosaik.records.entries.SHOWN", 2)
    monkeypatch.setattr("klimamosaik.records.entries.FEWEST", 1)  # fetched in several steps
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


def models_with_history() -> list[Any]:
    return [
        model
        for model in apps.get_models()
        if hasattr(model, "history") and not hasattr(model, "history_id")
    ]


def tracked(model: Any) -> list[Any]:
    """The fields of a model whose changes a person is told."""
    many = {field.name for field in model.history.model._history_m2m_fields}
    kept = {field.name for field in model.history.model.tracked_fields if field.editable} | many
    return [model._meta.get_field(name) for name in sorted(kept - UNTOLD)]


def test_each_record_with_a_history_is_told_where_it_belongs() -> None:
    models = models_with_history()
    assert len(models) > 20
    assert set(models) == KINDS.keys()
    nowhere = {model.__name__ for model, kind in KINDS.items() if not kind.town}
    assert nowhere == {"LoadedFactor"}  # official factors are every municipality's
    assert all(kind.text.de != kind.text.en or kind.text.de for kind in KINDS.values())


def test_each_field_of_each_record_has_a_label_of_its_own_in_both_languages() -> None:
    for model in models_with_history():
        labels = [in_both(partial(str, field.verbose_name)) for field in tracked(model)]
        own = [label for label, field in zip(labels, tracked(model), strict=True) if said(field)]
        assert len(own) == len(labels), model
        for words in ([label.de for label in labels], [label.en for label in labels]):
            assert len(set(words)) == len(words), (model, words)


def said(field: Any) -> bool:
    """True where somebody wrote the label down, rather than Django from the field's name."""
    return bool(str(field.verbose_name) != field.name.replace("_", " "))


def test_every_choice_is_told_in_both_languages() -> None:
    found = 0
    for field in (each for model in models_with_history() for each in tracked(model)):
        for value, word in field.flatchoices:
            text = in_both(partial(str, word))
            assert text.de, (field, value)
            assert text.en, (field, value)
            found += text.de != text.en
    assert found > 50


def test_a_bike_count_is_no_price_and_a_kind_of_cost_no_use(town: Municipality) -> None:
    measure = Measure.objects.create(municipality=town, name="done")
    indicator = Indicator.objects.create(measure=measure, name="Räder", link="output")
    count = IndicatorValue.objects.create(indicator=indicator, day=date(2025, 5, 1), value=3)
    count.value = 4
    count.save()
    line = CostLine.objects.create(measure=measure, year=2025, kind="investment")
    line.kind = "running"
    line.save()
    measure.name = "stopped"
    measure.start = date(2025, 6, 1)
    measure.save()
    ((_, of_count), _) = effective_changes(IndicatorValue, list(IndicatorValue.history.all()))
    ((_, of_line), _) = effective_changes(CostLine, list(CostLine.history.all()))
    ((_, of_measure), _) = effective_changes(Measure, list(Measure.history.all()))
    assert [change.field for change in of_count] == ["Wert der Kennzahl"]
    assert [(c.field, c.before, c.after) for c in of_line] == [
        ("Art der Kosten", "einmalig", "laufend")
    ]
    assert [(c.field, c.before, c.after) for c in of_measure] == [
        ("Name", "done", "stopped"),
        ("wirkt seit", "–", "01.06.2025"),
    ]


def test_a_moment_nobody_can_read_shows_the_newest(as_reader: Client, measure: Measure) -> None:
    for moment in ("gestern", "2024-01-01", ""):
        page = as_reader.get(f"/{AGS}/verlauf/", {"vor": moment})
        assert "Dämmung des Dachs" in page.content.decode()


def test_a_place_nobody_can_read_breaks_nothing(as_reader: Client, measure: Measure) -> None:
    moment = "2999-01-01T00:00:00+00:00"
    kind = "measures.measure"
    for place in (
        f"{moment}|{kind}|x",
        f"{moment}|{kind}|{'9' * 40}",
        f"{moment}|stream|\0",
        f"{moment}|nothing",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00|delivery|1",
    ):
        assert as_reader.get(f"/{AGS}/verlauf/", {"vor": place}).status_code == 200, place


def pages_from(client: Client, address: str) -> list[str]:
    """What is read on all pages of a history."""
    seen = []
    for _ in range(60):
        page = unescape(client.get(address).content.decode())
        seen.append(page)
        older = re.search(r'href="(\?[^"]*vor=[^"]+)"', page)
        if older is None:
            return seen
        address = f"{address.partition('?')[0]}{older[1]}"
    pytest.fail("the pages do not end")


NAMES = re.compile(r'<th scope="row">\s*([^<]+?)\s*<')


def test_what_came_at_one_moment_is_told_once_over_all_pages(
    town: Municipality, as_reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a list of measures does: many records of several kinds share their moment."""
    monkeypatch.setattr("klimamosaik.records.entries.SHOWN", 3)
    monkeypatch.setattr("klimamosaik.records.entries.FEWEST", 1)  # fetched in several steps
    made = [Measure.objects.create(municipality=town, name=f"M{n}") for n in range(7)]
    houses = [Building.objects.create(municipality=town, name=f"H{n}") for n in range(7)]
    for model in (Measure, Building):
        model.history.update(history_date=datetime(2026, 3, 1, 9, tzinfo=UTC))
    for n in range(11):  # seven files, then four sources
        streamed, name = n >= 7, f"{n}" if n >= 7 else f"D{n}"
        Delivery.objects.create(
            seq=n + 1,
            municipality=town,
            name=name,
            streamed=streamed,
            at=datetime(2026, 3, 1, 9, tzinfo=UTC),
        )
    pages = pages_from(as_reader, f"/{AGS}/verlauf/")
    told = [name for page in pages for name in NAMES.findall(page)]
    wanted = [*(m.name for m in made), *(h.name for h in houses), *(f"D{n}" for n in range(7))]
    wanted += [f"{n}" for n in range(7, 11)]
    assert sorted(name for name in told if name in wanted) == sorted(wanted)
    assert len(pages) > 8


def test_the_history_is_searched_by_word_person_and_kind(
    town: Municipality, as_reader: Client, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = User.objects.create_user("ada2", first_name="Ada", last_name="Lovelace")
    measure.start = date(2025, 6, 1)
    save(measure, by=ada)

    def found(**asked: str) -> list[str]:
        address = f"/{AGS}/verlauf/?{urlencode(asked)}"
        return [line for page in pages_from(as_reader, address) for line in told_in(page)]

    assert len(found(q="01.06.2025")) == 1, "values before and after are looked through"
    assert len(found(q="lovelace maßnahme")) == 1
    linked = [line.replace("Änderungen von Ada", "Ada") for line in found(q="lovelace")]
    assert found(wer="Ada Lovelace") == linked
    houses = found(was="places.building")
    assert len(houses) == 2
    assert all("Gebäude angelegt" in line for line in houses)
    assert len(found(q="dachs", was="measures.measure")) > 2
    assert found(q="gibt es nicht") == []
    nothing = as_reader.get(f"/{AGS}/verlauf/", {"q": "gibt es nicht"}).content.decode()
    assert "Nichts passt zu dieser Suche." in nothing
    monkeypatch.setattr("klimamosaik.records.entry_pages.MOST_LOOKED", 1)
    first = as_reader.get(f"/{AGS}/verlauf/", {"q": "Dämmung"}).content.decode()
    assert "Weiter suchen" in first
    assert len(found(q="places", was="places.building")) == 0
    assert len(found(q="lovelace")) == 1, "going on finds it on a later page"


def told_in(page: str) -> list[str]:
    """The lines of a history, without markup."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
