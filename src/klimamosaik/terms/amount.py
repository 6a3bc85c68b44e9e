"""An amount that knows how much of its year it stands for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from klimamosaik.terms.text import Text

WHOLE = 0.99  # share of the days from which a year counts as whole: at most three days missing


class UnknownBecause(Enum):
    """Why an amount is unknown, or not that of a whole year."""

    PARTIAL = Text("Jahr nicht vollständig erfasst", "year not fully recorded")
    NO_READINGS = Text("keine Werte", "no values")
    NO_BILLS = Text("keine Rechnungen", "no bills")
    NO_METER = Text("kein Zähler erfasst", "no meter recorded")
    NOT_IN_USE = Text("nicht in Nutzung", "not in use")
    NO_AREA = Text("Nutzfläche unbekannt", "usable area unknown")
    NO_PEOPLE = Text("Einwohnerzahl unbekannt", "population unknown")
    NO_WEATHER = Text("keine Wetterdaten", "no weather data")
    NO_FACTOR = Text("kein Emissionsfaktor", "no emission factor")
    OVERLAPPING = Text("Ablesungen überschneiden sich", "readings overlap")

    @property
    def text(self) -> Text:
        """The reason as a person would say it."""
        return self.value


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum over the days covered; unknown is None, never zero."""

    value: float | None  # in the unit of its place, of the days covered
    covered: float = 1.0  # 0..1, share of the days due that the value stands for
    why: UnknownBecause | None = None  # reason where unknown or not whole

    @property
    def whole(self) -> float | None:
        """The value where it stands for the whole year, else None."""
        return self.value if self.covered >= WHOLE else None

    @property
    def lacking(self) -> bool:
        """True where something is due that is not known."""
        return self.whole is None and self.why not in NOTHING_DUE

    @property
    def nothing_due(self) -> bool:
        """True where there is nothing to know: no meter, or not in use."""
        return self.value is None and self.why in NOTHING_DUE


NOTHING_DUE = (UnknownBecause.NO_METER, UnknownBecause.NOT_IN_USE)


@cache
def unknown(why: UnknownBecause) -> Amount:
    """An amount nobody knows, with the reason; one for all, for most amounts of a report are so."""
    return Amount(None, 0.0, why)


def total(amounts: Iterable[Amount]) -> Amount:
    """Add what is known; the coverage is the mean over all amounts that are due.

    Amounts with nothing due are left out; where nothing at all is due, that is the answer.
    """
    given = tuple(amounts)
    due = [each for each in given if each.value is not None or each.why not in NOTHING_DUE]
    if not due:
        return unknown((given[0].why if given else None) or UnknownBecause.NO_METER)
    known = [each.value for each in due if each.value is not None]
    why = next((each.why for each in due if each.value is None or each.covered < WHOLE), None)
    if not known:
        return unknown(why or UnknownBecause.NO_READINGS)
    # One lacking part makes the sum lacking, however small its share of the days.
    covered = sum([amount.covered for amount in due]) / len(due)  # a report adds up 40,000
    if why is not None:
        covered = min(covered, WHOLE - 1e-9)
    return Amount(sum(known), covered, why)


def scaled(amount: Amount, factor: float | None, why: UnknownBecause) -> Amount:
    """Multiply by a factor; unknown for the reason `why` where the factor is unknown."""
    if amount.value is None:
        return amount
    if factor is None:
        return unknown(why)
    return Amount(amount.value * factor, amount.covered, amount.why)


def only_whole(amount: Amount, change: Callable[[float], float]) -> Amount:
    """Apply a change that is only right for whole years; a part of a year becomes unknown."""
    if amount.value is None:
        return amount
    if amount.whole is None:
        return unknown(amount.why or UnknownBecause.PARTIAL)
    return Amount(change(amount.value), amount.covered, amount.why)
