"""What a town loads beyond the statistics of all comes before what stands in for it."""

import json
from pathlib import Path

import numpy as np
import pytest

from klimamosaik.balance.all_municipalities import everywhere_document
from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.first_balance import FirstBalances, estimate
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.kernel.loaded_inputs import CARRIERS, LoadedFigures
from klimamosaik.balance.kernel.nation import PLACES
from klimamosaik.balance.loaded_tables import known_of
from klimamosaik.balance.queries.balances import balance_of
from klimamosaik.balance.queries.national import key_facts, nation
from klimamosaik.places.models import Municipality
from klimamosaik.sources.statistics.local.keeping import keep_table, take_back
from klimamosaik.sources.statistics.local.reading import read_local
from klimamosaik.sources.statistics.local.table import TableKind
from klimamosaik.sources.statistics.municipalities import Municipalities
from klimamosaik.terms.complaint import InputRejected
from tests.balance.cast import country
from tests.balance.conftest import OLDENBURG
from tests.balance.test_commands import run

FOLDER = Path(__file__).parents[1] / "recorded" / "statistics"
TABLES = {
    TableKind.INDUSTRY: "43531-01-02-4_erfunden.csv",
    TableKind.EMPLOYEES: "13111-01-03-5_erfunden.csv",
    TableKind.HEATING: "zensus_wohnungen_erfunden.csv",
    TableKind.TRAFFIC: "bast_jawe_erfunden.csv",
}
NATION = nation(2021)
THREE = country((1e5, 1e5, 2e5))


def load(data: Path, kind: TableKind) -> None:
    name = TABLES[kind]
    keep_table(data, read_local((FOLDER / name).read_bytes(), name=name))


def cells() -> dict[Item, Cell]:
    balance = balance_of(ags=OLDENBURG, year=2021).balance
    return {line.cell.item: line.cell for line in balance.lines}


def known(places: Municipalities, **columns: list[float]) -> LoadedFigures:
    n = len(places)
    industry = np.full((n, len(CARRIERS)), np.nan)
    if "gas" in columns:
        industry[:, list(CARRIERS).index("gas")] = columns["gas"]
    return LoadedFigures(
        employees=np.array(columns.get("employees", [np.nan] * n)),
        motorway=np.array(columns.get("motorway", [np.nan] * n)),
        heated=np.full((n, 3), np.nan),
        industry=industry,
        sources=(("industry", NATION.rows[0].source),),
    )


def of(found: FirstBalances, sector: Sector, carrier: BalanceCarrier) -> list[float]:
    return [float(each) for each in found.energy[:, PLACES.index((sector, carrier))]]


def test_industry_of_an_independent_city_is_what_the_table_says(
    town: Municipality, own_data: Path
) -> None:
    before = cells()[Item(Sector.INDUSTRY, BalanceCarrier.GAS)]
    load(own_data, TableKind.INDUSTRY)
    after = cells()
    gas = after[Item(Sector.INDUSTRY, BalanceCarrier.GAS)]
    assert before.energy != pytest.approx(150_000.0)
    assert gas.energy == pytest.approx(150_000.0)
    assert gas.grade is DataGrade.C
    assert after[Item(Sector.INDUSTRY, BalanceCarrier.ELECTRICITY)].energy == pytest.approx(2e5)
    assert len(gas.steps) == 1
    assert "43531" in gas.steps[0].source.de


def test_what_is_published_of_the_place_itself_is_surer(town: Municipality, own_data: Path) -> None:
    def width() -> float:
        balance = balance_of(ags=OLDENBURG, year=2021).balance
        found = balance.energy_range(balance.of_sector(Sector.INDUSTRY))
        assert found is not None
        return found.half_width / (balance.sector_energy(Sector.INDUSTRY) or 1.0)

    before = width()
    load(own_data, TableKind.INDUSTRY)
    assert width() < 0.4 * before


def test_municipalities_share_their_districts_figure_and_the_nation_stays() -> None:
    """Keys of the invented country are all of one district: 00000."""
    places = country((1e5, 1e5, 2e5), commercial_area=(100.0, 300.0, 400.0))
    whole = NATION.total(Sector.INDUSTRY, BalanceCarrier.GAS)
    found = estimate(NATION, places, key_facts(), known=known(places, gas=[whole / 2] * 3))
    gas = of(found, Sector.INDUSTRY, BalanceCarrier.GAS)
    assert sum(gas) == pytest.approx(whole / 2)
    assert gas[1] > gas[0]


