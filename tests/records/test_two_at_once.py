"""Two people at one form: nobody overwrites the other without knowing it."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.balance.models import Entry
from klimamosaik.measures.models import Measure
from klimamosaik.measures.operations import CriterionDraft, judge, write_measure
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import ExpectedEffect
from klimamosaik.pathway.operations import expect
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, Municipality
from klimamosaik.records import forms
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import GateVerdict
from tests.balance.entering import enter, withdraw
from tests.paper import PaperForm, form_with
from tests.visitors import visitor_of

AGS = "03403000"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
GAS = Item(Sector.MUNICIPAL, BalanceCarrier.GAS)


@pytest.fixture
def meike(town: Municipality) -> Client:
    """Somebody who edits, logged in."""
    return visitor_of(town, Role.EDITOR, "meike", headers={"accept-language": "de"})


@pytest.fixture
def hall(town: Municipality) -> Building:
    return save(Building(municipality=town, name="Rathaus", address="Markt 1"), by=None)


@pytest.fixture
def measure(town: Municipality) -> Measure:
    new = Measure(municipality=town, name="Dämmung")
    aim = CriterionDraft(5.0)
    return write_measure(measure=new, meter_points=[], aim=aim, stated=True, by=None, at=AT)


def opened(client: Client, address: str) -> PaperForm:
    """The form of a page, as it is when it is opened."""
    return form_with(client.get(address), "version")


def test_what_two_people_changed_apart_from_each_other_is_put_together_and_told(
    meike: Client, hall: Building, klara: User
) -> None:
    mine = opened(meike, f"/{AGS}/gebaeude/{hall.pk}/bearbeiten/")
    hall.address = "Schlossplatz 3"
    save(hall, by=klara)
    told = mine.say("postcode", "26122").send(meike, follow=True).content.decode()
    assert "Straße und Hausnummer hat inzwischen Klara Klima geändert" in told
    assert "Schlossplatz 3. Das ist übernommen." in told
    hall.refresh_from_db()
    assert (hall.address, hall.postcode) == ("Schlossplatz 3", "26122")


def test_what_two_people_changed_alike_is_no_question(
    meike: Client, hall: Building, klara: User
) -> None:
    mine = opened(meike, f"/{AGS}/gebaeude/{hall.pk}/bearbeiten/")
    hall.address, hall.usable_area = "Schlossplatz 3", 1234.5
    save(hall, by=klara)
    mine.say("address", " Schlossplatz 3 ").say("usable_area", "1.234,50")
    assert mine.send(meike).status_code == 302


@pytest.mark.parametrize(
    ("chosen", "kept"), [("mine", "Markt 2"), ("theirs", "Schlossplatz 3"), ("", "Schlossplatz 3")]
)
def test_what_two_people_changed_differently_is_asked_field_by_field(
    meike: Client, hall: Building, klara: User, chosen: str, kept: str
) -> None:
    mine = opened(meike, f"/{AGS}/gebaeude/{hall.pk}/bearbeiten/")
    hall.address, hall.usable_area = "Schlossplatz 3", 900
    save(hall, by=klara)
    answer = mine.say("address", "Markt 2").say("postcode", "26122").send(meike)
    text = answer.content.decode()
    assert "Inzwischen gespeichert von Klara Klima (" in text
    assert "Nutzfläche [m²] hat inzwischen Klara Klima geändert" in text
    asked = form_with(answer, "asked")
    assert asked.values["address"] == ["Markt 2"]  # what was typed is still there
    assert asked.values["postcode"] == ["26122"]
    assert asked.offered["choose-address"] == ["mine", "theirs"]
    assert "choose-address" not in asked.values  # nothing is chosen for a person
    assert "choose-postcode" not in asked.offered
    hall.refresh_from_db()
    assert (hall.address, hall.postcode) == ("Schlossplatz 3", "")
    if chosen:
        asked.say("choose-address", chosen)
    assert asked.send(meike).status_code == (302 if chosen else 200)
    hall.refresh_from_db()
    assert (hall.address, hall.usable_area) == (kept, 900)
    assert hall.postcode == ("26122" if chosen else "")


def test_a_third_person_is_asked_about_as_well(meike: Client, hall: Building, klara: User) -> None:
    mine = opened(meike, f"/{AGS}/gebaeude/{hall.pk}/bearbeiten/").say("address", "Markt 2")
    hall.address = "Schlossplatz 3"
    save(hall, by=klara)
    asked = form_with(mine.send(meike), "asked").say("choose-address", "mine")
    hall.address = "Lappan 4"
    save(hall, by=klara)
    again = form_with(asked.send(meike), "asked")
    assert "Lappan 4" in " ".join(again.words)
    hall.refresh_from_db()
    assert hall.address == "Lappan 4"


def test_who_saves_between_reading_and_storing_is_not_overwritten(
    meike: Client, hall: Building, klara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = opened(meike, f"/{AGS}/gebaeude/{hall.pk}/bearbeiten/").say("postcode", "26122")

    def looked_through(form: forms.RecordForm) -> bool:
        monkeypatch.undo()
        valid = form.is_valid()
        hall.address = "Schlossplatz 3"
        save(hall, by=klara)
        return valid

    monkeypatch.setattr(forms.RecordForm, "is_valid", looked_through)
    answer = mine.send(meike)
    assert "In diesem Augenblick" in answer.content.decode()
    assert form_with(answer, "version").send(meike).status_code == 302
    hall.refresh_from_db()
    assert (hall.address, hall.postcode) == ("Schlossplatz 3", "26122")


def test_what_the_form_does_not_show_may_change_meanwhile(
    meike: Client, hall: Building, klara: User
) -> None:
    mine = opened(meike, f"/{AGS}/gebaeude/{hall.pk}/bearbeiten/").say("kind", "office")
    hall.latitude = 53.1
    save(hall, by=klara)
    assert "übernommen" not in mine.send(meike, follow=True).content.decode()
    assert (Building.objects.get().kind, Building.objects.get().latitude) == ("office", 53.1)


def test_a_judgement_in_the_background_stops_nobody_but_another_criterion_does(
    meike: Client, measure: Measure, klara: User
) -> None:
    address = f"/{AGS}/massnahmen/{measure.pk}/bearbeiten/"
    mine = opened(meike, address)
    judge(measure=measure, judgement=GateVerdict.MISSED, by=None, at=AT)
    assert mine.say("done", "Dach").send(meike).status_code == 302
    mine = opened(meike, address)
    gate = measure.gate
    gate.refresh_from_db()
    gate.saving_percent = 20.0
    save(gate, by=klara)
    answer = mine.say("saving_percent", "7").send(meike)
    assert "Inzwischen gespeichert von Klara Klima" in answer.content.decode()
    asked = form_with(answer, "asked")
    assert asked.offered["choose-saving_percent"] == ["mine", "theirs"]
    gate.refresh_from_db()
    assert gate.saving_percent == 20.0


def test_an_expectation_written_down_meanwhile_is_not_overwritten(
    meike: Client, measure: Measure, klara: User
) -> None:
    address = f"/{AGS}/massnahmen/{measure.pk}/erwartung/"
    mine = opened(meike, address)
    effect, why = Prior.of(1.0, 2.0, 3.0), "Gutachten"
    expect(measure=measure, effect=effect, field=Field.HEAT, reasoning=why, by=klara)
    for name, value in (("low_t", "5"), ("likely_t", "6"), ("high_t", "7"), ("reasoning", "S")):
        mine.say(name, value)
    asked = form_with(mine.send(meike), "asked")
    assert asked.values["asked"] == ["low_t", "likely_t", "high_t", "reasoning"]
    assert ExpectedEffect.objects.get().likely_t == 2.0


def test_a_range_is_never_put_together_from_two_people(
    meike: Client, measure: Measure, klara: User
) -> None:
    expected = partial(expect, measure=measure, field=Field.HEAT, reasoning="Gutachten", by=klara)
    expected(effect=Prior.of(1.0, 2.0, 9.0))
    mine = opened(meike, f"/{AGS}/massnahmen/{measure.pk}/erwartung/").say("high_t", "20")
    expected(effect=Prior.of(8.0, 8.5, 9.0))
    asked = form_with(mine.send(meike), "asked")
    assert asked.values["asked"] == ["low_t", "likely_t", "high_t"]


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
    mine = opened(meike, address)
    entered(town, 10.0, klara)
    for name, value in (("wanted", "value"), ("energy", "20"), ("source", "Zähler")):
        mine.say(name, value)
    answer = mine.send(meike, ("do", step))
    assert "Inzwischen gespeichert von Klara Klima" in answer.content.decode()
    assert form_with(answer, "asked").values["energy"] == ["20"]
    mine = opened(meike, address).say("energy", "20")
    withdraw(municipality=town, year=2023, item=GAS, by=klara, at=AT)
    answer = mine.send(meike, ("do", step))
    assert "Inzwischen hat Klara Klima das geändert" in answer.content.decode()
    assert "entfernt" in answer.content.decode()
    assert not Entry.objects.exists()


OIL = Item(Sector.MUNICIPAL, BalanceCarrier.OIL)


def test_in_the_grid_a_field_left_alone_keeps_what_another_entered_meanwhile(
    meike: Client, town: Municipality, klara: User
) -> None:
    address = f"/{AGS}/bilanz/2023/werte/"
    entered(town, 10.0, klara)
    mine = opened(meike, address).say("source", "Rechnung").say("grade", "A")
    entered(town, 20.0, klara)
    assert mine.say(f"value.{OIL.code}", "7").send(meike, ("do", "store")).status_code == 302
    stored = {entry.carrier: (entry.energy, entry.source) for entry in Entry.objects.all()}
    assert stored == {"gas": (20.0, "Stadtwerke"), "oil": (7.0, "Rechnung")}


@pytest.mark.parametrize("step", ["look", "store"])
def test_in_the_grid_two_values_for_one_field_are_told_before_one_counts(
    meike: Client, town: Municipality, klara: User, step: str
) -> None:
    address = f"/{AGS}/bilanz/2023/werte/"
    mine = opened(meike, address).say("source", "Rechnung").say("grade", "A")
    entered(town, 20.0, klara)
    answer = mine.say(f"value.{GAS.code}", "12").send(meike, ("do", step))
    text = answer.content.decode()
    assert "Inzwischen hat Klara Klima „20“ eingetragen" in text
    assert "stand dort „nichts“" in text
    assert 'value="12"' in text
    assert Entry.objects.get().energy == 20.0
    assert form_with(answer, "version").send(meike, ("do", "store")).status_code == 302
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
