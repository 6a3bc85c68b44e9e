"""A plan that was found, as it is kept and shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from klimamosaik.pathway.queries.grade import EvidenceClass
from klimamosaik.pathway.queries.headline import by_itself
from klimamosaik.terms.text import Text

FORM = 3  # changes whenever the kept values do


@dataclass(frozen=True)
class ChosenMeasure:
    """A measure of the plan."""

    measure: int
    name: str
    field: str
    grade: EvidenceClass
    first_year: int  # of the work
    works_from: int  # first year of the effect
    mean_t: float  # [t CO2e/a] in the last year, overlaps with the others taken off
    low_t: float
    high_t: float
    cost: float  # [EUR] own money for the work and for what runs, within the plan
    staff_days: float | None  # [d]; None: not known
    grant: float = 0.0  # [EUR] what others pay of the work
    instalments: int = 1  # [a] the work is paid over
    headline_t: float | None = None  # [t CO2e/a] the measure's one figure, nothing taken off

    @property
    def alone(self) -> Text | None:
        """The measure's one figure, where the plan counts another."""
        return by_itself(self.mean_t, self.headline_t)


@dataclass(frozen=True)
class Passed:
    """A measure that could have been chosen and was not."""

    measure: int
    name: str
    mean_t: float  # [t CO2e/a]
    cost: float  # [EUR] own money for the work
    reason: Text
    least_budget: float | None = None  # [EUR/a] from which it goes by itself; None: money is not it
    more: float | None = None  # [EUR/a] on top of the budget, from which it goes beside the plan


@dataclass(frozen=True)
class Absent:
    """A measure that could not be chosen, and why."""

    measure: int
    name: str
    reason: Text


@dataclass(frozen=True)
class Reach:
    """How far the plan leads, with its 90 % range."""

    mean_t: float  # [t CO2e/a] reduction by the plan in its last year: the sum of its rows
    low_t: float
    high_t: float
    gap_t: float | None  # [t CO2e/a] still above the target's limit; None: not known
    gap_low_t: float | None
    gap_high_t: float | None
    probability: float | None  # 0..1, of meeting the target


@dataclass(frozen=True)
class Outcome:
    """What came of a selection."""

    planned: tuple[ChosenMeasure, ...]
    passed: tuple[Passed, ...]
    absent: tuple[Absent, ...]
    reach: Reach
    target_year: int
    cost: tuple[float, ...]  # [EUR] in each year
    staff: tuple[float, ...]  # [d] in each year
    valued_t: float  # [t CO2e] what was made as large as possible, all years together
    bound_t: float  # [t CO2e] no plan can reach more
    overlaps_off: bool
    data_version: int  # of the readings behind the measured effects
    digits: int = 1  # tonnes are rounded to so many, so that what is shown adds up
    first_effect: int | None = None  # earliest year any measure to choose from could act

    @property
    def next_up(self) -> Passed | None:
        """What the least more money would buy beside the plan."""
        able = [one for one in self.passed if one.more is not None]
        return min(able, key=lambda one: (one.more or 0.0, one.name), default=None)

    @property
    def cheapest(self) -> Passed | None:
        """What would go with the least money by itself."""
        able = [one for one in self.passed if one.least_budget is not None]
        return min(able, key=lambda one: (one.least_budget or 0.0, one.name), default=None)

    @property
    def shortfall(self) -> float:
        """How much better a plan might be, as a share of this one."""
        return max(self.bound_t - self.valued_t, 0.0) / self.valued_t if self.valued_t else 0.0

    def as_record(self) -> dict[str, Any]:
        """As plain values, for the database and for machines."""
        return {"form": FORM, **asdict(self)}


def outcome_from(record: Mapping[str, Any]) -> Outcome | None:
    """Read a plan back from its plain values; None where an older software wrote other ones."""
    if record.get("form") != FORM:
        return None
    return Outcome(
        planned=tuple(
            ChosenMeasure(**{**each, "grade": EvidenceClass(each["grade"])})
            for each in record["planned"]
        ),
        passed=tuple(
            Passed(**{**each, "reason": Text(**each["reason"])}) for each in record["passed"]
        ),
        absent=tuple(
            Absent(each["measure"], each["name"], Text(**each["reason"]))
            for each in record["absent"]
        ),
        reach=Reach(**record["reach"]),
        target_year=record["target_year"],
        cost=tuple(record["cost"]),
        staff=tuple(record["staff"]),
        valued_t=record["valued_t"],
        bound_t=record["bound_t"],
        overlaps_off=record["overlaps_off"],
        data_version=record["data_version"],
        digits=record["digits"],
        first_effect=record["first_effect"],
    )
