"""What is laid in the wall: measures with their size, and the account that adds up to 1,000."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from klimamosaik.drawing.course import STONES
from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Share:
    """A measure's size in stones, as exact fractions."""

    measure: YearContribution
    per_tonne: Fraction  # [stones a/t CO2e]

    @cached_property
    def mean(self) -> Fraction:
        """Its stones [stones]."""
        return Fraction(self.measure.tonnes.mean) * self.per_tonne

    @cached_property
    def low(self) -> Fraction:
        """Low end of its range [stones]."""
        return Fraction(self.measure.tonnes.low) * self.per_tonne

    @cached_property
    def high(self) -> Fraction:
        """High end of its range [stones]."""
        return Fraction(self.measure.tonnes.high) * self.per_tonne


@dataclass(frozen=True)
class StoneAccount:
    """What lies, what is planned, what is missing: exactly 1,000 together."""

    shares: tuple[Share, ...]  # in the order they are laid
    need_t: float  # [t CO2e/a] what 1,000 stones stand for
    laid: Fraction  # [stones] measured, net of measures that made it worse
    planned: Fraction  # [stones] expected, net
    missing: Fraction  # [stones]
    beyond: Fraction  # [stones] laid and planned above 1,000
    setback: Fraction  # [stones] by which the wall sank below its beginning

    @property
    def laid_whole(self) -> int:
        """Whole stones that lie: a stone counts when it is complete, so it is never rounded up."""
        return complete(self.laid)

    @property
    def planned_whole(self) -> int:
        """Whole stones that will lie once all that is planned is done, less those that lie."""
        return complete(self.laid + self.planned) - self.laid_whole

    @property
    def missing_whole(self) -> int:
        """The rest to 1,000, begun stones included."""
        return STONES - self.laid_whole - self.planned_whole


NEARLY = Fraction(1, 10**6)  # [stones] tonnes come as binary fractions: 0.1 + 0.2 is not 0.3


def complete(size: Fraction) -> int:
    """Whole stones in `size`."""
    return math.floor(size + NEARLY)


ORDER = {state: place for place, state in enumerate(ContributionState)}
FIELD_ORDER = {field: place for place, field in enumerate(Field)}


def account(measures: Sequence[YearContribution], need_t: float) -> StoneAccount:
    """Turn tonnes into stones.

    `need_t` [t CO2e/a] is the yearly reduction needed by the target year, above zero.
    Raises InputRejected with every complaint for measures whose figures cannot be laid.
    """
    refuse_nonsense(measures, need_t)
    per_tonne = STONES / Fraction(need_t)
    shares = tuple(Share(measure, per_tonne) for measure in sorted(measures, key=place))
    measured = total(shares, ContributionState.MEASURED)
    expected = total(shares, ContributionState.EXPECTED)
    laid = min(max(measured, Fraction(0)), Fraction(STONES))
    coming = expected + min(measured, Fraction(0))
    planned = min(max(coming, Fraction(0)), STONES - laid)
    return StoneAccount(
        shares=shares,
        need_t=need_t,
        laid=laid,
        planned=planned,
        missing=STONES - laid - planned,
        beyond=max(max(measured, Fraction(0)) + max(coming, Fraction(0)) - STONES, Fraction(0)),
        setback=max(-coming, Fraction(0)),
    )


def place(measure: YearContribution) -> tuple[int, int, float, str]:
    """Sort key of the wall: measured first, then by field, large before small."""
    return (
        ORDER[measure.state],
        FIELD_ORDER[measure.field],
        -measure.tonnes.mean,
        measure.code,
    )


def total(shares: Sequence[Share], state: ContributionState) -> Fraction:
    """Net stones of all measures in a state."""
    return sum((share.mean for share in shares if share.measure.state is state), Fraction(0))


def refuse_nonsense(measures: Sequence[YearContribution], need_t: float) -> None:
    """Raise InputRejected with all that is wrong."""
    if not (math.isfinite(need_t) and need_t > 0):
        raise rejected(
            "no_need",
            "Der Minderungsbedarf ist {need_t} t im Jahr; das Mosaik braucht einen Bedarf über "
            "null. Bei null ist das Ziel erreicht, bitte Bilanz und Ziel prüfen.",
            "The reduction needed is {need_t} t a year; the mosaic needs one above zero. At zero "
            "the target is met; please check balance and target.",
            need_t=need_t,
        )
    complaints = [complaint for measure in measures for complaint in complaints_about(measure)]
    counted = Counter(measure.code for measure in measures)
    complaints += [doubled(code) for code, times in counted.items() if times > 1]
    if complaints:
        raise InputRejected(complaints)


def complaints_about(measure: YearContribution) -> list[Problem]:
    """What is wrong with one measure's figures."""
    size = measure.tonnes
    if size.low <= size.mean <= size.high:
        return []
    text = Text(
        "Maßnahme „{name}“: Wirkung {size.low} bis {size.high}, Mittel {size.mean} t im Jahr; das "
        "Mittel muss zwischen den Enden liegen.",
        "Measure “{name}”: effect {size.low} to {size.high}, mean {size.mean} t a year; the mean "
        "must lie between the ends.",
    ).format(name=measure.name, size=size)
    return [Problem("range_out_of_order", text)]


def doubled(code: str) -> Problem:
    """The same code was given twice."""
    text = Text(
        "Die Maßnahme mit dem Schlüssel „{code}“ kommt mehrfach vor; jede zählt nur einmal.",
        "The measure with the key “{code}” occurs more than once; each counts only once.",
    ).format(code=code)
    return Problem("measure_twice", text)
