"""The days in which a measure alone changes what a meter counts.

A meter shows what all measures at it bring together. Each is judged by the days in which nothing
else changed: the earlier one until the later begins, the later one compared with days in which the
earlier one worked already. So their savings add up to that of the meter and none is counted twice
(IPMVP: what changes beside the measure is no part of its baseline nor of its reporting period).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.terms.complaint import Problem, problem

EARLIEST = date(1990, 1, 1)  # no reading is older
LATEST = date(2100, 1, 1)


@dataclass(frozen=True)
class MeasureDays:
    """When a measure changes what a meter counts."""

    name: str
    begins: date  # first day of its installation, else of its effect
    start: date  # first day of its effect
    end: date | None  # first day it no longer works; None: goes on

    @property
    def changes(self) -> tuple[tuple[date, date], ...]:
        """First day on which something changes, and first day on which that is over."""
        ended = ((self.end, self.end),) if self.end else ()
        return ((self.begins, self.start), *ended)


@dataclass(frozen=True)
class DaysAlone:
    """The days a measure is judged by at a meter, as far as other measures leave them."""

    own: MeasureDays
    others: tuple[MeasureDays, ...]

    @cached_property
    def first(self) -> date:
        """First day to compare with."""
        return max((over for _, over, _ in self.before), default=EARLIEST)

    @cached_property
    def until(self) -> date:
        """First day that no longer tells of this measure alone."""
        return min((begun for begun, _, _ in self.after), default=LATEST)

    @property
    def any(self) -> bool:
        """True where there are days on both sides."""
        return self.first < self.own.begins and self.own.start < self.until

    @cached_property
    def before(self) -> tuple[tuple[date, date, str], ...]:
        """Changes that began before this measure, with the names of who made them."""
        return tuple(each for each in self.changes if each[0] < self.own.begins)

    @cached_property
    def after(self) -> tuple[tuple[date, date, str], ...]:
        """Changes that began with this measure or later, with the names of who made them."""
        return tuple(each for each in self.changes if each[0] >= self.own.begins)

    @cached_property
    def changes(self) -> tuple[tuple[date, date, str], ...]:
        """What other measures change while this one is judged."""
        ends = self.own.end or LATEST
        return tuple(
            (begun, over, other.name)
            for other in self.others
            for begun, over in other.changes
            if begun < ends
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why nothing can be told of this measure alone."""
        late = [name for _, over, name in self.before if over >= self.own.begins]
        early = [name for begun, _, name in self.after if begun <= self.own.start]
        return tuple(together(name) for name in dict.fromkeys(late + early))

    def shortening(self, question: EffectQuery) -> tuple[Problem, ...]:
        """What is said where other measures leave fewer days than there would be.

        question: with these days.
        """
        found = []
        if question.baseline_start == np.datetime64(self.first, "D"):
            name = next(name for _, over, name in self.before if over == self.first)
            found.append(compared_from(self.first, name))
        if question.end == np.datetime64(self.until, "D"):
            name = next(name for begun, _, name in self.after if begun == self.until)
            found.append(counted_until(self.until, name))
        return tuple(found)


def together(name: str) -> Problem:
    """Another measure changed the same in the same time."""
    return problem(
        "other_measure_at_once",
        "An diesem Zähler wirkt seit derselben Zeit auch „{name}“: Er zeigt nur, was beide "
        "zusammen bringen. Nennen Sie je Maßnahme den Zähler, an dem sie wirkt, oder tragen Sie "
        "beide als eine Maßnahme ein.",
        "“{name}” works at this meter since the same time: it shows only what both bring together. "
        "Please name for each measure the meter it works at, or enter both as one measure.",
        name=name,
    )


def compared_from(day: date, name: str) -> Problem:
    """The baseline begins later."""
    return problem(
        "compared_from_other_measure",
        "Verglichen wird mit den Tagen ab {day:short}: Bis dahin hat „{name}“ an diesem Zähler "
        "etwas geändert.",
        "Compared are the days from {day:short} on: until then “{name}” changed something at this "
        "meter.",
        day=day,
        name=name,
    )


def counted_until(day: date, name: str) -> Problem:
    """The days after the measure end earlier."""
    return problem(
        "counted_until_other_measure",
        "Gezählt wird bis vor {day:short}: Ab dann ändert auch „{name}“ etwas an diesem Zähler.",
        "Counted is up to before {day:short}: from then on “{name}” changes something at this "
        "meter, too.",
        day=day,
        name=name,
    )
