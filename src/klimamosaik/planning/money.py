"""What a measure costs, year by year of its work, as the register plans it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.measures.queries.cost import by_year


@dataclass(frozen=True)
class Money:
    """Planned cost of a measure, counted from the first year of its work."""

    investment: tuple[float, ...]  # [EUR] in each year of work
    running: float  # [EUR/a] after the work
    staff: tuple[float, ...] | None  # [d] in each year of work; None: not known
    grant_share: float = 0.0  # 0..1 of the work that others pay

    @property
    def total(self) -> float:
        """All of the work [EUR]."""
        return sum(self.investment)

    @property
    def own(self) -> tuple[float, ...]:
        """What the municipality itself pays [EUR] in each year of work, in whole euros."""
        return whole([amount * (1 - self.grant_share) for amount in self.investment])

    @property
    def grant(self) -> float:
        """What others pay of the work [EUR]."""
        return self.total - sum(self.own)

    def over(self, years: int) -> tuple[float, ...]:
        """The own part [EUR] in equal yearly instalments, in whole euros."""
        return whole([sum(self.own) / years] * years)


def money_of(
    measure: Measure,
    lines: Sequence[CostLine],
    *,
    since: int | None = None,
    paid: bool = False,
) -> Money | None:
    """The planned cost; None where neither a plan nor a sum is known.

    With `since`, what was spent in earlier years is left out: it need not be paid again. Running
    cost is the mean of its planned years. Where only one sum is known, it is spread evenly over
    the planned years of work. `paid`: what was paid counts where it is known, not what was
    planned. All is in whole euros, so that what is shown adds up.
    """
    spent = [line for line in lines if since and line.year < since and line.actual is not None]
    left = [line for line in lines if line not in spent]
    once = by_year(left, CostKind.INVESTMENT, paid=paid)
    running = by_year(left, CostKind.RUNNING, paid=paid)
    staff = by_year(left, CostKind.STAFF_DAYS, paid=paid)
    if not once and measure.cost is not None:
        years = years_of_work(measure)
        investment = whole([float(measure.cost) / years] * years)
    elif once or running:
        investment = whole(row(once))
    else:
        return None
    return Money(
        investment=investment,
        running=float(round(mean(running))),
        staff=row(staff) if staff else None,
        grant_share=grant_share(measure, lines),
    )


def grant_share(measure: Measure, lines: Sequence[CostLine]) -> float:
    """The part of the work others pay, 0..1; an amount counts in proportion to the whole cost."""
    if measure.grant_percent is not None:
        return measure.grant_percent / 100
    if measure.grant_eur is None:
        return 0.0
    once = sum(by_year(lines, CostKind.INVESTMENT).values())
    cost = once or float(measure.cost or 0)
    return min(float(measure.grant_eur) / cost, 1.0) if cost else 0.0


def whole(amounts: Sequence[float]) -> tuple[float, ...]:
    """Amounts in whole euros whose sum is the rounded sum."""
    sums = [0.0, *(float(round(each)) for each in accumulate(amounts))]
    return tuple(after - before for before, after in pairwise(sums))


def years_of_work(measure: Measure) -> int:
    """How many years the work takes, as planned; one where nobody said."""
    if measure.first_year is None or measure.last_year is None:
        return 1
    return max(measure.last_year - measure.first_year + 1, 1)


def row(sums: dict[int, float]) -> tuple[float, ...]:
    """Year after year from the first to the last; years between without a line take nothing."""
    if not sums:
        return ()
    return tuple(sums.get(year, 0.0) for year in range(min(sums), max(sums) + 1))


def mean(sums: dict[int, float]) -> float:
    """The usual year; nothing where there is none."""
    return sum(sums.values()) / len(sums) if sums else 0.0
