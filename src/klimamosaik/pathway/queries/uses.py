"""Uses: what a measure acts on, and the cells of a balance that make it up."""

from math import fsum

from klimamosaik.balance.kernel.composition import Balance, BalanceLine
from klimamosaik.balance.kernel.grid import HEATING, BalanceCarrier, Sector
from klimamosaik.pathway.kernel.course import EmissionUse
from klimamosaik.pathway.models import PastUse, Scope
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text

WHOLE = "all"  # the one use where only the need is known
USE_OF = {  # what a measure of a field acts on; a sink acts on no use
    Field.BUILDINGS: "heat",
    Field.HEAT: "heat",
    Field.ELECTRICITY: "electricity",
    Field.TRANSPORT: "transport",
    Field.GREEN: None,
}
USE_NAMES = {use.value: use.text for use in PastUse}
NOT_YET = Text("", "")  # the trend is found later


def in_scope(sector: Sector, scope: Scope) -> bool:
    """True where a sector of the balance belongs to a scope; it knows no companies."""
    if scope is Scope.COMPANIES:
        return False
    return scope is Scope.TOWN or sector is Sector.MUNICIPAL


def uses_of(balance: Balance, scope: Scope) -> tuple[EmissionUse, ...]:
    """Emissions by use: traffic; electricity elsewhere; heat and processes, all the rest."""
    sums = {
        code: fsum(line.emissions or 0.0 for line in lines)
        for code, lines in lines_of(balance, scope).items()
    }
    return tuple(flat(code, value) for code, value in sums.items() if value > 0)


def lines_of(balance: Balance, scope: Scope) -> dict[str, list[BalanceLine]]:
    """The lines of a balance that make up each use."""
    found: dict[str, list[BalanceLine]] = {
        "heat": [],
        "electricity": [],
        "transport": [],
        "other": [],
    }
    for line in balance.lines:
        if in_scope(line.cell.sector, scope):
            found[use_code(line.cell.sector, line.cell.carrier)].append(line)
    return found


def flat(code: str, emissions_t: float, because: Text = NOT_YET) -> EmissionUse:
    """A use without a trend."""
    return EmissionUse(code, emissions_t, 0.0, 0.0, because)


def use_code(sector: Sector, carrier: BalanceCarrier) -> str:
    """The use a cell of the balance belongs to."""
    if sector is Sector.TRANSPORT:
        return "transport"
    if carrier is BalanceCarrier.ELECTRICITY:
        return "electricity"
    return "heat" if carrier in HEATING else "other"


def use_on(field: Field, *, whole: bool) -> str | None:
    """The use a measure of a field acts on; None for sinks and what has no tonnes.

    whole: only one sum is known, so that everything but sinks acts on it.
    """
    code = USE_OF.get(field)
    return WHOLE if whole and code is not None else code
