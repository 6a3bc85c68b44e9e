"""District heat from plants whose figures were entered."""

from datetime import UTC, datetime

import pytest

from klimamosaik.balance import operations
from klimamosaik.balance.kernel.factor import BalanceFactor, FactorTable, Status
from klimamosaik.balance.kernel.grid import BalanceCarrier
from klimamosaik.balance.kernel.heat import HeatPlant, electricity_share, heat_quality, local_heat
from klimamosaik.balance.models import Plant
from klimamosaik.balance.queries.balances import balance_of
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import delete
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

AT = datetime(2024, 5, 3, 12, tzinfo=UTC)
BOILER = HeatPlant("Kessel", BalanceCarrier.GAS, 100.0, 0.0, 80.0, 363.0, "Stadtwerke")
CHP = HeatPlant("BHKW", BalanceCarrier.GAS, 1000.0, 350.0, 500.0, 363.0, "Stadtwerke")


def table(gas: Status = Status.OFFICIAL) -> FactorTable:
    return FactorTable(
        (
            BalanceFactor(BalanceCarrier.GAS, None, 2021, 247.0, gas, Text("t", "t")),
            BalanceFactor(
                BalanceCarrier.HEAT, None, 2021, 260.0, Status.SECOND_HAND, Text("t", "t")
            ),
        )
    )


def test_a_boilers_heat_carries_all_of_its_fuel() -> None:
    found = local_heat([BOILER], table(), 2021, used=80.0)
    assert found is not None
    assert found.plants[0].share == 1.0
    assert found.factor.value == pytest.approx(247.0 * 100 / 80)


def test_heat_of_a_plant_with_electricity_carries_its_exergetic_share() -> None:
    found = local_heat([CHP], table(), 2021, used=500.0)
    assert found is not None
    share = 1.0 - electricity_share(350 / 850, heat_quality(363.0))
    assert found.factor.value == pytest.approx(247.0 * 1000 * share / 500)
    assert found.plants[0].value < 260.0


def test_what_plants_do_not_cover_stands_at_the_default_factor() -> None:
    whole = local_heat([CHP], table(), 2021, used=500.0)
    half = local_heat([CHP], table(), 2021, used=1000.0)
    assert whole is not None
    assert half is not None
    assert half.covered == 0.5
    assert half.factor.value == pytest.approx(((whole.factor.value or 0) + 260.0) / 2)
    assert whole.factor.status is Status.OFFICIAL
    assert half.factor.status is Status.SECOND_HAND


def test_a_factor_is_trusted_as_far_as_the_weakest_in_it() -> None:
    found = local_heat([CHP], table(Status.DERIVED), 2021, used=500.0)
    assert found is not None
    assert found.factor.status is Status.DERIVED


def test_a_fuel_without_a_factor_is_left_out_and_named() -> None:
    wood = HeatPlant("Holz", BalanceCarrier.BIOMASS, 100.0, 0.0, 80.0, 363.0, "s")
    assert local_heat([wood], table(), 2021, used=80.0) is None
    found = local_heat([wood, BOILER], table(), 2021, used=80.0)
    assert found is not None
    assert found.left_out == (wood,)


def plant(town: Municipality, **fields: float) -> Plant:
    figures = {"fuel_energy": 60_000.0, "electricity": 21_000.0, "heat": 30_000.0}
    return Plant(
        municipality=town,
        year=2021,
        name="BHKW Nord",
        fuel="gas",
        supply_temperature=90.0,
        source="Stadtwerke",
        **(figures | fields),
    )


def heat_emissions(town: Municipality) -> float:
    lines = balance_of(ags=town.ags, year=2021).balance.lines
    return sum(n.emissions or 0.0 for n in lines if n.cell.carrier is BalanceCarrier.HEAT)


def test_a_plant_entered_changes_the_emissions_of_district_heat(town: Municipality) -> None:
    before = heat_emissions(town)
    operations.put_plant(plant=plant(town), by=None, at=AT)
    found = balance_of(ags=town.ags, year=2021)
    assert found.heat is not None
    assert heat_emissions(town) < before
    used = sum(n.cell.known for n in found.balance.lines if n.cell.carrier is BalanceCarrier.HEAT)
    assert heat_emissions(town) == pytest.approx(used * (found.heat.factor.value or 0) / 1e3)


def test_the_same_plant_again_replaces_it_and_taking_it_away_leaves_its_history(
    town: Municipality,
) -> None:
    operations.put_plant(plant=plant(town), by=None, at=AT)
    row = operations.put_plant(plant=plant(town, heat=31_000.0), by=None, at=AT)
    assert [each.heat for each in Plant.objects.all()] == [31_000.0]
    delete(row, by=None)
    assert not Plant.objects.exists()
    assert Plant.history.count() == 3


@pytest.mark.parametrize("fields", [{"heat": 0.0}, {"heat": 100_000.0}, {"fuel_energy": -1.0}])
def test_a_plant_that_gives_more_than_it_takes_is_refused(
    town: Municipality, fields: dict[str, float]
) -> None:
    with pytest.raises(InputRejected):
        operations.put_plant(plant=plant(town, **fields), by=None, at=AT)
    assert not Plant.objects.exists()
