"""A plan that was found, as it is kept and shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from klimamosaik.pathway.queries.grade import EvidenceClass
from klimamosaik.pathway.queries.headline import by_itself
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text
from klimamosaik.terms.tonnes import A_YEAR
from klimamosaik.terms.tonnes_range import tonnes_document

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
    tonnes: Estimate  # [t CO2e/a] in the last year, overlaps with the others taken off
    cost: float  # [EUR] own money for the work and for what runs, within the plan
    staff_days: float | None  # [d]; None: not known
    grant: float = 0.0  # [EUR] what others pay of the work
    instalments: int = 1  # [a] the work is paid over
    headline_t: float | None = None  # [t CO2e/a] the measure's one figure, nothing taken off

    @property
    def alone(self) -> Text | None:
        """The measure's one figure, where the plan counts another."""
        return by_itself(self.tonnes.mean, self.headline_t)


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
class LeftOut:
    """A measure that could not be chosen or has no price, and why."""

    measure: int
    name: str
    reason: Text


@dataclass(frozen=True)
class Reach:
    """How far the plan leads."""

    saved: Estimate  # [t CO2e/a] reduction by the plan in its last year: the sum of its rows
    gap: Estimate | None  # [t CO2e/a] still above the target's limit; None: not known
    probability: float | None  # 0..1, of meeting the target


@dataclass(frozen=True)
class Outcome:
    """What came of a selection."""

    planned: tuple[ChosenMeasure, ...]
    passed: tuple[Passed, ...]
    absent: tuple[LeftOut, ...]
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
        record = {"form": FORM, **asdict(self)}
        record["planned"] = [planned_record(one) for one in self.planned]
        record["reach"] = reach_record(self.reach)
        return record


def planned_record(one: ChosenMeasure) -> dict[str, Any]:
    """A measure of the plan as plain values."""
    record = asdict(one) | tonnes_document(one.tonnes)
    del record["tonnes"]
    return record


def reach_record(reach: Reach) -> dict[str, Any]:
    """How far a plan leads, as plain values; unknown is null."""
    gap = (reach.gap.mean, reach.gap.low, reach.gap.high) if reach.gap else (None,) * len(GAP)
    return {
        **tonnes_document(reach.saved),
        **dict(zip(GAP, gap, strict=True)),
        "probability": reach.probability,
    }


def planned_from(record: Mapping[str, Any]) -> ChosenMeasure:
    """A measure of the plan from its plain values."""
    given = dict(record)
    mean, low, high = (given.pop(key) for key in SIZE)
    tonnes = Estimate(mean, low, high, A_YEAR)
    return ChosenMeasure(**given | {"grade": EvidenceClass(given["grade"]), "tonnes": tonnes})


def reach_from(record: Mapping[str, Any]) -> Reach:
    """How far a plan leads, from its plain values."""
    mean, low, high = (record[key] for key in SIZE)
    gap, least, most = (record[key] for key in GAP)
    return Reach(
        saved=Estimate(mean, low, high, A_YEAR),
        gap=None if gap is None else Estimate(gap, least, most, A_YEAR),
        probability=record["probability"],
    )


SIZE = ("mean_t", "low_t", "high_t")  # keys of a figure with its range
GAP = ("gap_t", "gap_low_t", "gap_high_t")


def outcome_from(record: Mapping[str, Any]) -> Outcome | None:
    """Read a plan back from its plain values; None where an older software wrote other ones."""
    if record.get("form") != FORM:
        return None
    return Outcome(
        planned=tuple(map(planned_from, record["planned"])),
        passed=tuple(
            Passed(**{**each, "reason": Text(**each["reason"])}) for each in record["passed"]
        ),
        absent=tuple(
            LeftOut(each["measure"], each["name"], Text(**each["reason"]))
            for each in record["absent"]
        ),
        reach=reach_from(record["reach"]),
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
