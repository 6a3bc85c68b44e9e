"""Wishes are looked at before they are carried out, and carried out all or not at all."""

from datetime import UTC, datetime

import pytest

from klimamosaik.balance import operations
from klimamosaik.balance.entry_preview import preview_entries
from klimamosaik.balance.kernel.cell import CellState, DataGrade
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.kernel.wish import EntryAction, EntryDraft
from klimamosaik.balance.models import Entry
from klimamosaik.balance.queries.balances import balance_of
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected

AT = datetime(2024, 5, 3, 12, tzinfo=UTC)
GAS = Item(Sector.HOUSEHOLDS, BalanceCarrier.GAS)
OIL = Item(Sector.HOUSEHOLDS, BalanceCarrier.OIL)
MOTORWAY_DIESEL = Item(Sector.TRANSPORT, BalanceCarrier.DIESEL, Mode.MOTORWAYS)


def value(item: Item, energy: float, source: str = "EWE Netz", year: int = 2021) -> EntryDraft:
    return EntryDraft(year, item, EntryAction.VALUE, energy, DataGrade.A, source)


def carry_out(town: Municipality, *wishes: EntryDraft) -> int:
    return operations.carry_out(municipality=town, wishes=wishes, by=None, at=AT)


def test_what_is_foreseen_is_what_comes_to_be(town: Municipality) -> None:
    wishes = [value(GAS, 900_000.0), value(MOTORWAY_DIESEL, 50_000.0)]
    foreseen = preview_entries(ags=town.ags, wishes=wishes)
    assert {each.item for each in foreseen.differences} == {GAS, MOTORWAY_DIESEL}
    assert not Entry.objects.exists()
    assert carry_out(town, *wishes) == 2
    now = balance_of(ags=town.ags, year=2021).balance
    assert now.emissions == pytest.approx(foreseen.years[0].after.emissions)
    assert now.emissions != pytest.approx(foreseen.years[0].before.emissions)


def test_a_mode_of_transport_is_entered_by_itself(town: Municipality) -> None:
    before = balance_of(ags=town.ags, year=2021).balance
    carry_out(town, value(MOTORWAY_DIESEL, 50_000.0))
    after = balance_of(ags=town.ags, year=2021).balance
    changed = [
        a.cell.item for b, a in zip(before.lines, after.lines, strict=True) if a.cell != b.cell
    ]
    assert changed == [MOTORWAY_DIESEL]
    cell = next(n.cell for n in after.lines if n.cell.item == MOTORWAY_DIESEL)
    assert cell.over is not None
    assert cell.over.state is CellState.DEFAULT
    assert [step.activity for step in cell.over.steps] == ["motorways"]


def test_saying_the_same_again_changes_nothing(town: Municipality) -> None:
    carry_out(town, value(GAS, 900_000.0))
    assert preview_entries(ags=town.ags, wishes=[value(GAS, 900_000.0)]).differences == ()
    assert carry_out(town, value(GAS, 900_000.0)) == 0
    assert Entry.history.count() == 1


def test_another_source_is_a_change(town: Municipality) -> None:
    carry_out(town, value(GAS, 900_000.0))
    assert carry_out(town, value(GAS, 900_000.0, source="Rechnung 2022")) == 1


def test_one_unusable_wish_keeps_all_from_being_carried_out(town: Municipality) -> None:
    wishes = [value(GAS, 900_000.0), value(OIL, -5.0), value(OIL, 5.0, source=" ")]
    foreseen = preview_entries(ags=town.ags, wishes=wishes)
    assert not foreseen.storable
    assert [about.code for about in foreseen.complaints] == ["unusable_energy", "no_source"]
    assert "Private Haushalte, Heizöl" in foreseen.complaints[0].text.de
    with pytest.raises(InputRejected) as refusal:
        carry_out(town, *wishes)
    assert len(refusal.value.complaints) == 2
    assert not Entry.objects.exists()


def test_withdrawing_foresees_the_default(town: Municipality) -> None:
    default = balance_of(ags=town.ags, year=2021).balance.energy
    carry_out(town, value(GAS, 1.0))
    foreseen = preview_entries(ags=town.ags, wishes=[EntryDraft(2021, GAS, EntryAction.DEFAULT)])
    assert foreseen.years[0].after.energy == pytest.approx(default)
    assert foreseen.differences[0].after.state is CellState.DEFAULT


def test_what_changes_in_turn_is_foreseen_too(town: Municipality) -> None:
    facility = Item(Sector.MUNICIPAL, BalanceCarrier.ELECTRICITY)
    foreseen = preview_entries(ags=town.ags, wishes=[value(facility, 20_000.0)])
    assert {each.item.sector for each in foreseen.differences} == {
        Sector.COMMERCE,
        Sector.MUNICIPAL,
    }
    year = foreseen.years[0]
    assert year.after.energy == pytest.approx(year.before.energy)


def test_a_source_of_several_lines_is_refused(town: Municipality) -> None:
    foreseen = preview_entries(ags=town.ags, wishes=[value(GAS, 5.0, source="a\nb")])
    assert [about.code for about in foreseen.complaints] == ["unusable_source"]


def test_a_value_about_a_thousand_times_another_is_asked_about_its_unit(
    town: Municipality,
) -> None:
    def doubts(energy: float) -> list[str]:
        told = preview_entries(ags=town.ags, wishes=[value(GAS, energy)]).differences
        return [each.doubt.en for each in told if each.item == GAS and each.doubt]

    before = balance_of(ags=town.ags, year=2021).balance
    usual = next(line.cell.energy for line in before.lines if line.cell.item == GAS)
    assert usual
    assert doubts(usual * 1000) == ["1,000 times as much as so far: are these kWh instead of MWh?"]
    assert doubts(usual / 1000) == [
        "so far it was 1,000 times as much: are these GWh instead of MWh?"
    ]
    assert doubts(usual * 3) == []
