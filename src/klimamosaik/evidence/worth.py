"""What a saving is worth: money and emissions with the range of the energy they come from.

Price and factor are taken as certain: the range is that of the saving, scaled.
"""

from dataclasses import replace

from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.evidence.kernel.worth import a_year, in_euros, in_tonnes
from klimamosaik.factors.queries import emission_factor
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text
from klimamosaik.terms.tonnes import A_YEAR

FACTOR = Text("{value:.1n} {unit} ({year}); {source}", "{value:.1n} {unit} ({year}); {source}")


def with_worth(effect: Effect, *, carrier: Carrier, year: int, price: float | None) -> Effect:
    """The effect with what it is worth in money and tonnes of CO2e a year.

    year: whose factor counts, with upstream chains as in a balance; price [EUR/kWh], None: not
    known.
    """
    saving = effect.saving
    if saving is None:
        return effect
    told = effect if price is None else replace(effect, euros=in_euros(saving, price))
    factor = emission_factor(carrier=carrier, year=year, factors="upstream")
    if factor is None or effect.years_reported is None:
        return told
    return replace(
        told,
        tonnes=in_tonnes(
            a_year(saving, effect.years_reported),
            factor.tonnes_per_kwh,
            A_YEAR,
            known_by=factor.quality,
        ),
        tonnes_from=FACTOR.format(
            value=factor.value, unit=factor.unit, year=factor.stands_for, source=factor.source
        ),
    )
