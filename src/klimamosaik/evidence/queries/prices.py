"""What a saved kilowatt-hour emits less, by dated factors."""

from klimamosaik.factors.queries import emission_factor
from klimamosaik.observations.queries.prices import Worth
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, decimal


def emissions(*, carrier: Carrier, year: int) -> Worth:
    """Direct CO2 [t/kWh] of the year's factor, with its status."""
    factor = emission_factor(carrier=carrier, year=year)
    if factor is None:
        return Worth(None, Text("kein Emissionsfaktor bekannt", "no emission factor is known"))
    unit = f"{factor.unit} ({factor.stands_for})"
    said = [
        f"{decimal(factor.value, language=language)} {unit}; {factor.source.in_(language)}"
        for language in ("de", "en")
    ]
    return Worth(factor.tonnes_per_kwh, Text(*said))
