"""Results that may stand beside a balance, under names of their own, never as BISKO."""

from dataclasses import dataclass
from math import fsum

from klimamosaik.balance.kernel.composition import Balance
from klimamosaik.balance.kernel.grid import BalanceCarrier, follows_weather
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Variant:
    """The same year seen with another rule."""

    code: str
    name: Text
    energy: float  # MWh
    emissions: float  # t CO2e
    because: Text


@dataclass(frozen=True)
class LocalPower:
    """Electricity of one kind of plant in the municipality."""

    plant: str  # pv, wind, hydro, biomass
    energy: float  # MWh in the year
    factor: float | None  # g CO2e/kWh; None: counted at the federal mix
    capacity: float  # kW installed


def local_mix(balance: Balance, plants: tuple[LocalPower, ...]) -> Variant | None:
    """Electricity at the mix of local plants, the rest at the federal mix; None without both.

    Local plants serve all electricity used, in one year's sum; what they make beyond it is not
    credited. Plants without a factor of their own stay in the federal mix.
    """
    used = fsum(
        line.cell.known
        for line in balance.lines
        if line.cell.carrier is BalanceCarrier.ELECTRICITY and line.emissions is not None
    )
    counted = [plant for plant in plants if plant.factor is not None and plant.energy > 0.0]
    made = fsum(plant.energy for plant in counted)
    if not used or not made:
        return None
    federal = electricity_emissions(balance)
    share = min(made / used, 1.0)
    mean = fsum(plant.energy * (plant.factor or 0.0) for plant in counted) / made  # g/kWh
    local = used * share * mean / 1e3  # t
    emissions = balance.emissions - share * federal + local
    percent = f"{100 * share:.0f}"
    because = Text(
        "{percent} % des Stroms rechnerisch aus Anlagen in der Gemeinde ({mean:n} g CO₂e/kWh), "
        "der Rest mit dem Bundesmix.",
        "{percent} % of the electricity reckoned from plants in the municipality ({mean:n} g "
        "CO₂e/kWh), the rest at the federal mix.",
    ).format(percent=percent, mean=mean)
    name = Text("Bilanz mit lokalem Strommix", "balance with the local electricity mix")
    return Variant("local_mix", name, balance.energy, emissions, because)


def electricity_emissions(balance: Balance) -> float:
    """Emissions of all electricity at the balance's own factor [t CO2e]."""
    return fsum(
        line.emissions or 0.0
        for line in balance.lines
        if line.cell.carrier is BalanceCarrier.ELECTRICITY
    )


def weather_corrected(
    balance: Balance, climate_factor: float, heating_share: float = 1.0
) -> Variant:
    """Heat as it would have been used in a mean year.

    `climate_factor` [1]: heat a mean year asks for over what this year asked for; `heating_share`
    [0..1]: part of the heating carriers that follows the weather (the rest is hot water).
    Raises ValueError outside 0.5 .. 2, where no German year has been.
    """
    if not 0.5 <= climate_factor <= 2.0 or not 0.0 <= heating_share <= 1.0:
        raise ValueError(f"climate factor from 0.5 to 2, share from 0 to 1: {climate_factor}")
    extra = heating_share * (climate_factor - 1.0)
    heating = [
        line for line in balance.lines if follows_weather(line.cell.sector, line.cell.carrier)
    ]
    energy = balance.energy + extra * fsum(line.cell.known for line in heating)
    emissions = balance.emissions + extra * fsum(line.emissions or 0.0 for line in heating)
    because = Text(
        "Heizenergie der Haushalte, des Gewerbes und der Kommune mit Klimafaktor {factor:.2n}.",
        "Heating energy of households, commerce and municipality at climate factor {factor:.2n}.",
    ).format(factor=climate_factor)
    name = Text("witterungsbereinigte Bilanz", "weather-corrected balance")
    return Variant("weather_corrected", name, energy, emissions, because)
