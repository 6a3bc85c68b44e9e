"""What a metered kilowatt-hour counts in the balance: CO2e with upstream chains."""

from dataclasses import dataclass

from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.factors.queries import balance_name, gross_over_net
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text, decimal

IN_BALANCE: dict[Carrier, BalanceCarrier] = {  # of those that the balance knows
    carrier: BalanceCarrier(balance_name(carrier))
    for carrier in Carrier
    if balance_name(carrier) in set(BalanceCarrier)
}
GRAMS = 1e6  # in a tonne


@dataclass(frozen=True)
class MeteredFactor:
    """The balance's factor for a kilowatt-hour as a meter counts it."""

    carrier: Carrier
    per_kwh: float  # [t CO2e/kWh] as metered
    source: Text
    quality: Quality  # how the factor itself came to be


def metered_factor(*, table: FactorTable, carrier: Carrier, year: int) -> MeteredFactor | None:
    """The factor a municipal building's use has in the balance of a year; None where unknown.

    Balances count fuels by their net calorific value, meters and bills count gas by its gross
    one: a metered kilowatt-hour of gas is less than one of the balance.
    """
    named = IN_BALANCE.get(carrier)
    row = table.find(Sector.MUNICIPAL, named, year) if named else None
    if row is None or row.value is None:
        return None
    gross = gross_over_net(carrier=carrier)
    grams = row.value / gross.value
    said = [
        f"{decimal(grams, language=language)} g CO₂e/kWh ({row.year}, {row.source.in_(language)})"
        for language in ("de", "en")
    ]
    return MeteredFactor(carrier, grams / GRAMS, Text(said[0], said[1]), row.quality)
