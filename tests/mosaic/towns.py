"""Measures of invented towns, for the wall."""

import random
from collections.abc import Sequence

from hypothesis import strategies as st

from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.field import FIELDS_WITH_TONNES, Field

NEED = 550_000.0  # [t CO2e/a]


def measure(
    code: str,
    mean: float,
    *,
    low: float | None = None,
    high: float | None = None,
    field: Field = Field.HEAT,
    state: ContributionState = ContributionState.EXPECTED,
    name: str = "Fernwärme Süd",
    href: str | None = None,
    need: float = NEED,
) -> YearContribution:
    """A measure whose size is given in stones."""
    tonnes = need / 1000
    low, high = (mean if low is None else low), (mean if high is None else high)
    return YearContribution(
        code, name, field, state, Estimate(mean * tonnes, low * tonnes, high * tonnes), href
    )


def town(count: int, *, laid: float = 113.0, planned: float = 372.0) -> list[YearContribution]:
    """`count` measures of very different sizes, a quarter of them measured."""
    dice = random.Random(count)
    weights = [dice.paretovariate(1.2) for _ in range(count)]
    quarter = max(count // 4, 1)
    sums = (sum(weights[:quarter]), sum(weights[quarter:]))
    return [
        town_measure(place, weight, place < quarter, laid, planned, sums, dice)
        for place, weight in enumerate(weights)
    ]


def town_measure(
    place: int,
    weight: float,
    measured: bool,
    laid: float,
    planned: float,
    sums: tuple[float, float],
    dice: random.Random,
) -> YearContribution:
    """One measure of the town, with the name and address lengths of a real one."""
    mean = weight / sums[0] * laid if measured else weight / sums[1] * planned
    spread = 0.15 if measured else 0.4
    return measure(
        f"{place:03}",
        mean,
        low=mean * (1 - spread),
        high=mean * (1 + spread),
        field=dice.choice(list(FIELDS_WITH_TONNES)),
        state=ContributionState.MEASURED if measured else ContributionState.EXPECTED,
        name=f"Ausbau der Fernwärme im Stadtteil Nummer {place} & Umgebung",
        href=f"/kommune/03404000/massnahmen/{place}/",
    )


@st.composite
def measures(draw: st.DrawFn, *, negative: bool = True) -> Sequence[YearContribution]:
    """Any measures: tiny, huge, of every state, some making it worse."""
    found = []
    for place in range(draw(st.integers(0, 12))):
        size = st.floats(-40 if negative else 0.001, 160, allow_nan=False)
        low, mean, high = sorted(draw(st.tuples(size, size, size)))
        found.append(
            measure(
                f"m{place}",
                mean,
                low=low,
                high=high,
                field=draw(st.sampled_from(list(FIELDS_WITH_TONNES))),
                state=draw(st.sampled_from(list(ContributionState))),
            )
        )
    return found
