"""How well a measure's effect is known."""

from enum import StrEnum

from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

ABOUT_ZERO = Verdict.NOT_DISTINGUISHABLE


class EvidenceClass(StrEnum):
    """Evidence class of an effect."""

    MEASURED = "measured"  # a meter has seen it, and it is not zero
    ABOUT_ZERO = "measured, not distinguishable from zero"
    EXPECTED = "expected"  # nobody has measured yet; a reasoning stands behind it
    UNKNOWN = "unknown"

    @property
    def text(self) -> Text:
        """The class as a person would say it."""
        return GRADES[self]

    @property
    def mark(self) -> str:
        """How it is marked on a page: by shape, not by colour alone."""
        return MARKS[self]


GRADES = {
    EvidenceClass.MEASURED: Text("gemessen", "measured"),
    EvidenceClass.ABOUT_ZERO: Text(
        "gemessen, {ABOUT_ZERO}",
        "measured, {ABOUT_ZERO}",
    ).format(ABOUT_ZERO=ABOUT_ZERO.text),
    EvidenceClass.EXPECTED: Text("erwartet", "expected"),
    EvidenceClass.UNKNOWN: Text("unbekannt", "unknown"),
}
MARKS = {
    EvidenceClass.MEASURED: "ok",
    EvidenceClass.ABOUT_ZERO: ABOUT_ZERO.mark,
    EvidenceClass.EXPECTED: "open",
    EvidenceClass.UNKNOWN: "quiet",
}


def grade_of(known: MeasureOutlook) -> EvidenceClass:
    """The evidence class of what is known about a measure."""
    if known.laid:
        return EvidenceClass.MEASURED
    if known.measured is not None:
        return EvidenceClass.ABOUT_ZERO
    return EvidenceClass.EXPECTED if known.expected is not None else EvidenceClass.UNKNOWN
