"""How the fuel of combined heat and power is shared between electricity and heat (BISKO)."""

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
