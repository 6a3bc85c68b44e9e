"""What a measure changed beside the energy it saves: measured, for the better or the worse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.measures.models.kinds import Bound, Link, Subject
from klimamosaik.measures.queries.newest import NewestValue, newest_values, written
from klimamosaik.terms.change_verdict import ChangeVerdict
from klimamosaik.terms.text import Text

CHANGES = (Link.OUTCOME, Link.IMPACT)  # links that tell of an effect, not of what was put in


@dataclass(frozen=True)
class SideEffect:
    """An indicator of what changed, with its values before and now."""

    indicator: Indicator
    newest: NewestValue | None  # None: no value yet
    turn: ChangeVerdict

    @property
    def said(self) -> Text:
        """The way it went in words: got worse: 2 instead of 3 classes."""
        unit, before = self.indicator.unit, written(self.indicator.start_value)
        if self.newest is None:
            return NO_VALUE
        value = written(self.newest.value)
        if before is None:
            return NOW.format(value=value, unit=unit)
        told = INSTEAD if self.turn is not ChangeVerdict.SAME else STILL
        return told.format(turn=self.turn.text, value=value, before=before, unit=unit)

    @property
    def wanted(self) -> Text | None:
        """What was wanted, and whether it is reached; None where nothing was."""
        wish = written(self.indicator.wanted_value)
        if wish is None:
            return None
        reached = None if self.newest is None else self.indicator.reached_by(self.newest.value)
        side = Bound(self.indicator.bound).text if self.indicator.bound else Text("", "")
        until, told = self.indicator.wanted_until, WANTED[reached]
        if reached is False and until and self.newest and self.newest.day <= until:
            told = NOT_YET  # there is time left
        return told.format(side=side, wish=wish, unit=self.indicator.unit, until=until)

    @property
    def side_is_open(self) -> bool:
        """True where it changed and nobody said which side is good."""
        return self.turn is ChangeVerdict.CHANGED


def side_effects(
    *, measure: Measure, newest: Mapping[int, NewestValue] | None = None
) -> tuple[SideEffect, ...]:
    """What a measure changed beside energy, what got worse first; empty where nobody looks.

    newest: the newest value of each of its indicators by id; None: they are read.
    """
    wanted = [each for each in measure.indicators.all() if tells_of_change(each)]
    values = newest_values(indicators=wanted) if newest is None else newest
    return side_effects_of(wanted, values, measure.start)


def side_effects_of(
    indicators: Sequence[Indicator], newest: Mapping[int, NewestValue], start: date | None
) -> tuple[SideEffect, ...]:
    """The same of some indicators. start: first day of the measure's effect."""
    order = list(ChangeVerdict)
    found = []
    for each in indicators:
        value = newest.get(each.pk)
        found.append(SideEffect(each, value, turn_of(each, value, start)))
    return tuple(sorted(found, key=lambda one: (order.index(one.turn), one.indicator.pk)))


def tells_of_change(indicator: Indicator) -> bool:
    """True for what a measure changes: outcome, impact, and every subject with its own place."""
    return indicator.link in CHANGES or indicator.subject != Subject.OTHER


def turn_of(indicator: Indicator, newest: NewestValue | None, start: date | None) -> ChangeVerdict:
    """Which way it went; a value from before the first day tells nothing."""
    before = indicator.start_value
    if newest is None or before is None or (start is not None and newest.day < start):
        return ChangeVerdict.UNKNOWN
    if newest.value == before:
        return ChangeVerdict.SAME
    side = better_side(indicator)
    if side is None:
        return ChangeVerdict.CHANGED
    return ChangeVerdict.BETTER if side.kept_by(newest.value, before) else ChangeVerdict.WORSE


def better_side(indicator: Indicator) -> Bound | None:
    """The good side of it; more saved time is better, without being told so."""
    if indicator.bound:
        return Bound(indicator.bound)
    return Bound.AT_LEAST if indicator.subject == Subject.STAFF_TIME else None


NO_VALUE = Text("noch kein Wert", "no value yet")
NOW = Text("{value} {unit}, vorher nicht gemessen", "{value} {unit}, not measured before")
INSTEAD = Text(
    "{turn}: {value} statt {before} {unit}", "{turn}: {value} instead of {before} {unit}"
)
STILL = Text("{turn}: {value} {unit}", "{turn}: {value} {unit}")
NOT_YET = Text(
    "gewünscht {side} {wish} {unit} bis {until:long}: noch nicht erreicht",
    "wanted {side} {wish} {unit} by {until:long}: not reached yet",
)
WANTED = {
    True: Text("gewünscht {side} {wish} {unit}: erreicht", "wanted {side} {wish} {unit}: reached"),
    False: Text(
        "gewünscht {side} {wish} {unit}: nicht erreicht", "wanted {side} {wish} {unit}: not reached"
    ),
    None: Text("gewünscht {side} {wish} {unit}", "wanted {side} {wish} {unit}"),
}
