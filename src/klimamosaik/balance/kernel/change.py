"""Why did it change? The change between two years of a balance, in parts that add up to it."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, prod

import numpy as np

from klimamosaik.balance.kernel.composition import Balance, BalanceLine
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector, follows_weather
from klimamosaik.terms.decomposition import shares
from klimamosaik.terms.text import Text, about
from klimamosaik.terms.text_enum import TextEnum


class BalanceSubject(StrEnum):
    """What changed."""

    ENERGY = "energy"
    COST = "cost"
    EMISSIONS = "emissions"

    @property
    def unit(self) -> str:
        """The unit its amounts are in."""
        return {
            BalanceSubject.ENERGY: "MWh",
            BalanceSubject.COST: "EUR",
            BalanceSubject.EMISSIONS: "t CO2e",
        }[self]


class BalanceCause(TextEnum):
    """What made it change."""

    POPULATION = "population", Text("Einwohnerzahl", "population")
    WEATHER = "weather", Text("Wetter", "weather")
    QUANTITY = "quantity", Text("Verbrauch je Einwohner", "use per head")
    PRICE = "price", Text("Preis", "price")
    FACTOR = "factor", Text("Emissionsfaktor", "emission factor")


@dataclass(frozen=True)
class Price:
    """What a carrier costs in a sector."""

    sector: Sector
    carrier: BalanceCarrier
    value: float  # EUR/MWh


@dataclass(frozen=True)
class Year:
    """One of the two years compared."""

    balance: Balance
    weather: float | None = None  # heat the year asked for over a mean year's [1]; None: unknown
    prices: tuple[Price, ...] = ()


@dataclass(frozen=True)
class CellPart:
    """What one cause did in one cell."""

    item: Item
    cause: BalanceCause
    amount: float  # in the subject's unit


@dataclass(frozen=True)
class BalanceChange:
    """A change and its causes; `after` minus `before` is the sum of all parts."""

    subject: BalanceSubject
    before: float  # in the subject's unit, over the cells that can be compared
    after: float
    parts: tuple[CellPart, ...]
    left_out: tuple[Text, ...]  # cells that cannot be compared, each with its reason
    cautions: tuple[Text, ...]  # what makes the comparison weaker

    def of_cause(self, cause: BalanceCause) -> float:
        """The whole part of one cause, in the subject's unit."""
        return fsum(part.amount for part in self.parts if part.cause is cause)


@dataclass(frozen=True)
class CellChange:
    """A cell in both years as a product of factors."""

    line: BalanceLine
    causes: tuple[BalanceCause, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]


def explain(first: Year, second: Year, subject: BalanceSubject) -> BalanceChange:
    """Split the change of energy, cost or emissions.

    energy = population x weather (where rooms are heated) x quantity; cost = energy x price;
    emissions = energy x factor. Each factor's part is its Shapley value, so parts add up exactly.
    """
    rows: list[CellChange] = []
    left_out: list[Text] = []
    for before, after in zip(first.balance.lines, second.balance.lines, strict=True):
        found = row_of(first, second, before, after, subject)
        if isinstance(found, CellChange):
            rows.append(found)
        elif found:
            left_out.append(found)
    return BalanceChange(
        subject=subject,
        before=fsum(prod(row.before) for row in rows),
        after=fsum(prod(row.after) for row in rows),
        parts=parts_of(rows),
        left_out=tuple(left_out),
        cautions=cautions(first, second, rows),
    )


def row_of(
    first: Year, second: Year, before: BalanceLine, after: BalanceLine, subject: BalanceSubject
) -> CellChange | Text | None:
    """Both years of a cell; a sentence where they cannot be compared, None for nothing at all."""
    e0, e1 = before.cell.energy, after.cell.energy
    if not e0 and not e1:
        return None
    if before.cell.carried or after.cell.carried:
        return because(before, TAKEN_OVER)
    if e0 is None or e1 is None:
        return because(before, UNKNOWN_ONCE)
    unit = unit_values(first, second, before, after, subject)
    if unit is None:
        return because(before, NO_PRICE if subject is BalanceSubject.COST else NO_FACTOR)
    people = heads(first, second)
    weather = weathers(first, second, before)
    causes: tuple[BalanceCause, ...] = (
        BalanceCause.POPULATION,
        BalanceCause.WEATHER,
        BalanceCause.QUANTITY,
    )
    row0 = (people[0], weather[0], e0 / people[0] / weather[0])
    row1 = (people[1], weather[1], e1 / people[1] / weather[1])
    if subject is BalanceSubject.ENERGY:
        return CellChange(before, causes, row0, row1)
    last = BalanceCause.PRICE if subject is BalanceSubject.COST else BalanceCause.FACTOR
    return CellChange(before, (*causes, last), (*row0, unit[0]), (*row1, unit[1]))


