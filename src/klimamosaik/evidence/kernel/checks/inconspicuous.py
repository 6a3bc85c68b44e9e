"""Daily meters that nothing can be said against, told of many at once.

A meter with a value above zero on each day, without a spike, a run of equal values or steps passes
every check of its own readings. The others are looked at alone, and more closely.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from klimamosaik.evidence.kernel.checks.cleaning import FEW, MANY, SEVEN_TIMES
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.series import Flags, Numbers
from klimamosaik.evidence.kernel.suspicion import FEW_STEPS, MANY_READINGS, RISING, STUCK_DAYS
from klimamosaik.signals.odd_days import far_above

Span = tuple[object, ...]


def inconspicuous(questions: Sequence[EffectQuery]) -> list[Span | None]:
    """Of each question whose meter shows nothing odd, what else its inspection hangs on.

    Questions with the same have the same inspection. None: the meter is to be looked at.
    """
    found: list[Span | None] = [None] * len(questions)
    spans: dict[Span, list[int]] = defaultdict(list)
    for place, asked in enumerate(questions):
        if asked.energy.whole_days and asked.energy.values.size >= MANY:
            spans[_span(asked)].append(place)
    for span, places in spans.items():
        first = questions[places[0]]
        days = first.energy.days
        compared = (days >= first.baseline_start) & (days < first.end)
        values = np.array([questions[place].energy.values for place in places])
        fine = _calm(values) & _varied(values[:, compared])
        if not first.carrier.heats:
            fine &= ~far_above(values).any(axis=1)
        for at in np.flatnonzero(fine).tolist():
            found[places[at]] = span
    return found


def _span(asked: EffectQuery) -> Span:
    """All that an inspection hangs on but the values of the meter."""
    days, weather = asked.energy.days, id(asked.weather)
    sides = (asked.baseline_start, asked.baseline_end, asked.start, asked.end)
    said = (asked.carrier, asked.method, asked.confirmed, asked.zeros_count)
    return (days[0], len(days), weather, *sides, *said)


def _calm(values: Numbers) -> Flags:
    """Whether all are above zero, none is a spike, and they fall as often as use does, (m,)."""
    most, least = values.max(axis=1), values.min(axis=1)
    falls = (values[:, 1:] < values[:, :-1]).sum(axis=1)
    with np.errstate(invalid="ignore"):
        calm: Flags = most <= SEVEN_TIMES * (values.mean(axis=1) - FEW * most)
    calm &= (least > 0) & (falls > (1 - RISING) * values.shape[1])
    return calm


def _varied(values: Numbers) -> Flags:
    """Whether no value lasts and the first ones are no steps, shape (m,)."""
    if values.shape[1] < MANY_READINGS:
        return np.zeros(len(values), np.bool_)
    repeated = int(STUCK_DAYS) - 1
    equal = np.zeros(values.shape, np.int64)
    np.cumsum(values[:, 1:] == values[:, :-1], axis=1, out=equal[:, 1:])
    lasts = equal[:, repeated:] - equal[:, :-repeated] == repeated
    ordered = np.sort(values[:, :MANY_READINGS], axis=1)
    steps = (np.diff(ordered, axis=1) > 0).sum(axis=1)
    varied: Flags = ~lasts.any(axis=1) & (steps >= FEW_STEPS)
    return varied
