"""The factor of district heat from what its plants burnt and delivered (BISKO, exergetic)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from klimamosaik.balance.kernel.factor import BalanceFactor, FactorTable, Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.terms.text import Text

FUELS = (
    BalanceCarrier.GAS,
    BalanceCarrier.OIL,
    BalanceCarrier.LPG,
    BalanceCarrier.COAL,
    BalanceCarrier.BIOMASS,
    BalanceCarrier.OTHER_FOSSIL,
    BalanceCarrier.OTHER_PETROLEUM,
)
TRUST = (Status.OFFICIAL, Status.SECOND_HAND, Status.DERIVED, Status.MISSING)  # best first


@dataclass(frozen=True)
class HeatPlant:
    """What a plant of a district heat grid used and gave in one year."""

    name: str
    fuel: BalanceCarrier
    fuel_energy: float  # MWh
    electricity: float  # MWh generated; 0: heat only
    heat: float  # MWh as customers received it, so that losses of the grid are in the factor
    supply_temperature: float  # K
    source: str


@dataclass(frozen=True)
class PlantHeat:
    """A plant with what its heat carries."""

    plant: HeatPlant
    fuel_factor: BalanceFactor
    share: float  # of the fuel's emissions that heat carries, 1 - a_el, 0..1
    value: float  # g CO2e per kWh of heat


@dataclass(frozen=True)
class LocalHeat:
    """The factor of district heat in a municipality, and the plants behind it."""

    plants: tuple[PlantHeat, ...]
    left_out: tuple[HeatPlant, ...]  # no factor of their fuel is known
    covered: float  # of the district heat used, 0..1; the rest stands at the default factor
    factor: BalanceFactor

    @property
    def text(self) -> Text:
        """How the factor came about."""
        value, number = self.factor.value or 0.0, len(self.plants)
        plants = Text("Anlage", "plant") if number == 1 else Text("Anlagen", "plants")
        return Text(
            "Fernwärme mit {value:n} g CO₂e/kWh aus {number} eingetragenen {plants} (Brennstoff "
            "exergetisch auf Strom und Wärme verteilt), für {covered:n} % der Fernwärme.",
            "District heat at {value:n} g CO₂e/kWh from {number} {plants} entered (fuel allocated "
            "to electricity and heat by exergy), for {covered:n} % of the district heat.",
        ).format(value=value, number=number, plants=plants, covered=100 * self.covered)


def local_heat(
    plants: Iterable[HeatPlant], factors: FactorTable, year: int, used: float
) -> LocalHeat | None:
    """The factor of district heat from local plants; None where none can be worked out.

    `used` [MWh]: district heat used in the municipality. What the plants do not cover stands at
    the factor for heat of unknown origin; fuels take the factor of industry. The factor can be
    trusted as far as the weakest factor in it.
    """
    given = tuple(plants)
    worked = tuple(found for plant in given if (found := heat_of(plant, factors, year)))
    made = fsum(found.plant.heat for found in worked)
    if not worked:
        return None
    value = fsum(found.plant.heat * found.value for found in worked) / made
    covered = min(made / used, 1.0) if used else 1.0
    used_factors = [found.fuel_factor for found in worked]
    default = factors.find(Sector.HOUSEHOLDS, BalanceCarrier.HEAT, year)
    if covered < 1.0:
        if default is None or default.value is None:
            return None
        value = covered * value + (1.0 - covered) * default.value
        used_factors.append(default)
    names = ", ".join(found.plant.name for found in worked)
    factor = BalanceFactor(
        carrier=BalanceCarrier.HEAT,
        sector=None,
        year=year,
        value=value,
        status=max((each.status for each in used_factors), key=TRUST.index),
        source=Text(
            "Anlagen der Gemeinde, exergetisch (Carnot): {names}",
            "plants of the municipality, by exergy (Carnot): {names}",
        ).format(names=names),
        default=any(each.default for each in used_factors),
        moved=any(each.moved for each in used_factors),
    )
    left_out = tuple(plant for plant in given if plant not in {f.plant for f in worked})
    return LocalHeat(worked, left_out, covered, factor)


def heat_of(plant: HeatPlant, factors: FactorTable, year: int) -> PlantHeat | None:
    """What a plant's heat carries; None without heat or without a factor of its fuel."""
    fuel = factors.find(Sector.INDUSTRY, plant.fuel, year)
    if fuel is None or fuel.value is None or plant.heat <= 0.0:
        return None
    value = heat_factor(
        plant.fuel_energy, fuel.value, plant.electricity, plant.heat, plant.supply_temperature
    )
    electric = plant.electricity / (plant.electricity + plant.heat)
    share = 1.0 - electricity_share(electric, heat_quality(plant.supply_temperature))
    return PlantHeat(plant, fuel, share, value)


AMBIENT = 283.0  # K, the surroundings the rule assumes


def heat_quality(supply_temperature: float) -> float:
    """Share of heat at `supply_temperature` [K] that could become work: z = 1 - 283/T.

    Raises ValueError at or below 283 K, where heat from the plant is worth nothing.
    """
    if supply_temperature <= AMBIENT:
        raise ValueError(f"supply temperature in kelvin, above {AMBIENT:g}: {supply_temperature}")
    return 1.0 - AMBIENT / supply_temperature


def electricity_share(electric: float, quality: float) -> float:
    """Share of the fuel that electricity answers for: a_el = f_el / (f_el + z (1 - f_el)).

    `electric` f_el [0..1]: electricity in electricity plus heat delivered; `quality` z [0..1].
    """
    if not 0.0 <= electric <= 1.0 or not 0.0 <= quality <= 1.0:
        raise ValueError(f"shares lie between 0 and 1: {electric}, {quality}")
    exergy = electric + quality * (1.0 - electric)
    return electric / exergy if exergy else 0.0


def heat_factor(
    fuel: float, fuel_factor: float, electricity: float, heat: float, supply_temperature: float
) -> float:
    """Factor of heat from combined heat and power [g CO2e/kWh].

    `fuel`, `electricity`, `heat` [MWh] of the same year, `fuel_factor` [g CO2e/kWh of fuel],
    `supply_temperature` [K]. The heat carries 1 - a_el of the fuel's emissions.
    Raises ValueError where no heat was delivered.
    """
    if heat <= 0.0 or fuel < 0.0 or electricity < 0.0:
        raise ValueError("heat above zero, fuel and electricity from zero")
    electric = electricity / (electricity + heat)
    share = 1.0 - electricity_share(electric, heat_quality(supply_temperature))
    return fuel * fuel_factor * share / heat