def because(line: BalanceLine, why: Text) -> Text:
    """A cell by name, with why it is left out."""
    return about(line.cell.item.text, why)


TAKEN_OVER = Text("in einem der Jahre nur übernommen", "only taken over in one year")
UNKNOWN_ONCE = Text("in einem der Jahre unbekannt", "unknown in one of the years")
NO_PRICE = Text("Preis unbekannt", "price unknown")
NO_FACTOR = Text("Emissionsfaktor unbekannt", "emission factor unknown")


def heads(first: Year, second: Year) -> tuple[float, float]:
    """Inhabitants of both years; 1 and 1 where one is unknown, so that population has no part."""
    people = first.balance.population, second.balance.population
    return (float(people[0]), float(people[1])) if people[0] and people[1] else (1.0, 1.0)


def weathers(first: Year, second: Year, line: BalanceLine) -> tuple[float, float]:
    """Weather of both years where it matters and is known, else 1 and 1."""
    if first.weather and second.weather and follows_weather(line.cell.sector, line.cell.carrier):
        return first.weather, second.weather
    return 1.0, 1.0


def unit_values(
    first: Year, second: Year, before: BalanceLine, after: BalanceLine, subject: BalanceSubject
) -> tuple[float, float] | None:
    """Price [EUR/MWh] or factor [t/MWh] in both years; None where unknown.

    A year in which nothing was used takes the other's: the whole change is quantity then.
    """
    if subject is BalanceSubject.ENERGY:
        return 1.0, 1.0
    found = [
        price(year, line) if subject is BalanceSubject.COST else factor(line)
        for year, line in ((first, before), (second, after))
    ]
    for i, line in enumerate((before, after)):
        if found[i] is None and not line.cell.known:
            found[i] = found[1 - i]
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def price(year: Year, line: BalanceLine) -> float | None:
    """The price of a cell's carrier [EUR/MWh]; None where unknown."""
    place = line.cell.sector, line.cell.carrier
    return next((p.value for p in year.prices if (p.sector, p.carrier) == place), None)


def factor(line: BalanceLine) -> float | None:
    """Emissions per energy [t/MWh]; None where unknown or nothing was used."""
    if line.emissions is None or not line.cell.known:
        return None
    return line.emissions / line.cell.known


def parts_of(rows: list[CellChange]) -> tuple[CellPart, ...]:
    """The parts of every row; rows of the same causes are computed together."""
    found: list[CellPart] = []
    by_causes: dict[tuple[BalanceCause, ...], list[CellChange]] = defaultdict(list)
    for row in rows:
        by_causes[row.causes].append(row)
    for causes, members in by_causes.items():
        before = np.array([row.before for row in members]).T
        after = np.array([row.after for row in members]).T
        for row, column in zip(members, shares(before, after).T, strict=True):
            found += [
                CellPart(row.line.cell.item, cause, float(amount))
                for cause, amount in zip(causes, column, strict=True)
                if amount
            ]
    return tuple(found)


def cautions(first: Year, second: Year, rows: list[CellChange]) -> tuple[Text, ...]:
    """What makes the comparison weaker, in sentences."""
    found = []
    if not (first.balance.population and second.balance.population):
        found.append(
            Text(
                "Die Einwohnerzahl eines Jahres fehlt: sie steckt im Anteil des Verbrauchs.",
                "The population of one year is missing: it is part of the use.",
            )
        )
    if not (first.weather and second.weather):
        found.append(
            Text(
                "Das Wetter eines Jahres fehlt: es steckt im Anteil des Verbrauchs.",
                "The weather of one year is missing: it is part of the use.",
            )
        )
    changed = changed_states(first, second, rows)
    if changed:
        found.append(
            Text(
                "In {changed} Feldern hat sich die Herkunft der Werte geändert (Standardwert, "
                "eigener Wert): ein Teil der Änderung kann Methode sein.",
                "In {changed} cells values come from elsewhere than before (default, own): part "
                "of the change may be method.",
            ).format(changed=changed)
        )
    return tuple(found)


def changed_states(first: Year, second: Year, rows: list[CellChange]) -> int:
    """In how many compared cells the state differs between the years."""
    compared = {row.line.cell.item for row in rows}
    return sum(
        before.cell.state is not after.cell.state and before.cell.item in compared
        for before, after in zip(first.balance.lines, second.balance.lines, strict=True)
    )
