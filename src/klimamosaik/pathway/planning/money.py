"""What a measure costs, year by year of its work, as the register plans it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.measures.kinds import CostKind
from klimamosaik.measures.models import CostLine, Measure


@dataclass(frozen=True)
class Money:
    """Planned cost of a measure, counted from the first year of its work."""

    investment: tuple[float, ...]  # [EUR] in each year of work
    running: float  # [EUR/a] after the work
    staff: tuple[float, ...] | None  # [d] in each year of work; None: not known
    by_years: bool  # False: one sum of the register, not a plan by years

    @property
    def total(self) -> float:
        """All of the work [EUR]."""
        return sum(self.investment)


def money_of(
    measure: Measure, lines: Sequence[CostLine], *, since: int | None = None
) -> Money | None:
    """The planned cost; None where neither a plan nor a sum is known.

    With `since`, what was spent in earlier years is left out: it need not be paid again. Running
    cost is the mean of its planned years. Where only one sum is known, it is spread evenly over
    the planned years of work.
    """
    spent = [line for line in lines if since and line.year < since and line.actual is not None]
    planned = [line for line in lines if line.planned is not None and line not in spent]
    once = by_year(planned, CostKind.INVESTMENT)
    running = by_year(planned, CostKind.RUNNING)
    staff = by_year(planned, CostKind.STAFF_DAYS)
    if not once and measure.cost is not None:
        years = years_of_work(measure)
        return Money(
            investment=(float(measure.cost) / years,) * years,
            running=mean(running),
            staff=row(staff) if staff else None,
            by_years=False,
        )
    if not once and not running:
        return None
    return Money(row(once), mean(running), row(staff) if staff else None, by_years=True)


def years_of_work(measure: Measure) -> int:
    """How many years the work takes, as planned; one where nobody said."""
    if measure.first_year is None or measure.last_year is None:
        return 1
    return max(measure.last_year - measure.first_year + 1, 1)


def by_year(lines: Sequence[CostLine], kind: CostKind) -> dict[int, float]:
    """Planned sums of a kind by calendar year."""
    sums: defaultdict[int, float] = defaultdict(float)
    for line in lines:
        if line.kind == kind.value:
            sums[line.year] += float(line.planned or 0)
    return dict(sums)


def row(sums: dict[int, float]) -> tuple[float, ...]:
    """Year after year from the first to the last; years between without a line take nothing."""
    if not sums:
        return ()
    return tuple(sums.get(year, 0.0) for year in range(min(sums), max(sums) + 1))


def mean(sums: dict[int, float]) -> float:
    """The usual year; nothing where there is none."""
    return sum(sums.values()) / len(sums) if sums else 0.0
