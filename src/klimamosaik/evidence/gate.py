"""Was the gate reached that was written beforehand?"""

from klimamosaik.measures.kinds import GateVerdict
from klimamosaik.measures.models import Gate
from klimamosaik.terms.figure import Verdict


def gate_verdict(
    *, gate: Gate | None, verdict: Verdict, low_percent: float | None, high_percent: float | None
) -> GateVerdict:
    """Reached: the whole range lies at or above the gate; missed: all of it below; else open.

    low_percent, high_percent: ends of the range [% of expected use] at the gate's confidence.
    """
    if gate is None or verdict is Verdict.NOT_DECIDABLE or low_percent is None:
        return GateVerdict.OPEN
    if low_percent >= gate.saving_percent:
        return GateVerdict.REACHED
    if high_percent is not None and high_percent < gate.saving_percent:
        return GateVerdict.MISSED
    return GateVerdict.OPEN
