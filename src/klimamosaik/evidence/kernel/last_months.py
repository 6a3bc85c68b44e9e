"""Whether a claim hangs on the last three months before the measure alone.

A building closed or heated dry just then stands for the year to come, as the newest months count
most. One year does not tell such a spell from a new level; the answer without it does.
"""

from dataclasses import replace

import numpy as np

from klimamosaik.evidence.kernel.expecting import expect
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text

LAST = np.timedelta64(92, "D")  # three months
LEAST = np.timedelta64(240, "D")  # of baseline that remain, or nothing is said
PART = 0.5  # 1, of a claim that stays without them; less and it hangs on them


def hanging(asked: EffectQuery, claimed: float, change: float) -> Problem | None:
    """Say what a claim would be without the last months of its baseline, where it hangs on them.

    asked: a resolved question of days; claimed [1]: saving over expected use; change [1]: of the
    comparison meters.
    """
    end = asked.baseline_end - LAST
    if asked.method is not BaselineMethod.DAILY or end - asked.baseline_start < LEAST:
        return None
    try:
        other = expect(replace(asked, baseline_end=end))
    except InputRejected:
        return None
    expected = float(other.expected[other.counted].sum()) * (1 + change)
    if not expected > 0:
        return None
    without = 1 - float(other.measured[other.counted].sum()) / expected
    if without / claimed >= PART:
        return None
    parts = {"without": round(100 * without) + 0.0, "told": round(100 * claimed) + 0.0}  # no "-0"
    return Problem("hangs_on_last_months", HANGS.format(**parts))


HANGS = Text(
    "Ohne die letzten drei Monate vor der Maßnahme wären es {without:.0f} % statt {told:.0f} %. "
    "War da etwas anders als sonst (geschlossen, Umbau), sollte die Zeit davor früher enden.",
    "Without the last three months before the measure it would be {without:.0f} % instead of "
    "{told:.0f} %. If something was unusual then (closed, building works), the time before should "
    "end earlier.",
)
