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
    said = (asked.carrier, asked.method, asked.confirmed, asked.zeros_count)
    return (*asked.energy.ends, id(asked.weather), *asked.sides, *said)


def _calm(values: Numbers) -> Flags:
    """Whether all are above zero, none is a spike, and they fall as often as use does, (m,)."""
    most, least = values.max(axis=1), values.min(axis=1)
    falls = np.count_nonzero(values[:, 1:] < values[:, :-1], axis=1)
    with np.errstate(invalid="ignore"):
        calm: Flags = most <= SEVEN_TIMES * (values.mean(axis=1) - FEW * most)
    calm &= (least > 0) & (falls > (1 - RISING) * values.shape[1])
    return calm


def _varied(values: Numbers) -> Flags:
    """Whether no value lasts and the first ones are no steps, shape (m,)."""
    if values.shape[1] < MANY_READINGS:
        return np.zeros(len(values), np.bool_)
    ordered = np.sort(values[:, :MANY_READINGS], axis=1)
    steps = np.count_nonzero(ordered[:, 1:] > ordered[:, :-1], axis=1)
    varied: Flags = (steps >= FEW_STEPS) & ~_lasting(values)
    return varied


def _lasting(values: Numbers) -> Flags:
    """Whether one value is repeated for `STUCK_DAYS`, shape (m,)."""
    repeated = int(STUCK_DAYS) - 1
    same = values[:, 1:] == values[:, :-1]
    lasting: Flags = np.count_nonzero(same, axis=1) >= repeated
    for row in np.flatnonzero(lasting).tolist():
        equal = np.concatenate([[0], np.cumsum(same[row])])
        lasting[row] = (equal[repeated:] - equal[:-repeated] == repeated).any()
    return lasting
