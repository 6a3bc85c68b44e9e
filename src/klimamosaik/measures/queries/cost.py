"""What a measure costs: by its lines of cost, else the one sum that somebody said."""

from collections import defaultdict
from collections.abc import Iterable

from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.measures.models.kinds import CostKind


def cost_once(measure: Measure) -> float | None:
    """What it costs once [EUR]: as paid where that is known, else as planned; None: nobody said."""
    lines = by_year(measure.cost_lines.all(), CostKind.INVESTMENT, paid=True)
    if lines:
        return sum(lines.values())
    return None if measure.cost is None else float(measure.cost)


def by_year(lines: Iterable[CostLine], kind: CostKind, *, paid: bool = False) -> dict[int, float]:
    """Sums of a kind by calendar year: as planned, or as paid where that is known."""
    sums: defaultdict[int, float] = defaultdict(float)
    for line in lines:
        told = line.actual if paid and line.actual is not None else line.planned
        if line.kind == kind.value and told is not None:
            sums[line.year] += float(told)
    return dict(sums)
