"""Whether a balance keeps the rules: yes, no, or not to be decided yet, with every reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from klimamosaik.balance.kernel.cell import SETTLED_WITHOUT_VALUE, Cell, CellState, DataGrade
from klimamosaik.balance.kernel.factor import BalanceFactor, Status
from klimamosaik.balance.kernel.grid import GRID_BOUND, BalanceCarrier, Mode, Sector, required
from klimamosaik.terms.text import Text, about
from klimamosaik.terms.text_enum import TextEnum


class Conformity(TextEnum):
    """The verdict. Unknown never becomes conformant."""

    CONFORMANT = "conformant", Text("regelgerecht", "conformant")
    NON_CONFORMANT = "non-conformant", Text("nicht regelgerecht", "non-conformant")
    INCOMPLETE = "incomplete", Text("unvollständig", "incomplete")


@dataclass(frozen=True)
class Reason:
    """One thing that keeps the balance from being conformant."""

    code: str
    text: Text
    broken: bool  # True: a rule is broken; False: not to be decided yet
    sector: Sector | None = None
    carrier: BalanceCarrier | None = None
    mode: Mode | None = None


def judge(
    cells: Iterable[Cell], factors: Iterable[BalanceFactor | None]
) -> tuple[Conformity, tuple[Reason, ...]]:
    """Judge cells and the factors applied to them.

    A broken rule makes the balance non-conformant, whatever else is open; without one, anything
    open makes it incomplete; only with neither is it conformant.
    """
    reasons = [reason for cell in cells for reason in reasons_of(cell)]
    reasons += factor_reasons(factors)
    if any(reason.broken for reason in reasons):
        return Conformity.NON_CONFORMANT, tuple(reasons)
    if reasons:
        return Conformity.INCOMPLETE, tuple(reasons)
    return Conformity.CONFORMANT, ()


def reasons_of(cell: Cell) -> list[Reason]:
    """What keeps one cell from being in order; nothing for municipal facilities left out."""
    if cell.state in SETTLED_WITHOUT_VALUE:
        return []
    if cell.state is CellState.MISSING or cell.energy is None:
        if not required(cell.item):
            return []
        return [reason(cell, "missing", Text("Wert fehlt", "value is missing"), broken=False)]
    found = []
    if cell.state is CellState.NEEDS_CONFIRMATION:
        found.append(
            reason(
                cell, "needs_confirmation", Text("ist zu bestätigen", "needs confirmation"), False
            )
        )
    grid_bound = cell.carrier in GRID_BOUND and cell.sector is not Sector.TRANSPORT
    if grid_bound and cell.energy > 0.0 and cell.grade is not DataGrade.A:
        stands = cell.grade.value if cell.grade else "–"
        found.append(
            reason(
                cell,
                "needs_grade_a",
                Text(
                    "braucht Werte des Netzbetreibers (Güte A, jetzt {stands})",
                    "needs the network operator's figures (grade A, now {stands})",
                ).format(stands=stands),
                broken=True,
            )
        )
    elif cell.grade is None and cell.energy > 0.0:
        found.append(reason(cell, "no_grade", Text("hat keine Güte", "has no grade"), broken=False))
    return found


def reason(cell: Cell, code: str, why: Text, broken: bool) -> Reason:
    """A reason about one cell."""
    text = about(cell.item.text, Text("{said}.", "{said}.").format(said=why))
    return Reason(code, text, broken, cell.sector, cell.carrier, cell.mode)


def factor_reasons(factors: Iterable[BalanceFactor | None]) -> list[Reason]:
    """One reason per carrier whose factor is not official."""
    found: dict[BalanceCarrier, Reason] = {}
    for factor in factors:
        if factor is None or factor.status is Status.OFFICIAL:
            continue
        name, status = factor.carrier.text, factor.status.text
        text = Text(
            "Emissionsfaktor {name}: {status}, nicht aus der amtlichen Tabelle.",
            "Emission factor {name}: {status}, not from the official table.",
        ).format(name=name, status=status)
        found[factor.carrier] = Reason("factor_not_official", text, True, None, factor.carrier)
    return list(found.values())


def data_quality(cells: Iterable[Cell]) -> float | None:
    """Sum of grade times share of final energy, 0..1; None where no energy is known.

    BISKO: A 1, B 0.5, C 0.25, D 0; energy without a grade counts as D.
    """
    graded = [(cell.known, cell.counted_grade) for cell in cells if cell.known > 0.0]
    total = sum(energy for energy, _ in graded)
    if not total:
        return None
    return sum(energy * grade.weight for energy, grade in graded if grade) / total
