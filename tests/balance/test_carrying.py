"""A few values are no balance: the rest is taken over and marked, or said to be missing."""

import json

import pytest
from django.test import Client

from klimamosaik.balance.all_municipalities import everywhere_document
from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.queries.balances import balance_of, grid_of
from klimamosaik.places.models import Municipality
from tests.balance import entering
from tests.balance.conftest import OLDENBURG
from tests.balance.test_change_pages import AT

GAS = Item(Sector.HOUSEHOLDS, BalanceCarrier.GAS)
POWER = Item(Sector.HOUSEHOLDS, BalanceCarrier.ELECTRICITY)
SHIPS = Item(Sector.TRANSPORT, BalanceCarrier.DIESEL, Mode.INLAND_SHIPPING)


def enter(town: Municipality, year: int, item: Item, energy: float) -> None:
    entering.enter(
        municipality=town,
        year=year,
        item=item,
        energy=energy,
        grade=DataGrade.A,
        source="EWE Netz",
        by=None,
        at=AT,
    )


def four(town: Municipality, year: int = 2022) -> None:
    """Four cells: gas and electricity of homes and of commerce."""
    for sector in (Sector.HOUSEHOLDS, Sector.COMMERCE):
        for carrier in (BalanceCarrier.GAS, BalanceCarrier.ELECTRICITY):
            enter(town, year, Item(sector, carrier), 250_000.0)


def cell(year: int, item: Item) -> Cell:
    lines = balance_of(ags=OLDENBURG, year=year).balance.lines
    return next(line.cell for line in lines if line.cell.item == item)


def test_four_cells_do_not_halve_a_town(town: Municipality) -> None:
    four(town)
    found = balance_of(ags=OLDENBURG, year=2022).balance
    before = balance_of(ags=OLDENBURG, year=2021).balance
    assert not found.partial
    assert found.emissions == pytest.approx(before.emissions, rel=0.35)
    assert (
        found.emissions
        > 3
        * sum(line.emissions or 0.0 for line in found.lines if line.cell.state is CellState.OWN)
        * 0.5
    )


def test_what_is_taken_over_says_from_when_and_is_to_be_confirmed(town: Municipality) -> None:
    four(town)
    oil = cell(2022, Item(Sector.HOUSEHOLDS, BalanceCarrier.OIL))
    assert oil.state is CellState.NEEDS_CONFIRMATION
    assert oil.carried == 1
    assert oil.note is not None
    assert "übernommen von 2021" in oil.note.de
    assert cell(2022, GAS).carried == 0


def test_own_values_of_the_year_before_come_before_the_estimate(town: Municipality) -> None:
    enter(town, 2022, GAS, 700_000.0)
    enter(town, 2023, POWER, 300_000.0)
    taken = cell(2023, GAS)
    assert taken.energy == 700_000.0
    assert taken.told
    assert taken.carried == 1
    assert taken.state is CellState.NEEDS_CONFIRMATION
    assert cell(2023, Item(Sector.HOUSEHOLDS, BalanceCarrier.OIL)).carried == 2


def test_what_does_not_apply_does_not_apply_next_year_either(town: Municipality) -> None:
    entering.rule_out(municipality=town, year=2022, item=SHIPS, source="kein Fluss", by=None, at=AT)
    enter(town, 2023, POWER, 300_000.0)
    assert cell(2023, SHIPS).state is CellState.NOT_APPLICABLE


def test_what_was_taken_over_is_less_sure_than_what_was_entered(town: Municipality) -> None:
    enter(town, 2022, GAS, 700_000.0)
    enter(town, 2023, POWER, 300_000.0)
    balance = balance_of(ags=OLDENBURG, year=2023).balance
    lines = {line.cell.item: line for line in balance.lines}
    taken = balance.energy_range([lines[GAS]])
    oil = balance.energy_range([lines[Item(Sector.HOUSEHOLDS, BalanceCarrier.OIL)]])
    assert taken is not None
    assert oil is not None
    assert balance.energy_range([lines[POWER]]) is None
    assert 0 < taken.half_width / 700_000.0 < 0.05
    assert oil.half_width / (lines[Item(Sector.HOUSEHOLDS, BalanceCarrier.OIL)].cell.known) > 0.2


def test_without_any_entry_a_year_nobody_tells_of_stays_empty(town: Municipality) -> None:
    assert all(line.cell.energy is None for line in grid_of(ags=town.ags, year=2023).balance.lines)


def test_the_page_says_what_is_taken_over(town: Municipality, reader: Client) -> None:
    four(town)
    page = reader.get("/03403000/bilanz/2022/").content.decode()
    assert "4 eigene Angaben; alles Übrige" in page
    assert "von 2021 übernommen" in page
    assert "Alle Werte sind eigene Angaben" not in page


def test_without_statistics_the_headline_says_how_much_is_there(
    nowhere: Municipality, client: Client
) -> None:
    from klimamosaik.people.models import Role
    from tests.balance.conftest import client as somebody

    four(nowhere)
    found = balance_of(ags=nowhere.ags, year=2022).balance
    assert found.partial
    page = somebody(nowhere, Role.READER).get(f"/{nowhere.ags}/bilanz/2022/").content.decode()
    head = page[page.index("<main") :][:1500]
    assert "Münster 2022: noch keine Bilanz" in head
    assert "Erst 4 von 33 Angaben liegen vor" in head
    assert "verursachte 2022" not in head
    assert 'class="number"' not in head


def test_documents_of_a_few_values_give_no_total(nowhere: Municipality) -> None:
    from klimamosaik.balance.documents import balance_document

    four(nowhere)
    document = balance_document(balance_of(ags=nowhere.ags, year=2022))
    assert document["complete"] is False
    assert document["missing_items"] == 29
    assert document["asked_items"] == 33
    assert document["totals"]["emissions_t"] is None
    assert document["totals"]["entered_emissions_t"] > 0
    assert document["per_head"]["emissions_t"] is None
    everywhere = everywhere_document(year=2022)
    assert everywhere is not None
    (row,) = everywhere["municipalities"]
    assert (row["complete"], row["emissions_t"], row["energy_mwh"]) == (False, None, None)


def test_the_json_of_a_year_taken_over_says_so(town: Municipality, reader: Client) -> None:
    four(town)
    document = json.loads(reader.get("/03403000/bilanz/2022/bilanz.json").content)
    assert document["complete"] is True
    assert 0.3 < document["carried_share"] < 0.9
    taken = [each for each in document["cells"] if each["taken_over_years"]]
    assert len(taken) > 30
    assert all(each["state"] == "needs confirmation" for each in taken)
    assert document["totals"]["low_t"] < document["totals"]["emissions_t"]


def test_mosaic_and_way_stay_with_the_year_that_is_known(
    town: Municipality, reader: Client
) -> None:
    four(town)
    page = reader.get("/03403000/").content.decode()
    assert "2022: " not in page
    document = json.loads(reader.get("/03403000/mosaik/pfad.json").content)
    assert document["trend"]["year"] == 2021
