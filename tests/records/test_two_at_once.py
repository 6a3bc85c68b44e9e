"""Two people at one form: nobody overwrites the other without knowing it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.balance.models import Entry
from klimamosaik.balance.operations import enter, withdraw
from klimamosaik.measures.models import CostLine, Measure, Task
from klimamosaik.measures.operations import CriterionDraft, judge, write_measure
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import ExpectedEffect
from klimamosaik.pathway.operations import expect
from klimamosaik.people.models import Membership, Organisation, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import GateVerdict

AGS = "03403000"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HIDDEN = re.compile(r'<input type="hidden" name="version" value="([^"]*)"')
GAS = Item(Sector.MUNICIPAL, BalanceCarrier.GAS)


@pytest.fixture
def meike(town: Municipality) -> Client:
    """Somebody who edits, logged in."""
    user = User.objects.create(username="meike")
    Membership.objects.create(user=user, municipality=town, role=Role.EDITOR)
    client = Client(headers={"accept-language": "de"})
    client.force_login(user)
    return client


@pytest.fixture
def hall(town: Municipality) -> Building:
    return save(Building(municipality=town, name="Rathaus", address="Markt 1"), by=None)


@pytest.fixture
def measure(town: Municipality) -> Measure:
    new = Measure(municipality=town, name="Dämmung")
    aim = CriterionDraft(5.0)
    return write_measure(measure=new, meter_points=[], aim=aim, stated=True, by=None, at=AT)


def opened(client: Client, address: str) -> str:
    """The version a form carries when it is opened."""
    found = HIDDEN.search(client.get(address).content.decode())
    assert found is not None, address
    return found[1]


def test_who_saves_second_is_told_who_changed_what_and_saves_again_knowingly(
    meike: Client, hall: Building, klara: User
) -> None:
    address = f"/{AGS}/gebaeude/{hall.pk}/bearbeiten/"
    mine = {"name": "Rathaus", "kind": "office", "address": "Markt 2"}
    version = opened(meike, address)
    hall.address = "Schlossplatz 3"
    save(hall, by=klara)
    answer = meike.post(address, mine | {"version": version})
    text = answer.content.decode()
    assert "Inzwischen hat Klara Klima das geändert" in text
    assert "Straße und Hausnummer: Markt 1 → Schlossplatz 3" in text
    assert "Markt 2" in text  # what was typed is still there
    assert f'href="{address}"' in text  # a look at how it stands
    assert Building.objects.get().address == "Schlossplatz 3"
    again = HIDDEN.search(text)
    assert again is not None
    assert meike.post(address, mine | {"version": again[1]}).status_code == 302
    assert Building.objects.get().address == "Markt 2"


def test_what_the_form_does_not_show_may_change_meanwhile(
    meike: Client, hall: Building, klara: User
) -> None:
    address = f"/{AGS}/gebaeude/{hall.pk}/bearbeiten/"
    version = opened(meike, address)
    hall.latitude = 53.1
    save(hall, by=klara)
    mine = {"name": "Rathaus", "kind": "office", "version": version}
    assert meike.post(address, mine).status_code == 302
    assert (Building.objects.get().kind, Building.objects.get().latitude) == ("office", 53.1)


def test_a_judgement_in_the_background_stops_nobody_but_another_criterion_does(
    meike: Client, measure: Measure, klara: User
) -> None:
    address = f"/{AGS}/massnahmen/{measure.pk}/bearbeiten/"
    mine = {"name": "Dämmung", "confidence": "0.9", "saving_percent": "5"}
    version = opened(meike, address)
    judge(measure=measure, judgement=GateVerdict.MISSED, by=None, at=AT)
    assert meike.post(address, mine | {"version": version}).status_code == 302
    version = opened(meike, address)
    gate = measure.gate
    gate.refresh_from_db()
    gate.saving_percent = 20.0
    save(gate, by=klara)
    answer = meike.post(address, mine | {"version": version})
    assert "Mindestens gespart [%]: 5 → 20" in answer.content.decode().replace("mind", "Mind")
    gate.refresh_from_db()
    assert gate.saving_percent == 20.0


def test_an_expectation_written_down_meanwhile_is_not_overwritten(
    meike: Client, measure: Measure, klara: User
) -> None:
    address = f"/{AGS}/massnahmen/{measure.pk}/erwartung/"
    version = opened(meike, address)
    effect, why = Prior.of(1.0, 2.0, 3.0), "Gutachten"
    expect(measure=measure, effect=effect, field=Field.HEAT, reasoning=why, by=klara)
    mine = {"low_t": "5", "likely_t": "6", "high_t": "7", "field": "heat", "reasoning": "Schätzung"}
    answer = meike.post(address, mine | {"version": version})
    assert "Inzwischen hat Klara Klima das geändert" in answer.content.decode()
    assert ExpectedEffect.objects.get().likely_t == 2.0


def entered(town: Municipality, energy: float, by: User) -> Entry:
    return enter(
        municipality=town, year=2023, item=GAS, energy=energy, grade=DataGrade.A,
        source="Stadtwerke", by=by, at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("step", ["look", "store"])
def test_a_value_of_the_balance_entered_meanwhile_is_not_overwritten(
    meike: Client, town: Municipality, klara: User, step: str
) -> None:
    address = f"/{AGS}/bilanz/2023/werte/{GAS.code}/"
    mine = {"wanted": "value", "energy": "20", "grade": "A", "source": "Zähler", "do": step}
    version = opened(meike, address)
    entered(town, 10.0, klara)
    answer = meike.post(address, mine | {"version": version})
    assert "Inzwischen hat Klara Klima das geändert" in answer.content.decode()
    version = opened(meike, address)
    withdraw(municipality=town, year=2023, item=GAS, by=klara, at=AT)
    answer = meike.post(address, mine | {"version": version})
    assert "entfernt" in answer.content.decode()
    assert not Entry.objects.exists()


def test_every_page_that_edits_a_record_carries_its_version(
    meike: Client, town: Municipality, hall: Building, measure: Measure
) -> None:
    point = MeterPoint.objects.create(building=hall, carrier="gas", name="Gas")
    office = Organisation.objects.create(municipality=town, name="Klimabüro")
    cost = CostLine.objects.create(measure=measure, year=2026, kind="running")
    task = Task.objects.create(measure=measure, organisation=office, what="Angebot holen")
    pages = [
        "gemeinde/",
        f"gebaeude/{hall.pk}/bearbeiten/",
        f"zaehler/{point.pk}/bearbeiten/",
        f"massnahmen/{measure.pk}/bearbeiten/",
        f"massnahmen/{measure.pk}/grundlagen/",
        f"massnahmen/{measure.pk}/erwartung/",
        f"massnahmen/{measure.pk}/zeile/kosten/{cost.pk}/",
        f"massnahmen/{measure.pk}/aufgaben/{task.pk}/",
        f"stellen/{office.pk}/",
        f"bilanz/2023/werte/{GAS.code}/",
    ]
    assert [page for page in pages if not opened(meike, f"/{AGS}/{page}")] == []


OIL = Item(Sector.MUNICIPAL, BalanceCarrier.OIL)


def test_in_the_grid_a_field_left_alone_keeps_what_another_entered_meanwhile(
    meike: Client, town: Municipality, klara: User
) -> None:
    address = f"/{AGS}/bilanz/2023/werte/"
    entered(town, 10.0, klara)
    version = opened(meike, address)
    entered(town, 20.0, klara)
    mine = {"version": version, "source": "Rechnung", "grade": "A", "do": "store"}
    sent = mine | {f"value.{GAS.code}": "10", f"value.{OIL.code}": "7"}
    assert meike.post(address, sent).status_code == 302
    stored = {entry.carrier: (entry.energy, entry.source) for entry in Entry.objects.all()}
    assert stored == {"gas": (20.0, "Stadtwerke"), "oil": (7.0, "Rechnung")}


@pytest.mark.parametrize("step", ["look", "store"])
def test_in_the_grid_two_values_for_one_field_are_told_before_one_counts(
    meike: Client, town: Municipality, klara: User, step: str
) -> None:
    address = f"/{AGS}/bilanz/2023/werte/"
    version = opened(meike, address)
    entered(town, 20.0, klara)
    mine = {"source": "Rechnung", "grade": "A", "do": step, f"value.{GAS.code}": "12"}
    text = meike.post(address, mine | {"version": version}).content.decode()
    assert "Inzwischen hat Klara Klima „20“ eingetragen" in text
    assert "stand dort „nichts“" in text
    assert 'value="12"' in text
    assert Entry.objects.get().energy == 20.0
    again = HIDDEN.search(text)
    assert again is not None
    sent = mine | {"version": again[1], "do": "store"}
    assert meike.post(address, sent).status_code == 302
    assert Entry.objects.get().energy == 12.0


def test_who_is_a_moment_later_with_the_same_new_name_gets_a_sentence(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is stored between the check and the saving, whatever form it was."""
    checked = Building.full_clean

    def meanwhile(row: Building, *args: Any, **more: Any) -> None:
        checked(row, *args, **more)
        monkeypatch.undo()
        save(Building(municipality=town, name="Rathaus"), by=None)

    monkeypatch.setattr(Building, "full_clean", meanwhile)
    with pytest.raises(InputRejected):
        save(Building(municipality=town, name="Rathaus"), by=None)
    assert Building.objects.filter(name="Rathaus").count() == 1
