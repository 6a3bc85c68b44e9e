"""The pathway in draws: many measures over many years, and the questions asked of them."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from klimamosaik.pathway.kernel.attribution import parts
from klimamosaik.pathway.kernel.budget import spending
from klimamosaik.pathway.kernel.course import EmissionTarget, EmissionUse, InForce, PathwayMeasure
from klimamosaik.pathway.kernel.posterior import Prior, updated
from klimamosaik.pathway.kernel.sensitivity import influences
from klimamosaik.pathway.kernel.simulation import simulate, target_probability
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text
from klimamosaik.web.bench.figure import Speed, usual_seconds

DRAWS, MEASURES, YEARS = 10_000, 200, 25
FIRST = 2025
INVENTED = Text("erfunden", "invented")
USES = ("heat", "electricity", "transport", "other")
SIZE = f"{DRAWS:,} draws x {MEASURES} measures x {YEARS} years"


def invented_uses() -> tuple[EmissionUse, ...]:
    """Four uses with an uncertain trend."""
    return tuple(EmissionUse(code, 250_000.0, -0.015, 0.02, INVENTED) for code in USES)


def invented_measures(count: int = MEASURES) -> tuple[PathwayMeasure, ...]:
    """Measures on all uses, a few of them sinks, every fourth measured, in force one by one."""
    dice = np.random.default_rng(1)
    found = []
    for place in range(count):
        likely = float(dice.uniform(50.0, 1_500.0))
        expected = Prior.of(0.3 * likely, likely, 1.6 * likely)
        seen = Estimate(0.8 * likely, 0.6 * likely, likely) if place % 4 == 0 else None
        use = None if place % 20 == 0 else USES[place % 4]
        start = FIRST + 1 + float(dice.uniform(0, YEARS - 2))
        found.append(
            PathwayMeasure(f"m{place}", use, updated(expected, seen), InForce(start, ramp=1.0))
        )
    return tuple(found)


def pathway() -> Iterator[Speed]:
    """Draw, then ask for the chance, the parts, the budget and what matters most."""
    work = partial(
        simulate,
        uses=invented_uses(),
        measures=invented_measures(),
        balance_year=FIRST,
        until=FIRST + YEARS,
        seed=1,
        draws=DRAWS,
    )
    yield Speed(f"pathway: {SIZE}", usual_seconds(work), "s", "1 s")
    outlook, last = work(), FIRST + YEARS
    target = EmissionTarget(last, 0.0)
    questions = (
        ("chance and gap of one target", partial(target_probability, outlook, target)),
        ("parts of all measures in one year", partial(parts, outlook, last)),
        ("remaining budget", partial(spending, outlook, until=last, allowed_t=1e7)),
        ("which uncertainty matters most", partial(influences, outlook, last)),
    )
    for name, question in questions:
        yield Speed(f"  {name}", usual_seconds(question), "s")
