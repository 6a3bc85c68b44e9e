"""Searching yes-no programs for a plan, in steps that get better from the first second on.

The relaxed program (fractions allowed) gives the bound. A first plan comes from a core: the few
hundred variables the relaxed program finds closest to paying (Balas and Zemel, Operations
Research 28, 1980). Then most of the plan is held fast and the rest chosen anew, again and again
(Shaw, CP 1998: large neighbourhood search). Only where that does not come close enough to the
bound, the whole program is searched by branch and bound.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from klimamosaik.planning.kernel.rows import Constraints

if TYPE_CHECKING:
    import highspy

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]
CORE = 500  # variables of the first program
ROUNDS = 30  # times a part of the plan is chosen anew
FREE = 0.12  # share of the measures chosen anew in a round, at first
MORE = 1.25  # times as many after a round that found nothing better
MOST = 0.4  # share at most
ROUND_SECONDS = 3.0  # [s] at most for a round; it usually takes a part of that
CORE_SECONDS = 20.0  # [s] at most for the first plan
ROUND_GAP = 0.002  # 1, close enough for a round
CORE_GAP = 0.03  # 1, close enough for a first plan
FEASIBLE = 2  # what HiGHS calls a solution that keeps to everything


@dataclass(frozen=True)
class FoundPlan:
    """A plan and how good any plan can be, both in the program's own worth."""

    chosen: Chosen  # (variables,)
    worth: float
    bound: float

    @property
    def gap(self) -> float:
        """How much better a plan might be, as a share of this one; endless above nothing."""
        if self.bound <= self.worth:
            return 0.0
        return (self.bound - self.worth) / self.worth if self.worth > 0 else np.inf


@dataclass(frozen=True)
class Program:
    """What is searched: constraints, worth, and which variables stand for one measure."""

    rows: Constraints
    worth: Floats  # (variables,)
    wanted: Chosen  # (variables,) of measures that must be in the plan
    years: int  # variables of one measure follow each other


def search(
    program: Program,
    *,
    gap: float,
    seconds: float,
    tell: Callable[[FoundPlan], None],
) -> FoundPlan | None:
    """The best plan found to `gap`, or after `seconds` of the last step; None: there is none."""
    solver = silent()
    solver.passModel(program.rows.model(program.worth))
    relaxed, bound, values = relax(solver)
    if not relaxed:
        return None
    found = from_core(solver, program, bound, values)
    dice = np.random.default_rng(1)  # the same program gives the same plan
    share = FREE
    for _ in range(ROUNDS):
        if found is None or found.gap <= gap:
            break
        tell(found)
        better = chosen_anew(solver, program, found, values[0], share, dice)
        share = share if better is not found else min(MORE * share, MOST)
        found = better
    if found is None or found.gap > gap:
        found = searched_whole(solver, program, found, bound, gap, seconds)
    if found is not None:
        tell(found)
    return found


def relax(solver: "highspy.Highs") -> tuple[bool, float, tuple[Floats, Floats]]:
    """Whether the program with fractions has a plan, its worth, its values and reduced costs."""
    solver.setOptionValue("solve_relaxation", True)
    solver.run()
    solver.setOptionValue("solve_relaxation", False)
    info, solution = solver.getInfo(), solver.getSolution()
    values = (np.asarray(solution.col_value), np.asarray(solution.col_dual))
    return info.primal_solution_status == FEASIBLE, info.objective_function_value, values


def from_core(
    solver: "highspy.Highs", program: Program, bound: float, values: tuple[Floats, Floats]
) -> FoundPlan | None:
    """A first plan among the starts closest to paying, and those wanted anyway."""
    upper = program.rows.upper
    paying = values[1] + np.where(values[0] > 0, 1e6, 0) + np.where(program.wanted, 1e6, 0)
    order = np.argsort(-np.where(upper > 0, paying, -np.inf), kind="stable")
    free = np.zeros(len(upper), dtype=np.bool_)
    free[order[:CORE]] = True
    solver.setOptionValue("mip_rel_gap", CORE_GAP)
    solver.setOptionValue("time_limit", CORE_SECONDS)
    return narrowed(solver, program, free, None, bound)


def chosen_anew(
    solver: "highspy.Highs",
    program: Program,
    found: FoundPlan,
    fractions: Floats,
    share: float,
    dice: np.random.Generator,
) -> FoundPlan:
    """Hold most measures fast and choose a share of them anew; never worse than before."""
    measures = len(found.chosen) // program.years
    differs = np.abs(fractions - found.chosen).reshape(measures, program.years).sum(axis=1)
    weight = 0.1 + np.minimum(differs, 1.0)
    count = max(int(share * measures), 2)
    free = dice.choice(measures, min(count, measures), replace=False, p=weight / weight.sum())
    mask = np.zeros((measures, program.years), dtype=np.bool_)
    mask[free] = True
    solver.setOptionValue("mip_rel_gap", ROUND_GAP)
    solver.setOptionValue("time_limit", ROUND_SECONDS)
    better = narrowed(solver, program, mask.ravel(), found, found.bound)
    return better if better is not None and better.worth > found.worth else found


def narrowed(
    solver: "highspy.Highs",
    program: Program,
    free: Chosen,
    found: FoundPlan | None,
    bound: float,
) -> FoundPlan | None:
    """Search with all but the `free` variables held as `found` has them, or at nothing."""
    upper = program.rows.upper
    held = found.chosen.astype(np.float64) if found else np.zeros(len(upper))
    set_bounds(solver, np.where(free, 0.0, held), np.where(free, upper, held))
    if found is not None:
        begin_from(solver, found)
    result = run(solver, program, bound)
    set_bounds(solver, np.zeros(len(upper)), upper)
    return result


def searched_whole(
    solver: "highspy.Highs",
    program: Program,
    found: FoundPlan | None,
    bound: float,
    gap: float,
    seconds: float,
) -> FoundPlan | None:
    """Branch and bound on everything, from the best plan so far."""
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("time_limit", seconds)
    if found is not None:
        begin_from(solver, found)
    result = run(solver, program, bound)
    if result is None:
        return found
    proven = float(solver.getInfo().mip_dual_bound)
    return FoundPlan(result.chosen, result.worth, max(min(proven, bound), result.worth))


def run(solver: "highspy.Highs", program: Program, bound: float) -> FoundPlan | None:
    """Let the solver run; None where it finds no plan."""
    solver.run()
    if solver.getInfo().primal_solution_status != FEASIBLE:
        return None
    chosen = np.asarray(solver.getSolution().col_value) > 0.5
    return FoundPlan(chosen, float(program.worth[chosen].sum()), bound)


def begin_from(solver: "highspy.Highs", found: FoundPlan) -> None:
    """Tell the solver a plan it can start from."""
    import highspy  # large; only who searches needs it

    solution = highspy.HighsSolution()
    solution.col_value = found.chosen.astype(np.float64).tolist()
    solver.setSolution(solution)


def set_bounds(solver: "highspy.Highs", lower: Floats, upper: Floats) -> None:
    """What each variable may be."""
    columns = np.arange(len(upper), dtype=np.int32)
    solver.changeColsBounds(len(columns), columns, lower, upper)


def silent() -> "highspy.Highs":
    """A solver that says nothing and gives the same plan again."""
    import highspy

    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("threads", 1)
    return solver
