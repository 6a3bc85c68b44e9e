"""The stretch of a meter's readings that counts in one unit, and what is said of the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.checks.unit_jump import UnitJump, unit_jumps_of
from klimamosaik.evidence.kernel.confirmed import change_is_explained
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

FEW_DAYS = 3  # readings of a month from which its part of the baseline has a level
UNIT_OR_SAVING = "unit_or_saving"  # code of a fall that is either
MOST_JUMPS = 20  # changes of unit of one meter that are looked for


@dataclass(frozen=True)
class OneUnit:
    """A question about readings of one unit."""

    question: EffectQuery  # without years of another unit
    blocking: tuple[Problem, ...] = ()  # a change of unit within the days compared
    cautions: tuple[Problem, ...] = ()


class UnitSearch:
    """The readings of a question while older years in other units are left out."""

    def __init__(self, asked: EffectQuery) -> None:
        self.asked, self.energy = asked, asked.energy
        self.jump: UnitJump | None = None
        self.older: UnitJump | None = None
        self.settled = False

    def go_on(self, jump: UnitJump | None) -> None:
        """Leave out what lies beyond a jump that is on one side of the days compared."""
        self.jump = jump
        if jump is not None and _before(jump, self.asked):
            self.older, self.energy = jump, _since(jump, self.energy, self.asked)
        elif jump is not None and jump.month.astype("datetime64[D]") >= self.asked.end:
            self.energy = self.energy.where(self.energy.days < self.asked.end)
        else:
            self.settled = True

    def found(self) -> OneUnit:
        """What is left, and what is said of a jump within the days compared."""
        asked, jump = self.asked, self.jump
        if jump is None and self.energy is asked.energy:
            return OneUnit(asked)
        kept = replace(asked, energy=_joined(asked, self.energy))
        older = self.older
        told = (_said("older_unit_left_out", OLDER_YEARS, older),) if older else ()
        if jump is None or change_is_explained(asked.confirmed):
            return OneUnit(kept, cautions=told)
        if jump.may_be_saved and _with_the_measure(jump, asked):
            return OneUnit(kept, cautions=(*told, _said(UNIT_OR_SAVING, EITHER, jump)))
        return OneUnit(kept, blocking=(_said("unit_jump", UNIT_JUMP, jump),), cautions=told)


def in_one_unit(questions: Sequence[EffectQuery]) -> list[OneUnit]:
    """Leave out years that count in another unit, and doubt a change within the days compared.

    A fall at the start that a measure may bring about is answered with a word, not refused.
    """
    searches = [UnitSearch(asked) for asked in questions]
    for carrier in dict.fromkeys(asked.carrier for asked in questions):
        alike = [each for each in searches if each.asked.carrier is carrier]
        for _ in range(MOST_JUMPS):
            alike = [each for each in alike if not each.settled]
            if not alike:
                break
            jumps = unit_jumps_of([each.energy for each in alike], carrier)
            for each, jump in zip(alike, jumps, strict=True):
                each.go_on(jump)
    return [each.found() for each in searches]


def _joined(asked: EffectQuery, energy: Series) -> Series:
    """The readings since the first of `energy`; those after the days asked about stay."""
    if not energy.starts.size:
        return energy
    return asked.energy.where(asked.energy.starts >= energy.starts[0])


def _before(jump: UnitJump, asked: EffectQuery) -> bool:
    """True where the whole baseline lies on the new level."""
    first = jump.month.astype("datetime64[D]")
    if first <= asked.baseline_start:
        following = (jump.month + 1).astype("datetime64[D]")
        return following <= asked.baseline_start or _new_level_by(jump, asked, following)
    return False


def _new_level_by(jump: UnitJump, asked: EffectQuery, following: np.datetime64) -> bool:
    """Whether the baseline's part of the month of the jump is on the new level already."""
    part = asked.energy.between(asked.baseline_start, following)
    month = np.timedelta64(31, "D")
    before = asked.energy.between(jump.month.astype("datetime64[D]") - month, jump.month)
    now, then = (_level(each) for each in (part, before))
    if now is None or then is None:
        return True
    return bool(abs(np.log(now / then)) > abs(np.log(jump.ratio)) / 2)


def _level(series: Series) -> float | None:
    known = np.isfinite(series.values) & (series.values > 0)
    if known.sum() < FEW_DAYS:
        return None
    return float(series.values[known].sum() / series.seconds[known].sum())


def _since(jump: UnitJump, energy: Series, asked: EffectQuery) -> Series:
    """The readings from the jump on; of its own month, those of the baseline."""
    following = (jump.month + 1).astype("datetime64[D]")
    return energy.where(energy.days >= min(following, asked.baseline_start))


def _with_the_measure(jump: UnitJump, asked: EffectQuery) -> bool:
    """Whether use fell between the end of the baseline and the month after the start."""
    first = asked.baseline_end.astype("datetime64[M]")
    return bool(first <= jump.month <= asked.start.astype("datetime64[M]") + 1)


def _said(code: str, text: Text, jump: UnitJump) -> Problem:
    return Problem(
        code,
        text.format(
            month=jump.month,
            size=max(jump.ratio, 1 / jump.ratio),
            more=Text("größer", "larger") if jump.ratio > 1 else Text("kleiner", "smaller"),
            units=jump.factor.units,
        ),
    )


UNIT_JUMP = Text(
    "Ab {month} ist der Verbrauch rund {size:.1n}-mal {more}: Das sieht nach einer geänderten"
    " Einheit aus ({units}), nicht nach einer Einsparung; bitte die Einheit klären oder"
    " bestätigen, was geschah.",
    "From {month} on use is about {size:.1n} times {more}: that looks like a change of unit"
    " ({units}), not like a saving; please settle the unit, or confirm what happened.",
)
EITHER = Text(
    "Ab {month} ist der Verbrauch rund {size:.1n}-mal {more}. So viel kann die Maßnahme gespart"
    " haben, so sähe aber auch eine geänderte Einheit aus ({units}): bitte prüfen und bestätigen.",
    "From {month} on use is about {size:.1n} times {more}. The measure may have saved as much, but"
    " a change of unit ({units}) would look like that, too: please check and confirm.",
)
OLDER_YEARS = Text(
    "Bis {month} zählte dieser Zähler offenbar in einer anderen Einheit ({units}); die älteren"
    " Jahre bleiben außer Betracht. Vergleichsjahr und Wirkung haben dieselbe Einheit.",
    "Up to {month} this meter seems to have counted in another unit ({units}); the older years are"
    " left aside. Baseline and effect are in the same unit.",
)