def test_employees_move_services_and_others_stay_as_they_are_to_each_other() -> None:
    plain = estimate(NATION, THREE, key_facts())
    found = estimate(
        NATION, THREE, key_facts(), known=known(THREE, employees=[90_000.0, np.nan, np.nan])
    )
    oil = Sector.COMMERCE, BalanceCarrier.OIL
    before, after = of(plain, *oil), of(found, *oil)
    assert after[0] > 1.4 * before[0]
    assert after[1] / after[2] == pytest.approx(before[1] / before[2])
    assert sum(after) == pytest.approx(sum(before))


def test_counted_motorways_are_not_asked_for_and_a_counted_zero_is_one() -> None:
    found = estimate(NATION, THREE, key_facts(), known=known(THREE, motorway=[0.0, 300.0, np.nan]))
    petrol = Item(Sector.TRANSPORT, BalanceCarrier.PETROL, Mode.MOTORWAYS)
    first, second = found.cell(0, petrol), found.cell(1, petrol)
    assert (first.energy, first.state) == (0.0, CellState.DEFAULT)
    assert (second.energy or 0.0) > 0.0
    assert second.state is CellState.DEFAULT


def test_heating_carriers_move_gas_and_oil(town: Municipality, own_data: Path) -> None:
    before = cells()
    load(own_data, TableKind.HEATING)
    after = cells()
    gas = Item(Sector.HOUSEHOLDS, BalanceCarrier.GAS)
    oil = Item(Sector.HOUSEHOLDS, BalanceCarrier.OIL)
    assert (after[gas].energy or 0) > 1.1 * (before[gas].energy or 0)
    assert (after[oil].energy or 0) < 0.5 * (before[oil].energy or 0)


def test_the_row_of_all_municipalities_says_what_the_page_says(
    town: Municipality, own_data: Path
) -> None:
    for kind in TABLES:
        load(own_data, kind)
    document = everywhere_document(year=2021)
    assert document is not None
    rows = {row["ags"]: row for row in document["municipalities"]}
    for ags in ("03403000", "03404000", "03159016"):
        balance = balance_of(ags=ags, year=2021).balance
        off = balance.emissions_range()
        assert off is not None
        row = rows[ags]
        assert row["emissions_t"] == pytest.approx(balance.emissions)
        assert (row["low_t"], row["high_t"]) == pytest.approx((off.low, off.high), rel=1e-6)
        assert row["grade"] == pytest.approx(balance.quality, abs=1e-4)


def test_a_table_taken_back_leaves_the_balance_as_it_was(
    town: Municipality, own_data: Path
) -> None:
    before = cells()
    for kind in TABLES:
        load(own_data, kind)
    assert cells() != before
    for kind in TABLES:
        take_back(own_data, kind)
    assert cells() == before


def test_tables_that_say_nothing_of_a_place_change_nothing() -> None:
    tables = {
        kind: read_local((FOLDER / name).read_bytes(), name=name) for kind, name in TABLES.items()
    }
    found = known_of(tables, THREE)
    assert np.isnan(found.employees).all()
    plain = estimate(NATION, THREE, key_facts())
    assert estimate(NATION, THREE, key_facts(), known=found).energy == pytest.approx(plain.energy)


def test_the_command_shows_keeps_and_takes_back(
    own_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLIMAMOSAIK_DATA", str(own_data))
    path = str(FOLDER / TABLES[TableKind.INDUSTRY])
    shown = json.loads(run("statistics", "import", path, "--dry-run", "--json").output)
    assert (shown["table"], shown["rows"], shown["kept"]) == ("industry", 3, False)
    assert shown["new"] == ["03159000", "03403000", "03404000"]
    assert "3 Schlüssel, davon 3 neu" in run("statistics", "import", path).output
    assert "zurückgenommen" in run("statistics", "undo", "industry").output
    assert isinstance(run("statistics", "undo", "industry").exception, InputRejected)
    assert isinstance(run("statistics", "undo", "jobs").exception, InputRejected)
